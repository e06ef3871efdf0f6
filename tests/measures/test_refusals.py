"""What cannot be estimated: every public function of the room gets one article, nobody quoted, and a side unknown.

Each must answer with a sentence (RequestError), with nothing, or with numbers that say "not estimable". A function that
is new to the room fails here until it says how it is called.
"""

import importlib
import inspect
import pkgutil
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis import measures
from analysis.codebook import load_codebook
from analysis.corpus.counts import count_attributions, first_heard
from analysis.corpus.store import coded_attributions, read_table
from analysis.errors import RequestError
from analysis.measures.hand_codes import machine_codes, mention_ids
from analysis.measures.intervals import Estimate
from analysis.measures.position import PLACED
from analysis.measures.tone_toward import judged_by_tools, targeted_sentences

SIDES, NOWHERE = ("north", "south"), ("nowhere", "south")
TOOLS = ["model", "TextBlob", "VADER"]

CALLS = {
    "affiliations.with_organisation": lambda f, c: f(c.attributions, c.book),
    "agreement.krippendorff_alpha": lambda f, c: f(c.codes[c.codes["variable"] == "side"]),
    "agreement.confusion": lambda f, c: f(c.codes, "ann", "machine"),
    "agreement.agreement_table": lambda f, c: f(c.codes),
    "agreement.confusion_table": lambda f, c: f(c.codes),
    "agreement.contested": lambda f, c: f(c.codes, c.attributions, "side"),
    "articles.corpus_summary": lambda f, c: f(c.articles),
    "articles.article_lengths": lambda f, c: f(c.articles),
    "audit.reading_summary": lambda f, c: f(c.articles, c.attributions),
    "audit.unknown_shares": lambda f, c: f(c.attributions),
    "audit.confidence_bands": lambda f, c: f(c.attributions),
    "audit.frequent_cues": lambda f, c: f(c.attributions),
    "audit.attribution_quality": lambda f, c: f(c.hand, c.attributions),
    "balance.compared_sides": lambda f, c: f(c.book, ", ".join(c.sides)),
    "balance.balance": lambda f, c: f(c.attributions, c.sides),
    "balance.balance_bounds": lambda f, c: f(c.attributions, c.sides),
    "balance.balance_within_articles": lambda f, c: f(c.attributions, c.sides),
    "compare.compare_with_rest": lambda f, c: f(c.attributions, c.sides[0]),
    "compare.holm": lambda f, c: f(pd.Series([0.01, np.nan])),
    "compare.permutation_test": lambda f, c: f(c.alike, 99, 1),
    "copies.shared_stories": lambda f, c: f(c.articles, c.copies),
    "correction.corrected_ratio": lambda f, c: f((c.part, c.whole), (c.part, c.whole), c.places),
    "correction.corrected_mean": lambda f, c: f(c.part, c.part, c.places),
    "correction.corrected_shares": lambda f, c: f(c.attributions, c.hand, "side", list(c.sides)),
    "correction.corrected_balance": lambda f, c: f(c.attributions, c.hand, c.sides),
    "correction.corrected_tone": lambda f, c: f(c.targeted, c.hand),
    "cues.cue_lemma": lambda f, c: f(""),
    "cues.with_cue_class": lambda f, c: f(c.attributions),
    "cues.cue_log_odds": lambda f, c: f(c.attributions, c.sides, fewest=1),
    "cues.log_odds": lambda f, c: f([c.counts] * 2, [c.whole] * 2, np.ones(2), 20.0),
    "diversity.shannon": lambda f, c: f(c.part),
    "diversity.concentration": lambda f, c: f(c.part),
    "diversity.hill_numbers": lambda f, c: f(c.part),
    "diversity.rarefied": lambda f, c: f(c.part, 50),
    "diversity.jackknife_interval": lambda f, c: f(c.counts, np.sum),
    "diversity.diversity": lambda f, c: f(c.attributions, "side"),
    "draw.stratum_sizes": lambda f, c: f(c.attributions.groupby(["outlet", "side"]).size(), 10),
    "events.with_events": lambda f, c: f(c.attributions, c.events),
    "events.some_weeks": lambda f, c: f(c.articles, 100),
    "events.find_events": lambda f, c: f(c.articles),
    "events.event_table": lambda f, c: f(c.events),
    "events.same_event_difference": lambda f, c: f(c.attributions.assign(event="e1"), c.sides[0]),
    "experts.expert_attributions": lambda f, c: f(c.attributions),
    "experts.named_experts": lambda f, c: f(c.attributions),
    "experts.expert_persons": lambda f, c: f(c.attributions),
    "experts.expert_table": lambda f, c: f(c.attributions),
    "experts.expert_concentration": lambda f, c: f(c.attributions),
    "experts.expert_share": lambda f, c: f(c.attributions),
    "experts.gender_bounds": lambda f, c: f(c.attributions),
    "experts.shared_experts": lambda f, c: f(c.attributions),
    "experts.expert_curve": lambda f, c: f(c.attributions),
    "experts.outlets_per_expert": lambda f, c: f(c.attributions),
    "experts.outlets_and_experts": lambda f, c: f(c.attributions),
    "experts.quoted_together": lambda f, c: f(c.attributions),
    "hand_codes.mention_ids": lambda f, c: f(c.tones),
    "hand_codes.standing_codes": lambda f, c: f(c.hand, c.attributions, c.tones),
    "hand_codes.coder_counts": lambda f, c: f(c.hand),
    "hand_codes.as_code": lambda f, c: f(c.attributions["side"]),
    "hand_codes.machine_codes": lambda f, c: f(c.attributions, c.tones),
    "hand_codes.real_attributions": lambda f, c: f(c.codes),
    "hand_codes.missed_attributions": lambda f, c: f(c.hand, c.articles),
    "intervals.share_interval": lambda f, c: f(c.part, c.whole),
    "intervals.share_of_articles": lambda f, c: f(c.part),
    "intervals.mean_interval": lambda f, c: f(c.part, c.whole),
    "intervals.difference_interval": lambda f, c: f(c.part, c.whole, c.part, c.whole),
    "models.odds_by_outlet": lambda f, c: f(c.attributions, c.sides[0]),
    "officials.official_dominance": lambda f, c: f(c.attributions, []),
    "officials.anonymous_share": lambda f, c: f(c.attributions),
    "outlets.chosen_outlet": lambda f, c: f(c.articles, "No Such Post"),
    "outlets.against_others": lambda f, c: f(c.attributions, "No Such Post"),
    "pools.overlap": lambda f, c: f(c.counts > 0, c.counts > 0),
    "pools.share_seen_once": lambda f, c: f(c.part, c.whole),
    "pools.people_to_expect": lambda f, c: f(c.part, c.whole, [1]),
    "position.prominence": lambda f, c: f(c.placed),
    "position.first_turn": lambda f, c: f(c.heard, values=c.sides),
    "readers.reader_agreement": lambda f, c: f(c.opinions),
    "reply.accusations": lambda f, c: f(c.attributions, c.tones),
    "reply.accusing_cues": lambda f, c: f(c.attributions["cue"]),
    "reply.without_reply": lambda f, c: f(c.sentences, c.tones, c.articles),
    "reply.right_of_reply": lambda f, c: f(c.accused, c.attributions, c.unanswered),
    "shares.shares": lambda f, c: f(c.attributions, "side", values=c.sides),
    "shares.order_values": lambda f, c: f(c.attributions.assign(weight=1.0), "side"),
    "shares.split": lambda f, c: f(c.attributions, ["outlet"]),
    "shares.per_article": lambda f, c: f(c.attributions, "side", c.sides),
    "sources.top_sources": lambda f, c: f(c.attributions),
    "specifications.extreme_outlets": lambda f, c: f(c.attributions, c.sides),
    "specifications.balance_specifications": lambda f, c: f({"model": c.attributions}, c.sides, c.outlets),
    "specifications.tone_specifications": lambda f, c: f(c.judged, TOOLS, c.sides),
    "specifications.own_specification": lambda f, c: f(pd.DataFrame({"unit": ["words"]}), {"unit": c.sides[0]}),
    "speech.speech_length": lambda f, c: f(c.attributions, values=c.sides),
    "speech.length_interval": lambda f, c: f(c.part, c.whole),
    "tone.scored_sentences": lambda f, c: f(c.sentences, c.articles),
    "tone.mean_tone": lambda f, c: f(c.scored),
    "tone.signs": lambda f, c: f(c.scored["vader"]),
    "tone.disagreement": lambda f, c: f(c.scored),
    "tone.sign_table": lambda f, c: f(c.scored),
    "tone_toward.targeted_sentences": lambda f, c: f(c.tones, c.sentences, c.articles),
    "tone_toward.tone_toward": lambda f, c: f(c.targeted),
    "tone_toward.answered": lambda f, c: f(c.targeted, 0.99),
    "tone_toward.by_confidence": lambda f, c: f(c.targeted),
    "tone_toward.judged_by_tools": lambda f, c: f(c.targeted),
    "tone_toward.tone_by_tool": lambda f, c: f(c.judged, TOOLS),
    "tone_toward.sign_changes": lambda f, c: f(c.by_tool),
    "tone_toward.tool_agreement": lambda f, c: f(c.judged, TOOLS),
    "tone_toward.most_disputed": lambda f, c: f(c.judged, TOOLS, 5),
    "tone_toward.conflict_vocabulary": lambda f, c: f(c.judged, TOOLS),
    "units.in_units": lambda f, c: f(c.attributions, "sources"),
    "units.in_all": lambda f, c: f(c.attributions),
    "units.number_of_articles": lambda f, c: f(c.attributions),
}
ASK_NOTHING = {"units.selection", "reply.no_reply_words"} | {
    f"checks.{name}"
    for name in ("require_columns", "require_choice", "require_between", "require_permutations", "as_list")
}
"""They take no table and give no number."""

TAKE_A_SIDE = [name for name, call in CALLS.items() if "sides" in inspect.getsource(call).split(name)[1].split("\n")[0]]


def public_functions() -> dict:
    found = {}
    for module in pkgutil.iter_modules(measures.__path__):
        loaded = importlib.import_module(f"analysis.measures.{module.name}")
        for name, function in vars(loaded).items():
            ours = callable(function) and not inspect.isclass(function) and not name.startswith("_")
            if ours and getattr(function, "__module__", "") == loaded.__name__:
                found[f"{module.name}.{name}"] = function
    return found


FUNCTIONS = public_functions()


def tables_of(folder, codebook, articles: int, sides=SIDES) -> SimpleNamespace:
    """Everything that a function of the room may ask for, of one corpus; as arrays, of so many articles."""
    c = SimpleNamespace(book=load_codebook(codebook), sides=sides)
    for name in ("articles", "sources", "sentences", "tones"):
        setattr(c, name, read_table(folder, name))
    c.attributions = coded_attributions(folder)
    c.placed, c.heard = count_attributions(folder, ["side", *PLACED]), first_heard(folder)
    c.outlets = tuple(c.articles["outlet"].unique()[:1])
    coded = machine_codes(c.attributions, c.tones)
    judged = coded[coded["variable"] == "side"].assign(variable="attribution", value="yes")
    told = dict(zip(c.attributions["attribution_id"], c.attributions["content"], strict=True))
    told |= dict(zip(mention_ids(c.tones), c.tones["target"], strict=True))
    c.hand = pd.concat([judged, coded]).assign(coder="ann", chance=1.0)
    c.hand["content"] = c.hand["item"].map(told)
    c.codes = pd.concat([c.hand, coded], ignore_index=True)
    c.targeted = targeted_sentences(c.tones, c.sentences, c.articles)
    c.judged = judged_by_tools(c.targeted)
    c.by_tool = c.judged.assign(tool="VADER", estimate=0.5)
    c.scored = FUNCTIONS["tone.scored_sentences"](c.sentences, c.articles)
    c.events = FUNCTIONS["events.find_events"](c.articles)
    c.accused = c.attributions.assign(accused="south")
    c.unanswered = FUNCTIONS["reply.without_reply"](c.sentences, c.tones, c.articles)
    c.copies = pd.DataFrame(
        {"article_id": c.articles["article_id"], "original": c.articles["article_id"], "agency": ""}
    )
    c.opinions = pd.DataFrame(columns=["form", "found_by", "same_source"])
    c.part = c.whole = np.ones(articles, int)
    c.places, c.counts = np.arange(articles), np.ones((articles, 2))
    c.alike = pd.DataFrame({"part": c.part, "whole": c.whole, "mine": True, "articles": 1})
    return c


def numbers_in(answer) -> list[tuple[float, str]]:
    """The lower ends and the notes of what a function gives."""
    if isinstance(answer, Estimate):
        return [(answer.low, answer.note)]
    if isinstance(answer, list | tuple):
        return [number for part in answer for number in numbers_in(part)]
    if isinstance(answer, pd.DataFrame) and {"note", "estimate"} <= set(answer):
        end = "low" if "low" in answer else "p"
        return list(zip(answer[end], answer["note"], strict=True))
    return []


def says_so(function, tables) -> None:
    """Hold that the function refuses in a sentence, or gives no interval without saying that there is none."""
    try:
        answer = CALLS[function](FUNCTIONS[function], tables)
    except RequestError as refusal:
        assert str(refusal).rstrip().endswith((".", "?")), refusal
        return
    for low, note in numbers_in(answer):
        assert pd.isna(low) and note.startswith("not estimable"), (function, low, note)


def test_every_public_function_is_asked():
    assert set(FUNCTIONS) - ASK_NOTHING == set(CALLS)


@pytest.fixture(scope="module")
def one(corpus_of_one, codebook):
    return tables_of(corpus_of_one, codebook, 1)


@pytest.fixture(scope="module")
def silent(corpus_without_voices, codebook):
    return tables_of(corpus_without_voices, codebook, 0)


@pytest.fixture(scope="module")
def misspelt(corpus, codebook):
    return tables_of(corpus, codebook, 12, NOWHERE)


@pytest.mark.parametrize("function", CALLS)
def test_one_article(function, one):
    says_so(function, one)


@pytest.mark.parametrize("function", CALLS)
def test_nobody_is_quoted(function, silent):
    says_so(function, silent)


@pytest.mark.parametrize("function", TAKE_A_SIDE)
def test_a_side_that_is_not_in_the_codebook(function, misspelt):
    try:
        answer = CALLS[function](FUNCTIONS[function], misspelt)
    except RequestError as refusal:
        assert "nowhere" in str(refusal)
        return
    if isinstance(answer, pd.DataFrame) and "side" in answer:
        answer = answer[answer["side"] == "nowhere"]
    for low, note in numbers_in(answer):
        assert pd.isna(low) and note.startswith("not estimable"), (function, low, note)
