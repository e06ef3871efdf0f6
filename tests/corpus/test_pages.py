"""Of a page, the whole story and nothing else; what it says of itself comes from where it is said best."""

import json

from analysis.corpus.readers.markup import parse
from analysis.corpus.readers.page_metadata import page_fields
from analysis.corpus.readers.page_parts import prepare
from analysis.corpus.readers.web_page import read_page

FIRST = "The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it."
SECOND = "A spokesman for the ministry of transport said that it would send a team before the end of the week."
THIRD = "The repair will take until spring, a report says, and will cost the town four million crowns or more."
FOURTH = "Fishermen in the harbour said that they had warned the town for years of cracks in the northern pier."


def page(body, head="", title="Bridge shut"):
    return f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def story(markup):
    return read_page(markup.encode()).fields["text"].split("\n\n")


def test_a_body_that_ads_part_is_one_story():
    part = '<div class="grid"><div class="body"><p>{}</p><p>{}</p></div></div>'
    ad = '<div class="grid"><div class="ad-slot"><span>Buy a boat</span></div></div>'
    later = [FIRST.replace("Monday", "Tuesday"), SECOND.replace("team", "diver")]
    chunks = part.format(FIRST, SECOND) + ad + part.format(THIRD, FOURTH) + ad + part.format(*later)
    found = story(page(f"<article><h1>Bridge shut</h1><div class='chunks'>{chunks}</div></article>"))
    assert found == [FIRST, SECOND, THIRD, FOURTH, *later]


def test_embedded_posts_stay():
    post = (
        '<div class="social-media-embed"><blockquote class="twitter-tweet"><p>The bridge is shut. '
        "Use the ferry, which is free today.</p>&mdash; Port Vey (@portvey) "
        '<a href="x">March 12, 2024</a></blockquote></div>'
    )
    found = story(page(f"<article><h1>Bridge shut</h1><p>{FIRST}</p><p>{SECOND}</p>{post}<p>{THIRD}</p></article>"))
    assert any("Use the ferry, which is free today." in line for line in found)
    assert any("Port Vey (@portvey)" in line for line in found)


def test_short_quotations_stay():
    lines = [FIRST, "“No.”", SECOND, "“Why?” she asked.", THIRD]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    assert story(page(f"<article><h1>Bridge shut</h1>{paragraphs}</article>")) == lines


def test_related_articles_and_newsletters_go():
    box = f"<div class='newsletter-signup'><p>{FOURTH}</p></div><aside class='related'><p>{FOURTH}</p></aside>"
    other = f"<article><h3><a href='/x'>Harbour full</a></h3><p>{FOURTH}</p></article>"
    main = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD] * 2)
    found = story(
        page(f"<article><h1>Bridge shut</h1>{main[: len(main) // 2]}{box}{main[len(main) // 2 :]}{other}</article>")
    )
    assert FOURTH not in found and FIRST in found


def test_what_is_hidden_goes_unless_it_is_the_story():
    hidden = "<div style='display: none'><p>Hidden words of a programmer, which nobody sees.</p></div>"
    visible = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD, FOURTH])
    assert "Hidden words" not in prepare(page(f"<article>{visible}{hidden}</article>")).page.text_content()
    shown_by_script = page(f"<article style='display:none'>{visible}</article>")
    assert FIRST in prepare(shown_by_script).page.text_content()


def test_the_headline_is_not_in_the_story_and_the_standfirst_is_its_abstract():
    stand = "Two cracks in the northern pier have shut the crossing for months."
    lines = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    found = read_page(page(f"<article><h1>Bridge shut</h1><h2 class='sub-head'>{stand}</h2>{lines}</article>").encode())
    assert found.fields["text"].startswith(FIRST)
    assert found.fields["abstract"] == stand


LD = {
    "@graph": [
        {"@type": "WebPage", "headline": "Home"},
        {
            "@type": ["NewsArticle"],
            "headline": "Bridge shut",
            "author": [{"name": "Ann Lee"}, {"name": "Tom Roe"}],
            "datePublished": "2024-03-12T09:00:00Z",
            "publisher": {"@type": "Organization", "name": "Harbour Post"},
            "articleSection": "Town",
            "wordCount": 900,
        },
    ]
}
META = (
    '<meta property="og:title" content="Bridge shut | Post"><meta name="author" content="The newsroom">'
    '<meta property="article:published_time" content="2024-03-13"><meta property="og:site_name" content="Post">'
    '<link rel="canonical" href="https://post.example/bridge">'
)


def test_json_ld_counts_before_meta_elements():
    head = f'<script type="application/ld+json">{json.dumps(LD)}</script>{META}'
    found = page_fields(parse(page("", head)))
    assert (found["title"], found["author"], found["published"], found["outlet"], found["section"]) == (
        "Bridge shut", "Ann Lee, Tom Roe", "2024-03-12T09:00:00Z", "Harbour Post", "Town",
    )  # fmt: skip


def test_meta_elements_count_where_json_ld_is_broken():
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", </script>{META}'
    found = page_fields(parse(page("", head)))
    assert (found["title"], found["author"], found["published"]) == ("Bridge shut | Post", "The newsroom", "2024-03-13")


def test_a_story_shorter_than_the_page_declares_is_marked_for_a_look():
    head = f'<script type="application/ld+json">{json.dumps(LD)}</script>'
    found = read_page(page(f"<article><h1>Bridge shut</h1><p>{FIRST}</p><p>{SECOND}</p></article>", head).encode())
    assert found.remark == "looks short: 42 words found, the page declares 900"
    whole = read_page(page(f"<article><h1>Bridge shut</h1><p>{FIRST}</p><p>{SECOND}</p></article>").encode())
    assert whole.remark == ""


def test_a_page_whose_story_stands_in_its_json_only():
    told = {"@type": "NewsArticle", "headline": "Bridge shut", "articleBody": f"{FIRST} {SECOND}"}
    found = read_page(page("", f'<script type="application/ld+json">{json.dumps(told)}</script>').encode())
    assert found.fields["text"] == f"{FIRST} {SECOND}"
