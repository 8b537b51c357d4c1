"""Figures that somebody gives a calculation instead of having them derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import lexposure.exposure.amounts as am
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.model import Range


@dataclass(frozen=True, slots=True)
class Given:
    """A share (of what a step starts from), a sum, or an amount that stands in place of the step's result.

    A single value has three equal rows; the centre of a range is its middle.
    """

    kind: Literal["share", "sum", "becomes"]
    value: Range

    def rows(self) -> Rows:
        """The figure as rows."""
        return am.rows(self.value.low, self.value.central, self.value.high)

    def change(self) -> Change:
        """The figure as what a step does."""
        match self.kind:
            case "share":
                return Change(share=self.rows())
            case "sum":
                return Change(amount=self.rows())
            case "becomes":
                return Change(becomes=self.rows())


def between(low: float, high: float) -> Range:
    """A range with its middle as the centre."""
    return Range(low, (low + high) / 2, high)


def range_rows(value: Range | None) -> Rows | None:
    """A range as rows, or nothing."""
    return None if value is None else am.rows(value.low, value.central, value.high)


def gate(fault: str, absent: str) -> Rows:
    """1 where a fine is possible: not without fault; ``unknown`` leaves both."""
    if fault == absent:
        return am.same(0.0)
    return am.rows(0.0, 1.0, 1.0) if fault == "unknown" else am.same(1.0)
