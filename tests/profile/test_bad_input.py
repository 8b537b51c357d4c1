"""Input that nobody should give: refused with its problems, within seconds, without a traceback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexposure.profile.reading import read_profile
from lexposure.rulebook.book import RuleBook
from lexposure.source.problems import Problem, ProfileError, printed

SECONDS = 60.0
"""No measure of speed: what reads a file character by character, again and again, takes far longer."""

GOOD = b"format: 1\ncompany: Example\nas_of: 2026-11-23\n"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Where the profile goes; afterwards nothing else may lie there."""
    yield tmp_path / "profile.yaml"
    assert [entry.name for entry in tmp_path.iterdir()] in ([], ["profile.yaml"])


def refused(path: Path, book: RuleBook) -> tuple[Problem, ...]:
    start = time.perf_counter()
    with pytest.raises(ProfileError) as caught:
        read_profile(path, book)
    text = printed(caught.value.problems)
    assert time.perf_counter() - start < SECONDS
    assert text.startswith(("error", str(path)))
    return caught.value.problems


BYTES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "missing"),
    ("only comments", b"# nothing here\n", "missing"),
    ("a list at the top", b"- format: 1\n", "shape"),
    ("a word at the top", b"hello\n", "shape"),
    ("tabs", GOOD + b"answers:\n\tstaff: 5\n", "yaml"),
    ("binary", bytes(range(256)) * 40, "encoding"),
    ("an executable", b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 500, "yaml"),
    ("invalid UTF-8", GOOD + b"about: caf\xe9\n", "encoding"),
    ("UTF-16", GOOD.decode().encode("utf-16"), "encoding"),
    ("NUL", GOOD + b"about: a\x00b\n", "yaml"),
    ("unclosed", GOOD + b"answers: {staff: 5\n", "yaml"),
    ("200 000 brackets", b"a: " + b"[" * 200_000, "too-deep"),
    ("200 000 pairs of brackets", b"a: " + b"[" * 200_000 + b"]" * 200_000, "too-deep"),
    ("200 000 braces", b"{a: " * 200_000, "too-deep"),
    ("deep blocks", b"\n".join(b" " * depth + b"a:" for depth in range(2_000)), "too-deep"),
    ("an alias bomb", b"a: &a [x,x]\n" + b"".join(b"b%d: [*a,*a]\n" % n for n in range(99)), "anchor"),
    ("an alias", GOOD + b"answers: *a\n", "alias"),
    ("a tag", GOOD + b"about: !!python/object:os.system x\n", "tag"),
    ("a merge", GOOD + b"<<: {about: x}\n", "merge"),
    ("a very long text", GOOD + b"about: " + b"x" * 7_000_000, "too-long"),
    ("two documents", GOOD + b"---\n" + GOOD, "documents"),
    ("a duplicate key", GOOD + b"company: Other\n", "duplicate-key"),
    ("a list for a key", GOOD + b"[a, b]: c\n", "key"),
    ("a mapping for a company", b"format: 1\ncompany: {a: b}\nas_of: 2026-11-23\n", "shape"),
    ("a list for answers", GOOD + b"answers: [staff]\n", "shape"),
    ("a mapping for processing", GOOD + b"processing: {ads: {}}\n", "shape"),
    ("nothing for markets", GOOD + b"markets:\n", "shape"),
    ("a list in a list", GOOD + b"markets: [[a]]\n", "shape"),
    ("a million values", b"a: [" + b"1," * 1_000_000 + b"]", "too-many"),
    ("200 000 unknown facts", GOOD + b"answers:\n" + b"".join(b"  turnovr%d: 1\n" % n for n in range(200_000)), "more"),
    ("100 000 unknown keys", GOOD + b"".join(b"answer%d: 1\n" % n for n in range(100_000)), "more"),
    ("100 000 empty entries", GOOD + b"markets:\n" + b"  - {}\n" * 100_000, "more"),
    ("a million duplicate keys", b"a: 1\n" * 1_000_000, "more"),
]


@pytest.mark.parametrize(
    ("data", "code"), [(data, code) for _, data, code in BYTES], ids=[name for name, _, _ in BYTES]
)
def test_refused_file(path: Path, book: RuleBook, data: bytes, code: str) -> None:
    path.write_bytes(data)
    assert code in {problem.code for problem in refused(path, book)}


def test_missing_file(path: Path, book: RuleBook) -> None:
    (problem,) = refused(path, book)
    assert (problem.code, problem.message) == ("no-file", f"'{path}' does not exist")


def test_folder(path: Path, book: RuleBook) -> None:
    (problem,) = refused(path.parent, book)
    assert (problem.code, problem.message) == ("no-file", f"'{path.parent}' is a folder, not a file")


def test_impossible_path(book: RuleBook) -> None:
    with pytest.raises(ProfileError) as caught:
        read_profile(Path("a\0b"), book)
    assert [problem.code for problem in caught.value.problems] == ["no-file"]


def test_a_file_of_100_megabytes(path: Path, book: RuleBook) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (problem,) = refused(path, book)
    assert problem.code == "too-large"


def test_many_problems_are_all_there_up_to_a_thousand(path: Path, book: RuleBook) -> None:
    path.write_bytes(GOOD + b"answers:\n" + b"".join(b"  unheard_of_%d: 1\n" % n for n in range(900)))
    assert len(refused(path, book)) == 900


def test_long_lines_are_cut_in_what_is_printed(path: Path, book: RuleBook) -> None:
    path.write_bytes(GOOD + b"answers: {" + b"unheard_of: 1, " * 20_000 + b"}\n")
    assert max(len(line) for line in printed(refused(path, book)).splitlines()) < 400
