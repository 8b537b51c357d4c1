"""Typed reading of a mapping: each read names what is missing or wrong, and goes on."""

from __future__ import annotations

import datetime as dt
import re

from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Mapping, Node, Scalar, Sequence

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Fields:
    """A mapping being read. ``finish`` reports keys nobody asked for."""

    def __init__(self, node: Node | None, problems: Problems, what: str, span: Span | None = None) -> None:
        self.what = what
        self.problems = problems
        self.asked: set[str] = set()
        self.span = node.span if node is not None else (span or Span(""))
        self._entries: dict[str, tuple[Scalar, Node]] = {}
        self.is_mapping = isinstance(node, Mapping)
        if isinstance(node, Mapping):
            self._entries = {key.text: (key, value) for key, value in node.entries}
        elif node is not None:
            problems.error("shape", f"{what} must be a mapping (key: value)", node.span)

    def has(self, key: str) -> bool:
        """Whether the key stands there."""
        self.asked.add(key)
        return key in self._entries

    def node(self, key: str, required: bool = False) -> Node | None:
        """The value under a key as a node."""
        self.asked.add(key)
        entry = self._entries.get(key)
        if entry is not None:
            return entry[1]
        if required and self.is_mapping:
            self.problems.error("missing", f"{self.what} needs '{key}'", self.span)
        return None

    def place(self, key: str) -> Span:
        """Where the value under a key stands; the place of the mapping if there is none."""
        return self._entries[key][1].span if key in self._entries else self.span

    def scalar(self, key: str, required: bool = False) -> Scalar | None:
        """The value under a key if it is a single text."""
        node = self.node(key, required)
        if node is None or isinstance(node, Scalar):
            return node
        self.problems.error("shape", f"'{key}' must be a single value", node.span)
        return None

    def text(self, key: str, required: bool = False, default: str = "") -> str:
        """The text under a key, stripped."""
        scalar = self.scalar(key, required)
        if scalar is None:
            return default
        text = scalar.text if scalar.plain else " ".join(scalar.text.split())
        if required and not text:
            self.problems.error("missing", f"'{key}' is empty", scalar.span)
        return text

    def date(self, key: str, required: bool = False) -> dt.date | None:
        """The ISO date under a key."""
        scalar = self.scalar(key, required)
        return None if scalar is None else read_date(scalar, self.problems)

    def yes_no(self, key: str, default: bool = False) -> bool:
        """``yes`` or ``no`` under a key."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        if scalar.text in ("yes", "no"):
            return scalar.text == "yes"
        self.problems.error("yes-no", f"'{key}' takes yes or no", scalar.span)
        return default

    def one_of(self, key: str, allowed: tuple[str, ...], required: bool = False, default: str = "") -> str:
        """One of a few words under a key."""
        scalar = self.scalar(key, required)
        if scalar is None:
            return default
        if scalar.text not in allowed:
            self.problems.error(
                "word",
                f"'{scalar.text}' is not one of {', '.join(allowed)}",
                scalar.span,
                did_you_mean(scalar.text, allowed),
            )
            return default
        return scalar.text

    def items(self, key: str, required: bool = False) -> tuple[Node, ...]:
        """The list under a key; a single value counts as a list of one."""
        node = self.node(key, required)
        if node is None:
            return ()
        return node.items if isinstance(node, Sequence) else (node,)

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """The list of texts under a key."""
        return tuple(scalar.text.strip() for scalar in self.scalars(key, required))

    def scalars(self, key: str, required: bool = False) -> tuple[Scalar, ...]:
        """The list of texts under a key, with their places."""
        found: list[Scalar] = []
        for item in self.items(key, required):
            if isinstance(item, Scalar):
                found.append(item)
            else:
                self.problems.error("shape", f"'{key}' must be a list of texts", item.span)
        return tuple(found)

    def keyed(self, key: str) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of the mapping under a key."""
        node = self.node(key)
        if node is None:
            return ()
        if isinstance(node, Mapping):
            return node.entries
        self.problems.error("shape", f"'{key}' must be a mapping (key: value)", node.span)
        return ()

    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """All entries; none of them is reported by ``finish`` afterwards."""
        self.asked.update(self._entries)
        return tuple(self._entries.values())

    def finish(self) -> None:
        """Report the keys that no reader asked for."""
        if self._entries.keys() <= self.asked:
            return
        free = self.asked - self._entries.keys()
        for key, (scalar, _) in self._entries.items():
            if self.problems.full:
                return
            if key not in self.asked:
                hint = did_you_mean(key, free) or did_you_mean(key, self.asked)
                self.problems.error("unknown-key", f"'{key}' is not a key of {self.what}", scalar.span, hint)


def read_date(scalar: Scalar, problems: Problems) -> dt.date | None:
    """An ISO date (2021-08-15) from a scalar."""
    text = scalar.text.strip()
    if _DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            problems.error("date", f"there is no day '{text}'", scalar.span)
            return None
    problems.error("date", f"'{text}' is not a date", scalar.span, "write year-month-day, as 2021-08-15")
    return None
