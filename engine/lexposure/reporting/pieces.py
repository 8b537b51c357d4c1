"""Text with links in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``href`` links it; ``figure`` marks an amount, which must always be linked."""

    text: str
    href: str = ""
    figure: bool = False


Rich = tuple[Piece, ...]


def link(text: str, id: str) -> Piece:
    """A text that leads to a part of the report."""
    return Piece(text, f"#{id}")


def plain(text: str) -> Rich:
    """A text without links."""
    return (Piece(text),) if text else ()
