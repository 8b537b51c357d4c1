"""The methods of calculating fines that the rule book knows, and which one applies when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lexposure.rulebook.facts import Catalogue
from lexposure.rulebook.files import files_in
from lexposure.rulebook.formulas import Method, Power
from lexposure.rulebook.formulas_reading import read_method, read_powers
from lexposure.rulebook.provisions import Provisions
from lexposure.rulebook.risk_factors import RiskFactors
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Node


@dataclass(frozen=True, slots=True)
class Methods:
    """Methods by id, and the corrective powers that stand beside fines."""

    by_id: Mapping[str, Method] = field(default_factory=dict[str, Method])
    powers: tuple[Power, ...] = ()

    def find(self, id: str) -> Method | None:
        """The method of that id."""
        return self.by_id.get(id)

    def for_regime(self, regime: str, on: dt.date) -> Method | None:
        """The regime's latest default method published by that day; before the first one, that one.

        A method applied before its publication is used in hindsight; the caller says so.
        """
        default = [method for method in self.by_id.values() if method.regime == regime and method.default]
        default.sort(key=lambda method: method.published)
        published = [method for method in default if method.published <= on]
        return published[-1] if published else next(iter(default), None)


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
