"""Open questions, and how much of the open width each could still decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lexposure.assess.model import Assessment, Finding, Missing
from lexposure.assess.run import list_marker
from lexposure.exposure.conducts import Block, Cluster
from lexposure.exposure.model import ConductExposure, RegimeExposure, Unknown
from lexposure.exposure.scene import Scene
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Selection, Subject
from lexposure.rulebook.conditions import Condition, comparisons
from lexposure.rulebook.facts import LISTS, About

COMPANY_ROLES = ("turnover", "undertaking", "public_body", "country", "inability_to_pay", "earlier", "earlier_on")
ENTRY_ROLES = ("value_of_sales", "started", "ended", "ongoing", "recurrence")

LIST_QUESTIONS = {
    list_marker(about): f"Are all {'operations' if about is About.PROCESSING else 'markets'} listed?" for about in LISTS
}


def unknowns(assessment: Assessment, scenes: Sequence[Scene], regimes: Sequence[RegimeExposure]) -> tuple[Unknown, ...]:
    """Every open question that could change an amount or a finding, the widest first.

    The share is that of the open width of all conducts which lies in conducts the question can still
    change. Shares overlap and do not add up. Without an upper end there is no share.
    """
    shown = {conduct.id: conduct for regime in regimes for conduct in regime.conducts}
    asked: dict[Missing, tuple[set[str], set[str]]] = {}
    for scene in scenes:
        for cluster in scene.hull:
            for block in cluster.blocks:
                for missing, finding_id in _missing(scene, cluster, block):
                    conducts, findings = asked.setdefault(missing, (set(), set()))
                    conducts.add(f"{scene.regime.id}:{block.id}")
                    findings.add(finding_id)
    for finding in assessment.findings:
        for missing in finding.missing:
            asked.setdefault(missing, (set(), set()))[1].add(finding.id)
    total = _width(list(shown.values()))
    found = [
        Unknown(missing, _question(assessment, missing), _share(conducts, shown, total), tuple(sorted(findings)))
        for missing, (conducts, findings) in asked.items()
    ]
    return tuple(sorted(found, key=_widest_first))


def _missing(scene: Scene, cluster: Cluster, block: Block) -> Iterator[tuple[Missing, str]]:
    """The questions that could change the fine for a block, each with a finding it matters to."""
    alone = Cluster((block,))
    for item in block.items:
        subject = item.key.subject
        found = [*item.finding.missing, *_levels(scene, item.finding), *scene.gates.missing(subject)]
        found += [missing for role in COMPANY_ROLES if (missing := _company(scene, role))]
        found += [missing] if (missing := scene.open_question()) else []
        found += [missing for role in _entry_roles(scene, subject) if (missing := scene.answers.missing(role, subject))]
        for missing in found:
            yield missing, item.id
    for missing in scene.factors.missing(cluster if not cluster.alone else alone):
        for item in block.items:
            yield missing, item.id


def _entry_roles(scene: Scene, subject: Subject) -> Iterator[str]:
    """The roles of an entry's facts; the end of a conduct that goes on is no question."""
    ongoing = scene.answers.truth("ongoing", subject) is True
    yield from (role for role in ENTRY_ROLES if not (ongoing and role == "ended"))


def _company(scene: Scene, role: str) -> Missing | None:
    """A question about the company, unless other answers make it idle."""
    if role == "earlier_on" and scene.answers.truth("earlier") is False:
        return None
    if role == "country" and scene.answers.truth("public_body") is False:
        return None
    return scene.answers.missing(role)


def _levels(scene: Scene, finding: Finding) -> Iterator[Missing]:
    """The questions behind seriousness factors that are unknown."""
    if finding.graveness is None or finding.subject is None:
        return
    for state in finding.graveness.factors:
        if state.truth is None:
            yield from _open(scene, state.factor.when, finding.subject, frozenset())


def _open(scene: Scene, condition: Condition, subject: Subject, seen: frozenset[str]) -> Iterator[Missing]:
    """The facts of a condition that have more than one possible value; a concluded one gives its rules' facts."""
    catalogue = scene.answers.catalogue
    for compare in comparisons(condition):
        fact = catalogue[compare.fact]
        owner = _owner(scene, fact.about, subject)
        if owner is None or fact.name in seen or not _undecided(owner, fact.name):
            continue
        rules = [rule for rule in scene.assessment.edition.conclusions if rule.concludes == fact.name]
        if fact.name in owner.known or not rules:
            yield Missing(owner.subject, fact.name)
            continue
        for rule in rules:
            for part in (rule.when, rule.unless):
                if part is not None:
                    yield from _open(scene, part, subject, seen | {fact.name})


def _owner(scene: Scene, about: About, subject: Subject) -> Entry | None:
    world = scene.answers.world
    if about is About.COMPANY:
        return world.company
    return next((entry for entry in world.entries.get(about, ()) if entry.subject == subject), None)


def _undecided(owner: Entry, name: str) -> bool:
    match owner.known.get(name):
        case None:
            return True
        case Options(codes=codes):
            return len(codes) > 1
        case Interval(low=low, high=high):
            return low is None or low != high
        case Selection(surely=surely, possibly=possibly):
            return surely != possibly


def _question(assessment: Assessment, missing: Missing) -> str:
    fact = assessment.edition.book.catalogue.get(missing.fact)
    return fact.asks if fact else LIST_QUESTIONS.get(missing.fact, missing.fact)


def _width(conducts: Sequence[ConductExposure]) -> float | None:
    total = 0.0
    for conduct in conducts:
        if conduct.high is None:
            return None
        total += conduct.high - conduct.low
    return total


def _share(conducts: set[str], shown: dict[str, ConductExposure], total: float | None) -> float | None:
    mine = _width([shown[one] for one in sorted(conducts) if one in shown])
    if total is None or mine is None:
        return None
    return min(mine / total, 1.0) if total > 0 else 0.0


def _widest_first(unknown: Unknown) -> tuple[float, int, bool, str, str]:
    share = -1.0 if unknown.share_of_width is None else unknown.share_of_width
    subject = unknown.missing.subject
    return -share, -len(unknown.decides), subject != COMPANY, subject.key, unknown.missing.fact
