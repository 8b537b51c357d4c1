"""A sweep as a page, as lines for the terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.reporting import money
from lexposure.reporting.page import Column, Drawing, Page, Section, Table
from lexposure.reporting.pieces import Rich, plain
from lexposure.reporting.plain import Document
from lexposure.reporting.sweep_charts import Band, bands, heat
from lexposure.reporting.whatif import found_in, open_in, spread, tidied
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.sweep import Axis, Point, Sweep


def sweep_view(found: Sweep, wording: Wording | None = None) -> Page:
    """A chart for one axis of amounts, a heat map for two axes, and every point in a table."""
    words = wording or shipped()
    company = found.baseline.assessment.profile.company
    return Page(
        language=words.language,
        title=words.say("sweep.title"),
        about=words.say("sweep.about", company=company, axes=words.listed([axis.path for axis in found.axes])),
        intro=(words.rich("sweep.intro"),),
        sections=(
            Section("points", words.say("sweep.points"), (), tuple(_drawings(found, words)), (_table(found, words),)),
        ),
        footer=words.say("whatif.footer", company=company, date=words.date(found.baseline.assessment.on)),
    )


def _drawings(found: Sweep, words: Wording) -> Iterator[Drawing]:
    if len(found.axes) == 1 and found.axes[0].numbers:
        axis = found.axes[0]
        title = words.say("sweep.band", axis=axis.path)
        says = words.say("sweep.band_says_log" if axis.log else "sweep.band_says")
        rows = [_band(number, point) for number, point in zip(axis.numbers, found.points, strict=True)]
        if all(row is not None for row in rows):
            yield Drawing(title, says, bands("chart.sweep", title, says, [row for row in rows if row], axis.log))
    if len(found.axes) == 2:
        yield from _heat(found.axes[0], found.axes[1], found, words)


def _band(number: float, point: Point) -> Band | None:
    sure = point.assessed.exposure.total.established_largest
    most = point.assessed.exposure.total.largest.high
    if sure.high is None or most is None:
        return None
    return Band(number, point.values[0], sure.low, sure.central, sure.high, most)


def _heat(down: Axis, across: Axis, found: Sweep, words: Wording) -> Iterator[Drawing]:
    highs = [point.assessed.exposure.total.established_largest.high for point in found.points]
    if any(high is None for high in highs):
        return
    width = len(across.values)
    cells = [[high or 0.0 for high in highs[row * width : (row + 1) * width]] for row in range(len(down.values))]
    title = words.say("sweep.heat", down=down.path, across=across.path)
    says = words.say("sweep.heat_says")
    yield Drawing(title, says, heat("chart.heat", title, says, across.values, down.values, cells))


def _table(found: Sweep, words: Wording) -> Table:
    heads = [Column(axis.path, bool(axis.numbers)) for axis in found.axes]
    names = (("findings", True), ("open", True), ("established", True), ("hull", True))
    heads += [Column(words.say(f"whatif.columns.{name}"), number) for name, number in names]
    return Table(words.say("sweep.caption"), tuple(heads), tuple(_row(point, words) for point in found.points))


def _row(point: Point, words: Wording) -> tuple[Rich, ...]:
    total = point.assessed.exposure.total
    return (
        *(plain(value) for value in point.values),
        plain(str(found_in(point.assessed))),
        plain(str(open_in(point.assessed))),
        plain(spread(total.established_largest, words)),
        plain(spread(total.largest, words)),
    )


def sweep_lines(found: Sweep, wording: Wording | None = None) -> Iterator[str]:
    """A table for the terminal; two axes give a grid of the upper ends on the findings besides."""
    words = wording or shipped()
    yield f"{found.baseline.assessment.profile.company}, as of {found.baseline.assessment.on}"
    for axis in found.axes:
        yield f"  {axis.path}"
    yield ""
    width = max(len("  ".join(point.values)) for point in found.points)
    yield f"{'':<{width}}  findings  open  on the findings"
    for point in found.points:
        sure = tidied(spread(point.assessed.exposure.total.established_largest, words))
        yield f"{'  '.join(point.values):<{width}}  {found_in(point.assessed):>8}  {open_in(point.assessed):>4}  {sure}"


def sweep_document(found: Sweep) -> Document:
    """Plain data: axes, and each point with its figures in euro."""
    return {
        "company": found.baseline.assessment.profile.company,
        "axes": [{"path": axis.path, "values": list(axis.values), "log": axis.log} for axis in found.axes],
        "points": [_point(point) for point in found.points],
    }


def _point(point: Point) -> Document:
    total = point.assessed.exposure.total
    sure, hull = total.established_largest, total.largest
    return {
        "values": list(point.values),
        "findings": found_in(point.assessed),
        "open": open_in(point.assessed),
        "established": {
            "low": money.cents(sure.low),
            "central": money.cents(sure.central),
            "high": money.cents(sure.high),
        },
        "low": money.cents(hull.low),
        "high": money.cents(hull.high),
    }
