"""The command line's door: what each way to go wrong looks like from outside."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lexposure
from lexposure.cli.main import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]


def python(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "engine")}
    command = [sys.executable, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert re.fullmatch(rf"lexposure {lexposure.__version__} \(rules \d{{4}}\.\d+\)\n", capsys.readouterr().out)


def test_as_a_module() -> None:
    done = python("-m", "lexposure", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"lexposure {lexposure.__version__} ")


@pytest.mark.parametrize("words", [[], ["asses"], ["assess"], ["assess", "x.yaml", "--no-such-option"]])
def test_wrong_usage_is_bad_input(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert "usage: lexposure" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert re.search(rf"^ +{name}\s", shown, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert f"usage: lexposure {name}" in capsys.readouterr().out


def test_a_missing_profile_is_a_problem_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.yaml"
    assert main(["assess", str(missing), "--out", str(tmp_path / "out")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert re.match(rf"{re.escape(str(missing))}:\d+:\d+: error\[[a-z-]+\]: ", shown.err)
    assert "Traceback" not in shown.err
    assert not (tmp_path / "out").exists()


def broken(args: argparse.Namespace) -> int:
    """A command with a bug in it."""
    raise LookupError(f"no such\nthing as {args.profile}")


def test_a_bug_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("lexposure.cli.assess.run", broken)
    assert main(["assess", "x.yaml"]) == 70
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "internal error" in shown
    assert "LookupError: no such thing as x.yaml" in shown


@pytest.mark.parametrize("words", [["--debug", "assess", "x.yaml"], ["assess", "x.yaml", "--debug"]])
def test_a_bug_with_debug_has_its_traceback(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lexposure.cli.assess.run", broken)
    assert main(words) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def interrupted(_: argparse.Namespace) -> int:
    raise KeyboardInterrupt


def test_an_interruption_is_silent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("lexposure.cli.assess.run", interrupted)
    assert main(["assess", "x.yaml"]) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "engine")}
    command = [sys.executable, "-m", "lexposure", "profile", "new"]
    done = subprocess.run(command, env=environment, stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_behind_standard_output() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "engine")}
    command = [sys.executable, "-m", "lexposure", "profile", "new"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (
        2,
        "error[output]: cannot write to standard output: No space left on device\n",
    )


def test_without_standard_output_the_exit_code_stands() -> None:
    command = f'"{sys.executable}" -m lexposure profile new >&-'
    environment = os.environ | {"PYTHONPATH": str(ROOT / "engine")}
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=environment, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_the_euro_sign() -> None:
    code = "from lexposure.cli import main; main._print_whatever_the_terminal_can(); print('\\u20ac')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "engine"), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"\\u20ac\n")


@pytest.mark.parametrize("words", [["--version"], ["assess", "--help"], ["profile", "new", "--help"]], ids=" ".join)
def test_the_door_imports_nothing_heavy(words: list[str]) -> None:
    """A command pays for what it uses: no library is imported to print a version or how a command is used."""
    code = f"""
import sys
from lexposure.cli.main import main
try:
    main({words})
except SystemExit:
    pass
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"numpy", "jinja2", "durable_rules_engine"}}))
"""
    assert python("-c", code).stdout.splitlines()[-1] == "[]"
