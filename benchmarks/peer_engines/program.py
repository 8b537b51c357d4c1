"""The workload in Lexposure's own terms: a program, and a table of columns or one world for each profile."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lexposure.inference.columns.table import Codes, Column, Numbers, Table, Whole
from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, OneOf
from lexposure.rulebook.facts import YES, About, Catalogue, Fact, FactType, Option
from lexposure.source.problems import Span
from peer_engines.workload import (
    COUNTS,
    FIELDS,
    FLAGS,
    OPTIONS,
    SHARES,
    Answers,
    Both,
    Concluded,
    Not,
    Number,
    Rules,
    Tree,
)

NOWHERE = Span("workload")


def program(made: Rules) -> Program:
    """Each rule as a goal about the company; every concluding rule concludes a closed fact of its own."""
    goals = tuple(Goal(f"rule{n}", About.COMPANY, condition(tree)) for n, tree in enumerate(made.trees))
    conclusions = tuple(Conclusion(f"concluded{n}", About.COMPANY, (f"rule{n}",), closed=True) for n in made.concluding)
    return Program(goals, conclusions, catalogue(made))


def catalogue(made: Rules) -> Catalogue:
    """The questions and the concluded facts."""
    facts: dict[str, Fact] = {}
    for name in (*FIELDS, *(f"concluded{n}" for n in made.concluding)):
        kind = FactType.COUNT if name in COUNTS or name in SHARES else FactType.CHOICE
        options = tuple(Option(code, f"o{code}", f"option {code}") for code in range(OPTIONS.get(name, 0)))
        kind = FactType.YES_NO if kind is FactType.CHOICE and not options else kind
        facts[name] = Fact(name, About.COMPANY, kind, name, NOWHERE, options=options)
    return facts


def condition(tree: Tree) -> Condition:
    """A tree of the workload as a condition."""
    match tree:
        case Number(field=field, sign=sign, limit=limit):
            minimum = limit + (sign in ("<=", ">"))
            return Compare(field, AtLeast(minimum), sign in ("<", "<="), "as drawn", NOWHERE)
        case Concluded(rule=rule):
            return Compare(f"concluded{rule}", OneOf(frozenset((YES,))), False, "as drawn", NOWHERE)
        case Not(part=part):
            return Group("none", (condition(part),), NOWHERE)
        case Both(every=every, parts=parts):
            return Group("all" if every else "any", tuple(map(condition, parts)), NOWHERE)
        case _:
            return Compare(tree.field, OneOf(frozenset(tree.codes)), tree.negated, "as drawn", NOWHERE)


def table(answers: Answers) -> Table:
    """The answers as columns, each of the narrowest type that holds it."""
    columns: dict[str, Column] = {}
    rows = 0
    for field, (values, known) in answers.items():
        rows = len(values)
        narrow: Whole = values.astype(np.int8) if values.max(initial=0) < 128 else values.astype(np.int16)
        numbers = field in COUNTS or field in SHARES
        columns[field] = Numbers(narrow, known_low=known) if numbers else Codes(narrow, known)
    return Table(rows, columns)


def worlds(answers: Answers, count: int) -> Iterator[World]:
    """The first profiles as worlds."""
    for row in range(count):
        known: dict[str, Possible] = {}
        for field, (values, is_known) in answers.items():
            if is_known[row]:
                value = int(values[row])
                is_option = field in FLAGS or field in OPTIONS
                known[field] = Options(frozenset((value,))) if is_option else Interval(value, value)
        yield World(Entry(COMPANY, known))
