"""E-mails and pages saved as one file (.eml, .mhtml): the first part that is HTML, or else text, is the file inside."""

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.limits import LARGEST_WHOLE, check_size
from analysis.corpus.readers.packed import Member, temporary
from analysis.corpus.records import Rejection


def read(path: Path, name: str) -> Iterator[Member | Rejection]:
    """Decode the part of the message that is the page or the text; pictures and attachments are left out."""
    check_size(path.stat().st_size, LARGEST_WHOLE, "an e-mail")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    for suffix in ("html", "plain"):
        parts = [part for part in message.walk() if part.get_content_type() == f"text/{suffix}"]
        payloads = [payload for part in parts if (payload := part.get_payload(decode=True))]
        if payloads:
            with temporary() as out:
                out.write(payloads[0])
                out.flush()
                yield Member(Path(out.name), "part.html" if suffix == "html" else "part.txt")
            return
    yield Rejection("", "no text in the e-mail; save it as text or HTML")
