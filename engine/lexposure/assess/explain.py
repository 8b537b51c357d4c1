"""Reasoning chains: which clause, which fact, which article led to an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.assess.goals import conclusion_condition
from lexposure.assess.model import Reason
from lexposure.inference.program import Truth
from lexposure.inference.reference import Evaluation
from lexposure.profile.model import Profile
from lexposure.profile.possible import Entry
from lexposure.rulebook.book import Edition
from lexposure.rulebook.conditions import Clause, Compare, Condition, Group, Quantified
from lexposure.rulebook.facts import About
from lexposure.rulebook.rules import ConclusionRule


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains conditions against one evaluation; ``profile`` supplies the answers as written."""

    edition: Edition
    profile: Profile
    evaluation: Evaluation

    def because(self, condition: Condition, entry: Entry, adverse: bool = True) -> tuple[Reason, ...]:
        """The parts of a condition that carry its truth; a bare ``all`` group is opened."""
        if isinstance(condition, Group) and condition.clause is None and condition.kind == "all":
            parts = self._deciding(condition, entry, adverse)
            return tuple(reason for part in parts for reason in self.because(part, entry, adverse))
        return (self._reason(condition, entry, adverse),)

    def concluded(self, fact: str, entry: Entry) -> tuple[Reason, ...]:
        """How the rules of a concluded fact came out; of a true one, the rules that are true."""
        rules = [rule for rule in self.edition.conclusions if rule.concludes == fact]
        reasons = [self._conclusion(rule, entry) for rule in rules]
        true = [reason for reason in reasons if reason.truth]
        return tuple(true or reasons)

    def _conclusion(self, rule: ConclusionRule, entry: Entry) -> Reason:
        condition = conclusion_condition(rule)
        truth = self.evaluation.truth(condition, entry, True)
        cite = rule.basis[0].cite if rule.basis else ""
        return Reason(rule.title, truth, cite, rule=rule.id, via=self.because(condition, entry))

    def _reason(self, condition: Condition, entry: Entry, adverse: bool) -> Reason:
        truth = self.evaluation.truth(condition, entry, adverse)
        match condition:
            case Compare():
                return self._compare(condition, entry, truth)
            case Group(kind=kind, clause=clause):
                inner = adverse if kind != "none" else not adverse
                parts = self._deciding(condition, entry, adverse)
                via = tuple(self._reason(part, entry, inner) for part in parts)
                return _clause(clause, truth, via, {"all": "all of", "any": "at least one of", "none": "none of"}[kind])
            case Quantified():
                return self._quantified(condition, adverse, truth)

    def _deciding(self, group: Group, entry: Entry, adverse: bool) -> tuple[Condition, ...]:
        """The parts that settle a decided group, else all of its parts."""
        truth = self.evaluation.truth(group, entry, adverse)
        inner = adverse if group.kind != "none" else not adverse
        if truth is None:
            return group.parts
        settles = {("all", False): False, ("any", True): True, ("none", False): True}.get((group.kind, truth))
        if settles is None:
            return group.parts
        return tuple(part for part in group.parts if self.evaluation.truth(part, entry, inner) is settles)

    def _compare(self, compare: Compare, entry: Entry, truth: Truth) -> Reason:
        fact = self.edition.book.catalogue[compare.fact]
        about = entry.subject if fact.about is not About.COMPANY else self.evaluation.world.company.subject
        owner = entry if fact.about is not About.COMPANY else self.evaluation.world.company
        answer = self.profile.answer(about, fact.name)
        if answer is not None and not self.profile.visible(answer):
            answer = None
        derived = fact.concluded and fact.name not in owner.known
        via = self.concluded(fact.name, owner) if derived else ()
        reason = Reason(compare.phrase, truth, "", fact, about, answer, "", via)
        if compare.clause is None:
            return reason
        return Reason(compare.clause.title, truth, compare.clause.cite, via=(reason,))

    def _quantified(self, condition: Quantified, adverse: bool, truth: Truth) -> Reason:
        entries = self.evaluation.world.of(condition.over)
        settles = truth if truth is not condition.every else None
        via: list[Reason] = []
        for entry in entries:
            found = self.evaluation.truth(condition.part, entry, adverse)
            if settles is None or found is settles:
                name = self.profile.entries[entry.subject.key].name or entry.subject.id
                via.append(Reason(name, found, subject=entry.subject, via=self.because(condition.part, entry, adverse)))
        words = f"{'every' if condition.every else 'any'} {condition.over}"
        if not self.evaluation.world.complete[condition.over]:
            words += " (the list is not complete)"
        return _clause(condition.clause, truth, tuple(via), words)


def _clause(clause: Clause | None, truth: Truth, via: tuple[Reason, ...], words: str) -> Reason:
    if clause is None:
        return Reason(words, truth, via=via)
    return Reason(clause.title, truth, clause.cite, via=via)
