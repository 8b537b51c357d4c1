"""Values as people write them, and the whole numbers they become.

Amounts are ``50 million EUR``, ``400 000``, ``12.5 %`` or a range such as ``10-50 million EUR``; dates are
``2024-03-07``, a month or a year. Encoded, money is euro cents, a share parts per million, a date its
ordinal day, an option its code. Nothing here knows a file: what cannot be read raises
:class:`Misread`, and the caller adds the place.
"""

from __future__ import annotations

import calendar
import datetime as dt
import difflib
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from lexposure.rulebook.facts import Fact, FactType
from lexposure.source.problems import did_you_mean

LARGEST = 2**53
"""The largest whole number read: exact as a float too, and as euro cents more than all the money there is."""

STATES = ("unknown", "not applicable", "not shown")
"""Answers that are no value; no option may be called so."""

_LONGEST = 200
_SCALES = {"thousand": 3, "million": 6, "billion": 9}
_PER_UNIT = {FactType.COUNT: 1, FactType.MONEY: 100, FactType.SHARE: 10_000}
_SPACES = str.maketrans("\u00a0\u202f", "  ")
_NUMBER = r"(?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?"
_TERM = rf"({_NUMBER})(?:\s*(thousand|million|billion)\b)?(?:\s*([^\d\s.,:;<>=+\-\u2013][^\d:;<>=+\-\u2013]*?))?"
_SHORT = re.compile(
    r"\d\s*(k|m|mn|mm|mio|mill|mln|millions?|b|bn|bln|mrd|md|mds|milliards?|billions?|tn|trillions?|thousands?)"
    r"(?<!(?-i:million))(?<!(?-i:billion))(?<!(?-i:thousand))(?:\.|(?![^\W\d_]))",
    re.ASCII | re.IGNORECASE,
)
_ONE = re.compile(rf"(?:(at least|at most|more than|less than)\s+)?{_TERM}", re.ASCII)
_RANGE = re.compile(rf"{_TERM}\s*(?:-|\u2013|\bto\b)\s*{_TERM}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DAY_BOUND = re.compile(r"(on or after|on or before|after|before)\s+(\S+)")
_DAY_RANGE = re.compile(r"(\S+)\s+to\s+(\S+)")


class Misread(Exception):
    """A text that is no value of its type; ``offset`` is where in the text, in characters."""

    def __init__(self, code: str, message: str, offset: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range as written; open ends are ``None``. ``unit`` is ``EUR``, ``%``, ``people`` or empty.

    ``above`` and ``below`` say that the end itself is left out ("more than", "less than").
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    above: bool = False
    below: bool = False


def read_amount(text: str) -> Amount:
    """An amount with its unit: ``50 million EUR``, ``10-50 million EUR``, ``at least 5 %``."""
    if len(text) > _LONGEST:
        raise Misread("amount", f"this text of {len(text):,} characters is not an amount")
    text = text.translate(_SPACES)
    _no_short_word(text)
    found = _ONE.fullmatch(text)
    if found:
        words, number, scale, unit = found.groups()
        value = _scaled(number, scale)
        _checked(number, text, found.start(2))
        low = None if words in ("at most", "less than") else value
        high = None if words in ("at least", "more than") else value
        return Amount(low, high, unit or "", words == "more than", words == "less than")
    found = _RANGE.fullmatch(text)
    if found:
        return _range(found, text)
    raise _no_amount(text)


def _no_short_word(text: str) -> None:
    """``5m``, ``2 bn``, ``1 Mio. EUR``: what a short word multiplies by differs between languages."""
    found = _SHORT.search(text)
    if found:
        hint = "write thousand, million or billion, as 50 million EUR"
        raise Misread("amount", f"'{found[1]}' is not a word for a large number here", found.start(1), hint)


def _range(found: re.Match[str], text: str) -> Amount:
    first, first_scale, first_unit, second, second_scale, second_unit = found.groups()
    _checked(first, text, found.start(1))
    _checked(second, text, found.start(4))
    if not first_unit and not first_scale:
        first_scale = second_scale
    if first_unit and first_unit != (second_unit or ""):
        raise Misread("amount", f"the two ends of '{text}' have different units", found.start(4))
    low, high = _scaled(first, first_scale), _scaled(second, second_scale)
    if low > high:
        raise Misread("amount", f"the range '{text}' runs from the larger to the smaller", 0, "turn it round")
    return Amount(low, high, second_unit or "")


def _scaled(number: str, scale: str | None) -> Decimal:
    return Decimal(number.replace(" ", "")).scaleb(_SCALES[scale] if scale else 0)


def _checked(number: str, text: str, offset: int) -> None:
    """``0123`` is an octal number to some, a part number to others; nobody writes an amount so."""
    if len(number) > 1 and number[0] == "0" and number[1] != ".":
        raise Misread("amount", f"'{text}' begins with a zero", offset, "leave the zero out")


def _no_amount(text: str) -> Misread:
    message = f"'{text}' is not an amount"
    if re.match(r"-\s*\d", text):
        return Misread("negative", f"'{text}' is negative; an amount is zero or more")
    if re.match(r"[<>=]", text):
        return Misread("amount", message, 0, "write 'at least', 'more than', 'at most' or 'less than' in words")
    if "," in text:
        return Misread(
            "amount", message, text.index(","), "group digits with spaces, use a point for decimals: 1 250.50"
        )
    if re.match(r"\d+(\.\d+)?[eE]\d", text):
        return Misread("amount", message, 0, "write the number out, as 1 million")
    return Misread("amount", message, 0, "write it as 400 000, 1.5 million, 50 million EUR or 12.5 %")


def encode(number: Decimal, kind: FactType) -> int:
    """The whole number that stands for a value: cents, parts per million of a percentage, or itself.

    What is finer is rounded to the nearest; numbers beyond :data:`LARGEST` raise :class:`Misread`.
    """
    whole = int((number * _PER_UNIT[kind]).to_integral_value(ROUND_HALF_EVEN)) if number <= LARGEST else LARGEST + 1
    if whole > LARGEST:
        raise Misread("amount", "this number is too large to be an answer")
    return whole


def _exact(number: Decimal, fact: Fact, text: str) -> int:
    whole = encode(number, fact.type)
    if whole != number * _PER_UNIT[fact.type]:
        least = {FactType.COUNT: "whole numbers", FactType.MONEY: "cents", FactType.SHARE: "0.0001 %"}[fact.type]
        raise Misread("amount", f"'{text}' is finer than {least}")
    return whole


def check_unit(unit: str, fact: Fact, text: str) -> None:
    """Refuse an amount whose unit does not fit what is asked; money in a rule is in euro."""
    where = max(text.rfind(unit), 0) if unit else 0
    if fact.type is FactType.MONEY and unit != "EUR":
        if not unit:
            raise Misread(
                "unit", f"'{fact.name}' is an amount of money: say in which currency", 0, f"write '{text} EUR'"
            )
        if _CURRENCY.fullmatch(unit):
            raise Misread("currency", f"'{unit}' cannot be compared here", where, "give the amount in EUR")
        raise Misread("unit", f"'{unit}' is not a currency", where, "write EUR")
    if fact.type is FactType.SHARE and unit != "%":
        raise Misread("unit", f"'{fact.name}' is a share: end it with %", where, "" if unit else f"write '{text} %'")
    if fact.type is FactType.COUNT and unit and unit != fact.unit:
        known = f"counts {fact.unit}" if fact.unit else "is a plain number"
        raise Misread("unit", f"'{fact.name}' {known}, not {unit}", where)


def read_whole(text: str, fact: Fact) -> int:
    """One value of a fact as its whole number; ranges and choices of several raise :class:`Misread`."""
    if fact.type is FactType.YES_NO:
        return _yes_no(text, fact)
    if fact.type is FactType.CHOICE:
        return option_code(text, fact)
    if fact.type is FactType.CHOICES:
        raise Misread("value", f"'{fact.name}' takes several options, not one value")
    low, high = read_interval(text, fact)
    if low is None or low != high:
        raise Misread("value", f"'{text}' is a range; one value is needed here")
    return low


def read_interval(text: str, fact: Fact) -> tuple[int | None, int | None]:
    """The lowest and highest possible value of a number fact; an open end is ``None``."""
    if fact.type is FactType.DATE:
        return _days(text)
    amount = read_amount(text)
    check_unit(amount.unit, fact, text)
    low = None if amount.low is None else _exact(amount.low, fact, text) + amount.above
    high = None if amount.high is None else _exact(amount.high, fact, text) - amount.below
    if high is not None and high < 0:
        raise Misread("negative", f"'{text}' leaves no value; an amount is zero or more")
    return low, high


def read_codes(text: str, fact: Fact) -> frozenset[int]:
    """The options named in a list such as ``SE, NO, IS``."""
    if fact.type is FactType.YES_NO:
        return frozenset({_yes_no(text, fact)})
    codes: set[int] = set()
    start = 0
    for part in text.split(","):
        lead = len(part) - len(part.lstrip())
        codes.add(option_code(part.strip(), fact, start + lead))
        start += len(part) + 1
    return frozenset(codes)


def check_answer(text: str, fact: Fact) -> None:
    """Raise :class:`Misread` unless a profile could give this answer to the fact."""
    if text == "not applicable" and fact.when_not_applicable is None:
        raise Misread("not-applicable", f"'{fact.name}' cannot be answered with 'not applicable'")
    if text in STATES:
        return
    if fact.type.is_number:
        read_interval(text, fact)
    elif fact.type is FactType.CHOICES:
        if text:
            read_codes(text, fact)
    else:
        read_whole(text, fact)


def _yes_no(text: str, fact: Fact) -> int:
    if text in ("yes", "no"):
        return int(text == "yes")
    raise Misread("yes-no", f"'{fact.name}' is a yes/no fact: write yes or no")


def option_code(name: str, fact: Fact, offset: int = 0) -> int:
    """The code of an option by its name."""
    option = fact.option(name)
    if option is not None:
        return option.code
    names = [option.name for option in fact.options]
    hint = did_you_mean(name, names) or _labelled(name, fact)
    if not hint:
        hint = f"write one of {', '.join(names)}" if len(names) <= 8 else f"write a name such as {', '.join(names[:4])}"
    raise Misread("option", f"'{name}' is not an option of '{fact.name}'", offset, hint)


def _labelled(name: str, fact: Fact) -> str:
    """The option whose label was written instead of its name: ``Luxemburg`` is ``LU``."""
    by_label = {option.label.casefold(): option for option in fact.options}
    near = difflib.get_close_matches(name.casefold(), by_label, n=1, cutoff=0.8)
    return f"did you mean '{by_label[near[0]].name}' ({by_label[near[0]].label})?" if near else ""


def read_day(text: str) -> int:
    """The ordinal of an ISO day."""
    found = _DAY.fullmatch(text)
    if found is None or found[3] is None:
        raise Misread("date", f"'{text}' is not a date", 0, "write year-month-day, as 2021-08-15")
    return _span_of(found, text)[0]


def _days(text: str) -> tuple[int | None, int | None]:
    bound = _DAY_BOUND.fullmatch(text)
    if bound:
        day = read_day(bound[2])
        return {
            "on or after": (day, None),
            "after": (day + 1, None),
            "on or before": (None, day),
            "before": (None, day - 1),
        }[bound[1]]
    both = _DAY_RANGE.fullmatch(text)
    first, last = (both[1], both[2]) if both else (text, text)
    starts, ends = _DAY.fullmatch(first), _DAY.fullmatch(last)
    if starts is None or ends is None:
        raise Misread(
            "date", f"'{text}' is not a date", 0, "write 2021-08-15, 2021-08, 2021 or '2021-08-15 to 2021-09-30'"
        )
    low, high = _span_of(starts, first)[0], _span_of(ends, last)[1]
    if low > high:
        raise Misread("date", f"the range '{text}' runs backwards", 0, "turn it round")
    return low, high


def _span_of(found: re.Match[str], text: str) -> tuple[int, int]:
    """First and last ordinal day of a day, month or year."""
    year, month, day = int(found[1]), found[2], found[3]
    try:
        if day:
            exact = dt.date(year, int(month), int(day)).toordinal()
            return exact, exact
        first, last = (int(month), int(month)) if month else (1, 12)
        end = dt.date(year, last, calendar.monthrange(year, last)[1])
        return dt.date(year, first, 1).toordinal(), end.toordinal()
    except ValueError:
        raise Misread("date", f"there is no day '{text}'") from None


def show(value: int, fact: Fact) -> str:
    """A whole number as people write it; an option by its label."""
    match fact.type:
        case FactType.YES_NO:
            return "yes" if value else "no"
        case FactType.CHOICE | FactType.CHOICES:
            return next((option.label for option in fact.options if option.code == value), str(value))
        case FactType.DATE:
            return dt.date.fromordinal(value).isoformat()
        case FactType.MONEY:
            return f"{_money(value)} EUR"
        case FactType.SHARE:
            return f"{_plain(Decimal(value) / 10_000)} %"
        case FactType.COUNT:
            return f"{_plain(Decimal(value))} {fact.unit}".rstrip()


def show_interval(low: int | None, high: int | None, fact: Fact) -> str:
    """A range as people write it; the same text can be read back."""
    is_date = fact.type is FactType.DATE
    if low is None:
        return "any value" if high is None else f"{'on or before' if is_date else 'at most'} {show(high, fact)}"
    if high is None:
        return f"{'on or after' if is_date else 'at least'} {show(low, fact)}"
    if low == high:
        return show(low, fact)
    return f"{show(low, fact)} to {show(high, fact)}"


def _money(cents: int) -> str:
    euro = Decimal(cents) / 100
    for word, zeros in (("billion", 9), ("million", 6)):
        if euro >= 10**zeros and euro % 10 ** (zeros - 3) == 0:
            return f"{_plain(euro.scaleb(-zeros))} {word}"
    return _plain(euro)


def _plain(number: Decimal) -> str:
    text = f"{number:,f}".replace(",", " ")
    return text.rstrip("0").rstrip(".") if "." in text else text
