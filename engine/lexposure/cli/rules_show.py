"""``lexposure rules show NAME``: a rule, conclusion or fact in plain words."""

from __future__ import annotations

import argparse

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option, book_of
from lexposure.source.problems import InputError, Problem, did_you_mean


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "show",
        help="a rule or fact in plain words",
        description="A rule, conclusion or fact in plain words: law, test, what it needs, examples.",
    )
    parser.add_argument("name", metavar="NAME", help="the id of a rule or conclusion, or the name of a fact")
    parser.add_argument("--graph", action="store_true", help="the chain of conclusions behind a rule instead")
    add_rules_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every version of the rule, or the fact."""
    from lexposure.authoring import graph
    from lexposure.authoring.describe import describe, names
    from lexposure.authoring.pages import as_text

    book = book_of(args)
    name: str = args.name
    if args.graph:
        shown = [graph.as_text(branch) for branch in graph.graphs(book, name)]
    else:
        shown = [as_text(page) for page in describe(book, name)]
    if not shown:
        hint = did_you_mean(name, names(book))
        what = "rule or conclusion" if args.graph else "rule, conclusion or fact"
        raise InputError([Problem("unknown-name", f"there is no {what} '{name}'", hint=hint)])
    print("\n\n".join(shown))
    return 0
