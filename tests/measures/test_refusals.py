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
from analysis.measures import PLACED, judged_by_tools, machine_codes, mention_ids, targeted_sentences
from analysis.measures.estimators import Estimate

SIDES, NOWHERE = ("north", "south"), ("nowhere", "south")
TOOLS = ["model", "TextBlob", "VADER"]

CALLS = {
    "with_organisation": lambda f, c: f(c.attributions, c.book),
    "krippendorff_alpha": lambda f, c: f(c.codes[c.codes["variable"] == "side"]),
    "confusion": lambda f, c: f(c.codes, "ann", "machine"),
    "agreement_table": lambda f, c: f(c.codes),
    "confusion_table": lambda f, c: f(c.codes),
    "contested": lambda f, c: f(c.codes, c.attributions, "side"),
    "corpus_summary": lambda f, c: f(c.articles),
    "article_lengths": lambda f, c: f(c.articles),
    "articles_over_time": lambda f, c: f(c.articles),
    "first_codes": lambda f, c: f(c.hand),
    "reading_summary": lambda f, c: f(c.articles, c.attributions),
    "confidence_bands": lambda f, c: f(c.attributions),
    "frequent_cues": lambda f, c: f(c.attributions),
    "attribution_quality": lambda f, c: f(c.hand, c.attributions),
    "compared_sides": lambda f, c: f(c.book, ", ".join(c.sides)),
    "balance": lambda f, c: f(c.attributions, c.sides),
    "balance_bounds": lambda f, c: f(c.attributions, c.sides),
    "sides_per_article": lambda f, c: f(c.attributions),
    "balance_within_articles": lambda f, c: f(c.attributions, c.sides),
    "breaks_at": lambda f, c: f(c.attributions.assign(day="2024-03-01"), ["2024-03-02"], c.sides[0]),
    "compare_with_rest": lambda f, c: f(c.attributions, c.sides[0]),
    "holm": lambda f, c: f(pd.Series([0.01, np.nan])),
    "permutation_test": lambda f, c: f(c.part, c.whole, c.whole > 0, permutations=99),
    "shared_stories": lambda f, c: f(c.articles, c.copies),
    "corrected_ratio": lambda f, c: f((c.part, c.whole), (c.part, c.whole), c.places),
    "corrected_ratios": lambda f, c: f((c.counts, c.whole), (c.counts, c.whole), c.places),
    "corrected_contrast_odds": lambda f, c: f(
        (c.part, c.whole), (c.part, c.whole), np.arange(len(c.part)) % 2, c.places, c.whole
    ),
    "corrected_mean": lambda f, c: f(c.part, c.part, c.places),
    "corrected_shares": lambda f, c: f(c.attributions, c.hand, "side", list(c.sides)),
    "corrected_balance": lambda f, c: f(c.attributions, c.hand, c.sides),
    "corrected_odds": lambda f, c: f(c.attributions, c.hand, c.sides[0], list(c.sides)),
    "corrected_tone": lambda f, c: f(c.targeted, c.hand),
    "cue_lemma": lambda f, c: f(""),
    "with_cue_class": lambda f, c: f(c.attributions),
    "cue_log_odds": lambda f, c: f(c.attributions, c.sides, fewest=1),
    "differences_within": lambda f, c: f(c.part, c.whole, c.part * 0, c.part * 0, 1),
    "contrast_odds": lambda f, c: f(c.part, c.part * 0, c.places),
    "log_odds": lambda f, c: f([c.counts] * 2, [c.whole] * 2, np.ones(2), 20.0),
    "shannon": lambda f, c: f(c.part),
    "concentration": lambda f, c: f(c.counts),
    "concentration_interval": lambda f, c: f(c.counts),
    "rarefied": lambda f, c: f(c.part, 50),
    "jackknife_interval": lambda f, c: f(c.counts, np.sum),
    "diversity": lambda f, c: f(c.attributions, "side"),
    "articles_needed": lambda f, c: f(0, 0.3),
    "articles_for_difference": lambda f, c: f(0, 0.3),
    "articles_to_code": lambda f, c: f(0.1, 0.3, 1, 5),
    "width_with_more": lambda f, c: f(0.1, 0.04, 25, 50),
    "plan_balance": lambda f, c: f(c.attributions, c.sides, 0.1),
    "stratum_sizes": lambda f, c: f(c.attributions.groupby(["outlet", "side"]).size(), 10),
    "with_events": lambda f, c: f(c.attributions, c.events),
    "some_weeks": lambda f, c: f(c.articles, 100),
    "find_events": lambda f, c: f(c.articles),
    "event_table": lambda f, c: f(c.events),
    "same_event_difference": lambda f, c: f(c.attributions.assign(event="e1"), c.sides[0]),
    "expert_attributions": lambda f, c: f(c.attributions),
    "named_experts": lambda f, c: f(c.attributions),
    "expert_persons": lambda f, c: f(c.attributions),
    "expert_table": lambda f, c: f(c.attributions),
    "expert_concentration": lambda f, c: f(c.attributions),
    "expert_share": lambda f, c: f(c.attributions),
    "gender_bounds": lambda f, c: f(c.attributions),
    "shared_experts": lambda f, c: f(c.attributions),
    "expert_curve": lambda f, c: f(c.attributions),
    "outlets_per_expert": lambda f, c: f(c.attributions),
    "outlets_and_experts": lambda f, c: f(c.attributions),
    "quoted_together": lambda f, c: f(c.attributions),
    "mention_ids": lambda f, c: f(c.tones),
    "standing_codes": lambda f, c: f(c.hand, c.attributions, c.tones),
    "coder_counts": lambda f, c: f(c.hand),
    "as_code": lambda f, c: f(c.attributions["side"]),
    "machine_codes": lambda f, c: f(c.attributions, c.tones),
    "real_attributions": lambda f, c: f(c.codes),
    "missed_attributions": lambda f, c: f(c.hand, c.articles),
    "spread_of": lambda f, c: f(c.part, c.whole),
    "effective_clusters": lambda f, c: f(c.whole),
    "bounded_interval": lambda f, c: f(c.part, c.part, c.part),
    "welch": lambda f, c: f(c.part, c.whole, c.part, c.whole),
    "equivalence_p": lambda f, c: f(0.1, 0.0, np.nan, 0.1),
    "interval_of_moves": lambda f, c: f(np.nan, c.part * 0.0, c.whole, c.whole, "plain", 0.95),
    "coincidences": lambda f, c: f(c.part, c.places, c.places),
    "alpha": lambda f, c: f(np.zeros((0, 0)), np.zeros(0)),
    "alpha_interval": lambda f, c: f(c.part, c.places, c.places),
    "alpha_below": lambda f, c: f(c.part, c.places, c.places),
    "share_interval": lambda f, c: f(c.part, c.whole),
    "share_of_articles": lambda f, c: f(c.part),
    "mean_interval": lambda f, c: f(c.part, c.whole),
    "difference_interval": lambda f, c: f(c.part, c.whole, c.part, c.whole),
    "odds_by_outlet": lambda f, c: f(c.attributions, c.sides[0]),
    "official_dominance": lambda f, c: f(c.attributions, []),
    "anonymous_share": lambda f, c: f(c.attributions),
    "largest_outlet": lambda f, c: f(c.articles[:0]),
    "against_others": lambda f, c: f(c.attributions, "No Such Post"),
    "overlap": lambda f, c: f(c.counts > 0, c.counts > 0),
    "share_seen_once": lambda f, c: f(c.part, c.whole),
    "people_to_expect": lambda f, c: f(c.part, c.whole, [1]),
    "prominence": lambda f, c: f(c.placed),
    "first_turn": lambda f, c: f(c.heard, values=c.sides),
    "reader_agreement": lambda f, c: f(c.opinions),
    "accusations": lambda f, c: f(c.attributions, c.tones),
    "accusing_cues": lambda f, c: f(c.attributions["cue"]),
    "without_reply": lambda f, c: f(c.sentences, c.tones, c.articles),
    "right_of_reply": lambda f, c: f(c.accused, c.attributions, c.unanswered),
    "shares": lambda f, c: f(c.attributions, "side", values=c.sides),
    "order_values": lambda f, c: f(c.attributions.assign(weight=1.0), "side"),
    "split": lambda f, c: f(c.attributions, ["outlet"]),
    "per_article": lambda f, c: f(c.attributions, "side", c.sides),
    "top_sources": lambda f, c: f(c.attributions),
    "extreme_outlets": lambda f, c: f(c.attributions, c.sides),
    "balance_specifications": lambda f, c: f({"model": c.attributions}, c.sides, c.outlets),
    "tone_specifications": lambda f, c: f(c.judged, TOOLS, c.sides),
    "own_specification": lambda f, c: f(pd.DataFrame({"unit": ["words"]}), {"unit": c.sides[0]}),
    "speech_length": lambda f, c: f(c.attributions, values=c.sides),
    "length_interval": lambda f, c: f(c.part, c.whole),
    "scored_sentences": lambda f, c: f(c.sentences, c.articles),
    "mean_tone": lambda f, c: f(c.scored),
    "signs": lambda f, c: f(c.scored["vader"]),
    "disagreement": lambda f, c: f(c.scored),
    "sign_table": lambda f, c: f(c.scored),
    "targeted_sentences": lambda f, c: f(c.tones, c.sentences, c.articles),
    "tone_toward": lambda f, c: f(c.targeted),
    "answered": lambda f, c: f(c.targeted, 0.99),
    "by_confidence": lambda f, c: f(c.targeted),
    "judged_by_tools": lambda f, c: f(c.targeted),
    "tone_by_tool": lambda f, c: f(c.judged, TOOLS),
    "sign_changes": lambda f, c: f(c.by_tool),
    "tool_agreement": lambda f, c: f(c.judged, TOOLS),
    "most_disputed": lambda f, c: f(c.judged, TOOLS, 5),
    "conflict_vocabulary": lambda f, c: f(c.judged, TOOLS),
    "adjusted": lambda f, c: f(pd.DataFrame({"p": [np.nan, np.nan]})),
    "by_group": lambda f, c: f(c.attributions, "outlet", lambda rows: [{"n": len(rows)}], ["n"]),
    "estimate_row": lambda f, c: f(Estimate(0.5, 0.4, 0.6), 9, 9)["note"],
    "clusters_of": lambda f, c: f(c.attributions, "article_id"),
    "sums_by_article": lambda f, c: f(c.attributions, "words"),
    "in_units": lambda f, c: f(c.attributions, "sources"),
    "in_all": lambda f, c: f(c.attributions),
    "number_of_articles": lambda f, c: f(c.attributions),
}
ASK_NOTHING = {"selection", "no_reply_words"}
"""They take no table and give no number."""

TAKE_A_SIDE = [name for name, call in CALLS.items() if "sides" in inspect.getsource(call).split(name)[1].split("\n")[0]]


def public_functions() -> dict:
    found = {}
    for module in pkgutil.walk_packages(measures.__path__, "analysis.measures."):
        loaded = importlib.import_module(module.name)
        for name, function in vars(loaded).items():
            ours = callable(function) and not inspect.isclass(function) and not name.startswith("_")
            if ours and getattr(function, "__module__", "") == loaded.__name__:
                assert name not in found, f"two functions are called {name}"
                found[name] = function
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
    c.scored = FUNCTIONS["scored_sentences"](c.sentences, c.articles)
    c.events = FUNCTIONS["find_events"](c.articles)
    c.accused = c.attributions.assign(accused="south")
    c.unanswered = FUNCTIONS["without_reply"](c.sentences, c.tones, c.articles)
    c.copies = pd.DataFrame(
        {"article_id": c.articles["article_id"], "original": c.articles["article_id"], "agency": ""}
    )
    c.opinions = pd.DataFrame(columns=["form", "found_by", "same_source"])
    c.part = c.whole = np.ones(articles, int)
    c.places, c.counts = np.arange(articles), np.ones((articles, 2))
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
