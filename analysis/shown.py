"""Words from files made harmless where they are shown: nothing in a title or an outlet's name steers a terminal, turns
a line round or breaks a figure.
"""

import re

STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, invisible ones, those that change the direction of writing, and halves of characters."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow."""

MARK = "\ufffd"
"""What stands for it."""


def for_terminal(words: str) -> str:
    r"""Write out characters that a terminal obeys or does not show; lines and tabs stay.

    Examples
    --------
    >>> for_terminal("The \x1b[31mred\u202e Post")
    'The \\x1b[31mred\\u202e Post'
    """
    return STEERS.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), words)


def for_xml(words: str) -> str:
    r"""Put a mark for every character that XML does not allow.

    Examples
    --------
    >>> for_xml("The \x1b Post")
    'The \ufffd Post'
    """
    return NOT_XML.sub(MARK, words)
