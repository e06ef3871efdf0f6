"""What people coded beside what the machine says: agreement, quality, corrected shares; and tone with its baselines."""

import shutil

import pandas as pd
import pytest

from analysis.corpus.query import open_corpus
from analysis.corpus.store import write_table
from analysis.findings import (
    agreement,
    coded_by_hand,
    corrected_shares,
    mentions_of,
    quality,
    tone_by_tool,
    tone_toward,
)
from analysis.measures import machine_codes


@pytest.fixture(scope="module")
def chosen(corpus, codebook):
    return open_corpus(corpus, codebook).select()


@pytest.fixture(scope="module")
def coded(corpus, codebook, tmp_path_factory):
    """A corpus in which a person found every third southern source northern."""
    copy = shutil.copytree(corpus, tmp_path_factory.mktemp("coded") / "corpus")
    chosen = open_corpus(copy, codebook).select()
    rows = chosen.attributions()
    codes = machine_codes(rows).assign(coder="Ada", chance=1.0, place="")
    codes["content"] = codes["item"].map(dict(zip(rows["attribution_id"], rows["content"], strict=True)))
    south = codes.index[(codes["variable"] == "side") & (codes["value"] == "south")]
    codes.loc[south[::3], "value"] = "north"
    verdicts = codes[codes["variable"] == "side"].assign(variable="attribution", value="yes")
    write_table(copy, "hand_codes", pd.concat([codes, verdicts]))
    return coded_by_hand(chosen)


def test_agreement_is_told_by_variable_with_what_it_means(coded):
    found = agreement(coded)
    side = found.table.set_index("variable").loc["side"]
    assert 0 < side["estimate"] < 1
    assert found.headline().startswith("People and the machine agree least on side")
    assert set(found.readable()["means"]) <= {"good", "tentative", "too low to rest on", ""}
    assert found.plot().axes


def test_where_people_differ_from_the_machine_stands_with_labels(coded):
    disputed = coded.contested("side")
    assert set(disputed["side_by_hand"]) == {"Ada: North"}
    assert set(coded.confused()["value_of_one"]) == {"North"}


def test_quality_and_corrected_shares(coded):
    assert quality(coded).table.set_index("measure").loc["precision", "estimate"] == 1
    table = corrected_shares(coded).table.set_index("side")
    assert table.loc["north", "estimate"] > table.loc["north", "raw"]
    assert corrected_shares(coded).plot().axes


def test_what_more_coding_would_buy_is_told_where_there_are_more_articles(coded):
    assert "another" not in corrected_shares(coded).sentence()  # every article is coded
    few = sorted(coded.hand["article_id"].unique())[:6]
    found = corrected_shares(coded._replace(hand=coded.hand[coded.hand["article_id"].isin(few)]))
    half = (found.table["high"] - found.table["low"]) / 2
    assert found.more == 6 and (found.table["with_more"] < half).all()
    assert "another 6 articles, coded, would make ±" in found.sentence()


def test_marks_that_were_corrected_are_shown_beside_the_machine_s(coded):
    one = coded.attributions.iloc[0]
    start, end = one["content_spans"][0]
    row = coded.hand.iloc[0].to_dict() | {"item": one["attribution_id"], "article_id": one["article_id"]}
    row |= {"unit": "attribution", "variable": "content_spans", "value": f"{start}-{start + 4},{end - 4}-{end}"}
    (told,) = coded._replace(hand=pd.DataFrame([row])).marks().to_dict("records")
    assert told["by_hand"] == f"{one['content'][:4]} … {one['content'][-4:]}" and told["part"] == "content"


def test_quality_apart_by_form(coded):
    assert set(quality(coded, "form").table["form"]) == set(coded.attributions["form"])


def test_where_nobody_coded_it_is_said_how_to_begin(chosen):
    nobody = coded_by_hand(chosen)
    assert agreement(nobody).headline() == "Nobody has checked this reading yet"
    assert "evenhand code sample" in nobody.sentence()
    assert quality(nobody).table.empty and corrected_shares(nobody).table.empty
    assert all(finding.plot().axes or finding.plot().texts for finding in (agreement(nobody), quality(nobody)))


def test_tone_stands_apart_by_voice(chosen):
    found = tone_toward(mentions_of(chosen), 0.5)
    assert set(found.of("journalist").table["voice"]) == {"journalist"}
    assert found.mentions == found.table["n_mentions"].sum()
    assert found.coverage().startswith("The model was sure enough (probability 0.5 or more)")


def test_tone_by_month(chosen):
    assert set(tone_toward(mentions_of(chosen, "month"), group="month").table["month"]) == {"2024-03"}


def test_dictionaries_are_baselines(chosen):
    found = tone_by_tool(mentions_of(chosen))
    assert set(found.table["tool"]) == {"model", "TextBlob", "VADER"}
    assert "all" in set(found.agreement()["tools"])
