"""``lexposure plan PROFILE``: the cheapest set of remedies."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, day_option, euro_option
from lexposure.source.problems import InputError, Problems

if TYPE_CHECKING:
    from lexposure.scenarios.measures import Measure
    from lexposure.scenarios.planning import Goal
    from lexposure.scenarios.whatif import Assessed, Workbench

OK, MISSED, NOT_KNOWN = 0, 1, 3


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "plan",
        help="find the cheapest remedies that meet a budget or clear a finding",
        description="Find the cheapest set of remedies that brings what is established under a budget, or clears a "
        "finding. Without a goal, list the remedies. Exit code 1 where no set does, 3 where that cannot be told.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument("--budget", metavar="AMOUNT", help="what is established shall be at most this (10 million EUR)")
    parser.add_argument("--end", choices=("low", "central", "high"), default="high", help="of the range; high if none")
    parser.add_argument("--clear", metavar="FINDING", default="", help="this finding shall be none any more")
    parser.add_argument("--remedies", type=Path, metavar="FILE", help="costs, times, needs, own remedies")
    parser.add_argument("--other-cost", metavar="AMOUNT", help="the cost of remedies without a stated one")
    parser.add_argument("--as-of", metavar="DATE", help="assess as of this day instead of the profile's")
    parser.add_argument("--method", metavar="ID", help="calculate fines by this method")
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a page with a chart as HTML and Markdown there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Find the plan, show it."""
    from lexposure.cli.output import write_files
    from lexposure.reporting.planning import measures_lines, plan_document, plan_lines, plan_view
    from lexposure.reporting.render import render_page
    from lexposure.scenarios.planning import planned

    bench, baseline, several, goal = _read(args)
    if goal is None:
        print("\n".join(measures_lines(baseline, several)))
        return OK
    found = planned(bench, baseline, several, goal)
    if args.json:
        print(json.dumps(plan_document(baseline, found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(plan_lines(baseline, found)))
    if args.out:
        page = plan_view(baseline, found)
        stem = args.out / f"{args.profile.stem}-plan"
        files = {stem.with_suffix(f".{name}"): render_page(page, name) for name in ("html", "md")}
        write_files(files, keep=args.profile)
        for path in files:
            print(f"{path.suffix[1:].upper():5} {path}", file=sys.stderr)
    return OK if found.chosen is not None else MISSED if found.known else NOT_KNOWN


def _read(args: argparse.Namespace) -> tuple[Workbench, Assessed, tuple[Measure, ...], Goal | None]:
    """Read everything. Raises :class:`InputError` with everything that is wrong."""
    from lexposure.data import rules_folder
    from lexposure.scenarios.changes import Scenario
    from lexposure.scenarios.measures import Means, measures, read_means
    from lexposure.scenarios.planning import Goal, check_goal
    from lexposure.scenarios.reading import told
    from lexposure.scenarios.whatif import BASELINE, Workbench

    bench = Workbench(args.profile, args.rules, rules_folder(), "reference")
    problems = Problems()
    as_of = day_option("as-of", args.as_of, problems)
    budget = euro_option("budget", args.budget, problems)
    other = euro_option("other-cost", args.other_cost, problems)
    means = read_means(args.remedies, problems) if args.remedies else Means()
    if args.budget is not None and args.clear:
        problems.error("option", "--budget and --clear are two goals", hint="give one of them")
    if problems.error_count:
        raise InputError(map(told, problems.errors))
    baseline = bench.assessed(Scenario(BASELINE, as_of=as_of, method=args.method))
    several = measures(baseline.assessment, means, problems)
    if other is not None:
        several = tuple(replace(one, cost=round(other * 100)) if one.cost is None else one for one in several)
    goal = Goal(budget, args.clear, args.end) if budget is not None or args.clear else None
    if goal is not None:
        check_goal(baseline, goal, problems)
        _check_costs(several, problems)
    if problems.error_count:
        raise InputError(map(told, problems.errors))
    return bench, baseline, several, goal


def _check_costs(several: tuple[Measure, ...], problems: Problems) -> None:
    """Some costs stated and others not would make the others free."""
    without = [one.id for one in several if one.cost is None]
    if without and len(without) < len(several):
        problems.error(
            "missing", f"no cost is stated for {', '.join(without)}", hint="state it, or give all of them --other-cost"
        )
