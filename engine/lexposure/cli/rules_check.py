"""``lexposure rules check``: everything that is wrong or doubtful in a rule book."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, day_option
from lexposure.source.problems import InputError, Problems, printed

if TYPE_CHECKING:
    from lexposure.authoring.check import Report

OK, BAD_INPUT = 0, 2

_MONTHS = {"": 1, "month": 1, "months": 1, "year": 12, "years": 12}
_PERIOD = re.compile(r"(\d{1,4})\s*([a-z]*)")


def register(commands: Commands) -> None:
    """Add the verb and its options."""
    parser = commands.add_parser(
        "check",
        help="say what is wrong or doubtful in a rule book",
        description="Read a rule book and report everything that is wrong or doubtful in it. Errors give exit code 2.",
    )
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="DIR", help="a rule book and packs over it; the shipped rules if none"
    )
    add_rules_option(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="how to print; text if not given"
    )
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")
    parser.add_argument("--as-of", metavar="DATE", help="the day on which to look at the book; today if not given")
    parser.add_argument(
        "--stale-after",
        default="12 months",
        metavar="PERIOD",
        help="warn of what was last compared with the law longer ago; 12 months if not given",
    )
    parser.add_argument("--strict", action="store_true", help="warnings give exit code 2 as well")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, print, and say by the exit code whether the book is fit for use."""
    from lexposure.authoring.check import check
    from lexposure.data import rules_folder

    problems = Problems()
    today = dt.date.today()
    on = day_option("as-of", args.as_of, problems) or today
    months = _months(args.stale_after, problems)
    problems.raise_if_any(InputError)
    report = check([*(args.folders or [rules_folder()]), *args.rules], on, months, today)
    print(_shown(report, args.format))
    return BAD_INPUT if report.errors or (args.strict and report.warnings) else OK


def _months(text: str, problems: Problems) -> int:
    """A number of months or years."""
    found = _PERIOD.fullmatch(text.strip())
    if found and found[2] in _MONTHS:
        return int(found[1]) * _MONTHS[found[2]]
    problems.error("value", f"--stale-after: '{text}' is not a number of months", hint="write 12 months or 2 years")
    return 0


def _shown(report: Report, form: str) -> str:
    from lexposure.authoring.sarif import as_list, as_sarif

    if form == "json":
        return json.dumps(as_list(report.problems), ensure_ascii=False, indent=2)
    if form == "sarif":
        return json.dumps(as_sarif(report.problems), ensure_ascii=False, indent=2)
    return "\n".join(part for part in (printed(report.problems), _counts(report)) if part)


def _counts(report: Report) -> str:
    """The closing line."""
    found = f"{_counted(report.errors, 'error')}, {_counted(report.warnings, 'warning')}"
    if report.book is None:
        return f"{found}; the rest is checked once these are mended."
    book = report.book
    read = f"{_counted(len(book.rules), 'rule')}, {_counted(len(book.conclusions), 'conclusion')}"
    return f"{found}; {read}, {_counted(len(book.catalogue), 'fact')} checked."


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
