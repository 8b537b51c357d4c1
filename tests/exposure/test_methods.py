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
from lexposure.source.problems import Problems


def test_each_regime_has_its_method() -> None:
    methods, on = book().methods, dt.date(2025, 1, 1)
    assert isinstance(methods.for_regime("gdpr", on), EdpbMethod)
    assert isinstance(methods.for_regime("antitrust", on), CommissionMethod)
    assert isinstance(methods.for_regime("dma", on), CapsMethod)
    assert methods.for_regime("elsewhere", on) is None


def test_before_its_publication_a_method_is_used_in_hindsight() -> None:
    found = book().methods.for_regime("gdpr", dt.date(2019, 1, 1))
    assert found is not None
    assert found.published == dt.date(2023, 5, 24)


def test_methods_that_are_not_computed_say_so() -> None:
    named = {id for id, method in book().methods.by_id.items() if not method.computed}
    assert named == {"ico-2024", "dsk-2019", "ap-2019", "dk-2021"}


def test_every_figure_carries_its_source() -> None:
    for method in book().methods.by_id.values():
        marks = [method.mark]
        if isinstance(method, EdpbMethod):
            marks += [method.bands_mark, method.size_mark, method.central_mark, method.inability_mark, method.full_mark]
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
