"""``lexposure sweep PROFILE``: a grid over answers."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option
from lexposure.source.problems import InputError, Problems

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
        help="fact=a,b,c or fact=low..high:n, with paths as in whatif; several make a grid",
    )
    parser.add_argument("--log", action="store_true", help="space amounts by equal factors instead of equal steps")
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="FACT=VALUE",
        help="suppose an answer at every point",
    )
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a page with charts as HTML and Markdown there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read the grid, assess every point, show them."""
    from lexposure.cli.output import write_files
    from lexposure.data import rules_folder
    from lexposure.reporting.render import render_page
    from lexposure.reporting.sweep import sweep_document, sweep_lines, sweep_view
    from lexposure.scenarios.changes import Scenario
    from lexposure.scenarios.reading import read_change
    from lexposure.scenarios.sweep import MOST, read_axis, sweep
    from lexposure.scenarios.whatif import BASELINE, Workbench

    problems = Problems()
    axes = [axis for axis in (read_axis(text, args.log, problems) for text in args.vary) if axis is not None]
    changes = [change for change in (read_change("--set", text, problems) for text in args.changes) if change]
    if not args.vary:
        problems.error("option", "nothing is varied", hint="give --vary fact=a,b,c")
    size = math.prod(len(axis.values) for axis in axes)
    if size > MOST:
        problems.error("too-many", f"the grid has {size:,} points; {MOST:,} is the most")
    problems.raise_if_any(InputError)
    bench = Workbench(args.profile, args.rules, rules_folder())
    found = sweep(bench, axes, Scenario(BASELINE, changes=tuple(changes)), _told if sys.stderr.isatty() else None)
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


def _told(done: int, of: int) -> None:
    print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
