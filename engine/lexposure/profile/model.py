"""A profile as read: answers with their sources, known outcomes, proceedings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from lexposure.profile.possible import COMPANY, Entry, Possible, Subject, World
from lexposure.rulebook.facts import LISTS, About
from lexposure.source.problems import Problem, Span


class AnswerState(StrEnum):
    """How a question stands; a fact without an answer was not asked."""

    KNOWN = "known"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a foreign amount became euro: units of ``currency`` per euro, the year, and whose rate."""

    currency: str
    year: int
    per_euro: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``possible`` is nothing when every value is possible (unknown, not shown).

    ``written`` is the answer as the profile has it, for printing.
    """

    fact: str
    state: AnswerState
    possible: Possible | None
    written: str
    span: Span
    alleged: bool = False
    source: str = ""
    evidence: str = ""
    note: str = ""
    by: str = ""
    on: dt.date | None = None
    public_since: dt.date | None = None
    reason: str = ""
    proceedings: str = ""
    year: int | None = None
    conversion: Conversion | None = None


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """The company or a list entry with its answers and its stated links to other entries."""

    subject: Subject
    name: str
    answers: Mapping[str, Answer]
    linked_with: frozenset[str] = frozenset()
    separate_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StatusNote:
    """What became of a decision or proceedings, and when."""

    on: dt.date
    what: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """A decision already taken about the company: shown on the range, never used to make it."""

    authority: str
    decided: dt.date
    regime: str
    title: str
    amount_cents: int | None
    written_amount: str
    measures: tuple[str, ...]
    contested: str
    status: tuple[StatusNote, ...]
    source: str
    outside_scope: str = ""


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Proceedings in which facts are alleged: the stage, what the company answers, how they ended."""

    id: str
    authority: str
    case: str
    stage: str
    opened: dt.date | None
    denied: str
    status: tuple[StatusNote, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MethodWish:
    """A method of calculating fines that the profile asks for, and why."""

    id: str
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class Profile:
    """A company profile, frozen. ``entries`` holds the company under ``company`` and list entries by key."""

    company: str
    as_of: dt.date
    confidentiality: str
    invented: bool
    about: str
    entries: Mapping[str, ProfileEntry]
    complete: Mapping[About, bool]
    outcomes: tuple[KnownOutcome, ...]
    proceedings: tuple[Proceedings, ...]
    path: str
    hash: str
    warnings: tuple[Problem, ...] = ()
    method: MethodWish | None = None

    def of(self, about: About) -> tuple[ProfileEntry, ...]:
        """The entries of one subject type, in file order."""
        return tuple(entry for entry in self.entries.values() if entry.subject.about is about)

    def answer(self, subject: Subject, fact: str) -> Answer | None:
        """The subject's answer, or the company's where the fact is the company's."""
        entry = self.entries.get(subject.key)
        if entry and fact in entry.answers:
            return entry.answers[fact]
        return self.entries[COMPANY.key].answers.get(fact)

    def at(self, as_of: dt.date) -> Profile:
        """The same profile at another date."""
        return replace(self, as_of=as_of)

    def visible(self, answer: Answer) -> bool:
        """Whether the answer was public at the as-of date."""
        return answer.public_since is None or answer.public_since <= self.as_of

    @property
    def has_alleged(self) -> bool:
        """Whether any answer rests on an allegation."""
        return any(answer.alleged for entry in self.entries.values() for answer in entry.answers.values())

    def world(self, keep_alleged: bool = True) -> World:
        """The sets of possible values, with alleged answers kept or taken as unknown."""
        return World(
            company=self._entry(self.entries[COMPANY.key], keep_alleged),
            entries={about: tuple(self._entry(entry, keep_alleged) for entry in self.of(about)) for about in LISTS},
            complete=dict(self.complete),
        )

    def _entry(self, entry: ProfileEntry, keep_alleged: bool) -> Entry:
        read = [
            answer for answer in entry.answers.values() if self.visible(answer) and (keep_alleged or not answer.alleged)
        ]
        return Entry(
            subject=entry.subject,
            known={answer.fact: answer.possible for answer in read if answer.possible is not None},
            not_shown=frozenset(answer.fact for answer in read if answer.state is AnswerState.NOT_SHOWN),
        )
