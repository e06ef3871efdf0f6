"""The words of a source's portrait by where they stand: what the linear half of the learned coder reads."""

import re

WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*|\d+|[^\w\s]")
HINTS = re.compile(r" \( ([^()]*) \)$")
NEAR = 60
"""Characters before and after the mention that are read."""


def features_of(row: dict, description: str, surroundings: str) -> list[str]:
    """List what stands where: words and pairs of words, and what the lists know of them.

    Parameters
    ----------
    row : of the table `sources`
    description, surroundings : its portrait
    """
    kind = f"{row['anonymity']} {row['nature']}"
    name = row["name"]
    found = [kind, f"nature {row['nature']}", f"begins {name[:1].islower()}", f"length {len(name.split())}"]
    for field, part in zip(("name", "role", "affiliation", "owner"), description.split(" ; ")[1:5], strict=False):
        hints = HINTS.search(part)
        known = hints[1].split(" , ") if hints else ["nothing"]
        found += [f"{field} is {hint}" for hint in known] + [f"{kind}, {field} is {hint}" for hint in known]
        found += [f"is {hint}" for hint in known] + [f"{field} ends as {known[-1]}", f"{field} begins as {known[0]}"]
        found += _words(field, HINTS.sub("", part))
    for mention in row["mentions"][:4]:
        found += _words("mention", mention)
    before, _, rest = surroundings.partition(" [ ")
    after, _, said = rest.partition(" ] ")[2].partition(" | ")
    for field, text in (("before", before[-NEAR:]), ("after", after[:NEAR]), ("says", said)):
        found += [f"{field}: {word.lower()}" for word in WORD.findall(text)]
    return list(dict.fromkeys(found))


def _words(field: str, text: str) -> list[str]:
    words = [word.lower() for word in WORD.findall(text)]
    pairs = [f"{one} {two}" for one, two in zip(words, words[1:], strict=False)]
    return [f"{field}: {words}" for words in (*words, *pairs)]
