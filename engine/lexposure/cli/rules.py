"""``lexposure rules``: tools for those who write rules, one module a verb."""

from __future__ import annotations

import importlib

from lexposure.cli.commands import Commands

SUBCOMMANDS = ("rules_check", "rules_schema")
"""Modules beside this one, each with register(verbs)."""


def register(commands: Commands) -> None:
    """Add the command and its verbs."""
    parser = commands.add_parser("rules", help="check and describe a rule book", description="Tools for rule authors.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in SUBCOMMANDS:
        importlib.import_module(f"lexposure.cli.{name}").register(verbs)
