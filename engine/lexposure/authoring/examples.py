"""The examples of rules and conclusions, each assessed and held against what its author expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lexposure.assess.model import Finding
from lexposure.assess.run import Assessor
from lexposure.profile.possible import COMPANY
from lexposure.profile.reading import EXAMPLE_ID, example_profile
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.edition import IN_FORCE
from lexposure.rulebook.reads import read_by
from lexposure.rulebook.rules import ConclusionRule, Example, Outcome, Rule
from lexposure.source.problems import InputError, Problems

_WORDS = {True: "true", False: "false", None: "unknown"}


def check_examples(book: RuleBook, problems: Problems) -> None:
    """Every example of what is in force or drafted must come out as it says."""
    tested: tuple[Rule | ConclusionRule, ...] = (*book.rules, *book.conclusions)
    for rule in tested:
        if rule.status == "retired":
            continue
        alone = _Alone(rule, book)
        for example in rule.examples:
            try:
                said = list(alone.differences(example))
            except InputError as wrong:
                said = [f"cannot be read: {problem.message}" for problem in wrong.problems]
            for message in said:
                problems.error("mismatch", f"the example '{example.name}' {message}", example.span)


class _Alone:
    """A rule, taken to be in force, with the conclusions it rests on; the reference alone decides, for speed."""

    def __init__(self, rule: Rule | ConclusionRule, book: RuleBook) -> None:
        self.rule = rule
        self.whole = book
        binding = [each for each in book.conclusions if each.status == IN_FORCE and each is not rule]
        if isinstance(rule, ConclusionRule):
            binding.append(replace(rule, status="in force"))
        self.book = replace(
            book,
            rules=(replace(rule, status="in force"),) if isinstance(rule, Rule) else (),
            conclusions=tuple(_beneath(rule, binding)),
            factors=(),
        )
        self._assessors: dict[dt.date, Assessor] = {}

    def differences(self, example: Example) -> Iterator[str]:
        """What comes out otherwise than the example says."""
        profile = example_profile(example, self.rule.about, self.whole)
        day = example.on or self._day(profile.as_of)
        if day not in self._assessors:
            self._assessors[day] = Assessor(self.book, day, "reference")
        assessment = self._assessors[day].assess(profile)
        if isinstance(self.rule, ConclusionRule):
            truths = {
                _WORDS[outcome.truth]
                for outcome in assessment.conclusions
                if outcome.fact.name == self.rule.concludes
                and (outcome.subject == COMPANY or outcome.subject.id == EXAMPLE_ID)
            }
            if truths != {example.expect}:
                yield f"expects {example.expect} and comes out as {' and '.join(sorted(truths)) or 'not concluded'}"
            return
        found = [
            finding
            for finding in assessment.findings
            if finding.subject is not None or finding.outcome is Outcome.NOT_APPLICABLE
        ]
        for finding in found:
            yield from _finding(finding, example)

    def _day(self, usual: dt.date) -> dt.date:
        """A day on which the rule is in force: the usual one, or the nearest to it."""
        period = self.rule.in_force
        return usual if period.covers(usual) else max(period.start, min(usual, period.end or usual))


def _beneath(rule: Rule | ConclusionRule, conclusions: Sequence[ConclusionRule]) -> Iterator[ConclusionRule]:
    """The conclusions whose facts the rule reads, directly or through others, and those of its own fact."""
    wanted = {rule.concludes} if isinstance(rule, ConclusionRule) else _facts(rule)
    size = 0
    while size < len(wanted):
        size = len(wanted)
        for each in conclusions:
            if each.concludes in wanted:
                wanted |= _facts(each)
    return (each for each in conclusions if each.concludes in wanted)


def _facts(rule: Rule | ConclusionRule) -> set[str]:
    return {compare.fact for compare in read_by(rule)}


def _finding(finding: Finding, example: Example) -> Iterator[str]:
    if finding.outcome != example.expect:
        yield f"expects {example.expect} and comes out as {finding.outcome}"
        return
    missing = {missing.fact for missing in finding.missing}
    if example.missing and missing != set(example.missing):
        yield f"expects {', '.join(sorted(example.missing))} to be missing, not {', '.join(sorted(missing))}"
    level = finding.graveness.central.word if finding.graveness else "none"
    if example.seriousness is not None and level != example.seriousness.word:
        yield f"expects the seriousness {example.seriousness.word}, not {level}"
