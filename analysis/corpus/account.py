"""What an ingest did, in sentences: of each file the records found, the number it declares, and why some were not read.

The figures stand in the tables files and rejected; here they are only told.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus import store

if TYPE_CHECKING:
    from analysis.corpus.ingest import Counts

UNDATED = (
    "Articles without a day of publication: {0}. Nothing counts them that goes by day. Begin a file's name with "
    "its day (2024-03-12 bridge.txt), write Date: 2024-03-12 above its text, or name a table's column with "
    "--map published=COLUMN, and ingest again."
)

MOST = 20
"""Lines; what is told after them stands in the tables."""


def count_of(number: int, what: str) -> str:
    """Write a number of things.

    Examples
    --------
    >>> count_of(1, "article"), count_of(2, "article")
    ('1 article', '2 articles')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def tell_ingest(counts: "Counts") -> str:
    """Say what an ingest did, and what to do about articles without a date."""
    done = (
        f"{count_of(counts.files, 'file')}: {count_of(counts.articles, 'new article')}, {counts.known} known before, "
        f"{count_of(counts.duplicates, 'duplicate')}, {counts.rejected} rejected."
    )
    return f"{done}\n{UNDATED.format(counts.undated)}" if counts.undated else done


def from_here(corpus: Path, name: str) -> str:
    """Say by which way a file is reached from the folder that one stands in; the tables name it from the corpus."""
    path = Path(corpus).resolve() / name.replace("%23", "#")
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


def tell_previews(previews: Iterable[tuple[dict, list[dict]]], corpus: Path) -> Iterator[str]:
    """Say of each file what it would be read as, and at the end what they hold in all."""
    total: Counter[str] = Counter()
    for delivery, rejections in previews:
        total += Counter(files=1, **{count: delivery[count] for count in ("articles", "rejected", "undated")})
        yield from tell_preview(delivery, rejections, corpus)
    files, articles = count_of(total["files"], "file"), count_of(total["articles"], "article")
    yield f"{files}: {articles}, {total['rejected']} rejected."
    if total["undated"]:
        yield UNDATED.format(total["undated"])


def tell_preview(delivery: dict, rejections: Iterable[dict], corpus: Path) -> Iterator[str]:
    """Say what a file would be read as, and why not, where it would not."""
    told = [delivery["format"] or "not read", *(count_of(delivery[f"{what}s"], what) for what in ("record", "article"))]
    if delivery["declared"]:
        told.insert(1, f"declares {delivery['declared']}")
    if delivery["undated"]:
        told.append(f"{delivery['undated']} without a day")
    yield f"{from_here(corpus, delivery['source_file'])}: {', '.join(told)}"
    if delivery["mapping"]:
        yield f"    columns: {delivery['mapping']}"
    if outlets := delivery["outlets"].most_common(MOST):
        more = len(delivery["outlets"]) - len(outlets)
        named = [f"{outlet} ({number})" for outlet, number in outlets]
        yield f"    outlets: {', '.join(named)}{f' and {more} more' if more else ''}"
    yield from (f"    {line}" for line in tell_remarks(delivery["remarks"]))
    yield from (f"    {line}" for line in tell_reasons(row["reason"] for row in rejections))


def tell_reasons(reasons: Iterable[str]) -> Iterator[str]:
    """Say how often each reason stands there, the most frequent first; numbers in them are not told apart."""
    kinds: dict[str, str] = {}
    times: Counter[str] = Counter()
    for reason in reasons:
        kind = re.sub(r"\d+", "0", reason)
        kinds.setdefault(kind, reason)
        times[kind] += 1
    for kind, count in times.most_common(MOST):
        yield f"{count} rejected: {kinds[kind]}"
    if len(times) > MOST:
        yield f"and {count_of(len(times) - MOST, 'further reason')}"


def tell_remarks(remarks: Iterable[str]) -> Iterator[str]:
    """Say of how many articles something is remarked, the most frequent first, with an example where it differs."""
    kinds: dict[str, list[str]] = {}
    for remark in remarks:
        for part in filter(None, remark.split("; ")):
            kinds.setdefault(part.partition(":")[0], []).append(part)
    for found in sorted(kinds.values(), key=len, reverse=True)[:MOST]:
        told = found[0] if len(set(found)) == 1 else found[0].replace(": ", ", such as ", 1)
        yield f"{count_of(len(found), 'article')}: {told}"


def tell_delivery(corpus: Path, names: Iterable[str]) -> Iterator[str]:
    """Say of the files just read which columns were taken, which hold other numbers than declared, what was rejected.

    Parameters
    ----------
    names
        The files' names in the tables.
    """
    names = set(names)
    files = store.read_table(corpus, "files")
    files = files[files.source_file.isin(names)]
    for row in files[files.mapping != ""][:MOST].itertuples():
        yield f"{from_here(corpus, row.source_file)}: columns {row.mapping}"
    short = files[files.declared.notna() & (files.declared != files.records)]
    for row in short[:MOST].itertuples():
        yield f"{from_here(corpus, row.source_file)}: declares {row.declared:.0f} records, {row.records} were found"
    articles = store.read_table(corpus, "articles", "remarks <> ''", ["source_file", "remarks"])
    yield from tell_remarks(articles.remarks[articles.source_file.str.split("#").str[0].isin(names)])
    rejected = store.read_table(corpus, "rejected")
    mine = rejected[rejected.source_file.isin(names)]
    yield from tell_reasons(mine.reason)
    if len(mine):
        yield f"Each is listed in {corpus / 'rejected.parquet'}, by its way from {corpus}; notebook 00 shows it."
