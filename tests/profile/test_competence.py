"""Which authorities act, on which answers, at which date."""

from __future__ import annotations

import datetime as dt

import pytest

from lexposure.assess.competence import AuthorityRole, competent
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.authorities import ROLES, read_authorities
from lexposure.rulebook.book import RuleBook
from lexposure.source.problems import Problems
from lexposure.source.yamltree import parse_tree

NOW = dt.date(2026, 11, 23)


def roles(book: RuleBook, text: str, on: dt.date = NOW, regime: str = "gdpr") -> list[tuple[str, str]]:
    return [(role.role, role.short) for role in found(book, text, on) if role.regime == regime]


def found(book: RuleBook, text: str, on: dt.date = NOW) -> tuple[AuthorityRole, ...]:
    head = "format: 1\ncompany: Example\nas_of: 2026-11-23\n"
    return competent(read_profile_text(head + text, "p.yaml", book), book, on)


def answers(**given: str) -> str:
    return "answers:\n" + "".join(f"  {fact}: {value}\n" for fact, value in given.items())


def markets(*countries: str) -> str:
    entries = "".join(f"  - {{id: m{n}, answers: {{country: {code}}}}}\n" for n, code in enumerate(countries))
    return f"markets:\n{entries}" if entries else ""


GDPR: list[tuple[str, dict[str, str], list[tuple[str, str]]]] = [
    ("lead", {"main_establishment": "LU", "cross_border_processing": "yes"}, [("lead authority", "CNPD")]),
    (
        "Norway is not no",
        {"main_establishment": "NO", "cross_border_processing": "yes"},
        [("lead authority", "Datatilsynet")],
    ),
    ("local", {"main_establishment": "FR", "cross_border_processing": "no"}, [("competent authority", "CNIL")]),
    ("open", {"main_establishment": "FR"}, [("lead or only authority", "CNIL")]),
    ("public", {"main_establishment": "FR", "public_body": "yes"}, [("competent authority", "CNIL")]),
    ("none", {"main_establishment": "none"}, [("no lead authority", "")]),
    ("outside", {"main_establishment": "US", "cross_border_processing": "yes"}, [("no lead authority", "")]),
    ("elsewhere", {"main_establishment": "GB"}, [("no lead authority", ""), ("outside the one-stop-shop", "ICO")]),
    ("unknown", {"main_establishment": "unknown"}, [("lead authority not decided", "")]),
    ("never asked", {"public_body": "no"}, [("lead authority not decided", "")]),
    (
        "disputed",
        {"main_establishment": "{disputed: [LU, IE]}", "cross_border_processing": "yes"},
        [("possible lead authority", "IE"), ("possible lead authority", "LU")],
    ),
    (
        "disputed with none",
        {"main_establishment": "{disputed: [none, IE]}", "cross_border_processing": "yes"},
        [("possible lead authority", "IE"), ("lead authority not decided", "")],
    ),
]
SHORT = {"IE": "DPC", "LU": "CNPD"}


@pytest.mark.parametrize(("given", "expected"), [(g, e) for _, g, e in GDPR], ids=[name for name, _, _ in GDPR])
def test_data_protection(shipped: RuleBook, given: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert roles(shipped, answers(**given)) == [(role, SHORT.get(short, short)) for role, short in expected]


def test_the_question_that_would_decide_is_named(shipped: RuleBook) -> None:
    undecided = found(shipped, answers(public_body="no"))[0]
    assert undecided.because.endswith(f"It would be decided by: {shipped.catalogue['main_establishment'].asks}")
    half = found(shipped, answers(main_establishment="FR"))[0]
    assert half.because.endswith(f"It would be decided by: {shipped.catalogue['cross_border_processing'].asks}")


def test_every_role_gives_its_reason_and_source(shipped: RuleBook) -> None:
    for given in (given for _, given, _ in GDPR):
        for role in found(shipped, answers(**given) + markets("DE", "GB")):
            assert role.because
            assert "{" not in role.because
            assert role.cite
            assert role.certainty in ("verified", "derived", "unverified")


def test_the_weaker_certainty_counts(shipped: RuleBook) -> None:
    lead = found(shipped, answers(main_establishment="LU", cross_border_processing="yes"))[0]
    unsure = found(shipped, answers(main_establishment="FI", cross_border_processing="yes"))[0]
    assert (lead.certainty, unsure.certainty) == ("verified", "unverified")


def test_authorities_concerned_by_market(shipped: RuleBook) -> None:
    home = answers(main_establishment="LU", cross_border_processing="yes")
    expected = [
        ("lead authority", "CNPD"),
        ("authority concerned", "CNIL"),
        ("outside the one-stop-shop", "ICO"),
    ]
    assert roles(shipped, home + markets("LU", "FR", "GB", "FR", "unknown", "US")) == expected


def test_without_a_lead_each_acts_on_its_territory(shipped: RuleBook) -> None:
    expected = [("no lead authority", ""), ("competent on its territory", "CNIL")]
    assert roles(shipped, answers(main_establishment="none") + markets("FR")) == expected


def test_nobody_else_is_concerned_by_what_stays_at_home(shipped: RuleBook) -> None:
    home = answers(main_establishment="LU", cross_border_processing="no")
    assert roles(shipped, home + markets("FR")) == [("competent authority", "CNPD")]


@pytest.mark.parametrize(
    ("country", "on", "expected"),
    [
        ("GB", "2020-12-31", [("lead authority", "ICO")]),
        ("GB", "2021-01-01", [("no lead authority", ""), ("outside the one-stop-shop", "ICO")]),
        ("NO", "2018-07-19", [("no lead authority", "")]),
        ("NO", "2018-07-20", [("lead authority", "Datatilsynet")]),
        ("LU", "2018-05-24", []),
        ("LU", "2018-05-25", [("lead authority", "CNPD")]),
    ],
)
def test_dates(shipped: RuleBook, country: str, on: str, expected: list[tuple[str, str]]) -> None:
    home = answers(main_establishment=country, cross_border_processing="yes")
    assert roles(shipped, home, dt.date.fromisoformat(on)) == expected


def test_competition(shipped: RuleBook) -> None:
    text = markets("DE", "GB", "US")
    assert roles(shipped, text, regime="antitrust") == [
        ("may take the case", "European Commission"),
        ("may take the case", "Bundeskartellamt"),
        ("acts under its own law", "CMA"),
    ]
    assert roles(shipped, text, regime="dma") == [("only enforcing authority", "European Commission")]
    before = dt.date(2021, 8, 15)
    assert roles(shipped, text, before, "dma") == []


def test_no_competition_authority_without_markets(shipped: RuleBook) -> None:
    assert roles(shipped, "markets: []\nmarkets_complete: yes\n", regime="antitrust") == []
    assert roles(shipped, "markets: []\n", regime="antitrust") == [("may take the case", "European Commission")]


def test_every_country_of_the_options_has_its_authorities(shipped: RuleBook) -> None:
    countries = {option.name for option in shipped.catalogue["main_establishment"].options} - {
        "CH",
        "US",
        "other",
        "none",
    }
    assert set(shipped.authorities.data_protection) == countries
    assert set(shipped.authorities.competition) == countries
    assert len(shipped.authorities.data_protection["DE"].districts) == 16


def test_the_facts_that_are_read_exist(shipped: RuleBook) -> None:
    assert set(shipped.authorities.reads.values()) <= set(shipped.catalogue)


def test_a_broken_file_names_what_is_missing() -> None:
    problems = Problems()
    text = "checked_on: 2026-11-23\nnames_certainty: M\nreads: {public_body: x}\ndata_protection:\n  regime: gdpr\n"
    root = parse_tree(text, "authorities.yaml", problems)
    assert root is not None
    read_authorities(root, problems)
    missing = [problem.message for problem in problems if problem.code == "missing"]
    assert "'reads' needs 'cross_border'" in missing
    assert sum(message.startswith("'roles' needs") for message in missing) == len(ROLES)
