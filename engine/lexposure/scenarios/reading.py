"""Reading scenarios: from a file, and from the options of a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lexposure.scenarios.changes import Change, Scenario
from lexposure.source.fields import Fields
from lexposure.source.problems import Problem, Problems, Span
from lexposure.source.yamltree import Node, Scalar, parse_tree, read_tree

FORMAT = "1"
GIVEN = "as given"
"""The name of the scenario that options make."""


def read_scenarios(path: Path, problems: Problems) -> tuple[Scenario, ...]:
    """The scenarios of a file, in its order."""
    root = read_tree(path, problems)
    if root is None:
        return ()
    fields = Fields(root, problems, "a file of scenarios")
    written = fields.scalar("format", required=True)
    if written is not None and written.text.strip() != FORMAT:
        hint = f"write 'format: {FORMAT}'"
        problems.error("format", f"format '{written.text[:40]}' is not known", written.span, hint)
    found: dict[str, Scenario] = {}
    for node in fields.items("scenarios", required=True):
        scenario = _scenario(node, path.parent, problems)
        if scenario.name in found:
            problems.error("duplicate", f"the scenario '{scenario.name}' stands there twice", scenario.span)
        found[scenario.name] = scenario
    fields.finish()
    return tuple(found.values())


def _scenario(node: Node, folder: Path, problems: Problems) -> Scenario:
    fields = Fields(node, problems, "a scenario")
    read = Scenario(
        name=fields.text("name", required=True),
        about=fields.text("about"),
        on=fields.scalar("on"),
        changes=tuple(Change(path, value) for path, value in fields.keyed("set")),
        as_of=fields.date("as_of"),
        method=fields.text("method") or None,
        method_reason=fields.text("method_reason"),
        parameters=_parameters(fields, problems),
        packs=tuple(folder / name for name in fields.texts("rules")),
        span=fields.span,
    )
    fields.finish()
    return read


def _parameters(fields: Fields, problems: Problems) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    for name, value in fields.keyed("parameters"):
        if isinstance(value, Scalar):
            found[name.text] = value
        else:
            problems.error("shape", f"'{name.text}' must be a single value", value.span)
    return found


def read_change(option: str, text: str, problems: Problems) -> Change | None:
    """``fact=value`` of an option; the value is written as in a profile."""
    path, equals, value = text.partition("=")
    place = Span(f"{option} {path.strip()}")
    if not equals or not path.strip() or not value.strip():
        problems.error("option", f"{option} '{text}' sets nothing", hint=f"write {option} fact=value")
        return None
    holder = parse_tree(f"value: {value.strip()}", place.path, problems)
    if holder is None:
        return None
    node = Fields(holder, problems, option).node("value", required=True)
    return None if node is None else Change(Scalar(path.strip(), place, plain=True), node)


def read_parameter(option: str, texts: Sequence[str], problems: Problems) -> dict[str, Scalar]:
    """``name=value`` of an option, as often as it is given."""
    found: dict[str, Scalar] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value.strip():
            problems.error("option", f"{option} '{text}' sets nothing", hint=f"write {option} name=value")
            continue
        if name.strip() in found:
            problems.error("duplicate", f"{option} {name.strip()} is given a second time", hint="keep one")
        found[name.strip()] = Scalar(value.strip(), Span(f"{option} {name.strip()}"), plain=True)
    return found


def check_twice(changes: Sequence[Change], problems: Problems) -> None:
    """Report answers that are set twice: which of the two was meant?"""
    seen: set[str] = set()
    for change in changes:
        if change.path.text in seen:
            problems.error("duplicate", f"{change.path.span.path} is given a second time", hint="keep one")
        seen.add(change.path.text)


def told(problem: Problem) -> Problem:
    """What is wrong with an option, with the option in the sentence instead of a place in a file."""
    if problem.span is None or not problem.span.path.startswith("--"):
        return problem
    return replace(problem, message=f"{problem.span.path}: {problem.message}", span=None)
