"""What a page rests on, in a line: how much was read, what is unknown, what was learned, who checked it."""

import shutil

import pandas as pd

from analysis.corpus.query import open_corpus
from analysis.corpus.store import coded_attributions, read_table, write_table
from analysis.reports.facts import Fact, facts


def test_the_facts_of_a_corpus_that_nobody_coded(corpus, codebook):
    said = facts(open_corpus(corpus, codebook).select())
    assert [fact.text for fact in said][:3] == ["12 articles", "3 outlets", "1–10 March 2024"]
    assert said[-1] == Fact("nobody has checked this reading yet", f"evenhand code sample {corpus.name} --page")


def test_articles_without_a_day_are_counted_and_those_that_a_period_leaves_out(corpus, codebook, tmp_path):
    own = shutil.copytree(corpus, tmp_path / "own")
    articles = read_table(own, "articles")
    articles["published"] = articles["published"].where(articles.index > 2)
    articles.loc[:2, "published_in"] = ["2024-03", "2024", ""]
    write_table(own, "articles", articles)
    whole, march = (
        [fact.text for fact in facts(open_corpus(own, codebook).select(since=month, until=month))]
        for month in ("", "2024-03")
    )
    assert whole[:4] == ["12 articles", "3 outlets", "4–10 March 2024", "3 articles without a day"]
    assert march[0] == "10 articles" and march[3:5] == [
        "1 article without a day", "2 articles of no certain day left out",
    ]  # fmt: skip


def test_sides_that_were_learned_are_told_apart(corpus, codebook, tmp_path):
    own = shutil.copytree(corpus, tmp_path / "own")
    sources = read_table(own, "sources")
    known = sources["side"] != "unknown"
    write_table(own, "sources", sources.assign(side_basis=known.map({True: "belonging", False: ""})))
    chosen = open_corpus(own, codebook).select()
    assert "100 % of sides learned, not read" in [fact.text for fact in facts(chosen)]
    assert "sides 100 % learned" in [fact.text for fact in facts(chosen, bases=True)]
    assert "100 % on no known side" in [fact.text for fact in facts(chosen.but(basis="sure"), bases=True)]


def test_coders_who_disagree_are_told_on_every_page(corpus, codebook, tmp_path):
    own = shutil.copytree(corpus, tmp_path / "own")
    said = coded_attributions(own)
    codes = [
        {"coder": coder, "unit": "attribution", "item": row.attribution_id, "article_id": row.article_id,
         "variable": variable, "value": value, "chance": 1.0, "content": row.content, "place": ""}
        for place, row in enumerate(said.itertuples())
        for coder in ("Ada", "Ben")
        for variable, value in (("nature", "person"), ("side", ("north", "south")[(place // (1 + (coder == "Ben"))) % 2]))
    ]  # fmt: skip
    write_table(own, "hand_codes", pd.DataFrame(codes))
    (told,) = [fact.text for fact in facts(open_corpus(own, codebook).select()) if "agree too little" in fact.text]
    assert told.startswith("coders agree too little to correct by (alpha: side ")
