"""Lists of words: every one that is asked for is there, and every one that is there is asked for."""

import re

from analysis.files import load_yaml
from analysis.paths import PACKAGE

READ_WHOLE = {"persons", "organisations", "documents"}


def test_every_list_of_roles_is_there_and_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "reading").rglob("*.py"))
    asked = set(re.findall(r"roles\([\"']([a-z_]+)[\"']\)", code))
    there = set(load_yaml(PACKAGE / "reading" / "roles.yml"))
    assert asked - there == set()
    assert {key for key in there - READ_WHOLE if not re.search(rf"[\"']{key}[\"']", code)} == set()
