"""The examples of rules and conclusions: tests that read as illustrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lexposure.rulebook.facts import LISTS, About
from lexposure.rulebook.parts_reading import Parts
from lexposure.rulebook.rules import Example, Level, Outcome
from lexposure.rulebook.written_answers import Answers, WrittenAnswers
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Node

Expected = Outcome | Literal["true", "false", "unknown"]

OUTCOMES: Mapping[str, Expected] = {str(outcome): outcome for outcome in Outcome}
TRUTHS: Mapping[str, Expected] = {"true": "true", "false": "false", "unknown": "unknown"}
LIST_MARKERS = ("processing_complete", "markets_complete")
"""What an outcome may miss besides facts: the statement that a list is complete."""

_LEVELS = {level.word: level for level in Level}
_HITS = (Outcome.FINDING, "true")
_MISSES = (Outcome.NO_FINDING, "false", "unknown")


def read_examples(parts: Parts, about: About, words: Mapping[str, Expected]) -> tuple[Example, ...]:
    """All examples. A rule in force needs one that hits and one that misses."""
    written = parts.written()
    found = tuple(read_example(node, written, about, words) for node in parts.fields.items("examples"))
    if parts.status == "in force":
        expected = {example.expect for example in found}
        wanted = ("a finding", "no finding") if words is OUTCOMES else ("true", "false or unknown")
        missed = expected & set(_MISSES) - ({"unknown"} if words is OUTCOMES else set())
        for what, there in zip(wanted, (expected & set(_HITS), missed), strict=True):
            if not there:
                parts.problems.error("examples", f"'{parts.id}' needs an example that expects {what}", parts.span)
    return found


def read_example(
    node: Node, written: WrittenAnswers, about: About, words: Mapping[str, Expected], given: Answers = ()
) -> Example:
    """One example about a subject; its own answers stand before those ``given`` to all."""
    problems = written.problems
    fields = Fields(node, problems, "an example")
    level = fields.one_of("seriousness", tuple(_LEVELS))
    facts = written.read(fields.node("facts"), "'facts'", subjects(about))
    example = Example(
        name=fields.text("name", required=True),
        facts=tuple((dict(given) | dict(facts)).items()),
        expect=words[fields.one_of("expect", tuple(words), required=True, default="unknown")],
        span=node.span,
        on=fields.date("on"),
        seriousness=_LEVELS.get(level),
        missing=_missing(fields, written),
        entries=tuple(_entries(fields, written, about)),
        complete=tuple(About(word) for word in _lists(fields, problems)),
    )
    if not fields.has("facts") and not example.entries and not given:
        problems.error("missing", "an example needs 'facts'", node.span)
    fields.finish()
    return example


def subjects(about: About) -> tuple[About, ...]:
    """Whose facts the examples of a rule about a subject answer."""
    return (About.COMPANY, about) if about in LISTS else (About.COMPANY,)


def _missing(fields: Fields, written: WrittenAnswers) -> tuple[str, ...]:
    for scalar in fields.scalars("missing"):
        if scalar.text not in written.catalogue and scalar.text not in LIST_MARKERS:
            hint = did_you_mean(scalar.text, (*written.catalogue, *LIST_MARKERS))
            written.problems.error("unknown-fact", f"'{scalar.text}' is not a known fact", scalar.span, hint)
    return fields.texts("missing")


def _entries(fields: Fields, written: WrittenAnswers, about: About) -> list[tuple[About, Answers]]:
    """List entries for what is about the company and looks into lists."""
    found: list[tuple[About, Answers]] = []
    for over in LISTS:
        if not fields.has(over):
            continue
        if about is not About.COMPANY:
            node = fields.node(over)
            message = f"an example about {about.described} has one entry; its answers stand under facts"
            written.problems.error("example", message, node.span if node else None)
        found += [(over, written.read(item, f"an entry of '{over}'", (over,))) for item in fields.items(over)]
    return found


def _lists(fields: Fields, problems: Problems) -> list[str]:
    found: list[str] = []
    for scalar in fields.scalars("complete"):
        if scalar.text in LISTS:
            found.append(scalar.text)
        else:
            problems.error("word", f"'{scalar.text}' is not one of {', '.join(LISTS)}", scalar.span)
    return found
