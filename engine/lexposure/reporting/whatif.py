"""What-if as a page: the scenarios side by side, then for each what differs from the baseline, and why."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.exposure.model import Range
from lexposure.reporting import money
from lexposure.reporting.charts import RangeBar, RangeChart, Words, svg
from lexposure.reporting.conducts import CHART_WORDS
from lexposure.reporting.page import Column, Drawing, Page, Section, Table
from lexposure.reporting.pieces import Piece, Rich, plain
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.compare import Amounts, Distance
from lexposure.scenarios.reasons import Why
from lexposure.scenarios.whatif import Assessed, Compared, Difference, Supposed, WhatIf, supposed

KINDS = ("lost", "gained", "changed")


def whatif_view(found: WhatIf, wording: Wording | None = None) -> Page:
    """The scenarios side by side, then one section each."""
    words = wording or shipped()
    company = found.baseline.assessment.profile.company
    about = words.say("whatif.about", company=company, baseline=found.baseline.scenario.name)
    return Page(
        language=words.language,
        title=words.say("whatif.title"),
        about=marked(about, found.baseline, words),
        intro=(words.rich("whatif.intro"),),
        sections=(
            Section(
                "together",
                words.say("whatif.together"),
                drawings=(_drawing(found, words),),
                tables=(_together(found, words),),
            ),
            *(_section(index, found.baseline, one, words) for index, one in enumerate(found.scenarios, 1)),
        ),
        footer=words.say("whatif.footer", company=company, date=words.date(found.baseline.assessment.on)),
    )


def marked(about: str, one: Assessed, words: Wording) -> str:
    """The line below a title, with what keeps the page apart: an invented firm, confidentiality."""
    profile = one.assessment.profile
    parts = [about, words.say("whatif.invented") if profile.invented else "", profile.confidentiality]
    return " · ".join(part for part in parts if part)


def _drawing(found: WhatIf, words: Wording) -> Drawing:
    title, says = words.say("whatif.chart"), words.say("whatif.chart_says")
    bars = tuple(_bar(one, words) for one in (found.baseline, *(each.assessed for each in found.scenarios)))
    texts = Words(**{word: words.say(f"chart.{word}") for word in CHART_WORDS})
    return Drawing(title, says, svg(RangeChart("chart.scenarios", title, says, bars, texts)))


def _bar(one: Assessed, words: Wording) -> RangeBar:
    total = one.exposure.total
    made, hull = total.established_largest, total.largest
    value = spread(hull, words)
    return RangeBar(one.scenario.name, value, hull.low, hull.high, (made.low, made.high), made.central, None, "")


def _together(found: WhatIf, words: Wording) -> Table:
    """One row a scenario: findings, open outcomes, amounts, and by how much they differ."""
    rows = [_row(found.baseline, plain(found.baseline.scenario.name), "", "", words)]
    for index, one in enumerate(found.scenarios, 1):
        name = (Piece(one.assessed.scenario.name, f"#scenario-{index}"),)
        rows.append(_row(one.assessed, name, apart(one.total, words), apart(one.total_hull, words), words))
    names = [("scenario", False), ("findings", True), ("open", True), ("established", True), ("difference", True)]
    columns = columns_of(words, [*names, ("hull", True), ("difference", True)])
    return Table(words.say("whatif.together_caption"), columns, tuple(rows))


def columns_of(words: Wording, names: list[tuple[str, bool]]) -> tuple[Column, ...]:
    """Columns with their headings; numbers stand to the right."""
    return tuple(Column(words.say(f"whatif.columns.{name}"), number) for name, number in names)


def _row(one: Assessed, name: Rich, made: str, hull: str, words: Wording) -> tuple[Rich, ...]:
    total = one.exposure.total
    return (
        name,
        plain(str(found_in(one))),
        plain(str(open_in(one))),
        plain(spread(total.established_largest, words)),
        plain(made),
        plain(spread(total.largest, words)),
        plain(hull),
    )


def found_in(one: Assessed) -> int:
    """How many findings there are on the answers given and supposed."""
    return sum(finding.established for finding in one.assessment.findings)


def open_in(one: Assessed) -> int:
    """How many outcomes about listed subjects are open."""
    return sum(finding.open for finding in one.assessment.findings)


def spread(range_: Range, words: Wording) -> str:
    """Two amounts with three digits; one where they are equal."""
    low = money.short(range_.low)
    if range_.high is None:
        return words.say("from_up", low=low)
    return low if range_.low == range_.high else words.say("from_to", low=low, high=money.short(range_.high))


def tidied(text: str) -> str:
    """Plain spaces: a terminal breaks no line here."""
    return text.replace(money.TIE, " ").replace(money.THIN, " ")


def apart(one: Distance, words: Wording) -> str:
    """By how much the lower and the upper end moved, with three digits; once where it is the same."""
    ends = [words.say("whatif.not_known") if end is None else _short(end) for end in (one.low, one.high)]
    return ends[0] if ends[0] == ends[1] else " / ".join(ends)


def _short(amount: float) -> str:
    sign = "+" if amount > 0 else "\u2212" if amount < 0 else ""
    return f"{sign}{money.short(abs(amount), '').strip(money.TIE)}"


def signed(amount: float | None, words: Wording) -> str:
    """An exact difference with its sign."""
    if amount is None:
        return words.say("whatif.not_known")
    sign = "+" if amount > 0 else "\u2212" if amount < 0 else ""
    return f"{sign}{money.exact(abs(amount))}"


def _section(index: int, baseline: Assessed, one: Compared, words: Wording) -> Section:
    scenario = one.assessed.scenario
    says = [plain(scenario.about)] if scenario.about else []
    if one.nothing:
        says.append(words.rich("whatif.nothing"))
    tables = (_supposed(baseline, one, words), *_tables(one, words))
    return Section(id=f"scenario-{index}", title=scenario.name, says=tuple(says), tables=tables)


def _supposed(baseline: Assessed, one: Compared, words: Wording) -> Table:
    rows = tuple(
        (plain(name_of(each, words)), plain(each.before), plain(each.after), plain(words.say("whatif.mark")))
        for each in supposed(baseline, one.assessed)
    )
    columns = columns_of(words, [("what", False), ("before", False), ("value", False), ("mark", False)])
    return Table(words.say("whatif.supposed"), columns, rows)


def name_of(one: Supposed, words: Wording) -> str:
    """What is supposed: the name of the answer, or what of the law."""
    return one.name if one.kind in ("answer", "list") else words.say(f"whatif.{one.kind}", name=one.name)


def _tables(one: Compared, words: Wording) -> Iterator[Table]:
    """Each only where it has rows: amounts, outcomes by what they mean for the findings, factors, methods."""
    if one.amounts:
        names = [("law", False), ("range", False), ("before", True), ("after", True)]
        rows = tuple(row for part in one.amounts for row in _amounts(part, words))
        columns = columns_of(words, [*names, ("low", True), ("central", True), ("high", True)])
        yield Table(words.say("whatif.amounts_caption"), columns, rows)
    turned = columns_of(words, [("outcome", False), ("before", False), ("after", False), ("why", False)])
    for kind in KINDS:
        rows = tuple(_outcome(part, words) for part in one.differences if part.moved.kind == kind)
        if rows:
            yield Table(words.say(f"whatif.outcomes.{kind}"), turned, rows)
    if one.factors:
        rows = tuple(
            (
                plain(f"{part.title} ({part.subject})"),
                plain(part.before),
                plain(part.after),
                plain("; ".join(in_words(why, words) for why in part.why)),
            )
            for part in one.factors
        )
        columns = columns_of(words, [("factor", False), ("before", False), ("after", False), ("why", False)])
        yield Table(words.say("whatif.factors_caption"), columns, rows)
    if one.methods:
        rows = tuple((plain(part.law), plain(part.before), plain(part.after)) for part in one.methods)
        columns = columns_of(words, [("law", False), ("before", False), ("after", False)])
        yield Table(words.say("whatif.methods_caption"), columns, rows)


def _amounts(part: Amounts, words: Wording) -> Iterator[tuple[Rich, ...]]:
    """A row for each range that moved."""
    for key, before, after, by in (
        ("established", part.established_before, part.established_after, part.established),
        ("hull", part.hull_before, part.hull_after, part.hull),
    ):
        if before != after:
            title, which = part.law or words.say("total.largest"), words.say(f"whatif.columns.{key}")
            ends = (signed(end, words) for end in (by.low, by.central, by.high))
            yield tuple(map(plain, (title, which, spread(before, words), spread(after, words), *ends)))


def _outcome(part: Difference, words: Wording) -> tuple[Rich, ...]:
    return (
        plain(f"{part.moved.title} ({part.moved.finding})"),
        plain(part.moved.before),
        plain(part.moved.after),
        plain("; ".join(in_words(why, words) for why in part.because)),
    )


def in_words(why: Why, words: Wording) -> str:
    """The answer that decides, marked where it is supposed; or what the law says."""
    if not why.place:
        return why.says
    key = "whatif.why.changed" if why.answer_changed else "whatif.why.same"
    mark = f" ({words.say('whatif.mark')})" if why.supposed else ""
    return words.say(key, place=why.place, before=why.before, after=f"{why.after}{mark}", says=why.says)
