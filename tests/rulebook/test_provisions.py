"""What is finable: found by name or heading, with the maximum of the day."""

from __future__ import annotations

import datetime as dt

from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.provisions_reading import ProvisionFiles
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
