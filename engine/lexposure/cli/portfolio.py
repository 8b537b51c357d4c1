"""``lexposure portfolio FILE``: many companies at once."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, day_option
from lexposure.source.problems import InputError, Problems

OK, BAD_ROWS = 0, 1
ENGINES = ("local", "spark")


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "portfolio",
        help="assess a table of companies, one row each",
        description="Assess a table of companies (CSV or Parquet), one row each, columns named after facts, to a table "
        "of outcomes and exposure. Rows that cannot be read go to a file of their own.",
    )
    parser.add_argument("table", type=Path, metavar="FILE", help="the table, .csv or .parquet")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="assess as of this day")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the results, .csv or .parquet (a folder)"
    )
    parser.add_argument("--method", metavar="ID", help="calculate fines by this method")
    add_rules_option(parser)
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes; 1 if not given")
    parser.add_argument("--resume", action="store_true", help="go on with an interrupted run")
    parser.add_argument("--fail-on-bad", action="store_true", help="exit with 1 if a row could not be read")
    parser.add_argument("--engine", choices=ENGINES, default="local", help="spark needs the extra of that name")
    parser.add_argument("--master", default="local[*]", metavar="URL", help="the Spark master; local[*] if not given")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the options, assess the table, say how it went."""
    from lexposure.data import rules_folder
    from lexposure.portfolio.run import Places
    from lexposure.portfolio.run import run as run_table
    from lexposure.portfolio.tables import CSV, PARQUET, Source
    from lexposure.portfolio.worker import Job

    problems = Problems()
    as_of = day_option("as-of", args.as_of, problems)
    if args.out.suffix not in (CSV, PARQUET):
        problems.error("option", f"--out '{args.out}' is neither .csv nor .parquet")
    if args.out.resolve() == args.table.resolve():
        problems.error("option", "--out is the table itself")
    if not 1 <= args.workers <= 256:
        problems.error("option", f"--workers {args.workers} is not between 1 and 256")
    problems.raise_if_any(InputError)
    assert as_of is not None
    source = Source(args.table)
    job = Job((rules_folder(), *args.rules), as_of, args.method, source.columns())
    if args.engine == "spark":
        from lexposure.portfolio.spark import run_on_spark

        done, bad = run_on_spark(source, job, args.out, args.master)
    else:
        told = _Told(source.count()) if sys.stderr.isatty() else None
        progress = run_table(source, job, args.out, args.workers, args.resume, told)
        done, bad = progress.rows, progress.bad
    print(f"{done:,} rows read -> {args.out}", file=sys.stderr)
    if bad:
        print(f"{bad:,} could not be assessed -> {Places(args.out).bad}", file=sys.stderr)
    return BAD_ROWS if bad and args.fail_on_bad else OK


class _Told:
    """A line of progress that is written over."""

    def __init__(self, of: int | None) -> None:
        self.of, self.begun = of, time.monotonic()

    def __call__(self, rows: int) -> None:
        """Show the rows done, the share of all, and the pace."""
        pace = rows / max(time.monotonic() - self.begun, 0.001)
        share = f" ({rows / self.of:.0%}, {(self.of - rows) / pace:,.0f} s left)" if self.of else ""
        print(f"\r{rows:,} rows{share}, {pace:,.0f} a second  ", end="", file=sys.stderr, flush=True)
