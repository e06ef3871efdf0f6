"""What the reading found and what it left open, outlet by outlet."""

import numpy as np
import pandas as pd

from analysis.measures.checks import require_columns
from analysis.schema import UNKNOWN

BANDS = (0.0, 0.5, 0.7, 0.9, 1.0)
CODES = ("side", "source_type", "function", "gender")


def reading_summary(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Count, for each outlet, its articles, those without any attribution, and attributions an article.

    Duplicates are left out. It says how much was found, not how much was missed.

    Returns
    -------
    DataFrame
        `outlet`, `articles`, `without_attributions`, `attributions`, `attributions_per_article`,
        `attributed_words` (share of the articles' words that stand in the content of an attribution; nested
        contents count twice).
    """
    require_columns(articles, "article_id", "outlet", "words", "duplicate_of")
    require_columns(attributions, "article_id", "words")
    kept = articles[articles["duplicate_of"].fillna("") == ""]
    of_article = attributions.groupby("article_id")["words"].agg(["size", "sum"])
    joined = kept.join(of_article, on="article_id").fillna({"size": 0, "sum": 0})
    table = joined.groupby("outlet").agg(
        articles=("article_id", "size"),
        without_attributions=("size", lambda size: int((size == 0).sum())),
        attributions=("size", "sum"),
        words=("words", "sum"),
        content=("sum", "sum"),
    )
    table["attributions"] = table["attributions"].astype(int)
    table["attributions_per_article"] = table["attributions"] / table["articles"]
    table["attributed_words"] = table.pop("content") / table.pop("words").replace(0, np.nan)
    return table.reset_index()


def unknown_shares(attributions: pd.DataFrame, group: str = "outlet") -> pd.DataFrame:
    """Give each outlet the share of attributions whose source, side, type, function or gender is not known.

    Returns
    -------
    DataFrame
        Group column, `source` (nobody is named as the source), a column for each code, `n_attributions`.
    """
    require_columns(attributions, "source_id", group, *CODES)
    unknown = pd.DataFrame({"source": attributions["source_id"].fillna("") == ""})
    unknown = unknown.assign(**{code: attributions[code] == UNKNOWN for code in CODES})
    groups = unknown.groupby(attributions[group])
    return groups.mean().assign(n_attributions=groups.size()).reset_index()


def confidence_bands(attributions: pd.DataFrame) -> pd.DataFrame:
    """Count attributions by how sure the reader was: `confidence` (the band), `attributions`, `share`."""
    require_columns(attributions, "confidence")
    names = [f"{low:g} to {high:g}" for low, high in zip(BANDS, BANDS[1:], strict=False)]
    bands = pd.cut(attributions["confidence"], BANDS, labels=names, include_lowest=True)
    counts = bands.value_counts().reindex(names, fill_value=0)
    table = pd.DataFrame({"confidence": names, "attributions": counts.to_numpy()})
    return table.assign(share=table["attributions"] / max(1, len(attributions)))


def frequent_cues(attributions: pd.DataFrame, top: int = 20) -> pd.DataFrame:
    """List the commonest cues as written, in small letters: `cue`, `attributions`, `share`, `articles`."""
    require_columns(attributions, "cue", "article_id")
    cues = attributions["cue"].fillna("").str.lower().replace("", "(no cue)")
    table = attributions.assign(cue=cues).groupby("cue")["article_id"].agg(["size", "nunique"]).reset_index()
    table.columns = ["cue", "attributions", "articles"]
    table["share"] = table["attributions"] / max(1, len(attributions))
    table = table.sort_values(["attributions", "cue"], ascending=[False, True])
    return table[["cue", "attributions", "share", "articles"]].head(top).reset_index(drop=True)
