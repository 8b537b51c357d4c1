"""From the different texts of a column to answers: each is read once, by the profile's own reader."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.frame import Cell, Plane, cell_of, cell_taken
from lexposure.bulk.variants import Said
from lexposure.inference.columns.table import Numbers
from lexposure.profile.answers import AnswersReader
from lexposure.profile.model import Answer, AnswerState
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import Fact, FactType
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import Node, Scalar, parse_tree

UNKNOWN = Said(None, None)
MOST_KEPT = 200_000
"""Different answers kept; beyond, all are forgotten and read anew, so that memory is bounded."""

_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,4})?")
_DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}")
_EPOCH = dt.date(1970, 1, 1).toordinal()
_PER_UNIT = {FactType.MONEY: 100, FactType.COUNT: 1, FactType.SHARE: 10_000}

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of some rows: its different texts, and by row the place of its text among them, -1 where it is empty."""

    texts: Sequence[str]
    codes: Codes


class Answers:
    """Reads the texts of facts as of a day. A number alone is in EUR, in per cent, or a count, as the fact is."""

    def __init__(self, book: RuleBook, as_of: dt.date) -> None:
        self._book, self._as_of = book, as_of
        self._read: dict[tuple[str, str], Said | str] = {}

    def of(self, texts: Texts, fact: Fact) -> tuple[tuple[Said, ...], Mapping[int, str]]:
        """What each text says, nothing being said by the last; and what is wrong with some, by place."""
        found: list[Said] = []
        wrong: dict[int, str] = {}
        for place, text in enumerate(texts.texts):
            said = self._one(fact, text)
            if isinstance(said, str):
                wrong[place] = said
                said = UNKNOWN
            found.append(said)
        return (*found, UNKNOWN), wrong

    def _one(self, fact: Fact, text: str) -> Said | str:
        key = fact.name, text
        if key not in self._read:
            if len(self._read) >= MOST_KEPT:
                self._read.clear()
            self._read[key] = self._parsed(fact, text)
        return self._read[key]

    def _parsed(self, fact: Fact, text: str) -> Said | str:
        problems = Problems()
        node = _node(_with_unit(text.strip(), fact), problems)
        reader = AnswersReader(self._book, self._as_of, frozenset(), problems, reasons=False)
        pairs = () if node is None else ((Scalar(fact.name, _PLACE, plain=True), node),)
        answers = reader.read(pairs, fact.about)
        if problems.errors:
            first = problems.errors[0]
            return f"{first.message}; {first.hint}" if first.hint else first.message
        answer = answers.get(fact.name)
        return UNKNOWN if answer is None or not _public(answer, self._as_of) else _said(answer)


_PLACE = Span("cell")


def _public(answer: Answer, as_of: dt.date) -> bool:
    return answer.public_since is None or answer.public_since <= as_of


def _said(answer: Answer) -> Said:
    known = None if answer.alleged else answer.possible
    return Said(known, answer.possible, answer.state is AnswerState.NOT_SHOWN)


def _with_unit(text: str, fact: Fact) -> str:
    if _NUMBER.fullmatch(text) and fact.type in (FactType.MONEY, FactType.SHARE):
        return f"{text} EUR" if fact.type is FactType.MONEY else f"{text} %"
    return text


def _node(text: str, problems: Problems) -> Node | None:
    """The text as it would stand in a profile: brackets and braces are read as there, all else as it is."""
    if text[:1] not in ("{", "[", '"', "'"):
        return Scalar(text, _PLACE, plain=True)
    holder = parse_tree(f"value: {text}", "cell", problems)
    return None if holder is None else Fields(holder, problems, "the cell").node("value", required=True)


def plain_numbers(texts: Texts, fact: Fact) -> Cell | None:
    """A column of plain numbers or days at once; nothing where there is anything else in it."""
    if fact.type is FactType.DATE:
        return _days(texts)
    per = _PER_UNIT.get(fact.type)
    if per is None or len(texts.texts) < 64 or not all(map(_NUMBER.fullmatch, texts.texts)):
        return None
    values = np.array(texts.texts, dtype=np.float64) * per
    whole = np.rint(values)
    if fact.type is FactType.COUNT and (whole != values).any():
        return None
    if fact.type is FactType.SHARE and (whole > 100 * per).any():
        return None
    known = texts.codes >= 0
    spread = np.append(whole, 0.0)[texts.codes].astype(np.int64)
    return Numbers(spread, spread, known, known, known)


def _days(texts: Texts) -> Cell | None:
    if len(texts.texts) < 64 or not all(map(_DAY.fullmatch, texts.texts)):
        return None
    try:
        days = np.array(texts.texts, dtype="datetime64[D]").astype(np.int64) + _EPOCH
    except ValueError:  # a day that there is not; the reader says which
        return None
    known = texts.codes >= 0
    spread = np.append(days, 0)[texts.codes]
    return Numbers(spread, spread, known, known, known)


@dataclass(frozen=True, slots=True)
class Column:
    """A column read: what is known, what is told, where the company cannot show it; and what is wrong, by row."""

    known: Cell
    told: Cell
    not_shown: Plane
    wrong: tuple[tuple[int, str], ...] = ()


def read_column(texts: Texts, fact: Fact, answers: Answers) -> Column:
    """The answers of a column."""
    numbers = plain_numbers(texts, fact)
    if numbers is not None:
        return Column(numbers, numbers, np.zeros(1, np.bool_))
    said, wrong = answers.of(texts, fact)
    known = cell_taken(cell_of([one.known for one in said], fact), texts.codes)
    told = known
    if any(one.known != one.told for one in said):
        told = cell_taken(cell_of([one.told for one in said], fact), texts.codes)
    rows = ((int(row), why) for place, why in wrong.items() for row in np.flatnonzero(texts.codes == place))
    return Column(known, told, np.array([one.not_shown for one in said])[texts.codes], tuple(rows))
