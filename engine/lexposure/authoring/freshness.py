"""When each part of the rule book was last compared with the law."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lexposure.authoring.dead import kept
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.conditions import months_before
from lexposure.rulebook.formulas import Mark, Method
from lexposure.source.problems import Problems, Span


@dataclass(frozen=True, slots=True)
class Checked:
    """Something with a day on which a person compared it with its source."""

    what: str
    on: dt.date
    span: Span


def check_freshness(checked: Iterator[Checked], on: dt.date, months: int, today: dt.date, problems: Problems) -> None:
    """Warn of what was compared with the law more than ``months`` before ``on``.

    A day that is still to come is an error, whatever day the check is made for.
    """
    oldest = months_before(on, months)
    for each in checked:
        if each.on > max(on, today):
            problems.error("future", f"{each.what} is marked as checked on {each.on}, a day to come", each.span)
        elif each.on < oldest:
            message = f"{each.what} was last compared with the law on {each.on}, before {oldest}"
            problems.warn("stale", message, each.span, "compare it with its sources, then set checked_on")


def checked_parts(book: RuleBook, folder: Path) -> Iterator[Checked]:
    """Everything that carries ``checked_on``; the figures of a method count as one, by the oldest and the newest."""
    for rule in kept(book):
        yield Checked(f"'{rule.id}'", rule.checked_on, rule.span)
    for parameter in book.parameters.values():
        yield Checked(f"the parameter '{parameter.name}'", parameter.checked_on, parameter.span)
    for tier in book.provisions.tiers.values():
        for start, cap in tier.caps:
            yield Checked(f"the maximum of '{tier.name}' from {start} on", cap.checked_on, tier.span)
    for method in book.methods.by_id.values():
        yield from _figures(method)
    for what, name, day in (
        ("the file of authorities", "authorities.yaml", book.authorities.checked_on),
        ("the file of exchange rates", "currencies/ecb-annual-averages.yaml", book.currencies.checked_on),
    ):
        if day is not None:
            yield Checked(what, day, Span(f"{folder}/{name}"))


def _figures(method: Method) -> Iterator[Checked]:
    days = sorted({mark.checked_on for mark in _marks(method)} - {dt.date.min})  # a mark may lean on the one above it
    for day in dict.fromkeys((*days[:1], *days[-1:])):
        yield Checked(f"a figure of the method '{method.id}'", day, method.span)


def _marks(value: object) -> Iterator[Mark]:
    """Every mark inside frozen data, at any depth."""
    if isinstance(value, Mark):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from _marks(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for inner in cast("Mapping[object, object]", value).values():
            yield from _marks(inner)
    elif isinstance(value, tuple):
        for inner in cast("tuple[object, ...]", value):
            yield from _marks(inner)
