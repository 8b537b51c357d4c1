"""Says what this Python lacks to install Lexposure, before pip fails on it.

    python3 tools/check_build.py

Prints one sentence for each thing missing, with the Debian package that brings it, and exits 1;
prints nothing and exits 0 when all is there. Nothing here is newer than Python 3.8, so that an old
Python can run it and be told that it is too old.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
FIRST_WITHOUT_DURABLE = (3, 13)
PROBE = "#include <stdio.h>\nint main(void) { return 0; }\n"


def missing(version: tuple[int, int]) -> Iterator[str]:
    """A sentence for each thing that this Python, of that version, lacks; the one to mend first in front."""
    name = "python{}.{}".format(*version)
    if version < OLDEST:
        yield (
            f"Lexposure needs Python 3.11 or later and this is {name}: install python3.11 or python3.12, "
            "or name another with PYTHON=..."
        )
        return
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        yield f"{name} cannot make virtual environments: install the Debian package {name}-venv."
    if version < FIRST_WITHOUT_DURABLE and not importlib.util.find_spec("durable_rules_engine"):
        compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()
        yield from missing_for_c(name, compiler, Path(sysconfig.get_path("include")))


def missing_for_c(name: str, compiler: list[str], include: Path) -> Iterator[str]:
    """What building durable-rules from its C source lacks: a compiler, the C library's headers and Python's."""
    if not shutil.which(compiler[0]):
        yield f"There is no C compiler ({compiler[0]}), which durable-rules needs: install the Debian package gcc."
    elif not compiles(compiler):
        yield f"{compiler[0]} cannot compile a C program of two lines: install the Debian package libc6-dev."
    if not (include / "Python.h").is_file():
        yield f"{name} lacks its C headers, which durable-rules needs: install the Debian package {name}-dev."


def compiles(compiler: list[str]) -> bool:
    """Whether the compiler takes a program that needs nothing but the C library."""
    command = [*compiler, "-x", "c", "-fsyntax-only", "-"]
    return subprocess.run(command, input=PROBE.encode(), capture_output=True, check=False).returncode == 0


def main() -> int:
    """Print what is missing; 1 if anything is."""
    sentences = list(missing(sys.version_info[:2]))
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
