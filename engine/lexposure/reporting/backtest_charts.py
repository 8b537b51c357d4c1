"""The charts of a backtest."""

from __future__ import annotations

from collections.abc import Callable

from lexposure.reporting import money
from lexposure.reporting.log_charts import ForecastRow, Promised, bars, coverage, ranges, scatter
from lexposure.reporting.page import Drawing
from lexposure.reporting.wording import Wording
from lexposure.scenarios.backtest import Backtest

Draw = Callable[[str, str, str], str]
"""From id, title and description to an SVG."""


def drawings_of_ranges(found: Backtest, words: Wording) -> tuple[Drawing, ...]:
    """Promised against measured, every range with its fine, forecast against fine."""
    rows = _rows(found)
    promised = [
        Promised(part.promised, part.share, part.least / part.n, part.most / part.n) for part in found.headline.covered
    ]
    axes = (words.say("backtest.axis.forecast"), words.say("backtest.axis.actual"))
    return (
        _drawing("coverage", words, lambda name, title, says: coverage(name, title, says, promised)),
        _drawing("ranges", words, lambda name, title, says: ranges(name, title, says, rows)),
        _drawing("scatter", words, lambda name, title, says: scatter(name, title, says, rows, axes)),
    )


def _drawing(name: str, words: Wording, draw: Draw) -> Drawing:
    title, says = words.say(f"backtest.chart.{name}"), words.say(f"backtest.chart.{name}_says")
    return Drawing(title, says, draw(f"chart.{name}", title, says))


def drawings_of_errors(found: Backtest, words: Wording) -> tuple[Drawing, ...]:
    """The typical error by class of turnover and by kind."""
    titles = {family.id: family.title for family in found.design.families}
    drawn: list[Drawing] = []
    for view in ("turnover", "kind"):
        parts = found.slices[view]
        rows = [(titles.get(value, value), one.rmse, f"{one.rmse:.2f}, n = {one.n}") for value, one in parts.items()]
        title = words.say("backtest.chart.errors", view=words.say(f"backtest.views.{view}"))
        says = words.say("backtest.chart.errors_says")
        most = max(one.rmse for one in parts.values())
        drawn.append(Drawing(title, says, bars(f"chart.errors-{view}", title, says, rows, most)))
    return tuple(drawn)


def _rows(found: Backtest) -> list[ForecastRow]:
    rows: list[ForecastRow] = []
    for one in found.decisions:
        forecast = found.forecasts[one.id]
        low, high = forecast.spans[1]
        span = f"{money.short(10**low)} – {money.short(10**high)}"
        label = f"{one.company}: {money.short(one.fine)}; {span}"
        rows.append(ForecastRow(label, 10**low, 10**forecast.median, 10**high, one.fine))
    return rows
