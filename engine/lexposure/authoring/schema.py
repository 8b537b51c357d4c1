"""A JSON Schema of the files of a rule book, made from its vocabulary, so that an editor completes and checks them.

Draft 7, as the YAML language server of most editors reads it. One schema serves all kinds of files; a key of its
own tells which one a file is: ``concludes``, ``cases``, ``facts``, ``company``. A file without these is a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lexposure.authoring.schema_facts import YES_NO, Json, answer, phrase, words
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.examples_reading import OUTCOMES
from lexposure.rulebook.facts import LISTS, MOST_EFFORT, About, FactType
from lexposure.rulebook.marks import CERTAINTIES
from lexposure.rulebook.rules import Level

DRAFT = "http://json-schema.org/draft-07/schema#"

_TEXT: Json = {"type": ["string", "number", "null"]}
_MAPPING: Json = {"type": "object"}
_DAY: Json = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_LEVELS = [level.word for level in Level]
_TRUTHS = (True, False, "unknown")  # YAML reads a bare true as a truth value
_STATUS = ("draft", "in force", "retired")
_PRINCIPLES = ("specialty", "subsidiarity", "consumption")


def schema(book: RuleBook) -> Json:
    """The schema of all files that the vocabulary of a book gives words to."""
    kinds = (("concludes", "conclusion"), ("cases", "cases"), ("facts", "facts"), ("company", "profile"))
    chosen: Json = _ref("rule")
    for key, kind in reversed(kinds):
        chosen = {"if": {"required": [key]}, "then": _ref(kind), "else": chosen}
    return {
        "$schema": DRAFT,
        "title": f"Rule book {book.version}",
        "type": "object",
        **chosen,
        "definitions": _Definitions(book).all(),
    }


class _Definitions:
    """The named parts that the kinds of files share."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book

    def all(self) -> Json:
        book = self.book
        facts = book.catalogue.values()
        return {
            **{f"phrase-{fact.name}": phrase(fact, book.parameters) for fact in facts},
            **{f"answer-{fact.name}": answer(fact) for fact in facts},
            **{f"condition-{about}": self._condition(about) for about in About},
            "answers": _record({fact.name: _ref(f"answer-{fact.name}") for fact in facts}),
            "provision": self._provision(),
            "rule-id": words({rule.id: rule.title for rule in book.rules}),
            "risk-factor": words({each.id: each.title for each in book.risk_factors.values()}),
            "basis": _basis(),
            "in-force": _record({"from": _DAY, "until": _DAY}, ("from",)),
            "example-rule": _example(OUTCOMES),
            "example-conclusion": _example(_TRUTHS),
            "example-case": _example(dict.fromkeys((*OUTCOMES, *_TRUTHS))),
            "rule": self._rule(),
            "conclusion": self._conclusion(),
            "cases": _cases(),
            "facts": _facts(),
            "profile": _profile(),
        }

    def _condition(self, about: About) -> Json:
        """Facts of the subject and of the company, groups, and for the company the lists."""
        readable = [fact for fact in self.book.catalogue.values() if fact.about in (about, About.COMPANY)]
        parts: Json = {"type": "array", "minItems": 1, "items": _ref(f"condition-{about}")}
        properties: Json = {
            "all": _said("Every part below must hold.", parts),
            "any": _said("At least one part below must hold.", parts),
            "none": _said("No part below may hold.", parts),
            "clause": _said("What this part tests, as the report repeats it.", _TEXT),
            "cite": _said("The article that asks for it.", _TEXT),
            "burden": _said("Who must prove it; only in finding_when and unless.", {"const": "company"}),
        }
        if about is About.COMPANY:
            for over in LISTS:
                inner = _ref(f"condition-{over}")
                properties[f"any {over}"] = _said(f"True of at least one {over} entry.", _MAPPING | {"allOf": [inner]})
                properties[f"every {over}"] = _said(f"True of every {over} entry.", _MAPPING | {"allOf": [inner]})
        properties |= {fact.name: _ref(f"phrase-{fact.name}") for fact in readable}
        return _record(properties)

    def _provision(self) -> Json:
        """The names in the table of provisions, and points below them."""
        names = {each.name: each.subject for each in self.book.provisions.by_name.values()}
        below = "|".join(re.escape(name) for name in names)
        return {"anyOf": [words(names), {"type": "string", "pattern": rf"^({below})(\([0-9a-z]+\))+$"}]}

    def _rule(self) -> Json:
        properties = self._heading() | {
            "conduct": _said("Findings on one entry with the same label are one act with one fine.", _TEXT),
            "applies_when": _said("False: the rule is not applicable. Left out: it always applies.", _MAPPING),
            "finding_when": _said("True: a finding, unless excused.", _MAPPING),
            "unless": _said("Exceptions; true: no finding.", _MAPPING),
            "finding": _record({"says": _TEXT, "infringes": _one_or_many(_ref("provision"))}, ("says",)),
            "seriousness": _said("The level, and what raises or lowers it.", _MAPPING),
            "displaces": _one_or_many(_displacement()),
            "remedy": _one_or_many(_remedy()),
            "examples": _one_or_many(_ref("example-rule")),
        }
        required = ("finding_when", "finding")
        return _record(properties, (*_REQUIRED, *required)) | _by_subject(
            ("applies_when", "finding_when", "unless"), seriousness=True
        )

    def _conclusion(self) -> Json:
        concluded = {fact.name: fact.asks for fact in self.book.catalogue.values() if fact.concluded}
        properties = self._heading() | {
            "concludes": words(concluded),
            "when": _said("True: the fact is yes, unless an exception holds.", _MAPPING),
            "unless": _said("Exceptions.", _MAPPING),
            "examples": _one_or_many(_ref("example-conclusion")),
        }
        return _record(properties, (*_REQUIRED, "concludes", "when")) | _by_subject(("when", "unless"))

    def _heading(self) -> Json:
        return {
            "id": _said("Permanent, never reused; the file is named like it.", {"type": "string"}),
            "title": _said("What went wrong, in the words of the law.", _TEXT),
            "about": _said("The subject: the company, each operation, or each market.", _enum(About)),
            "status": _said("Drafts and retired rules are checked and never used.", _enum(_STATUS)),
            "checked_on": _said("The day a person last compared the rule with the law.", _DAY),
            "reviewed_by": _said("A second reader; may be empty.", _TEXT),
            "basis": _one_or_many(_ref("basis")),
            "in_force": _ref("in-force"),
            "covers": _one_or_many(_ref("risk-factor")),
            "overrides": _said("In a rule pack: the id of the rule that this one replaces.", {"type": "string"}),
            "limits": _one_or_many(_said("What the rule cannot express; printed.", _TEXT)),
        }


_REQUIRED = ("id", "title", "about", "status", "checked_on", "basis", "in_force")


def _by_subject(keys: Iterable[str], seriousness: bool = False) -> Json:
    """Conditions read what the subject's vocabulary has; before ``about`` stands there, nothing is offered."""
    choices: list[Json] = []
    for about in About:
        condition = _ref(f"condition-{about}")
        properties: Json = dict.fromkeys(keys, condition)
        if seriousness:
            properties["seriousness"] = _seriousness(condition)
        told: Json = {"required": ["about"], "properties": {"about": {"const": about}}}
        choices.append({"if": told, "then": {"properties": properties}})
    return {"allOf": choices}


def _seriousness(condition: Json) -> Json:
    factor: Json = {
        "when": condition,
        "effect": _enum(("raises", "lowers")),
        "cite": _TEXT,
        "because": _TEXT,
        "covers": _one_or_many(_ref("risk-factor")),
    }
    factors = _one_or_many(_record(factor, ("when", "effect", "cite", "because")))
    return _record({"start": _enum(_LEVELS), "because": _TEXT, "factors": factors}, ("start",))


def _basis() -> Json:
    certainty = words({**CERTAINTIES, **{word: word for word in CERTAINTIES.values()}})
    return _record({"cite": _TEXT, "says": _TEXT, "url": _TEXT, "certainty": certainty}, ("cite", "says"))


def _displacement() -> Json:
    parts: Json = {"rule": _ref("rule-id"), "principle": _enum(_PRINCIPLES), "because": _TEXT}
    return _record(parts, tuple(parts))


def _remedy() -> Json:
    parts: Json = dict.fromkeys(("do", "owner", "within", "cite"), _TEXT)
    return _record({**parts, "sets": _ref("answers"), "opens": _one_or_many(_ref("rule-id"))}, ("do",))


def _example(expected: Iterable[str | bool]) -> Json:
    entries = _one_or_many(_ref("answers"))
    parts: Json = {
        "name": _TEXT,
        "facts": _ref("answers"),
        "expect": {"enum": list(expected)},
        "on": _DAY,
        "seriousness": _enum(_LEVELS),
        "missing": _one_or_many(_TEXT),
        **{str(over): entries for over in LISTS},
        "complete": _one_or_many(_enum(LISTS)),
    }
    return _record(parts, ("name", "expect"))


def _cases() -> Json:
    """Further examples of a rule in a file of their own; ``given`` are answers that all of them share."""
    parts: Json = {"rule": _TEXT, "given": _ref("answers"), "cases": _one_or_many(_ref("example-case"))}
    return _record(parts, ("rule", "cases"))


def _facts() -> Json:
    texts: Json = dict.fromkeys(("asks", "helps", "cite", "unit", "when_not_applicable"), _TEXT)
    effort: Json = {"type": "integer", "minimum": 1, "maximum": MOST_EFFORT}
    kept: Json = {"options": {}, "concluded": YES_NO, "closed": YES_NO, "effort": effort}
    fact = _record({"type": _enum(FactType), **texts, **kept}, ("type", "asks"))
    parts: Json = {
        "topic": _TEXT,
        "about": _enum(About),
        "first": YES_NO,
        "facts": {"type": "object", "additionalProperties": fact},
    }
    return _record(parts, ("topic", "about", "facts"))


def _profile() -> Json:
    """Only the names of the questions: docs/answers.md says what an answer may be."""
    return {"type": "object", "required": ["format", "company"]}


def _record(properties: Json, required: Iterable[str] = ()) -> Json:
    """A mapping with these keys and no others."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _one_or_many(part: Json) -> Json:
    """A list, or a single value, which counts as a list of one."""
    return {"anyOf": [{"type": "array", "items": part}, part]}


def _enum(allowed: Iterable[str]) -> Json:
    return {"enum": [str(word) for word in allowed]}


def _said(description: str, part: Json) -> Json:
    return {"description": description, **part}


def _ref(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}
