"""Dead parts of conditions: what can never be true at its place, and what is always true there.

The place of a part is what must hold for the part to matter: its siblings under ``all`` are true, those
under ``any`` and ``none`` leave it alone; what ``applies_when`` guarantees holds in ``finding_when``, both
hold in ``unless``, and nothing is found that is excused. Each question is decided by a complete search
(:mod:`lexposure.authoring.logic`), never by sampling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lexposure.authoring.logic import FALSE, TRUE, Formula, Space, gate
from lexposure.rulebook.conditions import Compare, Condition, Group, Quantified
from lexposure.rulebook.facts import Catalogue
from lexposure.source.problems import NOWHERE, Span

Fault = Literal["never", "always", "contained", "excuses all"]
"""Never true; always true; true only where another part of its list is; an exception that leaves no finding."""


@dataclass(frozen=True, slots=True)
class Dead:
    """A part that does not do what it seems to do. ``part`` is how the part is called in a sentence."""

    fault: Fault
    part: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sections:
    """The conditions of a rule, conclusion or factor at a date, parameters and periods resolved."""

    applies: Condition | None
    when: Condition
    unless: Condition | None
    levels: tuple[Condition, ...] = ()

    def all(self) -> tuple[Condition, ...]:
        """Every condition that is there, in the order of the file."""
        return tuple(each for each in (self.applies, self.when, self.unless, *self.levels) if each is not None)


def dead_parts(sections: Sections, catalogue: Catalogue) -> tuple[Dead, ...]:
    """All dead parts, each once and as small as can be said, in file order."""
    search = _Search(Space(sections.all(), catalogue))
    search.sections(sections)
    for condition in sections.all():
        _inside_lists(condition, catalogue, search.found)
    return tuple(sorted(search.found, key=lambda dead: dead.span))


def _inside_lists(condition: Condition, catalogue: Catalogue, found: dict[Dead, None]) -> None:
    """What is asked of the entries of a list is judged by itself."""
    match condition:
        case Compare():
            return
        case Group(parts=parts):
            for part in parts:
                _inside_lists(part, catalogue, found)
        case Quantified(part=part):
            search = _Search(Space((part,), catalogue))
            search.judge(part, ())
            found.update(search.found)


class _Search:
    """The parts of one rule being judged in one space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.found: dict[Dead, None] = {}

    def sections(self, sections: Sections) -> None:
        """Each section at its place; one that can never be true leaves the later ones without a place."""
        space = self.space
        held: tuple[Formula, ...] = ()
        if sections.applies is not None:
            self.judge(sections.applies, ())
            held = (space.formula(sections.applies),)
            if not space.possible(*held):
                return
        met = (*held, space.formula(sections.when))
        if not space.possible(*met):
            self.judge(sections.when, held)
            return
        unexcused: tuple[Formula, ...] = ()
        if sections.unless is not None:
            unexcused = (space.formula(sections.unless, wanted=False),)
            if not space.possible(*met, *unexcused):
                self._always(sections.unless, met, "excuses all")
                return
            self.judge(sections.unless, met)
            if not space.possible(*met, space.formula(sections.unless)):
                unexcused = ()
        self.judge(sections.when, held, unexcused)
        for level in sections.levels:
            self.judge(level, (*met, *unexcused))

    def judge(self, part: Condition, around: Sequence[Formula], unexcused: tuple[Formula, ...] = ()) -> Formula:
        """Record what is dead in a part, given what holds around it; what is left of the part.

        ``unexcused`` holds around it too, but is no reason to call a part always true: an exception is
        written after what it excuses.
        """
        space = self.space
        formula = space.formula(part)
        if isinstance(part, Group) and not part.parts:
            return formula
        if not space.possible(*around, *unexcused, formula):
            self._never(part, (*around, *unexcused))
            return FALSE
        if not space.possible(*around, space.negation(formula)):
            self._always(part, around)
            return TRUE
        return self._parts(part, around, unexcused) if isinstance(part, Group) else formula

    def _parts(self, group: Group, around: Sequence[Formula], unexcused: tuple[Formula, ...]) -> Formula:
        """Later parts first: of two that say the same, the later one is superfluous, and no support of the other."""
        space = self.space
        together = group.kind == "all"
        left = [space.formula(part) for part in group.parts]
        for index in reversed(range(len(left))):
            others = left[:index] + left[index + 1 :]
            beside = others if together else [space.negation(other) for other in others]
            part = group.parts[index]
            left[index] = self.judge(part, (*around, *beside) if together else around, unexcused)
            if not together and left[index] != FALSE and not space.possible(*around, *beside, left[index]):
                self._record("contained", part)
                left[index] = FALSE
        whole = gate(together, left)
        return space.negation(whole) if group.kind == "none" else whole

    def _never(self, part: Condition, around: Sequence[Formula]) -> None:
        """The first part of an ``all`` that cannot be true together with what stands before it."""
        space = self.space
        if isinstance(part, Group) and part.kind == "all":
            held = list(around)
            for inner in part.parts:
                if not space.possible(*held, space.formula(inner)):
                    self._never(inner, held)
                    return
                held.append(space.formula(inner))
        self._record("never", part)

    def _always(self, part: Condition, around: Sequence[Formula], fault: Fault = "always") -> None:
        """The part of an ``any`` that makes it always true, if one alone does."""
        space = self.space
        if isinstance(part, Group) and part.kind == "any":
            for inner in part.parts:
                if not space.possible(*around, space.formula(inner, wanted=False)):
                    self._always(inner, around, fault)
                    return
        self._record(fault, part)

    def _record(self, fault: Fault, part: Condition) -> None:
        self.found.setdefault(Dead(fault, described(part), part.span))


def described(part: Condition) -> str:
    """A part of a condition as a sentence calls it."""
    match part:
        case Compare(fact=fact, phrase=phrase):
            return f"'{fact}: {phrase}'"
        case Quantified(every=every, over=over):
            return f"what stands under '{'every' if every else 'any'} {over}'"
        case Group(kind=kind):
            title = f" of the clause '{part.clause.title}'" if part.clause and part.clause.title else ""
            return f"what stands under '{kind}'{title}" if part.span != NOWHERE else "the whole condition"
