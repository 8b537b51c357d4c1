"""What stands behind the findings: plan, assumptions, rules with their limits, provenance, answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from lexposure import __version__
from lexposure.assess.model import Finding
from lexposure.exposure.choosing import BY_COMMAND, BY_PROFILE
from lexposure.exposure.model import RegimeExposure
from lexposure.inference.program import Truth
from lexposure.profile.model import Answer
from lexposure.profile.possible import Subject
from lexposure.reporting import anchors, money
from lexposure.reporting.chains import answer_text, leaves
from lexposure.reporting.context import LISTS, Context
from lexposure.reporting.model import (
    Action,
    AnswerGroup,
    AnswerRow,
    AssumptionRow,
    ComingRow,
    Item,
    RuleRow,
)
from lexposure.reporting.money import regrouped
from lexposure.reporting.pieces import Piece, plain
from lexposure.rulebook.facts import About, Fact
from lexposure.rulebook.rules import ConclusionRule, Remedy, Rule

NOT_ASKED = "not_asked"
"""The state of a question that the profile does not mention."""


def plan(context: Context, groups: tuple[str, ...]) -> tuple[Action, ...]:
    """The remedies of some groups of findings, each step once with the findings it answers and its first state."""
    steps: dict[tuple[str, str, str], tuple[str, Remedy, list[Finding]]] = {}
    for group in groups:
        for finding in context.groups[group]:
            for remedy in finding.rule.remedies:
                key = (remedy.do, remedy.owner, remedy.within)
                steps.setdefault(key, (group, remedy, []))[2].append(finding)
    return tuple(
        Action(
            state=context.say(f"state.{group}"),
            do=remedy.do,
            owner=remedy.owner,
            within=remedy.within,
            findings=tuple(context.finding_link(finding.id) for finding in findings),
            cite=context.law.cite(remedy.cite),
        )
        for group, remedy, findings in steps.values()
    )


def assumptions(context: Context) -> tuple[AssumptionRow, ...]:
    """The named assumptions; what is unverified says so."""
    rows: list[AssumptionRow] = []
    for one in context.exposure.assumptions:
        certainty = one.certainty or ""
        if one.checked_on is not None:
            checked = context.say("assumption.checked", date=context.date(one.checked_on))
            certainty = f"{certainty}, {checked}" if certainty else checked
        rows.append(
            AssumptionRow(
                id=context.ids.take(anchors.assumption(one.id)),
                name=one.id,
                says=regrouped(one.says),
                kind=one.kind,
                certainty=certainty,
                cite=context.law.cite(one.cite),
            )
        )
    return tuple(rows)


def thresholds(context: Context) -> tuple[AssumptionRow, ...]:
    """The dated figures that the rules in force read, with their source on the date."""
    rows: list[AssumptionRow] = []
    on = context.assessment.on
    for name in sorted(context.assessment.edition.parameters_used):
        one = context.assessment.edition.book.parameters[name]
        checked = context.say("assumption.checked", date=context.date(one.checked_on))
        rows.append(
            AssumptionRow(
                id=context.ids.take(anchors.figure(name)),
                name=context.law.figures[name],
                says=one.title,
                kind=one.kind,
                certainty=f"{one.certainty}, {checked}" if one.certainty else checked,
                cite=context.law.cite(one.cite_on(on)),
            )
        )
    return tuple(rows)


def rules(context: Context) -> tuple[RuleRow, ...]:
    """The methods used and the rules behind the numbered outcomes, each once with what it cannot express."""
    rows: list[RuleRow] = []
    for regime in context.regimes:
        method = context.assessment.edition.book.methods.find(regime.method)
        if method is not None and (regime.conducts or regime.alleged):
            id = context.ids.take(anchors.rule(method.id))
            rows.append(RuleRow(id, method.id, method.title, "", context.law.cite(method.mark.cite), method.limits))
    shown = {finding.rule.id: finding.rule for finding in context.assessment.findings if finding.id in context.numbers}
    return (*rows, *(_rule(context, rule) for rule in shown.values()))


def coming(context: Context) -> tuple[ComingRow, ...]:
    """Changes of the law that were known on the date and did not apply yet, where they touch the laws of the report."""
    laws = {regime.regime for regime in context.regimes if not context.untouched(regime)}
    rows: list[ComingRow] = []
    for change in context.assessment.edition.book.announced:
        if change.regime in laws and change.pending(context.assessment.on):
            since = context.date(change.applies_from) if change.applies_from else ""
            stage = context.say(f"coming.{change.stage}", date=since)
            rows.append(ComingRow(change.title, stage, change.says, context.law.cite(change.cite)))
    return tuple(rows)


def _rule(context: Context, rule: Rule) -> RuleRow:
    reviewed = context.say("rule.reviewed", by=rule.reviewed_by) if rule.reviewed_by else context.say("rule.unreviewed")
    line = context.say(
        "rule.line",
        since=context.date(rule.in_force.start),
        checked=context.date(rule.checked_on),
        reviewed=reviewed,
    )
    if rule.pack:
        line = f"{context.say('rule.pack', pack=rule.pack)} {line}"
    sources: list[Piece] = []
    for basis in rule.basis:
        sources += [*(Piece("; "),) * bool(sources), *context.law.cite(basis.cite)]
    return RuleRow(anchors.rule(rule.id), rule.id, rule.title, line, tuple(sources), rule.limits)


def report_id(context: Context) -> str:
    """A short name of this report: the same inputs and versions give the same id."""
    assessment = context.assessment
    parts = (
        __version__,
        assessment.edition.book.hash,
        assessment.profile.hash,
        assessment.on.isoformat(),
        assessment.evaluator,
        *(regime.method for regime in context.exposure.regimes),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12].upper()


def provenance(context: Context) -> tuple[Item, ...]:
    """Where the report comes from, so that it can be made again."""
    assessment, book = context.assessment, context.assessment.edition.book
    rules: list[Rule | ConclusionRule] = [*assessment.edition.rules, *assessment.edition.conclusions]
    checked = sorted(rule.checked_on for rule in rules)
    unreviewed = sum(not rule.reviewed_by for rule in rules)
    methods = [
        context.say("provenance.method_line", regime=regime.title, method=regime.method or context.say("none"))
        + (f" ({context.say('provenance.in_hindsight')})" if regime.in_hindsight else "")
        + (f" ({_asked_for(context, regime)})" if regime.chosen_by in (BY_PROFILE, BY_COMMAND) else "")
        for regime in context.regimes
    ]
    values = {
        "id": report_id(context),
        "version": __version__,
        "rulebook": book.version,
        "rulebook_hash": book.hash,
        "packs": _packs(context),
        "profile_hash": assessment.profile.hash,
        "as_of": assessment.on.isoformat(),
        "evaluator": context.say(f"evaluator.{assessment.evaluator}"),
        "methods": "; ".join(methods),
        "rules": context.say("provenance.rules_line", n=len(rules), unreviewed=unreviewed),
        "tested": _tested(context),
        "checked": f"{context.date(checked[0])} – {context.date(checked[-1])}" if checked else context.say("none"),
        "fx": _rates(context) or context.say("provenance.no_fx"),
    }
    return tuple(Item(context.say(f"provenance.{key}"), plain(value)) for key, value in values.items() if value)


def _asked_for(context: Context, regime: RegimeExposure) -> str:
    """That somebody chose the method, and why."""
    return context.say("provenance.asked_for", reason=regime.chosen_because or context.say("not_stated"))


def _tested(context: Context) -> str:
    """Clause coverage and mutation score of the shipped rules, and whether they are those of this very book."""
    book = context.assessment.edition.book
    tested = book.measured
    if tested is None:
        return ""
    line = context.say(
        "provenance.tested_line",
        covered=tested.covered,
        clauses=tested.clauses,
        score=money.percent(tested.mutation_score),
        mutants=tested.mutants,
    )
    return line if tested.measured_on == book.hash else f"{line} {context.say('provenance.tested_before')}"


def _packs(context: Context) -> str:
    """The private rule packs laid over the shipped book, and what each replaced."""
    book = context.assessment.edition.book
    lines: list[str] = []
    for pack in book.packs:
        line = context.say("provenance.pack", name=pack.name, version=pack.version, hash=pack.hash)
        replaced = [one.name for one in book.overrides if one.pack == pack.name]
        if replaced:
            line += context.say("provenance.overrides", names=context.wording.listed(replaced))
        lines.append(line)
    return "; ".join(lines)


def _rates(context: Context) -> str:
    """The exchange rates used, each once."""
    lines: list[str] = []
    for _, answer in _answers(context):
        rate = answer.conversion
        if rate is not None and rate.currency != context.exposure.currency:
            values = {"rate": f"{rate.per_euro.normalize():f}", "currency": rate.currency, "year": rate.year}
            lines.append(context.say("answer.rate", source=rate.source, **values))
    return " ".join(dict.fromkeys(lines))


def _answers(context: Context) -> Iterable[tuple[Subject, Answer]]:
    for entry in context.assessment.profile.entries.values():
        for answer in entry.answers.values():
            yield entry.subject, answer


def answer_groups(context: Context) -> tuple[AnswerGroup, ...]:
    """Every answer, and every question that an outcome asked and nobody answered, by subject."""
    asked, groups = _asked(context), list[AnswerGroup]()
    groups += _answer_groups(context, About.COMPANY, asked)
    for about in LISTS.values():
        complete = context.assessment.profile.complete.get(about, False)
        says = context.say(f"lists.{'complete' if complete else 'open'}_{about}")
        groups.append(AnswerGroup(f"answers.{about}", context.say(f"lists.title_{about}"), says, (), ()))
        groups += _answer_groups(context, about, asked)
    return tuple(groups)


def _answer_groups(context: Context, about: About, asked: dict[Subject, dict[str, None]]) -> Iterable[AnswerGroup]:
    for entry in context.assessment.profile.of(about):
        names = [*entry.answers, *(name for name in asked.get(entry.subject, ()) if name not in entry.answers)]
        facts = [context.assessment.edition.book.catalogue[name] for name in names]
        rows = tuple(_row(context, entry.subject, fact, entry.answers.get(fact.name)) for fact in facts)
        title = context.subject_title(entry.subject)
        given = tuple(row for row in rows if row.code != NOT_ASKED)
        asked_only = tuple(row for row in rows if row.code == NOT_ASKED)
        yield AnswerGroup(anchors.answers(entry.subject), title, "", given, asked_only)


def _asked(context: Context) -> dict[Subject, dict[str, None]]:
    """Which questions the report refers to, so that each has its row."""
    asked: dict[Subject, dict[str, None]] = {}
    assessment = context.assessment
    chains = [finding.because for finding in assessment.findings]
    chains += [factor.because for factor in assessment.factors]
    chains += [conclusion.because for conclusion in assessment.conclusions]
    for leaf in (leaf for reasons in chains for leaf in leaves(reasons)):
        if leaf.fact is not None and leaf.subject is not None:
            asked.setdefault(leaf.subject, {})[leaf.fact.name] = None
    for regime in context.exposure.regimes:
        method = assessment.edition.book.methods.find(regime.method)
        for name in method.reads.values() if method else ():
            about = assessment.edition.book.catalogue[name].about
            for entry in assessment.profile.of(about):
                asked.setdefault(entry.subject, {})[name] = None
    missing = [one for finding in assessment.findings for one in finding.missing]
    missing += [one for factor in assessment.factors for one in factor.missing]
    missing += [unknown.missing for unknown in context.exposure.unknowns]
    for one in missing:
        if one.fact not in LISTS:
            asked.setdefault(one.subject, {})[one.fact] = None
    return asked


def _row(context: Context, subject: Subject, fact: Fact, answer: Answer | None) -> AnswerRow:
    hidden = answer is not None and not context.assessment.profile.visible(answer)
    derived = _derived(context, subject, fact) if answer is None else ""
    code = "derived" if derived else NOT_ASKED if answer is None else str(answer.state).replace(" ", "_")
    if answer is not None and answer.alleged:
        code = "alleged"
    if hidden:
        code = "hidden"
    return AnswerRow(
        id=anchors.answer(subject, fact.name),
        question=fact.asks,
        fact=fact.name,
        state=context.say(f"answer_state.{code}"),
        code=code,
        text=context.say("answer.hidden") if hidden else derived or answer_text(fact, answer, context.wording),
        details=tuple(_details(context, answer, hidden)) if answer else (),
        used=tuple(map(context.finding_link, context.users.get((subject, fact.name), ()))),
    )


def _derived(context: Context, subject: Subject, fact: Fact) -> str:
    """What the rules conclude where nobody answered."""
    for conclusion in context.assessment.conclusions:
        if conclusion.fact == fact and conclusion.subject == subject and not conclusion.answered:
            words: dict[Truth, str] = {True: "yes", False: "no", None: "answer.undecided"}
            return context.say("answer.derived_value", value=context.say(words[conclusion.truth]))
    return ""


def _details(context: Context, answer: Answer, hidden: bool) -> Iterable[str]:
    """Where an answer comes from; of one that was not public yet only when it became so."""
    since = context.date(answer.public_since) if answer.public_since else ""
    if hidden:
        yield context.say("answer.detail_public_since", text=since)
        return
    given = {
        "source": answer.source,
        "evidence": answer.evidence,
        "reason": answer.reason,
        "note": answer.note,
        "by": " ".join(part for part in (answer.by, context.date(answer.on) if answer.on else "") if part),
        "public_since": since,
    }
    for key, text in given.items():
        if text:
            yield context.say(f"answer.detail_{key}", text=text)
    if answer.conversion is not None and answer.conversion.currency != context.exposure.currency:
        rate = answer.conversion
        values = {"rate": f"{rate.per_euro.normalize():f}", "currency": rate.currency, "year": rate.year}
        yield context.say("answer.rate", source=rate.source, **values)
