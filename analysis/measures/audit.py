"""What the corpus holds, what the reading found in it and left open, and how far two readers agree."""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.options import require_columns

BANDS = (0.5, 0.7, 0.9, 1.0)
"""Where bands of confidence end; the last holds its end."""
PERIODS = ((60, "D", "day"), (600, "W-SUN", "week"), (np.inf, "M", "month"))
"""Up to how many days a corpus is drawn by what period."""

FORMS = ("direct", "mixed", "indirect")


def corpus_summary(articles: pd.DataFrame, group: str = "outlet") -> pd.DataFrame:
    """Count each outlet's, or other group's, articles, duplicates and words, and say what is known of them.

    Returns
    -------
    DataFrame
        `outlet`, `articles` (duplicates left out), `duplicates`, `words`, `first` and `last` (day), `dated`,
        `titled` and `agency` (shares of its articles that have a day, a headline, a news agency named).
    """
    require_columns(articles, group, "title", "published", "agency", "duplicate_of", "words")
    duplicate = articles["duplicate_of"].fillna("") != ""
    kept = articles[~duplicate].assign(
        published=pd.to_datetime(articles["published"]),
        titled=articles["title"].fillna("") != "",
        agency=articles["agency"].fillna("") != "",
    )
    table = kept.groupby(group).agg(
        articles=("article_id", "size"),
        words=("words", "sum"),
        first=("published", "min"),
        last=("published", "max"),
        dated=("published", lambda days: days.notna().mean()),
        titled=("titled", "mean"),
        agency=("agency", "mean"),
    )
    duplicates = articles[duplicate].groupby(group).size().reindex(table.index, fill_value=0)
    table.insert(1, "duplicates", duplicates)
    return table.reset_index()


def articles_over_time(articles: pd.DataFrame, group: str = "outlet") -> tuple[pd.DataFrame, str]:
    """Count each group's dated articles by day, week (from Monday) or month, as the corpus's length asks.

    Returns
    -------
    DataFrame
        The group, `start` (first day of the period), `days` (its length), `articles`; periods without any are
        left out.
    str
        "day", "week" or "month".
    """
    require_columns(articles, group, "published")
    days = pd.to_datetime(articles["published"])
    dated = articles.assign(published=days)[days.notna()]
    span = (days.max() - days.min()).days if len(dated) else 0
    frequency, name = next((frequency, name) for most, frequency, name in PERIODS if span <= most)
    periods = dated["published"].dt.to_period(frequency)
    table = dated.assign(start=periods.dt.start_time, end=periods.dt.end_time)
    counts = table.groupby([group, "start", "end"]).size().rename("articles").reset_index()
    counts["days"] = (counts.pop("end") - counts["start"]).dt.days + 1
    return counts[[group, "start", "days", "articles"]], name


def article_lengths(articles: pd.DataFrame, group: str = "outlet") -> pd.DataFrame:
    """Give each group the words of its shortest, median and longest article, and the quartiles."""
    require_columns(articles, group, "words")
    table = articles.groupby(group)["words"].quantile([0, 0.25, 0.5, 0.75, 1]).unstack()
    table.columns = ["shortest", "lower_quartile", "median", "upper_quartile", "longest"]
    return table.reset_index()


def shared_stories(articles: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """List the stories that stand in more than one article, the most printed first.

    Parameters
    ----------
    articles : with article_id, outlet, title, published
    copies : the corpus's table

    Returns
    -------
    DataFrame
        `title` and `outlet` of the original, `agency` that the story names (empty when none), `articles`, `outlets`,
        `first` and `last` (day).
    """
    require_columns(articles, "article_id", "outlet", "title", "published")
    require_columns(copies, "article_id", "original", "agency")
    known = articles.set_index("article_id")
    told = copies[copies["article_id"].isin(known.index)].join(known[["outlet", "published"]], on="article_id")
    stories = told.groupby("original", sort=False).agg(
        agency=("agency", "first"),
        articles=("article_id", "size"),
        outlets=("outlet", "nunique"),
        first=("published", "min"),
        last=("published", "max"),
    )
    stories = stories[stories["articles"] > 1].reset_index()
    stories.insert(0, "outlet", stories["original"].map(known["outlet"]))
    stories.insert(0, "title", stories["original"].map(known["title"]))
    ordered = stories.sort_values(["articles", "original"], ascending=[False, True], ignore_index=True)
    return ordered.drop(columns="original")


def reading_summary(articles: pd.DataFrame, attributions: pd.DataFrame, group: str = "outlet") -> pd.DataFrame:
    """Count, for each group, its articles, those without any attribution, and attributions an article.

    Duplicates are left out. It says how much was found, not how much was missed. It takes attributions, or what
    `corpus.counts.frequencies` counted by outlet.

    Returns
    -------
    DataFrame
        `outlet`, `articles`, `without_attributions`, `attributions`, `attributions_per_article`,
        `attributed_words` (share of the articles' words that stand in the content of an attribution; nested
        contents count twice).
    """
    require_columns(articles, "article_id", group, "words", "duplicate_of")
    require_columns(attributions, group, "words")
    if "attributions" not in attributions:
        attributions = attributions.groupby(group).agg(
            attributions=("words", "size"), words=("words", "sum"), articles=("article_id", "nunique")
        )
        attributions = attributions.reset_index()
    spoken = attributions.set_index(group)
    kept = articles[articles["duplicate_of"].fillna("") == ""]
    table = kept.groupby(group).agg(articles=("article_id", "size"), words=("words", "sum"))
    spoken = spoken[["attributions", "words", "articles"]].reindex(table.index, fill_value=0)
    table["without_attributions"] = table["articles"] - spoken["articles"]
    table["attributions"], table["content"] = spoken["attributions"], spoken["words"]
    table["attributions_per_article"] = table["attributions"] / table["articles"]
    table["attributed_words"] = table.pop("content") / table.pop("words").replace(0, np.nan)
    return table.reset_index()[
        [group, "articles", "without_attributions", "attributions", "attributions_per_article", "attributed_words"]
    ]


def confidence_bands(attributions: pd.DataFrame, minimum: float = 0.0) -> pd.DataFrame:
    """Count attributions by how sure the reader was: `confidence` (the band), `attributions`, `share`.

    Takes attributions, or what :meth:`analysis.corpus.query.Selection.frequencies` counted by "confidence_band". Bands
    begin at `minimum`, below which a selection left all out.
    """
    attributions = attributions.rename(columns={"confidence_band": "confidence"})
    require_columns(attributions, "confidence")
    ends = [end for end in BANDS if end > minimum] or [BANDS[-1]]
    names = [f"{low:g} to {high:g}" for low, high in pairwise([minimum, *ends])]
    number = attributions.get("attributions", pd.Series(1, attributions.index))
    bands = np.digitize(attributions["confidence"].to_numpy(float), ends[:-1])
    counts = np.bincount(bands, number, len(ends)).astype(int)
    return pd.DataFrame({"confidence": names, "attributions": counts, "share": counts / max(1, counts.sum())})


def frequent_cues(attributions: pd.DataFrame, top: int = 20) -> pd.DataFrame:
    """List the commonest cues as written, in small letters: `cue`, `attributions`, `share`, `articles`.

    Takes attributions, or what :meth:`analysis.corpus.query.Selection.frequencies` counted by "lower_cue".
    """
    attributions = attributions.rename(columns={"lower_cue": "cue"})
    require_columns(attributions, "cue")
    table = attributions.assign(cue=attributions["cue"].fillna("").str.lower().replace("", "(no cue)"))
    if "attributions" not in table:
        require_columns(attributions, "article_id")
        table = table.groupby("cue")["article_id"].agg(attributions="size", articles="nunique").reset_index()
    table["share"] = table["attributions"] / max(1, table["attributions"].sum())
    table = table.sort_values(["attributions", "cue"], ascending=[False, True])
    return table[["cue", "attributions", "share", "articles"]].head(top).reset_index(drop=True)


def reader_agreement(opinions: pd.DataFrame) -> pd.DataFrame:
    """Count, by form, what two readers found, and how far they agree; two machines can agree and both be wrong.

    Parameters
    ----------
    opinions : DataFrame
        Of `reading.second_opinion`.

    Returns
    -------
    DataFrame
        `form` (and "all"), `both`, `first_only`, `second_only`, `agreement` (F1 of one reader against the other, 0
        to 1) and `same_source` (the share of what both found for which they name the same source).
    """
    require_columns(opinions, "form", "found_by", "same_source")
    rows = []
    for form in (*FORMS, "all"):
        found = opinions if form == "all" else opinions[opinions["form"] == form]
        both, first, second = ((found["found_by"] == who).sum() for who in ("both", "first only", "second only"))
        named = found.loc[found["found_by"] == "both", "same_source"].astype(float)
        agreement = 2 * both / (2 * both + first + second) if len(found) else np.nan
        rows.append((form, both, first, second, agreement, named.mean() if both else np.nan))
    return pd.DataFrame(rows, columns=["form", "both", "first_only", "second_only", "agreement", "same_source"])
