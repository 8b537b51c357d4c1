"""The days on which a condition may read differently: it starts, a figure changes, one date overtakes another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from lexposure.rulebook.conditions import AgoAtMost, AtLeast, Compare, Condition, FromParameter, comparisons
from lexposure.rulebook.facts import Catalogue, FactType
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.rules import Period


def telling_days(
    conditions: Iterable[Condition], period: Period, parameters: Parameters, catalogue: Catalogue
) -> tuple[dt.date, ...]:
    """Days of the period, in order, that between them show every reading of the conditions.

    Between two of them every comparison cuts the possible values in the same order. A period counted in months
    and one counted in days are taken to keep their order.
    """
    compared = [compare for condition in conditions for compare in comparisons(condition)]
    days = {period.start, *_figures(compared, parameters), *_overtakings(compared, catalogue)}
    return tuple(sorted(day for day in days if period.covers(day)))


def _figures(compared: Iterable[Compare], parameters: Parameters) -> Iterator[dt.date]:
    for compare in compared:
        if isinstance(compare.test, FromParameter):
            yield from (start for start, _, _ in parameters[compare.test.parameter].values)


def _overtakings(compared: Iterable[Compare], catalogue: Catalogue) -> Iterator[dt.date]:
    """Around the day on which "6 months ago" passes a fixed day, for each fact that is held against both."""
    fixed: dict[str, set[int]] = {}
    moving: dict[str, set[AgoAtMost]] = {}
    for compare in compared:
        if catalogue[compare.fact].type is FactType.DATE:
            if isinstance(compare.test, AtLeast):
                fixed.setdefault(compare.fact, set()).add(compare.test.minimum)
            elif isinstance(compare.test, AgoAtMost):
                moving.setdefault(compare.fact, set()).add(compare.test)
    for fact in fixed.keys() & moving.keys():
        for ago in moving[fact]:
            for day in fixed[fact]:
                yield from _around(day + ago.days - ago.offset, ago.months)


def _around(ordinal: int, months: int) -> Iterator[dt.date]:
    """The days near one that lies some months after a day; months differ in length by at most three days."""
    last = dt.date.max.toordinal()
    if not 0 < ordinal <= last:
        return
    day = dt.date.fromordinal(ordinal)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return
    start = dt.date(year, month + 1, 1).toordinal() + day.day - 1
    yield from (dt.date.fromordinal(near) for near in range(max(start - 4, 1), min(start + 4, last) + 1))
