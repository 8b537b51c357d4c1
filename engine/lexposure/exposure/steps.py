"""Amounts as steps that people read."""

from __future__ import annotations

from lexposure.exposure.amounts import Rows, as_range
from lexposure.exposure.model import Step


def step(id: str, label: str, cite: str, amounts: Rows, because: str, kind: str = "law", column: int = 0) -> Step:
    """One step from one column of amounts."""
    found = as_range(amounts, column)
    return Step(id, label, cite, found.low, found.central, found.high, because, kind)


def percent(share: float) -> str:
    """A share as people write it: ``12.5 %``."""
    text = f"{share * 100:.4f}".rstrip("0").rstrip(".")
    return f"{'0' if text in ('-0', '') else text} %"


def signed(share: float) -> str:
    """A change as people write it: ``+10 %``, ``-5 %``, ``0 %``."""
    return f"+{percent(share)}" if share > 0 else percent(share)
