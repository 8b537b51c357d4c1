"""What may stand after a fact, as JSON Schema: phrases in conditions, answers in examples.

Editors offer what a schema lists word for word, so options, parameters and the beginnings of phrases are listed; patterns
then say what is right. The readers in :mod:`lexposure.rulebook` stay the judges: a schema accepts a little more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.parameters import Parameters
from lexposure.rulebook.values import STATES

Json = dict[str, object]

_COMPARISONS = ("at least", "more than", "at most", "less than", "exactly")
_DAYS = ("on or after", "after", "on or before", "before")
_AGO = ("at least", "more than", "at most", "less than")
_NUMBER = r"(\d{1,3}( \d{3})+|\d+)(\.\d+)?( *(thousand|million|billion))?"
_UNITS = {FactType.MONEY: " *EUR", FactType.SHARE: " *%"}
_SAMPLES = {FactType.MONEY: "50 million EUR", FactType.SHARE: "10 %"}


def phrase(fact: Fact, parameters: Parameters) -> Json:
    """What a condition may say of a fact."""
    said: Json = {"title": fact.name, "description": described(fact)}
    if fact.type is FactType.YES_NO:
        return said | {"enum": ["yes", "no"]}
    if fact.type is FactType.CHOICE:
        return said | _choice(fact)
    if fact.type is FactType.CHOICES:
        return said | _choices(fact)
    if fact.type is FactType.DATE:
        return said | _date()
    return said | _number(fact, parameters)


def answer(fact: Fact) -> Json:
    """What an example, a profile or a remedy may answer; ranges and amounts are left to the reader."""
    said: Json = {"title": fact.name, "description": described(fact)}
    states = [state for state in STATES if state != "not applicable" or fact.when_not_applicable is not None]
    if fact.type.is_number:
        return said | {"anyOf": [{"enum": states}, {"type": ["string", "number"]}]}
    names = [option.name for option in fact.options]
    known: Json = {"enum": [*names, *states], "enumDescriptions": [*(option.label for option in fact.options), *states]}
    if fact.type is not FactType.CHOICES:
        return said | known
    listed: Json = {"type": "array", "items": {"enum": names}}
    return said | {"anyOf": [known, listed, {"type": "string", "pattern": f"^({_list(names)})?$"}]}


def described(fact: Fact) -> str:
    """The question, with what helps to answer it and where it comes from."""
    return "\n\n".join(part for part in (fact.asks, fact.helps, fact.cite) if part)


def _choice(fact: Fact) -> Json:
    names = [option.name for option in fact.options]
    plain: Json = {
        "enum": [*names, *(f"not {name}" for name in names)],
        "enumDescriptions": [
            *(option.label for option in fact.options),
            *(f"not {each.label}" for each in fact.options),
        ],
    }
    several: Json = {"type": "string", "pattern": f"^(not )?one of {_list(names)}$"}
    return {"anyOf": [plain, several], **_offered(("one of", "not one of"), ", ".join(names[:2]))}


def _choices(fact: Fact) -> Json:
    names = [option.name for option in fact.options]
    plain: Json = {
        "enum": [f"includes {name}" for name in names],
        "enumDescriptions": [option.label for option in fact.options],
    }
    several: Json = {"type": "string", "pattern": f"^includes any of {_list(names)}$"}
    return {"anyOf": [plain, several], **_offered(("includes any of",), ", ".join(names[:2]))}


def _date() -> Json:
    day = rf"({'|'.join(_DAYS)}) +\d{{4}}-\d{{2}}-\d{{2}}"
    ago = rf"({'|'.join(_AGO)}) +\d{{1,4}} +(day|week|month|year)s? +ago"
    snippets = [*_snippets(_DAYS, "2024-03-07"), *_snippets(_AGO, "6 months ago")]
    return {"type": "string", "pattern": f"^({day}|{ago})$", "defaultSnippets": snippets}


def _number(fact: Fact, parameters: Parameters) -> Json:
    named = [
        parameter
        for parameter in parameters.values()
        if parameter.type is fact.type and not (parameter.unit and fact.unit and parameter.unit != fact.unit)
    ]
    unit = _UNITS.get(fact.type, f"( *{re.escape(fact.unit)})?" if fact.unit else "")
    amount: Json = {"type": "string", "pattern": f"^({'|'.join(_COMPARISONS)}) +{_NUMBER}{unit}$"}
    offered = _offered(_COMPARISONS, _SAMPLES.get(fact.type, "1 000"))
    if not named:
        return amount | offered
    figures: Json = {
        "enum": [f"{words} {parameter.name}" for words in _COMPARISONS for parameter in named],
        "enumDescriptions": [parameter.title for _ in _COMPARISONS for parameter in named],
    }
    return {"anyOf": [amount, figures], **offered}


def _offered(words: Sequence[str], sample: str) -> Json:
    return {"defaultSnippets": _snippets(words, sample)}


def _snippets(words: Iterable[str], sample: str) -> list[Json]:
    """Beginnings of phrases that an editor offers, with a sample to type over."""
    return [{"label": f"{each} …", "body": f"{each} ${{1:{sample}}}"} for each in words]


def _list(names: Sequence[str]) -> str:
    """One or more of some names, separated by commas."""
    one = "|".join(re.escape(name) for name in names)
    return f"({one})( *, *({one}))*"
