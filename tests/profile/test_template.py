"""``profile new``: a template that loads as it is, asks every question, and is never half written."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from lexposure.cli.main import main
from lexposure.profile.model import AnswerState
from lexposure.profile.possible import COMPANY
from lexposure.profile.reading import read_profile, read_profile_text
from lexposure.profile.template import template
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About

ON = dt.date(2026, 11, 23)


def words(text: str) -> str:
    """The text without comment marks and line breaks."""
    return " ".join(re.sub(r"(?m)^\s*#\s*", "", text).split())


def test_it_loads_as_it_is_and_everything_is_unknown(shipped: RuleBook) -> None:
    profile = read_profile_text(template(shipped, "Example Ltd", ON), "p.yaml", shipped)
    assert (profile.company, profile.as_of, profile.warnings) == ("Example Ltd", ON, ())
    assert [entry.subject.key for entry in profile.entries.values()] == [
        COMPANY.key,
        "processing/example-operation",
        "market/example-market",
    ]
    for about in About:
        (entry,) = profile.of(about)
        assert set(entry.answers) == {fact.name for fact in shipped.catalogue.values() if fact.about is about}
        assert {answer.state for answer in entry.answers.values()} == {AnswerState.UNKNOWN}
    assert not any(profile.complete.values())


def test_every_fact_comes_with_its_question_help_options_and_law(shipped: RuleBook) -> None:
    text = words(template(shipped, as_of=ON))
    for fact in shipped.catalogue.values():
        for part in (fact.asks, fact.helps, fact.cite, *(option.name for option in fact.options)):
            assert " ".join(part.split()) in text


def test_a_small_vocabulary_in_full(book: RuleBook) -> None:
    text = template(book, as_of=ON)
    staff = "a number of people, such as 3 or 400 000; or not applicable with a reason, then read as 0 people"
    assert f"  # How many?\n  #   Answer: {staff}\n  staff: unknown\n" in text
    assert (
        "  # Is it?\n  #   Answer: yes or no; or not applicable with a reason, then read as no\n  listed: unknown\n"
        in text
    )
    assert "      #   Answer: a list of any of these, or none: name (Names); health (Health); faith (Beliefs)\n" in text
    assert "      # What share?\n      #   Answer: a percentage, such as 12.5 %\n      share: unknown\n" in text


def test_what_the_head_of_the_template_shows_is_read(shipped: RuleBook) -> None:
    text = template(shipped, as_of=ON)
    shown = re.findall(r"(?m)^#   group_turnover: (.*?)(?:\s{4,}.*)?$", text)
    assert len(shown) == 6
    for written in shown:
        read_profile_text(
            f"format: 1\ncompany: x\nas_of: 2026-11-23\nanswers:\n  group_turnover: {written}\n", "p", shipped
        )
    history = text[text.index("#   outcomes:") : text.index("\noutcomes: []")]
    lines = "\n".join(line.removeprefix("#   ") for line in history.splitlines())
    profile = read_profile_text(f"format: 1\ncompany: x\nas_of: 2026-11-23\n{lines}\n", "p", shipped)
    assert len(profile.outcomes) == len(profile.proceedings) == 1


@pytest.mark.parametrize("name", ['a "quoted" name', "colon: # hash", "{brace}", "yes", "S.à r.l. \\ 北京", "*alias"])
def test_any_printable_name(shipped: RuleBook, name: str) -> None:
    assert read_profile_text(template(shipped, name, ON), "p.yaml", shipped).company == name


def test_lines_are_of_readable_length(shipped: RuleBook) -> None:
    assert max(len(line) for line in template(shipped, as_of=ON).splitlines()) <= 120


def test_the_command_prints(capsys: pytest.CaptureFixture[str], shipped: RuleBook) -> None:
    assert main(["profile", "new", "--company", "Example Ltd", "--as-of", "2021-08-15"]) == 0
    printed = capsys.readouterr().out
    assert printed == template(shipped, "Example Ltd", dt.date(2021, 8, 15))


def test_the_command_writes_a_new_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], shipped: RuleBook) -> None:
    path = tmp_path / "new" / "p.yaml"
    assert main(["profile", "new", "--as-of", "2021-08-15", "--out", str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    assert read_profile(path, shipped).as_of == dt.date(2021, 8, 15)
    assert [entry.name for entry in path.parent.iterdir()] == ["p.yaml"]


def test_the_command_keeps_a_file_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("mine")
    assert main(["profile", "new", "--out", str(path)]) == 2
    assert path.read_text() == "mine"
    assert "error[exists]" in capsys.readouterr().err


def test_the_command_keeps_a_link_to_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.symlink_to(tmp_path / "elsewhere.yaml")
    assert main(["profile", "new", "--out", str(path)]) == 2
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_the_command_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine")
    assert main(["profile", "new", "--out", str(tmp_path / "file" / "p.yaml")]) == 2
    assert capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "options", [["--as-of", "soon"], ["--company", " "], ["--company", "a\nb"], ["--company", "\udcff"]]
)
def test_the_command_refuses(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "new", *options, "--out", str(tmp_path / "p.yaml")]) == 2
    assert "error[" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
