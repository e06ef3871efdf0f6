"""Text in spreadsheet cells: whatever it begins with, it stays text and comes back as it was."""

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Write text for a CSV file that may be opened in a spreadsheet: an apostrophe before what would begin a formula.

    Examples
    --------
    >>> guarded("=1+1")
    "'=1+1"
    >>> unguarded(guarded("'=1+1"))
    "'=1+1"
    """
    return f"'{text}" if text.lstrip("'").startswith(BEGINS_A_FORMULA) else text


def unguarded(text: str) -> str:
    """Take off the apostrophe that `guarded` put before a text."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(BEGINS_A_FORMULA) else text
