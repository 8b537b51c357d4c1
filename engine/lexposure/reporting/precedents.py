"""Real decisions beside the method's range: a range fitted on them, the nearest, or a table; and the courts."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.empirical import nearest
from lexposure.empirical.courts import Courts, courts_for, table_of
from lexposure.exposure.model import EmpiricalRange, Litigated, Nearby, Range, RegimeExposure
from lexposure.reporting import anchors, money
from lexposure.reporting.conducts import titled
from lexposure.reporting.context import Context
from lexposure.reporting.money_model import Amount, PrecedentRow, PrecedentsView, RangeRow
from lexposure.reporting.pieces import Piece, Rich
from lexposure.rulebook.calibration import CompetitionCase


def precedents(context: Context, regime: RegimeExposure) -> PrecedentsView | None:
    """Nothing for a law without real decisions on file, or with nothing found, open or alleged under it."""
    calibration = context.assessment.edition.book.calibration
    if calibration is None or not (regime.conducts or regime.alleged):
        return None
    on = context.assessment.on
    empirical, cases = regime.empirical, table_of(calibration, regime.regime, on)
    if empirical is None and not cases:
        return None
    courts = courts_for(calibration, regime.regime, on)
    return PrecedentsView(
        id=anchors.precedents(regime.regime),
        says=tuple(_says(context, regime, empirical, len(cases))),
        ranges=tuple(_ranges(context, regime, empirical)),
        rows=tuple(_near(context, one) for one in empirical.nearest)
        if empirical
        else tuple(_case(context, one) for one in cases),
        nearest=empirical is not None,
        notes=tuple(_notes(context, regime, empirical, courts)),
    )


def _says(context: Context, regime: RegimeExposure, empirical: EmpiricalRange | None, cases: int) -> Iterator[Rich]:
    rich = context.wording.rich
    if empirical is None:
        yield rich("precedents.table", n=cases)
        return
    label = next(one.label for one in regime.conducts if one.id == empirical.conduct)
    href = anchors.precedents(regime.regime)
    yield rich(
        "precedents.range",
        n=empirical.n,
        conduct=titled(label),
        low=context.figure(empirical.p10, href),
        high=context.figure(empirical.p90, href),
        middle=context.figure(empirical.p50, href),
    )
    yield rich("precedents.tested", tested=empirical.tested, coverage=money.percent(round(empirical.coverage_80, 3)))
    if empirical.hindsight:
        yield rich("precedents.hindsight")
    if empirical.capped:
        yield rich("precedents.capped")


def _ranges(context: Context, regime: RegimeExposure, empirical: EmpiricalRange | None) -> Iterator[RangeRow]:
    """The conduct by the method and by real decisions, and what courts would leave where that was asked for."""
    href = anchors.precedents(regime.regime)
    if empirical is not None:
        conduct = next(one for one in regime.conducts if one.id == empirical.conduct)
        method = conduct.established or conduct.range
        yield RangeRow(context.say("precedents.by_method"), context.band(method, context.conduct_id(conduct)))
        middle = Range(empirical.p10, empirical.p50, empirical.p90)
        yield RangeRow(context.say("precedents.by_decisions"), context.band(middle, href))
        wide = Range(empirical.p2_5, empirical.p50, empirical.p97_5)
        yield RangeRow(context.say("precedents.by_decisions_wide"), context.band(wide, href))
    if regime.litigated is not None:
        yield RangeRow(context.say("precedents.before_court"), context.band(regime.established, href))
        yield RangeRow(context.say("precedents.after_court"), context.band(regime.litigated.range, href))


def _notes(
    context: Context, regime: RegimeExposure, empirical: EmpiricalRange | None, courts: Courts | None
) -> Iterator[Rich]:
    rich = context.wording.rich
    if empirical is not None:
        yield rich("precedents.distance", says=nearest.SAYS)
        if empirical.missing:
            words = [context.say(f"precedents.missing.{name}") for name in empirical.missing]
            yield rich("precedents.unknown", what=context.wording.listed(words))
    if courts is not None:
        yield _courts(context, courts)
    if regime.litigated is not None:
        yield _litigated(context, regime.litigated)


def _courts(context: Context, courts: Courts) -> Rich:
    return context.wording.rich(
        "precedents.courts",
        n=courts.n,
        upheld=courts.upheld,
        reduced=courts.reduced,
        annulled=courts.annulled,
        remaining=money.percent(round(courts.remaining, 3)),
    )


def _litigated(context: Context, found: Litigated) -> Rich:
    return context.wording.rich("precedents.litigated", remaining=money.percent(round(found.remaining, 3)))


def _near(context: Context, one: Nearby) -> PrecedentRow:
    decided = context.date(one.decided) if one.decided else str(one.year)
    turnover = context.say("precedents.own" if one.own_turnover else "precedents.group", turnover=_short(one.turnover))
    return PrecedentRow(
        title=_linked(one.company, one.url),
        decided=f"{one.authority}, {decided}",
        about=context.say("precedents.articles", articles=", ".join(one.articles)),
        fine=_fine(one.fine),
        turnover=turnover,
        share=_share(one.fine / one.turnover),
        court=context.say(f"precedents.court.{one.court or 'unknown'}"),
    )


def _case(context: Context, one: CompetitionCase) -> PrecedentRow:
    marks = [context.say("precedents.unverified")] if "unverified" in one.certainty.values() else []
    return PrecedentRow(
        title=(Piece(f"{one.title}, {one.number}"),),
        decided=f"{one.authority}, {context.date(one.decided)}",
        about=", ".join(one.law),
        fine=_fine(one.fine),
        turnover="" if one.turnover is None else _short(one.turnover),
        share="" if one.share is None else _share(one.share),
        court="; ".join([f"{context.say(f'precedents.court.{one.court}')}: {one.status}", *marks]),
    )


def _linked(text: str, url: str) -> Rich:
    return (Piece(text, url),)


def _fine(amount: float) -> Amount:
    return Amount(money.exact(amount), _short(amount))


def _short(amount: float) -> str:
    return money.short(amount)


def _share(share: float) -> str:
    return money.percent(share)
