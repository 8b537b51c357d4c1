"""``lexposure questions PROFILE``: what to find out next."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option

if TYPE_CHECKING:
    from lexposure.scenarios.questions import Question, Questions

OK, FEW = 0, 10


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "questions",
        help="say what to find out next",
        description="Rank the open questions of a profile by how much their answers would narrow the exposure and "
        "settle outcomes. Every possible answer is tried.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument("--top", type=int, default=FEW, metavar="N", help=f"how many to print; {FEW} if not given")
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document with all of them")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Try every answer, print the questions that matter most."""
    from lexposure.data import rules_folder
    from lexposure.scenarios.questions import questions
    from lexposure.scenarios.whatif import Workbench

    found = questions(Workbench(args.profile, args.rules, rules_folder()), _told if sys.stderr.isatty() else None)
    if args.json:
        print(json.dumps(_document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(_lines(found, args.top)))
    return OK


def _told(done: int, of: int) -> None:
    print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _lines(found: Questions, top: int) -> Iterator[str]:
    from lexposure.reporting import money

    def short(amount: float) -> str:
        return money.short(amount).replace(money.TIE, " ").replace(money.THIN, " ")

    yield f"{found.baseline.assessment.profile.company}, as of {found.baseline.assessment.on}"
    width = "no upper end" if found.width is None else f"{short(found.width)} between low and high"
    yield f"  {found.open} outcomes open; {width}"
    if not found.ranked:
        yield "No answer that can be tried changes anything."
    for index, one in enumerate(found.ranked[:top], 1):
        yield ""
        yield from textwrap.wrap(f"{index}. {one.asks}", 80, subsequent_indent="   ")
        narrows = "" if one.narrows is None else f"narrows by {short(one.narrows)}, "
        yield f"   {one.path}"
        yield f"   on average {narrows}settles {one.settles:.1f} of {found.open}"
    yield ""
    rest = max(len(found.ranked) - top, 0)
    yield f"{rest} more that matter; {len(found.idle)} that change nothing whatever the answer."
    if found.untried:
        names = ", ".join(dict.fromkeys(one.fact for one in found.untried))
        yield from textwrap.wrap(f"Not tried, for want of values to try: {names}.", 80)


def _document(found: Questions) -> dict[str, object]:
    return {
        "company": found.baseline.assessment.profile.company,
        "open": found.open,
        "width": found.width,
        "questions": [_question(one) for one in found.ranked],
        "idle": [one.path for one in found.idle],
        "untried": [one.fact for one in found.untried],
    }


def _question(one: Question) -> dict[str, object]:
    return {
        "path": one.path,
        "asks": one.asks,
        "narrows": one.narrows,
        "settles": one.settles,
        "score": one.score,
        "answers": [{"value": part.value, "width": part.width, "open": part.open} for part in one.answers],
    }
