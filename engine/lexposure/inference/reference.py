"""The reference evaluator: plain Python, Kleene's logic on the condition tree itself.

It is the oracle the other evaluators are measured against and the one that explains. It shares no
evaluating code with them, and it is written to be read: what a rule means is what stands here.

An answer is a set of possible values. A comparison is TRUE when all of them satisfy it, FALSE when
none does, else unknown (``None``).
"""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.inference.checks import check_program, check_world, universe
from lexposure.inference.program import Conclusion, Goal, Program, Truth, Verdicts, answered
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, OpenTest, Quantified
from lexposure.rulebook.facts import NO, YES, About, Fact

COMPLETENESS = {About.PROCESSING: "processing_complete", About.MARKET: "markets_complete"}
"""What is missing when a list is not stated to be complete, by the list."""


class Reference:
    """Decides programs by evaluating every condition for every subject."""

    name = "reference"

    def __init__(self, program: Program) -> None:
        """Raises :class:`lexposure.inference.checks.ProgramError` for a program that makes no sense."""
        check_program(program)
        self._program = program

    def evaluate(self, world: World) -> Verdicts:
        """Decide every goal for every subject of the world."""
        program = self._program
        evaluation = Evaluation(program, world)
        return Verdicts(
            goals={
                (goal.name, entry.subject.key): evaluation.goal(goal.name, entry)
                for goal in program.goals
                for entry in world.of(goal.about)
            },
            derived={
                (conclusion.fact, entry.subject.key): evaluation.derived(conclusion.fact, entry)
                for conclusion in program.conclusions
                for entry in world.of(conclusion.about)
            },
        )


class Evaluation:
    """One program against one world; what was derived once is kept."""

    def __init__(self, program: Program, world: World) -> None:
        """Raises :class:`lexposure.inference.checks.WorldError` for answers that do not fit their facts."""
        check_world(world, program.catalogue)
        self.program = program
        self.world = world
        self._goals: dict[str, Goal] = {goal.name: goal for goal in program.goals}
        self._conclusions: dict[str, Conclusion] = {made.fact: made for made in program.conclusions}
        self._decided: dict[tuple[str, Subject], Truth] = {}

    def goal(self, name: str, entry: Entry) -> Truth:
        """The truth of a goal for a subject of its type."""
        place = (name, entry.subject)
        if place not in self._decided:
            self._decided[place] = self.truth(self._goals[name].condition, entry)
        return self._decided[place]

    def truth(self, condition: Condition, entry: Entry, adverse: bool = True) -> Truth:
        """The truth of any condition for a subject; it reads the entry's answers and the company's.

        ``adverse`` is the value that counts against the company at this place.
        """
        match condition:
            case Compare():
                return self._compare(condition, entry, adverse)
            case Group(kind="all", parts=parts):
                return _every(self.truth(part, entry, adverse) for part in parts)
            case Group(kind="any", parts=parts):
                return _some(self.truth(part, entry, adverse) for part in parts)
            case Group(parts=parts):
                return _negated(_some(self.truth(part, entry, not adverse) for part in parts))
            case Quantified(over=over, part=part):
                truths = [self.truth(part, listed, adverse) for listed in self.world.of(over)]
                if not self.world.complete[over]:
                    truths.append(None)  # an entry nobody listed: anything may be true of it
                return _every(truths) if condition.every else _some(truths)

    def concluded(self, fact: str, entry: Entry) -> Truth:
        """A yes/no fact that rules conclude: the profile's answer where there is one, else what they derive."""
        owner = self._owner(fact, entry)
        possible = owner.known.get(fact)
        if not answered(possible):
            return self.derived(fact, owner)
        if isinstance(possible, Options) and len(possible.codes) == 1:
            return YES in possible.codes
        return None

    def derived(self, fact: str, entry: Entry) -> Truth:
        """What the rules alone say: TRUE if one is; FALSE if the fact is closed and all (at least one) are."""
        conclusion = self._conclusions.get(fact)
        if conclusion is None:
            return None
        owner = self._owner(fact, entry)
        truths = [self.goal(name, owner) for name in conclusion.goals]
        if True in truths:
            return True
        if conclusion.closed and truths and all(truth is False for truth in truths):
            return False
        return None

    def undecided(self, condition: Condition, entry: Entry, adverse: bool = True) -> tuple[tuple[Subject, str], ...]:
        """The unanswered facts that can still decide an unknown condition, in reading order.

        Walks the unknown parts only, and through concluded facts into their rules; a concluded fact
        stands itself where its rules leave nothing open. An incomplete list stands as the company's
        ``processing_complete`` or ``markets_complete``.
        """
        if self.truth(condition, entry, adverse) is not None:
            return ()
        found: list[tuple[Subject, str]] = []
        match condition:
            case Compare(fact=fact):
                found += self._undecided_fact(fact, self._owner(fact, entry))
            case Group(kind=kind, parts=parts):
                for part in parts:
                    found += self.undecided(part, entry, not adverse if kind == "none" else adverse)
            case Quantified(over=over, part=part):
                for listed in self.world.of(over):
                    found += self.undecided(part, listed, adverse)
                if not self.world.complete[over]:
                    found.append((COMPANY, COMPLETENESS[over]))
        return tuple(dict.fromkeys(found))

    def _undecided_fact(self, fact: str, owner: Entry) -> tuple[tuple[Subject, str], ...]:
        conclusion = self._conclusions.get(fact)
        found: list[tuple[Subject, str]] = []
        if conclusion is not None and not answered(owner.known.get(fact)):
            for name in conclusion.goals:
                found += self.undecided(self._goals[name].condition, owner)
        return tuple(dict.fromkeys(found)) or ((owner.subject, fact),)

    def _owner(self, fact: str, entry: Entry) -> Entry:
        return self.world.company if self.program.catalogue[fact].about is About.COMPANY else entry

    def _compare(self, compare: Compare, entry: Entry, adverse: bool) -> Truth:
        fact = self.program.catalogue[compare.fact]
        owner = self._owner(fact.name, entry)
        truth = satisfies(compare.test, fact, self._possible(fact, owner))
        if truth is None:
            not_shown = fact.name in owner.not_shown and fact.name not in owner.known
            return adverse if compare.burden and not_shown else None
        return truth is not compare.negated

    def _possible(self, fact: Fact, owner: Entry) -> Possible | None:
        if answered(owner.known.get(fact.name)) or fact.name not in self._conclusions:
            return owner.known.get(fact.name)
        truth = self.derived(fact.name, owner)
        return None if truth is None else Options(frozenset((YES if truth else NO,)))


def satisfies(test: OpenTest, fact: Fact, possible: Possible | None) -> Truth:
    """Whether all (TRUE) or none (FALSE) of the possible values satisfy a test; ``None`` possible means all values."""
    match test, possible:
        case AtLeast(minimum=minimum), Interval(low=low, high=high):
            if low is not None and low >= minimum:
                return True
            return False if high is not None and high < minimum else None
        case OneOf(codes=codes), None:
            return _inside(universe(fact), codes)
        case OneOf(codes=codes), Options(codes=answer):
            return _inside(answer, codes)
        case Includes(codes=codes), Selection(surely=surely, possibly=possibly):
            if surely & codes:
                return True
            return None if possibly & codes else False
        case Includes(codes=codes), None:
            return None if codes else False
        case _:
            return None


def _inside(answer: frozenset[int], codes: frozenset[int]) -> Truth:
    if answer <= codes:
        return True
    return None if answer & codes else False


def _every(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _some(truths: Iterable[Truth]) -> Truth:
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def _negated(truth: Truth) -> Truth:
    return None if truth is None else not truth
