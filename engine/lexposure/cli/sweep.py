"""``lexposure sweep PROFILE``: a grid over answers."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, day_option
from lexposure.source.problems import InputError, Problems

if TYPE_CHECKING:
    from lexposure.scenarios.axes import Axis
    from lexposure.scenarios.changes import Scenario
    from lexposure.scenarios.whatif import Workbench

OK = 0


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "sweep",
        help="vary answers over a grid",
        description="Assess a profile with answers varied over a grid: choices, or amounts between two ends.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="FACT=VALUES",
        help="fact=a,b,c, fact=* (every option) or fact=low..high:n, with paths as in whatif; several make a grid",
    )
    parser.add_argument(
        "--log", action="store_true", help="space amounts by equal factors, not steps; or for one: fact=low..high:n:log"
    )
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="FACT=VALUE",
        help="suppose an answer at every point",
    )
    parser.add_argument("--as-of", metavar="DATE", help="assess as of this day instead of the profile's")
    parser.add_argument("--method", metavar="ID", help="calculate fines by this method")
    add_rules_option(parser)
    parser.add_argument(
        "--evaluator",
        choices=("durable", "reference"),
        help="assess each point by itself, decided by this evaluator: slow, and the same to the cent",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a page with charts as HTML and Markdown there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read the grid, compute every point, show them."""
    from lexposure.cli.output import write_files
    from lexposure.reporting.render import render_page
    from lexposure.reporting.sweep import sweep_view
    from lexposure.reporting.sweep_document import sweep_document
    from lexposure.reporting.sweep_lines import sweep_lines
    from lexposure.scenarios.sweep import sweep

    bench, axes, over = _grid(args)
    told = _told if sys.stderr.isatty() else None
    found = sweep(bench, axes, over, told, whole=args.evaluator is not None)
    if args.json:
        print(json.dumps(sweep_document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(sweep_lines(found)))
    if args.out:
        page = sweep_view(found)
        files = {args.out / f"{args.profile.stem}-sweep.{name}": render_page(page, name) for name in ("html", "md")}
        write_files(files, keep=args.profile)
        for path in files:
            print(f"{path.suffix[1:].upper():5} {path}", file=sys.stderr)
    return OK


def _grid(args: argparse.Namespace) -> tuple[Workbench, list[Axis], Scenario]:
    """The profile, what is varied, and over what. Raises :class:`InputError` with everything that is wrong."""
    from lexposure.data import rules_folder
    from lexposure.scenarios.axes import read_axis
    from lexposure.scenarios.changes import Scenario
    from lexposure.scenarios.reading import check_twice, read_change, told
    from lexposure.scenarios.sweep import MOST
    from lexposure.scenarios.whatif import BASELINE, Workbench

    # The reference is the quicker one for a single profile, and what the other evaluators are measured by.
    bench = Workbench(args.profile, args.rules, rules_folder(), args.evaluator or "reference")
    problems = Problems()
    catalogue = bench.book(Scenario(BASELINE)).catalogue
    axes = [axis for axis in (read_axis(text, args.log, problems, catalogue) for text in args.vary) if axis is not None]
    changes = tuple(change for change in (read_change("--set", text, problems) for text in args.changes) if change)
    check_twice(changes, problems)
    as_of = day_option("as-of", args.as_of, problems)
    if not args.vary:
        problems.error("option", "nothing is varied", hint="give --vary fact=a,b,c")
    size = math.prod(len(axis.values) for axis in axes)
    if size > MOST:
        problems.error("too-many", f"the grid has {size:,} points; {MOST:,} is the most")
    if problems.error_count:
        raise InputError(map(told, problems.errors))
    return bench, axes, Scenario(BASELINE, changes=changes, as_of=as_of, method=args.method)


def _told(done: int, of: int) -> None:
    print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
