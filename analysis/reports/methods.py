"""What the methods appendix says: what was read, step by step, with which program, codebook and models.

Counts and quotes; measures nothing.
"""

from pathlib import Path
from typing import Any


import analysis
from analysis.corpus.store import database, read_table, table_path
from analysis.errors import RequestError
from analysis.reports import manifest
from analysis.reports.citation import cite
from analysis.study import Study


def describe(study: Study) -> dict[str, Any]:
    """Gather what the appendix of every report of a study says; JSON can write it.

    Returns
    -------
    dict
        `counts`: list of (step, number, note); `codebook`: its name and text; `models`: list of (name, card);
        `citation`: its texts, see `citation.Citation`; `versions`: package → version; `corpus` and `title`.
    """
    try:
        codebook = study.codebook.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f'The codebook "{study.codebook}" cannot be read.') from error
    return {
        "title": study.title,
        "corpus": study.corpus.name,
        "counts": counts(study.corpus),
        "codebook": {"name": study.codebook.name, "text": codebook},
        "models": model_cards(),
        "citation": cite(study)._asdict(),
        "versions": {"evenhand": analysis.__version__} | manifest.environment(),
    }


def counts(corpus: Path) -> list[tuple[str, int, str]]:
    """Count what came in, was left out and was found, step by step; leaves out steps not yet taken.

    Raises
    ------
    RequestError
        When there are no articles: says which command reads them.
    """
    read_table(corpus, "articles", "false")
    files, articles, outlets, duplicates = _row(
        corpus,
        """
        SELECT count(DISTINCT split_part(source_file, '#', 1)), count(*), count(DISTINCT outlet),
               count(*) FILTER (WHERE duplicate_of <> '')
        FROM articles
        """,
    )
    steps = [("Files read", files, "each holds one article or more")]
    if table_path(corpus, "rejected").is_file():
        (rejected,) = _row(corpus, "SELECT count(*) FROM rejected")
        steps.append(("Files and records rejected", rejected, "with reasons, in the table “rejected”"))
    steps.append(("Articles", articles, f"of {outlets} outlets"))
    steps.append(("Duplicates left out", duplicates, "the same text as another article"))
    if table_path(corpus, "attributions").is_file():
        found, speech, without_source, heard = _row(
            corpus,
            """
            SELECT count(*), count(*) FILTER (WHERE kind = 'speech'),
                   count(*) FILTER (WHERE coalesce(source_id, '') = ''), count(DISTINCT article_id)
            FROM attributions SEMI JOIN unique_articles USING (article_id)
            """,
        )
        of = f"in {heard} of {articles - duplicates} articles"
        steps.append(("Attributions", found, f"{of}; {speech} of speech, the others of attitude"))
        steps.append(("Attributions without a source", without_source, "the article names nobody"))
    if table_path(corpus, "sources").is_file():
        sources, with_side, experts = _row(
            corpus,
            """
            SELECT count(*), count(*) FILTER (WHERE side <> 'unknown'), count(*) FILTER (WHERE expert)
            FROM sources SEMI JOIN unique_articles USING (article_id)
            """,
        )
        steps.append(("Sources", sources, "one for each article in which it speaks"))
        steps.append(("Sources coded with a side", with_side, f"{sources - with_side} stay unknown"))
        steps.append(("Sources coded as experts", experts, "quoted for knowledge, not as a party"))
    return steps


def model_cards() -> list[tuple[str, str]]:
    """Give the name and the text of the card of each shipped model."""
    cards = sorted((manifest.PACKAGE / "models").rglob("*.md"))
    return [(card.stem, card.read_text(encoding="utf-8")) for card in cards]


def _row(corpus: Path, sql: str) -> tuple[int, ...]:
    there = [table for table in ("articles", "rejected", "attributions", "sources") if table_path(corpus, table).is_file()]
    with database(corpus, *there) as connection:
        connection.execute("CREATE VIEW unique_articles AS FROM articles WHERE coalesce(duplicate_of, '') = ''")
        return connection.execute(sql).fetchone()
