"""One regime at a date: its method, the findings it can punish, and the pricing that fits the method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
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
from lexposure.exposure.pricing import Pricing
from lexposure.exposure.tariff_pricing import TariffPricing
from lexposure.inference.program import Truth
from lexposure.profile.possible import COMPANY, Options
from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.facts import YES
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, EdpbMethod, Mark, Method, PublicBody
from lexposure.rulebook.methods import Choice
from lexposure.rulebook.provisions import Cap, Mirror, Provision, Regime, Tier
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod, TariffMethod


@dataclass(frozen=True)
class Scene:
    """An assessment seen by one regime. ``told`` takes what is alleged as said, to draw it apart."""

    assessment: Assessment
    regime: Regime
    choice: Choice
    links: Links
    told: bool = False

    @property
    def method(self) -> Method:
        """The method chosen, its figures in its own currency."""
        return self.choice.method

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
    def caps(self) -> Mapping[str, tuple[Tier, Cap]]:
        """The regime's tiers with the maxima in force at the date, in euro."""
        tiers = self.assessment.edition.book.provisions.tiers
        found = ((name, tier, tier.cap_on(self.assessment.on)) for name, tier in tiers.items())
        return {
            name: (tier, self._in_euro(cap))
            for name, tier, cap in found
            if cap is not None and tier.regime == self.regime.id
        }

    def _in_euro(self, cap: Cap) -> Cap:
        """A maximum of the law, its amount in euro cents."""
        if cap.currency == EURO or cap.fixed_cents is None:
            return cap
        return replace(cap, fixed_cents=round(self.euro(float(cap.fixed_cents), cap.currency)), currency=EURO)

    @cached_property
    def factors(self) -> Factors:
        """The regime's aggravating and mitigating factors; a mirrored law has those of its original.

        What the method adds for a repeated infringement stands in place of the factors that count one.
        """
        regimes = {self.regime.id, self.mirror.original if self.mirror else ""}
        spent = self.method.recidivism if isinstance(self.method, TariffMethod) else None
        return Factors(
            tuple(
                one
                for one in self.assessment.factors
                if one.factor.regime in regimes and not (spent and one.factor.id in spent.instead_of)
            )
        )

    @property
    def mirror(self) -> Mirror | None:
        """The law that this regime takes over, if it does."""
        return self.assessment.edition.book.provisions.mirrors.get(self.regime.id)

    @cached_property
    def applies(self) -> Truth:
        """Whether the law applies to the company at all, which is open only for a law that mirrors another."""
        if self.mirror is None:
            return True
        possible = self.answers.world.company.known.get(self.mirror.when)
        if isinstance(possible, Options) and len(possible.codes) == 1:
            return YES in possible.codes
        return None

    def open_question(self) -> Missing | None:
        """The question whether the law applies, where it is not answered."""
        return Missing(COMPANY, self.mirror.when) if self.mirror and self.applies is None else None

    @cached_property
    def pricing(self) -> Pricing:
        """The fine for sets of findings."""
        match self.method:
            case EdpbMethod() as method:
                return GdprPricing(
                    method.converted(self.euro(1.0, method.currency)),
                    self.answers,
                    self.factors,
                    self.caps,
                    addressees(method, self.answers, self.ceiling),
                )
            case DailyRateMethod() | CategoryMethod() as method:
                return TariffPricing(
                    method.converted(self.euro(1.0, method.currency)),
                    self.answers,
                    self.factors,
                    self.caps,
                    addressees(method, self.answers, self.ceiling),
                    self.assessment.on,
                )
            case CommissionMethod() as method:
                return AntitrustPricing(method, self.answers, self.factors, self.caps, self.gates)
            case CapsMethod() as method:
                return CapsPricing(method, self.answers, self.caps)
            case _:
                return CapsPricing(caps_only(self.regime.id), self.answers, self.caps)

    def ceiling(self, body: PublicBody) -> float | None:
        """A national ceiling in euro at the last full year's rate; nothing where no rate is known."""
        if body.currency not in self.assessment.edition.book.currencies.codes:
            return None
        return self.euro(body.ceiling, body.currency)

    def euro(self, amount: float, currency: str) -> float:
        """An amount of the law in euro, at the average rate of the last full year before the date that is known."""
        year, rate = self.rate(currency)
        return amount if year is None else amount / float(rate)

    def rate(self, currency: str) -> tuple[int | None, Decimal]:
        """The year and the units per euro that amounts of the law are converted at; no year for the euro itself."""
        currencies = self.assessment.edition.book.currencies
        years = currencies.years(currency)
        if currency == EURO or not years:
            return None, Decimal(1)
        year = max((one for one in years if one < self.assessment.on.year), default=years[0])
        return year, currencies.rates[currency][year]

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
        """The regime's provisions of a finding whose tier has a maximum at the date."""
        return tuple(one for one in self.provisions(finding) if one.tier and one.tier.name in self.caps)

    def provisions(self, finding: Finding) -> tuple[Provision, ...]:
        """The finding's provisions as the regime has them; none where its law does not apply or not yet."""
        if self.applies is False or (self.mirror and self.assessment.on < self.mirror.start):
            return ()
        known = self.assessment.edition.book.provisions
        found = (known.of_regime(one, self.regime.id) for one in finding.provisions)
        return tuple(one for one in found if one is not None)

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


def caps_only(regime: str) -> CapsMethod:
    """What is left where the rule book has no method for a regime: its maxima."""
    nowhere = Mark("", "law", "", dt.date.min)
    return CapsMethod(id="", regime=regime, title="maximum only", published=dt.date.min, mark=nowhere)
