"""Whom a sentence is about, by the codebook, and the tone toward each of them: the rows of `tones`.

A mention inside an attribution's content is in its source's voice, the rest is the journalist's: `sentences` holds
the parts of a sentence that each voice speaks, and the tone toward a target is read from its own part alone.
"""

from functools import lru_cache

import pandas as pd

from analysis.codebook import Codebook
from analysis.phrases import Index, find_phrases, phrase_index
from analysis.reading.tone.model import TONES, mark_target, tone_of

PROBABILITIES = [f"p_{tone}" for tone in TONES]
KEY = ["sentence_id", "start", "end"]


@lru_cache(maxsize=1)
def target_index(codebook: Codebook) -> Index:
    """Index whom a tone may be toward: the codebook's actors, and the words and countries of its sides.

    Side words are taken with their side and no actor. Towns (`places` of a side) are left out: what happens in a
    town says nothing of the side that holds it; capitals are in, since they stand for their governments.
    """
    side_of = {country: side.id for side in codebook.sides for country in side.countries}
    actors = [(name, (actor.name, actor.side)) for actor in codebook.actors for name in (actor.name, *actor.aliases)]
    words = [(word, ("", side.id)) for side in codebook.sides for word in side.words]
    countries = [
        (word, ("", side_of[country.name]))
        for country in codebook.countries
        if country.name in side_of
        for word in (country.name, *country.words, *country.places)
    ]
    return phrase_index([*actors, *words, *countries])


def find_targets(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find every mention of an actor or a side in a corpus's sentences.

    Returns
    -------
    DataFrame
        One row a mention: sentence_id, article_id, voice and attribution_id of its sentence, `start` and `end` in the
        article's text, `target` (the words), `actor` (empty for a side's word) and `side`.
    """
    index = target_index(codebook)
    rows = [
        (
            row.sentence_id, row.article_id, row.voice, row.attribution_id,
            row.start + match.start, row.start + match.end, row.sentence[match.start : match.end], *match.value,
        )
        for row in sentences.itertuples()
        for match in find_phrases(index, row.sentence)
    ]  # fmt: skip
    columns = ["sentence_id", "article_id", "voice", "attribution_id", "start", "end", "target", "actor", "side"]
    return pd.DataFrame(rows, columns=columns)


def read_tones(sentences: pd.DataFrame, codebook: Codebook, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Make the rows of `tones`; without an actor or a side of the codebook in any sentence there are none.

    Parameters
    ----------
    sentences : DataFrame
        The corpus's table.
    codebook : Codebook
        Whom to look for.
    known : DataFrame, optional
        Rows of `tones` made before from the same sentences by the same network, by another codebook perhaps: a
        mention found there is not read again.
    """
    targets = find_targets(sentences, codebook)
    if known is None:
        known = pd.DataFrame(columns=[*KEY, *PROBABILITIES])
    tones = targets.merge(known[[*KEY, *PROBABILITIES]].drop_duplicates(KEY), on=KEY, how="left")
    tones[PROBABILITIES] = tones[PROBABILITIES].astype(float)
    new = tones[PROBABILITIES[0]].isna()
    if new.any():
        places = sentences.set_index("sentence_id")[["start", "sentence"]]
        begins = places["start"].reindex(tones.loc[new, "sentence_id"]).to_numpy()
        texts = places["sentence"].reindex(tones.loc[new, "sentence_id"]).to_numpy()
        spans = zip(texts, tones.loc[new, "start"] - begins, tones.loc[new, "end"] - begins, strict=True)
        tones.loc[new, PROBABILITIES] = tone_of([mark_target(text, (a, b)) for text, a, b in spans]).round(4)
    return tones
