"""How fresh and how sure the rule book is: everything that carries a day of checking or a mark of certainty.

``checked_on`` is the day on which a person last compared an entry with the law; certainty is verified (looked up in
the source), derived (follows from such) or unverified (from memory).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lexposure.authoring.walk import values
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.formulas import Mark, Method, SizeBand
from lexposure.rulebook.marks import CERTAINTIES
from lexposure.rulebook.rules import Basis, ConclusionRule, Rule
from lexposure.rulebook.tariffs import Place, SizeClass
from lexposure.source.problems import Span

UNMARKED = ""
"""Of an entry that carries no mark of certainty."""

_WEAKEST_FIRST = (CERTAINTIES["M"], UNMARKED, CERTAINTIES["D"], CERTAINTIES["V"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the rule book with its marks. ``checked_on`` is nothing where the entry has no day of its own."""

    kind: str
    name: str
    title: str
    certainty: str
    checked_on: dt.date | None
    cite: str
    span: Span


def entries(book: RuleBook) -> tuple[Entry, ...]:
    """Every entry, the oldest first, the least sure first within a day."""
    found = [*_rules((*book.rules, *book.conclusions)), *_figures(book)]
    for method in book.methods.by_id.values():
        found += _method(method)
    return tuple(sorted(found, key=_order))


def _order(entry: Entry) -> tuple[dt.date, int, str, str]:
    return entry.checked_on or dt.date.max, _WEAKEST_FIRST.index(entry.certainty), entry.kind, entry.name


def chosen(found: Iterable[Entry], certainty: str | None, before: dt.date | None) -> tuple[Entry, ...]:
    """The entries of a certainty, and those last checked before a day."""
    return tuple(
        entry
        for entry in found
        if (certainty is None or entry.certainty == certainty)
        and (before is None or (entry.checked_on is not None and entry.checked_on < before))
    )


def _rules(rules: Iterable[Rule | ConclusionRule]) -> Iterator[Entry]:
    for rule in rules:
        kind = "rule" if isinstance(rule, Rule) else "conclusion"
        cites = "; ".join(basis.cite for basis in rule.basis)
        yield Entry(kind, rule.id, rule.title, _weakest(rule.basis), rule.checked_on, cites, rule.span)


def _weakest(sources: Iterable[Basis]) -> str:
    """A rule is as sure as the least sure of its sources."""
    return min((one.certainty for one in sources), key=_WEAKEST_FIRST.index, default=UNMARKED)


def _figures(book: RuleBook) -> Iterator[Entry]:
    for one in book.parameters.values():
        cites = "; ".join(cite for _, _, cite in one.values)
        yield Entry("parameter", one.name, one.title, one.certainty, one.checked_on, cites, one.span)
    for tier in book.provisions.tiers.values():
        for start, cap in tier.caps:
            name = f"{tier.name} from {start.isoformat()}"
            yield Entry("maximum", name, tier.title, cap.certainty, cap.checked_on, cap.cite, tier.span)
    for provision in book.provisions.by_name.values():
        yield Entry(
            "provision", provision.name, provision.subject, provision.certainty, None, provision.cite, provision.span
        )
    for change in book.announced:
        yield Entry("announced", change.id, change.title, change.certainty, change.checked_on, change.cite, change.span)
    for factor in book.factors:
        yield Entry("factor", factor.id, factor.title, factor.certainty, factor.checked_on, factor.cite, factor.span)


def _method(method: Method) -> Iterator[Entry]:
    for path, mark in _marks(method):
        if mark.checked_on == dt.date.min:  # a step of the method without a figure of its own
            continue
        title = mark.because or method.title
        yield Entry(
            "method", f"{method.id} {path}".strip(), title, mark.certainty, mark.checked_on, mark.cite, method.span
        )


def _marks(method: Method) -> Iterator[tuple[str, Mark]]:
    """Every mark below a method, with the names that lead to it; rows of tables have their own certainty only."""
    for path, value in values(method, (Mark, SizeBand, SizeClass, Place)):
        if isinstance(value, Mark):
            yield path.removesuffix("mark").strip(" _").replace("_", " "), value
        elif isinstance(value, SizeBand):
            own = replace(method.mark, certainty=value.certainty, because="")
            yield f"size up to {value.up_to:,.0f}", own
        elif isinstance(value, SizeClass):
            yield f"size class {value.name}", replace(method.mark, certainty=value.certainty, because="")
        elif isinstance(value, Place):
            own = replace(method.mark, cite=value.cite, certainty=value.certainty, because="")
            yield f"category of {value.provision}", own
