"""Money in a profile: euro as written, other currencies at the year's average or the profile's own rate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lexposure.profile.model import Conversion
from lexposure.rulebook.currencies import EURO, Currencies, in_euro, read_rate
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import Misread, encode, read_amount, read_interval
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Scalar

Ends = tuple[int | None, int | None]

_CODE = re.compile(r"[A-Z]{3}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_RATE = re.compile(r"(\S+)\s+([A-Z]{3}) per EUR")


@dataclass(frozen=True, slots=True)
class OwnRate:
    """A rate that the profile gives: units of ``currency`` (any, where empty) per euro."""

    per_euro: Decimal
    currency: str


class MoneyReader:
    """Reads amounts of one answer. ``latest`` is the year before the as-of date, where that is known."""

    def __init__(self, currencies: Currencies, latest: int | None, problems: Problems) -> None:
        self.currencies = currencies
        self.latest = latest
        self.problems = problems
        self.year: int | None = None
        self.own: OwnRate | None = None
        self.conversion: Conversion | None = None

    def read(self, scalar: Scalar, fact: Fact) -> Ends | None:
        """Lowest and highest amount in cents; nothing, with the reason in ``problems``."""
        text = scalar.text.strip()
        try:
            amount = read_amount(text)
            if amount.unit == EURO or not _CODE.fullmatch(amount.unit):
                return read_interval(text, fact)
            per_euro = self._per_euro(amount.unit, scalar)
            if per_euro is None:
                return None
            low = None if amount.low is None else _cents(amount.low, per_euro) + amount.above
            high = None if amount.high is None else _cents(amount.high, per_euro) - amount.below
            return low, high
        except Misread as error:
            misread(error, scalar, self.problems)
            return None

    def _per_euro(self, currency: str, scalar: Scalar) -> Decimal | None:
        """The rate of a foreign currency; records the conversion."""
        before = self.conversion
        if before is not None and before.currency != currency:
            self.problems.error(
                "currency", f"one answer mixes {before.currency} and {currency}", scalar.span, "give one of them in EUR"
            )
            return None
        year = self.year or self.latest
        if year is None:
            return None
        if self.own is not None:
            return self._own(self.own, currency, year, scalar)
        rate = self.currencies.rate(currency, year)
        if rate is None:
            self._no_rate(currency, year, scalar.span)
            return None
        if self.year is None and before is None:
            message = f"no year is given; the {currency} rate of {year} is used"
            self.problems.warn("year", message, scalar.span, "add 'year:'")
        self.conversion = Conversion(currency, year, rate, self.currencies.title or "annual average")
        return rate

    def _own(self, own: OwnRate, currency: str, year: int, scalar: Scalar) -> Decimal | None:
        if own.currency and own.currency != currency:
            self.problems.error("rate", f"the rate is for {own.currency}, the amount in {currency}", scalar.span)
            return None
        self.conversion = Conversion(currency, year, own.per_euro, "rate given in the profile")
        return own.per_euro

    def _no_rate(self, currency: str, year: int, span: Span) -> None:
        years = self.currencies.years(currency)
        own = f"or give your own rate, as 'rate: 1.1422 {currency} per EUR'"
        if years:
            message = f"there is no annual average for {currency} in {year}; there are {years[0]} to {years[-1]}"
            self.problems.error("rate", message, span, f"name another year {own}")
        else:
            near = did_you_mean(currency, self.currencies.codes)
            known = ", ".join(self.currencies.codes)
            message = f"there is no exchange rate for '{currency}'; there are {known}"
            self.problems.error("currency", message, span, " ".join(part for part in (near, own) if part))


def _cents(amount: Decimal, per_euro: Decimal) -> int:
    return encode(in_euro(amount, per_euro), FactType.MONEY)


def read_year(scalar: Scalar, problems: Problems) -> int | None:
    """A calendar year, as 2020."""
    text = scalar.text.strip()
    if _YEAR.fullmatch(text):
        return int(text)
    problems.error("year", f"'{text[:40]}' is not a year", scalar.span, "write it as 2020")
    return None


def read_own_rate(scalar: Scalar, problems: Problems) -> OwnRate | None:
    """``1.1422 USD per EUR``, or the number alone."""
    found = _RATE.fullmatch(scalar.text.strip())
    if found is None:
        rate = read_rate(scalar, problems)
        return None if rate is None else OwnRate(rate, "")
    rate = read_rate(Scalar(found[1], scalar.span, scalar.plain), problems)
    return None if rate is None else OwnRate(rate, found[2])
