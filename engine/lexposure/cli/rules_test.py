"""``lexposure rules test``: every example and case gives what its author expects."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_tested_options, tested_of
from lexposure.source.problems import printed

if TYPE_CHECKING:
    from lexposure.authoring.trials import Failure, Trials

OK, FAILED = 0, 1


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "test",
        help="run the examples and cases of rules",
        description="Run the examples inside rules and conclusions, and their cases. Exit code 1 if one fails.",
    )
    add_tested_options(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what fails, then how many there are."""
    _, trials = tested_of(args)
    failures = tuple(trials.failures())
    if args.json:
        print(json.dumps(_document(trials, failures), ensure_ascii=False, indent=2))
    else:
        if failures:
            print(printed(failure.problem() for failure in failures), end="\n\n")
        print(_closing(trials, failures))
    return FAILED if failures else OK


def _document(trials: Trials, failures: tuple[Failure, ...]) -> dict[str, object]:
    cases = sum(trial.is_case for trial in trials.ran)
    return {
        "examples": len(trials.ran) - cases,
        "cases": cases,
        "passed": len(trials.ran) - len(failures),
        "failed": len(failures),
        "not_run": trials.not_run,
        "failures": [
            {
                "rule": failure.trial.rule,
                "kind": "case" if failure.trial.is_case else "example",
                "name": failure.trial.example.name,
                "place": str(failure.trial.example.span),
                "said": list(failure.said),
            }
            for failure in failures
        ],
    }


def _closing(trials: Trials, failures: tuple[Failure, ...]) -> str:
    """``431 examples, 12 cases: all as expected``."""
    cases = sum(trial.is_case for trial in trials.ran)
    said = f"{len(failures):,} failed" if failures else "all as expected"
    asleep = f"; {trials.not_run:,} of drafts and retired rules not run" if trials.not_run else ""
    return f"{_counted(len(trials.ran) - cases, 'example')}, {_counted(cases, 'case')}: {said}{asleep}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
