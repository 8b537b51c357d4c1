"""What the set-up says when something is missing, before pip would fail on it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE_PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
NEEDS_C = sys.version_info < (3, 13)


class CheckBuild:
    """tools/check_build.py, which is a script and not on the import path."""

    def __init__(self) -> None:
        spec = importlib.util.spec_from_file_location("check_build", ROOT / "tools" / "check_build.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.missing: Callable[[tuple[int, int]], Iterator[str]] = module.missing
        self.missing_for_c: Callable[[str, list[str], Path], Iterator[str]] = module.missing_for_c


CHECK = CheckBuild()


@pytest.fixture
def compiler(tmp_path: Path) -> Callable[[int], list[str]]:
    """A stand-in for a compiler: a program that ends with the exit code asked for."""

    def make(code: int) -> list[str]:
        program = tmp_path / f"cc-{code}"
        program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
        return [str(program)]

    return make


@pytest.fixture
def headers(tmp_path: Path) -> Path:
    (tmp_path / "Python.h").touch()
    return tmp_path


def test_all_there(compiler: Callable[[int], list[str]], headers: Path) -> None:
    assert list(CHECK.missing_for_c("python3.11", compiler(0), headers)) == []


def test_no_compiler(headers: Path) -> None:
    (sentence,) = CHECK.missing_for_c("python3.11", ["no-such-compiler"], headers)
    assert sentence.endswith("install the Debian package gcc.")


def test_compiler_without_headers_of_the_c_library(compiler: Callable[[int], list[str]], headers: Path) -> None:
    (sentence,) = CHECK.missing_for_c("python3.11", compiler(1), headers)
    assert sentence.endswith("install the Debian package libc6-dev.")


def test_no_python_header(compiler: Callable[[int], list[str]], tmp_path: Path) -> None:
    (sentence,) = CHECK.missing_for_c("python3.11", compiler(0), tmp_path)
    assert sentence.endswith("install the Debian package python3.11-dev.")


def test_both_are_named_at_once(tmp_path: Path) -> None:
    assert len(list(CHECK.missing_for_c("python3.12", ["no-such-compiler"], tmp_path))) == 2


def test_a_python_that_is_too_old() -> None:
    (sentence,) = CHECK.missing((3, 10))
    assert "needs Python 3.11 or later" in sentence


def test_this_python_has_all_it_takes() -> None:
    assert list(CHECK.missing(sys.version_info[:2])) == []


def run_setup(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh")
    assert shell is not None
    command = [shell, str(ROOT / "tools" / "setup.sh"), "run"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def link(tool: str, folder: Path) -> None:
    """Put one command of this machine into a folder that serves as the whole search path."""
    found = shutil.which(tool)
    assert found is not None
    (folder / tool).symlink_to(found)


@pytest.mark.skipif(not NEEDS_C, reason="durable-rules is not built on this Python")
def test_a_missing_compiler_stops_the_set_up_in_one_sentence_before_pip(tmp_path: Path) -> None:
    new = tmp_path / "environment"
    done = run_setup(
        {"PATH": os.environ["PATH"], "PYTHON": str(BASE_PYTHON), "VENV": str(new), "CC": "no-such-compiler"}
    )
    assert done.returncode == 1
    assert done.stderr == (
        "There is no C compiler (no-such-compiler), which durable-rules needs: install the Debian package gcc.\n"
    )
    assert not new.exists()


def test_a_python_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run_setup({"PATH": os.environ["PATH"], "PYTHON": "python3.99", "VENV": str(tmp_path / "environment")})
    assert done.returncode == 1
    assert "There is no Python named python3.99" in done.stderr


def test_no_python_at_all(tmp_path: Path) -> None:
    link("dirname", tmp_path)
    link("sh", tmp_path)
    done = run_setup({"PATH": str(tmp_path), "VENV": str(tmp_path / "environment")})
    assert done.returncode == 1
    assert "install the Debian packages python3 and python3-venv" in done.stderr


@pytest.mark.skipif(not NEEDS_C, reason="durable-rules is not built on this Python")
def test_a_python_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    """Version managers put commands on the path that answer with an error when their version is not chosen."""
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    (tmp_path / "python3.11").symlink_to(BASE_PYTHON)
    link("dirname", tmp_path)
    link("sh", tmp_path)
    environment = {"PATH": str(tmp_path), "VENV": str(tmp_path / "environment")}
    done = run_setup(environment | {"CC": "no-such-compiler"})
    assert done.stderr.startswith("There is no C compiler (no-such-compiler)")
