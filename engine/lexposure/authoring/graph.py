"""The chain of conclusions behind a rule, as a tree: rule, facts, the rules that conclude them, their facts."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.reads import read_by
from lexposure.rulebook.rules import ConclusionRule, Rule

Branch = tuple[str, tuple["Branch", ...]]


def graphs(book: RuleBook, name: str) -> tuple[Branch, ...]:
    """The trees of every version of a rule or conclusion; none where nobody has that name."""
    rules: tuple[Rule | ConclusionRule, ...] = (*book.rules, *book.conclusions)
    return tuple(graph(book, rule) for rule in rules if rule.id == name)


def graph(book: RuleBook, rule: Rule | ConclusionRule) -> Branch:
    """The tree below a rule; circles were refused when loading."""
    head = f"{rule.id}: {rule.title}"
    if isinstance(rule, ConclusionRule):
        head = f"{rule.id} concludes {rule.concludes}: {rule.title}"
    facts = dict.fromkeys(compare.fact for compare in read_by(rule))
    return head, tuple(_fact(book, name) for name in facts)


def _fact(book: RuleBook, name: str) -> Branch:
    """A fact; below a concluded one the rules that conclude it."""
    concluding = [rule for rule in book.conclusions if rule.concludes == name]
    return name, tuple(graph(book, rule) for rule in concluding)


def as_text(branch: Branch) -> str:
    """The tree with lines, a branch a line."""
    head, parts = branch
    return "\n".join([head, *_lines(parts, "")])


def _lines(parts: tuple[Branch, ...], indent: str) -> Iterator[str]:
    for number, (head, below) in enumerate(parts, 1):
        last = number == len(parts)
        yield f"{indent}{'└' if last else '├'}─ {head}"
        yield from _lines(below, f"{indent}{'   ' if last else '│  '}")
