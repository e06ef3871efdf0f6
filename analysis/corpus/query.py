"""What a study looks at: a corpus as it counts, and the selection that travels with every number taken from it.

A :class:`Selection` says which attributions count and hands out their rows and counts. It is frozen and hashable, so
that a page can ask for exactly the attributions under a number. It estimates nothing.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from analysis import schema
from analysis.codebook import Codebook, load_codebook, no_codebook
from analysis.corpus import counts as counting
from analysis.corpus.by_hand import answers
from analysis.corpus.store import (
    CODED,
    COPIES,
    EACH_TIME,
    ONCE,
    WITHIN,
    coded_attributions,
    coded_database,
    condition,
    counted_articles,
    draw_articles,
    has_joint_speakers,
    quoted,
    read_table,
    table_path,
)
from analysis.errors import RequestError, nearest
from analysis.options import require_choice

KINDS = ("speech", "attitude", "both")
LEARNED = "belonging"
"""The value of `side_basis` where a side stood neither in codebook and register nor in the words: it was learned."""

BASES = {"all": {}, "sure": {"side": f"CASE WHEN side_basis = '{LEARNED}' THEN '{schema.UNKNOWN}' ELSE side END"}}
"""On what a side may rest, and what counts as an attribution's side then, in SQL."""

UNDATED = "undated"
OUTLETS = "outlets.csv"
"""Beside a study: a line an outlet, and what the researcher says of it (country, kind, owner …)."""

PERIODS = {
    "year": f"coalesce(nullif(left(published_in, 4), ''), '{UNDATED}')",
    "month": f"if(length(published_in) > 4, left(published_in, 7), '{UNDATED}')",
    "week": f"coalesce(strftime(date_trunc('week', published), '%Y-%m-%d'), '{UNDATED}')",
    "day": f"coalesce(strftime(published, '%Y-%m-%d'), '{UNDATED}')",
}
"""What to count by beside columns, in SQL; a week is named by its Monday. Each takes the articles of which as much is
known."""

FIRST_DAY = "try_cast(nullif(published_in, '') || substr('0000-01-01', length(published_in) + 1) AS DATE)"
LAST_DAY = f"""CASE length(published_in) WHEN 4 THEN {FIRST_DAY} + INTERVAL 1 YEAR - INTERVAL 1 DAY
    WHEN 7 THEN last_day({FIRST_DAY}) ELSE published END"""
"""The days between which an article was published, in SQL: one day, or those of its month or year."""

SHARED = ("article_id", "outlet", "title", "published", "published_in", "extra")
"""Columns that mean the same of an article and of an attribution."""

PLACES = ("turn", "first_third", "first_paragraph", "titled", "headline")
"""Columns of where an attribution stands."""

STEPS = {
    "first": "turn = 1",
    "step": "ceil(position * 900) / 900",
    "confidence_band": "floor(confidence * 10) / 10",
    "sourced": "coalesce(source_id, '') <> ''",
    "lower_cue": "lower(cue)",
}
"""What figures of millions count by: whether it is the article's first; its position and its confidence in steps;
whether somebody is named as its source; its cue in small letters."""

NAMED = {
    "speaks_of": f"""coalesce((
        SELECT string_agg(DISTINCT side, ' + ' ORDER BY side) FROM tones
        WHERE {WITHIN} AND voice = 'source' AND side <> '{schema.UNKNOWN}'
            AND tones.attribution_id = said.attribution_id), '')"""
}
"""Which sides an attribution names, in SQL over the tones; joined only where it is asked for, since it costs a join."""

ORDERS = {"by chance": "md5(attribution_id || '{seed}')", "least sure": "confidence, attribution_id"}
"""In which order attributions are given, in SQL."""

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


def open_corpus(folder: Path | str, codebook: Path | str | None = None, copies: str = ONCE) -> "Corpus":
    """Open a corpus with the codebook that it was coded by; reads no article yet.

    Parameters
    ----------
    folder : Path or str
        Made by `evenhand ingest` and `evenhand read`.
    codebook : Path or str, optional
        The codebook's file; without one there are no sides.
    copies : {"once", "each time"}
        How a story counts that several articles print in nearly the same words.

    Raises
    ------
    RequestError
        When there is no corpus, the codebook has a mistake, or copies count in another way.
    """
    folder = Path(folder)
    if not folder.is_dir():
        near = nearest(folder.name, [path.name for path in folder.parent.iterdir()]) if folder.parent.is_dir() else ""
        raise RequestError(
            f'There is no corpus "{folder}".{near} Make one with: evenhand ingest ARTICLES --corpus {folder}'
        )
    if copies not in COPIES:
        raise RequestError(f'Copies count {" or ".join(COPIES)}, not "{copies}".{nearest(copies, list(COPIES))}')
    corpus = Corpus(folder, Path(codebook) if codebook else None, copies)
    corpus.codebook  # noqa: B018  (a mistake in it is told here)
    return corpus


@dataclass(frozen=True)
class Corpus:
    """A corpus, its codebook, and how copies count; see :func:`open_corpus`."""

    folder: Path
    codebook_file: Path | None = None
    copies: str = ONCE
    home: Path = Path()
    """Folder of the study, in which `outlets.csv` may stand."""

    def __deepcopy__(self, memo: dict) -> "Corpus":
        """Give itself: it never changes, and pandas copies what a frame carries at every step, codebook and all."""
        return self

    @cached_property
    def codebook(self) -> Codebook:
        return load_codebook(self.codebook_file) if self.codebook_file else no_codebook()

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """What to write for a code, by column: the codebook's labels of sides and source types."""
        book = self.codebook
        return {
            "side": {side.id: side.label for side in book.sides},
            "accused": {side.id: side.label for side in book.sides},
            "source_type": {kind.id: kind.label for kind in book.source_types},
            **{own.id: {said.id: said.label or said.id for said in own.answers} for own in book.questions},
        }

    @cached_property
    def answers(self) -> dict[str, dict[str, str]]:
        """What people answered to the codebook's own questions: by question, the answer of each attribution coded."""
        asked = [question.id for question in self.codebook.questions]
        if not asked or not table_path(self.folder, "hand_codes").is_file():
            return {question: {} for question in asked}
        codes = read_table(self.folder, "hand_codes")
        ids = codes["article_id"].unique()
        now = coded_attributions(self.folder, columns=["attribution_id", "content"], articles=ids)
        return answers(codes, now, asked)

    @cached_property
    def outlets(self) -> pd.DataFrame:
        """What `outlets.csv`, beside the study, says of outlets: a row an outlet; empty when there is no such file."""
        return read_outlets(self.home / OUTLETS)

    def table(self, name: str, columns: Iterable[str] = (), articles: Iterable[str] | None = None) -> pd.DataFrame:
        """Read one of the corpus's tables, all of it or of some articles, duplicates and all; empty where none is."""
        columns = list(columns) or [column.name for column in schema.TABLES[name]]
        if not table_path(self.folder, name).is_file():
            return pd.DataFrame(columns=columns)
        return read_table(self.folder, name, columns=columns, articles=articles)

    def select(
        self,
        kind: str = "both",
        minimum_confidence: float = 0.0,
        outlet: str = "",
        since: str = "",
        until: str = "",
        where: str = "",
        basis: str = "all",
    ) -> "Selection":
        """Choose attributions.

        Parameters
        ----------
        kind : {"speech", "attitude", "both"}
            What somebody said, what somebody thinks or feels, or both.
        minimum_confidence : float
            Leave out attributions of which the reader was less sure, 0 to 1.
        outlet : str
            Of this outlet only.
        since, until : str
            First and last day of publication, as 2024-03-01, 2024-03 or 2024. Articles of which the month or year alone
            is known count if all of it lies between; those of which nothing is known do not.
        where : str
            A further condition in DuckDB's SQL on the columns of attributions, sources and articles, such as
            ``form = 'direct' AND words > 5``.
        basis : {"all", "sure"}
            On what a side may rest: "sure" counts a side as unknown that was learned from whom the article names near.

        Raises
        ------
        RequestError
            For a kind, confidence, outlet, day or column that does not exist, with the nearest that does.
        """
        return Selection(self, kind, minimum_confidence, outlet, since, until, where, basis=basis).checked()


@dataclass(frozen=True)
class Selection:
    """The attributions that count on a page: what was asked, never the rows; see :meth:`Corpus.select`."""

    corpus: Corpus
    kind: str = "both"
    minimum_confidence: float = 0.0
    outlet: str = ""
    since: str = ""
    until: str = ""
    where: str = ""
    most: int = 0
    """Articles drawn by chance at most; 0 takes all."""
    basis: str = "all"

    def __deepcopy__(self, memo: dict) -> "Selection":
        """Give itself, as a corpus does."""
        return self

    def checked(self) -> "Selection":
        """Give the selection itself, or say what in it cannot be."""
        if self.kind not in KINDS:
            raise RequestError(
                f'The kind of attribution is {", ".join(KINDS[:-1])} or {KINDS[-1]}, not "{self.kind}".'
                f"{nearest(self.kind, list(KINDS))}"
            )
        require_choice("On what a side may rest", self.basis, BASES)
        if not 0 <= self.minimum_confidence <= 1:
            raise RequestError(f"The minimum confidence lies between 0 and 1; {self.minimum_confidence} does not.")
        for name in ("since", "until"):
            _day(getattr(self, name), name)
        if self.outlet:
            known = self.corpus.table("articles", ["outlet"])["outlet"].unique().tolist()
            if self.outlet not in known:
                near = nearest(self.outlet, known) or f" Outlets: {', '.join(sorted(known)[:12])}."
                raise RequestError(f'There is no outlet "{self.outlet}" in "{self.corpus.folder}".{near}')
        if self.where.strip():
            condition(self.where)
            with self._database() as connection:
                _tried(connection, "coded", self.where)
        return self

    def but(self, **changes: Any) -> "Selection":
        """Give the same selection but for what is named: ``chosen.but(outlet="The Post")``.

        A condition is a further one, beside that which the selection has.
        """
        conditions = [f"({each})" for each in (self.where, changes.get("where", "")) if each.strip()]
        further = {"where": " AND ".join(conditions)} if len(conditions) > 1 else {}
        return replace(self, **changes | further).checked()

    def drawn(self, most: int) -> "Selection":
        """Give the selection in so many articles at most, drawn by chance, the same ones each time."""
        few = draw_articles(self.corpus.folder, most, self.corpus.copies) is None
        return self if few else replace(self, most=most)

    def but_all(self) -> "Selection":
        """Give the selection without its draw."""
        return replace(self, most=0)

    @cached_property
    def ids(self) -> list[str] | None:
        """Ids of the articles drawn; None where all are looked at."""
        return draw_articles(self.corpus.folder, self.most, self.corpus.copies) if self.most else None

    def articles(self, columns: Iterable[str] = (), limit_to: Iterable[str] | None = None) -> pd.DataFrame:
        """Give the articles that are looked at, also those in which nobody speaks; `limit_to` names ids among them.

        Columns are those of articles, periods ("month" …) and those of `outlets.csv`.
        """
        ids = self.ids if limit_to is None else list(limit_to)
        columns, derived = list(columns), self._of_days_and_outlets
        asked = [f'{derived[name]} AS "{name}"' if name in derived else name for name in columns]
        known = [*(column.name for column in schema.TABLES["articles"]), *derived]
        missing = [name for name in columns if name not in known]
        if missing:
            hint = nearest(missing[0], known) or f" Columns: {', '.join(known)}"
            raise RequestError(f'Articles have no column "{missing[0]}".{hint}')
        return counted_articles(self.corpus.folder, self.corpus.copies, asked, self._of_articles, ids)

    def attributions(
        self,
        columns: Iterable[str] = (),
        limit: int | None = None,
        articles: Iterable[str] | None = None,
        order: str = "",
        seed: int = 1,
        voices: bool = False,
    ) -> pd.DataFrame:
        """Give the attributions, one row each with its article's and source's columns; the first `limit` of them.

        They come article by article, or in an `order`: "by chance", by a seed, or the "least sure" first. With `voices`
        one that several speak together has a row for each of them, whose `part` in it can be asked for. The column
        "speaks_of" lists the sides that an attribution names; it can be asked for here alone.
        """
        columns, asked = list(columns), self._asked(articles)
        asked["derived"] = asked["derived"] | {name: NAMED[name] for name in columns if name in NAMED}
        if order:
            require_choice("The order of attributions", order, ORDERS)
            asked["order"] = ORDERS[order].format(seed=int(seed))
        return coded_attributions(columns=columns, limit=limit, voices=voices, **asked)

    def sources(self, columns: Iterable[str] = ()) -> pd.DataFrame:
        """Give the sources of these attributions, one row a source in an article."""
        coded = (
            self.attributions(["source_id", "side"], voices=True)
            .drop_duplicates("source_id")
            .set_index("source_id")["side"]
        )
        found = read_table(self.corpus.folder, "sources", columns=[*dict.fromkeys(["source_id", *columns])])
        found = found[found["source_id"].isin(coded.index)].reset_index(drop=True)
        return found.assign(side=found["source_id"].map(coded)) if "side" in found else found

    def tones(self, columns: Iterable[str] = ()) -> pd.DataFrame:
        """Give the tones toward sides in the articles that are looked at, in each voice."""
        return read_table(self.corpus.folder, "tones", columns=columns, articles=self._article_ids())

    def sentences(self, columns: Iterable[str] = ()) -> pd.DataFrame:
        """Give the sentences of the articles that are looked at."""
        return read_table(self.corpus.folder, "sentences", columns=columns, articles=self._article_ids())

    def hand_codes(self) -> pd.DataFrame:
        """Give what people coded of this corpus; empty where nobody did."""
        return self.corpus.table("hand_codes")

    def count(
        self, code: str | Iterable[str], by: Iterable[str] = ("outlet",), unit: str = "attributions"
    ) -> pd.DataFrame:
        """Count each article's attributions by a code: what every measure takes, also of a million articles.

        One that several speak together counts for each of them by its part: a half of two, one in all. The codebook's
        own questions, which people alone answer, are columns too: where one is named, only attributions are counted
        whose answer is known.

        Parameters
        ----------
        code : str or iterable of str
            Any column of attributions and sources, or several.
        by : iterable of str
            What is measured apart: outlet, any coded column, "year", "month", "week", "day", a column of `outlets.csv`,
            or a field of the articles' `extra`.
        unit : {"attributions", "words", "sources"}
            What is counted.

        Returns
        -------
        DataFrame
            As :func:`analysis.corpus.counts.count_attributions`; `attrs["selection"]` is this selection.

        Raises
        ------
        RequestError
            For a column that does not exist, with the nearest that does.
        """
        codes, group = _list(code), _list(by)
        self._known([*codes, *group])
        asked = self._answered([*codes, *group])._asked()
        counted = counting.count_attributions(by=codes, group=group, unit=unit, **asked)
        return self._stamped(counted, unit)

    def count_beside(
        self, one_by_one: Iterable[str], code: str, by: Iterable[str] = ("outlet",), unit: str = "attributions"
    ) -> pd.DataFrame:
        """Count as `count` does, but give the attributions of some articles one by one: for a correction by hand."""
        asked = {name: value for name, value in self._asked().items() if name != "articles"}
        counted = counting.counted_beside(one_by_one=one_by_one, by=code, group=_list(by), unit=unit, **asked)
        return self._stamped(counted, unit)

    def frequencies(self, by: Iterable[str], limit: int | None = None) -> pd.DataFrame:
        """Count attributions, the words in them and their articles by codes, the most frequent first; for lists."""
        self._known(_list(by))
        asked = {name: value for name, value in self._asked().items() if name != "articles"}
        return self._stamped(counting.frequencies(by=_list(by), limit=limit, **asked))

    def first_heard(self, code: str = "side", by: str = "outlet") -> pd.DataFrame:
        """Give, for each article and value of a code, where in the article it is first heard; `by` is a group."""
        self._known([code, by])
        return self._stamped(counting.first_heard(by=code, group=by, **self._asked()))

    def in_quarrel(self, cues: Iterable[str], blame: float) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give the attributions that may accuse another side, and the tones in them."""
        return counting.in_quarrel(cues=cues, blame=blame, **self._asked())

    def total(self) -> float:
        """Count the attributions, of those that several speak together the parts of speakers who are selected."""
        return schema.in_parts(self.frequencies(["form"])["attributions"].sum())

    def unplaced(self) -> int:
        """Count the articles left out because their date tells too little: they may be of the days asked for or not."""
        if not (self.since or self.until):
            return 0
        since, until = _day(self.since, "since") or "0001-01-01", _day(self.until, "until", last=True) or "9999-12-31"
        may_be = f"coalesce({LAST_DAY} >= DATE '{since}' AND {FIRST_DAY} <= DATE '{until}', true)"
        asked = replace(self, since="", until="")._of_articles
        left_out = f"{asked} AND {may_be} AND NOT coalesce({' AND '.join(self._days)}, false)"
        return len(counted_articles(self.corpus.folder, self.corpus.copies, ["article_id"], left_out, self.ids))

    def nothing(self) -> str:
        """Say why no article is looked at: all are copies, or none was published then; empty where any is."""
        if len(self.articles(["article_id"])):
            return ""
        of = f" of {self.outlet}" if self.outlet else ""
        every = read_table(
            self.corpus.folder, "articles", " AND ".join(["true", *self._days_and_outlet]), ["article_id"]
        )
        if every.empty or self.where.strip():
            return f"No article{of} is among those selected"
        return f"No article{of} counts: each of its {len(every)} has the text or the story of another article"

    def described(self) -> str:
        """Say in a sentence which attributions these are."""
        parts = [
            {"both": "speech and attitudes", "speech": "speech only", "attitude": "attitudes only"}[self.kind],
            f"confidence of {self.minimum_confidence:g} and more" if self.minimum_confidence else "",
            f"outlet {self.outlet}" if self.outlet else "",
            f"from {self.since}" if self.since else "",
            f"to {self.until}" if self.until else "",
            f"where {self.where}" if self.where else "",
            "sides that were learned count as unknown" if self.basis == "sure" else "",
            f"at most {self.most:,} articles drawn by chance" if self.most else "",
            f"copies count {self.corpus.copies}",
            "what several say together counts for each by its part" if has_joint_speakers(self.corpus.folder) else "",
        ]
        return "; ".join(filter(None, parts))

    def to_dict(self) -> dict[str, Any]:
        """Give what was asked as plain values, from which :meth:`from_dict` makes the selection again."""
        corpus = self.corpus
        return {
            "folder": str(corpus.folder),
            "codebook": str(corpus.codebook_file or ""),
            "copies": corpus.copies,
            **{field.name: getattr(self, field.name) for field in fields(self)[1:]},
        }

    @cached_property
    def key(self) -> str:
        """A short name for the selection, the same from whichever folder the same is asked."""
        corpus = self.corpus
        named = {"folder": corpus.folder.name, "codebook": corpus.codebook_file.name if corpus.codebook_file else ""}
        return hashlib.sha256(json.dumps(self.to_dict() | named, sort_keys=True).encode()).hexdigest()[:12]

    @classmethod
    def from_dict(cls, asked: Mapping[str, Any], home: Path = Path()) -> "Selection":
        """Make a selection of what `to_dict` gave, its paths taken from a folder."""
        asked = dict(asked)
        folder, codebook = asked.pop("folder"), asked.pop("codebook")
        return cls(Corpus(home / folder, home / codebook if codebook else None, asked.pop("copies"), home), **asked)

    @cached_property
    def derived(self) -> dict[str, str]:
        """Columns beside those of the tables, or instead of one of them, each with its expression in SQL."""
        return STEPS | self._of_days_and_outlets | self._by_hand | BASES[self.basis]

    @cached_property
    def _by_hand(self) -> dict[str, str]:
        """Write in SQL what people answered to own questions; NULL where nobody did."""
        return {
            question: f"map([{', '.join(map(quoted, said))}]::VARCHAR[], "
            f"[{', '.join(map(quoted, said.values()))}]::VARCHAR[])[attribution_id]"
            for question, said in self.corpus.answers.items()
        }

    def _answered(self, names: Iterable[str]) -> "Selection":
        """Keep the attributions whose answer is known to the own questions among these names."""
        asked = [f"{name} IS NOT NULL" for name in dict.fromkeys(names) if name in self._by_hand]
        further = [f"({self.where})"] if self.where.strip() else []
        return replace(self, where=" AND ".join([*further, *asked])) if asked else self

    @cached_property
    def _of_days_and_outlets(self) -> dict[str, str]:
        table = self.corpus.outlets
        names = ", ".join(map(quoted, table["outlet"]))
        said = {
            column: f"coalesce(map([{names}], [{', '.join(map(quoted, table[column]))}])[outlet], '{schema.UNKNOWN}')"
            for column in table.columns.drop("outlet")
        }
        return PERIODS | (said if len(table) else {})

    def columns(self) -> list[str]:
        """List every column to count by or to write conditions on."""
        return [*dict.fromkeys([*CODED, *PLACES, *self.derived])]

    def _known(self, names: Iterable[str]) -> None:
        known = self.columns()
        for name in names:
            plain = name.rsplit(" AS ", 1)[0]
            if plain not in known and plain.isidentifier():
                raise RequestError(
                    f'There is no column "{name}" to count by.{nearest(name, known) or " Columns: " + ", ".join(known)}'
                )

    @cached_property
    def _days_and_outlet(self) -> list[str]:
        return [*([f"outlet = {quoted(self.outlet)}"] if self.outlet else []), *self._days]

    @cached_property
    def _days(self) -> list[str]:
        found = []
        if self.since:
            found.append(f"{FIRST_DAY} >= DATE '{_day(self.since, 'since')}'")
        if self.until:
            found.append(f"{LAST_DAY} <= DATE '{_day(self.until, 'until', last=True)}'")
        return found

    @cached_property
    def _of_articles(self) -> str:
        """Say in SQL which articles are looked at: by outlet, days, and a further condition if it is on these alone."""
        if not self.where.strip():
            return " AND ".join(["true", *self._days_and_outlet])
        shared = ", ".join(
            [*SHARED, *(f'{expression} AS "{name}"' for name, expression in self._of_days_and_outlets.items())]
        )
        alike = f"article_id IN (SELECT article_id FROM (SELECT {shared} FROM counted) WHERE {condition(self.where)})"
        try:
            counted_articles(self.corpus.folder, EACH_TIME, ["article_id"], alike, [])
        except duckdb.BinderException:  # on what attributions alone have: all articles are looked at
            alike = "true"
        return " AND ".join([alike, *self._days_and_outlet])

    def _condition(self) -> str:
        of_kind = [] if self.kind == "both" else [f"kind = '{self.kind}'"]
        further = [condition(self.where)] if self.where.strip() else []
        sure = f"confidence >= {float(self.minimum_confidence)}"
        return " AND ".join([sure, *of_kind, *self._days_and_outlet, *further])

    def _asked(self, articles: Iterable[str] | None = None) -> dict[str, Any]:
        return {
            "corpus": self.corpus.folder,
            "copies": self.corpus.copies,
            "where": self._condition(),
            "articles": self.ids if articles is None else list(articles),
            "derived": self.derived,
        }

    def _database(self) -> duckdb.DuckDBPyConnection:
        return coded_database(self.corpus.folder, self.corpus.copies, derived=self.derived)

    def _article_ids(self) -> list[str]:
        return self.articles(["article_id"])["article_id"].tolist()

    def _stamped(self, counted: pd.DataFrame, unit: str = "attributions") -> pd.DataFrame:
        counted.attrs |= {"selection": self, "unit": unit}
        return counted


def read_outlets(path: Path) -> pd.DataFrame:
    """Read what a researcher says of outlets: a column `outlet` and any others; without the file an empty table.

    Raises
    ------
    RequestError
        When there is no column `outlet`, or an outlet stands there twice.
    """
    if not path.is_file():
        return pd.DataFrame({"outlet": []}, dtype=str)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, restval=""))
    table = pd.DataFrame(rows, dtype=str).drop(columns=[None], errors="ignore")
    if "outlet" not in table:
        raise RequestError(f'{path}: there is no column "outlet"; name the first column so.')
    twice = table["outlet"][table["outlet"].duplicated()]
    if len(twice):
        raise RequestError(f'{path}: "{twice.iloc[0]}" stands there twice; keep one line.')
    taken = [name for name in table.columns.drop("outlet") if name in (*CODED, *PLACES, *STEPS, *PERIODS)]
    if taken:
        raise RequestError(f'{path}: the column "{taken[0]}" is one of attributions already; name it otherwise.')
    return table


def _tried(connection: duckdb.DuckDBPyConnection, view: str, where: str) -> None:
    """Say what is wrong with a condition, with the nearest column, before anything is counted by it."""
    try:
        connection.execute(f"SELECT 1 FROM {view} WHERE {condition(where)} LIMIT 0")
    except duckdb.BinderException as error:
        missing = re.search(r'column "([^"]+)" not found', str(error))
        if not missing:
            raise RequestError(f'The condition "{where}" cannot be used: {str(error).splitlines()[0]}') from error
        known = [row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()]
        raise RequestError(
            f'The condition "{where}" cannot be used: there is no column "{missing[1]}".'
            f"{nearest(missing[1], known) or ' Columns: ' + ', '.join(known)}"
        ) from error
    except duckdb.Error as error:
        raise RequestError(f'The condition "{where}" cannot be used: {str(error).splitlines()[0]}') from error


def _day(written: str, name: str, last: bool = False) -> str:
    """Give the first or last day that a day, month or year means; empty for none."""
    if not written:
        return ""
    try:
        if not DAY.match(str(written)):
            raise ValueError
        period = pd.Period(str(written), freq={4: "Y", 7: "M", 10: "D"}[len(str(written))])
    except ValueError:
        raise RequestError(f'{name}: "{written}" is no day; write 2024-03-01, 2024-03 or 2024.') from None
    return f"{period.end_time if last else period.start_time:%Y-%m-%d}"


def _list(names: str | Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
