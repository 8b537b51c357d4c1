"""Rule packs: private folders of rules laid over a rule book, in order, without changing it.

A pack is a folder like the rule book's with a ``pack.yaml`` that names it. It may add anything, and it may
replace a rule, a conclusion, an adjustment factor or a parameter of an earlier layer if the new text says so
with ``overrides: NAME``. What is replaced is gone with all its versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import Mapping, Node, Scalar

PACK_FILE = "pack.yaml"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Pack:
    """A layer of the rule book: the shipped one first. ``hash`` covers every file's bytes."""

    name: str
    version: str
    hash: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """Something of an earlier layer that a pack replaced; ``span`` is where the new text stands."""

    kind: str
    name: str
    pack: str
    span: Span


def read_pack(root: Node | None, folder: str, hash: str, problems: Problems) -> Pack:
    """The heading of a pack; without its file nobody could tell whose rules they are."""
    if root is None:
        path = f"{folder}/{PACK_FILE}"
        problems.error("missing-file", f"a rule pack needs the file '{path}'", Span(path), "give it name and version")
        return Pack("", "", hash)
    fields = Fields(root, problems, "the heading of a rule pack")
    scalar = fields.scalar("name", required=True)
    name = scalar.text.strip() if scalar else ""
    if scalar and not _NAME.fullmatch(name):
        problems.error("pack-name", f"'{name}' is not the name of a pack", scalar.span, "use a-z, 0-9 and hyphens")
    pack = Pack(name, fields.text("version", required=True), hash, fields.text("title"))
    fields.finish()
    return pack


@dataclass(frozen=True, slots=True)
class Below:
    """What the layers below a pack hold of one kind of thing, by name; ``replaced`` fills as the pack is read."""

    kind: str = ""
    pack: str = ""
    places: Map[str, Span] = field(default_factory=dict[str, Span])
    replaced: list[Override] = field(default_factory=list[Override])

    def admits(self, name: Scalar, said: Scalar | None, first: Span | None, problems: Problems) -> bool:
        """Whether an entry may take its name: a free one, or one from below that it says it overrides.

        ``said`` is what the entry overrides by its own words; ``first`` where the name stands already.
        """
        from_below = name.text in self.places
        if said is not None and (said.text != name.text or not from_below):
            message = f"'{said.text}' is nothing that '{name.text}' could override"
            problems.error("override", message, said.span, "name what the rule book below holds under the same name")
        elif from_below:
            if said is None:
                message = f"'{name.text}' stands in the rule book below, in {self.places[name.text]}"
                problems.error("override", message, name.span, f"write 'overrides: {name.text}' to replace it")
            self.replaced.append(Override(self.kind, name.text, self.pack, name.span))
            return True
        elif first is not None:
            problems.error("duplicate", f"'{name.text}' stands in {first} already", name.span)
        return first is None


NOTHING_BELOW = Below()
"""Below the lowest layer."""


def overrides_of(node: Node) -> Scalar | None:
    """What the mapping says that it overrides."""
    said = node.get("overrides") if isinstance(node, Mapping) else None
    return said if isinstance(said, Scalar) else None
