"""Every table of a corpus: its columns, their types, units and meanings.

This is the one place; the stages fill these columns, `corpus.store` writes and reads them, and
`docs/data-dictionary.md` is made from them. It holds no data and reads no files.
"""

from typing import Final, NamedTuple

import pandas as pd
import pyarrow as pa

SPANS = pa.list_(pa.list_(pa.int32()))
"""Character ranges `[start, end)` into the article's `text`, in code points; more than one when discontinuous."""

UNKNOWN: Final = "unknown"
"""The value of a code that nothing in the text or the codebook decides."""


NUMBERS = pa.list_(pa.float32())


class Column(NamedTuple):
    name: str
    type: pa.DataType
    meaning: str


def _columns(*rows: tuple[str, pa.DataType, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


TEXT, WHOLE, NUMBER, TRUTH = pa.string(), pa.int32(), pa.float64(), pa.bool_()

TABLES: dict[str, tuple[Column, ...]] = {
    "articles": _columns(
        ("article_id", TEXT, "stable: made from outlet, date and text"),
        ("outlet", TEXT, "who published it"),
        ("title", TEXT, "headline; empty when not known"),
        ("author", TEXT, "byline; empty when not known"),
        ("published", pa.date32(), "day of publication; null when not known"),
        (
            "published_in",
            TEXT,
            "when it was published, as precisely as known, in ISO 8601: a day (2024-03-12), a month (2024-03) or a "
            "year (2024); empty when not known",
        ),
        ("url", TEXT, "address of the page; empty when not known"),
        ("language", TEXT, "ISO 639-1 code"),
        (
            "text",
            TEXT,
            "the cleaned story, paragraphs separated by a blank line; every offset points into it",
        ),
        ("words", WHOLE, "number of words in text"),
        ("source_file", TEXT, "the file it was read from, and the record within it after a '#'"),
        (
            "duplicate_of",
            TEXT,
            "article_id of the first article with the same text; empty when there is none",
        ),
        ("agency", TEXT, "news agency named in dateline or byline; empty when none"),
        ("date_written", TEXT, "the date of publication as the file writes it; empty when it writes none"),
        (
            "extra",
            TEXT,
            "JSON object: what else the file says of the article (section, abstract, dateline, further columns)",
        ),
        ("remarks", TEXT, "what to look at: repaired characters, an ambiguous date, a page that looks short"),
    ),
    "files": _columns(
        ("source_file", TEXT, "a file that was ingested"),
        ("format", TEXT, "what it was read as; several where it holds files"),
        ("mapping", TEXT, "which of its columns were taken for which field; empty when it is no table"),
        ("declared", WHOLE, "records that it says it holds; null when it does not say"),
        ("records", WHOLE, "records found in it"),
        ("articles", WHOLE, "of these, articles, duplicates among them"),
        ("duplicates", WHOLE, "of these articles, those with the text of another article of the corpus"),
        ("rejected", WHOLE, "records, or files in it, that were not read; reasons are in the table rejected"),
    ),
    "rejected": _columns(
        ("source_file", TEXT, "the file that was not read"),
        ("record", TEXT, "the record within it; empty when the whole file"),
        ("reason", TEXT, "why, and what to do about it"),
    ),
    "attributions": _columns(
        ("attribution_id", TEXT, "article_id and running number"),
        ("article_id", TEXT, "the article it stands in"),
        ("form", TEXT, "direct (all of the content inside quotation marks), mixed (some) or indirect (none)"),
        ("kind", TEXT, "speech or attitude"),
        ("content", TEXT, "what is attributed"),
        ("content_spans", SPANS, "where the content stands"),
        ("cue", TEXT, "the word that attributes; empty when there is none"),
        ("cue_spans", SPANS, "where the cue stands"),
        ("source", TEXT, "the source as mentioned here; empty when not mentioned"),
        ("source_spans", SPANS, "where that mention stands"),
        ("via", TEXT, "the medium that passes the source's words on, as mentioned here; empty when none is named"),
        (
            "confidence",
            NUMBER,
            "probability (0-1) that a reader would mark this attribution with this source",
        ),
        (
            "paragraph",
            WHOLE,
            "number of the paragraph in which the content begins, from 0 (headline, if any, is 0)",
        ),
        ("position", NUMBER, "where in the article the content begins, 0 (start) to 1 (end), in characters"),
        ("words", WHOLE, "number of words of the content"),
        (
            "source_id",
            TEXT,
            "the row of sources it belongs to, of several who speak together the first; empty when nobody is named",
        ),
    ),
    "speakers": _columns(
        ("attribution_id", TEXT, "an attribution"),
        ("article_id", TEXT, "the article it stands in"),
        ("source_id", TEXT, "a source of it: one row, or several where 'Amsel and Crane' speak together"),
        ("part", NUMBER, "the source's part in it: 1, or a half, a third … where several speak together"),
    ),
    "sources": _columns(
        ("source_id", TEXT, "article_id and running number"),
        ("article_id", TEXT, "the article it stands in"),
        ("name", TEXT, "the fullest form of the name, or the description, in this article"),
        ("actor", TEXT, "name of the codebook's actor, or the name where the codebook has none"),
        ("mentions", pa.list_(TEXT), "each different form in which the article mentions it"),
        ("role", TEXT, "title, apposition or description as written; empty when none"),
        ("affiliation", TEXT, "organisation it speaks for or works at, as written; empty when none"),
        ("context", TEXT, "the words before its first mention, from the sentence before on"),
        (
            "attached_to",
            TEXT,
            "by name, whose own it is: of 'the ministry's spokesman' the ministry; empty when nobody's",
        ),
        ("setting", TEXT, "the last places named up to its first mention and in its clause, the nearest last"),
        ("surroundings", TEXT, "the words around its fullest mention, how what it says begins, how the article begins"),
        (
            "scores",
            NUMBERS,
            "what the learned coder answers: a score a value of nature, anonymity, type, function, basis",
        ),
        ("told", pa.list_(TEXT), "the words that had the largest say in each of these answers"),
        ("nature", TEXT, "person, organisation, group or document"),
        ("anonymity", TEXT, "named, anonymous or collective"),
        ("source_type", TEXT, "type in the codebook's list, or unknown"),
        ("side", TEXT, "side in the codebook, or unknown"),
        (
            "side_basis",
            TEXT,
            "what decided the side: codebook (its line), register (of people or organisations), words (that describe "
            "the source), belonging (learned: to whom near it it belongs); empty when unknown",
        ),
        (
            "function",
            TEXT,
            "function after GMMP: subject, spokesperson, expert, eyewitness, popular opinion, or unknown",
        ),
        ("expert", TRUTH, "quoted for knowledge, not as a party"),
        ("expert_basis", TEXT, "what makes it an expert; empty when it is none"),
        ("gender", TEXT, "female, male or unknown, from words in the text only"),
        ("nature_evidence", TEXT, "the words that decided nature and anonymity"),
        (
            "source_type_evidence",
            TEXT,
            "the codebook line or the words that decided, marked where another article has them",
        ),
        ("side_evidence", TEXT, "the codebook line or the words that decided, marked where another article has them"),
        ("expert_evidence", TEXT, "the words that decided, marked where another article has them"),
        ("gender_evidence", TEXT, "the words that decided, marked where another article has them"),
    ),
    "actors": _columns(
        ("actor", TEXT, "name of the codebook's actor, or the name where the codebook has none"),
        ("nature", TEXT, "person, organisation, group or document, as in most articles"),
        ("spellings", pa.list_(TEXT), "each name by which articles call it"),
        (
            "match",
            TEXT,
            "how it was found: name or alias of the codebook, spelling (nearly one of them), register, or none",
        ),
        (
            "score",
            NUMBER,
            "likeness of the worst spelling to the nearest name or alias, 0-100; null where match is none",
        ),
        ("articles", WHOLE, "number of articles in which it is a source"),
        ("attributions", WHOLE, "number of attributions of which it is the source"),
        ("source_type", TEXT, "type in most articles"),
        ("side", TEXT, "side in most articles"),
        ("ambiguous", TRUTH, "whether it may be somebody else or the same as another: for the researcher to settle"),
        ("might_be", pa.list_(TEXT), "the actors that it might be, the likeliest first"),
    ),
    "sentences": _columns(
        ("sentence_id", TEXT, "article_id and running number"),
        ("article_id", TEXT, "the article it stands in"),
        ("start", WHOLE, "first character in text"),
        ("end", WHOLE, "character after the last"),
        ("sentence", TEXT, "the sentence, or the part of it that one voice speaks"),
        ("voice", TEXT, "journalist or source"),
        ("attribution_id", TEXT, "the attribution it stands in; empty in the journalist's voice"),
        ("textblob", NUMBER, "TextBlob's polarity, -1 to 1; null for parts of fewer than four words"),
        ("vader", NUMBER, "VADER's compound, -1 to 1; null for parts of fewer than four words"),
    ),
    "tones": _columns(
        ("sentence_id", TEXT, "the row of sentences that mentions the target"),
        ("article_id", TEXT, "the article it stands in"),
        ("voice", TEXT, "journalist or source: who speaks of the target"),
        ("attribution_id", TEXT, "the attribution it stands in; empty in the journalist's voice"),
        ("start", WHOLE, "first character of the target in text"),
        ("end", WHOLE, "character after the target's last"),
        ("target", TEXT, "the words that mention the actor or the side"),
        ("actor", TEXT, "the codebook's actor; empty where a word of a side mentions the side"),
        ("side", TEXT, "the target's side in the codebook, or unknown"),
        ("p_negative", NUMBER, "probability (0-1) that the voice speaks ill of the target here"),
        ("p_neutral", NUMBER, "probability (0-1) that it does neither"),
        ("p_positive", NUMBER, "probability (0-1) that it speaks well of the target here"),
    ),
    "copies": _columns(
        ("article_id", TEXT, "an article that tells a story in the words of another, or whose words another takes"),
        ("original", TEXT, "article_id of the agency's own or earliest article of that story; its own when it is that"),
        ("overlap", NUMBER, "share (0-1) of the shorter text's runs of five words that stand in the other, estimated"),
        ("agency", TEXT, "news agency that any article of the story names; empty when none does"),
    ),
    "hand_codes": _columns(
        ("coder", TEXT, "who coded, as named when the sheet was made or as the file is called"),
        (
            "unit",
            TEXT,
            "attribution (found by the machine), missed (found by the coder only), article (read whole) or mention",
        ),
        (
            "item",
            TEXT,
            "attribution_id, article_id, or sentence_id and place of the mention; for a missed one its place",
        ),
        ("article_id", TEXT, "the article it stands in"),
        (
            "variable",
            TEXT,
            "what is coded: attribution (is it one?), source (the right one?), form, kind, side, source_type, function,"
            " expert, gender, tone, the codebook's own questions; source_spans, cue_spans, content_spans: where a coder"
            " marked these; of an article: read",
        ),
        ("value", TEXT, "the code, in the codebook's ids, or spans as 12-30,45-50; what a coder left empty has no row"),
        (
            "chance",
            NUMBER,
            "probability (0-1) that this item was drawn for coding; 1 when all were, or it is not known",
        ),
        (
            "content",
            TEXT,
            "what is attributed or, of a mention, the target: tells whether the corpus was read anew since",
        ),
        ("place", TEXT, "file, sheet and row it was read from"),
    ),
}


READABLE = {
    TEXT: "text",
    WHOLE: "whole number",
    NUMBER: "number",
    TRUTH: "true or false",
    pa.date32(): "date",
    SPANS: "list of [start, end)",
    NUMBERS: "list of numbers",
    pa.list_(TEXT): "list of texts",
}
"""How `docs/data-dictionary.md` calls the types."""


def data_dictionary() -> str:
    """Describe every table in Markdown: the text of `docs/data-dictionary.md`."""
    lines = [
        "# Data dictionary",
        "",
        "A corpus is a folder with one Parquet file a table, `<table>.parquet`. This page is made from",
        "`analysis/schema.py`; after a change there, make it again with",
        "`python -c 'from analysis.schema import data_dictionary; print(data_dictionary(), end=\"\")'`.",
    ]
    for table, columns in TABLES.items():
        lines += ["", f"## {table}", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {READABLE[c.type]} | {c.meaning} |" for c in columns]
    return "\n".join(lines) + "\n"


VERSION = 2
"""Of the tables as they are written: the first had no number, and lacked the columns that `store.LATER` names."""


def arrow_schema(table: str) -> pa.Schema:
    """Give the Arrow schema of a table, with meanings as field metadata."""
    return pa.schema([pa.field(c.name, c.type, metadata={"meaning": c.meaning}) for c in TABLES[table]])


def to_arrow(table: str, rows: pd.DataFrame | list[dict]) -> pa.Table:
    """Make rows into a table of exactly the schema's columns, in its order; missing columns are an error."""
    rows = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    names = [c.name for c in TABLES[table]]
    return pa.Table.from_pylist([{name: row[name] for name in names} for row in rows], arrow_schema(table))


def in_parts(number: float) -> float:
    """Give a number of attributions as it is told: whole, or to two decimals where speakers have parts in some."""
    return round(float(number), 2) if number % 1 else int(number)
