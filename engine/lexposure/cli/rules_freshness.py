"""``lexposure rules freshness``: what was checked when, and how sure it is."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, book_of, day_option
from lexposure.rulebook.marks import CERTAINTIES
from lexposure.source.problems import InputError, Problems

if TYPE_CHECKING:
    from lexposure.authoring.freshness import Entry

COLUMNS = (*CERTAINTIES.values(), "unmarked")


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "freshness",
        help="list entries by the day they were checked and by certainty",
        description="List rules and figures by the day they were last compared with the law, and by certainty.",
    )
    add_rules_option(parser)
    parser.add_argument("--certainty", choices=tuple(CERTAINTIES.values()), help="only entries of this certainty")
    parser.add_argument("--before", metavar="DATE", help="only entries last checked before this day")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the entries asked for and how many there are of each kind."""
    from lexposure.authoring.freshness import chosen, entries

    problems = Problems()
    before = day_option("before", args.before, problems)
    problems.raise_if_any(InputError)
    found = chosen(entries(book_of(args)), args.certainty, before)
    print(_document(found) if args.json else "\n".join(_lines(found)))
    return 0


def _document(found: tuple[Entry, ...]) -> str:
    listed = [
        {
            "kind": one.kind,
            "name": one.name,
            "title": one.title,
            "certainty": one.certainty or None,
            "checked_on": one.checked_on.isoformat() if one.checked_on else None,
            "cite": one.cite,
            "place": str(one.span),
        }
        for one in found
    ]
    return json.dumps({"counts": _counts(found), "entries": listed}, ensure_ascii=False, indent=2)


def _counts(found: tuple[Entry, ...]) -> dict[str, dict[str, int]]:
    tally = Counter((one.kind, one.certainty or COLUMNS[-1]) for one in found)
    kinds = dict.fromkeys(one.kind for one in found)
    return {kind: {column: tally[kind, column] for column in COLUMNS} for kind in sorted(kinds)}


def _lines(found: tuple[Entry, ...]) -> list[str]:
    """The entries below the day they were checked, then the counts."""
    if not found:
        return ["No entry is of that kind."]
    lines: list[str] = []
    day: dt.date | None = dt.date.min
    for one in found:
        if one.checked_on != day:
            day = one.checked_on
            lines += ["", f"Checked on {day.isoformat()}" if day else "Checked with the file they stand in"]
        lines.append(f"  {one.certainty or COLUMNS[-1]:10}  {one.kind:10}  {one.name}  [{one.cite}]")
    return [*lines[1:], "", *_table(found)]


def _table(found: tuple[Entry, ...]) -> list[str]:
    lines = [f"{'':10}" + "".join(f"{column:>12}" for column in COLUMNS)]
    lines += [
        f"{kind:10}" + "".join(f"{tally[column]:>12}" for column in COLUMNS) for kind, tally in _counts(found).items()
    ]
    return lines
