"""The door: finds the command, runs it, and turns what went wrong into an exit code.

0 done; 1 a threshold was crossed; 2 bad input; 3 undecided; 70 an error of this program. A reader
that closes the pipe early gives 141 and an interruption 130, as in a shell.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence

from lexposure import __version__
from lexposure.data import rules_folder
from lexposure.source.problems import InputError, Problem, printed

# One module a command, each with register(commands). Only the module of the command asked for is imported.
COMMANDS = (
    "assess",
    "profile",
    "fine",
    "rules",
    "questions",
    "whatif",
    "sweep",
    "simulate",
    "plan",
    "portfolio",
    "diff",
    "backtest",
    "calibrate",
)

DEBUG = "--debug"

BAD_INPUT, INTERNAL, INTERRUPTED, PIPE_CLOSED = 2, 70, 130, 141

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What printing into a file can meet; files written by name tell their own problems."""

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but ``SystemExit`` for usage errors gets out."""
    given = sys.argv[1:] if argv is None else argv
    words = [word for word in given if word != DEBUG]  # allowed at any place
    _print_somewhere()
    _print_whatever_the_terminal_can()
    # NumPy starts threads for linear algebra when it is imported; there is none here, and it takes a tenth of a second.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return _run(words)
    except InputError as error:
        print(printed(error.problems), file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        _forget_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if error.errno not in FULL:
            return _internal(error, debug=DEBUG in given)
        _forget_stdout()
        problem = Problem("output", f"cannot write to standard output: {error.strerror}")
        print(problem.headline(), file=sys.stderr)
        return BAD_INPUT
    except Exception as error:  # the last resort of the program, the only one of its kind
        return _internal(error, debug=DEBUG in given)


def _run(words: Sequence[str]) -> int:
    try:
        args = parser(words).parse_args(words)
        run: Run = args.run
        return run(args)
    finally:  # help and version leave by SystemExit, and their reader may be gone as well
        sys.stdout.flush()


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The options; with the command ``words`` begin with, or with all of them where that is none."""
    top = argparse.ArgumentParser(
        prog="lexposure",
        description="What breaches of data-protection and competition law could cost a company, and why.",
        epilog="Exit codes: 0 done, 1 a threshold was crossed, 2 bad input, 3 undecided, 70 an error of this program.",
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the versions of the program and its rules")
    top.add_argument(DEBUG, action="store_true", help="print the traceback of an internal error")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _needed(words):
        importlib.import_module(f"lexposure.cli.{name}").register(commands)
    return top


def _needed(words: Sequence[str]) -> Sequence[str]:
    """The command that was asked for; all of them to print help or a wrong name, none to print a version."""
    named = next((word for word in words if not word.startswith("-")), "")
    if named in COMMANDS:
        return [named]
    return [] if "--version" in words else COMMANDS


class _Version(argparse.Action):
    """Reads the rules' version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        rules = (rules_folder() / "VERSION").read_text(encoding="utf-8").strip()
        print(f"lexposure {__version__} (rules {rules})")
        parser.exit()


def _internal(error: Exception, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    advice = "" if debug else " Run it again with --debug and report what it prints."
    print(f"lexposure: internal error, please report it: {what}.{advice}", file=sys.stderr)
    return INTERNAL


def _print_somewhere() -> None:
    """A program started without standard output or error prints into nothing; the exit code stands."""
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()


def _print_whatever_the_terminal_can() -> None:
    """A euro sign on a terminal that has none is shown as an escape instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Python flushes standard output once more at its end; let that go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
