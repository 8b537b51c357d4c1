"""Everything that can be said of a rule book before it is used, in one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexposure.authoring.dead import check_dead_parts
from lexposure.authoring.implied import check_implied_rules
from lexposure.authoring.stale import check_stale, oldest_fresh
from lexposure.authoring.trials import trials_of
from lexposure.authoring.unused import check_uncovered, check_unused
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.cases_reading import Case, read_cases
from lexposure.rulebook.loading import read_rulebook, shown_path
from lexposure.source.problems import Problem, Problems, RulesError

STALE_AFTER = 12
"""Months after which a comparison with the law counts as old, unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in file order. Without a ``book`` the files could not be read as one."""

    problems: tuple[Problem, ...]
    book: RuleBook | None

    @property
    def errors(self) -> int:
        """How many problems make the book unfit."""
        return sum(not problem.warning for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many deserve a look."""
        return len(self.problems) - self.errors


def check(folders: Sequence[Path], on: dt.date, stale_after: int = STALE_AFTER, today: dt.date | None = None) -> Report:
    """Check a rule book and the packs laid over it as of a day.

    ``stale_after`` counts months before that day, ``today`` is the latest day there is.
    What no single file shows needs a book that can be read: while there are errors of reading, they are
    all that is reported.
    """
    try:
        book = read_rulebook(folders)
    except RulesError as error:
        return Report(error.problems, None)
    problems = Problems()
    check_dead_parts(book, problems)
    check_implied_rules(book, on, problems)
    check_unused(book, problems)
    check_uncovered(book, problems)
    latest = max(on, today or on)
    check_stale(book, shown_path(folders[0]), oldest_fresh(on, stale_after), latest, problems)
    return Report(_in_file_order((*book.warnings, *problems, *_tried(book, folders))), book)


def _tried(book: RuleBook, folders: Sequence[Path]) -> Iterator[Problem]:
    """Examples and cases that come out otherwise than they say; cases that cannot be read leave the examples."""
    cases: tuple[Case, ...] = ()
    try:
        cases = read_cases(folders, book)
    except RulesError as error:
        yield from error.problems
    for failure in trials_of(book, cases).failures():
        yield failure.problem()


def _in_file_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.span or ("", 0, 0)))
