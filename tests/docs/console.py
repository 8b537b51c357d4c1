"""Sessions in documentation: ``console`` blocks whose output is what the commands print.

    python tests/docs/console.py README.md docs/*.md

runs every command anew and writes what it printed into the files. Commands run in an empty folder
with the examples and cases in it; the exit code of one can be asked for with ``echo $?`` in the next.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command and what it printed, as the document shows it."""

    command: str
    output: str

    def __str__(self) -> str:
        return f"$ {self.command}\n{self.output}"


def exchanges(block: str) -> list[Exchange]:
    """The commands of one block; a line that ends with a backslash goes on in the next."""
    found: list[Exchange] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        match = re.match(r"((?:[^\n]*\\\n)*[^\n]*\n)(.*)", part, re.DOTALL)
        assert match is not None, part
        found.append(Exchange(match[1].removesuffix("\n"), match[2]))
    return found


def sessions(text: str) -> list[list[Exchange]]:
    """All sessions of a document."""
    return [exchanges(block) for block in BLOCK.findall(text)]


def rerun(session: Sequence[Exchange]) -> list[Exchange]:
    """The same commands with what they print now."""
    done: list[Exchange] = []
    code = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("examples", "cases"):
            (Path(folder) / name).symlink_to(ROOT / name)
        for exchange in session:
            code, output = _run(f"(exit {code}); {exchange.command}", folder)
            done.append(Exchange(exchange.command, output))
    return done


def _run(command: str, folder: str) -> tuple[int, str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    environment = os.environ | {"PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout


def rewritten(text: str) -> str:
    """The document with every session run anew."""

    def anew(match: re.Match[str]) -> str:
        return "```console\n" + "".join(map(str, rerun(exchanges(match[1])))) + "```"

    return BLOCK.sub(anew, text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        document = Path(name)
        before = document.read_text(encoding="utf-8")
        after = rewritten(before)
        if after != before:
            document.write_text(after, encoding="utf-8")
            print(f"{name} written")
