"""What README and docs show is what the commands print; what they link to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.console import ROOT, Exchange, exchanges, rerun, sessions

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
SESSIONS = [
    pytest.param(session, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, session in enumerate(sessions(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("session", SESSIONS)
def test_session(session: list[Exchange]) -> None:
    """After a wanted change: ``make golden``, then read the diff."""
    assert "".join(map(str, rerun(session))) == "".join(map(str, session))


def test_the_readme_shows_sessions() -> None:
    assert sessions((ROOT / "README.md").read_text(encoding="utf-8"))


def test_a_session_is_read_as_it_stands() -> None:
    block = "$ one\nout 1\n$ two \\\n    --more\nout 2\n$ three\n"
    assert exchanges(block) == [
        Exchange("one", "out 1\n"),
        Exchange("two \\\n    --more", "out 2\n"),
        Exchange("three", ""),
    ]


def test_a_wrong_output_is_noticed() -> None:
    session = [Exchange("printf 'a\\n'; exit 3", "b\n"), Exchange("echo $?", "3\n")]
    assert rerun(session) == [Exchange("printf 'a\\n'; exit 3", "a\n"), Exchange("echo $?", "3\n")]


def anchors(page: Path) -> set[str]:
    """The anchors that headings get on the usual hosts."""
    headings = re.findall(r"^#+ +(.+?) *$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name) if name else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), target


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        if page.name != "index.md" and "reference" not in page.parts:  # those are listed by others
            assert f"({page.relative_to(ROOT / 'docs')})" in index, page.name
