"""What nobody reads, and what nobody carries: facts, parameters and risk factors without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.conditions import FromParameter
from lexposure.rulebook.edition import IN_FORCE
from lexposure.rulebook.reads import AnyRule, read_by
from lexposure.rulebook.rules import AdjustmentFactor, Rule
from lexposure.source.problems import Problems

_DRAFTS = "put one of them in force"


@dataclass(slots=True)
class _Use:
    """The names that rules in force use, and those that only drafts do."""

    binding: set[str] = field(default_factory=set[str])
    drafted: set[str] = field(default_factory=set[str])

    def add(self, names: Iterable[str], rule: AnyRule) -> None:
        if isinstance(rule, AdjustmentFactor) or rule.status == IN_FORCE:
            self.binding.update(names)
        elif rule.status == "draft":
            self.drafted.update(names)

    def nowhere(self, name: str) -> bool:
        """Whether neither a rule in force nor a draft uses the name."""
        return name not in self.binding | self.drafted

    def only_drafted(self, name: str) -> bool:
        """Whether drafts use the name and nothing else does."""
        return name in self.drafted - self.binding


def check_unused(book: RuleBook, problems: Problems) -> None:
    """Facts that nothing reads are asked for nothing; a figure that nothing names has no effect.

    A remedy that sets a fact does not read it.
    """
    facts, figures = _Use(), _Use()
    facts.binding.update(book.authorities.reads.values())
    facts.binding.update(mirror.when for mirror in book.provisions.mirrors.values())
    for method in book.methods.by_id.values():
        facts.binding.update(method.reads.values())
    for rule in _all(book):
        compared = tuple(read_by(rule))
        facts.add((compare.fact for compare in compared), rule)
        figures.add((each.test.parameter for each in compared if isinstance(each.test, FromParameter)), rule)
    for fact in book.catalogue.values():
        if facts.nowhere(fact.name):
            problems.error("unused-fact", f"nothing reads the fact '{fact.name}'", fact.span)
        elif facts.only_drafted(fact.name):
            problems.warn("unused-fact", f"only drafts read the fact '{fact.name}'", fact.span, _DRAFTS)
    for name, figure in book.parameters.items():
        if figures.nowhere(name):
            problems.error("unused-parameter", f"nothing names the parameter '{name}'", figure.span)
        elif figures.only_drafted(name):
            problems.warn("unused-parameter", f"only drafts name the parameter '{name}'", figure.span, _DRAFTS)


def check_uncovered(book: RuleBook, problems: Problems) -> None:
    """Every risk factor of the field must be carried by something in force."""
    covered = _Use()
    for method in book.methods.by_id.values():
        covered.binding.update(method.covers)
    for rule in _all(book):
        covered.add(rule.covers, rule)
        if isinstance(rule, Rule) and rule.seriousness:
            covered.add((name for level in rule.seriousness.factors for name in level.covers), rule)
    for factor in book.risk_factors.values():
        named = f"the risk factor '{factor.id}': {factor.title}"
        if covered.nowhere(factor.id):
            problems.error("uncovered", f"no rule covers {named}", factor.span)
        elif covered.only_drafted(factor.id):
            problems.warn("uncovered", f"only drafts cover {named}", factor.span, _DRAFTS)


def _all(book: RuleBook) -> Iterator[AnyRule]:
    yield from book.rules
    yield from book.conclusions
    yield from book.factors
