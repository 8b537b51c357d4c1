"""A complete search for values that make conditions true: whether a part of a rule can matter at all.

Worlds are two-valued here: every fact has one value. A *space* holds the facts of some conditions, each
with finitely many cells that no comparison of these conditions tells apart further: the options of a
choice, the intervals between the thresholds of a number. Of a fact that takes several options each option is
in or out by itself. What a list answers (``any market``) is a question of its own, true or false, whatever
else is known. Concluded facts are free: either value is taken for possible.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lexposure.inference.checks import universe
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified, comparisons
from lexposure.rulebook.facts import Catalogue, Fact, FactType


@dataclass(frozen=True, slots=True)
class Literal:
    """A question has one of some cells; ``cells`` is a set of bits."""

    question: str
    cells: int


@dataclass(frozen=True, slots=True)
class Gate:
    """All (``every``) or at least one of the parts."""

    every: bool
    parts: tuple[Formula, ...]


Formula = Literal | Gate
Cells = dict[str, int]
"""The cells still possible, by question."""

TRUE, FALSE = Gate(True, ()), Gate(False, ())
BOTH = 0b11
NO, YES = 0b01, 0b10


class Space:
    """The questions of some conditions, whose parameters and periods are resolved."""

    def __init__(self, conditions: Iterable[Condition], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._thresholds: dict[str, list[int]] = {}
        self.cells: Cells = {}
        self._models: list[Mapping[str, int]] = []
        found: dict[str, set[int]] = {}
        for compare in (each for condition in conditions for each in comparisons(condition)):
            fact = catalogue[compare.fact]
            if isinstance(compare.test, AtLeast):
                found.setdefault(fact.name, set()).add(compare.test.minimum)
            elif isinstance(compare.test, OneOf):
                self.cells[fact.name] = _bits(universe(fact))
        for name, minima in found.items():
            lowest = _lowest(catalogue[name])
            self._thresholds[name] = sorted(minimum for minimum in minima if minimum > lowest)
            self.cells[name] = (1 << (len(self._thresholds[name]) + 1)) - 1

    def formula(self, condition: Condition, wanted: bool = True) -> Formula:
        """What must hold for the condition to have the ``wanted`` value; negation is pushed to the literals."""
        match condition:
            case Compare():
                return self._comparison(condition, wanted is not condition.negated)
            case Group(kind=kind, parts=parts):
                turned = kind == "none"
                return gate(wanted is (kind != "any"), [self.formula(part, wanted is not turned) for part in parts])
            case Quantified(every=every, over=over, part=part):
                # "every" is "not any … not": one question for both, so that the one denies the other
                question = f"any {over}: {self.formula(part, not every)!r}"
                self.cells[question] = BOTH
                return Literal(question, YES if wanted is not every else NO)

    def _comparison(self, compare: Compare, wanted: bool) -> Formula:
        match compare.test:
            case AtLeast(minimum=minimum):
                below = (1 << bisect_right(self._thresholds[compare.fact], minimum)) - 1
                return self._literal(compare.fact, below, not wanted)
            case OneOf(codes=codes):
                return self._literal(compare.fact, _bits(codes), wanted)
            case Includes(codes=codes):
                names = [f"{compare.fact} includes {code}" for code in sorted(codes)]
                self.cells.update(dict.fromkeys(names, BOTH))
                return gate(not wanted, [Literal(name, YES if wanted else NO) for name in names])
            case _:
                raise ValueError(f"the comparison of '{compare.fact}' still names a parameter or a period")

    def _literal(self, question: str, cells: int, wanted: bool) -> Formula:
        known = self.cells[question]
        inside = known & cells if wanted else known & ~cells
        if inside == known:
            return TRUE
        return Literal(question, inside) if inside else FALSE

    def negation(self, formula: Formula) -> Formula:
        """What holds when the formula does not."""
        if isinstance(formula, Literal):
            return Literal(formula.question, self.cells[formula.question] & ~formula.cells)
        return Gate(not formula.every, tuple(map(self.negation, formula.parts)))

    def possible(self, *formulas: Formula) -> bool:
        """Whether some values make all the formulas true. What was found once answers later questions too."""
        if any(all(_holds(formula, model) for formula in formulas) for model in self._models):
            return True
        found = search(gate(True, formulas), self.cells)
        if found is None:
            return False
        self._models.append({question: cells & -cells for question, cells in found.items()})
        return True


def gate(every: bool, parts: Iterable[Formula]) -> Formula:
    """All or at least one of the parts, simplified: nested gates of the kind flattened, constants taken out."""
    flat: list[Formula] = []
    for part in parts:
        if isinstance(part, Literal):
            flat.append(part)
        elif not part.parts:
            if part.every is not every:
                return FALSE if every else TRUE
        elif part.every is every:
            flat += part.parts
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else Gate(every, tuple(flat))


def search(formula: Formula, cells: Mapping[str, int]) -> Cells | None:
    """Cells of which every choice makes the formula true, or nothing where no choice does.

    The search is complete: what must hold is settled first, then one undecided literal is tried both
    ways. Each try decides at least that literal, so the search ends.
    """
    left = dict(cells)
    formula = _settled(formula, left)
    if formula == FALSE:
        return None
    if formula == TRUE:
        return left
    literal = _undecided(formula)
    for tried in (literal.cells, left[literal.question] & ~literal.cells):
        found = search(formula, left | {literal.question: left[literal.question] & tried})
        if found is not None:
            return found
    return None


def _settled(formula: Formula, left: Cells) -> Formula:
    """The formula without its decided parts; literals that must hold narrow ``left`` until none is left."""
    while True:
        formula = _reduced(formula, left)
        parts = formula.parts if isinstance(formula, Gate) and formula.every else (formula,)
        units = [part for part in parts if isinstance(part, Literal)]
        if not units:
            return formula
        for unit in units:
            left[unit.question] &= unit.cells
            if not left[unit.question]:
                return FALSE


def _reduced(formula: Formula, left: Cells) -> Formula:
    """The formula where literals that the cells left decide are constants."""
    if isinstance(formula, Gate):
        return gate(formula.every, [_reduced(part, left) for part in formula.parts])
    cells = left[formula.question]
    inside = cells & formula.cells
    if inside == cells:
        return TRUE
    return Literal(formula.question, inside) if inside else FALSE


def _undecided(formula: Formula) -> Literal:
    """A literal to try: of the gate with the fewest parts, where an error shows soonest."""
    while isinstance(formula, Gate):
        formula = min(formula.parts, key=lambda part: len(part.parts) if isinstance(part, Gate) else 1)
    return formula


def _holds(formula: Formula, model: Mapping[str, int]) -> bool:
    """Whether one cell each makes the formula true. Questions asked later than the model was made are taken as no."""
    if isinstance(formula, Literal):
        return bool(model.get(formula.question, NO) & formula.cells)
    return (all if formula.every else any)(_holds(part, model) for part in formula.parts)


def _bits(codes: Iterable[int]) -> int:
    return sum(1 << code for code in set(codes))


def _lowest(fact: Fact) -> int:
    """The lowest value an answer can have: nothing is counted or paid below zero; the calendar has a first day."""
    return dt.date.min.toordinal() if fact.type is FactType.DATE else 0
