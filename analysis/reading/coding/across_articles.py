"""Let the articles of a corpus tell of each other: whoever one of them describes is no stranger in the next.

A paper introduces its professor on Monday and calls her by her name on Tuesday. Only persons with a full name are asked
about, only what their own article leaves at "unknown" is filled in, and only where all articles that say anything say
the same; the evidence tells that it comes from another article.
"""

from pathlib import Path

from analysis.corpus.store import BATCH, MEMORY, connect, table_path, write_table

PEOPLE = "nature = 'person' AND anonymity = 'named' AND contains(actor, ' ')"

CARRIED = {
    "source_type": ("source_type", "expert", "expert_basis", "function", "source_type_evidence", "expert_evidence"),
    "side": ("side", "side_basis", "side_evidence"),
    "gender": ("gender", "gender_evidence"),
}
"""What is carried over together."""

AGREED = {"source_type": "(source_type, expert, expert_basis)", "side": "side", "gender": "gender"}
"""In what all articles that say anything must agree, in SQL."""

OPEN = {
    "source_type": "source_type = 'unknown' AND function IN ('unknown', 'subject') AND NOT expert",
    "side": "side = 'unknown'",
    "gender": "gender = 'unknown'",
}
"""Of whom the own article says nothing, in SQL: a spokeswoman there is no expert for being one elsewhere."""

TOLD = {
    "source_type": "source_type NOT IN ('unknown', 'witness')",
    "side": "side_basis IN ('codebook', 'register', 'words')",
    "gender": "gender <> 'unknown'",
}
"""What counts as said of a person, in SQL: not what was seen that day, and not the place of one article."""


def tell_across_articles(corpus: Path) -> int:
    """Fill into the table `sources` what other articles say of the same people; return how many sources it changed.

    It merges nobody, and leaves two people of one name and of different codes as they are.
    """
    with connect(corpus, memory=MEMORY, scratch=corpus) as connection:
        path = str(table_path(corpus, "sources"))
        connection.read_parquet(path, file_row_number=True).create_view("sources")
        for code, columns in CARRIED.items():
            connection.execute(
                f"""
                CREATE TABLE of_{code} AS
                SELECT actor AS person, arg_min(struct_pack({", ".join(columns)}), source_id) AS told
                FROM sources WHERE {PEOPLE} AND {TOLD[code]} GROUP BY ALL HAVING count(DISTINCT {AGREED[code]}) = 1
                """
            )
        joined = "sources " + " ".join(
            f"LEFT JOIN of_{code} ON {PEOPLE} AND {OPEN[code]} AND of_{code}.person = actor" for code in CARRIED
        )
        told = " OR ".join(f"of_{code}.told IS NOT NULL" for code in CARRIED)
        [(changed,)] = connection.execute(f"SELECT count(*) FROM {joined} WHERE {told}").fetchall()
        if changed:
            values = ", ".join(
                f"coalesce({_marked(f'of_{code}.told.{column}')}, sources.{column}) AS {column}"
                for code, columns in CARRIED.items()
                for column in columns
            )
            rows = connection.sql(f"SELECT sources.* REPLACE ({values}) FROM {joined} ORDER BY file_row_number")
            write_table(corpus, "sources", rows.to_arrow_reader(BATCH))
    return changed


def _marked(value: str) -> str:
    """Say of evidence, in SQL, where it comes from."""
    if not value.endswith("_evidence"):
        return value
    return f"CASE WHEN {value} = '' THEN '' ELSE {value} || ' in another article' END"
