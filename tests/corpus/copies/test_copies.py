"""Copies of one story are found across outlets, with their original; other reports of the event are not."""

import json
from datetime import date

import numpy as np
import pytest

from analysis.corpus.copies.fingerprints import fingerprints, overlaps, runs_of, stories
from analysis.corpus.copies.mark import copied_texts, copy_rows, mark_copies
from analysis.corpus.ingest import ingest
from analysis.corpus.store import read_table, table_path

WIRE = [
    f"On the {day} day the {side} army said that its troops had {what} the {place}, where the fighting began in spring."
    for day, side, what, place in [
        ("first", "northern", "reached", "old bridge"), ("second", "southern", "left", "grain port"),
        ("third", "northern", "shelled", "railway yard"), ("fourth", "southern", "crossed", "river mouth"),
        ("fifth", "northern", "searched", "market hall"), ("sixth", "southern", "mined", "coast road"),
        ("seventh", "northern", "rebuilt", "water works"), ("eighth", "southern", "guarded", "power station"),
    ]
]  # fmt: skip
OTHER = "Nothing in this report of a council's budget is told in the words of the wire, though it is of the same day."


def article(name, outlet, day, paragraphs, agency=""):
    return {
        "article_id": name, "outlet": outlet, "published": date(2024, 3, day) if day else None, "agency": agency,
        "text": "\n\n".join(paragraphs), "lost": any("\ufffd" in paragraph for paragraph in paragraphs),
    }  # fmt: skip


def find_copies(articles):
    found = fingerprints(article["text"] for article in articles)
    return copy_rows(found, copied_texts(found), dict(enumerate(articles)))


def test_a_story_cut_and_retold_by_other_outlets_is_one_story():
    rows = find_copies(
        [
            article("cut", "Gazette", 3, WIRE[:6]),
            article("own", "Herald", 2, [OTHER]),
            article("whole", "Ledger", 2, WIRE, "Reuters"),
            article("late", "Courier", 0, [*WIRE[1:], "Additional reporting by our own staff in the port."]),
        ]
    )
    assert {row["article_id"]: row["original"] for row in rows} == {"cut": "whole", "late": "whole", "whole": "whole"}
    assert {row["agency"] for row in rows} == {"Reuters"}
    assert all(0.5 <= row["overlap"] <= 1 for row in rows)


def test_the_agencys_own_article_is_the_original_even_when_its_date_is_later():
    rows = find_copies([article("a", "Gazette", 1, WIRE, "Reuters"), article("b", "Reuters", 2, [*WIRE, OTHER])])
    assert {row["original"] for row in rows} == {"b"}


def test_of_one_day_the_copy_that_lost_no_character_is_the_original():
    garbled = [paragraph.replace("army", "arm\ufffd") for paragraph in WIRE[:2]] + WIRE[2:]
    rows = find_copies([article("a", "Gazette", 1, garbled), article("b", "Gazette", 1, WIRE)])
    assert {row["original"] for row in rows} == {"b"}


def test_reports_in_other_words_are_no_copies():
    assert find_copies([article("a", "Gazette", 1, WIRE[:4]), article("b", "Herald", 1, [OTHER, WIRE[0]])]) == []
    assert find_copies([]) == [] and find_copies([article("a", "G", 1, [""]), article("b", "H", 1, [""])]) == []


def test_the_estimate_is_near_the_share_counted():
    whole, cut = " ".join(WIRE), " ".join(WIRE[:5])
    counted = len(set(runs_of(whole)) & set(runs_of(cut))) / len(runs_of(cut))
    (estimate,) = overlaps(fingerprints([whole, cut]), np.array([0]), np.array([1]))
    assert estimate == pytest.approx(counted, abs=0.2)


def test_a_story_printed_by_hundreds_is_one_story():
    texts = [f"{' '.join(WIRE)} Paper number {number} adds nothing." for number in range(200)]
    assert len(set(stories(fingerprints([*texts, OTHER])).tolist())) == 2


def test_a_corpus_has_its_copies_marked(tmp_path):
    lines = [
        {"outlet": outlet, "published": f"2024-03-0{day}", "text": "\n\n".join(text)}
        for outlet, day, text in [("Gazette", 2, WIRE), ("Herald", 1, WIRE[:7]), ("Ledger", 1, [OTHER] * 2)]
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)))
    ingest([tmp_path / "articles.jsonl"], tmp_path / "corpus")
    assert mark_copies(tmp_path / "corpus") == 2 and table_path(tmp_path / "corpus", "copies").is_file()
    assert read_table(tmp_path / "corpus", "copies").original.nunique() == 1
