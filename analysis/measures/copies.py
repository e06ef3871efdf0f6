"""Stories that several articles tell in the same words: wire copy and reprints."""

import pandas as pd

from analysis.measures.checks import require_columns


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
