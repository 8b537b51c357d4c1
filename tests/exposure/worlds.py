"""Random small assessments, made of the program's own types, and every way of completing them.

A world is a set of slots. A slot holds the values still possible: one is an answer, several are an
open question. For amounts and days the smallest and the largest are the ends of an interval; ``OPEN``
among them takes the upper end away.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from lexposure.assess.model import Assessment, ConductKey, FactorOutcome, Finding, Graveness, Missing
from lexposure.profile.model import Answer, AnswerState, Profile, ProfileEntry
from lexposure.profile.possible import COMPANY, Interval, Options, Possible, Subject
from lexposure.rulebook.book import Edition, RuleBook
from lexposure.rulebook.conditions import ALWAYS
from lexposure.rulebook.facts import About, Fact
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import AdjustmentFactor, Displacement, Level, Outcome, Period, Rule
from lexposure.source.problems import Span

ON = dt.date(2025, 6, 1)
OPEN = -1
"""No upper end is known."""

Slot = tuple[int, ...]
Partition = tuple[tuple[Subject, ...], ...]
YES_NO_BOTH: Slot = (0, 1)


@cache
def book() -> RuleBook:
    """The shipped rule book: its facts, provisions and methods."""
    return read_rulebook()


@dataclass(frozen=True)
class Made:
    """A finding about a subject; ``slot`` says whether it is made, ``levels`` how serious it may be."""

    rule: int
    subject: Subject
    slot: Slot
    levels: Slot
    alleged: bool = False


@dataclass(frozen=True)
class Weight:
    """A factor with its effect in percent; ``slots`` say for each subject whether it holds."""

    regime: str
    step: str
    about: About
    effect: tuple[int, int, int]
    slots: tuple[tuple[Subject, Slot], ...]


@dataclass(frozen=True)
class World:
    """Slots and the rules around them. ``links``: the groupings of subjects still possible."""

    subjects: tuple[Subject, ...]
    infringes: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    displaces: tuple[tuple[int, int], ...]
    made: tuple[Made, ...]
    weights: tuple[Weight, ...]
    links: tuple[Partition, ...]
    answers: tuple[tuple[str, str, Slot], ...]

    def slots(self) -> list[Slot]:
        """All slots but the links, in a fixed order."""
        found = [one.slot for one in self.made] + [one.levels for one in self.made]
        found += [slot for weight in self.weights for _, slot in weight.slots]
        return found + [slot for _, _, slot in self.answers]

    def with_slots(self, slots: list[Slot], links: tuple[Partition, ...]) -> World:
        """The same world with other slots."""
        rest = iter(slots)
        made = [replace(one, slot=next(rest)) for one in self.made]
        made = [replace(one, levels=next(rest)) for one in made]
        weights = [
            replace(weight, slots=tuple((subject, next(rest)) for subject, _ in weight.slots))
            for weight in self.weights
        ]
        answers = tuple((fact, key, next(rest)) for fact, key, _ in self.answers)
        return replace(self, made=tuple(made), weights=tuple(weights), links=links, answers=answers)


def values(slot: Slot) -> Slot:
    """The values a completion may take."""
    return tuple(value for value in slot if value != OPEN)


def completions(world: World, seed: int, most: int) -> Iterator[World]:
    """Every way of answering everything, or ``most`` of them drawn at random where there are more."""
    choices = [values(slot) for slot in world.slots()]
    count = len(world.links)
    for choice in choices:
        count *= len(choice)
    if count <= most:
        for links in world.links:
            for picked in itertools.product(*choices):
                yield world.with_slots([(one,) for one in picked], (links,))
        return
    draw = random.Random(seed)
    for _ in range(most):
        yield world.with_slots([(draw.choice(choice),) for choice in choices], (draw.choice(world.links),))


def refined(world: World, seed: int) -> World:
    """Some slots narrowed to a part of their values."""
    draw = random.Random(seed)

    def part(slot: Slot) -> Slot:
        kept = tuple(value for value in slot if draw.random() < 0.6)
        return kept if values(kept) else (draw.choice(values(slot)),)

    links = tuple(one for one in world.links if draw.random() < 0.5) or (draw.choice(world.links),)
    return world.with_slots([part(slot) if draw.random() < 0.6 else slot for slot in world.slots()], links)


def assessment(world: World) -> Assessment:
    """The world as the program sees it."""
    rules = tuple(_rule(world, index) for index in range(len(world.infringes)))
    entries = {subject.key: ProfileEntry(subject, subject.id, _answers(world, subject)) for subject in world.subjects}
    profile = Profile(
        company="Invented Ltd", as_of=ON, confidentiality="", invented=True, about="", entries=entries,
        complete=dict.fromkeys(About, True), outcomes=(), proceedings=(), path="", hash="",
    )  # fmt: skip
    factors = tuple(_factor(weight, index) for index, weight in enumerate(world.weights))
    edition = Edition(ON, book(), rules, (), (), factors, {})
    return Assessment(
        edition=edition,
        profile=profile,
        on=ON,
        evaluator="none",
        findings=tuple(_finding(one, rules[one.rule]) for one in world.made),
        factors=tuple(_weighed(world.weights)),
        conclusions=(),
        conflicts=(),
        linked=_linked(world),
    )


def _rule(world: World, index: int) -> Rule:
    displaces = tuple(Displacement(f"R{lower}", "specialty", "") for upper, lower in world.displaces if upper == index)
    return Rule(
        id=f"R{index}", title=f"Rule {index}", about=About.PROCESSING, conduct=world.labels[index], status="in force",
        checked_on=ON, reviewed_by="", basis=(), in_force=Period(dt.date(2018, 5, 25)), applies_when=ALWAYS,
        finding_when=ALWAYS, unless=None, says="", infringes=world.infringes[index], seriousness=None,
        displaces=displaces, remedies=(), limits=(), examples=(), span=Span(""),
    )  # fmt: skip


def _finding(made: Made, rule: Rule) -> Finding:
    outcome = Outcome.UNKNOWN if len(made.slot) > 1 else Outcome.FINDING if 1 in made.slot else Outcome.NO_FINDING
    lowest, highest = Level(min(made.levels)), Level(max(made.levels))
    provisions = [book().provisions.find(name) for name in rule.infringes]
    return Finding(
        rule=rule,
        subject=made.subject,
        outcome=Outcome.FINDING if made.alleged else outcome,
        on_facts_alleged=made.alleged,
        conduct=ConductKey(rule.conduct, made.subject),
        provisions=tuple(one for one in provisions if one is not None),
        graveness=Graveness(lowest, lowest, highest, ()),
        because=(),
        missing=() if len(made.slot) == 1 else (Missing(made.subject, "lawful_basis"),),
    )


def _factor(weight: Weight, index: int) -> AdjustmentFactor:
    low, central, high = (percent * 10_000 for percent in weight.effect)
    made = AdjustmentFactor(
        id=f"F{index}", title=f"Factor {index}", regime=weight.regime, about=weight.about, step="adjustment",
        when=ALWAYS, low=low, central=central, high=high, cite="", kind="our reading", because="", checked_on=ON,
        certainty="", in_force=Period(dt.date(2018, 5, 25)), span=Span(""),
    )  # fmt: skip
    match weight.step:
        case "deterrence":
            return replace(made, step="deterrence")
        case "cooperation":
            return replace(made, step="cooperation")
        case _:
            return made


def _weighed(weights: tuple[Weight, ...]) -> Iterator[FactorOutcome]:
    for index, weight in enumerate(weights):
        for subject, slot in weight.slots:
            truth = bool(slot[0]) if len(slot) == 1 else None
            yield FactorOutcome(_factor(weight, index), subject, truth, (), ())


def _answers(world: World, subject: Subject) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for name, key, slot in world.answers:
        if key == subject.key:
            possible = _possible(book().catalogue[name], slot)
            state = AnswerState.UNKNOWN if possible is None else AnswerState.KNOWN
            found[name] = Answer(name, state, possible, "", Span(""))
    return found


def _possible(fact: Fact, slot: Slot) -> Possible | None:
    if fact.type.is_number:
        known = values(slot)
        return None if OPEN in slot and len(known) > 2 else Interval(min(known), None if OPEN in slot else max(known))
    codes = frozenset(slot)
    return Options(codes) if codes < fact.codes else None


def _linked(world: World) -> Mapping[tuple[Subject, Subject], bool]:
    found: dict[tuple[Subject, Subject], bool] = {}
    for one, other in itertools.combinations(sorted(world.subjects), 2):
        together = {any(one in group and other in group for group in partition) for partition in world.links}
        if len(together) == 1:
            found[one, other] = together.pop()
    return found


def partitions(subjects: tuple[Subject, ...]) -> list[Partition]:
    """All groupings of some subjects."""
    if not subjects:
        return [()]
    first, rest = subjects[0], subjects[1:]
    found: list[Partition] = []
    for smaller in partitions(rest):
        found.append(((first,), *smaller))
        found += [(*smaller[:i], (first, *group), *smaller[i + 1 :]) for i, group in enumerate(smaller)]
    return found


def code(fact: str, option: str) -> int:
    """The code of an option of a shipped fact."""
    found = book().catalogue[fact].option(option)
    assert found is not None
    return found.code


def day(text: str) -> int:
    """The ordinal of a day."""
    return dt.date.fromisoformat(text).toordinal()


COMPANY_KEY = COMPANY.key
