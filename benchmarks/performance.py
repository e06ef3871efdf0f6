"""Run the benchmarks of speed, growth and size one after another and write `docs/performance.md`: `make bench`.

    pip install -e '.[model,bench,cluster]'
    python benchmarks/performance.py [--quick]

Every figure of that page comes from this command. `--quick` takes small corpora, to see that it works.
"""

import argparse
from pathlib import Path

import growth
import reading
import store
import workers
from common import PROJECT, machine

PAGE = PROJECT / "docs" / "performance.md"
FULL = {"reading": 500, "growth": [1_000, 10_000, 100_000], "workers": 500, "store": 1_000_000}
PRICE = 0.04
"""Dollars a core-hour: an assumption, not a measurement."""

QUICK = {"reading": 12, "growth": [40, 80], "workers": 64, "store": 10_000}


def ten_million(rate: float) -> list[str]:
    """Say what ten million articles would take at so many articles a second and core; prices are the reader's own."""
    hours = 10_000_000 / rate / 3600
    return [
        f"At the {rate:.1f} articles a second and core measured above, ten million articles take {hours:,.0f} "
        f"core-hours: {hours / 24 / 64:.1f} days on one machine of 64 cores, {hours / 1000:.1f} hours as an array of "
        f"1,000 jobs of one core (`--shard I/1000`). At {PRICE} dollars a core-hour, to be replaced by your own price, "
        f"that is {PRICE * hours:,.0f} dollars.",
        "",
        "Assumed: articles of the length above; cores like this one, each with its own work; a file system that all "
        "jobs see; efficiency as between one worker and two. Gathering the parts into tables, and marking copies, run "
        "on one machine and are not in this figure.",
    ]


def write_page(sizes: dict, page: Path = PAGE) -> None:
    """Measure everything and write the page, whole or not at all."""
    read, rate = reading.report(sizes["reading"])
    sections = {
        "One core, beside others": read,
        "Does an article cost more in a large corpus?": growth.report(sizes["growth"]),
        "More workers": workers.report(sizes["workers"]),
        "A large store": store.report(sizes["store"]),
        "Ten million articles": ten_million(rate),
    }
    lines = ["# Performance", "", "Made by `make bench`; every figure comes from that command.", "", machine()]
    for title, section in sections.items():
        lines += ["", f"## {title}", "", *section]
    temporary = page.with_suffix(".tmp")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(page)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="small corpora")
    options.add_argument("--out", type=Path, default=PAGE)
    chosen = options.parse_args()
    write_page(QUICK if chosen.quick else FULL, chosen.out)
    print(f"Written: {chosen.out}")
