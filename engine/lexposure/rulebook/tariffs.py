"""Methods in which each infringement has an amount of its own: daily rates by severity, categories of articles.

Linked infringements are one fine, that of the dearest of them. Amounts are in the method's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lexposure.rulebook.formulas import Mark, Method, SizeBand, Spread
from lexposure.rulebook.rules import Level


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Undertakings with turnover up to and with ``up_to``; without a mean the turnover itself counts."""

    name: str
    up_to: float
    mean: float | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Severity:
    """A degree of severity, and the multiples of the daily rate it allows."""

    name: str
    factor: Spread


@dataclass(frozen=True, slots=True)
class Recidivism:
    """What a repeated infringement within some years adds; ``instead_of`` names the factors it stands in place of."""

    share: float
    years: int
    instead_of: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffMethod(Method):
    """What daily rates and categories have in common."""

    adjustment_mark: Mark
    cap_mark: Mark
    proportionality_mark: Mark
    inability: Spread
    inability_mark: Mark
    recidivism: Recidivism | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyRateMethod(TariffMethod):
    """A daily rate by size of the undertaking, multiplied by the severity of the infringement.

    ``severities`` are in rising order by tier; ``spans`` gives the first and last degree that a level stands for.
    """

    days: int
    classes: tuple[SizeClass, ...]
    classes_mark: Mark
    severities: Mapping[str, tuple[Severity, ...]]
    factors_mark: Mark
    spans: Mapping[Level, tuple[str, str]]
    spans_mark: Mark

    @property
    def graded(self) -> bool:
        """The level opens a span of factors."""
        return True

    def converted(self, per_unit: float) -> DailyRateMethod:
        """The same with its amounts in another currency, of which a unit of its own is worth ``per_unit``."""
        classes = tuple(
            replace(one, up_to=one.up_to * per_unit, mean=None if one.mean is None else one.mean * per_unit)
            for one in self.classes
        )
        return replace(self, classes=classes)

    def factor(self, tier: str, level: Level) -> Spread:
        """The multiples that a level allows in a tier, with their middle."""
        first, last = self.spans[level]
        by_name = {one.name: one.factor for one in self.severities[tier]}
        low, high = by_name[first].low, by_name[last].high
        return Spread(low, (low + high) / 2, high)

    def size_class(self, turnover: float) -> SizeClass:
        """The class of a turnover."""
        return next(one for one in self.classes if turnover <= one.up_to)


@dataclass(frozen=True, slots=True)
class Category:
    """A class of infringements: a band of amounts around a basic one, or a ``share`` of the maximum of a tier."""

    name: str
    band: Spread | None
    share: float
    tier: str


@dataclass(frozen=True, slots=True)
class Place:
    """The category of an article, and where that is known from."""

    provision: str
    category: str
    cite: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMethod(TariffMethod):
    """A category for each article. An article whose category was not sourced has no amount.

    ``maxima`` are the fixed maxima by tier in the method's own currency, where its shares are shares of them;
    ``sizes`` lower a share for small undertakings.
    """

    categories: Mapping[str, Category]
    categories_mark: Mark
    places: Mapping[str, Place]
    sizes: tuple[SizeBand, ...] = ()
    size_mark: Mark | None = None
    maxima: Mapping[str, float] = field(default_factory=dict[str, float])

    def place(self, provision: str) -> Place | None:
        """The place of a provision or of its nearest heading."""
        name = provision
        while name not in self.places:
            if not name.endswith(")") or "(" not in name:
                return None
            name = name[: name.rindex("(")].rstrip()
        return self.places[name]

    def converted(self, per_unit: float) -> CategoryMethod:
        """The same with its amounts in another currency, of which a unit of its own is worth ``per_unit``."""
        return replace(
            self,
            categories={name: _converted(one, per_unit) for name, one in self.categories.items()},
            sizes=tuple(replace(band, up_to=band.up_to * per_unit) for band in self.sizes),
            maxima={tier: amount * per_unit for tier, amount in self.maxima.items()},
        )


def _converted(category: Category, per_unit: float) -> Category:
    band = category.band
    if band is None:
        return category
    central = None if band.central is None else band.central * per_unit
    return replace(category, band=Spread(band.low * per_unit, central, band.high * per_unit))


Tariff = DailyRateMethod | CategoryMethod
"""A method in which each infringement has an amount of its own."""
