"""The rule book: everything under ``rules/``, read and checked, and the part in force at a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lexposure.rulebook.announced import Announced
from lexposure.rulebook.authorities import Authorities
from lexposure.rulebook.calibration import Calibration
from lexposure.rulebook.currencies import Currencies
from lexposure.rulebook.facts import Catalogue
from lexposure.rulebook.measured import Measured
from lexposure.rulebook.methods import Methods
from lexposure.rulebook.packs import Override, Pack
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.risk_factors import RiskFactor, RiskFactors
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule
from lexposure.source.problems import Problem


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All versions of all rules, with the data they lean on. ``hash`` covers every file's bytes.

    ``packs`` are the private rule packs laid over it, ``overrides`` what they replaced.
    """

    catalogue: Catalogue
    rules: tuple[Rule, ...]
    conclusions: tuple[ConclusionRule, ...]
    factors: tuple[AdjustmentFactor, ...]
    parameters: Parameters
    provisions: Provisions
    methods: Methods
    authorities: Authorities
    currencies: Currencies
    version: str
    hash: str
    packs: tuple[Pack, ...] = ()
    overrides: tuple[Override, ...] = ()
    announced: tuple[Announced, ...] = ()
    measured: Measured | None = None
    calibration: Calibration | None = None
    risk_factors: RiskFactors = field(default_factory=dict[str, RiskFactor])
    warnings: tuple[Problem, ...] = ()

    @property
    def tested(self) -> tuple[Rule | ConclusionRule, ...]:
        """All versions of what has examples: rules, then conclusions."""
        return (*self.rules, *self.conclusions)


@dataclass(frozen=True, slots=True)
class Edition:
    """The rule book at a date: conditions hold plain numbers, no parameters or relative dates.

    ``not_in_force`` are the rules that exist but did not apply then, with the day they start or
    ended; their outcome is "not applicable".
    """

    on: dt.date
    book: RuleBook
    rules: tuple[Rule, ...]
    not_in_force: tuple[Rule, ...]
    conclusions: tuple[ConclusionRule, ...]
    factors: tuple[AdjustmentFactor, ...]
    parameters_used: Mapping[str, int]
