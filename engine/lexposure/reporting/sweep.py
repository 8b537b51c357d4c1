"""A sweep as a page: a chart or a heat map, and every point in a table."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.reporting import money
from lexposure.reporting.page import Column, Drawing, Page, Section, Table
from lexposure.reporting.pieces import Rich, plain
from lexposure.reporting.sweep_charts import Band, bands, heat
from lexposure.reporting.whatif import marked, spread
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.axes import Axis
from lexposure.scenarios.sweep import Point, Sweep


def sweep_view(found: Sweep, wording: Wording | None = None) -> Page:
    """A chart for one axis of amounts, a heat map for two axes, and every point in a table."""
    words = wording or shipped()
    company = found.baseline.assessment.profile.company
    axes = words.listed([axis.path for axis in found.axes])
    return Page(
        language=words.language,
        title=words.say("sweep.title"),
        about=marked(words.say("sweep.about", company=company, axes=axes), found.baseline, words),
        intro=(words.rich("sweep.intro"), *(plain(spaced(axis, words)) for axis in found.axes)),
        sections=(
            Section(
                "points", words.say("sweep.points"), (), tuple(_drawings(found, words)), tuple(_tables(found, words))
            ),
        ),
        footer=words.say("whatif.footer", company=company, date=words.date(found.baseline.assessment.on)),
    )


def spaced(axis: Axis, words: Wording) -> str:
    """How an axis runs: values listed, equal steps, or equal factors."""
    return words.say(f"sweep.spacing.{axis.spacing}", axis=axis.path, n=len(axis.values))


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
    sure, most = point.figures.established, point.figures.hull.high
    if sure.high is None or most is None:
        return None
    return Band(number, point.values[0], sure.low, sure.central, sure.high, most)


def _heat(down: Axis, across: Axis, found: Sweep, words: Wording) -> Iterator[Drawing]:
    highs = [point.figures.established.high for point in found.points]
    if any(high is None for high in highs):
        return
    width = len(across.values)
    cells = [[high or 0.0 for high in highs[row * width : (row + 1) * width]] for row in range(len(down.values))]
    title = words.say("sweep.heat", down=down.path, across=across.path)
    says = words.say("sweep.heat_says")
    yield Drawing(title, says, heat("chart.heat", title, says, across.values, down.values, cells))


def _tables(found: Sweep, words: Wording) -> Iterator[Table]:
    """For two axes the heat map as a table; then every point."""
    if len(found.axes) == 2:
        down, across = found.axes
        title = words.say("sweep.heat", down=down.path, across=across.path)
        heads = (Column(f"{down.path} \\ {across.path}"), *(Column(value, number=True) for value in across.values))
        yield Table(title, heads, tuple(tuple(map(plain, row)) for row in grid(found, words)))
    yield _table(found, words)


def grid(found: Sweep, words: Wording) -> Iterator[tuple[str, ...]]:
    """The upper ends on the findings: a row for each value of the first axis, headed by it."""
    down, across = found.axes
    highs = iter(point.figures.established.high for point in found.points)
    for value in down.values:
        cells = (next(highs) for _ in across.values)
        yield (value, *(words.say("whatif.not_known") if high is None else money.short(high) for high in cells))


def _table(found: Sweep, words: Wording) -> Table:
    heads = [Column(axis.path, bool(axis.numbers)) for axis in found.axes]
    names = (("findings", True), ("open", True), ("established", True), ("hull", True))
    heads += [Column(words.say(f"whatif.columns.{name}"), number) for name, number in names]
    return Table(words.say("sweep.caption"), tuple(heads), tuple(_row(point, words) for point in found.points))


def _row(point: Point, words: Wording) -> tuple[Rich, ...]:
    one = point.figures
    return (
        *(plain(value) for value in point.values),
        plain(str(one.findings)),
        plain(str(one.open)),
        plain(spread(one.established, words)),
        plain(spread(one.hull, words)),
    )
