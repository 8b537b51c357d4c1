"""Outcomes of two assessments in pairs, whatever of rules, entries and days differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lexposure.assess.model import Assessment, Finding

NOT_THERE = "no such rule"
NO_ENTRY = "no such entry"
COMPLETE = "the list is complete"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One outcome in words. ``note`` says that the rule is not in force; such a verdict is about no entry."""

    id: str
    rule: str
    title: str
    subject: str
    says: str
    established: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An outcome on both sides; a verdict is nothing where a side has none, and the words say why."""

    id: str
    first: Verdict | None
    second: Verdict | None
    before: str
    after: str

    @property
    def shown(self) -> Verdict:
        """The one to name it by: the later, if it speaks of the entry."""
        found = self.second if self.second and self.second.id == self.id else self.first
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        """Whether a finding on the answers given was gained, lost, or neither."""
        had, has = bool(self.first and self.first.established), bool(self.second and self.second.established)
        return "changed" if had is has else "gained" if has else "lost"


def verdicts(assessment: Assessment) -> tuple[Verdict, ...]:
    """All outcomes of an assessment."""
    return tuple(map(verdict, assessment.findings))


def verdict(one: Finding) -> Verdict:
    """A finding's outcome with its level."""
    subject = one.subject.key if one.subject else ""
    return Verdict(one.id, one.rule.id, one.rule.title, subject, state(one), one.established, one.note)


def state(finding: Finding) -> str:
    """An outcome with its level of seriousness, in words."""
    grave = finding.graveness if finding.established else None
    ends = None if grave is None else (grave.lowest.word, grave.highest.word)
    return said(str(finding.outcome), finding.on_facts_alleged, ends)


def said(outcome: str, alleged: bool, ends: tuple[str, str] | None) -> str:
    """``finding, low to medium``; ``finding on facts alleged``; ``unknown``."""
    level = "" if ends is None else f", {ends[0]}" + (f" to {ends[1]}" if ends[1] != ends[0] else "")
    return f"{outcome}{' on facts alleged' if alleged else ''}{level}"


def pairs(first: Iterable[Verdict], second: Iterable[Verdict]) -> Iterator[Pair]:
    """Every outcome once, in the order of the first side and then of the second."""
    old, new = _Side({one.id: one for one in first}), _Side({one.id: one for one in second})
    for id in dict.fromkeys((*old.by_id, *new.by_id)):
        one = old.by_id.get(id) or new.by_id[id]
        if one.note and not (id in old.by_id and id in new.by_id):
            continue  # the entries of the other side stand for it, if there are any
        was, becomes = old.of(one), new.of(one)
        yield Pair(id, was, becomes, old.words(one), new.words(one))


@dataclass(frozen=True, slots=True)
class _Side:
    by_id: Mapping[str, Verdict]

    def of(self, one: Verdict) -> Verdict | None:
        """The same outcome here, or the note that its rule is not in force."""
        return self.by_id.get(one.id) or next((each for each in self._of_rule(one.rule) if each.note), None)

    def words(self, one: Verdict) -> str:
        found = self.of(one)
        if found is not None:
            return found.says
        if not self._of_rule(one.rule):
            return NOT_THERE
        return COMPLETE if one.id.endswith(":unlisted") else NO_ENTRY

    def _of_rule(self, rule: str) -> list[Verdict]:
        return [one for one in self.by_id.values() if one.rule == rule]
