"""Why an outcome is another one: the changed answers among those that decide it now, else what changed in the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lexposure.assess.model import Assessment, FactorOutcome, Finding, Reason
from lexposure.inference.program import Truth
from lexposure.profile.model import Answer
from lexposure.profile.possible import Subject
from lexposure.scenarios.changes import SUPPOSED
from lexposure.scenarios.places import shown
from lexposure.scenarios.verdicts import NOT_THERE

NOT_ASKED = "not answered"

_TRUTHS: Mapping[Truth, str] = {True: "holds", False: "does not hold", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Why:
    """An answer that decides now, or a sentence about the law (``place`` is empty).

    ``before`` and ``after`` are the answer as written on both sides; ``says`` is what it is compared with, told where
    the answer itself is the same.
    """

    says: str
    place: str = ""
    before: str = ""
    after: str = ""
    supposed: bool = False

    @property
    def answer_changed(self) -> bool:
        """Whether the answer is another one."""
        return self.before != self.after


def reasons(old: Finding | None, new: Finding, before: Assessment, after: Assessment) -> tuple[Why, ...]:
    """What turned a finding: answers first, then comparisons that are new, then factors of its seriousness."""
    if new.note:
        return (Why(new.note),)
    if old is not None and old.note:
        return (Why(f"the rule is in force now; before it was {old.note}"),)
    leaves = list(_leaves(new.because))
    known = {(_fact(leaf), leaf.text, leaf.truth) for leaf in _leaves(old.because)} if old else set[object]()
    decisive = _merged(why for why in (_why(leaf, before, after) for leaf in leaves) if why.answer_changed)
    if not decisive:
        fresh = (leaf for leaf in leaves if (_fact(leaf), leaf.text, leaf.truth) not in known)
        decisive = _merged(_why(leaf, before, after) for leaf in fresh)
    decisive += _levels(old, new)
    if decisive:
        return tuple(decisive)
    return (Why("no such rule stood in the other rule book" if old is None else "the rule reads otherwise"),)


def _leaves(found: Iterable[Reason]) -> Iterator[Reason]:
    """The comparisons with answers; of a fact that rules derived, those below."""
    for reason in found:
        if reason.via:
            yield from _leaves(reason.via)
        elif reason.fact is not None and reason.subject is not None:
            yield reason


def _fact(leaf: Reason) -> tuple[str, str]:
    return (leaf.subject.key if leaf.subject else "", leaf.fact.name if leaf.fact else "")


def _why(leaf: Reason, before: Assessment, after: Assessment) -> Why:
    assert leaf.fact is not None
    assert leaf.subject is not None
    was, now = _answer(before, leaf.subject, leaf.fact.name), _answer(after, leaf.subject, leaf.fact.name)
    return Why(
        says=leaf.text,
        place=shown(leaf.subject, leaf.fact.name),
        before=written(was),
        after=written(now),
        supposed=now is not None and now.source == SUPPOSED,
    )


def _answer(assessment: Assessment, subject: Subject, fact: str) -> Answer | None:
    """The answer as it counts on the day: one that became public later does not."""
    answer = assessment.profile.answer(subject, fact)
    return answer if answer is not None and assessment.profile.visible(answer) else None


def written(answer: Answer | None) -> str:
    """An answer as written, with a mark where it is only alleged."""
    if answer is None:
        return NOT_ASKED
    return f"{answer.written} (alleged)" if answer.alleged else answer.written


def _merged(whys: Iterable[Why]) -> list[Why]:
    """One for each answer, with all that it is compared with."""
    found: dict[str, Why] = {}
    for why in whys:
        says = "" if why.answer_changed else why.says
        known = found.get(why.place)
        if known is None:
            found[why.place] = replace(why, says=says)
        elif says and says not in known.says.split("; "):
            found[why.place] = replace(known, says=f"{known.says}; {says}")
    return list(found.values())


def _levels(old: Finding | None, new: Finding) -> Iterator[Why]:
    """Factors of the seriousness that are met on one side only, where the finding stood before."""
    if old is None or not (old.established and new.established) or old.graveness is None or new.graveness is None:
        return
    truths = {one.factor.because: one.truth for one in old.graveness.factors}
    for one in new.graveness.factors:
        if truths.get(one.factor.because, one.truth) is not one.truth:
            yield Why(f"{one.factor.because.rstrip('.')}: {_TRUTHS[one.truth]}")


@dataclass(frozen=True, slots=True)
class FactorChange:
    """An aggravating or mitigating factor that holds on one side only."""

    factor: str
    title: str
    subject: str
    before: str
    after: str
    why: tuple[Why, ...]


def factors_changed(before: Assessment, after: Assessment) -> Iterator[FactorChange]:
    """Factors of fines that hold on one side only, with the changed answers that decide them."""
    first = {(one.factor.id, one.subject.key): one for one in before.factors}
    second = {(one.factor.id, one.subject.key): one for one in after.factors}
    for key in dict.fromkeys((*first, *second)):
        old, new = first.get(key), second.get(key)
        if _held(old) != _held(new):
            there = new or first[key]
            leaves = _leaves(new.because) if new else ()
            why = _merged(why for why in (_why(leaf, before, after) for leaf in leaves) if why.answer_changed)
            yield FactorChange(
                there.factor.id, there.factor.title, there.subject.key, _held(old), _held(new), tuple(why)
            )


def _held(one: FactorOutcome | None) -> str:
    return NOT_THERE if one is None else _TRUTHS[one.truth]
