"""The index's table of outlets: of what the study as a whole looks at."""

from analysis.reports.overview import overview, selected
from analysis.study import Study


def study(corpus, codebook, **parameters):
    return Study(title="A", corpus=corpus, codebook=codebook, parameters=parameters, reports=[{"notebook": "a"}])


def test_the_table_of_outlets_is_of_what_the_study_looks_at(corpus, codebook):
    every = overview(selected(study(corpus, codebook))).set_index("outlet")["articles"]
    some = study(corpus, codebook, where="outlet <> 'Southern Herald'", minimum_confidence=0.2, top=3)
    assert "Southern Herald" in every.index
    assert overview(selected(some)).set_index("outlet")["articles"].to_dict() == every.drop("Southern Herald").to_dict()
    assert selected(some).minimum_confidence == 0.2


def test_parameters_that_cannot_be_leave_the_index_whole(corpus, codebook):
    wrong = study(corpus, codebook, where="outlett = 'A'")
    assert selected(wrong).where == "" and len(overview(selected(wrong))) == len(overview(selected(study(corpus, codebook))))
