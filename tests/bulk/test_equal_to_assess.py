"""Many profiles on arrays come out as each of them assessed alone: outcomes identical, money to the cent.

Profiles are drawn on the shipped rule book: up to three operations and three markets, some of them missing, links of
every kind, answers open, ranged, disputed, alleged or not shown, and methods of every authority.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import numpy as np
import pytest

from lexposure.assess.model import Assessment
from lexposure.assess.run import Assessor
from lexposure.bulk.exposures import Estimator, Exposures
from lexposure.bulk.frame import frame_of
from lexposure.bulk.items import Outcome as Planes
from lexposure.bulk.regimes import Amounts
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure, Range
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Outcome

ON = dt.date(2026, 10, 1)
ENTRIES = {About.PROCESSING: ("p1", "p2", "p3"), About.MARKET: ("m1", "m2", "m3")}
KEYS = {About.PROCESSING: "processing", About.MARKET: "markets"}
LINKS = ("", "p2 linked_with p1", "p2 separate_from p1", "p3 separate_from p1, p2", "m2 linked_with m1",
         "p1 separate_from p3; m3 separate_from m1")  # fmt: skip
METHODS = (None, None, "edpb-04-2022", "edpb-04-2022-draft", "dsk-2019", "ap-2019", "dk-2021", "ico-2024")
OPEN = "more than 5 million EUR"
NUMBERS: dict[FactType, tuple[str, ...]] = {
    FactType.COUNT: ("0", "1", "3", "100-40 000", "20 million"),
    FactType.MONEY: ("0 EUR", "1.5-3 million EUR", "9 million EUR", "240 million EUR", "10-90 billion EUR", OPEN),
    FactType.SHARE: ("0 %", "20 %", "30-45 %", "60 %", "90 %"),
    FactType.DATE: ("2012-01-01", "2019-05-05", "2024-03-07", "2026-09-01"),
}  # fmt: skip
LIKELY = {"undertaking": "yes", "public_body": "no", "role": "controller", "fault": "negligence"}


@cache
def book() -> RuleBook:
    return read_rulebook()


@cache
def assessor() -> Assessor:
    return Assessor(book(), ON, "reference")


def text(random: Random, links: str) -> str:
    """A profile."""
    share = random.choice([0.2, 0.6, 0.95])
    lines = ["format: 1", "company: A firm", f"as_of: {ON}", f"answers: {{{answers(About.COMPANY, share, random)}}}"]
    for about, entries in ENTRIES.items():
        lines.append(f"{KEYS[about]}:")
        kept = [entry for entry in entries if links_of(entry, links) or entry in links or random.random() < 0.7]
        for entry in kept:
            lines += [f"  - id: {entry}", f"    answers: {{{answers(about, share, random)}}}"]
            lines += [f"    {kind}: [{others}]" for kind, others in links_of(entry, links)]
        if not kept:
            lines[-1] += " []"
        lines.append(f"{KEYS[about]}_complete: {random.choice(['yes', 'no'])}")
    return "\n".join(lines)


def links_of(entry: str, links: str) -> list[tuple[str, str]]:
    stated = [one.strip().split(" ", 2) for one in links.split(";") if one.strip()]
    return [(kind, others) for mine, kind, others in stated if mine == entry]


def answers(about: About, share: float, random: Random) -> str:
    facts = [fact for fact in book().catalogue.values() if fact.about is about]
    told = [
        f"{fact.name}: {LIKELY[fact.name] if fact.name in LIKELY and random.random() < 0.5 else answer(fact, random)}"
        for fact in facts
        if random.random() < (share if not fact.concluded else 0.05)
    ]
    return ", ".join(told)


def answer(fact: Fact, random: Random) -> str:
    chance = random.random()
    if chance < 0.03:
        return "not shown"
    value = plain(fact, random)
    if fact.type is FactType.CHOICE and chance < 0.15:
        first, second = random.sample([option.name for option in fact.options], 2)
        return f"{{disputed: [{first}, {second}]}}"
    return f"{{value: {value}, basis: alleged, source: a complaint}}" if chance > 0.95 else value


def plain(fact: Fact, random: Random) -> str:
    if fact.type in NUMBERS:
        return random.choice(NUMBERS[fact.type])
    if fact.type is FactType.CHOICES:
        return f"[{random.choice([option.name for option in fact.options if option.name != 'none'])}]"
    return random.choice([one.name for one in fact.options] or ["yes", "yes", "no"])


def of_row(amounts: np.ndarray[tuple[int, ...], np.dtype[np.float64]], row: int) -> float | None:
    value = float(amounts[0 if len(amounts) == 1 else row])
    return round(value, 2) if math.isfinite(value) else None


def ends(amounts: Amounts, row: int) -> tuple[float | None, ...]:
    return tuple(of_row(one, row) for one in (amounts.low, amounts.central, amounts.high))


def cents(range_: Range) -> tuple[float | None, ...]:
    return tuple(None if end is None else round(end, 2) for end in (range_.low, range_.central, range_.high))


def money(exposure: Exposure) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in exposure.regimes:
        found[one.regime] = (one.method, cents(Range(one.low, one.central, one.high)), cents(one.established))
        found[f"{one.regime} caps"] = tuple(None if cap is None else round(cap, 2) for cap in (one.cap, one.cap_total))
    total = exposure.total
    found["largest"], found["added"] = cents(total.largest), cents(total.added)
    found["established"] = cents(total.established_largest), cents(total.established_added)
    return found


def bulk_money(exposures: Exposures, row: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in exposures.regimes:
        law = one.scene.law
        found[law.regime.id] = (law.method.id, ends(one.range, row), ends(one.established, row))
        found[f"{law.regime.id} caps"] = (of_row(one.cap, row), of_row(one.cap_total, row))
    total = exposures.totals
    found["largest"], found["added"] = ends(total.largest, row), ends(total.added, row)
    found["established"] = ends(total.established_largest, row), ends(total.established_added, row)
    return found


def said(planes: Planes, row: int) -> str:
    for name in ("established", "open", "alleged"):
        plane = getattr(planes, name)
        if plane[0 if len(plane) == 1 else row]:
            return name
    return ""


def state(assessment: Assessment) -> dict[tuple[str, str], str]:
    return {
        (one.rule.id, one.subject.key): "alleged"
        if one.on_facts_alleged
        else {Outcome.FINDING: "established", Outcome.UNKNOWN: "open"}.get(one.outcome, "")
        for one in assessment.findings
        if one.subject is not None
    }


def bulk_state(exposures: Exposures, row: int) -> dict[tuple[str, str], str]:
    frame = exposures.frame
    there = {one for one in frame.subjects if (plane := frame.there(one))[0 if len(plane) == 1 else row]}
    rules = [(rule, subject) for rule in assessor().edition.rules for subject in frame.of(rule.about)]
    found = exposures.outcomes
    return {(rule.id, one.key): said(found.of(rule, one), row) for rule, one in rules if one in there}


def pairs(seed: int, rows: int) -> Iterator[tuple[Assessment, Exposure, Exposures, int]]:
    """Each profile of a batch alone, and its row in the batch."""
    random = Random(seed)
    links, method = random.choice(LINKS), random.choice(METHODS)
    profiles = [read_profile_text(text(random, links), "drawn.yaml", book()) for _ in range(rows)]
    assessments = [assessor().assess(profile) for profile in profiles]
    frame = frame_of(profiles, book().catalogue, assessments[0].linked)
    chosen = book().methods.by_id[method] if method else None
    for exposures in Estimator(assessor().edition, chosen).exposures(frame):
        for place in range(len(exposures.rows)):
            assessment = assessments[int(exposures.rows[place])]
            yield assessment, estimate(assessment, method), exposures, place


@pytest.mark.parametrize("seed", range(24))
def test_a_batch_comes_out_as_each_profile_alone(seed: int) -> None:
    seen = 0
    for assessment, exposure, exposures, row in pairs(seed, 6):
        assert bulk_state(exposures, row) == state(assessment)
        assert bulk_money(exposures, row) == money(exposure)
        seen += 1
    assert seen == 6


def test_the_drawn_profiles_are_worth_comparing() -> None:
    """Findings, open outcomes and money are common among them, and some high ends are infinite."""
    found: Sequence[tuple[Assessment, Exposure]] = [
        (assessment, exposure) for seed in range(6) for assessment, exposure, _, _ in pairs(seed, 6)
    ]
    assert sum(any(one.established for one in each.findings) for each, _ in found) > 18
    assert sum(any(one.on_facts_alleged for one in each.findings) for each, _ in found) > 6
    assert sum(one.total.established_largest.low > 0 for _, one in found) > 6
    assert 0 < sum(one.total.largest.high is None for _, one in found) < len(found)
