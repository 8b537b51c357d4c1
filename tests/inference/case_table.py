"""Reads the table of cases (``tests/cases/*.yaml``): conditions in rule syntax, answers, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from inference.books import NOWHERE
from lexposure.inference.program import Conclusion, Goal, Program, Truth
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.conditions import Condition
from lexposure.rulebook.conditions_reading import Context, read_condition
from lexposure.rulebook.facts import LISTS, NO, YES, About, Fact, FactType, Option
from lexposure.rulebook.values import option_code, read_interval
from lexposure.source import yamltree
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Node, Scalar

FOLDER = Path(__file__).resolve().parents[1] / "cases"
GOAL = "the condition"
_TRUTHS: dict[str, Truth] = {"true": True, "false": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a program, a world, the verdict for each subject, and what the rules derive."""

    id: str
    program: Program
    world: World
    expected: Mapping[str, Truth]
    derived: Mapping[str, Truth]


def cases() -> list[Case]:
    """Every row of every file."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _file(path)]


def _file(path: Path) -> Iterator[Case]:
    problems = Problems()
    root = yamltree.read_tree(path, problems, path.name)
    assert not problems.errors, problems.errors
    catalogue = _catalogue(_need(root, "facts"))
    for node in _items(_need(root, "cases")):
        program = _program(node, catalogue)
        about = About(_text(_get(node, "about")) or "company")
        for row in _items(_need(node, "rows")):
            world = _world(row, catalogue)
            place = f"{path.name}:{row.span.line} {_text(_need(node, 'name'))}"
            derived = {name: _TRUTHS[_text(value)] for name, value in _pairs(_get(row, "derived"))}
            yield Case(place, program, world, _expected(_need(row, "expect"), world, about), derived)


def _expected(node: Node, world: World, about: About) -> dict[str, Truth]:
    texts = [_text(node)] if isinstance(node, Scalar) else [_text(item) for item in _items(node)]
    subjects = [entry.subject.key for entry in world.of(about)]
    return {subject: _TRUTHS[text] for subject, text in zip(subjects, texts, strict=True)}


def _catalogue(node: Node) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for about, listed in _pairs(node):
        for name, value in _pairs(listed):
            kind, _, options = _text(value).partition(" of ")
            made = tuple(
                Option(code, option.strip(), option) for code, option in enumerate(options.split(",")) if option
            )
            facts[name] = Fact(name, About(about), FactType(kind), name, NOWHERE, options=made)
    return facts


def _program(node: Node, catalogue: dict[str, Fact]) -> Program:
    goals: list[Goal] = []
    conclusions: list[Conclusion] = []
    for made in _items(_get(node, "conclusions")):
        fact = catalogue[_text(_need(made, "concludes"))]
        rules = [
            Goal(f"{fact.name}/{index}", fact.about, _condition(rule, catalogue, fact.about))
            for index, rule in enumerate(_items(_need(made, "rules")))
        ]
        goals += rules
        closed = _text(_get(made, "closed")) == "yes"
        conclusions.append(Conclusion(fact.name, fact.about, tuple(rule.name for rule in rules), closed))
    about = About(_text(_get(node, "about")) or "company")
    goals.append(Goal(GOAL, about, _condition(_need(node, "when"), catalogue, about)))
    return Program(tuple(goals), tuple(conclusions), catalogue)


def _condition(node: Node, catalogue: dict[str, Fact], about: About) -> Condition:
    problems = Problems()
    context = Context(catalogue=catalogue, damaged=frozenset(), parameters={}, about=about, may_burden=True)
    condition = read_condition(node, context, problems)
    # Rule authors may not write an empty list, but evaluators must know what it means.
    real = [problem for problem in problems.errors if not problem.message.startswith("the list under")]
    assert not real, real
    return condition


def _world(row: Node, catalogue: dict[str, Fact]) -> World:
    lists = {
        about: tuple(
            _entry(Subject(about, f"e{index}"), item, catalogue)
            for index, item in enumerate(_items(_get(row, str(about))))
        )
        for about in LISTS
    }
    complete = [_text(item) for item in _items(_get(row, "complete"))]
    return World(_entry(COMPANY, row, catalogue), lists, {about: str(about) in complete for about in LISTS})


def _entry(subject: Subject, node: Node, catalogue: dict[str, Fact]) -> Entry:
    known: dict[str, Possible] = {}
    not_shown: set[str] = set()
    for name, value in _pairs(node):
        if name in ("expect", "derived", "complete", *map(str, LISTS)):
            continue
        assert catalogue[name].about is subject.about, name
        if _text(value) == "not shown":
            not_shown.add(name)
        else:
            known[name] = _possible(_text(value), catalogue[name])
    return Entry(subject, known, frozenset(not_shown))


def _possible(text: str, fact: Fact) -> Possible:
    if fact.type.is_number:
        low, high = read_interval(text, fact)
        return Interval(low, high)
    words = [word.strip() for word in text.removeprefix("one of ").split(",") if text != "nothing"]
    if fact.type is FactType.YES_NO:
        return Options(frozenset({"yes": YES, "no": NO}[word] for word in words))
    codes = {word: option_code(word.removeprefix("perhaps "), fact) for word in words}
    if fact.type is FactType.CHOICE:
        return Options(frozenset(codes.values()))
    surely = frozenset(code for word, code in codes.items() if not word.startswith("perhaps "))
    return Selection(surely, frozenset(codes.values()))


def _get(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, yamltree.Mapping) else None


def _need(node: Node | None, key: str) -> Node:
    found = _get(node, key)
    assert found is not None, f"{key} is missing at {node.span if node else 'the top'}"
    return found


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, yamltree.Sequence) else ()


def _pairs(node: Node | None) -> list[tuple[str, Node]]:
    return [(key.text, value) for key, value in node.entries] if isinstance(node, yamltree.Mapping) else []


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
