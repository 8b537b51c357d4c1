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

OLDEST = (3, 11)
FIRST_WITHOUT_DURABLE = (3, 13)
PROBE = "#include <stdio.h>\nint main(void) { return 0; }\n"


def missing() -> Iterator[str]:
    """A sentence for each thing that is missing, the one to mend first in front."""
    version = sys.version_info[:2]
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
        yield from _missing_for_c(name)


def _missing_for_c(name: str) -> Iterator[str]:
    """durable-rules comes as C source: a compiler, the C library's headers and Python's."""
    compiler = _compiler()
    if not compiler:
        yield "There is no C compiler, which durable-rules needs: install the Debian packages gcc and libc6-dev."
    elif not _compiles(compiler):
        yield f"{compiler[0]} cannot compile a C program of one line: install the Debian package libc6-dev."
    header = os.path.join(sysconfig.get_path("include"), "Python.h")
    if not os.path.isfile(header):
        yield f"{name} has no C headers ({header}), which durable-rules needs: install the Debian package {name}-dev."


def _compiler() -> list[str]:
    """The command that building an extension would run, or nothing where it is not installed."""
    command = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()
    return command if shutil.which(command[0]) else []


def _compiles(compiler: list[str]) -> bool:
    command = [*compiler, "-x", "c", "-fsyntax-only", "-"]
    done = subprocess.run(command, input=PROBE.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def main() -> int:
    """Print what is missing; 1 if anything is."""
    sentences = list(missing())
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
