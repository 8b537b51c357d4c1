"""A plan as a page, as lines of a terminal and as plain data."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from lexposure.assess.model import Finding
from lexposure.reporting import money
from lexposure.reporting.money import cents
from lexposure.reporting.page import Column, Drawing, Page, Section, Table
from lexposure.reporting.pieces import Rich, plain
from lexposure.reporting.plain import Document
from lexposure.reporting.svg import WIDTH, frame
from lexposure.reporting.svg import number as n
from lexposure.reporting.whatif import marked, spread, tidied
from lexposure.reporting.whatif_lines import WIDTH as LINE
from lexposure.reporting.whatif_lines import columns
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.measures import STEP, Measure
from lexposure.scenarios.planning import Plan
from lexposure.scenarios.whatif import Assessed

CHANGES = 46
"""How much of what a step changes the terminal shows."""

HEIGHT = 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 92.0, 24.0, 14.0, 40.0


def plan_view(baseline: Assessed, found: Plan, wording: Wording | None = None) -> Page:
    """The verdict, the set, the staircase, the residual, what begins and what stands in the way."""
    words = wording or shipped()
    company = baseline.assessment.profile.company
    verdict, residual = (tuple(map(plain, one)) for one in (_verdict(found, words), _residual(baseline, found, words)))
    sections = (
        Section("plan", words.say("planning.plan"), verdict, (), (_set(found, words),)),
        Section("stairs", words.say("planning.stairs"), (), tuple(_drawing(found, words)), (_stairs(found, words),)),
        Section("after", words.say("planning.after"), residual, (), tuple(_left(found, words))),
    )
    return Page(
        language=words.language,
        title=words.say("planning.title"),
        about=marked(f"{company}: {_goal(found, words)}", baseline, words),
        intro=(words.rich("planning.intro"), words.rich("planning.costs" if found.priced else "planning.no_costs")),
        sections=sections,
        footer=words.say("whatif.footer", company=company, date=words.date(baseline.assessment.on)),
    )


def plan_lines(baseline: Assessed, found: Plan, wording: Wording | None = None) -> Iterator[str]:
    """The same on a terminal of 80 columns."""
    words = wording or shipped()
    yield f"{baseline.assessment.profile.company}, as of {baseline.assessment.on}"
    yield _goal(found, words)
    yield ""
    for sentence in _verdict(found, words):
        yield from _wrapped(sentence)
    yield ""
    for one in _chosen(found):
        yield from textwrap.wrap(f"{one.id}: {one.do}", LINE, subsequent_indent="    ", break_on_hyphens=False)
        yield from _wrapped(", ".join(_terms(one, found, words)), "    ")
    yield ""
    yield words.say("planning.stairs")
    rows = [("cost", "on the findings", "added to the step before")]
    before: tuple[str, ...] = ()
    for stair in found.stairs:
        ids = tuple(one.id for one in stair.measures)
        rows.append(
            (
                _cost(stair.cost, found, words),
                tidied(_amount(stair.amount, words)).removeprefix("EUR "),
                _change(before, ids),
            )
        )
        before = ids
    yield from columns([(cost, amount, _cut(change)) for cost, amount, change in rows], (0, 1))
    yield ""
    for sentence in _residual(baseline, found, words):
        yield from _wrapped(sentence)
    for table in _left(found, words):
        yield ""
        yield table.caption
        for row in table.rows:
            yield from _wrapped(" - ".join("".join(piece.text for piece in cell) for cell in row if cell), "  ")


def plan_document(baseline: Assessed, found: Plan) -> Document:
    """Everything; amounts in euro. Keys are only ever added."""
    profile = baseline.assessment.profile
    return {
        "company": profile.company,
        "confidentiality": profile.confidentiality,
        "invented": profile.invented,
        "as_of": baseline.assessment.on.isoformat(),
        "currency": baseline.exposure.currency,
        "goal": {"budget": cents(found.goal.budget), "clear": found.goal.finding or None, "end": found.goal.end},
        "possible": found.chosen is not None or (False if found.exact and found.known else None),
        "exact": found.exact,
        "nothing_cheaper_than": None if found.exact else _euro(found.bound, found),
        "sets_tried": found.tried,
        "cost": _euro(found.cost, found),
        "steps": None if found.priced else len(_chosen(found)),
        "days": found.days,
        "measures": [
            {
                "id": one.id,
                "do": one.do,
                "sets": [change.path.text for change in one.sets],
                "cost": None if one.cost is None else _euro(one.cost, found),
                "days": one.days,
                "needs": list(one.needs),
                "findings": list(one.of),
                "opens": list(one.opens),
            }
            for one in _chosen(found)
        ],
        "stairs": [
            {
                "cost": _euro(one.cost, found),
                "amount": cents(one.amount),
                "measures": [each.id for each in one.measures],
            }
            for one in found.stairs
        ],
        "residual": _range(found.after.assessed),
        "baseline": _range(baseline),
        "findings_left": [one.id for one in _findings_left(found)],
        "begun": [{"finding": one.id, "established": one.established} for one in found.begun],
        "obstacles": [{"finding": one.finding.id, "answers": list(one.answers)} for one in found.obstacles],
    }


def measures_lines(baseline: Assessed, several: Sequence[Measure]) -> Iterator[str]:
    """What could be done, with the ids that a file of remedies names."""
    yield f"{baseline.assessment.profile.company}, as of {baseline.assessment.on}"
    if not several:
        yield "Nothing is established that a remedy would answer."
    for one in several:
        yield ""
        yield from textwrap.wrap(f"{one.id}: {one.do}", LINE, subsequent_indent="    ", break_on_hyphens=False)
        for finding in one.of[1:]:
            yield f"    also for {finding}"


def _chosen(found: Plan) -> tuple[Measure, ...]:
    if found.chosen is not None:
        return found.chosen
    return found.stairs[-1].measures if found.stairs else ()


def _goal(found: Plan, words: Wording) -> str:
    if found.goal.finding:
        return words.say("planning.goal.clear", finding=found.goal.finding)
    assert found.goal.budget is not None
    return words.say(
        "planning.goal.budget", amount=money.short(found.goal.budget), end=words.say(f"planning.ends.{found.goal.end}")
    )


def _verdict(found: Plan, words: Wording) -> Iterator[str]:
    count = f"{found.tried:,}".replace(",", money.THIN)
    cost, bound = _cost(found.cost, found, words), _cost(found.bound, found, words)
    if found.chosen is None and not found.known:
        yield words.say("planning.not_known", n=count)
        return
    if found.chosen is None:
        yield words.say("planning.impossible" if found.exact else "planning.not_found", n=count, cost=bound)
        yield words.say("planning.best")
        return
    if found.chosen:
        known = found.days is not None
        days = words.say("planning.days" if known else "planning.days_unknown", n=found.days)
        yield words.count("planning.found", len(found.chosen), cost=cost, days=days)
    else:
        yield words.say("planning.nothing_needed")
    yield words.say("planning.exact" if found.exact else "planning.bounded", n=count, cost=bound)


def _cost(cost: int, found: Plan, words: Wording) -> str:
    return money.short(cost / 100) if found.priced else words.count("planning.steps", cost // STEP)


def _euro(cost: int, found: Plan) -> float | int | None:
    return cents(cost / 100) if found.priced else None


def _terms(one: Measure, found: Plan, words: Wording) -> Iterator[str]:
    if found.priced and one.cost is not None:
        yield tidied(money.short(one.cost / 100))
    if one.days is not None:
        yield words.say("planning.days", n=one.days)
    if one.needs:
        yield words.say("planning.needs", names=words.listed(list(one.needs)))
    if one.opens:
        yield words.say("planning.opens", names=words.listed(list(one.opens)))
    yield words.say("planning.of", names=words.listed(list(one.of))) if one.of else words.say("planning.own")


def _set(found: Plan, words: Wording) -> Table:
    heads = tuple(Column(words.say(f"planning.heads.{name}")) for name in ("measure", "do", "terms"))
    rows = tuple((plain(one.id), plain(one.do), plain(", ".join(_terms(one, found, words)))) for one in _chosen(found))
    return Table(words.say("planning.set"), heads, rows)


def _stairs(found: Plan, words: Wording) -> Table:
    heads = (
        Column(words.say("planning.heads.cost"), number=True),
        Column(words.say("planning.heads.amount"), number=True),
        Column(words.say("planning.heads.measures")),
    )
    rows = (
        (_cost(one.cost, found, words), _amount(one.amount, words), ", ".join(_ids(one.measures)))
        for one in found.stairs
    )
    return Table(words.say("planning.stairs"), heads, _cells(rows))


def _amount(amount: float | None, words: Wording) -> str:
    return words.say("whatif.not_known") if amount is None else money.short(amount)


def _cut(text: str) -> str:
    return text if len(text) <= CHANGES else f"{text[: CHANGES - 1]}…"


def _change(before: Sequence[str], after: Sequence[str]) -> str:
    """What a step of the stairs has that the one before had not, and the other way round."""
    added = [f"+{one}" for one in after if one not in before]
    gone = [f"-{one}" for one in before if one not in after]
    return " ".join((*added, *gone))


def _residual(baseline: Assessed, found: Plan, words: Wording) -> Iterator[str]:
    sure, was = (one.exposure.total.established_largest for one in (found.after.assessed, baseline))
    yield words.say("planning.residual", before=spread(was, words), after=spread(sure, words))
    hull = found.after.assessed.exposure.total.largest
    yield words.say("planning.open", after=spread(hull, words))


def _findings_left(found: Plan) -> tuple[Finding, ...]:
    return tuple(one for one in found.after.assessed.assessment.findings if one.established)


def _left(found: Plan, words: Wording) -> Iterator[Table]:
    if found.begun:
        heads = (Column(words.say("planning.heads.finding")), Column(words.say("planning.heads.state")))
        state = {True: words.say("planning.established"), False: words.say("planning.still_open")}
        yield Table(words.say("planning.begun"), heads, _cells((one.id, state[one.established]) for one in found.begun))
    if found.obstacles:
        heads = (Column(words.say("planning.heads.finding")), Column(words.say("planning.heads.answers")))
        yield Table(
            words.say("planning.obstacles"),
            heads,
            _cells((one.finding.id, ", ".join(one.answers)) for one in found.obstacles),
        )
    elif _findings_left(found):
        only = (Column(words.say("planning.heads.finding")),)
        yield Table(words.say("planning.left"), only, _cells((one.id,) for one in _findings_left(found)))


def _cells(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[Rich, ...], ...]:
    return tuple(tuple(map(plain, row)) for row in rows)


def _ids(measures: Iterable[Measure]) -> list[str]:
    return [one.id for one in measures]


def _range(one: Assessed) -> Document:
    sure, hull = one.exposure.total.established_largest, one.exposure.total.largest
    return {
        "established": {"low": cents(sure.low), "central": cents(sure.central), "high": cents(sure.high)},
        "low": cents(hull.low),
        "high": cents(hull.high),
    }


def _wrapped(sentence: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        tidied(sentence), LINE, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _drawing(found: Plan, words: Wording) -> Iterator[Drawing]:
    stairs = [(one.cost, one.amount) for one in found.stairs if one.amount is not None]
    if len(stairs) > 1:
        title, says = words.say("planning.stairs"), words.say("planning.stairs_says")
        yield Drawing(title, says, _svg(title, says, stairs, found, words))


def _svg(title: str, says: str, stairs: Sequence[tuple[int, float]], found: Plan, words: Wording) -> str:
    """The least exposure over the cost, as steps; the budget dashed."""
    budget = found.goal.budget
    most, dearest = max(stairs[0][1], budget or 0.0) or 1.0, max(stairs[-1][0], 1) * 1.08

    def at(cost: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * cost / dearest

    def up(amount: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1.0 - amount / most)

    parts: list[str] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y, label = up(most * share), html.escape(money.short(most * share))
        parts.append(
            f'<line class="rail" x1="{n(_LEFT)}" y1="{n(y)}" x2="{n(WIDTH - _RIGHT)}" y2="{n(y)}"/>'
            f'<text class="s" x="{n(_LEFT - 8)}" y="{n(y + 4)}" text-anchor="end">{label}</text>'
        )
    points = [f"{n(at(stairs[0][0]))},{n(up(stairs[0][1]))}"]
    for (_, before), (cost, amount) in pairwise(stairs):
        points += [f"{n(at(cost))},{n(up(before))}", f"{n(at(cost))},{n(up(amount))}"]
    points.append(f"{n(WIDTH - _RIGHT)},{n(up(stairs[-1][1]))}")
    parts.append(f'<polyline class="line" points="{" ".join(points)}"/>')
    if budget is not None:
        y = up(budget)
        parts.append(f'<line class="edge" x1="{n(_LEFT)}" y1="{n(y)}" x2="{n(WIDTH - _RIGHT)}" y2="{n(y)}"/>')
    for cost, anchor in ((stairs[0][0], "start"), (stairs[-1][0], "middle")):
        label = html.escape(_cost(cost, found, words))
        parts.append(f'<text class="s" x="{n(at(cost))}" y="{n(HEIGHT - 18)}" text-anchor="{anchor}">{label}</text>')
    return frame("chart.stairs", title, says, HEIGHT, parts)
