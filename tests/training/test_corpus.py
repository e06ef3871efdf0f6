"""Articles to train on: spans as numbers, or as a coder's export has them; what is neither is told with its place."""

import json

import pytest

from analysis.errors import RequestError
from analysis.training.corpus import read_corpus

SAID = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 12]]}
TEXT = "Ann said no."


def written(folder, *articles):
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    return folder / "a.jsonl"


def test_what_a_coder_read_whole_is_read_as_any_other(tmp_path):
    exported = {part: [{"start": s, "end": e, "exact": TEXT[s:e]} for s, e in spans] for part, spans in SAID.items()}
    own = {"text": TEXT, "attributions": [{"attribution_id": "a-0", **exported}]}
    first, whole = read_corpus(written(tmp_path, {"text": TEXT, "attributions": [SAID]}, own | {"read_whole": True},
                                       own | {"read_whole": False}))  # fmt: skip
    assert whole["attributions"] == [{"attribution_id": "a-0", **first["attributions"][0]}]


@pytest.mark.parametrize(
    "wrong", [{"text": TEXT}, {"text": "Ann", "attributions": [SAID]}, {"text": TEXT, "attributions": [{}]}]
)
def test_a_line_that_is_no_article_is_named(tmp_path, wrong):
    path = written(tmp_path, {"text": TEXT, "attributions": [SAID]}, wrong)
    with pytest.raises(RequestError, match="line 2: no article with .*; mend the line"):
        read_corpus(path)
