"""``lexposure rules coverage``: how well examples and cases test the rules."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_tested_options, tested_of
from lexposure.source.problems import InputError, Problem, Problems

if TYPE_CHECKING:
    from lexposure.authoring.coverage import Coverage
    from lexposure.rulebook.book import RuleBook

OK, CROSSED = 0, 1


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "coverage",
        help="say how well examples and cases test the rules",
        description="Clauses that examples and cases show true and false, and planted mistakes that they notice.",
    )
    add_tested_options(parser)
    parser.add_argument("--missing", action="store_true", help="list what no example or case shows or notices")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--fail-under", metavar="SHARE", help="exit 1 if the mutation score is lower, as 90%%")
    parser.add_argument("--write", action="store_true", help="write the totals into coverage.yaml of the rule book")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure, print, and compare with the threshold."""
    from lexposure.authoring.coverage import measure
    from lexposure.authoring.coverage_shown import document, missing, table

    problems = Problems()
    least = _share(args.fail_under, problems)
    if args.write and (args.ids or args.rules):
        problems.error("write", "--write is about the whole rule book, not some of its rules or a pack laid over it")
    problems.raise_if_any(InputError)
    book, trials = tested_of(args)
    coverage = measure(book, trials, args.ids)
    if args.json:
        print(json.dumps(document(coverage), ensure_ascii=False, indent=2))
    else:
        print("\n".join([*(missing(coverage) if args.missing else ()), *table(coverage)]))
    if coverage.failed:
        message = f"{coverage.failed:,} examples or cases fail and show nothing; run lexposure rules test"
        print(Problem("example", message, warning=True).headline(), file=sys.stderr)
    if args.write:
        _write(args, coverage, book)
    return CROSSED if least is not None and coverage.score is not None and coverage.score < least else OK


def _share(text: str | None, problems: Problems) -> Decimal | None:
    """``90%`` as a fraction."""
    from lexposure.rulebook.values import Misread, read_amount

    if text is None:
        return None
    hint = "write 90%"
    try:
        amount = read_amount(text.strip())
    except Misread as wrong:
        problems.error(wrong.code, f"--fail-under: {wrong.message}", hint=hint)
        return None
    if amount.unit != "%" or amount.low is None or amount.low != amount.high or amount.low > 100:
        problems.error("value", f"--fail-under: '{text}' is not a share of at most 100 %", hint=hint)
        return None
    return amount.low / 100


def _write(args: argparse.Namespace, coverage: Coverage, book: RuleBook) -> None:
    from lexposure.authoring.coverage_shown import written
    from lexposure.cli.output import write_files
    from lexposure.data import rules_folder
    from lexposure.rulebook.files import COVERAGE

    path = (args.book or rules_folder()) / COVERAGE
    write_files({path: written(coverage, book.hash)})
    print(f"{path} written", file=sys.stderr)
