"""A sweep on a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lexposure.reporting.sweep import grid, spaced
from lexposure.reporting.whatif import tidied
from lexposure.reporting.whatif_lines import WIDTH, columns, ends
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.sweep import Sweep

LONGEST = 24
"""How much of an answer the tables show."""


def sweep_lines(found: Sweep, wording: Wording | None = None) -> Iterator[str]:
    """How the axes run; for two of them the upper ends on the findings as a grid; every point."""
    words = wording or shipped()
    yield f"{found.baseline.assessment.profile.company}, as of {found.baseline.assessment.on}"
    for axis in found.axes:
        yield from textwrap.wrap(spaced(axis, words), WIDTH, break_on_hyphens=False)
    if len(found.axes) == 2:
        yield from _grid(found, words)
    yield ""
    yield "All laws, dearest per group of facts, in EUR"
    yield from _points(found)


def _grid(found: Sweep, words: Wording) -> Iterator[str]:
    """The heat map in figures, where it fits."""
    rows = [("", *map(_cut, found.axes[1].values))]
    rows += [tuple(_cut(tidied(cell).removeprefix("EUR ")) for cell in row) for row in grid(found, words)]
    lines = list(columns(rows, range(1, len(rows[0]))))
    if max(map(len, lines)) > WIDTH:
        return
    yield ""
    down, across = (axis.path for axis in found.axes)
    yield from textwrap.wrap(
        f"{words.say('sweep.heat', down=down, across=across)}, in EUR", WIDTH, break_on_hyphens=False
    )
    yield from lines


def _points(found: Sweep) -> Iterator[str]:
    """Each point on a line; where the answers take too much room, on two."""
    heads = ("findings", "open", "on the findings", "with open questions")
    answers = [tuple(map(_cut, point.values)) for point in found.points]
    figures: list[tuple[str, ...]] = []
    for point in found.points:
        one = point.figures
        figures.append((str(one.findings), str(one.open), ends(one.established), ends(one.hull)))
    blank = ("",) * len(found.axes)
    right = (len(blank), len(blank) + 1)
    lines = list(columns([(*blank, *heads), *((*a, *b) for a, b in zip(answers, figures, strict=True))], right))
    if max(map(len, lines)) <= WIDTH:
        yield from lines
        return
    head, *rows = columns([heads, *figures], (0, 1))
    yield f"  {head}"
    for values, row in zip(answers, rows, strict=True):
        yield from textwrap.wrap(", ".join(values), WIDTH)
        yield f"  {row}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
