"""Why two assessments differ: rules, law, facts, each put in place of the other's in that order, and the engine's rest.

Amounts are whole cents, so that the parts add up exactly. What a part cannot be computed for stays in the rest, and
the result says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, Range
from lexposure.profile.model import MethodWish, Profile
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.parameters import Parameters
from lexposure.scenarios.places import shown
from lexposure.scenarios.recorded import NAMES, Figures, Recorded
from lexposure.scenarios.verdicts import Verdict, pairs, verdicts
from lexposure.source.problems import NOWHERE, InputError

PARTS = ("rules", "law", "facts")


@dataclass(frozen=True, slots=True)
class Source:
    """A profile's text and the path that problems print."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one assessment was made from, and what it recorded, if it was written down.

    ``profile`` or ``book`` is nothing where a written assessment was made from another one than is at hand; ``missing``
    says so in words, by part.
    """

    name: str
    profile: Source | None
    book: RuleBook | None
    as_of: dt.date
    method: str | None = None
    recorded: Recorded | None = None
    missing: Mapping[str, str] = field(default_factory=dict[str, str])
    confidentiality: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of one law on both sides, in cents, and what makes the difference.

    A part is nothing where it could not be computed; then it is in ``engine``, which is all that the others leave.
    That is nothing only where a side has no figure.
    """

    law: str
    figure: str
    before: int | None
    after: int | None
    rules: int | None
    legal: int | None
    facts: int | None
    engine: int | None

    @property
    def differs(self) -> bool:
        """Whether the sides differ, or differences cancel each other out."""
        return self.before != self.after or any((self.rules, self.legal, self.facts, self.engine))


@dataclass(frozen=True, slots=True)
class Turned:
    """An outcome that differs, and the parts at which it turned: rules, law, facts, engine."""

    id: str
    title: str
    before: str
    after: str
    kind: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that differs; empty where a side has none."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs. ``not_apart`` says what could not be taken apart and why: it stays in the rest."""

    parts: tuple[Part, ...]
    outcomes: tuple[Turned, ...]
    answers: tuple[Answered, ...]
    not_apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Law:
    """The day, the method asked for, and the figures of the law (nothing where a book keeps its own)."""

    as_of: dt.date
    method: MethodWish | None
    parameters: Parameters | None


@dataclass(frozen=True, slots=True)
class _Stage:
    """Amounts and outcomes with some inputs of one side and the rest of the other."""

    figures: Figures
    verdicts: tuple[Verdict, ...]


def differences(one: Side, other: Side, usual: Callable[[], RuleBook]) -> Differences:
    """The parts of every figure and outcome that differs.

    Rules first: the other's rule book, with this one's figures of the law, day, method and profile. Then the law: the
    other's figures, day and method. Then the facts: the other's profile. What is left is the engine: recorded results
    that this program does not reproduce. An input of which one side only is at hand is that one throughout; ``usual``
    gives a rule book where neither is.
    """
    book_a, book_b = one.book or other.book or usual(), other.book or one.book or usual()
    profile_a, profile_b = one.profile or other.profile, other.profile or one.profile
    not_apart = [f"{part}: {why}" for side in (one, other) for part, why in side.missing.items()]
    stages: list[_Stage | None] = [None] * 4
    if profile_a is not None and profile_b is not None:
        first, second = _law(one, book_a), _law(other, book_b)
        made = (
            (book_a, first, profile_a),
            (book_b, first, profile_a),
            (book_b, second, profile_a),
            (book_b, second, profile_b),
        )
        for index, (book, law, profile) in enumerate(made):
            try:
                stages[index] = _stage(book, law, profile)
            except InputError as error:
                if _own(index, one, other):
                    raise
                not_apart.append(f"{_between(index)}: {error.problems[0].headline()}")
    else:
        not_apart.append("rules and law: neither profile is at hand")
    known = {part: part not in {**one.missing, **other.missing} for part in PARTS}
    before, after = _recorded(one.recorded) or stages[0], _recorded(other.recorded) or stages[3]
    assert before is not None  # a side without its profile is a written assessment
    assert after is not None
    return Differences(
        parts=tuple(part for part in _parts(before, stages, after, known) if part.differs),
        outcomes=tuple(_turned(before, stages, after, known)),
        answers=tuple(_answers(one, other, book_a, book_b)),
        not_apart=tuple(not_apart),
    )


def _own(index: int, one: Side, other: Side) -> bool:
    """Whether a stage is a side by itself, so that what is wrong with it is wrong with the side."""
    side = {0: one, 3: other}.get(index)
    return side is not None and side.profile is not None and side.book is not None


def _between(index: int) -> str:
    """The parts that meet in a stage."""
    return " and ".join(PARTS[max(index - 1, 0) : index + 1])


def _law(side: Side, book: RuleBook) -> _Law:
    """The law of a side; its method is the one asked for, by the caller or else by the profile."""
    method = None if side.method is None else MethodWish(side.method, "", NOWHERE)
    if method is None and side.recorded is None and side.profile is not None:
        method = _read(side.profile, book, side.as_of).method
    return _Law(side.as_of, method, book.parameters if side.book is not None else None)


def _stage(book: RuleBook, law: _Law, source: Source) -> _Stage:
    mixed = replace(book, parameters=_mixed(book.parameters, law))
    profile = replace(_read(source, mixed, law.as_of), method=law.method)
    assessment = assess(mixed, profile)
    return _Stage(figures_of(estimate(assessment)), verdicts(assessment))


def _mixed(own: Parameters, law: _Law) -> Parameters:
    """A book's parameters with the values of another law, where it has one of that name and kind on its day."""
    others = law.parameters or {}
    return {
        name: other
        if (other := others.get(name)) and other.type is one.type and other.on(law.as_of) is not None
        else one
        for name, one in own.items()
    }


def _read(source: Source, book: RuleBook, on: dt.date) -> Profile:
    return read_profile_text(source.text, source.path, book, on)


def _recorded(one: Recorded | None) -> _Stage | None:
    return None if one is None else _Stage(one.figures, one.verdicts)


def _steps(stages: Sequence[_Stage | None], known: Mapping[str, bool]) -> Iterator[tuple[str, _Stage, _Stage]]:
    """Each part that can be computed, with the stages before and after it."""
    for part, first, second in zip(PARTS, stages, stages[1:], strict=False):
        if known[part] and first is not None and second is not None:
            yield part, first, second


def _parts(before: _Stage, stages: Sequence[_Stage | None], after: _Stage, known: Mapping[str, bool]) -> Iterator[Part]:
    steps = list(_steps(stages, known))
    made = [stage.figures for stage in (before, *stages, after) if stage is not None]
    for law, figure in sorted({key for one in made for key in one}, key=lambda key: _order(key, made)):
        key = (law, figure)
        was, becomes = before.figures.get(key, 0), after.figures.get(key, 0)
        parts = {part: _minus(second.figures.get(key, 0), first.figures.get(key, 0)) for part, first, second in steps}
        whole = _minus(becomes, was)
        rest = None if whole is None else whole - sum(part or 0 for part in parts.values())
        if whole is None:
            parts = {}
        yield Part(law, figure, was, becomes, parts.get("rules"), parts.get("law"), parts.get("facts"), rest)


def _order(key: tuple[str, str], made: Sequence[Figures]) -> tuple[int, int]:
    """All laws together first, then the laws as they come; in each the figures in their order."""
    laws = list(dict.fromkeys(law for one in made for law, _ in one))
    return laws.index(key[0]), NAMES.index(key[1])


def _minus(after: int | None, before: int | None) -> int | None:
    return None if after is None or before is None else after - before


def _turned(
    before: _Stage, stages: Sequence[_Stage | None], after: _Stage, known: Mapping[str, bool]
) -> Iterator[Turned]:
    turns: dict[str, list[str]] = {}
    steps = list(_steps(stages, known))
    for first, second in ((before, stages[0]), (stages[-1], after)):
        if first is not None and second is not None:
            steps.append(("engine", first, second))
    for part, first, second in steps:
        for pair in pairs(first.verdicts, second.verdicts):
            if pair.before != pair.after:
                turns.setdefault(pair.id, []).append(part)
    for pair in pairs(before.verdicts, after.verdicts):
        if pair.before != pair.after:
            by = tuple(turns.get(pair.id, ())) or ("engine",)
            yield Turned(pair.id, pair.shown.title, pair.before, pair.after, pair.kind, by)


def _answers(one: Side, other: Side, book_a: RuleBook, book_b: RuleBook) -> Iterator[Answered]:
    before, after = _answers_of(one, book_a), _answers_of(other, book_b)
    for place in dict.fromkeys((*before, *after)):
        was, becomes = before.get(place, ""), after.get(place, "")
        if was != becomes:
            yield Answered(place, was, becomes)


def _answers_of(side: Side, book: RuleBook) -> Mapping[str, str]:
    """The answers as written, by place."""
    if side.recorded is not None:
        return side.recorded.answers
    assert side.profile is not None
    profile = _read(side.profile, book, side.as_of)
    return {
        shown(entry.subject, answer.fact): (
            (answer.written if profile.visible(answer) else "not public then")
            + (" (alleged)" if answer.alleged else "")
        )
        for entry in profile.entries.values()
        for answer in entry.answers.values()
    }


def figures_of(exposure: Exposure) -> Figures:
    """All figures that are compared."""
    found = dict(_named("", exposure.total.established_largest, exposure.total.largest))
    for regime in exposure.regimes:
        hull = Range(regime.low, regime.central, regime.high)
        if regime.conducts or regime.established.high:
            found |= _named(regime.title, regime.established, hull)
    return found


def _named(law: str, sure: Range, hull: Range) -> dict[tuple[str, str], int | None]:
    amounts = (sure.low, sure.central, sure.high, hull.low, hull.high)
    return {(law, name): _cents(amount) for name, amount in zip(NAMES, amounts, strict=True)}


def _cents(amount: float | None) -> int | None:
    """As an assessment's JSON has them: rounded to cents first."""
    return None if amount is None else round(round(float(amount), 2) * 100)
