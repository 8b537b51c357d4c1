"""The options of ``fine gdpr`` for the family of the EDPB's method."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from lexposure.cli.fine_document import Document, Lookup, document
from lexposure.cli.fine_reading import FAULTS, ROUNDING, Reading
from lexposure.cli.fine_tariff import only_currency, tariff_document
from lexposure.exposure.explicit import GdprCase, GdprSetting, gdpr_fine, together
from lexposure.exposure.model import Range
from lexposure.rulebook.formulas import EdpbMethod, Method, PublicBody
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod
from lexposure.source.problems import InputError, did_you_mean

KEYS = ("tier", "seriousness", "start", "size", "adjust", "proportionality", "hardship", "fault", "group")
EURO = "EUR"


def gdpr_document(args: argparse.Namespace) -> Document:
    """Read the options, calculate, and answer; raises :class:`InputError` with every problem."""
    book = read_rulebook()
    reading = Reading(args.currency or EURO)
    lookup = Lookup(book, reading, "gdpr", reading.day("as-of", args.as_of))
    method = lookup.method(args.method)
    if method is None and args.method is None:
        reading.refuse("method", "the rule book has no method for this law", code="method")
    if method is not None:
        reading.currency = method.currency
        _fitting(args, method, reading)
    if isinstance(method, DailyRateMethod | CategoryMethod):
        return tariff_document(args, method, lookup, reading)
    return _edpb_document(args, method if isinstance(method, EdpbMethod) else None, lookup, reading)


def _edpb_document(args: argparse.Namespace, method: EdpbMethod | None, lookup: Lookup, reading: Reading) -> Document:
    body = _public_body(args, method, reading)
    if body is not None:
        reading.currency = body.currency
    if method is not None and body is None:
        only_currency(args.currency, method, lookup, reading)
    turnover = _turnover(args, body, reading)
    rounding = reading.word("round", args.round, tuple(ROUNDING))
    cases = [_case(values, option, lookup, reading) for option, values in _conducts(args, reading)]
    reading.problems.raise_if_any(InputError)
    assert method is not None
    known = [case for case in cases if case is not None]
    setting = GdprSetting(method, turnover, not args.not_an_undertaking, body, ROUNDING.get(rounding, 0.0))
    groups: dict[str, list[GdprCase]] = {}
    for index, case in enumerate(known):
        groups.setdefault(case.group or f"conduct {index + 1}", []).append(case)
    _agree(groups, reading)
    reading.problems.raise_if_any(InputError)
    fines = [gdpr_fine(setting, together(members)) for members in groups.values()]
    notes = ["Separate conducts have a maximum each; none holds for their sum."] if len(fines) > 1 else []
    if any(case.lowest != case.highest and case.start is None for case in known):
        notes.append("The seriousness is open: the range goes from its lowest level to its highest.")
    return document(method, reading.currency, fines, notes)


def _fitting(args: argparse.Namespace, method: Method, reading: Reading) -> None:
    """Options of another method are refused, not left unread."""
    own = {
        "start": isinstance(method, EdpbMethod),
        "size": isinstance(method, EdpbMethod),
        "conduct": isinstance(method, EdpbMethod),
        "public_body": bool(method.public_bodies) or isinstance(method, EdpbMethod),
        "hardship": isinstance(method, EdpbMethod) and method.hardship_mark is not None,
        "factor": isinstance(method, DailyRateMethod),
        "seriousness": method.graded,
        "category": isinstance(method, CategoryMethod),
        "basic": isinstance(method, CategoryMethod),
        "recidivism": isinstance(method, CategoryMethod) and method.recidivism is not None,
    }
    for option, fits in own.items():
        if not fits and getattr(args, option) is not None:
            reading.refuse(option.replace("_", "-"), f"the method {method.id} has no such step", code="method")


def _public_body(args: argparse.Namespace, method: EdpbMethod | None, reading: Reading) -> PublicBody | None:
    if args.public_body is None or method is None:
        return None
    body = method.public_bodies.get(args.public_body)
    if body is None:
        sourced = ", ".join(sorted(method.public_bodies)) or "none"
        message = f"the ceiling for public bodies of '{args.public_body}' was not sourced, so it is not computed"
        reading.refuse("public-body", message, f"sourced: {sourced}", "not-computed")
    elif args.currency not in (None, EURO, body.currency):
        reading.refuse("currency", f"this ceiling is in {body.currency}, not in {args.currency}", code="currency")
    return body


def _turnover(args: argparse.Namespace, body: PublicBody | None, reading: Reading) -> Range:
    """The turnover; unknown where none is given. A public body under a national ceiling needs none."""
    if body is not None:
        return Range(0.0, None, None)
    return reading.money("turnover", args.turnover) or Range(0.0, None, None)


def _conducts(args: argparse.Namespace, reading: Reading) -> list[tuple[str, dict[str, str]]]:
    """The values of each conduct, completed by the options outside."""
    outside = {key: value for key in KEYS if (value := getattr(args, key, None)) is not None}
    if not args.conduct:
        return [("", outside)]
    return [(f"conduct {text}: ", {**outside, **_pairs(text, reading)}) for text in args.conduct]


def _pairs(text: str, reading: Reading) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in text.split(","):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value:
            reading.refuse("conduct", f"'{part.strip()}' is not key=value", "as tier=83(5),seriousness=low,group=a")
        elif key not in KEYS:
            reading.refuse(
                "conduct", f"'{key}' is not a key", did_you_mean(key, KEYS) or f"there are {', '.join(KEYS)}"
            )
        elif key in pairs:
            reading.refuse("conduct", f"'{key}' stands there twice")
        else:
            pairs[key] = value
    return pairs


def _case(values: Mapping[str, str], option: str, lookup: Lookup, reading: Reading) -> GdprCase | None:
    if "tier" not in values:
        reading.refuse(f"{option}tier" if option else "tier", "say which maximum counts", "as --tier 83(5)", "missing")
        return None
    tier = lookup.tier(f"{option}tier", values["tier"])
    lowest, highest = reading.levels(f"{option}seriousness", values.get("seriousness"))
    case = GdprCase(
        tiers=(tier,) if tier else (),
        lowest=lowest,
        highest=highest,
        group=values.get("group", ""),
        start=reading.start(f"{option}start", values.get("start")),
        size=reading.size(f"{option}size", values.get("size")),
        adjust=reading.change(f"{option}adjust", values.get("adjust")),
        proportionality=reading.change(f"{option}proportionality", values.get("proportionality")),
        hardship=reading.change(f"{option}hardship", values.get("hardship")),
        fault=reading.word(f"{option}fault", values.get("fault"), FAULTS),
    )
    return case if tier else None


def _agree(groups: Mapping[str, list[GdprCase]], reading: Reading) -> None:
    """One group is one fine: what is given for its steps must be the same in each of its conducts."""
    for name, members in groups.items():
        given = {
            (case.start, case.size, case.adjust, case.proportionality, case.hardship, case.fault) for case in members
        }
        if len(given) > 1:
            message = f"the conducts of group '{name}' are one fine but have different figures"
            reading.refuse(
                "conduct", message, "give start, size, adjust, proportionality, hardship and fault outside of --conduct"
            )
