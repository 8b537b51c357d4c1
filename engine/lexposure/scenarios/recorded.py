"""What an assessment written as JSON records of its result and of what it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lexposure.profile.possible import Subject
from lexposure.rulebook.facts import About
from lexposure.scenarios.places import shown
from lexposure.scenarios.verdicts import Verdict, said

Figures = Mapping[tuple[str, str], int | None]
"""Cents by (law, figure); the law of all together is empty."""

NAMES = ("established low", "established central", "established high", "low", "high")

BY_COMMAND, BY_PROFILE = "command line", "profile"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A written assessment. ``method`` was asked for, nothing where the usual one was taken; ``answers`` by place."""

    figures: Figures
    verdicts: tuple[Verdict, ...]
    answers: Mapping[str, str]
    as_of: dt.date
    method: str | None
    profile_hash: str
    book_hash: str
    book_version: str
    confidentiality: str = ""


def recorded(document: Mapping[str, object]) -> Recorded:
    """What a document says. Raises :class:`TypeError` or :class:`ValueError` where it is no assessment."""
    inputs, provenance = _inner(document.get("inputs")), _inner(document.get("provenance"))
    return Recorded(
        figures=recorded_figures(document),
        verdicts=tuple(_verdict(_inner(one)) for one in _list(document.get("findings"), "findings")),
        answers=dict(_answer(_inner(one)) for one in _list(document.get("answers"), "answers")),
        as_of=dt.date.fromisoformat(_text(document.get("as_of"), "date")),
        method=next(_asked(document), None),
        profile_hash=_text(inputs.get("profile"), "profile"),
        book_hash=_text(provenance.get("rulebook_hash"), "rule book"),
        book_version=str(provenance.get("rulebook_version", "")),
        confidentiality=str(document.get("confidentiality") or ""),
    )


def recorded_figures(document: Mapping[str, object]) -> Figures:
    """The figures in an assessment's JSON. Raises :class:`TypeError` where it is none."""
    exposure = _inner(document.get("exposure"))
    total = _inner(exposure.get("total"))
    found = dict(_written("", _inner(total.get("established")), total))
    for one in _list(exposure.get("regimes"), "laws"):
        regime = _inner(one)
        sure = _inner(regime.get("established"))
        if regime.get("conducts") or sure.get("high"):
            found |= _written(str(regime.get("title", "")), sure, regime)
    return found


def _written(law: str, sure: Mapping[str, object], hull: Mapping[str, object]) -> dict[tuple[str, str], int | None]:
    amounts = (sure.get("low"), sure.get("central"), sure.get("high"), hull.get("low"), hull.get("high"))
    return {(law, name): _cents_of(amount) for name, amount in zip(NAMES, amounts, strict=True)}


def _cents_of(amount: object) -> int | None:
    return round(float(amount) * 100) if isinstance(amount, int | float) else None


def _asked(document: Mapping[str, object]) -> Iterator[str]:
    """The method that the command line or else the profile asked for."""
    regimes = [_inner(one) for one in _list(_inner(document.get("exposure")).get("regimes"), "laws")]
    for who in (BY_COMMAND, BY_PROFILE):
        yield from (str(one["method"]) for one in regimes if one.get("chosen_by") == who and one.get("method"))


def _verdict(one: Mapping[str, object]) -> Verdict:
    outcome, alleged = _text(one.get("outcome"), "outcome"), bool(one.get("on_facts_alleged"))
    established = outcome == "finding" and not alleged
    grave = one.get("seriousness")
    ends = None
    if established and isinstance(grave, dict):
        levels = cast("dict[str, object]", grave)
        ends = (str(levels.get("lowest")), str(levels.get("highest")))
    return Verdict(
        id=_text(one.get("id"), "id of an outcome"),
        rule=_text(one.get("rule"), "rule"),
        title=str(one.get("title", "")),
        subject=str(one.get("subject") or ""),
        says=said(outcome, alleged, ends),
        established=established,
        note=str(one.get("note") or ""),
    )


def _answer(one: Mapping[str, object]) -> tuple[str, str]:
    about, _, id = _text(one.get("subject"), "subject").partition("/")
    written = str(one.get("written") or "") if one.get("used", True) else "not public then"
    mark = " (alleged)" if one.get("alleged") else ""
    return shown(Subject(About(about), id), _text(one.get("fact"), "fact")), f"{written}{mark}"


def _text(part: object, what: str) -> str:
    if not isinstance(part, str):
        raise TypeError(f"it has no {what}")
    return part


def _list(part: object, what: str) -> list[object]:
    if not isinstance(part, list):
        raise TypeError(f"it has no list of {what}")
    return cast("list[object]", part)


def _inner(part: object) -> Mapping[str, object]:
    if not isinstance(part, dict):
        raise TypeError("a part of it is missing")
    return cast("dict[str, object]", part)
