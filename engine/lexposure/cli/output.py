"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lexposure.source.problems import InputError, Problem, Span


class OutputError(InputError):
    """The place for the output cannot be written to."""


def write_files(files: Mapping[Path, str]) -> None:
    """Write all files, or none: each is written beside its place first, then all are renamed.

    Raises :class:`OutputError` where a folder or file cannot be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((_written_beside(path, text), path))
        for draft, path in waiting:
            draft.replace(path)
    except OSError as error:
        for draft, _ in waiting:
            draft.unlink(missing_ok=True)
        place = error.filename or str(next(iter(files), ""))
        raise OutputError([Problem("output", f"cannot write: {error.strerror}", Span(str(place)))]) from error


def _written_beside(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        draft.chmod(0o644)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft
