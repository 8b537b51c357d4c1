"""What must always hold, from a profile's text to the totals, on the shipped rule book.

Random profiles are assessed; then one open question of each is answered, and the two results compared
replacing an answer's set by a subset never widens a range and never turns a decided finding.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from lexposure.assess.model import Assessment
from lexposure.assess.run import Assessor
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, Range
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Outcome

ON = dt.date(2026, 10, 1)
ENTRIES = {About.COMPANY: ("",), About.PROCESSING: ("p1", "p2"), About.MARKET: ("m1",)}
TOLERANCE = 0.02

FINABLE = {
    "undertaking": "yes",
    "public_body": "no",
    "inability_to_pay_shown": "no",
    "fault": "negligence",
    "role": "controller",
}
"""Answers without which the low end is nothing; half of the profiles have them."""

METHODS = ("edpb-04-2022", "edpb-04-2022", "edpb-04-2022-draft", "dsk-2019", "ap-2019", "dk-2021")
"""Methods of calculation; the usual one twice."""

Question = tuple[str, str]
"""An entry's id (empty for the company) and a fact."""


@cache
def book() -> RuleBook:
    return read_rulebook()


@cache
def assessor() -> Assessor:
    return Assessor(book(), ON, "reference")


def askable() -> list[tuple[Question, Fact]]:
    """Every question of every entry, but for what rules conclude.

    An entry's own answer on fault stands in place of the company's: it is an exception to it and not
    the same question answered more closely (docs/method.md).
    """
    facts = [fact for fact in book().catalogue.values() if not fact.concluded and not fact.name.endswith("_fault")]
    return [((entry, fact.name), fact) for fact in facts for entry in ENTRIES[fact.about]]


ANSWERS: dict[FactType, tuple[str, ...]] = {
    FactType.YES_NO: ("yes", "no"),
    FactType.COUNT: ("0", "1", "3", "100", "40 000", "20 million"),
    FactType.MONEY: ("0 EUR", "1.5 million EUR", "9 million EUR", "240 million EUR", "90 billion EUR"),
    FactType.SHARE: ("0 %", "20 %", "45 %", "60 %", "90 %"),
    FactType.DATE: ("2012-01-01", "2019-05-05", "2024-03-07", "2026-09-01"),
}


def answer(fact: Fact, random: Random) -> str:
    names = [option.name for option in fact.options]
    if fact.type is FactType.CHOICES:
        return f"[{random.choice([name for name in names if name != 'none'])}]"
    return random.choice(ANSWERS.get(fact.type) or names)


@dataclass(frozen=True)
class Told:
    """A profile to be: answers by question, and how far its two operations are linked."""

    given: tuple[tuple[Question, str], ...]
    links: str
    complete: bool
    method: str

    def text(self) -> str:
        by_entry: dict[str, list[str]] = {entry: [] for entries in ENTRIES.values() for entry in entries}
        for (entry, fact), answer in self.given:
            by_entry[entry].append(f"{fact}: {answer}")
        lines = ["format: 1", "company: A firm", f"as_of: {ON}", f"answers: {{{', '.join(by_entry[''])}}}"]
        for about, key in ((About.PROCESSING, "processing"), (About.MARKET, "markets")):
            lines.append(f"{key}:")
            for entry in ENTRIES[about]:
                lines += [f"  - id: {entry}", f"    answers: {{{', '.join(by_entry[entry])}}}"]
                if entry == "p1" and self.links:
                    lines.append(f"    {self.links}: [p2]")
            lines.append(f"{key}_complete: {'yes' if self.complete else 'no'}")
        return "\n".join(lines)

    def result(self) -> tuple[Assessment, Exposure]:
        assessment = assessor().assess(read_profile_text(self.text(), "drawn.yaml", book()))
        return assessment, estimate(assessment, self.method)


def refinement(seed: int) -> tuple[Told, Told]:
    """A profile, and the same with one more thing known."""
    random = Random(seed)
    questions = askable()
    share = random.choice([0.1, 0.5, 0.9, 0.98])
    fixed = FINABLE if random.random() < 0.7 else {}
    told = tuple(
        (question, fixed.get(fact.name) or answer(fact, random))
        for question, fact in questions
        if fact.name in fixed or random.random() < share
    )
    method = random.choice(METHODS)
    before = Told(told, random.choice(["", "linked_with", "separate_from"]), random.random() < 0.5, method)
    if not before.links and random.random() < 0.5:
        return before, replace(before, links=random.choice(["linked_with", "separate_from"]))
    known = {question for question, _ in told}
    left = [(question, fact) for question, fact in questions if question not in known]
    if not left:
        return before, before
    question, fact = random.choice(left)
    return before, replace(before, given=(*told, (question, answer(fact, random))))


def inside(inner: Range, outer: Range) -> bool:
    low = inner.low >= outer.low - TOLERANCE
    high = outer.high is None or (inner.high is not None and inner.high <= outer.high * (1 + 1e-9) + TOLERANCE)
    return low and high


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_answering_a_question_never_widens_a_range_nor_turns_what_is_decided(seed: int) -> None:
    told, more = refinement(seed)
    (old, before), (new, after) = told.result(), more.result()
    decided = {f.id: f.outcome for f in old.findings if f.outcome is not Outcome.UNKNOWN}
    turned = {f.id: f.outcome for f in new.findings if f.id in decided and decided[f.id] is not f.outcome}
    # No finding may become not applicable: the order of the outcomes asks whether a rule applies first.
    assert all((decided[one], now) == (Outcome.NO_FINDING, Outcome.NOT_APPLICABLE) for one, now in turned.items())
    for was, now in zip(before.regimes, after.regimes, strict=True):
        # What cannot be computed has no high, stands beside the amounts and is in no sum: it is no range to compare.
        assert now.nothing_computed or inside(Range(now.low, None, now.high), Range(was.low, None, was.high)), (
            was.regime
        )
        conducts = {conduct.id: conduct.range for conduct in was.conducts}
        for conduct in now.conducts:
            assert conduct.id not in conducts or inside(conduct.range, conducts[conduct.id]), conduct.id
    assert inside(after.total.largest, before.total.largest)
    assert inside(after.total.added, before.total.added)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_figures_stand_in_order_and_below_the_maxima(seed: int) -> None:
    assessment, exposure = refinement(seed)[0].result()
    for regime in exposure.regimes:
        for conduct in regime.conducts:
            assert conduct.low >= 0
            assert conduct.central is None or conduct.low <= conduct.central + TOLERANCE
            if conduct.cap is not None and conduct.high is not None:
                assert conduct.high <= conduct.cap + TOLERANCE
        if regime.cap_total is not None and regime.high is not None:
            assert regime.high <= regime.cap_total + TOLERANCE
        assert inside(replace(regime.established, central=None), Range(regime.low, None, regime.high))
    assert not any(finding.established and finding.subject is None for finding in assessment.findings)
