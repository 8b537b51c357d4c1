"""The shipped exchange rates, their reader, and the tool that writes them."""

from __future__ import annotations

import datetime as dt
import importlib.util
import zipfile
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.currencies import Currencies, read_currencies
from lexposure.source.problems import Problems
from lexposure.source.yamltree import parse_tree

HEAD = "title: T\nsource: S\ncite: C\nkind: our reading\ncertainty: D\nchecked_on: 2026-11-23\n"


def test_published_averages(shipped: RuleBook) -> None:
    published = {
        ("USD", 2016): "1.1069",
        ("USD", 2017): "1.1297",
        ("USD", 2018): "1.1810",
        ("USD", 2020): "1.1422",
        ("USD", 2022): "1.0530",
        ("USD", 2023): "1.0813",
        ("USD", 2024): "1.0824",
    }
    assert {key: shipped.currencies.rate(*key) for key in published} == {k: Decimal(v) for k, v in published.items()}


def test_whole_years_of_every_currency(shipped: RuleBook) -> None:
    currencies = shipped.currencies
    assert currencies.codes[0] == "EUR"
    assert set(currencies.codes) == {
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "JPY",
        "CNY",
    }
    for code in currencies.codes[1:]:
        years = currencies.years(code)
        assert years == tuple(range(years[0], 2026))
    assert currencies.years("USD")[0] == 1999
    assert currencies.years("RON")[0] == 2006
    assert currencies.checked_on == dt.date(2026, 11, 23)


def test_convert() -> None:
    currencies = Currencies({"USD": {2020: Decimal("1.1422")}})
    assert currencies.convert(Decimal(386_064_000_000), "USD", 2020) == Decimal("338000350201.37")
    assert currencies.convert(Decimal("0.005"), "EUR", 1900) == Decimal("0.01")
    assert currencies.convert(Decimal(1), "USD", 2021) is None
    assert currencies.convert(Decimal(1), "XXX", 2020) is None
    assert currencies.years("XXX") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "rates: {usd: {2020: 1.1}}\n", "currency"),
        (HEAD + "rates: {USD: 1.1}\n", "shape"),
        (HEAD + "rates: {USD: {20: 1.1}}\n", "year"),
        (HEAD + "rates: {USD: {2020: 0.0}}\n", "rate"),
        (HEAD + "rates: {USD: {2020: 1e3}}\n", "rate"),
        (HEAD + "rates: {USD: {2020: [1.1]}}\n", "shape"),
        (HEAD + "rates: {}\nextra: x\n", "unknown-key"),
        (HEAD.replace("kind: our reading", "kind: rumour") + "rates: {}\n", "word"),
        ("rates: {}\n", "missing"),
    ],
)
def test_a_broken_file(text: str, code: str) -> None:
    problems = Problems()
    root = parse_tree(text, "rates.yaml", problems)
    assert root is not None
    read_currencies(root, problems)
    assert {problem.code for problem in problems} == {code}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "ecb_averages.py"
    spec = importlib.util.spec_from_file_location("ecb_averages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tool_averages_whole_years_only(tool: ModuleType, tmp_path: Path) -> None:
    codes = ",".join(tool.CURRENCIES)
    gone = ",".join("N/A" for _ in tool.CURRENCIES[1:])
    days = ["2021-12-31,1.3", "2021-01-04,1.1", "2020-12-31,1.5", "2020-07-01,1.4", "2022-06-30,1.6", "2022-01-03,1.7"]
    rows = "".join(f"{day},{gone}\n" for day in days)
    with zipfile.ZipFile(tmp_path / "eurofxref-hist.zip", "w") as archive:
        archive.writestr("eurofxref-hist.csv", f"Date,{codes}\n{rows}")
    rates, last = tool.by_year(tool.history(tmp_path))
    text = tool.document(rates, last, "1.0", "2026-11-23")
    assert last == dt.date(2022, 6, 30)
    problems = Problems()
    root = parse_tree(text, "rates.yaml", problems)
    assert root is not None
    read = read_currencies(root, problems)
    assert not problems.errors
    assert read.rates == {"USD": {2021: Decimal("1.2000")}}


def test_the_tool_keeps_five_decimals_where_the_rates_have_them(tool: ModuleType) -> None:
    year = [(dt.date(2020, 1, 2), Decimal("0.85115")), (dt.date(2020, 12, 31), Decimal("0.89903"))]
    assert tool.average(year) == Decimal("0.87509")
