"""YAML text to a tree of nodes that keep their raw text and their place; the only user of PyYAML.

Nothing is converted here: ``NO`` stays the text ``NO``, ``22:30`` and ``0123`` stay as written. The
fact's type decides later what a text means. Anchors, aliases, tags and merge keys are refused, and
size, depth, number of values and scalar length are checked on the event stream, before any tree is
built: composing deeply nested input recurses inside the C library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lexposure.source.problems import Problems, Span

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 50
MAX_SCALAR = 20_000
MAX_NODES = 500_000

_SURROGATE = re.compile("[\ud800-\udfff]")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; ``plain`` is false when it was quoted or a block."""

    text: str
    span: Span
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Key and value pairs in file order; keys are unique (checked on reading)."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value under ``key``, or nothing."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping


def read_tree(path: Path, problems: Problems, shown: str | None = None) -> Node | None:
    """The node tree of a file, or nothing with the reasons in ``problems``.

    ``shown`` is the path to print; the default is the path as given.
    """
    text = read_text(path, problems, shown)
    return None if text is None else parse_tree(text, shown or str(path), problems)


def read_text(path: Path, problems: Problems, shown: str | None = None) -> str | None:
    """The text of a UTF-8 file of at most ``MAX_BYTES``, or nothing with the reason in ``problems``.

    A byte order mark is kept, so that the text's UTF-8 bytes are the file's.
    """
    name = shown or str(path)
    try:
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "does not exist"
            problems.error("no-file", f"'{name}' {what}", Span(name))
            return None
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.error("too-large", f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read", Span(name))
            return None
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        problems.error("no-file", f"'{name}' cannot be read: {reason}", Span(name))
        return None
    return _decoded(data, name, problems)


def tree_of(data: bytes, name: str, problems: Problems) -> Node | None:
    """The node tree of a file's bytes; ``name`` is the path to print."""
    text = _decoded(data, name, problems)
    return None if text is None else parse_tree(text, name, problems)


def _decoded(data: bytes, name: str, problems: Problems) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        span = Span(name, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        problems.error("encoding", "the file is not UTF-8 text", span, "save it as UTF-8")
        return None


def parse_tree(text: str, path: str, problems: Problems) -> Node | None:
    """The node tree of a text; an empty text is an empty mapping."""
    text = text.removeprefix("\ufeff")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        problems.error("encoding", "the text holds half a character (a lone surrogate)", _place(text, surrogate.start(), path))
        return None
    if len(text.encode("utf-8")) > MAX_BYTES:
        problems.error("too-large", f"the text is longer than {MAX_BYTES:,} bytes", Span(path))
        return None
    builder = _Builder(path, problems)
    loader = _Loader(text)
    try:
        while loader.check_event():
            if not builder.take(loader.get_event()):
                return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path)
        problems.error("yaml", f"this is not valid YAML: {error.problem or error.context}", span)
        return None
    except yaml.YAMLError as error:
        problems.error("yaml", _reader_message(error), _reader_span(error, text, path))
        return None
    finally:
        loader.dispose()
    return builder.root or Mapping((), Span(path))


def _reader_message(error: yaml.YAMLError) -> str:
    character = getattr(error, "character", None)
    if character is None:
        return "this is not valid YAML"
    code = character if isinstance(character, int) else ord(character)
    return f"the character U+{code:04X} may not stand in a YAML file"


def _reader_span(error: yaml.YAMLError, text: str, path: str) -> Span:
    position = getattr(error, "position", None)
    return _place(text, position, path) if isinstance(position, int) else Span(path)


def _place(text: str, position: int, path: str) -> Span:
    before = text[:position]
    return Span(path, before.count("\n") + 1, position - before.rfind("\n"))


class _Open:
    """A collection whose end has not been seen."""

    __slots__ = ("entries", "items", "key", "seen", "span")

    def __init__(self, span: Span, mapping: bool) -> None:
        self.span = span
        self.items: list[Node] = []
        self.entries: list[tuple[Scalar, Node]] | None = [] if mapping else None
        self.key: Scalar | None = None
        self.seen: dict[str, Span] = {}


class _Builder:
    """Builds the tree from events without recursion; ``take`` says whether to go on."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.documents = 0
        self.nodes = 0

    def take(self, event: Any) -> bool:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            return self._open(event, kind is yaml.MappingStartEvent)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            return self._close()
        if kind is yaml.AliasEvent:
            self.problems.error("alias", "aliases (*name) are not allowed", self._span(event), "write the value out")
            return False
        if kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.problems.error("documents", "a file holds one document; a second one starts here", self._span(event))
                return False
        return True

    def _span(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.path, mark.line + 1, mark.column + 1)

    def _refused(self, event: Any) -> bool:
        if event.anchor is not None:
            self.problems.error("anchor", "anchors (&name) are not allowed", self._span(event), "write the value out")
        elif event.tag is not None and event.tag != "!":
            self.problems.error("tag", "tags (!name) are not allowed", self._span(event), "leave the tag out")
        else:
            return False
        return True

    def _scalar(self, event: Any) -> bool:
        if self._refused(event):
            return False
        span = self._span(event)
        if len(event.value) > MAX_SCALAR:
            self.problems.error("too-long", f"this text has {len(event.value):,} characters; at most {MAX_SCALAR:,} are read", span)
            return False
        return self._add(Scalar(event.value, span, event.style is None))

    def _open(self, event: Any, mapping: bool) -> bool:
        if self._refused(event):
            return False
        span = self._span(event)
        if len(self.stack) >= MAX_DEPTH:
            self.problems.error("too-deep", f"collections are nested more than {MAX_DEPTH} deep", span)
            return False
        self.stack.append(_Open(span, mapping))
        return True

    def _close(self) -> bool:
        done = self.stack.pop()
        if done.entries is None:
            return self._add(Sequence(tuple(done.items), done.span))
        return self._add(Mapping(tuple(done.entries), done.span))

    def _add(self, node: Node) -> bool:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.problems.error("too-many", f"the file holds more than {MAX_NODES:,} values", node.span)
            return False
        if not self.stack:
            self.root = node
            return True
        top = self.stack[-1]
        if top.entries is None:
            top.items.append(node)
            return True
        if top.key is None:
            return self._key(top, node)
        if top.key.text not in top.seen:
            top.seen[top.key.text] = top.key.span
            top.entries.append((top.key, node))
        top.key = None
        return True

    def _key(self, top: _Open, node: Node) -> bool:
        if not isinstance(node, Scalar):
            self.problems.error("key", "a key must be a single word or text", node.span)
            return False
        if node.text == "<<" and node.plain:
            self.problems.error("merge", "merge keys (<<) are not allowed", node.span, "write the values out")
            return False
        if node.text in top.seen:
            first = top.seen[node.text]
            self.problems.error("duplicate-key", f"'{node.text}' stands here a second time; the first is in line {first.line}", node.span)
        top.key = node
        return True
