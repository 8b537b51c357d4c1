"""Frozen data taken apart: every value below a dataclass, mapping or tuple, with the names that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import cast


def values(thing: object, whole: tuple[type, ...] = (), path: str = "") -> Iterator[tuple[str, object]]:
    """The values in order; those of the types ``whole`` are not taken apart. Members of a tuple share its name."""
    if isinstance(thing, whole):
        yield path, thing
    elif isinstance(thing, Mapping):
        for key, value in cast("Mapping[object, object]", thing).items():
            yield from values(value, whole, f"{path} {key}")
    elif isinstance(thing, tuple):
        for value in cast("tuple[object, ...]", thing):
            yield from values(value, whole, path)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from values(getattr(thing, field.name), whole, f"{path} {field.name}".strip())
    else:
        yield path, thing
