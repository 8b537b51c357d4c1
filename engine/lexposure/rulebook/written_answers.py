"""Answers that rules and cases write down, checked against the vocabulary and kept as text."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lexposure.rulebook.facts import About, Catalogue, FactType
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import Misread, check_answer
from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Mapping, Node, Scalar, Sequence

Answers = tuple[tuple[str, str], ...]
"""Answers as written, by fact."""


@dataclass(frozen=True, slots=True)
class WrittenAnswers:
    """Reads answers; ``damaged`` are the facts whose own entry could not be read."""

    catalogue: Catalogue
    damaged: AbstractSet[str]
    problems: Problems

    def read(self, node: Node | None, what: str, allowed: tuple[About, ...]) -> Answers:
        """Answers as written, each checked against its fact, which must be about one of ``allowed``."""
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            self.problems.error("shape", f"{what} must be a mapping (fact: answer)", node.span)
            return ()
        return tuple((key.text, self._answer(key, value, allowed)) for key, value in node.entries)

    def _answer(self, key: Scalar, value: Node, allowed: tuple[About, ...]) -> str:
        fact = self.catalogue.get(key.text)
        if fact is None:
            hint = did_you_mean(key.text, self.catalogue)
            self.problems.error("unknown-fact", f"'{key.text}' is not a known fact", key.span, hint)
            return ""
        if fact.about not in allowed:
            said = " or ".join(about.described for about in allowed)
            message = f"'{key.text}' is about {fact.about.described}; here stand answers about {said}"
            self.problems.error("other-subject", message, key.span)
        if isinstance(value, Sequence) and fact.type is FactType.CHOICES:
            parts = [item.text for item in value.items if isinstance(item, Scalar)]
            value = Scalar(", ".join(parts), value.span, plain=False)
        if not isinstance(value, Scalar):
            self.problems.error("shape", f"the answer to '{key.text}' must be a single text", value.span)
            return ""
        text = " ".join(value.text.split())
        if key.text not in self.damaged:
            try:
                check_answer(text, fact)
            except Misread as error:
                misread(error, value, self.problems)
        return text
