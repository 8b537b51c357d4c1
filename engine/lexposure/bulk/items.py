"""What one regime can punish, row by row: findings with their levels, and the conducts they make.

Rows follow :mod:`lexposure.exposure.scene` and :mod:`lexposure.exposure.conducts`: the ``hull`` of everything that may
be a finding, and what is ``made`` of established findings alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lexposure.assess.goals import applies_goal, finding_goal, level_goal
from lexposure.bulk.answers import Answers, truth_of
from lexposure.bulk.deciding import Truth, Truths
from lexposure.bulk.frame import ALWAYS, NEVER, Frame, Plane
from lexposure.bulk.gates import Gate, Gates
from lexposure.exposure.conducts import Links
from lexposure.exposure.gdpr import cap_parts
from lexposure.exposure.law import Law
from lexposure.exposure.regimes import why_not_computed
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.book import Edition
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Level, Rule

Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a rule is a finding about a subject, and where it may still become one."""

    established: Plane
    open: Plane
    alleged: Plane


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of all rules; ``told`` is what would be if allegations were true, nothing where there are none."""

    edition: Edition
    frame: Frame
    known: Truths
    told: Truths | None

    @cached_property
    def _kept(self) -> dict[tuple[str, Subject], Outcome]:
        return {}

    @cached_property
    def _graded(self) -> dict[tuple[str, Subject], tuple[Levels, Levels, Levels]]:
        return {}

    def of(self, rule: Rule, subject: Subject) -> Outcome:
        """In the order of the rule language; what is a finding only on facts alleged is neither."""
        key = rule.id, subject
        if key not in self._kept:
            self._kept[key] = self._of(rule, subject)
        return self._kept[key]

    def levels(self, rule: Rule, subject: Subject) -> tuple[Levels, Levels, Levels]:
        """The lowest, central and highest level of a rule's finding about a subject."""
        key = rule.id, subject
        if key not in self._graded:
            self._graded[key] = self._levels(rule, subject)
        return self._graded[key]

    def _of(self, rule: Rule, subject: Subject) -> Outcome:
        there = self.frame.there(subject)
        found = self.known[finding_goal(rule), subject]
        applies = self.known[applies_goal(rule), subject]
        established = there & found.true & ~applies.false
        alleged = NEVER
        if self.told is not None:
            told, would = self.told[finding_goal(rule), subject], self.told[applies_goal(rule), subject]
            alleged = there & told.true & ~would.false & ~established
        undecided = ~(found.true | found.false | applies.false)
        return Outcome(established, there & undecided & ~alleged, alleged)

    def _levels(self, rule: Rule, subject: Subject) -> tuple[Levels, Levels, Levels]:
        graded = rule.seriousness
        if graded is None:
            return _level(Level.LOW), _level(Level.MEDIUM), _level(Level.HIGH)
        lowest = central = highest = np.full(1, int(graded.start), np.int8)
        for index, factor in enumerate(graded.factors):
            truth = self.known[level_goal(rule, index), subject]
            sure, maybe = truth.true.view(np.int8), (~truth.false).view(np.int8)
            if factor.effect == "raises":
                lowest, central, highest = lowest + sure, central + sure, highest + maybe
            else:
                lowest, central, highest = lowest - maybe, central - sure, highest - sure
        low, middle, high = (np.minimum(np.maximum(one, 0), _HIGHEST) for one in (lowest, central, highest))
        return low, middle, high


_HIGHEST = np.int8(Level.HIGH)


def _level(level: Level) -> Levels:
    return np.full(1, int(level), np.int8)


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """A finding as far as one regime can punish it, in the rows where it is ``present``; ``sure`` in some of them.

    ``parts`` are the amount in euro and the share of turnover of the gravest maximum of its provisions.
    """

    rule: Rule
    subject: Subject
    provisions: tuple[Provision, ...]
    parts: tuple[float, float]
    levels: tuple[Levels, Levels, Levels]
    present: Plane
    sure: Plane

    def within(self, where: Plane) -> Item:
        """The same in these rows only."""
        if where is ALWAYS:
            return self
        return replace(self, present=self.present & where, sure=self.sure & where)


@dataclass(frozen=True, slots=True)
class Block:
    """Findings of one conduct for sure."""

    label: str
    subjects: tuple[Subject, ...]
    items: tuple[Item, ...]

    @property
    def key(self) -> tuple[str, tuple[Subject, ...]]:
        """The same in every regime."""
        return self.label, self.subjects

    @property
    def present(self) -> Plane:
        """In which rows the conduct has a finding."""
        return any_of(item.present for item in self.items)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Blocks of one label that may turn out to be linked, in the rows ``where`` they stand together."""

    blocks: tuple[Block, ...]
    where: Plane

    @property
    def items(self) -> tuple[Item, ...]:
        """All findings."""
        return tuple(item for block in self.blocks for item in block.items)

    @property
    def several(self) -> Plane:
        """Where more than one block is there, so that links are open."""
        found = seen = NEVER
        for block in self.blocks:
            found, seen = found | (seen & block.present), seen | block.present
        return found


@dataclass(frozen=True)
class Reach:
    """A regime's law with what it makes of every rule; free of any company's answers."""

    law: Law

    @cached_property
    def finable(self) -> tuple[tuple[Rule, tuple[Provision, ...], tuple[float, float]], ...]:
        """The rules with a provision that has a maximum, those provisions, and the parts of the gravest maximum."""
        found = ((rule, self.law.finable(self._provisions(rule))) for rule in self.law.edition.rules)
        return tuple((rule, provisions, self._parts(provisions)) for rule, provisions in found if provisions)

    @cached_property
    def uncomputed(self) -> tuple[Rule, ...]:
        """The rules with a provision that has none in the rule book."""
        rules = self.law.edition.rules
        return tuple(one for one in rules if any(map(why_not_computed, self.law.images(self._provisions(one)))))

    def _parts(self, provisions: Iterable[Provision]) -> tuple[float, float]:
        return cap_parts([self.law.caps[one.tier.name][1] for one in provisions if one.tier])

    def _provisions(self, rule: Rule) -> tuple[Provision, ...]:
        found = map(self.law.edition.book.provisions.find, rule.infringes)
        return tuple(one for one in found if one is not None)


@dataclass(frozen=True)
class Scene:
    """A frame seen by one regime."""

    reach: Reach
    outcomes: Outcomes
    links: Links

    @property
    def law(self) -> Law:
        """The regime's law."""
        return self.reach.law

    @cached_property
    def answers(self) -> Answers:
        """The answers that the method reads; what is alleged is unknown."""
        return Answers(self.outcomes.frame.known, self.law.edition.book.catalogue, self.law.method)

    @cached_property
    def gates(self) -> Gates:
        """Fault and time."""
        return Gates(self.answers, self.law.on)

    @cached_property
    def applies(self) -> Truth:
        """Where the law applies to the company at all, which is open only for a law that mirrors another."""
        if self.law.mirror is None:
            return Truth(ALWAYS, NEVER)
        return truth_of(self.outcomes.frame.known.get(COMPANY, {}).get(self.law.mirror.when))

    @cached_property
    def hull(self) -> tuple[Cluster, ...]:
        """Everything that may be a finding: established ones sure where their gate is, open ones not."""
        return clusters(self.links, self._items(assumed=False))

    @cached_property
    def made(self) -> tuple[Cluster, ...]:
        """Established findings only, finable under the named assumptions."""
        return clusters(self.links, self._items(assumed=True))

    @cached_property
    def uncomputed(self) -> Plane:
        """Where there is a finding or open question whose provisions have no maximum in the rule book."""
        found = NEVER
        for rule in self.reach.uncomputed:
            for subject in self.outcomes.frame.of(rule.about):
                outcome = self.outcomes.of(rule, subject)
                found = found | outcome.established | outcome.open | outcome.alleged
        return found & ~self.applies.false

    @cached_property
    def _gates(self) -> dict[Subject, Gate]:
        return {}

    def _gate(self, subject: Subject) -> Gate:
        if subject not in self._gates:
            self._gates[subject] = self.gates.of(subject)
        return self._gates[subject]

    def _items(self, assumed: bool) -> Iterator[Item]:
        for rule, provisions, parts in self.reach.finable:
            for subject in self.outcomes.frame.of(rule.about):
                outcome = self.outcomes.of(rule, subject)
                found = outcome.established if assumed else outcome.established | outcome.open
                if not found.any():
                    continue
                gate = self._gate(subject)
                if assumed:
                    present = sure = found & gate.fine & self.applies.true
                else:
                    present = found & gate.fine & ~self.applies.false
                    sure = outcome.established & gate.fine & ~gate.none & self.applies.true
                if present.any():
                    levels = self.outcomes.levels(rule, subject)
                    yield Item(rule, subject, provisions, parts, levels, present, sure)


def any_of(planes: Iterable[Plane]) -> Plane:
    """Where at least one holds."""
    found = NEVER
    for plane in planes:
        found = found | plane
    return found


def clusters(links: Links, items: Iterable[Item]) -> tuple[Cluster, ...]:
    """Blocks of one label, put together where a link between them is open."""
    found: dict[tuple[str, tuple[Subject, ...]], list[Item]] = {}
    for item in items:
        found.setdefault((item.rule.conduct, links.groups[item.subject]), []).append(item)
    by_label: dict[str, list[Block]] = {}
    for (label, group), members in found.items():
        by_label.setdefault(label, []).append(Block(label, group, tuple(members)))
    return tuple(cluster for blocks in by_label.values() for cluster in _clusters(links, blocks))


def _clusters(links: Links, blocks: Sequence[Block]) -> Iterator[Cluster]:
    """The clusters of one label.

    Where some blocks are stated to be separate, which ones stand together depends on which are there to link them.
    """
    if all(links.may_link(one.subjects, other.subjects) for one in blocks for other in blocks if one is not other):
        yield Cluster(tuple(blocks), ALWAYS)
        return
    codes = np.zeros(1, np.min_scalar_type((1 << len(blocks)) - 1))
    for at, block in enumerate(blocks):
        codes = codes | (block.present.astype(codes.dtype) << codes.dtype.type(at))
    where: dict[tuple[int, ...], Plane] = {}
    for code in np.unique(codes).tolist():
        rows = codes == code
        for together in _joined(links, blocks, [at for at in range(len(blocks)) if code >> at & 1]):
            where[together] = where.get(together, NEVER) | rows
    for together, rows in where.items():
        yield Cluster(tuple(_within(blocks[at], rows) for at in together), rows)


def _joined(links: Links, blocks: Sequence[Block], there: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The blocks that are there, in groups between which no link is possible."""
    waiting = list(there)
    while waiting:
        group = [waiting.pop(0)]
        for one in group:
            near = [at for at in waiting if links.may_link(blocks[one].subjects, blocks[at].subjects)]
            group += near
            waiting = [at for at in waiting if at not in near]
        yield tuple(sorted(group))


def _within(block: Block, where: Plane) -> Block:
    return Block(block.label, block.subjects, tuple(item.within(where) for item in block.items))
