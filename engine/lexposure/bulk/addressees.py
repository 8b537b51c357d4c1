"""Who is fined under the GDPR, row by row. See :mod:`lexposure.exposure.addressee`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lexposure.bulk.answers import Answers
from lexposure.bulk.frame import NEVER, Floats, Plane
from lexposure.exposure.addressee import Addressee
from lexposure.rulebook.formulas import PublicBody


@dataclass(frozen=True, slots=True)
class Possible:
    """An addressee and the rows in which it is possible."""

    who: Addressee
    where: Plane


def addressees(answers: Answers, euro: Callable[[PublicBody], float | None]) -> tuple[Possible, ...]:
    """Everything the addressee may be in some row, in the order of preference for the central value."""
    public, reads = answers.truth("public_body"), answers.method.reads
    found = list(_private(answers, ~public.true, uncertain=False))
    if "public_body" in reads:
        found += _public(answers, ~public.false, euro)
    return tuple(one for one in found if one.where.any())


def _private(answers: Answers, where: Plane, uncertain: bool) -> Iterator[Possible]:
    undertaking = answers.truth("undertaking")
    yield Possible(Addressee(True, uncertain=uncertain), where & ~undertaking.false)
    if "undertaking" in answers.method.reads:
        yield Possible(Addressee(False, uncertain=uncertain), where & ~undertaking.true)


def _public(answers: Answers, where: Plane, euro: Callable[[PublicBody], float | None]) -> Iterator[Possible]:
    countries, bodies = answers.names("country"), answers.method.public_bodies
    other = NEVER if countries else ~NEVER
    for country, possible in sorted(countries.items()):
        ceiling = euro(bodies[country]) if country in bodies else None
        if ceiling is None:
            other = other | possible
        else:
            yield Possible(Addressee(False, ceiling), where & possible)
    yield from _private(answers, where & other, uncertain=True)


def lowest(several: Sequence[tuple[Possible, Floats]]) -> Floats:
    """The lowest amount over everything possible."""
    found = np.full(1, np.inf)
    for one, amounts in several:
        found = np.where(one.where, np.minimum(found, amounts), found)
    return found


def highest(several: Sequence[tuple[Possible, Floats]]) -> Floats:
    """The highest amount over everything possible."""
    found = np.zeros(1)
    for one, amounts in several:
        found = np.where(one.where, np.maximum(found, amounts), found)
    return found


def usual(several: Sequence[tuple[Possible, Floats]]) -> Floats:
    """The amounts of the addressee that the central value is for: one whose turnover counts, if there is one."""
    found, done = np.full(1, np.nan), NEVER
    for one, amounts in sorted(several, key=lambda pair: not pair[0].who.measured):
        found = np.where(one.where & ~done, amounts, found)
        done = done | one.where
    return found
