"""The rule book from its folders, with every problem in them gathered.

A folder holds the vocabulary (``facts``, ``options``), dated figures (``parameters``, ``provisions``,
``factors``, ``methods``, ``measures``), who decides (``authorities.yaml``), exchange rates
(``currencies``), and in every other folder rules, one a file.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lexposure.data import rules_folder
from lexposure.rulebook.announced import Announced, read_announced
from lexposure.rulebook.authorities import Authorities, read_authorities
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.calibration_reading import read_calibration
from lexposure.rulebook.currencies import Currencies, read_currencies
from lexposure.rulebook.factors_reading import read_factors
from lexposure.rulebook.facts_reading import Vocabulary, asked_first, read_facts
from lexposure.rulebook.files import RuleFile, files_in, hash_of
from lexposure.rulebook.lint import Drafted, lint
from lexposure.rulebook.measured import read_measured
from lexposure.rulebook.methods import read_methods
from lexposure.rulebook.packs import NOTHING_BELOW, PACK_FILE, Below, Override, Pack, read_pack
from lexposure.rulebook.parameters import Parameter, read_parameters
from lexposure.rulebook.parts_reading import Sources
from lexposure.rulebook.provisions_reading import ProvisionFiles, check_provisions
from lexposure.rulebook.risk_factors import RiskFactor, read_risk_factors
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule
from lexposure.rulebook.rules_reading import read_rule_file
from lexposure.source.problems import Problems, RulesError, Span
from lexposure.source.yamltree import Node

FIRST = ("options", "facts", "parameters", "provisions", "risk-factors")
"""The folders that give the names which everything else uses."""

NOT_RULES = (*FIRST, "announced", "calibration", "factors", "methods", "measures", "currencies", "schema")
"""The folders that hold something else than rules."""


def read_rulebook(folders: Sequence[Path] | None = None) -> RuleBook:
    """Read and check rule folders: a rule book, the shipped one by default, and the rule packs laid over it.

    The first folder also brings methods, authorities and rates.

    Raises :class:`lexposure.source.problems.RulesError` with everything that is wrong.
    """
    problems = Problems()
    chosen = [shown_path(folder) for folder in (folders or [rules_folder()])]
    with _collector_paused():
        book = _Reading(chosen, problems).read()
    problems.raise_if_any(RulesError)
    return book


@contextmanager
def _collector_paused() -> Generator[None]:
    """Hundreds of thousands of nodes are made and none is garbage yet; looking for it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shown_path(folder: Path) -> Path:
    """The folder relative to the working directory where it lies below it, so that places are short."""
    try:
        return folder.resolve().relative_to(Path.cwd())
    except ValueError:
        return folder


@dataclass(frozen=True, slots=True)
class _Layer:
    """A folder and its files."""

    folder: Path
    files: tuple[RuleFile, ...]


def _places(known: Iterable[Rule | ConclusionRule | AdjustmentFactor | Parameter]) -> Mapping[str, Span]:
    return {one.name if isinstance(one, Parameter) else one.id: one.span for one in known}


def _holds_a_rule(file: RuleFile) -> bool:
    return file.is_yaml and bool(file.topic) and file.topic not in NOT_RULES


class _Reading:
    """One reading of the folders: the vocabulary and figures first, then the rules that use them."""

    def __init__(self, folders: Sequence[Path], problems: Problems) -> None:
        self.problems = problems
        self.folder = folders[0]
        self.layers = [_Layer(folder, files_in(folder, problems)) for folder in folders]
        self.files = [file for layer in self.layers for file in layer.files]
        self.lost = False
        self.first = {file.name: file for file in self.layers[0].files}
        self.packs = {layer.folder: self._pack(layer) for layer in self.layers[1:]}
        self.replaced: list[Override] = []

    def read(self) -> RuleBook:
        problems = self.problems
        vocabulary = self._vocabulary()
        parameters: dict[str, Parameter] = {}
        for layer in self.layers:
            below = self._below(layer, "parameter", _places(parameters.values()))
            for _, root in self._trees("parameters", layer):
                read_parameters(root, parameters, problems, below)
        provision_files = ProvisionFiles(problems)
        for _, root in self._trees("provisions"):
            provision_files.read(root)
        risk_factors: dict[str, RiskFactor] = {}
        for _, root in self._trees("risk-factors"):
            read_risk_factors(root, risk_factors, problems)
        if self.lost:
            self._stop()
        sources = Sources(
            vocabulary.facts, vocabulary.damaged, parameters, provision_files.done(), problems, risk_factors
        )
        factors: dict[str, AdjustmentFactor] = {}
        for layer in self.layers:
            below = self._below(layer, "factor", _places(factors.values()))
            for _, root in self._trees("factors", layer):
                read_factors(root, factors, sources, below)
        currencies = self._currencies()
        check_provisions(sources.provisions, vocabulary.facts, currencies, problems)
        rules, conclusions = self._rules(sources)
        lint(Drafted(vocabulary.facts, parameters, rules, conclusions, tuple(factors.values())), problems)
        return RuleBook(
            catalogue=vocabulary.facts,
            rules=tuple(rules),
            conclusions=tuple(conclusions),
            factors=tuple(factors.values()),
            parameters=parameters,
            provisions=sources.provisions,
            methods=read_methods(self.folder, sources.provisions, vocabulary.facts, risk_factors, problems),
            authorities=self._authorities(),
            currencies=currencies,
            version=self._version(),
            hash=hash_of(self.files),
            packs=tuple(self.packs.values()),
            overrides=tuple(self.replaced),
            announced=self._announced(sources),
            measured=read_measured(self.folder, problems),
            calibration=read_calibration(self.folder, problems),
            risk_factors=risk_factors,
            warnings=problems.warnings,
        )

    def _trees(self, topic: str, layer: _Layer | None = None) -> Iterator[tuple[RuleFile, Node]]:
        for file in layer.files if layer else self.files:
            if file.topic == topic and file.is_yaml:
                root = file.tree(self.problems)
                if root is None:
                    self.lost = True
                else:
                    yield file, root

    def _stop(self) -> None:
        """Names that stand in a file that is not YAML would all be called unknown: report what is sure."""
        for topic in sorted({file.topic for file in self.files} - set(FIRST)):
            for _ in self._trees(topic):
                pass
        raise RulesError(self.problems)

    def _vocabulary(self) -> Vocabulary:
        lists = {file.stem: root for file, root in self._trees("options")}
        vocabulary = Vocabulary()
        roots = [root for _, root in self._trees("facts")]
        for root in sorted(roots, key=lambda root: not asked_first(root)):
            read_facts(root, lists, vocabulary, self.problems)
        return vocabulary

    def _rules(self, sources: Sources) -> tuple[tuple[Rule, ...], tuple[ConclusionRule, ...]]:
        rules: tuple[Rule, ...] = ()
        conclusions: tuple[ConclusionRule, ...] = ()
        for layer in self.layers:
            below = self._below(layer, "rule", _places((*rules, *conclusions)))
            found = [self._rule(file, sources, below) for file in layer.files if _holds_a_rule(file)]
            replaced = {override.name for override in below.replaced if override.kind == below.kind}
            rules = (
                *(rule for rule in rules if rule.id not in replaced),
                *(rule for rule in found if isinstance(rule, Rule)),
            )
            conclusions = (
                *(rule for rule in conclusions if rule.id not in replaced),
                *(rule for rule in found if isinstance(rule, ConclusionRule)),
            )
        return rules, conclusions

    def _rule(self, file: RuleFile, sources: Sources, below: Below) -> Rule | ConclusionRule | None:
        root = file.tree(self.problems)
        return None if root is None else read_rule_file(root, file.stem, file.topic, sources, below)

    def _below(self, layer: _Layer, kind: str, places: Mapping[str, Span]) -> Below:
        """What the layers below a layer hold of a kind; what the layer replaces is noted."""
        if layer is self.layers[0]:
            return NOTHING_BELOW
        return Below(kind, self.packs[layer.folder].name, places, self.replaced)

    def _pack(self, layer: _Layer) -> Pack:
        heading = next((file for file in layer.files if file.name == PACK_FILE), None)
        root = heading.tree(self.problems) if heading else None
        return read_pack(root, str(layer.folder), hash_of(layer.files), self.problems)

    def _announced(self, sources: Sources) -> tuple[Announced, ...]:
        announced: dict[str, Announced] = {}
        for _, root in self._trees("announced"):
            read_announced(root, announced, sources.provisions, self.problems)
        return tuple(announced.values())

    def _only(self, name: str) -> Node | None:
        """The tree of a file that the first folder must have."""
        if name not in self.first:
            path = f"{self.folder}/{name}"
            self.problems.error("missing-file", f"the rule book needs the file '{path}'", Span(path))
            return None
        return self.first[name].tree(self.problems)

    def _authorities(self) -> Authorities:
        root = self._only("authorities.yaml")
        return Authorities() if root is None else read_authorities(root, self.problems)

    def _currencies(self) -> Currencies:
        root = self._only("currencies/ecb-annual-averages.yaml")
        return Currencies() if root is None else read_currencies(root, self.problems)

    def _version(self) -> str:
        file = self.first.get("VERSION")
        lines = file.data.decode("utf-8", "replace").split() if file else []
        if len(lines) == 1:
            return lines[0]
        path = f"{self.folder}/VERSION"
        self.problems.error("version", f"'{path}' must hold the version of the rules and nothing else", Span(path))
        return ""
