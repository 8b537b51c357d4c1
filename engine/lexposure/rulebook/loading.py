"""The rule book from its folders, with every problem in them gathered.

A folder holds the vocabulary (``facts``, ``options``), dated figures (``parameters``, ``provisions``,
``factors``, ``methods``, ``measures``), who decides (``authorities.yaml``), exchange rates
(``currencies``), and in every other folder rules, one a file.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lexposure.data import rules_folder
from lexposure.rulebook.authorities import Authorities, read_authorities
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.currencies import Currencies, read_currencies
from lexposure.rulebook.factors_reading import read_factors
from lexposure.rulebook.facts_reading import Vocabulary, asked_first, read_facts
from lexposure.rulebook.files import RuleFile, files_in, hash_of
from lexposure.rulebook.lint import Drafted, lint
from lexposure.rulebook.methods import read_methods
from lexposure.rulebook.parameters import Parameter, read_parameters
from lexposure.rulebook.parts_reading import Sources
from lexposure.rulebook.provisions_reading import ProvisionFiles
from lexposure.rulebook.risk_factors import RiskFactor, read_risk_factors
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Rule
from lexposure.rulebook.rules_reading import read_rule_file
from lexposure.source.problems import Problems, RulesError, Span
from lexposure.source.yamltree import Node

FIRST = ("options", "facts", "parameters", "provisions", "risk-factors")
"""The folders that give the names which everything else uses."""

NOT_RULES = (*FIRST, "factors", "methods", "measures", "currencies", "schema")
"""The folders that hold something else than rules."""


def read_rulebook(folders: Sequence[Path] | None = None) -> RuleBook:
    """Read and check rule folders, the shipped one by default; the first also brings methods and rates.

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


class _Reading:
    """One reading of the folders: the vocabulary and figures first, then the rules that use them."""

    def __init__(self, folders: Sequence[Path], problems: Problems) -> None:
        self.problems = problems
        self.folder = folders[0]
        self.files = [file for folder in folders for file in files_in(folder, problems)]
        self.lost = False
        self.first = {file.name: file for file in self.files if file.shown.startswith(f"{self.folder}/")}

    def read(self) -> RuleBook:
        problems = self.problems
        vocabulary = self._vocabulary()
        parameters: dict[str, Parameter] = {}
        for _, root in self._trees("parameters"):
            read_parameters(root, parameters, problems)
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
        for _, root in self._trees("factors"):
            read_factors(root, factors, sources)
        rules, conclusions = self._rules(sources)
        lint(Drafted(vocabulary.facts, parameters, rules, conclusions, tuple(factors.values())), problems)
        return RuleBook(
            catalogue=vocabulary.facts,
            rules=tuple(rules),
            conclusions=tuple(conclusions),
            factors=tuple(factors.values()),
            parameters=parameters,
            provisions=sources.provisions,
            methods=read_methods(self.folder, sources.provisions, vocabulary.facts, problems),
            authorities=self._authorities(),
            currencies=self._currencies(),
            version=self._version(),
            hash=hash_of(self.files),
            risk_factors=risk_factors,
            warnings=problems.warnings,
        )

    def _trees(self, topic: str) -> Iterator[tuple[RuleFile, Node]]:
        for file in self.files:
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

    def _rules(self, sources: Sources) -> tuple[list[Rule], list[ConclusionRule]]:
        rules: list[Rule] = []
        conclusions: list[ConclusionRule] = []
        for file in self.files:
            if not file.is_yaml or not file.topic or file.topic in NOT_RULES:
                continue
            root = file.tree(self.problems)
            if root is None:
                continue
            read = read_rule_file(root, file.stem, file.topic, sources)
            if isinstance(read, Rule):
                rules.append(read)
            else:
                conclusions.append(read)
        return rules, conclusions

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
