"""Assessment and exposure to the view of a report: everything a reader sees, nothing left to compute."""

from __future__ import annotations

from lexposure.assess.model import Assessment
from lexposure.exposure.model import Exposure
from lexposure.profile.model import Profile
from lexposure.reporting.annex import (
    answer_groups,
    assumptions,
    coming,
    plan,
    provenance,
    report_id,
    rules,
    thresholds,
)
from lexposure.reporting.board import board
from lexposure.reporting.context import Context
from lexposure.reporting.figures import exposure_view
from lexposure.reporting.findings import finding_groups, plain_outcomes, unlisted_outcomes
from lexposure.reporting.model import Cover, Item, ReportView
from lexposure.reporting.pieces import plain
from lexposure.reporting.proceedings import proceedings_view
from lexposure.reporting.unknowns import unknowns_view
from lexposure.reporting.wording import Wording, shipped

METHOD = ("answers", "outcomes", "range", "conducts", "regimes", "unknown", "tests", "document")
GLOSSARY = (
    "undertaking",
    "conduct",
    "indicated",
    "established",
    "open",
    "alleged",
    "cap",
    "corridor",
    "hindsight",
    "not_shown",
    "our_reading",
)


def view(assessment: Assessment, exposure: Exposure, wording: Wording | None = None) -> ReportView:
    """The report on an assessment. ``wording`` defaults to the English sentences shipped."""
    context = Context(assessment, exposure, wording or shipped())
    actions = plan(context, ("established", "weakness"))
    later = plan(context, ("alleged", "open", "alleged-weakness", "open-weakness"))
    done = {(action.do, action.owner) for action in actions}
    return ReportView(
        language=context.wording.language,
        id=report_id(context),
        as_of=context.date(assessment.on),
        cover=_cover(context),
        board=board(context, actions),
        exposure=exposure_view(context),
        proceedings=tuple(proceedings_view(context, one) for one in assessment.profile.proceedings),
        findings=finding_groups(context),
        nothing=plain_outcomes(context),
        unlisted=unlisted_outcomes(context),
        unknowns=unknowns_view(context),
        plan=actions,
        plan_open=tuple(action for action in later if (action.do, action.owner) not in done),
        assumptions=assumptions(context),
        thresholds=thresholds(context),
        method=tuple(context.say(f"method.{key}") for key in METHOD),
        rules=rules(context),
        coming=coming(context),
        provenance=provenance(context),
        warnings=tuple(
            problem.message for problem in (*assessment.profile.warnings, *assessment.edition.book.warnings)
        ),
        answers=answer_groups(context),
        provisions=context.law.provisions(),
        sources=context.law.sources(),
        glossary=tuple(
            Item(context.say(f"glossary.{key}.term"), plain(context.say(f"glossary.{key}.says"))) for key in GLOSSARY
        ),
    )


def _cover(context: Context) -> Cover:
    profile, say = context.assessment.profile, context.say
    values = {
        "company": profile.company,
        "as_of": context.date(context.assessment.on),
        "confidentiality": profile.confidentiality or say("none_stated"),
        "laws": context.wording.listed([regime.title for regime in context.regimes]) or say("none"),
        "id": report_id(context),
        "entries": _entries(context, profile),
    }
    return Cover(
        title=say("cover.title"),
        company=profile.company,
        confidentiality=profile.confidentiality,
        mark=say("cover.invented") if profile.invented else "",
        about=profile.about,
        items=tuple(Item(say(f"cover.{key}"), plain(value)) for key, value in values.items()),
        privilege=say("cover.privilege"),
        advice=say("cover.advice"),
    )


def _entries(context: Context, profile: Profile) -> str:
    """How many operations and markets were assessed, and whether the lists are complete."""
    parts: list[str] = []
    for about, complete in profile.complete.items():
        number = len(profile.of(about))
        words = context.wording.count(f"cover.{about}", number)
        parts.append(f"{words} ({context.say('cover.complete' if complete else 'cover.incomplete')})")
    return ", ".join(parts)
