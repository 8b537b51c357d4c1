"""The exposure in figures: totals, regimes, conducts with their steps, known outcomes, measures, authorities."""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.assess.competence import competent
from lexposure.exposure.model import ConductExposure, Range, RegimeExposure, Step
from lexposure.profile.model import Proceedings, StatusNote
from lexposure.profile.possible import COMPANY, Subject
from lexposure.reporting import anchors, money
from lexposure.reporting.chains import answer_link, leaves
from lexposure.reporting.charts import StepBar, StepChart, Words
from lexposure.reporting.context import Context
from lexposure.reporting.money_model import (
    Amount,
    AuthorityRow,
    ConductView,
    ExposureView,
    MeasureRow,
    OutcomeView,
    ProceedingsView,
    RegimeView,
    StepRow,
    SummaryRow,
)
from lexposure.reporting.pieces import Piece, Rich, link, plain

CHART_WORDS = ("established", "open", "alleged", "central", "cap", "outcome", "off_scale", "beyond", "no_end")


def exposure_view(context: Context) -> ExposureView:
    """Everything about money, in the order in which it is read."""
    outcomes = [_outcome(context, index) for index in range(len(context.assessment.profile.outcomes))]
    scope = [bool(outcome.outside_scope) for outcome in context.assessment.profile.outcomes]
    return ExposureView(
        summary=tuple(_summary(context)),
        total_note=context.exposure.total.note or context.say("exposure.bis"),
        regimes=tuple(_regime(context, regime) for regime in context.regimes),
        outcomes=tuple(view for view, outside in zip(outcomes, scope, strict=True) if not outside),
        outside=tuple(view for view, outside in zip(outcomes, scope, strict=True) if outside),
        measures=tuple(_measures(context)),
        authorities=tuple(_authorities(context)),
    )


def chart_words(context: Context) -> Words:
    """The words that charts carry."""
    return Words(**{word: context.say(f"chart.{word}") for word in CHART_WORDS})


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
    for regime in context.regimes:
        href = anchors.regime(regime.regime)
        yield SummaryRow(
            id=f"row.{href}",
            label=(link(regime.title, href),),
            established=context.band(regime.established, href),
            hull=context.band(Range(regime.low, regime.central, regime.high), href),
            cap=context.amount(regime.cap, href) if regime.conducts or regime.alleged else nothing,
        )


def _regime(context: Context, regime: RegimeExposure) -> RegimeView:
    return RegimeView(
        id=anchors.regime(regime.regime),
        title=regime.title,
        method=regime.method_title if regime.formula else context.say("regime.no_formula"),
        says=tuple(_regime_says(context, regime)),
        conducts=tuple(_conduct(context, regime, conduct, alleged=False) for conduct in _ordered(regime.conducts)),
        alleged=tuple(_conduct(context, regime, conduct, alleged=True) for conduct in regime.alleged),
        alleged_says=context.say("alleged.intro"),
        answers=tuple(_answers(context, regime, {COMPANY})) if regime.conducts or regime.alleged else (),
        periodic=tuple(
            context.wording.rich(
                "regime.periodic",
                amount=context.figure(periodic.per_day, anchors.regime(regime.regime)),
                cite=context.law.cite(periodic.cite),
            )
            for periodic in regime.periodic
        ),
        notes=regime.notes,
    )


def _regime_says(context: Context, regime: RegimeExposure) -> Iterable[Rich]:
    rich, href = context.wording.rich, anchors.regime(regime.regime)
    if regime.in_hindsight:
        yield rich("regime.hindsight", date=context.date(context.assessment.on))
    if not regime.conducts and not regime.alleged:
        yield rich("regime.nothing")
        return
    if regime.cap is not None:
        yield rich("regime.cap", cap=context.figure(regime.cap, href))
    if len(regime.conducts) > 1 and regime.cap_total is not None:
        yield rich("regime.cap_total", total=context.figure(regime.cap_total, href), n=len(regime.conducts))
    if regime.high is None and regime.conducts:
        yield rich("regime.no_high")


def _conduct(context: Context, regime: RegimeExposure, conduct: ConductExposure, alleged: bool) -> ConductView:
    """A conduct; its steps are drawn where it is established or alleged, or the dearest of its regime."""
    drawn = alleged or conduct.established is not None or conduct is _dearest(regime)
    id = context.conduct_id(conduct)
    steps = tuple(_step(context, id, step) for step in conduct.steps)
    return ConductView(
        id=id,
        title=titled(conduct.label),
        state=context.say(f"state.{conduct.state}"),
        code=conduct.state,
        says=tuple(_conduct_says(context, conduct, steps[-1].id if steps else id, alleged)),
        cap=_cap(context, conduct, id),
        steps=steps,
        chart=_step_chart(context, conduct, id) if drawn else None,
        findings=tuple(_finding_line(context, one) for one in context.by_number(conduct.findings)),
        displaced=tuple(
            context.wording.rich(
                "conduct.displaced",
                finding=context.finding_link(one),
                by=context.finding_link(by),
                principle=context.say(f"principle.{principle}"),
            )
            for one, by, principle in conduct.displaced
        ),
        answers=tuple(_answers(context, regime, _entries(context, conduct))),
        notes=conduct.notes,
        proceedings=_proceedings(context, conduct) if alleged else (),
    )


def _ordered(conducts: Iterable[ConductExposure]) -> list[ConductExposure]:
    """What is established first, and the dearest first among equals."""

    def dearness(conduct: ConductExposure) -> tuple[bool, float]:
        range_ = conduct.established or conduct.range
        return (conduct.established is None, -(float("inf") if range_.high is None else range_.high))

    return sorted(conducts, key=dearness)


def _dearest(regime: RegimeExposure) -> ConductExposure | None:
    """The conduct with the highest upper end, where none is established."""
    if any(conduct.established is not None for conduct in regime.conducts):
        return None
    highs = [(float("inf") if conduct.high is None else conduct.high, conduct) for conduct in regime.conducts]
    return max(highs, key=lambda pair: pair[0])[1] if highs else None


def _conduct_says(context: Context, conduct: ConductExposure, href: str, alleged: bool) -> Iterable[Rich]:
    """What the range is, on the findings alone and with the open questions."""
    rich, established = context.wording.rich, conduct.established
    if alleged:
        yield rich("conduct.alleged", high=context.figure(conduct.high, href))
    elif established is not None:
        key = "conduct.established" if established.high is not None else "conduct.established_no_high"
        yield rich(
            key,
            low=context.figure(established.low, href),
            high=context.figure(established.high, href),
        )
    if not alleged and (established is None or conduct.high != established.high or conduct.low != established.low):
        key = "conduct.open" if conduct.high is not None else "conduct.open_no_high"
        yield rich(key, low=context.figure(conduct.low, href), high=context.figure(conduct.high, href))
    if conduct.seriousness is not None:
        low, high = conduct.seriousness
        yield rich("conduct.level" if low == high else "conduct.levels", low=low, high=high)


def titled(label: str) -> str:
    """A conduct's label as a heading."""
    return label[:1].upper() + label[1:]


def _cap(context: Context, conduct: ConductExposure, id: str) -> Rich:
    key = "conduct.cap" if conduct.cap is not None else "conduct.no_cap"
    law = context.law.tier(conduct.cap_provision) if conduct.cap_provision else plain(context.say("not_stated"))
    return context.wording.rich(key, cap=context.figure(conduct.cap, id), law=law)


def _step(context: Context, conduct_id: str, step: Step) -> StepRow:
    return StepRow(
        id=context.ids.take(f"step.{conduct_id}.{anchors.slug(step.id)}"),
        label=step.label,
        cite=context.law.cite(step.cite),
        kind=step.kind,
        band=context.band(Range(step.low, step.central, step.high)),
        because=step.because,
    )


def _step_chart(context: Context, conduct: ConductExposure, id: str) -> StepChart | None:
    if len(conduct.steps) < 3:
        return None
    bars = tuple(
        StepBar(step.label, context.spread(step.low, step.high), step.low, step.central, step.high)
        for step in conduct.steps
    )
    last = conduct.steps[-1]
    return StepChart(
        id=f"chart.{id}",
        title=context.say("chart.steps_title", conduct=titled(conduct.label)),
        desc=context.say("chart.steps_desc", n=len(bars), result=context.spread(last.low, last.high)),
        bars=bars,
        words=chart_words(context),
    )


def _finding_line(context: Context, finding_id: str) -> Rich:
    finding = context.by_id(finding_id)
    return (context.finding_link(finding_id), Piece(f" {finding.rule.title}" if finding else ""))


def _entries(context: Context, conduct: ConductExposure) -> set[Subject]:
    """The entries that a conduct's findings are about."""
    findings = [context.by_id(one) for one in conduct.findings]
    return {finding.subject for finding in findings if finding is not None and finding.subject is not None} - {COMPANY}


def _answers(context: Context, regime: RegimeExposure, subjects: set[Subject]) -> Iterable[Rich]:
    """The answers that the method reads of some subjects: turnover, fault, sales and the like."""
    book, profile = context.assessment.edition.book, context.assessment.profile
    method = book.methods.find(regime.method)
    facts = [book.catalogue[name] for name in dict.fromkeys(method.reads.values())] if method else []
    for entry in profile.entries.values():
        for fact in facts:
            if entry.subject in subjects and fact.about is entry.subject.about:
                answer = entry.answers.get(fact.name)
                shown = answer if answer is not None and profile.visible(answer) else None
                where = f"({context.subject_name(entry.subject)}) " if len(subjects) > 1 else ""
                yield (Piece(f"{fact.asks} {where}"), answer_link(fact, entry.subject, shown, context.wording))


def proceedings_view(context: Context, one: Proceedings) -> ProceedingsView:
    """Proceedings with what the company answers and how they ended."""
    opened = context.say("proceedings.opened", date=context.date(one.opened)) if one.opened else ""
    return ProceedingsView(
        id=anchors.proceedings(one.id),
        title=f"{one.authority}, {one.case}",
        stage=f"{one.stage} {opened}".strip(),
        denied=one.denied,
        status=_status(context, one.status),
        source=one.source,
    )


def _proceedings(context: Context, conduct: ConductExposure) -> tuple[ProceedingsView, ...]:
    named: list[str] = []
    for one in conduct.findings:
        finding = context.by_id(one)
        named += [leaf.answer.proceedings for leaf in leaves(finding.because) if leaf.answer] if finding else []
    return tuple(proceedings_view(context, one) for one in context.assessment.profile.proceedings if one.id in named)


def _status(context: Context, notes: Iterable[StatusNote]) -> tuple[str, ...]:
    """What happened and when, the earliest first."""
    ordered = sorted(notes, key=lambda note: note.on)
    return tuple(
        f"{context.date(note.on)}: {note.what}" + (f" ({note.source})" if note.source else "") for note in ordered
    )


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
        status=_status(context, known.status),
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        source=known.source,
    )


def _measures(context: Context) -> Iterable[MeasureRow]:
    for measure in context.exposure.measures:
        state = context.say(f"measure.{measure.state}")
        yield MeasureRow(context.law.cite(measure.cite), measure.title, state, measure.note)


def _authorities(context: Context) -> Iterable[AuthorityRow]:
    assessment = context.assessment
    for one in competent(assessment.profile, assessment.edition.book, assessment.on):
        name = f"{one.name} ({one.short})" if one.short and one.short != one.name else one.name or one.short
        because = f"{one.because} {one.notes}".strip()
        yield AuthorityRow(name or context.say("authority.none"), one.role, because, context.law.cite(one.cite))
