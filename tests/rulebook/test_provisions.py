"""What is finable: found by name or heading, with the maximum of the day."""

from __future__ import annotations

import datetime as dt

from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.provisions_reading import ProvisionFiles, check_provisions
from lexposure.source.problems import Problems
from lexposure.source.yamltree import parse_tree

GDPR = """\
regime: gdpr
title: General Data Protection Regulation
url: https://example.org/gdpr
tiers:
  GDPR 83(5):
    title: Upper tier
    caps:
      2030-01-01: {fixed: 30 million EUR, cite: New, kind: law, certainty: M, checked_on: 2026-11-23}
      2018-05-25: {fixed: 20 million EUR, share: 4 %, cite: Old, kind: law, certainty: V, checked_on: 2026-11-23}
provisions:
  GDPR 5: {subject: Principles, tier: GDPR 83(5), cite: GDPR Art. 5, certainty: V}
  GDPR 5(2): {subject: Accountability, tier: GDPR 83(5), cite: GDPR Art. 5(2), certainty: V, url: https://example.org/5}
  GDPR 24: {subject: Responsibility, route: [GDPR 5(2), GDPR 5], doubtful: yes, cite: GDPR Art. 24, certainty: D}
  GDPR 58: {subject: Orders, only_through: an order not obeyed, cite: GDPR Art. 58, certainty: V, from: 2018-05-25}
"""


def provisions(*texts: str) -> tuple[Provisions, list[str]]:
    problems = Problems()
    files = ProvisionFiles(problems)
    for text in texts:
        root = parse_tree(text, "f", problems)
        assert root is not None
        files.read(root)
    return files.done(), [f"{problem.code} {problem.span}" for problem in problems]


def test_a_provision_is_found_under_the_nearest_heading() -> None:
    known, problems = provisions(GDPR)
    assert problems == []
    found = known.find("GDPR 5(1)(a)")
    assert found is not None
    assert (found.name, found.subject) == ("GDPR 5(1)(a)", "Principles")
    exact = known.find("GDPR 5(2)")
    assert exact is not None
    assert (exact.subject, exact.url) == ("Accountability", "https://example.org/5")
    assert known.find("GDPR 50(1)") is None
    assert known.find("DMA 5") is None
    assert known.find("") is None


def test_one_with_routes_takes_the_tier_of_the_first_and_stays_doubtful() -> None:
    known, _ = provisions(GDPR)
    routed = known.find("GDPR 24")
    assert routed is not None
    assert routed.tier is known.tiers["GDPR 83(5)"]
    assert routed.routes == ("GDPR 5(2)", "GDPR 5")
    assert routed.doubtful


def test_one_finable_only_through_something_has_no_tier() -> None:
    found = provisions(GDPR)[0].find("GDPR 58(2)")
    assert found is not None
    assert found.tier is None
    assert found.only_through == "an order not obeyed"
    assert found.from_ == dt.date(2018, 5, 25)


def test_each_day_has_its_maximum() -> None:
    tier = provisions(GDPR)[0].tiers["GDPR 83(5)"]
    assert tier.cap_on(dt.date(2018, 5, 24)) is None
    old, new = tier.cap_on(dt.date(2018, 5, 25)), tier.cap_on(dt.date(2030, 1, 1))
    assert old is not None
    assert new is not None
    assert (old.fixed_cents, old.share_ppm, old.certainty) == (20_000_000_00, 40_000, "verified")
    assert (new.fixed_cents, new.share_ppm, new.certainty) == (30_000_000_00, None, "unverified")


def test_a_file_may_lean_on_another() -> None:
    other = "regime: uk\ntitle: UK GDPR\nprovisions:\n  UK 5: {subject: x, route: GDPR 5, cite: x, certainty: V}\n"
    known, problems = provisions(other, GDPR)
    assert problems == []
    found = known.find("UK 5(1)")
    assert found is not None
    assert found.tier is known.tiers["GDPR 83(5)"]
    assert set(known.regimes) == {"uk", "gdpr"}


def test_what_is_wrong_is_pointed_at() -> None:
    head = "regime: dma\ntitle: DMA\n"
    for body, problem in [
        ("provisions:\n  A: {subject: x, cite: x, certainty: V, tier: B}\n", "unknown-tier f:4:48"),
        ("provisions:\n  A: {subject: x, cite: x, certainty: V, route: [B]}\n", "unknown-provision f:4:3"),
        ("provisions:\n  A: {subject: x, cite: x, certainty: V, route: [A]}\n", "unknown-provision f:4:3"),
        ("provisions:\n  A: {subject: x, cite: x, certainty: V}\n", "finable f:4:3"),
        (
            "tiers:\n  B: {title: x, caps: {2020-01-01: {cite: x, kind: law, certainty: V, checked_on: 2026-01-01}}}",
            "missing f:4:24",
        ),
        (
            (
                "tiers:\n  B: {title: x, caps: "
                "{soon: {share: 1 %, cite: x, kind: law, certainty: V, checked_on: 2026-01-01}}}"
            ),
            "date f:4:24",
        ),
        (
            (
                "tiers:\n  B: {title: x, caps: "
                "{2020-01-01: {fixed: 1, cite: x, kind: law, certainty: V, checked_on: 2026-01-01}}}"
            ),
            "unit f:4:44",
        ),
    ]:
        assert provisions(head + body)[1] == [problem]


def test_a_regime_has_one_file() -> None:
    assert provisions(GDPR, "regime: gdpr\ntitle: Again\n")[1] == ["duplicate f:1:9"]


KINGDOM = """\
regime: uk
title: UK GDPR
url: https://example.org/uk
tiers:
  UK higher:
    title: Higher maximum
    caps:
      2021-01-01: {fixed: 17.5 million GBP, share: 4 %, cite: Act, kind: law, certainty: V, checked_on: 2026-11-23}
mirrors:
  regime: gdpr
  original_law: GDPR
  law: UK GDPR
  tiers: {GDPR 83(5): UK higher}
  when: undertaking
  from: 2021-01-01
  cite: Act s.157
"""


def test_a_mirrored_law_has_the_provisions_of_its_original_under_its_own_maxima() -> None:
    known, problems = provisions(GDPR, KINGDOM)
    assert problems == []
    found = known.find("UK GDPR 5(1)(a)")
    assert found is not None
    assert (found.name, found.regime, found.subject) == ("UK GDPR 5(1)(a)", "uk", "Principles")
    assert found.tier is known.tiers["UK higher"]
    assert (found.cite, found.url) == ("UK GDPR Art. 5; Act s.157", "https://example.org/uk")
    assert "UK GDPR 5" not in known.by_name
    assert known.find("UK GDPR 99") is None
    routed = known.find("UK GDPR 24")
    assert routed is not None
    assert routed.routes == ("UK GDPR 5(2)", "UK GDPR 5")
    apart = provisions(GDPR, KINGDOM + "  apart: {GDPR 5: asked about the Union}\n")[0].find("UK GDPR 5(1)(a)")
    assert apart is not None
    assert (apart.tier, apart.national) == (None, "asked about the Union")
    original = known.find("GDPR 5")
    assert original is not None
    assert known.of_regime(original, "uk") == known.find("UK GDPR 5")
    assert known.of_regime(original, "gdpr") is original
    assert known.of_regime(found, "gdpr") is None


def test_a_maximum_keeps_the_currency_of_its_law() -> None:
    cap = provisions(GDPR, KINGDOM)[0].tiers["UK higher"].cap_on(dt.date(2024, 1, 1))
    assert cap is not None
    assert (cap.fixed_cents, cap.currency) == (17_500_000_00, "GBP")


def test_what_is_wrong_with_a_mirror_is_pointed_at() -> None:
    book = read_rulebook()
    for old, new, problem in [
        ("when: undertaking", "when: undertakin", "unknown-fact f:14:9"),
        ("regime: gdpr", "regime: gdrp", "unknown-regime f:14:9"),
        ("{GDPR 83(5): UK higher}", "{GDPR 83(5): UK hihger}", "unknown-tier f:14:9"),
        ("{GDPR 83(5): UK higher}", "{GDPR 83(9): UK higher}", "missing f:14:9"),
        ("million GBP", "million XYZ", "currency f:5:3"),
        ("  cite: Act s.157", "  cite: Act s.157\n  apart: {GDPR 99: why}", "unknown-provision f:14:9"),
    ]:
        assert old in KINGDOM
        known, read = provisions(GDPR, KINGDOM.replace(old, new))
        assert read == []
        problems = Problems()
        check_provisions(known, book.catalogue, book.currencies, problems)
        assert problem in [f"{one.code} {one.span}" for one in problems], (new, list(problems))
