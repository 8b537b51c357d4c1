"""The law list: every provision, penalty and source that the report cites, each with its own id.

Cites are gathered while the report is put together; whoever prints a cite gets a link to its row.
"""

from __future__ import annotations

import re

from lexposure.assess.model import Assessment
from lexposure.reporting import money
from lexposure.reporting.anchors import Ids, slug
from lexposure.reporting.model import LawRow
from lexposure.reporting.pieces import Piece, Rich, link
from lexposure.reporting.wording import Wording
from lexposure.rulebook.provisions import Cap, Provision, Tier
from lexposure.rulebook.rules import Basis
from lexposure.rulebook.values import show

_NUMBER = re.compile(r"\d+")


class Law:
    """Gathers what is cited and hands out links."""

    def __init__(self, assessment: Assessment, wording: Wording, ids: Ids) -> None:
        self._assessment = assessment
        self._say = wording
        self._ids = ids
        self._rows: dict[str, tuple[str, Provision | Tier | None]] = {}
        self._basis = _basis(assessment)
        self.figures = _figures(assessment)

    def provision(self, provision: Provision) -> Piece:
        """A link to a provision; its tier is listed too."""
        if provision.tier is not None:
            self._row(provision.tier.name, provision.tier)
        return link(provision.name, self._row(provision.name, provision))

    def tier(self, name: str) -> Rich:
        """A link to a penalty or provision by its name; a name the tables lack is a plain source."""
        provisions = self._assessment.edition.book.provisions
        tier = provisions.tiers.get(name)
        if tier is not None:
            return (link(name, self._row(name, tier)),)
        provision = provisions.find(name)
        return self.cite(name) if provision is None else (self.provision(provision),)

    def cite(self, text: str) -> Rich:
        """The sources in a cite, which semicolons part, each linked."""
        pieces: list[Piece] = []
        for part in text.split(";"):
            name = " ".join(part.split())
            if name:
                pieces += [Piece("; ")] * bool(pieces) + [link(name, self._row(name, None))]
        return tuple(pieces)

    def provisions(self) -> tuple[LawRow, ...]:
        """The provisions and penalties that were cited, by name."""
        rows = [(name, id, thing) for name, (id, thing) in self._rows.items() if thing is not None]
        return tuple(self._described(id, thing) for _, id, thing in sorted(rows, key=lambda row: _natural(row[0])))

    def sources(self) -> tuple[LawRow, ...]:
        """The other sources that were cited, by name."""
        rows = [(name, id) for name, (id, thing) in self._rows.items() if thing is None]
        return tuple(self._source(name, id) for name, id in sorted(rows, key=lambda row: _natural(row[0])))

    def _row(self, name: str, thing: Provision | Tier | None) -> str:
        id, known = self._rows.get(name, ("", None))
        if not id or (known is None and thing is not None):
            id = id or self._ids.take(f"law.{slug(name)}")
            self._rows[name] = (id, thing)
        return id

    def _described(self, id: str, thing: Provision | Tier) -> LawRow:
        if isinstance(thing, Tier):
            url = thing.url or self._regime_url(thing.regime)
            return LawRow(id, thing.name, thing.title, self._cap(thing), self._marks(thing), url)
        url = thing.url or (thing.tier.url if thing.tier else "") or self._regime_url(thing.regime)
        without = self._say.say("law.national_cap" if thing.national else "law.no_cap")
        cap = self._cap(thing.tier) if thing.tier else without
        return LawRow(id, thing.name, thing.subject, cap, self._notes(thing), url)

    def _notes(self, provision: Provision) -> str:
        """How a fine is reached, since when, and how sure the entry is."""
        say = self._say.say
        parts = [say("law.tier", tier=provision.tier.name)] if provision.tier else []
        if provision.routes:
            parts.append(say("law.routes", routes=", ".join(provision.routes)))
        if provision.only_through:
            parts.append(say("law.only_through", text=provision.only_through))
        if provision.national:
            parts.append(say("law.national", text=provision.national))
        if provision.doubtful:
            parts.append(say("law.doubtful"))
        if provision.from_:
            parts.append(say("law.since", date=self._say.date(provision.from_)))
        if provision.cite:
            parts.append(say("law.cite", cite=provision.cite))
        if provision.note:
            parts.append(provision.note)
        if provision.certainty:
            parts.append(say("law.certainty", certainty=provision.certainty))
        return " ".join(part if part.endswith(".") else f"{part}." for part in parts)

    def _marks(self, tier: Tier) -> str:
        cap = tier.cap_on(self._assessment.on)
        if cap is None:
            return ""
        since = max(day for day, _ in tier.caps if day <= self._assessment.on)
        return self._say.say(
            "law.cap_marks",
            cite=cap.cite,
            kind=cap.kind,
            certainty=cap.certainty,
            since=self._say.date(since),
            checked=self._say.date(cap.checked_on),
        )

    def _cap(self, tier: Tier) -> str:
        cap = tier.cap_on(self._assessment.on)
        return self._say.say("law.cap_later") if cap is None else cap_in_words(cap, self._say)

    def _source(self, name: str, id: str) -> LawRow:
        basis = self._basis.get(name)
        says = basis.says if basis else ""
        notes = self._say.say("law.certainty", certainty=basis.certainty) if basis and basis.certainty else ""
        return LawRow(id, name, says, "", notes, (basis.url if basis else "") or self._family_url(name))

    def _regime_url(self, regime: str) -> str:
        known = self._assessment.edition.book.provisions.regimes.get(regime)
        return known.url if known else ""

    def _family_url(self, cite: str) -> str:
        """The address of the guidance or act that a cite begins with: ``GDPR Art. 4(16)``."""
        for method in self._assessment.edition.book.methods.by_id.values():
            if method.url and cite.startswith(method.mark.cite):
                return method.url
        act = cite.split(" Art.", maxsplit=1)[0] if " Art." in cite else ""
        provisions = self._assessment.edition.book.provisions
        for name, provision in provisions.by_name.items():
            if act and name.startswith(f"{act} "):
                return provision.url or self._regime_url(provision.regime)
        return ""


def cap_in_words(cap: Cap, wording: Wording) -> str:
    """``the higher of EUR 20 m and 4 % of turnover``, or the one there is."""
    fixed = money.short(cap.fixed_cents / 100, cap.currency) if cap.fixed_cents is not None else ""
    share = money.percent(cap.share_ppm / 1_000_000) if cap.share_ppm is not None else ""
    if fixed and share:
        return wording.say("law.cap_both", fixed=fixed, share=share)
    return wording.say("law.cap_share", share=share) if share else fixed


def _basis(assessment: Assessment) -> dict[str, Basis]:
    """What the rules' sources say, by cite; the first rule that cites one describes it."""
    found: dict[str, Basis] = {}
    edition = assessment.edition
    bases = [rule.basis for rule in (*edition.rules, *edition.not_in_force)]
    bases += [conclusion.basis for conclusion in edition.conclusions]
    for basis in (one for several in bases for one in several):
        found.setdefault(" ".join(basis.cite.split()), basis)
    return found


def _figures(assessment: Assessment) -> dict[str, str]:
    """The figures that rules read by name, as they stood on the date."""
    parameters = assessment.edition.book.parameters
    used = assessment.edition.parameters_used
    return {name: show(value, parameters[name].as_fact()) for name, value in used.items()}


def _natural(name: str) -> tuple[str, ...]:
    """Sorts Art. 9 before Art. 10."""
    return (_NUMBER.sub(lambda digits: digits[0].zfill(6), name),)
