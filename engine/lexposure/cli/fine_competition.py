"""The options of ``fine antitrust`` and ``fine dma``."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence

from lexposure.cli.fine_document import Document, Lookup, document
from lexposure.cli.fine_reading import FAULTS, ROUNDING, YES_NO, Reading
from lexposure.exposure.duration import RULES, years
from lexposure.exposure.explicit import AntitrustCase, MarketSales, antitrust_fine, dma_fine, per_day
from lexposure.exposure.given import between
from lexposure.exposure.model import Range
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, Recurrence
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.source.problems import InputError

EURO = "EUR"
INFRINGEMENT = "TFEU 102"


def antitrust_document(args: argparse.Namespace) -> Document:
    """Read the options, calculate, and answer; raises :class:`InputError` with every problem."""
    book = read_rulebook()
    reading = Reading(args.currency)
    lookup = Lookup(book, reading, "antitrust", reading.day("as-of", args.as_of))
    method = lookup.method(args.method)
    _only_euro(args.currency, reading)
    cap = lookup.tier("tier", INFRINGEMENT)
    if not isinstance(method, CommissionMethod):
        if method is not None:
            reading.refuse("method", f"{method.title} is not computed", code="not-computed")
        reading.problems.raise_if_any(InputError)
        raise InputError(reading.problems)
    case = _case(args, method, reading)
    reading.problems.raise_if_any(InputError)
    assert cap is not None
    found = document(method, args.currency, [antitrust_fine(method, cap, case)])
    found["periodic_per_day"] = _periodic(method, case.turnover)
    return found


def _case(args: argparse.Namespace, method: CommissionMethod, reading: Reading) -> AntitrustCase:
    basic = reading.money("basic", args.basic)
    sales = _sales(args, method, reading)
    if basic is None and not sales and not args.value_of_sales and args.basic is None:
        reading.refuse(
            "value-of-sales", "give the value of sales, or the basic amount", "as --value-of-sales 40000000", "missing"
        )
    if basic is not None and args.value_of_sales:
        reading.refuse("basic", "the basic amount stands in place of the value of sales", "leave one of them out")
    gravity = reading.share("gravity", args.gravity)
    limit = method.gravity.limit
    if gravity and gravity.high and limit and gravity.high > limit.high + 1e-12:
        reading.refuse(
            "gravity",
            f"at most {limit.high * 100:g} % of the value of sales ({method.gravity.mark.cite})",
            code="range",
        )
    reductions = [(name, reading.cut(name, getattr(args, name))) for name in ("leniency", "settlement", "cooperation")]
    rounding = reading.word("round", args.round, tuple(ROUNDING))
    return AntitrustCase(
        sales=sales,
        basic=basic,
        gravity=gravity,
        additional=reading.share("additional", args.additional),
        circumstances=_circumstances(args, reading),
        compound=args.compound,
        multiplier=reading.number("multiplier", args.multiplier),
        lump_sum=reading.money("lump-sum", args.lump_sum),
        gains=reading.money("gains", args.gains),
        reductions=tuple((name, cut) for name, cut in reductions if cut is not None),
        inability=reading.cut("inability-to-pay", args.inability_to_pay),
        turnover=reading.money("turnover", args.turnover),
        fault=reading.word("fault", args.fault, FAULTS),
        round_to=ROUNDING.get(rounding, 0.0),
    )


def _circumstances(args: argparse.Namespace, reading: Reading) -> tuple[tuple[str, Range], ...]:
    found = [("recidivism", reading.share("recidivism", args.recidivism))]
    found += [("aggravating", reading.share("aggravating", text)) for text in args.aggravating or ()]
    found += [("mitigating", reading.cut("mitigating", text)) for text in args.mitigating or ()]
    return tuple((name, share) for name, share in found if share is not None)


def _sales(args: argparse.Namespace, method: CommissionMethod, reading: Reading) -> tuple[MarketSales, ...]:
    texts: Sequence[str] = args.value_of_sales or ()
    if not texts:
        return ()
    lengths = _durations(args, method, len(texts), reading)
    values = [reading.money("value-of-sales", text) for text in texts]
    return tuple(MarketSales(value, length) for value, length in zip(values, lengths, strict=False) if value and length)


def _durations(
    args: argparse.Namespace, method: CommissionMethod, markets: int, reading: Reading
) -> list[Range | None]:
    """A duration for each market: one for all, or one each."""
    rule = reading.word("duration-rule", args.duration_rule, RULES)
    if args.years and (args.start or args.end):
        reading.refuse("years", "give the years or the days, not both")
        return []
    if args.years:
        return [reading.number("years", text) for text in _for_each("years", args.years, markets, reading)]
    if not args.start or not args.end:
        reading.refuse("years", "say how long the infringement lasted", "as --years 5.5, or --from and --to", "missing")
        return []
    starts = [reading.day("from", text) for text in _for_each("from", args.start, markets, reading)]
    ends = [reading.day("to", text) for text in _for_each("to", args.end, markets, reading)]
    return [_length(start, end, method, rule, reading) for start, end in zip(starts, ends, strict=False)]


def _length(
    start: dt.date | None, end: dt.date | None, method: CommissionMethod, rule: str, reading: Reading
) -> Range | None:
    if start is None or end is None:
        return None
    if end < start:
        reading.refuse("to", f"{end.isoformat()} lies before {start.isoformat()}", code="period")
        return None
    length = years(start, end, method.duration, rule)
    return between(length, length)


def _for_each(option: str, texts: Sequence[str], markets: int, reading: Reading) -> Sequence[str]:
    if len(texts) == 1:
        return list(texts) * markets
    if len(texts) != markets:
        reading.refuse(option, f"{len(texts)} are given for {markets} markets", "give one for all or one for each")
        return []
    return texts


def dma_document(args: argparse.Namespace) -> Document:
    """Read the options and answer with the maximum; raises :class:`InputError` with every problem."""
    book = read_rulebook()
    reading = Reading(args.currency)
    lookup = Lookup(book, reading, "dma", reading.day("as-of", args.as_of))
    method = lookup.method(args.method)
    _only_euro(args.currency, reading)
    recurrence = reading.word("recurrence", args.recurrence, YES_NO)
    turnover = reading.money("turnover", args.turnover) or Range(0.0, None, None)
    fault = reading.word("fault", args.fault, FAULTS)
    rule = method.recurrence if isinstance(method, CapsMethod) else None
    named = lookup.tier("tier", args.tier or (rule.tier if rule else "30(1)"))
    both = _caps(lookup, args.tier, named, rule, recurrence)
    reading.problems.raise_if_any(InputError)
    assert isinstance(method, CapsMethod)
    assert both is not None
    notes = (
        [] if turnover.high is not None else ["No turnover with an upper end is given, so the maximum is not known."]
    )
    found = document(method, args.currency, [dma_fine(method, both[0], both[1], turnover, fault)], notes)
    found["periodic_per_day"] = _periodic(method, turnover)
    return found


def _caps(
    lookup: Lookup, asked: str | None, named: tuple[Tier, Cap] | None, rule: Recurrence | None, recurrence: str
) -> tuple[tuple[Tier, Cap], Cap] | None:
    """The highest and the lowest maximum. A tier asked for by its article stands, unless recurrence is stated."""
    if named is None:
        return None
    tier, cap = named
    by_article = asked is not None and tier.name.endswith(asked.strip())
    if rule is None or tier.name != rule.tier or recurrence == "no" or (by_article and recurrence == ""):
        return named, cap
    raised = lookup.tier("recurrence", rule.becomes)
    if raised is None:
        return None
    return raised, (raised[1] if recurrence == "yes" else cap)


def _periodic(method: CommissionMethod | CapsMethod, turnover: Range | None) -> float | None:
    rule = method.periodic
    amount = per_day(rule.share, rule.days, turnover) if rule and turnover else None
    return None if amount is None else round(amount, 2)


def _only_euro(currency: str, reading: Reading) -> None:
    if currency != EURO:
        reading.refuse(
            "currency", f"this method computes in {EURO}, not in {currency}", "convert the amounts", "currency"
        )
