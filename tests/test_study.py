"""The study YAML: what it takes, and what it says when something in it is wrong."""

import pytest

from analysis.errors import RequestError
from analysis.study import find_notebook, load_study

WHOLE = """\
title: The river
corpus: texts/corpus
codebook: codebook.yml
texts: [texts]
parameters: {unit: words}
reports:
  - notebook: 03-compare
  - notebook: 05-outlet
    parameters: {since: 2024-03-01}
    each: {outlet: "*"}
"""


def write(tmp_path, text):
    path = tmp_path / "river.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_are_relative_to_the_study_and_a_day_becomes_text(tmp_path):
    study = load_study(write(tmp_path, WHOLE))
    assert study.corpus == tmp_path / "texts" / "corpus"
    assert study.codebook == tmp_path / "codebook.yml"
    assert study.texts == [tmp_path / "texts"]
    assert study.reports[1].each == {"outlet": "*"}
    assert study.reports[1].parameters == {"since": "2024-03-01"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("codebook:", "codebok:", 'codebok is not a known key. Did you mean "codebook"?'),
        ("    each:", "    eech:", 'eech is not a known key. Did you mean "each"?'),
        ("title: The river\n", "", "line 1, title is missing; add it."),
        ("reports:\n", "reports: []\nothers:\n", "reports"),
        (
            '"*"',
            "all",
            'each, outlet: give "*" for a report on each value there is, or a list in square',
        ),
        (
            "title: The river",
            "title: The river\nauthors: Rita",
            "line 2, authors: this is a list; write it in",
        ),
        ("title: The river", "title: T\nauthors: Tam, Rita", 'as in ["Tam, Rita"].'),
        ("title: The river", "title: The river\nyear: soon", "line 2, year: give it in four digits, as in 2024."),
        ("title: The river", "title: 1984", "title: 1984 is not text; put it in quotation marks."),
        ("title: The river", "title: [", "this is not YAML"),
    ],
)
def test_a_wrong_key_is_refused_in_one_line_with_the_nearest(tmp_path, old, new, message):
    path = write(tmp_path, WHOLE.replace(old, new))
    with pytest.raises(RequestError) as refused:
        load_study(path)
    assert message in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_an_empty_and_a_binary_study_are_refused(tmp_path):
    with pytest.raises(RequestError, match="there is no such file"):
        load_study(tmp_path / "nowhere.yml")
    with pytest.raises(RequestError, match="has no keys"):
        load_study(write(tmp_path, ""))
    (tmp_path / "river.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RequestError, match="not UTF-8"):
        load_study(tmp_path / "river.yml")


def test_a_notebook_is_found_beside_the_study_and_in_the_folders_above(tmp_path):
    study = tmp_path / "notebooks" / "studies" / "river.yml"
    study.parent.mkdir(parents=True)
    above = tmp_path / "notebooks" / "90-above.ipynb"
    beside = study.parent / "91-beside.ipynb"
    above.write_text("{}")
    beside.write_text("{}")
    assert find_notebook("90-above", study) == above
    assert find_notebook("91-beside.ipynb", study) == beside
    with pytest.raises(RequestError, match='no notebook "90-abov". Did you mean "90-above"'):
        find_notebook("90-abov", study)
