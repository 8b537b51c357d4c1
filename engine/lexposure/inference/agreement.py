"""The production check: what decided and what explains must say the same."""

from __future__ import annotations

from collections.abc import Mapping

from lexposure.inference.program import Disagreement, Truth, Verdicts

_SHOWN = 5


def agree(reference: Verdicts, other: Verdicts) -> None:
    """Raise :class:`Disagreement`, naming the goals that differ, unless both verdicts are the same."""
    if reference.goals == other.goals and reference.derived == other.derived:
        return
    differences = [
        *_differences("goal", reference.goals, other.goals),
        *_differences("conclusion", reference.derived, other.derived),
    ]
    if differences:
        more = f" and {len(differences) - _SHOWN} more" if len(differences) > _SHOWN else ""
        raise Disagreement("the evaluators differ: " + "; ".join(differences[:_SHOWN]) + more)


def _differences(what: str, one: Mapping[tuple[str, str], Truth], other: Mapping[tuple[str, str], Truth]) -> list[str]:
    return [
        f"{what} '{name}' of {subject}: reference {_word(one, (name, subject))}, other {_word(other, (name, subject))}"
        for name, subject in sorted(one.keys() | other.keys())
        if _word(one, (name, subject)) != _word(other, (name, subject))
    ]


def _word(truths: Mapping[tuple[str, str], Truth], place: tuple[str, str]) -> str:
    if place not in truths:
        return "missing"
    return {True: "true", False: "false", None: "unknown"}[truths[place]]
