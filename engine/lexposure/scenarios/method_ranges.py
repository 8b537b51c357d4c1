"""What the method of calculating fines gives on the record of a decision: the cap, and ranges by seriousness."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lexposure.exposure.explicit import GdprCase, GdprSetting, gdpr_fine
from lexposure.exposure.model import Range
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.decisions import Decision
from lexposure.rulebook.formulas import EdpbMethod
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.rulebook.rules import Level

REGIME = "gdpr"
LEVELS = {"low": Level.LOW, "medium": Level.MEDIUM, "high": Level.HIGH}


@dataclass(frozen=True, slots=True)
class MethodRange:
    """Amounts in euro. ``open`` leaves the seriousness open, ``stated`` takes the decision's word, known afterwards.

    ``middle`` is the method's central amount at medium seriousness. The turnover is the one on record, often the fined
    company's alone, so that ``cap`` may lie below the legal maximum of its group.
    """

    cap: float
    open: Range
    stated: Range | None
    middle: float | None


def method_ranges(book: RuleBook, decisions: tuple[Decision, ...], today: dt.date) -> dict[str, MethodRange]:
    """By decision, for those with a turnover; the method common to all authorities, often in hindsight.

    Raises :class:`LookupError` where the rule book lacks that method or a tier.
    """
    choice = book.methods.for_regime(REGIME, today)
    if choice is None or not isinstance(choice.method, EdpbMethod):
        raise LookupError("the rule book has no method with bands of seriousness for the GDPR")
    return {one.id: _range(book, choice.method, one) for one in decisions if one.turnover is not None}


def _range(book: RuleBook, method: EdpbMethod, one: Decision) -> MethodRange:
    turnover = Range(one.turnover or 0.0, one.turnover, one.turnover)
    setting, tier = GdprSetting(method, turnover), _tier(book, one)
    everything = gdpr_fine(setting, GdprCase((tier,)))
    medium = gdpr_fine(setting, GdprCase((tier,), Level.MEDIUM, Level.MEDIUM))
    level = LEVELS.get(one.seriousness)
    stated = gdpr_fine(setting, GdprCase((tier,), level, level)).final if level is not None else None
    return MethodRange(everything.cap or 0.0, everything.final, stated, medium.final.central)


def _tier(book: RuleBook, one: Decision) -> tuple[Tier, Cap]:
    tier = book.provisions.tiers[f"GDPR {one.tier}"]
    cap = tier.cap_on(one.on)
    if cap is None:
        raise LookupError(f"the tier {tier.name} has no maximum on {one.on}")
    return tier, cap
