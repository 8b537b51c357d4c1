"""What only a browser can tell: narrow screens, and paper."""

from __future__ import annotations

import html as entities
import json
import re
import subprocess
from pathlib import Path

import pytest

from reporting.sample import EXAMPLES, html

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
    "--virtual-time-budget=5000",
]
MILLIMETRE = 96 / 25.4
PAPER_WIDTH, PAPER_HEIGHT = (210 - 2 * 16) * MILLIMETRE, (297 - 18 - 16) * MILLIMETRE
"""A4 less the margins of the style sheet, in pixels."""

RULER = """<!doctype html><iframe id="page" src="report.html" width="{width}" height="900" style="border:0"></iframe>
<p id="found"></p>
<script>
window.onload = () => {{
  const page = document.getElementById("page").contentDocument;
  document.getElementById("found").textContent = JSON.stringify({{
    wide: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    board: page.getElementById("board").getBoundingClientRect().height,
    open: [...page.querySelectorAll("details")].filter((fold) => fold.lastElementChild.checkVisibility()).length,
    folded: page.querySelectorAll("details").length,
  }});
}};
</script>"""


def measured(chromium: str, folder: Path, text: str, width: int) -> dict[str, float]:
    """What a browser measures in a page of that width."""
    (folder / "report.html").write_text(text, encoding="utf-8")
    (folder / "ruler.html").write_text(RULER.format(width=width), encoding="utf-8")
    command = [
        chromium,
        *QUIET,
        f"--user-data-dir={folder / 'browser'}",
        "--dump-dom",
        (folder / "ruler.html").as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = re.search(r'<p id="found">(\{.*?\})</p>', done.stdout.decode("utf-8", "replace"))
    assert found is not None
    return dict(json.loads(entities.unescape(found[1])))


def on_paper(name: str) -> str:
    """The page with the rules for paper applied to the screen."""
    return html(name).replace("@media print", "@media all")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_telephone_shows_the_page_without_sideways_scrolling(chromium: str, tmp_path: Path, name: str) -> None:
    assert measured(chromium, tmp_path, html(name), 400)["wide"] == 0


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_for_the_board_fits_on_one_sheet(chromium: str, tmp_path: Path, name: str) -> None:
    found = measured(chromium, tmp_path, on_paper(name), round(PAPER_WIDTH))
    assert 0.4 * PAPER_HEIGHT < found["board"] <= PAPER_HEIGHT


def test_paper_opens_what_the_screen_folds(chromium: str, tmp_path: Path) -> None:
    screen = measured(chromium, tmp_path, html("quillmarkt-2026"), 1200)
    paper = measured(chromium, tmp_path, on_paper("quillmarkt-2026"), round(PAPER_WIDTH))
    assert screen["folded"] == paper["folded"] == paper["open"]
    assert screen["folded"]
    assert screen["open"] == 0
