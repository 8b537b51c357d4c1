"""Which evaluator decides."""

from __future__ import annotations

from lexposure.inference.durable import Durable, available
from lexposure.inference.program import Evaluator, Program
from lexposure.inference.reference import Reference

NAMES = ("durable", "reference", "columns")


class EvaluatorUnavailable(ValueError):
    """The evaluator asked for does not exist or cannot run here."""


def evaluator(program: Program, name: str | None = None) -> Evaluator:
    """The evaluator of that name; without a name, durable-rules where it can be imported, else the reference.

    Raises :class:`EvaluatorUnavailable` for other names and for durable-rules where it is missing.
    """
    if name is not None and name not in NAMES:
        raise EvaluatorUnavailable(f"there is no evaluator '{name}', only {', '.join(NAMES)}")
    if name == "columns":
        from lexposure.inference.columns.evaluator import Columns  # late: nobody else pays for NumPy

        return Columns(program)
    if name == "durable" and not available():
        raise EvaluatorUnavailable("durable-rules cannot be imported in this Python; use 'reference'")
    if name == "durable" or (name is None and available()):
        return Durable(program)
    return Reference(program)
