"""YAML text to a tree of nodes that keep their raw text and their place; the only user of PyYAML.

Nothing is converted here: ``NO`` stays the text ``NO``, ``22:30`` and ``0123`` stay as written. The
fact's type decides later what a text means. Anchors, aliases, tags and merge keys are refused, and
size, depth, number of values and scalar length are checked on the event stream, before any tree is
built: composing deeply nested input recurses inside the C library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

import yaml

from lexposure.source.problems import Problems, Span, split_lines

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 50
MAX_SCALAR = 20_000
MAX_NODES = 500_000
_LOOKED_AT = 300

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text as written; ``plain`` is false when it was quoted, a block, or runs over several lines.

    The columns of a plain text's characters follow from its place. Nodes are tuples for speed, as places are.
    """

    text: str
    span: Span
    plain: bool = True


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    span: Span


class Mapping(NamedTuple):
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
            what = "is a folder, not a file" if path.is_dir() else "is not a file on a disk"
            if not path.exists():
                what = "does not exist"
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
        before = data[: error.start].decode("utf-8")
        span = _place(before, len(before), name)
        problems.error("encoding", "the file is not UTF-8 text", span, "save it as UTF-8")
        return None


def parse_tree(text: str, path: str, problems: Problems) -> Node | None:
    """The node tree of a text; an empty text is an empty mapping."""
    text = text.removeprefix("\ufeff")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        message = "the text holds half a character (a lone surrogate)"
        problems.error("encoding", message, _place(text, error.start, path))
        return None
    if size > MAX_BYTES:
        problems.error("too-large", f"the text is longer than {MAX_BYTES:,} bytes", Span(path))
        return None
    builder = _Builder(path, problems)
    loader = _Loader(text)
    try:
        whole = builder.build(loader.get_event)
    except yaml.MarkedYAMLError as error:
        problems.error(*_said(error), *_yaml_place(error, text, path))
        return None
    except yaml.YAMLError as error:
        problems.error("yaml", *_unfit_place(error, text, path))
        return None
    finally:
        loader.dispose()
    return (builder.root or Mapping((), Span(path))) if whole else None


def _said(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """Code and sentence; where brackets follow each other, the library's own limit of depth is reached first."""
    said = str(error.problem or error.context)
    if "nesting depth" in said:
        return "too-deep", f"collections are nested more than {MAX_DEPTH} deep"
    return "yaml", f"this is not valid YAML: {said}"


_HINTS = (
    (
        "mapping values are not allowed",
        re.compile(r".*\S:\s+\S.*:\s"),
        "put a text that holds a colon and a space in quotes",
    ),
    (
        "mapping values are not allowed",
        re.compile(""),
        "check the indentation; every line is 'key: value' or begins with a dash",
    ),
    (
        "comment or line break",
        re.compile(r".*[:-]\s+>"),
        "a value may not begin with '>': write 'more than' or 'at least'",
    ),
    ("comment or line break", re.compile(r".*[:-]\s+\|"), "a value may not begin with '|'; put it in quotes"),
    ("cannot start any token", re.compile(r"\s*\t"), "indent with spaces, not with tabs"),
    ("cannot start any token", re.compile(""), "a value may not begin with this character; put it in quotes"),
    (
        "did not find expected key",
        re.compile(""),
        "check the indentation, and text that goes on after a quotation mark",
    ),
    ("expected '-' indicator", re.compile(""), "check the indentation; in a list every part begins with a dash"),
    ("unexpected end of stream", re.compile(""), "a quotation mark is not closed"),
)
"""What most often lies behind a message of the YAML library: its words, what the line looks like, the hint."""


def _yaml_place(error: yaml.MarkedYAMLError, text: str, path: str) -> tuple[Span, str]:
    """Where it is wrong, moved into the text if the library points behind its end, and what to do."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Span(path), ""
    lines = split_lines(text)
    line = min(mark.line, len(lines) - 1)
    column = mark.column if line == mark.line else len(lines[line])
    said = str(error.problem)
    hint = next((hint for words, looks, hint in _HINTS if words in said and looks.match(lines[line][:_LOOKED_AT])), "")
    return Span(path, line + 1, min(column, len(lines[line])) + 1), hint


def _unfit_place(error: yaml.YAMLError, text: str, path: str) -> tuple[str, Span]:
    """A character that YAML does not allow; the library tells its place in bytes or characters, so look for it."""
    character = getattr(error, "character", None)
    if character is None:
        return "this is not valid YAML", Span(path)
    found = chr(character) if isinstance(character, int) else str(character)
    message = f"the character U+{ord(found):04X} may not stand in a YAML file"
    return message, _place(text, max(text.find(found), 0), path)


def _place(text: str, position: int, path: str) -> Span:
    lines = split_lines(text[:position])
    return Span(path, len(lines), len(lines[-1]) + 1)


class _Mark(Protocol):
    """Where an event begins or ends, counted from 0."""

    line: int
    column: int


class _Event(Protocol):
    """What the library tells of a file, piece by piece; not every kind has every field."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    style: str | None
    value: str


_Kind = type[_Event]
_SCALAR, _END = cast("_Kind", yaml.ScalarEvent), cast("_Kind", yaml.StreamEndEvent)
_ALIAS, _DOCUMENT = cast("_Kind", yaml.AliasEvent), cast("_Kind", yaml.DocumentStartEvent)
_MAPPING, _SEQUENCE = cast("_Kind", yaml.MappingStartEvent), cast("_Kind", yaml.SequenceStartEvent)
_STARTS = {_MAPPING: True, _SEQUENCE: False}
_ENDS = frozenset({cast("_Kind", yaml.MappingEndEvent), cast("_Kind", yaml.SequenceEndEvent)})


class _Open:
    """A collection whose end has not been seen: a list's ``items``, or a mapping's ``pairs``."""

    __slots__ = ("items", "key", "mapping", "pairs", "seen", "span")

    def __init__(self, span: Span, mapping: bool) -> None:
        self.span = span
        self.mapping = mapping
        self.items: list[Node] = []
        self.pairs: list[tuple[Scalar, Node]] = []
        self.key: Scalar | None = None
        self.seen: dict[str, Scalar] = {}


def _beside(key: Scalar, value: Scalar) -> Scalar:
    """An absent value is placed by the library where it gave up looking, which may be behind the end."""
    return value if value.span.line == key.span.line else Scalar(value.text, key.span, value.plain)


class _Builder:
    """Builds the tree from events without recursion, and stops at the first thing that is refused."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.documents = 0
        self.nodes = 0

    def build(self, next_event: Callable[[], _Event]) -> bool:
        """Take all events; false if something was refused. Scalars, most of all events, are made here."""
        path, stack, make_node, make_span = self.path, self.stack, Scalar._make, Span._make
        scalar, end = _SCALAR, _END
        nothing = _Open(Span(path), mapping=False)
        while True:
            event = next_event()
            kind = type(event)
            if kind is scalar:
                text = event.value
                if (event.anchor or event.tag or len(text) > MAX_SCALAR) and self._refused(event, text):
                    return False
                mark = event.start_mark
                line = mark.line
                plain = not event.style and event.end_mark.line == line
                node = make_node((text, make_span((path, line + 1, mark.column + 1)), plain))
                top = stack[-1] if stack else nothing
                if top.key is not None:
                    top.pairs.append((top.key, node if text else _beside(top.key, node)))
                    top.key = None
                elif top.mapping and text not in top.seen and text != "<<":
                    top.seen[text] = top.key = node
                    self.nodes += 2
                elif not self._add(node):
                    return False
            elif kind is end:
                return True
            elif not self._structure(event, kind):
                return False

    def _structure(self, event: _Event, kind: _Kind) -> bool:
        if kind in _STARTS:
            return self._open(event, _STARTS[kind])
        if kind in _ENDS:
            return self._close(self.stack.pop())
        if kind is _ALIAS:
            message = "aliases (*name) are not allowed"
            self.problems.error("alias", message, self._span(event), "write the value out")
            return False
        if kind is _DOCUMENT:
            self.documents += 1
            if self.documents > 1:
                message = "a file holds one document; a second one starts here"
                self.problems.error("documents", message, self._span(event))
                return False
        return True

    def _span(self, event: _Event) -> Span:
        mark = event.start_mark
        return Span(self.path, mark.line + 1, mark.column + 1)

    def _refused(self, event: _Event, text: str = "") -> bool:
        if event.anchor is not None:
            self.problems.error("anchor", "anchors (&name) are not allowed", self._span(event), "write the value out")
        elif event.tag is not None and event.tag != "!":
            hint = "leave the tag out; 'not' is written as a word"
            self.problems.error("tag", "tags (!name) are not allowed", self._span(event), hint)
        elif len(text) > MAX_SCALAR:
            message = f"this text has {len(text):,} characters; at most {MAX_SCALAR:,} are read"
            self.problems.error("too-long", message, self._span(event))
        else:
            return False
        return True

    def _open(self, event: _Event, mapping: bool) -> bool:
        if (event.anchor or event.tag) and self._refused(event):
            return False
        span = self._span(event)
        if len(self.stack) >= MAX_DEPTH:
            self.problems.error("too-deep", f"collections are nested more than {MAX_DEPTH} deep", span)
            return False
        self.stack.append(_Open(span, mapping))
        return True

    def _close(self, done: _Open) -> bool:
        if not done.mapping:
            return self._add(Sequence(tuple(done.items), done.span))
        if len(done.pairs) > len(done.seen):
            first = {key.text: (key, value) for key, value in reversed(done.pairs)}
            done.pairs = sorted(first.values(), key=lambda pair: pair[0].span)
        return self._add(Mapping(tuple(done.pairs), done.span))

    def _add(self, node: Node) -> bool:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.problems.error("too-many", f"the file holds more than {MAX_NODES:,} values", node.span)
            return False
        if not self.stack:
            self.root = node
            return True
        top = self.stack[-1]
        if not top.mapping:
            top.items.append(node)
            return True
        if top.key is None:
            return self._key(top, node)
        top.pairs.append((top.key, node))
        top.key = None
        return True

    def _key(self, top: _Open, node: Node) -> bool:
        """Remember a key until its value comes; one that comes twice is an error, and its first value stays."""
        if not isinstance(node, Scalar):
            self.problems.error("key", "a key must be a single word or text", node.span)
            return False
        first = top.seen.setdefault(node.text, node)
        if first is not node:
            message = f"'{node.text}' stands here a second time; the first is in line {first.span.line}"
            self.problems.error("duplicate-key", message, node.span)
        if node.text == "<<" and node.plain:
            self.problems.error("merge", "merge keys (<<) are not allowed", node.span, "write the values out")
            return False
        top.key = node
        return True
