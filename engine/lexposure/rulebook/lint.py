"""Checks of the rule book as a whole: what no single file shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexposure.rulebook.circles import circle
from lexposure.rulebook.conditions import FromParameter, Quantified, quantifiers
from lexposure.rulebook.facts import LISTS, About, Catalogue
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.reads import AnyRule, conditions_of, read_by
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Period, Rule
from lexposure.source.problems import Problems, Span, did_you_mean


@dataclass(frozen=True, slots=True)
class Drafted:
    """Everything read, before it is a rule book."""

    catalogue: Catalogue
    parameters: Parameters
    rules: Sequence[Rule]
    conclusions: Sequence[ConclusionRule]
    factors: Sequence[AdjustmentFactor]

    def all(self) -> Iterator[AnyRule]:
        """Rules, conclusions and factors."""
        yield from self.rules
        yield from self.conclusions
        yield from self.factors


def lint(drafted: Drafted, problems: Problems) -> None:
    """Report everything that is wrong between the files."""
    _ids_and_versions(drafted, problems)
    _titles(drafted, problems)
    _names(drafted.rules, problems)
    _displacement(drafted.rules, problems)
    _conclusions(drafted, problems)
    for rule in drafted.all():
        _two_lists(rule, problems)
        _parameters(rule, drafted.parameters, problems)


def _ids_and_versions(drafted: Drafted, problems: Problems) -> None:
    versions: defaultdict[str, list[AnyRule]] = defaultdict(list)
    for rule in drafted.all():
        versions[rule.id].append(rule)
    for name, found in versions.items():
        if len(found) > 1:
            found.sort(key=lambda rule: (rule.in_force.start, rule.span))
            for earlier, later in pairwise(found):
                _distinct(name, earlier, later, problems)
            binding = [rule for rule in found if isinstance(rule, AdjustmentFactor) or rule.status == "in force"]
            for earlier, later in pairwise(binding):
                _successive(name, earlier.in_force, later, earlier.span, problems)


def _distinct(name: str, earlier: AnyRule, later: AnyRule, problems: Problems) -> None:
    if type(earlier) is not type(later) or earlier.about is not later.about:
        problems.error("duplicate", f"'{name}' is the id of something else in {earlier.span} already", later.span)
    elif earlier.in_force.start == later.in_force.start:
        start = later.in_force.start
        problems.error("duplicate", f"'{name}' from {start} on stands in {earlier.span} already", later.span)


def _successive(name: str, earlier: Period, later: AnyRule, place: Span, problems: Problems) -> None:
    start = later.in_force.start
    if earlier.start < start and (earlier.end is None or earlier.end >= start):
        message = f"two versions of '{name}' are in force on {start}; the other is {place}"
        problems.error("overlap", message, later.span, f"end the earlier one with 'until' before {start}")


def _titles(drafted: Drafted, problems: Problems) -> None:
    first: dict[str, AnyRule] = {}
    for rule in drafted.all():
        known = first.setdefault(rule.title.casefold(), rule)
        if known.id != rule.id and rule.title:
            message = f"'{rule.id}' has the title of '{known.id}': {rule.title}"
            problems.error("duplicate", message, rule.span, "a reader must be able to tell them apart")


def _names(rules: Sequence[Rule], problems: Problems) -> None:
    """Rules that others name must exist."""
    known = {rule.id for rule in rules}
    for rule in rules:
        named = [(each.rule, each.span) for each in rule.displaces]
        named += [(opened, remedy.span) for remedy in rule.remedies for opened in remedy.opens]
        for name, span in named:
            if name not in known:
                problems.error("unknown-rule", f"no rule '{name}'", span, did_you_mean(name, known))


def _displacement(rules: Sequence[Rule], problems: Problems) -> None:
    """Rules that displace each other in a circle would all vanish."""
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for rule in rules:
        graph[rule.id].update(each.rule for each in rule.displaces)
    _report_circle(
        graph, "these rules displace each other in a circle", {rule.id: rule.span for rule in rules}, problems
    )


def _conclusions(drafted: Drafted, problems: Problems) -> None:
    """Concluded facts need a rule, and may not rest on themselves, through lists either."""
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for rule in drafted.conclusions:
        graph[rule.concludes].update(
            compare.fact for compare in read_by(rule) if drafted.catalogue[compare.fact].concluded
        )
    spans = {rule.concludes: rule.span for rule in reversed(drafted.conclusions)}
    _report_circle(graph, "these conclusions rest on each other in a circle", spans, problems)
    for fact in drafted.catalogue.values():
        if fact.concluded and fact.name not in graph:
            problems.warn("no-conclusion", f"no rule concludes '{fact.name}'", fact.span)


def _report_circle(
    graph: Mapping[str, Iterable[str]], message: str, spans: Mapping[str, Span], problems: Problems
) -> None:
    chain = circle(graph)
    if chain:
        problems.error("circle", f"{message}: {' -> '.join((*chain, chain[0]))}", spans.get(chain[0]))


def _two_lists(rule: AnyRule, problems: Problems) -> None:
    """A rule reads the company's facts and those of one list."""
    over: dict[About, Quantified] = {}
    for condition in conditions_of(rule):
        for quantified in quantifiers(condition):
            over.setdefault(quantified.over, quantified)
    if rule.about is About.COMPANY and len(over) == len(LISTS):
        last = max(over.values(), key=lambda quantified: quantified.span)
        problems.error("two-lists", f"'{rule.id}' looks into both lists; a rule may read one", last.span)


def _parameters(rule: AnyRule, parameters: Parameters, problems: Problems) -> None:
    start = rule.in_force.start
    for compare in read_by(rule):
        if not isinstance(compare.test, FromParameter):
            continue
        parameter = parameters[compare.test.parameter]
        if parameter.values and parameter.on(start) is None:
            first = parameter.values[0][0]
            message = f"'{parameter.name}' has no value before {first}, but '{rule.id}' is in force from {start}"
            problems.error("parameter-date", message, compare.span)
