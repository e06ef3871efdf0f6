"""Every record of every file is accounted for: found, declared, article, duplicate, known or rejected with a reason."""

import json

import pandas as pd
import pytest

from analysis.corpus import store
from analysis.corpus.account import tell_delivery, tell_ingest, tell_preview, tell_previews, tell_reasons, tell_remarks
from analysis.corpus.ingest import ingest, preview
from analysis.corpus.records import parse_mapping
from analysis.errors import RequestError

STORY = """The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it,
and that nobody was to cross it before spring, whatever the ministry of transport said."""
FRENCH = """Le maire de Port Vey a déclaré lundi que le pont resterait fermé jusqu'à ce que des ingénieurs l'aient vu.
Elle a dit aux journalistes qu'il n'était pas sûr, et que le ministère enverrait une équipe dans la ville avant
la fin de la semaine."""


@pytest.fixture
def corpus(tmp_path):
    return tmp_path / "corpus"


def lines(path, *rows):
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def row(**fields):
    return {"title": "Bridge shut", "text": STORY, "outlet": "Harbour Post", "date": "2024-03-12"} | fields


def test_the_numbers_of_each_file_add_up(deliver, corpus):
    ingest([deliver("lexisnexis.TXT"), deliver("table.csv"), deliver("newsapi.json")], corpus)
    files = store.read_table(corpus, "files").set_index("source_file")
    lexis = files.loc["../lexisnexis.TXT"]
    assert (lexis.format, lexis.declared, lexis.records, lexis.articles, lexis.rejected) == (
        "LexisNexis text",
        3,
        3,
        2,
        1,
    )
    table = files.loc["../table.csv"]
    assert table.mapping == "text=Body text, title=Kop, published=date"
    assert pd.isna(table.declared)
    assert (files.records == files.articles + files.rejected).all()
    assert files.rejected.sum() == len(store.read_table(corpus, "rejected"))


def test_fewer_records_than_declared_are_told(deliver, exports, corpus, tmp_path, monkeypatch):
    path = deliver("lexisnexis.TXT", exports["lexisnexis.TXT"].replace(b"of 3 DOCUMENTS", b"of 40 DOCUMENTS"))
    ingest([path], corpus)
    monkeypatch.chdir(tmp_path.parent)  # files are told as they are reached from here
    told = list(tell_delivery(corpus, ["../lexisnexis.TXT"]))
    assert f"{tmp_path.name}/lexisnexis.TXT: declares 40 records, 3 were found" in told


def test_a_second_delivery_adds_only_what_is_new(tmp_path, corpus):
    ingest([lines(tmp_path / "march.jsonl", row(), row(text=STORY + " No."))], corpus)
    both = lines(tmp_path / "april.jsonl", row(), row(text=STORY + " No."), row(text=STORY + " Yes."))
    counts = ingest([both], corpus)
    assert (counts.articles, counts.known) == (1, 2)
    files = store.read_table(corpus, "files").set_index("source_file")
    assert list(files.articles) == [3, 2]  # april, march
    before = [store.read_table(corpus, table) for table in ("articles", "rejected", "files")]
    for paths in [[tmp_path / "march.jsonl", both], [both, tmp_path / "march.jsonl"], [both]]:
        assert ingest(paths, corpus).articles == 0
    for table, frame in zip(("articles", "rejected", "files"), before, strict=True):
        pd.testing.assert_frame_equal(store.read_table(corpus, table), frame)


def test_what_else_a_file_says_is_kept(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row(section="Town", likes=3, standfirst="It stays shut."))], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert json.loads(article.extra) == {"section": "Town", "abstract": "It stays shut.", "likes": "3"}
    assert "It stays shut." not in article.text
    assert article.date_written == "2024-03-12"


def test_byline_and_dateline_move_to_their_columns(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row(text=f"By Ann Lee\n\nPORT VEY (Reuters) - {STORY}"))], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert (article.author, article.agency) == ("Ann Lee", "Reuters")
    assert json.loads(article.extra)["dateline"] == "PORT VEY (Reuters)"
    assert article.text.startswith("Bridge shut\n\nThe mayor of Port Vey said")


def test_a_headline_stands_once(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row(text=f"Town hall\n\nBridge shut\n\n{STORY}"))], corpus)
    assert store.read_table(corpus, "articles").text[0].count("Bridge shut") == 1


def test_another_language_is_rejected_by_name_and_kept_on_request(tmp_path, corpus):
    path = lines(tmp_path / "a.jsonl", row(text=FRENCH))
    assert ingest([path], corpus).rejected == 1
    assert store.read_table(corpus, "rejected").reason[0] == "in French; to keep it, ingest with --keep fr"
    assert ingest([path], corpus, languages=["en", "fr"]).articles == 1
    assert store.read_table(corpus, "articles").language[0] == "fr"
    assert ingest([path], corpus, languages=["all"]).known == 1


def test_dates_in_numbers_are_read_as_the_rest_of_the_file_tells(tmp_path, corpus):
    days = ["03/04/2024", "25/04/2024", "01/02/2024"]
    path = lines(tmp_path / "a.jsonl", *(row(date=day, text=f"{STORY} {day}.") for day in days))
    ingest([path], corpus)
    articles = store.read_table(corpus, "articles").set_index("date_written")
    assert articles.published["03/04/2024"] == pd.Timestamp(2024, 4, 3)
    assert articles.published["01/02/2024"] == pd.Timestamp(2024, 2, 1)


def test_dates_that_nothing_tells_are_left_open_and_marked(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row(date="03/04/2024"))], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert article.published is pd.NaT
    assert article.remarks == 'date without a day: "03/04/2024" could be two days, read as 2024'


def test_repaired_characters_are_reported(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row(text=STORY + " â€œNo,â€\x9d said Zoë."))], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert "“No,” said" in article.text and article.remarks.startswith("characters repaired")


def test_repaired_characters_of_a_text_file_are_reported_once(tmp_path, corpus):
    (tmp_path / "a.txt").write_text(STORY + " â€œNo,â€\x9d said Zoë.")
    ingest([tmp_path / "a.txt"], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert "“No,” said" in article.text
    assert article.remarks == "characters repaired: its encoding had been misread before"


def test_characters_that_are_lost_are_counted(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row(text=STORY + " â€œNo,â€\ufffd said Zoë. “Yes.\ufffd"))], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert article.text.count("\ufffd") == 2
    assert article.remarks == (
        "characters repaired: its encoding had been misread before; "
        "characters lost: 2 are written \ufffd (deliver it again from where they are whole)"
    )


def test_a_dry_run_says_what_would_be_read_as_what_and_writes_nothing(deliver, corpus):
    (delivery, rejections), *_ = preview([deliver("lexisnexis.TXT")], corpus)
    told = list(tell_preview(delivery, rejections, corpus))
    assert told[0].endswith("lexisnexis.TXT: LexisNexis text, declares 3, 3 records, 2 articles")
    assert told[1] == "    outlets: Harbour Post (Vey) (1), Vey Courier (1)"
    assert told[-1].startswith("    1 rejected: no story below its headline")
    assert not corpus.exists()


def test_articles_without_a_date_are_counted_with_what_to_do(tmp_path, corpus, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = lines(tmp_path / "a.jsonl", row(), row(date="", text=STORY + " No."), row(date="May", text=STORY + " Yes."))
    told = list(tell_previews(preview([path], corpus), corpus))
    assert told[0] == "a.jsonl: JSON Lines, 3 records, 3 articles, 2 without a day"
    assert told[-2] == "1 file: 3 articles, 0 rejected."
    assert told[-1].startswith("Articles without a day of publication: 2.") and "--map published=COLUMN" in told[-1]
    assert tell_ingest(ingest([path], corpus)).splitlines()[1:] == [told[-1]]
    assert len(tell_ingest(ingest([lines(tmp_path / "b.jsonl", row())], corpus)).splitlines()) == 1


def test_a_month_or_a_year_is_kept_and_told(tmp_path, corpus):
    days = ["March 2024", "Spring 2024", "12 March 2024", "03/04/2024", "soon"]
    ingest([lines(tmp_path / "a.jsonl", *(row(date=day, text=f"{STORY} {day}.") for day in days))], corpus)
    articles = store.read_table(corpus, "articles").set_index("date_written")
    assert articles.published_in.to_dict() == dict(
        zip(days, ["2024-03", "2024", "2024-03-12", "2024", ""], strict=True)
    )
    assert articles.published.notna().sum() == 1
    assert articles.remarks["March 2024"] == 'date without a day: "March 2024" is not a day, read as 2024-03'
    told = list(tell_delivery(corpus, store.read_table(corpus, "files").source_file))
    assert any(line.startswith("3 articles: date without a day, such as ") for line in told)


def test_one_is_one(tmp_path, corpus, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = lines(tmp_path / "a.jsonl", row())
    told = list(tell_previews(preview([path], corpus), corpus))
    assert told[0] == "a.jsonl: JSON Lines, 1 record, 1 article"
    assert told[-1] == "1 file: 1 article, 0 rejected."
    assert tell_ingest(ingest([path], corpus)) == "1 file: 1 new article, 0 known before, 0 duplicates, 0 rejected."


def test_reasons_are_counted_whatever_their_numbers():
    told = list(tell_reasons(["too short: 3 words", "empty", "too short: 11 words", "empty", "too short: 5 words"]))
    assert told == ["3 rejected: too short: 3 words", "2 rejected: empty"]


@pytest.mark.parametrize(
    ("pair", "message"), [("text", "maps nothing"), ("txt=a", 'Did you mean "text"'), ("text=", "maps")]
)
def test_a_mapping_that_cannot_be_meant(pair, message):
    with pytest.raises(RequestError, match=message):
        parse_mapping([pair])


def test_a_corpus_of_an_earlier_version_is_read_and_grows(tmp_path, corpus):
    ingest([lines(tmp_path / "a.jsonl", row())], corpus)
    old = pd.read_parquet(corpus / "articles.parquet").drop(
        columns=["published_in", "date_written", "extra", "remarks"]
    )
    old.to_parquet(corpus / "articles.parquet")
    (corpus / "files.parquet").unlink()
    assert store.read_table(corpus, "articles").remarks[0] == ""
    assert ingest([lines(tmp_path / "b.jsonl", row(text=STORY + " No."))], corpus).articles == 1
    assert store.read_table(corpus, "articles").published_in.tolist() == ["2024-03-12", "2024-03-12"]


def test_remarks_are_counted_by_kind_with_an_example_where_they_differ():
    unsure = "encoding guessed: cp1252, though cp1250 fits as well (--encoding says which)"
    remarks = ["", f'date guessed: "29/01/20" read as 2020-01-29; {unsure}', 'date guessed: "43860" read as 2020-01-30']
    assert list(tell_remarks(remarks)) == [
        '2 articles: date guessed, such as "29/01/20" read as 2020-01-29',
        f"1 article: {unsure}",
    ]
