"""The exposure in figures: totals, regimes, conducts with their steps, known outcomes, measures, authorities."""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.assess.competence import competent
from lexposure.exposure.model import RegimeExposure
from lexposure.profile.possible import COMPANY
from lexposure.reporting import anchors, money
from lexposure.reporting.conducts import answers_read, conduct_row, conduct_view, dearest, ordered, shared_notes
from lexposure.reporting.context import Context
from lexposure.reporting.money import regrouped
from lexposure.reporting.money_model import (
    Amount,
    AuthorityRow,
    Band,
    ExposureView,
    MeasureRow,
    OutcomeView,
    RegimeView,
    SummaryRow,
)
from lexposure.reporting.pieces import Rich, link, plain
from lexposure.reporting.precedents import precedents
from lexposure.reporting.proceedings import statuses


def exposure_view(context: Context) -> ExposureView:
    """Everything about money, in the order in which it is read."""
    outcomes = [_outcome(context, index) for index in range(len(context.assessment.profile.outcomes))]
    scope = [bool(outcome.outside_scope) for outcome in context.assessment.profile.outcomes]
    return ExposureView(
        summary=tuple(_summary(context)),
        total_note=regrouped(context.exposure.total.note) or context.say("exposure.bis"),
        regimes=tuple(_regime(context, regime) for regime in context.regimes),
        outcomes=tuple(view for view, outside in zip(outcomes, scope, strict=True) if not outside),
        outside=tuple(view for view, outside in zip(outcomes, scope, strict=True) if outside),
        measures=tuple(_measures(context)),
        authorities=tuple(_authorities(context)),
    )


def _summary(context: Context) -> Iterable[SummaryRow]:
    total = context.exposure.total
    nothing = Amount(context.say("exposure.no_cap"), context.say("exposure.no_cap"))
    for key, established, hull in (
        ("largest", total.established_largest, total.largest),
        ("added", total.established_added, total.added),
    ):
        label = plain(context.say(f"total.{key}"))
        id = f"total.{key}"
        yield SummaryRow(id, label, context.band(established), context.band(hull), nothing, total=True)
    unknown = Band(*(context.amount(None),) * 3)
    for regime in context.regimes:
        href = anchors.regime(regime.regime)
        yield SummaryRow(
            id=f"row.{href}",
            label=(link(regime.title, href),),
            established=unknown if regime.nothing_computed else context.band(regime.established, href),
            hull=unknown if regime.nothing_computed else context.band(context.hull(regime), href),
            cap=nothing if context.untouched(regime) else context.amount(regime.cap, href),
        )


def _regime(context: Context, regime: RegimeExposure) -> RegimeView:
    """A law's conducts: in full what is established or alleged, or the dearest where all are open; others in rows."""
    shown = [one for one in ordered(regime.conducts) if one.established is not None or one is dearest(regime)]
    rows = [one for one in ordered(regime.conducts) if one not in shown]
    shared = shared_notes(rows)
    return RegimeView(
        id=anchors.regime(regime.regime),
        title=regime.title,
        method=regime.method_title if regime.formula else context.say("regime.no_formula"),
        says=tuple(_regime_says(context, regime)),
        conducts=tuple(conduct_view(context, regime, conduct, alleged=False) for conduct in shown),
        rows=tuple(conduct_row(context, conduct, shared) for conduct in rows),
        row_notes=tuple(map(regrouped, shared)),
        alleged=tuple(conduct_view(context, regime, conduct, alleged=True) for conduct in regime.alleged),
        alleged_says=context.say("alleged.intro"),
        answers=tuple(answers_read(context, regime, {COMPANY})) if regime.conducts or regime.alleged else (),
        periodic=tuple(
            context.wording.rich(
                "regime.periodic",
                amount=context.figure(periodic.per_day, anchors.regime(regime.regime)),
                cite=context.law.cite(periodic.cite),
            )
            for periodic in regime.periodic
        ),
        notes=tuple(map(regrouped, regime.notes)),
        precedents=precedents(context, regime),
    )


def _regime_says(context: Context, regime: RegimeExposure) -> Iterable[Rich]:
    rich, href = context.wording.rich, anchors.regime(regime.regime)
    if regime.in_hindsight:
        yield rich("regime.hindsight", date=context.date(context.assessment.on))
    if context.untouched(regime):
        yield rich("regime.nothing")
        return
    if regime.not_computed:
        yield rich("regime.not_computed" if regime.nothing_computed else "regime.partly_computed")
    if regime.cap is not None:
        yield rich("regime.cap", cap=context.figure(regime.cap, href))
    if len(regime.conducts) > 1 and regime.cap_total is not None:
        yield rich("regime.cap_total", total=context.figure(regime.cap_total, href), n=len(regime.conducts))
    if regime.high is None and not regime.nothing_computed:
        yield rich("regime.no_high")


def _outcome(context: Context, index: int) -> OutcomeView:
    known = context.assessment.profile.outcomes[index]
    placed = next((one for one in context.exposure.outcomes if one.index == index), None)
    regimes = {regime.regime: regime.title for regime in context.exposure.regimes}
    amount = context.say("outcome.no_amount")
    if known.amount_cents is not None:
        amount = money.short(known.amount_cents / 100, context.exposure.currency)
    elif known.written_amount:
        amount = money.tied(known.written_amount)
    notes = [known.outside_scope, placed.note if placed else ""]
    return OutcomeView(
        id=anchors.outcome(index),
        title=known.title,
        decided=context.date(known.decided),
        authority=known.authority,
        regime="" if known.outside_scope else regimes.get(known.regime, known.regime),
        amount=amount,
        share=money.percent(placed.share_of_cap) if placed and placed.share_of_cap is not None else "",
        place=context.say(f"place.{placed.place}") if placed and context.wording.has(f"place.{placed.place}") else "",
        measures=known.measures,
        contested=known.contested,
        status=statuses(context, known.status),
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        source=known.source,
    )


def _measures(context: Context) -> Iterable[MeasureRow]:
    for measure in context.exposure.measures:
        state = context.say(f"measure.{measure.state}")
        yield MeasureRow(context.law.cite(measure.cite), measure.title, state, regrouped(measure.note))


def _authorities(context: Context) -> Iterable[AuthorityRow]:
    assessment = context.assessment
    for one in competent(assessment.profile, assessment.edition.book, assessment.on):
        name = f"{one.name} ({one.short})" if one.short and one.short != one.name else one.name or one.short
        because = f"{one.because} {one.notes}".strip()
        yield AuthorityRow(name or context.say("authority.none"), one.role, because, context.law.cite(one.cite))
