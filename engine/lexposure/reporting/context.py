"""What all parts of a report share: the inputs, the wording, the law list, and how findings are ranked and named."""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.assess.model import Assessment, Finding, Missing
from lexposure.exposure.model import ConductExposure, Exposure, Range, RegimeExposure
from lexposure.profile.possible import COMPANY, Subject
from lexposure.reporting import anchors, money
from lexposure.reporting.anchors import Ids
from lexposure.reporting.chains import leaves
from lexposure.reporting.law import Law
from lexposure.reporting.money_model import Amount, Band
from lexposure.reporting.pieces import Piece, link
from lexposure.reporting.wording import Wording
from lexposure.rulebook.facts import About
from lexposure.rulebook.rules import Outcome

GROUPS = ("established", "alleged", "open", "weakness", "alleged-weakness", "open-weakness")
_LETTERS: dict[str, str] = dict(zip(GROUPS, ("F", "A", "O", "W", "B", "P"), strict=True))
LISTS = {"processing_complete": About.PROCESSING, "markets_complete": About.MARKET}
"""What a missing list is called in an assessment."""


def group_of(finding: Finding) -> str:
    """Which group of findings an outcome belongs to; empty for those that need one line only."""
    fine = bool(finding.rule.infringes)
    if finding.on_facts_alleged:
        return "alleged" if fine else "alleged-weakness"
    if finding.outcome is Outcome.FINDING:
        return "established" if fine else "weakness"
    if finding.open:
        return "open" if fine else "open-weakness"
    return ""


class Context:
    """The report being put together."""

    def __init__(self, assessment: Assessment, exposure: Exposure, wording: Wording) -> None:
        self.assessment = assessment
        self.exposure = exposure
        self._findings = {finding.id: finding for finding in assessment.findings}
        self.wording = wording
        self.say = wording.say
        self.date = wording.date
        self.regimes = sorted(exposure.regimes, key=_dearness)
        self.ids = Ids()
        self.law = Law(assessment, wording, self.ids)
        self.groups = {group: self._ranked(group) for group in GROUPS}
        self.numbers = {
            finding.id: f"{_LETTERS[group]}{number}"
            for group, findings in self.groups.items()
            for number, finding in enumerate(findings, 1)
        }
        self.users = self._users()
        self._conducts: dict[int, str] = {}
        for regime in exposure.regimes:
            for alleged, conducts in ((False, regime.conducts), (True, regime.alleged)):
                for conduct in conducts:
                    wanted = anchors.conduct(regime.regime, conduct.id, alleged)
                    self._conducts[id(conduct)] = self.ids.take(wanted)

    def conduct_id(self, conduct: ConductExposure) -> str:
        """The id of the part on a conduct."""
        return self._conducts[id(conduct)]

    def conducts_of(self, finding: Finding) -> list[tuple[RegimeExposure, ConductExposure]]:
        """The conducts whose calculation a finding belongs to, displaced or not."""
        return [
            (regime, conduct)
            for regime in self.exposure.regimes
            for conduct in (*regime.conducts, *regime.alleged)
            if finding.id in conduct.findings or any(finding.id == one for one, _, _ in conduct.displaced)
        ]

    def by_id(self, finding_id: str) -> Finding | None:
        """The outcome with that id."""
        return self._findings.get(finding_id)

    def _users(self) -> dict[tuple[Subject, str], list[str]]:
        """The numbered outcomes whose chains rest on an answer, by subject and fact."""
        users: dict[tuple[Subject, str], list[str]] = {}
        for finding in self.assessment.findings:
            for leaf in leaves(finding.because) if finding.id in self.numbers else ():
                if leaf.subject is not None and leaf.fact is not None:
                    users.setdefault((leaf.subject, leaf.fact.name), []).append(finding.id)
        return users

    def by_number(self, finding_ids: Iterable[str]) -> list[str]:
        """Outcomes in the order in which the report numbers them."""
        places = {id: place for place, id in enumerate(self.numbers)}
        return sorted(finding_ids, key=lambda one: places.get(one, len(places)))

    def finding_link(self, finding_id: str) -> Piece:
        """``F1`` leading to the finding; its rule where it has no number."""
        return link(self.numbers.get(finding_id, finding_id.split(":", maxsplit=1)[0]), anchors.finding_id(finding_id))

    def subject_name(self, subject: Subject) -> str:
        """The company's name, or the entry's."""
        if subject == COMPANY:
            return self.assessment.profile.company
        entry = self.assessment.profile.entries.get(subject.key)
        return (entry.name if entry else "") or subject.id

    def subject_title(self, subject: Subject | None) -> str:
        """``Processing operation: Behavioural advertising``."""
        if subject is None:
            return ""
        if subject == COMPANY:
            return self.say("subject.company")
        return self.say(f"subject.{subject.about}", name=self.subject_name(subject))

    def question(self, missing: Missing) -> Piece:
        """The question behind a missing answer, leading to its row."""
        if missing.fact in LISTS:
            return link(self.say(f"lists.ask_{LISTS[missing.fact]}"), f"answers.{LISTS[missing.fact]}")
        fact = self.assessment.edition.book.catalogue[missing.fact]
        return link(fact.asks, anchors.answer(missing.subject, missing.fact))

    def topical(self, missing: Missing) -> str:
        """The question with its topic, for lists that mix topics."""
        fact = self.assessment.edition.book.catalogue.get(missing.fact)
        question = self.question(missing).text
        return self.say("unknowns.topical", topic=fact.topic, question=question) if fact and fact.topic else question

    def amount(self, value: float | None, href: str = "") -> Amount:
        """A figure, or "not computed"."""
        if value is None:
            nothing = self.say("not_computed")
            return Amount(nothing, nothing)
        return Amount(money.exact(value), money.short(value, self.exposure.currency), href and f"#{href}")

    @staticmethod
    def untouched(regime: RegimeExposure) -> bool:
        """Whether nothing was found, alleged or left open under a law."""
        return not (regime.conducts or regime.alleged or regime.not_computed)

    @staticmethod
    def hull(regime: RegimeExposure) -> Range:
        """A law's range over the open questions."""
        return Range(regime.low, regime.central, regime.high)

    def figure(self, value: float | None, href: str) -> Piece:
        """A figure in a sentence."""
        if value is None:
            return Piece(self.say("not_computed"))
        return Piece(money.short(value, self.exposure.currency), f"#{href}", figure=True)

    def band(self, range_: Range, href: str = "") -> Band:
        """A range as three figures."""
        return Band(self.amount(range_.low, href), self.amount(range_.central, href), self.amount(range_.high, href))

    def spread(self, low: float, high: float | None) -> str:
        """``EUR 1.35 bn – EUR 13.5 bn`` for charts."""
        if high is None:
            return self.say("from_up", low=money.short(low))
        if low == high:
            return money.short(low)
        return f"{money.short(low)} – {money.short(high).removeprefix('EUR' + money.TIE)}"

    def weight(self, finding: Finding) -> float:
        """What ranks findings: the most that a conduct they belong to may cost; no end counts most."""
        weights: list[float] = []
        for _, conduct in self.conducts_of(finding):
            range_ = conduct.established if finding.established and conduct.established else conduct.range
            weights.append(float("inf") if range_.high is None else range_.high)
        return max(weights, default=0.0)

    def _ranked(self, group: str) -> list[Finding]:
        """The findings of a group, the dearest first, and in the rule book's order where equal."""
        found = [finding for finding in self.assessment.findings if group_of(finding) == group]
        return sorted(found, key=lambda finding: -self.weight(finding))


def _dearness(regime: RegimeExposure) -> tuple[bool, bool, float, float]:
    """Orders laws: those with nothing in them last, else by what is established, then by what is open."""
    ends = [float("inf") if high is None else high for high in (regime.established.high, regime.high)]
    return (not regime.conducts and not regime.alleged, not regime.not_computed, -ends[0], -ends[1])
