"""Reasoning chains: what was asked, what was answered, and whether it holds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lexposure.assess.model import Reason
from lexposure.inference.program import Truth
from lexposure.profile.model import Answer, AnswerState
from lexposure.profile.possible import Interval, Options, Selection, Subject
from lexposure.reporting import anchors, money
from lexposure.reporting.law import Law
from lexposure.reporting.model import ChainNode
from lexposure.reporting.pieces import Piece, Rich, link, plain
from lexposure.reporting.wording import Wording
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.values import show, show_interval

CODES: dict[Truth, str] = {True: "yes", False: "no", None: "open"}


def chain(reasons: Iterable[Reason], wording: Wording, law: Law) -> tuple[ChainNode, ...]:
    """The reasons as nested steps with truth marks in words."""
    return tuple(_node(reason, wording, law) for reason in reasons)


def _node(reason: Reason, wording: Wording, law: Law) -> ChainNode:
    code = CODES[reason.truth]
    return ChainNode(
        mark=wording.say(f"truth.{code}"),
        code=code,
        text=_text(reason, wording, law),
        cite=law.cite(reason.cite),
        parts=chain(reason.via, wording, law),
    )


def _text(reason: Reason, wording: Wording, law: Law) -> Rich:
    if reason.fact is None or reason.subject is None:
        text = reason.text
        if wording.has(f"chain.{text.replace(' ', '_')}"):
            text = wording.say(f"chain.{text.replace(' ', '_')}")
        return wording.rich("chain.rule", title=text, rule=reason.rule) if reason.rule else plain(text)
    answer = answer_link(reason.fact, reason.subject, reason.answer, wording, derived=bool(reason.via))
    asked = wanted(reason.text, reason.fact, law.figures)
    key = "chain.wanted" if asked and asked != answer.text else "chain.asked"
    key = "chain.derived" if reason.via and reason.answer is None else key
    return wording.rich(key, question=reason.fact.asks, wanted=asked, answer=answer)


def wanted(phrase: str, fact: Fact, figures: Mapping[str, str]) -> str:
    """What a rule asks for: options by their labels, dated figures by their values.

    Of a yes/no question the truth mark says it.
    """
    if fact.type is FactType.YES_NO:
        return ""
    words: list[str] = []
    for word in phrase.split(" "):
        name, comma = word.rstrip(","), "," * word.endswith(",")
        option = fact.option(name)
        words.append((figures.get(name, name) if option is None else option.label) + comma)
    text = " ".join(words)
    return text if fact.options else money.tied(text)


def answer_link(fact: Fact, subject: Subject, answer: Answer | None, wording: Wording, derived: bool = False) -> Piece:
    """The answer in words, leading to its row in the annex."""
    text = wording.say("answer.from_rules") if answer is None and derived else answer_text(fact, answer, wording)
    return link(text, anchors.answer(subject, fact.name))


def answer_text(fact: Fact, answer: Answer | None, wording: Wording) -> str:
    """The answer in words; what is not known, not shown or not asked says so."""
    if answer is None:
        return wording.say("answer.not_asked")
    if answer.state is AnswerState.DISPUTED:
        text = wording.say("answer.disputed", values=_values(fact, answer, wording))
    elif answer.state is AnswerState.KNOWN:
        text = _values(fact, answer, wording)
    else:
        text = wording.say(f"answer.{answer.state.replace(' ', '_')}")
    return wording.say("answer.alleged", answer=text) if answer.alleged else text


def _values(fact: Fact, answer: Answer, wording: Wording) -> str:
    possible = answer.possible
    if possible is None:
        return money.tied(answer.written)
    if isinstance(possible, Interval):
        shown_value = money.tied(show_interval(possible.low, possible.high, fact))
        if answer.conversion is None:
            return shown_value
        return wording.say("answer.converted", written=money.tied(answer.written), euro=shown_value)
    codes = possible.codes if isinstance(possible, Options) else possible.surely
    shown = [show(code, fact) for code in sorted(codes)]
    if isinstance(possible, Selection):
        perhaps = [show(code, fact) for code in sorted(possible.possibly - possible.surely)]
        if perhaps:
            return wording.say("answer.perhaps", sure=", ".join(shown) or "–", perhaps=", ".join(perhaps))
        return ", ".join(shown) or wording.say("answer.none_of_them")
    return f" {wording.say('or')} ".join(shown)


def leaves(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """The comparisons in reasoning chains, each question of each subject once, in order."""
    seen: set[tuple[Subject, str]] = set()
    for reason in _comparisons(reasons):
        if reason.fact is not None and reason.subject is not None:
            key = (reason.subject, reason.fact.name)
            if key not in seen:
                seen.add(key)
                yield reason


def _comparisons(reasons: Iterable[Reason]) -> Iterator[Reason]:
    for reason in reasons:
        if reason.fact is not None:
            yield reason
        yield from _comparisons(reason.via)
