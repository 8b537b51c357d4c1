"""``rules show`` and the reference: what stands in the rule book, in plain words; every reference leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexposure.authoring import graph
from lexposure.authoring.describe import describe
from lexposure.authoring.pages import as_text
from lexposure.authoring.reference import reference
from lexposure.cli.main import main
from lexposure.rulebook.loading import read_rulebook
from rulebook.small_book import add_rule, read, small_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_book(tmp_path / "rules")


def test_a_rule_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "GDPR-33-1"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in (
        "GDPR-33-1: Breach not notified, or late",
        "not yet read by a second reviewer",
        "breach_hours: more than breach_notice_hours",
        "72 hours from 2018-05-25 (law, verified)",
        "GDPR 33(1): Notice of a breach to the authority; GDPR 83(4)",
        "(the company bears the burden of proof)",
        "Reported after two days: no finding",
    ):
        assert expected in said


def test_every_version_has_its_part(folder: Path) -> None:
    add_rule(folder, "OLD", until="2020-12-31")
    add_rule(folder, "OLD@2021-01-01", start="2021-01-01")
    first, second = (as_text(page) for page in describe(read(folder), "OLD"))
    assert "from 2018-05-25 to 2020-12-31" in first
    assert "from 2021-01-01;" in second


def test_a_fact_says_who_reads_it() -> None:
    (page,) = describe(read_rulebook(), "group_turnover")
    said = as_text(page)
    assert "method edpb-04-2022 (turnover)" in said
    assert "an amount of money, or a range" in said


def test_the_graph_goes_down_to_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "TFEU-102-SELLER-DATA", "--graph"]) == 0
    lines = capsys.readouterr().out.splitlines()
    share = next(
        number for number, text in enumerate(lines) if "DOMINANCE-SHARE-50 concludes dominance_indicated" in text
    )
    assert lines[share + 1].endswith("─ market_share")
    assert graph.graphs(read_rulebook(), "GDPR-33-1")[0][1][0] == ("role", ())


def test_an_unknown_name_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "GDPR-33-1x"]) == 2
    assert "did you mean 'GDPR-33-1'" in capsys.readouterr().err
    assert main(["rules", "show", "role", "--graph"]) == 2


def test_every_reference_leads_to_a_page() -> None:
    pages = reference(read_rulebook())
    known = {Path("/", name) for name in pages}
    for name, text in pages.items():
        for address in re.findall(r"\]\(([^)#]+)\)", text):
            if not address.startswith("http"):
                assert Path("/", name).parent.joinpath(address).resolve() in known, (name, address)


def test_the_reference_is_written_and_what_is_gone_is_taken_away(tmp_path: Path) -> None:
    out = tmp_path / "docs"
    stale = out / "reference" / "rules" / "GONE.md"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", encoding="utf-8")
    assert main(["rules", "reference", "--out", str(out)]) == 0
    assert not stale.exists()
    book = read_rulebook()
    assert {path.stem for path in (out / "reference" / "facts").glob("*.md")} == set(book.catalogue)
    assert {path.stem for path in stale.parent.glob("*.md")} == {rule.id for rule in book.rules} | {
        rule.id for rule in book.conclusions
    }


def test_a_risk_factor_without_a_carrier_is_said(folder: Path) -> None:
    page = reference(read(folder))["coverage.md"]
    assert "1 are without a carrier" in page
    assert "| GDPR-I01 | No officer | GDPR Art. 37(1) | **nothing** |" in page
