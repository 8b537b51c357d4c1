"""Texts of single options as values; what is wrong with them names the option."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexposure.source.problems import Problems

EURO = "EUR"


def day_option(option: str, text: str | None, problems: Problems) -> dt.date | None:
    """An ISO day, or nothing where none is given or the text is none."""
    from lexposure.rulebook.values import Misread, read_day

    if text is None:
        return None
    try:
        return dt.date.fromordinal(read_day(text.strip()))
    except Misread as wrong:
        problems.error(wrong.code, f"--{option}: {wrong.message}", hint=wrong.hint)
        return None


def euro_option(option: str, text: str | None, problems: Problems) -> float | None:
    """One amount in euro, with or without its unit; a range or another unit would be a threshold by guess."""
    from lexposure.rulebook.values import Misread, read_amount

    if text is None:
        return None
    try:
        amount = read_amount(text.strip())
    except Misread as wrong:
        problems.error(wrong.code, f"--{option}: {wrong.message}", hint=wrong.hint)
        return None
    hint = "write 50 million EUR or 50 000 000"
    if amount.unit not in ("", EURO):
        problems.error("currency", f"--{option}: amounts are in {EURO} here, not in {amount.unit}", hint=hint)
        return None
    if amount.low is None or amount.low != amount.high:
        problems.error("value", f"--{option}: '{text}' is not one amount", hint=hint)
        return None
    return float(amount.low)
