"""Which findings are punished together: conducts, links between them, and what displaces what.

One conduct is one fine. Findings belong to one conduct when they carry the same label and are about
the same entry, or about entries stated to be linked (a *block*). Where a link is not stated, blocks of
the same label may turn out to be one conduct: they form a *cluster*.

Why the bounds hold. A completion decides every open finding, every gate and every open link; links
that are consistent make groups of entries, so a completion splits each cluster into conducts that are
unions of its blocks. Let the fine of a set of findings grow with the set (it is made of the gravest
maximum, the highest level, more sales).

*Most.* Only what is surely a finding displaces surely; whatever a completion keeps of a block is
therefore part of the block's findings less those displaced by sure ones in the block.

*Least.* Let ``e`` be a sure finding. In a completion ``e`` is kept, or a finding displaces it, which
is kept or displaced in turn; displacement has no circles, so the completion keeps some finding
``c`` out of ``e`` and those above it. It also keeps every sure finding that nothing could displace.
The conduct that holds ``c`` is thus fined at least as much as those and ``c`` together. The least over
all possible ``c`` bounds every completion, for each ``e``; the largest of these bounds does too. When an
open finding is answered, the set above ``e`` shrinks or its members become sure: the bound only rises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lexposure.assess.model import ConductKey, Finding
from lexposure.profile.possible import Subject
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Rule


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as far as one regime can punish it.

    ``sure``: a finding in every completion, and finable in every one.
    """

    finding: Finding
    key: ConductKey
    sure: bool
    provisions: tuple[Provision, ...]

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    def __hash__(self) -> int:
        # A finding reaches down to every condition of its rule; sets of items need no more than its id.
        return hash(self.finding.id)


@dataclass(frozen=True, slots=True)
class Block:
    """Findings of one conduct for sure. ``subjects`` are all entries linked into it, with findings or not."""

    label: str
    subjects: tuple[Subject, ...]
    items: tuple[Item, ...]

    @property
    def id(self) -> str:
        """``label:entry+entry``, the same in every regime."""
        return f"{self.label}:{'+'.join(subject.key for subject in self.subjects)}"

    @property
    def sure_subjects(self) -> frozenset[Subject]:
        """Entries with a sure finding; the only entry with findings counts, for without it there is no fine."""
        touched = {item.key.subject for item in self.items}
        if len(touched) == 1:
            return frozenset(touched)
        return frozenset(item.key.subject for item in self.items if item.sure)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Blocks of one label that may turn out to be linked."""

    blocks: tuple[Block, ...]

    @property
    def alone(self) -> bool:
        """Whether there is only one block, so that no link is open."""
        return len(self.blocks) == 1

    @property
    def items(self) -> tuple[Item, ...]:
        """All findings."""
        return tuple(item for block in self.blocks for item in block.items)

    @property
    def subjects(self) -> frozenset[Subject]:
        """All entries with findings."""
        return frozenset(item.key.subject for item in self.items)


@dataclass(frozen=True)
class Displacing:
    """Which rules displace which, by rule id; what would run in a circle displaces nothing."""

    rules: tuple[Rule, ...]

    @cached_property
    def principles(self) -> Mapping[tuple[str, str], str]:
        """(displacing rule, displaced rule) -> principle."""
        named = {(rule.id, one.rule): one.principle for rule in self.rules for one in rule.displaces}
        below: dict[str, set[str]] = {}
        for upper, lower in named:
            below.setdefault(upper, set()).add(lower)
        return {
            (upper, lower): str(principle)
            for (upper, lower), principle in named.items()
            if upper not in _reached(below, lower)
        }

    def displacers(self, item: Item, among: Iterable[Item]) -> tuple[tuple[Item, str], ...]:
        """The findings among these that displace one, each with its principle."""
        found = ((other, self.principles.get((other.finding.rule.id, item.finding.rule.id))) for other in among)
        return tuple((other, principle) for other, principle in found if principle is not None and other is not item)

    def above(self, item: Item, among: Sequence[Item]) -> tuple[Item, ...]:
        """The finding itself and everything that displaces it, directly or through others."""
        reached = [item]
        for one in reached:
            reached += [other for other, _ in self.displacers(one, among) if other not in reached]
        return tuple(reached)

    def kept(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """The findings that no sure one among them displaces."""
        sure = [item for item in items if item.sure]
        return tuple(item for item in items if not self.displacers(item, sure))

    def displaced(self, items: Sequence[Item]) -> tuple[tuple[Item, Item, str], ...]:
        """(displaced, by, principle) for the findings that sure ones among them displace."""
        sure = [item for item in items if item.sure]
        return tuple((item, *self.displacers(item, sure)[0]) for item in items if self.displacers(item, sure))

    def firm(self, cluster: Cluster, block: Block) -> frozenset[Item]:
        """The sure findings of a block that nothing in its cluster could displace."""
        return frozenset(item for item in block.items if item.sure and not self.displacers(item, cluster.items))

    def least(self, cluster: Cluster, block: Block) -> tuple[tuple[frozenset[Item], ...], ...]:
        """For each sure finding of the block, the sets one of which every completion keeps in its conduct.

        The fine of the conduct is at least, for each entry, the least over its sets.
        """
        sure = [item for item in self.kept(block.items) if item.sure]
        firm = self.firm(cluster, block)
        choices = [
            tuple(firm | {choice} for choice in self.above(item, cluster.items)) for item in sure if item not in firm
        ]
        return tuple(choices) if choices else ((firm,),) if firm else ()


def _reached(below: Mapping[str, set[str]], start: str) -> set[str]:
    reached = [start]
    for one in reached:
        reached += [lower for lower in sorted(below.get(one, ())) if lower not in reached]
    return set(reached)


@dataclass(frozen=True)
class Links:
    """Groups of entries stated to be linked, and groups of which it is stated that they are not."""

    subjects: tuple[Subject, ...]
    linked: Mapping[tuple[Subject, Subject], bool]

    @cached_property
    def groups(self) -> Mapping[Subject, tuple[Subject, ...]]:
        """Each entry's group of entries that are linked for sure, in order."""
        group: dict[Subject, list[Subject]] = {}
        for subject in self.subjects:
            group.setdefault(subject, [subject])
        for (one, other), linked in sorted(self.linked.items()):
            if linked and group[one] is not group[other]:
                merged = group[one] + group[other]
                for subject in merged:
                    group[subject] = merged
        return {subject: tuple(sorted(members)) for subject, members in group.items()}

    @cached_property
    def separate(self) -> frozenset[frozenset[tuple[Subject, ...]]]:
        """Pairs of groups that are stated to be separate."""
        return frozenset(
            frozenset((self.groups[one], self.groups[other]))
            for (one, other), linked in self.linked.items()
            if not linked
        )

    def may_link(self, one: tuple[Subject, ...], other: tuple[Subject, ...]) -> bool:
        """Whether two groups could still turn out to be linked."""
        return frozenset((one, other)) not in self.separate

    def clusters(self, items: Iterable[Item]) -> tuple[Cluster, ...]:
        """Blocks of one label, put together where a link between them is open."""
        found: dict[tuple[str, tuple[Subject, ...]], list[Item]] = {}
        for item in items:
            found.setdefault((item.key.label, self.groups[item.key.subject]), []).append(item)
        blocks = [Block(label, group, tuple(members)) for (label, group), members in found.items()]
        clusters: list[Cluster] = []
        waiting = list(blocks)
        while waiting:
            cluster = [waiting.pop(0)]
            for one in cluster:
                near = [b for b in waiting if b.label == one.label and self.may_link(one.subjects, b.subjects)]
                cluster += near
                waiting = [block for block in waiting if block not in near]
            clusters.append(Cluster(tuple(cluster)))
        return tuple(clusters)
