"""Circles in graphs of names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexposure.rulebook.circles import circle


def test_a_circle_is_named_in_order() -> None:
    assert circle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ("b", "c")
    assert circle({"a": ["a"]}) == ("a",)
    assert circle({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == ()
    assert circle({"a": ["elsewhere"]}) == ()


def test_a_long_chain_is_no_trouble() -> None:
    chain = {str(n): [str(n + 1)] for n in range(20_000)}
    assert circle(chain) == ()
    assert len(circle({**chain, "20000": ["0"]})) == 20_001


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.lists(names, max_size=3)))
def test_what_is_found_is_a_circle_and_nothing_is_missed(graph: dict[str, list[str]]) -> None:
    found = circle(graph)
    for name, following in zip(found, (*found[1:], *found[:1]), strict=True):
        assert following in graph[name]
    reached = {name: set(following) for name, following in graph.items()}
    for _ in range(6):
        for names_reached in reached.values():
            names_reached |= {far for near in tuple(names_reached) for far in reached.get(near, ())}
    assert bool(found) is any(name in far for name, far in reached.items())
