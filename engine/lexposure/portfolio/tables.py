"""Tables in files: CSV and Parquet, read in chunks of a fixed size, and made of columns; the only user of Arrow."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexposure.portfolio.cells import Texts
from lexposure.source.problems import InputError, Problem

CHUNK = 4_096
"""Rows computed together."""

PARQUET, CSV = ".parquet", ".csv"
_SAMPLE = 1 << 20
_BLOCK = 4 << 20


def arrow(part: str = "") -> Any:
    """Arrow, which is an extra and brings no types. Raises :class:`InputError` where it is not installed."""
    if find_spec("pyarrow") is None:
        hint = "pip install 'lexposure[portfolio]'"
        raise InputError([Problem("extra", "tables are read with Arrow, which is not installed", hint=hint)])
    return import_module(f"pyarrow.{part}" if part else "pyarrow")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: the number of each in the file (the first is 1), and the cells as Arrow has them."""

    number: int
    rows: NDArray[np.int64]
    table: Any


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read at all."""

    row: int
    reason: str
    text: str


@dataclass(slots=True)
class Source:
    """A table of companies. ``broken`` grows while the chunks are read."""

    path: Path
    broken: list[Broken] = field(default_factory=list[Broken])

    def columns(self) -> tuple[str, ...]:
        """The names of the columns. Raises :class:`InputError` where the file cannot be read."""
        with _readable(self.path):
            if self.path.suffix == PARQUET:
                return tuple(arrow("parquet").read_schema(self.path).names)
            with self._csv(()) as reader:
                return tuple(reader.schema.names)

    def count(self) -> int | None:
        """How many rows there are; nothing where only reading all would tell."""
        with _readable(self.path):
            return int(arrow("parquet").read_metadata(self.path).num_rows) if self.path.suffix == PARQUET else None

    def mark(self) -> str:
        """What tells this table from another: its size, its beginning and its end."""
        size = self.path.stat().st_size
        found = hashlib.sha256(str(size).encode())
        with self.path.open("rb") as file:
            found.update(file.read(_SAMPLE))
            file.seek(max(size - _SAMPLE, 0))
            found.update(file.read(_SAMPLE))
        return found.hexdigest()

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The rows in their order, so many at a time."""
        self.broken.clear()
        with _readable(self.path):
            batches = self._parquet(size) if self.path.suffix == PARQUET else self._rows()
            yield from self._regrouped(batches, size)

    def _regrouped(self, batches: Iterator[Any], size: int) -> Iterator[Chunk]:
        table = arrow().Table
        waiting: list[Any] = []
        held = number = done = 0
        for batch in batches:
            waiting.append(batch)
            held += batch.num_rows
            while held >= size:
                whole = table.from_batches(waiting)
                yield self._chunk(number, done, whole.slice(0, size))
                held, number, done = held - size, number + 1, done + size
                waiting = whole.slice(size).to_batches() if held else []
        if held:
            yield self._chunk(number, done, table.from_batches(waiting))

    def _chunk(self, number: int, done: int, table: Any) -> Chunk:
        rows = np.arange(done + 1, done + table.num_rows + 1, dtype=np.int64)
        for one in self.broken:  # rows that could not be read stand between those that could
            rows[rows >= one.row] += 1
        return Chunk(number, rows, table)

    def _parquet(self, size: int) -> Iterator[Any]:
        with parquet_file(self.path) as file:
            yield from file.iter_batches(batch_size=size)

    def _rows(self) -> Iterator[Any]:
        names = self.columns()
        self.broken.clear()
        with self._csv(names) as reader:
            yield from reader

    def _csv(self, columns: Sequence[str]) -> Any:
        csv, string = arrow("csv"), arrow().string()

        def skip(row: Any) -> str:
            reason = f"it has {row.actual_columns} cells instead of {row.expected_columns}"
            self.broken.append(Broken(int(row.number or 2) - 1, reason, str(row.text or "")))
            return "skip"

        return csv.open_csv(
            self.path,
            csv.ReadOptions(use_threads=False, block_size=_BLOCK),
            csv.ParseOptions(invalid_row_handler=skip, newlines_in_values=True),
            csv.ConvertOptions(column_types=dict.fromkeys(columns, string), strings_can_be_null=True, null_values=[""]),
        )


@contextmanager
def _readable(path: Path) -> Generator[None]:
    """Turns what Arrow says of a file that cannot be read into a problem."""
    if path.suffix not in (PARQUET, CSV):
        hint = "give a file whose name ends in .csv or .parquet"
        raise InputError([Problem("table", f"'{path}' is no table that can be read", hint=hint)])
    errors: Any = (arrow().ArrowException, OSError, UnicodeDecodeError)
    try:
        yield
    except errors as error:
        raise InputError([Problem("table", f"'{path}' cannot be read: {str(error)[:300]}")]) from error


def parquet_file(path: Path | str) -> Any:
    """A Parquet file to be read in pieces. Reading ahead, Arrow would keep all it has read until the file is closed."""
    return arrow("parquet").ParquetFile(path, pre_buffer=False)


def texts_of(table: Any, name: str) -> Texts:
    """A column as its different texts; numbers, days and yes/no are written as in a profile."""
    pa, pc = arrow(), arrow("compute")
    found = table.column(name)
    kinds = pa.types
    if kinds.is_boolean(found.type):
        found = pc.if_else(found, "yes", "no")
    elif kinds.is_timestamp(found.type):
        found = pc.strftime(found, "%Y-%m-%d")
    elif kinds.is_floating(found.type) or kinds.is_decimal(found.type):
        found = pc.cast(pc.cast(found, pa.decimal128(34, 4), safe=False), pa.string())
        found = pc.replace_substring_regex(found, r"\.?0+$", "")
    elif kinds.is_list(found.type):
        lists = [None if one is None else f"[{', '.join(map(str, one))}]" for one in found.to_pylist()]
        found = pa.chunked_array([pa.array(lists, pa.string())])
    elif not kinds.is_string(found.type):
        found = pc.cast(found, pa.string())
    found = pc.if_else(pc.equal(pc.utf8_trim_whitespace(found), ""), None, found)
    encoded = pc.dictionary_encode(pa.chunked_array(found.chunks, pa.string())).unify_dictionaries().combine_chunks()
    if encoded.type != pa.dictionary(pa.int32(), pa.string()) or not len(encoded):
        return Texts((), np.full(len(encoded), -1, np.int64))
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Texts(encoded.dictionary.to_pylist(), codes)


def raw(table: Any, row: int) -> dict[str, str]:
    """The cells of a row that are not empty."""
    (cells,) = table.slice(row, 1).to_pylist()
    return {name: str(value) for name, value in cells.items() if value not in (None, "")}


def made(columns: Mapping[str, Any], kept: NDArray[np.bool_]) -> Any:
    """A table of the rows kept; what is not a number is empty. Whole numbers, amounts, and texts by code."""
    pa = arrow()
    arrays: dict[str, Any] = {}
    for name, column in columns.items():
        if isinstance(column, Coded):
            codes = pa.array(column.codes[kept], pa.int32(), mask=column.codes[kept] < 0)
            arrays[name] = pa.DictionaryArray.from_arrays(codes, pa.array(column.words, pa.string())).cast(pa.string())
        else:
            arrays[name] = pa.array(column[kept], from_pandas=True)
    return pa.table(arrays)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words, each row by the place of its own; -1 is empty."""

    words: Sequence[str]
    codes: NDArray[np.int32]


def packed(table: Any) -> bytes:
    """A table as bytes, to be sent to another process."""
    sink = arrow().BufferOutputStream()
    with arrow().ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def unpacked(data: bytes) -> Any:
    """The table of some bytes."""
    with arrow().ipc.open_stream(data) as reader:
        return reader.read_all()


def as_csv(table: Any, header: bool) -> bytes:
    """A table as lines of CSV, amounts to the cent."""
    pa, sink = arrow(), io.BytesIO()
    cents = pa.decimal128(24, 2)
    for place, column in enumerate(table.schema):
        if pa.types.is_floating(column.type):
            table = table.set_column(place, column.name, table.column(place).cast(cents))
    arrow("csv").write_csv(table, sink, arrow("csv").WriteOptions(include_header=header, quoting_style="needed"))
    return sink.getvalue()


def write_parquet(table: Any, path: Path) -> None:
    """A table as a Parquet file."""
    arrow("parquet").write_table(table, path, compression="zstd")


def release() -> None:
    """Give back what Arrow holds and does not use, so that memory does not creep up over many chunks."""
    arrow().default_memory_pool().release_unused()
