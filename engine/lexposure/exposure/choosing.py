"""Which method is used for a regime: the one asked for, that of the authority in charge, or the regime's own."""

from __future__ import annotations

from lexposure.assess.model import Assessment
from lexposure.exposure.law import caps_only
from lexposure.profile.possible import Options
from lexposure.rulebook.facts import YES
from lexposure.rulebook.formulas import Method
from lexposure.rulebook.methods import Choice, Deciding
from lexposure.source.problems import InputError, Problem, did_you_mean

UNDERTAKING = "undertaking"
BY_PROFILE, BY_COMMAND = "profile", "command line"


def asked_for(assessment: Assessment, id: str | None, reason: str) -> Choice | None:
    """The method that the caller or else the profile asks for, if either does.

    Raises :class:`lexposure.source.problems.InputError` for one that is not known.
    """
    if id is not None:
        return Choice(_found(assessment, id), BY_COMMAND, reason)
    wish = assessment.profile.method
    return Choice(_found(assessment, wish.id), BY_PROFILE, wish.reason) if wish else None


def _found(assessment: Assessment, id: str) -> Method:
    methods = assessment.edition.book.methods
    found = methods.find(id)
    if found is None:
        hint = did_you_mean(id, methods.by_id) or f"there are {', '.join(sorted(methods.by_id))}"
        raise InputError([Problem("method", f"'{id}' is not a known method", hint=hint)])
    return found


def chosen(assessment: Assessment, regime: str, asked: Choice | None) -> Choice:
    """The method for a regime; where the rule book has none, the maxima alone."""
    if asked is not None and asked.method.regime == regime:
        return asked
    methods = assessment.edition.book.methods
    return methods.for_regime(regime, assessment.on, deciding(assessment)) or Choice(caps_only(regime), "default", "")


def deciding(assessment: Assessment) -> Deciding:
    """Who decides. What is only alleged settles nothing; neither does an answer with several possible values."""
    reads = assessment.edition.book.authorities.reads
    cross_border = _truth(assessment, reads.get("cross_border", ""))
    return Deciding(
        country=_country(assessment, reads.get("main_establishment", "")),
        national=None if cross_border is None else not cross_border,
        undertaking=_truth(assessment, UNDERTAKING),
    )


def _one(assessment: Assessment, fact: str) -> int | None:
    """The code of the only possible option."""
    possible = assessment.profile.world(False).company.known.get(fact)
    if isinstance(possible, Options) and len(possible.codes) == 1:
        return next(iter(possible.codes))
    return None


def _truth(assessment: Assessment, fact: str) -> bool | None:
    code = _one(assessment, fact)
    return None if code is None else code == YES


def _country(assessment: Assessment, fact: str) -> str:
    code, known = _one(assessment, fact), assessment.edition.book.catalogue.get(fact)
    if code is None or known is None:
        return ""
    return next((option.name for option in known.options if option.code == code), "")
