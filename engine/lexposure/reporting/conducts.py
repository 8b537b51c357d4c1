"""Conducts: one fine each, in full with its steps, or in one line where it is open."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lexposure.exposure.model import ConductExposure, Range, RegimeExposure, Step
from lexposure.profile.possible import COMPANY, Subject
from lexposure.reporting import anchors
from lexposure.reporting.chains import answer_link
from lexposure.reporting.charts import StepBar, StepChart, Words
from lexposure.reporting.context import Context
from lexposure.reporting.money import regrouped
from lexposure.reporting.money_model import ConductRow, ConductView, StepRow
from lexposure.reporting.pieces import Piece, Rich, link, plain
from lexposure.reporting.proceedings import proceedings_of

CHART_WORDS = ("established", "open", "alleged", "central", "cap", "outcome", "off_scale", "beyond", "no_end")

FEW_OPEN = 2
"""Open circumstances that a step still names."""

_OPEN = "open: "
_PARTS = re.compile(r"(?<=\)); ")
"""Between the circumstances of a step, each of which ends with its effect in brackets."""


def chart_words(context: Context) -> Words:
    """The words that charts carry."""
    return Words(**{word: context.say(f"chart.{word}") for word in CHART_WORDS})


def conduct_view(context: Context, regime: RegimeExposure, conduct: ConductExposure, alleged: bool) -> ConductView:
    """A conduct with its steps and their picture; where nothing below the maximum can be computed, without."""
    id = context.conduct_id(conduct)
    bare = is_bare(conduct)
    steps = () if bare else tuple(_step(context, id, step) for step in conduct.steps)
    return ConductView(
        id=id,
        title=titled(conduct.label),
        state=context.say(f"state.{conduct.state}"),
        code=conduct.state,
        says=tuple(_conduct_says(context, conduct, steps[-1].id if steps else id, alleged)),
        cap=_cap(context, conduct, id),
        steps=steps,
        chart=None if bare else _step_chart(context, conduct, id),
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
        answers=tuple(answers_read(context, regime, _entries(context, conduct))),
        notes=(*([context.say("conduct.bare")] if bare else []), *map(regrouped, conduct.notes)),
        proceedings=proceedings_of(context, conduct) if alleged else (),
    )


def is_bare(conduct: ConductExposure) -> bool:
    """Whether no step says more than the maximum: nothing is established, and all below it is not computed."""
    return (
        conduct.established is None
        and any(step.high is None for step in conduct.steps)
        and all(step.high in (None, conduct.cap) and step.low in (0, conduct.cap) for step in conduct.steps)
    )


def conduct_row(context: Context, conduct: ConductExposure, shared: tuple[str, ...]) -> ConductRow:
    """An open conduct in one line; ``shared`` notes stand below all lines."""
    id = context.conduct_id(conduct)
    because = [context.say("conduct.bare")] if is_bare(conduct) else [_level(context, conduct)]
    because += [regrouped(note) for note in conduct.notes if note not in shared]
    findings = [context.finding_link(one) for one in context.by_number(conduct.findings)]
    return ConductRow(
        id=id,
        title=titled(conduct.label),
        law=context.law.tier(conduct.cap_provision) if conduct.cap_provision else (),
        cap=context.amount(conduct.cap, id),
        low=context.amount(conduct.low, id),
        high=context.amount(conduct.high, id),
        because=tuple(part for part in because if part),
        findings=tuple(findings),
    )


def shared_notes(conducts: list[ConductExposure]) -> tuple[str, ...]:
    """The notes that all of several conducts carry."""
    if len(conducts) < 2:
        return ()
    return tuple(note for note in conducts[0].notes if all(note in conduct.notes for conduct in conducts))


def ordered(conducts: Iterable[ConductExposure]) -> list[ConductExposure]:
    """What is established first, and the dearest first among equals."""

    def dearness(conduct: ConductExposure) -> tuple[bool, float]:
        range_ = conduct.established or conduct.range
        return (conduct.established is None, -(float("inf") if range_.high is None else range_.high))

    return sorted(conducts, key=dearness)


def dearest(regime: RegimeExposure) -> ConductExposure | None:
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
        yield plain(_level(context, conduct))


def _level(context: Context, conduct: ConductExposure) -> str:
    """How serious a conduct is, where its law has levels."""
    if conduct.seriousness is None:
        return ""
    low, high = conduct.seriousness
    return context.say("conduct.level" if low == high else "conduct.levels", low=low, high=high)


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
        because=_because(context, step),
    )


def _because(context: Context, step: Step) -> Rich:
    """Why a step is what it is; many open circumstances become their number, leading to what is not known."""
    parts = _PARTS.split(regrouped(step.because))
    waiting = [part for part in parts if part.startswith(_OPEN)]
    if len(waiting) <= FEW_OPEN:
        return plain("; ".join(parts))
    said = "; ".join(part for part in parts if part not in waiting)
    count = link(context.say("conduct.circumstances", n=len(waiting)), "unknowns")
    return (*plain(f"{said}; " if said else ""), count, *plain(context.say("conduct.circumstances_open")))


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


def answers_read(context: Context, regime: RegimeExposure, subjects: set[Subject]) -> Iterable[Rich]:
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
