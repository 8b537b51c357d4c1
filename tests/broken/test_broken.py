"""One small wrong file for each error code, and the exact text that a reader gets to see.

``cases/<name>.yaml`` is laid over the book in ``book/``; its first line says where. A folder holds several
files. ``cases/<name>.txt`` is what is printed. After a change on purpose: look at the difference by
eye, then write the new text into the file.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lexposure.data import rules_folder
from lexposure.rulebook.cases_reading import read_cases
from lexposure.rulebook.loading import read_rulebook
from lexposure.source.problems import RulesError, printed

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "cases").iterdir() if path.suffix != ".txt")
SHIPPED = ("authorities.yaml", "currencies")
"""What every book needs and none of the cases is about."""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book without a fault, and the working directory above it, so that places are short."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(HERE / "book", tmp_path / "rules")
    shutil.copy(rules_folder() / SHIPPED[0], tmp_path / "rules")
    shutil.copytree(rules_folder() / SHIPPED[1], tmp_path / "rules" / SHIPPED[1])
    return tmp_path / "rules"


def lay_over(case: Path, rules: Path) -> None:
    """Put the wrong files of a case into the book."""
    if case.is_dir():
        shutil.copytree(case, rules, dirs_exist_ok=True)
        return
    found = re.match(r"# rules/(.+)\n", case.read_text())
    assert found, f"the first line of {case.name} must say where it goes"
    shutil.copy(case, rules / found[1])


def said_about(rules: Path) -> str:
    """What a reader of the book is told, warnings if nothing is wrong."""
    try:
        book = read_rulebook([rules])
        read_cases([rules], book)
        return printed(book.warnings)
    except RulesError as error:
        return printed(error.problems)


def test_the_book_below_the_cases_has_no_fault(rules: Path) -> None:
    assert said_about(rules) == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_printed(case: Path, rules: Path) -> None:
    lay_over(case, rules)
    assert said_about(rules) + "\n" == case.with_suffix(".txt").read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_is_about_the_code_it_is_named_for(case: Path) -> None:
    codes = set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", case.with_suffix(".txt").read_text()))
    assert any(case.stem == code or case.stem.startswith(f"{code}-") for code in codes)


def test_each_expected_text_has_its_case() -> None:
    texts = {path.stem for path in (HERE / "cases").glob("*.txt")}
    assert texts == {case.stem for case in CASES}
