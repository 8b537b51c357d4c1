"""Findings one by one, and the outcomes that need one line."""

from __future__ import annotations

from collections.abc import Iterable

from lexposure.assess.model import FactorState, Finding, Missing, Reason
from lexposure.profile.model import Answer
from lexposure.profile.possible import COMPANY
from lexposure.reporting import anchors
from lexposure.reporting.chains import CODES, answer_link, answer_text, chain, leaves, wanted
from lexposure.reporting.conducts import titled
from lexposure.reporting.context import GROUPS, LISTS, Context
from lexposure.reporting.model import (
    ChainNode,
    Condition,
    FindingGroup,
    FindingView,
    OpenBlock,
    PlainOutcome,
    RemedyLine,
)
from lexposure.reporting.pieces import Piece, Rich, link, plain
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Outcome, Remedy


def finding_groups(context: Context) -> tuple[FindingGroup, ...]:
    """The established findings first, the dearest first among them; what is open in short blocks."""
    return tuple(
        FindingGroup(
            id=f"findings.{group}",
            title=context.say(f"findings.{group}.title"),
            intro=context.say(f"findings.{group}.intro"),
            findings=() if _is_open(group) else tuple(_finding(context, group, one) for one in context.groups[group]),
            blocks=tuple(_block(context, group, alike) for alike in _alike(context, group)),
        )
        for group in GROUPS
        if context.groups[group]
    )


def _is_open(group: str) -> bool:
    return group.startswith("open")


def _alike(context: Context, group: str) -> list[list[Finding]]:
    """The open findings of a group, those together that hang on the same questions of the same rule."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in context.groups[group] if _is_open(group) else ():
        asked = tuple(("" if one.subject == finding.subject else one.subject.key, one.fact) for one in finding.missing)
        names = tuple(provision.name for provision in finding.provisions)
        alike.setdefault((finding.rule.id, names, asked), []).append(finding)
    return list(alike.values())


def _block(context: Context, group: str, alike: list[Finding]) -> OpenBlock:
    """What several entries share: the law, and the questions, which lead to the first entry's answers."""
    first = alike[0]
    provisions = [_provision(context, provision) for provision in first.provisions]
    law = joined(provisions or [context.law.cite(basis.cite) for basis in first.rule.basis])
    questions = [piece for one in first.missing for piece in (Piece(" "), *_undecided(context, first, one))]
    return OpenBlock(
        id=anchors.finding(first),
        others=tuple(anchors.finding(finding) for finding in alike[1:]),
        number=", ".join(context.numbers[finding.id] for finding in alike),
        title=first.rule.title,
        state=context.say(f"state.{group}"),
        code=group,
        subjects=tuple(_concerned(context, finding, several=len(alike) > 1) for finding in alike),
        law=law,
        questions=tuple(questions[1:]),
        rule=link(first.rule.id, anchors.rule(first.rule.id)),
    )


def _concerned(context: Context, finding: Finding, several: bool) -> Rich:
    """An entry, leading to its answers, with what its conduct may cost."""
    subject = finding.subject or COMPANY
    number = f"{context.numbers[finding.id]} " if several else ""
    pieces: list[Piece] = [*plain(number), link(context.subject_title(subject), anchors.answers(subject))]
    for regime, conduct in context.conducts_of(finding):
        id = context.conduct_id(conduct)
        key = "findings.up_to" if conduct.high is not None else "findings.no_end"
        high = context.figure(conduct.high, id)
        pieces += context.wording.rich(key, conduct=link(titled(conduct.label), id), law=regime.title, high=high)
    return tuple(pieces)


def _undecided(context: Context, finding: Finding, missing: Missing) -> Rich:
    """A question, with what the rule asks for where the question does not say it."""
    asked = context.question(missing)
    if missing.fact in LISTS:
        return (asked,)
    fact = context.assessment.edition.book.catalogue[missing.fact]
    for leaf in leaves(finding.because):
        if leaf.fact is not None and leaf.fact.name == missing.fact and leaf.subject == missing.subject:
            words = wanted(leaf.text, fact, context.law.figures)
            return context.wording.rich("findings.asked_for", question=asked, wanted=words) if words else (asked,)
    return (asked,)


def _finding(context: Context, group: str, finding: Finding) -> FindingView:
    rule = finding.rule
    return FindingView(
        id=anchors.finding(finding),
        number=context.numbers[finding.id],
        title=rule.title,
        subject=context.subject_title(finding.subject),
        state=context.say(f"state.{group}"),
        code=group,
        weakness="" if rule.infringes else context.say("findings.no_fine"),
        says=_says(context, finding),
        law=tuple(_law(context, finding)),
        conduct=_conduct(context, finding),
        seriousness=_seriousness(context, finding),
        factors=tuple(_factor(context, state) for state in finding.graveness.factors) if finding.graveness else (),
        conditions=tuple(_conditions(context, finding)),
        chain=chain(finding.because, context.wording, context.law),
        change=context.say(f"change.{group}"),
        changes=tuple(_changes(context, finding)),
        remedies=tuple(_remedy(context, remedy) for remedy in rule.remedies),
        rule=(link(rule.id, anchors.rule(rule.id)),),
        proceedings=tuple(_proceedings(context, finding)),
    )


def _says(context: Context, finding: Finding) -> str:
    """The rule's sentence; of what is only alleged, said as what would be the case."""
    if finding.on_facts_alleged:
        return context.say("findings.alleged_says", says=finding.rule.says)
    return finding.rule.says


def _law(context: Context, finding: Finding) -> Iterable[Rich]:
    """The provisions infringed, then the sources of the rule."""
    for provision in finding.provisions:
        yield _provision(context, provision)
    cites = [context.law.cite(basis.cite) for basis in finding.rule.basis]
    if cites:
        yield context.wording.rich("findings.sources", cites=joined(cites))


def _provision(context: Context, provision: Provision) -> Rich:
    tier = context.law.tier(provision.tier.name) if provision.tier else ()
    without = "findings.provision_national" if provision.national else "findings.provision_no_tier"
    return context.wording.rich(
        "findings.provision" if tier else without,
        provision=context.law.provision(provision),
        subject=provision.subject,
        tier=tier,
    )


def joined(parts: list[Rich]) -> Rich:
    """Cites one after the other."""
    return tuple(piece for number, part in enumerate(parts) for piece in ((Piece("; "),) * bool(number) + part))


def _conduct(context: Context, finding: Finding) -> Rich:
    """The conduct a finding is part of, with what it may cost."""
    pieces: list[Piece] = []
    for regime, conduct in context.conducts_of(finding):
        id = context.conduct_id(conduct)
        range_ = conduct.established if finding.established and conduct.established else conduct.range
        pieces += [Piece("; ")] * bool(pieces)
        pieces += context.wording.rich(
            "findings.conduct" if range_.high is not None else "findings.conduct_no_high",
            conduct=link(titled(conduct.label), id),
            regime=regime.title,
            low=context.figure(range_.low, id),
            high=context.figure(range_.high, id),
        )
    return tuple(pieces)


def _seriousness(context: Context, finding: Finding) -> str:
    grave = finding.graveness
    if grave is None or not finding.rule.infringes:
        return ""
    because = finding.rule.seriousness.because if finding.rule.seriousness else ""
    low, high = grave.lowest.word, grave.highest.word
    level = context.say("level.one", level=low) if low == high else context.say("level.range", low=low, high=high)
    return f"{level} {because}".strip()


def _factor(context: Context, state: FactorState) -> ChainNode:
    text = context.say(f"level.{state.factor.effect}", because=state.factor.because)
    code = CODES[state.truth]
    return ChainNode(context.say(f"truth.{code}"), code, plain(text), context.law.cite(state.factor.cite), ())


def _conditions(context: Context, finding: Finding) -> Iterable[Condition]:
    """The answers an outcome rests on."""
    for leaf in leaves(finding.because):
        if leaf.fact is None or leaf.subject is None:
            continue
        answer = answer_link(leaf.fact, leaf.subject, leaf.answer, context.wording, derived=bool(leaf.via))
        yield Condition(leaf.fact.asks, answer, _source(context, leaf.answer))


def _source(context: Context, answer: Answer | None) -> str:
    if answer is None:
        return ""
    evidence = context.say("answer.evidence", evidence=answer.evidence) if answer.evidence else ""
    return " ".join(part for part in (answer.source, evidence) if part)


def _changes(context: Context, finding: Finding) -> Iterable[Rich]:
    """What would turn the outcome: alleged answers, or those remedies aim at."""
    catalogue = context.assessment.edition.book.catalogue
    if finding.on_facts_alleged:
        for leaf in leaves(finding.because):
            if leaf.answer is not None and leaf.answer.alleged and leaf.fact is not None and leaf.subject is not None:
                answer = answer_text(leaf.fact, leaf.answer, context.wording)
                yield (link(leaf.fact.asks, anchors.answer(leaf.subject, leaf.fact.name)), Piece(f" {answer}"))
        return
    aims = dict(aim for remedy in finding.rule.remedies for aim in remedy.sets)
    for leaf in leaves(finding.because):
        if leaf.fact is not None and leaf.subject is not None and leaf.fact.name in aims:
            wanted = aims[leaf.fact.name]
            option = catalogue[leaf.fact.name].option(wanted)
            asked = link(leaf.fact.asks, anchors.answer(leaf.subject, leaf.fact.name))
            yield context.wording.rich("change.aim", question=asked, answer=option.label if option else wanted)


def _remedy(context: Context, remedy: Remedy) -> RemedyLine:
    return RemedyLine(remedy.do, terms(context, remedy), context.law.cite(remedy.cite))


def terms(context: Context, remedy: Remedy) -> str:
    """Who and by when, as far as the rule says."""
    parts: list[str] = []
    if remedy.owner:
        parts.append(context.say("remedy.owner", owner=remedy.owner))
    if remedy.within:
        parts.append(context.say("remedy.within", within=remedy.within))
    return " ".join(parts)


def _proceedings(context: Context, finding: Finding) -> Iterable[Piece]:
    """The proceedings in which the answers behind the outcome are alleged."""
    named = {leaf.answer.proceedings for leaf in leaves(finding.because) if leaf.answer and leaf.answer.proceedings}
    for one in context.assessment.profile.proceedings:
        if one.id in named:
            yield link(f"{one.authority}, {one.case}", anchors.proceedings(one.id))


def plain_outcomes(context: Context) -> tuple[PlainOutcome, ...]:
    """No finding and not applicable, rule by rule."""
    wanted = (Outcome.NO_FINDING, Outcome.NOT_APPLICABLE)
    found = [finding for finding in context.assessment.findings if finding.outcome in wanted]
    order = {outcome: number for number, outcome in enumerate(wanted)}
    found.sort(key=lambda finding: order[finding.outcome])
    return tuple(_plain(context, finding, _why(context, finding)) for finding in found)


def unlisted_outcomes(context: Context) -> tuple[PlainOutcome, ...]:
    """Rules that could find something about entries nobody listed."""
    return tuple(
        _plain(context, finding, tuple(context.question(missing) for missing in finding.missing))
        for finding in context.assessment.findings
        if finding.outcome is Outcome.UNKNOWN and finding.subject is None
    )


def _plain(context: Context, finding: Finding, because: Rich) -> PlainOutcome:
    return PlainOutcome(
        id=anchors.finding(finding),
        title=finding.rule.title,
        rule=finding.rule.id,
        subject=context.subject_title(finding.subject),
        state=context.say(f"outcome_word.{finding.outcome.replace(' ', '_')}"),
        because=because,
    )


def _why(context: Context, finding: Finding) -> Rich:
    """The first thing that failed, or that excused."""
    if finding.note:
        return plain(finding.note)
    failed = [reason for reason in finding.because if reason.truth is False] or list(finding.because)
    return _in_short(context, failed[0]) if failed else ()


def _in_short(context: Context, reason: Reason) -> Rich:
    if reason.fact is None or reason.subject is None:
        for part in reason.via:
            if part.truth is reason.truth or len(reason.via) == 1:
                below = _in_short(context, part)
                return (Piece(f"{reason.text}: "), *below) if reason.cite else below
        return plain(reason.text)
    answer = answer_link(reason.fact, reason.subject, reason.answer, context.wording, derived=bool(reason.via))
    return (Piece(f"{reason.fact.asks} "), answer)
