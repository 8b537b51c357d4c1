"""What a sweep varies: the values of one answer, listed, or spaced between two ends."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lexposure.rulebook.facts import Catalogue, Fact, FactType
from lexposure.rulebook.values import Misread, read_amount, read_day
from lexposure.source.problems import Problems

Spacing = Literal["listed", "linear", "log"]

EVERY = "*"
"""Every option of a choice, or yes and no."""

HINT = "write fact=a,b,c or fact=100 million EUR..2 billion EUR:8"

_DIGITS = 4
_WORDS = {"k": "thousand", "m": "million", "bn": "billion"}
_SHORT = re.compile(r"(?<=\d)\s*(k|m|bn)\b")
_UNITS = {FactType.MONEY: "EUR", FactType.SHARE: "%"}


@dataclass(frozen=True, slots=True)
class Axis:
    """An answer that is varied: its path, its values as written, and as numbers where they are spaced."""

    path: str
    values: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    unit: str = ""
    spacing: Spacing = "listed"

    @property
    def log(self) -> bool:
        """Whether neighbours are equal factors apart."""
        return self.spacing == "log"


def read_axis(text: str, log: bool, problems: Problems, catalogue: Catalogue | None = None) -> Axis | None:
    """``path=a,b,c``, ``path=*`` or ``path=low..high:n``, with ``:log`` or ``:linear`` at its end if wanted.

    Values are written as in a profile; at the ends of a range k, m and bn are understood too, and the unit follows from
    the fact in ``catalogue``.
    """
    path, equals, values = (part.strip() for part in text.partition("="))
    if not equals or not path or not values:
        problems.error("option", f"--vary '{text}' varies nothing", hint=HINT)
        return None
    fact = (catalogue or {}).get(path.rpartition("/")[2])
    if values == EVERY:
        return _every(path, fact, problems)
    if ".." not in values:
        listed = tuple(_listed(values))
        twice = next((value for value in listed if listed.count(value) > 1), None)
        if twice is not None or not all(listed):
            what = f"'{twice}' a second time" if twice else "an empty value"
            problems.error("option", f"--vary {path} lists {what}", hint=HINT)
            return None
        return Axis(path, listed)
    try:
        return _spaced_axis(path, values, log, fact, problems)
    except Misread as wrong:
        problems.error(wrong.code, f"--vary {path}: {wrong.message}", hint=wrong.hint)
        return None


def _every(path: str, fact: Fact | None, problems: Problems) -> Axis | None:
    if fact is not None and fact.type is FactType.YES_NO:
        return Axis(path, ("yes", "no"))
    if fact is not None and fact.type is FactType.CHOICE:
        return Axis(path, tuple(option.name for option in fact.options))
    problems.error("option", f"--vary {path}: only choices and yes/no have every value", hint=HINT)
    return None


def _listed(values: str) -> Iterator[str]:
    """Parts between commas that stand in no bracket."""
    depth, start = 0, 0
    for place, sign in enumerate(values):
        depth += (sign in "[{") - (sign in "]}")
        if sign == "," and depth == 0:
            yield values[start:place].strip()
            start = place + 1
    yield values[start:].strip()


def _spaced_axis(path: str, values: str, log: bool, fact: Fact | None, problems: Problems) -> Axis | None:
    ends, *last = values.split(":")
    if len(last) == 2 and last[1].strip() in ("log", "linear"):
        log = last.pop().strip() == "log"
    if len(last) != 1 or not last[0].strip().isdecimal() or not 2 <= int(last[0][:9]) <= 10_000:
        problems.error("option", f"--vary '{path}={values}' does not say how many values", hint=HINT)
        return None
    low, _, high = (part.strip() for part in ends.partition(".."))
    if fact is not None and fact.type is FactType.DATE:
        return _days(path, low, high, int(last[0]), problems)
    first, highest = read_amount(_words(low)), read_amount(_words(high))
    if None in (first.low, highest.low) or first.low != first.high or highest.low != highest.high:
        problems.error("option", f"--vary '{path}={values}' needs one amount at each end", hint=HINT)
        return None
    assert first.low is not None
    assert highest.low is not None
    unit = highest.unit or first.unit or (_UNITS.get(fact.type, "") if fact is not None else "")
    if first.unit not in ("", unit) or first.low >= highest.low or (log and first.low <= 0):
        wanted = "must go from a lower to a higher amount of one unit" + (", both above zero" if log else "")
        problems.error("option", f"--vary '{path}={values}' {wanted}", hint=HINT)
        return None
    numbers = _spaced(float(first.low), float(highest.low), int(last[0]), log)
    if fact is not None and fact.type is FactType.COUNT:
        numbers = tuple(dict.fromkeys(float(round(number)) for number in numbers))
    return Axis(path, tuple(_written(number, unit) for number in numbers), numbers, unit, "log" if log else "linear")


def _words(text: str) -> str:
    return _SHORT.sub(lambda found: f" {_WORDS[found[1]]}", text)


def _days(path: str, low: str, high: str, count: int, problems: Problems) -> Axis | None:
    """Days spaced evenly; days have no logarithm."""
    first, last = read_day(low), read_day(high)
    if first >= last:
        problems.error("option", f"--vary {path} must go from an earlier to a later day", hint=HINT)
        return None
    numbers = tuple(dict.fromkeys(round(first + (last - first) * index / (count - 1)) for index in range(count)))
    written = tuple(dt.date.fromordinal(number).isoformat() for number in numbers)
    return Axis(path, written, tuple(map(float, numbers)), "", "linear")


def _spaced(low: float, high: float, count: int, log: bool) -> tuple[float, ...]:
    """Evenly, or by equal factors; inner values to four digits."""
    steps = [index / (count - 1) for index in range(count)]
    inner = [low * (high / low) ** step if log else low + (high - low) * step for step in steps[1:-1]]
    return (low, *map(_rounded, inner), high)


def _written(number: float, unit: str) -> str:
    """As a profile has it; large amounts in millions."""
    size, word = (1e6, " million") if abs(number) >= 1e6 else (1.0, "")
    return f"{Decimal(repr(number / size)).normalize():f}{word} {unit}".strip()


def _rounded(value: float) -> float:
    digits = _DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    return round(value, digits)
