"""Finding a circle in a graph of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def circle(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names of one circle in order, or nothing. The walk keeps its own stack, so size does not matter."""
    done: set[str] = set()
    for root in graph:
        if root in done:
            continue
        path = {root: 0}
        branches = [iter(sorted(graph[root]))]
        while branches:
            name = next(branches[-1], None)
            if name is None:
                branches.pop()
                done.add(path.popitem()[0])
            elif name in path:
                return tuple(path)[path[name] :]
            elif name not in done and name in graph:
                path[name] = len(path)
                branches.append(iter(sorted(graph[name])))
    return ()
