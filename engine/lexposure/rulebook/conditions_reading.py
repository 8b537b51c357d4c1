"""Conditions as rules write them, read into the condition tree.

A clause is a mapping that holds fact lines, or one of ``all`` / ``any`` / ``none``, or one quantifier
(``any market``); beside it may stand what it tests (``clause``), its article (``cite``) and who must
prove it (``burden: company``).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

from lexposure.rulebook.conditions import Clause, Compare, Condition, Group, Quantified
from lexposure.rulebook.facts import LISTS, About, Catalogue, Fact
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.phrases import read_phrase
from lexposure.rulebook.values import Misread
from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Mapping, Node, Scalar, Sequence

Kind = Literal["all", "any", "none"]
_GROUPS: dict[str, Kind] = {"all": "all", "any": "any", "none": "none"}
_QUANTIFIERS = {f"{word} {about}": (word == "every", about) for word in ("any", "every") for about in LISTS}
_HEADINGS = ("clause", "cite", "burden")


@dataclass(frozen=True, slots=True)
class Context:
    """What a condition may speak of. ``about`` is the subject at hand, ``company`` in most rules."""

    catalogue: Catalogue
    damaged: AbstractSet[str]
    parameters: Parameters
    about: About
    may_burden: bool = False
    inside: bool = False
    """Whether the condition stands under a quantifier."""
    burden: bool = False


def read_condition(node: Node, context: Context, problems: Problems) -> Condition:
    """The condition of a node; what cannot be read is reported and left out."""
    return _Reader(problems).condition(node, context)


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def condition(self, node: Node, context: Context) -> Condition:
        if isinstance(node, Mapping):
            return self._clause(node, context)
        if isinstance(node, Sequence):
            self.problems.error(
                "condition", "a list of conditions needs a word above it", node.span, "write all, any or none"
            )
        else:
            self.problems.error("condition", f"'{node.text}' is not a condition", node.span, "write fact: phrase")
        return Group("all", (), node.span)

    def _clause(self, node: Mapping, context: Context) -> Condition:
        body: list[tuple[Scalar, Node]] = []
        title, cite = "", ""
        for entry in node.entries:
            name = entry[0].text
            if name == "clause":
                title = self._heading(*entry)
            elif name == "cite":
                cite = self._heading(*entry)
            elif name == "burden":
                context = self._burden(entry[1], context)
            else:
                body.append(entry)
        heading = Clause(title, cite) if title or cite else None
        if len(body) == 1:
            return self._part(*body[0], context, heading)
        for key, _ in body:
            if key.text in _GROUPS or key.text in _QUANTIFIERS:
                message = f"'{key.text}' must stand alone in its clause"
                self.problems.error("mixed", message, key.span, "put the parts as a list under all")
        if not body:
            self.problems.error("condition", "this clause tests nothing", node.span, "write fact: phrase")
        return Group("all", tuple(self._part(key, value, context) for key, value in body), node.span, heading)

    def _part(self, key: Scalar, value: Node, context: Context, heading: Clause | None = None) -> Condition:
        name = key.text
        if name in _GROUPS:
            return self._group(_GROUPS[name], key, value, context, heading)
        if name in _QUANTIFIERS:
            return self._quantified(key, value, context, heading)
        return self._line(key, value, context, heading)

    def _heading(self, key: Scalar, value: Node) -> str:
        if isinstance(value, Scalar) and value.text.strip():
            return " ".join(value.text.split())
        self.problems.error("shape", f"'{key.text}' must be a text", value.span)
        return ""

    def _burden(self, value: Node, context: Context) -> Context:
        if not isinstance(value, Scalar) or value.text != "company":
            self.problems.error("burden", "'burden' takes the word company", value.span)
        elif not context.may_burden:
            self.problems.error("burden", "'burden' may stand only in finding_when and unless of a rule", value.span)
        return replace(context, burden=True)

    def _group(self, kind: Kind, key: Scalar, value: Node, context: Context, heading: Clause | None) -> Group:
        if not isinstance(value, Sequence):
            self.problems.error("condition", f"'{kind}' needs a list", value.span, "begin each part with a dash")
            return Group(kind, (), key.span)
        if not value.items:
            self.problems.error("condition", f"the list under '{kind}' is empty", value.span)
        return Group(kind, tuple([self.condition(item, context) for item in value.items]), key.span, heading)

    def _quantified(self, key: Scalar, value: Node, context: Context, heading: Clause | None) -> Condition:
        every, over = _QUANTIFIERS[key.text]
        if context.inside:
            self.problems.error("quantifier", f"'{key.text}' cannot stand inside another quantifier", key.span)
        elif context.about is not About.COMPANY:
            message = f"'{key.text}' may stand only in what is about the company, not about {context.about.described}"
            self.problems.error("quantifier", message, key.span)
        part = self.condition(value, replace(context, about=over, inside=True))
        return Quantified(every, over, part, key.span, heading)

    def _line(self, key: Scalar, value: Node, context: Context, heading: Clause | None) -> Condition:
        fact = context.catalogue.get(key.text)
        if fact is None:
            self._unknown(key, context)
        elif not isinstance(value, Scalar):
            hint = "write 'one of' and the options, without brackets" if isinstance(value, Sequence) else ""
            self.problems.error("condition", f"'{key.text}' needs a phrase on its line", value.span, hint)
        elif key.text not in context.damaged:
            self._subject(key, fact, context)
            text = value.text if value.plain else " ".join(value.text.split())
            try:
                reading = read_phrase(text, fact, context.parameters)
            except Misread as error:
                misread(error, value, self.problems)
            else:
                own = heading if len(reading) == 1 else None
                parts = tuple(
                    [Compare(fact.name, test, no, text, key.span, context.burden, own) for test, no in reading]
                )
                return parts[0] if len(parts) == 1 else Group("all", parts, key.span, heading)
        return Group("all", (), key.span)

    def _unknown(self, key: Scalar, context: Context) -> None:
        words = (*_GROUPS, *_QUANTIFIERS, *_HEADINGS)
        hint = did_you_mean(key.text, context.catalogue) or did_you_mean(key.text, words)
        self.problems.error("unknown-fact", f"'{key.text}' is not a known fact", key.span, hint)

    def _subject(self, key: Scalar, fact: Fact, context: Context) -> None:
        if fact.about is About.COMPANY or fact.about is context.about:
            return
        hint = ""
        if context.about is About.COMPANY:
            hint = f"put it under 'any {fact.about}' or 'every {fact.about}'"
        message = f"'{key.text}' is about {fact.about.described}, this condition about {context.about.described}"
        self.problems.error("other-subject", message, key.span, hint)
