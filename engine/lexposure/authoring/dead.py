"""Dead parts of every rule, conclusion and factor, over all the days on which they may read differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial

from lexposure.authoring.days import telling_days
from lexposure.authoring.dead_parts import Dead, Fault, Sections, dead_parts
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.edition import condition_on
from lexposure.rulebook.reads import AnyRule
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule
from lexposure.source.problems import Problems

_SAYS: Mapping[Fault, str] = {
    "never": "can never be true here",
    "always": "is always true here",
    "contained": "adds nothing here: wherever it is true, another part of the list is",
    "excuses all": "is true wherever something is found, so nothing is ever found",
}
_HOLD = "hold it against what stands beside it, applies_when and the exceptions"
_LEAVE = "leave it out, unless it stands there for the reader"


def check_dead_parts(book: RuleBook, problems: Problems) -> None:
    """A part that can never be true is an error, a superfluous one a warning.

    What is so from some day on only, because a figure changed or time went by, is a warning; what was
    so once and no longer is, is nothing.
    """
    for rule in kept(book):
        for dead, since in _lasting(rule, book):
            message = f"{dead.part} {_SAYS[dead.fault]}"
            if since is not None:
                message = f"{message} from {since} on"
            if dead.fault == "always":
                problems.warn("always-true", message, dead.span, _LEAVE)
            elif dead.fault == "contained":
                problems.warn("contained", message, dead.span, _LEAVE)
            elif since is None:
                problems.error("never-true", message, dead.span, _HOLD)
            else:
                problems.warn("never-true", message, dead.span, _HOLD)


def kept(book: RuleBook) -> Iterator[AnyRule]:
    """Rules, conclusions and factors that are in force or drafted."""
    yield from (rule for rule in book.rules if rule.status != "retired")
    yield from (rule for rule in book.conclusions if rule.status != "retired")
    yield from book.factors


def sections_of(rule: AnyRule) -> Sections:
    """The conditions of a rule as they are written."""
    match rule:
        case Rule():
            levels = tuple(factor.when for factor in rule.seriousness.factors) if rule.seriousness else ()
            return Sections(rule.applies_when, rule.finding_when, rule.unless, levels)
        case ConclusionRule():
            return Sections(None, rule.when, rule.unless)
        case AdjustmentFactor():
            return Sections(None, rule.when, None)


def sections_on(rule: AnyRule, book: RuleBook, day: dt.date) -> Sections:
    """The conditions of a rule as they read on a day."""
    read = partial(condition_on, parameters=book.parameters, on=day)
    written = sections_of(rule)
    return Sections(
        applies=None if written.applies is None else read(written.applies),
        when=read(written.when),
        unless=None if written.unless is None else read(written.unless),
        levels=tuple(map(read, written.levels)),
    )


def _lasting(rule: AnyRule, book: RuleBook) -> Iterator[tuple[Dead, dt.date | None]]:
    """What is dead on the last day, with the day since when if it was not so from the beginning."""
    days = telling_days(sections_of(rule).all(), rule.in_force, book.parameters, book.catalogue)
    found = [(day, frozenset(dead_parts(sections_on(rule, book, day), book.catalogue))) for day in days]
    for dead in sorted(found[-1][1], key=lambda dead: dead.span):
        since = days[0]
        for day, there in reversed(found):
            if dead not in there:
                break
            since = day
        yield dead, None if since == days[0] else since
