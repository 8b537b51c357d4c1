"""How many questions settle a verdict: asked by what their answers are worth, and in other orders.

Of each example profile the answers are hidden, but for numbers that methods calculate with and facts that rules
conclude: these stay as they are, if they are not merely alleged. The truth is the profile completed: what it leaves
open is drawn, with a seed, among the values that ``lexposure questions`` would try. One question after the other is
then answered by the truth. A verdict is settled when every finding, open outcome, level of a finding and amount is as
in the truth.

- worth: the question that is worth most for its effort at that point, ranked anew after each answer; where no single
  answer changes anything, the next in the structural order;
- file: as the vocabulary lists them, the company first;
- structural: by how many rules read the fact, the most first;
- random: the mean over seeds.

The last three do not ask what has become idle: a question that no undecided outcome, level or circumstance reads any
more, nor a method or the choice of one while there may be something to fine. That the verdict is settled without
these is checked.

Run: PYTHONPATH=engine:benchmarks python benchmarks/questions.py [PROFILE...]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from asking import Relevance
from lexposure.assess.model import Missing
from lexposure.bulk.variants import Said, said
from lexposure.data import rules_folder
from lexposure.profile.possible import Interval, Options, Possible, Selection
from lexposure.rulebook.facts import About
from lexposure.scenarios.candidates import Candidates
from lexposure.scenarios.changes import Scenario
from lexposure.scenarios.many import Many, Reading
from lexposure.scenarios.questions import Trial, rank, trial
from lexposure.scenarios.whatif import BASELINE, Workbench
from lexposure.source.yamltree import Mapping, Node
from lexposure.source.yamltree import Sequence as Items

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SEED, ORDERS, PROCESSES = 1, 5, 2
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A profile with its answers hidden, its questions in file order, and what is true."""

    name: str
    many: Many
    trials: tuple[Trial, ...]
    truth: tuple[Reading, ...]
    relevance: Relevance

    def settled(self, order: Sequence[int]) -> int:
        """After how many questions of an order the verdict stays that of the truth."""
        rows = [self.truth, *([self.truth[at] for at in order[:count]] for count in range(len(order) + 1))]
        _, differs = self.many.compared(rows)
        return max((count for count, one in enumerate(differs[1:], 1) if one), default=0)

    def asked(self, order: Sequence[int]) -> tuple[int, int]:
        """How many questions of an order, without those that are idle by then, settle the verdict; and their effort."""
        upto = order[: self.settled(order)]
        kept = self.relevance.of(upto, self.trials, self.truth)
        assert not differs(self, kept), "a question that was left out as idle is not"
        return len(kept), sum(self.trials[at].effort for at in kept)


def main() -> None:
    """Print a row for each profile, and the sums."""
    paths = [Path(name) for name in sys.argv[1:]] or [*_profiles()]
    print(f"seed {SEED} for what a profile leaves open, {ORDERS} random orders; questions asked (their effort)")
    print(f"{'profile':38} {'open':>5} {'worth':>13} {'file':>13} {'structural':>13} {'random':>15}")
    sums = np.zeros(9)
    with ProcessPoolExecutor(PROCESSES) as pool:
        for path, row in zip(paths, pool.map(_measured, paths), strict=True):
            sums += row
            print(_row(path.stem, row), flush=True)
    print(_row("all", sums))


def _measured(path: Path) -> Numbers:
    case = read(path)
    return np.array([len(case.trials), *(number for pair in _orders(case) for number in pair)], float)


def _row(name: str, row: Numbers) -> str:
    pairs = [f"{row[at]:.0f} ({row[at + 1]:.0f})" for at in (1, 3, 5, 7)]
    return f"{name:38} {row[0]:5.0f} {pairs[0]:>13} {pairs[1]:>13} {pairs[2]:>13} {pairs[3]:>15}"


def _profiles() -> Iterator[Path]:
    yield from sorted(EXAMPLES.glob("*.yaml"))
    yield from sorted(path for path in (EXAMPLES / "decisions").glob("*.yaml") if path.stem != "found")


def _orders(case: Case) -> Iterator[tuple[float, float]]:
    """The four orders: how many questions, and their effort."""
    file = list(range(len(case.trials)))
    readers = case.relevance.readers
    structural = sorted(file, key=lambda at: -readers.get(case.trials[at].missing.fact, 0))
    ours = worth(case, structural)
    yield len(ours), sum(case.trials[at].effort for at in ours)
    yield case.asked(file)
    yield case.asked(structural)
    several = [case.asked(Random(seed).sample(file, len(file))) for seed in range(ORDERS)]
    yield (sum(count for count, _ in several) / ORDERS, sum(effort for _, effort in several) / ORDERS)


def worth(case: Case, structural: Sequence[int]) -> list[int]:
    """The questions asked by what they are worth until the verdict is settled."""
    order: list[int] = []
    left = list(range(len(case.trials)))
    while left:
        _, found = rank(case.many, [case.trials[at] for at in left], [case.truth[at] for at in order])
        changing = [(-one.worth, one.path, at) for one, at in zip(found, left, strict=True) if one.changes]
        if changing:
            order.append(min(changing)[2])
        elif not differs(case, order):
            break
        else:
            mattering = case.relevance.now(order, left, case.trials, case.truth)
            order.append(next(at for at in structural if at in mattering))
        left.remove(order[-1])
    return order[: case.settled(order)]


def differs(case: Case, order: Sequence[int]) -> bool:
    """Whether the verdict is another than the truth's after these questions."""
    return case.many.compared([case.truth, [case.truth[at] for at in order]])[1][1]


def read(path: Path) -> Case:
    """A profile made ready."""
    bench = Workbench(path, (), rules_folder())
    book = bench.book(Scenario(BASELINE))
    whole = bench.profile(Scenario(BASELINE))
    calculated = frozenset(name for method in book.methods.by_id.values() for name in method.reads.values())
    numbers = {name for name in calculated if name in book.catalogue and book.catalogue[name].type.is_number}
    kept = numbers | {fact.name for fact in book.catalogue.values() if fact.concluded}
    bench.root = hidden(bench.root, kept)
    many = Many(bench, bench.assessed(Scenario(BASELINE)))
    candidates = Candidates(many.baseline.assessment.edition)
    random = Random(SEED)
    trials: list[Trial] = []
    truth: list[Reading] = []
    for about in About:
        for entry in whole.of(about):
            for fact in book.catalogue.values():
                if fact.about is not about or fact.name in kept:
                    continue
                one = trial(many, candidates, Missing(entry.subject, fact.name), fact.asks)
                if one.values:
                    trials.append(one)
                    truth.append(_true(one, said(whole, entry.subject, fact.name).told, random))
    mirrors = {mirror.when for mirror in book.provisions.mirrors.values()}
    relevance = Relevance(many, calculated | set(book.authorities.reads.values()) | mirrors)
    return Case(path.stem, many, tuple(trials), tuple(truth), relevance)


def _true(one: Trial, told: Possible | None, random: Random) -> Reading:
    """What the profile says where it says one thing, allegations believed; else a value drawn among those it leaves."""
    if told is not None and _exact(told):
        return Reading(one.values[0][1].place, Said(told, told))
    readings = [reading for _, reading in one.values]
    left = [each for each in readings if isinstance(each.says, Said) and _within(each.says.known, told)]
    return random.choice(left or readings)


def _exact(possible: Possible) -> bool:
    match possible:
        case Interval(low, high):
            return low is not None and low == high
        case Options(codes):
            return len(codes) == 1
        case Selection(surely, possibly):
            return surely == possibly


def _within(one: Possible | None, all: Possible | None) -> bool:
    match one, all:
        case Options(codes), Options(others):
            return codes <= others
        case Interval(low, _), Interval(least, most):
            assert low is not None
            return (least is None or least <= low) and (most is None or low <= most)
        case Selection(codes, _), Selection(surely, possibly):
            return surely <= codes <= possibly
        case _:
            return True


def hidden(root: Node, kept: Iterable[str]) -> Node:
    """A profile's tree whose answers are hidden but for some facts."""
    if not isinstance(root, Mapping):
        return root
    names = frozenset(kept)
    return root._replace(entries=tuple((key, _hidden(key.text, node, names)) for key, node in root.entries))


def _alleged(node: Node) -> bool:
    return isinstance(node, Mapping) and node.get("basis") is not None


def _hidden(key: str, node: Node, kept: frozenset[str]) -> Node:
    if key == "answers" and isinstance(node, Mapping):
        return node._replace(
            entries=tuple((name, said) for name, said in node.entries if name.text in kept and not _alleged(said))
        )
    if key in ("processing", "markets") and isinstance(node, Items):
        return node._replace(items=tuple(hidden(one, kept) for one in node.items))
    return node


if __name__ == "__main__":
    main()
