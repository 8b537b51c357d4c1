"""Authorities by country, and the sentences that say why one is competent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lexposure.rulebook.marks import read_certainty
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar

ROLES = (
    "lead",
    "local",
    "lead-if-cross-border",
    "possible-lead",
    "none-leads",
    "undecided",
    "public-body",
    "concerned",
    "on-its-territory",
    "outside",
)
"""What a data protection authority can be for a company; each has its sentence in the file."""

READS = ("main_establishment", "cross_border", "public_body", "market_country")
"""What the decision about competence asks; the file names the fact that answers each."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority. ``start`` and ``end`` bound its part in the Union's system, both inclusive.

    ``outside`` ones act under their own law after ``end``, that of the regime ``own``. ``districts`` are its country's
    regional authorities by code, where the country leaves the task to them.
    """

    country: str
    short: str
    name: str
    certainty: str
    notes: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    outside: bool = False
    own: str = ""
    districts: Mapping[str, str] = field(default_factory=dict[str, str])

    def takes_part(self, on: dt.date) -> bool:
        """Whether it belongs to the Union's system on a day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Competence:
    """Why an authority is competent: a role, a sentence (``{country}`` stands for the name) and its source."""

    role: str
    says: str
    cite: str
    certainty: str
    regime: str = ""
    start: dt.date | None = None

    def applies(self, on: dt.date) -> bool:
        """Whether the law behind it applies on a day."""
        return self.start is None or self.start <= on

    def because(self, country: str) -> str:
        """The sentence for a country."""
        return self.says.replace("{country}", country)


@dataclass(frozen=True, slots=True)
class Union:
    """The European Commission under one regime."""

    short: str
    name: str
    competence: Competence


@dataclass(frozen=True, slots=True)
class Authorities:
    """Everything in rules/authorities.yaml. ``reads`` names the facts that the decision asks for."""

    reads: Mapping[str, str] = field(default_factory=dict[str, str])
    data_protection: Mapping[str, Authority] = field(default_factory=dict[str, Authority])
    roles: Mapping[str, Competence] = field(default_factory=dict[str, Competence])
    competition: Mapping[str, Authority] = field(default_factory=dict[str, Authority])
    union: tuple[Union, ...] = ()
    national: Competence | None = None
    outside: Competence | None = None
    regime: str = ""
    start: dt.date | None = None
    names_certainty: str = ""
    checked_on: dt.date | None = None

    def regime_of(self, short: str, on: dt.date) -> str:
        """The regime under which the data protection authority of this short name decides on a day, else nothing."""
        for one in self.data_protection.values():
            if one.short == short:
                return one.own if one.own and not one.takes_part(on) else self.regime
        return ""


def read_authorities(node: Node, problems: Problems) -> Authorities:
    """The file rules/authorities.yaml."""
    fields = Fields(node, problems, "the file of authorities")
    reads = {key.text: value.text.strip() for key, value in fields.keyed("reads") if isinstance(value, Scalar)}
    for key in READS:
        if key not in reads:
            problems.error("missing", f"'reads' needs '{key}'", fields.span)
    protection = Fields(fields.node("data_protection", required=True), problems, "'data_protection'", fields.span)
    regime = protection.text("regime", required=True)
    competition = Fields(fields.node("competition", required=True), problems, "'competition'", fields.span)
    read = Authorities(
        reads=reads,
        data_protection=_countries(protection, problems),
        roles=_roles(protection, problems, regime),
        competition=_countries(competition, problems),
        union=tuple(_union(item, problems) for item in competition.items("union", required=True)),
        national=_competence(competition.node("national", required=True), "'national'", problems, competition.span),
        outside=_competence(competition.node("outside", required=True), "'outside'", problems, competition.span),
        regime=regime,
        start=protection.date("from", required=True),
        names_certainty=fields.one_of("names_certainty", ("V", "D", "M"), required=True),
        checked_on=fields.date("checked_on", required=True),
    )
    for part in (protection, competition, fields):
        part.finish()
    return read


def _countries(fields: Fields, problems: Problems) -> dict[str, Authority]:
    return {code.text: _authority(code, node, problems) for code, node in fields.keyed("countries")}


def _authority(code: Scalar, node: Node, problems: Problems) -> Authority:
    fields = Fields(node, problems, f"the authority of {code.text}", code.span)
    read = Authority(
        country=code.text,
        short=fields.text("short", required=True),
        name=fields.text("name", required=True),
        certainty=read_certainty(fields),
        notes=fields.text("notes"),
        start=fields.date("from"),
        end=fields.date("until"),
        outside=fields.yes_no("outside"),
        own=fields.text("regime"),
        districts={key.text: value.text for key, value in fields.keyed("laender") if isinstance(value, Scalar)},
    )
    fields.finish()
    return read


def _roles(fields: Fields, problems: Problems, regime: str) -> dict[str, Competence]:
    roles: dict[str, Competence] = {}
    for key, node in fields.keyed("roles"):
        if key.text not in ROLES:
            hint = did_you_mean(key.text, ROLES)
            problems.error("unknown-key", f"'{key.text}' is not a role of an authority", key.span, hint)
        else:
            roles[key.text] = _competence(node, f"the role '{key.text}'", problems, key.span, regime)
    for role in ROLES:
        if role not in roles:
            problems.error("missing", f"'roles' needs '{role}'", fields.span)
    return roles


def _competence(node: Node | None, what: str, problems: Problems, span: Span, regime: str = "") -> Competence:
    fields = Fields(node, problems, what, span)
    read = _competence_of(fields, regime)
    fields.finish()
    return read


def _competence_of(fields: Fields, regime: str = "") -> Competence:
    return Competence(
        role=fields.text("role", required=True),
        says=fields.text("says", required=True),
        cite=fields.text("cite", required=True),
        certainty=read_certainty(fields),
        regime=regime or fields.text("regime", required=True),
        start=None if regime else fields.date("from", required=True),
    )


def _union(node: Node, problems: Problems) -> Union:
    fields = Fields(node, problems, "an authority of the Union")
    read = Union(fields.text("short", required=True), fields.text("name", required=True), _competence_of(fields))
    fields.finish()
    return read
