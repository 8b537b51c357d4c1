"""What a scenario changes: answers of the profile, the date, the method, figures of the law, rule packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Map
from collections.abc import Sequence as Seq
from dataclasses import dataclass, field, replace
from pathlib import Path

from lexposure.profile.reading import COMPLETE_KEYS, LIST_KEYS
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import Misread, read_whole
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Mapping, Node, Scalar, Sequence

SUPPOSED = "supposed"
"""The source of an answer that a scenario sets."""

_LISTS = tuple(LIST_KEYS.values())
_TOP = tuple(COMPLETE_KEYS.values())
_OWN_FORMS = ("value", "disputed", "surely", "possibly")


@dataclass(frozen=True, slots=True)
class Change:
    """An answer to set: ``path`` is ``fact``, ``processing/ID/fact`` or ``markets/ID/fact``."""

    path: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of changes, laid over another scenario (``on``) or the profile itself.

    ``parameters`` are figures of the law as written; ``packs`` are folders of rules laid over the book.
    """

    name: str
    about: str = ""
    on: Scalar | None = None
    changes: tuple[Change, ...] = ()
    as_of: dt.date | None = None
    method: str | None = None
    method_reason: str = ""
    parameters: Map[str, Scalar] = field(default_factory=dict[str, Scalar])
    packs: tuple[Path, ...] = ()
    span: Span = field(default_factory=lambda: Span(""))

    def over(self, below: Scenario) -> Scenario:
        """Both together; where both change the same thing, this one counts."""
        mine = {change.path.text for change in self.changes}
        return replace(
            self,
            on=None,
            changes=(*(one for one in below.changes if one.path.text not in mine), *self.changes),
            as_of=self.as_of or below.as_of,
            method=self.method or below.method,
            method_reason=self.method_reason if self.method else below.method_reason,
            parameters={**below.parameters, **self.parameters},
            packs=(*below.packs, *(pack for pack in self.packs if pack not in below.packs)),
        )


def stacked(scenarios: Seq[Scenario], problems: Problems) -> tuple[Scenario, ...]:
    """Each scenario with all it stands on; circles and unknown names are problems."""
    known = {one.name: one for one in scenarios}
    return tuple(_whole(one, known, problems) for one in scenarios)


def _whole(scenario: Scenario, known: Map[str, Scenario], problems: Problems) -> Scenario:
    chain, names = [scenario], [scenario.name]
    while (on := chain[-1].on) is not None:
        below = known.get(on.text)
        if below is None:
            hint = did_you_mean(on.text, known)
            problems.error("unknown-name", f"there is no scenario '{on.text}'", on.span, hint)
            break
        if below.name in names:
            problems.error("circle", f"the scenarios stand on each other: {' -> '.join([*names, below.name])}", on.span)
            break
        chain.append(below)
        names.append(below.name)
    found = chain.pop()
    while chain:
        found = chain.pop().over(found)
    return replace(found, name=scenario.name, about=scenario.about, span=scenario.span, on=None)


def changed_tree(root: Node, changes: Seq[Change], problems: Problems) -> Node:
    """The profile's tree with the answers set; paths that lead nowhere are problems."""
    for change in changes:
        if isinstance(root, Mapping):
            root = _set(root, change, problems)
    return root


def _set(root: Mapping, change: Change, problems: Problems) -> Mapping:
    parts = change.path.text.split("/")
    if len(parts) == 1:
        if parts[0] in _TOP:
            return _with(root, change.path, change.value)
        return _answered(root, change.path, change.value)
    if len(parts) != 3 or parts[0] not in _LISTS:
        hint = "write fact, processing/ID/fact or markets/ID/fact"
        problems.error("path", f"'{change.path.text}' leads to no answer", change.path.span, hint)
        return root
    key, id, fact = parts
    entries = root.get(key)
    if not isinstance(entries, Sequence) or id not in (ids := [_id(entry) for entry in entries.items]):
        known = [] if not isinstance(entries, Sequence) else [_id(entry) for entry in entries.items]
        hint = did_you_mean(id, known) or (f"there are {', '.join(known)}" if known else "the list is empty")
        problems.error("unknown-name", f"'{key}' has no entry '{id}'", change.path.span, hint)
        return root
    at = ids.index(id)
    entry = entries.items[at]
    assert isinstance(entry, Mapping)
    changed = _answered(entry, change.path._replace(text=fact), change.value)
    items = (*entries.items[:at], changed, *entries.items[at + 1 :])
    return _with(root, Scalar(key, entries.span, plain=True), entries._replace(items=items))


def _id(entry: Node) -> str:
    found = entry.get("id") if isinstance(entry, Mapping) else None
    return found.text if isinstance(found, Scalar) else ""


def _answered(holder: Mapping, fact: Scalar, value: Node) -> Mapping:
    answers = holder.get("answers")
    inner = answers if isinstance(answers, Mapping) else Mapping((), fact.span)
    return _with(holder, fact._replace(text="answers"), _with(inner, fact, _marked(value)))


def _marked(value: Node) -> Node:
    """The answer with its source: that it is supposed. What a scenario writes out in full keeps its own."""
    source = (Scalar("source", value.span, plain=True), Scalar(SUPPOSED, value.span, plain=True))
    if isinstance(value, Mapping) and any(value.get(key) is not None for key in _OWN_FORMS):
        return value if value.get("source") else value._replace(entries=(*value.entries, source))
    return Mapping(((Scalar("value", value.span, plain=True), value), source), value.span)


def _with(mapping: Mapping, key: Scalar, value: Node) -> Mapping:
    """The mapping with a key's value replaced, or added at its end."""
    kept = tuple((one, other if one.text != key.text else value) for one, other in mapping.entries)
    if any(one.text == key.text for one, _ in mapping.entries):
        return mapping._replace(entries=kept)
    return mapping._replace(entries=(*mapping.entries, (key, value)))


def without_answers(root: Node) -> Node:
    """The profile's tree with nothing but what the reading of an answer looks at."""
    if not isinstance(root, Mapping):
        return root
    kept = ("format", "company", "as_of", "proceedings", *_TOP)
    entries = [(key, node) for key, node in root.entries if key.text in kept]
    entries += [(key, _ids(node)) for key, node in root.entries if key.text in _LISTS]
    return root._replace(entries=tuple(entries))


def _ids(node: Node) -> Node:
    if not isinstance(node, Sequence):
        return node
    return node._replace(items=tuple(_only_id(entry) for entry in node.items))


def _only_id(entry: Node) -> Node:
    if not isinstance(entry, Mapping):
        return entry
    return entry._replace(entries=tuple(one for one in entry.entries if one[0].text == "id"))


def with_parameters(book: RuleBook, parameters: Map[str, Scalar], problems: Problems) -> RuleBook:
    """The rule book with figures of the law supposed to be others, on every day."""
    changed = dict(book.parameters)
    for name, scalar in parameters.items():
        known = book.parameters.get(name)
        if known is None:
            hint = did_you_mean(name, book.parameters)
            problems.error("unknown-parameter", f"there is no figure '{name}'", scalar.span, hint)
            continue
        try:
            value = read_whole(scalar.text.strip(), known.as_fact())
        except Misread as error:
            misread(error, scalar, problems)
            continue
        changed[name] = replace(known, values=((dt.date.min, value, SUPPOSED),))
    return replace(book, parameters=changed)
