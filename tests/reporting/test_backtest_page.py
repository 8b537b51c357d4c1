"""The page of the backtest: its figures are the document's, every decision is on it, and it reads everywhere."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from empirical.shipped import ROOT, book, calibration, decisions
from lexposure.reporting.backtest import backtest_view
from lexposure.reporting.render import render_page
from lexposure.scenarios.backtest import Backtest, backtest
from reporting.page import read_page

TODAY = dt.date(2026, 11, 26)


@cache
def measured() -> Backtest:
    return backtest(book(), calibration(), decisions(), TODAY)


@cache
def page(format: str) -> str:
    return render_page(backtest_view(measured(), calibration()), format)


def test_the_document_on_validation_is_up_to_date() -> None:
    """After a change: make validation."""
    assert (ROOT / "docs" / "validation.md").read_text("utf-8") == page("md")


def test_the_page_gives_the_measured_figures() -> None:
    text = re.sub(r"\s+", " ", page("html")).replace("\u00a0", " ")
    found = measured().headline
    assert f"{found.covered[1].inside} / {found.n}" in text
    assert f"{found.rmse:.3f}" in text
    for one in measured().baselines.values():
        assert f"{one.rmse:.3f}" in text


def test_every_decision_is_drawn_and_listed_and_every_miss_explained() -> None:
    view = backtest_view(measured(), calibration())
    by_id = {section.id: section for section in view.sections}
    assert len(by_id["all"].tables[0].rows) == measured().headline.n
    ranges = by_id["ranges"].drawings[1]
    assert ranges.svg.count('class="band"') == measured().headline.n
    outside = sum(not one.spans[1][0] <= one.actual <= one.spans[1][1] for one in measured().forecasts.values())
    assert ranges.svg.count('class="outside"') == outside
    assert all(row[-1][0].text for row in by_id["misses"].tables[0].rows)


def test_names_are_text_and_nothing_runs() -> None:
    name = "<script>alert(1)</script> & Söhne"
    hostile = replace(measured(), decisions=tuple(replace(one, company=name) for one in measured().decisions))
    text = render_page(backtest_view(hostile, calibration()), "html")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne" in text
    assert "<script" not in render_page(backtest_view(hostile, calibration()), "md").replace("\\<script", "")


def test_tables_have_captions_and_headings_and_links_lead_somewhere() -> None:
    found = read_page(page("html"))
    ids = set(re.findall(r' id="([^"]+)"', page("html")))
    for table in found.all("table"):
        assert next(table.all("caption")).text().strip()
        assert all(cell.attributes.get("scope") in {"row", "col"} for cell in table.all("th"))
    links = [element.attributes["href"] or "" for element in found.all("a")]
    assert links
    assert all(link.startswith("https://") or link[1:] in ids for link in links)
