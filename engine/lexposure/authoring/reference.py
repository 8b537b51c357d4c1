"""The reference: a page per rule and per fact, the vocabulary, and which rule carries which risk factor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from lexposure.authoring.describe import conclusion_page, fact_page, rule_page
from lexposure.authoring.pages import Ref, as_markdown
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About, Fact
from lexposure.rulebook.formulas import Method
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule

Files = Mapping[str, str]
"""Texts by file name, with slashes."""

MADE = "<!-- Made by `make reference` from the rule book; do not edit. -->"
RULES, FACTS = "reference/rules", "reference/facts"

Carrier = Rule | ConclusionRule | AdjustmentFactor | Method


def reference(book: RuleBook) -> Files:
    """Every generated page."""
    pages = {"coverage.md": coverage_page(book), "vocabulary.md": vocabulary_page(book)}
    for name, text in _rule_pages(book):
        pages[f"{RULES}/{name}.md"] = text
    for fact in book.catalogue.values():
        pages[f"{FACTS}/{fact.name}.md"] = _marked(as_markdown(fact_page(book, fact), _from_below))
    return pages


def _rule_pages(book: RuleBook) -> Iterator[tuple[str, str]]:
    """One page an id, its versions one below the other."""
    found: dict[str, list[str]] = {}
    for rule in book.rules:
        found.setdefault(rule.id, []).append(as_markdown(rule_page(book, rule), _from_below))
    for conclusion in book.conclusions:
        found.setdefault(conclusion.id, []).append(as_markdown(conclusion_page(book, conclusion), _from_below))
    for name, texts in found.items():
        yield name, _marked("\n".join(texts))


def _marked(text: str) -> str:
    return f"{MADE}\n\n{text}"


def _from_below(ref: Ref) -> str:
    """Where a reference leads from a page of a rule or fact."""
    if ref.kind == "risk":
        return "../../coverage.md"
    return f"../{'rules' if ref.kind == 'rule' else 'facts'}/{ref.name}.md"


def carriers(book: RuleBook) -> dict[str, list[tuple[Carrier, str]]]:
    """Who carries each risk factor, and as what; factors without a carrier have an empty list."""
    found: dict[str, list[tuple[Carrier, str]]] = {id: [] for id in book.risk_factors}
    for rule in book.rules:
        for id in rule.covers:
            found[id].append((rule, "rule"))
        for factor in rule.seriousness.factors if rule.seriousness else ():
            for id in factor.covers:
                found[id].append((rule, "seriousness"))
    for conclusion in book.conclusions:
        for id in conclusion.covers:
            found[id].append((conclusion, "conclusion"))
    for method in book.methods.by_id.values():
        for id in method.covers:
            found[id].append((method, "method of calculation"))
    for adjustment in book.factors:
        for id in adjustment.covers:
            found[id].append((adjustment, "aggravating or mitigating factor"))
    return found


def coverage_page(book: RuleBook) -> str:
    """Each risk factor with what carries it."""
    carried = carriers(book)
    none = sum(not by for by in carried.values())
    said = f"{none} are without a carrier" if none else "none is without a carrier"
    counted = f"{len(carried)} risk factors; {said}."
    what = (
        "a rule, a conclusion, a factor of seriousness within a rule, an aggravating or mitigating factor, or a method"
    )
    lines = ["# Risk factors and the rules that carry them", MADE, f"{counted} A factor is carried by {what}."]
    for group, risks in groupby(book.risk_factors.values(), key=lambda risk: risk.group):
        rows = [f"| {risk.id} | {risk.title} | {risk.cite} | {_carried(carried[risk.id])} |" for risk in risks]
        lines += [f"## {group}", _table("Id", "Risk factor", "Law", "Carried by", rows=rows)]
    return "\n\n".join(lines) + "\n"


def _table(*heads: str, rows: list[str]) -> str:
    return "\n".join([f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |", *rows])


def _carried(by: list[tuple[Carrier, str]]) -> str:
    return "; ".join(dict.fromkeys(_carrier(one, role) for one, role in by)) or "**nothing**"


def _carrier(one: Carrier, role: str) -> str:
    name = one.id if isinstance(one, AdjustmentFactor | Method) else f"[{one.id}]({RULES}/{one.id}.md)"
    return name if role == "rule" else f"{name} ({role})"


def vocabulary_page(book: RuleBook) -> str:
    """Every fact by subject and topic."""
    lines = [
        "# Vocabulary",
        MADE,
        f"{len(book.catalogue)} facts: what a profile may answer and rules may read. Each has a page of its own.",
    ]
    for about in About:
        lines.append(f"## About {about.described}")
        topics: dict[str, list[Fact]] = {}
        for fact in book.catalogue.values():
            if fact.about is about:
                topics.setdefault(fact.topic, []).append(fact)
        for topic, facts in topics.items():
            rows = [f"| [{fact.name}]({FACTS}/{fact.name}.md) | {fact.asks} | {_type(fact)} |" for fact in facts]
            lines += [f"### {topic}", _table("Fact", "Question", "Answer", rows=rows)]
    return "\n\n".join(lines) + "\n"


def _type(fact: Fact) -> str:
    kind = fact.type.value.replace("_", "/") + (f" of {fact.unit}" if fact.unit else "")
    return f"{kind}, concluded" if fact.concluded else kind
