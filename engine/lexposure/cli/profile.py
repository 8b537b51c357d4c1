"""``lexposure profile new``: a commented profile to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lexposure.cli.commands import Commands
from lexposure.cli.options import day_option
from lexposure.source.problems import InputError, Problems


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("profile", help="start a company profile", description="Company profiles.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    new = verbs.add_parser(
        "new",
        help="write a commented profile to fill in",
        description="Write a commented profile with every question of the rule book, nothing answered.",
    )
    new.add_argument("--company", metavar="NAME", help="the company's name")
    new.add_argument("--as-of", metavar="DATE", help="the day to assess as of; default: today")
    new.add_argument("--out", type=Path, metavar="FILE", help="write to this new file instead of printing")
    new.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the template, or write it to a file that is not there yet."""
    from lexposure.profile.template import COMPANY_NAME, template
    from lexposure.rulebook.loading import read_rulebook

    problems = Problems()
    company: str = COMPANY_NAME if args.company is None else args.company
    if not company.strip() or not company.isprintable():
        problems.error("company", "--company: the company's name must be printable text")
    as_of = day_option("as-of", args.as_of, problems)
    out: Path | None = args.out
    if out is not None and (out.exists() or out.is_symlink()):
        problems.error("exists", f"'{out}' is there already and is left as it is", hint="name a new file")
    problems.raise_if_any(InputError)
    text = template(read_rulebook(), company, as_of)
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text)
        print(f"{out} written; assess it with: lexposure assess {out}")
    return 0


def _write(out: Path, text: str) -> None:
    from lexposure.cli.output import write_files

    write_files({out: text})
