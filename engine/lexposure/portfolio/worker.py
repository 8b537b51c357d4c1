"""One processor's part: the rule book read once, then chunk after chunk of companies to results."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexposure.bulk.exposures import Estimator
from lexposure.portfolio.cells import Answers, Texts
from lexposure.portfolio.frames import frames
from lexposure.portfolio.header import Header, read_header
from lexposure.portfolio.results import OUTCOMES, Results
from lexposure.portfolio.tables import Coded, made, packed, raw, texts_of, unpacked
from lexposure.rulebook.edition import edition
from lexposure.rulebook.loading import read_rulebook
from lexposure.source.problems import InputError, Problems, did_you_mean


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with a table: rule folders, the day, a method, the names of its columns."""

    folders: tuple[Path, ...]
    as_of: dt.date
    method: str | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problematic:
    """A row that could not be assessed: its number in the file, the column, the reason, and its cells."""

    row: int
    column: str
    reason: str
    raw: str


class Worker:
    """Reads the rule book and the header. Raises :class:`InputError` for columns and methods that are unknown."""

    def __init__(self, job: Job) -> None:
        book = read_rulebook(list(job.folders))
        problems = Problems()
        self.header: Header = read_header(job.columns, book.catalogue, problems)
        method = book.methods.find(job.method) if job.method else None
        if job.method and method is None:
            hint = did_you_mean(job.method, book.methods.by_id) or f"there are {', '.join(sorted(book.methods.by_id))}"
            problems.error("method", f"'{job.method}' is not a known method", hint=hint)
        if not self.header.facts:
            problems.error("missing", "no column is an answer", hint="name columns after facts")
        problems.raise_if_any(InputError)
        self.mark = book.hash
        self._edition = edition(book, job.as_of)
        self._estimator = Estimator(self._edition, method)
        self._answers = Answers(book, job.as_of)

    def work(self, table: Any, rows: NDArray[np.int64]) -> tuple[Any, list[Problematic]]:
        """The results of some rows as a table, less the bad ones, and those."""
        size = int(table.num_rows)
        names = {*self.header.facts, *self.header.present, *self.header.complete, *self.header.links}
        chunk = {name: texts_of(table, name) for name in sorted(names)}
        parts, bad = frames(chunk, size, self.header, self._answers)
        results = Results(self._edition, size)
        for part in parts:
            results.fill(part, self._estimator)
        kept = np.ones(size, np.bool_)
        kept[[one.row for one in bad]] = False
        told = [
            Problematic(int(rows[one.row]), one.column, one.reason, json.dumps(raw(table, one.row), ensure_ascii=False))
            for one in bad
        ]
        return made(_columns(self.header, table, rows, results), kept), told

    def packed(self, data: bytes, rows: NDArray[np.int64]) -> tuple[bytes, list[Problematic]]:
        """The same from and to bytes, for another process."""
        table, bad = self.work(unpacked(data), rows)
        return packed(table), bad


def _columns(header: Header, table: Any, rows: NDArray[np.int64], results: Results) -> Mapping[str, Any]:
    found: dict[str, Any] = {"row": rows}
    found |= {name: _coded(texts_of(table, name)) for name in header.names}
    found |= results.counts
    found |= results.amounts
    for regime, (words, codes) in results.methods.items():
        found[f"{regime}_method"] = Coded(words, codes)
    found |= {rule: Coded(OUTCOMES, codes.astype(np.int32)) for rule, codes in results.rules.items()}
    return found


def _coded(texts: Texts) -> Coded:
    words: Sequence[str] = texts.texts
    return Coded(words, texts.codes.astype(np.int32))
