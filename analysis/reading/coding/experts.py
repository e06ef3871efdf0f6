"""Tell what makes a source an expert, if anything; a party to the matter is none."""

import re

from analysis.codebook import Actor
from analysis.reading.coding.lookup import Described, Value
from analysis.reading.coding.source_types import posts
from analysis.reading.lexicon import roles
from analysis.schema import UNKNOWN

BASIS_OF_TYPE = {"academic": "academic", "think-tank": "think tank", "analyst": "analyst", "polling": "analyst",
                 "former-official": "former official"}  # fmt: skip


IN_SERVICE = re.compile(
    r"(?i)\b(?:his|her|their|my|our|its|personal)\b|[’']s?\s(?:\w+\s)?(?:lawyer|attorney|counsel|doctor)|"
    r"(?:lawyer|attorney|counsel|barrister|solicitor)s?\s(?:for|of|to)\s(?!the\s(?:families|victims))|defen[cs]e"
)


def expert_basis_of(source: Described, actor: Actor | None, kind: str) -> Value:
    """Tell what makes a source an expert; empty when it speaks as a party, or nothing says that it is one."""
    if actor and actor.expert is not None:
        basis = actor.expert_basis or BASIS_OF_TYPE.get(kind, "analyst")
        return Value(basis, f'actor "{actor.name}"') if actor.expert else Value("")
    if source.nature == "document" or (
        actor and actor.source_type not in (*BASIS_OF_TYPE, UNKNOWN, "professional", "ngo")
    ):
        return Value("")
    if source.nature == "organisation":
        return Value(BASIS_OF_TYPE[kind], f'name "{source.name}"') if kind in ("think-tank", "academic") else Value("")
    held, former = posts(source)
    nouns = [role.noun for role in held]
    evidence = f'"{source.description}"' if not source.named else f'role "{source.description}"'
    if kind == "ngo" and set(nouns) & set(roles("expert_basis")["NGO"]["nouns"]):
        return Value("NGO", evidence)
    if kind in ("professional", "academic") and set(nouns) & set(roles("expert_basis")["legal or technical"]["nouns"]):
        party = IN_SERVICE.search(source.description)
        if not party or kind == "academic":
            return Value("legal or technical" if kind == "professional" else "academic", evidence)
        return Value("")
    if kind in BASIS_OF_TYPE:
        return Value(BASIS_OF_TYPE[kind], evidence)
    if kind in ("business", "ngo", "interest-group", UNKNOWN):
        knowing = [role for role in held if role.source_type in ("academic", "analyst", "think-tank")]
        if knowing:
            return Value("NGO" if kind == "ngo" else "analyst", evidence)
    return Value("")
