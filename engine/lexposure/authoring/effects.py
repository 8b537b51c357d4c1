"""What another rule book does to given profiles: outcomes that change, and amounts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lexposure.assess.model import Assessment
from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.exposure.model import Exposure
from lexposure.profile.reading import read_profile
from lexposure.rulebook.book import RuleBook
from lexposure.scenarios.compare import Amounts, Moved, amounts, moved
from lexposure.source.problems import InputError


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for one profile. ``unreadable`` says why one of the books cannot assess it."""

    profile: str
    moved: tuple[Moved, ...]
    amounts: tuple[Amounts, ...]
    unreadable: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything changes."""
        return bool(self.moved or self.amounts or self.unreadable)


def effect(path: Path, old: RuleBook, new: RuleBook) -> Effect:
    """The profile assessed with both books on its own date."""
    try:
        before, after = _assessed(path, old), _assessed(path, new)
    except InputError as error:
        return Effect(str(path), (), (), "; ".join(problem.headline() for problem in error.problems))
    return Effect(str(path), tuple(moved(before[0], after[0])), tuple(amounts(before[1], after[1])))


def _assessed(path: Path, book: RuleBook) -> tuple[Assessment, Exposure]:
    assessment = assess(book, read_profile(path, book))
    return assessment, estimate(assessment)
