"""Files of facts and shared lists of options, read into the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace

from lexposure.rulebook.facts import MOST_EFFORT, NO, YES, About, Fact, FactType, Option
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import STATES, Misread, read_whole
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Mapping, Node, Scalar, Sequence

YES_NO = (Option(NO, "no", "no"), Option(YES, "yes", "yes"))

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EFFORT = re.compile(r"[1-9][0-9]?")
_OPTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_WITH_OPTIONS = (FactType.CHOICE, FactType.CHOICES)
_TAKEN = ("all", "any", "none", "clause", "cite", "burden", "processing_complete", "markets_complete")


@dataclass(slots=True)
class Vocabulary:
    """The facts read so far. ``damaged`` ones have been complained of; who reads them need not again."""

    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    damaged: set[str] = field(default_factory=set[str])


def asked_first(root: Node) -> bool:
    """Whether a file of facts says ``first: yes``: its questions stand before those of other files."""
    node = root.get("first") if isinstance(root, Mapping) else None
    return isinstance(node, Scalar) and node.text == "yes"


def read_facts(root: Node, lists: Map[str, Node], into: Vocabulary, problems: Problems) -> None:
    """Read one file of facts; ``lists`` are the shared lists of options by name."""
    fields = Fields(root, problems, "a file of facts")
    topic = fields.text("topic", required=True)
    fields.yes_no("first")
    about = About(fields.one_of("about", tuple(About), required=True, default=About.COMPANY))
    heading = _Heading(topic, about, lists)
    fields.node("facts", required=True)
    for name, node in fields.keyed("facts"):
        if name.text in into.facts:
            first = into.facts[name.text].span
            problems.error("duplicate", f"the fact '{name.text}' stands in {first} already", name.span)
            continue
        before = problems.error_count
        into.facts[name.text] = _Reader(name, node, heading, problems).read()
        if problems.error_count > before:
            into.damaged.add(name.text)
    fields.finish()


@dataclass(frozen=True, slots=True)
class _Heading:
    """What all facts of a file share."""

    topic: str
    about: About
    lists: Map[str, Node]


class _Reader:
    """One entry of the vocabulary being read."""

    def __init__(self, name: Scalar, node: Node, heading: _Heading, problems: Problems) -> None:
        self.name = name
        self.heading = heading
        self.problems = problems
        self.fields = Fields(node, problems, f"the fact '{name.text}'", name.span)

    def read(self) -> Fact:
        fields = self.fields
        if not _NAME.fullmatch(self.name.text) or self.name.text in _TAKEN:
            hint = "use small letters, digits and underscores, beginning with a letter"
            taken = self.name.text in _TAKEN
            self.problems.error(
                "name",
                f"'{self.name.text}' cannot be the name of a fact",
                self.name.span,
                "it is a word of the rule language" if taken else hint,
            )
        kind = FactType(fields.one_of("type", tuple(FactType), required=True, default=FactType.YES_NO))
        concluded, closed = fields.yes_no("concluded"), fields.yes_no("closed")
        fact = Fact(
            name=self.name.text,
            about=self.heading.about,
            type=kind,
            asks=fields.text("asks", required=True),
            span=self.name.span,
            topic=self.heading.topic,
            helps=fields.text("helps"),
            cite=fields.text("cite"),
            unit=fields.text("unit"),
            options=self._options(kind),
            concluded=concluded,
            closed=closed,
            effort=self._effort(),
        )
        if concluded and kind is not FactType.YES_NO:
            self._wrong("concluded", "only a yes/no fact can be concluded")
        if closed and not concluded:
            self._wrong("closed", "only a concluded fact can be closed")
        if fact.unit and kind is not FactType.COUNT:
            self._wrong("unit", "only a count has a unit; money is in EUR, a share in %")
        read = replace(fact, when_not_applicable=self._when_not_applicable(fact))
        fields.finish()
        return read

    def _effort(self) -> int:
        scalar = self.fields.scalar("effort")
        if scalar is None:
            return 1
        if not _EFFORT.fullmatch(scalar.text.strip()):
            self.problems.error(
                "fact",
                f"'{scalar.text[:40]}' is no effort",
                scalar.span,
                f"write a whole number from 1 to {MOST_EFFORT}",
            )
            return 1
        return int(scalar.text)

    def _wrong(self, key: str, message: str) -> None:
        node = self.fields.node(key)
        self.problems.error("fact", message, node.span if node else self.name.span)

    def _when_not_applicable(self, fact: Fact) -> int | None:
        scalar = self.fields.scalar("when_not_applicable")
        if scalar is None:
            return None
        try:
            return read_whole(scalar.text.strip(), fact)
        except Misread as error:
            misread(error, scalar, self.problems)
            return None

    def _options(self, kind: FactType) -> tuple[Option, ...]:
        node = self.fields.node("options", required=kind in _WITH_OPTIONS)
        if node is None:
            return YES_NO if kind is FactType.YES_NO else ()
        if kind not in _WITH_OPTIONS:
            self._wrong("options", f"a {kind} fact has no options of its own")
            return YES_NO if kind is FactType.YES_NO else ()
        labels: dict[str, str] = {}
        for part in node.items if isinstance(node, Sequence) else (node,):
            self._collect(part, labels)
        if len(labels) < 2 and not isinstance(node, Scalar):
            self._wrong("options", "a choice needs at least two options")
        return tuple(Option(code, name, label) for code, (name, label) in enumerate(labels.items()))

    def _collect(self, part: Node, labels: dict[str, str], shared: bool = True) -> None:
        """Options written out, or the name of a shared list; their order gives the codes."""
        if isinstance(part, Mapping):
            for name, label in part.entries:
                self._one(name, label, labels)
        elif isinstance(part, Scalar) and part.text in self.heading.lists and shared:
            self._collect(self.heading.lists[part.text], labels, shared=False)
        else:
            said = part.text if isinstance(part, Scalar) else "this"
            self.problems.error(
                "options",
                f"'{said}' is neither a shared list of options nor name: label",
                part.span,
                did_you_mean(said, self.heading.lists),
            )

    def _one(self, name: Scalar, label: Node, labels: dict[str, str]) -> None:
        if not _OPTION.fullmatch(name.text) or name.text in STATES or name.text in ("not", "one", "includes"):
            self.problems.error("name", f"'{name.text}' cannot be the name of an option", name.span)
        elif name.text in labels:
            self.problems.error("duplicate", f"the option '{name.text}' stands here a second time", name.span)
        elif not isinstance(label, Scalar):
            self.problems.error("shape", f"the option '{name.text}' needs a label", label.span)
        else:
            labels[name.text] = " ".join(label.text.split()) or name.text
