"""Where those who are quoted work: the organisation, its type and its country, by the codebook's register."""

from collections.abc import Iterable

import pandas as pd

from analysis.codebook import Codebook, Organisation
from analysis.measures.checks import require_columns
from analysis.phrases import Index, find_phrases, phrase_index
from analysis.schema import UNKNOWN


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
