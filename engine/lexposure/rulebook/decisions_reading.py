"""Reading a file of decisions. The format is that of ``cases/gdpr-decisions.yaml``; its header explains the fields."""

from __future__ import annotations

import datetime as dt
import re

from lexposure.rulebook.decisions import Court, CourtEnd, Decision
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Node, Scalar

_NOTHING = ("null", "~", "")
_YES, _NO = ("true", "yes"), ("false", "no", "none")
_YEAR = re.compile(r"20[0-9]{2}")
_ENDS: dict[str, CourtEnd] = {"upheld": "upheld", "reduced": "reduced", "annulled": "annulled", "pending": "pending"}
TIERS = ("83(4)", "83(5)", "83(6)")
LEVELS = ("low", "medium", "high")
BASES = ("entity", "undertaking", "disputed")


def read_decisions(root: Node, problems: Problems) -> tuple[Decision, ...]:
    """The decisions of a file, in its order; what is wrong in one is reported and the rest is read."""
    fields = Fields(root, problems, "a file of decisions")
    decisions: dict[str, Decision] = {}
    for node in fields.items("cases", required=True):
        before = problems.error_count
        decision = _decision(Fields(node, problems, "a decision"), problems)
        if problems.error_count > before:
            continue
        if decision.id in decisions:
            problems.error("duplicate", f"the decision '{decision.id}' stands there twice", node.span)
        decisions[decision.id] = decision
    return tuple(decisions.values())


def _decision(fields: Fields, problems: Problems) -> Decision:
    """One decision; a figure that is wrong stands as zero in it, and the caller drops it."""
    id = fields.text("id", required=True)
    fine = _number(fields, "fine_eur", problems, required=True)
    decided, year = _when(fields, id)
    if year is None:
        problems.error("missing", f"the decision '{id}' needs 'decision_date' or 'decision_year'", fields.span)
    if fine is not None and fine <= 0:
        problems.error("value", f"the fine of '{id}' must be above zero", fields.place("fine_eur"))
    turnover = Fields(fields.node("turnover"), problems, f"the turnover of '{id}'", fields.span)
    amount = _number(fields, "turnover_eur", problems)
    if amount is not None and amount <= 0:
        problems.error("value", f"the turnover of '{id}' must be above zero", fields.place("turnover_eur"))
    basis = turnover.one_of("basis", BASES, default="entity")
    return Decision(
        id=id,
        company=_word(fields, "company") or id,
        country=_word(fields, "country"),
        authority=_word(fields, "authority"),
        decided=decided,
        year=year or 0,
        fine=fine or 0.0,
        articles=fields.texts("articles", required=True),
        tier=fields.one_of("tier", TIERS, required=True, default=TIERS[1]),
        own_turnover=None if basis == "undertaking" else amount,
        group_turnover=amount if basis == "undertaking" else None,
        turnover_source=_word(turnover, "source"),
        people=_number(fields, "data_subjects", problems),
        intent=_word(fields, "intent"),
        special_categories=_truth(fields, "special_categories"),
        children=_truth(fields, "children"),
        earlier=_earlier(_word(fields, "previous_infringements")),
        violation=_word(fields, "violation_kind"),
        seriousness=_level(fields, problems),
        eprivacy=_truth(fields, "includes_eprivacy") is True,
        certainty=_word(fields, "certainty"),
        sources=fields.texts("sources"),
        court=_court(fields, problems),
    )


def _when(fields: Fields, id: str) -> tuple[dt.date | None, int | None]:
    """The day, where it is known, and the year; the year of the id where the record gives none."""
    decided = fields.date("decision_date") if _word(fields, "decision_date") else None
    if decided is not None:
        return decided, decided.year
    found = _YEAR.findall(_word(fields, "decision_year") or id)
    return None, int(found[0]) if found else None


def _word(fields: Fields, key: str) -> str:
    text = fields.text(key)
    return "" if text in _NOTHING else text


def _truth(fields: Fields, key: str) -> bool | None:
    word = _word(fields, key).lower()
    return True if word in _YES else False if word in _NO else None


def _earlier(word: str) -> bool | None:
    """Words for earlier infringements: none, yes, or what they were."""
    return None if not word else word.lower() not in _NO


def _level(fields: Fields, problems: Problems) -> str:
    word = _word(fields, "seriousness")
    if word and word not in LEVELS:
        problems.error("word", f"'{word}' is not one of {', '.join(LEVELS)}", fields.place("seriousness"))
    return word


def _number(fields: Fields, key: str, problems: Problems, required: bool = False) -> float | None:
    scalar = fields.scalar(key, required)
    if not isinstance(scalar, Scalar) or scalar.text.strip() in _NOTHING:
        if required and isinstance(scalar, Scalar):
            problems.error("missing", f"'{key}' is empty", scalar.span)
        return None
    try:
        return float(scalar.text)
    except ValueError:
        problems.error("number", f"'{scalar.text[:40]}' is not a number", scalar.span)
        return None


def _court(fields: Fields, problems: Problems) -> Court | None:
    node = fields.node("court")
    if node is None or (isinstance(node, Scalar) and node.text in _NOTHING):
        return None
    court = Fields(node, problems, "what a court said")
    read = Court(
        end=_ENDS.get(court.one_of("end", tuple(_ENDS), required=True), "pending"),
        final=_number(court, "final_eur", problems),
        on=court.date("on") if _word(court, "on") else None,
        certainty=_word(court, "certainty"),
        source=_word(court, "source"),
    )
    court.finish()
    return read
