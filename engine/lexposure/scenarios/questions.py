"""The next best question: which open answer would narrow the exposure and settle outcomes most.

Every value that an answer may take is supposed in turn and the profile assessed anew, so that nothing is approximated;
the values count alike. Of numbers only the cells between the thresholds that rules compare with are tried. A number
that a method calculates with has no cells, and without a stated range it is not tried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lexposure.assess.model import Missing
from lexposure.profile.reading import COMPLETE_KEYS, LIST_KEYS
from lexposure.rulebook.book import Edition
from lexposure.rulebook.conditions import AtLeast
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.reads import AnyRule, read_by
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.reading import read_change
from lexposure.scenarios.whatif import BASELINE, Assessed, Workbench
from lexposure.source.problems import InputError, Problems

COMPLETE = tuple(COMPLETE_KEYS.values())


@dataclass(frozen=True, slots=True)
class Answered:
    """A value supposed: the width of the exposure then (EUR; nothing without an upper end), and what stays open.

    ``changes``: an outcome or an amount is another one.
    """

    value: str
    width: float | None
    open: int
    changes: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An open question with what its answers would do; ``narrows`` (EUR) and ``settles`` are means over the values."""

    missing: Missing
    asks: str
    path: str
    answers: tuple[Answered, ...]
    narrows: float | None
    settles: float
    score: float

    @property
    def changes(self) -> bool:
        """Whether some answer changes something."""
        return any(answer.changes for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions by what they are worth; ``idle`` change nothing whatever the answer, ``untried`` have no cells."""

    baseline: Assessed
    width: float | None
    open: int
    ranked: tuple[Question, ...]
    idle: tuple[Question, ...]
    untried: tuple[Missing, ...]


def questions(bench: Workbench, told: Callable[[int, int], None] | None = None) -> Questions:
    """Rank every open question of a profile. Raises :class:`InputError` where the profile is wrong."""
    baseline = bench.assessed(Scenario(BASELINE))
    edition = baseline.assessment.edition
    width, open_ = _width(baseline), _open(baseline)
    asked: list[Question] = []
    untried: list[Missing] = []
    unknowns = baseline.exposure.unknowns
    for index, unknown in enumerate(unknowns, 1):
        values = tuple(_values(unknown.missing, edition))
        answers = [
            found for value in values if (found := _answered(bench, baseline, unknown.missing, value)) is not None
        ]
        if answers:
            asked.append(_question(unknown.missing, unknown.question, answers, width, open_))
        else:
            untried.append(unknown.missing)
        if told is not None:
            told(index, len(unknowns))
    ranked = sorted((one for one in asked if one.changes), key=lambda one: (-one.score, one.path))
    idle = tuple(one for one in asked if not one.changes)
    return Questions(baseline, width, open_, tuple(ranked), idle, tuple(untried))


def _question(missing: Missing, asks: str, answers: Sequence[Answered], width: float | None, open_: int) -> Question:
    widths = [one.width for one in answers if one.width is not None]
    narrows = None
    if width is not None and len(widths) == len(answers):
        narrows = width - sum(widths) / len(widths)
    settles = open_ - sum(one.open for one in answers) / len(answers)
    score = (narrows / width if narrows and width else 0.0) + (settles / open_ if open_ else 0.0)
    return Question(missing, asks, path_of(missing), tuple(answers), narrows, settles, score / 2.0)


def path_of(missing: Missing) -> str:
    """Where the answer stands, as in ``whatif --set``."""
    if missing.subject.id and missing.subject.about in LIST_KEYS:
        return f"{LIST_KEYS[missing.subject.about]}/{missing.subject.id}/{missing.fact}"
    return missing.fact


def _answered(bench: Workbench, baseline: Assessed, missing: Missing, value: str) -> Answered | None:
    """The profile with that answer; nothing where the profile cannot have it (it excludes another answer)."""
    change = _change(missing, value)
    try:
        found = bench.assessed(Scenario(value, changes=(change,)))
    except InputError:
        return None
    return Answered(value, _width(found), _open(found), _results(found) != _results(baseline))


def _results(one: Assessed) -> tuple[object, ...]:
    """Every outcome and every amount."""
    outcomes = [(finding.id, finding.outcome, finding.graveness) for finding in one.assessment.findings]
    return outcomes, one.exposure.total, [(law.low, law.high, law.established) for law in one.exposure.regimes]


def _change(missing: Missing, value: str) -> Change:
    change = read_change("--set", f"{path_of(missing)}={value}", Problems())
    assert change is not None
    return change


def _width(one: Assessed) -> float | None:
    hull = one.exposure.total.largest
    return None if hull.high is None else hull.high - hull.low


def _open(one: Assessed) -> int:
    return sum(finding.open for finding in one.assessment.findings)


def _values(missing: Missing, edition: Edition) -> Iterator[str]:
    """The values to try; none for a number that rules do not compare, or that a method calculates with."""
    if missing.fact in COMPLETE:
        yield from ("yes", "no")
        return
    fact = edition.book.catalogue.get(missing.fact)
    if fact is None:
        return
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE | FactType.CHOICES:
            yield from (option.name for option in fact.options)
        case _ if fact.name in _calculated(edition):
            return
        case _:
            yield from (_written(number, fact) for number in _cells(fact, edition))


def _calculated(edition: Edition) -> frozenset[str]:
    """The numbers that methods calculate with."""
    return frozenset(name for method in edition.book.methods.by_id.values() for name in method.reads.values())


def _cells(fact: Fact, edition: Edition) -> Iterable[int]:
    """A number in every cell between the thresholds: the last below each, and each itself."""
    found: set[int] = set()
    readers: tuple[AnyRule, ...] = (*edition.rules, *edition.conclusions, *edition.factors)
    for rule in readers:
        for compare in read_by(rule):
            if compare.fact == fact.name and isinstance(compare.test, AtLeast):
                found |= {max(compare.test.minimum - 1, 0), compare.test.minimum}
    return sorted(found)


def _written(number: int, fact: Fact) -> str:
    """As a profile has it, exactly."""
    match fact.type:
        case FactType.MONEY:
            return f"{Decimal(number) / 100:f} EUR"
        case FactType.SHARE:
            return f"{Decimal(number) / 10_000:f} %"
        case FactType.DATE:
            return dt.date.fromordinal(max(number, 1)).isoformat()
        case _:
            return str(number)
