"""Pictures of the sample's reports for the README and for whoever looks before installing.

    python docs/screenshots.py

Takes `reports/sample` (`make reports` builds it) as Chromium shows it, 1280 and 390 pixels wide, into this folder.
Needs the extra `test` and Chromium.
"""

import io
import re
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from analysis.people.write import write_sample

DOCS = Path(__file__).parent
REPORTS = DOCS.parent / "reports" / "sample"
WIDTHS = {1280: 860, 390: 800}
COLOURS = 64
"""Few enough for a small file, enough for text and for eight colours of a figure."""


def pages() -> dict[str, Path]:
    """Name the index and the first report of each notebook."""
    reports = {re.sub(r"^(\d\d)-.*", r"report-\1", path.stem): path for path in sorted(REPORTS.glob("*.html"))[::-1]}
    return dict(sorted(reports.items()))


def take(page: Page, target: Path) -> None:
    """Keep what the window shows, in few colours."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def coding_page(folder: Path) -> Path:
    """Write the page on which the sample is coded."""
    data = DOCS.parent / "data"
    write_sample(data / "corpora" / "sample", data / "codebooks" / "sample.yml", folder, n=40, articles=2, page=True)
    return folder / "coder.html"


def main() -> None:
    """Take the head of each page at each width, the drawer with the evidence under the balance, and the coding page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            for name, path in pages().items():
                page.goto(path.as_uri())
                take(page, DOCS / f"{name}-{width}.png")
                if name == "report-03":
                    page.locator(".plot:visible button.mark").first.click()
                    take(page, DOCS / f"evidence-{width}.png")
        page = browser.new_page(viewport={"width": 1280, "height": WIDTHS[1280]}, reduced_motion="reduce")
        with tempfile.TemporaryDirectory() as folder:
            page.goto(coding_page(Path(folder)).as_uri())
            page.keyboard.press("1")
            page.locator("mark.source").first.dblclick()
            take(page, DOCS / "coding-1280.png")
        browser.close()


if __name__ == "__main__":
    main()
