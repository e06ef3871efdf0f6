"""A hostile article on its whole way: file, corpus, reading, batch, page. In the browser it is text, nothing else."""

import json
from pathlib import Path

import pytest
import yaml

from analysis.corpus.ingest import ingest
from analysis.corpus.store import read_table
from analysis.reading.read import read_corpus
from analysis.reports.batch import run

pytestmark = pytest.mark.slow

SCRIPT = "<script>window.taken = 1</script><img src=x onerror='window.taken = 2'>"
TEMPLATE = "{{ 7 * 7 }} {% raw %} </script><!-- ]]> &lt;b&gt;"
LINK = "[the report](javascript:window.taken=3) ](javascript:window.taken=4)"
TURNED = "\u202egnp.exe\u202c and \u2067\u05e9\u05dc\u05d5\u05dd\u2069"
OUTLET = "The <b>Bold</b> & {{ Post }}"
STEERING = "The \x1b[31m<b>Bold</b> & {{ \u202ePost }}".replace("[31m", "")
"""The same with characters that no figure and no terminal may have."""
BROKEN = """Promise.all([...document.images].map(image => {
    image.loading = "eager"
    return image.decode().then(() => "", () => image.alt || image.src.slice(0, 60))
})).then(all => all.filter(Boolean))"""
TEXT = f"""The mayor spoke on Tuesday of the new bridge and of the road beyond it.

“{SCRIPT} The bridge is safe,” said Mayor Anna Holt, of {TURNED}.

Anna Holt said that {TEMPLATE} the road would open in spring.

“{LINK} We are late,” the mayor added.
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory, codebook, browser):
    """Open the audit of a corpus of a hostile article and of one that is a line of a megabyte."""
    folder = tmp_path_factory.mktemp("hostile")
    endless = "“Begin,” said Bob Low. " + "<b>x" * 250_000
    articles = [
        {"outlet": OUTLET, "title": f"Bridge {SCRIPT}", "date": "2024-03-01", "text": TEXT},
        {"outlet": STEERING, "title": "Long", "date": "2024-03-02", "text": endless},
    ]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    ingest([folder / "articles.jsonl"], folder / "corpus")
    read_corpus(folder / "corpus", codebook, "rules")
    study = {"title": f"Who speaks? {SCRIPT}", "about": TEMPLATE, "corpus": "corpus", "codebook": str(codebook)}
    reports = [{"notebook": "01-audit-attributions", "each": {"kind": ["speech"]}}, {"notebook": "00-tour-the-corpus"}]
    (folder / "study.yml").write_text(yaml.safe_dump(study | {"reports": reports}), encoding="utf-8")
    assert run(folder / "study.yml", folder / "out", jobs=2).exit_code == 0
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(120_000)
    page.wrong = []
    page.on("console", lambda message: page.wrong.append(message.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("dialog", lambda dialog: (page.wrong.append(dialog.message), dialog.dismiss()))
    allowed = ((folder / "out").as_uri(), "data:")
    page.on("request", lambda request: request.url.startswith(allowed) or page.wrong.append(request.url))
    yield page, folder
    assert page.wrong == []


def test_no_article_is_lost_without_a_word(page):
    _, folder = page
    kept, rejected = (len(read_table(folder / "corpus", table)) for table in ("articles", "rejected"))
    assert kept + rejected >= 2 and kept >= 1
    assert len(read_table(folder / "corpus", "attributions")) >= 3


@pytest.mark.parametrize("name", ["index", "00-tour-the-corpus", "01-audit-attributions--speech"])
def test_no_page_runs_or_loads_what_an_article_says(page, name):
    page, folder = page
    page.goto((folder / "out" / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.taken") is None
    assert page.locator("main script, main iframe, main [onerror], main img[src='x']").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert Path(folder / "out" / f"{name}.html").stat().st_size < 2_000_000


def test_the_article_is_read_as_it_was_written(page):
    page, folder = page
    page.goto((folder / "out" / "01-audit-attributions--speech.html").as_uri())
    assert OUTLET in page.locator("main table").nth(1).inner_text()
    page.locator("#evidence-open").click()
    shown = " ".join(page.locator("#drawer-list .context").all_inner_texts())
    for words in (SCRIPT, "{{ 7 * 7 }} {% raw %} </script><!-- ]]>", "](javascript:window.taken=4)"):
        assert words in shown, words
    assert page.evaluate("window.taken") is None
    page.locator("#drawer-list h3 button").first.click()
    assert "the road would open in spring" in page.locator(".article").inner_text()
    direction = "getComputedStyle(document.querySelector('.context')).unicodeBidi"
    assert page.evaluate(direction) == "isolate"  # marks of direction turn nothing outside of it
