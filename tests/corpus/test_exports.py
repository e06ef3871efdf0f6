"""Exports of news databases: each record with its fields, each that has no story with a reason, none lost."""

import gzip
from datetime import date

import pytest

from analysis.corpus.readers import read_file
from analysis.corpus.records import Record, Rejection, Told
from analysis.corpus.text.dates import parse_date

STORY = "The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it."
QUOTE = '"We will not open it," she told reporters, "before it is safe."'
TEAM = "A spokesman for the ministry of transport said that it would send a team"


def records(path):
    return [found for found in read_file(path) if not isinstance(found, Told)]


def declared(path):
    return sum(found.declared for found in read_file(path) if isinstance(found, Told))


def fields(record, *names):
    return tuple(record.fields.get(name, "") for name in names)


FORMATS = {
    "lexisnexis.TXT": "LexisNexis text",
    "lexisnexis.HTML": "LexisNexis HTML",
    "nexis-uni.docx": "Word, Nexis Uni",
    "nexis-uni.rtf": "RTF, Nexis Uni",
    "nexis-uni.txt": "Nexis Uni text",
    "factiva.html": "Factiva HTML",
    "factiva.xml": "Factiva XML",
    "factiva.rtf": "RTF, Factiva",
    "factiva.txt": "Factiva text",
    "europresse-1.html": "Europresse HTML",
    "europresse-2.html": "Europresse HTML",
    "proquest.txt": "ProQuest text",
    "proquest.html": "ProQuest HTML",
    "proquest.eml": "e-mail, ProQuest HTML",
    "newsapi.json": "JSON",
    "table.xlsx": "spreadsheet",
    "table.ods": "spreadsheet",
    "table.parquet": "Parquet",
    "table.jsonl": "JSON Lines",
    "table.csv": "table of text",
    "page.html": "web page",
    "article.txt": "text",
    "article.docx": "Word",
    "crawl.warc": "WARC",
    "crawl.warc.gz": "WARC",
    "lexisnexis.TXT.gz": "gzip, LexisNexis text",
    "articles.zip": "zip, Word",
}


@pytest.mark.parametrize(("name", "format"), FORMATS.items())
def test_the_format_is_told_by_the_content(deliver, exports, name, format):
    for path in (deliver(name), deliver("no-suffix", exports[name]) if format not in PLAIN else deliver(name)):
        told = [found.format for found in read_file(path) if isinstance(found, Told) and found.format]
        assert ", ".join(told) == format


PLAIN = {"JSON Lines", "table of text", "text"}
"""Formats without a mark of their own: only the name of the file tells."""


@pytest.mark.parametrize(
    ("name", "count"),
    [("lexisnexis.TXT", 3), ("lexisnexis.HTML", 2), ("nexis-uni.docx", 3), ("factiva.xml", 2), ("proquest.txt", 2)],
)
def test_every_record_that_an_export_declares_is_an_article_or_has_a_reason(deliver, name, count):
    found = records(deliver(name))
    assert declared(deliver(name)) == len(found) == count
    assert isinstance(found[-1], Rejection) and found[-1].place


def test_lexisnexis_text(deliver):
    bridge, team, _ = records(deliver("lexisnexis.TXT"))
    assert bridge.place == "1"
    assert fields(bridge, "outlet", "published", "author", "section") == (
        "Harbour Post (Vey)",
        "March 12, 2024 Tuesday First Edition",
        "Ann Lee",
        "NEWS; Pg. 3",
    )
    assert bridge.fields["title"].startswith("Bridge shut until spring; Mayor says that nobody is to cross before")
    assert bridge.fields["abstract"] == "Two cracks in the northern pier"
    assert bridge.extra["load-date"] == "March 13, 2024" and bridge.extra["graphic"] == "A diver below the bridge."
    first, quote, question = bridge.fields["text"].split("\n\n")
    assert first.endswith("had looked at it, and that she would not be hurried by anybody.")
    assert quote == QUOTE
    assert question.startswith("QUESTION: Who is to pay?")  # a word of the story, not a key
    assert team.fields["text"].startswith(TEAM) and team.fields["text"].endswith("seen by the Courier.")
    assert "Copyright" not in bridge.fields["text"] + team.fields["text"]


def test_lexisnexis_html_does_not_need_the_numbers_of_its_styles(deliver, exports):
    bridge, error = records(deliver("lexisnexis.HTML"))
    expected = ("Harbour Post", "March 12, 2024, Tuesday, First Edition", "Bridge shut", f"{STORY}\n\n{QUOTE}")
    assert fields(bridge, "outlet", "published", "title", "text") == expected
    assert bridge.place == "11" and error.place == "12"
    assert error.reason.startswith("the database delivered an error")
    renumbered = exports["lexisnexis.HTML"].decode().replace('"c9"', '"c77"').replace(".c9 ", ".c77 ")
    assert records(deliver("other.HTML", renumbered)) == [bridge, error]


@pytest.mark.parametrize("name", ["nexis-uni.docx", "nexis-uni.rtf", "nexis-uni.txt"])
def test_nexis_uni(deliver, name):
    bridge, team, empty = records(deliver(name))
    expected = ("Bridge shut", "Harbour Post(Vey)", "March 12, 2024 Tuesday 9:20 AM GMT", "POLITICS", "Ann Lee")
    assert fields(bridge, "title", "outlet", "published", "section", "author") == expected
    assert bridge.fields["text"] == f"{STORY}\n\n{QUOTE}"
    assert bridge.extra == {"length": "44 words", "version": "28", "load-date": "March 13, 2024"}
    assert fields(team, "title", "published") == ("Team sent", "14 March 2024")
    assert 'no line "Body"' in empty.reason


def test_a_nexis_export_that_ends_early_says_so(deliver, exports):
    cut = exports["nexis-uni.txt"].decode().partition("Classification")[0]
    assert records(deliver("nexis-uni.txt", cut))[-1].reason.startswith("cut off")


def test_a_word_file_without_articles(deliver, make_word):
    (found,) = records(deliver("cover.docx", make_word(["Nexis Uni", "Documents (0)"])))
    assert found.reason.startswith("no article found")


def test_factiva_html_with_codes_and_without(deliver):
    bridge, team = records(deliver("factiva.html"))
    assert bridge.place == "HAPOST0020240212ek2c0001r"
    expected = ("Bridge shut", "By Ann Lee", "12 février 2024", "Harbour Post", "Town and port", "Anglais")
    assert fields(bridge, "title", "author", "published", "outlet", "section", "language") == expected
    assert bridge.fields["text"] == f"{STORY}\n\n{QUOTE}"
    assert bridge.extra["NS"].startswith("gtrans : Road Transport")
    assert team.place == "VEYCOU0020240314ek3e00002"
    expected = ("Team sent", "Tom Roe", "14 March 2024", "Vey Courier", "English")
    assert fields(team, "title", "author", "published", "outlet", "language") == expected


def test_factiva_takes_the_date_from_its_name_where_none_is_told(deliver, exports):
    page = exports["factiva.html"].decode().replace("12 février 2024", "")
    assert records(deliver("factiva.html", page))[0].fields["published"] == "2024-02-12"


def test_factiva_xml_keeps_the_words_that_were_searched_for(deliver):
    bridge, empty = records(deliver("factiva.xml"))
    assert fields(bridge, "title", "published", "outlet") == ("Bridge shut", "2024-02-12T01:35:58Z", "Harbour Post")
    assert "that the bridge would stay shut." in bridge.fields["text"]
    assert bridge.extra == {"regions": "Port Vey; Vey Strait"}
    assert empty.reason.startswith("no story")


@pytest.mark.parametrize("name", ["factiva.rtf", "factiva.txt"])
def test_factiva_text_with_codes_and_without(deliver, name):
    bridge, team = records(deliver(name))
    assert fields(bridge, "title", "outlet", "published") == ("Bridge shut", "Harbour Post", "12 March 2024")
    assert bridge.fields["text"] == f"{STORY}\n\n{QUOTE}"
    assert fields(team, "title", "outlet", "published") == ("Team sent", "Vey Courier", "14 March 2024")
    assert team.fields["text"].startswith(TEAM)


def test_europresse_of_the_first_generation(deliver):
    (found,) = records(deliver("europresse-1.html"))
    expected = ("Courrier de Vey", "Le pont fermé au printemps", "Zoé Ménard", "Politique", "mardi 12 mars 2013")
    assert fields(found, "outlet", "title", "author", "section", "published") == expected
    assert found.place == "news·20130312·CV·2040"
    assert found.fields["text"].endswith("« Nous ne l'ouvrirons pas », a-t-elle dit.")


def test_europresse_of_the_second_generation_parts_records_that_are_not_closed(deliver):
    found, empty = records(deliver("europresse-2.html"))
    expected = ("Harbour Post", "Bridge shut", "Ann Lee", "Communication")
    assert fields(found, "outlet", "title", "author", "section") == expected
    assert found.fields["text"] == f'{STORY}\n\n"We will not open it," she told reporters.'
    assert empty.place == "news·20240313·HP·0q1604"


@pytest.mark.parametrize("name", ["proquest.txt", "proquest.html", "proquest.eml"])
def test_proquest_keeps_the_abstract_apart(deliver, name):
    found = records(deliver(name))[0]
    assert fields(found, "title", "author", "outlet") == ("Bridge shut", "Lee, Ann", "Harbour Post")
    assert found.fields["published"] in ("Mar 12, 2024", "12 Mar 2024")
    assert found.fields["text"] == f"{STORY}\n\n{QUOTE}"
    assert found.fields["abstract"].startswith("The bridge stays shut")
    assert found.place == "2940001"


def test_an_abstract_alone_is_no_article(deliver):
    assert records(deliver("proquest.txt"))[1].reason.startswith("no full text")


def test_stubs_of_newsapi_are_no_articles(deliver):
    stub, whole = records(deliver("newsapi.json"))
    assert stub.reason.startswith("a stub, cut off by NewsAPI")
    assert fields(whole, "outlet", "title") == ("Vey Courier", "Team sent")


def test_a_table_of_media_cloud_says_what_to_do(deliver):
    (found,) = records(deliver("mediacloud.csv"))
    assert "Media Cloud" in found.reason and "save the pages" in found.reason


@pytest.mark.parametrize("name", ["table.xlsx", "table.ods"])
def test_sheets(deliver, name):
    (found,) = records(deliver(name))
    assert found.fields["title"] == "Bridge shut"
    assert STORY in found.fields["text"]


def test_a_date_and_a_number_of_a_sheet(deliver):
    (found,) = records(deliver("table.xlsx"))
    assert found.place == "Articles row 3"
    assert found.fields["published"] == "2024-03-12"
    assert found.extra == {"Likes": "3"}


def test_a_mapping_wins_over_the_names_of_columns(deliver):
    _, told, *found = read_file(deliver("table.csv"), {"outlet": "krant"})
    assert told.mapping == "text=Body text, title=Kop, published=date, outlet=Krant"
    assert found[0].fields["outlet"] == "Harbour Post"
    assert found[0].extra == {"likes": "3"}


def test_a_mapping_to_a_column_that_is_not_there(deliver):
    _, found = read_file(deliver("mediacloud.csv"), {"text": "boddy"})
    assert 'no column is called "boddy"' in found.reason


def test_a_web_archive(deliver):
    bridge, pier = records(deliver("crawl.warc"))
    assert bridge.fields["url"] == "https://post.example/1"
    assert (bridge.fields["title"], pier.fields["title"]) == ("Bridge shut", "Pier shut")
    assert bridge.extra == {"crawled": "2024-03-13T00:00:00Z"}


def test_the_last_page_of_an_archive_that_is_cut_off_is_not_taken(deliver, exports):
    bridge, cut = records(deliver("crawl.warc", exports["crawl.warc"][:-40]))
    assert isinstance(bridge, Record) and cut.reason.startswith("cut off")
    (cut,) = records(deliver("crawl.warc.gz", exports["crawl.warc.gz"][:-40]))
    assert cut.reason.startswith("cut off")


def test_answers_other_than_pages_are_passed_over(deliver, make_warc):
    (found,) = records(deliver("crawl.warc", make_warc(b"<p>gone</p>", status="404 Not Found")))
    assert found.reason.startswith("no page in the archive")


def test_lines_before_the_cut_are_read(deliver, exports):
    packed = gzip.compress(exports["table.jsonl"] * 400, compresslevel=0)
    *rows, cut = records(deliver("table.jsonl.gz", packed[: len(packed) // 2]))
    assert 400 < len(rows) < 800 and all(isinstance(row, Record) for row in rows)
    assert cut.reason.startswith("cannot be read to its end")


def test_the_folder_in_an_archive_names_the_outlet(deliver):
    (found,) = records(deliver("articles.zip"))
    assert found.place == "Harbour Post/bridge.docx"
    assert found.fields["folder"] == "Harbour Post"


FACTIVA = """{head}
86 words
11 March 2024
Harbour Post
HPST
English
(c) 2024 Harbour Post Ltd

{story}
Document HPST000020240311ek3c00001
"""


@pytest.mark.parametrize(
    ("head", "section", "title", "author"),
    [
        ("News\nPier to close, says owner\nBy Ann Lee", "News", "Pier to close, says owner", "By Ann Lee"),
        ("Pier to close, says owner\nAnn Lee", "", "Pier to close, says owner", "Ann Lee"),
        ("Business; Transport\nCouncil is asked for money", "Business; Transport", "Council is asked for money", ""),
        ("Pier to close", "", "Pier to close", ""),
    ],
)
def test_a_section_above_the_headline_of_factiva(deliver, head, section, title, author):
    path = deliver("factiva.txt", FACTIVA.format(head=head, story=f"{STORY}\n\n{QUOTE}\n\nHarbour Post Ltd"))
    (record,) = records(path)
    assert fields(record, "section", "title", "author") == (section, title, author)
    assert record.fields["text"] == f"{STORY}\n\n{QUOTE}"  # without the owner's name, with which Factiva ends


FACTIVA_ELSEWHERE = {
    "French": ("295 mots", "29 mars 2024", "Document"),
    "German": ("1.295 Wörter", "29. März 2024", "Dokument"),
    "Spanish": ("295 palabras", "29 marzo 2024", "Documento"),
    "Italian": ("295 parole", "29 marzo 2024", "Documento"),
    "Portuguese": ("295 palavras", "29 março 2024", "Documento"),
    "Dutch": ("295 woorden", "29 maart 2024", "Document"),
    "Swedish": ("295 ord", "29 mars 2024", "Dokument"),
    "Russian": ("295 слов", "29 марта 2024", "Документ"),
    "Japanese": ("295 文字", "2024年3月29日", "文書"),
}


@pytest.mark.parametrize("language", FACTIVA_ELSEWHERE)
def test_factiva_set_to_another_language(deliver, language):
    words, day, document = FACTIVA_ELSEWHERE[language]
    whole = FACTIVA.format(head="Pier to close", story=f"{STORY}\n\n{QUOTE}").replace("86 words", words)
    whole = whole.replace("11 March 2024", day).replace("\nDocument ", f"\n{document} ")
    whole = whole.replace("20240311", "20240329")
    (record,) = records(deliver("factiva.txt", whole))
    assert fields(record, "title", "outlet") == ("Pier to close", "Harbour Post")
    assert record.fields["text"] == f"{STORY}\n\n{QUOTE}"
    assert parse_date(record.fields["published"]) == date(2024, 3, 29)


@pytest.mark.parametrize(
    ("lost", "reason"),
    [
        ("86 words\n", "no number of words with a date below it"),
        ("11 March 2024\n", "no number of words with a date below it"),
        ("(c) 2024 Harbour Post Ltd\n", "no line of copyright"),
    ],
)
def test_what_a_record_of_factiva_lacks_is_named(deliver, lost, reason):
    whole = FACTIVA.format(head="Pier to close", story=STORY).replace(lost, "")
    assert reason in records(deliver("factiva.txt", whole))[0].reason


def test_codes_of_factiva_do_not_change_with_its_language(deliver, exports):
    whole = exports["factiva.txt"].decode().replace("Document HAPOST", "Dokument HAPOST")
    bridge, team = records(deliver("factiva.txt", whole))
    assert fields(bridge, "title", "outlet") == ("Bridge shut", "Harbour Post")
    assert team.place == "VEYCOU0020240314ek3e00002"


NEXIS = """Pier to close
{source}
{date}
Copyright 2024 Harbour Post Ltd
Section: NEWS
Byline: {byline}
Body
{story}
End of Document
"""


@pytest.mark.parametrize(
    ("source", "date", "outlet", "published"),
    [
        ("Harbour Post \n(Tide)", "March 12, 2024 Tuesday", "Harbour Post (Tide)", "March 12, 2024 Tuesday"),
        ("Harbour Post\nFirst Edition", "March 12, 2024", "Harbour Post", "March 12, 2024"),
        ("Harbour Post", "Correction Appended", "Harbour Post", ""),
        ("Harbour Monthly", "March 2024", "Harbour Monthly", "March 2024"),
        ("Harbour Quarterly", "Spring 2024", "Harbour Quarterly", "Spring 2024"),
        ("Harbour Post", "2024-03-17", "Harbour Post", "2024-03-17"),
        ("Harbour Post", "03/04/2024", "Harbour Post", "03/04/2024"),
        ("Harbour Post", "17.03.2024 Sonntag", "Harbour Post", "17.03.2024 Sonntag"),
        ("Harbour Post", "Week 11, 2024", "Harbour Post", "Week 11, 2024"),
    ],
)
def test_a_source_of_two_lines_and_dates_without_a_day_of_nexis(deliver, source, date, outlet, published):
    whole = NEXIS.format(
        source=source, date=date, byline="Ann Lee Highlight: A pier is old.", story=f"{STORY}\n{QUOTE}"
    )
    (record,) = records(deliver("nexis.txt", whole))
    assert fields(record, "title", "outlet", "published") == ("Pier to close", outlet, published)
    assert fields(record, "author", "abstract") == ("Ann Lee", "A pier is old.")


@pytest.mark.parametrize(
    ("title", "source", "outlet"),
    [
        ("Pier\nto close", "Harbour Post", "Harbour Post"),
        ("Pier\n\nto close ", "Harbour Post\n(Tide)", "Harbour Post (Tide)"),
        ("Pier to close", "Harbour Post\nMarch 12, 2024 Tuesday", "Harbour Post"),
    ],
)
def test_a_line_break_inside_a_paragraph_of_word_parts_neither_headline_nor_source(
    deliver, make_word, title, source, outlet
):
    day = [] if "March" in source else ["March 12, 2024 Tuesday"]
    keys = ["Copyright 2024 Harbour Post Ltd\nSection: NEWS\nByline: Ann Lee", "Body"]
    document = [title, source, *day, *keys, f"{STORY}\n{QUOTE}", "Classification\nLanguage: ENGLISH", "End of Document"]
    for record in records(deliver("nexis.docx", make_word(document * 2))):
        assert fields(record, "title", "outlet", "published") == ("Pier to close", outlet, "March 12, 2024 Tuesday")
        assert fields(record, "section", "author", "text") == ("NEWS", "Ann Lee", f"{STORY}\n\n{QUOTE}")


@pytest.mark.parametrize("day", ["March 11, 2024 Monday", "2024-03-11", "March 2024", "Spring 2024"])
def test_one_lexisnexis_document_without_its_number(deliver, day):
    centred = " " * 25
    whole = f"""

{centred}Harbour Post (Vey)

{centred}{day}

Pier to close

BYLINE: ANN LEE HIGHLIGHT: A pier is old.

LENGTH: 86 words

{STORY}

LOAD-DATE: March 20, 2024

{centred}Copyright 2024 Harbour Post Ltd
"""
    (record,) = records(deliver("LN1.TXT", whole))
    assert fields(record, "title", "outlet", "published", "author", "abstract", "text") == (
        "Pier to close", "Harbour Post (Vey)", day, "ANN LEE", "A pier is old.", STORY,
    )  # fmt: skip
