"""The three examples as whole reports, to be read as a diff; LEXPOSURE_WRITE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import json
import os

import pytest

from lexposure.reporting.document import document
from lexposure.reporting.render import render
from lexposure.reporting.view import view
from reporting.sample import EXAMPLES, ROOT, assessed

GOLDEN = ROOT / "tests" / "golden"


@pytest.mark.parametrize("format", ["html", "md", "json"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_golden(name: str, format: str) -> None:
    if format == "json":
        made = json.dumps(document(*assessed(name)), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    else:
        made = render(view(*assessed(name)), format)
    path = GOLDEN / f"{name}.{format}"
    if os.environ.get("LEXPOSURE_WRITE_GOLDEN") == "1":
        path.write_text(made, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    assert made == expected, f"{path.name} differs; write it anew with LEXPOSURE_WRITE_GOLDEN=1 and read the diff"
