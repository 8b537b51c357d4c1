"""Rules packed into rulesets within the engine's limits, as the JSON text that durable-rules reads.

Limits of durable-rules 2.0.28 that show up as errors, hangs or crashes: 252 properties of a fact; a
stack of 64 slots; the 513th condition under one node; 255 rules ending on one condition; 16 facts joined
in a rule. Keeping the stack that all rules of a ruleset could take at worst below 56 slots keeps the
second, third and fourth; every rule takes at least one slot.

The engine knows properties and facts only by a 32-bit hash of their names. All names are our own and
are checked for collisions, with each other and with the engine's words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lexposure.inference.patterns import Alternative, Joined, Key, Piece
from lexposure.inference.strata import Unit

MAX_PROPERTIES = 240
MAX_STACK = 56
ANCHOR = "w"
"""The property every wide fact has, and the first thing every pattern asks for."""
JOIN = "c"
"""The property of a fact that states a conclusion."""
SESSION = "s"
SEEN = "seen"
"""The last rule of every ruleset: fires on every wide fact, so that none is refused as not handled."""

_WORDS = (
    *("id", "sid", "$s", "m", "all", "any", "pri", "count", "cap", "dist", "name", "$forward", "$all", "$any", "$not"),
    *("$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$ex", "$nex", "$mt", "$imt", "$iall", "$iany", "$or", "$and"),
    *("$m", "$l", "$r", "$add", "$sub", "$mul", "$div"),
)
"""The words that the engine itself looks up by their hash."""


class NameCollision(RuntimeError):
    """Two names have one hash: the engine would take them for the same."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One ruleset: its definition, its properties by key, and the joins it listens to.

    ``stack`` is the most of the engine's stack that it may take; ``fires`` the node each rule finds to hold.
    """

    definition: str
    names: tuple[tuple[Key, str], ...]
    listens: frozenset[Joined]
    stack: int
    fires: dict[str, int]


def pack(units: Iterable[Unit], joins: Sequence[Joined]) -> list[Shard]:
    """The rules of units in as few shards as their order allows; ``joins`` numbers the conclusions."""
    check_names(names(joins))
    shards: list[Shard] = []
    batch: list[tuple[int, Alternative]] = []
    keys: set[Key] = set()
    stack = 0
    for unit in units:
        for alternative in unit.alternatives:
            if batch and (len(keys | alternative.keys) > MAX_PROPERTIES or stack + alternative.stack > MAX_STACK):
                shards.append(_shard(batch, joins))
                batch, keys, stack = [], set[Key](), 0
            batch.append((unit.node, alternative))
            keys |= alternative.keys
            stack += alternative.stack
    if batch:
        shards.append(_shard(batch, joins))
    return shards


def join_id(place: int) -> str:
    """The id of the fact that states the conclusion at a place among the joins."""
    return f"j{place}"


def names(joins: Sequence[Joined]) -> list[str]:
    """Every name by which the engine could know something of ours."""
    return [ANCHOR, JOIN, SESSION, f"sid-{SESSION}", *_properties(), *map(join_id, range(len(joins)))]


def check_names(used: Sequence[str]) -> None:
    """Raise :class:`NameCollision` if two names, or a name and a word of the engine, have one hash."""
    hashes: dict[int, str] = {}
    for name in (*_WORDS, *used):
        other = hashes.setdefault(fnv1a(name), name)
        if other != name:
            raise NameCollision(f"'{name}' and '{other}' have one 32-bit hash")


@cache
def fnv1a(name: str) -> int:
    """The engine's hash of a name: FNV-1a in 32 bits."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


@cache
def _properties() -> tuple[str, ...]:
    return tuple(f"p{index}" for index in range(MAX_PROPERTIES))


def _shard(batch: list[tuple[int, Alternative]], joins: Sequence[Joined]) -> Shard:
    keys = dict.fromkeys(key for _, alternative in batch for key in sorted(alternative.keys))
    by_key = dict(zip(keys, _properties(), strict=False))
    definition: dict[str, object] = {}
    fires: dict[str, int] = {}
    for index, (node, alternative) in enumerate(batch):
        name = f"r{index}"
        fires[name] = node
        definition[name] = {"all": _patterns(alternative, by_key, joins), "dist": 0}
    definition[SEEN] = {"all": [{"m": {ANCHOR: 1}}], "pri": 60000}
    listens = frozenset(joined for _, alternative in batch for joined in alternative.joined)
    stack = sum(alternative.stack for _, alternative in batch)
    return Shard(json.dumps(definition), tuple(by_key.items()), listens, stack, fires)


def _patterns(alternative: Alternative, names: dict[Key, str], joins: Sequence[Joined]) -> list[object]:
    parts: list[object] = [{ANCHOR: 1}]
    piece = alternative.piece
    if piece:
        parts += [_json(part, names) for part in (piece.parts if piece.operator == "$and" else (piece,))]
    joined = [{f"c{place}": {JOIN: joins.index(made)}} for place, made in enumerate(alternative.joined)]
    return [{"m": {"$and": parts}}, *joined]


def _json(piece: Piece, names: dict[Key, str]) -> dict[str, object]:
    if piece.key is None:
        return {piece.operator: [_json(part, names) for part in piece.parts]}
    comparison: dict[str, object] = {names[piece.key]: piece.value}
    return {piece.operator: comparison} if piece.operator else comparison
