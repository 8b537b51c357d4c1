"""The cheapest set of measures that brings the exposure under a budget, or clears a finding.

Sets are tried in rising order of cost, each as the profile afterwards, so that the first that does is the cheapest. Of
up to twenty measures that can matter every set is tried; of more the cheapest 2^20, and if none does, a plan is looked
for from the other end (all measures, then fewer) and the cost below which nothing does is told. A plan aims at what is
established.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lexposure.assess.model import Finding, Reason
from lexposure.bulk.exposures import Estimator
from lexposure.bulk.sets import Costed, Priced, Pricer, listed, only
from lexposure.bulk.variants import Said
from lexposure.exposure.amounts import finite
from lexposure.exposure.choosing import asked_for
from lexposure.profile.possible import Subject
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.many import Many, place_of
from lexposure.scenarios.measures import STEP, Measure
from lexposure.scenarios.places import shown
from lexposure.scenarios.whatif import Assessed, Compared, Workbench, compared
from lexposure.source.problems import InputError, Problems

End = Literal["low", "central", "high"]


@dataclass(frozen=True, slots=True)
class Goal:
    """``budget`` in euro for an ``end`` of what is established, or a finding to be cleared by its id."""

    budget: float | None
    finding: str
    end: End = "high"


@dataclass(frozen=True, slots=True)
class Stair:
    """The least exposure (euro) for a cost (cents), and the measures that give it.

    ``amount`` is nothing where it is not known: no upper end, or no centre.
    """

    cost: int
    amount: float | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A finding that no set removes, and the answers behind it that no measure changes."""

    finding: Finding
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found. ``chosen`` is nothing where no set does; ``after`` is then the best there is.

    ``known``: an amount is known after some set; where none is, a budget that is not met is no proof.
    ``exact``: nothing cheaper does; else nothing cheaper than ``bound`` (cents) does. ``begun`` are findings and open
    outcomes that were neither before. ``priced``: costs are stated, else each measure counts as one step.
    """

    goal: Goal
    measures: tuple[Measure, ...]
    chosen: tuple[Measure, ...] | None
    cost: int
    days: int | None
    after: Compared
    stairs: tuple[Stair, ...]
    tried: int
    exact: bool
    known: bool
    bound: int
    begun: tuple[Finding, ...]
    obstacles: tuple[Obstacle, ...]
    priced: bool


def planned(bench: Workbench, baseline: Assessed, measures: Sequence[Measure], goal: Goal) -> Plan:
    """Find the plan. Raises :class:`InputError` for measures whose answers the profile cannot have."""
    return _Planner(bench, baseline, tuple(measures), goal).plan()


class _Planner:
    def __init__(self, bench: Workbench, baseline: Assessed, measures: tuple[Measure, ...], goal: Goal) -> None:
        self.bench, self.baseline, self.goal = bench, baseline, goal
        self.priced = any(one.cost is not None for one in measures)
        assessment = baseline.assessment
        asked = asked_for(assessment, baseline.scenario.method, baseline.scenario.method_reason)
        estimator = Estimator(assessment.edition, asked.method if asked else None)
        answers = _read(Many(bench, baseline), measures)
        self.measures = _that_matter(estimator, measures, goal)
        self.costed = _costed(self.measures, [answers[one.id] for one in self.measures])
        self.pricer = Pricer(
            estimator,
            assessment.profile,
            assessment.edition.book.catalogue,
            assessment.linked,
            self.costed,
            self._watched(),
        )

    def _watched(self) -> tuple[str, Subject] | None:
        for finding in self.baseline.assessment.findings:
            if finding.id == self.goal.finding and finding.subject is not None:
                return finding.rule.id, finding.subject
        return None

    def plan(self) -> Plan:
        sets = listed(self.costed)
        stairs: list[tuple[int, float, int]] = []
        tried, found = 0, None
        for block in self.pricer.priced(sets):
            amounts, does = self._amounts(block), self._does(block)
            hit = next((at for at, one in enumerate(does) if one), None)
            last = len(does) if hit is None else hit + 1
            tried += last
            for at in range(last):
                if not stairs or amounts[at] < stairs[-1][1]:
                    if stairs and stairs[-1][0] == block.costs[at]:
                        stairs.pop()
                    stairs.append((int(block.costs[at]), amounts[at], int(block.masks[at])))
            if hit is not None:
                found = int(block.masks[hit])
                break
        bound = int(sets.costs[-1])
        exact = found is not None or sets.complete
        if not exact:
            found = self._from_above()
        return self._told(found, stairs, tried, exact, bound)

    def _amounts(self, block: Priced) -> list[float]:
        """What is to be brought under the budget; infinite where it is not known."""
        ends = {"low": block.low, "central": block.central, "high": block.high}
        return [float(amount) if math.isfinite(amount) else math.inf for amount in ends[self.goal.end]]

    def _does(self, block: Priced) -> list[bool]:
        if self.goal.budget is None:
            return [not found for found in block.found.tolist()]
        budget = self.goal.budget
        return [amount <= budget + 0.005 for amount in self._amounts(block)]

    def _from_above(self) -> int | None:
        """All measures that go together, then without the dearest that is not needed, as long as it does."""
        kept: list[int] = []
        for at in sorted(range(len(self.costed)), key=lambda one: self.costed[one].cost):
            if not any(other in kept for other in self.costed[at].excludes):
                kept.append(at)
        if not self._one_does(kept):
            return None
        for at in sorted(kept, key=lambda one: -self.costed[one].cost):
            fewer = [one for one in kept if one != at]
            if not any(at in self.costed[one].needs for one in fewer) and self._one_does(fewer):
                kept = fewer
        return _mask(kept)

    def _one_does(self, numbers: Sequence[int]) -> bool:
        return any(any(self._does(block)) for block in self.pricer.priced(only(_mask(numbers))))

    def _told(
        self, found: int | None, stairs: list[tuple[int, float, int]], tried: int, exact: bool, bound: int
    ) -> Plan:
        best = self._of(stairs[-1][2] if found is None else found)
        after = compared(self.baseline, self.bench.assessed(_scenario(best, self.baseline.scenario)))
        before = {one.id for one in self.baseline.assessment.findings if one.established or one.open}
        findings = after.assessed.assessment.findings
        return Plan(
            goal=self.goal,
            measures=self.measures,
            chosen=None if found is None else best,
            cost=sum(map(cost_of, best)),
            days=_days(best),
            after=after,
            stairs=tuple(Stair(cost, finite(amount), self._of(mask)) for cost, amount, mask in stairs),
            tried=tried,
            exact=exact,
            known=bool(self.goal.finding) or math.isfinite(stairs[-1][1]),
            bound=bound,
            begun=tuple(one for one in findings if (one.established or one.open) and one.id not in before),
            obstacles=() if found is not None else tuple(self._obstacles(after.assessed)),
            priced=self.priced,
        )

    def _of(self, mask: int) -> tuple[Measure, ...]:
        return tuple(one for at, one in enumerate(self.measures) if mask >> at & 1)

    def _obstacles(self, after: Assessed) -> Iterator[Obstacle]:
        """The finding to be cleared; for a budget, those with an amount for which there is no remedy."""
        changeable = {change.path.text for one in self.measures for change in one.sets}
        answered = {id for one in self.measures for id in one.of}
        priced = {id for law in after.exposure.regimes for one in law.conducts for id in one.findings}
        for finding in after.assessment.findings:
            without = finding.id in priced and finding.id not in answered
            if finding.established and (finding.id == self.goal.finding or (not self.goal.finding and without)):
                behind = dict.fromkeys(_behind(finding.because))
                yield Obstacle(finding, tuple(one for one in behind if one not in changeable))


def _that_matter(estimator: Estimator, measures: Sequence[Measure], goal: Goal) -> tuple[Measure, ...]:
    """The measures with an answer that moves an amount, or the finding to be cleared; and what they need."""
    rule = goal.finding.partition(":")[0]
    kept = {one.id for one in measures if estimator.moves({_fact(change) for change in one.sets}, rule)}
    needed = {need for one in measures if one.id in kept for need in one.needs}
    while needed - kept:
        kept |= needed
        needed = {need for one in measures if one.id in kept for need in one.needs}
    return tuple(one for one in measures if one.id in kept)


def _fact(change: Change) -> str:
    return change.path.text.rpartition("/")[2]


Answers = dict[tuple[Subject, str], Said]


def _read(many: Many, measures: Sequence[Measure]) -> dict[str, Answers]:
    """The answers of every measure, read by the profile's reader, all problems at once."""
    problems: list[InputError] = []
    sets: dict[str, Answers] = {}
    for one in measures:
        read = sets.setdefault(one.id, {})
        for change in one.sets:
            try:
                says = many.read(change).says
            except InputError as error:
                problems.append(error)
                continue
            assert isinstance(says, Said)
            read[place_of(change.path.text)] = says
    if problems:
        raise InputError(dict.fromkeys(problem for error in problems for problem in error.problems))
    return sets


def _costed(measures: Sequence[Measure], sets: Sequence[Answers]) -> tuple[Costed, ...]:
    numbers = {one.id: at for at, one in enumerate(measures)}
    return tuple(
        Costed(
            cost=cost_of(one),
            needs=frozenset(numbers[need] for need in one.needs),
            excludes=frozenset(other for other, its in enumerate(sets) if _contrary(sets[at], its)),
            sets=sets[at],
        )
        for at, one in enumerate(measures)
    )


def cost_of(one: Measure) -> int:
    """The cost in cents; one step where none is stated."""
    return STEP if one.cost is None else one.cost


def _contrary(one: Answers, other: Answers) -> bool:
    return any(place in other and other[place] != says for place, says in one.items())


def _mask(numbers: Sequence[int]) -> int:
    return sum(1 << at for at in numbers)


def _scenario(chosen: Sequence[Measure], below: Scenario) -> Scenario:
    changes: dict[str, Change] = {change.path.text: change for one in chosen for change in one.sets}
    return Scenario("the plan", changes=tuple(changes.values())).over(below)


def _days(chosen: Sequence[Measure]) -> int | None:
    """The longest chain of measures that need each other; nothing where a time is not known."""
    ids = {one.id: one for one in chosen}
    done: dict[str, int] = {}

    def until(one: Measure, above: tuple[str, ...]) -> int:
        if one.id not in done:
            needs = [ids[need] for need in one.needs if need in ids and need not in above]
            done[one.id] = (one.days or 0) + max((until(need, (*above, one.id)) for need in needs), default=0)
        return done[one.id]

    if any(one.days is None for one in chosen):
        return None
    return max((until(one, ()) for one in chosen), default=0)


def _behind(reasons: Sequence[Reason]) -> Iterator[str]:
    """The answers that a reasoning rests on, by path."""
    for reason in reasons:
        if reason.fact is not None and reason.answer is not None and reason.subject is not None:
            yield shown(reason.subject, reason.fact.name)
        yield from _behind(reason.via)


def check_goal(baseline: Assessed, goal: Goal, problems: Problems) -> None:
    """Report a finding that is not there to be cleared."""
    if not goal.finding:
        return
    established = [one.id for one in baseline.assessment.findings if one.established]
    if goal.finding not in established:
        hint = f"there are {', '.join(established)}" if established else "nothing is established"
        problems.error("unknown-name", f"--clear '{goal.finding}' is no established finding", hint=hint)
