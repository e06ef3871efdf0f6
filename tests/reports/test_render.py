"""The page of a report: whole in itself, the same bytes every time, and deaf to what articles say."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.corpus.query import open_corpus
from analysis.reports.evidence import gather
from analysis.reports.methods import describe
from analysis.findings.finding import LEAD
from analysis.reports.facts import Fact
from analysis.reports.parts import settle, title_of
from analysis.reports.plan import Sibling
from analysis.reports.render import render_report, safe_html
from analysis.reports.values import VALUES
from analysis.study import Report, Study

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><rect width='4' height='4'/></svg>"
HOSTILE = (
    '<script>alert("x")</script><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} ](javascript:alert(1)) '
    "</script><!-- \u202egnp.exe\u202c [a](javascript:alert(2)) `</details>` </main></body>"
)


@pytest.fixture(scope="module")
def methods(corpus, codebook):
    study = Study(title="River", corpus=corpus, codebook=codebook, reports=[Report(notebook="x")])
    return describe(study)


def notebook(*cells) -> nbformat.NotebookNode:
    return settle(new_notebook(cells=[new_markdown_cell("# Who speaks?"), *cells]))


def shown(data: dict, metadata: dict | None = None) -> nbformat.NotebookNode:
    output = new_output("display_data", data, metadata=metadata or {})
    return new_code_cell("show()", outputs=[output], execution_count=1)


def printed(text: str) -> nbformat.NotebookNode:
    return new_code_cell("print()", outputs=[new_output("stream", name="stdout", text=text)], execution_count=1)


def rendered(methods, *cells, selection=None, evidence=None, failure="") -> BeautifulSoup:
    page = render_report(notebook(*cells), selection or {}, "River", methods, evidence, failure)
    return BeautifulSoup(page, "html.parser")


def test_a_page_asks_nothing_of_any_network(methods):
    page = render_report(notebook(shown({"image/svg+xml": SVG})), {}, "River", methods)
    soup = BeautifulSoup(page, "html.parser")
    assert not re.findall(r"""(?:src|srcset|poster|data)=["'](?!data:)""", page)
    assert not re.search(r"@import|url\((?!data:)", page)
    assert [link["href"] for link in soup.select("link[href]")] == ["data:,"]
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "default-src 'none'" in policy and "img-src data:" in policy
    assert len(page) < 80_000


def test_the_same_notebook_gives_the_same_bytes(methods):
    first = render_report(notebook(printed("<object at 0x7f00>"), shown({"text/html": "<p>a"})), {}, "R", methods)
    cells = printed("<object at 0x7f99>"), shown({"text/html": "<p>a"})
    cells[0].metadata["papermill"] = {"duration": 3.2}
    assert render_report(notebook(*cells), {}, "R", methods) == first
    assert "0x7f" not in first


def test_a_figure_carries_the_alt_text_of_its_notebook(methods):
    figure = shown({"image/svg+xml": SVG, "text/plain": "x"}, {"image/svg+xml": {"alt": 'North "leads" <b>'}})
    soup = rendered(methods, figure, shown({"image/png": "iVBORw0KGgo=\n"}))
    images = soup.select("main figure img")
    assert [image["alt"] for image in images] == ['North "leads" <b>', "A figure without a description"]
    assert images[1]["src"] == "data:image/png;base64,iVBORw0KGgo="
    assert "No description has been provided" not in str(soup)


def test_a_figure_drawn_for_phones_too_has_marks_in_each_drawing_and_is_drawn_once_where_it_is_folded(methods):
    kind, mark = "image/svg+xml", {"counts": None, "n": None, "tip": "North: 3", "said": ""}
    drawn = [mark | {"box": [place, 0, 1, 1]} for place in (10, 20)]
    narrow = {"svg": SVG.replace("'4'", "'2'"), "marks": drawn[1:]}
    cells = [shown({kind: SVG}, {kind: {"alt": "A box.", "marks": drawn[:1], "narrow": narrow}}) for _ in range(2)]
    cells[1].metadata["tags"] = ["more"]
    open_one, folded = rendered(methods, *cells).select("figure")
    sources = [image["src"] for image in open_one.select("img")]
    assert len(set(sources)) == 2 and [image["src"] for image in folded.select("img")] == sources[:1]
    places = [json.loads(plot["data-marks"])[0]["box"][0] for plot in open_one.select(".plot")]
    assert places == [10, 20]


def test_a_long_sentence_under_a_figure_is_folded_and_a_short_one_stands(methods):
    short, long = "North leads.", "One outlet hears the North more than the South, another less. " * 4
    cells = [shown({"text/html": f'<p class="said">{sentence}</p>'}) for sentence in (short, long)]
    first, second = rendered(methods, *cells).select("p.said")
    assert not first.find_parent("details") and second.find_parent("details").summary.text == "The same in words"


def test_code_is_at_the_end_and_values_do_not_print(methods):
    soup = rendered(methods, shown({VALUES: {"secret": 12345}}), new_code_cell("x = 1", execution_count=2))
    assert [block.text.strip() for block in soup.select("#methods .highlight pre")] == ["show()", "x = 1"]
    assert not soup.select("details.fold[open]")
    assert "secret" not in soup.main.text


def test_the_finding_comes_first_and_is_said_once(methods):
    lead = {"headline": "The Post: 86 % from the North", "doubt": "Between 80 and 91 %."}
    told = new_code_cell("lead(found)", outputs=[new_output("display_data", {LEAD: lead, "text/plain": "x"})])
    figure = shown({"image/svg+xml": SVG}, {"image/svg+xml": {"alt": "Main", "caption": "Shares.", "csv": "a,b"}})
    figure.metadata["tags"] = ["main-figure"]
    cells = [
        new_markdown_cell("# Who speaks?\n\nHow to read it."),
        new_markdown_cell("## Parameters"),
        new_code_cell("outlet = 1", metadata={"tags": ["parameters"]}),
        new_markdown_cell("## Elsewhere"),
        shown({"text/html": "<p>Between 80 and 91 %.</p><p>Another sentence.</p>"}),
        told,
        figure,
        new_code_cell("more()", outputs=[new_output("display_data", {"text/html": "<p>Much more.</p>"})],
                      metadata={"tags": ["more"]}),
        new_markdown_cell("## What limits this", metadata={"tags": ["limits"]}),
    ]  # fmt: skip
    page = render_report(settle(new_notebook(cells=cells)), {"outlet": "The Post"}, "River", methods)
    soup = BeautifulSoup(page, "html.parser")
    said = " ".join(soup.main.text.split())
    assert said.startswith("The Post Who speaks? The Post: 86 % from the North Between 80 and 91 %. Shares. How to read")
    order = ["Shares.", "How to read it.", "What limits this", "Elsewhere", "Another", "More tables", "Much more", "Code"]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert said.count("Between 80 and 91 %.") == 1 and "Parameters" not in said
    assert soup.title.text == "The Post: 86 % from the North – River"
    assert soup.figure["data-csv"] == "a,b" and soup.figure["id"] == "figure.1"


def test_the_bar_leads_to_the_study_s_reports(methods):
    siblings = [Sibling("03", "Who speaks?", {}), Sibling("05-a", "One", {"outlet": "A <b>"}), Sibling("07", "Right?", {})]
    page = render_report(notebook(), {"outlet": "A <b>"}, "River", methods, siblings=siblings, name="05-a")
    bar = BeautifulSoup(page, "html.parser").select_one("header.bar")
    assert [menu.get_text(strip=True) for menu in bar.select("summary")] == ["Report", "Outlet:A <b>", "Cite", "Data"]
    assert [link["href"] for link in bar.select("nav .sheet a")] == ["03.html", "07.html", "05-a.html"]
    assert [link["href"] for link in bar.select("[rel=prev], [rel=next]")] == ["03.html", "07.html"]
    assert bar.select_one("[aria-current=page]").text == "A <b>"


def test_what_a_page_rests_on_stands_under_its_title(methods):
    found = [Fact("12 articles"), Fact("nobody has checked this reading yet", "evenhand code sample river")]
    soup = BeautifulSoup(render_report(notebook(), {}, "River", methods, facts=found), "html.parser")
    assert [item.text for item in soup.select(".facts li")] == ["12 articles", ": ".join(found[1])]


def test_a_running_head_cannot_end_the_style_sheet(methods):
    page = render_report(notebook(), {}, 'River"; } </style><b>', methods)
    assert BeautifulSoup(page, "html.parser").select("style ~ b, head b") == []
    assert r'content: "River\22 \3b  \7d  \3c \2f style' in page


@pytest.mark.parametrize("kind", ["text/html", "text/markdown", "text/plain", "text/latex", "stream", "prose"])
def test_a_hostile_article_is_read_as_text(methods, kind):
    cell = {"stream": printed(HOSTILE), "prose": new_markdown_cell(HOSTILE)}.get(kind) or shown({kind: HOSTILE})
    soup = rendered(methods, cell)
    scripts = soup.find_all("script")
    assert len(scripts) == 1 and "alert" not in scripts[0].text
    assert not soup.select("[onerror], img[src='x'], iframe, object, embed, form, style ~ style, base")
    assert not [link for link in soup.select("a[href]") if link["href"].startswith(("javascript", "data"))]
    assert "{{ 7 * 7 }}" in soup.main.text and "49" not in soup.main.text.split("Method and code")[0]
    assert soup.select_one("main #methods") and soup.body.footer


def test_javascript_and_widgets_of_a_notebook_are_left_out(methods):
    soup = rendered(
        methods,
        shown({"application/javascript": "alert(1)"}),
        shown({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "a widget"}),
        shown({"image/svg+xml": "<svg onload='alert(1)'><script>alert(1)</script></svg>"}),
    )
    assert "alert" not in str(soup)  # the figure is an image, in which no script runs
    assert len(soup.find_all("script")) == 1


def test_a_hostile_article_in_the_evidence_stays_in_its_script(methods, corpus, codebook):
    evidence = gather([open_corpus(corpus, codebook).select()])
    evidence.shown["articles"][0] |= {"title": HOSTILE, "text": HOSTILE}
    soup = rendered(methods, evidence=evidence)
    assert len(soup.find_all("script")) == 2
    assert "alert" not in soup.main.text
    assert "\\u003cscript\\u003ealert" in soup.select_one("#evidence-data").text


def test_a_line_of_a_megabyte_does_not_hold_up_the_page(methods):
    long = "[(<*_`$" * 150_000
    soup = rendered(methods, printed(long), shown({"text/html": f"<p>{'x' * 1_000_000}</p>"}))
    assert "1,030,000 more characters in the executed notebook" in soup.main.text
    assert soup.select_one("#methods")


def test_headings_skip_no_level_and_have_ids_of_their_own(methods):
    prose = new_markdown_cell("#### Deep\n\n## Deep\n\n# Another title\n\n### Low\n\n## <i>a</i> & b\n\n## main")
    soup = rendered(methods, prose)
    levels = [int(heading.name[1]) for heading in soup.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"deep", "deep-2", "another-title", "low", "a-b", "main-2", "methods"} <= set(ids)


def test_the_title_says_what_was_selected(methods):
    soup = rendered(methods, selection={"outlet": "A <b>"})
    assert soup.title.text == "Who speaks? – A <b> – River"
    assert soup.select_one(".question").text == "A <b>"
    assert title_of(new_notebook(), {"outlet": "A"}) == "A"
    assert rendered(methods).h1.text == "Who speaks?"


def test_a_table_of_pandas_can_be_read_aloud_and_scrolled(methods):
    import pandas as pd

    frame = pd.DataFrame({"side": ["north", "south"], "share": [0.5, 0.5]}).set_index("side")
    box = rendered(methods, shown({"text/html": frame._repr_html_()})).select_one("main .table")
    assert box["role"] == "region" and box["tabindex"] == "0" and box["aria-label"] == "Table, table 1"
    assert [(cell.name, cell.text, cell.get("scope")) for cell in box.select("thead th, thead td")] == [
        ("th", "side", "col"),
        ("th", "share", "col"),
    ]
    assert [(cell.text, cell["scope"]) for cell in box.select("tbody th")] == [("north", "row"), ("south", "row")]


def test_an_error_is_shown_with_its_traceback_folded(methods):
    error = new_output("error", ename="ValueError", evalue="<b>bad</b>", traceback=["\x1b[31mline\x1b[0m 3"])
    soup = rendered(methods, new_code_cell("x", outputs=[error]), failure="Cell 1 stopped <i>.")
    assert soup.select_one(".banner").text.strip().startswith("This report failed. Cell 1 stopped <i>.")
    assert soup.select(".failure")[1].p.text == "ValueError: <b>bad</b>"
    assert soup.select(".failure")[1].pre.text == "line 3"


def test_safe_html_keeps_what_is_read():
    kept = safe_html('<table><tr><td class="n" data-value="1">1</td></tr></table><mark class="cue">said</mark>')
    assert 'data-value="1"' in kept and '<mark class="cue">said</mark>' in kept
    assert safe_html('<a href="http://a.b">x</a><a href="//a.b">y</a>').count("href") == 1
    assert safe_html('<img src="http://a.b/c.png"><p style="position:fixed">z</p>') == "<img><p>z</p>"


def test_the_methods_say_what_was_counted(methods):
    steps = {step: number for step, number, _ in methods["counts"]}
    assert steps["Articles"] == 12 and steps["Files and records rejected"] == 1
    assert steps["Attributions"] == 40 and steps["Sources coded as experts"] == 6
    assert "evenhand" in methods["versions"] and "side: north" in methods["codebook"]["text"]


def test_evidence_holds_what_the_notebook_selects(corpus, codebook, corpus_without_voices):
    chosen = open_corpus(corpus, codebook).select()
    everything = gather([chosen]).shown
    assert everything["total"] == len(everything["attributions"]) == 40
    facets = {facet["name"]: facet["values"] for facet in everything["facets"]}
    sides = [["north", "North", "#0072B2"], ["south", "South", "#D55E00"], ["unknown", "unknown", "#7F7F7F"]]
    assert facets["side"] == sides  # in the figures' colours
    assert gather([chosen.but(kind="speech")]).shown["total"] == 36
    assert gather([chosen.but(minimum_confidence=0.5)]).shown["total"] == 36
    assert {a["outlet"] for a in gather([chosen.but(outlet="Southern Herald")]).shown["articles"]} == {
        "Southern Herald"
    }
    article, _, source, cue, content, _, why, part = everything["attributions"][0]
    text = everything["articles"][article]["text"]
    assert [text[slice(*spans[0])] for spans in (source, cue)] == ["Marta Lindqvist", "said"]
    assert text[slice(*content[0])] == "the attack cannot go unanswered"
    assert everything["why"] == ["side", "source type", "expert"]
    assert [everything["reasons"][place] for place in why] == ["the northern foreign minister"] * 3
    assert gather([open_corpus(corpus_without_voices, codebook).select()]) is None


def test_of_a_large_corpus_a_page_holds_a_choice_and_says_so(corpus, codebook, methods, monkeypatch):
    monkeypatch.setattr("analysis.reports.evidence.MOST_CHARACTERS", 1000)
    evidence = gather([open_corpus(corpus, codebook).select()])
    some = evidence.shown
    assert 0 < len(some["articles"]) < 12 and some["total"] == 40
    assert sum(len(article["text"]) for article in some["articles"]) <= 1000
    text = " ".join(rendered(methods, evidence=evidence).main.text.split())
    assert f"This page holds {len(some['attributions'])} of them, from {len(some['articles'])} articles" in text


def test_the_template_names_no_network_address():
    for path in (Path(__file__).parents[2] / "analysis" / "reports" / "template").iterdir():
        assert not re.search(r"https?://|//cdn|@import", path.read_text(encoding="utf-8")), path.name
