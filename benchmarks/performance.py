"""Run the benchmarks of speed, growth and size one after another and write `docs/performance.md`: `make bench`.

    pip install -e '.[model,bench,cluster]'
    python benchmarks/performance.py [--quick] [--only SECTION ...]

Every figure of that page comes from this command. Each section is kept as a part of its own (build/bench/), so that one
can be measured again (`--only workers`) and an interrupted run goes on (`--resume`). `--quick` takes small corpora, to
see that it works.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import growth
import reading
import store
import workers
from common import PROJECT, machine

PAGE, PARTS = PROJECT / "docs" / "performance.md", PROJECT / "build" / "bench"
FULL = {"reading": 100, "growth": [1_000, 10_000, 100_000], "workers": 1_000, "store": 1_000_000}
QUICK = {"reading": 12, "growth": [40, 80], "workers": 64, "store": 5_000}
TITLES = {
    "reading": "One core, beside others",
    "growth": "Does an article cost more in a large corpus?",
    "workers": "More workers",
    "store": "A large store",
}
TRADED = """## Speed against accuracy

Accuracy is that of dev halves (`python -m analysis.training score`, `tone-score`), speed as it was when the choice was
made; `make bench` measures neither.

| choice | accuracy | speed |
|---|---|---|
| attributions: eight-bit weights for float | joint F1 74.6 for 75.0 | a quarter of the size |
| attributions: layer normalisation left unfused | the same | network a tenth faster |
| attributions: no padding and no masks, window by window | the same | network 1.4 times as fast |
| attributions: five layers for six (not shipped) | joint F1 2.1 lower, held-out articles | five sixths of the layers |
| attributions: four layers for six (not shipped) | joint F1 2.8 lower, held-out articles | two thirds of the layers |
| tone: six layers of a larger encoder for MiniLM's | macro-F1 79.3 for 75.6 | a target sentence 9 ms for 2.5 |
| tone: half its feed-forward units (not shipped) | macro-F1 77.9 for 79.3 | 1.5 times as fast |
| tone: MiniLM's where it is .75 sure, else the larger (not shipped) | macro-F1 79.1 for 79.4 | .72 of the time, 23 MB |
| tone: MiniLM's where it is .7 sure of no blame (not shipped) | macro-F1 79.4 for 79.4 | .91 of the time, 23 MB |

Accuracy was preferred wherever speed would have cost a bar that the reader has to reach. It keeps `evenhand read` far
below the aim of 1.5 times textacy's speed: the network of attributions alone takes as long as textacy with its
pipeline, and tone takes longer still."""
"""What was traded, for the reader of the page; measured while the models were made."""

PRICE = 0.04
"""Dollars a core-hour: an assumption, not a measurement."""


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


def measure(section: str, sizes: dict) -> dict:
    """Run a section; give its lines, what it ran on and, of reading, articles a second."""
    if section == "reading":
        lines, rate = reading.report(sizes["reading"])
        return {"lines": lines, "rate": rate, "machine": machine()}
    report: Callable = {"growth": growth.report, "workers": workers.report, "store": store.report}[section]
    return {"lines": report(sizes[section]), "machine": machine()}


def write_page(parts: dict[str, dict], page: Path) -> None:
    """Write the page from the sections there are, whole or not at all."""
    lines = [
        "# Performance",
        "",
        "Made by `make bench`; every figure but those of the last section comes from that command.",
    ]
    for section, part in parts.items():
        lines += ["", f"## {TITLES[section]}", "", part["machine"], "", *part["lines"]]
    if "reading" in parts:
        lines += ["", "## Ten million articles", "", *ten_million(parts["reading"]["rate"])]
    lines += ["", TRADED]
    temporary = page.with_suffix(".tmp")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(page)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="small corpora")
    options.add_argument("--only", nargs="+", choices=TITLES, default=list(TITLES), help="measure only these sections")
    options.add_argument("--resume", action="store_true", help="do not measure again what is there")
    options.add_argument("--out", type=Path, default=PAGE)
    chosen = options.parse_args()
    folder = PARTS / ("quick" if chosen.quick else "full")
    folder.mkdir(parents=True, exist_ok=True)
    for section in chosen.only:
        place = folder / f"{section}.json"
        if chosen.resume and place.is_file():
            continue
        print(f"{TITLES[section]} ...", flush=True)
        temporary = place.with_suffix(".tmp")
        temporary.write_text(json.dumps(measure(section, QUICK if chosen.quick else FULL)), encoding="utf-8")
        temporary.replace(place)
        write_page(_measured(folder), chosen.out)
    write_page(_measured(folder), chosen.out)
    print(f"Written: {chosen.out}")


def _measured(folder: Path) -> dict[str, dict]:
    places = {section: folder / f"{section}.json" for section in TITLES}
    return {section: json.loads(place.read_text("utf-8")) for section, place in places.items() if place.is_file()}


if __name__ == "__main__":
    main()
