"""Which authorities act: the lead authority under the GDPR's one-stop-shop, and who enforces competition law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from lexposure.profile.model import Profile
from lexposure.profile.possible import Entry, Options, World
from lexposure.rulebook.authorities import Authorities, Authority, Competence
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import NO, YES, About, Fact


@dataclass(frozen=True, slots=True)
class AuthorityRole:
    """An authority and what it is for the company. ``short`` is empty where no authority can be named.

    ``certainty`` is the weaker of the statement's and the short name's.
    """

    role: str
    short: str
    name: str
    country: str
    because: str
    cite: str
    certainty: str
    regime: str = ""
    notes: str = ""


def competent(profile: Profile, book: RuleBook, on: dt.date) -> tuple[AuthorityRole, ...]:
    """The authorities for a profile at a date (GDPR Art. 4(16), 4(22), 4(23), 55, 56; Regulation 1/2003; DMA).

    Data protection first, the lead before the others, then competition. Where the answers leave it
    open, the role says so and what would decide it.
    """
    return _Competence(profile.world(), book, on).roles()


class _Competence:
    def __init__(self, world: World, book: RuleBook, on: dt.date) -> None:
        self.world = world
        self.data: Authorities = book.authorities
        self.catalogue = book.catalogue
        self.on = on

    def roles(self) -> tuple[AuthorityRole, ...]:
        return (*self._data_protection(), *self._competition())

    def _data_protection(self) -> Iterator[AuthorityRole]:
        if self.data.start is None or self.on < self.data.start:
            return
        home = self._countries(self.world.company, "main_establishment")
        named = [code for code in home if self._takes_part(code)]
        if not home:
            yield self._nobody("undecided", self._open_question("main_establishment"))
        elif len(home) > 1:
            for code in named:
                yield self._protector("possible-lead", code)
            if len(named) < len(home):
                yield self._nobody("undecided", "")
        else:
            yield from self._one_home(*home)
        yield from self._elsewhere(home, leads=bool(named) or not home)

    def _one_home(self, code: str) -> Iterator[AuthorityRole]:
        if self._takes_part(code):
            yield self._home(code)
        else:
            yield self._nobody("none-leads", "")
            yield from self._outside(code)

    def _home(self, code: str) -> AuthorityRole:
        """One country in the one-stop-shop: its authority acts in any case, what it is depends."""
        cross_border = self._yes_no("cross_border")
        if self._yes_no("public_body"):
            return self._protector("public-body", code)
        if cross_border is None:
            return self._protector("lead-if-cross-border", code, self._open_question("cross_border"))
        return self._protector("lead" if cross_border else "local", code)

    def _elsewhere(self, home: tuple[str, ...], leads: bool) -> Iterator[AuthorityRole]:
        """Authorities of the markets' countries; none of them if the processing stays at home."""
        if home and leads and (self._yes_no("public_body") or self._yes_no("cross_border") is False):
            return
        for code in self._markets():
            if code in home:
                continue
            if self._takes_part(code):
                yield self._protector("concerned" if leads else "on-its-territory", code)
            else:
                yield from self._outside(code)

    def _outside(self, code: str) -> Iterator[AuthorityRole]:
        authority = self.data.data_protection.get(code)
        if authority is not None and authority.outside and not authority.takes_part(self.on):
            yield self._protector("outside", code)

    def _competition(self) -> Iterator[AuthorityRole]:
        if not self.world.of(About.MARKET) and self.world.complete[About.MARKET]:
            return
        for union in self.data.union:
            if union.competence.applies(self.on):
                yield self._role(union.competence, union.short, union.name, "", "")
        for code in self._markets():
            authority = self.data.competition.get(code)
            if authority is None:
                continue
            competence = self.data.national if authority.takes_part(self.on) else self.data.outside
            if competence is not None and competence.applies(self.on):
                yield self._of(competence, authority)

    def _protector(self, role: str, code: str, question: str = "") -> AuthorityRole:
        return self._of(self.data.roles[role], self.data.data_protection[code], question)

    def _nobody(self, role: str, question: str) -> AuthorityRole:
        return self._role(self.data.roles[role], "", "", "", question)

    def _of(self, competence: Competence, authority: Authority, question: str = "") -> AuthorityRole:
        role = self._role(competence, authority.short, authority.name, authority.country, question)
        return _weakened(role, authority)

    def _role(self, competence: Competence, short: str, name: str, country: str, question: str) -> AuthorityRole:
        because = " ".join(part for part in (competence.because(self._label(country)), question) if part)
        return AuthorityRole(
            role=competence.role,
            short=short,
            name=name,
            country=country,
            because=because,
            cite=competence.cite,
            certainty=competence.certainty,
            regime=competence.regime,
        )

    def _takes_part(self, code: str) -> bool:
        authority = self.data.data_protection.get(code)
        return authority is not None and authority.takes_part(self.on)

    def _fact(self, asked: str) -> Fact | None:
        return self.catalogue.get(self.data.reads.get(asked, ""))

    def _countries(self, entry: Entry, asked: str) -> tuple[str, ...]:
        """The countries an answer leaves possible, in the order of the options; none when all are."""
        fact = self._fact(asked)
        known = entry.known.get(fact.name) if fact else None
        if fact is None or not isinstance(known, Options):
            return ()
        return tuple(option.name for option in fact.options if option.code in known.codes)

    def _markets(self) -> tuple[str, ...]:
        """The countries of the listed markets, each once, where exactly one is answered."""
        answers = (self._countries(entry, "market_country") for entry in self.world.of(About.MARKET))
        return tuple(dict.fromkeys(codes[0] for codes in answers if len(codes) == 1))

    def _yes_no(self, asked: str) -> bool | None:
        fact = self._fact(asked)
        known = self.world.company.known.get(fact.name) if fact else None
        if isinstance(known, Options):
            return {frozenset({YES}): True, frozenset({NO}): False}.get(known.codes)
        return None

    def _open_question(self, asked: str) -> str:
        fact = self._fact(asked)
        return f"It would be decided by: {fact.asks}" if fact else ""

    def _label(self, code: str) -> str:
        for asked in ("main_establishment", "market_country"):
            fact = self._fact(asked)
            option = fact.option(code) if fact else None
            if option:
                return option.label
        return code


_STRENGTH = ("unverified", "derived", "verified")


def _weakened(role: AuthorityRole, authority: Authority) -> AuthorityRole:
    """The role with the weaker of both certainties, and the authority's notes."""
    weaker = min(role.certainty, authority.certainty, key=_STRENGTH.index)
    return AuthorityRole(
        role.role, role.short, role.name, role.country, role.because, role.cite, weaker, role.regime, authority.notes
    )
