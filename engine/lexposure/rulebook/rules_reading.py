"""Rule files, one rule or conclusion each, read into :mod:`lexposure.rulebook.rules`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from lexposure.rulebook.conditions import ALWAYS
from lexposure.rulebook.conditions_reading import Context, read_condition
from lexposure.rulebook.examples_reading import OUTCOMES, TRUTHS, read_examples
from lexposure.rulebook.facts import About
from lexposure.rulebook.packs import NOTHING_BELOW, Below
from lexposure.rulebook.parts_reading import Parts, Sources
from lexposure.rulebook.risk_factors import read_covers
from lexposure.rulebook.rules import ConclusionRule, Displacement, Level, LevelFactor, Remedy, Rule, Seriousness
from lexposure.source.fields import Fields
from lexposure.source.problems import did_you_mean
from lexposure.source.yamltree import Mapping, Node

DEFAULT_CONDUCT = "operation"
"""All findings on one operation are one conduct unless a rule names a duty of its own."""

Principle = Literal["specialty", "subsidiarity", "consumption"]
_PRINCIPLES: dict[str, Principle] = {
    "specialty": "specialty",
    "subsidiarity": "subsidiarity",
    "consumption": "consumption",
}
_EFFECTS: dict[str, Literal["raises", "lowers"]] = {"raises": "raises", "lowers": "lowers"}
_LEVELS = {level.word: level for level in Level}
_SUBJECTS = (About.COMPANY, About.PROCESSING, About.MARKET)


def read_rule_file(
    root: Node, stem: str, topic: str, sources: Sources, below: Below = NOTHING_BELOW
) -> Rule | ConclusionRule:
    """The rule or conclusion of a file. ``stem`` is its name without ``.yaml``, ``topic`` its folder.

    An id from ``below`` has to be overridden in so many words; the rule is marked with its pack.
    """
    concludes = isinstance(root, Mapping) and root.get("concludes") is not None
    parts = Parts(root, stem, "a conclusion" if concludes else "a rule", sources)
    below.admits(parts.id_place, parts.overrides, None, parts.problems)
    read = _conclusion(parts, topic) if concludes else _rule(parts, topic)
    parts.fields.finish()
    return replace(read, pack=below.pack) if below.pack else read


def _rule(parts: Parts, topic: str) -> Rule:
    about = parts.about()
    says, infringes = _finding(parts)
    return Rule(
        id=parts.id,
        title=parts.title,
        about=about,
        conduct=parts.fields.text("conduct") or DEFAULT_CONDUCT,
        status=parts.status,
        checked_on=parts.checked_on,
        reviewed_by=parts.reviewed_by,
        basis=parts.basis(),
        in_force=parts.in_force,
        applies_when=parts.condition("applies_when", about) or ALWAYS,
        finding_when=parts.condition("finding_when", about, required=True, may_burden=True) or ALWAYS,
        unless=parts.condition("unless", about, may_burden=True),
        says=says,
        infringes=infringes,
        seriousness=_seriousness(parts, about),
        displaces=tuple(_displacements(parts)),
        remedies=tuple(_remedies(parts)),
        limits=parts.limits(),
        examples=read_examples(parts, about, OUTCOMES),
        span=parts.span,
        topic=topic,
        covers=parts.covers(),
    )


def _conclusion(parts: Parts, topic: str) -> ConclusionRule:
    about = parts.about()
    scalar = parts.fields.scalar("concludes", required=True)
    name = scalar.text.strip() if scalar else ""
    fact = parts.sources.catalogue.get(name)
    if scalar and fact is None:
        concluded = [known.name for known in parts.sources.catalogue.values() if known.concluded]
        hint = did_you_mean(name, concluded)
        parts.problems.error("unknown-fact", f"'{name}' is not a known fact", scalar.span, hint)
    elif scalar and fact is not None and name not in parts.sources.damaged:
        if not fact.concluded:
            message = f"'{name}' is not marked 'concluded: yes' where it is defined"
            parts.problems.error("concludes", message, scalar.span)
        if fact.about is not about:
            message = f"'{name}' is about {fact.about.described}, this conclusion about {about.described}"
            parts.problems.error("other-subject", message, scalar.span)
    return ConclusionRule(
        id=parts.id,
        title=parts.title,
        concludes=name,
        about=about,
        status=parts.status,
        checked_on=parts.checked_on,
        reviewed_by=parts.reviewed_by,
        basis=parts.basis(),
        in_force=parts.in_force,
        when=parts.condition("when", about, required=True) or ALWAYS,
        unless=parts.condition("unless", about),
        limits=parts.limits(),
        examples=read_examples(parts, about, TRUTHS),
        span=parts.span,
        topic=topic,
        covers=parts.covers(),
    )


def _finding(parts: Parts) -> tuple[str, tuple[str, ...]]:
    node = parts.fields.node("finding", required=True)
    if node is None:
        return "", ()
    fields = Fields(node, parts.problems, "'finding'", node.span)
    says = fields.text("says", required=True)
    names: list[str] = []
    for scalar in fields.scalars("infringes"):
        name = " ".join(scalar.text.split())
        if parts.sources.provisions.find(name) is None:
            hint = did_you_mean(name, parts.sources.provisions.by_name)
            parts.problems.error("unknown-provision", f"no provision '{name}'", scalar.span, hint)
        names.append(name)
    fields.finish()
    return says, tuple(names)


def _seriousness(parts: Parts, about: About) -> Seriousness | None:
    node = parts.fields.node("seriousness")
    if node is None:
        return None
    fields = Fields(node, parts.problems, "'seriousness'")
    start = fields.one_of("start", tuple(_LEVELS), required=True, default="low")
    context = parts.context(about)
    factors = tuple(_level_factor(item, context, parts) for item in fields.items("factors"))
    because = fields.text("because")
    fields.finish()
    return Seriousness(_LEVELS[start], factors, because)


def _level_factor(node: Node, context: Context, parts: Parts) -> LevelFactor:
    fields = Fields(node, parts.problems, "a factor of 'seriousness'")
    when = fields.node("when", required=True)
    factor = LevelFactor(
        when=ALWAYS if when is None else read_condition(when, context, parts.problems),
        effect=_EFFECTS[fields.one_of("effect", tuple(_EFFECTS), required=True, default="raises")],
        cite=fields.text("cite", required=True),
        because=fields.text("because", required=True),
        covers=read_covers(fields, parts.sources.risk_factors, parts.problems),
    )
    fields.finish()
    return factor


def _displacements(parts: Parts) -> list[Displacement]:
    found: list[Displacement] = []
    for node in parts.fields.items("displaces"):
        fields = Fields(node, parts.problems, "an entry of 'displaces'")
        rule = fields.text("rule", required=True)
        word = fields.one_of("principle", tuple(_PRINCIPLES), required=True, default="specialty")
        found.append(Displacement(rule, _PRINCIPLES[word], fields.text("because", required=True), fields.place("rule")))
        fields.finish()
    return found


def _remedies(parts: Parts) -> list[Remedy]:
    found: list[Remedy] = []
    for node in parts.fields.items("remedy"):
        fields = Fields(node, parts.problems, "an entry of 'remedy'")
        remedy = Remedy(
            do=fields.text("do", required=True),
            sets=parts.answers(fields.node("sets"), "'sets'", _SUBJECTS),
            opens=fields.texts("opens"),
            owner=fields.text("owner"),
            within=fields.text("within"),
            cite=fields.text("cite"),
            span=fields.place("opens"),
        )
        fields.finish()
        found.append(remedy)
    return found
