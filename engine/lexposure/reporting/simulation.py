"""A simulation as a page: the exceedance curve, what moves the amount, and every figure with its error."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lexposure.reporting import money
from lexposure.reporting.page import Column, Drawing, Page, Section, Table
from lexposure.reporting.pieces import Rich, plain
from lexposure.reporting.simulation_charts import Bar, Mark, exceedance, tornado
from lexposure.reporting.whatif import marked
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.places import shown
from lexposure.scenarios.simulation.quantities import Answer, Law, Number, Quantity
from lexposure.scenarios.simulation.run import Simulation
from lexposure.scenarios.simulation.statistics import TAIL, Figure, Influence

MOST_BARS, MOST_ROWS = 10, 25
LONGEST = 60
"""How much of a name the chart shows."""


def simulation_view(found: Simulation, wording: Wording | None = None) -> Page:
    """What the draws say, what moves the amount, what was drawn."""
    words = wording or shipped()
    assessment = found.baseline.assessment
    company = assessment.profile.company
    about = words.say("simulate.about", company=company, n=_count(found.summary.draws), seed=found.seed)
    sections = (
        Section("draws", words.say("simulate.draws"), (), tuple(_curve(found, words)), tuple(_figures(found, words))),
        Section("moves", words.say("simulate.moves"), (), tuple(_bars(found, words)), tuple(_moves(found, words))),
        Section("drawn", words.say("simulate.drawn"), tuple(notes(found, words)), (), (_drawn(found, words),)),
    )
    return Page(
        language=words.language,
        title=words.say("simulate.title"),
        about=marked(about, found.baseline, words),
        intro=(words.rich("simulate.intro"), words.rich("simulate.method")),
        sections=sections,
        footer=words.say("whatif.footer", company=company, date=words.date(assessment.on)),
    )


def named(one: Quantity, words: Wording) -> str:
    """A quantity as people read it."""
    return words.say(f"simulate.{one.kind}", law=one.regime) if isinstance(one, Law) else one.name


def amount_rows(found: Simulation, words: Wording) -> Iterator[tuple[str, Figure]]:
    """Every amount by its name."""
    summary = found.summary
    yield words.say("simulate.mean"), summary.mean
    for share, figure in summary.quantiles:
        yield words.say("simulate.quantile", share=money.percent(share)), figure
    yield words.say("simulate.shortfall", share=money.percent(1 - TAIL)), summary.shortfall
    for law, figure in summary.laws:
        yield words.say("simulate.law", law=law), figure


def share_rows(found: Simulation, words: Wording) -> Iterator[tuple[str, Figure]]:
    """Every share of draws by its name."""
    summary = found.summary
    if summary.above is not None and found.tolerance is not None:
        yield words.say("simulate.above", amount=money.short(found.tolerance)), summary.above
    yield words.say("simulate.nothing"), summary.nothing
    for law, figure in summary.left_out:
        yield words.say("simulate.left_out", law=law), figure


def error(figure: Figure, as_share: bool = False) -> str:
    """A standard error; nothing where there are too few draws."""
    if math.isnan(figure.error):
        return ""
    return money.percent(figure.error) if as_share else money.short(figure.error)


def notes(found: Simulation, words: Wording) -> Iterator[Rich]:
    """What the figures rest on."""
    yield words.rich("simulate.alike", n=found.alike, of=sum(isinstance(one, Answer) for one in found.plan.quantities))
    if found.plan.left:
        names = ", ".join(shown(one.subject, one.fact) for one in found.plan.left)
        yield words.rich("simulate.left", names=names)
    if found.added:
        yield words.rich("simulate.added")
    if found.plan.correlated:
        yield words.rich("simulate.overlap")
    for one in found.plan.correlated:
        yield words.rich("simulate.correlated", names=words.listed(list(one.between)), by=f"{one.by:g}")


def _count(number: int) -> str:
    return f"{number:,}".replace(",", money.THIN)


def _curve(found: Simulation, words: Wording) -> Iterator[Drawing]:
    title, says = words.say("simulate.curve"), words.say("simulate.curve_says")
    marks = [Mark(found.summary.mean.value, words.say("simulate.mean"))]
    if found.tolerance is not None:
        marks.append(Mark(found.tolerance, words.say("simulate.tolerance")))
    yield Drawing(title, says, exceedance("chart.exceedance", title, says, found.summary.curve, marks))


def _figures(found: Simulation, words: Wording) -> Iterator[Table]:
    heads = tuple(Column(words.say(f"simulate.heads.{name}"), name != "what") for name in ("what", "value", "error"))
    amounts = tuple(
        (plain(name), plain(money.short(one.value)), plain(error(one))) for name, one in amount_rows(found, words)
    )
    yield Table(words.say("simulate.amounts"), heads, amounts)
    shares = tuple(
        (plain(name), plain(money.percent(one.value)), plain(error(one, as_share=True)))
        for name, one in share_rows(found, words)
    )
    yield Table(words.say("simulate.shares"), heads, shares)
    names = ("draws", "mean", "p95")
    running = tuple(
        (plain(_count(draws)), plain(money.short(mean)), plain(money.short(tail)))
        for draws, mean, tail in found.summary.running
    )
    yield Table(
        words.say("simulate.running"),
        tuple(Column(words.say(f"simulate.heads.{name}"), name != "draws") for name in names),
        running,
    )


def _bars(found: Simulation, words: Wording) -> Iterator[Drawing]:
    bars = [_bar(one, words) for one in found.summary.influences[:MOST_BARS]]
    if bars:
        title, says = words.say("simulate.tornado"), words.say("simulate.tornado_says")
        yield Drawing(title, says, tornado("chart.tornado", title, says, bars, found.summary.mean.value))


def _bar(one: Influence, words: Wording) -> Bar:
    name = named(one.quantity, words)
    short = name if len(name) <= LONGEST else f"…{name[1 - LONGEST :]}"
    return Bar(short, one.lowest[1], one.lowest[0], one.highest[1], one.highest[0])


def _moves(found: Simulation, words: Wording) -> Iterator[Table]:
    influences = found.summary.influences[:MOST_ROWS]
    if not influences:
        return
    heads = tuple(
        Column(words.say(f"simulate.heads.{name}"), name in ("share", "error"))
        for name in ("what", "share", "error", "lowest", "highest")
    )
    rows: list[tuple[Rich, ...]] = [
        (
            plain(named(one.quantity, words)),
            plain(money.percent(one.share.value)),
            plain(error(one.share, as_share=True)),
            plain(f"{one.lowest[0]}: {money.short(one.lowest[1])}"),
            plain(f"{one.highest[0]}: {money.short(one.highest[1])}"),
        )
        for one in influences
    ]
    rows.append((plain(words.say("simulate.joint")), plain(money.percent(found.summary.joint)), *[plain("")] * 3))
    yield Table(words.say("simulate.indices"), heads, tuple(rows))


def _drawn(found: Simulation, words: Wording) -> Table:
    heads = tuple(Column(words.say(f"simulate.heads.{name}")) for name in ("what", "values", "supposed"))
    rows = [(named(one, words), _values(one, words), _by(one, words)) for one in found.plan.quantities]
    return Table(words.say("simulate.all"), heads, tuple(tuple(map(plain, row)) for row in rows))


def _values(one: Quantity, words: Wording) -> str:
    match one:
        case Answer(labels=labels, shares=shares):
            return ", ".join(f"{label} {money.percent(share)}" for label, share in zip(labels, shares, strict=True))
        case Number():
            return one.written
        case Law(likelihood=likelihood) if one.kind == "enforcement":
            return money.percent(likelihood)
        case Law():
            return words.say("simulate.pert")


def _by(one: Quantity, words: Wording) -> str:
    stated = not isinstance(one, Law) and one.stated
    return words.say("simulate.stated" if stated or getattr(one, "kind", "") == "enforcement" else "simulate.preset")
