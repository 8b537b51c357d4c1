"""A page about an entry of the rule book: headings and nested lines with references, as text or as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another entry. ``kind`` is rule, fact or risk (a line of the coverage page)."""

    kind: str
    name: str


Parts = tuple[str | Ref, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section; ``depth`` nests it below the line before."""

    parts: Parts
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; a section without lines is left out."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is known about one entry."""

    title: str
    lead: tuple[Parts, ...]
    sections: tuple[Section, ...]


def line(*parts: str | Ref, depth: int = 0) -> Line:
    """A line from its parts; empty texts are dropped."""
    return Line(tuple(part for part in parts if part), depth)


def as_text(page: Page) -> str:
    """For a terminal, wrapped."""
    lines = [page.title, "=" * min(len(page.title), WIDTH)]
    for paragraph in page.lead:
        lines += _wrap(plain(paragraph), "", "")
    for section in page.sections:
        if section.lines:
            lines += ["", section.title, *_wrapped(section)]
    return "\n".join(lines)


def _wrapped(section: Section) -> Iterator[str]:
    for one in section.lines:
        indent = "  " * (one.depth + 1)
        yield from _wrap(plain(one.parts), f"{indent}- ", f"{indent}  ")


def _wrap(text: str, first: str, then: str) -> list[str]:
    """Addresses are not broken."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )


def plain(parts: Parts) -> str:
    """The words without their references."""
    return "".join(part.name if isinstance(part, Ref) else part for part in parts)


def as_markdown(page: Page, address: Callable[[Ref], str]) -> str:
    """A Markdown page; ``address`` gives the place that a reference leads to."""

    def text(parts: Parts) -> str:
        return "".join(f"[{part.name}]({address(part)})" if isinstance(part, Ref) else part for part in parts)

    blocks = [f"# {page.title}", *(text(paragraph) for paragraph in page.lead)]
    for section in page.sections:
        if section.lines:
            blocks += [
                f"## {section.title}",
                "\n".join(f"{'  ' * one.depth}- {text(one.parts)}" for one in section.lines),
            ]
    return "\n\n".join(blocks) + "\n"
