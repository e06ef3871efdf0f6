"""Who is quoted for knowledge, how often, on what ground, where they work, and how few share the room."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, Organisation
from analysis.errors import RequestError
from analysis.measures.counting import INTERVAL, SIZES, by_group, estimate_row, per_article, split
from analysis.measures.estimators import (
    Estimate,
    concentration_interval,
    overlap,
    people_to_expect,
    share_interval,
    share_seen_once,
)
from analysis.measures.shares import shares
from analysis.options import LEVEL, as_list, require_columns, require_level
from analysis.phrases import Index, find_phrases, phrase_index
from analysis.schema import UNKNOWN

FORMER = "former official"

CONCENTRATION_MEASURES = {
    "top_share": "share of the most quoted",
    "concentration": "chance that two are of one",
    "one_time": "share in one article only",
}
"""What to write for the measures of `expert_concentration`."""
EXPERT_COLUMNS = ("article_id", "outlet", "actor", "anonymity", "affiliation", "expert", "expert_basis", "words")


def expert_attributions(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """Keep what experts are quoted with; former officials and officers on demand not counted as experts."""
    require_columns(attributions, *EXPERT_COLUMNS)
    experts = attributions[attributions["expert"].astype(bool)]
    return experts if former_officials else experts[experts["expert_basis"] != FORMER]


def named_experts(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """Keep what experts with a name are quoted with: "analysts" of two articles are not the same persons."""
    experts = expert_attributions(attributions, former_officials)
    return experts[experts["anonymity"] == "named"]


def expert_persons(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """Keep what persons with a name are quoted with as experts: an institute or a guild is no single person."""
    require_columns(attributions, "nature")
    experts = named_experts(attributions, former_officials)
    return experts[experts["nature"] == "person"]


def expert_table(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """List the experts with a name: how often each is quoted, in how many articles and by how many outlets.

    An expert is an actor; two people of one name are one, and one whose name is spelt in two ways is two,
    unless the codebook says otherwise.

    Returns
    -------
    DataFrame
        `actor`, `affiliation` (the most frequent as written), `basis`, `attributions`, `words`, `articles`,
        `outlets`, the most quoted first.
    """
    experts = named_experts(attributions, former_officials)
    columns = ["actor", "affiliation", "basis", "attributions", "words", "articles", "outlets"]
    if experts.empty:
        return pd.DataFrame(columns=columns)
    table = experts.groupby("actor").agg(
        attributions=("actor", "size"),
        words=("words", "sum"),
        articles=("article_id", "nunique"),
        outlets=("outlet", "nunique"),
    )
    table["affiliation"] = _most_frequent(experts, "affiliation").reindex(table.index, fill_value="")
    table["basis"] = _most_frequent(experts, "expert_basis").reindex(table.index, fill_value="")
    table = table.reset_index().sort_values(["attributions", "words", "actor"], ascending=[False, False, True])
    return table[columns].reset_index(drop=True)


def expert_concentration(
    attributions: pd.DataFrame,
    top: int = 5,
    by: str = "actor",
    group: str | Sequence[str] = "outlet",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Say how much of the expert talk the few have: share of the top k, concentration, experts of one article.

    Both with and without former officials, since they often tip the result. The k are chosen and measured on
    the same articles, so the top share is somewhat high in small corpora, and of k experts or fewer it is no finding;
    the concentration, of two attributions from different articles, is not.

    Parameters
    ----------
    attributions : DataFrame
        All coded attributions.
    top : int
        The k of the top-k share.
    by : str
        Who counts as one: actor (a person with a name; organisations and groups are left out) or affiliation.
    group : str or list of str
        Columns whose combinations are measured apart.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `former_officials` ("counted" or "left out"), `measure` (top_share, concentration,
        one_time), `estimate`, `low`, `high`, `n_experts`, `n_attributions`, `n_articles`, `effective_articles`, `note`.

    Raises
    ------
    RequestError
        When `top` is less than 1.
    """
    if top < 1:
        raise RequestError(f"The top {top} experts are nobody; take at least 1.")
    group = as_list(group)
    require_columns(attributions, *EXPERT_COLUMNS, by, *group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        people = sorted(members[by].unique())
        counts, _ = per_article(members, by, people)
        for measure, found in _concentration(counts, top, level).items():
            row = {"former_officials": members["counted"].iloc[0], "measure": measure, "n_experts": len(people)}
            yield row | estimate_row(found, len(members), len(counts))

    columns = ["former_officials", "measure", *INTERVAL, "n_experts", *SIZES]
    tables = []
    for name, former in (("counted", True), ("left out", False)):
        chosen = (expert_persons if by == "actor" else expert_attributions)(attributions, former)
        chosen = chosen[chosen[by].fillna("") != ""].assign(counted=name)
        tables.append(by_group(chosen, group, rows, columns))
    return pd.concat(tables, ignore_index=True) if any(map(len, tables)) else tables[0]


def expert_share(
    attributions: pd.DataFrame,
    group: str | Sequence[str] = "outlet",
    former_officials: bool = True,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the share of its attributions that are experts', with an interval by article.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high`, `count`, `n_attributions`, `n_articles`, `note`.
    """
    require_columns(attributions, "article_id", "expert", "expert_basis", *as_list(group))
    counts = attributions["expert"].astype(bool) & (former_officials | (attributions["expert_basis"] != FORMER))
    asked = attributions.assign(asked=counts.map({True: "yes", False: "no"}))
    return shares(asked, "asked", group, values=["yes"], level=level).drop(columns="asked")


def gender_bounds(attributions: pd.DataFrame, group: str | Sequence[str] = "outlet") -> pd.DataFrame:
    """Give each group the share of women among its experts, with the bounds that the unknown leave open.

    Each person with a name counts once a group; organisations and groups do not count. The bounds say what the share
    would be if all unknown were men, and if all were women; they are not an interval of sampling.

    Returns
    -------
    DataFrame
        Group columns, `estimate` (of the known), `lowest`, `highest`, `women`, `men`, `unknown` (persons).

    References
    ----------
    Manski, C. F. (2003). *Partial Identification of Probability Distributions*, chapter 1.
    """
    group = as_list(group)
    require_columns(attributions, *EXPERT_COLUMNS, "gender", *group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        known = members.groupby("actor")["gender"].agg(_known_gender).value_counts()
        women, men, unknown = (int(known.get(value, 0)) for value in ("female", "male", "unknown"))
        whole = women + men + unknown
        estimate = women / (women + men) if women + men else np.nan
        yield {
            "estimate": estimate, "lowest": women / whole, "highest": (women + unknown) / whole, "women": women,
            "men": men, "unknown": unknown,
        }  # fmt: skip

    columns = ["estimate", "lowest", "highest", "women", "men", "unknown"]
    return by_group(expert_persons(attributions), group, rows, columns)


def shared_experts(
    attributions: pd.DataFrame, group: str = "outlet", level: float = LEVEL, most: int = 12
) -> pd.DataFrame:
    """Say how far each two outlets quote the same experts: Jaccard's index of their pools, 0 none to 1 all.

    The interval is that of `estimators.overlap`. A pool of few articles has seen only part of an outlet's experts, so
    small pools overlap too little: the interval is for the overlap of pools of this size, not of all whom the outlets
    would ask.

    Parameters
    ----------
    attributions : DataFrame
        Coded attributions; only those of experts with a name count.
    group : str
        Column of the outlets.
    level : float
        Coverage of the intervals.
    most : int
        Of how many outlets at most, those that quote experts most often.

    Returns
    -------
    DataFrame
        `first`, `second` (outlets), `estimate`, `low`, `high`, `shared`, `either` (experts), `n_attributions`,
        `n_articles` (with experts, of the two), `note`.
    """
    require_columns(attributions, *EXPERT_COLUMNS, group)
    require_level(level)
    experts = named_experts(attributions)
    experts = experts[experts[group].isin(experts[group].value_counts().head(most).index)]
    people = sorted(experts["actor"].unique())
    parts = {key: members for (key,), members in split(experts, [group])}
    seen = {key: per_article(members, "actor", people)[0] > 0 for key, members in parts.items()}
    rows = []
    for one, other in combinations(seen, 2):
        found, shared, either = overlap(seen[one], seen[other], level)
        sizes = len(parts[one]) + len(parts[other]), len(seen[one]) + len(seen[other])
        names = {"first": one, "second": other, "shared": shared, "either": either}
        rows.append(names | estimate_row(found, *sizes))
    return pd.DataFrame(rows, columns=["first", "second", *INTERVAL, "shared", "either", *SIZES])


def expert_curve(
    attributions: pd.DataFrame,
    former_officials: bool = True,
    group: str | Sequence[str] = "outlet",
    points: int = 20,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the number of different experts, by name, to expect in so many of its articles that quote any.

    Compare outlets at the same number of articles (rarefaction, `estimators.people_to_expect`): who
    has more articles has more experts. It does not go beyond the articles there are.

    Parameters
    ----------
    attributions : DataFrame
        All coded attributions.
    former_officials : bool
        Whether former officials and officers count as experts.
    group : str or list of str
        Columns whose combinations are measured apart.
    points : int
        About how many numbers of articles to give, from 1 to all there are; that of the smallest group with two
        articles or more is among them.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `articles`, `estimate`, `low`, `high` (experts), `n_experts`, `n_articles` (that quote any),
        `note`.

    Raises
    ------
    RequestError
        When fewer than 2 points are asked for.
    """
    if points < 2:
        raise RequestError(f"A curve of {points} points is no curve; take at least 2.")
    group = as_list(group)
    require_columns(attributions, *EXPERT_COLUMNS, *group)
    experts = named_experts(attributions, former_officials)
    pools = []
    for key, members in split(experts, group):
        pairs = members[["article_id", "actor"]].drop_duplicates()
        pools.append((key, pairs["actor"].value_counts().to_numpy(), pairs["article_id"].value_counts().to_numpy()))
    smallest = min((len(sizes) for _, _, sizes in pools if len(sizes) > 1), default=1)
    rows = []
    for key, times, sizes in pools:
        articles = np.unique([min(smallest, len(sizes)), *np.linspace(1, len(sizes), points).round().astype(int)])
        for number, found in zip(articles, people_to_expect(times, sizes, articles, level), strict=True):
            rows.append((*key, number, *found[:3], len(times), len(sizes), found.note))
    columns = ["articles", "estimate", "low", "high", "n_experts", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def outlets_per_expert(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """Count the experts by how many outlets quote them: `outlets`, `experts`, `share`, `attributions` of these.

    An expert is an actor, as in :func:`expert_table`. Experts quoted once cannot be in two outlets.
    """
    people = expert_table(attributions, former_officials)
    table = people.groupby("outlets").agg(experts=("actor", "size"), attributions=("attributions", "sum")).reset_index()
    return table.assign(share=table["experts"] / max(1, len(people)))[["outlets", "experts", "share", "attributions"]]


def outlets_and_experts(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """List who quotes whom: `outlet`, `actor`, `articles`, `attributions`, the network of outlets and experts."""
    experts = named_experts(attributions, former_officials)
    table = experts.groupby(["outlet", "actor"]).agg(articles=("article_id", "nunique"), attributions=("actor", "size"))
    return table.reset_index()


def quoted_together(attributions: pd.DataFrame, former_officials: bool = True) -> pd.DataFrame:
    """List the pairs of experts whom the same article quotes: `first`, `second`, `articles`, `outlets`, most first."""
    experts = named_experts(attributions, former_officials)
    pairs = [
        (*pair, article, outlet)
        for (outlet, article), members in experts.groupby(["outlet", "article_id"])
        for pair in combinations(sorted(members["actor"].unique()), 2)
    ]
    table = pd.DataFrame(pairs, columns=["first", "second", "article_id", "outlet"])
    counted = table.groupby(["first", "second"]).agg(articles=("article_id", "nunique"), outlets=("outlet", "nunique"))
    order = ["articles", "outlets", "first", "second"]
    return counted.reset_index().sort_values(order, ascending=[False, False, True, True]).reset_index(drop=True)


def _concentration(counts: np.ndarray, top: int, level: float) -> dict[str, Estimate]:
    total = counts.sum(axis=0)
    best = np.argsort(-total, kind="stable")[:top]
    all_of_them = Estimate(np.nan, np.nan, np.nan, f"not estimable: no more than {top} experts")
    of_best = share_interval(counts[:, best].sum(axis=1), counts.sum(axis=1), level)
    return {
        "top_share": of_best if len(total) > top else all_of_them._replace(effective=of_best.effective),
        "concentration": concentration_interval(counts, level),
        "one_time": share_seen_once(*_times_and_sizes(counts), level),
    }


def _times_and_sizes(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give in how many articles each person is, and how many people each article has; others are left out."""
    quoted = counts > 0
    times, sizes = quoted.sum(axis=0), quoted.sum(axis=1)
    return times[times > 0], sizes[sizes > 0]


def _most_frequent(experts: pd.DataFrame, column: str) -> pd.Series:
    """Give each actor what is written of it most often; of equals the first by name, nobody where nothing is."""
    written = experts[experts[column].fillna("") != ""].groupby(["actor", column]).size().rename("times").reset_index()
    ordered = written.sort_values(["times", column], ascending=[False, True])
    return ordered.drop_duplicates("actor").set_index("actor")[column]


def _known_gender(values: pd.Series) -> str:
    known = set(values) - {"unknown"}
    return known.pop() if len(known) == 1 else "unknown"


def with_organisation(attributions: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Add `organisation`, `organisation_type` and `organisation_country` by the register's line that the text names.

    The affiliation as written is searched first, then the name: an institute may speak itself. What the register
    (`organisations.csv`) does not hold is "unknown", as is a country that its line leaves open; nothing is guessed
    from the sound of a name.

    Parameters
    ----------
    attributions : DataFrame
        With `affiliation` and `name`.
    book : Codebook
        Whose register of organisations is used.
    """
    require_columns(attributions, "affiliation", "name")
    index = _register(book.organisations)
    names = attributions["affiliation"].fillna("") + "\n" + attributions["name"].fillna("")
    lines = {name: _first(index, name) for name in names.unique()}
    labels = {kind.id: kind.label for kind in book.source_types}
    found = names.map(lines)
    return attributions.assign(
        organisation=[line.name if line else UNKNOWN for line in found],
        organisation_type=[labels[line.type] if line else UNKNOWN for line in found],
        organisation_country=[line.country or UNKNOWN if line else UNKNOWN for line in found],
    )


def _register(organisations: Iterable[Organisation]) -> Index:
    return phrase_index((name, line) for line in organisations for name in (line.name, *line.aliases))


def _first(index: Index, text: str) -> Organisation | None:
    return next((match.value for part in text.split("\n") for match in find_phrases(index, part)), None)
