"""What-if as a page, as lines for the terminal, and as plain data: only what differs from the baseline."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lexposure.exposure.model import Range
from lexposure.reporting import money
from lexposure.reporting.page import Column, Page, Section, Table
from lexposure.reporting.pieces import Rich, plain
from lexposure.reporting.plain import Document
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.changes import Scenario
from lexposure.scenarios.compare import Amounts
from lexposure.scenarios.whatif import Assessed, Compared, WhatIf
from lexposure.source.yamltree import Scalar

WIDTH = 80


def whatif_view(found: WhatIf, wording: Wording | None = None) -> Page:
    """The scenarios side by side, then one section each."""
    words = wording or shipped()
    company = found.baseline.assessment.profile.company
    return Page(
        language=words.language,
        title=words.say("whatif.title"),
        about=words.say("whatif.about", company=company, baseline=found.baseline.scenario.name),
        intro=(words.rich("whatif.intro"),),
        sections=(
            Section("together", words.say("whatif.together"), tables=(_together(found, words),)),
            *(_section(index, one, words) for index, one in enumerate(found.scenarios, 1)),
        ),
        footer=words.say("whatif.footer", company=company, date=words.date(found.baseline.assessment.on)),
    )


def _together(found: WhatIf, words: Wording) -> Table:
    """One row a scenario: findings, open outcomes, amounts."""
    rows = [_row(found.baseline, words)] + [_row(one.assessed, words) for one in found.scenarios]
    names = [("scenario", False), ("findings", True), ("open", True), ("established", True), ("hull", True)]
    return Table(
        words.say("whatif.together_caption"),
        tuple(Column(words.say(f"whatif.columns.{name}"), number) for name, number in names),
        tuple(rows),
    )


def _row(one: Assessed, words: Wording) -> tuple[Rich, ...]:
    total = one.exposure.total
    return (
        plain(one.scenario.name),
        plain(str(found_in(one))),
        plain(str(open_in(one))),
        plain(spread(total.established_largest, words)),
        plain(spread(total.largest, words)),
    )


def found_in(one: Assessed) -> int:
    """How many findings are established."""
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


def _section(index: int, one: Compared, words: Wording) -> Section:
    scenario = one.assessed.scenario
    tables: list[Table] = []
    if one.amounts:
        tables.append(_amounts(one, words))
    if one.differences:
        tables.append(_outcomes(one, words))
    says = [plain(scenario.about)] if scenario.about else []
    if not tables:
        says.append(words.rich("whatif.nothing"))
    return Section(
        id=f"scenario-{index}",
        title=scenario.name,
        says=tuple(says),
        tables=(_supposed(scenario, words), *tables),
    )


def _supposed(scenario: Scenario, words: Wording) -> Table:
    rows = tuple((plain(what), plain(value)) for what, value in supposed(scenario, words))
    columns = (Column(words.say("whatif.columns.what")), Column(words.say("whatif.columns.value")))
    return Table(words.say("whatif.supposed"), columns, rows)


def supposed(scenario: Scenario, words: Wording) -> Iterator[tuple[str, str]]:
    """What a scenario supposes, in words."""
    for change in scenario.changes:
        value = change.value.text if isinstance(change.value, Scalar) else words.say("whatif.written_out")
        yield change.path.text, value
    if scenario.as_of is not None:
        yield words.say("whatif.as_of"), scenario.as_of.isoformat()
    if scenario.method is not None:
        yield words.say("whatif.method"), scenario.method
    for name, scalar in scenario.parameters.items():
        yield words.say("whatif.parameter", name=name), scalar.text
    for pack in scenario.packs:
        yield words.say("whatif.pack"), pack.name


def _amounts(one: Compared, words: Wording) -> Table:
    names = [("law", False), ("established", True), ("becomes", True), ("hull", True), ("becomes", True)]
    return Table(
        words.say("whatif.amounts_caption"),
        tuple(Column(words.say(f"whatif.columns.{name}"), number) for name, number in names),
        tuple(
            (
                plain(part.law or words.say("total.largest")),
                plain(spread(part.established_before, words)),
                plain(spread(part.established_after, words)),
                plain(spread(part.hull_before, words)),
                plain(spread(part.hull_after, words)),
            )
            for part in one.amounts
        ),
    )


def _outcomes(one: Compared, words: Wording) -> Table:
    names = ("outcome", "before", "after", "why")
    return Table(
        words.say("whatif.outcomes_caption"),
        tuple(Column(words.say(f"whatif.columns.{name}")) for name in names),
        tuple(
            (
                plain(f"{part.moved.title} ({part.moved.finding})"),
                plain(part.moved.before),
                plain(part.moved.after),
                plain("; ".join(part.because)),
            )
            for part in one.differences
        ),
    )


def whatif_lines(found: WhatIf, wording: Wording | None = None) -> Iterator[str]:
    """The comparison for a terminal of 80 columns."""
    words = wording or shipped()
    yield f"{found.baseline.assessment.profile.company}, as of {found.baseline.assessment.on}"
    yield from _summary(found.baseline, words)
    for one in found.scenarios:
        yield ""
        yield one.assessed.scenario.name
        yield "-" * min(len(one.assessed.scenario.name), WIDTH)
        for what, value in supposed(one.assessed.scenario, words):
            yield from textwrap.wrap(f"{what}: {value}", WIDTH, initial_indent="  ", subsequent_indent="    ")
        yield from _summary(one.assessed, words)
        if not one.differences and not one.amounts:
            yield f"  {words.say('whatif.nothing')}"
        for part in one.amounts:
            yield f"  {part.law or words.say('total.largest')}"
            yield from _changed(part, words)
        for difference in one.differences:
            moved = difference.moved
            line = f"{moved.finding}: {moved.before} -> {moved.after}"
            yield from textwrap.wrap(line, WIDTH, initial_indent="  ", subsequent_indent="      ")
            for because in difference.because:
                yield from textwrap.wrap(because, WIDTH, initial_indent="      ", subsequent_indent="      ")


def _summary(one: Assessed, words: Wording) -> Iterator[str]:
    total = one.exposure.total
    yield f"  {found_in(one)} findings, {open_in(one)} open"
    sure, hull = spread(total.established_largest, words), spread(total.largest, words)
    yield f"  established {tidied(sure)}; with open questions {tidied(hull)}"


def _changed(part: Amounts, words: Wording) -> Iterator[str]:
    pairs = (
        ("established", part.established_before, part.established_after),
        ("with open questions", part.hull_before, part.hull_after),
    )
    for label, before, after in pairs:
        if before != after:
            yield f"    {label:<20} {tidied(became(before, after, words))}"


def became(before: Range, after: Range, words: Wording) -> str:
    """Both ranges; where they read alike, their central values."""
    was, now = spread(before, words), spread(after, words)
    if was == now and None not in (before.central, after.central):
        was, now = (words.say("whatif.central", amount=money.short(one.central or 0.0)) for one in (before, after))
    return f"{was} -> {now}"


def tidied(text: str) -> str:
    """Plain spaces: a terminal breaks no line here."""
    return text.replace(money.TIE, " ").replace(money.THIN, " ")


def whatif_document(found: WhatIf) -> Document:
    """Plain data: the baseline's figures, and for each scenario only what differs."""
    return {
        "company": found.baseline.assessment.profile.company,
        "baseline": _assessed(found.baseline),
        "scenarios": [
            {
                **_assessed(one.assessed),
                "supposed": dict(supposed(one.assessed.scenario, shipped())),
                "outcomes": [
                    {
                        "finding": part.moved.finding,
                        "title": part.moved.title,
                        "before": part.moved.before,
                        "after": part.moved.after,
                        "because": list(part.because),
                    }
                    for part in one.differences
                ],
                "amounts": [
                    {
                        "law": part.law or None,
                        "established": {
                            "before": _range(part.established_before),
                            "after": _range(part.established_after),
                        },
                        "with_open_questions": {"before": _range(part.hull_before), "after": _range(part.hull_after)},
                    }
                    for part in one.amounts
                ],
            }
            for one in found.scenarios
        ],
    }


def _assessed(one: Assessed) -> Document:
    total = one.exposure.total
    return {
        "name": one.scenario.name,
        "as_of": one.assessment.on.isoformat(),
        "findings": found_in(one),
        "open": open_in(one),
        "total": {**_range(total.largest), "established": _range(total.established_largest)},
    }


def _range(range_: Range) -> Document:
    return {
        "low": money.cents(range_.low),
        "central": money.cents(range_.central),
        "high": money.cents(range_.high),
    }
