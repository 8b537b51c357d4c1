"""The sentences of a report, from ``reports/wording/<language>.yaml``: text in, text with figures out.

A sentence may hold ``{name}`` where the report puts a value. Keys are written with full stops:
``board.title``. A key that is missing or a value nobody gave is a fault of the wording file and raises.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from lexposure.data import reports_folder
from lexposure.reporting.pieces import Piece, Rich
from lexposure.source.problems import InputError, Problems
from lexposure.source.yamltree import Mapping as MappingNode
from lexposure.source.yamltree import Node, Scalar, read_tree

_SPACE = re.compile(r"[ \n]+")
_PLACE = re.compile(r"\{(\w+)\}")


class WordingError(InputError):
    """The wording file cannot be used."""


class Wording:
    """The sentences of one language by key."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self.texts = texts

    def say(self, key: str, **values: object) -> str:
        """The sentence under a key as plain text."""
        return "".join(piece.text for piece in self.rich(key, **values))

    def rich(self, key: str, **values: object) -> Rich:
        """The sentence under a key; values that are pieces keep their links."""
        pieces: list[Piece] = []
        for index, part in enumerate(_PLACE.split(self.texts[key])):
            value = values[part] if index % 2 else part
            pieces += _as_pieces(value)
        return tuple(pieces)

    def count(self, key: str, number: int, **values: object) -> str:
        """``<key>.one`` or ``<key>.other`` with ``{n}``."""
        return self.say(f"{key}.{'one' if number == 1 else 'other'}", n=number, **values)

    def has(self, key: str) -> bool:
        """Whether there is a sentence under the key."""
        return key in self.texts

    def date(self, day: dt.date) -> str:
        """``15 August 2021``, not broken over two lines."""
        text = self.say("date", day=day.day, month=self.say(f"months.{day.month}"), year=day.year)
        return text.replace(" ", "\u00a0")

    def listed(self, words: list[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.say('and')} {words[-1]}"


def _as_pieces(value: object) -> Rich:
    if isinstance(value, Piece):
        return (value,)
    if isinstance(value, tuple):
        return tuple(piece for part in cast("tuple[object, ...]", value) for piece in _as_pieces(part))
    text = str(value)
    return (Piece(text),) if text else ()


def read_wording(language: str = "en", folder: Path | None = None) -> Wording:
    """The wording of a language. Raises :class:`WordingError` if the file cannot be read."""
    path = (folder or reports_folder()) / "wording" / f"{language}.yaml"
    problems = Problems()
    tree = read_tree(path, problems, f"wording/{language}.yaml")
    texts: dict[str, str] = {}
    if tree is not None:
        _flatten("", tree, texts, problems)
    problems.raise_if_any(WordingError)
    return Wording(language, texts)


@cache
def shipped(language: str = "en") -> Wording:
    """The shipped wording of a language, read once."""
    return read_wording(language)


def _flatten(prefix: str, node: Node, texts: dict[str, str], problems: Problems) -> None:
    if isinstance(node, Scalar):
        texts[prefix] = _SPACE.sub(" ", node.text.rstrip("\n"))
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            _flatten(f"{prefix}.{key.text}" if prefix else key.text, value, texts, problems)
    else:
        problems.error("shape", f"'{prefix}' must be a text", node.span)
