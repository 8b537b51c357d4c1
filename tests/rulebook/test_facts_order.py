"""The order in which questions are asked."""

from __future__ import annotations

from lexposure.rulebook.facts import About
from lexposure.rulebook.loading import read_rulebook


def test_the_undertaking_the_operation_and_the_market_are_asked_first() -> None:
    topics: dict[About, list[str]] = {about: [] for about in About}
    for fact in read_rulebook().catalogue.values():
        if fact.topic not in topics[fact.about]:
            topics[fact.about].append(fact.topic)
    assert [found[0] for found in topics.values()] == [
        "The undertaking",
        "The operation",
        "The service and the country",
    ]
