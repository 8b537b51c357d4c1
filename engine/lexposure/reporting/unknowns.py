"""What is not known: the questions that weigh most, the others by topic, answers in dispute or conflict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lexposure.exposure.model import Unknown
from lexposure.profile.model import AnswerState
from lexposure.reporting import anchors, money
from lexposure.reporting.chains import answer_text
from lexposure.reporting.charts import ShareBar, ShareChart
from lexposure.reporting.context import LISTS, Context
from lexposure.reporting.model import ConflictRow, UnknownRow, UnknownsView, UnknownTopic
from lexposure.reporting.pieces import Piece, link
from lexposure.rulebook.facts import About

SHOWN = 10
"""Unknowns shown in full with the chart; the rest stands in a dense table by topic."""

NAMED = 8
"""Outcomes named beside an unknown; the annex has all of them."""

FEW_NAMED = 4
"""The same in the dense table."""


def unknowns_view(context: Context) -> UnknownsView:
    """What is not known, the question with the largest share of the open width first."""
    alike = _alike(context)
    rows = tuple(_unknown(context, group) for group in alike[:SHOWN])
    weighed = [group[0] for group in alike[:SHOWN] if group[0].share_of_width]
    return UnknownsView(
        intro=context.say("unknowns.intro" if rows else "unknowns.none"),
        chart=_share_chart(context, weighed) if len(weighed) > 1 else None,
        rows=rows,
        more=_topics(context, alike[SHOWN:]),
        more_count=len({group[0].missing.fact for group in alike[SHOWN:]}),
        disputed=tuple(_disputed(context)),
        conflicts=tuple(_conflicts(context)),
        lists=tuple(
            context.say(f"lists.open_{about}")
            for about in LISTS.values()
            if not context.assessment.profile.complete.get(about, False)
        ),
    )


def _alike(context: Context) -> list[list[Unknown]]:
    """The unknowns, those together that ask the same of several entries and weigh the same."""
    groups: dict[tuple[str, float | None], list[Unknown]] = {}
    for unknown in context.exposure.unknowns:
        share = None if unknown.share_of_width is None else round(unknown.share_of_width, 2)
        groups.setdefault((unknown.missing.fact, share), []).append(unknown)
    return list(groups.values())


def _topics(context: Context, groups: list[list[Unknown]]) -> tuple[UnknownTopic, ...]:
    """The questions that weigh less, each once with all entries it concerns, by topic."""
    facts: dict[str, list[Unknown]] = {}
    for unknown in (unknown for alike in groups for unknown in alike):
        facts.setdefault(unknown.missing.fact, []).append(unknown)
    topics: dict[str, list[UnknownRow]] = {}
    for name, alike in facts.items():
        fact = context.assessment.edition.book.catalogue.get(name)
        topic = fact.topic if fact is not None and fact.topic else context.say("unknowns.no_topic")
        row = _unknown(context, alike, most=FEW_NAMED)
        row = replace(row, question=context.question(alike[0].missing), subject=_whole(context, alike) or row.subject)
        topics.setdefault(topic, []).append(row)
    return tuple(UnknownTopic(topic, tuple(rows)) for topic, rows in topics.items())


def _whole(context: Context, alike: list[Unknown]) -> str:
    """The entries in a word, where a question concerns the company or all that is listed."""
    subjects = {unknown.missing.subject for unknown in alike}
    about = alike[0].missing.subject.about
    if about is About.COMPANY:
        return context.say("unknowns.whole_company")
    listed = [entry.subject for entry in context.assessment.profile.of(about)]
    return context.wording.count(f"unknowns.whole_{about}", len(listed)) if subjects == set(listed) else ""


def _unknown(context: Context, alike: list[Unknown], most: int = NAMED) -> UnknownRow:
    """One row; of many outcomes that it decides the first ones are named."""
    first = alike[0]
    decided = context.by_number(dict.fromkeys(one for unknown in alike for one in unknown.decides))
    named = [context.finding_link(one) if context.by_id(one) else Piece(one) for one in decided[:most]]
    if len(decided) > most:
        named.append(Piece(context.say("unknowns.others", n=len(decided) - most)))
    subjects = dict.fromkeys(context.subject_name(unknown.missing.subject) for unknown in alike)
    return UnknownRow(
        question=replace(context.question(first.missing), text=context.topical(first.missing)),
        subject="; ".join(subjects),
        share=_share(context, alike),
        decides=tuple(named),
    )


def _share(context: Context, alike: list[Unknown]) -> str:
    """The share of one question, or the smallest and the largest over several entries."""
    shares = sorted({round(one.share_of_width, 2) for one in alike if one.share_of_width is not None})
    if not shares:
        return context.say("not_computed")
    ends = [money.percent(share) for share in shares]
    return ends[0] if len(ends) == 1 else context.say("from_to", low=ends[0], high=ends[-1])


def _share_chart(context: Context, unknowns: list[Unknown]) -> ShareChart:
    bars: list[ShareBar] = []
    for unknown in unknowns:
        share = unknown.share_of_width or 0.0
        label = context.question(unknown.missing).text
        bars.append(ShareBar(label, money.percent(round(share, 2)), share))
    return ShareChart(
        id="chart.unknowns",
        title=context.say("chart.unknowns_title"),
        desc=context.say("chart.unknowns_desc", first=bars[0].label, share=bars[0].value),
        bars=tuple(bars),
    )


def _disputed(context: Context) -> Iterable[ConflictRow]:
    catalogue = context.assessment.edition.book.catalogue
    for entry in context.assessment.profile.entries.values():
        for name, answer in entry.answers.items():
            if answer.state is AnswerState.DISPUTED:
                question = link(catalogue[name].asks, anchors.answer(entry.subject, name))
                says = answer_text(catalogue[name], answer, context.wording)
                yield ConflictRow(question, context.subject_name(entry.subject), says)


def _conflicts(context: Context) -> Iterable[ConflictRow]:
    for conflict in context.assessment.conflicts:
        says = context.say(
            "unknowns.conflict",
            answer=answer_text(conflict.fact, conflict.answer, context.wording),
            derived=context.say("yes" if conflict.derived else "no"),
            rule=conflict.rule or context.say("unknowns.all_rules"),
        )
        question = link(conflict.fact.asks, anchors.answer(conflict.subject, conflict.fact.name))
        yield ConflictRow(question, context.subject_name(conflict.subject), says)
