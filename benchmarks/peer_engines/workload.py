"""The workload that all engines get: two hundred questions, rules over them, profiles, from a seed.

Questions: 70 counts, 30 shares in hundredths, 60 yes/no, 40 choices. Each answer is unknown with probability
0.1. A rule is an and (now and then an or) of groups, 6 to 8 comparisons in all. Every twelfth rule
concludes a fact that later rules may read. A rule carries a weight from 1 to 100; the score of a profile is
the sum of the weights of the rules that are true. What a comparison of an unknown answer means is Kleene's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 0.1
COUNTS = tuple(f"count{n:02}" for n in range(70))
SHARES = tuple(f"share{n:02}" for n in range(30))
FLAGS = tuple(f"flag{n:02}" for n in range(60))
CHOICES = tuple(f"choice{n:02}" for n in range(40))
FIELDS = (*COUNTS, *SHARES, *FLAGS, *CHOICES)
OPTIONS = {name: 3 + 7 * n % 10 for n, name in enumerate(CHOICES)}
LIMITS = {
    **dict.fromkeys(COUNTS, (50, 100, 250, 500, 750)),
    **dict.fromkeys(SHARES, (5, 10, 25, 50, 75)),
}
"""Five limits a question, as questionnaires use the same ones again."""
CONCLUDES = 12
READS = 0.15
"""How likely a rule reads a conclusion."""
SIGNS = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Number:
    """A count or share against a limit."""

    field: str
    sign: str
    limit: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """A yes/no (codes 0 and 1) or choice among some codes, or not among them."""

    field: str
    codes: tuple[int, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Concluded:
    """What an earlier rule concluded is true."""

    rule: int


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of the part."""

    part: Tree


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts, or any of them."""

    every: bool
    parts: tuple[Tree, ...]


Tree = Number | OneOf | Concluded | Not | Both
Answers = dict[str, tuple[NDArray[np.int32], NDArray[np.bool_]]]
"""By question: whole numbers (hundredths for shares) and where they are known."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Rule ``n`` as a tree, its weight, and which rules conclude something; a rule reads only earlier ones."""

    trees: tuple[Tree, ...]
    weights: tuple[int, ...]
    concluding: tuple[int, ...]


def rules(count: int, seed: int = 7) -> Rules:
    """A rule book of that size."""
    chance = random.Random(seed)
    concluding = [n for n in range(count) if n % CONCLUDES == 0]
    trees: list[Tree] = []
    for number in range(count):
        earlier = [n for n in concluding if n < number]
        trees.append(_rule(chance, earlier))
    return Rules(tuple(trees), tuple(chance.randrange(1, 101) for _ in range(count)), tuple(concluding))


def _rule(chance: random.Random, earlier: list[int]) -> Tree:
    parts: list[Tree] = []
    size = 0
    while size < 6:
        part = _part(chance)
        parts.append(part)
        size += sum(1 for _ in comparisons(part))
    if earlier and chance.random() < READS:
        read: Tree = Concluded(chance.choice(earlier))
        parts.append(Not(read) if chance.random() < 0.5 else read)
    return Both(chance.random() < 0.85, tuple(parts))


def _part(chance: random.Random) -> Tree:
    kind = chance.random()
    first, second, third = (_comparison(chance) for _ in range(3))
    if kind < 0.2:
        return first
    if kind < 0.3:
        return Not(first)
    if kind < 0.65:
        return Both(False, (first, second))
    if kind < 0.8:
        return Not(Both(True, (first, second)))
    if kind < 0.9:
        return Both(False, (first, Both(True, (second, third))))
    return Not(Both(False, (first, Both(True, (second, Not(third))))))


def _comparison(chance: random.Random) -> Tree:
    kind = chance.random()
    if kind < 0.5:
        field = chance.choice(COUNTS + SHARES)
        return Number(field, chance.choice(SIGNS), chance.choice(LIMITS[field]))
    if kind < 0.75:
        return OneOf(chance.choice(FLAGS), (chance.randrange(2),))
    field = chance.choice(CHOICES)
    kind = chance.random()
    codes = sorted(chance.sample(range(OPTIONS[field]), 1 if kind < 0.7 else 2))
    return OneOf(field, tuple(codes), 0.5 <= kind < 0.7)


def comparisons(tree: Tree) -> Iterator[Tree]:
    """The comparisons of a tree, read conclusions included."""
    match tree:
        case Not(part=part):
            yield from comparisons(part)
        case Both(parts=parts):
            for part in parts:
                yield from comparisons(part)
        case _:
            yield tree


def answers(profiles: int, seed: int = 11) -> Answers:
    """The answers of that many profiles."""
    made: Answers = {}
    generator = np.random.default_rng(seed)
    for field in FIELDS:
        top = 1001 if field in COUNTS else 101 if field in SHARES else OPTIONS.get(field, 2)
        values = generator.integers(0, top, profiles, dtype=np.int32)
        made[field] = values, generator.random(profiles, dtype=np.float32) >= UNKNOWN
    return made


def surely(tree: Tree, wanted: bool = True) -> Tree:
    """The tree that is true exactly where ``tree`` surely has the ``wanted`` value, comparisons of the unknown false.

    No negation is left but that of what a rule concluded.
    """
    match tree:
        case Not(part=part):
            return surely(part, not wanted)
        case Both(every=every, parts=parts):
            return Both(every is wanted, tuple(surely(part, wanted) for part in parts))
        case Number(field=field, sign=sign, limit=limit):
            opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
            return tree if wanted else Number(field, opposite[sign], limit)
        case OneOf(field=field, codes=codes, negated=negated):
            return tree if wanted else OneOf(field, codes, not negated)
        case Concluded():
            return tree if wanted else Not(tree)


def inlined(made: Rules, tree: Tree) -> Tree:
    """The tree with the rules in place of what they conclude."""
    match tree:
        case Concluded(rule=rule):
            return inlined(made, made.trees[rule])
        case Not(part=part):
            return Not(inlined(made, part))
        case Both(every=every, parts=parts):
            return Both(every, tuple(inlined(made, part) for part in parts))
        case _:
            return tree


def stages(made: Rules) -> list[list[int]]:
    """The concluding rules, each list reading only what the lists before it conclude."""
    depth: dict[int, int] = {}
    for number in made.concluding:
        read = [part.rule for part in comparisons(made.trees[number]) if isinstance(part, Concluded)]
        depth[number] = 1 + max((depth[rule] for rule in read), default=-1)
    return [[n for n in made.concluding if depth[n] == level] for level in range(1 + max(depth.values(), default=-1))]


def rows(answers: Answers, count: int) -> list[dict[str, int]]:
    """The first profiles as dictionaries; what is unknown is absent."""
    return [
        {field: int(values[row]) for field, (values, known) in answers.items() if known[row]} for row in range(count)
    ]


def read_by(tree: Tree) -> set[str]:
    """The questions that a tree asks."""
    return {part.field for part in comparisons(tree) if isinstance(part, Number | OneOf)}
