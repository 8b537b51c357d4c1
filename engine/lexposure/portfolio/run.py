"""A whole table: chunk by chunk, on several processors if wished, so that an interrupted run can go on.

After each chunk the output is as long as the file of progress says; whatever an interrupted run wrote beyond is cut off
when it is taken up again, so that the result is the same to the byte.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from lexposure.portfolio.tables import CHUNK, PARQUET, Chunk, Source, as_csv, packed, release, unpacked, write_parquet
from lexposure.portfolio.worker import Job, Problematic, Worker
from lexposure.source.problems import InputError, Problem

AHEAD = 2
"""Chunks that wait beside those being computed: memory stays flat."""

HEAD = ("row", "column", "reason", "cells")


@dataclass(slots=True)
class Progress:
    """How far a run is: whole chunks, rows done, bad rows, and how long the files were then."""

    mark: str
    chunks: int = 0
    rows: int = 0
    bad: int = 0
    bytes: int = 0
    bad_bytes: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """Where results, bad rows and progress go."""

    out: Path
    bad: Path = field(init=False)
    progress: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bad", self.out.with_name(f"{self.out.stem}.bad.csv"))
        object.__setattr__(self, "progress", self.out.with_name(f"{self.out.name}.progress.json"))

    def part(self, number: int) -> Path:
        """The Parquet file of a chunk."""
        return self.out / f"part-{number:06d}.parquet"


def run(
    source: Source,
    job: Job,
    out: Path,
    workers: int = 1,
    resume: bool = False,
    told: Callable[[int], None] | None = None,
    chunk: int = CHUNK,
) -> Progress:
    """Assess every company of a table; ``told`` hears of the rows done.

    Raises :class:`InputError` for a table that cannot be read, unknown columns, and a run that cannot be taken up.
    """
    worker = Worker(job)
    mark = _mark(source, job, worker, chunk)
    places = Places(out)
    progress = _taken_up(places, mark) if resume else _anew(places, mark)
    chunks = (one for one in source.chunks(chunk) if one.number >= progress.chunks)
    for one, table, bad in _results(chunks, job, worker, workers):
        _write(places, progress, one, table, [*_broken(source, progress, one), *bad])
        release()
        if told is not None:
            told(progress.rows)
    rest = _unread(source, progress)
    if rest:
        _write_bad(places, progress, rest)
    places.progress.unlink(missing_ok=True)
    return progress


def _mark(source: Source, job: Job, worker: Worker, chunk: int) -> str:
    said = [source.mark(), worker.mark, job.as_of.isoformat(), job.method, list(job.columns), chunk]
    return json.dumps(said)


def _results(
    chunks: Iterator[Chunk], job: Job, worker: Worker, workers: int
) -> Iterator[tuple[Chunk, Any, list[Problematic]]]:
    if workers == 1:
        for one in chunks:
            yield one, *worker.work(one.table, one.rows)
        return
    context = get_context("forkserver" if os.name == "posix" else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(job,)) as pool:
        waiting: list[tuple[Chunk, Future[tuple[bytes, list[Problematic]]]]] = []
        for one in chunks:
            waiting.append((one, pool.submit(_do, packed(one.table), one.rows)))
            if len(waiting) >= workers + AHEAD:
                yield _done(*waiting.pop(0))
        for first in waiting:
            yield _done(*first)


def _done(one: Chunk, future: Future[tuple[bytes, list[Problematic]]]) -> tuple[Chunk, Any, list[Problematic]]:
    data, bad = future.result()
    return one, unpacked(data), bad


_worker: list[Worker] = []
"""The worker of this process."""


def _begin(job: Job) -> None:
    _worker.append(Worker(job))


def _do(data: bytes, rows: Any) -> tuple[bytes, list[Problematic]]:
    return _worker[0].packed(data, rows)


def _broken(source: Source, progress: Progress, one: Chunk) -> list[Problematic]:
    """The rows up to this chunk's end that could not be read at all, and were not told before."""
    last = int(one.rows[-1])
    found = [each for each in source.broken[progress.broken :] if each.row <= last]
    progress.broken += len(found)
    return [Problematic(each.row, "", each.reason, each.text) for each in found]


def _unread(source: Source, progress: Progress) -> list[Problematic]:
    found = source.broken[progress.broken :]
    progress.broken += len(found)
    return [Problematic(each.row, "", each.reason, each.text) for each in found]


def _anew(places: Places, mark: str) -> Progress:
    places.out.parent.mkdir(parents=True, exist_ok=True)
    places.bad.unlink(missing_ok=True)
    if places.out.suffix == PARQUET:
        if places.out.is_file():
            places.out.unlink()
        places.out.mkdir(exist_ok=True)
        for path in places.out.glob("part-*.parquet"):
            path.unlink()
    else:
        places.out.write_bytes(b"")
    return Progress(mark)


def _taken_up(places: Places, mark: str) -> Progress:
    """The progress of an interrupted run, what it wrote beyond it cut off."""
    try:
        kept: Mapping[str, Any] = json.loads(places.progress.read_text("utf-8"))
        progress = Progress(**kept)
    except (OSError, ValueError, TypeError) as error:
        message = f"there is no run to take up: '{places.progress}' cannot be read"
        raise InputError([Problem("resume", message, hint="leave --resume out to begin anew")]) from error
    if progress.mark != mark:
        message = "the table, the rules or the options are other ones than those of the run to be taken up"
        raise InputError([Problem("resume", message, hint="leave --resume out to begin anew")])
    if places.out.suffix == PARQUET:
        for path in places.out.glob("part-*.parquet"):
            if path.name >= places.part(progress.chunks).name:
                path.unlink()
    else:
        os.truncate(places.out, progress.bytes)
    if places.bad.exists():
        os.truncate(places.bad, progress.bad_bytes)
    return progress


def _write(places: Places, progress: Progress, one: Chunk, table: Any, bad: list[Problematic]) -> None:
    """A chunk's rows, then how far the run is; a torn write is cut off when the run is taken up."""
    if places.out.suffix == PARQUET:
        write_parquet(table, places.part(one.number))
    else:
        with places.out.open("ab") as file:
            file.write(as_csv(table, header=one.number == 0))
            progress.bytes = file.tell()
    _write_bad(places, progress, bad)
    progress.chunks, progress.rows = one.number + 1, progress.rows + len(one.rows)
    waiting = places.progress.with_suffix(".tmp")
    waiting.write_text(json.dumps(asdict(progress)), encoding="utf-8")
    waiting.replace(places.progress)


def _write_bad(places: Places, progress: Progress, bad: list[Problematic]) -> None:
    if not bad:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if progress.bad == 0:
        writer.writerow(HEAD)
    for one in bad:
        writer.writerow((one.row, one.column, one.reason, one.raw))
    with places.bad.open("ab") as file:
        file.write(text.getvalue().encode("utf-8"))
        progress.bad_bytes = file.tell()
    progress.bad += len({one.row for one in bad})
