"""``lexposure rules …``: tools for those who write rules."""

from __future__ import annotations

import argparse
import importlib

from lexposure.cli.commands import Commands

SUBCOMMANDS = ("show", "diff", "freshness", "reference")
"""One module ``cli/rules_NAME.py`` each."""


def register(commands: Commands) -> None:
    """Add the command with its subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "rules", help="check, test and read the rule book", description="Tools for those who write rules."
    )
    verbs = parser.add_subparsers(title="subcommands", dest="verb", required=True, metavar="VERB")
    for name in SUBCOMMANDS:
        importlib.import_module(f"lexposure.cli.rules_{name}").register(verbs)
