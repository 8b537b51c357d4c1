"""The wording file: every sentence that is asked for is there, and every sentence there is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexposure.reporting.pieces import Piece
from lexposure.reporting.wording import Wording, WordingError, read_wording
from reporting.sample import ROOT

FILES = [*(ROOT / "engine" / "lexposure" / "reporting").glob("*.py"), *(ROOT / "reports" / "templates").glob("*.j2")]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
TEXTS = read_wording().texts


LITERAL = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*)["']""", SOURCE))
"""Every word or dotted key that stands in quotes."""

BUILT = tuple(sorted(set(re.findall(r"""["']((?:[a-z_]+\.)+)(?:\{|["'])""", SOURCE))))
"""The beginnings of keys that are put together: ``f"state.{code}"`` or ``"exposure.outcome." ~ key``."""

PLURAL = (".one", ".other")


def bare(key: str) -> str:
    return key.rsplit(".", 1)[0] if key.endswith(PLURAL) else key


def test_every_sentence_asked_for_is_there() -> None:
    asked = set(re.findall(r"""(?:say|rich|count)\(\s*["']([a-z_]+(?:\.[a-z_]+)*)["']""", SOURCE))
    assert len(asked) > 150
    assert not asked - set(TEXTS) - set(map(bare, TEXTS))


def test_every_sentence_is_asked_for() -> None:
    unused = {key for key in TEXTS if key not in LITERAL and bare(key) not in LITERAL and not key.startswith(BUILT)}
    assert not unused


def test_one_and_other_go_together() -> None:
    for key in TEXTS:
        if key.endswith(".one") and key != "level.one":
            assert f"{key[:-4]}.other" in TEXTS


def test_values_keep_their_links() -> None:
    wording = Wording("en", {"a": "from {low} to {high}."})
    pieces = wording.rich("a", low=Piece("1", "#x", figure=True), high=2)
    assert pieces == (Piece("from "), Piece("1", "#x", figure=True), Piece(" to "), Piece("2"), Piece("."))
    assert wording.say("a", low=1, high=2) == "from 1 to 2."


def test_a_value_nobody_gave_is_a_fault() -> None:
    with pytest.raises(KeyError):
        Wording("en", {"a": "{low}"}).say("a")


def test_a_value_is_not_looked_through_for_more_places() -> None:
    assert Wording("en", {"a": "{x}"}).say("a", x="{y} {x.__class__}") == "{y} {x.__class__}"


def test_words_are_listed() -> None:
    wording = read_wording()
    assert [wording.listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_another_folder_and_faults(tmp_path: Path) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "de.yaml").write_text("cover:\n  title: Bericht\n", encoding="utf-8")
    assert read_wording("de", tmp_path).say("cover.title") == "Bericht"
    (tmp_path / "wording" / "fr.yaml").write_text("cover: [a]\n", encoding="utf-8")
    with pytest.raises(WordingError, match="'cover' must be a text"):
        read_wording("fr", tmp_path)
    with pytest.raises(WordingError, match="does not exist"):
        read_wording("xx", tmp_path)
