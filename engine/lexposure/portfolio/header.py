"""What the columns of a table of companies mean.

``company`` and ``id`` name the row; ``fact`` is an answer of the company, ``processing/ID/fact`` and
``markets/ID/fact`` one of an entry; ``processing/ID`` says whether the entry is there; ``processing_complete`` whether
the list is whole; ``processing/ID/linked_with`` and ``separate_from`` name other entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lexposure.profile.possible import COMPANY, Subject
from lexposure.profile.reading import COMPLETE_KEYS, LIST_KEYS
from lexposure.rulebook.facts import About, Catalogue, Fact
from lexposure.source.problems import Problems, did_you_mean

NAMES = ("company", "id")
LINKS = {"linked_with": True, "separate_from": False}

_LISTS = {key: about for about, key in LIST_KEYS.items()}
_COMPLETE = {key: about for about, key in COMPLETE_KEYS.items()}


@dataclass(frozen=True, slots=True)
class Header:
    """The columns by what they are; entries in the order in which they first appear."""

    names: tuple[str, ...]
    facts: Mapping[str, tuple[Subject, Fact]]
    present: Mapping[str, Subject]
    complete: Mapping[str, About]
    links: Mapping[str, tuple[Subject, bool]]
    entries: tuple[Subject, ...]


def read_header(columns: Sequence[str], catalogue: Catalogue, problems: Problems) -> Header:
    """The meaning of every column; what means nothing is a problem."""
    facts: dict[str, tuple[Subject, Fact]] = {}
    present: dict[str, Subject] = {}
    links: dict[str, tuple[Subject, bool]] = {}
    entries: dict[Subject, None] = {}
    for name in columns:
        if columns.count(name) > 1:
            problems.error("duplicate", f"the column '{name}' stands there twice")
        if name in NAMES or name in _COMPLETE:
            continue
        subject, last = _subject(name)
        if subject is None:
            hint = "write fact, processing/ID/fact, markets/ID/fact, or processing/ID"
            problems.error("path", f"the column '{name}' leads to no answer", hint=hint)
            continue
        if subject.id:
            entries[subject] = None
        if subject.id and not last:
            present[name] = subject
        elif subject.id and last in LINKS:
            links[name] = subject, LINKS[last]
        else:
            fact = _fact(name, last, subject, catalogue, problems)
            if fact is not None:
                facts[name] = subject, fact
    return Header(
        names=tuple(name for name in NAMES if name in columns),
        facts=facts,
        present=present,
        complete={name: about for name, about in _COMPLETE.items() if name in columns},
        links=links,
        entries=tuple(entries),
    )


def _subject(name: str) -> tuple[Subject | None, str]:
    parts = name.split("/")
    if len(parts) == 1:
        return COMPANY, name
    if parts[0] not in _LISTS or len(parts) > 3 or not all(parts):
        return None, ""
    return Subject(_LISTS[parts[0]], parts[1]), parts[2] if len(parts) == 3 else ""


def _fact(name: str, last: str, subject: Subject, catalogue: Catalogue, problems: Problems) -> Fact | None:
    fact = catalogue.get(last)
    if fact is None:
        near = [*(one.name for one in catalogue.values() if one.about is subject.about), *NAMES, *_COMPLETE]
        hint = did_you_mean(last, near) or did_you_mean(last, catalogue)
        problems.error("unknown-fact", f"the column '{name}': there is no fact '{last[:100]}'", hint=hint)
        return None
    if fact.about is not subject.about:
        problems.error("subject", f"the column '{name}': '{fact.name}' is not asked of a {subject.about}")
        return None
    return fact
