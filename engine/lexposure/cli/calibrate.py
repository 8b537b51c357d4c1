"""``lexposure calibrate``: fit the empirical range anew from a file of decisions."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.source.problems import InputError, Problem, Problems

if TYPE_CHECKING:
    from lexposure.scenarios.calibrating import Calibrated

OK = 0


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "calibrate",
        help="fit the empirical range from real decisions",
        description="Fit the range of fines that real decisions suggest, compare it with other families of models, and "
        "write what is needed at run time. The comparison is whole with the extra 'calibrate' (scikit-learn).",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="decisions, as cases/gdpr-decisions.yaml")
    parser.add_argument(
        "--competition",
        type=Path,
        metavar="FILE",
        help="decisions on competition law; those of the present calibration are kept if not given",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="rules/calibration of the rule book if not given")
    parser.add_argument("--as-of", metavar="DATE", help="the day of the fit; today if not given")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fit, write the files, and say what was measured."""
    from lexposure.cli.decisions import competition_in, decisions_in
    from lexposure.cli.options import day_option
    from lexposure.cli.output import write_files
    from lexposure.data import rules_folder
    from lexposure.rulebook.calibration_reading import FOLDER, kept_competition, own_design
    from lexposure.scenarios.calibrating import calibrated
    from lexposure.scenarios.families import has_library

    problems = Problems()
    today = day_option("as-of", args.as_of, problems) or dt.date.today()
    problems.raise_if_any(InputError)
    home = rules_folder()
    design = own_design(home)
    decisions = decisions_in(args.file)
    competition = competition_in(args.competition) if args.competition else kept_competition(home)
    if not has_library():
        message = "scikit-learn is not installed: the families of models that need it are not compared"
        print(
            Problem("extra", message, hint="pip install 'lexposure[calibrate]'", warning=True).headline(),
            file=sys.stderr,
        )
    found = calibrated(decisions, competition, design, today)
    folder = args.out or home / FOLDER
    write_files({folder / name: text for name, text in found.files.items()}, keep=args.file)
    print("\n".join(_table(found)))
    for name in found.better:
        problem = Problem("better-model", f"'{name}' had the lower quantile loss", hint="look at it", warning=True)
        print(problem.headline(), file=sys.stderr)
    print(f"Written to {folder}", file=sys.stderr)
    return OK


def _table(found: Calibrated) -> list[str]:
    """The families tried, then the coverage of the one in use."""
    lines = [f"{'model':<50} {'n':>4} {'RMSE':>6} {'80 % width':>11} {'coverage':>9} {'loss':>6}"]
    for name, one in found.tried.items():
        width, share = one.covered[1].width, one.covered[1].share
        lines.append(f"{name:<50} {one.n:>4} {one.rmse:>6.3f} {width:>11.2f} {share:>9.1%} {one.pinball or 0:>6.3f}")
    lines += ["", "On companies left out, powers of ten:"]
    for part in found.headline.covered:
        lines.append(
            f"  {part.promised:.0%} range: {part.inside} of {part.n} inside ({part.share:.1%}; by chance "
            f"{part.least} to {part.most}), width {part.width:.2f}"
        )
    return lines
