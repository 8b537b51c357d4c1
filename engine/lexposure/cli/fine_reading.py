"""The options of ``fine`` as values: every text that is no value becomes a problem, none an exception."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar, overload

from lexposure.exposure.given import Given, between
from lexposure.exposure.model import Range
from lexposure.rulebook.rules import Level
from lexposure.rulebook.values import LARGEST, Amount, Misread, read_amount, read_day
from lexposure.source.problems import Problems, did_you_mean

Namespace = TypeVar("Namespace")

ROUNDING = {"thousand": 1000.0, "euro": 1.0}
FAULTS = ("none", "negligence", "intention", "unknown")
YES_NO = ("yes", "no", "unknown")

_NEGATIVE = re.compile(r"-\s*[\d.]")
_SIGN = re.compile(r"^([+=-]?)\s*(.*)$", re.DOTALL)


class SignedParser(argparse.ArgumentParser):
    """Takes ``--adjust -50%`` as an option with its value; argparse would see two options."""

    @overload
    def parse_known_args(
        self, args: Iterable[str] | None = None, namespace: None = None
    ) -> tuple[argparse.Namespace, list[str]]: ...
    @overload
    def parse_known_args(self, args: Iterable[str] | None, namespace: Namespace) -> tuple[Namespace, list[str]]: ...
    @overload
    def parse_known_args(self, *, namespace: Namespace) -> tuple[Namespace, list[str]]: ...
    def parse_known_args(self, args: Iterable[str] | None = None, namespace: object = None) -> tuple[object, list[str]]:
        """Join values that begin with a minus sign to the option before them."""
        glued: list[str] = []
        for word in args or ():
            before = glued[-1] if glued else ""
            if before.startswith("--") and "=" not in before and _NEGATIVE.match(word):
                glued[-1] = f"{before}={word}"
            else:
                glued.append(word)
        return super().parse_known_args(glued, namespace)


class Reading:
    """Reads option texts; problems name the option."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.problems = Problems()

    def refuse(self, option: str, message: str, hint: str = "", code: str = "option") -> None:
        """Record what is wrong with an option."""
        self.problems.error(code, f"--{option}: {message}", hint=hint)

    def money(self, option: str, text: str | None) -> Range | None:
        """An amount of money or a range; an open end stays open."""
        amount = self._amount(option, text)
        if amount is None or not self._is_money(option, amount):
            return None
        if amount.low is not None and amount.high is not None:
            return between(float(amount.low), float(amount.high))
        return Range(float(amount.low or 0), None, None if amount.high is None else float(amount.high))

    def share(self, option: str, text: str | None) -> Range | None:
        """A percentage or a range of percentages."""
        amount = self._amount(option, text)
        if amount is None:
            return None
        if amount.unit != "%":
            self.refuse(option, f"'{text}' is not a percentage", "end it with %, as 10 %", "unit")
            return None
        return self._closed(option, amount, 100)

    def number(self, option: str, text: str | None) -> Range | None:
        """A plain number or a range of plain numbers."""
        amount = self._amount(option, text)
        if amount is None:
            return None
        if amount.unit:
            self.refuse(option, f"'{text}' is not a plain number", code="unit")
            return None
        return self._closed(option, amount, 1)

    def start(self, option: str, text: str | None) -> Given | None:
        """A share of the maximum, or an amount."""
        amount = self._amount(option, text)
        if amount is None:
            return None
        if amount.unit == "%":
            share = self._closed(option, amount, 100)
            return None if share is None else Given("share", share)
        value = self._closed(option, amount, 1) if self._is_money(option, amount) else None
        return None if value is None else Given("becomes", value)

    def size(self, option: str, text: str | None) -> Given | None:
        """A share of the starting amount."""
        share = self.share(option, text)
        return None if share is None else Given("share", share)

    def change(self, option: str, text: str | None) -> Given | None:
        """``-50%``, ``+10%``, ``-50% to -30%``, a sum on top or off (``-1000``), or the result (``=8000``)."""
        if text is None:
            return None
        ends = [self._signed(option, end) for end in re.split(r"\s+to\s+(?=[+=-])", text.strip())]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends):
            return None
        if len({end.kind for end in known}) > 1 or len(known) > 2:
            self.refuse(option, f"'{text}' is not a change", "write -50%, +10%, -50% to -30%, -1000 or =8000")
            return None
        lows, highs = [end.value.low for end in known], [end.value.high or 0.0 for end in known]
        return Given(known[0].kind, between(min(lows), max(highs)))

    def cut(self, option: str, text: str | None) -> Range | None:
        """A reduction, with or without its minus sign, as a negative share."""
        share = self.share(option, None if text is None else text.strip().removeprefix("-"))
        if share is None or share.high is None:
            return None
        if share.high > 1:
            self.refuse(option, f"'{text}' takes off more than all", code="range")
            return None
        return between(-share.high, -share.low)

    def day(self, option: str, text: str | None) -> dt.date | None:
        """An ISO day."""
        if text is None:
            return None
        try:
            return dt.date.fromordinal(read_day(text.strip()))
        except Misread as wrong:
            self.refuse(option, wrong.message, wrong.hint, wrong.code)
            return None

    def word(self, option: str, text: str | None, words: Sequence[str]) -> str:
        """One of a few words; empty where nothing is given."""
        if text is None or text in words:
            return text or ""
        self.refuse(option, f"'{text}' is not one of {', '.join(words)}", did_you_mean(text, words), "word")
        return ""

    def levels(self, option: str, text: str | None) -> tuple[Level, Level]:
        """``medium`` or ``low-medium``; every level where nothing is given."""
        if text is None:
            return Level.LOW, Level.HIGH
        words = [level.word for level in Level]
        ends = [end.strip() for end in text.split("-")]
        if len(ends) > 2 or any(end not in words for end in ends):
            self.refuse(
                option, f"'{text}' is not a level", did_you_mean(text, words) or f"write {', '.join(words)}", "word"
            )
            return Level.LOW, Level.HIGH
        found = [Level[end.upper()] for end in ends]
        if found[0] > found[-1]:
            self.refuse(option, f"'{text}' runs from the higher to the lower", "turn it round", "range")
        return found[0], found[-1]

    def _signed(self, option: str, text: str) -> Given | None:
        found = _SIGN.match(text.strip())
        sign, rest = (found[1], found[2]) if found else ("", text)
        amount = self._amount(option, rest)
        if amount is None:
            return None
        is_share = amount.unit == "%"
        if not is_share and not self._is_money(option, amount):
            return None
        value = self._closed(option, amount, 100 if is_share else 1)
        if value is None or value.high is None:
            return None
        if sign == "=":
            if is_share:
                self.refuse(option, f"'{text}' is a share; = takes an amount", code="unit")
                return None
            return Given("becomes", value)
        if not is_share and not sign:
            self.refuse(option, f"'{text}' could be a change or a result", f"write +{rest}, -{rest} or ={rest}")
            return None
        if sign == "-":
            if is_share and value.high > 1:
                self.refuse(option, f"'{text}' takes off more than all", code="range")
                return None
            value = between(-value.high, -value.low)
        return Given("share" if is_share else "sum", value)

    def _amount(self, option: str, text: str | None) -> Amount | None:
        if text is None:
            return None
        try:
            amount = read_amount(text.strip())
        except Misread as wrong:
            self.refuse(option, wrong.message, wrong.hint, wrong.code)
            return None
        if max(amount.low or 0, amount.high or 0) > LARGEST:
            self.refuse(option, "this number is too large to compute with", code="amount")
            return None
        return amount

    def _is_money(self, option: str, amount: Amount) -> bool:
        if amount.unit in ("", self.currency):
            return True
        self.refuse(option, f"amounts are in {self.currency} here, not in {amount.unit}", code="currency")
        return False

    def _closed(self, option: str, amount: Amount, parts: int) -> Range | None:
        """Both ends, divided; open ends are refused."""
        if amount.low is None or amount.high is None:
            self.refuse(option, "an open end cannot be computed with", "give a value or a range")
            return None
        return between(float(amount.low / Decimal(parts)), float(amount.high / Decimal(parts)))
