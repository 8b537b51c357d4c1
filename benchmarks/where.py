"""Where the NumPy evaluator spends its time on the workload of peers.py: processor seconds for a million profiles.

Run: PYTHONPATH=engine:benchmarks python benchmarks/where.py
"""

from __future__ import annotations

import time

import numpy as np

from lexposure.inference.columns.adder import weighted
from lexposure.inference.columns.kernel import INNER, OUTER, Kernel, Schedule, true_row
from lexposure.inference.columns.plan import plan
from lexposure.rulebook.facts import About
from peer_engines.program import program, table
from peer_engines.workload import answers, rules

RULES, PROFILES = 1000, 262_144


def main() -> None:
    """One thread, outer block after outer block, each part timed."""
    made = rules(RULES)
    compiled = plan(program(made))
    kernel = Kernel(compiled, table(answers(PROFILES)), Schedule(compiled))
    nodes, outputs = compiled.nodes[About.COMPANY], compiled.outputs[About.COMPANY]
    rows = [np.array([true_row(out.reference ^ side, len(nodes)) for out in outputs], np.intp) for side in (0, 1)]
    weights = np.array([*made.weights, *([0] * len(made.concluding))], np.int64)
    spent = dict.fromkeys(("comparisons", "copying them", "gates", "copying outcomes", "score"), 0.0)
    now = time.process_time
    for outer in range(0, PROFILES, OUTER):
        last = min(outer + OUTER, PROFILES)
        begin = now()
        atoms = kernel.compare(outer, last)
        spent["comparisons"] += now() - begin
        for start in range(outer, last, INNER):
            times = [now()]
            block = kernel.block(atoms, outer, start, min(start + INNER, last))
            times.append(now())
            kernel.decide(block)
            times.append(now())
            slab = block.slabs[About.COMPANY]
            true, _ = slab[rows[0]], slab[rows[1]]
            times.append(now())
            weighted(true, weights, block.stop - block.start)
            times.append(now())
            for name, before, after in zip(list(spent)[1:], times, times[1:], strict=False):
                spent[name] += after - before
    gates = [node for node in nodes if node.parts]
    print(f"{len(nodes) - len(gates)} atoms, {len(gates)} gates of {sum(len(node.parts) for node in gates)} parts")
    for name, seconds in spent.items():
        print(f"{name:<18}{seconds * 1e6 / PROFILES:6.2f} s")


if __name__ == "__main__":
    main()
