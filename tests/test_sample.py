"""The sample corpus: its files give the gold's texts, its gold is sound, and it follows its design."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.codebook import load_codebook
from analysis.corpus.ingest import ingest
from analysis.corpus.store import read_table
from analysis.reading.attributions.quotations import form_of

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "sample"
DESIGN = yaml.safe_load((SAMPLE / "design.yml").read_text("utf-8"))
CODEBOOK = load_codebook(DATA / "codebooks" / "sample.yml")
GOLD = [json.loads(line) for line in (SAMPLE / "gold.jsonl").read_text("utf-8").splitlines()]
SECOND = [json.loads(line) for line in (SAMPLE / "second-coding.jsonl").read_text("utf-8").splitlines()]
OUTLETS = sorted(DESIGN["outlets"])


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> pd.DataFrame:
    corpus = tmp_path_factory.mktemp("sample")
    ingest([SAMPLE / "articles"], corpus)
    assert read_table(corpus, "rejected").empty
    return read_table(corpus, "articles")


@pytest.fixture(scope="module")
def attributions() -> pd.DataFrame:
    """The gold's attributions that have a source, with the source's codes."""
    official = {kind.id for kind in CODEBOOK.source_types if kind.sir.startswith("official")}
    rows = []
    for article in GOLD:
        sources = {source["source_id"]: source for source in article["sources"]}
        for attribution in article["attributions"]:
            if source := sources.get(attribution["source_id"]):
                rows.append({"outlet": article["outlet"], "form": attribution["form"], **source})
    frame = pd.DataFrame(rows)
    return frame.assign(
        official=frame.source_type.isin(official),
        anonymous=frame.anonymity == "anonymous",
        people=frame.source_type.isin(["citizen", "witness"]),
    )


def spans_of(article: dict) -> list[tuple[str, list[int]]]:
    return [
        (part, span)
        for attribution in article["attributions"]
        for part in ("source", "cue", "content")
        for span in attribution[part]
    ]


def test_ingesting_the_files_gives_exactly_the_texts_of_the_gold(articles):
    read = {(row.outlet, row.title): row.text for row in articles.itertuples()}
    assert read == {(article["outlet"], article["title"]): article["text"] for article in GOLD}


def test_the_gold_names_the_file_that_each_article_is_read_from(articles):
    found = {(row.outlet, row.title): row.source_file for row in articles.itertuples()}
    for article in GOLD:
        assert found[article["outlet"], article["title"]].endswith(article["article"])


def test_dates_of_publication_are_read_where_the_files_give_them(articles):
    written = {(article["outlet"], article["title"]): article["published"] for article in GOLD}
    for row in articles.itertuples():
        if pd.notna(row.published):
            assert str(row.published)[:10] == written[row.outlet, row.title]
    assert set(articles[articles.published.isna()].outlet) <= {"Daily Pennant"}


@pytest.mark.parametrize("article", GOLD + SECOND, ids=lambda article: article["article"])
def test_spans_stand_in_the_text_and_begin_and_end_with_a_word_or_a_mark(article):
    text = article["text"]
    for part, (start, end) in spans_of(article):
        span = text[start:end]
        assert span and span == span.strip(), (part, span)
        assert "\n" not in span, (part, span)
        cut = (start and text[start - 1].isalnum() and span[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and span[-1].isalnum()
        )
        assert not cut, (part, span)


@pytest.mark.parametrize("article", GOLD + SECOND, ids=lambda article: article["article"])
def test_every_attribution_has_a_content_a_cue_and_a_known_source(article):
    sources = {source["source_id"] for source in article["sources"]}
    for attribution in article["attributions"]:
        assert attribution["content"] and attribution["cue"]
        assert attribution["kind"] in ("speech", "attitude")
        assert attribution["source_id"] in sources | {""}
    assert sources == {a["source_id"] for a in article["attributions"]} - {""}


def test_forms_are_what_the_quotation_marks_say():
    pairs = Counter(
        (attribution["form"], form_of(article["text"], attribution["content"]))
        for article in GOLD
        for attribution in article["attributions"]
    )
    agree = sum(count for (gold, found), count in pairs.items() if gold == found)
    # not all: single marks that run over a paragraph's end cannot be told from apostrophes
    assert agree >= 0.99 * pairs.total(), pairs


def test_codes_are_codes_of_the_codebook():
    natures = {"person", "organisation", "group", "document"}
    functions = {"subject", "spokesperson", "expert", "eyewitness", "popular opinion", "unknown"}
    bases = {"academic", "think tank", "analyst", "former official", "legal or technical", "NGO"}
    for source in (source for article in GOLD + SECOND for source in article["sources"]):
        assert source["side"] in {*CODEBOOK.side_ids, "unknown"}, source
        assert source["source_type"] in {*CODEBOOK.type_ids, "unknown"}, source
        assert source["nature"] in natures and source["function"] in functions, source
        assert source["anonymity"] in {"named", "anonymous", "collective"}, source
        assert source["gender"] in {"female", "male", "unknown"}, source
        assert source["expert"] == (source["expert_basis"] in bases), source


def test_names_and_affiliations_are_words_of_the_article():
    for article in GOLD + SECOND:
        for source in article["sources"]:
            assert source["name"].casefold() in article["text"].casefold(), source
            assert source["affiliation"].casefold() in article["text"].casefold(), source


def test_an_actor_of_the_codebook_has_its_codes_in_every_article():
    actors = {actor.name: actor for actor in CODEBOOK.actors}
    for source in (source for article in GOLD for source in article["sources"]):
        if actor := actors.get(source["actor"]):
            assert actor.side in (source["side"], "unknown"), source
            known = actor.source_type in (source["source_type"], "unknown")
            # An ordinary person is a witness in an article where it tells what it saw.
            assert known or (actor.source_type, source["source_type"]) == ("citizen", "witness"), source


def test_the_second_coding_is_of_two_articles_an_outlet_and_of_the_same_texts():
    texts = {article["article"]: article["text"] for article in GOLD}
    assert all(article["text"] == texts[article["article"]] for article in SECOND)
    assert Counter(article["outlet"] for article in SECOND) == dict.fromkeys(OUTLETS, 2)


def test_the_two_codings_agree_as_coders_do_and_are_not_the_same():
    gold = {article["article"]: article for article in GOLD}
    pairs = [
        (code_of(gold[article["article"]], first), code_of(article, second))
        for article in SECOND
        for first in gold[article["article"]]["attributions"]
        for second in article["attributions"]
        if first["content"] == second["content"]
    ]
    assert len(pairs) >= 120
    for code, least in {"side": 0.95, "source_type": 0.85, "function": 0.85, "anonymity": 0.95}.items():
        agreed = sum(first[code] == second[code] for first, second in pairs) / len(pairs)
        assert least <= agreed < 1, code


def code_of(article: dict, attribution: dict) -> dict:
    return next(source for source in article["sources"] if source["source_id"] == attribution["source_id"])


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article["article"])
def test_articles_are_as_long_and_as_full_of_voices_as_news_is(article):
    assert 300 <= len(article["text"].split()) <= 650
    assert 8 <= len(article["attributions"]) <= 20


@pytest.mark.parametrize("outlet", OUTLETS)
def test_an_outlet_covers_every_event_once(outlet):
    covered = Counter(article["event"] for article in GOLD if article["outlet"] == outlet)
    assert covered == dict.fromkeys(DESIGN["events"], 1)


def test_articles_on_an_event_were_published_within_three_weeks_of_it():
    for article in GOLD:
        day = DESIGN["events"][article["event"]]["date"]
        assert 0 <= (date.fromisoformat(article["published"]) - day).days <= 21, article["article"]


@pytest.mark.parametrize("outlet", OUTLETS)
@pytest.mark.parametrize("measure", ["official", "anonymous", "expert", "people"])
def test_an_outlet_gives_the_word_as_often_as_designed(attributions, outlet, measure):
    least, most = DESIGN["outlets"][outlet][measure]
    assert least <= attributions[attributions.outlet == outlet][measure].mean() <= most


@pytest.mark.parametrize("outlet", OUTLETS)
def test_an_outlet_lets_the_sides_speak_as_designed(attributions, outlet):
    shares = attributions[attributions.outlet == outlet].side.value_counts(normalize=True)
    for side, (least, most) in DESIGN["outlets"][outlet]["sides"].items():
        assert least <= shares.get(side, 0) <= most, side


@pytest.mark.parametrize("outlet", OUTLETS)
def test_an_outlets_own_voice_is_as_loaded_as_designed(outlet):
    least, most = DESIGN["outlets"][outlet]["loaded"]
    words = [word for article in GOLD if article["outlet"] == outlet for word in words_in_own_voice(article)]
    assert least <= 1000 * sum(word in DESIGN["loaded_words"] for word in words) / len(words) <= most


def words_in_own_voice(article: dict) -> list[str]:
    contents = [span for attribution in article["attributions"] for span in attribution["content"]]
    return [
        word[0].lower()
        for word in re.finditer(r"[\w’'-]+", article["text"])
        if not any(start <= word.start() < end for start, end in contents)
    ]


def test_the_outlets_differ_in_what_they_were_designed_to_differ_in(attributions):
    shares = attributions.groupby("outlet")[["official", "anonymous", "expert", "people"]].mean()
    assert shares.official.idxmax() == "Meridian Wire" and shares.official.idxmin() == "Interlake Review"
    assert shares.anonymous.idxmax() == "Daily Pennant" and shares.anonymous.idxmin() == "Kastrovar Herald"
    assert shares.expert.idxmax() == "Interlake Review" and shares.expert.idxmin() == "Meridian Wire"
    sides = attributions.groupby("outlet").side.value_counts(normalize=True).unstack(fill_value=0)
    difference = (sides.velunia - sides.ordania).abs()
    assert set(difference[difference < 0.1].index) == {"Northgate Chronicle", "Meridian Wire", "Interlake Review"}
