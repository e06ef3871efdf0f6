"""The frame of every page: one file that asks nothing of any network, and runs no script but ours."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jinja2
import markupsafe

import analysis
from analysis.reports.plan import Sibling

TEMPLATE = Path(__file__).parent / "template"
SCRIPTS = ("page.js", "tables.js", "figures.js", "evidence.js", "article.js", "start.js")
"""In the order in which one builds on another."""


class Bar(NamedTuple):
    """What the bar of a page leads to: the study's reports, those on one outlet each, and the neighbours."""

    here: str
    reports: Sequence[Sibling]
    parts: dict[str, list[Sibling]]
    """What reports differ by (outlet) → those that do."""
    before: Sibling | None
    after: Sibling | None


def bar(siblings: Sequence[Sibling], here: str) -> Bar:
    """Say what stands in a page's bar; `here` is the name of its report, of the index none."""
    parts: dict[str, list[Sibling]] = {}
    for one in siblings:
        if one.selection:
            parts.setdefault(" and ".join(one.selection), []).append(one)
    place = next((number for number, one in enumerate(siblings) if one.name == here), -1)
    before = siblings[place - 1] if place > 0 else None
    after = siblings[place + 1] if place + 1 < len(siblings) else None
    return Bar(here, [one for one in siblings if not one.selection], parts, before, after)


def page(template: str, running_head: str, **values) -> str:
    """Fill in one of our templates; every value is escaped unless it is Markup.

    `running_head` stands at the top of every printed page.
    """
    script = "\n".join((TEMPLATE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = (TEMPLATE / "evenhand.css").read_text(encoding="utf-8")
    style += f'\n@page {{ @top-left {{ content: "{_in_style(running_head)}" }} }}\n'
    return (
        _templates()
        .get_template(template)
        .render(
            **values,
            style=markupsafe.Markup(style),
            script=markupsafe.Markup(script),
            script_hash=f"sha256-{digest}",
            version=analysis.__version__,
        )
    )


def _in_style(words: str) -> str:
    """Write words so that no sign of them means anything in a style sheet or ends it."""
    return re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", words[:200])


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment
