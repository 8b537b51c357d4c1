"""``lexposure simulate PROFILE``: what it may come to, by many draws."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, day_option
from lexposure.source.problems import InputError, Problems

if TYPE_CHECKING:
    from lexposure.scenarios.simulation.run import Simulation

OK = 0
DRAWS, FEWEST, MOST = 100_000, 100, 10_000_000
SEED = 1


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "simulate",
        help="draw everything open many times: mean, quantiles, what moves the amount",
        description="Draw open answers, the amounts within the methods and, if stated, enforcement; assess and price "
        "every draw. Likelihoods, ranges and correlations stand in a file of chances; without them values count alike.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument("--assume", type=Path, metavar="FILE", help="likelihoods, ranges, enforcement, correlations")
    parser.add_argument("--draws", type=int, default=DRAWS, metavar="N", help=f"how many draws; {DRAWS:,} if not given")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"the seed; {SEED} if not given")
    parser.add_argument("--tolerance", metavar="AMOUNT", help="how often is it more than this? (50 million EUR)")
    parser.add_argument("--sum", action="store_true", help="add the laws up instead of the dearest per group of facts")
    parser.add_argument(
        "--set", dest="changes", action="append", default=[], metavar="FACT=VALUE", help="suppose an answer first"
    )
    parser.add_argument("--as-of", metavar="DATE", help="assess as of this day instead of the profile's")
    parser.add_argument("--method", metavar="ID", help="calculate fines by this method")
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a page with charts as HTML and Markdown there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draw and show."""
    from lexposure.cli.output import write_files
    from lexposure.reporting.render import render_page
    from lexposure.reporting.simulation import simulation_view
    from lexposure.reporting.simulation_document import simulation_document
    from lexposure.reporting.simulation_lines import simulation_lines

    found = _simulation(args)
    if args.json:
        print(json.dumps(simulation_document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(simulation_lines(found)))
    if args.out:
        page = simulation_view(found)
        stem = args.out / f"{args.profile.stem}-simulation"
        files = {stem.with_suffix(f".{name}"): render_page(page, name) for name in ("html", "md")}
        write_files(files, keep=args.profile)
        for path in files:
            print(f"{path.suffix[1:].upper():5} {path}", file=sys.stderr)
    return OK


def _simulation(args: argparse.Namespace) -> Simulation:
    """Read everything. Raises :class:`InputError` with everything that is wrong."""
    from lexposure.cli.options import euro_option
    from lexposure.data import rules_folder
    from lexposure.scenarios.changes import Scenario
    from lexposure.scenarios.reading import check_twice, read_change, told
    from lexposure.scenarios.simulation.chances import Chances, read_chances
    from lexposure.scenarios.simulation.run import simulation
    from lexposure.scenarios.whatif import BASELINE, Workbench

    bench = Workbench(args.profile, args.rules, rules_folder(), "reference")
    problems = Problems()
    changes = tuple(change for change in (read_change("--set", text, problems) for text in args.changes) if change)
    check_twice(changes, problems)
    as_of = day_option("as-of", args.as_of, problems)
    tolerance = euro_option("tolerance", args.tolerance, problems)
    if not FEWEST <= args.draws <= MOST:
        problems.error("option", f"--draws {args.draws:,} is not between {FEWEST:,} and {MOST:,}")
    if args.seed < 0:
        problems.error("option", f"--seed {args.seed} is below nothing")
    chances = read_chances(args.assume, problems) if args.assume else Chances()
    if problems.error_count:
        raise InputError(map(told, problems.errors))
    baseline = bench.assessed(Scenario(BASELINE, changes=changes, as_of=as_of, method=args.method))
    return simulation(baseline, chances, args.draws, args.seed, tolerance, args.sum, problems)
