"""How a command adds itself to the program."""

from __future__ import annotations

import argparse
from typing import Protocol


class Commands(Protocol):
    """Where commands are added; argparse's own class for it is private."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
        """Add a command and return its parser."""
        ...
