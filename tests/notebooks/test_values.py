"""What the notebooks say of small made-up corpora, whose numbers can be counted by hand (see tests/conftest.py)."""

import re
import shutil

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.corpus.store import coded_attributions, read_table, write_table
from analysis.measures import machine_codes, mention_ids

HOSTILE = "Über <b>Neutral</b> & Sons Daily Gazette of the Upper River Valley"
ALL = ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09"]


def find(rows, **keys):
    (row,) = [row for row in rows if all(row[key] == value for key, value in keys.items())]
    return row


@pytest.mark.parametrize("name", ALL)
def test_every_figure_table_and_sentence_is_whole(name, run_here, corpus, codebook):
    _, shown = run_here(name, corpus=corpus, codebook=codebook)
    html = BeautifulSoup("\n".join(str(data.get("text/html", "")) for data in shown), "html.parser")
    assert html.find("b") is None, "an outlet's name became markup"
    assert not re.search(r"\bnan\b|None,|NaT", html.text)
    assert all(table.caption.text.strip() for table in html("table"))
    assert all(data["text/plain"].strip() for data in shown if "image/svg+xml" in data)


@pytest.mark.parametrize("name", ALL)
def test_one_article_without_date_expert_or_quotation(name, run_here, corpus_of_one, codebook):
    values, _ = run_here(name, corpus=corpus_of_one, codebook=codebook)
    assert values.get("n_articles", 1) == 1
    assert values.get("n_experts", 0) == 0


@pytest.mark.parametrize("name", ALL)
def test_nobody_is_quoted(name, run_here, corpus_without_voices, codebook):
    values, _ = run_here(name, corpus=corpus_without_voices, codebook=codebook)
    assert values.get("n_attributions", 0) == 0


def test_the_tour_counts(run_here, corpus, codebook):
    values, _ = run_here("00", corpus=corpus, codebook=codebook)
    assert (values["n_articles"], values["n_duplicates"], values["n_rejected"]) == (12, 0, 1)
    assert find(values["articles_by_outlet"], outlet="Harbour Courier")["articles"] == 4
    assert find(values["reading"], outlet="Harbour Courier")["attributions_per_article"] == 4


def test_the_tour_counts_copies_as_the_other_pages_do(run_here, corpus, codebook, tmp_path):
    copied = shutil.copytree(corpus, tmp_path / "copied")
    copy = {"original": "a000", "overlap": 0.9, "agency": ""}
    write_table(copied, "copies", [{"article_id": name, **copy} for name in ("a000", "a001")])
    articles = read_table(copied, "articles")
    articles["duplicate_of"] = articles["article_id"].map({"a005": "a004"}).fillna("")
    write_table(copied, "articles", articles)
    for copies, number in (("once", 10), ("each time", 11)):
        values, shown = run_here("00", corpus=copied, codebook=codebook, copies=copies)
        said = f"This page and the others count {number}: copies count {copies}."
        assert any(said in str(data.get("text/plain")) for data in shown)
        audited, _ = run_here("01", corpus=copied, codebook=codebook, copies=copies, reread=0)
        assert values["n_articles"] == number
        assert values["n_attributions"] == audited["n_attributions"]
        assert sum(row["articles"] for row in values["articles_by_outlet"]) == number


def test_the_audit_counts_forms_and_what_is_unknown(run_here, corpus, codebook):
    values, _ = run_here("01", corpus=corpus, codebook=codebook)
    assert find(values["forms"], outlet="Southern Herald", form="direct")["count"] == 8
    assert find(values["unknown"], outlet=HOSTILE)["side"] == pytest.approx(4 / 10)
    assert find(values["kinds"], outlet=HOSTILE, kind="attitude")["count"] == 4


def test_tone_is_given_for_both_voices_and_tools(run_here, corpus, codebook):
    values, _ = run_here("02", corpus=corpus, codebook=codebook)
    assert {(row["voice"], row["tool"]) for row in values["tone"]} == {
        (voice, tool) for voice in ("journalist", "source") for tool in ("TextBlob", "VADER")
    }


def test_net_tone_is_told_by_side_and_voice_and_abstaining_by_coverage(run_here, corpus, codebook):
    values, _ = run_here("02", corpus=corpus, codebook=codebook)
    assert {(row["side"], row["voice"]) for row in values["toward"]} == {
        (side, voice) for side in ("north", "south") for voice in ("journalist", "source")
    }
    assert sum(row["n_mentions"] for row in values["toward"]) == values["n_mentions"]
    values, _ = run_here("02", corpus=corpus, codebook=codebook, minimum_tone_confidence=0.85)
    sure = [row for row in values["toward"] if row["n_mentions"]]
    assert all(row["estimate"] == pytest.approx(0.05 - 0.9) for row in sure)  # one mention in three, all of them blame
    assert sum(row["n_mentions"] for row in sure) == pytest.approx(values["n_mentions"] / 3, abs=1)


def test_a_dictionary_of_ones_own_is_one_tool_more(run_here, corpus, codebook, tmp_path):
    (tmp_path / "own.csv").write_text("word,score\nwar,-1\nhonour,1\n")
    values, _ = run_here("02", corpus=corpus, codebook=codebook, lexicon=str(tmp_path / "own.csv"))
    assert "model and own" in {row["tools"] for row in values["agreement"]}


def test_balance_finds_who_favours_whom(run_here, corpus, codebook):
    values, _ = run_here("03", corpus=corpus, codebook=codebook)
    assert find(values["balance"], outlet="Harbour Courier")["estimate"] == pytest.approx((12 - 4) / 16)
    assert find(values["balance"], outlet="Southern Herald")["estimate"] == pytest.approx((2 - 8) / 10)
    assert find(values["shares"], outlet=HOSTILE, side="unknown")["estimate"] == pytest.approx(4 / 10)
    assert find(values["balance"], outlet="Southern Herald")["highest"] == pytest.approx((2 + 4 - 8) / 14)


def test_a_selection_reaches_the_numbers(run_here, corpus, codebook):
    values, _ = run_here("03", corpus=corpus, codebook=codebook, minimum_confidence=0.5, permutations=99)
    assert find(values["balance"], outlet="Harbour Courier")["estimate"] == 1  # the doubtful ones were the south's
    values, _ = run_here("03", corpus=corpus, codebook=codebook, kind="attitude", permutations=99)
    assert values["n_attributions"] == 4


def test_experts_with_and_without_former_officials(run_here, corpus, codebook):
    values, _ = run_here("04", corpus=corpus, codebook=codebook)
    assert {row["actor"]: row["attributions"] for row in values["experts"]} == {"Dr Hanna Weiss": 4, "Anders Holm": 2}
    values, _ = run_here("04", corpus=corpus, codebook=codebook, former_officials=False)
    assert [row["actor"] for row in values["experts"]] == ["Dr Hanna Weiss"]


def test_one_outlet_beside_the_others(run_here, corpus, codebook):
    values, _ = run_here("05", corpus=corpus, codebook=codebook, outlet=HOSTILE)
    assert values["outlet"] == HOSTILE
    assert values["n_articles"] == 4
    assert find(values["shares"], outlet="all other outlets", side="north")["count"] == 14
    assert values["top_sources"][0]["actor"] == "Dr Hanna Weiss"


def test_an_outlet_that_does_not_exist_is_refused_with_the_nearest(run_here, corpus, codebook):
    with pytest.raises(Exception, match='Did you mean "Harbour Courier"'):
        run_here("05", corpus=corpus, codebook=codebook, outlet="Harbor Courier")


def coded_by_hand(corpus, folder):
    """A copy of the corpus in which a person found every third southern source northern."""
    copy = shutil.copytree(corpus, folder / "coded")
    attributions, tones = coded_attributions(copy), read_table(copy, "tones")
    codes = machine_codes(attributions, tones).assign(coder="Ada", chance=1.0, place="", content="")
    contents = dict(zip(attributions["attribution_id"], attributions["content"], strict=True))
    contents |= dict(zip(mention_ids(tones), tones["target"], strict=True))
    codes["content"] = codes["item"].map(contents)
    south = codes.index[(codes["variable"] == "side") & (codes["value"] == "south")]
    codes.loc[south[::3], "value"] = "north"
    verdicts = codes[codes["variable"] == "side"].assign(variable="attribution", value="yes")
    write_table(copy, "hand_codes", pd.concat([codes, verdicts]))
    return copy


def test_of_fewer_than_five_coded_articles_an_outlet_nothing_is_corrected(run_here, corpus, codebook, tmp_path):
    copy = coded_by_hand(corpus, tmp_path)
    values, _ = run_here("03", corpus=copy, codebook=codebook, permutations=99)
    assert {row["corrected"] for row in values["balance"]} == {row["corrected"] for row in values["shares"]} == {None}
    values, _ = run_here("04", corpus=copy, codebook=codebook)
    assert {row["corrected"] for row in values["share"]} == {None}


def test_without_hand_codes_nothing_is_said_of_them(run_here, corpus, codebook):
    for name in ("02", "03", "04"):
        _, shown = run_here(name, corpus=corpus, codebook=codebook)
        assert not any("orrected by hand codes" in str(data) for data in shown)


def test_agreement_with_people_and_what_to_do_where_there_are_none(run_here, corpus, codebook, tmp_path):
    values, shown = run_here("07", corpus=corpus, codebook=codebook)
    assert values["agreement"] == []
    assert any("evenhand code sample" in str(data.get("text/plain")) for data in shown)
    values, shown = run_here("07", corpus=coded_by_hand(corpus, tmp_path), codebook=codebook)
    page = " ".join(str(data.get("text/html")) for data in shown)
    assert "Ada: North" in page and "Ada: north" not in page  # the side's label, not its id
    alphas = {row["variable"]: row["estimate"] for row in values["agreement"]}
    assert alphas["source_type"] == 1
    assert 0 < alphas["side"] < 1
    assert find(values["quality"], measure="precision")["estimate"] == 1
