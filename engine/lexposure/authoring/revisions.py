"""A rule book from a folder or from a git revision of the folder where the shipped one lies."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from lexposure.data import rules_folder
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook
from lexposure.source.problems import InputError, Problem


def book_at(place: str) -> RuleBook:
    """The book in the folder of that name, or in that revision.

    Raises :class:`lexposure.source.problems.InputError` where it is neither, or the book has faults.
    """
    folder = Path(place)
    if folder.is_dir():
        return read_rulebook([folder])
    shipped = rules_folder().resolve()
    with tempfile.TemporaryDirectory() as made:
        _unpack(_archive(place, shipped), Path(made))
        return read_rulebook([Path(made)])


def _archive(revision: str, folder: Path) -> bytes:
    """The folder as it was, as a tar archive."""
    top, prefix = (_git(revision, folder, "rev-parse", f"--show-{what}").decode() for what in ("toplevel", "prefix"))
    if revision.startswith("-"):
        raise _neither(revision, "a revision does not begin with a hyphen")
    return _git(revision, Path(top.strip()), "archive", "--format=tar", f"{revision}:{prefix.strip()}")


def _git(revision: str, folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise _neither(revision, "git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _neither(revision, said[-1] if said else "git does not know it")
    return done.stdout


def _neither(place: str, why: str) -> InputError:
    hint = "name a folder with a rule book, or a revision of the repository it lies in"
    return InputError([Problem("rulebook", f"'{place}' is neither a folder nor a git revision: {why}", hint=hint)])


def _unpack(archive: bytes, into: Path) -> None:
    """Write the plain files of the archive; links and whatever would lie outside are left out.

    Written out by hand because `extractall(filter=...)` is missing from the first releases of Python 3.11.
    """
    top = into.resolve()
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in files:
            content, place = files.extractfile(member) if member.isfile() else None, (top / member.name).resolve()
            if content is not None and place.is_relative_to(top):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read())
