"""What is drawn: open answers, numbers within their ranges, the amount within each law's method, enforcement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexposure.assess.model import Missing
from lexposure.bulk.variants import said
from lexposure.profile.possible import Interval, Options, Possible, Selection
from lexposure.rulebook.book import Edition
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import Misread, option_code, read_whole, show
from lexposure.scenarios.candidates import Candidates
from lexposure.scenarios.places import shown
from lexposure.scenarios.simulation.chances import Chances, Correlation, Likelihood, Stated
from lexposure.scenarios.whatif import Assessed
from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Scalar

AMOUNT, ENFORCEMENT = "amount", "enforcement"
"""First words of the names of what is drawn for a law."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An open answer with its values and the share of each. ``stated``: by the user; else they count alike."""

    missing: Missing
    fact: Fact
    labels: tuple[str, ...]
    values: tuple[Possible, ...]
    shares: tuple[float, ...]
    stated: bool

    @property
    def name(self) -> str:
        """The path of the answer."""
        return shown(self.missing.subject, self.missing.fact)


@dataclass(frozen=True, slots=True)
class Number:
    """A number within a range, whole as in a profile; without ``central`` every value counts alike."""

    missing: Missing
    fact: Fact
    low: int
    central: int | None
    high: int
    stated: bool

    @property
    def name(self) -> str:
        """The path of the answer."""
        return shown(self.missing.subject, self.missing.fact)

    @property
    def written(self) -> str:
        """The range in words."""
        ends = (self.low, self.high) if self.central is None else (self.low, self.central, self.high)
        return " .. ".join(show(end, self.fact) for end in ends)


@dataclass(frozen=True, slots=True)
class Law:
    """What is drawn once for a law: how far into the method's range fines go (``amount``), or if it is enforced."""

    regime: str
    kind: str
    likelihood: float = 1.0

    @property
    def name(self) -> str:
        """``amount gdpr``, ``enforcement gdpr``."""
        return f"{self.kind} {self.regime}"


Quantity = Answer | Number | Law


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything drawn, in order; ``left`` are open answers that are not, for want of a range."""

    quantities: tuple[Quantity, ...]
    left: tuple[Missing, ...]
    correlated: tuple[Correlation, ...]


def plan(baseline: Assessed, chances: Chances, problems: Problems) -> Plan:
    """What is drawn for a profile; names and values that do not fit are problems."""
    edition = baseline.assessment.edition
    reader = _Reader(edition, baseline, chances, problems)
    found = [(missing, reader.quantity(missing)) for missing in reader.open()]
    reader.check_used()
    laws = tuple(_laws(baseline, chances, problems))
    quantities = (*(one for _, one in found if one is not None), *laws)
    names = [one.name for one in quantities]
    for correlation in chances.correlated:
        for name in correlation.between:
            if name not in names:
                hint = did_you_mean(name, names)
                problems.error("unknown-name", f"nothing that is drawn is called '{name}'", correlation.span, hint)
    left = tuple(missing for missing, one in found if one is None and missing.fact in edition.book.catalogue)
    _check_turnover(baseline, left, problems)
    return Plan(quantities, left, chances.correlated)


def _check_turnover(baseline: Assessed, left: Sequence[Missing], problems: Problems) -> None:
    """Without a turnover no fine has an upper end: nothing could be drawn, and nothing is no amount."""
    methods = baseline.assessment.edition.book.methods.by_id
    read = {
        methods[one.method].reads.get("turnover") for one in baseline.exposure.regimes if one.conducts and one.formula
    }
    for missing in left:
        if missing.fact in read:
            message = f"'{missing.fact}' is not known, so that fines have no upper end and cannot be drawn"
            problems.error(
                "no-range", message, hint="state its range in a file of chances (--assume), or answer it (--set)"
            )


def _laws(baseline: Assessed, chances: Chances, problems: Problems) -> Iterator[Law]:
    regimes = baseline.assessment.edition.book.provisions.regimes
    for name, (_, span) in chances.enforcement.items():
        if name not in regimes:
            hint = did_you_mean(name, regimes) or f"there are {', '.join(sorted(regimes))}"
            problems.error("unknown-name", f"there is no law '{name}'", span, hint)
    for one in baseline.exposure.regimes:
        if one.conducts and one.formula:
            yield Law(one.regime, AMOUNT)
        if one.conducts and one.regime in chances.enforcement:
            yield Law(one.regime, ENFORCEMENT, chances.enforcement[one.regime][0])


class _Reader:
    """From open answers and what is supposed of them to what is drawn."""

    def __init__(self, edition: Edition, baseline: Assessed, chances: Chances, problems: Problems) -> None:
        self.edition = edition
        self.profile = baseline.assessment.profile
        self.baseline = baseline
        self.chances = chances
        self.problems = problems
        self.candidates = Candidates(edition)
        self.used: set[str] = set()

    def open(self) -> Sequence[Missing]:
        """The open answers in a fixed order; what is merely alleged is drawn only where its likelihood is stated."""
        found = sorted(unknown.missing for unknown in self.baseline.exposure.unknowns)
        named = {*self.chances.likelihoods, *self.chances.ranges}
        return [one for one in found if not self._alleged(one) or shown(one.subject, one.fact) in named]

    def _alleged(self, missing: Missing) -> bool:
        answer = self.profile.answer(missing.subject, missing.fact)
        return answer is not None and answer.alleged

    def quantity(self, missing: Missing) -> Quantity | None:
        """What is drawn for an open answer; nothing for a number that is calculated with and has no range."""
        fact = self.edition.book.catalogue.get(missing.fact)
        if fact is None:
            return None
        path = shown(missing.subject, missing.fact)
        likelihood, stated = self.chances.likelihoods.get(path), self.chances.ranges.get(path)
        self.used |= {path} if likelihood or stated else set()
        says = said(self.profile, missing.subject, missing.fact).known
        if stated is not None:
            return self._range(missing, fact, stated)
        if likelihood is not None:
            return self._likely(missing, fact, likelihood)
        if fact.type.is_number and fact.name in self.candidates.calculated:
            return _between(missing, fact, says)
        values = tuple(self._values(fact, says))
        labels = tuple(label for label, _ in values)
        if not values:
            return None
        return Answer(missing, fact, labels, tuple(one for _, one in values), (1.0 / len(values),) * len(values), False)

    def check_used(self) -> None:
        """Report what is supposed of answers that are not open."""
        stated: Mapping[str, Likelihood | Stated] = {**self.chances.likelihoods, **self.chances.ranges}
        known = [shown(one.missing.subject, one.missing.fact) for one in self.baseline.exposure.unknowns]
        for path, one in stated.items():
            if path not in self.used:
                hint = did_you_mean(path, known) or f"to draw an answer that is given, add --set {path}=unknown"
                self.problems.error("not-open", f"'{path}' is no open answer that matters", one.span, hint)

    def _values(self, fact: Fact, says: Possible | None) -> Iterator[tuple[str, Possible]]:
        """The values that what the profile says leaves."""
        if fact.type.is_number:
            within = says if isinstance(says, Interval) else Interval(None, None)
            for number in self.candidates.cells(fact, within):
                yield show(number, fact), Interval(number, number)
            return
        sure = says.surely if isinstance(says, Selection) else frozenset[int]()
        possible = says.codes if isinstance(says, Options) else says.possibly if isinstance(says, Selection) else None
        for option in fact.options:
            if possible is None or option.code in possible:
                yield option.name, _one(fact, option.code, sure)

    def _likely(self, missing: Missing, fact: Fact, likelihood: Likelihood) -> Quantity | None:
        values: list[Possible] = []
        for text in likelihood.shares:
            try:
                if fact.type.is_number:
                    number = read_whole(text, fact)
                    values.append(Interval(number, number))
                else:
                    values.append(_one(fact, option_code(text, fact), frozenset()))
            except Misread as error:
                misread(error, Scalar(text, likelihood.span), self.problems)
                return None
        labels, shares = tuple(likelihood.shares), tuple(likelihood.shares.values())
        return Answer(missing, fact, labels, tuple(values), shares, True)

    def _range(self, missing: Missing, fact: Fact, stated: Stated) -> Quantity | None:
        if not fact.type.is_number:
            self.problems.error("not-open", f"'{fact.name}' is no number", stated.span, "state likelihoods instead")
            return None
        numbers: list[int | None] = []
        for scalar in (stated.low, stated.central, stated.high):
            try:
                numbers.append(None if scalar is None else read_whole(scalar.text.strip(), fact))
            except Misread as error:
                misread(error, scalar or stated.low, self.problems)
                return None
        low, central, high = numbers
        assert low is not None
        assert high is not None
        if not low <= (low if central is None else central) <= high:
            self.problems.error("amount", f"the range of '{fact.name}' does not rise", stated.low.span)
            return None
        return Number(missing, fact, low, central, high, True)


def _between(missing: Missing, fact: Fact, says: Possible | None) -> Number | None:
    """A number that the profile itself keeps between two ends."""
    if isinstance(says, Interval) and says.low is not None and says.high is not None:
        return Number(missing, fact, says.low, None, says.high, False)
    return None


def _one(fact: Fact, code: int, sure: frozenset[int]) -> Possible:
    """One option alone; of a selection, with what is surely selected."""
    if fact.type is not FactType.CHOICES:
        return Options(frozenset((code,)))
    codes = sure | {code}
    return Selection(codes, codes)
