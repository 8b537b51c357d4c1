"""Nodes as patterns for durable-rules: comparisons of whole-number properties under ands and ors.

A node becomes one or more alternatives, each a rule of its own: a pattern over the wide fact, and the
conclusions it joins. What would be too large for one pattern, or could fire too often (an ``$or`` fires
once for every true branch, an ``$and`` of ors once for every combination), is cut out and decided in an
earlier stratum; the pattern then tests the property that says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lexposure.inference.checks import universe
from lexposure.inference.nodes import Below, Each, Gate, Has, Lacks, Least, Literal, NodeTable, NotShown, Some, Within
from lexposure.rulebook.facts import About, Catalogue

MAX_GROUPS = 10
MAX_PATHS = 12
MAX_EXTRA = 14
MAX_KEYS = 60
MAX_JOINS = 8
MAX_FLAGS = 40


class Kind(StrEnum):
    """What a property of the wide fact says."""

    LOW = "low"
    HIGH = "high"
    CODE = "code"
    EXCLUDED = "excluded"
    HAS = "has"
    LACKS = "lacks"
    NOT_SHOWN = "not shown"
    NODE = "node"
    LIST = "list"


class Key(NamedTuple):
    """A property: of a fact (and one of its codes), or the truth of a node (``number``) settled before."""

    kind: Kind
    fact: str = ""
    number: int = 0


class Joined(NamedTuple):
    """A conclusion that a rule joins: the fact and whether it must be true or false."""

    fact: str
    value: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a pattern, with what it costs the engine.

    ``groups`` counts ands and ors, ``paths`` the most firings, ``extra`` the stack beyond one slot.
    """

    operator: str
    key: Key | None
    value: int
    parts: tuple[Piece, ...]
    groups: int
    paths: int
    extra: int
    keys: frozenset[Key]

    @property
    def small(self) -> bool:
        """Whether it may stand in one pattern."""
        return (
            self.groups <= MAX_GROUPS
            and self.paths <= MAX_PATHS
            and self.extra <= MAX_EXTRA
            and len(self.keys) <= MAX_KEYS
        )


@dataclass(frozen=True, slots=True)
class Alternative:
    """One rule: a pattern over the wide fact (or none) and the conclusions it joins."""

    piece: Piece | None
    joined: tuple[Joined, ...] = ()

    @property
    def keys(self) -> frozenset[Key]:
        """The properties the pattern reads."""
        return self.piece.keys if self.piece else frozenset()

    @property
    def stack(self) -> int:
        """Slots of the engine's stack that the rule may take at worst."""
        return 1 + (self.piece.extra if self.piece else 0)


def leaf(key: Key, value: int = 1, operator: str = "") -> Piece:
    """A comparison of one property; without an operator, equality."""
    return Piece(operator, key, value, (), 0, 1, 0, frozenset((key,)))


def bundle(every: bool, parts: Iterable[Piece]) -> Piece:
    """An and or an or; parts of the same kind are flattened, a single part stands for itself."""
    operator = "$and" if every else "$or"
    pieces = tuple(inner for part in parts for inner in (part.parts if part.operator == operator else (part,)))
    if len(pieces) == 1:
        return pieces[0]
    paths = 1
    if every:
        for piece in pieces:
            paths *= piece.paths
        extra = sum(piece.extra for piece in pieces)
    else:
        paths = sum(piece.paths for piece in pieces)
        extra = len(pieces) - 1 + max(piece.extra for piece in pieces)
    groups = 1 + sum(piece.groups for piece in pieces)
    keys = frozenset[Key]().union(*(piece.keys for piece in pieces))
    return Piece(operator, None, 0, pieces, groups, paths, extra, keys)


class Patterns:
    """Turns the nodes of one table into alternatives.

    ``concluded`` are the facts that rules conclude, with their subject type. Literals on these may be
    joined where they stand at the top of a rule for the same subject type; elsewhere they are
    properties, settled in an earlier stratum.
    """

    def __init__(self, table: NodeTable, catalogue: Catalogue, concluded: dict[str, About]) -> None:
        self._table = table
        self._concluded = concluded
        self._pieces: dict[int, Piece] = {}
        self._withins: dict[str, list[frozenset[int]]] = {}
        for number in range(len(table)):
            node = table[number]
            if isinstance(node, Within):
                self._withins.setdefault(node.fact, []).append(node.codes)
        self._classes = {fact: self._class_of(catalogue, fact) for fact in self._withins}

    def classes(self, fact: str) -> dict[int, int]:
        """The smallest of the codes that no comparison of the fact tells from a code, by the code."""
        return self._classes.get(fact, {})

    def alternatives(self, number: int, about: About) -> tuple[Alternative, ...]:
        """The rules that fire, between them, exactly when the node holds of a subject of the type."""
        node = self._table[number]
        if not isinstance(node, Gate) or node.every:
            return (self._conjunction(number, about),)
        found: list[Alternative] = []
        plain: list[Piece] = []
        for part in node.parts:
            alternative = self._conjunction(part, about)
            if alternative.piece and not alternative.joined:
                plain.append(alternative.piece)
            else:
                found.append(alternative)
        return (*found, *(Alternative(piece) for piece in _chunks(plain)))

    def _conjunction(self, number: int, about: About) -> Alternative:
        node = self._table[number]
        parts = node.parts if isinstance(node, Gate) and node.every else (number,)
        joins = {part: joined for part in parts if (joined := self._joined(part, about))}
        joins = dict(list(joins.items())[:MAX_JOINS])
        rest = [part for part in parts if part not in joins]
        piece = self._fitted(True, rest) if rest else None
        return Alternative(piece, tuple(sorted(joins.values())))

    def _joined(self, number: int, about: About) -> Joined | None:
        node = self._table[number]
        if isinstance(node, Within) and self._concluded.get(node.fact) is about:
            return Joined(node.fact, 1 in node.codes)
        return None

    def _piece(self, number: int) -> Piece:
        piece = self._pieces.get(number)
        if piece is None:
            node = self._table[number]
            piece = self._fitted(node.every, node.parts) if isinstance(node, Gate) else self._literal(number, node)
            self._pieces[number] = piece
        return piece

    def _fitted(self, every: bool, numbers: Iterable[int]) -> Piece:
        """The gate, with the dearest parts cut out until it is small."""
        pieces = {number: self._piece(number) for number in numbers}
        whole = bundle(every, pieces.values())
        while not whole.small:
            gates = [number for number, piece in pieces.items() if piece.parts]
            if gates:
                cut = max(gates, key=lambda number: _cost(pieces[number]))
                pieces[cut] = _settled(cut)
            else:
                most = MAX_KEYS if every else MAX_PATHS
                cuts = [self._table.gate(every, part) for part in _split(list(pieces), most)]
                pieces = {cut: _settled(cut) for cut in cuts}
            whole = bundle(every, pieces.values())
        return whole

    def _literal(self, number: int, literal: Literal) -> Piece:
        match literal:
            case Least(fact=fact, minimum=minimum):
                return leaf(Key(Kind.LOW, fact), minimum, "$gte")
            case Below(fact=fact, minimum=minimum):
                return leaf(Key(Kind.HIGH, fact), minimum, "$lt")
            case Within():
                return self._within(literal)
            case Has(fact=fact, code=code):
                return leaf(Key(Kind.HAS, fact, code))
            case Lacks(fact=fact, code=code):
                return leaf(Key(Kind.LACKS, fact, code))
            case NotShown(fact=fact):
                return leaf(Key(Kind.NOT_SHOWN, fact))
            case Some() | Each():
                return leaf(Key(Kind.LIST, number=number))

    def _within(self, literal: Within) -> Piece:
        """One class of options: the answer's code is it. More: every class outside is excluded."""
        classes = self._classes[literal.fact]
        inside = {classes[code] for code in literal.codes}
        if len(inside) == 1:
            return leaf(Key(Kind.CODE, literal.fact), inside.pop())
        outside = sorted(set(classes.values()) - inside)
        if len(outside) <= MAX_FLAGS:
            return bundle(True, [leaf(Key(Kind.EXCLUDED, literal.fact, code)) for code in outside])
        far = [frozenset(outside[start : start + MAX_FLAGS]) for start in range(0, len(outside), MAX_FLAGS)]
        wider = [frozenset(code for code in classes if classes[code] not in codes) for codes in far]
        return self._fitted(True, [self._table.literal(Within(literal.fact, codes)) for codes in wider])

    def _class_of(self, catalogue: Catalogue, fact: str) -> dict[int, int]:
        first: dict[tuple[bool, ...], int] = {}
        return {
            code: first.setdefault(tuple(code in within for within in self._withins[fact]), code)
            for code in sorted(universe(catalogue[fact]))
        }


def _settled(number: int) -> Piece:
    return leaf(Key(Kind.NODE, number=number))


def _split(numbers: list[int], most: int) -> list[list[int]]:
    """At most ``most`` runs of numbers, each of ``most`` or, where that is too few, as many as needed."""
    size = max(most, -(-len(numbers) // most))
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def _chunks(pieces: list[Piece]) -> list[Piece]:
    """Ors of as many pieces as are small together."""
    found: list[Piece] = []
    for piece in pieces:
        joint = bundle(False, (found[-1], piece)) if found else piece
        if found and joint.small:
            found[-1] = joint
        else:
            found.append(piece)
    return found


def _cost(piece: Piece) -> tuple[int, int, int]:
    return (piece.paths, piece.groups, len(piece.keys))
