"""What ``fine`` answers, as one document: the keys of the published JSON, amounts to the cent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from lexposure.cli.fine_reading import Reading
from lexposure.exposure.explicit import Calculated, sum_of
from lexposure.exposure.model import Range, Step
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.formulas import Method
from lexposure.rulebook.provisions import Cap, Provision, Tier
from lexposure.source.problems import did_you_mean

Document = dict[str, object]


def document(method: Method, currency: str, conducts: Sequence[Calculated], notes: Sequence[str] = ()) -> Document:
    """The dearest conduct in front, then all conducts, the sum and the maxima.

    ``cap`` is the gravest single maximum. ``cap_total`` bounds the sum: the one maximum of a single or
    linked conduct; null for separate conducts, whose sum no maximum of the law bounds (EDPB Guidelines
    04/2022, para 45); ``caps`` has each. Pairs are [low, high]; a missing end is null.
    """
    first = max(conducts, key=lambda one: float("inf") if one.final.high is None else one.final.high)
    caps = [one.cap for one in conducts if one.cap is not None]
    known = len(caps) == len(conducts)
    total = sum_of([one.final for one in conducts])
    said = dict.fromkeys(note for one in conducts for note in one.notes)
    return {
        "currency": currency,
        "method": method.id,
        **_conduct(first),
        "cap": _money(max(caps)) if known else None,
        "total": _pair(total),
        "total_central": _money(total.central),
        "cap_total": _money(caps[0]) if known and len(caps) == 1 else None,
        "caps": [_money(one.cap) for one in conducts],
        "conducts": [{"group": one.group, **_conduct(one)} for one in conducts],
        "notes": [*said, *notes],
        "limits": list(method.limits),
    }


def _conduct(one: Calculated) -> Document:
    return {
        "cap": _money(one.cap),
        **{name: [_exact(value.low), _exact(value.high)] for name, value in one.shares},
        **{name: _pair(value) for name, value in one.amounts},
        "final": _pair(one.final),
        "central": _money(one.final.central),
        "steps": [_step(step) for step in one.steps],
    }


def _step(step: Step) -> Document:
    return {
        "id": step.id,
        "label": step.label,
        "cite": step.cite,
        "low": _money(step.low),
        "central": _money(step.central),
        "high": _money(step.high),
        "because": step.because,
        "kind": step.kind,
    }


def _pair(value: Range) -> list[float | None]:
    return [_money(value.low), _money(value.high)]


def _money(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _exact(value: float | None) -> float | None:
    return None if value is None else round(value, 10)


class Lookup:
    """Names given on the command line, looked up in the rule book."""

    def __init__(self, book: RuleBook, reading: Reading, regime: str, as_of: dt.date | None) -> None:
        self.book = book
        self.reading = reading
        self.regime = regime
        self.on = as_of or dt.date.max

    def method(self, id: str | None) -> Method | None:
        """The method asked for, or the regime's own. One for a law that mirrors the regime changes to that law."""
        methods = self.book.methods
        if id is None:
            choice = methods.for_regime(self.regime, self.on)
            return choice.method if choice else None
        mirrors = self.book.provisions.mirrors.values()
        laws = {self.regime} | {mirror.regime for mirror in mirrors if mirror.original == self.regime}
        own = {name: method for name, method in methods.by_id.items() if method.regime in laws}
        found = own.get(id)
        if found is None:
            hint = did_you_mean(id, own) or f"there are {', '.join(sorted(own))}"
            self.reading.refuse("method", f"'{id}' is not a method for this law", hint, "method")
        else:
            self.regime = found.regime
        return found

    def provision(self, text: str) -> Provision | None:
        """A provision by its name, with or without the law's."""
        for name in self._names(text.strip()):
            found = self.book.provisions.find(name)
            if found and found.regime == self.regime:
                return found
        return None

    def tier(self, option: str, text: str) -> tuple[Tier, Cap] | None:
        """A tier by its article, by ``t`` and the share of turnover it stands for, or by a provision."""
        tier = self._tier(text.strip())
        if tier is None:
            names = ", ".join(name.removeprefix(self._names("")[1]) for name in self._tiers())
            self.reading.refuse(option, f"'{text}' is no tier and no provision with one", f"there are {names}", "tier")
            return None
        cap = tier.cap_on(self.on)
        if cap is None:
            since = f"its maximum holds from {tier.caps[0][0].isoformat()} on" if tier.caps else ""
            self.reading.refuse(option, f"{tier.name} is not in force on that day", since, "not-in-force")
            return None
        return tier, cap

    def _tiers(self) -> Mapping[str, Tier]:
        return {name: tier for name, tier in self.book.provisions.tiers.items() if tier.regime == self.regime}

    def _names(self, text: str) -> tuple[str, ...]:
        """What a text may stand for: with the law's name in front where it has none."""
        mirror = self.book.provisions.mirrors.get(self.regime)
        law = mirror.law if mirror else next((name.partition(" ")[0] for name in self._tiers()), "")
        return (text, f"{law} {text}")

    def _tier(self, text: str) -> Tier | None:
        tiers = self._tiers()
        mirror = self.book.provisions.mirrors.get(self.regime)
        for name in self._names(text):
            image = mirror.image_of(name) if mirror else ""
            if name in tiers or image in tiers:
                return tiers.get(name) or tiers[image]
        for tier in tiers.values():
            cap = tier.cap_on(self.on)
            if cap and cap.share_ppm and text == f"t{cap.share_ppm // 10_000}":
                return tier
        provision = self.provision(text)
        return provision.tier if provision else None
