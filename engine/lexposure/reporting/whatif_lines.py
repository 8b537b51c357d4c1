"""What-if on a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from lexposure.exposure.model import Range
from lexposure.reporting import money
from lexposure.reporting.whatif import found_in, in_words, name_of, open_in, tidied
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.compare import Amounts, Distance
from lexposure.scenarios.reasons import Why
from lexposure.scenarios.whatif import Assessed, Compared, Difference, WhatIf, supposed

WIDTH = 80
LEAST = 12
"""How much of a scenario's name the table shows at least."""

HEADINGS = (("lost", "Findings lost"), ("gained", "Findings gained"), ("changed", "Other outcomes"))


def whatif_lines(found: WhatIf, wording: Wording | None = None) -> Iterator[str]:
    """The scenarios side by side, then what differs in each."""
    words = wording or shipped()
    yield f"{found.baseline.assessment.profile.company}, as of {found.baseline.assessment.on}"
    yield "All laws, dearest per group of facts, in EUR; differences of the ends below."
    yield ""
    rows = [("", "findings", "open", "on the findings", "with open questions"), _row(found.baseline)]
    for one in found.scenarios:
        rows += [_row(one.assessed), ("", "", "", apart(one.total), apart(one.total_hull))]
    yield from columns(_cut(rows), (1, 2))
    for one in found.scenarios:
        yield ""
        yield from _scenario(found.baseline, one, words)


def _row(one: Assessed) -> tuple[str, ...]:
    total = one.exposure.total
    return (
        one.scenario.name,
        str(found_in(one)),
        str(open_in(one)),
        ends(total.established_largest),
        ends(total.largest),
    )


def _cut(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows with names as long as the figures leave room for."""
    figures = sum(2 + max(len(row[index]) for row in rows) for index in range(1, len(rows[0])))
    room = max(WIDTH - figures, LEAST)
    return [(name if len(name) <= room else f"{name[: room - 1]}…", *rest) for name, *rest in rows]


def columns(rows: Sequence[tuple[str, ...]], right: Sequence[int] = ()) -> Iterator[str]:
    """Rows with their cells under each other; those of the columns ``right`` stand to the right."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def amount(value: float | None) -> str:
    """Three significant digits; the currency stands in the heading."""
    if value is None:
        return "not known"
    return tidied(money.short(value, "")).strip()


def ends(one: Range) -> str:
    """``24.9 m to 969 m``."""
    if one.high is None:
        return f"{amount(one.low)} or more"
    return amount(one.low) if one.low == one.high else f"{amount(one.low)} to {amount(one.high)}"


def apart(one: Distance) -> str:
    """The differences of both ends; one where they are the same."""
    return _signed(one.low) if one.low == one.high else f"{_signed(one.low)} / {_signed(one.high)}"


def _signed(value: float | None) -> str:
    return f"+{amount(value)}" if value is not None and value > 0 else amount(value)


def _scenario(baseline: Assessed, one: Compared, words: Wording) -> Iterator[str]:
    name = one.assessed.scenario.name
    yield from textwrap.wrap(name, WIDTH)
    yield "-" * min(len(name), WIDTH)
    for each in supposed(baseline, one.assessed):
        was = f", was {each.before}" if each.before else ""
        yield from _wrapped(f"supposed: {name_of(each, words)}{f': {each.after}' if each.after else ''}{was}", 2)
    if one.nothing:
        yield f"  {words.say('whatif.nothing')}"
    for part in one.amounts:
        yield from _wrapped(part.law or words.say("total.largest"), 2)
        yield from _amounts(part)
    for kind, heading in HEADINGS:
        turned = [difference for difference in one.differences if difference.moved.kind == kind]
        if turned:
            yield f"  {heading} ({len(turned)})"
        for difference in turned:
            yield from _outcome(difference, words)
    for factor in one.factors:
        yield from _wrapped(f"Factor {factor.factor}, {factor.subject}: {factor.before} -> {factor.after}", 2)
        yield from _because(factor.why, words)
    for method in one.methods:
        yield from _wrapped(f"{method.law}: {method.before} -> {method.after}", 2)


def _amounts(part: Amounts) -> Iterator[str]:
    for label, before, after, by in (
        ("on the findings", part.established_before, part.established_after, part.established),
        ("with open questions", part.hull_before, part.hull_after, part.hull),
    ):
        if before != after:
            centre = "" if not by.central else f", centre {_signed(by.central)}"
            yield from _wrapped(f"{label}: {ends(before)} -> {ends(after)} ({apart(by)}{centre})", 4)


def _outcome(part: Difference, words: Wording) -> Iterator[str]:
    moved = part.moved
    yield from _wrapped(f"{moved.finding}: {moved.before} -> {moved.after}", 4)
    yield from _because(part.because, words)


def _because(whys: Sequence[Why], words: Wording) -> list[str]:
    return _wrapped(f"because {'; '.join(in_words(why, words) for why in whys)}", 6) if whys else []


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        tidied(text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
    )
