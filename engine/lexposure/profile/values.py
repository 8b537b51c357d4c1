"""From what stands in a profile to the set of possible values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from lexposure.profile.model import AnswerState
from lexposure.profile.money import Ends, MoneyReader
from lexposure.profile.possible import Interval, Options, Possible, Selection
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.values import STATES, Misread, encode, read_codes, read_interval, read_whole
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems
from lexposure.source.yamltree import Mapping, Node, Scalar, Sequence

NOTHING_SELECTED = "none"
_LONGEST = 500
_LONGEST_LIST = 1_000
_WHOLE_SHARE = encode(Decimal(100), FactType.SHARE)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value:
    """What an answer says. ``possible`` is nothing when every value is possible."""

    state: AnswerState
    possible: Possible | None
    written: str


class ValueReader:
    """Reads the value of one answer to one fact."""

    def __init__(self, fact: Fact, money: MoneyReader, problems: Problems) -> None:
        self.fact = fact
        self.money = money
        self.problems = problems

    def value(self, node: Node) -> Value | None:
        """``yes``, ``10-50 million EUR``, ``unknown``, a list (several values, or a selection)."""
        if isinstance(node, Mapping):
            return self.partly(node)
        if isinstance(node, Sequence):
            if self.fact.type is FactType.CHOICES:
                codes = self._selected(node)
                return None if codes is None else _known(Selection(codes, codes), self._written(node), self.fact)
            return self.disputed(node)
        if node.text.strip() in STATES:
            return self._state(node)
        possible = self._one(node)
        return None if possible is None else _known(possible, node.text.strip(), self.fact)

    def disputed(self, node: Node) -> Value | None:
        """Several values of which one is right: the interval they span, or the set of them."""
        if not isinstance(node, Sequence) or len(node.items) < 2:
            self._wrong("disputed", "a disputed answer lists at least two values", node)
            return None
        if len(node.items) > _LONGEST_LIST:
            self._wrong("too-many", f"at most {_LONGEST_LIST:,} values may be listed", node)
            return None
        read = [self._one(item) for item in node.items]
        found = [possible for possible in read if possible is not None]
        if len(found) < len(read):
            return None
        return Value(AnswerState.DISPUTED, normal(_joined(found), self.fact), self._written(node))

    def partly(self, node: Mapping) -> Value | None:
        """``surely`` and ``possibly`` of a selection that is known in part."""
        if self.fact.type is not FactType.CHOICES:
            self._wrong("shape", f"'{self.fact.name}' takes one value, not a mapping", node)
            return None
        fields = Fields(node, self.problems, f"the answer to '{self.fact.name}'")
        surely, possibly = fields.node("surely"), fields.node("possibly")
        fields.finish()
        if surely is None and possibly is None:
            self._wrong("missing", "give 'surely', 'possibly' or both", node)
            return None
        sure = frozenset[int]() if surely is None else self._selected(surely)
        may = self.fact.codes if possibly is None else self._selected(possibly)
        if sure is None or may is None:
            return None
        if not sure <= may:
            self._wrong("selection", "'surely' names options that 'possibly' leaves out", node)
            return None
        parts = [("surely", surely), ("possibly", possibly)]
        written = "; ".join(f"{word} {self._written(part)}" for word, part in parts if part is not None)
        return _known(Selection(sure, may), written, self.fact)

    def _state(self, scalar: Scalar) -> Value | None:
        """The answers that are no value: unknown, not applicable, not shown."""
        text = scalar.text.strip()
        state = AnswerState(text)
        if state is not AnswerState.NOT_APPLICABLE:
            return Value(state, None, text)
        reads = self.fact.when_not_applicable
        if reads is None:
            hint = "answer it, or write unknown"
            self._wrong("not-applicable", f"'{self.fact.name}' cannot be answered with 'not applicable'", scalar, hint)
            return None
        return Value(state, normal(_exactly(reads, self.fact), self.fact), text)

    def _one(self, node: Node) -> Possible | None:
        """One value, or one respondent's."""
        fact = self.fact
        if fact.type is FactType.CHOICES:
            codes = self._selected(node)
            return None if codes is None else Selection(codes, codes)
        if not isinstance(node, Scalar):
            self._wrong("shape", f"'{fact.name}' takes single values here", node)
            return None
        if not self._readable(node):
            return None
        if fact.type is FactType.MONEY:
            ends = self.money.read(node, fact)
        elif fact.type.is_number:
            ends = self._tried(node, lambda text: read_interval(text, fact))
        else:
            code = self._tried(node, lambda text: read_whole(text, fact))
            return None if code is None else Options(frozenset({code}))
        return None if ends is None else self._interval(ends, node)

    def _interval(self, ends: Ends, scalar: Scalar) -> Interval | None:
        low, high = ends
        if self.fact.type is FactType.SHARE and max(low or 0, high or 0) > _WHOLE_SHARE:
            self._wrong("share", f"'{scalar.text.strip()}' is more than the whole", scalar, "a share is at most 100 %")
            return None
        if low is not None and high is not None and low > high:
            self._wrong("amount", f"'{scalar.text.strip()}' leaves no value", scalar)
            return None
        return Interval(low, high)

    def _selected(self, node: Node) -> frozenset[int] | None:
        """The options of a selection: a list, names with commas between, or ``none``."""
        if isinstance(node, Mapping):
            self._wrong("shape", f"list the options of '{self.fact.name}'", node)
            return None
        if isinstance(node, Scalar):
            return self._named(node)
        if not node.items:
            hint = "write none if nothing applies, unknown if you do not know"
            self._wrong("empty", "this list is empty", node, hint)
            return None
        named = [self._listed(item) for item in node.items[:_LONGEST_LIST]]
        read = [codes for codes in named if codes is not None]
        return frozenset[int]().union(*read) if len(read) == len(named) else None

    def _listed(self, node: Node) -> frozenset[int] | None:
        if isinstance(node, Scalar):
            return self._named(node)
        hint = "lists of which one is right stand under 'disputed:'"
        self._wrong("shape", f"'{self.fact.name}' takes a plain list of options here", node, hint)
        return None

    def _named(self, scalar: Scalar) -> frozenset[int] | None:
        if not self._readable(scalar):
            return None
        text = scalar.text.strip()
        if text == NOTHING_SELECTED and self.fact.option(text) is None:
            return frozenset()
        return self._tried(scalar, lambda text: read_codes(text, self.fact))

    def _readable(self, scalar: Scalar) -> bool:
        text = scalar.text.strip()
        if not text:
            message = f"the answer to '{self.fact.name}' is empty"
            self._wrong("empty", message, scalar, "write unknown if you do not know")
        elif text in STATES:
            message = f"'{text}' is not one of several values"
            self._wrong("value", message, scalar, "list only the values that were given")
        elif len(text) > _LONGEST:
            self._wrong("too-long", f"this answer has {len(text):,} characters", scalar, "put texts under 'note:'")
        else:
            return True
        return False

    def _tried(self, scalar: Scalar, read: Callable[[str], T]) -> T | None:
        try:
            return read(scalar.text.strip())
        except Misread as error:
            misread(error, scalar, self.problems)
            return None

    def _wrong(self, code: str, message: str, node: Node, hint: str = "") -> None:
        self.problems.error(code, message, node.span, hint)

    def _written(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text.strip()
        if isinstance(node, Mapping):
            return "; ".join(f"{key.text}: {self._written(part)}" for key, part in node.entries)
        between = ", " if self.fact.type is FactType.CHOICES and isinstance(node.items[0], Scalar) else " or "
        return between.join(self._written(item) for item in node.items)


def normal(possible: Possible, fact: Fact) -> Possible | None:
    """The set within the fact's own limits; nothing where it holds every value."""
    match possible:
        case Options(codes):
            return None if codes == fact.codes else possible
        case Selection(surely, possibly):
            return None if not surely and possibly == fact.codes else possible
        case Interval(low, high):
            least = None if fact.type is FactType.DATE else 0
            most = _WHOLE_SHARE if fact.type is FactType.SHARE else None
            low, high = least if low is None else low, most if high is None else high
            return None if (low, high) == (least, most) else Interval(low, high)


def _known(possible: Possible, written: str, fact: Fact) -> Value:
    return Value(AnswerState.KNOWN, normal(possible, fact), written)


def _exactly(whole: int, fact: Fact) -> Possible:
    if fact.type.is_number:
        return Interval(whole, whole)
    codes = frozenset({whole})
    return Selection(codes, codes) if fact.type is FactType.CHOICES else Options(codes)


def _joined(found: list[Possible]) -> Possible:
    """The smallest set of one kind that holds all of them; they are of one kind, being of one fact."""
    intervals = [each for each in found if isinstance(each, Interval)]
    selections = [each for each in found if isinstance(each, Selection)]
    options = [each.codes for each in found if isinstance(each, Options)]
    if intervals:
        lows, highs = [each.low for each in intervals], [each.high for each in intervals]
        return Interval(_extreme(lows, min), _extreme(highs, max))
    if selections:
        first, rest = selections[0], selections[1:]
        return Selection(
            first.surely.intersection(*(each.surely for each in rest)),
            first.possibly.union(*(each.possibly for each in rest)),
        )
    return Options(frozenset[int]().union(*options))


def _extreme(ends: list[int | None], choose: Callable[[list[int]], int]) -> int | None:
    """The outermost end; an open end stays open."""
    known = [end for end in ends if end is not None]
    return choose(known) if len(known) == len(ends) else None
