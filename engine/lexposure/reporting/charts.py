"""Charts as SVG text: pure functions of plain data, every text escaped, nothing random.

Each chart has a title, a description and a table twin in the report. Meaning never rests on colour:
what is established is solid, what is open is hatched, what is only alleged has a dotted outline.
"""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass

from lexposure.reporting import money
from lexposure.reporting.svg import WIDTH, frame
from lexposure.reporting.svg import number as n

LEFT = 236
"""Where the drawing begins in charts whose labels stand to the left."""

_OFF_SCALE = 1.6
"""A legal maximum beyond this multiple of everything else is drawn at the edge, marked as off the scale."""

_RUNS_OFF = 3.0
"""Open ranges beyond this multiple of what is established, decided or legally possible at once run off the edge."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A known outcome on a range."""

    amount: float
    label: str


@dataclass(frozen=True, slots=True)
class RangeBar:
    """One range: ``established`` solid inside ``low`` to ``high``; ``cap`` with its label as a tick."""

    label: str
    value: str
    low: float
    high: float | None
    established: tuple[float, float | None] | None
    central: float | None
    cap: float | None
    cap_label: str
    marks: tuple[Mark, ...] = ()
    alleged: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words that charts carry."""

    established: str
    open: str
    alleged: str
    central: str
    cap: str
    outcome: str
    off_scale: str
    beyond: str
    no_end: str


@dataclass(frozen=True, slots=True)
class RangeChart:
    """Ranges under each other on one linear scale from zero."""

    id: str
    title: str
    desc: str
    bars: tuple[RangeBar, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class StepBar:
    """The range after one step."""

    label: str
    value: str
    low: float
    central: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class StepChart:
    """How a range arises, step by step, low and high joined from step to step."""

    id: str
    title: str
    desc: str
    bars: tuple[StepBar, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A part of one with its label."""

    label: str
    value: str
    share: float


@dataclass(frozen=True, slots=True)
class ShareChart:
    """Shares, the largest first."""

    id: str
    title: str
    desc: str
    bars: tuple[ShareBar, ...]


Chart = RangeChart | StepChart | ShareChart


def svg(chart: Chart) -> str:
    """The chart as an SVG element."""
    match chart:
        case RangeChart():
            return _ranges(chart)
        case StepChart():
            return _steps(chart)
        case ShareChart():
            return _shares(chart)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Amounts to places; what lies beyond ``top`` is drawn at the edge."""

    top: float
    left: float
    right: float

    def x(self, amount: float) -> float:
        return self.left + (self.right - self.left) * min(amount, self.top) / self.top

    def beyond(self, amount: float | None) -> bool:
        return amount is None or amount > self.top * 1.0000001


def _top(bars: tuple[RangeBar, ...]) -> float:
    """The end of the scale.

    It holds what is established or decided, the maxima unless they dwarf all ranges, and the open ranges
    unless they dwarf both.
    """
    sure = [mark.amount for bar in bars for mark in bar.marks]
    sure += [bar.established[1] or 0.0 for bar in bars if bar.established]
    open_ = max([bar.high or 0.0 for bar in bars] + sure, default=0.0)
    cap = max((bar.cap or 0.0 for bar in bars), default=0.0)
    inside = max([cap if cap <= open_ * _OFF_SCALE else 0.0, *sure], default=0.0)
    if open_ <= 0.0:
        return cap or 1.0
    if inside > 0.0 and open_ > inside * _RUNS_OFF:
        return inside * 1.12
    return max(inside, open_) if inside >= cap else open_ * 1.12


def _step_top(highs: list[float]) -> float:
    """The end of a step chart's scale: a base that dwarfs the later steps runs off the edge."""
    ordered = sorted({high for high in highs if high > 0.0}, reverse=True)
    while len(ordered) > 1 and ordered[0] > 6 * ordered[1]:
        ordered = ordered[1:]
    return ordered[0] * (1.0 if ordered[0] == max(highs) else 1.12) if ordered else 1.0


def _ranges(chart: RangeChart) -> str:
    scale = _Scale(_top(chart.bars), 1.0, WIDTH - 18.0)
    parts: list[str] = []
    y = 0.0
    for bar in chart.bars:
        drawn, y = _range_bar(bar, scale, y, chart)
        parts += drawn
    parts += _axis(scale, y + 2)
    legend, y = _legend(chart, y + 40)
    return frame(chart.id, chart.title, chart.desc, y, [_hatch(chart.id), *parts, *legend])


def _range_bar(bar: RangeBar, scale: _Scale, y: float, chart: RangeChart) -> tuple[list[str], float]:
    top, height = y + 19, 14.0
    parts = [_text(scale.left, y + 12, bar.label, "l"), _text(scale.right, y + 12, bar.value, "v", "end")]
    parts.append(_line(scale.left, top + height / 2, scale.right, top + height / 2, "rail"))
    css, fill = ("alleged", "none") if bar.alleged else ("open", f"url(#{chart.id}-hatch)")
    parts.append(_bar(scale, bar.low, bar.high, top, height, css, fill))
    if bar.established is not None and bar.established[1] != 0.0:
        parts.append(_bar(scale, *bar.established, top, height, "solid"))
    if scale.beyond(bar.high):
        parts.append(_arrow(scale.right + 2, top))
    if bar.high is None:
        parts.append(_text(scale.right - 4, top + 12, chart.words.no_end, "s halo", "end"))
    if bar.central is not None and bar.central > 0.0:
        parts.append(_central(scale.x(bar.central), top - 3, height + 6))
    y = top + height
    if bar.cap is not None:
        parts.append(_tick(scale.x(bar.cap), top - 4, height + 8, "cap"))
        words = f"{bar.cap_label}, {chart.words.off_scale}" if scale.beyond(bar.cap) else bar.cap_label
        parts.append(_beside(scale, scale.x(bar.cap), y + 14, words, "s"))
        y += 16
    for mark in bar.marks:
        x, middle = scale.x(mark.amount), top + height / 2
        parts.append(f'<path class="mark" d="M{n(x)} {n(middle - 7)}l6 7l-6 7l-6 -7z"/>')
        parts.append(_beside(scale, x, y + 13, f"◆ {mark.label}", "s"))
        y += 15
    return parts, y + 9


def _bar(scale: _Scale, low: float, high: float | None, y: float, height: float, css: str, fill: str = "") -> str:
    """A bar; one without an upper end runs to the edge; a point is at least visible."""
    end = scale.right if high is None else scale.x(high)
    width = max(end - scale.x(low), 2.0 if high is None or high > 0.0 else 0.0)
    filled = f' fill="{fill}"' if fill else ""
    place = f'x="{n(scale.x(low))}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
    return f'<rect class="{css}"{filled} {place}/>'


def _beside(scale: _Scale, x: float, y: float, text: str, css: str) -> str:
    """A text under its place, turned so that it stays in the picture."""
    middle = (scale.left + scale.right) / 2
    return _text(x - 2 if x > middle else max(x - 5, 0), y, text, css, "end" if x > middle else "start")


def _axis(scale: _Scale, y: float) -> list[str]:
    parts = [_line(scale.left, y, scale.right, y, "axis")]
    for share, anchor in ((0.0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1.0, "end")):
        x = scale.left + (scale.right - scale.left) * share
        parts += [_line(x, y, x, y + 5, "axis"), _text(x, y + 18, money.short(scale.top * share), "s", anchor)]
    return parts


def _legend(chart: RangeChart, y: float) -> tuple[list[str], float]:
    words, bars = chart.words, chart.bars
    entries: list[tuple[str, str]] = []
    if any(bar.established and bar.established[1] != 0.0 for bar in bars):
        entries.append(('<rect class="solid" x="0" y="-9" width="20" height="10"/>', words.established))
    if any(not bar.alleged for bar in bars):
        hatch = f'<rect class="open" fill="url(#{chart.id}-hatch)" x="0" y="-9" width="20" height="10"/>'
        entries.append((hatch, words.open))
    if any(bar.alleged for bar in bars):
        entries.append(('<rect class="alleged" x="0" y="-9" width="20" height="10"/>', words.alleged))
    if any(bar.high is None or bar.high > _top(bars) for bar in bars):
        entries.append((_arrow(4, -12), words.beyond))
    if any(bar.central for bar in bars):
        entries.append((_central(10, -12, 16), words.central))
    if any(bar.cap is not None for bar in bars):
        entries.append((_tick(10, -12, 16, "cap"), words.cap))
    if any(bar.marks for bar in bars):
        entries.append(('<path class="mark" d="M10 -11l6 7l-6 7l-6 -7z"/>', words.outcome))
    parts: list[str] = []
    x = 0.0
    for drawing, text in entries:
        width = 26 + 6.3 * len(text) + 22
        if x > 0 and x + width > WIDTH + 20:
            x, y = 0.0, y + 17
        parts.append(f'<g transform="translate({n(x)} {n(y)})">{drawing}{_text(26, 0, text, "s")}</g>')
        x += width
    return parts, y + 8


def _steps(chart: StepChart) -> str:
    scale = _Scale(_step_top([bar.high for bar in chart.bars if bar.high is not None]), LEFT + 12.0, WIDTH - 18.0)
    parts: list[str] = []
    before: tuple[float, float, float] | None = None
    y = 0.0
    for bar in chart.bars:
        lines = _wrapped(bar.label)
        height = 15.0 * (len(lines) + 1) + 13
        middle = y + height / 2
        parts += [_text(0, y + 15 * (row + 1), line, "l") for row, line in enumerate(lines)]
        parts.append(_text(0, y + 15 * (len(lines) + 1), bar.value, "s"))
        low, high = scale.x(bar.low), scale.right if bar.high is None else scale.x(bar.high)
        if before:
            parts.append(_line(before[0], before[2] + 8, low, middle - 8, "join"))
            parts.append(_line(before[1], before[2] + 8, high, middle - 8, "join"))
        parts.append(_bar(scale, bar.low, bar.high, middle - 8, 16, "solid"))
        if bar.central is not None and not scale.beyond(bar.central) and bar.central > 0.0:
            parts.append(_central(scale.x(bar.central), middle - 11, 22))
        if bar.high is None or scale.beyond(bar.high):
            parts.append(_arrow(scale.right + 2, middle - 8))
        before = (low, high, middle)
        y += height
    parts += _axis_short(scale, y + 2)
    return frame(chart.id, chart.title, chart.desc, y + 28, parts)


def _axis_short(scale: _Scale, y: float) -> list[str]:
    parts = [_line(scale.left, y, scale.right, y, "axis")]
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        x = scale.left + (scale.right - scale.left) * share
        parts += [_line(x, y, x, y + 5, "axis"), _text(x, y + 18, money.short(scale.top * share), "s", anchor)]
    return parts


def _shares(chart: ShareChart) -> str:
    scale = _Scale(1.0, LEFT + 12.0, WIDTH - 60.0)
    parts: list[str] = []
    y = 0.0
    for bar in chart.bars:
        lines = _wrapped(bar.label)
        height = 15.0 * len(lines) + 13
        middle = y + (height - 5) / 2
        parts += [_text(0, y + 15 * (row + 1), line, "l") for row, line in enumerate(lines)]
        parts.append(_line(scale.left, middle, scale.right, middle, "rail"))
        parts.append(_bar(scale, 0.0, bar.share, middle - 6, 12, "solid"))
        parts.append(_text(scale.x(bar.share) + 6, middle + 4, bar.value, "s halo"))
        y += height
    return frame(chart.id, chart.title, chart.desc, y, parts)


def _wrapped(label: str) -> list[str]:
    """At most three lines beside the drawing; the table twin has the whole label."""
    return textwrap.wrap(label, 34, max_lines=3, placeholder=" …") or [""]


def _hatch(id: str) -> str:
    return (
        f'<defs><pattern id="{id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" class="paper"/>'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
    )


def _text(x: float, y: float, text: str, css: str, anchor: str = "start") -> str:
    turned = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{css}" x="{n(x)}" y="{n(y)}"{turned}>{html.escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<line class="{css}" x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"/>'


def _tick(x: float, y: float, height: float, css: str) -> str:
    return _line(x, y, x, y + height, css)


def _arrow(x: float, y: float) -> str:
    """A bar goes on beyond the scale."""
    return f'<path class="off" d="M{n(x)} {n(y)}l9 8l-9 8z"/>'


def _central(x: float, y: float, height: float) -> str:
    """A white mark with a dark edge, visible on solid and on hatched bars."""
    return f'<rect class="central" x="{n(x - 2)}" y="{n(y)}" width="4" height="{n(height)}"/>'
