"""Of a page, the whole story and nothing else; what it says of itself comes from where it is said best."""

import json

import pytest

from analysis.corpus.readers.markup import parse
from analysis.corpus.readers.page_metadata import page_fields
from analysis.corpus.readers.page_story import Block, Line, without_links
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
    other = "<ul><li><a href='/x'>Harbour full</a></li><li><a href='/y'>Two boats lost in fog</a></li></ul>"
    main = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD] * 2)
    found = story(
        page(f"<article><h1>Bridge shut</h1>{main[: len(main) // 2]}{box}{main[len(main) // 2 :]}{other}</article>")
    )
    assert found == [FIRST, SECOND, THIRD] * 2


def test_a_story_that_a_script_shows_is_read():
    visible = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD, FOURTH])
    assert FIRST in story(page(f"<article style='display:none'>{visible}</article>"))


def test_lines_that_are_links_to_other_stories_go_and_a_list_of_links_that_is_the_story_stays():
    lines = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD, FOURTH])
    others = "<p><a href='/a'>Harbour full of jellyfish, say divers</a></p><p><a href='/b'>Ferry late</a></p>"
    found = story(page(f"<article><h1>Bridge shut</h1>{lines}{others}<p>{FIRST} Again.</p></article>"))
    assert found == [FIRST, SECOND, THIRD, FOURTH, f"{FIRST} Again."]
    blocks = [Block(FIRST, 0.0, (), False, False), Block(SECOND, 0.9, (), False, False)]
    lines = [Line(FIRST, 0), Line(SECOND, 1)]
    assert without_links(lines, blocks) == lines


def test_a_summary_in_headings_above_the_body_is_no_part_of_it():
    lines = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD, FOURTH])
    stand = "Two cracks in the northern pier have shut the crossing for months"
    found = read_page(page(f"<main><h1>Bridge shut</h1><h2>{stand}</h2>{lines}</main>").encode())
    assert found.fields["text"].split("\n\n") == [FIRST, SECOND, THIRD, FOURTH]
    assert found.fields["abstract"] == stand


def test_the_headline_is_not_in_the_story_and_the_standfirst_is_its_abstract():
    stand = "Two cracks in the northern pier have shut the crossing for months."
    lines = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    found = read_page(page(f"<article><h1>Bridge shut</h1><h2>{stand}</h2>{lines}</article>").encode())
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


@pytest.mark.parametrize(
    "written", ["Carrie Arnold November 3, 2021", "Carrie Arnold, 3 November 2021", "Carrie Arnold"]
)
@pytest.mark.parametrize("head", ['<meta name="author" content="{}">', '<meta property="parsely-author" content="{}">'])
def test_a_day_behind_the_author_is_no_part_of_the_name(head, written):
    found = read_page(page(f"<article><h1>Bridge shut</h1><p>{FIRST}</p></article>", head.format(written)).encode())
    assert found.fields["author"] == "Carrie Arnold"


def test_a_story_shorter_than_the_page_declares_is_marked_for_a_look():
    head = f'<script type="application/ld+json">{json.dumps(LD)}</script>'
    found = read_page(page(f"<article><h1>Bridge shut</h1><p>{FIRST}</p><p>{SECOND}</p></article>", head).encode())
    assert found.remark == "looks short: 40 words found, the page declares 900"
    whole = read_page(page(f"<article><h1>Bridge shut</h1><p>{FIRST}</p><p>{SECOND}</p></article>").encode())
    assert whole.remark == ""


def test_a_page_whose_story_stands_in_its_json_only():
    told = {"@type": "NewsArticle", "headline": "Bridge shut", "articleBody": f"{FIRST} {SECOND}"}
    found = read_page(page("", f'<script type="application/ld+json">{json.dumps(told)}</script>').encode())
    assert found.fields["text"] == f"{FIRST} {SECOND}"


DAYS = {
    '<meta property="article:modified_time" content="2024-06-01T10:00:00Z">': ("", ""),
    '<meta property="og:updated_time" content="2024-06-01T10:00:00Z">': ("<p>11 March 2024</p>", "11 March 2024"),
    '<meta http-equiv="last-modified" content="2024-06-01">': (
        '<div class="byline">By Mira Holt, March 11, 2024</div>',
        "March 11, 2024",
    ),
    "<meta name='lastmod' content='2024-06-01'>": ("<span>First published on Mon 11 Mar 2024</span>", "11 Mar 2024"),
    '<meta itemprop="dateModified" content="2024-06-01">': (
        "<p>Last modified on Sat 1 Jun 2024. Published 11 March 2024</p>",
        "11 March 2024",
    ),
}


@pytest.mark.parametrize("head", DAYS)
def test_the_day_of_a_change_is_never_that_of_publication(head):
    printed, day = DAYS[head]
    lines = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD, FOURTH])
    found = read_page(page(f"<article><h1>Bridge shut</h1>{printed}{lines}</article>", head).encode())
    assert found.fields.get("published", "") == day
    assert found.fields.get("author", "") in ("", "Mira Holt")


@pytest.mark.parametrize(
    ("site", "section", "address", "outlet"),
    [
        ("Harbour Post", "", "https://post.example/a", "Harbour Post"),
        ("U.S.", "U.S.", "https://post.example/a", "post.example"),
        ("", "", "https://www.post.example/a", "post.example"),
        ("Hosted", "", "https://hosted.ap.org/a", "Associated Press"),
        ("World", "", "https://uk.reuters.com/a", "Reuters"),
        ("", "", "https://notreuters.com/a", "notreuters.com"),
    ],
)
def test_the_outlet_of_a_page_is_never_its_section(site, section, address, outlet):
    head = f"""<meta property="og:site_name" content="{site}"><meta property="article:section" content="{section}">
        <meta property="og:url" content="{address}">"""
    lines = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, THIRD])
    assert read_page(page(f"<article>{lines}</article>", head).encode()).fields["outlet"] == outlet


def test_a_page_of_endless_links_or_copies_is_read_in_time():
    assert len(story(page(f"<p>{FIRST}</p>" * 500))) >= 1
    read_page(page("<a href='x'>No</a><p>" * 500).encode())


@pytest.mark.parametrize("marked", ["<q>No</q>", "<q cite='x'>“No”</q>", '<q>"No"</q>'])
def test_an_element_of_quotation_is_its_marks(marked):
    lines = "".join(f"<p>{line}</p>" for line in [FIRST, SECOND, f"{marked}, said the mayor of Port Vey.", THIRD])
    assert "“No”, said the mayor of Port Vey." in story(page(f"<article>{lines}</article>"))
