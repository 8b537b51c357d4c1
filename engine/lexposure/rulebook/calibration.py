"""What comparing with real decisions rests on: how they are grouped, the fitted figures, the decisions themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lexposure.rulebook.decisions import Decision


@dataclass(frozen=True, slots=True)
class Family:
    """A family of violations: words of the case file, articles, and rules whose findings belong to it."""

    id: str
    title: str
    kinds: frozenset[str]
    provisions: frozenset[str]
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Region:
    """Authorities that are looked at together."""

    id: str
    title: str
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Design:
    """How decisions are grouped before anything is fitted (rules/calibration/design.yaml); our reading.

    ``regime`` is the law whose fines are compared, ``reads`` names the fact that plays each role;
    ``lower_tier`` is the tier with the lower maximum, ``intents`` gives the case file's word for an option of fault,
    ``mirrors`` the country of a regime that mirrors this one; ``tables`` says of other regimes which provisions their
    decisions are about.
    ``giant_turnover`` (EUR) and ``giant_countries`` mark a lead authority deciding about a very large undertaking.
    ``least_decisions`` is how many earlier decisions a range in time needs, ``nearest`` how many are shown;
    ``penalties`` are those of the ridge among which the data choose.
    """

    regime: str
    reads: Mapping[str, str]
    lower_tier: str
    intents: Mapping[str, str]
    mirrors: Mapping[str, str]
    tables: Mapping[str, tuple[str, ...]]
    families: tuple[Family, ...]
    regions: tuple[Region, ...]
    giant_turnover: float
    giant_countries: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]
    least_decisions: int
    nearest: int
    penalties: tuple[float, ...]
    cite: str
    kind: str
    certainty: str
    checked_on: dt.date | None

    def family_of_kind(self, kind: str) -> str:
        """The family of a word of the case file; nothing for a word that no family lists."""
        return next((family.id for family in self.families if kind in family.kinds), "")

    def family_of_conduct(self, rules: Collection[str], provisions: Collection[str]) -> str:
        """The first family that one of the rules, or one of the articles (``6(1)``), belongs to."""
        for family in self.families:
            if family.rules & frozenset(rules) or any(self._holds(family, article) for article in provisions):
                return family.id
        return ""

    def _holds(self, family: Family, article: str) -> bool:
        """Whether the longest heading of an article that any family lists is this family's: 5(1)(f) before 5."""
        for heading in headings(article):
            if any(heading in one.provisions for one in self.families):
                return heading in family.provisions
        return False

    def region_of(self, country: str) -> str:
        """The region of a country; nothing for one that no region lists."""
        return next((region.id for region in self.regions if country in region.countries), "")

    def group_of(self, company: str) -> str:
        """The group of companies a name belongs to, by its first words; else the name itself."""
        name = company.casefold()
        for group, starts in self.groups.items():
            for start in starts:
                first = start.casefold()
                if name == first or name.startswith((f"{first} ", f"{first}.", f"{first},")):
                    return group
        return company


def headings(article: str) -> Iterator[str]:
    """An article and all it stands under, the longest first: ``5(1)(f)``, ``5(1)``, ``5``."""
    while article:
        yield article
        article = article.rpartition("(")[0]


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised coverage and what was measured on decisions the range was not fitted on."""

    promised: float
    covered: int
    n: int
    width: float

    @property
    def coverage(self) -> float:
        """The measured share."""
        return self.covered / self.n


@dataclass(frozen=True, slots=True)
class Compared:
    """A family of models that was tried: errors on companies left out, powers of ten; ``kept`` marks the one in use."""

    model: str
    n: int
    rmse: float
    width_80: float
    coverage_80: float
    pinball: float
    kept: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """The fitted figures (rules/calibration/gdpr.yaml). Logarithms are to the base ten, of euro.

    ``target`` is what was fitted (original or final amounts), ``penalty`` the ridge's. ``residuals`` are the
    sorted errors on decisions of companies left out, from which the ranges follow.
    """

    target: str
    penalty: float
    intercept: float
    coefficients: Mapping[str, float]
    residuals: tuple[float, ...]
    n: int
    data_hash: str
    fitted_on: dt.date
    latest: dt.date
    rmse: float
    baseline_rmse: float
    promises: tuple[Promise, ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class CompetitionCase:
    """A decision on competition law or the DMA; amounts in euro, nothing where not published or still open.

    ``published_share`` is the fine's part of worldwide turnover as published. ``court`` is how it ended before the
    courts: upheld, reduced, annulled, pending, none (not challenged) or unknown. ``certainty`` is by field.
    """

    id: str
    title: str
    authority: str
    number: str
    law: tuple[str, ...]
    decided: dt.date
    fine: float
    final: float | None
    turnover: float | None
    published_share: float | None
    court: str
    status: str
    certainty: Mapping[str, str]

    @property
    def share(self) -> float | None:
        """The fine's part of turnover: as published, else computed."""
        if self.published_share is not None:
            return self.published_share
        return self.fine / self.turnover if self.turnover else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything under rules/calibration: all that the empirical range needs at run time."""

    design: Design
    fitted: Fitted
    decisions: tuple[Decision, ...]
    competition: tuple[CompetitionCase, ...]
