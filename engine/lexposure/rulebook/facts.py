"""The vocabulary: every fact a profile may answer and a rule may read.

Answers and comparisons meet as whole numbers: a yes/no or choice as its option's code, a count as
itself, money in euro cents, a share in parts per million, a date as its ordinal day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lexposure.source.problems import Span


class About(StrEnum):
    """What a fact or rule is about: the undertaking, one processing operation, one market."""

    COMPANY = "company"
    PROCESSING = "processing"
    MARKET = "market"

    @property
    def described(self) -> str:
        """The subject as sentences say it."""
        return {"company": "the company", "processing": "a processing operation", "market": "a market"}[self.value]


LISTS = (About.PROCESSING, About.MARKET)


class FactType(StrEnum):
    """How a fact is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"

    @property
    def is_number(self) -> bool:
        """Whether the possible values are an interval of whole numbers."""
        return self in (FactType.COUNT, FactType.MONEY, FactType.SHARE, FactType.DATE)


NO, YES = 0, 1

MOST_EFFORT = 99
"""The most effort that a fact may state."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; ``code`` is its whole number, ``label`` what people read."""

    code: int
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the vocabulary.

    ``when_not_applicable`` is the code or number that conditions read when the answer is "not
    applicable"; without it that answer is refused. ``concluded`` facts are derived by rules;
    ``closed`` ones become "no" when every rule that concludes them is false. ``effort`` is what an
    answer costs beside those of other facts; looking it up costs 1.
    """

    name: str
    about: About
    type: FactType
    asks: str
    span: Span
    topic: str = ""
    helps: str = ""
    cite: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    when_not_applicable: int | None = None
    concluded: bool = False
    closed: bool = False
    effort: int = 1

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((option for option in self.options if option.name == name), None)

    @property
    def codes(self) -> frozenset[int]:
        """The codes of all options."""
        return frozenset(option.code for option in self.options)


Catalogue = Mapping[str, Fact]
