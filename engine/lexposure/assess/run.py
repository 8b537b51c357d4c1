"""Profile to assessment: every rule in force decided for every subject, with its reasons.

The chosen evaluator decides; the reference decides again and explains. If the two differ, that is a
fault of this software: it raises and nothing is reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lexposure.assess.decide import graveness_of, outcome_of, still_open
from lexposure.assess.explain import Explainer
from lexposure.assess.goals import (
    applies_goal,
    conclusion_goal,
    factor_goal,
    finding_condition,
    finding_goal,
    level_goal,
    program,
)
from lexposure.assess.model import (
    Assessment,
    ConclusionOutcome,
    ConductKey,
    Conflict,
    FactorOutcome,
    Finding,
    Graveness,
    Missing,
    Reason,
)
from lexposure.inference.agreement import agree
from lexposure.inference.choose import evaluator as choose_evaluator
from lexposure.inference.program import Evaluator, Program, Truth, Verdicts
from lexposure.inference.reference import Evaluation, Reference
from lexposure.profile.model import Profile
from lexposure.profile.possible import COMPANY, Entry, Options, Subject, World
from lexposure.rulebook.book import Edition, RuleBook
from lexposure.rulebook.edition import edition
from lexposure.rulebook.facts import LISTS, YES, About
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Outcome, Rule


def assess(book: RuleBook, profile: Profile, evaluator: str | None = None) -> Assessment:
    """Assess a profile at its date.

    ``evaluator`` is ``durable``, ``reference``, ``columns`` or nothing (durable where it can be imported). Raises
    :class:`lexposure.inference.program.Disagreement` if the evaluators differ.
    """
    return Assessor(book, profile.as_of, evaluator).assess(profile)


class Assessor:
    """A rule book compiled for one date; assesses any number of profiles."""

    def __init__(self, book: RuleBook, on: dt.date, evaluator: str | None = None) -> None:
        self.edition: Edition = edition(book, on)
        self.program: Program = program(self.edition)
        self.evaluator: Evaluator = choose_evaluator(self.program, evaluator)
        self._reference = Reference(self.program)

    def assess(self, profile: Profile) -> Assessment:
        """The assessment of a profile, which is read as of this assessor's date."""
        profile = profile.at(self.edition.on)
        told = self._decide(profile, keep_alleged=True)
        known = self._decide(profile, keep_alleged=False) if profile.has_alleged else told
        return Assessment(
            edition=self.edition,
            profile=profile,
            on=self.edition.on,
            evaluator=self.evaluator.name,
            findings=tuple(_Outcomes(self.edition, known, told).all()),
            factors=tuple(_factors(known)),
            conclusions=tuple(_conclusions(told)),
            conflicts=tuple(_conflicts(told)),
            linked=_links(profile),
        )

    def _decide(self, profile: Profile, keep_alleged: bool) -> _Decided:
        world = profile.world(keep_alleged)
        verdicts = self.evaluator.evaluate(world)
        if not isinstance(self.evaluator, Reference):
            agree(self._reference.evaluate(world), verdicts)
        evaluation = Evaluation(self.program, world)
        return _Decided(self.edition, profile, world, verdicts, Explainer(self.edition, profile, evaluation))


@dataclass(frozen=True, slots=True)
class _Decided:
    """One world with its verdicts and the means to explain them."""

    edition: Edition
    profile: Profile
    world: World
    verdicts: Verdicts
    explainer: Explainer

    def truth(self, goal: str, entry: Entry) -> Truth:
        return self.verdicts.goals[goal, entry.subject.key]

    def outcome(self, rule: Rule, entry: Entry) -> Outcome:
        """What the rule says about the subject."""
        return outcome_of(self.truth(applies_goal(rule), entry), self.truth(finding_goal(rule), entry))


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """Outcomes from two worlds: ``known`` takes what is alleged as unknown, ``told`` as said."""

    edition: Edition
    known: _Decided
    told: _Decided

    def all(self) -> Iterator[Finding]:
        for rule in self.edition.rules:
            for about, with_alleged in zip(
                self.known.world.of(rule.about), self.told.world.of(rule.about), strict=True
            ):
                yield self._one(rule, about, with_alleged)
            if rule.about in LISTS and not self.known.world.complete[rule.about]:
                yield self._unlisted(rule)
        for rule in self.edition.not_in_force:
            yield self._not_in_force(rule)

    def _one(self, rule: Rule, entry: Entry, told_entry: Entry) -> Finding:
        """What is a finding only when allegations are believed is a finding on the facts alleged."""
        told = self.told.outcome(rule, told_entry)
        known = self.known.outcome(rule, entry)
        alleged = told is Outcome.FINDING and known is not Outcome.FINDING
        world, subject = (self.told, told_entry) if alleged else (self.known, entry)
        outcome = told if alleged else known
        return Finding(
            rule=rule,
            subject=entry.subject,
            outcome=outcome,
            on_facts_alleged=alleged,
            conduct=ConductKey(rule.conduct, entry.subject),
            provisions=self._provisions(rule),
            graveness=_graveness(rule, world, subject),
            because=_because(rule, outcome, world, subject),
            missing=_missing(rule, outcome, world, subject),
        )

    def _unlisted(self, rule: Rule) -> Finding:
        """Entries nobody listed could be findings: open, but not counted in any amount."""
        blank = self._blank(rule, Outcome.UNKNOWN)
        return replace(blank, missing=(Missing(COMPANY, list_marker(rule.about)),))

    def _not_in_force(self, rule: Rule) -> Finding:
        period = rule.in_force
        if period.start > self.edition.on:
            note = f"in force from {period.start.isoformat()} only"
        else:
            note = f"no longer in force since {period.end.isoformat()}" if period.end else "not in force"
        return replace(self._blank(rule, Outcome.NOT_APPLICABLE), because=(Reason(note, False),), note=note)

    def _blank(self, rule: Rule, outcome: Outcome) -> Finding:
        return Finding(rule, None, outcome, False, None, self._provisions(rule), None, (), ())

    def _provisions(self, rule: Rule) -> tuple[Provision, ...]:
        found = map(self.edition.book.provisions.find, rule.infringes)
        return tuple(provision for provision in found if provision is not None)


def list_marker(about: About) -> str:
    """What is missing when a list is not stated to be complete."""
    return {About.PROCESSING: "processing_complete", About.MARKET: "markets_complete"}[about]


def _because(rule: Rule, outcome: Outcome, world: _Decided, entry: Entry) -> tuple[Reason, ...]:
    """Applicability first; then what was found, and the exceptions where they matter."""
    applies = world.explainer.because(rule.applies_when, entry)
    if outcome is Outcome.NOT_APPLICABLE:
        return applies
    found = world.explainer.because(rule.finding_when, entry)
    if rule.unless is None:
        return applies + found
    excuse = world.explainer.because(rule.unless, entry, adverse=False)
    excused = Reason("Exceptions", world.explainer.evaluation.truth(rule.unless, entry, False), via=excuse)
    return (*applies, *found, excused)


def _missing(rule: Rule, outcome: Outcome, world: _Decided, entry: Entry) -> tuple[Missing, ...]:
    if outcome is not Outcome.UNKNOWN:
        return ()
    return still_open(finding_condition(rule), entry, world.explainer.evaluation)


def _graveness(rule: Rule, world: _Decided, entry: Entry) -> Graveness | None:
    if rule.seriousness is None:
        return None
    truths = [world.truth(level_goal(rule, index), entry) for index in range(len(rule.seriousness.factors))]
    return graveness_of(rule.seriousness, truths)


def _factors(known: _Decided) -> Iterator[FactorOutcome]:
    for factor in known.edition.factors:
        for entry in known.world.of(factor.about):
            truth = known.truth(factor_goal(factor), entry)
            because = known.explainer.because(factor.when, entry)
            missing: tuple[Missing, ...] = ()
            if truth is None:
                missing = still_open(factor.when, entry, known.explainer.evaluation)
            yield FactorOutcome(factor, entry.subject, truth, because, missing)


def _conclusions(told: _Decided) -> Iterator[ConclusionOutcome]:
    catalogue = told.edition.book.catalogue
    for name in sorted({rule.concludes for rule in told.edition.conclusions}):
        fact = catalogue[name]
        for entry in told.world.of(fact.about):
            truth = told.explainer.evaluation.concluded(name, entry)
            because = told.explainer.concluded(name, entry)
            yield ConclusionOutcome(fact, entry.subject, truth, name in entry.known, because)


def _conflicts(told: _Decided) -> Iterator[Conflict]:
    """The answer stands; that the rules say otherwise is shown."""
    for (name, key), derived in told.verdicts.derived.items():
        fact = told.edition.book.catalogue[name]
        entry = next(entry for entry in told.world.of(fact.about) if entry.subject.key == key)
        possible = entry.known.get(name)
        if derived is None or not isinstance(possible, Options) or (YES in possible.codes) is derived:
            continue
        answer = told.profile.answer(entry.subject, name)
        if answer is not None:
            yield Conflict(fact, entry.subject, answer, derived, _concluding(told, name, entry, derived))


def _concluding(told: _Decided, name: str, entry: Entry, derived: bool) -> str:
    rules = [rule for rule in told.edition.conclusions if rule.concludes == name]
    return next((rule.id for rule in rules if told.truth(conclusion_goal(rule), entry) is derived), "")


def _links(profile: Profile) -> dict[tuple[Subject, Subject], bool]:
    """The links that entries state, whichever of the two states them."""
    links: dict[tuple[Subject, Subject], bool] = {}
    for entry in profile.entries.values():
        for others, linked in ((entry.linked_with, True), (entry.separate_from, False)):
            for other in others:
                second = Subject(entry.subject.about, other)
                links[min(entry.subject, second), max(entry.subject, second)] = linked
    return links
