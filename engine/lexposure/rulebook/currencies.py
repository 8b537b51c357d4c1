"""Annual average exchange rates: units of a currency per euro, by calendar year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Mapping as MappingNode
from lexposure.source.yamltree import Node, Scalar

EURO = "EUR"
CENT = Decimal("0.01")
_CODE = re.compile(r"[A-Z]{3}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Currencies:
    """Rates by currency and year, with where they come from."""

    rates: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict[str, Mapping[int, Decimal]])
    title: str = ""
    says: str = ""
    source: str = ""
    url: str = ""
    cite: str = ""
    kind: str = ""
    certainty: str = ""
    checked_on: dt.date | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The currencies that can be converted, the euro first."""
        return (EURO, *self.rates)

    def years(self, currency: str) -> tuple[int, ...]:
        """The years with a rate, in order; none for a currency that is not listed."""
        return tuple(sorted(self.rates.get(currency, {})))

    def rate(self, currency: str, year: int) -> Decimal | None:
        """Units of the currency per euro in that year; 1 for the euro, nothing where no rate is known."""
        return Decimal(1) if currency == EURO else self.rates.get(currency, {}).get(year)

    def convert(self, amount: Decimal, currency: str, year: int) -> Decimal | None:
        """The amount in euro, rounded to cents; nothing where no rate is known."""
        rate = self.rate(currency, year)
        return None if rate is None else in_euro(amount, rate)


def in_euro(amount: Decimal, per_euro: Decimal) -> Decimal:
    """An amount in euro, rounded to cents, from units of its currency per euro."""
    return (amount / per_euro).quantize(CENT, ROUND_HALF_UP)


def read_rate(scalar: Scalar, problems: Problems) -> Decimal | None:
    """A rate above zero, written as 1.1422."""
    text = scalar.text.strip()
    if _RATE.fullmatch(text) and Decimal(text) > 0:
        return Decimal(text)
    problems.error(
        "rate", f"'{text[:40]}' is not a rate", scalar.span, "write units of the currency per euro, as 1.1422"
    )
    return None


def read_currencies(node: Node, problems: Problems) -> Currencies:
    """The file of annual averages (rules/currencies/)."""
    fields = Fields(node, problems, "the file of exchange rates")
    rates: dict[str, Mapping[int, Decimal]] = {}
    for code, years in fields.keyed("rates"):
        if not _CODE.fullmatch(code.text):
            problems.error(
                "currency", f"'{code.text}' is not a currency code", code.span, "three capital letters, as USD"
            )
        elif isinstance(years, MappingNode):
            rates[code.text] = _read_years(years, problems)
        else:
            problems.error("shape", f"the rates of {code.text} must be a mapping (year: rate)", years.span)
    read = Currencies(
        rates=rates,
        title=fields.text("title", required=True),
        says=fields.text("says"),
        source=fields.text("source", required=True),
        url=fields.text("url"),
        cite=fields.text("cite", required=True),
        kind=read_kind(fields),
        certainty=read_certainty(fields),
        checked_on=fields.date("checked_on", required=True),
    )
    fields.finish()
    return read


def _read_years(years: MappingNode, problems: Problems) -> dict[int, Decimal]:
    read: dict[int, Decimal] = {}
    for year, value in years.entries:
        if not _YEAR.fullmatch(year.text):
            problems.error("year", f"'{year.text}' is not a year", year.span)
        elif not isinstance(value, Scalar):
            problems.error("shape", "a rate must be a single value", value.span)
        else:
            rate = read_rate(value, problems)
            if rate is not None:
                read[int(year.text)] = rate
    return read
