"""``lexposure diff A B``: why two assessments differ."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lexposure.cli.commands import Commands
from lexposure.cli.options import day_option
from lexposure.source.problems import InputError, Problem, Problems

if TYPE_CHECKING:
    from lexposure.rulebook.book import RuleBook
    from lexposure.scenarios.differences import Side, Source
    from lexposure.scenarios.recorded import Recorded

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
        parser.add_argument(
            f"--rules-{side}", action="append", type=Path, default=[], metavar="DIR", help=f"{other}'s rule packs"
        )
        parser.add_argument(f"--as-of-{side}", metavar="DATE", help=f"{other}'s day, if it is a profile")
        parser.add_argument(f"--method-{side}", metavar="ID", help=f"{other}'s method, if it is a profile")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a page there, and the same in Markdown")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read both sides, take them apart, show."""
    from lexposure.reporting.differences import differences_document, differences_lines, differences_view
    from lexposure.scenarios.differences import differences

    one, other = _sides(args)
    found = differences(one, other, _shipped)
    if args.json:
        print(json.dumps(differences_document(one, other, found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(differences_lines(one, other, found)))
    if args.out:
        from lexposure.cli.output import write_files
        from lexposure.reporting.render import render_page

        page = differences_view(one, other, found)
        files = {args.out / f"{args.a.stem}-diff.{name}": render_page(page, name) for name in ("html", "md")}
        write_files(files, keep=args.a)
        for path in files:
            print(f"{path.suffix[1:].upper():5} {path}", file=sys.stderr)
    return OK


def _shipped() -> RuleBook:
    from lexposure.rulebook.loading import read_rulebook

    return read_rulebook()


def _sides(args: argparse.Namespace) -> tuple[Side, Side]:
    """Both sides. Raises :class:`InputError` with everything that is wrong with either."""
    found: list[Side] = []
    wrong: list[Problem] = []
    for side in ("a", "b"):
        try:
            found.append(_side(args, side))
        except InputError as error:
            wrong += error.problems
    if wrong:
        raise InputError(wrong)
    one, other = found
    return _lent(one, other), _lent(other, one)


def _lent(side: Side, other: Side) -> Side:
    """The side with the other's profile, where that is the one its assessment was made from."""
    lent = other.profile
    if side.recorded is None or side.profile is not None or lent is None or _hash(lent) != side.recorded.profile_hash:
        return side
    return replace(side, profile=lent, missing={part: why for part, why in side.missing.items() if part != "facts"})


def _side(args: argparse.Namespace, side: str) -> Side:
    """One side. Raises :class:`InputError` with everything that is wrong with it."""
    from lexposure.profile.reading import read_profile_text
    from lexposure.scenarios.differences import Side

    path = cast("Path", getattr(args, side))
    problems = Problems()
    on = day_option(f"as-of-{side}", getattr(args, f"as_of_{side}"), problems)
    method = cast("str | None", getattr(args, f"method_{side}"))
    behind = cast("Path | None", getattr(args, f"profile_{side}"))
    source = _source(path, problems)
    problems.raise_if_any(InputError)
    assert source is not None
    book = _book(getattr(args, f"book_{side}"), getattr(args, f"rules_{side}"), side)
    if path.suffix == ".json":
        if on or method:
            hint = "leave it out, or name the profile instead"
            message = f"--{'as-of' if on else 'method'}-{side} belongs to a profile; '{path}' has its own"
            raise InputError([Problem("option", message, hint=hint)])
        named = bool(getattr(args, f"book_{side}") or getattr(args, f"rules_{side}"))
        return _written(path, _document(source), behind, book, side, named)
    if behind is not None:
        raise InputError([Problem("option", f"--profile-{side} stands beside a profile", hint="leave it out")])
    profile = read_profile_text(source.text, source.path, book, on)
    return Side(str(path), source, book, profile.as_of, method, confidentiality=profile.confidentiality)


def _written(path: Path, written: Recorded, behind: Path | None, book: RuleBook, side: str, named: bool) -> Side:
    """A written assessment: its own day and method; its profile and rule book where they are at hand."""
    from lexposure.scenarios.differences import Side

    missing: dict[str, str] = {}
    same_book = book.hash == written.book_hash
    if not same_book and named:
        message = f"'{path}' was made with another rule book ({written.book_hash[:12]}) than the one named"
        raise InputError([Problem("option", message, hint="name the book as it was, or none")])
    if not same_book:
        version = written.book_version or "of unknown version"
        missing["rules"] = f"the rule book {version} of '{path}' is not at hand; name it with --book-{side}"
    profile = None
    if behind is None:
        missing["facts"] = f"the profile of '{path}' is not at hand; name it with --profile-{side}"
    else:
        problems = Problems()
        profile = _source(behind, problems)
        problems.raise_if_any(InputError)
        assert profile is not None
        if _hash(profile) != written.profile_hash:
            message = f"'{behind}' is not the profile that '{path}' was made from"
            raise InputError([Problem("option", message, hint="its hash differs; name the file as it was")])
    used = book if same_book else None
    mark = written.confidentiality
    return Side(str(path), profile, used, written.as_of, written.method, written, missing, mark)


def _book(place: str | None, packs: list[Path], side: str) -> RuleBook:
    from lexposure.authoring.revisions import book_at
    from lexposure.data import rules_folder
    from lexposure.rulebook.loading import read_rulebook

    if place is None or (packs and Path(place).is_dir()):
        return read_rulebook([Path(place) if place else rules_folder(), *packs])
    if packs:
        message = f"--rules-{side} cannot be laid over a git revision"
        raise InputError([Problem("option", message, hint=f"name a folder with --book-{side}")])
    return book_at(place)


def _source(path: Path, problems: Problems) -> Source | None:
    from lexposure.scenarios.differences import Source
    from lexposure.source.yamltree import read_text

    text = read_text(path, problems)
    return None if text is None else Source(text, str(path))


def _hash(source: Source) -> str:
    return hashlib.sha256(source.text.encode("utf-8")).hexdigest()


def _document(source: Source) -> Recorded:
    from lexposure.scenarios.recorded import recorded

    try:
        found: object = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise InputError([Problem("shape", f"'{source.path}' is not JSON: {error}")]) from error
    if not isinstance(found, dict):
        raise InputError([Problem("shape", f"'{source.path}' is no assessment")])
    try:
        return recorded(cast("dict[str, object]", found))
    except (TypeError, ValueError) as wrong:
        raise InputError([Problem("shape", f"'{source.path}' is no assessment: {wrong}")]) from wrong
