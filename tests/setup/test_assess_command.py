"""The options of ``assess``: thresholds that are no threshold by guess, outputs that harm nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexposure.cli.main import main

FINDING = """\
format: 1
company: Example Ltd
as_of: 2026-10-01
answers:
  undertaking: yes
  group_turnover: {value: 800 million EUR, year: 2025}
  public_body: no
  dpo_required_by_national_law: yes
  main_establishment: DE
  fault: negligence
  dpo_appointed: no
"""

OPEN = "format: 1\ncompany: Example Ltd\nas_of: 2026-10-01\nanswers: {undertaking: yes}\n"


def profile(folder: Path, text: str = FINDING) -> str:
    path = folder / "p.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("at least 5 million EUR", "value"),
        ("1-2 million EUR", "value"),
        ("200 million USD", "currency"),
        ("5 %", "currency"),
        ("2 bn", "amount"),
        ("-5", "negative"),
        ("", "amount"),
    ],
)
def test_a_threshold_is_one_amount_in_euro(
    amount: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", profile(tmp_path), "--json", "--fail-over", amount]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"error[{code}]: --fail-over: ")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--fail-over", "1"], 1),
        (["--fail-over", "900 billion EUR"], 3),
        (["--fail-on", "finding"], 1),
        (["--fail-on", "finding", "--fail-on-unknown"], 1),
        (["--fail-on-unknown"], 3),
        ([], 0),
    ],
)
def test_exit_codes(options: list[str], expected: int, tmp_path: Path) -> None:
    """Without a turnover for one regime there is no upper end; a lower end above the threshold has crossed it."""
    text = FINDING.replace("800 million EUR", "at least 800 million EUR")
    assert main(["assess", profile(tmp_path, text), "--json", *options]) == expected


@pytest.mark.parametrize(("options", "expected"), [(["--fail-on", "finding"], 0), (["--fail-over", "1"], 3)])
def test_nothing_answered_is_no_finding_and_not_under_a_threshold(
    options: list[str], expected: int, tmp_path: Path
) -> None:
    assert main(["assess", profile(tmp_path, OPEN), "--json", *options]) == expected


def test_every_wrong_option_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--as-of", "2026-13-01", "--format", "pdf", "--fail-over", "much", "--out", str(tmp_path / "out")]
    assert main(["assess", profile(tmp_path), *words]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in told] == ["error[date]", "error[format]", "error[amount]"]
    assert "--as-of: there is no day '2026-13-01'" in told[0]
    assert not (tmp_path / "out").exists()


def test_no_format_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", profile(tmp_path), "--format", ","]) == 2
    assert "error[format]: --format names no format; there are html, md, json" in capsys.readouterr().err


def test_the_profile_is_not_replaced_by_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"format": "1", "company": "T", "as_of": "2026-10-01"}', encoding="utf-8")
    before = path.read_bytes()
    assert main(["assess", str(path), "--format", "html,json", "--out", str(tmp_path)]) == 2
    assert "error[output]: " in capsys.readouterr().err
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.json"]


def test_one_place_that_cannot_be_written_leaves_all_unwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out" / "p.md").mkdir(parents=True)
    assert main(["assess", profile(tmp_path), "--format", "html,md", "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == f"error[output]: cannot write '{tmp_path / 'out' / 'p.md'}': it is a folder\n"
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["p.md"]


def test_a_file_in_place_of_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("mine")
    assert main(["assess", profile(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The system's own folder of processes takes no files from anybody."""
    assert main(["assess", profile(tmp_path), "--out", "/proc"]) == 2
    assert capsys.readouterr().err == "error[output]: cannot write '/proc': No such file or directory\n"


PACK = """\
id: HOUSE-1
title: No register of suppliers
about: company
status: in force
checked_on: 2026-11-25
basis: {cite: House rule 1, says: The house keeps a register.}
in_force: {from: 2020-01-01}
finding_when: {dpo_appointed: no}
finding: {says: The register is missing.}
examples:
  - {name: Hit, facts: {dpo_appointed: no}, expect: finding}
  - {name: Miss, facts: {dpo_appointed: yes}, expect: no finding}
"""


def test_a_private_pack_is_laid_over_the_shipped_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    (pack / "house").mkdir(parents=True)
    (pack / "pack.yaml").write_text("name: house\nversion: 3\n", encoding="utf-8")
    (pack / "house" / "HOUSE-1.yaml").write_text(PACK, encoding="utf-8")
    assert main(["assess", profile(tmp_path), "--json", "--rules", str(pack)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in document["inputs"]["rulebook"]["packs"]] == ["lexposure", "house"]
    assert {one["outcome"] for one in document["findings"] if one["rule"] == "HOUSE-1"} == {"finding"}


def test_a_pack_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", profile(tmp_path), "--json", "--rules", str(tmp_path / "nowhere")]) == 2
    assert "error[no-folder]" in capsys.readouterr().err


def test_a_method_may_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = FINDING + "method: {id: ap-2019, reason: to compare}\n"

    def chosen(*options: str) -> tuple[str, str, str]:
        assert main(["assess", profile(tmp_path, asked), "--json", *options]) == 0
        regimes = json.loads(capsys.readouterr().out)["exposure"]["regimes"]
        (one,) = [regime for regime in regimes if regime["regime"] == "gdpr"]
        return one["method"], one["chosen_by"], one["chosen_because"]

    assert chosen() == ("ap-2019", "profile", "to compare")
    words = ("--method", "dsk-2019", "--method-reason", "a decision of 2020")
    assert chosen(*words) == ("dsk-2019", "command line", "a decision of 2020")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--method", "dsk-2020"], "error[method]: 'dsk-2020' is not a known method; did you mean 'dk-2021'?"),
        (["--method-reason", "so"], "error[option]: --method-reason gives a reason without --method"),
    ],
)
def test_a_method_that_is_none_is_refused(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", profile(tmp_path), "--json", *options]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err


def test_the_report_says_that_a_method_was_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("--format", "md", "--out", str(out), "--method", "dsk-2019", "--method-reason", "a decision of 2020")
    assert main(["assess", profile(tmp_path), *words]) == 0
    text = (out / "p.md").read_text(encoding="utf-8")
    assert "asked for: a decision of 2020" in text
    assert "no authority that uses this method is in charge" in text
