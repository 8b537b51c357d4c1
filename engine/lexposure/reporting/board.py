"""The page for the board: verdict, figures, what matters, what is not known, what to do first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lexposure.assess.model import Finding
from lexposure.exposure.model import ConductExposure, Range, RegimeExposure, Unknown
from lexposure.profile.possible import COMPANY
from lexposure.reporting import anchors, money
from lexposure.reporting.charts import Mark, RangeBar, RangeChart
from lexposure.reporting.conducts import chart_words
from lexposure.reporting.context import Context
from lexposure.reporting.model import Action, Board, Highlight, KeyFigure
from lexposure.reporting.pieces import Piece, Rich, link, plain

FEW = 3
"""How many findings, questions and actions the page holds."""


def board(context: Context, now: tuple[Action, ...]) -> Board:
    """The page for the board; ``now`` is the plan for the findings."""
    chart = _chart(context)
    return Board(
        verdict=(
            _verdict(context),
            (*_corridor(context), *_without_formula(context), *_not_computed(context)),
            context.wording.rich("board.no_fine"),
        ),
        figures=tuple(_figures(context)),
        chart=chart,
        chart_says=chart.desc,
        findings=tuple(_highlight(context, finding) for finding in _that_matter(context)),
        unknown=_unknown(context),
        unknowns=tuple(_unknowns(context)),
        actions_say=_actions_say(context, now),
        actions=tuple((Piece(action.do), Piece(" "), *_spaced(action.findings)) for action in now[:FEW]),
    )


def _actions_say(context: Context, now: tuple[Action, ...]) -> Rich:
    """What comes first where nothing is established: the questions; steps for what is not stand in the plan only."""
    if now:
        return ()
    if not context.exposure.unknowns:
        return context.wording.rich("board.no_actions")
    values = {
        "questions": link(context.say("board.questions"), "unknowns"),
        "plan": link(context.say("board.plan"), "plan"),
    }
    return context.wording.rich("board.actions_none", **values)


def _spaced(pieces: Iterable[Piece]) -> Rich:
    """``(F1, F2)`` with links."""
    parts: list[Piece] = []
    for piece in pieces:
        parts += [Piece(", ") if parts else Piece("("), piece]
    return (*parts, Piece(")")) if parts else ()


def _verdict(context: Context) -> Rich:
    """How many infringements are indicated, under which law; then what is alleged and what is open."""
    wording = context.wording
    established, alleged = context.groups["established"], context.groups["alleged"]
    open_ = context.groups["open"]
    if established:
        head = wording.count("board.indicated", len(established), laws=_by_law(context, established))
    else:
        head = wording.say("board.none_indicated")
    parts = [head]
    if alleged:
        parts.append(wording.count("board.alleged", len(alleged)))
    if open_:
        parts.append(wording.count("board.open", len(open_)))
    return (Piece("; ".join(parts) + "."),)


def _by_law(context: Context, findings: list[Finding]) -> str:
    """``3 under the GDPR and 1 under Article 102``."""
    titles = {regime.regime: regime.title for regime in context.exposure.regimes}
    known = context.assessment.edition.book.provisions.regimes
    counts: dict[str, int] = {}
    for finding in findings:
        for regime in dict.fromkeys(provision.regime for provision in finding.provisions):
            counts[regime] = counts.get(regime, 0) + 1
    laws = {one: titles.get(one) or (known[one].title if one in known else one) for one in counts}
    if len(laws) == 1:
        return "".join(laws.values())
    return context.wording.listed([context.say("board.by_law", n=n, law=laws[one]) for one, n in counts.items()])


def _corridor(context: Context) -> Rich:
    """The sentence that says what the range is, and what it is not."""
    total = context.exposure.total
    sure, hull = total.established_largest, total.largest
    values = {
        "low": context.figure(sure.low, "together"),
        "high": context.figure(sure.high, "together"),
        "worst": context.figure(hull.high, "together"),
    }
    single = _single(context)
    if not context.groups["established"]:
        key = "nothing_no_end" if hull.high is None else "nothing" if hull.high > 0 else "clear"
    elif sure.high is None:
        key = "no_high"
    elif hull.high is None:
        key = "no_end"
    else:
        key = "closed" if hull.high <= sure.high else "range"
    if single is not None and key in {"nothing", "range"}:
        key, values["most"] = f"{key}_single", single
    return context.wording.rich(f"board.corridor.{key}", **values)


def _without_formula(context: Context) -> Rich:
    """Where the upper end holds the bare maxima of laws that have no formula, that is said beside it."""
    bare = [regime for regime in context.regimes if not regime.formula and regime.established.high]
    if not bare:
        return ()
    high = sum(regime.established.high or 0.0 for regime in bare)
    laws = context.wording.listed([regime.title for regime in bare])
    return (Piece(" "), *context.wording.rich("board.no_formula", high=context.figure(high, "together"), laws=laws))


def _not_computed(context: Context) -> Rich:
    """Laws under which something is established that has no amount here."""
    laws = [one.title for one in context.regimes if any(item.state == "established" for item in one.not_computed)]
    if not laws:
        return ()
    return (Piece(" "), *context.wording.rich("board.not_computed", laws=context.wording.listed(laws)))


def _single(context: Context) -> Piece | None:
    """How far a single conduct goes with the open questions, where several could be fined."""
    conducts = [conduct for regime in context.regimes for conduct in regime.conducts]
    dearest = max(conducts, key=lambda conduct: _end(conduct.range), default=None)
    if len(conducts) < 2 or dearest is None or dearest.high is None:
        return None
    return context.figure(dearest.high, context.conduct_id(dearest))


def _dearest_open(context: Context) -> tuple[RegimeExposure, ConductExposure] | None:
    """The conduct that open questions take furthest, with its law."""
    pairs = [(regime, conduct) for regime in context.regimes for conduct in regime.conducts if _is_wider(conduct)]
    return max(pairs, key=lambda pair: _end(pair[1].range), default=None)


def _is_wider(conduct: ConductExposure) -> bool:
    """Whether open questions lead beyond what is established."""
    return conduct.established is None or _end(conduct.range) > _end(conduct.established)


def _end(range_: Range) -> float:
    return float("inf") if range_.high is None else range_.high


def _figures(context: Context) -> Iterable[KeyFigure]:
    rich = context.wording.rich
    sure = context.exposure.total.established_largest
    yield KeyFigure(
        context.say("board.figure.established"),
        _spread(context, sure, "together") if context.groups["established"] else rich("board.figure.nothing"),
        rich("board.figure.established_note"),
    )
    pair = _dearest_open(context)
    if pair is not None:
        law = link(pair[0].title, anchors.regime(pair[0].regime))
        value = _spread(context, pair[1].range, context.conduct_id(pair[1]))
        yield KeyFigure(context.say("board.figure.open"), value, rich("board.figure.open_note", law=law))
    gravest = _gravest(context)
    if gravest is not None:
        href = anchors.regime(gravest.regime)
        law = link(gravest.title, href)
        cap = context.figure(gravest.cap, href)
        yield KeyFigure(context.say("board.figure.cap"), (cap,), rich("board.figure.cap_note", law=law))
    alleged = [conduct for regime in context.regimes for conduct in regime.alleged]
    if alleged:
        yield KeyFigure(
            context.say("board.figure.alleged"),
            plain(context.wording.count("board.figure.alleged_value", len(alleged))),
            rich("board.figure.alleged_note"),
        )


def _gravest(context: Context) -> RegimeExposure | None:
    """The law with the highest legal maximum of a single conduct that is established or open."""
    capped = [regime for regime in context.regimes if regime.cap is not None and regime.conducts]
    return max(capped, key=lambda regime: regime.cap or 0.0, default=None)


def _spread(context: Context, range_: Range, href: str) -> Rich:
    if range_.high is None:
        return context.wording.rich("from_up", low=context.figure(range_.low, href))
    if range_.low == range_.high:
        return (context.figure(range_.low, href),)
    low = context.figure(range_.low, href)
    return context.wording.rich("from_to", low=low, high=context.figure(range_.high, href))


def _chart(context: Context) -> RangeChart:
    total = context.exposure.total
    sure, hull = total.established_largest, total.largest
    bars: list[RangeBar] = []
    found = bool(context.groups["established"])
    if found and len([regime for regime in context.exposure.regimes if regime.conducts]) > 1:
        established = (sure.low, sure.high)
        value = context.spread(hull.low, hull.high)
        title = context.say("total.largest")
        bars.append(RangeBar(title, value, hull.low, hull.high, established, sure.central, None, ""))
    for regime in context.regimes:
        if not found or _is_touched(context, regime):
            bars += _bars(context, regime)
    return RangeChart(
        id="chart.board",
        title=context.say("chart.board_title", company=context.assessment.profile.company),
        desc=context.say(
            "chart.board_desc" if found else "chart.board_desc_none",
            established=context.spread(sure.low, sure.high),
            hull=context.spread(hull.low, hull.high),
        ),
        bars=tuple(bars),
        words=chart_words(context),
    )


def _is_touched(context: Context, regime: RegimeExposure) -> bool:
    """Whether there is more under a law than open questions; those stand in the section on exposure."""
    found = any(conduct.established is not None for conduct in regime.conducts)
    return found or bool(regime.alleged) or any(_marks(context, regime.regime))


def _bars(context: Context, regime: RegimeExposure) -> Iterable[RangeBar]:
    """A regime's range with its cap and known outcomes; what is only alleged stands below, drawn apart.

    Where all conducts are open, the dearest one stands for them: their sum would be no answer to "how much".
    """
    sure = regime.established
    marks = tuple(_marks(context, regime.regime))
    if regime.conducts or marks:
        found = any(conduct.established is not None for conduct in regime.conducts)
        range_ = Range(regime.low, regime.central, regime.high)
        label = regime.title
        if not found and regime.conducts:
            range_ = max(regime.conducts, key=lambda conduct: _end(conduct.range)).range
            label = context.wording.count("chart.open_label", len(regime.conducts), law=regime.title)
        yield RangeBar(
            label=label,
            value=context.spread(range_.low, range_.high),
            low=range_.low,
            high=range_.high,
            established=(sure.low, sure.high) if found else None,
            central=sure.central if found else None,
            cap=regime.cap,
            cap_label=_cap_label(context, regime.cap),
            marks=marks,
        )
    if regime.alleged:
        dearest = max(regime.alleged, key=lambda conduct: _end(conduct.range))
        yield _alleged_bar(context, regime, dearest)


def _cap_label(context: Context, cap: float | None) -> str:
    """The maximum beside its tick; a maximum that is not known has neither."""
    return "" if cap is None else context.say("chart.cap_label", cap=money.short(cap))


def _alleged_bar(context: Context, regime: RegimeExposure, conduct: ConductExposure) -> RangeBar:
    """The dearest alleged conduct stands for all of a law's, each of which would be fined by itself."""
    return RangeBar(
        label=context.wording.count("chart.alleged_label", len(regime.alleged), law=regime.title),
        value=context.spread(conduct.low, conduct.high),
        low=conduct.low,
        high=conduct.high,
        established=None,
        central=None,
        cap=conduct.cap,
        cap_label=_cap_label(context, conduct.cap),
        alleged=True,
    )


def _marks(context: Context, regime: str) -> Iterable[Mark]:
    """Known outcomes under a regime that can be placed on its range."""
    for placed in context.exposure.outcomes:
        known = context.assessment.profile.outcomes[placed.index]
        if known.regime == regime and known.amount_cents is not None and not known.outside_scope:
            amount = known.amount_cents / 100
            label = context.say(
                "chart.mark_label", amount=money.short(amount), authority=known.authority, year=known.decided.year
            )
            yield Mark(amount, label)


def _that_matter(context: Context) -> list[Finding]:
    """The dearest findings; a rule or conduct that is there already comes after all others."""
    ranked = [*context.groups["established"], *context.groups["alleged"], *context.groups["open"]]
    seen: set[str] = set()
    first: list[Finding] = []
    for finding in ranked:
        keys = {finding.rule.id, *(context.conduct_id(conduct) for _, conduct in context.conducts_of(finding))}
        if not keys & seen:
            seen |= keys
            first.append(finding)
    rest = [finding for finding in ranked if finding not in first]
    return (first + rest)[:FEW]


def _highlight(context: Context, finding: Finding) -> Highlight:
    pieces: list[Piece] = []
    for regime, conduct in context.conducts_of(finding):
        id = context.conduct_id(conduct)
        range_ = conduct.established if finding.established and conduct.established else conduct.range
        pieces += [Piece("; ")] * bool(pieces)
        pieces += [link(regime.title, anchors.regime(regime.regime)), Piece(": "), *_spread(context, range_, id)]
    group = "alleged" if finding.on_facts_alleged else "established" if finding.established else "open"
    return Highlight(
        code=group,
        title=link(f"{context.numbers[finding.id]} {finding.rule.title}", anchors.finding(finding)),
        subject="" if finding.subject is None or finding.subject == COMPANY else context.subject_name(finding.subject),
        state=context.say(f"state.{group}"),
        text=tuple(pieces),
    )


def _unknown(context: Context) -> Rich:
    """How many outcomes are open and how far they move the upper end."""
    total = context.exposure.total
    number = len(context.groups["open"])
    if not number:
        return context.wording.rich("board.unknown.none")
    sure, worst = total.established_largest.high, total.largest.high
    single = _single(context)
    values = {"n": number, "from": "", "to": context.figure(worst, "together")}
    if worst is None:
        return context.wording.rich("board.unknown.no_end", **values)
    if single is not None and not context.groups["established"]:
        return context.wording.rich("board.unknown.single", n=number, to=single)
    values["from"] = context.figure(sure if context.groups["established"] else 0.0, "together")
    return context.wording.rich("board.unknown.moves" if worst > (sure or 0.0) else "board.unknown.still", **values)


def _unknowns(context: Context) -> Iterable[Rich]:
    for unknown in _first(context):
        share = ""
        if unknown.share_of_width is not None:
            share = context.say("board.share", share=money.percent(round(unknown.share_of_width, 2)))
        where = f" ({context.subject_name(unknown.missing.subject)}) " if unknown.missing.subject.id else " "
        asked = replace(context.question(unknown.missing), text=context.topical(unknown.missing))
        decides = context.wording.count("board.decides", len(unknown.decides))
        yield (asked, Piece(f"{where}{share}{decides}"))


def _first(context: Context) -> list[Unknown]:
    """The questions to answer first: the largest share, and where equal what a rule itself asks.

    Fault, cooperation and the like bear on every fine and decide none; one of them is enough here.
    """
    asked = {fact for _, fact in context.users}
    weighed = sorted(
        context.exposure.unknowns,
        key=lambda one: (-round(one.share_of_width or 0.0, 2), one.missing.fact not in asked),
    )
    specific = [one for one in weighed if one.missing.fact in asked]
    general = [one for one in weighed if one.missing.fact not in asked]
    chosen = [*specific[: FEW - bool(general)], *general]
    return sorted(chosen[:FEW], key=weighed.index)
