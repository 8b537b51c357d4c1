"""Methods as data: what the shipped files say, and every slip in a file with its place."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from exposure.worlds import book
from lexposure.data import rules_folder
from lexposure.rulebook.formulas import CapsMethod, CommissionMethod, EdpbMethod
from lexposure.rulebook.methods import Methods, read_methods
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod, TariffMethod
from lexposure.source.problems import Problems


def test_each_regime_has_its_method() -> None:
    methods, on = book().methods, dt.date(2025, 1, 1)
    found = {regime: methods.for_regime(regime, on) for regime in ("gdpr", "uk-gdpr", "antitrust", "dma")}
    kinds = {regime: type(choice.method) for regime, choice in found.items() if choice}
    assert kinds == {"gdpr": EdpbMethod, "uk-gdpr": EdpbMethod, "antitrust": CommissionMethod, "dma": CapsMethod}
    assert methods.for_regime("elsewhere", on) is None


def test_before_its_publication_a_method_is_used_in_hindsight() -> None:
    found = book().methods.for_regime("gdpr", dt.date(2019, 1, 1))
    assert found is not None
    assert (found.method.published, found.by) == (dt.date(2023, 5, 24), "default")


def test_methods_without_a_formula_are_those_of_laws_without_guidelines() -> None:
    bare = {id for id, method in book().methods.by_id.items() if not method.formula}
    assert bare == {"dma", "dsa", "uk-competition"}


def test_factors_that_a_surcharge_stands_in_place_of_exist() -> None:
    known = {factor.id for factor in book().factors}
    for method in book().methods.by_id.values():
        if isinstance(method, TariffMethod) and method.recidivism:
            assert set(method.recidivism.instead_of) <= known


def test_every_figure_carries_its_source() -> None:
    for method in book().methods.by_id.values():
        marks = [method.mark]
        if isinstance(method, EdpbMethod):
            marks += [method.bands_mark, method.size_mark, method.central_mark, method.inability_mark, method.full_mark]
        if isinstance(method, DailyRateMethod):
            marks += [method.classes_mark, method.factors_mark, method.spans_mark, method.inability_mark]
        if isinstance(method, CategoryMethod):
            marks += [method.categories_mark, method.inability_mark]
        marks += [method.scope.mark] if method.scope else []
        if isinstance(method, CommissionMethod):
            marks += [one.mark for one in (method.gravity, method.additional, method.deterrence, method.cooperation)]
        for mark in marks:
            assert mark.cite
            assert mark.kind in {"law", "guidance", "our reading"}
            assert mark.certainty in {"verified", "derived", "unverified"}
            assert mark.checked_on.year == 2026


def test_the_row_that_was_not_looked_up_is_unverified() -> None:
    method = book().methods.find("edpb-04-2022")
    assert isinstance(method, EdpbMethod)
    assert [band.up_to for band in method.sizes if band.certainty == "unverified"] == [10_000_000]


def test_rows_that_were_not_read_in_the_final_text_are_no_more_than_derived() -> None:
    ico, draft = book().methods.find("ico-2024"), book().methods.find("edpb-04-2022-draft")
    assert isinstance(ico, EdpbMethod)
    assert isinstance(draft, EdpbMethod)
    read_in_decisions = [band.up_to for band in ico.sizes if band.certainty == "verified"]
    assert read_in_decisions == [2_000_000, 10_000_000, 250_000_000]
    assert {band.certainty for band in draft.sizes} == {"unverified"}
    assert not draft.default


def read(folder: Path) -> tuple[Methods, list[str]]:
    problems = Problems()
    methods = read_methods(folder, book().provisions, book().catalogue, book().risk_factors, problems)
    return methods, [problem.headline().removeprefix(f"{folder}/") for problem in problems]


def changed(folder: Path, name: str, old: str, new: str) -> list[str]:
    """The problems after one change in one shipped file."""
    shutil.copytree(rules_folder() / "methods", folder / "methods")
    shutil.copytree(rules_folder() / "measures", folder / "measures")
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read(folder)[1]


def test_the_shipped_files_have_no_problems(tmp_path: Path) -> None:
    assert changed(tmp_path, "methods/dma.yaml", "id: dma", "id: dma") == []


def test_a_folder_without_methods_has_none(tmp_path: Path) -> None:
    assert read(tmp_path) == (Methods(), [])


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("edpb-04-2022", "family: edpb", "family: edbp", "error[word]: 'edbp' is not one of edpb"),
        ("edpb-04-2022", "gdpr\n", "gdrp\n", "error[unknown-name]: 'gdrp' is not a known regime; did you mean 'gdpr'?"),
        ("edpb-04-2022", "group_turnover", "group_turnovr", "error[unknown-fact]: 'group_turnovr' is not a known fact"),
        ("edpb-04-2022", "low: 0-10 %", "low: 0-10", "error[unit]"),
        ("edpb-04-2022", "up_to: 10 million EUR", "up_to: 1 million EUR", "error[order]: size bands must rise"),
        ("edpb-04-2022", "factor: 8-20 %", "factor: 1-20 %", "error[order]: size bands must rise"),
        ("edpb-04-2022", "low: -87 %", "low: -8 %", "error[effect]: low, central and high must rise"),
        ("edpb-04-2022", "published: 2023-05-24", "published: May 2023", "error[date]"),
        ("edpb-04-2022", "    several: 75 %\n", "", "error[missing]: 'central' needs 'several'"),
        ("edpb-04-2022", "    several: 75 %", "    severel: 75 %", "error[unknown-key]: 'severel' is not a key"),
        ("edpb-04-2022", "ceiling: 100 000 PLN", "ceiling: 100 000", "error[unit]"),
        ("edpb-04-2022", "kind: guidance", "kind: guide", "error[word]"),
        ("ico-2024", "up_to: 2 million GBP", "up_to: 2 million EUR", "error[unit]: 'up_to' takes an amount in GBP"),
        ("dsk-2019", "up_to: 5 million EUR", "up_to: 1 million EUR", "error[order]: size classes must rise"),
        ("dsk-2019", "mean: 3 500 000 EUR", "mean: 3 500 EUR", "error[order]: size classes must rise"),
        ("dsk-2019", "{name: D.VII, ", "{name: D.VII, up_to: 9 billion EUR, ", "error[missing]: the last size class"),
        ("dsk-2019", "severe: {factor: 8-12}", "severe: {factor: 1-12}", "error[order]: severities must rise"),
        ("dsk-2019", "high: [severe, very", "high: [sever, very", "'sever' is not a severity of this method"),
        ("dsk-2019", "tiers: [GDPR 83(4)]", "tiers: [GDPR 83(3)]", "'GDPR 83(3)' is not a known tiers"),
        ("dsk-2019", "days: 360", "days: 360 days", "error[number]"),
        ("dsk-2019", "{factor: 1-2}", "{factor: 1-2 %}", "error[unit]: 'factor' takes plain numbers"),
        ("ap-2019", "basic: 310 000 EUR", "basic: 31 000 EUR", "error[order]: the basic fine must lie in its band"),
        ("ap-2019", "[GDPR 9], category: IV", "[GDPR 9], category: V", "'V' is not a known category"),
        ("ap-2019", "[GDPR 9],", "[GDRP 9],", "error[unknown-provision]: no provision 'GDRP 9'"),
        ("dk-2021", "under: 75 million DKK", "under: 7 million DKK", "error[order]: size bands must rise"),
        ("dk-2021", "GDPR 83(4): 75 million DKK", "GDPR 83(4): 75 million EUR", "takes an amount in DKK"),
        ("commission-2006", "year: 365.25", "year: 365.25 days", "error[number]"),
        ("commission-2006", "rule: days", "rule: weeks", "error[word]: 'weeks' is not one of days, months, point24"),
        ("commission-2006", "years: 5\n", "years: five\n", "error[amount]"),
        ("dma", "becomes: DMA 30(2)", "becomes: DMA 31(2)", "error[unknown-name]: 'DMA 31(2)' is not a known becomes"),
        ("dma", "id: dma", "id: ap-2019", "error[duplicate]: the method 'ap-2019' stands in"),
    ],
)  # fmt: skip
def test_slips_are_found_with_their_place(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    problems = changed(tmp_path, f"methods/{name}.yaml", old, new)
    assert any(told in one and one.startswith(f"methods/{name}.yaml:") for one in problems), problems


def test_slips_in_measures(tmp_path: Path) -> None:
    problems = changed(tmp_path, "measures/gdpr.yaml", "{title: Reprimand, ", "{")
    assert [one.partition(": ")[2] for one in problems] == ["error[missing]: the measure '58(2)(b)' needs 'title'"]
