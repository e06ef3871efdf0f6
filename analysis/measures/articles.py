"""What the corpus holds, outlet by outlet."""

import pandas as pd

from analysis.measures.checks import require_columns


def corpus_summary(articles: pd.DataFrame) -> pd.DataFrame:
    """Count each outlet's articles, duplicates and words, and say what is known of them.

    Returns
    -------
    DataFrame
        `outlet`, `articles` (duplicates left out), `duplicates`, `words`, `first` and `last` (day), `dated`,
        `titled` and `agency` (shares of its articles that have a day, a headline, a news agency named).
    """
    require_columns(articles, "outlet", "title", "published", "agency", "duplicate_of", "words")
    duplicate = articles["duplicate_of"].fillna("") != ""
    kept = articles[~duplicate].assign(
        published=pd.to_datetime(articles["published"]),
        titled=articles["title"].fillna("") != "",
        agency=articles["agency"].fillna("") != "",
    )
    table = kept.groupby("outlet").agg(
        articles=("article_id", "size"),
        words=("words", "sum"),
        first=("published", "min"),
        last=("published", "max"),
        dated=("published", lambda days: days.notna().mean()),
        titled=("titled", "mean"),
        agency=("agency", "mean"),
    )
    duplicates = articles[duplicate].groupby("outlet").size().reindex(table.index, fill_value=0)
    table.insert(1, "duplicates", duplicates)
    return table.reset_index()


def article_lengths(articles: pd.DataFrame) -> pd.DataFrame:
    """Give each outlet the words of its shortest, median and longest article, and the quartiles."""
    require_columns(articles, "outlet", "words")
    table = articles.groupby("outlet")["words"].quantile([0, 0.25, 0.5, 0.75, 1]).unstack()
    table.columns = ["shortest", "lower_quartile", "median", "upper_quartile", "longest"]
    return table.reset_index()
