"""``at least 50 million EUR``: the right side of a condition line, read in its fact's type.

Each type has its own phrases; the grammar is in docs/rule-language.md. A phrase becomes one test,
or two for "exactly", each plain or negated.
"""

from __future__ import annotations

import re

from lexposure.rulebook.conditions import AgoAtMost, AtLeast, FromParameter, Includes, OneOf, OpenTest
from lexposure.rulebook.facts import NO, YES, Fact, FactType
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.values import Misread, option_code, read_codes, read_day, read_whole
from lexposure.source.problems import did_you_mean

Reading = tuple[tuple[OpenTest, bool], ...]
"""Tests that must all hold, each with whether it is negated."""

_COMPARISON = re.compile(r"(at least|more than|at most|less than|exactly)\s+(.+)")
_DAY = re.compile(r"(on or after|after|on or before|before)\s+(.+)")
_AGO = re.compile(r"(at least|more than|at most|less than)\s+(\d+)\s+(day|week|month|year)s?\s+ago")
_MOST_DIGITS = 4
_WORD = re.compile(r"[a-z][a-z0-9_]*")

_YES: Reading = ((OneOf(frozenset({YES})), False),)
_NO: Reading = ((OneOf(frozenset({NO})), False),)


def read_phrase(text: str, fact: Fact, parameters: Parameters) -> Reading:
    """The tests a phrase stands for; raises :class:`Misread` with the offset of what is wrong."""
    if fact.type is FactType.YES_NO:
        if text == "yes":
            return _YES
        if text == "no":
            return _NO
        raise Misread("phrase", f"'{fact.name}' is a yes/no fact: write yes or no")
    if fact.type is FactType.CHOICE:
        return _choice(text, fact)
    if fact.type is FactType.CHOICES:
        return _choices(text, fact)
    if fact.type is FactType.DATE:
        return _date(text, fact)
    return _number(text, fact, parameters)


def _number(text: str, fact: Fact, parameters: Parameters) -> Reading:
    found = _COMPARISON.fullmatch(text)
    if found is None:
        hint = f"did you mean 'exactly {text}'?" if re.match(r"\d", text) else ""
        message = f"'{text}': say at least, more than, at most, less than or exactly, then an amount"
        raise Misread("phrase", message, 0, hint)
    words, amount = found.groups()
    return tuple(
        (_bound(amount, found.start(2), offset, fact, parameters), negated)
        for offset, negated in {
            "at least": ((0, False),),
            "more than": ((1, False),),
            "at most": ((1, True),),
            "less than": ((0, True),),
            "exactly": ((0, False), (1, True)),
        }[words]
    )


def _bound(amount: str, start: int, offset: int, fact: Fact, parameters: Parameters) -> OpenTest:
    parameter = parameters.get(amount)
    if parameter is not None:
        if parameter.type is not fact.type or (parameter.unit and fact.unit and parameter.unit != fact.unit):
            said = f"'{amount}' is {_kind(parameter.type, parameter.unit)}"
            raise Misread("parameter-type", f"{said}, '{fact.name}' is {_kind(fact.type, fact.unit)}", start)
        return FromParameter(amount, offset)
    if _WORD.fullmatch(amount):
        hint = did_you_mean(amount, parameters)
        raise Misread("amount", f"'{amount}' is neither an amount nor a parameter", start, hint)
    try:
        return AtLeast(read_whole(amount, fact) + offset)
    except Misread as error:
        error.offset += start
        raise


def _kind(of: FactType, unit: str) -> str:
    word = {FactType.COUNT: "a number", FactType.MONEY: "an amount of money", FactType.SHARE: "a share"}[of]
    return f"{word} of {unit}" if unit else word


def _date(text: str, fact: Fact) -> Reading:
    ago = _AGO.fullmatch(text)
    if ago:
        if len(ago[2]) > _MOST_DIGITS:
            raise Misread("phrase", f"'{text}' is too long ago", ago.start(2))
        return (_ago(ago[1], int(ago[2]), ago[3]),)
    found = _DAY.fullmatch(text)
    if found is None:
        message = f"'{fact.name}' is a date: say on or after, after, on or before, before and a day, or how long ago"
        raise Misread("phrase", message, 0, "as in 'before 2024-03-07' or 'at least 6 months ago'")
    try:
        day = read_day(found[2])
    except Misread as error:
        error.offset += found.start(2)
        raise
    offset, negated = {"on or after": (0, False), "after": (1, False), "on or before": (1, True), "before": (0, True)}[
        found[1]
    ]
    return ((AtLeast(day + offset), negated),)


def _ago(words: str, number: int, unit: str) -> tuple[OpenTest, bool]:
    """A long time ago is an early day: "at least 6 months ago" is on or before the day that was then."""
    months = number * {"month": 1, "year": 12}.get(unit, 0)
    days = number * {"day": 1, "week": 7}.get(unit, 0)
    offset, negated = {"at most": (0, False), "less than": (1, False), "at least": (1, True), "more than": (0, True)}[
        words
    ]
    return AgoAtMost(months, days, offset), negated


def _choice(text: str, fact: Fact) -> Reading:
    start = len("not ") if text.startswith("not ") else 0
    rest = text[start:]
    if rest.startswith("one of "):
        return ((OneOf(_codes(text, start + len("one of "), fact)), start > 0),)
    if "," in rest:
        raise Misread("phrase", f"'{text}' names several options", start, f"write 'one of {rest}'")
    return ((OneOf(frozenset({option_code(rest.strip(), fact, start)})), start > 0),)


def _choices(text: str, fact: Fact) -> Reading:
    for words in ("includes any of ", "includes "):
        if text.startswith(words):
            codes = _codes(text, len(words), fact)
            if len(codes) > 1 and words == "includes ":
                raise Misread("phrase", f"'{text}' names several options", 0, "write 'includes any of …'")
            return ((Includes(codes), False),)
    hint = f"write 'includes {text}'" if fact.option(text) else ""
    message = f"'{fact.name}' takes several options: say includes, or includes any of, and the options"
    raise Misread("phrase", message, 0, hint)


def _codes(text: str, start: int, fact: Fact) -> frozenset[int]:
    try:
        return read_codes(text[start:], fact)
    except Misread as error:
        error.offset += start
        raise
