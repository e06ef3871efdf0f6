"""How much of a file is taken into memory or unpacked: beyond that it is refused with a reason, whoever made it."""

MEGABYTE = 1 << 20

LARGEST_WHOLE = 200 * MEGABYTE
"""Of a file that must be read at once (a page, a JSON array, a Word file's text, a sheet)."""

LARGEST_PAGE = 20 * MEGABYTE
"""Of one web page; saved pages with their pictures inside stay below."""

LONGEST_LINE = 32 * MEGABYTE
"""Characters of one line of JSON Lines or of a table."""

LARGEST_UNPACKED = 4096 * MEGABYTE
"""Of one file inside an archive, and of all of them together."""

BOMB = 250
"""Times that packed bytes may grow once they have grown past `HARMLESS`; articles pack 3 to 10 times."""

HARMLESS = 64 * MEGABYTE

MOST_MEMBERS = 200_000
"""Files in one archive."""

DEEPEST = 3
"""Archives inside archives."""


class TooLarge(Exception):
    """A file is beyond a limit of this module; the message says which and what to do."""


def check_size(size: int, limit: int, what: str) -> None:
    """Refuse a file that is larger than a limit.

    Raises
    ------
    TooLarge
        With the size and the remedy.
    """
    if size > limit:
        told = f"{size / MEGABYTE:,.0f} MB is more than the {limit / MEGABYTE:,.0f} MB of {what} that are read at once"
        raise TooLarge(f"too large: {told}; part it, or give a table, JSON Lines or a zip of single articles")


def check_growth(packed: int, unpacked: int) -> None:
    """Refuse an archive that unpacks to far more than articles do.

    Raises
    ------
    TooLarge
        When it is larger than `LARGEST_UNPACKED`, or grew more than `BOMB` times.
    """
    if unpacked > LARGEST_UNPACKED or (unpacked > HARMLESS and unpacked > BOMB * max(packed, 1)):
        told = f"{packed:,} bytes unpack to {unpacked / MEGABYTE:,.0f} MB or more"
        raise TooLarge(f"not unpacked: {told}, as articles never do; unpack it yourself and give the files")
