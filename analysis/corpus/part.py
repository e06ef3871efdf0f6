"""A part of a corpus as a corpus of its own, so that every later command can be given that part.

What was read of the articles goes with them; nothing is read anew, and the first corpus stays as it is.
"""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from analysis import schema
from analysis.corpus import store
from analysis.errors import RequestError
from analysis.files import held, workshop, write_whole


def select(corpus: Path, target: Path, where: str, force: bool = False, weeks: int = 0, seed: int = 0) -> int:
    """Copy the articles that a condition keeps, with all that stands of them in other tables.

    Parameters
    ----------
    corpus, target
        Folders; the second is made.
    where
        Condition in DuckDB's SQL on articles, for example
        ``outlet = 'BBC' AND published >= '2024-03-01' AND words > 300 AND text ILIKE '%bridge%'``.
    force
        Replace the corpus that stands in the second folder, unless people coded or corrected there what the first
        one lacks.
    weeks
        How many constructed weeks to keep of what meets the condition (`constructed_weeks`); 0 keeps all of it.
    seed
        Of the draw of days.

    Returns
    -------
    int
        The number of articles kept. A duplicate whose first article is left out stands for itself.

    Raises
    ------
    RequestError
        When there is no such corpus, the condition is not one, it keeps no article, or something stands in `target`
        that the part would replace.
    """
    corpus, target = Path(corpus), Path(target)
    if not where and not weeks:
        raise RequestError("Say which articles the part holds: by --where, by --weeks, or by both.")
    _refuse_place(corpus, target, force)
    with held(corpus, shared=True), held(target), store.database(corpus, "articles") as database:
        with store.in_words_of(where, database):
            database.execute(f"CREATE TABLE kept AS SELECT article_id FROM articles WHERE {store.condition(where)}")
        if weeks:
            found = database.execute(
                "SELECT min(published)::DATE, max(published)::DATE FROM articles SEMI JOIN kept USING (article_id)"
            ).fetchone()
            days = constructed_weeks(*found, weeks, seed)
            database.execute(
                "DELETE FROM kept WHERE article_id NOT IN "
                "(SELECT article_id FROM articles WHERE list_contains(?, published::DATE))",
                [days],
            )
        kept = {article for (article,) in database.execute("FROM kept").fetchall()}
        if not kept:
            raise RequestError(f'No article of "{corpus}" meets the condition "{where}".')
        used = store.coded_by(corpus)
        with workshop(target, "select") as stage:
            _copy_reading(corpus, stage, kept)
            for table in schema.TABLES:
                if store.table_path(corpus, table).is_file():
                    store.write_table(stage, table, store.stream(database, _rows(corpus, table)))
            _replace(target, stage)
            if used:
                store.note_coded_by(target, used.get("codebook"), used.get("digest", ""))
    return len(kept)


def constructed_weeks(first: date | None, last: date | None, weeks: int, seed: int = 0) -> list[date]:
    """Draw days so that each weekday comes up equally often: one Monday of all Mondays, one Tuesday …, for every week.

    Newspapers differ by weekday, so a constructed week tells more than seven days in a row, or drawn at random; two
    stand well for a year of a daily's stories.

    Raises
    ------
    RequestError
        When no article is dated, or the period has fewer weeks than are asked for.

    References
    ----------
    Riffe, D., Aust, C. F. and Lacy, S. R. (1993). The effectiveness of random, consecutive day and constructed week
    sampling in newspaper content analysis. *Journalism Quarterly* 70(1), 133-139. Riffe, D., Lacy, S. and Fico, F.
    (2014). *Analyzing Media Messages*, 3rd ed., chapter 5.

    Examples
    --------
    >>> [day.strftime("%a") for day in constructed_weeks(date(2024, 1, 1), date(2024, 3, 31), 1)]
    ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    """
    if first is None or last is None:
        raise RequestError("No article of these is dated, so no weeks can be constructed of them.")
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    of_weekday = [[day for day in days if day.weekday() == weekday] for weekday in range(7)]
    most = min(map(len, of_weekday))
    if most < weeks:
        raise RequestError(f"{first} to {last} has {most} of some weekday: {weeks} weeks cannot be constructed of it.")
    random = Random(seed)
    return [day for own in of_weekday for day in sorted(random.sample(own, weeks))]


def _refuse_place(corpus: Path, target: Path, force: bool) -> None:
    """Refuse a place for the part where anything would be lost that nobody gave up."""
    here, there = ([folder.resolve(), *folder.resolve().parents] for folder in (corpus, target))
    within = any(_same(above, target / store.PARTS) for above in here)
    if _same(corpus, target) or within or any(_same(above, corpus / store.PARTS) for above in there):
        raise RequestError(
            f'"{target}" and "{corpus}" are one folder, or one lies in the parts of the other: '
            "name another folder for the part."
        )
    own = [path.name for path in _own(target)]
    if own and store.table_path(target, "articles").name not in own:
        raise RequestError(f'"{target}" holds "{own[0]}" but no corpus: name another folder for the part.')
    if own and not force:
        raise RequestError(f'"{target}" holds a corpus already: name another folder, or give --force to replace it.')
    for name in _by_hand(corpus, target):
        raise RequestError(
            f'"{target}" holds "{name}", made by hand, and "{corpus}" lacks some of it: name another folder for the '
            "part, or move that file away first."
        )


def _by_hand(corpus: Path, target: Path) -> Iterator[str]:
    """Name the files of a part in which people coded or corrected what stands in the part alone."""
    codes = [set(store.read_hand_codes(folder).astype(str).itertuples(index=False)) for folder in (target, corpus)]
    if codes[0] - codes[1]:
        yield store.table_path(target, "hand_codes").name
    lines = [set(_imported(folder)) for folder in (target, corpus)]
    if lines[0] - lines[1]:
        yield store.IMPORTED


def _imported(corpus: Path) -> list[bytes]:
    """Give the lines of what came back by hand: one an article."""
    path = corpus / store.IMPORTED
    return [line for line in path.read_bytes().split(b"\n") if line.strip()] if path.is_file() else []


def _article_of(line: bytes, corpus: Path) -> str:
    try:
        return str(json.loads(line)["article_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        again = "mend it, or delete it and import the annotations again"
        raise RequestError(f"{corpus / store.IMPORTED}: is damaged; {again}.") from None


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _own(corpus: Path) -> list[Path]:
    """List what stands in a folder by a name that a corpus gives."""
    tables = [store.table_path(corpus, table) for table in schema.TABLES]
    beside = [corpus / name for name in (store.CODED_BY, store.IMPORTED, store.LAYER, store.PARTS)]
    return [path for path in (*tables, *beside) if path.exists()]


def _replace(target: Path, made: Path) -> None:
    """Put a corpus in place of the one in a folder; nothing else there is touched."""
    for path in _own(target):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in sorted(_own(made), key=lambda path: path.stem == "articles"):  # interrupted, it is no corpus yet
        os.replace(path, target / path.name)


def _copy_reading(corpus: Path, target: Path, kept: set[str]) -> None:
    """Copy what readings left beside the tables, so that nothing is read twice and a changed codebook codes anew."""
    for part in sorted((corpus / store.PARTS).glob("*/*.part.parquet")):
        name = part.name.split(".")[0]
        if store.copy_rows(part, target / part.relative_to(corpus), kept):
            for codes in part.parent.glob(f"{name}.coded-*.parquet"):
                store.copy_rows(codes, target / codes.relative_to(corpus), kept)
            for tones in part.parent.glob(f"{name}.tones-*.parquet"):  # by sentence, without their words
                shutil.copyfile(tones, target / tones.relative_to(corpus))
    if (corpus / store.IMPORTED).is_file():
        mine = [line + b"\n" for line in _imported(corpus) if _article_of(line, corpus) in kept]
        write_whole(target / store.IMPORTED, b"".join(mine))
    if (corpus / store.LAYER).is_file():
        shutil.copyfile(corpus / store.LAYER, target / store.LAYER)


def _rows(corpus: Path, table: str) -> str:
    path = str(store.table_path(corpus, table)).replace("'", "''")
    if table == "articles":
        first = "duplicate_of IN (FROM kept)"
        return f"""SELECT * REPLACE (if({first}, duplicate_of, '') AS duplicate_of) FROM articles
            SEMI JOIN kept USING (article_id) ORDER BY outlet, published NULLS LAST, article_id"""
    if any(column.name == "article_id" for column in schema.TABLES[table]):
        return f"FROM read_parquet('{path}') SEMI JOIN kept USING (article_id)"
    return f"FROM read_parquet('{path}')"
