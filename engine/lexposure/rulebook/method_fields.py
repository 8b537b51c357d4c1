"""A mapping of a method's file being read: amounts, shares, ranges and marks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.formulas import Mark, Ranged, Spread
from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import Amount, Misread, read_amount
from lexposure.source.fields import Fields
from lexposure.source.yamltree import Node

_NOTHING = Spread(0.0, 0.0, 0.0)


class MethodFields(Fields):
    """A mapping of a method's file: what is read there again and again. ``currency`` is that of its amounts."""

    currency: str = EURO

    def part(self, key: str, required: bool = True) -> MethodFields:
        """The mapping under a key; an absent one reads as empty."""
        return self.below(self.node(key, required), f"'{key}'")

    def below(self, node: Node | None, what: str) -> MethodFields:
        """A mapping inside this one, with the same currency."""
        inner = MethodFields(node, self.problems, what, self.span)
        inner.currency = self.currency
        return inner

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
        """An amount or range in the unit (``%``, a currency, none, or ``any currency``)."""
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
            said = f"an amount in {unit}" if unit else "plain numbers"
            self.problems.error("unit", f"'{key}' takes {said}", scalar.span)
            return None
        if not sign:
            return amount
        return Amount(_minus(amount.high), _minus(amount.low), amount.unit)

    def share(self, key: str) -> float:
        """A percentage as a fraction."""
        amount = self.amount(key, "%")
        return _fraction(amount.high) if amount else 0.0

    def money(self, key: str) -> float:
        """An amount of money in the method's currency."""
        amount = self.amount(key, self.currency)
        return float(amount.high) if amount and amount.high is not None else 0.0

    def money_band(self, key: str) -> Spread:
        """A range of money in the method's currency, without a centre."""
        amount = self.amount(key, self.currency)
        if amount is None or amount.low is None or amount.high is None:
            return _NOTHING
        return Spread(float(amount.low), None, float(amount.high))

    def band(self, key: str) -> Spread:
        """A range of percentages without a centre."""
        amount = self.amount(key, "%")
        return Spread(_fraction(amount.low), None, _fraction(amount.high)) if amount else _NOTHING

    def numbers(self, key: str) -> Spread:
        """A range of plain numbers without a centre."""
        amount = self.amount(key, "")
        if amount is None or amount.low is None or amount.high is None:
            return _NOTHING
        return Spread(float(amount.low), None, float(amount.high))

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
