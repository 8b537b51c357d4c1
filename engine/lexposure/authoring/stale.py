"""What was last compared with the law too long ago, or on a day to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from lexposure.authoring.freshness import Entry, entries
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.conditions import months_before
from lexposure.source.problems import Problems, Span


def check_stale(book: RuleBook, folder: Path, oldest: dt.date, latest: dt.date, problems: Problems) -> None:
    """Warn of what was compared with the law before ``oldest``; a day after ``latest`` is an error.

    ``folder`` is where the file of authorities and the exchange rates lie.
    """
    for what, day, span in dict.fromkeys(_checked(book, folder)):
        if day > latest:
            problems.error("future", f"{what} is marked as checked on {day}, a day to come", span)
        elif day < oldest:
            message = f"{what} was last compared with the law on {day}, before {oldest}"
            problems.warn("stale", message, span, "compare it with its sources, then set checked_on")


def oldest_fresh(on: dt.date, months: int) -> dt.date:
    """The earliest day of checking that does not count as old on a day."""
    return months_before(on, months)


def _checked(book: RuleBook, folder: Path) -> Iterator[tuple[str, dt.date, Span]]:
    """Everything with a day of checking, except retired rules; of a method each day once."""
    retired = {rule.span for rule in book.tested if rule.status == "retired"}
    for entry in entries(book):
        if entry.checked_on is None or entry.span in retired:
            continue
        yield _named(entry), entry.checked_on, entry.span
    for what, file, day in (
        ("the file of authorities", "authorities.yaml", book.authorities.checked_on),
        ("the file of exchange rates", "currencies/ecb-annual-averages.yaml", book.currencies.checked_on),
    ):
        if day is not None:
            yield what, day, Span(f"{folder}/{file}")


def _named(entry: Entry) -> str:
    """An entry as a sentence calls it. The figures of a method have no places of their own."""
    if entry.kind == "method":
        return f"a figure of the method '{entry.name.partition(' ')[0]}'"
    kind = "announced change" if entry.kind == "announced" else entry.kind
    return f"the {kind} '{entry.name}'"
