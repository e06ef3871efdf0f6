"""What people coded, and what the machine said of the same: one row a code, so that coders can be compared."""

import pandas as pd

from analysis.corpus.by_hand import ADJUDICATED
from analysis.options import require_columns
from analysis.schema import UNKNOWN

ATTRIBUTION, MISSED, ARTICLE, MENTION = "attribution", "missed", "article", "mention"
"""What was coded: an attribution the machine found, one it missed, a whole article read, a mention's tone."""
MACHINE = "machine"
MARKS = ("source_spans", "cue_spans", "content_spans")
"""Variables under which stands where a coder marked a part, as "12-30,45-50": no codes to agree on word for word."""
YES, NO = "yes", "no"
TONES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}

NO_TONE = "not about it"
"""What a coder says of a mention that does not mean the actor or side it was taken for."""

CODES = (
    "form", "kind", "nature", "anonymity", "side", "source_type", "function", "expert", "expert_basis", "gender"
)  # fmt: skip
"""The variables that machine and people both code; `attribution` and `source` say whether the machine is right."""
SHARED = ["coder", "unit", "item", "article_id", "variable", "value"]


def mention_ids(tones: pd.DataFrame) -> pd.Series:
    """Give each mention its name: the sentence's, and where the target stands in the article."""
    require_columns(tones, "sentence_id", "start", "end")
    return tones["sentence_id"] + ":" + tones["start"].astype(str) + "-" + tones["end"].astype(str)


def standing_codes(
    codes: pd.DataFrame, attributions: pd.DataFrame | None = None, tones: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Keep the codes whose item says the same as when it was coded; a corpus read anew can number otherwise.

    Parameters
    ----------
    codes : DataFrame
        As `corpus.store.read_hand_codes` gives it.
    attributions, tones : DataFrame, optional
        Those of the corpus now; codes of what is not given are left out.
    """
    now: dict[str, str] = {}
    if attributions is not None:
        now |= dict(zip(attributions["attribution_id"], attributions["content"], strict=True))
    if tones is not None:
        now |= dict(zip(mention_ids(tones), tones["target"], strict=True))
    machines = codes["unit"].isin([ATTRIBUTION, MENTION])
    return codes[~machines | (codes["item"].map(now) == codes["content"])].reset_index(drop=True)


def first_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """Leave out what was decided afterwards: agreement is that of the coders' first codes."""
    return codes[codes["coder"] != ADJUDICATED]


def coder_counts(codes: pd.DataFrame) -> pd.DataFrame:
    """Count what each coder did: attributions judged, missed ones added, mentions, and articles read whole.

    Returns
    -------
    DataFrame
        `coder`, `attributions`, `missed`, `mentions`, `articles`.
    """
    require_columns(codes, "coder", "unit", "item", "value")
    done = codes[(codes["unit"] != MISSED) | (codes["value"] != NO)]
    counts = done.groupby(["coder", "unit"])["item"].nunique().unstack(fill_value=0)
    names = {ATTRIBUTION: "attributions", MISSED: "missed", MENTION: "mentions", ARTICLE: "articles"}
    return counts.reindex(columns=list(names), fill_value=0).rename(columns=names).reset_index()


def as_code(values: pd.Series) -> pd.Series:
    """Write codes as coders do: yes and no for truths, text for the rest; empty is unknown."""
    if values.map(lambda value: isinstance(value, bool)).all():
        return values.map({True: YES, False: NO})
    return values.fillna("").astype(str).replace("", UNKNOWN)


def machine_codes(attributions: pd.DataFrame, tones: pd.DataFrame | None = None) -> pd.DataFrame:
    """Write what the machine says of every attribution, and of every mention, as a coder's codes.

    Parameters
    ----------
    attributions : DataFrame
        As `corpus.store.coded_attributions` gives it.
    tones : DataFrame, optional
        Mentions with their probabilities; the likeliest tone is the machine's.

    Returns
    -------
    DataFrame
        `coder` ("machine"), `unit`, `item`, `article_id`, `variable`, `value`.
    """
    require_columns(attributions, "attribution_id", "article_id", *CODES)
    of = {"coder": MACHINE, "unit": ATTRIBUTION, "item": attributions["attribution_id"]}
    of["article_id"] = attributions["article_id"]
    parts = [pd.DataFrame(of | {"variable": code, "value": as_code(attributions[code])}) for code in CODES]
    if tones is not None and len(tones):
        likeliest = tones[[f"p_{tone}" for tone in TONES]].to_numpy(float).argmax(axis=1)
        of = {"coder": MACHINE, "unit": MENTION, "item": mention_ids(tones), "article_id": tones["article_id"]}
        parts.append(pd.DataFrame(of | {"variable": "tone", "value": [list(TONES)[i] for i in likeliest]}))
    return pd.concat(parts, ignore_index=True)[SHARED]


def real_attributions(codes: pd.DataFrame) -> pd.DataFrame:
    """Leave out what a coder coded of an attribution that the same coder says is none."""
    none = codes[(codes["variable"] == ATTRIBUTION) & (codes["value"] == NO)]
    denied = pd.MultiIndex.from_frame(none[["coder", "item"]])
    here = pd.MultiIndex.from_frame(codes[["coder", "item"]])
    return codes[(codes["variable"] == ATTRIBUTION) | ~here.isin(denied)]


def missed_attributions(codes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """List what coders added, article by article; where they differ on a code, both values are given.

    Returns
    -------
    DataFrame
        `outlet`, `title`, `content`, `coders`, `side`, `source_type`.
    """
    added = codes[(codes["unit"] == MISSED) & (codes["value"] != NO)]
    columns = ["outlet", "title", "content", "coders", "side", "source_type"]
    if added.empty:
        return pd.DataFrame(columns=columns)
    told = added.groupby(["item", "variable"])["value"].agg(_each).unstack(fill_value="")
    told = told.reindex(columns=["side", "source_type"], fill_value="")
    of_item = added.groupby("item").agg(article_id=("article_id", "first"), content=("content", "first"))
    of_item["coders"] = added.groupby("item")["coder"].agg(_each)
    joined = of_item.join(told).reset_index().merge(articles[["article_id", "outlet", "title"]], on="article_id")
    return joined.sort_values(["outlet", "article_id", "item"])[columns].reset_index(drop=True)


def _each(values: pd.Series) -> str:
    return " / ".join(sorted(set(values)))
