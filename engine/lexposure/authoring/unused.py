"""What nobody reads, and what nobody carries: facts, parameters and risk factors without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.conditions import FromParameter, comparisons
from lexposure.rulebook.edition import IN_FORCE
from lexposure.rulebook.lint import AnyRule, conditions_of
from lexposure.rulebook.rules import AdjustmentFactor, Rule
from lexposure.source.problems import Problems, Span


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

    def report(self, name: str, span: Span, code: str, unused: tuple[str, str], problems: Problems) -> None:
        """``unused``: what is said of a name that nobody uses, and of one that only drafts do."""
        if name in self.drafted - self.binding:
            problems.warn(code, unused[1], span, "put a rule that does in force")
        elif name not in self.binding:
            problems.error(code, unused[0], span)


def check_unused(book: RuleBook, problems: Problems) -> None:
    """Facts that nothing reads are asked for nothing; a figure that nothing names has no effect.

    A remedy that sets a fact does not read it.
    """
    facts, figures = _Use(), _Use()
    facts.binding.update(book.authorities.reads.values())
    for method in book.methods.by_id.values():
        facts.binding.update(method.reads.values())
    for rule in _all(book):
        compared = [compare for condition in conditions_of(rule) for compare in comparisons(condition)]
        facts.add((compare.fact for compare in compared), rule)
        figures.add((each.test.parameter for each in compared if isinstance(each.test, FromParameter)), rule)
    for fact in book.catalogue.values():
        said = f"nothing reads the fact '{fact.name}'", f"only drafts read the fact '{fact.name}'"
        facts.report(fact.name, fact.span, "unused-fact", said, problems)
    for parameter in book.parameters.values():
        name = parameter.name
        said = f"nothing names the parameter '{name}'", f"only drafts name the parameter '{name}'"
        figures.report(name, parameter.span, "unused-parameter", said, problems)


def check_uncovered(book: RuleBook, problems: Problems) -> None:
    """Every risk factor of the field must be carried by something in force."""
    covered = _Use()
    for rule in _all(book):
        covered.add(rule.covers, rule)
        if isinstance(rule, Rule) and rule.seriousness:
            covered.add((name for level in rule.seriousness.factors for name in level.covers), rule)
    for factor in book.risk_factors.values():
        said = (
            f"no rule covers the risk factor '{factor.id}': {factor.title}",
            f"only drafts cover the risk factor '{factor.id}': {factor.title}",
        )
        covered.report(factor.id, factor.span, "uncovered", said, problems)


def _all(book: RuleBook) -> Iterator[AnyRule]:
    yield from book.rules
    yield from book.conclusions
    yield from book.factors
