"""What may stand after a fact, as JSON Schema: phrases in conditions, answers in examples.

Editors offer what a schema lists word for word, so options, parameters and the beginnings of phrases are listed;
patterns then say what is right. The readers in :mod:`lexposure.rulebook` stay the judges: a schema accepts a little
more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

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


YES_NO: Json = {
    # not an enum: editors would put its words in quotes, for older YAML takes a bare yes for a truth value
    "type": "string",
    "pattern": "^(yes|no)$",
    "patternErrorMessage": "write yes or no",
    "defaultSnippets": [{"label": "yes", "body": "yes"}, {"label": "no", "body": "no"}],
}


def phrase(fact: Fact, parameters: Parameters) -> Json:
    """What a condition may say of a fact."""
    said: Json = {"title": fact.name, "description": described(fact)}
    if fact.type is FactType.YES_NO:
        return said | YES_NO
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
    labels = {option.name: option.label for option in fact.options}
    known = words(labels | {state: state for state in states})
    if fact.type is not FactType.CHOICES:
        return said | known
    listed: Json = {"type": "array", "items": words(labels)}
    return said | {"anyOf": [known, listed, {"type": "string", "pattern": f"^({_list(tuple(labels))})?$"}]}


def words(described: Mapping[str, str]) -> Json:
    """One of some words, each with its description; of no words, none. JSON Schema knows no empty list of them."""
    if not described:
        return {"not": {}}
    return {"enum": list(described), "enumDescriptions": list(described.values())}


def described(fact: Fact) -> str:
    """The question, with what helps to answer it and where it comes from."""
    return "\n\n".join(part for part in (fact.asks, fact.helps, fact.cite) if part)


def _choice(fact: Fact) -> Json:
    labels = {option.name: option.label for option in fact.options}
    plain = words(labels | {f"not {name}": f"not: {label}" for name, label in labels.items()})
    return {"anyOf": [plain, _several(labels, "(not )?one of")], **_offered(("one of", "not one of"), _first(labels))}


def _choices(fact: Fact) -> Json:
    labels = {option.name: option.label for option in fact.options}
    plain = words({f"includes {name}": label for name, label in labels.items()})
    return {"anyOf": [plain, _several(labels, "includes any of")], **_offered(("includes any of",), _first(labels))}


def _several(labels: Mapping[str, str], said: str) -> Json:
    return {"type": "string", "pattern": f"^{said} {_list(tuple(labels))}$"}


def _first(labels: Mapping[str, str]) -> str:
    return ", ".join(tuple(labels)[:2])


def _date() -> Json:
    day = rf"({'|'.join(_DAYS)}) +\d{{4}}-\d{{2}}-\d{{2}}"
    ago = rf"({'|'.join(_AGO)}) +\d{{1,4}} +(day|week|month|year)s? +ago"
    snippets = [*_snippets(_DAYS, "2024-03-07"), *_snippets(_AGO, "6 months ago")]
    wrong = "say on or after, after, on or before, before and a day, or at least 6 months ago"
    return {"type": "string", "pattern": f"^({day}|{ago})$", "patternErrorMessage": wrong, "defaultSnippets": snippets}


def _number(fact: Fact, parameters: Parameters) -> Json:
    named = [
        parameter
        for parameter in parameters.values()
        if parameter.type is fact.type and not (parameter.unit and fact.unit and parameter.unit != fact.unit)
    ]
    unit = _UNITS.get(fact.type, f"( *{re.escape(fact.unit)})?" if fact.unit else "")
    wrong = "say at least, more than, at most, less than or exactly, then an amount with its unit or a parameter"
    pattern = f"^({'|'.join(_COMPARISONS)}) +{_NUMBER}{unit}$"
    amount: Json = {"type": "string", "pattern": pattern, "patternErrorMessage": wrong}
    offered = _offered(_COMPARISONS, _SAMPLES.get(fact.type, "1 000"))
    if not named:
        return amount | offered
    figures = words({f"{said} {parameter.name}": parameter.title for said in _COMPARISONS for parameter in named})
    return {"anyOf": [amount, figures], **offered}


def _offered(beginnings: Sequence[str], sample: str) -> Json:
    return {"defaultSnippets": _snippets(beginnings, sample)}


def _snippets(beginnings: Iterable[str], sample: str) -> list[Json]:
    """Beginnings of phrases that an editor offers, with a sample to type over."""
    return [{"label": f"{each} …", "body": f"{each} ${{1:{sample}}}"} for each in beginnings]


def _list(names: Sequence[str]) -> str:
    """One or more of some names, separated by commas."""
    one = "|".join(re.escape(name) for name in names)
    return f"({one})( *, *({one}))*"
