"""How long a conduct lasted, in years, by the three ways the Commission has counted."""

from __future__ import annotations

import datetime as dt
import math

from lexposure.rulebook.formulas import Duration

RULES = ("days", "months", "point24")


def years(start: dt.date, end: dt.date, duration: Duration, rule: str = "") -> float:
    """Years from ``start`` to ``end``, both days counted; nothing where the end comes first.

    ``days``: exact days over the length of a year. ``months``: whole months, rounded down, as years with
    few decimals. ``point24``: whole years, and half a year or a whole one for the rest (Guidelines on
    fines 2006, point 24).
    """
    if end < start:
        return 0.0
    match rule or duration.rule:
        case "months":
            factor = 10.0**duration.month_decimals
            return math.floor(_months(start, end) / 12 * factor + 1e-9) / factor
        case "point24":
            whole, rest = divmod(_months(start, end), 12)
            odd = _odd_days(start, end)
            if rest == 0 and not odd:
                return float(whole)
            return whole + (0.5 if rest < 6 or (rest == 6 and not odd) else 1.0)
        case _:
            return ((end - start).days + 1) / duration.year


def _months(start: dt.date, end: dt.date) -> int:
    """Whole months between the first day and the day after the last."""
    after = end + dt.timedelta(days=1) if end < dt.date.max else end
    months = (after.year - start.year) * 12 + after.month - start.month
    return months - (1 if after.day < start.day else 0)


def _odd_days(start: dt.date, end: dt.date) -> bool:
    after = end + dt.timedelta(days=1) if end < dt.date.max else end
    return after.day != start.day
