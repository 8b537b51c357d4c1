"""Proceedings: what is alleged by whom, what the company answers, how they ended."""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.exposure.model import ConductExposure
from lexposure.profile.model import Proceedings, StatusNote
from lexposure.reporting import anchors
from lexposure.reporting.chains import leaves
from lexposure.reporting.context import Context
from lexposure.reporting.money_model import ProceedingsView


def proceedings_view(context: Context, one: Proceedings) -> ProceedingsView:
    """Proceedings with what the company answers and how they ended."""
    opened = context.say("proceedings.opened", date=context.date(one.opened)) if one.opened else ""
    return ProceedingsView(
        id=anchors.proceedings(one.id),
        title=f"{one.authority}, {one.case}",
        stage=f"{one.stage} {opened}".strip(),
        denied=one.denied,
        status=statuses(context, one.status),
        source=one.source,
    )


def proceedings_of(context: Context, conduct: ConductExposure) -> tuple[ProceedingsView, ...]:
    """The proceedings in which what a conduct rests on is alleged."""
    named: list[str] = []
    for one in conduct.findings:
        finding = context.by_id(one)
        named += [leaf.answer.proceedings for leaf in leaves(finding.because) if leaf.answer] if finding else []
    return tuple(proceedings_view(context, one) for one in context.assessment.profile.proceedings if one.id in named)


def statuses(context: Context, notes: Iterable[StatusNote]) -> tuple[str, ...]:
    """What happened and when, the earliest first."""
    ordered = sorted(notes, key=lambda note: note.on)
    return tuple(
        f"{context.date(note.on)}: {note.what}" + (f" ({note.source})" if note.source else "") for note in ordered
    )
