"""Which values of an open question are tried: all that make a difference to rules, or some of a stated range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lexposure.bulk.variants import Said
from lexposure.profile.possible import Interval, Options, Possible, Selection
from lexposure.rulebook.book import Edition
from lexposure.rulebook.conditions import AtLeast
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.reads import AnyRule, read_by


class Candidates:
    """The values to try of every fact of an edition, as a profile writes them."""

    def __init__(self, edition: Edition) -> None:
        self.catalogue = edition.book.catalogue
        self.calculated = frozenset(
            name for method in edition.book.methods.by_id.values() for name in method.reads.values()
        )
        self.limits: Mapping[str, Sequence[int]] = _limits((*edition.rules, *edition.conclusions, *edition.factors))

    def of(self, fact: Fact, says: Possible | None, stated: Interval | None = None) -> Iterator[str]:
        """The values that what the profile ``says`` leaves; a range ``stated`` stands in its place.

        Of a number one value in every cell between the limits that rules compare with; of one that a method calculates
        with, both ends and the middle of the range that is stated there or in the profile, and nothing without one.
        """
        match says:
            case _ if fact.type.is_number:
                within = stated or (says if isinstance(says, Interval) else Interval(None, None))
                numbers = self._spread(within) if fact.name in self.calculated else self.cells(fact, within)
                yield from (written(number, fact) for number in numbers)
            case Selection(surely, possibly):
                yield from _selections(fact, surely, possibly)
            case Options(codes):
                yield from (option.name for option in fact.options if option.code in codes)
            case _:
                yield from (option.name for option in fact.options)

    def _spread(self, within: Interval) -> Iterable[int]:
        if within.low is None or within.high is None:
            return ()
        return dict.fromkeys((within.low, (within.low + within.high) // 2, within.high))

    def cells(self, fact: Fact, within: Interval) -> Iterator[int]:
        """The last number below the first limit, and each limit."""
        limits = self.limits.get(fact.name, ())
        low, high = within.low, within.high
        inside = [one for one in limits if (low is None or low < one) and (high is None or one <= high)]
        if inside and inside[0] > 0:
            yield inside[0] - 1
        yield from inside
        end = high if low is None else low
        if limits and not inside and end is not None:
            yield end


def _limits(readers: Iterable[AnyRule]) -> Mapping[str, Sequence[int]]:
    found: dict[str, set[int]] = {}
    for rule in readers:
        for compare in read_by(rule):
            if isinstance(compare.test, AtLeast):
                found.setdefault(compare.fact, set()).add(compare.test.minimum)
    return {name: sorted(numbers) for name, numbers in found.items()}


def _selections(fact: Fact, surely: frozenset[int], possibly: frozenset[int]) -> Iterator[str]:
    """What is surely selected, alone and with each option that may be."""
    sure = [option.name for option in fact.options if option.code in surely]
    if sure:
        yield f"[{', '.join(sure)}]"
    for option in fact.options:
        if option.code in possibly - surely:
            yield f"[{', '.join((*sure, option.name))}]" if sure else option.name


def written(number: int, fact: Fact) -> str:
    """As a profile has it, exactly."""
    match fact.type:
        case FactType.MONEY:
            return f"{Decimal(number) / 100:f} EUR"
        case FactType.SHARE:
            return f"{Decimal(number) / 10_000:f} %"
        case FactType.DATE:
            return dt.date.fromordinal(max(number, 1)).isoformat()
        case _:
            return str(number)


def leaves(says: Said, stated: Interval) -> bool:
    """Whether what a profile says leaves the whole of a range."""
    if not isinstance(says.known, Interval):
        return True
    low, high = says.known.low, says.known.high
    above = low is None or (stated.low is not None and low <= stated.low)
    return above and (high is None or (stated.high is not None and stated.high <= high))
