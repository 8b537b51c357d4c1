"""The ``fine`` command run through the program's own door, and published figures to hold it against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
import yaml

from lexposure.cli.main import main

DATA = Path(__file__).parent / "data"

Case = dict[str, object]


def published(part: str) -> dict[str, Case]:
    """One part of the published calculations, by id."""
    text = (DATA / "published.yaml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, Case]]", yaml.safe_load(text))[part]


def ids(part: str) -> list[str]:
    """The ids of a part, for parametrized tests."""
    return list(published(part))


@dataclass(frozen=True)
class Fine:
    """Runs ``lexposure fine``."""

    capsys: pytest.CaptureFixture[str]

    def answer(self, *words: str) -> Case:
        """The JSON document of a calculation that works."""
        code = main(["fine", *words, "--json"])
        said = self.capsys.readouterr()
        assert (code, said.err) == (0, ""), said.err
        return cast("Case", json.loads(said.out))

    def text(self, *words: str) -> str:
        """What is printed for people."""
        assert main(["fine", *words]) == 0
        return self.capsys.readouterr().out

    def refusal(self, *words: str) -> list[str]:
        """The problems of a calculation that does not; nothing is printed beside them."""
        try:
            code = main(["fine", *words])
        except SystemExit as end:
            code = cast("int", end.code)
        said = self.capsys.readouterr()
        assert code == 2
        assert said.out == ""
        assert "Traceback" not in said.err
        return said.err.splitlines()


def pair(answer: Case, key: str) -> tuple[float, float]:
    """A pair of low and high."""
    low, high = cast("list[float]", answer[key])
    return low, high
