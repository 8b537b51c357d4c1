"""Amounts as people read them: three significant digits in prose, exact in tables (above a million to the euro).

Digits are grouped with narrow no-break spaces and units are tied with no-break spaces, so that no
amount is broken over two lines.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

THIN = "\u202f"
"""Narrow no-break space, between groups of three digits."""

TIE = "\u00a0"
"""No-break space, between a number and its unit."""

_DIGITS = 3
_MILLION = Decimal(10) ** 6
_COMMAS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_EURO = re.compile(r"\bEUR (?=\d)")
_UNITS = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))


def cents(amount: float | None) -> float | int | None:
    """An amount as plain data: rounded to cents, whole amounts as whole numbers."""
    if amount is None:
        return None
    rounded = round(float(amount), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def exact(amount: float) -> str:
    """An amount to the cent, from a million up to the euro: ``1 353 618 000``, ``972.50``."""
    number = Decimal(repr(float(amount) + 0.0))
    rounded = number.quantize(Decimal(1) if number >= _MILLION else Decimal("0.01"), ROUND_HALF_EVEN)
    return _grouped(rounded, 0 if rounded == rounded.to_integral_value() else 2)


def short(amount: float, currency: str = "EUR") -> str:
    """An amount with three significant digits: ``EUR 13.5 bn``, ``EUR 746 m``, ``EUR 43 800``."""
    rounded = _significant(Decimal(repr(float(amount))))
    for size, unit in _UNITS:
        if abs(rounded) >= size:
            return f"{currency}{TIE}{_plain(rounded / size)}{TIE}{unit}"
    return f"{currency}{TIE}{_plain(rounded)}"


def percent(share: float) -> str:
    """A share of one with up to three significant digits: ``5.51 %``, ``0.017 %``, ``100 %``."""
    rounded = _significant(Decimal(repr(float(share))) * 100)
    return f"{_plain(rounded)}{TIE}%"


def regrouped(text: str) -> str:
    """A sentence with ``EUR 20,000,000`` written as all other amounts are."""
    return _EURO.sub(f"EUR{TIE}", _COMMAS.sub(lambda found: found[0].replace(",", THIN), text))


def tied(text: str) -> str:
    """A written amount with its spaces made no-break: ``386 064 million USD``."""
    return text.replace(" ", TIE)


def _significant(number: Decimal) -> Decimal:
    if number == 0:
        return Decimal(0)
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _DIGITS + 1), ROUND_HALF_EVEN)


def _plain(number: Decimal) -> str:
    places = max(0, -int(number.normalize().as_tuple().exponent)) if number else 0
    return _grouped(number, places)


def _grouped(number: Decimal, places: int) -> str:
    return f"{number:,.{places}f}".replace(",", THIN)
