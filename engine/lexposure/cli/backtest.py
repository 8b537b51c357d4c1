"""``lexposure backtest``: how well the figures would have predicted real fines."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.cli.commands import Commands
from lexposure.source.problems import InputError, Problem

if TYPE_CHECKING:
    from lexposure.rulebook.calibration import Calibration
    from lexposure.scenarios.backtest import Backtest, Inside
    from lexposure.scenarios.scores import Scores

OK = 0


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "backtest",
        help="compare the figures with real fines",
        description="Forecast real decisions by those of other companies, and compare with the fines: coverage, width, "
        "errors, baselines, the worst misses.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="decisions, as cases/gdpr-decisions.yaml")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write a page with charts there, and the same in Markdown"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Forecast, print, and write the page if asked to."""
    from lexposure.cli.decisions import decisions_in
    from lexposure.rulebook.loading import read_rulebook
    from lexposure.scenarios.backtest import backtest
    from lexposure.scenarios.backtest_document import document

    book = read_rulebook()
    if book.calibration is None:
        raise InputError([Problem("calibration", "the rule book has no calibration", hint="see lexposure calibrate")])
    found = backtest(book, book.calibration, decisions_in(args.file), dt.date.today())
    if args.json:
        print(json.dumps(document(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found)))
    if args.out:
        _write(args, found, book.calibration)
    return OK


def _write(args: argparse.Namespace, found: Backtest, calibration: Calibration) -> None:
    from lexposure.cli.output import write_files
    from lexposure.reporting.backtest import backtest_view
    from lexposure.reporting.render import render_page

    page = backtest_view(found, calibration)
    files = {args.out / f"backtest.{name}": render_page(page, name) for name in ("html", "md")}
    write_files(files, keep=args.file)
    for path in files:
        print(f"{path.suffix[1:].upper():5} {path}", file=sys.stderr)


def _lines(found: Backtest) -> Iterator[str]:
    first = found.headline
    yield f"{first.n} decisions with a turnover, {len(found.excluded)} without; each forecast by those of other"
    yield "companies, whatever their date (hindsight). Errors and widths in powers of ten."
    yield ""
    yield "range   promised   measured            by chance        width"
    for one in first.covered:
        inside = f"{one.inside} of {one.n} ({one.share:.1%})"
        mark = "" if one.holds else "   not held"
        yield f"        {one.promised:>8.0%}   {inside:<19} {one.least:>3} to {one.most:<3}       {one.width:.2f}{mark}"
    yield ""
    yield f"{'forecast':<44} {'n':>4} {'RMSE':>6} {'bias':>6} {'x3':>6} {'x10':>6} {'in 80 %':>7}"
    rows = {"empirical range, companies left out": first} | {
        name: one
        for name, one in (
            ("the same, earlier decisions only", found.in_time),
            ("with the seriousness as stated (afterwards)", found.with_seriousness),
            ("without the families of violations", found.without_families),
            ("amounts after the courts", found.final),
        )
        if one is not None
    }
    for name, scores in (rows | dict(found.baselines)).items():
        yield _row(name, scores)
    yield ""
    yield _inside("method's range, seriousness as stated", found.stated)
    yield _inside("method's range, seriousness open", found.open)
    yield ""
    yield "Worst misses, actual to forecast:"
    for miss in found.misses:
        yield f"  {_factor(miss.factor):>8}  {miss.decision.id:<36} {miss.decision.authority[:28]}"


def _row(name: str, one: Scores) -> str:
    errors = f"{one.rmse:>6.3f} {one.bias:>+6.2f} {one.within_3:>6.1%} {one.within_10:>6.1%}"
    inside = f"{one.covered[1].share:.1%}" if one.covered else "–"
    return f"{name:<44} {one.n:>4} {errors} {inside:>7}"


def _inside(name: str, one: Inside) -> str:
    return f"{name}: {one.inside} of {one.n} fines inside, {one.below} below, {one.above} above"


def _factor(factor: float) -> str:
    return f"x {factor:,.0f}" if factor >= 1 else f"1 / {1 / factor:,.0f}"
