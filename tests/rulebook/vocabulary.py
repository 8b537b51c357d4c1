"""A few facts and parameters that the tests of this folder read phrases and conditions with."""

from __future__ import annotations

import datetime as dt

from lexposure.rulebook.facts import About, Fact, FactType, Option
from lexposure.rulebook.facts_reading import YES_NO
from lexposure.rulebook.parameters import Parameter
from lexposure.source.problems import Span

COUNTRIES = tuple(Option(code, name, name) for code, name in enumerate(("DE", "FR", "SE", "NO", "IS")))
KINDS = tuple(Option(code, name, name) for code, name in enumerate(("health", "location", "contact")))


def fact(name: str, kind: FactType, about: About = About.COMPANY, unit: str = "") -> Fact:
    """A fact of a type, with the options it needs."""
    options = {FactType.YES_NO: YES_NO, FactType.CHOICE: COUNTRIES, FactType.CHOICES: KINDS}.get(kind, ())
    return Fact(name, about, kind, "Well?", Span("facts"), unit=unit, options=options)


FLAG = fact("flag", FactType.YES_NO)
PEOPLE = fact("people", FactType.COUNT, unit="people")
TURNOVER = fact("turnover", FactType.MONEY)
SHARE = fact("share", FactType.SHARE)
SINCE = fact("since", FactType.DATE)
SEAT = fact("seat", FactType.CHOICE)
DATA = fact("data", FactType.CHOICES)
CONSENT = fact("consent", FactType.YES_NO, About.PROCESSING)
SELLERS = fact("sellers", FactType.YES_NO, About.MARKET)

CATALOGUE = {each.name: each for each in (FLAG, PEOPLE, TURNOVER, SHARE, SINCE, SEAT, DATA, CONSENT, SELLERS)}


def parameter(name: str, kind: FactType, unit: str, **values: int) -> Parameter:
    """A parameter with values from the first of January of years written as ``y2018``."""
    dated = tuple(sorted((dt.date(int(year[1:]), 1, 1), value, "Invented") for year, value in values.items()))
    return Parameter(name, name, kind, unit, "our reading", "derived", dt.date(2026, 11, 23), dated)


PARAMETERS = {
    "many_people": parameter("many_people", FactType.COUNT, "people", y2018=50_000, y2024=60_000),
    "large_turnover": parameter("large_turnover", FactType.MONEY, "", y2018=500_000_000_00),
}
