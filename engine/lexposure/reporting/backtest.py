"""The page of a backtest: how good the figures are, what was tried, and what the measurement cannot say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import log10

from lexposure.empirical.courts import courts_of
from lexposure.reporting import money
from lexposure.reporting.backtest_charts import drawings_of_errors, drawings_of_ranges
from lexposure.reporting.page import Column, Page, Section, Table
from lexposure.reporting.pieces import Piece, Rich, plain
from lexposure.reporting.wording import Wording, shipped
from lexposure.rulebook.calibration import Calibration
from lexposure.scenarios.backtest import Backtest, Inside
from lexposure.scenarios.scores import Scores

FEW = 10
"""Slices below this many decisions are marked: their figures say little."""


def backtest_view(found: Backtest, calibration: Calibration, wording: Wording | None = None) -> Page:
    """Everything that was measured, as a page; all figures come from the backtest and the calibration."""
    words = wording or shipped()
    say = words.say
    return Page(
        language=words.language,
        title=say("backtest.title"),
        about=say("backtest.about", n=found.headline.n, excluded=len(found.excluded)),
        intro=tuple(_intro(found, words)),
        sections=(
            Section("ranges", say("backtest.ranges"), (), drawings_of_ranges(found, words), (_coverage(found, words),)),
            Section(
                "errors", say("backtest.errors"), (words.rich("backtest.errors_says"),), (), (_errors(found, words),)
            ),
            Section("method", say("backtest.method"), tuple(_method(found, words))),
            Section(
                "slices",
                say("backtest.slices"),
                (words.rich("backtest.slices_says", few=FEW),),
                drawings_of_errors(found, words),
                tuple(_slices(found, words)),
            ),
            Section("misses", say("backtest.misses"), (), (), (_misses(found, words),)),
            Section(
                "tried", say("backtest.tried"), (words.rich("backtest.tried_says"),), (), (_tried(calibration, words),)
            ),
            Section("courts", say("backtest.courts"), tuple(_courts(found, words))),
            Section("limits", say("backtest.limits"), points=tuple(_limits(found, words))),
            Section(
                "better", say("backtest.better"), points=tuple(words.rich(f"backtest.improve.{key}") for key in IMPROVE)
            ),
            Section("all", say("backtest.all"), (), (), (_all(found, words),)),
        ),
        footer=say(
            "backtest.footer", hash=calibration.fitted.data_hash[:12], fitted=words.date(calibration.fitted.fitted_on)
        ),
    )


IMPROVE = ("turnover", "people", "dates", "silent")


def _intro(found: Backtest, words: Wording) -> Iterator[Rich]:
    first, eighty = found.headline, found.headline.covered[1]
    plain_error = found.baselines["turnover alone"].rmse
    yield words.rich(
        "backtest.intro.range",
        inside=eighty.inside,
        n=eighty.n,
        share=_share(eighty.share),
        factor=_factor(eighty.width),
    )
    yield words.rich(
        "backtest.intro.error",
        three=_share(first.within_3),
        ten=_share(first.within_10),
        better=_share(1.0 - first.rmse / plain_error),
    )
    if found.in_time is not None:
        late = found.in_time.covered[1]
        yield words.rich(
            "backtest.intro.in_time",
            inside=late.inside,
            n=late.n,
            share=_share(late.share),
            least=late.least,
            most=late.most,
        )
    yield words.rich("backtest.intro.if_fined")


def _coverage(found: Backtest, words: Wording) -> Table:
    columns = [("promised", True), ("measured", True), ("inside", True), ("by_chance", True), ("width", True)]
    rows = [
        (
            plain(words.say(f"backtest.models.{name}")),
            plain(_share(part.promised)),
            plain(_share(part.share)),
            plain(f"{part.inside} / {part.n}"),
            plain(f"{part.least}–{part.most}"),
            plain(f"{part.width:.2f}"),
        )
        for name, one in _models(found)
        for part in one.covered
    ]
    return Table(words.say("backtest.coverage_caption"), _columns(words, [("model", False), *columns]), tuple(rows))


def _models(found: Backtest) -> Iterator[tuple[str, Scores]]:
    """The empirical range under its different conditions, the headline first."""
    named = {
        "headline": found.headline,
        "in_time": found.in_time,
        "with_seriousness": found.with_seriousness,
        "without_families": found.without_families,
        "final": found.final,
    }
    for name, one in named.items():
        if one is not None:
            yield name, one


def _errors(found: Backtest, words: Wording) -> Table:
    rows = [(words.say(f"backtest.models.{name}"), one) for name, one in _models(found)]
    rows += [(words.say(f"backtest.baselines.{name.replace(' ', '_')}"), one) for name, one in _baselines(found)]
    return Table(
        words.say("backtest.errors_caption"),
        _columns(
            words, [("model", False), *((name, True) for name in ("n", "rmse", "mae", "bias", "x3", "x10", "loss"))]
        ),
        tuple(
            (
                plain(name),
                plain(str(one.n)),
                plain(f"{one.rmse:.3f}"),
                plain(f"{one.mae:.3f}"),
                plain(f"{one.bias:+.2f}"),
                plain(_share(one.within_3)),
                plain(_share(one.within_10)),
                plain("–" if one.pinball is None else f"{one.pinball:.3f}"),
            )
            for name, one in rows
        ),
    )


def _baselines(found: Backtest) -> Iterator[tuple[str, Scores]]:
    for name, one in found.baselines.items():
        yield name.replace("'", ""), one


def _method(found: Backtest, words: Wording) -> Iterator[Rich]:
    for key, one in (("stated", found.stated), ("open", found.open)):
        yield words.rich(f"backtest.method_{key}", **_counts(one), rest=found.headline.n - one.n)
    yield words.rich("backtest.method_note")


def _counts(one: Inside) -> dict[str, object]:
    return {"inside": one.inside, "n": one.n, "below": one.below, "above": one.above}


def _slices(found: Backtest, words: Wording) -> Iterator[Table]:
    titles = {family.id: family.title for family in found.design.families}
    for view, parts in found.slices.items():
        rows = [
            (
                plain(f"{titles.get(value, value)}{'' if one.n >= FEW else ' *'}"),
                plain(str(one.n)),
                plain(f"{one.rmse:.2f}"),
                plain(f"{one.bias:+.2f}"),
                plain(_share(one.within_3)),
                plain(f"{one.covered[1].inside} / {one.n}"),
                plain(f"{one.covered[1].least}–{one.covered[1].most}"),
            )
            for value, one in parts.items()
        ]
        names = [(name, True) for name in ("n", "rmse", "bias", "x3", "inside_80", "by_chance")]
        key = view.replace(" ", "_")
        yield Table(
            words.say("backtest.slice_caption", view=words.say(f"backtest.views.{key}")),
            _columns(words, [(f"views.{key}", False), *names]),
            tuple(rows),
        )


def _misses(found: Backtest, words: Wording) -> Table:
    rows: list[tuple[Rich, ...]] = []
    for miss in found.misses:
        one = miss.decision
        spans = found.forecasts[one.id].spans[1]
        explains = "; ".join(words.say(f"backtest.explains.{key}") for key in miss.explains)
        rows.append(
            (
                _named(one.company, one.sources),
                plain(f"{one.authority}, {_decided(one.decided, one.year, words)}"),
                plain(money.short(one.fine)),
                plain(f"{money.short(10 ** spans[0])} – {money.short(10 ** spans[1])}"),
                plain(_times(miss.factor)),
                plain(explains or words.say("backtest.unexplained")),
            )
        )
    names = [
        ("decision", False),
        ("authority", False),
        ("fine", True),
        ("range_80", True),
        ("missed_by", True),
        ("why", False),
    ]
    return Table(words.say("backtest.misses_caption"), _columns(words, names), tuple(rows))


def _tried(calibration: Calibration, words: Wording) -> Table:
    rows = tuple(
        (
            plain(f"{one.model}{' ' + words.say('backtest.kept') if one.kept else ''}"),
            plain(str(one.n)),
            plain(f"{one.rmse:.3f}"),
            plain(f"{one.width_80:.2f}"),
            plain(_share(one.coverage_80)),
            plain(f"{one.pinball:.3f}"),
        )
        for one in calibration.fitted.compared
    )
    names = [("model", False), ("n", True), ("rmse", True), ("width", True), ("coverage_80", True), ("loss", True)]
    return Table(words.say("backtest.tried_caption"), _columns(words, names), rows)


def _courts(found: Backtest, words: Wording) -> Iterator[Rich]:
    ended = [(one.court.end, one.fine, one.court.final) for one in found.decisions if one.court is not None]
    courts = courts_of(ended)
    if courts is None:
        yield words.rich("backtest.no_courts")
        return
    yield words.rich(
        "precedents.courts",
        n=courts.n,
        upheld=courts.upheld,
        reduced=courts.reduced,
        annulled=courts.annulled,
        remaining=money.percent(round(courts.remaining, 3)),
    )
    yield words.rich("backtest.courts_apart", known=len(ended), n=found.headline.n)


def _limits(found: Backtest, words: Wording) -> Iterator[Rich]:
    rows = found.decisions
    yield words.rich("backtest.limit.selection")
    yield words.rich("backtest.limit.translation", n=sum(any("gdprhub" in url for url in one.sources) for one in rows))
    unverified = sum(one.turnover_source == "unverified" for one in rows)
    yield words.rich(
        "backtest.limit.turnover", unverified=unverified, partly=sum(one.certainty != "verified" for one in rows)
    )
    yield words.rich("backtest.limit.own", own=sum(one.group_turnover is None for one in rows), n=len(rows))
    yield words.rich("backtest.limit.seen")
    yield words.rich("backtest.limit.people", n=sum(one.people is None for one in rows))
    yield words.rich("backtest.limit.seriousness", n=sum(bool(one.seriousness) for one in rows))
    yield words.rich("backtest.limit.day", n=sum(one.decided is None for one in rows))
    if found.without_families is not None:
        error = f"{found.without_families.rmse:.3f}"
        yield words.rich("backtest.limit.families", error=error, kept=f"{found.headline.rmse:.3f}")
    yield words.rich("backtest.limit.hindsight")


def _all(found: Backtest, words: Wording) -> Table:
    rows: list[tuple[Rich, ...]] = []
    for one in sorted(found.decisions, key=lambda one: (one.on, one.id), reverse=True):
        forecast, method = found.forecasts[one.id], found.methods[one.id]
        low, high = forecast.spans[1]
        inside = low <= log10(one.fine) <= high
        rows.append(
            (
                _named(one.company, one.sources),
                plain(f"{one.authority}, {_decided(one.decided, one.year, words)}"),
                plain(money.short(one.turnover or 0.0)),
                plain(money.short(method.cap)),
                plain(money.short(one.fine)),
                plain(_method_range(method.stated.low, method.stated.high) if method.stated else "–"),
                plain(f"{money.short(10**low)} – {money.short(10**high)}"),
                plain(words.say("backtest.yes" if inside else "backtest.no")),
            )
        )
    names = [("decision", False), ("authority", False), ("turnover", True), ("cap", True), ("fine", True)]
    names += [("by_method", True), ("range_80", True), ("in_range", False)]
    return Table(words.say("backtest.all_caption"), _columns(words, names), tuple(rows))


def _method_range(low: float, high: float | None) -> str:
    return f"{money.short(low)} – {'–' if high is None else money.short(high)}"


def _columns(words: Wording, names: list[tuple[str, bool]]) -> tuple[Column, ...]:
    keys = [(name if name.startswith("views.") else f"columns.{name}", number) for name, number in names]
    return tuple(Column(words.say(f"backtest.{key}"), number) for key, number in keys)


def _named(company: str, sources: tuple[str, ...]) -> Rich:
    url = next((source for source in sources if source.startswith("https://")), "")
    return (Piece(company, url),)


def _decided(day: dt.date | None, year: int, words: Wording) -> str:
    return words.date(day) if day else str(year)


def _share(share: float) -> str:
    return money.percent(round(share, 3))


def _factor(width: float) -> str:
    """The ratio of a range's ends, of a width in powers of ten."""
    return f"{10**width:.0f}"


def _times(factor: float) -> str:
    return f"× {factor:,.0f}" if factor >= 1.0 else f"÷ {1.0 / factor:,.0f}"
