"""One answer of a profile: its value, where it comes from, and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lexposure.profile.model import Answer, AnswerState
from lexposure.profile.money import MoneyReader, read_own_rate, read_year
from lexposure.profile.values import Value, ValueReader
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, did_you_mean
from lexposure.source.yamltree import Mapping as MappingNode
from lexposure.source.yamltree import Node, Scalar

WHERE = {
    About.COMPANY: "under 'answers'",
    About.PROCESSING: "in an entry of 'processing'",
    About.MARKET: "in an entry of 'markets'",
}
_VALUES = ("value", "disputed", "surely", "possibly")
_LONGEST_NAME = 100


class AnswersReader:
    """Reads answers of any subject. ``as_of`` is nothing where the profile's date could not be read.

    ``reasons`` asks for a reason beside "not applicable"; the examples of rules need none.
    """

    def __init__(
        self,
        book: RuleBook,
        as_of: dt.date | None,
        proceedings: frozenset[str],
        problems: Problems,
        reasons: bool = True,
    ) -> None:
        self.catalogue = book.catalogue
        self.currencies = book.currencies
        self.turnovers = frozenset(method.reads.get("turnover", "") for method in book.methods.by_id.values())
        self.latest = None if as_of is None else as_of.year - 1
        self.proceedings = proceedings
        self.problems = problems
        self.reasons = reasons
        self._hints: dict[str, str] = {}

    def read(self, pairs: tuple[tuple[Scalar, Node], ...], about: About) -> Mapping[str, Answer]:
        """The answers of one subject by fact."""
        answers: dict[str, Answer] = {}
        for name, node in pairs:
            if self.problems.full:
                break
            fact = self._fact(name, about)
            answer = None if fact is None else self._answer(fact, name, node)
            if answer is not None:
                answers[answer.fact] = answer
        return answers

    def _fact(self, name: Scalar, about: About) -> Fact | None:
        fact = self.catalogue.get(name.text)
        if fact is None:
            message = f"there is no fact '{name.text[:_LONGEST_NAME]}'"
            self.problems.error("unknown-fact", message, name.span, self._nearest(name.text, about))
        elif fact.about is not about:
            message = f"'{fact.name}' is not asked of a {about}"
            self.problems.error("subject", message, name.span, f"it belongs {WHERE[fact.about]}")
            return None
        return fact

    def _nearest(self, name: str, about: About) -> str:
        """The nearest fact of this subject, else of any; looked up once a name."""
        if len(name) > _LONGEST_NAME:
            return ""
        if name not in self._hints:
            own = [fact.name for fact in self.catalogue.values() if fact.about is about]
            self._hints[name] = did_you_mean(name, own) or did_you_mean(name, self.catalogue)
        return self._hints[name]

    def _answer(self, fact: Fact, name: Scalar, node: Node) -> Answer | None:
        money = MoneyReader(self.currencies, self.latest, self.problems)
        values = ValueReader(fact, money, self.problems)
        if not isinstance(node, MappingNode):
            value = values.value(node)
            if value is None:
                return None
            self._check_reason(value.state, "", name)
            return _plain(fact, value, name, money)
        fields = Fields(node, self.problems, f"the answer to '{fact.name}'", name.span)
        self._money_details(fields, fact, money)
        value = self._value(fields, node, values)
        answer = self._detailed(fields, fact, value, name, money)
        fields.finish()
        if value is not None:
            self._check(fields, answer, name)
        return None if value is None else answer

    def _money_details(self, fields: Fields, fact: Fact, money: MoneyReader) -> None:
        year, rate = fields.scalar("year"), fields.scalar("rate")
        for key, scalar in (("year", year), ("rate", rate)):
            if scalar is not None and fact.type is not FactType.MONEY:
                self.problems.error("money", f"'{key}' belongs to an amount of money", scalar.span)
                return
        money.year = None if year is None else read_year(year, self.problems)
        money.own = None if rate is None else read_own_rate(rate, self.problems)
        if year is not None and money.year is not None and fact.name in self.turnovers:
            self._check_year(money.year, year)

    def _check_year(self, year: int, scalar: Scalar) -> None:
        if self.latest is not None and year != self.latest:
            message = f"the latest closed year before the as-of date is {self.latest}, not {year}"
            self.problems.warn("year", message, scalar.span, "the law looks at the year before the decision")

    def _value(self, fields: Fields, node: MappingNode, values: ValueReader) -> Value | None:
        given = [key for key in _VALUES if fields.has(key)]
        if not given:
            hint = "write 'value: unknown' if it is not known"
            self.problems.error("missing", f"{fields.what} has no 'value'", fields.span, hint)
            return None
        if given[0] in ("surely", "possibly"):
            parts = tuple((key, part) for key, part in node.entries if key.text in ("surely", "possibly"))
            return values.partly(MappingNode(parts, node.span))
        if len(given) > 1:
            message = f"{fields.what} has both '{given[0]}' and '{given[1]}'"
            self.problems.error("value", message, fields.span, "keep one")
            return None
        read = fields.node(given[0])
        if read is None:
            return None
        return values.disputed(read) if given[0] == "disputed" else values.value(read)

    def _detailed(self, fields: Fields, fact: Fact, value: Value | None, name: Scalar, money: MoneyReader) -> Answer:
        return Answer(
            fact=fact.name,
            state=AnswerState.UNKNOWN if value is None else value.state,
            possible=None if value is None else value.possible,
            written="" if value is None else value.written,
            span=name.span,
            alleged=fields.one_of("basis", ("alleged",)) == "alleged",
            source=fields.text("source"),
            evidence=", ".join(fields.texts("evidence")),
            note=fields.text("note"),
            by=fields.text("by"),
            on=fields.date("on"),
            public_since=fields.date("public_since"),
            reason=fields.text("reason"),
            proceedings=fields.text("proceedings"),
            year=money.year,
            conversion=money.conversion,
        )

    def _check(self, fields: Fields, answer: Answer, name: Scalar) -> None:
        problems = self.problems
        self._check_reason(answer.state, answer.reason, name)
        valued = answer.state in (AnswerState.KNOWN, AnswerState.DISPUTED)
        if answer.alleged and not valued:
            problems.error("alleged", f"'{answer.fact}' is alleged, but has no value", name.span, "say what is alleged")
        if answer.alleged and not answer.source and not answer.proceedings:
            hint = "add 'source:' or 'proceedings:'"
            problems.error("alleged", f"'{answer.fact}' is alleged: say where", name.span, hint)
        if answer.proceedings and answer.proceedings not in self.proceedings:
            node = fields.node("proceedings")
            message = f"there are no proceedings '{answer.proceedings[:_LONGEST_NAME]}'"
            hint = did_you_mean(answer.proceedings, self.proceedings)
            problems.error("unknown-proceedings", message, node.span if node else name.span, hint)
        if answer.conversion is None and fields.has("rate") and valued:
            problems.warn("rate", f"the rate of '{answer.fact}' is not used: the amount is in EUR", name.span)

    def _check_reason(self, state: AnswerState, reason: str, name: Scalar) -> None:
        if state is AnswerState.NOT_APPLICABLE and not reason and self.reasons:
            hint = f"write '{name.text}: {{value: not applicable, reason: …}}'"
            self.problems.error("reason", f"'{name.text}: not applicable' needs a reason", name.span, hint)


def _plain(fact: Fact, value: Value, name: Scalar, money: MoneyReader) -> Answer:
    """An answer without details."""
    conversion = money.conversion
    return Answer(fact.name, value.state, value.possible, value.written, name.span, conversion=conversion)
