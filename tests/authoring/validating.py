"""JSON Schema as the tests use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from jsonschema import Draft7Validator


class Fault(Protocol):
    """What a validator says of one place."""

    @property
    def absolute_path(self) -> Iterable[str | int]: ...


class Validator(Protocol):
    """The part of jsonschema's validators that is used here; its own types leave the values open."""

    def iter_errors(self, instance: object) -> Iterator[Fault]: ...


def validator(schema: object) -> Validator:
    """A validator for a schema, itself checked before."""
    Draft7Validator.check_schema(cast("dict[str, str]", schema))
    return cast("Validator", Draft7Validator(cast("dict[str, str]", schema)))


def faults(value: object, by: Validator) -> list[str]:
    """Where the value does not fit, as dotted paths."""
    return [".".join(map(str, fault.absolute_path)) for fault in by.iter_errors(value)]
