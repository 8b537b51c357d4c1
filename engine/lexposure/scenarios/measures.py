"""What could be done: the remedies of rules that are findings, and the user's own, with cost, time and needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lexposure.assess.model import Assessment, Finding
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.facts import About, Catalogue
from lexposure.rulebook.rules import Remedy
from lexposure.rulebook.values import Misread, read_amount
from lexposure.scenarios.changes import Change
from lexposure.scenarios.places import shown
from lexposure.source.fields import Fields
from lexposure.source.problems import NOWHERE, Problems, Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar, read_tree

FORMAT = "1"
STEP = 100
"""The cost of a measure whose cost nobody stated where none is: one step, in cents of nothing."""

_DAYS = re.compile(r"(\d+) days?\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that can be done.

    ``sets`` are the answers afterwards by path, as written; ``cost`` is in cents, or nothing where nobody stated it;
    ``of`` names the findings it is a remedy for, ``opens`` the rules whose duties begin with it.
    """

    id: str
    do: str
    sets: tuple[Change, ...]
    cost: int | None = None
    days: int | None = None
    needs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Terms:
    """Cost, time and needs of one of the rules' measures."""

    cost: int | None
    days: int | None
    needs: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Means:
    """A user's file: terms of the rules' measures by id, own measures, and answers that cannot be changed."""

    terms: Mapping[str, Terms] = field(default_factory=dict[str, Terms])
    own: tuple[Measure, ...] = ()
    cannot: tuple[Scalar, ...] = ()


def read_means(path: Path, problems: Problems) -> Means:
    """The means of a file; what is wrong is added to the problems."""
    root = read_tree(path, problems)
    if root is None:
        return Means()
    fields = Fields(root, problems, "a file of remedies")
    written = fields.scalar("format", required=True)
    if written is not None and written.text.strip() != FORMAT:
        hint = f"write 'format: {FORMAT}'"
        problems.error("format", f"format '{written.text[:40]}' is not known", written.span, hint)
    terms = {id.text: _terms(id, node, problems) for id, node in fields.keyed("terms")}
    own = tuple(_own(node, problems) for node in fields.items("remedies"))
    cannot = fields.scalars("cannot")
    fields.finish()
    return Means(terms, own, cannot)


def _terms(id: Scalar, node: Node, problems: Problems) -> Terms:
    fields = Fields(node, problems, f"the terms of '{id.text}'")
    found = Terms(_cost(fields, problems), _days(fields, problems), fields.texts("needs"), id.span)
    fields.finish()
    return found


def _own(node: Node, problems: Problems) -> Measure:
    fields = Fields(node, problems, "a remedy")
    found = Measure(
        id=fields.text("id", required=True),
        do=fields.text("do", required=True),
        sets=tuple(Change(path, value) for path, value in fields.keyed("set")),
        cost=_cost(fields, problems),
        days=_days(fields, problems),
        needs=fields.texts("needs"),
        span=fields.span,
    )
    if not found.sets:
        problems.error("missing", f"'{found.id}' sets no answer", fields.span, "write set: {fact: value}")
    fields.finish()
    return found


def _cost(fields: Fields, problems: Problems) -> int | None:
    scalar = fields.scalar("cost")
    if scalar is None:
        return None
    try:
        amount = read_amount(scalar.text.strip())
    except Misread:
        amount = None
    if amount is None or amount.low is None or amount.low != amount.high or amount.unit not in ("", "EUR"):
        problems.error("value", f"'{scalar.text[:40]}' is not one amount in EUR", scalar.span, "write 40 000 EUR")
        return None
    return int(amount.low * 100)


def _days(fields: Fields, problems: Problems) -> int | None:
    scalar = fields.scalar("days")
    if scalar is None:
        return None
    if not scalar.text.strip().isdecimal() or len(scalar.text.strip()) > 5:
        problems.error("value", f"'{scalar.text[:40]}' is no number of days", scalar.span, "write days: 30")
        return None
    return int(scalar.text)


def measures(assessment: Assessment, means: Means, problems: Problems) -> tuple[Measure, ...]:
    """Everything that could be done about established findings, in the order of the findings, then the user's own.

    Remedies that set the same answers are one measure. What sets an answer that cannot be changed is left out.
    """
    found: dict[frozenset[tuple[str, str]], Measure] = {}
    for one in _of_rules(assessment):
        key = frozenset((change.path.text, _text(change.value)) for change in one.sets)
        known = found.get(key)
        found[key] = one if known is None else replace(known, of=tuple(dict.fromkeys((*known.of, *one.of))))
    several = [*_with_terms(found.values(), means, problems), *means.own]
    _check(several, means, problems)
    cannot = {scalar.text for scalar in means.cannot}
    kept = [one for one in several if not any(change.path.text in cannot for change in one.sets)]
    ids = {one.id for one in kept}
    return tuple(one for one in kept if ids.issuperset(one.needs))


def _of_rules(assessment: Assessment) -> Iterator[Measure]:
    catalogue = assessment.edition.book.catalogue
    for finding in assessment.findings:
        if finding.established and finding.subject is not None:
            for number, remedy in enumerate(finding.rule.remedies, 1):
                if remedy.sets:
                    yield _measure(finding, finding.subject, number, remedy, catalogue)


def _measure(finding: Finding, subject: Subject, number: int, remedy: Remedy, catalogue: Catalogue) -> Measure:
    days = _DAYS.search(remedy.within)
    return Measure(
        id=f"{finding.id}#{number}",
        do=remedy.do,
        sets=tuple(
            Change(_scalar(shown(_owner(name, subject, catalogue), name), remedy), _scalar(value, remedy))
            for name, value in remedy.sets
        ),
        days=int(days[1]) if days else None,
        opens=remedy.opens,
        of=(finding.id,),
        span=remedy.span,
    )


def _scalar(text: str, remedy: Remedy) -> Scalar:
    return Scalar(text, remedy.span, plain=True)


def _owner(name: str, subject: Subject, catalogue: Catalogue) -> Subject:
    fact = catalogue.get(name)
    return COMPANY if fact is not None and fact.about is About.COMPANY else subject


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else repr(node)


def _with_terms(found: Iterable[Measure], means: Means, problems: Problems) -> Iterator[Measure]:
    """The rules' measures with the terms a user states for them."""
    used: set[str] = set()
    for one in found:
        terms = means.terms.get(one.id)
        if terms is not None:
            used.add(one.id)
            days = one.days if terms.days is None else terms.days
            yield replace(one, cost=terms.cost, days=days, needs=terms.needs)
        else:
            yield one
    for id, terms in means.terms.items():
        if id not in used:
            problems.error("unknown-name", f"there is no measure '{id}'", terms.span, "plan without options lists them")


def _check(several: list[Measure], means: Means, problems: Problems) -> None:
    ids = [one.id for one in several]
    for one in several:
        if ids.count(one.id) > 1:
            problems.error("duplicate", f"the remedy '{one.id}' stands there twice", one.span)
        terms = means.terms.get(one.id)
        for need in one.needs:
            if need not in ids or need == one.id:
                place = terms.span if terms else one.span
                hint = did_you_mean(need, ids)
                problems.error("unknown-name", f"'{one.id}' needs '{need}', which there is not", place, hint)
