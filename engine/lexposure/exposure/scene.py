"""One regime at a date: its method, the findings it can punish, and the pricing that fits the method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from lexposure.assess.model import Assessment, ConductKey, Finding
from lexposure.exposure.addressee import addressees
from lexposure.exposure.answers import Answers
from lexposure.exposure.antitrust_pricing import AntitrustPricing
from lexposure.exposure.caps_pricing import CapsPricing
from lexposure.exposure.conducts import Cluster, Displacing, Item, Links
from lexposure.exposure.effects import Factors
from lexposure.exposure.gates import Gates
from lexposure.exposure.gdpr_pricing import GdprPricing
from lexposure.exposure.pricing import Pricing
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, EdpbMethod, Mark, Method, PublicBody
from lexposure.rulebook.provisions import Cap, Provision, Regime, Tier


@dataclass(frozen=True)
class Scene:
    """An assessment seen by one regime. ``told`` takes what is alleged as said, to draw it apart."""

    assessment: Assessment
    regime: Regime
    method: Method
    links: Links
    told: bool = False

    @cached_property
    def answers(self) -> Answers:
        """The answers that the method reads."""
        return Answers(self.assessment.profile.world(self.told), self.assessment.edition.book.catalogue, self.method)

    @cached_property
    def gates(self) -> Gates:
        """Fault and time."""
        return Gates(self.answers, self.assessment.on)

    @cached_property
    def displacing(self) -> Displacing:
        """Which rules displace which."""
        return Displacing(self.assessment.edition.rules)

    @cached_property
    def caps(self) -> Mapping[str, tuple[Tier, Cap]]:
        """The regime's tiers with the maxima in force at the date."""
        tiers = self.assessment.edition.book.provisions.tiers
        found = ((name, tier, tier.cap_on(self.assessment.on)) for name, tier in tiers.items())
        return {name: (tier, cap) for name, tier, cap in found if cap is not None and tier.regime == self.regime.id}

    @cached_property
    def factors(self) -> Factors:
        """The regime's aggravating and mitigating factors."""
        return Factors(tuple(one for one in self.assessment.factors if one.factor.regime == self.regime.id))

    @cached_property
    def pricing(self) -> Pricing:
        """The fine for sets of findings."""
        match self.method:
            case EdpbMethod() as method:
                possible = addressees(method, self.answers, self.ceiling)
                return GdprPricing(method, self.answers, self.factors, self.caps, possible)
            case CommissionMethod() as method:
                return AntitrustPricing(method, self.answers, self.factors, self.caps, self.gates)
            case CapsMethod() as method:
                return CapsPricing(method, self.answers, self.caps)
            case _:
                return CapsPricing(caps_only(self.regime.id), self.answers, self.caps)

    def ceiling(self, body: PublicBody) -> float | None:
        """A national ceiling in euro at the last full year's rate."""
        currencies = self.assessment.edition.book.currencies
        for year in range(self.assessment.on.year - 1, self.assessment.on.year - 4, -1):
            euro = currencies.convert(Decimal(str(body.ceiling)), body.currency, year)
            if euro is not None:
                return float(euro)
        return None

    @cached_property
    def hull(self) -> tuple[Cluster, ...]:
        """Everything that may be a finding: established ones sure where their gate is, open ones not."""
        findings = [finding for finding in self.assessment.findings if finding.established or finding.open]
        return self.links.clusters(self._items(findings, assumed=False))

    @cached_property
    def made(self) -> tuple[Cluster, ...]:
        """Established findings only, finable under the named assumptions."""
        return self.links.clusters(
            self._items((one for one in self.assessment.findings if one.established), assumed=True)
        )

    @cached_property
    def alleged(self) -> tuple[Cluster, ...]:
        """Findings on the facts alleged."""
        findings = (finding for finding in self.assessment.findings if finding.on_facts_alleged)
        return self.links.clusters(self._items(findings, assumed=True))

    def finable(self, finding: Finding) -> tuple[Provision, ...]:
        """The regime's provisions of a finding whose tier has a maximum at the date."""
        return tuple(one for one in finding.provisions if one.tier and one.tier.name in self.caps)

    def _items(self, findings: Iterable[Finding], assumed: bool) -> Iterator[Item]:
        for finding in findings:
            provisions = self.finable(finding)
            if finding.conduct is None or not provisions:
                continue
            gate = self.gates.of(finding.conduct.subject)
            if gate.fine:
                sure = assumed or (finding.established and gate.sure)
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


def caps_only(regime: str) -> CapsMethod:
    """What is left where the rule book has no method for a regime: its maxima."""
    nowhere = Mark("", "law", "", dt.date.min)
    return CapsMethod(id="", regime=regime, title="maximum only", published=dt.date.min, mark=nowhere)
