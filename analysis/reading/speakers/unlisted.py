"""Who speaks in a corpus without a line in the codebook: the list that a researcher settles, and a draft of lines."""

import re
from pathlib import Path

import pandas as pd
import yaml

from analysis.codebook import Codebook
from analysis.corpus.store import connect, database, draw_articles, outlets_and_years
from analysis.reading.coding.code import code_sources
from analysis.reading.lexicon import Role, plural, roles, roles_in
from analysis.reading.speakers.actors import MOSTLY, actor_table
from analysis.schema import UNKNOWN

MOST = 10_000
"""Articles that are looked at, drawn by lot where there are more: to code them takes a minute at most, and whoever
matters to a corpus speaks in some of them."""

ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)

SHOWN = 90
"""Characters shown of a description or a content."""


def code_anew(corpus: Path, codebook: Codebook) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Code a corpus's sources by a codebook, in memory: the corpus keeps the codes that it has.

    Returns
    -------
    sources, attributions : DataFrame
        Of all articles, or of `MOST` drawn ones.
    """
    drawn = draw_articles(corpus, MOST)
    with database(corpus, "articles", "sources", "attributions") as tables:
        if drawn is None:
            tables.execute("CREATE TABLE drawn AS SELECT article_id FROM articles")
        else:
            tables.register("drawn", pd.DataFrame({"article_id": drawn}))
        sources = tables.execute("SELECT * FROM sources SEMI JOIN drawn USING (article_id) ORDER BY source_id").df()
        said = tables.execute(
            "SELECT source_id, article_id, cue, content, position FROM attributions SEMI JOIN drawn USING (article_id)"
        ).df()
    return code_sources(sources, codebook, *outlets_and_years(corpus)), said


def speakers(sources: pd.DataFrame, attributions: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """List the named persons and organisations of a corpus with what a researcher needs to know them by.

    Those that only a common noun names are left out: the words of each article code them.

    Parameters
    ----------
    sources, attributions : DataFrame
        As `code_anew` gives them.
    codebook : Codebook
        What the sources were coded by.

    Returns
    -------
    DataFrame
        Rows of `actors.actor_table`, those in most articles first, with the longest `role` that an article
        gives, and an example: `article_id`, `cue` and `content` of the first attribution there.
    """
    with connect() as tables:
        tables.register("sources", sources[["source_id", "article_id", "actor", "name", "anonymity", *MOSTLY]])
        tables.register("attributions", attributions[["source_id"]])
        actors = actor_table(tables, codebook)
    actors = actors[actors["actor"].str[:1].str.isupper() & ~actors["actor"].map(names_nobody)]
    roles = sources.sort_values("role", key=lambda role: -role.str.len(), kind="stable").drop_duplicates("actor")
    of_source = sources[["source_id", "actor"]].rename(columns={"actor": "speaker"})
    first = attributions.sort_values(["article_id", "position"]).merge(of_source, on="source_id")
    first = first.drop_duplicates("speaker").set_index("speaker")[["article_id", "cue", "content"]]
    return actors.merge(roles[["actor", "role"]], on="actor").join(first, on="actor").fillna(dict.fromkeys(first, ""))


def names_nobody(name: str) -> bool:
    """Tell whether a name is a letter or a common noun, with an article or without.

    Examples
    --------
    >>> [name for name in ("Q", "The firm", "Police", "Congress", "The Firm Ltd", "Hale") if names_nobody(name)]
    ['Q', 'The firm', 'Police']
    """
    bare = ARTICLE.sub("", name, count=1)
    nouns = {role.noun for start, end, role in roles_in(bare) if (start, end) == (0, len(bare)) and is_common(role)}
    things = {form for noun in roles("no_body") for form in (noun, plural(noun))}
    acronym = bare.isupper()
    return len(bare) == 1 or (" " not in bare and not acronym and bool(nouns or bare.lower() in things))


def is_common(role: Role) -> bool:
    """Tell whether a role noun is that of many bodies or documents; a person's may be a surname, "Baker"."""
    return role.nature != "person" and role.noun not in roles("names_by_one_word")


def unlisted(names: pd.DataFrame) -> pd.DataFrame:
    """Keep the speakers that neither the codebook nor its register holds."""
    return names[names["match"] == "none"]


def remarks_on_corpus(sources: pd.DataFrame, names: pd.DataFrame, codebook: Codebook) -> list[str]:
    """Remark on what a codebook does to a corpus: sides that no source has, names that may be somebody else's.

    Parameters
    ----------
    sources : DataFrame
        Coded by this codebook.
    names : DataFrame
        Their `speakers`.
    codebook : Codebook
    """
    idle = [side for side in codebook.side_ids if side not in set(sources["side"])]
    remarks = [f'Side "{side}" is coded for no source of this corpus.' for side in idle]
    guessed = sources[sources["side_evidence"].str.contains("spelt like", regex=False)]
    remarks += [
        f'"{name}" was taken for {actor} by its spelling: add it as an alias, or as an actor of its own.'
        for name, actor in guessed[["name", "actor"]].drop_duplicates().itertuples(index=False)
    ]
    unsettled = names[names["ambiguous"] & (names["match"] != "spelling")]
    remarks += [
        f'"{name}" might be {" or ".join(others)}: give it to one as an alias, or a line of its own.'
        for name, others in unsettled[["actor", "might_be"]].itertuples(index=False)
    ]
    return remarks


def told(names: pd.DataFrame, attributions: int, most: int) -> str:
    """Write a list of names to read on a screen: how often, coded how without a line, described how, an example.

    Parameters
    ----------
    names : DataFrame
        Those to tell of, as `speakers` gives them.
    attributions : int
        How many attributions the corpus has.
    most : int
        How many names to write; the rest are counted.
    """
    if names.empty:
        return "Every name that speaks in this corpus has a line in the codebook or its register."
    said = int(names["attributions"].sum())
    lines = [
        f"{_many(len(names), 'name')} without a line in the codebook or its register, with {said:,} of "
        f"{attributions:,} attributions; coded by the words of the articles as shown. Those in most articles first:"
    ]
    for row in names.head(most).to_dict("records"):
        role = f": {_short(row['role'])}" if row["role"] else ""
        lines += [
            "",
            f"{row['actor']}{role}",
            f"    {_times(row)}; type {row['source_type']}, side {row['side']}",
        ]
        if row["content"]:
            lines.append(f"    {row['article_id']}: {row['cue']} {_quoted(row['content'])}")
    if len(names) > most:
        lines += ["", f"… and {_many(len(names) - most, 'name')} more: --names {len(names)} shows all."]
    return "\n".join(lines)


def draft(names: pd.DataFrame, codebook: Codebook | None = None) -> str:
    """Draft lines of a codebook: those to add to a given one, or a whole draft with two sides to name.

    Parameters
    ----------
    names : DataFrame
        Those to write a line for, as `speakers` gives them.
    codebook : Codebook, optional
        The one to add to: a line then has the side that the words of the articles gave.

    Returns
    -------
    str
        YAML that `load_codebook` accepts, or lines to put under the `actors` of the given codebook.
    """
    lines = [f"  - {_one_line(_actor(row, codebook))}" for row in names.to_dict("records")]
    if codebook:
        sides = ", ".join(codebook.side_ids)
        head = [
            f"# Add these lines to the codebook, under actors. Sides: {sides}; leave the side out where the words of",
            "# the article should decide. The codes are what those words gave: check each.",
        ]
        return "\n".join([*head, *lines]) + "\n"
    sides = [
        {"id": side, "label": side.replace("-", " ").capitalize(), "description": "whom a coder puts here",
         "countries": [], "words": []}
        for side in ("one-side", "other-side")
    ]  # fmt: skip
    book = {"title": "A draft: give it a title", "sides": sides, "compare": ["one-side", "other-side"]}
    head = [
        "# Drafted from a corpus. Name your sides; give every actor a side, or delete its line.",
        "# The keys are explained in data/codebooks/README.md.",
        yaml.safe_dump(book, sort_keys=False, allow_unicode=True).rstrip(),
        "actors:" if lines else "actors: []",
    ]
    return "\n".join([*head, *lines]) + "\n"


def _actor(row: dict, codebook: Codebook | None) -> dict:
    aliases = [name for name in row["spellings"] if name != row["actor"]]
    role = f"; {_short(row['role'])}" if row["role"] else ""
    example = f"; {row['cue']} {_quoted(row['content'])}" if row["content"] else ""
    return {
        "name": row["actor"],
        **({"aliases": aliases} if aliases else {}),
        "nature": row["nature"],
        **({"side": row["side"]} if codebook and row["side"] != UNKNOWN else {}),
        **({"source_type": row["source_type"]} if row["source_type"] not in ("", UNKNOWN) else {}),
        "note": _times(row) + role + example,
    }


def _one_line(actor: dict) -> str:
    return yaml.safe_dump(actor, sort_keys=False, allow_unicode=True, default_flow_style=True, width=10**6).strip()


def _times(row: dict) -> str:
    return f"{_many(row['articles'], 'article')}, {_many(row['attributions'], 'attribution')}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _quoted(content: str) -> str:
    short = _short(content)
    return short if short[:1] in '“"«' else f"“{short}”"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rsplit(" ", 1)[0] + " …"
