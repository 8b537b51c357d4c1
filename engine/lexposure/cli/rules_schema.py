"""x."""

from lexposure.cli.commands import Commands


def register(commands: Commands) -> None:
    """X."""
