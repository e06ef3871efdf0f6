"""A folder of files becomes a corpus: every article once, everything else listed with its reason."""

import json
import zipfile
from collections import Counter
from datetime import date
from random import Random

import docx
import pandas as pd
import pytest

from analysis.corpus import store
from analysis.corpus.ingest import Counts, ingest
from analysis.errors import RequestError

STORY = """The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it.

“We will not open it,” she told reporters, “before it is safe.”
"""
OTHER = """A spokesman for the ministry of transport said that it would send a team before the end of the week.

“Nobody had told us,” he added. The repair will take until spring, according to a report."""


@pytest.fixture
def folder(tmp_path):
    """Two outlets' folders, a table and files that cannot be read."""
    articles = tmp_path / "articles"
    for outlet in ["Harbour Post", "Daily Ledger"]:
        (articles / outlet / "2024-03").mkdir(parents=True)
    (articles / "Harbour Post" / "2024-03" / "bridge.txt").write_text(f"Bridge shut\n\n{STORY}")
    (articles / "Daily Ledger" / "2024-03" / "team.txt").write_text(f"Team sent\n\n{OTHER}")
    rows = [
        {"source": "Vey Radio", "date": "2024-03-12", "title": "Bridge shut", "text": STORY, "author": "By AFP"},
        {"source": "Vey Radio", "date": "03/04/2024", "title": "Soon", "text": "Too short."},
    ]
    (articles / "radio.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (articles / "logo.png").write_bytes(b"\x89PNG")
    (articles / ".hidden.txt").write_text(STORY)
    return articles


@pytest.fixture
def corpus(tmp_path):
    return tmp_path / "corpus"


def test_articles_and_their_metadata(folder, corpus):
    assert ingest([folder], corpus) == Counts(files=4, articles=3, known=0, duplicates=1, rejected=2, undated=2)
    articles = store.read_table(corpus, "articles").set_index("outlet")
    assert set(articles.index) == {"Harbour Post", "Daily Ledger", "Vey Radio"}
    radio = articles.loc["Vey Radio"]
    assert radio.title == "Bridge shut"
    assert radio.author == "AFP"
    assert radio.agency == "Agence France-Presse"
    assert radio.published == pd.Timestamp(2024, 3, 12)
    assert radio.source_file == "../articles/radio.jsonl#line 1"
    assert articles.loc["Daily Ledger"].published is pd.NaT
    assert radio.text == "Bridge shut\n\n" + STORY.strip()
    assert radio.words == 34
    assert radio.language == "en"


def test_what_is_not_read_is_listed_with_its_reason(folder, corpus):
    ingest([folder], corpus)
    rejected = store.read_table(corpus, "rejected").set_index("source_file")
    assert rejected.loc["../articles/logo.png"].reason.startswith('format ".png" is not read')
    assert rejected.loc["../articles/radio.jsonl"].record == "line 2"
    assert rejected.loc["../articles/radio.jsonl"].reason.startswith("too short: 2 words")


def test_a_path_that_does_not_exist_is_a_wrong_request_before_anything_is_written(folder, corpus, tmp_path):
    with pytest.raises(RequestError, match='no file or folder ".*artcles"; nothing was read. Did you mean "articles"?'):
        ingest([folder, tmp_path / "artcles"], corpus)
    assert not corpus.exists()


def test_the_same_text_elsewhere_is_marked_as_a_duplicate_of_the_first_by_date(folder, corpus):
    ingest([folder], corpus)
    articles = store.read_table(corpus, "articles").set_index("outlet")
    assert articles.loc["Harbour Post"].duplicate_of == articles.loc["Vey Radio"].article_id
    assert articles.loc["Vey Radio"].duplicate_of == ""


def test_an_outlet_given_wins(folder, corpus):
    ingest([folder], corpus, outlet="The Archive")
    assert set(store.read_table(corpus, "articles").outlet) == {"The Archive"}


def test_a_file_given_by_itself_has_no_known_outlet(folder, corpus):
    ingest([folder / "Daily Ledger" / "2024-03" / "team.txt"], corpus)
    assert list(store.read_table(corpus, "articles").outlet) == ["unknown"]


def test_a_second_ingest_changes_nothing(folder, corpus):
    ingest([folder], corpus)
    before = {table: store.read_table(corpus, table) for table in ["articles", "rejected"]}
    assert ingest([folder], corpus) == Counts(files=4, articles=0, known=3, duplicates=1, rejected=2, undated=2)
    for table, frame in before.items():
        pd.testing.assert_frame_equal(store.read_table(corpus, table), frame)


def test_the_order_of_delivery_does_not_matter(folder, corpus, tmp_path):
    ingest([folder], corpus)
    for part in [folder / "radio.jsonl", folder]:
        ingest([part], tmp_path / "other")
    pd.testing.assert_frame_equal(
        store.read_table(tmp_path / "other", "articles"), store.read_table(corpus, "articles")
    )


def test_the_same_file_delivered_again_under_another_name_adds_nothing(folder, corpus):
    ingest([folder], corpus)
    again = folder / "again.jsonl"
    again.write_bytes((folder / "radio.jsonl").read_bytes())
    assert ingest([again], corpus) == Counts(files=1, articles=0, known=1, duplicates=0, rejected=1, undated=0)
    assert len(store.read_table(corpus, "articles")) == 3


def test_two_copies_in_one_delivery_are_both_listed_and_one_is_marked(folder, corpus):
    (folder / "copy.jsonl").write_bytes((folder / "radio.jsonl").read_bytes())
    ingest([folder], corpus)
    articles = store.read_table(corpus, "articles", "outlet = 'Vey Radio'")
    first = articles.article_id[0]
    assert list(articles.article_id) == [first, f"{first}.2"]
    assert list(articles.duplicate_of) == ["", first]


def test_a_mended_file_takes_the_place_of_what_it_said_before(folder, corpus):
    ingest([folder], corpus)
    team = folder / "Daily Ledger" / "2024-03" / "team.txt"
    team.write_text(team.read_text().replace("Nobody", "No one"))
    assert ingest([folder], corpus).articles == 1
    articles = store.read_table(corpus, "articles")
    assert len(articles) == 3
    assert Counter("No one" in text for text in articles.text) == {False: 2, True: 1}


def test_a_record_that_is_read_at_last_is_no_longer_rejected(folder, corpus):
    (folder / "late.json").write_text("[")
    assert ingest([folder], corpus).rejected == 3
    (folder / "late.json").write_text(json.dumps([{"text": OTHER, "date": "2024-03-14", "outlet": "Late"}]))
    assert ingest([folder], corpus).rejected == 2
    assert "Late" in set(store.read_table(corpus, "articles").outlet)


def test_a_further_delivery_adds_to_the_corpus(folder, corpus, tmp_path):
    ingest([folder], corpus)
    more = tmp_path / "more.csv"
    pd.DataFrame([{"text": OTHER, "title": "Later", "outlet": "Daily Ledger"}]).to_csv(more, index=False)
    assert ingest([more], corpus) == Counts(files=1, articles=1, known=0, duplicates=0, rejected=0, undated=1)
    assert len(store.read_table(corpus, "articles")) == 4


def test_ids_do_not_depend_on_where_the_file_lies(folder, corpus, tmp_path):
    ingest([folder], corpus)
    moved = folder.rename(tmp_path / "moved")
    ingest([moved], tmp_path / "other" / "corpus")
    ids = [set(store.read_table(place, "articles").article_id) for place in [corpus, tmp_path / "other" / "corpus"]]
    assert ids[0] == ids[1]


def test_a_corpus_may_stand_among_its_articles(folder):
    assert ingest([folder], folder).articles == 3
    assert ingest([folder], folder) == Counts(files=4, articles=0, known=3, duplicates=1, rejected=2, undated=2)


def test_hostile_text_is_kept_as_text(corpus, tmp_path):
    hostile = f"<script>alert(1)</script> said the mayor. =HYPERLINK('x')\n\n{STORY}"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": hostile, "title": "'; DROP TABLE articles --"}))
    ingest([tmp_path / "a.jsonl"], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert article.text.startswith("'; DROP TABLE articles --\n\n<script>alert(1)</script> said the mayor.")


def test_a_hash_in_a_file_name_does_not_confuse_files(tmp_path, corpus):
    (tmp_path / "a#1.txt").write_text(STORY)
    (tmp_path / "a#2.txt").write_text(OTHER)
    ingest([tmp_path / "a#1.txt"], corpus)
    assert ingest([tmp_path / "a#2.txt"], corpus).articles == 1
    assert len(store.read_table(corpus, "articles")) == 2


def test_a_corpus_that_is_a_file_is_a_wrong_request(tmp_path):
    (tmp_path / "corpus").write_text("")
    with pytest.raises(RequestError, match="cannot be made a corpus"):
        ingest([tmp_path], tmp_path / "corpus")


def test_published_is_a_day(folder, corpus):
    ingest([folder], corpus)
    published = store.read_table(corpus, "articles", "published IS NOT NULL").published
    assert [day.date() for day in published] == [date(2024, 3, 12)]


@pytest.mark.parametrize(
    ("name", "published"),
    [("2024-03-12-bridge.txt", "2024-03-12"), ("12 March 2024.txt", "2024-03-12"), ("03-04-2024.txt", None)],
)
def test_a_file_of_one_article_may_have_the_date_in_its_name(tmp_path, corpus, name, published):
    (tmp_path / name).write_text(STORY)
    ingest([tmp_path / name], corpus)
    (found,) = store.read_table(corpus, "articles").published
    assert found is pd.NaT if published is None else found == pd.Timestamp(published)


def test_the_date_in_a_name_inside_an_archive_is_that_of_the_one_article_in_it(tmp_path, corpus):
    with zipfile.ZipFile(tmp_path / "march.zip", "w") as archive:
        archive.writestr("Harbour Post/2024-03-12 bridge.txt", STORY)
        archive.writestr("Harbour Post/2024-03-13.csv", f'text\n"{OTHER}"')
    ingest([tmp_path / "march.zip"], corpus)
    published = store.read_table(corpus, "articles").set_index("source_file").published
    assert published["../march.zip#Harbour Post/2024-03-12 bridge.txt"] == pd.Timestamp(2024, 3, 12)
    assert published.drop("../march.zip#Harbour Post/2024-03-12 bridge.txt").isna().all()


@pytest.mark.parametrize("name", ["bridge.txt", "bridge.docx"])
def test_a_day_below_the_title_is_the_date_and_no_part_of_the_story(tmp_path, corpus, name):
    lines = ["Bridge shut", "Tuesday 12 March 2024", *STORY.split("\n\n")]
    if name.endswith(".docx"):
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(tmp_path / name)
    else:
        (tmp_path / name).write_text("\n\n".join(lines))
    ingest([tmp_path / name], corpus)
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert (article.published, article.date_written) == (pd.Timestamp(2024, 3, 12), "12 March 2024")
    assert article.text == f"Bridge shut\n\n{STORY.strip()}"


def test_the_date_in_the_name_of_a_table_is_not_that_of_its_articles(tmp_path, corpus):
    pd.DataFrame([{"text": STORY}]).to_csv(tmp_path / "2024-03-12.csv", index=False)
    ingest([tmp_path / "2024-03-12.csv"], corpus)
    assert store.read_table(corpus, "articles").published[0] is pd.NaT


def test_characters_that_no_table_holds_and_line_ends_are_mended(tmp_path, corpus):
    row = {"id": "x\n\ud800", "title": "Bridge\nshut \ud800", "outlet": "Post\x00", "text": STORY + "\ud800"}
    lines = [json.dumps(row), json.dumps({"\ud800\n": 1})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert ingest([tmp_path / "a.jsonl"], corpus).articles == 1
    (article,) = store.read_table(corpus, "articles").itertuples()
    assert article.title == "Bridge shut \ufffd"
    assert article.outlet == "Post"
    assert article.source_file == "../a.jsonl#x \ufffd"
    assert "\n" not in store.read_table(corpus, "rejected").reason[0]


def test_mutilated_files_never_stop_an_ingest(tmp_path, corpus):
    """Cuts, copies and foreign bytes in every format: each file gives articles or a reason, and none an error."""
    random = Random(0)
    rows = [{"title": "Bridge shut", "date": "2024-03-12", "outlet": "Post", "text": STORY}] * 3
    frame = pd.DataFrame(rows)
    whole = {
        "txt": f"Bridge shut\n\n{STORY}".encode(),
        "html": f"<html><body><article><h1>Bridge</h1><p>{STORY}</p></article></body></html>".encode(),
        "json": json.dumps({"articles": rows}).encode(),
        "jsonl": "\n".join(map(json.dumps, rows)).encode(),
        "csv": frame.to_csv(index=False).encode(),
        "parquet": frame.to_parquet(),
    }
    foreign = [b"\x00", b"\xff\xfe", b'"', b"[[[[", b"\n", b"\\ud800", b"<div>", b"&#0;", b"\xe2\x80", b"9" * 50]
    files = tmp_path / "files"
    files.mkdir()
    for number in range(120):
        suffix = list(whole)[number % len(whole)]
        content = bytearray(whole[suffix])
        for _ in range(random.randint(1, 8)):
            start = random.randrange(len(content) + 1)
            end = start + random.choice([0, 0, 1, 30])
            content[start:end] = random.choice([b"", *foreign, content[:60]])
        (files / f"{number:03}.{suffix}").write_bytes(content or b"x")
    counts = ingest([files], corpus)
    assert counts.files == 120
    told = {*store.read_table(corpus, "articles").source_file, *store.read_table(corpus, "rejected").source_file}
    assert {name.split("#")[0] for name in told} == {f"../files/{path.name}" for path in files.iterdir()}


def test_an_empty_folder_is_a_wrong_request_and_makes_no_corpus(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(RequestError, match="no file in .*empty"):
        ingest([tmp_path / "empty"], tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()
