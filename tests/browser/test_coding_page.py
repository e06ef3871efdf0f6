"""Coding in a page: by keyboard alone, kept in the browser, saved, scored; whatever the article holds runs nothing."""

import json
import re
import shutil
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.corpus.store import read_hand_codes, read_table, write_table
from analysis.errors import RequestError
from analysis.people.adjudication import adjudication_page
from analysis.people.practice import write_practice
from analysis.people.score import read_codes, score
from analysis.people.write import write_sample
from analysis.reading.exchange.annotation_files import export_annotations

pytestmark = pytest.mark.slow
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = "</script><img src=x onerror=\"document.title='ran'\"><b>"


@pytest.fixture
def study(corpus, codebook, tmp_path):
    """Give a corpus with a hostile headline, and the folder with two coders' pages."""
    own = shutil.copytree(corpus, tmp_path / "corpus")
    articles = read_table(own, "articles")
    articles.loc[:, "title"] = HOSTILE + articles["title"]
    write_table(own, "articles", articles)
    write_sample(own, codebook, tmp_path / "coding", n=10, mentions=2, articles=1, coders=("Ada", "Ben"), page=True)
    return own, tmp_path / "coding"


@pytest.fixture
def opened(browser, study):
    """Give a function that opens a page offline and notes all that goes wrong or out."""
    contexts = []

    def open_page(path: Path, **options):
        context = browser.new_context(offline=True, accept_downloads=True, bypass_csp=False, **options)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def code_by_keys(page, items: int) -> None:
    """Answer every question of so many items with its first answer."""
    for _ in range(items):
        page.keyboard.press("1")
        for _ in range(page.locator("fieldset").count()):
            page.keyboard.press("1")
        page.keyboard.press("ArrowRight")


def deny_by_keys(page, items: int) -> None:
    for _ in range(items):
        page.keyboard.press("2")
        page.keyboard.press("ArrowRight")


def saved(page, folder: Path, name: str) -> Path:
    with page.expect_download() as download:
        page.locator("#save").press("Enter")
    download.value.save_as(folder / name)
    return folder / name


def test_ten_items_are_coded_by_keyboard_alone_and_scored(opened, study, codebook):
    corpus, folder = study
    page = opened(folder / "Ada.html")
    code_by_keys(page, 10)
    path = saved(page, folder, "Ada.json")
    for sheets in [*folder.glob("*.xlsx"), *folder.glob("csv/*")]:
        sheets.unlink()
    found = score(corpus, [path], codebook)
    assert found.remarks == [] and page.problems == []
    assert found.told == ["Ada: 10 attributions judged, 0 missed ones added, 0 mentions, 0 articles read whole"]
    codes = read_hand_codes(corpus)
    assert set(codes.loc[codes["variable"] == "nature", "value"]) == {"person"}
    assert set(codes.loc[codes["variable"] == "expert_basis", "value"]) == {"academic"}
    assert codes["chance"].between(0, 1).all() and set(codes["coder"]) == {"Ada"}


def test_answers_are_kept_undone_and_opened_again(opened, study):
    _, folder = study
    page = opened(folder / "Ada.html")
    page.keyboard.press("2")  # no attribution: nothing further is asked
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    page.keyboard.press("u")
    assert page.locator("#told").inner_text().startswith("1 of 13 done")
    page.reload()
    assert page.locator("#which").inner_text().startswith("Item 2 of 13")
    assert page.locator("input:checked").count() == 0
    path = saved(page, folder, "Ada.json")
    (answer,) = json.loads(path.read_text())["answers"]
    assert answer["values"] == {"attribution": "no"}
    other = opened(folder / "Ada.html")
    other.locator("#open").set_input_files(path)
    other.locator("#told", has_text="1 of 13 done").wait_for()  # the file is read while the page goes on
    wrong = opened(folder / "Ben.html")
    wrong.locator("#open").set_input_files(path)
    wrong.locator("#told", has_text="of Ada's").wait_for()


def select_words(page, words: str) -> None:
    """Drag over words of the article."""
    page.evaluate(
        """(words) => { const box = document.querySelector('#text'), at = box.textContent.indexOf(words);
        const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), range = document.createRange();
        for (let node, from = 0; (node = walk.nextNode()); from += node.length) {
          if (at >= from && at < from + node.length) range.setStart(node, at - from);
          const end = at + words.length;
          if (end > from && end <= from + node.length) { range.setEnd(node, end - from); break; }
        }
        getSelection().removeAllRanges(); getSelection().addRange(range); }""",
        words,
    )


def test_what_the_machine_missed_is_marked_asked_about_and_counted(opened, study, codebook, tmp_path):
    corpus, folder = study
    page = opened(folder / "Ada.html")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    unmarked = page.evaluate(
        "[...document.querySelector('#text').childNodes].find((n) => n.nodeType === 3 && n.length > 40).data.trim()"
    )
    words = unmarked.split()
    select_words(page, " ".join(words[2:6]))
    page.keyboard.press("m")
    select_words(page, words[0])
    page.keyboard.press("s")
    page.locator("#add").press("Enter")
    page.locator("#next").focus()
    page.keyboard.press("1")  # read whole
    page.keyboard.press("ArrowRight")
    assert "You added this one" in page.locator("#which").inner_text()
    for _ in range(4):
        page.keyboard.press("1")  # speech, a person, named, of the first side
    saved(page, folder, "Ada.json")
    found = score(corpus, [folder], codebook)
    assert found.told == ["Ada: 0 attributions judged, 1 missed ones added, 0 mentions, 1 article read whole"]
    codes = read_hand_codes(corpus)
    missed = codes[codes["unit"] == "missed"].set_index("variable")["value"]
    assert {"kind", "nature", "anonymity", "side", "source_spans"} <= set(missed.index)
    export_annotations(corpus, tmp_path / "out.jsonl", coder="Ada")
    (record,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    (added,) = [one for one in record["attributions"] if "+" in one["attribution_id"]]
    assert record["read_whole"] and added["source"][0]["exact"] == words[0].strip(".,")
    assert page.problems == []


def test_words_are_marked_by_keys_alone(opened, study):
    _, folder = study
    page = opened(folder / "Ada.html")
    text = page.locator("#text").inner_text()
    first = text.index(page.locator("mark:not(.other)").first.inner_text())
    words = re.findall(r"\w+", text[first:])
    keys = ["w", "ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "s"]  # the second word and the third
    for key in keys:
        page.keyboard.press(key)
    assert re.findall(r"\w+", page.locator("mark.source").first.inner_text()) == words[1:3]
    page.keyboard.press("w")
    page.keyboard.press("m")
    assert page.locator("#draft-content").input_value() == page.locator("mark.source").first.inner_text().split()[0]
    page.keyboard.press("w")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert page.locator("#which").inner_text().startswith("Item 2 of")
    assert page.problems == []


def test_a_corrected_mark_is_kept_undone_and_exported(opened, study, codebook, tmp_path):
    corpus, folder = study
    page = opened(folder / "Ada.html")
    source = page.locator("mark.source").first.inner_text()
    page.keyboard.press("1")
    select_words(page, source[1:-1])  # within a word: whole words are taken
    page.keyboard.press("c")
    assert page.locator("mark.content").count() == 0 and page.locator("#reset").is_visible()
    page.keyboard.press("u")
    assert page.locator("mark.content").count() >= 1 and not page.locator("#reset").is_visible()
    select_words(page, source.split()[0])
    page.locator("#pick [data-part=source]").click()
    page.reload()
    assert page.locator("mark.source").first.inner_text() == source.split()[0]
    found = score(corpus, [saved(page, folder, "Ada.json")], codebook)
    assert "source_spans" in set(found.codes["variable"]) and "source_spans" not in set(found.agreement["variable"])
    export_annotations(corpus, tmp_path / "out.jsonl", coder="Ada")
    (record,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    sure = [one for one in record["attributions"] if one["confidence"] == 1]
    assert [span["exact"] for span in sure[0]["source"]] == [source.split()[0]]
    with pytest.raises(RequestError, match='Nobody named "Adda" coded this corpus. Did you mean "Ada"'):
        export_annotations(corpus, tmp_path / "out.jsonl", coder="Adda")


def test_a_decision_becomes_the_code_and_the_first_codes_stay(opened, study, codebook, tmp_path):
    corpus, folder = study
    for coder, code in (("Ada", code_by_keys), ("Ben", deny_by_keys)):
        page = opened(folder / f"{coder}.html")
        code(page, 10)
        saved(page, folder, f"{coder}.json")
    files = [folder / "Ada.json", folder / "Ben.json"]
    book = load_codebook(codebook)
    html, items = adjudication_page(corpus, book, read_codes(corpus, files, book).codes)
    assert items == 10
    (folder / "adjudicate.html").write_text(html, encoding="utf-8")
    page = opened(folder / "adjudicate.html")
    assert "Ada: yes" in page.locator(".said").first.inner_text()
    for _ in range(items):
        page.keyboard.press("1")
        page.keyboard.press("ArrowRight")
    path = saved(page, folder, "decided.json")
    found = score(corpus, [*files, path], codebook)
    assert set(found.codes["coder"]) == {"Ada", "Ben", "adjudicated"}
    agreement = found.agreement[found.agreement["coders"] == "people"].set_index("variable")
    assert agreement.loc["attribution", "agreed"] == 0  # still that between Ada and Ben


def test_practice_tells_what_is_right_and_why(opened, tmp_path):
    write_practice(tmp_path / "practice.html")
    page = opened(tmp_path / "practice.html")
    page.keyboard.press("ArrowRight")  # a court sentences: no attribution
    page.keyboard.press("1")
    assert "it is “no”" in page.locator("#why").inner_text()
    page.keyboard.press("u")
    page.keyboard.press("2")
    assert page.locator("#why").inner_text().startswith("is it an attribution?: right. Sentencing is an act.")
    assert page.problems == []


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}])
def test_the_page_is_accessible_and_the_article_runs_nothing(opened, study, options):
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install axe-core)")
    page = opened(study[1] / "Ada.html", **options)
    found = page.evaluate(f"async () => {{ {AXE.read_text(encoding='utf-8')}; return (await axe.run()).violations; }}")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.title() != "ran" and "</script>" in page.locator("#headline").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.problems == []
