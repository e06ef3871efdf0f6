"""A selection says once what counts, and every number is asked of it."""

import shutil

import pandas as pd
import pytest

from analysis.corpus.query import OUTLETS, Selection, open_corpus, read_outlets
from analysis.corpus.store import read_table, write_table
from analysis.errors import RequestError


@pytest.fixture
def study(corpus, codebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return open_corpus(corpus, codebook)


def numbers(chosen: Selection) -> tuple[int, int]:
    return len(chosen.articles(["article_id"])), chosen.total()


def test_what_is_selected_is_counted_listed_and_read_alike(study):
    whole = study.select()
    articles, attributions = numbers(whole)
    assert (articles, attributions) == (12, len(whole.attributions(["attribution_id"])))
    assert whole.count("side")["attributions"].mul(whole.count("side")["articles"]).sum() == attributions


def test_a_day_a_month_or_a_condition_on_articles_leaves_out_articles_too(study):
    days = sorted(study.select().articles(["published"])["published"].unique())
    first = f"{pd.Timestamp(days[0]):%Y-%m-%d}"
    by_day, by_condition = study.select(until=first), study.select(where=f"published <= DATE '{first}'")
    assert numbers(by_day) == numbers(by_condition) == (3, by_day.total())
    assert numbers(study.select(since="2031")) == (0, 0)


def test_a_condition_on_attributions_keeps_the_articles(study):
    assert numbers(study.select(where="form = 'indirect'"))[0] == 12
    assert numbers(study.select(where="words > 5"))[1] < numbers(study.select())[1]


def test_confidence_kind_and_outlet_select(study):
    assert study.select(kind="attitude").total() == 4
    assert study.select(minimum_confidence=0.5).total() == study.select().total() - 4
    assert numbers(study.select(outlet="Southern Herald"))[0] == 4


def test_a_selection_is_one_thing_that_can_be_asked_again(study, tmp_path):
    chosen = study.select(kind="speech", since="2024")
    assert chosen == study.select(kind="speech", since="2024") and hash(chosen) == hash(
        study.select("speech", since="2024")
    )
    assert Selection.from_dict(chosen.to_dict(), tmp_path).total() == chosen.total()
    assert chosen.but(kind="both") == study.select(since="2024")


def test_periods_and_what_is_said_of_outlets_are_groups(study, tmp_path):
    (tmp_path / OUTLETS).write_text("outlet,kind of paper\nHarbour Courier,quality\nSouthern Herald,tabloid\n")
    chosen = study.select()
    by_kind = chosen.count("side", by=["kind of paper"])
    assert sorted(by_kind["kind of paper"].unique()) == ["quality", "tabloid", "unknown"]
    assert set(chosen.count("side", by="month").columns) == {"article_id", "articles", "month", "side", "attributions"}


def test_who_has_no_date_is_counted_as_undated(corpus_of_one, codebook):
    assert open_corpus(corpus_of_one, codebook).select().count("side", by="week")["week"].tolist() == ["undated"]


@pytest.fixture
def vague(corpus, codebook, tmp_path, monkeypatch):
    """A corpus whose first articles are of March 2024, of 2024, and of no known day; the others of 1 to 10 March."""
    monkeypatch.chdir(shutil.copytree(corpus, tmp_path / "vague"))
    articles = read_table(corpus, "articles")
    articles["published"] = articles["published"].where(articles.index > 2)
    for place, period in enumerate(["2024-03", "2024", ""]):
        articles.loc[place, "published_in"] = period
    write_table(tmp_path / "vague", "articles", articles)
    return open_corpus(tmp_path / "vague", codebook)


@pytest.mark.parametrize(
    ("since", "until", "articles", "left_out"),
    [
        ("", "", 12, 0),
        ("2024", "2024", 11, 1),  # all but the one of which nothing is known
        ("2024-03", "2024-03-31", 10, 2),
        ("2024-03-01", "2024-03-30", 9, 3),
        ("2024-03-02", "", None, 3),
        ("2025", "", 0, 1),
        ("", "2023-12-31", 0, 1),
    ],
)
def test_an_article_of_a_month_counts_where_all_of_the_month_does(vague, since, until, articles, left_out):
    chosen = vague.select(since=since, until=until)
    assert articles in (None, numbers(chosen)[0])
    assert chosen.unplaced() == left_out


def test_an_article_of_a_month_counts_in_its_month_and_year(vague):
    chosen = vague.select()
    whole = chosen.frequencies(["month"]).set_index("month")["articles"]
    assert whole.to_dict() == {"2024-03": 10, "undated": 2}
    assert chosen.frequencies(["year"]).set_index("year")["articles"].to_dict() == {"2024": 11, "undated": 1}
    assert chosen.frequencies(["week"]).set_index("week")["articles"]["undated"] == 3


def test_sides_that_were_learned_may_count_as_unknown(corpus, codebook, tmp_path):
    own = shutil.copytree(corpus, tmp_path / "own")
    sources = read_table(own, "sources")
    learned = (sources["side"] != "unknown") & sources["name"].str.startswith(sources.loc[0, "name"])
    write_table(own, "sources", sources.assign(side_basis=learned.map({True: "belonging", False: "words"})))
    chosen = open_corpus(own, codebook).select()
    sure = chosen.but(basis="sure")
    moved = chosen.frequencies(["side_basis"]).set_index("side_basis")["attributions"]["belonging"]
    unknown = [one.frequencies(["side"]).set_index("side")["attributions"]["unknown"] for one in (chosen, sure)]
    assert moved > 0 and unknown[1] - unknown[0] == moved
    assert sure.but(where="side = 'unknown'").total() == unknown[1]
    assert sure.sources(["side", "side_basis"]).query("side_basis == 'belonging'")["side"].eq("unknown").all()
    assert sure.key != chosen.key and Selection.from_dict(sure.to_dict()).basis == "sure"


def test_an_outlet_of_copies_may_be_asked_for_and_says_why_nothing_counts(corpus, codebook, tmp_path):
    own = shutil.copytree(corpus, tmp_path / "own")
    articles = read_table(own, "articles")
    copy = articles.iloc[[0]].assign(outlet="Echo", article_id="echo-1", duplicate_of=articles.loc[0, "article_id"])
    write_table(own, "articles", pd.concat([articles, copy], ignore_index=True))
    chosen = open_corpus(own, codebook).select(outlet="Echo")
    assert chosen.nothing() == "No article of Echo counts: each of its 1 has the text or the story of another article"
    assert chosen.but(outlet="").nothing() == ""
    assert "is among those selected" in chosen.but(outlet="", since="2031").nothing()


def test_articles_drawn_by_chance_are_the_same_each_time(study):
    drawn = study.select().drawn(5)
    assert len(drawn.articles()) == 5 and drawn.ids == study.select().drawn(5).ids
    assert study.select().drawn(500).ids is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"kind": "speach"}, 'Did you mean "speech"'),
        ({"basis": "shure"}, 'Did you mean "sure"'),
        ({"minimum_confidence": 2}, "between 0 and 1"),
        ({"outlet": "Harbor Courier"}, 'Did you mean "Harbour Courier"'),
        ({"since": "soon"}, "write 2024-03-01, 2024-03 or 2024"),
        ({"until": "2024-02-31"}, "is no day"),
        ({"where": "outlt = 'x'"}, 'no column "outlt". Did you mean "outlet"'),
        ({"where": "words >"}, "syntax error"),
        ({"where": "outlet IN (SELECT outlet FROM articles)"}, "without a query of its own"),
    ],
)
def test_what_cannot_be_selected_is_told_in_one_sentence(study, asked, told):
    with pytest.raises(RequestError, match=told.replace("?", r"\?").replace("(", r"\(")) as refused:
        study.select(**asked)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("code", "by"), [("sid", "outlet"), ("side", "mont"), (["side", "from"], "outlet")])
def test_a_column_that_does_not_exist_is_told_with_the_nearest(study, code, by):
    with pytest.raises(RequestError, match="There is no column"):
        study.select().count(code, by=by)


def test_a_corpus_that_is_not_there_is_told_with_the_nearest(corpus, codebook):
    with pytest.raises(RequestError, match="Did you mean"):
        open_corpus(corpus.parent / f"{corpus.name}s", codebook)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,kind\nA,b\n", 'no column "outlet"'),
        ("outlet,kind\nA,b\nA,c\n", "stands there twice"),
        ("outlet,side\nA,b\n", "is one of attributions already"),
    ],
)
def test_a_table_of_outlets_with_a_mistake_is_refused(tmp_path, text, told):
    (tmp_path / OUTLETS).write_text(text)
    with pytest.raises(RequestError, match=told):
        read_outlets(tmp_path / OUTLETS)


def test_pandas_copies_no_codebook_at_every_step(corpus, codebook):
    chosen = open_corpus(corpus, codebook).select()
    counts = chosen.count("side")
    assert counts.assign(x=1).attrs["selection"] is counts.attrs["selection"]


def test_a_selection_says_that_speakers_have_parts(corpus, joint):
    assert open_corpus(joint).select().described().endswith("; what several say together counts for each by its part")
    assert "part" not in open_corpus(corpus).select().described()
    assert open_corpus(joint).select(where="nature = 'person'").total() == 3


def test_a_further_condition_stands_beside_the_first(corpus, codebook):
    chosen = open_corpus(corpus, codebook).select(where="outlet = 'Southern Herald'")
    direct = chosen.but(where="form = 'direct'")
    assert set(direct.attributions(["outlet"])["outlet"]) == {"Southern Herald"}
    assert direct.but(outlet="Southern Herald").where == direct.where and 0 < direct.total() < chosen.total()
