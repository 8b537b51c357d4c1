"""The examples of rules and conclusions: tests that read as illustrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lexposure.rulebook.facts import LISTS, About
from lexposure.rulebook.parts_reading import Parts
from lexposure.rulebook.rules import Example, Level, Outcome
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
    found = tuple(_example(node, parts, about, words) for node in parts.fields.items("examples"))
    if parts.status == "in force":
        expected = {example.expect for example in found}
        wanted = ("a finding", "no finding") if words is OUTCOMES else ("true", "false or unknown")
        missed = expected & set(_MISSES) - ({"unknown"} if words is OUTCOMES else set())
        for what, there in zip(wanted, (expected & set(_HITS), missed), strict=True):
            if not there:
                parts.problems.error("examples", f"'{parts.id}' needs an example that expects {what}", parts.span)
    return found


def _example(node: Node, parts: Parts, about: About, words: Mapping[str, Expected]) -> Example:
    problems = parts.problems
    fields = Fields(node, problems, "an example")
    own = (About.COMPANY, about) if about in LISTS else (About.COMPANY,)
    level = fields.one_of("seriousness", tuple(_LEVELS))
    example = Example(
        name=fields.text("name", required=True),
        facts=parts.answers(fields.node("facts"), "'facts'", own),
        expect=words[fields.one_of("expect", tuple(words), required=True, default="unknown")],
        span=node.span,
        on=fields.date("on"),
        seriousness=_LEVELS.get(level),
        missing=_missing(fields, parts, problems),
        entries=tuple(_entries(fields, parts, about)),
        complete=tuple(About(word) for word in _lists(fields, problems)),
    )
    if not fields.has("facts") and not example.entries:
        problems.error("missing", "an example needs 'facts'", node.span)
    fields.finish()
    return example


def _missing(fields: Fields, parts: Parts, problems: Problems) -> tuple[str, ...]:
    catalogue = parts.sources.catalogue
    for scalar in fields.scalars("missing"):
        if scalar.text not in catalogue and scalar.text not in LIST_MARKERS:
            hint = did_you_mean(scalar.text, (*catalogue, *LIST_MARKERS))
            problems.error("unknown-fact", f"'{scalar.text}' is not a known fact", scalar.span, hint)
    return fields.texts("missing")


def _entries(fields: Fields, parts: Parts, about: About) -> list[tuple[About, tuple[tuple[str, str], ...]]]:
    """List entries for what is about the company and looks into lists."""
    found: list[tuple[About, tuple[tuple[str, str], ...]]] = []
    for over in LISTS:
        if not fields.has(over):
            continue
        if about is not About.COMPANY:
            node = fields.node(over)
            message = f"an example about {about.described} has one entry; its answers stand under facts"
            parts.problems.error("example", message, node.span if node else None)
        found += [(over, parts.answers(item, f"an entry of '{over}'", (over,))) for item in fields.items(over)]
    return found


def _lists(fields: Fields, problems: Problems) -> list[str]:
    found: list[str] = []
    for scalar in fields.scalars("complete"):
        if scalar.text in LISTS:
            found.append(scalar.text)
        else:
            problems.error("word", f"'{scalar.text}' is not one of {', '.join(LISTS)}", scalar.span)
    return found
