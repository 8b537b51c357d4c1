"""Files of decisions, as the commands about them read them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lexposure.source.problems import InputError, Problem, Problems

if TYPE_CHECKING:
    from lexposure.rulebook.calibration import CompetitionCase
    from lexposure.rulebook.decisions import Decision


def decisions_in(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file; raises :class:`InputError` with everything that is wrong in it."""
    from lexposure.rulebook.decisions_reading import read_decisions
    from lexposure.source.yamltree import read_tree

    problems = Problems()
    root = read_tree(path, problems)
    found = () if root is None else read_decisions(root, problems)
    problems.raise_if_any(InputError)
    if all(one.turnover is None for one in found):
        raise InputError(
            [Problem("calibration", f"'{path}' has no decision with a turnover, so there is nothing to compare")]
        )
    return found


def competition_in(path: Path) -> tuple[CompetitionCase, ...]:
    """The decisions on competition law of a file; raises :class:`InputError` with everything that is wrong in it."""
    from lexposure.rulebook.calibration_reading import read_competition
    from lexposure.source.yamltree import read_tree

    problems = Problems()
    root = read_tree(path, problems)
    found = () if root is None else read_competition(root, problems)
    problems.raise_if_any(InputError)
    return found
