"""The tutorial shows the files of the example pack as they are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"^```yaml\n# (examples/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_files_are_shown_as_they_are() -> None:
    shown = dict(SHOWN.findall((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")))
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples" / "house-rules").rglob("*.yaml")}
    assert set(shown) == files
    assert {name: (ROOT / name).read_text(encoding="utf-8") for name in shown} == shown
