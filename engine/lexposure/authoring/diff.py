"""What differs between two rule books: law, figures and wording, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lexposure.authoring.describe import conclusion_page, fact_page, rule_page
from lexposure.authoring.pages import Line, Page, plain
from lexposure.authoring.walk import values
from lexposure.reporting.law import cap_in_words
from lexposure.reporting.wording import shipped
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.formulas import Mark, Method
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule
from lexposure.rulebook.values import show
from lexposure.source.problems import Span

Category = Literal["law", "figures", "wording"]
CATEGORIES: tuple[Category, ...] = ("law", "figures", "wording")

_LAW = frozenset(
    (
        *("Status", "Applies when", "Finding when", "When", "Unless", "Infringes", "Seriousness"),
        *("Law", "Conduct", "Displaces", "Answers", "Provision"),
    )
)
"""Parts whose change may change an outcome or its ground; figures are told apart by their kind, the rest is wording."""

_NOT_COMPARED = frozenset({"Read by", "Concluded by", "Needs", "Figures"})
"""Parts that follow from other entries, which are compared themselves."""

Parts = Mapping[str, tuple[str, ...]]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One part of one entry that differs. ``part`` is empty where the whole entry came or went."""

    category: Category
    kind: str
    name: str
    part: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(old: RuleBook, new: RuleBook) -> tuple[Change, ...]:
    """Every difference, law first, then figures, then wording; in each by kind and name."""
    before, after = _entries(old), _entries(new)
    found: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        found += _compared(key, before.get(key), after.get(key))
    return tuple(sorted(found, key=lambda one: (CATEGORIES.index(one.category), one.kind, one.name)))


def _compared(key: Key, before: Parts | None, after: Parts | None) -> Iterator[Change]:
    kind, name = key
    if before is None or after is None:
        title = (f"{name}: {_title(before or after or {})}",)
        category: Category = "figures" if kind in _FIGURES else "law"
        yield Change(category, kind, name, "", () if before is None else title, () if after is None else title)
        return
    for part in dict.fromkeys((*before, *after)):
        removed, added = _lines_apart(before.get(part, ()), after.get(part, ()))
        if removed or added:
            yield Change(_category(kind, part), kind, name, part, removed, added)


def _lines_apart(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that only one of both has, in order."""
    removed: list[str] = []
    added: list[str] = []
    for what, start, end, start_new, end_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            removed += before[start:end]
            added += after[start_new:end_new]
    return tuple(removed), tuple(added)


_FIGURES = ("parameter", "maximum", "factor", "method")


def _category(kind: str, part: str) -> Category:
    if kind in _FIGURES:
        return "wording" if part == "Title" else "figures"
    return "law" if part in _LAW else "wording"


def _title(parts: Parts) -> str:
    return "".join(parts.get("Title", ()))


def _entries(book: RuleBook) -> dict[Key, Parts]:
    """Every entry as named parts of plain lines. Versions of a rule are told apart by their first day."""
    found: dict[Key, Parts] = {}
    for rule in book.rules:
        found["rule", _versioned(book.rules, rule)] = _of_page(rule.title, rule_page(book, rule))
    for conclusion in book.conclusions:
        page = conclusion_page(book, conclusion)
        found["conclusion", _versioned(book.conclusions, conclusion)] = _of_page(conclusion.title, page)
    for fact in book.catalogue.values():
        found["fact", fact.name] = _of_page(fact.asks, fact_page(book, fact), lead="Help")
    for factor in book.factors:
        found["factor", factor.id] = _factor(factor)
    for provision in book.provisions.by_name.values():
        how = provision.tier.name if provision.tier else provision.only_through or provision.national
        found["provision", provision.name] = {"Title": (provision.subject,), "Provision": (how, *provision.routes)}
    found.update(_figures(book))
    return found


def _figures(book: RuleBook) -> Iterator[tuple[Key, Parts]]:
    for one in book.parameters.values():
        dated = tuple(f"{show(value, one.as_fact())} from {start} [{cite}]" for start, value, cite in one.values)
        yield ("parameter", one.name), {"Title": (one.title,), "Values": dated, "Marks": (one.kind, one.certainty)}
    for tier in book.provisions.tiers.values():
        dated = tuple(f"{cap_in_words(cap, shipped())} from {start} [{cap.cite}]" for start, cap in tier.caps)
        yield ("maximum", tier.name), {"Title": (tier.title,), "Values": dated}
    for method in book.methods.by_id.values():
        yield ("method", method.id), {"Title": (method.title,), "Figures": tuple(_flat(method))}


def _flat(method: Method) -> Iterator[str]:
    """A method's figures, each with the names that lead to it; places and marks are left out."""
    for path, value in values(method, (Mark, Span)):
        if not isinstance(value, Mark | Span) and path != "title":
            yield f"{path}: {value}"


def _factor(factor: AdjustmentFactor) -> Parts:
    effect = tuple(f"{word} {value / 10_000:+g} %" for word, value in _effects(factor))
    return {
        "Title": (factor.title,),
        "Effect": effect,
        "Law": (factor.cite,),
        "Why": (factor.because,),
    }


def _effects(factor: AdjustmentFactor) -> Iterable[tuple[str, int]]:
    return (("low", factor.low), ("central", factor.central), ("high", factor.high))


def _versioned(rules: tuple[Rule, ...] | tuple[ConclusionRule, ...], rule: Rule | ConclusionRule) -> str:
    several = sum(one.id == rule.id for one in rules) > 1
    return f"{rule.id}@{rule.in_force.start.isoformat()}" if several else rule.id


def _of_page(title: str, page: Page, lead: str = "Status") -> Parts:
    """The sections of a page; its lead is the status of a rule, or what helps with a question."""
    parts = {"Title": (title,), lead: tuple(plain(paragraph) for paragraph in page.lead)}
    for section in page.sections:
        if section.title not in _NOT_COMPARED:
            parts[section.title] = tuple(map(_indented, section.lines))
    return parts


def _indented(line: Line) -> str:
    return f"{'  ' * line.depth}{plain(line.parts)}"
