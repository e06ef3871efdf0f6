"""Let the sources of one article tell of each other: whose side its offices, relatives and bystanders are on.

Only a source that its own words leave at "unknown" is asked; what decided is written into its evidence.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.phrases import find_phrases
from analysis.reading.coding.lookup import Described, Lookup, Value, described, key_words, registered
from analysis.reading.coding.sides import side_by_place, side_of_mention
from analysis.reading.lexicon import roles, roles_in
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
        for find in (_fuller_name, _its_people, _owner, _owner, _only_party, _family):
            for row in article:
                if row["side"] == UNKNOWN and not _of_nobody(row):
                    found = find(row, article, lookup)
                    if found.value not in (UNKNOWN, ""):
                        row["side"], row["side_evidence"] = found
        side, country = lookup.homes.get(outlets.get(name, ""), (UNKNOWN, ""))
        home = Value(side, f"outlet's home, {country}")
        for find in (_national_office, _place, _local_office, _scene):
            for row in article:
                if row["side"] == UNKNOWN and not _of_nobody(row):
                    found = find(row, article, lookup) if find in (_place, _scene) else find(row, home, lookup)
                    if found.value not in (UNKNOWN, ""):
                        row["side"], row["side_evidence"] = found
    for column in ("side", "side_evidence"):
        coded[column] = [row[column] for row in rows]
    return coded


Finder = Callable[[dict, list[dict], Lookup], Value]


def _of_nobody(row: dict) -> bool:
    """Tell whether a source is on nobody's side by what it is: joint, a poll, a medium."""
    if row["source_type"] in roles("of_no_place"):
        return not {role.noun for _, _, role in roles_in(row["name"])} & set(roles("state_media"))
    return row["side_evidence"].startswith("both sides")


def _fuller_name(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take the side of the organisation whose full name ends in the source's affiliation, or in its own name."""
    short = key_words(row["affiliation"] or (row["name"] if row["nature"] == "organisation" else ""))
    for other in article:
        known = other["nature"] == "organisation" and other["side"] != UNKNOWN
        if known and (len(short) > 1 or row["affiliation"]) and key_words(other["name"])[-len(short) :] == short:
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
        body = registered(owner, lookup)
        full = body.name if body else owner
        side = next((match.value[0] for match in find_phrases(lookup.mentioned, full)), UNKNOWN)
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


def _family(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take a private person's side from another of the same surname: mother and son."""
    words = row["name"].split()
    if row["nature"] != "person" or row["anonymity"] != "named" or len(words) < 2 or row["role"]:
        return Value(UNKNOWN)
    for other in article:
        if other["name"].split()[-1] == words[-1] and other["nature"] == "person" and other["side"] != UNKNOWN:
            return Value(other["side"], f'surname of "{other["name"]}"')
    return Value(UNKNOWN)


def _scene(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take a private person for one of the only side whose towns the article names around its sources."""
    private = row["nature"] in ("person", "group") and row["source_type"] in roles("of_the_scene")
    if row["expert"] or not private or _of_another_nation(row, lookup):
        return Value(UNKNOWN)
    sides = {
        match.value[0]: words[match.start : match.end]
        for other in article
        for words in (other.get("setting") or "", *other["mentions"])
        for match in find_phrases(lookup.places, words)
        if match.value[1] == "place" and match.value[0] in lookup.with_places
    }
    if len(sides) != 1:
        return Value(UNKNOWN)
    ((side, words),) = sides.items()
    return Value(side, f'scene "{words}"')


def _place(row: dict, article: list[dict], lookup: Lookup) -> Value:
    """Take the side of the place where the source speaks, the last resort."""
    if _of_another_nation(row, lookup):
        return Value(UNKNOWN)
    of_somebody = row.get("attached_to") and {role.noun for _, _, role in roles_in(row["name"])} & set(roles("kin"))
    if row["expert"] or of_somebody:
        return side_of_mention(described(row), lookup)
    return side_by_place(described(row), row["source_type"], lookup)


def _of_another_nation(row: dict, lookup: Lookup) -> bool:
    """Tell whether a source's own words name a nation without a side: "Russia's foreign ministry", far from Russia."""
    named = row["nature"] == "person" and row["anonymity"] == "named"
    first = next(iter(find_phrases(lookup.places, row["role"] if named else row["name"])), None)
    return first is not None and not first.value[0]


def _national_office(row: dict, home: Value, lookup: Lookup) -> Value:
    """Take the outlet's home for a national office of which no nation is named: "the Ministry of Defence"."""
    source, nouns = _without_nation(row, lookup)
    if home.value == UNKNOWN or source is None:
        return Value(UNKNOWN)
    proper = source.nature == "organisation" or any(word[0].isupper() for word in source.name.split()[1:])
    definite = proper or source.name.lower().startswith("the ")
    officials = nouns & set(roles("officials_of_the_place")) and not proper
    return (
        home
        if row["source_type"] in roles("at_home")["wherever it is set"] and definite and not officials
        else Value(UNKNOWN)
    )


def _local_office(row: dict, home: Value, lookup: Lookup) -> Value:
    """Take the outlet's home for police, soldiers, insiders where no place of another side was named last."""
    source, nouns = _without_nation(row, lookup)
    if home.value == UNKNOWN or source is None:
        return Value(UNKNOWN)
    if nouns & set(roles("insiders_at_home")) and not row["affiliation"]:
        return home
    if row["source_type"] not in roles("at_home")["set at home"]:
        return Value(UNKNOWN)
    scenes = ["; ".join(source.mentions), source.setting]
    places = [[match.value[0] for match in find_phrases(lookup.places, scene)] for scene in scenes]
    foreign = home.value not in lookup.with_places or any(found[-1] in lookup.with_places for found in places if found)
    at_home = not any(places) or home.value in [found[-1] for found in places if found] or not foreign
    return home if at_home else Value(UNKNOWN)


def _without_nation(row: dict, lookup: Lookup) -> tuple[Described | None, set[str]]:
    """Give a source that names no nation of its own and may be the outlet's, with its nouns; None for others."""
    source = described(row)
    words = " ; ".join((source.name, source.description, source.affiliation))
    nouns = {role.noun for _, _, role in roles_in(source.name)}
    foreign = (
        row["expert"] or row["side_evidence"] or nouns & set(roles("abuse")) or find_phrases(lookup.mentioned, words)
    )
    return (None if foreign else source), nouns
