"""The answer of ``fine`` as JSON or as a table for the terminal."""

from __future__ import annotations

import json
import textwrap
from typing import cast

Document = dict[str, object]

WIDTH = 80


def json_text(document: Document) -> str:
    """One JSON document; the same bytes for the same inputs."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def as_text(document: Document) -> str:
    """A table of steps for each conduct, then the sum and what to bear in mind."""
    currency = str(document["currency"])
    conducts = cast("list[Document]", document["conducts"])
    lines: list[str] = []
    for conduct in conducts:
        if len(conducts) > 1:
            lines += [str(conduct["group"]), ""]
        lines += _table(cast("list[Document]", conduct["steps"]), currency)
        lines.append("")
    if len(conducts) > 1:
        low, high = cast("list[float | None]", document["total"])
        lines += [f"Sum of {len(conducts)} separate conducts: {_amount(low)} to {_amount(high)} {currency}", ""]
    lines.append(f"Legal maximum of a single conduct: {_amount(cast('float | None', document['cap']), currency)}")
    if "periodic_per_day" in document:
        per_day = cast("float | None", document["periodic_per_day"])
        most = "no maximum is known" if per_day is None else f"at most {_amount(per_day, currency)} a day"
        lines.append(f"Periodic penalty payments, not included: {most}")
    for note in (*cast("list[str]", document["notes"]), *cast("list[str]", document["limits"])):
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)


def _table(steps: list[Document], currency: str) -> list[str]:
    head = ("Step", f"low ({currency})", "central", "high")
    rows = [
        (str(step["label"]), *(_amount(cast("float | None", step[key])) for key in ("low", "central", "high")))
        for step in steps
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(4)]
    lines = [_line(head, widths), "  ".join("-" * width for width in widths)]
    for step, row in zip(steps, rows, strict=True):
        lines.append(_line(row, widths))
        for text in (str(step["because"]), f"[{step['cite']}]"):
            lines += textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return lines


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    numbers = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return "  ".join([cells[0].ljust(widths[0]), *numbers])


def _amount(value: float | None, currency: str = "") -> str:
    if value is None:
        return "not known"
    text = f"{value:,.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:,.2f}"
    return f"{text} {currency}".rstrip()
