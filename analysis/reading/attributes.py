"""spaCy's attribute ruler, several times as fast: most of its rules ask about one word, so the answer is remembered.

Same rules, same order, same result; only the work is done once a word form, tag and dependency.
"""

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.pipeline.attributeruler import set_token_attrs
from spacy.tokens import Doc, Token

MOST = 200_000
"""Words remembered; then it begins anew, so that a long run does not grow."""

ASKED = {"TAG", "LOWER", "DEP", "IS_SPACE"}
"""What a rule may ask of a word for the answer to be the same wherever the word stands."""


def remember_attributes(parser: Language) -> None:
    """Put the remembering ruler in place of a pipeline's; one whose rules ask for other things is left as it is."""
    rules = parser.get_pipe("attribute_ruler").patterns
    if all(set(word) <= ASKED for rule in rules for pattern in rule["patterns"] for word in pattern):
        parser.add_pipe("remembering_ruler", after="attribute_ruler")
        parser.disable_pipe("attribute_ruler")


class RememberingRuler:
    """The rules of a ruler, those about one word apart from those about neighbours, and what was found so far."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.ruler = ruler
        self.single, self.several = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            alone = all(len(pattern) == 1 for pattern in rule["patterns"])
            (self.single if alone else self.several).add(str(number), rule["patterns"])
        self.found: dict[tuple[int, int, int], tuple[list[int], dict]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, morphology and lemma of each word as the rules say."""
        if len(self.found) > MOST:
            self.found.clear()
        among: dict[int, list[int]] = {}
        for number, start in self._matches(self.several, doc):
            among.setdefault(start + self.ruler.indices[number], []).append(number)
        found = [self._of_word(token) for token in doc]  # before any is set: rules set what others ask for
        for token, (numbers, attributes) in zip(doc, found, strict=True):
            if token.i in among:
                attributes = self._together([*numbers, *among[token.i]])
            if attributes:
                set_token_attrs(token, attributes)
        return doc

    def _matches(self, matcher: Matcher, words) -> list[tuple[int, int]]:
        strings = self.ruler.vocab.strings
        return [(int(strings[rule]), start) for rule, start, _ in matcher(words, allow_missing=True)]

    def _of_word(self, token: Token) -> tuple[list[int], dict]:
        key = (token.lower, token.tag, token.dep)
        if key not in self.found:
            numbers = [number for number, _ in self._matches(self.single, token.doc[token.i : token.i + 1])]
            self.found[key] = numbers, self._together(numbers)
        return self.found[key]

    def _together(self, numbers: list[int]) -> dict:
        """Merge what rules set, a later rule's over an earlier one's."""
        merged: dict = {}
        for number in sorted(numbers):
            merged |= self.ruler.attrs[number]
        return merged


@Language.factory("remembering_ruler")
def make_ruler(nlp: Language, name: str) -> RememberingRuler:
    """Make the component from the pipeline's own ruler."""
    return RememberingRuler(nlp.get_pipe("attribute_ruler"))
