"""Let the sources of one article tell of each other: whose side its offices, relatives and bystanders are on.

Only a source that its own words leave at "unknown" is asked; what decided is written into its evidence.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.phrases import find_phrases
from analysis.reading.lexicon import roles, roles_in
from analysis.reading.lookup import Lookup, Value, described, key_words
from analysis.reading.sides import side_by_place
from analysis.schema import UNKNOWN


def within_articles(coded: pd.DataFrame, lookup: Lookup, outlets: Mapping[str, str]) -> pd.DataFrame:
    """Give sources of unknown side that of their organisation, its people, their owner or the place.

    Last come the offices of the outlet's own country; `outlets` tells the outlet of an article_id.
    """
    if "article_id" not in coded or coded.empty:
        return coded
    rows = coded.to_dict("records")
    for name, places in coded.reset_index(drop=True).groupby("article_id").groups.items():
        article = [rows[i] for i in places]
        for find in (_fuller_name, _its_people, _owner, _owner, _only_party, _place):
            for row in article:
                if row["side"] == UNKNOWN and not _of_nobody(row):
                    found = find(row, article, lookup)
                    if found.value not in (UNKNOWN, ""):
                        row["side"], row["side_evidence"] = found
        side, country = lookup.homes.get(outlets.get(name, ""), (UNKNOWN, ""))
        for row in article:
            if side != UNKNOWN and row["side"] == UNKNOWN and not _of_nobody(row) and _at_home(row, side, lookup):
                row["side"], row["side_evidence"] = side, f"outlet's home, {country}"
    for column in ("side", "side_evidence"):
        coded[column] = [row[column] for row in rows]
    return coded


Finder = Callable[[dict, list[dict], Lookup], Value]


def _of_nobody(row: dict) -> bool:
    """Tell whether a source is on nobody's side by what it is: joint, a poll, a medium."""
    return row["side_evidence"].startswith("both sides") or row["source_type"] in roles("of_no_place")


def _fuller_name(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take the side of the organisation whose full name ends in the source's affiliation, or in its own name."""
    short = key_words(row["affiliation"] or (row["name"] if row["nature"] == "organisation" else ""))
    for other in article:
        known = other["nature"] == "organisation" and other["side"] != UNKNOWN
        if known and len(short) > 1 and key_words(other["name"])[-len(short) :] == short:
            return Value(other["side"], f'affiliation, "{other["name"]}" in the same article')
    return Value(UNKNOWN)


def _its_people(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take an organisation's side from a person of the same article who holds a post in it."""
    words = key_words(row["name"])
    if row["nature"] != "organisation" or len(words) < 2 or find_phrases(lookup.places, row["name"]):
        return Value(UNKNOWN)
    for other in article:
        if other["nature"] == "person" and other["side"] != UNKNOWN:
            post = key_words(other["role"]) + ("",) + key_words(other["affiliation"])
            if any(post[i : i + len(words)] == words for i in range(len(post))):
                return Value(other["side"], f'"{other["name"]}" holds a post in it')
    return Value(UNKNOWN)


def _owner(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take the side of whom the source belongs to: "her nephew", "the ministry's spokesman"."""
    owner = row.get("attached_to") or ""
    nouns = {role.noun for _, _, role in roles_in(f"{row['role']} ; {row['name']}")}
    if not owner or row["expert"] or nouns & set(roles("against")):
        return Value(UNKNOWN)
    why = f'belongs to "{owner}"'
    side = next((other["side"] for other in article if other["name"] == owner and other["side"] != UNKNOWN), UNKNOWN)
    actor = lookup.actors.get(key_words(owner))
    if side == UNKNOWN and actor:
        side = actor.side
    if side == UNKNOWN:
        side = next((match.value[0] for match in find_phrases(lookup.mentioned, owner)), UNKNOWN)
    return Value(side or UNKNOWN, why)


def _only_party(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take people of a party, it is not said which, for those of the only party that speaks in the article."""
    kinds = roles("of_the_only_party")
    known = {
        other["actor"]: other["side"]
        for other in article
        if other["source_type"] in kinds
        and other["side"] != UNKNOWN
        and other["side_evidence"][:5] in ("actor", "word ")
    }
    if row["source_type"] not in kinds or len(known) < 2 or len(set(known.values())) > 1:
        return Value(UNKNOWN)
    return Value(*set(known.values()), "the only party that speaks in the article")


def _place(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take the side of the place where the source speaks, the last resort."""
    of_somebody = row.get("attached_to") and {role.noun for _, _, role in roles_in(row["name"])} & set(roles("kin"))
    if row["expert"] or of_somebody:
        return Value(UNKNOWN)
    return side_by_place(described(row), row["source_type"], lookup)


def _at_home(row: dict, side: str, lookup: Lookup) -> bool:
    """Tell whether an office of which no nation is named is one of the outlet's own country.

    National offices are wherever the story is set ("the Ministry of Defence"); others only where no place of another
    side was named last.
    """
    source = described(row)
    words = " ; ".join((source.name, source.description, source.affiliation))
    kinds, kind, nouns = roles("at_home"), row["source_type"], {role.noun for _, _, role in roles_in(source.name)}
    if row["expert"] or row["side_evidence"] or nouns & set(roles("abuse")) or find_phrases(lookup.mentioned, words):
        return False
    proper = source.nature == "organisation" or any(word[0].isupper() for word in source.name.split()[1:])
    definite = proper or source.name.lower().startswith("the ")
    if kind in kinds["wherever it is set"] and definite and not nouns & set(roles("officials_of_the_place")):
        return True
    scenes = ["; ".join(source.mentions), source.setting]
    places = [[match.value[0] for match in find_phrases(lookup.places, scene)] for scene in scenes]
    return kind in kinds["set at home"] and (not any(places) or side in [found[-1] for found in places if found])
