"""Charts of a simulation: the exceedance curve, and what moves the amount. Pure functions, every text escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from lexposure.reporting import money
from lexposure.reporting.svg import WIDTH, frame
from lexposure.reporting.svg import number as n

HEIGHT = 280.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 24.0, 14.0, 40.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line at an amount, with its words."""

    amount: float
    words: str


def exceedance(id: str, title: str, desc: str, curve: Sequence[tuple[float, float]], marks: Sequence[Mark]) -> str:
    """The share of draws above each amount; marks stand as dashed lines with their words at the top."""
    most = max((*(amount for amount, _ in curve), *(mark.amount for mark in marks))) or 1.0

    def at(amount: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * amount / most

    def up(share: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1.0 - share)

    parts: list[str] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = up(share)
        parts.append(
            f'<line class="rail" x1="{n(_LEFT)}" y1="{n(y)}" x2="{n(WIDTH - _RIGHT)}" y2="{n(y)}"/>'
            f'<text class="s" x="{n(_LEFT - 8)}" y="{n(y + 4)}" text-anchor="end">{money.percent(share)}</text>'
        )
    for index in range(5):
        amount = most * index / 4
        anchor = "start" if index == 0 else "end" if index == 4 else "middle"
        words = html.escape(money.short(amount))
        parts.append(f'<text class="s" x="{n(at(amount))}" y="{n(HEIGHT - 18)}" text-anchor="{anchor}">{words}</text>')
    points = [f"{n(at(amount))},{n(up(share))}" for amount, share in curve]
    floor = f"{n(at(curve[-1][0]))},{n(up(0.0))} {n(at(curve[0][0]))},{n(up(0.0))}"
    parts.append(f'<polygon class="band" points="{" ".join(points)} {floor}"/>')
    parts.append(f'<polyline class="line" points="{" ".join(points)}"/>')
    for mark in marks:
        x = at(mark.amount)
        right = x > WIDTH * 0.7
        anchor, place = ("end", x - 6) if right else ("start", x + 6)
        parts.append(
            f'<line class="edge" x1="{n(x)}" y1="{n(_TOP)}" x2="{n(x)}" y2="{n(up(0.0))}"/>'
            f'<text class="s" x="{n(place)}" y="{n(_TOP + 12)}" text-anchor="{anchor}">{html.escape(mark.words)}</text>'
        )
    return frame(id, title, desc, HEIGHT, parts)


@dataclass(frozen=True, slots=True)
class Bar:
    """One quantity: its name, and the mean amounts at two of its values with these values."""

    name: str
    low: float
    low_at: str
    high: float
    high_at: str


def tornado(id: str, title: str, desc: str, bars: Sequence[Bar], middle: float) -> str:
    """A bar for each quantity from its lowest to its highest mean; the line is the mean of all draws."""
    row, head = 46.0, 22.0
    least, most = min(bar.low for bar in bars), max(bar.high for bar in bars)
    pad = (most - least) * 0.02 or 1.0
    least, most = least - pad, most + pad

    def at(amount: float) -> float:
        return WIDTH * (amount - least) / (most - least)

    x = at(middle)
    height = head + row * len(bars)
    anchor = "end" if x > WIDTH * 0.8 else "start" if x < WIDTH * 0.2 else "middle"
    parts = [
        f'<text class="s" x="{n(x)}" y="12" text-anchor="{anchor}">{html.escape(money.short(middle))}</text>',
        f'<line class="edge" x1="{n(x)}" y1="{n(head - 4)}" x2="{n(x)}" y2="{n(height)}"/>',
    ]
    for index, bar in enumerate(bars):
        y = head + row * index
        low, high = at(bar.low), at(bar.high)
        ends = f"{bar.low_at}: {money.short(bar.low)} – {bar.high_at}: {money.short(bar.high)}"
        parts.append(
            f'<text class="l" x="0" y="{n(y + 13)}">{html.escape(bar.name)}</text>'
            f'<text class="s" x="{n(WIDTH)}" y="{n(y + 13)}" text-anchor="end">{html.escape(ends)}</text>'
            f'<rect class="solid" x="{n(low)}" y="{n(y + 20)}" width="{n(max(high - low, 1.0))}" height="12"/>'
        )
    return frame(id, title, desc, height, parts)
