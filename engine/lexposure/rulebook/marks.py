"""The marks that every figure and source carries: what kind of rule it is, and how sure we are of it."""

from __future__ import annotations

from lexposure.source.fields import Fields

KINDS = ("law", "guidance", "our reading")
CERTAINTIES = {"V": "verified", "D": "derived", "M": "unverified"}
"""V: looked up in the source; D: derived from such; M: from memory, so unverified until looked up."""

_WORDS = {**CERTAINTIES, **{word: word for word in CERTAINTIES.values()}}


def read_kind(fields: Fields) -> str:
    """``kind``: what makes the figure binding."""
    return fields.one_of("kind", KINDS, required=True)


def read_certainty(fields: Fields, required: bool = True) -> str:
    """``certainty`` as a word; the letters V, D and M stand for verified, derived, unverified."""
    return _WORDS.get(fields.one_of("certainty", tuple(_WORDS), required=required), "")
