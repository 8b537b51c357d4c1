"""What every evaluator requires of a program and of a world, checked once and in one wording.

The rule-book and profile readers refuse such input with a place in a file long before; here the same
faults are errors of the calling program.
"""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.inference.program import Program
from lexposure.profile.possible import Entry, Interval, Options, Possible, Selection, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified
from lexposure.rulebook.facts import LISTS, NO, YES, About, Catalogue, Fact, FactType

LOWEST, HIGHEST = -(2**63), 2**63 - 1


class ProgramError(ValueError):
    """A program that no evaluator may be compiled for."""


class WorldError(ValueError):
    """A world that cannot be evaluated: an answer of the wrong kind, empty, or out of range."""


def universe(fact: Fact) -> frozenset[int]:
    """All codes an answer to a yes/no or choice fact may have."""
    return frozenset((NO, YES)) if fact.type is FactType.YES_NO else fact.codes


def check_program(program: Program) -> None:
    """Raise :class:`ProgramError` unless the program is complete, typed and free of circles."""
    goals = {goal.name: goal for goal in program.goals}
    if len(goals) != len(program.goals):
        raise ProgramError("two goals have one name")
    for goal in program.goals:
        _check_condition(goal.condition, goal.about, program.catalogue)
    concluded = {conclusion.fact for conclusion in program.conclusions}
    if len(concluded) != len(program.conclusions):
        raise ProgramError("two conclusions have one fact")
    settled: set[str] = set()
    for conclusion in program.conclusions:
        fact = _fact(conclusion.fact, program.catalogue)
        if fact.type is not FactType.YES_NO or fact.about is not conclusion.about:
            raise ProgramError(f"'{fact.name}' is concluded but is not a yes/no fact about {conclusion.about}")
        for name in conclusion.goals:
            if name not in goals or goals[name].about is not conclusion.about:
                raise ProgramError(f"'{fact.name}' is concluded by '{name}', which is no goal about {conclusion.about}")
            later = (_read(goals[name].condition) & concluded) - settled
            if later:
                raise ProgramError(f"'{fact.name}' reads '{min(later)}', which is concluded no earlier")
        settled.add(conclusion.fact)


def check_world(world: World, catalogue: Catalogue) -> None:
    """Raise :class:`WorldError` unless every answer of the world fits its fact."""
    for entry in (world.company, *(entry for about in LISTS for entry in world.of(about))):
        for name, possible in entry.known.items():
            fact = catalogue.get(name)
            if fact is not None:
                _check_answer(entry, fact, possible)


def _fact(name: str, catalogue: Catalogue) -> Fact:
    if name not in catalogue:
        raise ProgramError(f"'{name}' is not a fact of the vocabulary")
    return catalogue[name]


def _read(condition: Condition) -> set[str]:
    match condition:
        case Compare(fact=fact):
            return {fact}
        case Group(parts=parts):
            return set[str]().union(*map(_read, parts))
        case Quantified(part=part):
            return _read(part)


def _check_condition(condition: Condition, about: About, catalogue: Catalogue, inner: bool = False) -> None:
    match condition:
        case Compare():
            _check_compare(condition, about, catalogue)
        case Group(parts=parts):
            for part in parts:
                _check_condition(part, about, catalogue, inner)
        case Quantified(over=over, part=part):
            if about is not About.COMPANY or over is About.COMPANY or inner:
                raise ProgramError(f"a condition about {about} cannot quantify over {over} here")
            _check_condition(part, over, catalogue, inner=True)


def _check_compare(compare: Compare, about: About, catalogue: Catalogue) -> None:
    fact = _fact(compare.fact, catalogue)
    if fact.about not in (about, About.COMPANY):
        raise ProgramError(f"a condition about {about} cannot read '{fact.name}', which is about {fact.about}")
    test = compare.test
    match test:
        case AtLeast(minimum=minimum):
            if not LOWEST <= minimum <= HIGHEST:
                raise ProgramError(f"'{fact.name}' is compared with {minimum}, which is beyond 63 bits")
            fits = fact.type.is_number
        case OneOf():
            fits = fact.type in (FactType.YES_NO, FactType.CHOICE)
        case Includes():
            fits = fact.type is FactType.CHOICES
        case _:
            raise ProgramError(f"the comparison of '{fact.name}' still names a parameter or a period")
    if not fits:
        raise ProgramError(f"'{fact.name}' ({fact.type}) cannot be compared by {type(test).__name__}")


def _check_answer(entry: Entry, fact: Fact, possible: Possible) -> None:
    where = f"{entry.subject.key}, '{fact.name}'"
    if isinstance(possible, Interval):
        _check_range(where, (possible.low, possible.high))
    if not _fits(fact, possible):
        raise WorldError(f"{where}: {possible} is not an answer to a {fact.type} fact")
    if _is_empty(possible):
        raise WorldError(f"{where}: {possible} leaves no possible value")


def _fits(fact: Fact, possible: Possible) -> bool:
    match possible:
        case Interval():
            return fact.type.is_number
        case Options(codes=codes):
            return fact.type in (FactType.YES_NO, FactType.CHOICE) and codes <= universe(fact)
        case Selection(possibly=possibly):
            return fact.type is FactType.CHOICES and possibly <= fact.codes


def _is_empty(possible: Possible) -> bool:
    match possible:
        case Interval(low=low, high=high):
            return low is not None and high is not None and low > high
        case Options(codes=codes):
            return not codes
        case Selection(surely=surely, possibly=possibly):
            return not surely <= possibly


def _check_range(where: str, ends: Iterable[int | None]) -> None:
    for end in ends:
        if end is not None and not LOWEST <= end <= HIGHEST:
            raise WorldError(f"{where}: {end} is beyond 63 bits")
