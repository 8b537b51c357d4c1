"""Every code that the program can print has its entry in docs/errors.md, and almost all have a wrong file here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
ENGINE = ROOT / "engine" / "lexposure"
CALLS = ("error", "warn", "Misread", "Problem")

MADE_BY_TESTS = {"encoding", "missing-file", "more", "no-file", "no-folder", "too-large", "too-long", "too-many"}
"""Codes whose wrong files are too large or no text; tests/source and tests/rulebook make them."""

ELSEWHERE = (
    "authorities.py", "calibration_reading.py", "currencies.py", "decisions_reading.py", "formulas_reading.py",
    "method_fields.py", "methods.py", "packs.py", "tariffs_reading.py",
)  # fmt: skip
"""Readers of the rule book with their own tests."""


def codes_in(*paths: Path) -> set[str]:
    """The codes that stand as words in calls that make problems."""
    return {code for path in paths for code in _codes(path)}


def _codes(path: Path) -> Iterator[str]:
    """The first argument is the code; the calculator's commands put the option first and the code last."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        places = node.args[3:4] if path.name.startswith("fine") else node.args[:1]
        named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        for argument in (*places, *named):
            if called in CALLS and isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def test_every_code_has_an_entry() -> None:
    used = codes_in(*ENGINE.rglob("*.py"))
    assert len(used) > 50
    assert sorted(used - set(re.findall(r"^### (\S+)$", PAGE, re.MULTILINE))) == []


def test_no_code_has_two_entries_and_each_says_what_it_means_and_how_to_mend_it() -> None:
    entries = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    names = [entry.partition("\n")[0] for entry in entries]
    assert len(names) == len(set(names))
    for entry in entries:
        assert re.fullmatch(r"\S+\n\n.+\n\n- Example: .+\n- To mend it: .+\n+(## [^#]+)?", entry), entry


def test_every_code_of_source_and_rulebook_has_a_wrong_file() -> None:
    readers = [path for folder in ("source", "rulebook") for path in (ENGINE / folder).glob("*.py")]
    used = codes_in(*(path for path in readers if path.name not in ELSEWHERE))
    texts = (Path(__file__).parent / "cases").glob("*.txt")
    shown = {code for path in texts for code in re.findall(r"\[([a-z-]+)\]: ", path.read_text(encoding="utf-8"))}
    assert sorted(used - shown - MADE_BY_TESTS) == []
