"""What authorities did already: decisions taken and proceedings under way."""

from __future__ import annotations

import datetime as dt

from lexposure.profile.model import KnownOutcome, Proceedings, StatusNote
from lexposure.profile.money import MoneyReader, read_own_rate
from lexposure.rulebook.authorities import Authorities
from lexposure.rulebook.currencies import Currencies
from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.provisions import Provisions
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import Node

_AMOUNT = Fact("amount", About.COMPANY, FactType.MONEY, "The amount of a fine", Span(""))


class HistoryReader:
    """Reads ``outcomes`` and ``proceedings``."""

    def __init__(
        self, provisions: Provisions, authorities: Authorities, currencies: Currencies, problems: Problems
    ) -> None:
        self.regimes = tuple(provisions.regimes)
        self.authorities = authorities
        self.currencies = currencies
        self.problems = problems

    def outcomes(self, nodes: tuple[Node, ...]) -> tuple[KnownOutcome, ...]:
        """The decisions in file order; those without a readable date are left out, with the problem recorded."""
        read = [self._outcome(node) for node in nodes]
        return tuple(outcome for outcome in read if outcome is not None)

    def _outcome(self, node: Node) -> KnownOutcome | None:
        fields = Fields(node, self.problems, "an outcome")
        authority = fields.text("authority", required=True)
        decided = fields.date("decided", required=True)
        cents, written = self._amount(fields, None if decided is None else decided.year)
        outside = fields.text("outside_scope")
        outcome = None
        regime = self._regime(fields, authority, decided, bool(outside))
        title, measures, contested = fields.text("title"), fields.texts("measures"), fields.text("contested")
        status, source = self._status(fields), fields.text("source")
        if decided is not None:
            outcome = KnownOutcome(
                authority=authority,
                decided=decided,
                regime=regime,
                title=title,
                amount_cents=cents,
                written_amount=written,
                measures=measures,
                contested=contested,
                status=status,
                source=source,
                outside_scope=outside,
            )
        fields.finish()
        return outcome

    def _regime(self, fields: Fields, authority: str, decided: dt.date | None, outside: bool) -> str:
        """As stated; else that of a data protection authority, unless the decision is outside our laws."""
        if outside:
            return fields.text("regime")
        stated = fields.one_of("regime", self.regimes)
        return stated or self.authorities.regime_of(authority, decided or dt.date.max)

    def _amount(self, fields: Fields, year: int | None) -> tuple[int | None, str]:
        scalar, rate = fields.scalar("amount"), fields.scalar("rate")
        if scalar is None:
            return None, ""
        money = MoneyReader(self.currencies, None, self.problems)
        money.year = year
        money.own = None if rate is None else read_own_rate(rate, self.problems)
        ends = money.read(scalar, _AMOUNT)
        written = " ".join(scalar.text.split())
        if ends is None:
            return None, written
        if ends[0] != ends[1]:
            self.problems.error("amount", f"'{written}' is a range; a decision states one amount", scalar.span)
        return ends[0], written

    def _status(self, fields: Fields) -> tuple[StatusNote, ...]:
        notes: list[StatusNote] = []
        for node in fields.items("status"):
            part = Fields(node, self.problems, "a status")
            on, what, source = part.date("on", required=True), part.text("what", required=True), part.text("source")
            part.finish()
            if on is not None:
                notes.append(StatusNote(on, what, source))
        return tuple(sorted(notes, key=lambda note: note.on))

    def proceedings(self, nodes: tuple[Node, ...]) -> tuple[Proceedings, ...]:
        """The proceedings in file order."""
        read: dict[str, Proceedings] = {}
        for node in nodes:
            fields = Fields(node, self.problems, "an entry of 'proceedings'")
            one = self._one(fields)
            fields.finish()
            if one.id in read:
                self.problems.error("duplicate", f"there are proceedings '{one.id}' already", node.span)
            elif one.id:
                read[one.id] = one
        return tuple(read.values())

    def _one(self, fields: Fields) -> Proceedings:
        return Proceedings(
            id=read_id(fields, self.problems),
            authority=fields.text("authority", required=True),
            case=fields.text("case"),
            stage=fields.text("stage"),
            opened=fields.date("opened"),
            denied=fields.text("denied"),
            status=self._status(fields),
            source=fields.text("source"),
        )


def read_id(fields: Fields, problems: Problems) -> str:
    """The ``id`` of an entry: small letters, digits and hyphens; empty, with the problem recorded, if it is not."""
    scalar = fields.scalar("id", required=True)
    if scalar is None:
        return ""
    if scalar.text and scalar.text.isascii() and set(scalar.text) <= _ID_CHARACTERS and len(scalar.text) <= _LONGEST_ID:
        return scalar.text
    tidy = "-".join("".join(letter if letter in _ID_CHARACTERS else " " for letter in scalar.text.lower()).split())
    hint = f"write '{tidy[:_LONGEST_ID]}'" if tidy else "use small letters, digits and hyphens"
    problems.error("id", f"'{scalar.text[:_LONGEST_ID]}' cannot be an id", scalar.span, hint)
    return ""


_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_LONGEST_ID = 80
