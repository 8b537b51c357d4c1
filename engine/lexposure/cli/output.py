"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from lexposure.source.problems import InputError, Problem


class OutputError(InputError):
    """The place for the output cannot be written to."""


def write_files(files: Mapping[Path, str], keep: Path | None = None) -> None:
    """Write all files, or none: each is written beside its place first, then all are renamed.

    ``keep`` is the input, which no output may replace. Raises :class:`OutputError` where a folder or
    file cannot be written.
    """
    refused = [problem for path in files for problem in _refused(path, keep)]
    if refused:
        raise OutputError(refused)
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
        folders = [str(path.parent) for path in files]  # people know the folder, not the drafts in it
        place = error.filename if error.filename in folders else next(iter(folders), "")
        raise OutputError([Problem("output", f"cannot write '{place}': {error.strerror}")]) from error


def _refused(path: Path, keep: Path | None) -> Iterator[Problem]:
    """What stands in the way of a file, as far as it can be seen before anything is written."""
    folder = next((parent for parent in path.parents if parent.exists()), None)
    if folder is not None and not folder.is_dir():
        yield Problem("output", f"cannot write '{path}': '{folder}' is a file, not a folder")
    elif path.is_dir():
        yield Problem("output", f"cannot write '{path}': it is a folder")
    elif keep is not None and path.exists() and path.samefile(keep):
        yield Problem("output", f"'{path}' is the profile itself and is left as it is", hint="choose another --out")


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
