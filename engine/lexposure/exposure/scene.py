"""One regime at a date: its method, the findings it can punish, and the pricing that fits the method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lexposure.assess.model import Assessment, ConductKey, Finding, Missing
from lexposure.exposure.addressee import addressees
from lexposure.exposure.answers import Answers
from lexposure.exposure.antitrust_pricing import AntitrustPricing
from lexposure.exposure.caps_pricing import CapsPricing
from lexposure.exposure.conducts import Cluster, Displacing, Item, Links
from lexposure.exposure.effects import Factors
from lexposure.exposure.gates import Gates
from lexposure.exposure.gdpr_pricing import GdprPricing
from lexposure.exposure.law import Law
from lexposure.exposure.pricing import Pricing
from lexposure.exposure.tariff_pricing import TariffPricing
from lexposure.inference.program import Truth
from lexposure.profile.possible import COMPANY, Options
from lexposure.rulebook.facts import YES
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, EdpbMethod, Method
from lexposure.rulebook.provisions import Provision, Regime
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod


@dataclass(frozen=True)
class Scene:
    """An assessment seen by one regime. ``told`` takes what is alleged as said, to draw it apart."""

    assessment: Assessment
    law: Law
    links: Links
    told: bool = False

    @property
    def regime(self) -> Regime:
        """The regime."""
        return self.law.regime

    @property
    def method(self) -> Method:
        """The method chosen, its figures in its own currency."""
        return self.law.method

    @cached_property
    def answers(self) -> Answers:
        """The answers that the method reads."""
        catalogue = self.assessment.edition.book.catalogue
        return Answers(self.assessment.profile.world(self.told), catalogue, self.method.reads, self.method)

    @cached_property
    def gates(self) -> Gates:
        """Fault and time."""
        return Gates(self.answers, self.assessment.on)

    @cached_property
    def displacing(self) -> Displacing:
        """Which rules displace which."""
        return Displacing(self.assessment.edition.rules)

    @cached_property
    def factors(self) -> Factors:
        """The regime's aggravating and mitigating factors."""
        return Factors(tuple(one for one in self.assessment.factors if self.law.counts(one.factor)))

    @cached_property
    def applies(self) -> Truth:
        """Whether the law applies to the company at all, which is open only for a law that mirrors another."""
        if self.law.mirror is None:
            return True
        possible = self.answers.world.company.known.get(self.law.mirror.when)
        if isinstance(possible, Options) and len(possible.codes) == 1:
            return YES in possible.codes
        return None

    def open_question(self) -> Missing | None:
        """The question whether the law applies, where it is not answered."""
        return Missing(COMPANY, self.law.mirror.when) if self.law.mirror and self.applies is None else None

    @cached_property
    def pricing(self) -> Pricing:
        """The fine for sets of findings."""
        law, answers, factors = self.law, self.answers, self.factors
        match law.method_in_euro:
            case EdpbMethod() as method:
                return GdprPricing(method, answers, factors, law.caps, addressees(method, answers, law.ceiling))
            case DailyRateMethod() | CategoryMethod() as method:
                who = addressees(method, answers, law.ceiling)
                return TariffPricing(method, answers, factors, law.caps, who, law.on)
            case CommissionMethod() as method:
                return AntitrustPricing(method, answers, factors, law.caps, self.gates)
            case CapsMethod() as method:
                return CapsPricing(method, answers, law.caps)
            case method:
                raise AssertionError(method)

    @cached_property
    def hull(self) -> tuple[Cluster, ...]:
        """Everything that may be a finding: established ones sure where their gate is, open ones not."""
        findings = [finding for finding in self.assessment.findings if finding.established or finding.open]
        return self.links.clusters(self._items(findings, assumed=False))

    @cached_property
    def made(self) -> tuple[Cluster, ...]:
        """Established findings only, finable under the named assumptions; none while it is open if the law applies."""
        if self.applies is None:
            return ()
        return self.links.clusters(
            self._items((one for one in self.assessment.findings if one.established), assumed=True)
        )

    @cached_property
    def alleged(self) -> tuple[Cluster, ...]:
        """Findings on the facts alleged."""
        findings = (finding for finding in self.assessment.findings if finding.on_facts_alleged)
        return self.links.clusters(self._items(findings, assumed=True))

    def finable(self, finding: Finding) -> tuple[Provision, ...]:
        """The provisions of a finding whose tier has a maximum at the date; none where the law does not apply."""
        return () if self.applies is False else self.law.finable(finding.provisions)

    def provisions(self, finding: Finding) -> tuple[Provision, ...]:
        """The finding's provisions as the regime has them; none where its law does not apply or not yet."""
        return () if self.applies is False else self.law.images(finding.provisions)

    def _items(self, findings: Iterable[Finding], assumed: bool) -> Iterator[Item]:
        for finding in findings:
            provisions = self.finable(finding)
            if finding.conduct is None or not provisions:
                continue
            gate = self.gates.of(finding.conduct.subject)
            if gate.fine:
                sure = assumed or (finding.established and gate.sure and self.applies is True)
                yield Item(finding, finding.conduct, sure, provisions)

    def stopped(self) -> Iterator[tuple[Finding, ConductKey]]:
        """Findings and open questions for which a gate excludes a fine."""
        for finding in self.assessment.findings:
            touched = finding.established or finding.open or finding.on_facts_alleged
            if (
                touched
                and finding.conduct
                and self.finable(finding)
                and not self.gates.of(finding.conduct.subject).fine
            ):
                yield finding, finding.conduct
