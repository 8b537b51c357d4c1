"""``lexposure rules schema``: a JSON Schema by which editors complete and check rule files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from lexposure.cli.commands import Commands


def register(commands: Commands) -> None:
    """Add the verb and its options."""
    parser = commands.add_parser(
        "schema",
        help="print a JSON Schema for editors",
        description="Print a JSON Schema of rule files, made from the vocabulary of a rule book, for editors.",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead of printing")
    parser.add_argument("--rules", type=Path, metavar="DIR", help="the rule folder; the shipped rules if not given")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the schema, or write it; a file that is there is made anew."""
    from lexposure.authoring.schema import schema
    from lexposure.cli.output import write_files
    from lexposure.rulebook.loading import read_rulebook

    out: Path | None = args.out
    text = json.dumps(schema(read_rulebook([args.rules] if args.rules else None)), ensure_ascii=False, indent=1)
    if out is None:
        print(text)
    else:
        write_files({out: f"{text}\n"})
        print(f"{out} written")
    return 0
