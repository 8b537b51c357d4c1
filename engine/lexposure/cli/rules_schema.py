"""``lexposure rules schema``: a JSON Schema by which editors complete and check rule files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, book_of


def register(commands: Commands) -> None:
    """Add the verb and its options."""
    parser = commands.add_parser(
        "schema",
        help="print a JSON Schema for editors",
        description="Print a JSON Schema of rule files, made from their vocabulary, for editors.",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead of printing")
    add_rules_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the schema, or write it; a file that is there is made anew."""
    from lexposure.authoring.schema import schema
    from lexposure.cli.output import write_files

    out: Path | None = args.out
    text = json.dumps(schema(book_of(args)), ensure_ascii=False, indent=1)
    if out is None:
        print(text)
    else:
        write_files({out: f"{text}\n"})
        print(f"{out} written")
    return 0
