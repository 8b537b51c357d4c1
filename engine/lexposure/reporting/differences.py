"""Why two assessments differ, as a page, as lines for the terminal, and as plain data."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from lexposure.reporting.page import Column, Page, Section, Table
from lexposure.reporting.pieces import Rich, plain
from lexposure.reporting.plain import Document
from lexposure.reporting.wording import Wording, shipped
from lexposure.scenarios.differences import Differences, Part, Side

WIDTH = 80
ROWS = ("rules", "legal", "facts", "engine")
LABELS = {"rules": "rules", "legal": "law", "facts": "facts"}


def _rest(found: Differences) -> str:
    """What the last part is called: the engine's, unless something else could not be told from it."""
    return "rest" if found.not_apart else "engine"


def _labels(found: Differences) -> dict[str, str]:
    return {**LABELS, "engine": _rest(found)}


def differences_view(one: Side, other: Side, found: Differences, wording: Wording | None = None) -> Page:
    """What differs and why: amounts with their parts, outcomes, answers."""
    words = wording or shipped()
    intro = [words.rich("differences.intro"), words.rich("differences.order")]
    intro += [words.rich("differences.not_apart", what=what) for what in found.not_apart]
    sections = (
        Section("amounts", words.say("differences.amounts"), _none(found.parts, words), (), _amounts(found, words)),
        Section("outcomes", words.say("differences.outcomes"), _none(found.outcomes, words), (), _turned(found, words)),
        Section("answers", words.say("differences.answers"), _none(found.answers, words), (), _answers(found, words)),
    )
    days = {"a_day": words.date(one.as_of), "b_day": words.date(other.as_of)}
    about = words.say("differences.about", a=one.name, b=other.name, **days)
    return Page(
        language=words.language,
        title=words.say("differences.title"),
        about=" · ".join(part for part in dict.fromkeys((about, one.confidentiality, other.confidentiality)) if part),
        intro=tuple(intro),
        sections=sections,
        footer=words.say("differences.footer"),
    )


def _none(rows: tuple[object, ...], words: Wording) -> tuple[Rich, ...]:
    return () if rows else (words.rich("differences.nothing"),)


def _amounts(found: Differences, words: Wording) -> tuple[Table, ...]:
    """A table for each law: a row for each figure."""
    names = ["a", "b", *LABELS.values(), _rest(found)]
    columns = (
        Column(words.say("differences.columns.figure")),
        *(Column(words.say(f"differences.columns.{name}"), number=True) for name in names),
    )
    tables: list[Table] = []
    for law, parts in groupby(found.parts, key=lambda part: part.law):
        rows = tuple(
            (
                plain(words.say(f"differences.figures.{part.figure.replace(' ', '_')}")),
                plain(_shown(part.before, words)),
                plain(_shown(part.after, words)),
                *(plain(_signed(getattr(part, name), words)) for name in ROWS),
            )
            for part in parts
        )
        tables.append(Table(law or words.say("total.largest"), columns, rows))
    return tuple(tables)


def _turned(found: Differences, words: Wording) -> tuple[Table, ...]:
    rows = tuple(
        (
            plain(f"{one.title} ({one.id})"),
            plain(one.before),
            plain(one.after),
            plain(", ".join(_rest(found) if by == "engine" else by for by in one.by)),
        )
        for one in found.outcomes
    )
    names = ("outcome", "a", "b", "by")
    columns = tuple(Column(words.say(f"differences.columns.{name}")) for name in names)
    return (Table(words.say("differences.outcomes_caption"), columns, rows),) if rows else ()


def _answers(found: Differences, words: Wording) -> tuple[Table, ...]:
    nothing = words.say("differences.not_answered")
    rows = tuple((plain(one.place), plain(one.before or nothing), plain(one.after or nothing)) for one in found.answers)
    columns = tuple(Column(words.say(f"differences.columns.{name}")) for name in ("answer", "a", "b"))
    return (Table(words.say("differences.answers_caption"), columns, rows),) if rows else ()


def _shown(cents: int | None, words: Wording) -> str:
    return words.say("differences.not_computed") if cents is None else _grouped(cents)


def _signed(cents: int | None, words: Wording) -> str:
    if cents is None:
        return words.say("differences.not_known")
    sign = "+" if cents > 0 else "\u2212" if cents < 0 else ""
    return f"{sign}{_grouped(abs(cents))}"


def _grouped(cents: int) -> str:
    """To the cent, for the parts have to add up before the reader's eyes."""
    return f"{cents / 100:,.2f}".replace(",", "\u202f")


def differences_lines(one: Side, other: Side, found: Differences, wording: Wording | None = None) -> Iterator[str]:
    """The parts for a terminal of 80 columns; amounts in EUR, to the cent."""
    words = wording or shipped()
    for label, side in (("A", one), ("B", other)):
        yield from textwrap.wrap(f"{label}: {side.name}, as of {side.as_of}", WIDTH, subsequent_indent="   ")
    for what in found.not_apart:
        text = f"Not told apart from the rest: {what}"
        yield from textwrap.wrap(text, WIDTH, subsequent_indent="   ", break_long_words=False)
    if not found.parts:
        yield "No amount differs."
    for law, parts in groupby(found.parts, key=lambda part: part.law):
        yield ""
        yield from textwrap.wrap(law or words.say("total.largest"), WIDTH)
        for part in parts:
            yield from _part_lines(part, found)
    yield from _outcome_lines(found)
    if found.answers:
        yield ""
        yield f"Answers that differ ({len(found.answers)})"
    for answer in found.answers:
        text = f"{answer.place}: {answer.before or 'not answered'} -> {answer.after or 'not answered'}"
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="      ", break_long_words=False)


def _part_lines(part: Part, found: Differences) -> Iterator[str]:
    yield f"  {part.figure}"
    yield f"    A {_plain(part.before)}   B {_plain(part.after)}"
    if part.engine is None:
        yield "    not computed on one of the sides, so there is no difference to take apart"
        return
    for name, label in _labels(found).items():
        cents = getattr(part, name)
        if cents:
            yield f"    {label:<8}{cents / 100:>+24,.2f}"
        elif cents is None:
            yield f"    {label:<8}{'in the rest':>24}"


def _outcome_lines(found: Differences) -> Iterator[str]:
    if found.outcomes:
        yield ""
        yield f"Outcomes that differ ({len(found.outcomes)})"
    for one in found.outcomes:
        by = ", ".join(_rest(found) if name == "engine" else name for name in one.by)
        text = f"{one.id}: {one.before} -> {one.after} ({by})"
        yield from textwrap.wrap(
            text, WIDTH, initial_indent="  ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
        )


def _plain(cents: int | None) -> str:
    return "not computed" if cents is None else f"{cents / 100:,.2f}"


def differences_document(one: Side, other: Side, found: Differences) -> Document:
    """Plain data; a part that is null is in ``engine``, for a reason that ``not_apart`` gives."""
    return {
        "a": one.name,
        "b": other.name,
        "as_of": {"a": one.as_of.isoformat(), "b": other.as_of.isoformat()},
        "confidentiality": {"a": one.confidentiality, "b": other.confidentiality},
        "currency": "EUR",
        "differences": [_euro(part) for part in found.parts],
        "outcomes": [
            {
                "finding": turned.id,
                "title": turned.title,
                "before": turned.before,
                "after": turned.after,
                "kind": turned.kind,
                "by": list(turned.by),
            }
            for turned in found.outcomes
        ],
        "answers": [
            {"answer": answer.place, "before": answer.before or None, "after": answer.after or None}
            for answer in found.answers
        ],
        "not_apart": list(found.not_apart),
    }


def _euro(part: Part) -> Document:
    amounts = {name: getattr(part, name) for name in ("before", "after", *ROWS)}
    return {
        "law": part.law,
        "figure": part.figure,
        **{name: None if cents is None else cents / 100 for name, cents in amounts.items()},
    }
