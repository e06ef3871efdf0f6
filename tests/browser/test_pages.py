"""The pages in a real browser: quiet, reachable by keyboard, sorted, filtered, read to the sentence, and readable."""

import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.corpus.query import open_corpus
from analysis.figures.tables import table_html
from analysis.findings.finding import LEAD
from analysis.reports.evidence import gather
from analysis.reports.facts import facts
from analysis.reports.index import render_index
from analysis.reports.methods import describe
from analysis.reports.parts import settle
from analysis.reports.plan import Sibling
from analysis.reports.render import render_report
from analysis.study import Report, Study

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil {{ 7 * 7 }} ](javascript:alert(1))"
PHONE = {"viewport": {"width": 390, "height": 844}}

pytestmark = pytest.mark.slow

SVG_TYPE = "image/svg+xml"
MARKS = [
    {
        "counts": {"outlet": ["Southern Herald"], "side": ["north", "south"]},
        "n": 10, "tip": "Southern Herald: +0.60", "said": "0.60 (0.20 to 0.81)", "box": [10, 20, 30, 5],
    },
    {"counts": None, "n": None, "tip": "", "said": "", "box": [60, 20, 30, 5]},
]  # fmt: skip
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='700' height='200'><rect width='700' height='99'/></svg>"
LONG = "The Upper River Valley's Independent Evening Courier and Advertiser"


def shares_of(chosen):
    """Make a table of shares whose rows say what they count, as a finding's do."""
    from analysis.findings import shares

    finding = shares(chosen.count("side"), "side")
    table = finding.table  # four articles an outlet have no interval of their own
    ends = {"low": table["estimate"] * 0.8, "high": (table["estimate"] * 1.1).clip(upper=1), "note": ""}
    finding = replace(finding, table=table.assign(**ends))
    rows = finding.table.to_dict("records")
    counted = [(finding.codes(row), finding.number(row), f"{100 * row['estimate']:.0f} %") for row in rows]
    return table_html(finding.readable(), "Shares by side and outlet.", ["share"], 2, (), counted, chosen)


@pytest.fixture(scope="module")
def pages(tmp_path_factory, corpus, codebook) -> Path:
    """Write a report with a finding, figure, tables, code, a hostile article and evidence; and an index of reports."""
    chosen = open_corpus(corpus, codebook).select()
    about = {
        "alt": "A box.",
        "caption": "The balance.",
        "marks": MARKS,
        "selection": chosen.to_dict(),
        "csv": "a,b\n1,2",
        "narrow": {"svg": SVG.replace("width='700' height='200'", "width='280' height='200'"), "marks": MARKS},
    }
    long = "".join(f"<tr><td>word {number % 7}</td><td>{number}</td></tr>" for number in range(40))
    lead = {"headline": "Southern Herald hears the North more", "doubt": "Between 0.20 and 0.81."}
    figure = new_code_cell(
        "show(found)",
        outputs=[
            new_output("display_data", {LEAD: lead, "text/plain": "x"}),
            new_output("display_data", {SVG_TYPE: SVG}, metadata={SVG_TYPE: about}),
        ],
        execution_count=1,
    )
    figure.metadata["tags"] = ["main-figure"]
    words = f"<table><thead><tr><th>word</th><th>n</th></tr></thead><tbody>{long}</tbody></table>"
    outputs = [
        new_output("display_data", {"text/html": str(shares_of(chosen))}),
        new_output("display_data", {"text/html": f"<p>{HOSTILE}</p>", "text/plain": HOSTILE}),
        new_output("stream", name="stdout", text=HOSTILE + "y" * 3000),
        new_output("display_data", {"text/html": words}),
    ]
    cells = [
        new_markdown_cell("# Who speaks?\n\nHow to read it."),
        figure,
        new_markdown_cell("## Shares\n\nSome `code` and [a link](#shares)."),
        new_code_cell("import os  # a comment\nprint(f'{1}')", outputs=outputs, execution_count=2),
        new_markdown_cell(f"## What limits this\n\n{HOSTILE}", metadata={"tags": ["limits"]}),
    ]
    notebook = settle(new_notebook(cells=cells))
    study = Study(
        title="The river", about="Who is heard?", corpus=corpus, codebook=codebook, reports=[Report(notebook="x")]
    )
    methods, evidence = describe(study), gather([chosen])
    evidence.shown["articles"][0] |= {"title": HOSTILE}
    siblings = [
        Sibling("report", "Who speaks?", {}),
        Sibling("failed", f"Who else? {HOSTILE}", {}),
        *(Sibling(f"o{number}", "One", {"outlet": f"{LONG} {number}"}) for number in range(24)),
        Sibling("south", "One", {"outlet": "Southern Herald"}),
    ]
    folder = tmp_path_factory.mktemp("pages")
    page = render_report(notebook, {}, "The river", methods, evidence, "", siblings, "report", facts(chosen))
    (folder / "report.html").write_text(page, encoding="utf-8")
    (folder / "notebooks").mkdir()
    nbformat.write(notebook, folder / "notebooks" / "report.ipynb")
    done = {"outputs": {"report.html": "", "notebooks/report.ipynb": ""}, "reason": "", "state": "done"}
    entries = {one.name: done | {"title": one.question} for one in siblings}
    entries["failed"] |= {"reason": "Code cell 3 of 4 stopped.", "state": "failed"}
    (folder / "index.html").write_text(render_index(study, siblings, entries, methods, folder), encoding="utf-8")
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
        allowed = (pages.as_uri(), "data:", "blob:")
        page.on("request", lambda request: request.url.startswith(allowed) or wrong.append(request.url))
        page.goto(f"{pages.as_uri()}/{name}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def column(page, number: int) -> list[str]:
    return page.locator(f"main .table >> nth=0 >> tbody tr >> td:nth-child({number})").all_inner_texts()


def title(page) -> str:
    return page.locator("#drawer-title").inner_text()


@pytest.mark.parametrize("name", ["report.html", "index.html"])
def test_a_page_is_quiet_and_asks_for_nothing(open_page, name):
    page = open_page(name)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert page.locator("#theme-toggle").is_visible()


def test_the_finding_and_its_figure_are_on_the_first_screen(open_page):
    for options in ({}, PHONE):
        page = open_page(**options)
        assert page.locator("h1").inner_text() == "Southern Herald hears the North more"
        assert page.locator(".facts li").all_inner_texts()[:3] == ["12 articles", "3 outlets", "1–10 March 2024"]
        assert page.locator("figure img:visible").first.bounding_box()["y"] < 600


def test_the_keyboard_reaches_the_text_and_every_control(open_page):
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
    for wanted in ("index.html", "failed.html", "theme-toggle", "mark", "table", "evidence-open"):
        assert wanted in reached, wanted
    assert {"Cite ", "PNG", "CSV"} & set(reached)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_bar_s_menus_open_one_at_a_time_and_lead_on(open_page):
    page = open_page()
    page.locator("summary", has_text="Outlet").press("Enter")
    assert page.locator(".sheet a:visible").count() == 25
    page.locator("summary", has_text="Cite").click()
    assert page.locator(".sheet:visible").count() == 1 and page.locator("#citation").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".sheet:visible").count() == 0
    assert page.locator("[rel=next]").get_attribute("href") == "failed.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_the_button(open_page, scheme):
    page = open_page(color_scheme=scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.querySelector('figure img')).filter"
    colours = {"light": "rgb(253, 252, 249)", "dark": "rgb(21, 25, 27)"}
    inks = {"light": "none", "dark": "invert(1) hue-rotate(180deg)"}  # the figure's ink follows
    other = "dark" if scheme == "light" else "light"
    assert (page.evaluate(background), page.evaluate(ink)) == (colours[scheme], inks[scheme])
    assert page.locator("#theme-toggle").inner_text().lower() == other
    page.locator("#theme-toggle").press("Enter")
    assert (page.evaluate(background), page.evaluate(ink)) == (colours[other], inks[other])
    page.reload()
    assert page.evaluate(background) == colours[other]


def test_a_table_sorts_by_number_and_by_word_and_draws_its_intervals(open_page):
    page = open_page()
    share = page.locator("main .table >> nth=0 >> thead th", has_text="share")
    before = column(page, 3)
    share.locator("button").press("Enter")
    assert share.get_attribute("aria-sort") == "descending"
    numbers = [int(text.split()[0]) for text in column(page, 3)]
    assert numbers == sorted(numbers, reverse=True) and sorted(before) == sorted(column(page, 3))
    share.locator("button").click()
    assert [int(text.split()[0]) for text in column(page, 3)] == numbers[::-1]
    page.locator("main .table >> nth=0 >> thead button", has_text="side").click()
    assert column(page, 2) == sorted(column(page, 2)) and share.get_attribute("aria-sort") is None
    cells = page.locator("td[data-interval]")
    assert cells.count() and cells.locator(".bar-of").count() == cells.count()


def test_a_long_table_filters(open_page):
    page = open_page()
    page.get_by_label("Only rows with").fill("WORD 3")
    assert page.locator(".filter output").inner_text() == "6 of 40 rows"
    assert page.locator("main .table >> nth=1 >> tbody tr:visible").count() == 6


def test_what_stands_under_a_figure_can_be_taken_along(open_page):
    page = open_page()
    tools = page.locator("figure .tools-of button")
    assert tools.all_inner_texts() == ["PNG", "SVG", "CSV", "Copy link", "Cite"]
    for words, head in {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b"\xef\xbb\xbfa,b"}.items():
        with page.expect_download() as saved:
            tools.filter(has_text=words).click()
        assert saved.value.suggested_filename == f"report-figure-1.{words.lower()}"
        assert Path(saved.value.path()).read_bytes().startswith(head)
    with page.expect_download() as saved:
        page.locator(".tools-of >> nth=1").get_by_role("button").click()
    assert (
        Path(saved.value.path()).read_text("utf-8-sig").splitlines()[0]
        == "outlet,side,share,95 % interval,count,n,articles,effective articles"
    )


def test_a_mark_tells_and_opens_the_attributions_that_it_counts(open_page):
    page = open_page()
    marks = page.locator(".plot:visible button.mark")
    assert marks.count() == 1  # the other counts nothing
    assert marks.get_attribute("aria-label") == (
        "Read 10 attributions: Southern Herald, North or South, 0.60 (0.20 to 0.81)"
    )
    box, image = marks.bounding_box(), page.locator("figure img").first.bounding_box()
    assert box["x"] + box["width"] / 2 == pytest.approx(image["x"] + 0.25 * image["width"], abs=1)
    assert box["y"] + box["height"] / 2 == pytest.approx(image["y"] + 0.225 * image["height"], abs=1)
    assert min(box["width"], box["height"]) >= 24
    marks.hover()
    assert page.locator("#tip").inner_text() == "Southern Herald: +0.60"
    marks.press("Enter")
    assert title(page) == "10 of Southern Herald’s 14 attributions: North or South, 0.60 (0.20 to 0.81)"
    assert page.locator(".list mark.content").count() >= 10
    page.get_by_label("side", exact=True).select_option(label="North")
    assert title(page) == "2 of Southern Herald’s 14 attributions: North, 14 %"  # as its row says
    page.get_by_role("button", name="Without the filter side").press("Enter")
    page.get_by_role("button", name="Without the filter outlet").press("Enter")
    assert title(page) == "40 attributions"
    page.get_by_label("Add a filter").select_option(label="form")
    page.get_by_label("form", exact=True).select_option(label="indirect")
    count = int(re.match(r"\d+", title(page))[0])
    assert 0 < count < 40 and page.locator(".card").count() <= count
    page.get_by_label("Search in these attributions").fill("no such words anywhere")
    assert title(page) == "0 attributions: indirect"


def test_the_drawer_is_in_the_address_so_that_back_closes_it_and_a_link_opens_it(open_page):
    page = open_page()
    page.locator("td.read button").nth(1).click()
    said, address = title(page), page.url
    assert "side=" in unquote(address) and "-of=" in address
    page.locator(".list h3 button").first.click()
    assert "-article=" in page.url and page.locator(".article .row").count() > 1
    page.go_back()
    assert page.locator(".card").first.is_visible() and not page.locator(".article").is_visible()
    page.go_back()
    page.locator("#drawer").wait_for(state="hidden")
    assert "#" not in page.url
    other = open_page(f"report.html{address[address.index('#') :]}")
    assert other.locator("#drawer").is_visible() and title(other) == said
    other.keyboard.press("Escape")
    other.locator("#drawer").wait_for(state="hidden")
    assert "#" not in other.url


def test_a_row_opens_its_attributions_with_why_they_are_coded_so(open_page):
    page = open_page()
    reads = page.locator("td.read button")
    reads.filter(has_text=re.compile("^Read 2$")).first.press("Enter")
    card = page.locator(".card").first
    assert card.locator("mark.source").first.inner_text() == "Marta Lindqvist"
    assert card.locator("mark.content").first.inner_text() == "a truce is possible"
    assert card.locator(".context").inner_text() == "Marta Lindqvist hinted that a truce is possible."
    assert "Why – side: the northern foreign minister" in card.locator(".why").first.inner_text()
    with page.expect_download() as saved:
        page.locator("#drawer-csv").click()
    lines = Path(saved.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("outlet,title,published,url,source,cue,content,outlet,side")
    assert len(lines) == 3
    page.keyboard.press("Escape")
    page.locator("#drawer").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Read 2"


def test_the_keyboard_steps_through_the_drawer_and_through_an_article(open_page):
    page = open_page()
    page.locator("#evidence-open").press("Enter")
    page.locator("#drawer-close").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = "[...document.querySelectorAll('.card')].indexOf(document.activeElement)"
    assert page.evaluate(focused) == 1
    page.keyboard.press("k")
    assert page.evaluate(focused) == 0
    page.locator(".list h3 button").first.press("Enter")
    place = page.locator(".place")
    place.filter(has_text=re.compile(r"^1 of \d+$")).wait_for()
    page.keyboard.press("j")
    assert place.inner_text().startswith("2 of ")
    assert page.locator("mark.here").count() >= 1 and page.locator(".codes li.here").count() == 1
    assert page.locator(".strip i").count() == int(place.inner_text().split()[-1])
    inside = "document.activeElement === document.body || !!document.activeElement.closest('#drawer')"
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)


@pytest.mark.parametrize("width", [390, 820, 1280])
@pytest.mark.parametrize("name", ["report.html", "index.html"])
def test_no_page_scrolls_sideways(open_page, name, width):
    page = open_page(name, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details.fold').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name == "report.html":
        page.locator("#evidence-open").click()
        assert page.locator("#drawer").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
        box = page.locator("#drawer").bounding_box()
        assert box["x"] + box["width"] == pytest.approx(width, abs=20) and (width > 390 or box["width"] > 370)


def test_on_a_phone_a_wide_table_stands_row_under_row(open_page):
    page = open_page(**PHONE)
    box = page.locator("main .table").first
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    second = box.locator("tbody tr").first.locator("td").nth(1)
    assert second.get_attribute("data-head") == "side"
    assert second.bounding_box()["y"] > box.locator("tbody tr td").first.bounding_box()["y"]


def test_on_a_phone_a_figure_is_the_one_drawn_for_it_and_opens_what_it_counts(open_page):
    page, wide = open_page(**PHONE), open_page()
    for one, shown, hidden in ((page, 1, 0), (wide, 0, 1)):
        plots = one.locator("figure .plot")
        assert plots.nth(shown).is_visible() and not plots.nth(hidden).is_visible()
    box = page.locator("figure .plot").nth(1).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("figure .plot").nth(1).locator("button.mark").click()
    assert title(page).startswith("10 of ")


def test_a_table_wider_than_the_page_says_so(open_page):
    page = open_page(viewport={"width": 1200, "height": 900})
    box, words = page.locator("main .table").first, page.locator("main .wider").first
    assert not words.is_visible()
    page.evaluate("document.querySelector('main .table td').style.minWidth = '90rem'")
    words.wait_for(state="visible")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)  # it scrolls smoothly
    assert box.evaluate("box => box.scrollLeft") > 0


def test_the_report_prints_with_a_running_head(open_page):
    page = open_page()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf())) <= 6
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('figure img')).filter") == "none"
    for gone in (".bar", ".tools-of >> nth=0", "#methods", "button.mark >> nth=0", ".evidence"):
        assert not page.locator(gone).is_visible(), gone
    assert "The river" in page.locator("style").inner_text().split("@top-left")[-1].replace("\\20 ", " ")
    assert page.locator("thead").first.evaluate("one => getComputedStyle(one).display") == "table-header-group"
    head = page.locator("main .table >> nth=0 >> thead th:visible")
    assert "evidence" not in head.all_inner_texts()  # without the column of buttons


def test_the_index_leads_with_findings_and_to_each_outlet(open_page):
    page = open_page("index.html")
    assert page.locator(".findings .headline a").all_inner_texts() == ["Southern Herald hears the North more"]
    assert "1 report failed" in page.locator(".banner").inner_text()
    rows = page.locator("main .table >> nth=0 >> tbody tr")
    assert rows.count() == 3 and rows.locator("a").all_inner_texts() == ["Southern Herald"]
    assert "not estimable" in rows.first.inner_text()  # four articles an outlet have no interval
    assert page.locator(".funnel li").count() == 9
    page.locator("summary", has_text="Data").click()
    assert page.locator(".sheet a:visible").first.get_attribute("href") == "everything.zip"


@pytest.mark.skipif(
    not os.environ.get("CI") and not AXE.is_file(), reason="axe-core is not installed (npm install axe-core)"
)
@pytest.mark.parametrize("kind", ["light", "dark", "phone"])
@pytest.mark.parametrize("name", ["report.html", "index.html", "drawer", "article"])
def test_axe_finds_nothing(open_page, name, kind):
    page = open_page(
        name if name.endswith("html") else "report.html",
        color_scheme="dark" if kind == "dark" else "light",
        **(PHONE if kind == "phone" else {}),
    )
    if name.endswith("html"):
        page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((one) => { one.open = true; })")
    else:
        page.locator("#evidence-open").click()
    if name == "article":
        page.locator(".list h3 button").first.click()
        page.locator("mark.here").first.wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("async () => (await axe.run()).violations")
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations] == []
