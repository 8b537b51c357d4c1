"""``lexposure rules diff OLD NEW``: what changed between two rule books, and for whom."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands

if TYPE_CHECKING:
    from lexposure.authoring.diff import Change
    from lexposure.authoring.effects import Effect
    from lexposure.exposure.model import Range
    from lexposure.scenarios.compare import Amounts

WIDTH = 100


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "diff",
        help="what changed between two rule books",
        description="What changed in law, figures and wording, and which profiles come out otherwise.",
    )
    parser.add_argument("old", metavar="OLD", help="a folder with a rule book, or a git revision")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument(
        "--profile",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="a profile to assess with both; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the differences by what they concern, then each profile that changes."""
    from lexposure.authoring.diff import differences
    from lexposure.authoring.effects import effect
    from lexposure.authoring.revisions import book_at

    old, new = book_at(args.old), book_at(args.new)
    changes = differences(old, new)
    effects = [effect(path, old, new) for path in args.profile]
    if args.json:
        document = {"changes": [asdict(one) for one in changes], "profiles": [asdict(one) for one in effects]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print("\n".join([*_changes(changes), *_effects(effects)]))
    return 0


def _changes(changes: tuple[Change, ...]) -> Iterator[str]:
    from lexposure.authoring.diff import CATEGORIES

    if not changes:
        yield "The rule books say the same."
    for category in CATEGORIES:
        concerned = [one for one in changes if one.category == category]
        if concerned:
            yield f"{category.capitalize()} ({len(concerned)})"
        for one in concerned:
            yield f"  {one.kind} {one.name}{f', {one.part.lower()}' if one.part else ''}"
            yield from _marked("-", one.removed)
            yield from _marked("+", one.added)


def _marked(mark: str, lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        depth = len(line) - len(line.lstrip())
        first, then = f"    {mark} {' ' * depth}", f"      {' ' * depth}"
        yield from textwrap.wrap(
            line.lstrip(), WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False
        )


def _effects(effects: list[Effect]) -> Iterator[str]:
    for one in effects:
        yield ""
        yield one.profile + ("" if one.changes else ": nothing changes")
        if one.unreadable:
            yield f"  cannot be assessed with both: {one.unreadable}"
        for moved in one.moved:
            yield f"  {moved.finding}: {moved.before} -> {moved.after} ({moved.title})"
        for amounts in one.amounts:
            yield from _amounts(amounts)


def _amounts(one: Amounts) -> Iterator[str]:
    yield f"  {one.law or 'All laws together'}"
    for what, before, after in (
        ("on the findings", one.established_before, one.established_after),
        ("with open questions", one.hull_before, one.hull_after),
    ):
        if before != after:
            yield f"    {what}: {_range(before)} -> {_range(after)}"


def _range(range_: Range) -> str:
    from lexposure.reporting.money import short

    high = "no upper end" if range_.high is None else short(range_.high)
    return high if range_.high == range_.low else f"{short(range_.low)} to {high}"
