"""The style sheet: contrast that everybody can read, nothing from outside."""

from __future__ import annotations

import re

import pytest

from reporting.sample import ROOT

STYLE = (ROOT / "reports" / "styles" / "report.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", STYLE))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["ink", "soft", "blue", "red"])
@pytest.mark.parametrize("ground", ["#ffffff", COLOURS["tint"], "#fdf6dc"])
def test_text_has_contrast(name: str, ground: str) -> None:
    assert contrast(COLOURS[name], ground) >= 4.5


def test_marks_have_contrast() -> None:
    assert contrast(COLOURS["mark"], "#ffffff") >= 3


def test_every_colour_is_checked() -> None:
    known = {*COLOURS.values(), "#fff", "#fdf6dc"}
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", STYLE)) <= known


def test_nothing_comes_from_outside() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "</" not in STYLE
