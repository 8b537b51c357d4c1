"""Random rule books and worlds for property tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from lexposure.inference.program import Conclusion, Goal, Program
from lexposure.profile.possible import COMPANY, Entry, Interval, Options, Possible, Selection, Subject, World
from lexposure.rulebook.conditions import AtLeast, Compare, Condition, Group, Includes, OneOf, Quantified, Test
from lexposure.rulebook.facts import LISTS, NO, YES, About, Fact, FactType, Option
from lexposure.source.problems import Span

NOWHERE = Span("test")
OPTIONS = 4
NUMBERS = range(-2, 4)


def fact(name: str, about: About, kind: FactType, options: int = 0, concluded: bool = False) -> Fact:
    """A fact with that many options."""
    made = tuple(Option(code, f"o{code}", f"option {code}") for code in range(options))
    return Fact(name, about, kind, f"What about {name}?", NOWHERE, options=made, concluded=concluded)


def _vocabulary() -> dict[str, Fact]:
    facts: list[Fact] = []
    for about in About:
        facts += [
            fact(f"{about}_flag", about, FactType.YES_NO),
            fact(f"{about}_count", about, FactType.COUNT),
            fact(f"{about}_day", about, FactType.DATE),
            fact(f"{about}_choice", about, FactType.CHOICE, OPTIONS),
            fact(f"{about}_choices", about, FactType.CHOICES, OPTIONS - 1),
            fact(f"{about}_k1", about, FactType.YES_NO, concluded=True),
            fact(f"{about}_k2", about, FactType.YES_NO, concluded=True),
        ]
    return {made.name: made for made in facts}


CATALOGUE: Mapping[str, Fact] = _vocabulary()
CONCLUDED = tuple(made.name for made in CATALOGUE.values() if made.concluded)


def codes(count: int, least: int = 0) -> st.SearchStrategy[frozenset[int]]:
    """Some of the codes."""
    return st.frozensets(st.sampled_from(range(count)), min_size=least)


def tests_of(read: Fact) -> st.SearchStrategy[Test]:
    """A comparison that fits the fact."""
    if read.type.is_number:
        return st.builds(AtLeast, st.sampled_from(NUMBERS))
    if read.type is FactType.YES_NO:
        return st.builds(OneOf, st.sampled_from((frozenset((NO,)), frozenset((YES,)), frozenset((NO, YES)))))
    return st.builds(OneOf if read.type is FactType.CHOICE else Includes, codes(len(read.options)))


def compares(about: About, concluded: frozenset[str]) -> st.SearchStrategy[Condition]:
    """A comparison of a fact that a condition about the subject type may read."""
    facts = [
        made
        for made in CATALOGUE.values()
        if made.about in (about, About.COMPANY) and (not made.concluded or made.name in concluded)
    ]
    heavy = [made for made in facts if made.concluded]
    return st.sampled_from(facts + heavy + heavy).flatmap(
        lambda made: st.builds(
            Compare,
            fact=st.just(made.name),
            test=tests_of(made),
            negated=st.booleans(),
            phrase=st.just("as written"),
            span=st.just(NOWHERE),
            burden=st.booleans(),
        )
    )


def conditions(about: About, concluded: frozenset[str], leaves: int = 12) -> st.SearchStrategy[Condition]:
    """Nested groups of comparisons; about the company, quantifiers too."""
    base = compares(about, concluded)
    if about is About.COMPANY:
        base = base | st.sampled_from(LISTS).flatmap(
            lambda over: st.builds(
                Quantified, st.booleans(), st.just(over), conditions(over, concluded, 5), st.just(NOWHERE)
            )
        )
    return st.recursive(
        base,
        lambda inner: st.builds(
            Group,
            st.sampled_from(("all", "any", "none")),
            st.lists(inner, max_size=4).map(tuple),
            st.just(NOWHERE),
        ),
        max_leaves=leaves,
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Goals about every subject type, and conclusions that read earlier conclusions."""
    order = draw(st.permutations(CONCLUDED))[: draw(st.integers(0, len(CONCLUDED)))]
    goals: list[Goal] = []
    conclusions: list[Conclusion] = []
    for place, name in enumerate(order):
        about = CATALOGUE[name].about
        made = [
            Goal(f"{name}/{index}", about, draw(conditions(about, frozenset(order[:place]), 6)))
            for index in range(draw(st.integers(0, 2)))
        ]
        goals += made
        conclusions.append(Conclusion(name, about, tuple(goal.name for goal in made), draw(st.booleans())))
    for index in range(draw(st.integers(1, 4))):
        about = draw(st.sampled_from(About))
        goals.append(Goal(f"goal{index}", about, draw(conditions(about, frozenset(order)))))
    return Program(tuple(goals), tuple(conclusions), CATALOGUE)


def answers(asked: Fact) -> st.SearchStrategy[Possible]:
    """A set of possible values of the fact, never empty."""
    if asked.type.is_number:
        ends = st.none() | st.sampled_from(NUMBERS)
        return st.tuples(ends, ends).map(_interval)
    if asked.type is FactType.CHOICES:
        return st.tuples(codes(len(asked.options)), codes(len(asked.options))).map(
            lambda pair: Selection(pair[0] & pair[1], pair[0] | pair[1])
        )
    return st.builds(Options, codes(2 if asked.type is FactType.YES_NO else len(asked.options), least=1))


def _interval(ends: tuple[int | None, int | None]) -> Interval:
    low, high = ends
    return Interval(high, low) if low is not None and high is not None and low > high else Interval(low, high)


@st.composite
def entries(draw: st.DrawFn, subject: Subject, decisive: bool = False) -> Entry:
    """A subject with some answers; ``decisive`` leaves concluded facts to the rules."""
    known: dict[str, Possible] = {}
    not_shown: set[str] = set()
    for asked in CATALOGUE.values():
        if asked.about is not subject.about or (decisive and asked.concluded):
            continue
        state = draw(st.sampled_from(("known", "known", "known", "unknown", "not shown")))
        if state == "known" and not (asked.concluded and draw(st.booleans())):
            known[asked.name] = draw(answers(asked))
        if state == "not shown" or draw(st.integers(0, 19)) == 0:
            not_shown.add(asked.name)  # now and then beside an answer, which then stands
    return Entry(subject, known, frozenset(not_shown))


@st.composite
def worlds(draw: st.DrawFn, decisive: bool = False) -> World:
    """A company with none to three entries in each list."""
    return World(
        draw(entries(COMPANY, decisive)),
        {
            about: tuple(
                draw(entries(Subject(about, f"e{index}"), decisive)) for index in range(draw(st.integers(0, 3)))
            )
            for about in LISTS
        },
        {about: draw(st.booleans()) for about in LISTS},
    )


@st.composite
def refined(draw: st.DrawFn, world: World) -> World:
    """The same world with some sets of possible values made smaller, and some questions answered."""
    return replace(
        world,
        company=draw(_refined_entry(world.company)),
        entries={about: tuple(draw(_refined_entry(entry)) for entry in world.entries[about]) for about in LISTS},
    )


@st.composite
def _refined_entry(draw: st.DrawFn, entry: Entry) -> Entry:
    known = dict(entry.known)
    for asked in CATALOGUE.values():
        if asked.about is not entry.subject.about or asked.concluded or asked.name in entry.not_shown:
            continue
        if draw(st.booleans()):
            smaller = draw(answers(asked))
            known[asked.name] = _common(known[asked.name], smaller) if asked.name in known else smaller
    return replace(entry, known=known)


def _common(one: Possible, other: Possible) -> Possible:
    """The values possible in both, or the first set where there are none."""
    match one, other:
        case Interval(), Interval():
            low = max((end for end in (one.low, other.low) if end is not None), default=None)
            high = min((end for end in (one.high, other.high) if end is not None), default=None)
            return one if low is not None and high is not None and low > high else Interval(low, high)
        case Options(), Options():
            return Options(one.codes & other.codes) if one.codes & other.codes else one
        case Selection(), Selection():
            surely = one.surely | (other.surely & one.possibly)
            return Selection(surely, surely | (one.possibly & other.possibly))
        case _:
            return one
