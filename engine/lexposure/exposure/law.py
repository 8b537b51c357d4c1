"""What one regime's law is at a date: its maxima in euro, its method, and what it makes of a rule's provisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from lexposure.rulebook.book import Edition
from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.formulas import CapsMethod, EdpbMethod, Mark, Method, PublicBody
from lexposure.rulebook.methods import Choice
from lexposure.rulebook.provisions import Cap, Mirror, Provision, Regime, Tier
from lexposure.rulebook.rules import AdjustmentFactor
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod, TariffMethod


@dataclass(frozen=True)
class Law:
    """A regime on the edition's day with the method chosen; free of any company's answers."""

    edition: Edition
    regime: Regime
    choice: Choice

    @property
    def on(self) -> dt.date:
        """The day."""
        return self.edition.on

    @property
    def method(self) -> Method:
        """The method chosen, its figures in its own currency."""
        return self.choice.method

    @cached_property
    def method_in_euro(self) -> Method:
        """The method with its figures in euro."""
        match self.method:
            case EdpbMethod() | DailyRateMethod() | CategoryMethod() as method:
                return method.converted(self.euro(1.0, method.currency))
            case method:
                return method

    @cached_property
    def caps(self) -> Mapping[str, tuple[Tier, Cap]]:
        """The regime's tiers with the maxima in force at the date, in euro."""
        tiers = self.edition.book.provisions.tiers
        found = ((name, tier, tier.cap_on(self.on)) for name, tier in tiers.items())
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

    @property
    def mirror(self) -> Mirror | None:
        """The law that this regime takes over, if it does."""
        return self.edition.book.provisions.mirrors.get(self.regime.id)

    def counts(self, factor: AdjustmentFactor) -> bool:
        """Whether a factor counts here; a mirrored law has those of its original.

        What the method adds for a repeated infringement stands in place of the factors that count one.
        """
        regimes = {self.regime.id, self.mirror.original if self.mirror else ""}
        spent = self.method.recidivism if isinstance(self.method, TariffMethod) else None
        return factor.regime in regimes and not (spent and factor.id in spent.instead_of)

    def images(self, provisions: Iterable[Provision]) -> tuple[Provision, ...]:
        """Provisions as the regime has them; none before a law that mirrors another begins."""
        if self.mirror and self.on < self.mirror.start:
            return ()
        known = self.edition.book.provisions
        found = (known.of_regime(one, self.regime.id) for one in provisions)
        return tuple(one for one in found if one is not None)

    def finable(self, provisions: Iterable[Provision]) -> tuple[Provision, ...]:
        """The regime's provisions whose tier has a maximum at the date."""
        return tuple(one for one in self.images(provisions) if one.tier and one.tier.name in self.caps)

    def ceiling(self, body: PublicBody) -> float | None:
        """A national ceiling in euro at the last full year's rate; nothing where no rate is known."""
        if body.currency not in self.edition.book.currencies.codes:
            return None
        return self.euro(body.ceiling, body.currency)

    def euro(self, amount: float, currency: str) -> float:
        """An amount of the law in euro, at the average rate of the last full year before the date that is known."""
        year, rate = self.rate(currency)
        return amount if year is None else amount / float(rate)

    def rate(self, currency: str) -> tuple[int | None, Decimal]:
        """The year and the units per euro that amounts of the law are converted at; no year for the euro itself."""
        currencies = self.edition.book.currencies
        years = currencies.years(currency)
        if currency == EURO or not years:
            return None, Decimal(1)
        year = max((one for one in years if one < self.on.year), default=years[0])
        return year, currencies.rates[currency][year]


def caps_only(regime: str) -> CapsMethod:
    """What is left where the rule book has no method for a regime: its maxima."""
    nowhere = Mark("", "law", "", dt.date.min)
    return CapsMethod(id="", regime=regime, title="maximum only", published=dt.date.min, mark=nowhere)
