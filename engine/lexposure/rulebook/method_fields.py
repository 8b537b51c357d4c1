"""A mapping of a method's file being read: amounts, shares, ranges and marks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from lexposure.rulebook.formulas import Mark, Ranged, Spread
from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import Amount, Misread, read_amount
from lexposure.source.fields import Fields

_NOTHING = Spread(0.0, 0.0, 0.0)


class MethodFields(Fields):
    """A mapping of a method's file: what is read there again and again."""

    def part(self, key: str, required: bool = True) -> MethodFields:
        """The mapping under a key; an absent one reads as empty."""
        return MethodFields(self.node(key, required), self.problems, f"'{key}'", self.span)

    def mark(self, kind: str = "") -> Mark:
        """Cite, kind, certainty, date and reason; ``kind`` replaces what need not be repeated."""
        return Mark(
            cite=self.text("cite", required=True),
            kind=kind or read_kind(self),
            certainty=read_certainty(self, required=not kind),
            checked_on=self.date("checked_on", required=not kind) or dt.date.min,
            because=self.text("because"),
        )

    def amount(self, key: str, unit: str) -> Amount | None:
        """An amount or range in the unit (``%``, ``EUR``, or ``any currency``)."""
        scalar = self.scalar(key, required=True)
        if scalar is None:
            return None
        sign = scalar.text.strip().startswith("-")
        try:
            amount = read_amount(scalar.text.strip().removeprefix("-"))
        except Misread as error:
            misread(error, scalar, self.problems)
            return None
        if amount.unit != unit and not (unit == "any currency" and amount.unit.isupper()):
            self.problems.error("unit", f"'{key}' takes an amount in {unit}", scalar.span)
            return None
        if not sign:
            return amount
        return Amount(_minus(amount.high), _minus(amount.low), amount.unit)

    def share(self, key: str) -> float:
        """A percentage as a fraction."""
        amount = self.amount(key, "%")
        return _fraction(amount.high) if amount else 0.0

    def money(self, key: str, currency: str) -> float:
        """An amount of money in a currency."""
        amount = self.amount(key, currency)
        return float(amount.high) if amount and amount.high is not None else 0.0

    def band(self, key: str) -> Spread:
        """A range of percentages without a centre."""
        amount = self.amount(key, "%")
        return Spread(_fraction(amount.low), None, _fraction(amount.high)) if amount else _NOTHING

    def spread(self, key: str) -> Spread:
        """A mapping of low, central and high percentages, rising in this order."""
        part = self.part(key)
        spread = Spread(part.share("low"), part.share("central"), part.share("high"))
        part.finish()
        if not spread.low <= (spread.central or 0.0) <= spread.high:
            self.problems.error("effect", "low, central and high must rise in this order", part.span)
        return spread

    def number(self, key: str, default: Decimal = Decimal(0)) -> Decimal:
        """A plain number above zero."""
        scalar = self.scalar(key, required=True)
        if scalar is None:
            return default
        try:
            amount = read_amount(scalar.text.strip())
        except Misread as error:
            misread(error, scalar, self.problems)
            return default
        if amount.unit or amount.low is None or amount.low != amount.high or amount.low <= 0:
            self.problems.error("number", f"'{key}' takes a number above zero", scalar.span)
            return default
        return amount.low

    def ranged(self, key: str) -> Ranged:
        """A share with its limits, its usual range and its source."""
        part = self.part(key)
        limit = part.band("limit") if part.has("limit") else None
        ranged = Ranged(limit, part.spread("usual"), part.mark(), part.text("usual_because", required=True))
        part.finish()
        return ranged

    def step(self, key: str) -> Mark:
        """Cite and reason of a step that holds no figure of its own."""
        part = self.part(key)
        mark = part.mark("law")
        part.finish()
        return mark


def _fraction(percent: Decimal | None) -> float:
    return 0.0 if percent is None else float(percent / 100)


def _minus(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number
