"""The ids of a report's parts. Links and their targets are both made here, so that they meet.

Rule ids, subject keys and fact names hold no full stop, which therefore parts them.
"""

from __future__ import annotations

import re

from lexposure.assess.model import Finding
from lexposure.profile.possible import Subject

_OTHER = re.compile(r"[^A-Za-z0-9]+")


def slug(text: str) -> str:
    """A text as part of an id: letters and digits with hyphens between."""
    return _OTHER.sub("-", text).strip("-").lower() or "x"


def subject(subject: Subject) -> str:
    """``company`` or ``processing.behavioural-ads``."""
    return subject.key.replace("/", ".")


def precedents(regime: str) -> str:
    """The real decisions beside a regime's range."""
    return f"precedents.{regime}"


def finding(finding: Finding) -> str:
    """The block or table row of an outcome."""
    return finding_id(finding.id)


def finding_id(id: str) -> str:
    """The same from an outcome's id, ``RULE:processing/entry``."""
    return "finding." + id.replace(":", ".").replace("/", ".")


def answer(subject_of: Subject, fact: str) -> str:
    """The row of an answer in the annex."""
    return f"answer.{subject(subject_of)}.{fact}"


def answers(subject_of: Subject) -> str:
    """The answers of one subject in the annex."""
    return f"answers.{subject(subject_of)}"


def regime(regime: str) -> str:
    """The part on one regime."""
    return f"regime.{slug(regime)}"


def conduct(regime: str, id: str, alleged: bool = False) -> str:
    """The part on one conduct under a regime."""
    return f"{'alleged' if alleged else 'conduct'}.{slug(regime)}.{slug(id)}"


def outcome(index: int) -> str:
    """The row of a known outcome."""
    return f"outcome.{index + 1}"


def proceedings(id: str) -> str:
    """The part on proceedings in which facts are alleged."""
    return f"proceedings.{slug(id)}"


def assumption(id: str) -> str:
    """The row of an assumption."""
    return f"assumption.{slug(id)}"


def rule(id: str) -> str:
    """The entry of a rule or method."""
    return f"rule.{slug(id)}"


def figure(name: str) -> str:
    """The row of a dated figure that rules read."""
    return f"figure.{slug(name)}"


class Ids:
    """Hands out ids and never the same twice; a second taker gets ``-2``."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """The id, or the id with the first free number."""
        number, id = 1, wanted
        while id in self._taken:
            number += 1
            id = f"{wanted}-{number}"
        self._taken.add(id)
        return id
