"""``lexposure assess PROFILE``: the main job, from a profile to a report."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, book_of, day_option, euro_option
from lexposure.cli.output import write_files
from lexposure.source.problems import InputError, Problem, Problems, printed

if TYPE_CHECKING:
    from lexposure.assess.model import Assessment
    from lexposure.exposure.model import Exposure

FORMATS = ("html", "md", "json")

OK, CROSSED, UNDECIDED = 0, 1, 3


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "assess",
        help="assess a profile and write the report",
        description="Assess a company profile against the rule book and write the report.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument("--as-of", metavar="DATE", help="assess as of this day instead of the profile's")
    parser.add_argument(
        "--format", default="html", metavar="LIST", help="html, md, json, separated by commas; html if not given"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out"), metavar="DIR", help="folder of the report; out if not given"
    )
    parser.add_argument(
        "--method", metavar="ID", help="calculate fines by this method instead of the one that would be chosen"
    )
    parser.add_argument("--method-reason", metavar="TEXT", help="why, printed in the report")
    parser.add_argument(
        "--litigated", action="store_true", help="show as well what courts left of real fines, on the findings' range"
    )
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print the assessment as one JSON document instead")
    parser.add_argument("--evaluator", choices=("durable", "reference", "columns"), help="who decides the rules")
    parser.add_argument(
        "--fail-on",
        choices=("finding", "low", "medium", "high"),
        metavar="WHAT",
        help="exit 1 if there is a finding (`finding`), or one whose seriousness may reach low, medium or high",
    )
    parser.add_argument(
        "--fail-over",
        metavar="EUR",
        help="exit 1 if the exposure, open questions included, may exceed this; 3 if its upper end is not known",
    )
    parser.add_argument(
        "--fail-on-unknown", action="store_true", help="exit 3 if an outcome is undecided and no threshold was crossed"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Assess, then write or print; everything is rendered before the first file is written."""
    from lexposure.assess.run import assess
    from lexposure.exposure.estimate import estimate
    from lexposure.profile.reading import read_profile

    options = _Options(args)
    book = book_of(args)
    profile = read_profile(args.profile, book, options.as_of)
    if profile.warnings:
        print(printed(profile.warnings), file=sys.stderr)
    assessment = assess(book, profile, args.evaluator)
    exposure = estimate(assessment, args.method, args.method_reason or "", args.litigated)
    if args.json:
        from lexposure.reporting.document import document

        print(json.dumps(document(assessment, exposure), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        _report(assessment, exposure, options, args.profile, args.out)
    return _exit_code(assessment, exposure, options)


class _Options:
    """The options that need reading, all problems gathered."""

    def __init__(self, args: argparse.Namespace) -> None:
        problems = Problems()
        self.as_of = day_option("as-of", args.as_of, problems)
        self.formats = [name.strip() for name in str(args.format).split(",") if name.strip()]
        for name in self.formats:
            if name not in FORMATS:
                problems.error("format", f"'{name}' is not a format; there are {', '.join(FORMATS)}")
        if not self.formats:
            problems.error("format", "--format names no format", hint=f"there are {', '.join(FORMATS)}")
        if args.method_reason and not args.method:
            problems.error("option", "--method-reason gives a reason without --method", hint="name the method too")
        self.limit = euro_option("fail-over", args.fail_over, problems)
        self.fail_on: str | None = args.fail_on
        self.fail_on_unknown: bool = args.fail_on_unknown
        problems.raise_if_any(InputError)


def _report(assessment: Assessment, exposure: Exposure, options: _Options, profile: Path, folder: Path) -> None:
    from lexposure.reporting.document import document
    from lexposure.reporting.render import render
    from lexposure.reporting.summary import summary
    from lexposure.reporting.view import view

    shown = view(assessment, exposure)
    texts = {
        name: json.dumps(document(assessment, exposure), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        if name == "json"
        else render(shown, name)
        for name in options.formats
    }
    files = {folder / f"{profile.stem}.{name}": text for name, text in texts.items()}
    write_files(files, keep=profile)
    print(summary(assessment, exposure))
    for path in files:
        print(f"{path.suffix[1:].upper():5} {path}")


def _exit_code(assessment: Assessment, exposure: Exposure, options: _Options) -> int:
    """1 where a threshold is crossed, 3 where it cannot be said or outcomes are undecided."""
    undecided = options.fail_on_unknown and any(finding.open for finding in assessment.findings)
    if options.fail_on and _found(assessment, options.fail_on):
        return CROSSED
    if options.limit is not None:
        high = exposure.total.largest.high
        if exposure.total.largest.low > options.limit:
            return CROSSED
        if high is None:
            problem = Problem("undecided", "--fail-over cannot be decided: the exposure has no upper end", warning=True)
            print(problem.headline(), file=sys.stderr)
            return UNDECIDED
        if high > options.limit:
            return CROSSED
    return UNDECIDED if undecided else OK


def _found(assessment: Assessment, what: str) -> bool:
    """Whether an established finding has at least the seriousness asked for."""
    from lexposure.rulebook.rules import Level

    established = [finding for finding in assessment.findings if finding.established]
    if what == "finding":
        return bool(established)
    wanted = Level[what.upper()]
    return any(finding.graveness is not None and finding.graveness.highest >= wanted for finding in established)
