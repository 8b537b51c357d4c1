"""The options of ``fine gdpr`` for methods in which each infringement has an amount of its own."""

from __future__ import annotations

import argparse
from dataclasses import replace

from lexposure.cli.fine_document import Document, Lookup, document
from lexposure.cli.fine_reading import FAULTS, ROUNDING, YES_NO, Reading
from lexposure.exposure.explicit_tariff import TariffCase, tariff_fine
from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.formulas import Method
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.rulebook.tariffs import Category, CategoryMethod, Tariff
from lexposure.source.problems import InputError, did_you_mean

CENTS = 100


def tariff_document(args: argparse.Namespace, method: Tariff, lookup: Lookup, reading: Reading) -> Document:
    """Read the options, calculate, and answer; raises :class:`InputError` with every problem."""
    only_currency(args.currency, method, lookup, reading)
    category = _category(args, method, reading)
    tier = _tier(args, method, category, lookup)
    provision = lookup.provision(args.tier) if args.tier else None
    if isinstance(method, CategoryMethod) and category is None and args.category is None and provision is None:
        message = "say the category of the infringement, or the article infringed"
        reading.refuse("category", message, "as --category III, or --tier 33(1)", "missing")
    if not isinstance(method, CategoryMethod) and args.tier is None:
        reading.refuse("tier", "say which maximum counts", "as --tier 83(5)", "missing")
    lowest, highest = reading.levels("seriousness", args.seriousness)
    case = TariffCase(
        tier=tier,
        provision=provision.name if provision else "",
        lowest=lowest,
        highest=highest,
        turnover=reading.money("turnover", args.turnover),
        undertaking=not args.not_an_undertaking,
        factor=reading.number("factor", args.factor),
        category=category,
        basic=reading.money("basic", args.basic),
        recidivism=reading.word("recidivism", args.recidivism, YES_NO),
        adjust=reading.change("adjust", args.adjust),
        proportionality=reading.change("proportionality", args.proportionality),
        fault=reading.word("fault", args.fault, FAULTS),
        round_to=ROUNDING.get(reading.word("round", args.round, tuple(ROUNDING)), 0.0),
    )
    reading.problems.raise_if_any(InputError)
    open_ = method.graded and lowest != highest and case.factor is None
    notes = ["The seriousness is open: the range goes from its lowest level to its highest."] if open_ else []
    return document(method, reading.currency, [tariff_fine(method, case)], notes)


def only_currency(asked: str | None, method: Method, lookup: Lookup, reading: Reading) -> None:
    """A method computes in the currency of its figures; nothing is converted here."""
    if asked is None or asked == method.currency:
        return
    others = [one.id for one in lookup.book.methods.by_id.values() if one.currency == asked != EURO]
    hint = f"convert the amounts, or use --method {others[0]}" if others else "convert the amounts"
    reading.refuse("currency", f"{method.id} computes in {method.currency}, not in {asked}", hint, "currency")


def _category(args: argparse.Namespace, method: Tariff, reading: Reading) -> Category | None:
    if args.category is None or not isinstance(method, CategoryMethod):
        return None
    found = method.categories.get(args.category)
    if found is None:
        hint = did_you_mean(args.category, method.categories) or f"there are {', '.join(method.categories)}"
        reading.refuse("category", f"'{args.category}' is not a category of {method.id}", hint, "word")
    return found


def _tier(
    args: argparse.Namespace, method: Tariff, category: Category | None, lookup: Lookup
) -> tuple[Tier, Cap] | None:
    """The tier asked for, or that of the category; its maximum in the method's currency."""
    text = args.tier or (category.tier if category else "")
    found = lookup.tier("tier", text) if text else None
    if found is None or not isinstance(method, CategoryMethod) or found[0].name not in method.maxima:
        return found
    tier, cap = found
    return tier, replace(cap, fixed_cents=round(method.maxima[tier.name] * CENTS), currency=method.currency)
