"""Who speaks of whom: each cell opens the attributions in which sources of a side name the other."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from analysis.corpus.query import open_corpus
from analysis.corpus.store import read_table, write_table
from analysis.figures.marks import as_codes, marks
from analysis.findings import right_of_reply, speaks_of
from analysis.reports.evidence import gather
from analysis.reports.links import find


@pytest.fixture
def chosen(corpus, codebook):
    return open_corpus(corpus, codebook).select()


def test_an_attribution_says_which_sides_it_names(chosen, corpus):
    found = chosen.attributions(["attribution_id", "speaks_of"]).set_index("attribution_id")["speaks_of"]
    tones = read_table(corpus, "tones", "voice = 'source'")
    named = tones.groupby("attribution_id")["side"].agg(lambda sides: " + ".join(sorted(set(sides))))
    assert {"north", "south"} <= set(found)
    assert found.to_dict() == named.reindex(found.index, fill_value="").to_dict()


def test_each_cell_of_the_matrix_opens_as_many_attributions_as_it_counts(chosen, corpus):
    finding = speaks_of(chosen)
    evidence = gather([chosen], {"side", "speaks_of"})
    named = read_table(corpus, "tones", "voice = 'source'").groupby("side")["attribution_id"].agg(set)
    rows = chosen.attributions(["attribution_id", "side"])
    for row in finding.table.to_dict("records"):
        codes, number = finding.counting(row)
        expected = rows[(rows["side"] == row["speaker"]) & rows["attribution_id"].isin(named[row["target"]])]
        assert number == len(expected) > 0
        assert find(as_codes(codes), number, chosen.key, evidence)
    assert len(marks(finding.plot())) == len(finding.table.dropna(subset=["estimate"])) > 0


def test_what_two_sides_say_together_is_opened_by_its_parts(joint, codebook):
    chosen = open_corpus(joint, codebook).select()
    finding, evidence = speaks_of(chosen), gather([chosen], {"side", "speaks_of"})
    assert len(finding.table)
    for row in finding.table.to_dict("records"):
        codes, number = finding.counting(row)
        assert find(as_codes(codes), number, chosen.key, evidence)


@pytest.fixture
def accusing(joint, tmp_path):
    """What south and north say together names the south, and blames it for sure."""
    folder = shutil.copytree(joint, tmp_path / "accusing")
    said = read_table(folder, "attributions", "content = 'we did it by ourselves'").iloc[0]
    tone = {
        "attribution_id": said["attribution_id"], "article_id": said["article_id"], "voice": "source", "side": "south",
        "actor": "Osei Karanja", "start": 0, "end": 1, "p_negative": 0.98, "p_neutral": 0.01, "p_positive": 0.01,
    }  # fmt: skip
    write_table(folder, "tones", [read_table(folder, "tones").iloc[0].to_dict() | tone])
    return folder


def test_what_two_sides_say_together_counts_for_each_side(accusing, codebook):
    chosen = open_corpus(accusing, codebook).select()
    finding = speaks_of(chosen)
    assert set(zip(finding.table["speaker"], finding.table["target"], strict=True)) == {
        ("north", "south"), ("south", "south"),
    }  # fmt: skip
    (accuser,) = finding.accusing.to_dict("records")
    assert (accuser["side"], accuser["accused"]) == ("north", "south")


def test_who_accuses_together_with_others_is_asked_for_the_right_of_reply_too(accusing, codebook):
    replies = right_of_reply(open_corpus(accusing, codebook).select())
    assert replies.accusations["side"].tolist() == ["north"]
    heard = replies.table.set_index("outcome")
    assert heard["count"].to_dict() == {"heard": 1, "no_reply": 0, "silent": 0}


def test_the_drawer_writes_the_sides_that_are_named_as_the_codebook_does(chosen):
    facet = next(one for one in gather([chosen], {"speaks_of"}).shown["facets"] if one["column"] == "speaks_of")
    assert dict(facet["values"])["north"] == "of North"


def test_the_headline_tells_what_is_surest(chosen):
    rows = [
        ("north", "south", -0.6, -0.9, -0.01),
        ("south", "north", -0.4, -0.5, -0.3),
        ("north", "north", 0.0, -0.2, 0.2),
    ]
    table = pd.DataFrame(rows, columns=["speaker", "target", "estimate", "low", "high"])
    finding = replace(speaks_of(chosen), table=table)
    assert finding.headline() == "Sources on the side of South speak ill of North: net tone −0.40"
