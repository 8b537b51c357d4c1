"""Hypothesis strategies for worlds."""

from __future__ import annotations

from hypothesis import strategies as st

from exposure.worlds import COMPANY_KEY, OPEN, Made, Slot, Weight, World, code, day, partitions
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.facts import About

EURO = 100
MILLION = 1_000_000 * EURO

ADS, CRM = Subject(About.PROCESSING, "ads"), Subject(About.PROCESSING, "crm")
FR, DE = Subject(About.MARKET, "fr"), Subject(About.MARKET, "de")

TURNOVERS = tuple(value * MILLION for value in (0, 1, 2, 3, 10, 11, 40, 60, 99, 100, 101, 240, 251, 499, 501, 3_000))
SALES = tuple(value * MILLION for value in (0, 1, 5, 80))
DAYS = tuple(map(day, ("2012-01-01", "2016-03-01", "2019-07-15", "2021-01-01", "2024-02-29", "2025-05-31")))

YES_NO = (0, 1)

METHODS = ("edpb-04-2022", "edpb-04-2022-draft", "dsk-2019", "ap-2019", "dk-2021", "ico-2024")
"""Methods of calculating data protection fines; asking for the last one leaves the others' regime its default."""

PROVISIONS = {
    About.PROCESSING: (("GDPR 32(1)",), ("GDPR 6(1)",), ("GDPR 33(1)", "GDPR 5(1)(a)"), ("GDPR 32(1)", "DMA 5(2)")),
    About.COMPANY: (("GDPR 37(1)",), ("GDPR 12(3)",)),
    About.MARKET: (("TFEU 102",), ("DMA 6(2)",), ("TFEU 102", "DMA 6(5)"), ("Reg. 1/2003 23(2)(c)",), ("DMA 28",)),
}


@st.composite
def slot(draw: st.DrawFn, choices: Slot, sure: bool = False) -> Slot:
    """A part of the choices; often a single one."""
    if sure or draw(st.booleans()):
        return (draw(st.sampled_from(choices)),)
    found = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3, unique=True))
    return tuple(sorted(found))


@st.composite
def amount(draw: st.DrawFn, choices: Slot, sure: bool = False) -> Slot:
    """An amount, an interval, or an interval without an upper end."""
    found = draw(slot(choices, sure))
    return (*found, OPEN) if not sure and len(found) > 1 and draw(st.integers(0, 3)) == 0 else found


@st.composite
def worlds(draw: st.DrawFn, sure: bool = False, abouts: tuple[About, ...] = tuple(PROVISIONS)) -> World:
    """A company with up to two operations and two markets, and a few rules."""
    entries = [one for one in (ADS, CRM, FR, DE) if one.about in abouts and draw(st.integers(0, 2))]
    subjects = (COMPANY, *entries)
    chosen = [about for about in abouts if about is About.COMPANY or any(one.about is about for one in entries)]
    rules = [draw(st.sampled_from(chosen or [About.COMPANY])) for _ in range(draw(st.integers(1, 4)))]
    infringes = tuple(draw(st.sampled_from(PROVISIONS[about])) for about in rules)
    labels = tuple(draw(st.sampled_from(("operation", "operation", "records"))) for _ in rules)
    pairs = [(upper, lower) for upper in range(len(rules)) for lower in range(upper + 1, len(rules))]
    displaces = tuple(pair for pair in pairs if draw(st.integers(0, 3)) == 0)
    made = tuple(
        Made(index, subject, draw(slot(YES_NO, sure)), draw(levels(sure)))
        for index, about in enumerate(rules)
        for subject in subjects
        if subject.about is about
    )
    weights = tuple(draw(weight(subjects, sure)) for _ in range(draw(st.integers(0, 2))))
    links = draw(st.lists(st.sampled_from(partitions(subjects)), min_size=1, max_size=1 if sure else 4, unique=True))
    return World(subjects, infringes, labels, displaces, made, weights, tuple(links), draw(answers(subjects, sure)))


@st.composite
def levels(draw: st.DrawFn, sure: bool) -> Slot:
    """Neighbouring levels."""
    low = draw(st.integers(0, 2))
    return (low,) if sure else tuple(range(low, draw(st.integers(low, 2)) + 1))


@st.composite
def weight(draw: st.DrawFn, subjects: tuple[Subject, ...], sure: bool) -> Weight:
    """An aggravating, mitigating or mixed factor."""
    regime, step = draw(
        st.sampled_from(
            (
                ("gdpr", "adjustment"),
                ("antitrust", "adjustment"),
                ("antitrust", "deterrence"),
                ("antitrust", "cooperation"),
            )
        )
    )
    low, central, high = sorted(
        draw(st.lists(st.sampled_from((-80, -30, -10, 0, 10, 50, 200)), min_size=3, max_size=3))
    )
    about = draw(st.sampled_from((About.COMPANY, About.PROCESSING if regime == "gdpr" else About.MARKET)))
    slots = tuple((subject, draw(slot(YES_NO, sure))) for subject in subjects if subject.about is about)
    return Weight(regime, step, about, (low, central, high), slots)


@st.composite
def answers(draw: st.DrawFn, subjects: tuple[Subject, ...], sure: bool) -> tuple[tuple[str, str, Slot], ...]:
    """The facts that methods read."""
    faults = tuple(code("fault", name) for name in ("none", "negligence", "intention"))
    countries = (code("main_establishment", "PL"), code("main_establishment", "DE"))
    found: list[tuple[str, str, Slot]] = [
        ("group_turnover", COMPANY_KEY, draw(amount(TURNOVERS, sure))),
        ("undertaking", COMPANY_KEY, draw(st.one_of(st.just((1,)), slot(YES_NO, sure)))),
        ("public_body", COMPANY_KEY, draw(st.one_of(st.just((0,)), slot(YES_NO, sure)))),
        ("main_establishment", COMPANY_KEY, draw(slot(countries, sure))),
        ("uk_gdpr_applies", COMPANY_KEY, draw(slot(YES_NO, sure))),
        ("earlier_infringement", COMPANY_KEY, draw(slot(YES_NO, sure))),
        ("earlier_infringement_on", COMPANY_KEY, draw(slot(DAYS, sure))),
        ("inability_to_pay_shown", COMPANY_KEY, draw(st.one_of(st.just((0,)), slot(YES_NO, sure)))),
        ("fault", COMPANY_KEY, draw(st.one_of(st.just(faults[1:2]), slot(faults, sure)))),
    ]
    for one in subjects:
        if one.about is About.MARKET:
            found += [
                ("value_of_sales", one.key, draw(amount(SALES, sure))),
                ("conduct_started", one.key, draw(slot(DAYS, sure))),
                ("conduct_ended", one.key, draw(slot(DAYS, sure))),
                ("conduct_ongoing", one.key, draw(slot(YES_NO, sure))),
                ("last_enforcement_act_on", one.key, draw(slot(DAYS, sure))),
                ("dma_noncompliance_before", one.key, draw(slot(YES_NO, sure))),
            ]
    return tuple(found)
