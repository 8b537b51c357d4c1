"""Charts of fines on a logarithmic scale, as SVG text: pure functions, every text escaped, nothing random.

Meaning never rests on colour: ranges are bars, what came is a diamond, filled inside its range and hollow outside.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

from lexposure.reporting import money
from lexposure.reporting.svg import WIDTH, frame
from lexposure.reporting.svg import number as n

ROW = 5.0
_MARGIN = 86.0


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One decision: the ends of its range, the middle and what came, in euro; ``label`` is read out."""

    label: str
    low: float
    middle: float
    high: float
    actual: float

    @property
    def inside(self) -> bool:
        """Whether what came lay in the range."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True, slots=True)
class Promised:
    """A promised share, the measured one, and what chance allows."""

    promised: float
    measured: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class _Log:
    """Amounts to places on a logarithmic scale of whole powers of ten."""

    first: int
    last: int
    start: float
    end: float

    def at(self, amount: float) -> float:
        share = (math.log10(max(amount, 1e-9)) - self.first) / (self.last - self.first)
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)

    @property
    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def _scale(amounts: Sequence[float], start: float, end: float) -> _Log:
    logs = [math.log10(amount) for amount in amounts if amount > 0.0]
    first, last = math.floor(min(logs, default=0.0)), math.ceil(max(logs, default=1.0))
    return _Log(first, max(last, first + 1), start, end)


def ranges(id: str, title: str, desc: str, rows: Sequence[ForecastRow]) -> str:
    """Every range with what came, the lowest forecast on top."""
    ordered = sorted(rows, key=lambda row: (row.middle, row.label))
    scale = _scale([x for row in rows for x in (row.low, row.high, row.actual)], 30.0, WIDTH - 34.0)
    bottom = 8.0 + ROW * len(ordered)
    parts = _grid(scale, 4.0, bottom)
    for index, row in enumerate(ordered):
        y = 8.0 + ROW * index
        left, right = scale.at(row.low), scale.at(row.high)
        bar = f'<rect class="band" x="{n(left)}" y="{n(y)}" width="{n(right - left)}" height="{n(ROW - 1.4)}"/>'
        mark = _diamond(scale.at(row.actual), y + (ROW - 1.4) / 2, 3.0, row.inside)
        parts.append(f"<g><title>{html.escape(row.label)}</title>{bar}{mark}</g>")
    return frame(id, title, desc, bottom + 26.0, parts)


def scatter(id: str, title: str, desc: str, rows: Sequence[ForecastRow], axes: tuple[str, str]) -> str:
    """Forecast across, what came upwards; the lines are equality, a factor of three and a factor of ten."""
    amounts = [x for row in rows for x in (row.middle, row.actual)]
    size = 440.0
    across, up = _scale(amounts, _MARGIN, _MARGIN + size), _scale(amounts, size + 8.0, 8.0)
    parts: list[str] = []
    for tick in across.ticks:
        x, y, words = across.at(tick), up.at(tick), html.escape(money.short(tick))
        parts.append(f'<line class="rail" x1="{n(x)}" y1="8" x2="{n(x)}" y2="{n(size + 8)}"/>')
        parts.append(f'<line class="rail" x1="{n(_MARGIN)}" y1="{n(y)}" x2="{n(_MARGIN + size)}" y2="{n(y)}"/>')
        parts.append(f'<text class="s" x="{n(x)}" y="{n(size + 24)}" text-anchor="middle">{words}</text>')
        parts.append(f'<text class="s" x="{n(_MARGIN - 5)}" y="{n(y + 4)}" text-anchor="end">{words}</text>')
    for factor, css in ((1.0, "axis"), (3.0, "join"), (1 / 3.0, "join"), (10.0, "join"), (0.1, "join")):
        parts.append(_line_of(factor, across, up, css))
    parts += [
        f"<g><title>{html.escape(row.label)}</title>"
        f"{_diamond(across.at(row.middle), up.at(row.actual), 3.6, row.inside)}</g>"
        for row in rows
    ]
    middle = n(_MARGIN + size / 2)
    parts.append(f'<text class="l" x="{middle}" y="{n(size + 42)}" text-anchor="middle">{html.escape(axes[0])}</text>')
    parts.append(f'<text class="l" x="{n(_MARGIN + size + 10)}" y="20">{html.escape(axes[1])}</text>')
    return frame(id, title, desc, size + 50.0, parts)


def coverage(id: str, title: str, desc: str, parts: Sequence[Promised]) -> str:
    """Measured against promised shares, with what chance allows as a bar."""
    drawn: list[str] = []
    left, right = 150.0, WIDTH - 70.0
    for index, part in enumerate(parts):
        y = 14.0 + 30.0 * index
        low, high, at = (left + (right - left) * share for share in (part.least, part.most, part.measured))
        promised = left + (right - left) * part.promised
        drawn.append(f'<text class="l" x="0" y="{n(y + 4)}">{_percent(part.promised)}</text>')
        drawn.append(f'<line class="rail" x1="{n(left)}" y1="{n(y)}" x2="{n(right)}" y2="{n(y)}"/>')
        drawn.append(f'<rect class="band" x="{n(low)}" y="{n(y - 6)}" width="{n(high - low)}" height="12"/>')
        drawn.append(f'<line class="cap" x1="{n(promised)}" y1="{n(y - 9)}" x2="{n(promised)}" y2="{n(y + 9)}"/>')
        drawn.append(_diamond(at, y, 6.0, part.least <= part.measured <= part.most))
        drawn.append(f'<text class="v" x="{n(right + 10)}" y="{n(y + 4)}">{_percent(part.measured)}</text>')
    return frame(id, title, desc, 20.0 + 30.0 * len(parts), drawn)


def bars(id: str, title: str, desc: str, rows: Sequence[tuple[str, float, str]], most: float) -> str:
    """A length per label, with the figure in words."""
    drawn: list[str] = []
    left, right = 236.0, WIDTH - 130.0
    for index, (label, value, words) in enumerate(rows):
        y = 6.0 + 22.0 * index
        width = (right - left) * min(value / most, 1.0) if most > 0.0 else 0.0
        drawn.append(f'<text class="l" x="0" y="{n(y + 11)}">{html.escape(label)}</text>')
        drawn.append(f'<rect class="solid" x="{n(left)}" y="{n(y)}" width="{n(width)}" height="13"/>')
        drawn.append(f'<text class="s" x="{n(left + width + 6)}" y="{n(y + 11)}">{html.escape(words)}</text>')
    return frame(id, title, desc, 12.0 + 22.0 * len(rows), drawn)


def _line_of(factor: float, across: _Log, up: _Log, css: str) -> str:
    """The points whose actual amount is ``factor`` times the forecast, within the frame."""
    low, high = across.ticks[0], across.ticks[-1]
    start, end = max(low, low / factor), min(high, high / factor)
    x1, y1, x2, y2 = across.at(start), up.at(start * factor), across.at(end), up.at(end * factor)
    return f'<line class="{css}" x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"/>'


def _grid(scale: _Log, top: float, bottom: float) -> list[str]:
    parts: list[str] = []
    for tick in scale.ticks:
        x = scale.at(tick)
        parts.append(f'<line class="rail" x1="{n(x)}" y1="{n(top)}" x2="{n(x)}" y2="{n(bottom)}"/>')
        words = html.escape(money.short(tick))
        parts.append(f'<text class="s" x="{n(x)}" y="{n(bottom + 16)}" text-anchor="middle">{words}</text>')
    return parts


def _diamond(x: float, y: float, size: float, filled: bool) -> str:
    css = "mark" if filled else "outside"
    there, back = n(size), n(-size)
    path = f"M{n(x)} {n(y - size)}l{there} {there}l{back} {there}l{back} {back}z"
    return f'<path class="{css}" d="{path}"/>'


def _percent(share: float) -> str:
    return html.escape(money.percent(round(share, 3)))
