"""The assessment as one JSON document (docs/assessment.schema.json): plain data, the same bytes for the same inputs.

Keys are only ever added. Amounts are numbers in euro rounded to cents; ``null`` means that an amount
cannot be computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from lexposure import __version__
from lexposure.assess.competence import competent
from lexposure.assess.model import Assessment, Finding, Missing, Reason
from lexposure.exposure.model import Exposure
from lexposure.inference.program import Truth
from lexposure.profile.model import Answer, KnownOutcome, StatusNote
from lexposure.reporting.document_exposure import exposure_document
from lexposure.reporting.money import cents
from lexposure.reporting.plain import Document, Plain

SCHEMA_VERSION = 1

_TRUTH: dict[Truth, str] = {True: "true", False: "false", None: "unknown"}


def document(assessment: Assessment, exposure: Exposure) -> Document:
    """Everything that was decided and computed, as plain data in a fixed order."""
    profile, book = assessment.profile, assessment.edition.book
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": assessment.on.isoformat(),
        "company": profile.company,
        "confidentiality": profile.confidentiality,
        "inputs": {"profile": profile.hash, "rulebook": {"version": book.version, "packs": _packs(assessment)}},
        "provenance": _provenance(assessment, exposure),
        "findings": [_finding(finding) for finding in assessment.findings],
        "exposure": exposure_document(exposure),
        "known_outcomes": [_outcome(assessment, exposure, index) for index in range(len(profile.outcomes))],
        "unknowns": [
            {
                **_missing(one.missing),
                "question": one.question,
                "share_of_width": _share(one.share_of_width),
                "decides": list(one.decides),
            }
            for one in exposure.unknowns
        ],
        "corrective_measures": [
            {"power": one.power, "state": one.state, "title": one.title, "cite": one.cite, "note": one.note}
            for one in exposure.measures
        ],
        "authorities": _authorities(assessment),
        "assumptions": [
            {
                "id": one.id,
                "says": one.says,
                "kind": one.kind,
                "cite": one.cite,
                "certainty": one.certainty,
                "checked_on": one.checked_on.isoformat() if one.checked_on else None,
            }
            for one in exposure.assumptions
        ],
        "limits": [{"rule": rule.id, "says": list(rule.limits)} for rule in assessment.edition.rules if rule.limits],
        "invented": profile.invented,
        "complete": {str(about): complete for about, complete in profile.complete.items()},
        "answers": list(_answers(assessment)),
        "factors": _factors(assessment),
        "conclusions": _conclusions(assessment),
        "conflicts": _conflicts(assessment),
        "proceedings": _proceedings(assessment),
        "announced": [
            {
                "id": one.id,
                "title": one.title,
                "regime": one.regime,
                "stage": one.stage,
                "applies_from": one.applies_from.isoformat() if one.applies_from else None,
                "cite": one.cite,
            }
            for one in assessment.edition.book.announced
            if one.pending(assessment.on)
        ],
    }


def _packs(assessment: Assessment) -> list[Plain]:
    """The shipped rule book, with the hash of everything, and the private packs laid over it."""
    book = assessment.edition.book
    shipped: Document = {"name": "lexposure", "version": book.version, "hash": book.hash}
    return [shipped, *({"name": one.name, "version": one.version, "hash": one.hash} for one in book.packs)]


def _provenance(assessment: Assessment, exposure: Exposure) -> Document:
    """``method`` is the one for data protection fines; ``methods`` has every regime's."""
    methods = {regime.regime: regime.method or None for regime in exposure.regimes}
    first = next((regime for regime in exposure.regimes if regime.regime == "gdpr"), None)
    return {
        "version": __version__,
        "rulebook_hash": assessment.edition.book.hash,
        "profile_hash": assessment.profile.hash,
        "evaluator": assessment.evaluator,
        "method": first.method if first else None,
        "in_hindsight": any(regime.in_hindsight for regime in exposure.regimes),
        "fx": list(_rates(assessment)),
        "methods": methods,
        "rulebook_version": assessment.edition.book.version,
        "tested": _tested(assessment),
    }


def _tested(assessment: Assessment) -> Plain:
    """Clause coverage and mutation score of the rule book; nothing where none was measured."""
    tested = assessment.edition.book.measured
    return None if tested is None else asdict(tested)


def _rates(assessment: Assessment) -> Iterable[Plain]:
    for entry in assessment.profile.entries.values():
        for answer in entry.answers.values():
            if answer.conversion is not None:
                yield {
                    "subject": entry.subject.key,
                    "fact": answer.fact,
                    "currency": answer.conversion.currency,
                    "year": answer.conversion.year,
                    "per_euro": float(answer.conversion.per_euro),
                    "source": answer.conversion.source,
                }


def _finding(finding: Finding) -> Document:
    rule = finding.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "subject": finding.subject.key if finding.subject else None,
        "outcome": str(finding.outcome),
        "on_facts_alleged": finding.on_facts_alleged,
        "conduct": f"{finding.conduct.label}:{finding.conduct.subject.key}" if finding.conduct else None,
        "infringes": [provision.name for provision in finding.provisions],
        "seriousness": _seriousness(finding),
        "because": [_reason(reason) for reason in finding.because],
        "missing": [_missing(missing) for missing in finding.missing],
        "remedies": [
            {
                "do": one.do,
                "sets": dict(one.sets),
                "opens": list(one.opens),
                "owner": one.owner,
                "within": one.within,
                "cite": one.cite,
            }
            for one in rule.remedies
        ],
        "id": finding.id,
        "kind": rule.kind,
        "says": rule.says,
        "note": finding.note,
    }


def _seriousness(finding: Finding) -> Plain:
    grave = finding.graveness
    if grave is None:
        return None
    return {
        "lowest": grave.lowest.word,
        "central": grave.central.word,
        "highest": grave.highest.word,
        "factors": [
            {
                "effect": one.factor.effect,
                "truth": _TRUTH[one.truth],
                "because": one.factor.because,
                "cite": one.factor.cite,
            }
            for one in grave.factors
        ],
    }


def _reason(reason: Reason) -> Document:
    return {
        "text": reason.text,
        "truth": _TRUTH[reason.truth],
        "cite": reason.cite,
        "fact": reason.fact.name if reason.fact else None,
        "subject": reason.subject.key if reason.subject else None,
        "answer": reason.answer.written if reason.answer else None,
        "rule": reason.rule or None,
        "via": [_reason(part) for part in reason.via],
    }


def _missing(missing: Missing) -> Document:
    return {"fact": missing.fact, "subject": missing.subject.key}


def _outcome(assessment: Assessment, exposure: Exposure, index: int) -> Document:
    known: KnownOutcome = assessment.profile.outcomes[index]
    placed = next((one for one in exposure.outcomes if one.index == index), None)
    inside = placed is not None and placed.place in ("below", "inside", "above")
    return {
        "authority": known.authority,
        "decided": known.decided.isoformat(),
        "amount": None if known.amount_cents is None else cents(known.amount_cents / 100),
        "measures": list(known.measures),
        "status": [_status(note) for note in known.status],
        "place": placed.place if placed is not None and inside else None,
        "regime": known.regime,
        "title": known.title,
        "written_amount": known.written_amount,
        "contested": known.contested,
        "share_of_cap": _share(placed.share_of_cap) if placed else None,
        "outside_scope": known.outside_scope or None,
        "source": known.source,
        "note": placed.note if placed else "",
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _status(note: StatusNote) -> Document:
    return {"on": note.on.isoformat(), "what": note.what, "source": note.source}


def _authorities(assessment: Assessment) -> list[Plain]:
    roles = competent(assessment.profile, assessment.edition.book, assessment.on)
    return [
        {
            "role": one.role,
            "short": one.short,
            "name": one.name,
            "country": one.country,
            "regime": one.regime,
            "because": one.because,
            "cite": one.cite,
            "certainty": one.certainty,
            "notes": one.notes,
        }
        for one in roles
    ]


def _answers(assessment: Assessment) -> Iterable[Plain]:
    for entry in assessment.profile.entries.values():
        for answer in entry.answers.values():
            yield {"subject": entry.subject.key, **_answer(assessment, answer)}


def _answer(assessment: Assessment, answer: Answer) -> Document:
    """An answer that became public only later is named, and nothing else of it is told."""
    used = assessment.profile.visible(answer)
    told = answer if used else replace(answer, written="", source="", evidence="", note="", by="", on=None, reason="")
    return {
        "fact": answer.fact,
        "state": str(answer.state),
        "written": told.written if used else None,
        "alleged": answer.alleged,
        "used": used,
        "source": told.source,
        "evidence": told.evidence,
        "note": told.note,
        "by": told.by,
        "on": told.on.isoformat() if told.on else None,
        "public_since": answer.public_since.isoformat() if answer.public_since else None,
        "reason": told.reason,
        "proceedings": answer.proceedings or None,
    }


def _factors(assessment: Assessment) -> list[Plain]:
    return [
        {
            "id": one.factor.id,
            "regime": one.factor.regime,
            "subject": one.subject.key,
            "truth": _TRUTH[one.truth],
            "missing": [_missing(missing) for missing in one.missing],
        }
        for one in assessment.factors
    ]


def _conclusions(assessment: Assessment) -> list[Plain]:
    return [
        {
            "fact": one.fact.name,
            "subject": one.subject.key,
            "truth": _TRUTH[one.truth],
            "answered": one.answered,
            "because": [_reason(reason) for reason in one.because],
        }
        for one in assessment.conclusions
    ]


def _conflicts(assessment: Assessment) -> list[Plain]:
    return [
        {
            "fact": one.fact.name,
            "subject": one.subject.key,
            "answer": one.answer.written,
            "derived": one.derived,
            "rule": one.rule or None,
        }
        for one in assessment.conflicts
    ]


def _proceedings(assessment: Assessment) -> list[Plain]:
    return [
        {
            "id": one.id,
            "authority": one.authority,
            "case": one.case,
            "stage": one.stage,
            "opened": one.opened.isoformat() if one.opened else None,
            "denied": one.denied,
            "status": [_status(note) for note in one.status],
            "source": one.source,
        }
        for one in assessment.profile.proceedings
    ]
