"""The written name of one answer of a profile: ``fact``, ``processing/ID/fact``, ``markets/ID/fact``."""

from __future__ import annotations

from lexposure.profile.possible import Subject
from lexposure.profile.reading import LIST_KEYS


def shown(subject: Subject, fact: str) -> str:
    """The name of a subject's answer, as options and files of scenarios have it."""
    return f"{LIST_KEYS[subject.about]}/{subject.id}/{fact}" if subject.id else fact
