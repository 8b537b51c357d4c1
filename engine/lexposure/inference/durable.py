"""durable-rules decides: the only module that touches the library.

It uses the C module alone, through its own agenda loop: no host (which would start timer threads), no
Python actions (whose errors the library swallows), one session at a time in a ruleset, deleted after
each subject. The engine is given whole numbers only. Which traps this avoids: docs/inference.md.

A condition is compiled twice, itself and its negation. Fired, twin fired, neither: true, false, unknown;
both is a fault and raises.
"""

from __future__ import annotations

import importlib
import itertools
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol, cast

from lexposure.inference.checks import check_program, check_world
from lexposure.inference.encoding import encode
from lexposure.inference.nodes import TRUE, Each, NodeTable, Some
from lexposure.inference.patterns import Joined, Key, Kind
from lexposure.inference.program import Disagreement, Program, Truth, Verdicts
from lexposure.inference.shards import ANCHOR, JOIN, SEEN, SESSION, Shard, join_id, pack
from lexposure.inference.strata import Strata
from lexposure.profile.possible import Entry, Options, World
from lexposure.rulebook.facts import NO, YES, About

_RULESETS = itertools.count()
_WIDE = f'{{"id":"{ANCHOR}","sid":"{SESSION}","{ANCHOR}":1'


class EngineFault(RuntimeError):
    """durable-rules refused something that it must accept: a fault of this software or of the library."""


class _Engine(Protocol):
    """The part of the library's C module that is used."""

    error: type[Exception]

    def create_ruleset(self, name: str, definition: str, /) -> int: ...
    def delete_ruleset(self, handle: int, /) -> None: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, offset: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, offset: int, /) -> str | None: ...
    def delete_state(self, handle: int, session: str, /) -> None: ...


@cache
def _engine() -> _Engine | None:
    try:
        return cast("_Engine", importlib.import_module("durable_rules_engine"))
    except ImportError:
        return None


def available() -> bool:
    """Whether durable-rules can be imported (2.0.28 cannot on Python 3.13 and later)."""
    return _engine() is not None


class Durable:
    """Decides a program with durable-rules. Rulesets are made when first needed and freed with the evaluator."""

    name = "durable"

    def __init__(self, program: Program, table: NodeTable | None = None) -> None:
        """Compile the conditions; ``table`` puts a node table of the caller's in place of a new one.

        Raises :class:`lexposure.inference.checks.ProgramError` for a program that makes no sense and
        :class:`EngineFault` where durable-rules cannot be imported.
        """
        engine = _engine()
        if engine is None:
            raise EngineFault("durable-rules cannot be imported in this Python")
        check_program(program)
        self._engine = engine
        self._program = program
        self._strata = Strata(program, table if table is not None else NodeTable(program.catalogue))
        self._rulesets: dict[tuple[int, About], list[_Ruleset]] = {}
        self._handles: list[int] = []
        self._lock = threading.Lock()
        self._free = weakref.finalize(self, _free, engine, self._handles)

    @property
    def handles(self) -> tuple[int, ...]:
        """The engine's numbers of the rulesets made so far."""
        return tuple(self._handles)

    def close(self) -> None:
        """Give the rulesets back now; the next evaluation makes them anew."""
        with self._lock:
            self._drop()

    def evaluate(self, world: World) -> Verdicts:
        """Decide every goal for every subject of the world.

        Raises :class:`lexposure.inference.checks.WorldError` for answers that do not fit their facts,
        :class:`Disagreement` when a condition and its negation both hold.
        """
        check_world(world, self._program.catalogue)
        with self._lock:
            finished = False
            try:
                verdicts = self._evaluate(world)
                finished = True
            except self._engine.error as problem:
                raise EngineFault(str(problem)) from problem
            finally:
                if not finished:
                    self._drop()  # a session may be left half-way; deleting one is not safe before an action ran
            return verdicts

    def _evaluate(self, world: World) -> Verdicts:
        run = _Run(self._program, self._strata, world)
        for stratum in range(self._strata.count):
            for about in About:
                if run.subjects[about]:
                    rulesets = self._rulesets_of(stratum, about)
                    for subject in run.subjects[about]:
                        _decide(rulesets, run, subject)
        return run.verdicts()

    def _rulesets_of(self, stratum: int, about: About) -> list[_Ruleset]:
        place = (stratum, about)
        if place not in self._rulesets:
            made: list[_Ruleset] = []
            for shard in pack(self._strata.of(about, stratum), self._strata.joins):
                made.append(_Ruleset(self._engine, shard, self._strata))
                self._handles.append(made[-1].handle)
            self._rulesets[place] = made
        return self._rulesets[place]

    def _drop(self) -> None:
        self._rulesets.clear()
        _free(self._engine, self._handles)


def _free(engine: _Engine, handles: list[int]) -> None:
    while handles:
        engine.delete_ruleset(handles.pop())


class _Subject:
    """What is known of one subject while a world is being decided. ``holds``: the nodes that surely hold."""

    __slots__ = ("entry", "holds", "properties")

    def __init__(self, entry: Entry, properties: dict[int, int]) -> None:
        self.entry = entry
        self.properties = properties
        self.holds: set[int] = {TRUE}


class _Run:
    """One world being decided."""

    def __init__(self, program: Program, strata: Strata, world: World) -> None:
        self._program = program
        self._strata = strata
        self._world = world
        self.concludes = strata.concludes
        shared = self._properties(world.company)
        self._company = _Subject(world.company, shared)
        self.subjects: dict[About, list[_Subject]] = {
            about: [_Subject(entry, {**shared, **self._properties(entry)}) for entry in world.of(about)]
            for about in About
            if about is not About.COMPANY
        }
        self.subjects[About.COMPANY] = [self._company]

    def _properties(self, entry: Entry) -> dict[int, int]:
        """The entry's own answers by the place of their property; what no rule reads is left out."""
        strata = self._strata
        written = encode(entry, self._program.catalogue, strata.patterns.classes, strata.derivations)
        return {strata.places[key]: value for key, value in written.items() if key in strata.places}

    def value(self, key: Key, subject: _Subject) -> int | None:
        """A property that is settled as the strata go: a node, a list, a concluded fact."""
        if key.kind is Kind.NODE:
            return 1 if key.number in subject.holds else None
        if key.kind is Kind.LIST:
            return 1 if self._fold(key.number) else None
        owner = self._company if self._program.catalogue[key.fact].about is About.COMPANY else subject
        truth = self.concluded(key.fact, owner)
        if key.kind is Kind.NOT_SHOWN:
            shown = key.fact in owner.entry.known or key.fact not in owner.entry.not_shown
            return None if shown or truth is not None else 1
        return None if truth is None else (YES if truth else NO)

    def concluded(self, fact: str, subject: _Subject) -> Truth:
        """A concluded fact of its own subject: the answer where there is one, else the derivation so far."""
        possible = subject.entry.known.get(fact)
        if isinstance(possible, Options):
            return YES in possible.codes if len(possible.codes) == 1 else None
        return self._derived(fact, subject)

    def verdicts(self) -> Verdicts:
        """What was decided, once every stratum is done."""
        return Verdicts(
            goals={
                (goal.name, subject.entry.subject.key): self._goal(goal.name, subject)
                for goal in self._program.goals
                for subject in self.subjects[goal.about]
            },
            derived={
                (fact, subject.entry.subject.key): self._derived(fact, subject)
                for fact, derivation in self._strata.derivations.items()
                for subject in self.subjects[derivation.about]
            },
        )

    def _derived(self, fact: str, subject: _Subject) -> Truth:
        derivation = self._strata.derivations[fact]
        if any(node in subject.holds for node in derivation.true):
            return True
        return False if derivation.false and subject.holds.issuperset(derivation.false) else None

    def _fold(self, number: int) -> bool:
        fold = self._strata.table[number]
        if isinstance(fold, Some):
            return any(fold.node in subject.holds for subject in self.subjects[fold.over])
        if isinstance(fold, Each):
            return self._world.complete[fold.over] and all(
                fold.node in subject.holds for subject in self.subjects[fold.over]
            )
        raise EngineFault(f"node {number} is no list")

    def _goal(self, name: str, subject: _Subject) -> Truth:
        true, false = (node in subject.holds for node in self._strata.twins[name])
        if true and false:
            raise Disagreement(f"durable-rules found '{name}' of {subject.entry.subject.key} both true and false")
        return True if true else False if false else None


class _Ruleset:
    """A shard in the engine. At most one session is open, named :data:`SESSION`."""

    def __init__(self, engine: _Engine, shard: Shard, strata: Strata) -> None:
        self._engine = engine
        self._offset = 0
        self._fires = shard.fires
        self.listens = shard.listens
        self._joins = {joined: _statement(strata.joins.index(joined)) for joined in shard.listens}
        later = {key for key, _ in shard.names if _is_settled(key, strata)}
        self._answers = [(strata.places[key], f',"{name}":') for key, name in shard.names if key not in later]
        self._settled = [(key, f',"{name}":') for key, name in shard.names if key in later]
        self.handle = engine.create_ruleset(f"lexposure-{next(_RULESETS)}", shard.definition)

    def open(self, run: _Run, subject: _Subject) -> bool:
        """Assert the wide fact in a new session, unless nothing in it could make a rule fire."""
        properties = subject.properties
        parts = [f"{name}{properties[place]}" for place, name in self._answers if place in properties]
        for key, name in self._settled:
            value = run.value(key, subject)
            if value is not None:
                parts.append(f"{name}{value}")
        if not parts and not self.listens:
            return False
        self._assert(_WIDE + "".join(parts) + "}")
        return True

    def tell(self, joined: Joined) -> None:
        """State a conclusion to the rules that join it."""
        self._assert(self._joins[joined])

    def fired(self) -> Iterator[int]:
        """Run the agenda to its end: the nodes found to hold."""
        start = self._engine.start_action_for_state(self.handle, self._offset)
        message = start[1] if start else None
        while message:
            rule = message[2 : message.index('"', 2)]
            if rule != SEEN:
                yield self._fires[rule]
            message = self._engine.complete_and_start_action(self.handle, self._offset)

    def close(self) -> None:
        """Delete the session; safe because the last rule has run in it."""
        self._engine.delete_state(self.handle, SESSION)

    def _assert(self, fact: str) -> None:
        code, self._offset = self._engine.assert_fact(self.handle, fact)
        if code:
            raise EngineFault(f"durable-rules answered a fact with code {code}")


def _statement(place: int) -> str:
    return f'{{"id":"{join_id(place)}","sid":"{SESSION}","{JOIN}":{place}}}'


def _is_settled(key: Key, strata: Strata) -> bool:
    return key.kind in (Kind.NODE, Kind.LIST) or key.fact in strata.derivations


def _decide(rulesets: Iterable[_Ruleset], run: _Run, subject: _Subject) -> None:
    """One stratum for one subject: rules fire, conclusions are stated to the rules that join them, until rest."""
    live = [ruleset for ruleset in rulesets if ruleset.open(run, subject)]
    stated: set[Joined] = set()
    waiting = deque(live)

    def state(facts: Iterable[str]) -> None:
        for fact in facts:
            truth = run.concluded(fact, subject)
            if truth is None or Joined(fact, truth) in stated:
                continue
            stated.add(Joined(fact, truth))
            for ruleset in live:
                if Joined(fact, truth) in ruleset.listens:
                    ruleset.tell(Joined(fact, truth))
                    if ruleset not in waiting:
                        waiting.append(ruleset)

    state(sorted({joined.fact for ruleset in live for joined in ruleset.listens}))
    while waiting:
        ruleset = waiting.popleft()
        fresh = [node for node in ruleset.fired() if node not in subject.holds]
        subject.holds.update(fresh)
        state([fact for node in fresh for fact in run.concludes.get(node, ())])
    for ruleset in live:
        ruleset.close()
