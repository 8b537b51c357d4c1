"""``lexposure diff A B``: why two assessments differ."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lexposure.cli.commands import Commands
from lexposure.cli.options import day_option
from lexposure.source.problems import InputError, Problem, Problems

if TYPE_CHECKING:
    from lexposure.scenarios.differences import Part, Side

OK = 0


def register(commands: Commands) -> None:
    """Add the command and its options; most come twice, once for each side."""
    parser = commands.add_parser(
        "diff",
        help="say why two assessments differ",
        description="Split the difference of two assessments into rules, law, facts (put in place of each other in "
        "that order) and engine (the rest). The parts add up exactly.",
    )
    for side, other in (("a", "the first"), ("b", "the second")):
        parser.add_argument(
            side, type=Path, metavar=side.upper(), help=f"{other}: a profile, or an assessment written as JSON"
        )
        parser.add_argument(f"--profile-{side}", type=Path, metavar="FILE", help=f"the profile behind {other}'s JSON")
        parser.add_argument(f"--book-{side}", metavar="PLACE", help=f"{other}'s rule book: a folder or a git revision")
        parser.add_argument(f"--as-of-{side}", metavar="DATE", help=f"{other}'s day")
        parser.add_argument(f"--method-{side}", metavar="ID", help=f"{other}'s method")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read both sides, take them apart, print."""
    from lexposure.scenarios.differences import differences

    sides = [_side(args, "a"), _side(args, "b")]
    parts = differences(*sides)
    if args.json:
        document = {"a": sides[0].name, "b": sides[1].name, "differences": [_euro(part) for part in parts]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(sides, parts)))
    return OK


def _side(args: argparse.Namespace, side: str) -> Side:
    """One side. Raises :class:`InputError` with everything that is wrong with it."""
    from lexposure.authoring.revisions import book_at
    from lexposure.data import rules_folder
    from lexposure.profile.reading import read_profile
    from lexposure.rulebook.loading import read_rulebook
    from lexposure.scenarios.differences import Side, recorded_figures

    path = cast("Path", getattr(args, side))
    problems = Problems()
    on = day_option(f"as-of-{side}", getattr(args, f"as_of_{side}"), problems)
    problems.raise_if_any(InputError)
    place = getattr(args, f"book_{side}")
    book = book_at(place) if place else read_rulebook([rules_folder()])
    method = getattr(args, f"method_{side}")
    if path.suffix != ".json":
        return Side(str(path), path, book, on or read_profile(path, book).as_of, method)
    document = _document(path)
    profile = cast("Path | None", getattr(args, f"profile_{side}"))
    if profile is None:
        hint = f"name it with --profile-{side}"
        raise InputError([Problem("option", f"'{path}' needs the profile it was made from", hint=hint)])
    _same_profile(document, profile)
    try:
        recorded = recorded_figures(document)
        day = on or dt.date.fromisoformat(str(document["as_of"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise InputError([Problem("shape", f"'{path}' is no assessment: {wrong}")]) from wrong
    return Side(str(path), profile, book, day, method, recorded)


def _document(path: Path) -> dict[str, object]:
    try:
        found: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError([Problem("no-file", f"cannot read '{path}': {error.strerror}")]) from error
    except ValueError as error:
        raise InputError([Problem("shape", f"'{path}' is not JSON: {error}")]) from error
    if not isinstance(found, dict):
        raise InputError([Problem("shape", f"'{path}' is no assessment")])
    return cast("dict[str, object]", found)


def _same_profile(document: dict[str, object], profile: Path) -> None:
    """The profile named is the one the assessment was made from."""
    inputs = document.get("inputs")
    recorded = cast("dict[str, object]", inputs).get("profile") if isinstance(inputs, dict) else None
    try:
        text = profile.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError([Problem("no-file", f"cannot read '{profile}': {error.strerror}")]) from error
    if recorded != hashlib.sha256(text.encode("utf-8")).hexdigest():
        message = f"'{profile}' is not the profile this assessment was made from"
        raise InputError([Problem("option", message, hint="its hash differs; name the file as it was")])


def _euro(part: Part) -> dict[str, object]:
    return {name: value / 100 if isinstance(value, int) else value for name, value in asdict(part).items()}


def _lines(sides: list[Side], parts: tuple[Part, ...]) -> Iterator[str]:
    yield from textwrap.wrap(f"A: {sides[0].name}, as of {sides[0].as_of}", 80, subsequent_indent="   ")
    yield from textwrap.wrap(f"B: {sides[1].name}, as of {sides[1].as_of}", 80, subsequent_indent="   ")
    if not parts:
        yield "No amount differs."
    law = None
    for part in parts:
        if part.law != law:
            law = part.law
            yield ""
            yield law or "All laws, dearest per group of facts"
        yield f"  {part.figure}"
        yield f"    A {_shown(part.before)}   B {_shown(part.after)}"
        if part.rules is None:
            yield "    cannot be computed on one of the sides, so it has no parts"
            continue
        named = {"rules": part.rules, "law": part.legal, "facts": part.facts, "engine": part.engine}
        for name, cents in named.items():
            if cents:
                yield f"    {name:<8}{cents / 100:>+24,.2f}"


def _shown(cents: int | None) -> str:
    return "not computed" if cents is None else f"{cents / 100:,.2f}"
