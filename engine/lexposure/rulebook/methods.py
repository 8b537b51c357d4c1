"""The methods of calculating fines that the rule book knows, and which one applies when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lexposure.rulebook.facts import Catalogue
from lexposure.rulebook.files import files_in
from lexposure.rulebook.formulas import Method, Power, Scope
from lexposure.rulebook.formulas_reading import read_method, read_powers
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.risk_factors import RiskFactors
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Node


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides, as far as it is known: the country of the authority in charge (empty where it is not settled).

    ``national``: the case does not cross borders. ``undertaking``: the company is one. Nothing means not known.
    """

    country: str = ""
    national: bool | None = None
    undertaking: bool | None = None

    def fits(self, scope: Scope, on: dt.date) -> bool:
        """Whether a method with this scope is the deciding authority's own on a day."""
        return (
            self.country in scope.authorities
            and scope.start <= on
            and (scope.until is None or on <= scope.until)
            and (self.national is True or not scope.national_only)
            and (self.undertaking is not False or not scope.undertakings_only)
        )


NOT_SETTLED = Deciding()
NO_OTHER = "no authority is known to use another one under this law."


@dataclass(frozen=True, slots=True)
class Choice:
    """The method used for a regime, who chose it (default, authority, profile, command line), and why."""

    method: Method
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class Methods:
    """Methods by id, and the corrective powers that stand beside fines."""

    by_id: Mapping[str, Method] = field(default_factory=dict[str, Method])
    powers: tuple[Power, ...] = ()

    def find(self, id: str) -> Method | None:
        """The method of that id."""
        return self.by_id.get(id)

    def for_regime(self, regime: str, on: dt.date, deciding: Deciding = NOT_SETTLED) -> Choice | None:
        """The deciding authority's own method of that day, else the regime's latest default published by then.

        Before the first one it is that one. A method applied before its publication is used in hindsight; the
        caller says so.
        """
        of_regime = [method for method in self.by_id.values() if method.regime == regime]
        of_regime.sort(key=lambda method: method.published)
        own = [method for method in of_regime if method.scope and deciding.fits(method.scope, on)]
        if own and own[-1].scope:
            mark = own[-1].scope.mark
            return Choice(own[-1], "authority", f"the authority of {deciding.country} is in charge. {mark.because}")
        default = [method for method in of_regime if method.default]
        published = [method for method in default if method.published <= on]
        found = published[-1] if published else next(iter(default), None)
        scoped = any(method.scope for method in of_regime)
        return Choice(found, "default", _why_default(deciding) if scoped else NO_OTHER) if found else None


def _why_default(deciding: Deciding) -> str:
    if not deciding.country:
        return "which country's authority is in charge is not settled, and this is the method common to all."
    return f"no method of its own is known for the authority of {deciding.country} in such a case on that day."


def read_methods(
    folder: Path, provisions: Provisions, catalogue: Catalogue, known: RiskFactors, problems: Problems
) -> Methods:
    """Read ``methods/`` and ``measures/`` of a rule folder; either may be missing."""
    methods: dict[str, Method] = {}
    for root in _trees(folder / "methods", problems):
        method = read_method(root, provisions, catalogue, known, problems)
        if method is None:
            continue
        if method.id in methods:
            first = methods[method.id].span
            problems.error("duplicate", f"the method '{method.id}' stands in {first} already", method.span)
            continue
        methods[method.id] = method
    powers: list[Power] = []
    for root in _trees(folder / "measures", problems):
        powers += read_powers(root, provisions, problems)
    return Methods(methods, tuple(powers))


def _trees(folder: Path, problems: Problems) -> list[Node]:
    if not folder.is_dir():
        return []
    trees = [file.tree(problems) for file in files_in(folder, problems) if file.is_yaml]
    return [tree for tree in trees if tree is not None]
