"""What a user supposes about what is open: likelihoods of answers, ranges, enforcement, correlations.

A file of chances is the user's own judgement; nothing in it is law, and nothing is preset but that the values of an
open answer count alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from lexposure.rulebook.values import Misread, read_amount
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, Span
from lexposure.source.yamltree import Node, Scalar, read_tree

FORMAT = "1"
HUNDRED = Decimal(100)
WHOLE = Decimal("0.001")
"""How far the shares of one answer may be from the whole, in per cent."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The share of each value of an answer, as written; they add up to one."""

    shares: Mapping[str, float]
    span: Span


@dataclass(frozen=True, slots=True)
class Stated:
    """A range of a number as written: ``central`` is the most likely value, empty where every value counts alike."""

    low: Scalar
    central: Scalar | None
    high: Scalar
    span: Span


@dataclass(frozen=True, slots=True)
class Correlation:
    """Quantities that go together by so much: the correlation of the normal variables behind them."""

    between: tuple[str, ...]
    by: float
    span: Span


@dataclass(frozen=True, slots=True)
class Chances:
    """Everything supposed; answers by path, laws by id."""

    likelihoods: Mapping[str, Likelihood] = field(default_factory=dict[str, Likelihood])
    ranges: Mapping[str, Stated] = field(default_factory=dict[str, Stated])
    enforcement: Mapping[str, tuple[float, Span]] = field(default_factory=dict[str, tuple[float, Span]])
    correlated: tuple[Correlation, ...] = ()


def read_chances(path: Path, problems: Problems) -> Chances:
    """The chances of a file; what is wrong is added to the problems."""
    root = read_tree(path, problems)
    if root is None:
        return Chances()
    fields = Fields(root, problems, "a file of chances")
    written = fields.scalar("format", required=True)
    if written is not None and written.text.strip() != FORMAT:
        hint = f"write 'format: {FORMAT}'"
        problems.error("format", f"format '{written.text[:40]}' is not known", written.span, hint)
    likelihoods = {path.text: _likelihood(path, node, problems) for path, node in fields.keyed("likelihoods")}
    ranges = {path.text: _stated(path, node, problems) for path, node in fields.keyed("ranges")}
    enforcement: dict[str, tuple[float, Span]] = {}
    for law, node in fields.keyed("enforcement"):
        share = _share(node, problems)
        if share is not None:
            enforcement[law.text] = float(share / HUNDRED), law.span
    correlated = [_correlation(node, problems) for node in fields.items("correlated")]
    fields.finish()
    return Chances(
        {path: one for path, one in likelihoods.items() if one is not None},
        {path: one for path, one in ranges.items() if one is not None},
        enforcement,
        tuple(one for one in correlated if one is not None),
    )


def _likelihood(path: Scalar, node: Node, problems: Problems) -> Likelihood | None:
    fields = Fields(node, problems, f"the likelihoods of '{path.text}'")
    shares = {value.text: _share(share, problems) for value, share in fields.entries()}
    read = {value: share for value, share in shares.items() if share is not None}
    if not fields.is_mapping or len(read) < len(shares):
        return None
    total = sum(read.values(), start=Decimal(0))
    if abs(total - HUNDRED) > WHOLE:
        message = f"the likelihoods of '{path.text}' add up to {total.normalize():f} %"
        problems.error("likelihood", message, node.span, "they must add up to 100 %")
        return None
    return Likelihood({value: float(share / total) for value, share in read.items()}, path.span)


def _stated(path: Scalar, node: Node, problems: Problems) -> Stated | None:
    fields = Fields(node, problems, f"the range of '{path.text}'")
    low, high = fields.scalar("low", required=True), fields.scalar("high", required=True)
    central = fields.scalar("central")
    fields.finish()
    return None if low is None or high is None else Stated(low, central, high, path.span)


def _correlation(node: Node, problems: Problems) -> Correlation | None:
    fields = Fields(node, problems, "a correlation")
    between, by = fields.texts("between", required=True), fields.scalar("by", required=True)
    fields.finish()
    if by is None:
        return None
    try:
        value = float(by.text)
    except ValueError:
        value = 2.0
    if not -1.0 < value < 1.0:
        problems.error("likelihood", f"'{by.text}' is no correlation", by.span, "write a number between -1 and 1")
        return None
    if len(set(between)) < 2:
        problems.error("likelihood", "a correlation is between two or more", fields.span, "write between: [a, b]")
        return None
    return Correlation(between, value, fields.span)


def _share(node: Node, problems: Problems) -> Decimal | None:
    """``30 %`` as per cent."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    try:
        amount = read_amount(text)
    except Misread:
        amount = None
    if amount is None or amount.unit != "%" or amount.low is None or amount.low != amount.high or amount.low > HUNDRED:
        problems.error("likelihood", f"'{text[:40]}' is no likelihood", node.span, "write a share, as 30 %")
        return None
    return amount.low
