"""A commented profile to fill in, written from the vocabulary: every question, nothing answered."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterable, Iterator

from lexposure.profile.reading import COMPLETE_KEYS, FORMAT, LIST_KEYS
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import LISTS, About, Fact, FactType, Option
from lexposure.rulebook.values import show

COMPANY_NAME = "Name of the company"
_WIDTH = 110

_HOW_TO = """\
A company profile. It can be assessed as it stands: everything is unknown. Change what you know.

An answer is one value, or more than a value:
  group_turnover: 80 million EUR
  group_turnover: {value: 95 million USD, year: 2025, source: annual report 2025}
  group_turnover: 50-100 million EUR          a range; also "at least", "less than", "more than", "at most"
  group_turnover: {disputed: [80 million EUR, 120 million EUR]}      several answers, one of them right
  group_turnover: unknown                     not known; the report shows what it could change
  group_turnover: not shown                   we cannot show it: counts against the company where the
                                              law puts the burden of proof on it, unknown elsewhere
  some_fact: {value: not applicable, reason: why}                    only where the question says so

Beside 'value' an answer may carry: source, evidence, note, by, on (a date), public_since (a date; before it
the answer is left out), year and rate (of an amount of money), and
  basis: alleged          an authority or claimant says so, it is not established. Name the source, or the
                          entry of 'proceedings' it comes from. It never counts in totals.
Another currency is converted at the European Central Bank's average of the year, or at your own rate:
  {value: 95 million USD, year: 2025, rate: 1.13 USD per EUR}
"""

_PROCESSING = """\
The record of processing: one entry for each processing operation. This one is a sample; copy it and give each copy
an id of its own. linked_with and separate_from name other entries: operations that belong together (one fine), or do
not. Say yes under processing_complete only when no operation is missing.
"""

_MARKETS = """\
The markets: one entry for each service and country. This one is a sample; copy it and give each copy an id of its
own, or write 'markets: []' and 'markets_complete: yes' if there are none.
"""

_LISTS = {
    About.PROCESSING: (_PROCESSING, "example-operation", "A processing operation"),
    About.MARKET: (_MARKETS, "example-market", "A service in a country"),
}

_HISTORY = """\
Decisions already taken about the company, and proceedings in which something is alleged:
  outcomes:
    - {authority: CNPD, decided: 2026-02-01, regime: gdpr, amount: 1 million EUR, measures: [reprimand],
       status: [{on: 2026-03-01, what: appeal lodged}], source: press release}
  proceedings:
    - {id: inquiry, authority: European Commission, case: number, stage: statement of objections,
       opened: 2026-01-15, denied: what the company answers, status: [], source: press release}
"""


def template(book: RuleBook, company: str = COMPANY_NAME, as_of: dt.date | None = None) -> str:
    """The YAML text. ``as_of`` is today when it is not given; ``company`` must be printable text."""
    return "\n".join(_Template(book).lines(company, as_of or dt.date.today())) + "\n"


class _Template:
    def __init__(self, book: RuleBook) -> None:
        self.facts = tuple(book.catalogue.values())
        self.currencies = book.currencies.codes
        self.listed: dict[tuple[Option, ...], str] = {}

    def lines(self, company: str, as_of: dt.date) -> Iterator[str]:
        yield from _comment(_HOW_TO.splitlines(), "")
        yield ""
        yield f"format: {FORMAT}"
        yield f"company: {json.dumps(company, ensure_ascii=False)}"
        yield f"as_of: {as_of.isoformat()}            # the day as of which the law and the answers are taken"
        yield 'confidentiality: ""          # printed on every page, such as: privileged draft'
        yield 'about: ""                    # one line about the company'
        yield "invented: no                 # yes marks a made-up company in every report"
        yield ""
        yield "answers:"
        yield from self._answers(About.COMPANY, "  ")
        for about in LISTS:
            yield from self._list(about)
        yield from _comment(_HISTORY.splitlines(), "")
        yield "outcomes: []"
        yield "proceedings: []"

    def _list(self, about: About) -> Iterator[str]:
        says, id, name = _LISTS[about]
        yield from _comment(says.splitlines(), "")
        yield f"{LIST_KEYS[about]}:"
        yield f"  - id: {id}"
        yield f"    name: {name}"
        if any(fact.about is about for fact in self.facts):
            yield "    answers:"
            yield from self._answers(about, "      ")
        yield f"{COMPLETE_KEYS[about]}: no"
        yield ""

    def _answers(self, about: About, indent: str) -> Iterator[str]:
        topics: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.about is about:
                topics.setdefault(fact.topic, []).append(fact)
        for topic, facts in topics.items():
            yield ""
            yield f"{indent}# ---- {topic or 'Other questions'} ----"
            for fact in facts:
                yield ""
                yield from self._question(fact, indent)
                yield f"{indent}{fact.name}: unknown"
        yield ""

    def _question(self, fact: Fact, indent: str) -> Iterator[str]:
        yield from _wrapped(fact.asks, indent)
        if fact.helps:
            yield from _wrapped(fact.helps, indent, "  ")
        yield from _wrapped(f"Answer: {self._allowed(fact)}", indent, "  ")
        if fact.concluded:
            says = "The rules work this out where they can; your answer would stand instead."
            yield from _wrapped(says, indent, "  ")
        if fact.cite:
            yield from _wrapped(f"Law: {fact.cite}", indent, "  ")

    def _allowed(self, fact: Fact) -> str:
        """What may stand there, in words."""
        words = {
            FactType.YES_NO: "yes or no",
            FactType.COUNT: f"a number{f' of {fact.unit}' if fact.unit else ''}, such as 3 or 400 000",
            FactType.MONEY: f"an amount with its currency ({', '.join(self.currencies)}), such as 50 million EUR",
            FactType.SHARE: "a percentage, such as 12.5 %",
            FactType.DATE: "a date, such as 2021-08-15, a month or a year",
        }.get(fact.type) or self._options(fact)
        if fact.when_not_applicable is None:
            return words
        return f"{words}; or not applicable with a reason, then read as {show(fact.when_not_applicable, fact)}"

    def _options(self, fact: Fact) -> str:
        """The options with their labels; of a list that stood before, only where it stands."""
        several = fact.type is FactType.CHOICES
        head = "a list of any of these, or none:" if several else "one of"
        before = self.listed.get(fact.options)
        if before:
            return f"{head} the options listed at {before}"
        if len(fact.options) > 8:
            self.listed[fact.options] = fact.name
        return f"{head} {'; '.join(_labelled(option) for option in fact.options)}"


def _labelled(option: Option) -> str:
    return option.name if option.name == option.label else f"{option.name} ({option.label})"


def _wrapped(text: str, indent: str, within: str = "") -> Iterator[str]:
    yield from _comment(textwrap.wrap(text, _WIDTH - len(indent) - len(within), break_on_hyphens=False), indent, within)


def _comment(lines: Iterable[str], indent: str, within: str = "") -> Iterator[str]:
    for line in lines:
        yield f"{indent}# {within}{line}".rstrip()
