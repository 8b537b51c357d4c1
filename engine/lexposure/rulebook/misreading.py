"""From a text that could not be read to a problem at its place."""

from __future__ import annotations

from lexposure.rulebook.values import Misread
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import Scalar


def place(scalar: Scalar, offset: int) -> Span:
    """The place of a character of a scalar; of quoted or folded text, where it begins."""
    return scalar.span.shifted(offset) if scalar.plain else scalar.span


def misread(error: Misread, scalar: Scalar, problems: Problems, offset: int = 0) -> None:
    """Record what is wrong with a scalar, or with the part of it from ``offset`` on."""
    problems.error(error.code, error.message, place(scalar, offset + error.offset), error.hint)
