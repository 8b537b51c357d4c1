"""Who is fined under the GDPR: an undertaking, somebody without turnover, or a public body.

What is not answered leaves several of them possible. A public body is fined within what its Member
State allows (Art. 83(7)); where that ceiling was not sourced, the fine may be nothing, and at most
what Art. 83 allows for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lexposure.exposure.answers import Answers
from lexposure.rulebook.formulas import Method, PublicBody


@dataclass(frozen=True, slots=True)
class Addressee:
    """One possible addressee.

    ``measured``: an undertaking, whose turnover counts. ``ceiling``: a national maximum in euro.
    ``uncertain``: national law may allow less, or nothing.
    """

    measured: bool
    ceiling: float | None = None
    uncertain: bool = False
    note: str = ""


NO_TURNOVER = "Not an undertaking: only the fixed maximum counts, and no turnover measures the size."
NOT_SOURCED = (
    "A public body is fined as far as its Member State allows (GDPR Art. 83(7)); the ceiling of this country was not "
    "sourced, so it is not computed: the fine may be nothing, and at most what Art. 83 allows."
)


def addressees(method: Method, answers: Answers, euro: Callable[[PublicBody], float | None]) -> tuple[Addressee, ...]:
    """Everything the addressee may be. ``euro`` converts a national ceiling, or nothing without a rate."""
    public = answers.truth("public_body")
    found: list[Addressee] = []
    if public is not True:
        found += _private(answers)
    if public is not False and "public_body" in method.reads:
        found += _public(method, answers, euro)
    return tuple(dict.fromkeys(found))


def _private(answers: Answers) -> Iterator[Addressee]:
    undertaking = answers.truth("undertaking")
    if undertaking is not False:
        yield Addressee(measured=True)
    if undertaking is not True and "undertaking" in answers.method.reads:
        yield Addressee(measured=False, note=NO_TURNOVER if undertaking is False else "")


def _public(method: Method, answers: Answers, euro: Callable[[PublicBody], float | None]) -> Iterator[Addressee]:
    sure = answers.truth("public_body") is True
    countries = answers.names("country")
    sourced = {
        country: method.public_bodies[country] for country in sorted(countries) if country in method.public_bodies
    }
    other = not countries or bool(countries - set(sourced))
    for body in sourced.values():
        ceiling = euro(body)
        if ceiling is None:
            other = True
            continue
        note = f"Public body: ceiling of {body.ceiling:,.0f} {body.currency} ({body.mark.cite})." if sure else ""
        yield Addressee(measured=False, ceiling=ceiling, note=note)
    if other:
        for private in _private(answers):
            yield replace(private, uncertain=True, note=NOT_SOURCED if sure else "")
