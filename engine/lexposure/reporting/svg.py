"""The pieces of every chart: its frame, its numbers."""

from __future__ import annotations

import html
from collections.abc import Sequence

WIDTH = 640.0


def frame(id: str, title: str, desc: str, height: float, parts: Sequence[str]) -> str:
    """A picture of the common width with its title and description; ``parts`` are SVG already."""
    return (
        f'<svg class="chart" role="img" aria-labelledby="{id}-title {id}-desc" '
        f'viewBox="0 0 {number(WIDTH)} {number(height)}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{id}-title">{html.escape(title)}</title>'
        f'<desc id="{id}-desc">{html.escape(desc)}</desc>{"".join(parts)}</svg>'
    )


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
