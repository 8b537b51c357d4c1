"""A profile file as a whole: subjects, lists, links, sources, history, and every problem at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lexposure.profile.model import AnswerState, Profile
from lexposure.profile.possible import Options
from lexposure.profile.reading import example_profile, read_profile, read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About
from lexposure.rulebook.rules import Example, Outcome
from lexposure.source.problems import Problem, ProfileError, Span

Reading = Callable[[str], Profile]
Failing = Callable[[str], tuple[Problem, ...]]

FULL = """\
format: 1
company: Example Marketplace S.à r.l.
as_of: 2021-08-15
confidentiality: privileged draft
about: Sells and lets others sell
invented: yes
answers:
  seat: LU
  listed: {value: yes, source: register, evidence: [annex 1, annex 2], by: counsel, on: 2021-07-20}
processing:
  - id: ads
    name: Advertising
    linked_with: [profiling]
    answers: {opt_out: {value: no, basis: alleged, proceedings: inquiry, note: so they say}}
  - {id: profiling, separate_from: [payroll]}
  - {id: payroll}
processing_complete: yes
markets:
  - {id: fr, answers: {share: unknown}}
proceedings:
  - id: inquiry
    authority: European Commission
    case: AT.1
    stage: statement of objections
    opened: 2020-11-10
    denied: the company denies it
    source: press release
    status:
      - {on: 2022-12-20, what: closed with commitments}
      - {on: 2020-11-10, what: objections sent, source: press release}
outcomes:
  - authority: CNPD
    decided: 2021-07-15
    amount: 746 million EUR
    measures: [order to comply]
    contested: appeal lodged
    status: [{on: 2026-03-12, what: annulled and remitted}]
  - {authority: CNIL, decided: 2020-12-07, amount: 35 million EUR, outside_scope: ePrivacy}
  - {authority: AGCM, decided: 2021-11-30, regime: antitrust, title: Logistics}
"""


def test_everything_a_profile_holds(read: Reading) -> None:
    profile = read(FULL)
    assert (profile.company, profile.as_of) == ("Example Marketplace S.à r.l.", dt.date(2021, 8, 15))
    assert (profile.confidentiality, profile.about) == ("privileged draft", "Sells and lets others sell")
    assert profile.invented
    assert profile.complete == {About.PROCESSING: True, About.MARKET: False}
    assert list(profile.entries) == [
        "company",
        "processing/ads",
        "processing/profiling",
        "processing/payroll",
        "market/fr",
    ]
    listed = profile.entries["company"].answers["listed"]
    assert (listed.source, listed.evidence, listed.by) == ("register", "annex 1, annex 2", "counsel")
    assert listed.on == dt.date(2021, 7, 20)
    assert listed.span == Span("p.yaml", 9, 3)
    assert profile.entries["processing/ads"].name == "Advertising"
    assert profile.entries["processing/payroll"].name == "payroll"
    assert profile.entries["market/fr"].answers["share"].state is AnswerState.UNKNOWN


def test_links_stand_with_the_entry_that_states_them(read: Reading) -> None:
    entries = read(FULL).entries
    assert entries["processing/ads"].linked_with == {"profiling"}
    assert entries["processing/profiling"].linked_with == frozenset()
    assert entries["processing/profiling"].separate_from == {"payroll"}


def test_alleged_answers_are_kept_apart(read: Reading) -> None:
    profile = read(FULL)
    answer = profile.entries["processing/ads"].answers["opt_out"]
    assert (answer.alleged, answer.proceedings, answer.note) == (True, "inquiry", "so they say")
    assert profile.has_alleged
    assert "opt_out" in profile.world().entries[About.PROCESSING][0].known
    assert "opt_out" not in profile.world(keep_alleged=False).entries[About.PROCESSING][0].known


def test_history(read: Reading) -> None:
    profile = read(FULL)
    (inquiry,) = profile.proceedings
    assert (inquiry.authority, inquiry.case, inquiry.stage) == (
        "European Commission",
        "AT.1",
        "statement of objections",
    )
    assert [note.on.year for note in inquiry.status] == [2020, 2022]
    cnpd, cnil, agcm = profile.outcomes
    assert (cnpd.regime, cnpd.amount_cents, cnpd.measures) == ("gdpr", 74_600_000_000, ("order to comply",))
    assert (cnpd.contested, cnpd.status[0].what) == ("appeal lodged", "annulled and remitted")
    assert (cnil.regime, cnil.outside_scope) == ("", "ePrivacy")
    assert (agcm.regime, agcm.amount_cents, agcm.written_amount) == ("antitrust", None, "")


def test_an_answer_not_yet_public_is_left_out(read: Reading) -> None:
    text = "answers:\n  listed: {value: yes, public_since: 2026-12-01, source: decision}\n"
    profile = read(text)
    assert "listed" not in profile.world().company.known
    assert "listed" in profile.at(dt.date(2026, 12, 1)).world().company.known


def test_not_shown_is_neither_known_nor_unknown(read: Reading) -> None:
    company = read("answers:\n  listed: not shown\n  seat: unknown\n").world().company
    assert (dict(company.known), company.not_shown) == ({}, frozenset({"listed"}))


def test_hash_is_that_of_the_file(book: RuleBook, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"\xef\xbb\xbfformat: 1\r\ncompany: Caf\xc3\xa9\r\nas_of: 2026-11-23\r\n")
    profile = read_profile(path, book)
    assert profile.company == "Café"
    assert profile.hash == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_date_asked_for_stands_in_place_of_the_file_s(book: RuleBook) -> None:
    text = "format: 1\ncompany: Example\n"
    for own in ("", "as_of: 2021-08-15\n"):
        assert read_profile_text(text + own, "p.yaml", book, dt.date(2020, 1, 2)).as_of == dt.date(2020, 1, 2)
    with pytest.raises(ProfileError) as caught:
        read_profile_text(text, "p.yaml", book)
    assert [problem.code for problem in caught.value.problems] == ["missing"]


def test_every_problem_at_once_in_file_order(wrong: Failing) -> None:
    problems = wrong(
        "format: 2\nas_of: 2026-13-01\nname: x\n"
        "answers:\n  trunover: 5 EUR\n  share: 5 %\n  turnover: -1 EUR\n"
        "processing:\n  - {id: Ads Über}\n  - {id: a, linked_with: [b]}\n  - {id: a}\n  - {answers: {opt_out: maybe}}\n"
        "outcomes:\n  - {decided: 2021-02-29}\n"
    )
    found = [(problem.span.line if problem.span else 0, problem.code) for problem in problems]
    assert found == [
        (1, "missing"),
        (1, "format"),
        (2, "date"),
        (3, "unknown-key"),
        (5, "unknown-fact"),
        (6, "subject"),
        (7, "negative"),
        (9, "id"),
        (10, "unknown-entry"),
        (11, "duplicate"),
        (12, "missing"),
        (12, "yes-no"),
        (14, "missing"),
        (14, "date"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("answers:\n  trunover: 5 EUR\n", "unknown-fact", "did you mean 'turnover'?"),
        ("answers:\n  opt_out: yes\n", "subject", "it belongs in an entry of 'processing'"),
        ("markets:\n  - {id: fr, answers: {seat: LU}}\n", "subject", "it belongs under 'answers'"),
        ("answers:\n  fault: intent\n", "option", "did you mean 'intention'?"),
        ("processing:\n  - {id: Ads Über}\n", "id", "write 'ads-ber'"),
        ("aswers: {}\n", "unknown-key", "did you mean 'answers'?"),
        ("processing:\n  - {id: ads}\n  - {id: x, linked_with: [adds]}\n", "unknown-entry", "did you mean 'ads'?"),
    ],
)
def test_hints(wrong: Failing, text: str, code: str, hint: str) -> None:
    (problem,) = wrong(text)
    assert (problem.code, problem.hint) == (code, hint)


@pytest.mark.parametrize(
    "entries",
    [
        "  - {id: a, linked_with: [b], separate_from: [b]}\n  - {id: b}\n",
        "  - {id: a, linked_with: [b]}\n  - {id: b, separate_from: [a]}\n",
        "  - {id: a, linked_with: [b]}\n  - {id: b, linked_with: [c]}\n  - {id: c, separate_from: [a]}\n",
        "  - {id: a, separate_from: [a]}\n",
    ],
)
def test_links_that_contradict(wrong: Failing, entries: str) -> None:
    assert {problem.code for problem in wrong("processing:\n" + entries)} == {"links"}


def test_links_stay_within_a_list(wrong: Failing) -> None:
    (problem,) = wrong("processing:\n  - {id: a, linked_with: [m]}\nmarkets:\n  - {id: m}\n")
    assert problem.code == "unknown-entry"


def test_the_same_id_in_both_lists(read: Reading) -> None:
    assert len(read("processing:\n  - {id: a}\nmarkets:\n  - {id: a}\n").entries) == 3


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("{value: yes, basis: alleged}", ["alleged"]),
        ("{value: unknown, basis: alleged, source: press}", ["alleged"]),
        ("{value: yes, basis: alleged, proceedings: inquiry}", ["unknown-proceedings"]),
    ],
)
def test_alleged_says_where(wrong: Failing, answer: str, codes: list[str]) -> None:
    assert [problem.code for problem in wrong(f"answers:\n  listed: {answer}\n")] == codes


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("{authority: X, decided: 2021-07-15, amount: 5-6 EUR}", "amount"),
        ("{authority: X, decided: 2021-07-15, amount: 5}", "unit"),
        ("{authority: X, decided: 2021-07-15, amount: 5 XTS}", "currency"),
        ("{authority: X, decided: 2021-07-15, regime: gdqr}", "word"),
        ("{authority: X, decided: 2021-07-15, status: [{on: soon, what: x}]}", "date"),
        ("{authority: X, decided: 2021-07-15, fine: 5 EUR}", "unknown-key"),
        ("just text", "shape"),
    ],
)
def test_outcomes_refused(wrong: Failing, outcome: str, code: str) -> None:
    assert [problem.code for problem in wrong(f"outcomes:\n  - {outcome}\n")] == [code]


def test_proceedings_refused(wrong: Failing) -> None:
    problems = wrong("proceedings:\n  - {id: a, authority: X}\n  - {id: a, authority: X}\n  - {id: b}\n")
    assert [problem.code for problem in problems] == ["duplicate", "missing"]


def test_an_outcome_in_another_currency(read: Reading) -> None:
    (outcome,) = read("outcomes:\n  - {authority: ICO, decided: 2020-10-16, amount: 20 million GBP}\n").outcomes
    assert outcome.amount_cents is not None
    assert 2_240_000_000 < outcome.amount_cents < 2_260_000_000
    assert outcome.written_amount == "20 million GBP"


@pytest.mark.parametrize(
    ("decided", "regime"), [("2020-10-16", "gdpr"), ("2020-12-31", "gdpr"), ("2021-01-01", "uk-gdpr")]
)
def test_an_authority_that_left_decides_under_its_own_law(read: Reading, decided: str, regime: str) -> None:
    said = f"outcomes:\n  - {{authority: ICO, decided: {decided}, amount: 2 million EUR}}\n"
    (outcome,) = read(said).outcomes
    assert outcome.regime == regime


def test_the_law_that_an_authority_has_of_its_own_is_a_regime(book: RuleBook) -> None:
    own = {one.own for one in book.authorities.data_protection.values() if one.own}
    assert own == {"uk-gdpr"}
    assert own <= set(book.provisions.regimes)


def test_a_profile_may_ask_for_a_method(read: Reading, wrong: Failing) -> None:
    wish = read("method: {id: ap-2019, reason: to compare}\n").method
    assert wish is not None
    assert (wish.id, wish.reason) == ("ap-2019", "to compare")
    assert read("").method is None
    assert [one.code for one in wrong("method: {id: ap-2018}\n")] == ["missing", "method"]
    assert [one.code for one in wrong("method: ap-2019\n")] == ["shape"]


def example(*facts: tuple[str, str]) -> Example:
    return Example("x", facts, Outcome.FINDING, Span("r.yaml", 3))


def test_an_example_s_answers_go_where_their_facts_belong(book: RuleBook) -> None:
    facts = (("listed", "yes"), ("opt_out", "no"), ("staff", "not applicable"))
    profile = example_profile(example(*facts), About.PROCESSING, book)
    assert profile.entries["company"].answers["listed"].possible == Options(frozenset({1}))
    assert profile.entries["processing/example"].answers["opt_out"].possible == Options(frozenset({0}))
    assert profile.complete == {About.PROCESSING: True, About.MARKET: True}
    assert profile.as_of == max(rule.checked_on for rule in book.rules)


def test_an_example_with_entries_says_itself_what_is_complete(book: RuleBook) -> None:
    entries = ((About.MARKET, (("share", "50 %"),)), (About.MARKET, ()))
    told = replace(example(), entries=entries, on=dt.date(2021, 1, 1))
    profile = example_profile(told, About.COMPANY, book)
    assert profile.as_of == dt.date(2021, 1, 1)
    assert [entry.subject.key for entry in profile.of(About.MARKET)] == ["market/example-1", "market/example-2"]
    assert profile.complete == {About.PROCESSING: False, About.MARKET: False}
    whole = example_profile(replace(told, complete=(About.MARKET,)), About.COMPANY, book)
    assert whole.complete == {About.PROCESSING: False, About.MARKET: True}


def test_a_broken_example_is_reported_at_its_place(book: RuleBook) -> None:
    with pytest.raises(ProfileError) as caught:
        example_profile(example(("listed", "perhaps"), ("nothing", "yes")), About.COMPANY, book)
    assert [(problem.code, problem.span) for problem in caught.value.problems] == [
        ("yes-no", Span("r.yaml", 3)),
        ("unknown-fact", Span("r.yaml", 3)),
    ]
