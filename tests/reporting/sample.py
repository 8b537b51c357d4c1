"""Reports to test: the three examples, and variants with what the examples lack."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from lexposure.assess.model import Assessment
from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import ConductExposure, Exposure, Range, RegimeExposure
from lexposure.profile.reading import read_profile, read_profile_text
from lexposure.reporting.render import render
from lexposure.reporting.view import view
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.loading import read_rulebook

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("amazon-2021", "quillmarkt-2026", "papeterie-2026")
MARKUP = (
    "<script>alert('x')</script> & \"quoted\" {{ 7 * 7 }} {% raw %} | "
    "a `code` *star* _line_ [link](http://evil) \\ </style>"
)


@cache
def book() -> RuleBook:
    return read_rulebook()


@cache
def assessed(name: str) -> tuple[Assessment, Exposure]:
    """An example with its exposure; the reference decides, so that every Python gives the same."""
    assessment = assess(book(), read_profile(ROOT / "examples" / f"{name}.yaml", book()), "reference")
    return assessment, estimate(assessment)


@cache
def html(name: str) -> str:
    return render(view(*assessed(name)), "html")


def without_amounts(name: str = "quillmarkt-2026") -> tuple[Assessment, Exposure]:
    """An exposure in which no upper end and no centre can be computed."""
    assessment, exposure = assessed(name)
    total = exposure.total
    endless = Range(0.0, None, None)
    return assessment, replace(
        exposure,
        regimes=tuple(map(_endless_regime, exposure.regimes)),
        total=replace(
            total, largest=endless, added=endless, established_largest=endless, established_added=endless, note=""
        ),
        unknowns=tuple(replace(unknown, share_of_width=None) for unknown in exposure.unknowns),
    )


def _endless_regime(regime: RegimeExposure) -> RegimeExposure:
    return replace(
        regime,
        cap=None,
        cap_total=None,
        low=0.0,
        central=None,
        high=None,
        established=Range(0.0, None, None),
        conducts=tuple(map(_endless_conduct, regime.conducts)),
    )


def _endless_conduct(conduct: ConductExposure) -> ConductExposure:
    return replace(
        conduct,
        cap=None,
        central=None,
        high=None,
        established=conduct.established and Range(0.0, None, None),
        steps=tuple(replace(step, central=None, high=None) for step in conduct.steps),
    )


def empty() -> tuple[Assessment, Exposure]:
    """A profile that answers nothing and lists nothing."""
    text = "format: 1\ncompany: Nobody\nas_of: 2026-10-01\n"
    assessment = assess(book(), read_profile_text(text, "nobody.yaml", book()), "reference")
    return assessment, estimate(assessment)


def hostile() -> tuple[Assessment, Exposure]:
    """A profile whose every free text tries to be markup."""
    quoted = "'" + MARKUP.replace("'", "''") + "'"
    text = f"""format: 1
company: {quoted}
about: {quoted}
confidentiality: {quoted}
as_of: 2026-10-01
answers:
  group_turnover:
    value: 1 billion EUR
    year: 2025
    source: {quoted}
    evidence: {quoted}
    note: {quoted}
    by: {quoted}
  fault: negligence
processing:
  - id: ads
    name: {quoted}
    answers:
      role: controller
      behavioural_advertising: {{value: yes, source: {quoted}}}
      lawful_basis: {{value: none, note: {quoted}}}
"""
    assessment = assess(book(), read_profile_text(text, "hostile.yaml", book()), "reference")
    return assessment, estimate(assessment)
