"""The node tree: raw texts at their places, and a sentence for all that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexposure.source.problems import Problems, Span, printed, split_lines
from lexposure.source.yamltree import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_SCALAR,
    Mapping,
    Node,
    Scalar,
    Sequence,
    parse_tree,
    read_tree,
)


def parsed(text: str) -> Node:
    problems = Problems()
    node = parse_tree(text, "f.yaml", problems)
    assert not list(problems)
    assert node is not None
    return node


def codes(text: str) -> list[str]:
    problems = Problems()
    parse_tree(text, "f.yaml", problems)
    return [problem.code for problem in problems]


def value(text: str) -> str:
    """The text of the only value of a mapping."""
    node = parsed(text)
    assert isinstance(node, Mapping)
    (_, scalar), *rest = node.entries
    assert not rest
    assert isinstance(scalar, Scalar)
    return scalar.text


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "no",
        "22:30",
        "0123",
        "37.10",
        "1e6",
        "0x1F",
        "1_000",
        "~",
        "null",
        "True",
        "2021-08-15",
        ".inf",
        "=",
        "+1",
    ],
)
def test_a_text_stays_as_written(written: str) -> None:
    assert value(f"a: {written}") == written


def test_norway_stays_in_a_list() -> None:
    node = parsed("eea: [SE, NO, IS]")
    assert isinstance(node, Mapping)
    eea = node.get("eea")
    assert isinstance(eea, Sequence)
    assert [item.text for item in eea.items if isinstance(item, Scalar)] == ["SE", "NO", "IS"]


def test_norway_is_a_key() -> None:
    node = parsed("NO: Norway")
    assert isinstance(node, Mapping)
    assert node.entries[0][0].text == "NO"


def test_places_are_lines_and_characters_from_one() -> None:
    node = parsed("größe: 1\nliste:\n  - a\n  - b: «c»\n")
    assert isinstance(node, Mapping)
    liste = node.get("liste")
    assert isinstance(liste, Sequence)
    inner = liste.items[1]
    assert isinstance(inner, Mapping)
    assert node.entries[0][1].span == Span("f.yaml", 1, 8)
    assert inner.entries[0][0].span == Span("f.yaml", 4, 5)
    assert inner.entries[0][1].span == Span("f.yaml", 4, 8)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a: b c", True),
        ("a: 'b c'", False),
        ('a: "b"', False),
        ("a: b\n  c", False),
        ("a: >-\n  b", False),
        ("a: |\n  b", False),
    ],
)
def test_only_unquoted_text_on_one_line_is_plain(text: str, plain: bool) -> None:
    node = parsed(text)
    assert isinstance(node, Mapping)
    scalar = node.entries[0][1]
    assert isinstance(scalar, Scalar)
    assert scalar.plain is plain


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert parsed("") == Mapping((), Span("f.yaml"))
    assert parsed("# only a comment\n") == Mapping((), Span("f.yaml"))
    assert parsed("\ufeffa: 1") == parsed("a: 1")


def test_an_absent_value_stands_with_its_key() -> None:
    for text, column in [("a:", 3), ("a:\n", 3), ("? a\n", 3), ("? a", 3)]:
        node = parsed(text)
        assert isinstance(node, Mapping)
        assert node.entries[0][1] == Scalar("", Span("f.yaml", 1, column))


def test_every_duplicate_key_is_reported_and_the_first_value_stays() -> None:
    problems = Problems()
    node = parse_tree("a: 1\nb: {x: 1, x: 2}\na: 3\na: 4\n", "f.yaml", problems)
    assert [(problem.code, problem.span) for problem in problems] == [
        ("duplicate-key", Span("f.yaml", 2, 11)),
        ("duplicate-key", Span("f.yaml", 3, 1)),
        ("duplicate-key", Span("f.yaml", 4, 1)),
    ]
    assert isinstance(node, Mapping)
    first = node.get("a")
    assert isinstance(first, Scalar)
    assert [key.text for key, _ in node.entries] == ["a", "b"]
    assert first.text == "1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1", "anchor"),
        ("&x a: 1", "anchor"),
        ("a: &x [1]", "anchor"),
        ("a: *x", "alias"),
        ("a: !!int 1", "tag"),
        ("a: !!python/object:os.system 1", "tag"),
        ("a: !x {b: c}", "tag"),
        ("<<: {a: 1}", "merge"),
        ("{a: 1}: 2", "key"),
        ("a: 1\n---\nb: 2", "documents"),
        ("a: " + "[" * (MAX_DEPTH + 1), "too-deep"),
        ("a: " + "x" * (MAX_SCALAR + 1), "too-long"),
        ("a: \x07", "yaml"),
        ("a: [1", "yaml"),
        ("a: '", "yaml"),
        ("a: \ud800", "encoding"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_the_limits_themselves_are_allowed() -> None:
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes("a: " + "x" * MAX_SCALAR) == []


def test_deep_nesting_is_refused_whatever_the_brackets() -> None:
    assert codes("[" * 200_000) == ["too-deep"]
    assert codes("{a: " * 200_000) == ["too-deep"]
    assert codes("- " * 200_000) == ["too-deep"]


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9))
    assert codes("l0: &l0 [x, x]\n" + levels) == ["anchor"]


def test_too_many_values() -> None:
    assert codes("[" + "a," * (MAX_NODES + 1) + "]") == ["too-many"]
    assert codes("".join(f"{n}: a\n" for n in range(MAX_NODES // 2 + 1))) == ["too-many"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: > 50 million", "a value may not begin with '>': write 'more than' or 'at least'"),
        ("a: b: c", "put a text that holds a colon and a space in quotes"),
        ("a:\n\tb: c", "indent with spaces, not with tabs"),
        ("a: @home", "a value may not begin with this character; put it in quotes"),
        ("a: 'b", "a quotation mark is not closed"),
        ("a: 'b' c", "check the indentation, and text that goes on after a quotation mark"),
        ("- a\nb: c", "check the indentation; in a list every part begins with a dash"),
    ],
)
def test_common_mistakes_come_with_a_hint(text: str, hint: str) -> None:
    problems = Problems()
    assert parse_tree(text, "f.yaml", problems) is None
    assert [problem.hint for problem in problems] == [hint]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: gr\u00f6\u00dfe".encode("latin-1"))
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    (tmp_path / "large.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    problems = Problems()
    for name in ("latin.yaml", "binary.yaml", "large.yaml", "none.yaml", "", "nul\0.yaml"):
        assert read_tree(tmp_path / name, problems, name or "folder") is None
    assert [(problem.code, str(problem.span)) for problem in problems] == [
        ("encoding", "binary.yaml:3:115"),
        ("no-file", "folder:1:1"),
        ("too-large", "large.yaml:1:1"),
        ("encoding", "latin.yaml:2:6"),
        ("no-file", "none.yaml:1:1"),
        ("no-file", "nul\0.yaml:1:1"),
    ]


def test_a_device_is_neither_read_nor_called_missing() -> None:
    problems = Problems()
    assert read_tree(Path("/dev/zero"), problems) is None
    assert printed(problems) == "/dev/zero:1:1: error[no-file]: '/dev/zero' is not a file on a disk"


@settings(max_examples=300)
@given(st.text() | st.text(alphabet="ab:-,[]{}#&*!|>'\"%@`?~<=\n\t\r \u2028\x85\u00e9\U0001f600"))
def test_no_text_raises_and_every_place_lies_inside(text: str) -> None:
    problems = Problems()
    node = parse_tree(text, "f.yaml", problems)
    assert node is not None or problems.errors
    lines = split_lines(text.removeprefix("\ufeff"))
    spans = [problem.span for problem in problems] + ([] if node is None else list(places(node)))
    for span in spans:
        assert span is not None
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    printed(problems, {"f.yaml": text})


def places(node: Node) -> list[Span]:
    match node:
        case Scalar(span=span):
            return [span]
        case Sequence(items=items, span=span):
            return [span, *(place for item in items for place in places(item))]
        case Mapping(entries=entries, span=span):
            return [span, *(place for entry in entries for part in entry for place in places(part))]
