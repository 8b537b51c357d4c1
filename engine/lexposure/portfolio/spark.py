"""The same chunks on a Spark cluster: workers read the row groups of the table themselves and write the results.

Only the numbers of row groups travel to the workers, not their rows (``range(row groups).mapInArrow``). All machines
must reach the table and the output under one path, and have this package installed. The only user of Spark.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from lexposure.portfolio.run import HEAD, Places
from lexposure.portfolio.tables import CHUNK, PARQUET, Source, arrow, parquet_file
from lexposure.portfolio.worker import Job, Problematic, Worker
from lexposure.source.problems import InputError, Problem

PROBLEM = ("problem_column", "problem", "problem_cells")
"""Columns of the output that are empty but for rows that could not be assessed."""


def run_on_spark(source: Source, job: Job, out: Path, master: str) -> tuple[int, int]:
    """Assess the table; the rows read, and how many of them could not be assessed.

    Raises :class:`InputError` where Spark is not installed, or the table or the output is no Parquet.
    """
    _check(source, out)
    worker = Worker(job)
    file = parquet_file(source.path)
    groups = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    starts = np.concatenate([[0], np.cumsum(groups)]).astype(int).tolist()
    empty = file.schema_arrow.empty_table()
    file.close()
    schema = _with_problems(worker.work(empty, np.zeros(0, np.int64))[0], []).schema
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = _session(master)
    try:
        path = str(source.path.resolve())
        task = _Task(job, path, starts)
        types = import_module("pyspark.sql.pandas.types").from_arrow_schema(schema)
        found = session.range(0, len(groups), 1, max(len(groups), 1)).mapInArrow(task, types)
        found.write.mode("overwrite").parquet(str(out.resolve()))
        bad = _bad_rows(session, out, schema)
    finally:
        session.stop()
    places = Places(out)
    places.bad.unlink(missing_ok=True)
    if bad:
        with places.bad.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(HEAD)
            writer.writerows(bad)
    return starts[-1], len({row for row, *_ in bad})


def _check(source: Source, out: Path) -> None:
    if find_spec("pyspark") is None or (shutil.which("java") is None and "JAVA_HOME" not in os.environ):
        hint = "pip install 'lexposure[spark]', and Java 17 or later"
        raise InputError([Problem("extra", "Spark or Java is not installed", hint=hint)])
    if source.path.suffix != PARQUET or out.suffix != PARQUET:
        message = "on Spark the table and --out are Parquet: its workers read row groups by themselves"
        raise InputError([Problem("option", message)])


def _session(master: str) -> Any:
    builder = import_module("pyspark.sql").SparkSession.builder.master(master).appName("lexposure portfolio")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(CHUNK),
        "spark.sql.session.timeZone": "UTC",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


_workers: dict[Job, Worker] = {}
"""The worker of this process by what is to be done."""


class _Task:
    """What a Spark worker does with the numbers of some row groups."""

    def __init__(self, job: Job, path: str, starts: list[int]) -> None:
        self.job, self.path, self.starts = job, path, starts

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        if self.job not in _workers:
            _workers[self.job] = Worker(self.job)
        worker = _workers[self.job]
        with parquet_file(self.path) as file:
            for batch in batches:
                for group in batch.column(0).to_pylist():
                    yield from self._group(file, worker, group)

    def _group(self, file: Any, worker: Worker, group: int) -> Iterator[Any]:
        done = self.starts[group]
        for batch in file.iter_batches(batch_size=CHUNK, row_groups=[group]):
            table = arrow().Table.from_batches([batch])
            rows = np.arange(done + 1, done + table.num_rows + 1, dtype=np.int64)
            done += table.num_rows
            yield from _with_problems(*worker.work(table, rows)).to_batches()


def _with_problems(table: Any, bad: list[Problematic]) -> Any:
    """The results with the columns of problems, and a row for each problem that has only those."""
    pa = arrow()
    string = pa.string()
    for name in PROBLEM:
        table = table.append_column(name, pa.nulls(table.num_rows, string))
    if not bad:
        return table
    columns = {name: pa.nulls(len(bad), table.schema.field(name).type) for name in table.column_names}
    columns["row"] = pa.array([one.row for one in bad], pa.int64())
    for name, values in zip(
        PROBLEM, zip(*((one.column, one.reason, one.raw) for one in bad), strict=True), strict=True
    ):
        columns[name] = pa.array(values, string)
    return pa.concat_tables([table, pa.table(columns)])


def _bad_rows(session: Any, out: Path, schema: Any) -> list[tuple[int, str, str, str]]:
    found = session.read.parquet(str(out.resolve()))
    rows = found.filter(found[PROBLEM[1]].isNotNull()).select(schema.names[0], *PROBLEM).orderBy("row", PROBLEM[0])
    return [(row[0], row[1], row[2], row[3]) for row in rows.collect()]
