"""``lexposure rules reference``: the pages on rules, facts and risk factors as Markdown files."""

from __future__ import annotations

import argparse
from pathlib import Path

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, book_of

OUT = Path("out/docs")


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "reference",
        help="write a page per rule and per fact",
        description="Write the reference: a page per rule and per fact, vocabulary, coverage of risk factors.",
    )
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=f"the folder; {OUT} if not given")
    add_rules_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write every page; pages of rules and facts that are gone are taken away."""
    from lexposure.authoring.reference import FACTS, RULES, reference
    from lexposure.cli.output import write_files

    out: Path = args.out
    pages = reference(book_of(args))
    write_files({out / name: text for name, text in pages.items()})
    for folder in (RULES, FACTS):
        for page in (out / folder).glob("*.md"):
            if f"{folder}/{page.name}" not in pages:
                page.unlink()
    print(f"{len(pages)} pages in {out}")
    return 0
