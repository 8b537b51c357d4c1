"""The next best question: which answer would narrow the exposure and settle outcomes most, for the effort it takes.

Every value that an answer may take is supposed in turn, so that nothing is approximated; the values count alike. Of
numbers only the cells between the limits that rules compare with are tried. A number that a method calculates with has
no cells; it is tried at the ends and in the middle of a range that is stated, here or in the profile.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexposure.assess.model import Missing
from lexposure.bulk.figures import Figures
from lexposure.profile.possible import Interval
from lexposure.profile.reading import COMPLETE_KEYS, LIST_KEYS
from lexposure.scenarios.candidates import Candidates, leaves
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.many import Many, Reading, place_of
from lexposure.scenarios.reading import read_change, told
from lexposure.scenarios.whatif import BASELINE, Assessed, Workbench
from lexposure.source.problems import InputError, Problems

COMPLETE = tuple(COMPLETE_KEYS.values())
RANGE = "--range"
MOST_PAIRS = 50_000
"""How many pairs of values are tried where no single answer changes anything."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A value supposed: the width of the exposure then (EUR; nothing without an upper end), and what stays open.

    ``changes``: there is another finding, another open outcome, another level of one of these, or another amount.
    """

    value: str
    width: float | None
    open: int
    changes: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An open question with what its answers would do; ``narrows`` (EUR) and ``settles`` are means over the values.

    ``score`` is the mean of the two as shares of what is open, ``worth`` the score per unit of effort.
    """

    missing: Missing
    asks: str
    path: str
    effort: int
    answers: tuple[Answered, ...]
    narrows: float | None
    settles: float
    score: float

    @property
    def worth(self) -> float:
        """What an answer is worth for a unit of effort."""
        return self.score / self.effort

    @property
    def changes(self) -> bool:
        """Whether some answer changes something."""
        return any(answer.changes for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions by what they are worth; ``idle`` change nothing whatever the answer, ``untried`` have no values.

    Where no single answer changes anything, ``together`` are the pairs of idle questions that do.
    """

    baseline: Assessed
    width: float | None
    open: int
    ranked: tuple[Question, ...]
    idle: tuple[Question, ...]
    untried: tuple[Missing, ...]
    together: tuple[tuple[str, str], ...] = ()

    @property
    def nothing_left(self) -> bool:
        """Whether no answer, and no two, change an outcome or an amount, and every one could be tried."""
        return not self.ranked and not self.untried and not self.together


@dataclass(frozen=True, slots=True)
class Trial:
    """A question with the values to try, as read."""

    missing: Missing
    asks: str
    effort: int
    values: tuple[tuple[str, Reading], ...]


def questions(bench: Workbench, ranges: Sequence[str] = ()) -> Questions:
    """Rank every open question of a profile; ``ranges`` are ``path=range`` for numbers that methods calculate with.

    Raises :class:`InputError` where the profile or a range is wrong.
    """
    baseline = bench.assessed(Scenario(BASELINE))
    many = Many(bench, baseline)
    trials = list(_trials(many, _stated(many, ranges)))
    tried = [one for one in trials if one.values]
    figures, asked = rank(many, tried)
    ranked = sorted((one for one in asked if one.changes), key=lambda one: (-one.worth, one.path))
    return Questions(
        baseline=baseline,
        width=width(figures),
        open=figures.open,
        ranked=tuple(ranked),
        idle=tuple(one for one in asked if not one.changes),
        untried=tuple(one.missing for one in trials if not one.values),
        together=() if ranked else pairs(many, tried),
    )


def rank(many: Many, trials: Sequence[Trial], given: Sequence[Reading] = ()) -> tuple[Figures, list[Question]]:
    """The profile's figures with the answers ``given``, and every question tried on top of them, in the order given."""
    rows = [(), *((reading,) for trial in trials for _, reading in trial.values)]
    (base, *figures), (_, *changes) = many.compared(rows, given)
    results = iter(zip(figures, changes, strict=True))
    found: list[Question] = []
    for trial in trials:
        answers: list[Answered] = []
        for value, _ in trial.values:
            one, changed = next(results)
            answers.append(Answered(value, width(one), one.open, changed))
        found.append(_question(trial, answers, base))
    return base, found


def pairs(many: Many, trials: Sequence[Trial], given: Sequence[Reading] = ()) -> tuple[tuple[str, str], ...]:
    """The pairs of questions that change something together, by their paths; at most so many values are tried."""
    rows: list[tuple[Reading, ...]] = [()]
    asked: list[tuple[str, str]] = []
    for one, other in itertools.combinations(trials, 2):
        if len(rows) > MOST_PAIRS:
            break
        for (_, first), (_, second) in itertools.product(one.values, other.values):
            rows.append((first, second))
            asked.append((path_of(one.missing), path_of(other.missing)))
    _, (_, *changes) = many.compared(rows, given)
    return tuple(dict.fromkeys(pair for pair, changed in zip(asked, changes, strict=True) if changed))


def _question(trial: Trial, answers: Sequence[Answered], base: Figures) -> Question:
    before, narrows = width(base), None
    widths = [one.width for one in answers if one.width is not None]
    if before is not None and len(widths) == len(answers):
        narrows = before - sum(widths) / len(widths)
    settles = base.open - sum(one.open for one in answers) / len(answers)
    score = (narrows / before if narrows and before else 0.0) + (settles / base.open if base.open else 0.0)
    path = path_of(trial.missing)
    return Question(trial.missing, trial.asks, path, trial.effort, tuple(answers), narrows, settles, score / 2.0)


def width(one: Figures) -> float | None:
    """From the lowest to the highest possible amount, in euro."""
    return None if one.hull.high is None else one.hull.high - one.hull.low


def path_of(missing: Missing) -> str:
    """Where the answer stands, as in ``whatif --set``."""
    if missing.subject.id and missing.subject.about in LIST_KEYS:
        return f"{LIST_KEYS[missing.subject.about]}/{missing.subject.id}/{missing.fact}"
    return missing.fact


def _trials(many: Many, stated: Mapping[str, Interval]) -> Iterator[Trial]:
    """Every open question with its values; none for a number that cannot be tried."""
    candidates = Candidates(many.baseline.assessment.edition)
    for unknown in many.baseline.exposure.unknowns:
        yield trial(many, candidates, unknown.missing, unknown.question, stated.get(path_of(unknown.missing)))


def trial(many: Many, candidates: Candidates, missing: Missing, asks: str, stated: Interval | None = None) -> Trial:
    """A question with its values; what the profile cannot have is left out."""
    path, fact = path_of(missing), candidates.catalogue.get(missing.fact)
    if missing.fact in COMPLETE:
        values: Iterator[str] = iter(("yes", "no"))
    elif fact is None:
        values = iter(())
    else:
        values = candidates.of(fact, many.says(place_of(path)).known, stated)
    read = ((value, _read(many, path, value)) for value in values)
    kept = tuple((value, reading) for value, reading in read if reading is not None)
    return Trial(missing, asks, fact.effort if fact else 1, kept)


def _read(many: Many, path: str, value: str) -> Reading | None:
    change = read_change("--set", f"{path}={value}", Problems())
    assert change is not None
    try:
        return many.read(change)
    except InputError:
        return None


def _stated(many: Many, ranges: Sequence[str]) -> dict[str, Interval]:
    """The ranges by path. Raises :class:`InputError` with everything that is wrong with them."""
    problems = Problems()
    wrong = list[InputError]()
    found: dict[str, Interval] = {}
    for text in ranges:
        change = read_change(RANGE, text, problems)
        if change is None:
            continue
        try:
            reading = many.read(change)
        except InputError as error:
            wrong.append(error)
            continue
        _check_range(many, change, reading, found, problems)
    errors = [*map(told, problems.errors), *(one for error in wrong for one in error.problems)]
    if errors:
        raise InputError(dict.fromkeys(errors))
    return found


def _check_range(many: Many, change: Change, reading: Reading, found: dict[str, Interval], problems: Problems) -> None:
    """Keep a range that has two ends, stands for an open question, and lies within what the profile says of it."""
    path, span = change.path.text, change.path.span
    says = reading.says
    possible = None if isinstance(says, bool) else says.told
    open_ = {path_of(unknown.missing) for unknown in many.baseline.exposure.unknowns}
    if not isinstance(possible, Interval) or None in (possible.low, possible.high):
        hint = 'write --range fact="100-900 million EUR"'
        problems.error("option", "a range needs a number at both ends", span, hint)
    elif path in found:
        problems.error("duplicate", "is given a second time", span, hint="keep one")
    elif path not in open_:
        problems.error("option", "this is no open question of the profile", span)
    elif not leaves(many.says(place_of(path)), possible):
        problems.error("option", "this range goes beyond what the profile says", span)
    else:
        found[path] = possible
