"""Places in files and the problems found there.

Every message the project prints about somebody's file is a :class:`Problem`: a code, a sentence,
a place and a hint. Problems are gathered, never raised one by one, so that one run shows them all.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Span(NamedTuple):
    """A place in a text file; ``line`` and ``column`` count from 1, columns in characters.

    A tuple, for every node of every file has one and tuples are made fastest.
    """

    path: str
    line: int = 1
    column: int = 1

    def shifted(self, columns: int) -> Span:
        """The place ``columns`` characters further on the same line."""
        return Span(self.path, self.line, self.column + columns)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Span("")
"""The place of what no file holds."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input. ``code`` is a short word that has an entry in docs/errors.md."""

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    warning: bool = False

    def headline(self) -> str:
        """``file:line:col: error[code]: sentence; hint``."""
        place = f"{self.span}: " if self.span else ""
        kind = "warning" if self.warning else "error"
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}{kind}[{self.code}]: {self.message}{hint}"


class InputError(Exception):
    """Input from outside that cannot be used; carries every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(problem.headline() for problem in self.problems))


class RulesError(InputError):
    """The rule book cannot be used."""


class ProfileError(InputError):
    """The profile cannot be used."""


MAX_PROBLEMS = 1_000

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Problems:
    """A collector that is handed from reader to reader.

    With ``MAX_PROBLEMS`` errors it is ``full``: further ones are dropped, and readers may stop looking.
    """

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._warned = 0
        self._errors = 0

    @property
    def error_count(self) -> int:
        """How many errors were recorded so far; a reader can tell by it whether its part went well."""
        return self._errors

    @property
    def full(self) -> bool:
        """Whether further errors are dropped."""
        return self._errors >= MAX_PROBLEMS

    def error(self, code: str, message: str, span: Span | None = None, hint: str = "") -> None:
        """Record something that makes the input unusable."""
        if self.full:
            return
        self._errors += 1
        self._found.append(Problem(code, message, span, hint))
        if self._errors == MAX_PROBLEMS:
            self._found.append(Problem("more", f"only the first {MAX_PROBLEMS:,} problems found are listed"))

    def warn(self, code: str, message: str, span: Span | None = None, hint: str = "") -> None:
        """Record something that a reader should look at, though the input can be used."""
        if self._warned < MAX_PROBLEMS:
            self._warned += 1
            self._found.append(Problem(code, message, span, hint, warning=True))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=_file_order))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are not warnings, in file order."""
        return tuple(problem for problem in self if not problem.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings, in file order."""
        return tuple(problem for problem in self if problem.warning)

    def raise_if_any(self, error: type[InputError]) -> None:
        """Raise ``error`` with all errors gathered so far, if there are any."""
        if self.errors:
            raise error(self)


def _file_order(problem: Problem) -> tuple[str, int, int]:
    span = problem.span or Span("", 0, 0)
    return (span.path, span.line, span.column)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the nearest known word, or the empty string."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def split_lines(text: str) -> list[str]:
    """The lines of a text, ended as YAML ends them; an empty text is one empty line."""
    return _LINE_END.split(text)


def printed(problems: Iterable[Problem], texts: Mapping[str, str] | None = None) -> str:
    """The problems as people read them: headline, the quoted line and a caret below its place.

    ``texts`` maps paths to file contents; files that are missing there are read from disk, and
    where that fails the headline stands alone.
    """
    known = {path: split_lines(text) for path, text in (texts or {}).items()}
    blocks: list[str] = []
    for problem in problems:
        block = [problem.headline()]
        if problem.span:
            block += _quoted(problem.span, known)
        blocks.append("\n".join(block))
    return "\n".join(blocks)


def _quoted(span: Span, texts: dict[str, list[str]]) -> list[str]:
    if span.path not in texts:
        texts[span.path] = split_lines(_line_source(span.path))
    lines = texts[span.path]
    if not 0 < span.line <= len(lines):
        return []
    line = lines[span.line - 1]
    if not line.strip():
        return []
    start = max(0, span.column - 60)
    shown = line[start : start + 100].replace("\t", " ")
    return [f"  {shown}", "  " + " " * (span.column - 1 - start) + "^"]


def _line_source(path: str) -> str:
    try:
        if not Path(path).is_file():  # a device or pipe may wait for ever, or never end
            return ""
        with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
            return file.read(1 << 20)
    except OSError:
        return ""
