"""A simulation on a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lexposure.reporting import money
from lexposure.reporting.simulation import amount_rows, error, named, notes, share_rows
from lexposure.reporting.whatif import tidied
from lexposure.reporting.whatif_lines import WIDTH, columns
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.simulation.run import Simulation

TOP = 8
NAME = 46
"""How much of a name the table shows."""


def simulation_lines(found: Simulation, wording: Wording | None = None) -> Iterator[str]:
    """The figures, what moves the amount, what they rest on."""
    words = wording or shipped()
    summary, assessment = found.summary, found.baseline.assessment
    yield f"{assessment.profile.company}, as of {assessment.on}"
    yield f"{summary.draws:,} draws, seed {found.seed}; {len(found.plan.quantities)} quantities drawn"
    yield ""
    rows: list[tuple[str, ...]] = [("", "EUR", "standard error")]
    rows += [(name, _short(one.value), _bare(error(one))) for name, one in amount_rows(found, words)]
    for name, share in share_rows(found, words):
        rows.append((name, tidied(money.percent(share.value)), tidied(error(share, as_share=True))))
    yield from columns(rows, (1, 2))
    if summary.influences:
        yield ""
        rows = [("moves the amount by itself", "variance", "mean from", "to")]
        for one in summary.influences[:TOP]:
            low, high = _short(one.lowest[1]), _short(one.highest[1])
            rows.append((_cut(named(one.quantity, words)), tidied(money.percent(one.share.value)), low, high))
        rows.append(("several together", tidied(money.percent(summary.joint)), "", ""))
        yield from columns(rows, (1, 2, 3))
    yield ""
    for note in notes(found, words):
        yield from textwrap.wrap(tidied("".join(piece.text for piece in note)), WIDTH, break_on_hyphens=False)


def _short(amount: float) -> str:
    return _bare(money.short(amount))


def _bare(text: str) -> str:
    return tidied(text).removeprefix("EUR ")


def _cut(name: str) -> str:
    return name if len(name) <= NAME else f"…{name[1 - NAME :]}"
