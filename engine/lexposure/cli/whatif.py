"""``lexposure whatif PROFILE``: what would be different, scenario by scenario."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, day_option
from lexposure.source.problems import InputError, Problems, did_you_mean, printed

if TYPE_CHECKING:
    from lexposure.scenarios.changes import Scenario

OK = 0


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "whatif",
        help="compare scenarios with a profile",
        description="Assess a profile under other answers, dates, methods, figures or rules; show only what differs.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="FACT=VALUE",
        help="suppose an answer: fact, processing/ID/fact or markets/ID/fact; several make one scenario",
    )
    parser.add_argument("--scenarios", type=Path, metavar="FILE", help="named scenarios, a YAML file")
    parser.add_argument(
        "--baseline", metavar="NAME", help="compare with this scenario instead of the profile as it stands"
    )
    parser.add_argument("--as-of", metavar="DATE", help="suppose another day")
    parser.add_argument("--method", metavar="ID", help="suppose another method")
    parser.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=VALUE", help="suppose another figure of the law"
    )
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the comparison as HTML and Markdown there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read everything, assess every scenario, show what differs."""
    from lexposure.cli.output import write_files
    from lexposure.data import rules_folder
    from lexposure.reporting.render import render_page
    from lexposure.reporting.whatif import whatif_view
    from lexposure.reporting.whatif_document import whatif_document
    from lexposure.reporting.whatif_lines import whatif_lines
    from lexposure.scenarios.whatif import Workbench, whatif

    baseline, scenarios = _scenarios(args)
    bench = Workbench(args.profile, args.rules, rules_folder())
    found = whatif(bench, scenarios, baseline)
    if found.warnings:
        print(printed(found.warnings), file=sys.stderr)
    if args.json:
        print(json.dumps(whatif_document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(whatif_lines(found)))
    if args.out:
        page = whatif_view(found)
        files = {args.out / f"{args.profile.stem}-whatif.{name}": render_page(page, name) for name in ("html", "md")}
        write_files(files, keep=args.profile)
        for path in files:
            print(f"{path.suffix[1:].upper():5} {path}", file=sys.stderr)
    return OK


def _scenarios(args: argparse.Namespace) -> tuple[Scenario, list[Scenario]]:
    """The baseline and what is compared with it. Raises :class:`InputError` with everything that is wrong."""
    from lexposure.scenarios.changes import Scenario, stacked
    from lexposure.scenarios.reading import GIVEN, read_scenarios, told
    from lexposure.scenarios.whatif import BASELINE

    problems = Problems()
    named = list(stacked(read_scenarios(args.scenarios, problems), problems)) if args.scenarios else []
    given = _given(args, GIVEN, problems)
    if given is not None:
        named.append(given)
    if not named and not problems.error_count:
        problems.error("option", "nothing is supposed", hint="give --set fact=value or --scenarios FILE")
    baseline = Scenario(BASELINE)
    if args.baseline:
        chosen = next((one for one in named if one.name == args.baseline), None)
        if chosen is None:
            hint = did_you_mean(args.baseline, [one.name for one in named])
            problems.error("unknown-name", f"--baseline: there is no scenario '{args.baseline}'", hint=hint)
        else:
            named.remove(chosen)
            baseline = chosen
    if problems.error_count:
        raise InputError(map(told, problems.errors))
    return baseline, named


def _given(args: argparse.Namespace, name: str, problems: Problems) -> Scenario | None:
    """The scenario that the options make, if they make one."""
    from lexposure.scenarios.changes import Scenario
    from lexposure.scenarios.reading import check_twice, read_change, read_parameter

    changes = [read_change("--set", text, problems) for text in args.changes]
    as_of = day_option("as-of", args.as_of, problems)
    parameters = read_parameter("--parameter", args.parameter, problems)
    if not (args.changes or args.as_of or args.method or args.parameter):
        return None
    made = Scenario(name, as_of=as_of, method=args.method, parameters=parameters)
    read = tuple(change for change in changes if change is not None)
    check_twice(read, problems)
    return replace(made, changes=read)
