"""Whether an earlier infringement makes this one a repeated one, for methods that add a fixed share for it."""

from __future__ import annotations

import datetime as dt

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Change
from lexposure.exposure.answers import Answers
from lexposure.inference.program import Truth
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.tariffs import Tariff


def repeated(method: Tariff, answers: Answers, on: dt.date) -> Change | None:
    """The share on top: sure, possible, or none at all."""
    rule = method.recidivism
    if rule is None:
        return None
    match _truth(answers, years_before(on, rule.years)):
        case True:
            return Change(share=am.same(rule.share))
        case None:
            return Change(share=am.rows(0.0, 0.0, rule.share))
        case False:
            return None


def _truth(answers: Answers, since: dt.date) -> Truth:
    """Whether there was an earlier infringement since a day."""
    earlier = answers.truth("earlier")
    first, last = answers.day("earlier_on", COMPANY)
    if earlier is False or (last is not None and last < since):
        return False
    return True if earlier and first is not None and first >= since else None


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day that many years earlier, the 28th for a 29th of February; never before the calendar."""
    year = max(day.year - years, dt.date.min.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
