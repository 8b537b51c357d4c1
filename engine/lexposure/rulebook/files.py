"""The files of a rule folder: found, read once as bytes, and hashed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import MAX_BYTES, Node, tree_of

_YAML = ".yaml"
CASES = "cases"
"""The folder beside the rules of a topic that holds further tests of them; no part of the rule book."""
COVERAGE = "coverage.yaml"
"""How well examples and cases test the rules, at the top of a rule folder; no part of the rule book either."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file: ``name`` inside its folder with slashes, ``shown`` as printed in messages."""

    name: str
    shown: str
    data: bytes

    @property
    def topic(self) -> str:
        """The first folder of the name, empty for a file at the top."""
        return self.name.partition("/")[0] if "/" in self.name else ""

    @property
    def stem(self) -> str:
        """The last part of the name without ``.yaml``."""
        return self.name.rpartition("/")[2].removesuffix(_YAML)

    @property
    def is_yaml(self) -> bool:
        """Whether the name ends in ``.yaml``."""
        return self.name.endswith(_YAML)

    def tree(self, problems: Problems) -> Node | None:
        """The node tree, or nothing with the reasons in ``problems``."""
        return tree_of(self.data, self.shown, problems)


def files_in(folder: Path, problems: Problems) -> tuple[RuleFile, ...]:
    """Every file of the rule book below a folder, in order of names.

    Those whose names begin with a dot are left out, and so are cases and the coverage measured by them.
    """
    if not folder.is_dir():
        problems.error("no-folder", f"there is no folder '{folder}'", Span(str(folder)))
        return ()
    return _read_all(folder, _walk(str(folder), ""), problems)


def case_files_in(folder: Path, problems: Problems) -> tuple[RuleFile, ...]:
    """Every file of cases below a folder, in order of names: ``TOPIC/cases/RULE.yaml``."""
    return _read_all(folder, _cases(folder), problems)


def _cases(folder: Path) -> Iterator[tuple[str, int]]:
    for topic in folder.iterdir():
        if not topic.name.startswith(".") and (topic / CASES).is_dir():
            yield from _walk(str(topic / CASES), f"{topic.name}/{CASES}/")


def _read_all(folder: Path, names: Iterable[tuple[str, int]], problems: Problems) -> tuple[RuleFile, ...]:
    try:
        found = sorted(names)
        return tuple(file for name, size in found if (file := _read(folder, name, size, problems)))
    except OSError as error:
        problems.error("no-file", f"'{error.filename}' cannot be read: {error.strerror}", Span(str(folder)))
        return ()


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or prefix + entry.name == COVERAGE:
                continue
            if entry.is_dir():
                if entry.name == CASES and prefix.count("/") == 1:
                    continue
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name, entry.stat().st_size


def _read(folder: Path, name: str, size: int, problems: Problems) -> RuleFile | None:
    shown = f"{folder}/{name}"
    if size > MAX_BYTES:
        problems.error("too-large", f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read", Span(shown))
        return None
    if name.endswith(".yml"):
        problems.error("file-name", f"'{name}' would not be read", Span(shown), "let the name end in .yaml")
    return RuleFile(name, shown, Path(shown).read_bytes())


def hash_of(files: Iterable[RuleFile]) -> str:
    """SHA-256 over the names and bytes of all files, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for file in files:
        name = file.name.encode("utf-8", "surrogateescape")
        digest.update(b"%d:%b%d:" % (len(name), name, len(file.data)))
        digest.update(file.data)
    return digest.hexdigest()
