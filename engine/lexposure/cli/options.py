"""Texts of single options as values; what is wrong with them names the option."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexposure.authoring.trials import Trials
    from lexposure.rulebook.book import RuleBook
    from lexposure.source.problems import Problems

EURO = "EUR"


def add_rules_option(parser: argparse.ArgumentParser) -> None:
    """``--rules DIR``, as often as there are rule packs."""
    parser.add_argument(
        "--rules",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="a private rule pack laid over the shipped rules; several are laid in the order given",
    )


def book_of(args: argparse.Namespace) -> RuleBook:
    """The shipped rule book with the packs that were named."""
    from lexposure.data import rules_folder
    from lexposure.rulebook.loading import read_rulebook

    return read_rulebook([rules_folder(), *args.rules])


def add_tested_options(parser: argparse.ArgumentParser) -> None:
    """Which rules to try, and from where: ``ID …``, ``--book DIR``, ``--rules DIR``."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="only these rules and conclusions; all if none")
    add_rules_option(parser)
    parser.add_argument("--book", type=Path, metavar="DIR", help="a whole rule book instead of the shipped one")


def tested_of(args: argparse.Namespace) -> tuple[RuleBook, Trials]:
    """The rule book of those options, and the examples and cases of the rules they name."""
    from lexposure.authoring.trials import trials_of
    from lexposure.data import rules_folder
    from lexposure.rulebook.cases_reading import read_cases
    from lexposure.rulebook.loading import read_rulebook
    from lexposure.source.problems import InputError, Problems, did_you_mean

    folders: list[Path] = [args.book or rules_folder(), *args.rules]
    book = read_rulebook(folders)
    problems = Problems()
    known = {rule.id for rule in book.tested}
    for name in args.ids:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            problems.error("unknown-name", f"there is no rule or conclusion '{name}'", hint=hint)
    problems.raise_if_any(InputError)
    return book, trials_of(book, read_cases(folders, book), args.ids)


def day_option(option: str, text: str | None, problems: Problems) -> dt.date | None:
    """An ISO day, or nothing where none is given or the text is none."""
    from lexposure.rulebook.values import Misread, read_day

    if text is None:
        return None
    try:
        return dt.date.fromordinal(read_day(text.strip()))
    except Misread as wrong:
        problems.error(wrong.code, f"--{option}: {wrong.message}", hint=wrong.hint)
        return None


def euro_option(option: str, text: str | None, problems: Problems) -> float | None:
    """One amount in euro, with or without its unit; a range or another unit would be a threshold by guess."""
    from lexposure.rulebook.values import Misread, read_amount

    if text is None:
        return None
    try:
        amount = read_amount(text.strip())
    except Misread as wrong:
        problems.error(wrong.code, f"--{option}: {wrong.message}", hint=wrong.hint)
        return None
    hint = "write 50 million EUR or 50 000 000"
    if amount.unit not in ("", EURO):
        problems.error("currency", f"--{option}: amounts are in {EURO} here, not in {amount.unit}", hint=hint)
        return None
    if amount.low is None or amount.low != amount.high:
        problems.error("value", f"--{option}: '{text}' is not one amount", hint=hint)
        return None
    return float(amount.low)
