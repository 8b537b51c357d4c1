"""``lexposure questions PROFILE``: what to find out next."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.cli.options import add_rules_option

if TYPE_CHECKING:
    from lexposure.scenarios.questions import Question, Questions

OK, FEW, WIDTH = 0, 10, 80


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "questions",
        help="say what to find out next",
        description="Rank the open questions of a profile by how much their answers would narrow the exposure and "
        "settle outcomes, for the effort they take. Every possible answer is tried.",
    )
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the profile, a YAML file")
    parser.add_argument("--top", type=int, default=FEW, metavar="N", help=f"how many to print; {FEW} if not given")
    parser.add_argument(
        "--range",
        dest="ranges",
        action="append",
        default=[],
        metavar="FACT=RANGE",
        help='between which ends to try a number that methods calculate with, such as turnover="100-900 million EUR"; '
        "paths as in whatif",
    )
    add_rules_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document with all of them")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Try every answer, print the questions that matter most."""
    from lexposure.data import rules_folder
    from lexposure.scenarios.questions import questions
    from lexposure.scenarios.whatif import Workbench

    found = questions(Workbench(args.profile, args.rules, rules_folder()), args.ranges)
    if args.json:
        print(json.dumps(_document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print("\n".join(_lines(found, args.top)))
    return OK


def _lines(found: Questions, top: int) -> Iterator[str]:
    from lexposure.reporting import money

    def short(amount: float) -> str:
        return money.short(amount).replace(money.TIE, " ").replace(money.THIN, " ")

    yield f"{found.baseline.assessment.profile.company}, as of {found.baseline.assessment.on}"
    width = "no upper end" if found.width is None else f"{short(found.width)} between low and high"
    yield f"  {found.open} outcomes open; {width}"
    if not found.ranked:
        yield from _nothing(found)
    for index, one in enumerate(found.ranked[:top], 1):
        yield ""
        yield from textwrap.wrap(f"{index}. {one.asks}", WIDTH, subsequent_indent="   ")
        narrows = "" if one.narrows is None else f"narrows by {short(one.narrows)}, "
        yield f"   {one.path}"
        effort = f"; effort {one.effort}" if one.effort > 1 else ""
        yield f"   on average {narrows}settles {one.settles:.1f} of {found.open}{effort}"
    if found.ranked:
        yield ""
        rest = max(len(found.ranked) - top, 0)
        yield f"{rest} more that matter; {len(found.idle)} that change nothing whatever the answer."
    if found.untried:
        from lexposure.scenarios.questions import path_of

        names = ", ".join(map(path_of, found.untried))
        said = f"Not tried, for want of values to try: {names}. Give --range for them."
        yield from textwrap.wrap(said, WIDTH, break_on_hyphens=False)


def _nothing(found: Questions) -> Iterator[str]:
    """That no answer changes anything, as far as could be tried."""
    yield ""
    if found.together:
        yield "No single answer changes an outcome or an amount, but two together may:"
        for one, other in found.together[:FEW]:
            yield from textwrap.wrap(f"{one} with {other}", WIDTH, initial_indent="   ", subsequent_indent="   ")
        if len(found.together) > FEW:
            yield f"   and {len(found.together) - FEW} more pairs"
    elif found.untried:
        yield "No answer that can be tried changes an outcome or an amount."
    else:
        yield "Nothing left to ask: no answer changes an outcome or an amount."
    if found.idle and not found.together:
        yield f"{len(found.idle)} open questions were tried, each by itself and two together."


def _document(found: Questions) -> dict[str, object]:
    return {
        "company": found.baseline.assessment.profile.company,
        "open": found.open,
        "width": found.width,
        "nothing_left": found.nothing_left,
        "together": [list(pair) for pair in found.together],
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
        "effort": one.effort,
        "worth": one.worth,
        "answers": [{"value": part.value, "width": part.width, "open": part.open} for part in one.answers],
    }
