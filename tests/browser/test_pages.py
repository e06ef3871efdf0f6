"""The pages in a real browser: quiet, reachable by keyboard, sorted, filtered, and readable to everybody."""

import os
import re
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.corpus.query import open_corpus
from analysis.reports.evidence import gather
from analysis.reports.index import render_index
from analysis.reports.methods import describe
from analysis.reports.render import render_report, settle
from analysis.study import Report, Study

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil {{ 7 * 7 }} ](javascript:alert(1))"

pytestmark = pytest.mark.slow

SVG_TYPE = "image/svg+xml"
MARKS = [
    {"counts": "outlet=Southern+Herald&side=north&side=south", "box": [10, 20, 30, 5]},
    {"counts": "outlet=Southern+Herald&side=nobody", "box": [60, 20, 30, 5]},
]
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='700' height='200'><rect width='700' height='99'/></svg>"
TABLE = """<table class="evenhand" data-counts=""><caption>Shares by side and outlet.</caption>
<thead><tr><th>outlet</th><th>side</th><th>share</th></tr></thead><tbody>{}</tbody></table>"""
ROWS = [
    ("Harbour Courier", "North", 9),
    ("Harbour Courier", "South", 45),
    ("Southern Herald", "North", 12),
    ("Southern Herald", "nobody", 100),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory, corpus, codebook) -> Path:
    """Write a report with a figure, tables, code, a hostile article and evidence, and an index of three reports."""
    rows = "".join(
        f'<tr><td>{outlet}</td><td>{side}</td><td class="number" data-value="{share / 100}">{share} %</td></tr>'
        for outlet, side, share in ROWS
    )
    long = "".join(f"<tr><td>word {number % 7}</td><td>{number}</td></tr>" for number in range(40))
    outputs = [
        new_output(
            "display_data", {"image/svg+xml": SVG}, metadata={"image/svg+xml": {"alt": "A box.", "marks": MARKS}}
        ),
        new_output("display_data", {"text/html": TABLE.format(rows)}),
        new_output("display_data", {"text/html": f"<p>{HOSTILE}</p>", "text/plain": HOSTILE}),
        new_output("stream", name="stdout", text=HOSTILE + "y" * 3000),
        new_output(
            "display_data",
            {"text/html": f"<table><thead><tr><th>word</th><th>n</th></tr></thead><tbody>{long}</tbody></table>"},
        ),
    ]
    notebook = settle(
        new_notebook(
            cells=[
                new_markdown_cell("# Who speaks?\n\nA question.\n\n## Shares\n\nSome `code` and [a link](#shares)."),
                new_code_cell("import os  # a comment\nprint(f'{1}')", outputs=outputs, execution_count=1),
                new_markdown_cell(f"## Limits\n\n{HOSTILE}"),
            ]
        )
    )
    study = Study(title="The river", corpus=corpus, codebook=codebook, reports=[Report(notebook="x")])
    methods, evidence = describe(study), gather([open_corpus(corpus, codebook).select()])
    evidence.shown["articles"][0] |= {"title": HOSTILE}
    folder = tmp_path_factory.mktemp("pages")
    page = render_report(notebook, {"outlet": "Harbour Courier"}, "The river", methods, evidence)
    (folder / "report.html").write_text(page, encoding="utf-8")
    entry = {"title": f"Who speaks? {HOSTILE}", "outputs": {"report.html": ""}, "reason": "", "state": "done"}
    entries = {"a": entry | {"reason": "Code cell 3 of 4 stopped.", "state": "failed"}, "b": entry, "c": entry}
    (folder / "index.html").write_text(render_index(study, "bca", entries, methods, folder), encoding="utf-8")
    return folder


@pytest.fixture
def open_page(browser, pages):
    """Give a function that opens a page; afterwards nothing may have gone wrong or been fetched."""
    contexts, wrong = [], []

    def opened(name="report.html", **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)  # a busy machine is no broken page
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda request: None if request.url.startswith((pages.as_uri(), "data:")) else wrong.append(request.url),
        )
        page.goto((pages / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def column(page, number: int) -> list[str]:
    return page.locator(f"main .table >> nth=0 >> tbody tr >> td:nth-child({number})").all_inner_texts()


@pytest.mark.parametrize("name", ["report.html", "index.html"])
def test_a_page_is_quiet_and_asks_for_nothing(open_page, name):
    page = open_page(name)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert page.locator(".controls").is_visible()


def test_the_keyboard_reaches_the_text_the_contents_and_every_control(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || "
                          "document.activeElement.className || document.activeElement.textContent.trim()")
        )  # fmt: skip
    for wanted in ("code-toggle", "theme-toggle", "#shares", "#limits", "#methods", "table", "evidence-open"):
        assert wanted in reached, wanted
    assert "Code" in reached
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_code_opens_and_closes_by_keyboard(open_page):
    page = open_page()
    code = page.locator("details.code pre").first
    assert not code.is_visible()
    page.locator("#code-toggle").focus()
    page.keyboard.press("Enter")
    assert code.is_visible() and page.locator("#code-toggle").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Space")
    assert not code.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_the_button(open_page, scheme):
    page = open_page(color_scheme=scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    colours = {"light": "rgb(253, 252, 249)", "dark": "rgb(21, 25, 27)"}
    other = "dark" if scheme == "light" else "light"
    assert page.evaluate(background) == colours[scheme]
    assert page.locator("#theme-toggle").inner_text().lower() == other
    page.locator("#theme-toggle").press("Enter")
    assert page.evaluate(background) == colours[other]
    page.reload()
    assert page.evaluate(background) == colours[other]


def test_a_table_sorts_by_number_and_by_word(open_page):
    page = open_page()
    share = page.locator("main .table >> nth=0 >> thead th", has_text="share")
    share.locator("button").press("Enter")
    assert column(page, 3) == ["100 %", "45 %", "12 %", "9 %"]
    assert share.get_attribute("aria-sort") == "descending"
    share.locator("button").click()
    assert column(page, 3) == ["9 %", "12 %", "45 %", "100 %"]
    page.locator("main .table >> nth=0 >> thead button", has_text="side").click()
    assert column(page, 2) == ["nobody", "North", "North", "South"]
    assert share.get_attribute("aria-sort") is None


def test_a_long_table_filters(open_page):
    page = open_page()
    page.get_by_label("Only rows with").fill("WORD 3")
    assert page.locator(".filter output").inner_text() == "6 of 40 rows"
    assert page.locator("main .table >> nth=1 >> tbody tr:visible").count() == 6


def test_a_row_opens_the_attributions_that_it_counts(open_page):
    page = open_page()
    reads = page.locator("td.read")
    assert [text.strip() for text in reads.all_inner_texts()] == ["Read 12", "Read 4", "Read 2", ""]
    reads.nth(2).locator("button").press("Enter")
    dialog = page.locator("dialog")
    assert dialog.is_visible()
    assert page.locator("#evidence-count").inner_text() == "2 attributions."
    items = page.locator(".evidence-list li")
    assert items.count() == 2
    assert items.first.locator("mark.source").inner_text() == "Marta Lindqvist"
    assert items.first.locator("mark.content").inner_text() == "a truce is possible"
    assert items.first.locator(".context").inner_text() == "Marta Lindqvist hinted that a truce is possible."
    before = len(items.first.locator(".context").inner_text())
    items.first.get_by_role("button", name="Whole article").click()
    assert len(items.first.locator(".context").inner_text()) > 2 * before
    page.get_by_label("form", exact=True).select_option(label="direct")
    assert page.locator("#evidence-count").inner_text() == "0 attributions."
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Read 2"
    page.locator("#evidence-open").click()
    assert page.locator("#evidence-count").inner_text() == "40 attributions."


def test_a_mark_of_a_figure_opens_the_attributions_that_it_counts(open_page):
    page = open_page()
    marks = page.locator("button.mark")
    assert marks.count() == 1  # the other counts nothing
    assert marks.get_attribute("aria-label") == "Read 10 attributions: Southern Herald, North or South"
    box, image = marks.bounding_box(), page.locator("figure img").first.bounding_box()
    assert box["x"] + box["width"] / 2 == pytest.approx(image["x"] + 0.25 * image["width"], abs=1)
    assert box["y"] + box["height"] / 2 == pytest.approx(image["y"] + 0.225 * image["height"], abs=1)
    assert min(box["width"], box["height"]) >= 24
    marks.focus()
    page.keyboard.press("Enter")
    assert page.locator("#evidence-count").inner_text() == "10 attributions."
    side = page.get_by_label("side", exact=True)
    assert side.locator("option:checked").inner_text() == "North or South"
    side.select_option(label="North")
    assert page.locator("#evidence-count").inner_text() == "2 attributions."
    side.select_option(label="all (3)")
    page.get_by_label("outlet", exact=True).select_option(index=0)
    assert page.locator("#evidence-count").inner_text() == "40 attributions."
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "mark"
    page.locator("td.read button").first.click()
    assert side.locator(".several").count() == 0


def test_a_narrow_screen_does_not_scroll_sideways(open_page):
    for name in ("report.html", "index.html"):
        page = open_page(name, viewport={"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_table_wider_than_the_page_says_so_and_keeps_its_buttons_in_sight(open_page):
    page = open_page(viewport={"width": 1200, "height": 900})
    box, words = page.locator("main .table").first, page.locator("main .wider").first
    assert not words.is_visible()
    page.evaluate("document.querySelector('main .table td').style.minWidth = '70rem'")
    words.wait_for(state="visible")
    right = box.bounding_box()["x"] + box.bounding_box()["width"]
    button = box.locator("td.read button").first.bounding_box()
    assert button["x"] + button["width"] <= right
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)  # it scrolls smoothly
    assert box.evaluate("box => box.scrollLeft") > 0


def test_the_report_prints(open_page):
    page = open_page()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) >= 2
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".controls").is_visible() and not page.locator("details.code").first.is_visible()
    head = page.locator("main .table >> nth=0 >> thead th:visible")
    assert head.all_inner_texts() == ["outlet", "side", "share"]  # without the column of buttons


@pytest.mark.skipif(
    not os.environ.get("CI") and not AXE.is_file(), reason="axe-core is not installed (npm install axe-core)"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report.html", "index.html", "evidence"])
def test_axe_finds_nothing(open_page, name, scheme):
    page = open_page("report.html" if name == "evidence" else name, color_scheme=scheme)
    if name == "evidence":
        page.locator("#evidence-open").click()
    else:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("async () => (await axe.run()).violations")
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations] == []
