"""Charts of a sweep: a band along one axis, a heat map over two. Pure functions, every text escaped."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

from lexposure.reporting import money
from lexposure.reporting.svg import WIDTH, frame
from lexposure.reporting.svg import number as n

HEIGHT = 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 92.0, 16.0, 10.0, 40.0
_APART = 105.0
"""Between labels of the axis, so that none runs into the next."""


@dataclass(frozen=True, slots=True)
class Band:
    """The range at one value of the axis, in euro; ``label`` is the value as written."""

    x: float
    label: str
    low: float
    central: float | None
    high: float
    most: float


def bands(id: str, title: str, desc: str, rows: Sequence[Band], log: bool) -> str:
    """Established from low to high as an area, the centre as a line, the upper end with open questions dashed."""
    places = [math.log10(row.x) if log else row.x for row in rows]
    top = max((row.most for row in rows), default=0.0) or 1.0
    first, last = min(places), max(places)

    def at(place: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (place - first) / ((last - first) or 1.0)

    def up(amount: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1.0 - amount / top)

    xs = [at(place) for place in places]
    parts = [_rule(up(top * share), money.short(top * share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    upper = [f"{n(x)},{n(up(row.high))}" for x, row in zip(xs, rows, strict=True)]
    lower = [f"{n(x)},{n(up(row.low))}" for x, row in zip(xs, rows, strict=True)]
    parts.append(f'<polygon class="band" points="{" ".join([*upper, *reversed(lower)])}"/>')
    most = " ".join(f"{n(x)},{n(up(row.most))}" for x, row in zip(xs, rows, strict=True))
    parts.append(f'<polyline class="edge" points="{most}"/>')
    middle = [f"{n(x)},{n(up(row.central))}" for x, row in zip(xs, rows, strict=True) if row.central is not None]
    if middle:
        parts.append(f'<polyline class="line" points="{" ".join(middle)}"/>')
    last_label = -_APART
    for index, (x, row) in enumerate(zip(xs, rows, strict=True)):
        end = index == len(rows) - 1
        if not end and (x - last_label < _APART or xs[-1] - x < _APART * 1.5):
            continue
        last_label = x
        anchor = "start" if index == 0 else "end" if end else "middle"
        words = html.escape(row.label)
        parts.append(f'<text class="s" x="{n(x)}" y="{n(HEIGHT - 18)}" text-anchor="{anchor}">{words}</text>')
    return frame(id, title, desc, HEIGHT, parts)


def heat(
    id: str, title: str, desc: str, across: Sequence[str], down: Sequence[str], cells: Sequence[Sequence[float]]
) -> str:
    """Amounts as tiles, the darker the larger, each with its figure."""
    left, head, tile = 150.0, 26.0, 30.0
    width = (WIDTH - left) / max(len(across), 1)
    top = max((amount for row in cells for amount in row), default=0.0) or 1.0
    middles = [n(left + width * (index + 0.5)) for index in range(len(across))]
    parts = [
        f'<text class="s" x="{x}" y="16" text-anchor="middle">{html.escape(label)}</text>'
        for x, label in zip(middles, across, strict=True)
    ]
    for index, (label, row) in enumerate(zip(down, cells, strict=True)):
        y = head + tile * index
        parts.append(f'<text class="l" x="0" y="{n(y + 19)}">{html.escape(label)}</text>')
        for place, amount in enumerate(row):
            x, share = left + width * place, amount / top
            css = "tile dark" if share > 0.55 else "tile"
            parts.append(
                f'<rect class="solid" fill-opacity="{share:.2f}" x="{n(x)}" y="{n(y)}" width="{n(width - 2)}" '
                f'height="{n(tile - 2)}"/><text class="{css}" x="{n(x + width / 2)}" y="{n(y + 18)}" '
                f'text-anchor="middle">{html.escape(money.short(amount))}</text>'
            )
    return frame(id, title, desc, head + tile * len(down) + 4.0, parts)


def _rule(y: float, words: str) -> str:
    return (
        f'<line class="rail" x1="{n(_LEFT)}" y1="{n(y)}" x2="{n(WIDTH - _RIGHT)}" y2="{n(y)}"/>'
        f'<text class="s" x="{n(_LEFT - 6)}" y="{n(y + 4)}" text-anchor="end">{html.escape(words)}</text>'
    )
