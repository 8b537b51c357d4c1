"""Rule books of hundreds of rules on hundreds of facts, and worlds for them, from a seed."""

from __future__ import annotations

import random
from typing import Literal

from inference.books import NOWHERE, fact
from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified, Test
from lexposure.rulebook.facts import LISTS, NO, YES, About, Fact, FactType

_TYPES = (FactType.YES_NO, FactType.YES_NO, FactType.YES_NO, FactType.COUNT, FactType.CHOICE, FactType.CHOICES)
_KINDS: tuple[Literal["all", "any", "none"], ...] = ("all", "all", "any", "none")
_LARGEST = 50_000_000_00


def large_catalogue(facts: int, conclusions: int) -> dict[str, Fact]:
    """Facts spread over the subject types, with conclusions beside them."""
    made: dict[str, Fact] = {}
    for index in range(facts):
        about = tuple(About)[index % 3]
        kind = _TYPES[index // 3 % len(_TYPES)]
        options = 8 if kind in (FactType.CHOICE, FactType.CHOICES) else 0
        made[f"f{index}"] = fact(f"f{index}", about, kind, options)
    for index in range(conclusions):
        made[f"k{index}"] = fact(f"k{index}", tuple(About)[index % 3], FactType.YES_NO, concluded=True)
    return made


class Author:
    """Writes random rules in the shapes real ones have, and some that are far wider."""

    def __init__(self, seed: int, catalogue: dict[str, Fact]) -> None:
        self.random = random.Random(seed)
        self.catalogue = catalogue
        self.facts = {
            about: [made for made in catalogue.values() if made.about in (about, About.COMPANY)] for about in About
        }

    def compare(self, about: About, below: int) -> Condition:
        """A comparison that reads only conclusions numbered under ``below``."""
        read = self.random.choice(self.facts[about])
        while read.concluded and int(read.name[1:]) >= below:
            read = self.random.choice(self.facts[about])
        chance = self.random.random
        return Compare(read.name, self.test(read), chance() < 0.3, "as written", NOWHERE, chance() < 0.1)

    def test(self, read: Fact) -> Test:
        """A comparison that fits the fact."""
        if read.type is FactType.YES_NO:
            return OneOf(frozenset((self.random.choice((NO, YES)),)))
        some = frozenset(self.random.sample(range(8), self.random.choice((1, 1, 2, 4))))
        if read.type.is_number:
            return AtLeast(self.random.randrange(_LARGEST))
        return OneOf(some) if read.type is FactType.CHOICE else Includes(some)

    def group(self, about: About, below: int, depth: int, most: int) -> Condition:
        """Nested groups."""
        if depth == 0 or self.random.random() < 0.3:
            return self.compare(about, below)
        if about is About.COMPANY and depth > 1 and self.random.random() < 0.1:
            over = self.random.choice(LISTS)
            return Quantified(self.random.random() < 0.5, over, self.group(over, below, 1, most), NOWHERE)
        parts = tuple(self.group(about, below, depth - 1, most) for _ in range(self.random.randint(2, most)))
        return Group(self.random.choice(_KINDS), parts, NOWHERE)

    def rule(self, about: About, below: int) -> Condition:
        """A condition: mostly small, now and then very wide or an and of many ors."""
        draw = self.random.random()
        if draw < 0.02:
            parts = tuple(self.compare(about, below) for _ in range(90))
            return Group(self.random.choice(_KINDS), parts, NOWHERE)
        if draw < 0.06:
            anys = tuple(Group("any", tuple(self.compare(about, below) for _ in range(5)), NOWHERE) for _ in range(8))
            return Group("all", anys, NOWHERE)
        return self.group(about, below, 3, 4)


def large_program(rules: int, facts: int, seed: int = 1) -> Program:
    """``rules`` goals, about a sixth of which conclude a fact that later ones read."""
    conclusions = rules // 12
    author = Author(seed, large_catalogue(facts, conclusions))
    goals: list[Goal] = []
    made: list[Conclusion] = []
    for index in range(conclusions):
        about = author.catalogue[f"k{index}"].about
        pair = [Goal(f"k{index}/{place}", about, author.rule(about, index)) for place in range(2)]
        goals += pair
        made.append(Conclusion(f"k{index}", about, tuple(goal.name for goal in pair), index % 2 == 0))
    for index in range(rules - len(goals)):
        about = tuple(About)[index % 3]
        goals.append(Goal(f"rule{index}", about, author.rule(about, conclusions)))
    return Program(tuple(goals), tuple(made), author.catalogue)


def large_world(program: Program, seed: int, entries: int = 3, known: float = 0.85) -> World:
    """A company with that many entries in each list, most questions answered."""
    rand = random.Random(seed)

    def entry(subject: Subject) -> Entry:
        answers: dict[str, Possible] = {}
        not_shown: set[str] = set()
        for asked in program.catalogue.values():
            if asked.about is not subject.about:
                continue
            if rand.random() < (0.05 if asked.concluded else known):
                answers[asked.name] = _answer(asked, rand)
            elif rand.random() < 0.3:
                not_shown.add(asked.name)
        return Entry(subject, answers, frozenset(not_shown))

    lists = {about: tuple(entry(Subject(about, f"e{index}")) for index in range(entries)) for about in LISTS}
    return World(entry(COMPANY), lists, {about: rand.random() < 0.5 for about in LISTS})


def _answer(asked: Fact, rand: random.Random) -> Possible:
    if asked.type.is_number:
        low, high = sorted((rand.randrange(_LARGEST), rand.randrange(_LARGEST)))
        return rand.choice((Interval(low, low), Interval(low, low), Interval(low, high), Interval(low, None)))
    if asked.type is FactType.CHOICES:
        surely = frozenset(rand.sample(range(8), rand.randrange(4)))
        return Selection(surely, surely | frozenset(rand.sample(range(8), rand.randrange(3))))
    count = 2 if asked.type is FactType.YES_NO else 8
    return Options(frozenset(rand.sample(range(count), rand.choice((1, 1, 1, 2)))))
