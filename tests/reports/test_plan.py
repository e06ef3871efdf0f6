"""The plan: everything wrong with a request is said before anything runs."""

import pandas as pd
import pytest

from analysis.corpus.store import read_table, write_table
from analysis.errors import RequestError
from analysis.reports.plan import Parameter, check_parameters, declared_parameters, file_name, plan
from analysis.study import load_study


def planned(path):
    return plan(load_study(path), path)


def test_jobs_have_the_paths_that_the_study_has(write_study, notebook):
    notebook("03-compare", parameters="unit: str = 'words'")
    (job,) = planned(write_study("03-compare", parameters={"unit": "articles"}))
    assert job.name == "03-compare"
    assert job.parameters == {"unit": "articles", "corpus": "corpus", "codebook": "codebook.yml"}
    assert job.folder == job.notebook.parents[1]


def test_each_expands_over_the_corpus_to_outlets_of_copies_too(write_study, notebook, tmp_path):
    notebook("05-outlet", parameters="outlet: str = ''")
    study = write_study({"notebook": "05-outlet", "each": {"outlet": "*"}})
    articles = read_table(tmp_path / "corpus", "articles")
    copy = articles.head(1).assign(article_id="copy", outlet="Copier", duplicate_of="a000")
    write_table(tmp_path / "corpus", "articles", pd.concat([articles, copy]))
    jobs = planned(study)
    assert [job.parameters["outlet"] for job in jobs] == [
        "Copier",
        "Harbour Courier",
        "Southern Herald",
        "Über <b>Neutral</b> & Sons Daily Gazette of the Upper River Valley",
    ]
    assert [job.name for job in jobs][1:3] == ["05-outlet--harbour-courier", "05-outlet--southern-herald"]


def test_each_of_two_lists_gives_every_combination(write_study, notebook):
    notebook("05-outlet", parameters="paper: str = ''\nyear: int = 0")
    jobs = planned(write_study({"notebook": "05-outlet", "each": {"paper": ["A", "B"], "year": [2023, 2024]}}))
    assert [tuple(job.selection.values()) for job in jobs] == [
        ("A", 2023),
        ("A", 2024),
        ("B", 2023),
        ("B", 2024),
    ]


PARAMETERS = """\
outlet: str = ""
limit: int = 20
share: float = 0.5
sides: list[str] = ["a=b"]
since: str | None = None
unit: Literal["words", "articles"] = "words"
deep: bool = False
untyped = 3
"""


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"outlett": "A"}, 'no parameter "outlett". Did you mean "outlet"?'),
        ({"limit": "5"}, '"limit" must be int, not str'),
        ({"limit": True}, '"limit" must be int, not bool'),
        ({"limit": 2.5}, '"limit" must be int, not float'),
        ({"sides": ["a", 3]}, '"sides" must be list'),
        ({"since": 2024}, '"since" must be str | None, not int'),
        ({"unit": "sentences"}, '"unit" must be Literal'),
        ({"untyped": "x"}, '"untyped" must be int, not str'),
    ],
)
def test_an_unknown_or_mistyped_parameter_is_refused(write_study, notebook, parameters, message):
    notebook("03-compare", parameters=PARAMETERS)
    with pytest.raises(RequestError) as refused:
        planned(write_study({"notebook": "03-compare", "parameters": parameters}))
    assert message in str(refused.value)
    assert "report 1 (03-compare)" in str(refused.value)


def test_right_types_are_taken(write_study, notebook):
    notebook("03-compare", parameters=PARAMETERS)
    given = {"limit": 5, "share": 1, "sides": [], "since": None, "unit": "articles", "deep": True}
    (job,) = planned(write_study({"notebook": "03-compare", "parameters": given}))
    assert given.items() <= job.parameters.items()


def test_a_shared_parameter_that_no_notebook_has_is_refused(write_study, notebook):
    notebook("03-compare", parameters="unit: str = ''")
    notebook("05-outlet")
    assert len(planned(write_study("03-compare", "05-outlet", parameters={"unit": "words"}))) == 2
    with pytest.raises(RequestError, match='has a parameter "unot". Did you mean "unit"'):
        planned(write_study("03-compare", "05-outlet", parameters={"unot": "words"}))


@pytest.mark.parametrize(
    ("report", "message"),
    [
        (
            {"parameters": {"minimum_confidence": 50.0}},
            'parameter "minimum_confidence" is 50.0, but must lie between 0 and 1.',
        ),
        ({"parameters": {"outlet": "Harbor Courier"}}, 'the outlet "Harbor Courier" is not one of'),
        ({"each": {"outlet": ["Southern Herald", "Suthern Herald"]}}, 'Did you mean "Southern Herald"?'),
    ],
)
def test_a_value_that_no_report_could_take_is_refused(write_study, notebook, report, message):
    notebook("05-outlet", parameters='outlet: str = ""\nminimum_confidence: float = 0.0')
    with pytest.raises(RequestError) as refused:
        planned(write_study({"notebook": "05-outlet"} | report))
    assert message in str(refused.value)
    assert "report 1 (05-outlet)" in str(refused.value)


def test_an_outlet_of_the_corpus_or_none_is_taken(write_study, notebook):
    notebook("05-outlet", parameters='outlet: str = ""')
    for outlet in ("Southern Herald", ""):
        (job,) = planned(write_study({"notebook": "05-outlet", "parameters": {"outlet": outlet}}))
        assert job.parameters["outlet"] == outlet


def test_an_outlet_is_looked_for_in_the_corpus_that_the_report_reads(write_study, notebook, tmp_path):
    notebook("05-outlet", parameters='outlet: str = ""')
    write_study()
    articles = read_table(tmp_path / "corpus", "articles")
    write_table(tmp_path / "other", "articles", articles.head(1).assign(outlet="Echo"))
    write_table(tmp_path / "third", "articles", articles.head(1).assign(outlet="Ledger"))
    there = {"notebook": "05-outlet", "parameters": {"corpus": "other"}}
    one = there | {"parameters": {"corpus": "other", "outlet": "Echo"}}
    assert [job.parameters["outlet"] for job in planned(write_study(one))] == ["Echo"]
    every = there | {"each": {"outlet": "*"}}
    assert [job.parameters["outlet"] for job in planned(write_study(every))] == ["Echo"]
    every = {"notebook": "05-outlet", "each": {"outlet": "*", "corpus": ["third", "other"]}}
    assert [tuple(job.selection.values()) for job in planned(write_study(every))] == [
        ("third", "Ledger"),
        ("other", "Echo"),
    ]
    with pytest.raises(RequestError, match='the outlet "Ledger" is not one of Echo'):
        planned(write_study(there | {"parameters": {"corpus": "other", "outlet": "Ledger"}}))


@pytest.mark.parametrize(
    "annotation",
    [
        "print('run')",
        "list[\"__import__('os').mkdir('ran')\"]",
        "\"__import__('os').mkdir('ran')\"",
        "Literal[\"a\", __import__('os').mkdir('ran')]",
        "int | \"__import__('os').mkdir('ran')\"",
        "list[int, str]",
        "int[str]",
        "Any.mro",
        "[int]",
        "(lambda: int)()",
        "list[" * 60 + "int" + "]" * 60,
    ],
)
def test_a_type_is_read_and_never_evaluated(annotation, write_study, notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook("03-compare", parameters=f"unit: {annotation} = 1")
    with pytest.raises(RequestError, match="cannot be checked"):
        planned(write_study({"notebook": "03-compare", "parameters": {"unit": ["1"]}}))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("annotation", "good", "bad"),
    [
        ("int | None", [3, None], ["3", 3.5, True]),
        ("float", [0.5, 1], ["0.5"]),
        ("list[str]", [["a"], []], [[1], "a"]),
        ("list[int | str]", [[1, "a"]], [[0.5]]),
        ("dict[str, float]", [{"a": 0.5}], [{"a": "b"}]),
        ("Literal['once', 'each time', None]", ["once", None], ["twice"]),
        ("bool", [True], [1]),
        ("Any", [1, "a"], []),
        ("list", [[1, "a"]], ["a"]),
    ],
)
def test_a_value_is_held_against_its_type(annotation, good, bad):
    known = {"x": Parameter(annotation, None)}
    for value in good:
        check_parameters({"x": value}, known, "here")
    for value in bad:
        with pytest.raises(RequestError, match='parameter "x" must be'):
            check_parameters({"x": value}, known, "here")


@pytest.mark.parametrize("source", ["x = \0", "x = " + "(" * 5000, "x = " + "-" * 100_000 + "1", "x: int = ="])
def test_a_parameters_cell_that_is_no_python_is_told(source, notebook):
    with pytest.raises(RequestError, match="is not Python"):
        declared_parameters(notebook("03-compare", parameters=source))


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ({"notebook": "03-compar"}, 'no notebook "03-compar". Did you mean "03-compare"'),
        ({"notebook": "03-compare", "each": {"outlets": "*"}}, 'Did you mean "outlet"'),
        ({"notebook": "03-compare", "each": {"outlet": []}}, '"each" finds no value for "outlet"'),
    ],
)
def test_a_wrong_report_is_refused(write_study, notebook, report, message):
    notebook("03-compare", parameters="outlet: str = ''")
    with pytest.raises(RequestError) as refused:
        planned(write_study(report))
    assert message in str(refused.value)


def test_names_are_safe_and_differ(write_study, notebook):
    notebook("03-compare")
    notebook("index")
    names = [job.name for job in planned(write_study("03-compare", "03-compare", "index"))]
    assert names == ["03-compare", "03-compare-2", "index-2"]
    assert file_name("05", {"outlet": "../../etc/passwd"}) == "05--etc-passwd"
    assert file_name("05", {"outlet": "Правда", "n": 3}) == "05--правда--3"
    assert file_name("05", {"outlet": "///"}) == "05--none"
    assert len(file_name("05", {"outlet": "x" * 300})) == 100


def test_a_file_beside_the_study_keeps_its_path_and_one_beside_the_notebook_is_found(write_study, notebook, tmp_path):
    notebook("07-validate", parameters="labels: str = ''\npaper: str = ''\nwords: str = 'words.csv'")
    (tmp_path / "labels.csv").write_text("a,b\n")
    (tmp_path / "notebooks" / "words.csv").write_text("word\n")
    given = {"labels": "labels.csv", "paper": "corpus"}  # a paper that has a folder's name stays a name
    (job,) = planned(write_study({"notebook": "07-validate", "parameters": given}))
    assert job.parameters["labels"] == "labels.csv"
    assert job.parameters["words"] == "notebooks/words.csv"
    assert job.parameters["paper"] == "corpus"


def test_a_notebook_in_another_language_or_broken_is_refused(notebook, tmp_path):
    path = notebook("03-compare")
    path.write_text(path.read_text().replace('"language": "python"', '"language": "julia"'))
    with pytest.raises(RequestError, match="written in julia"):
        declared_parameters(path)
    path.write_text("not a notebook")
    with pytest.raises(RequestError, match="cannot be read as a notebook"):
        declared_parameters(path)
    path = notebook("04-broken", parameters="x: int = (")
    with pytest.raises(RequestError, match="parameters cell, line 3, is not Python"):
        declared_parameters(path)
