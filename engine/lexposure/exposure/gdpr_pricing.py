"""GDPR fines for sets of findings, over everything the answers leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import lexposure.exposure.amounts as am
from lexposure.exposure.addressee import Addressee
from lexposure.exposure.amounts import Change, Rows
from lexposure.exposure.answers import Answers
from lexposure.exposure.conducts import Cluster, Item
from lexposure.exposure.effects import Effect, Factors
from lexposure.exposure.gdpr import (
    GdprInputs,
    GdprReasons,
    GdprSheet,
    any_size,
    calculate,
    cap_parts,
    size_range,
    steps,
)
from lexposure.exposure.model import Step
from lexposure.exposure.pricing import Maximum, Scenes, levels_of
from lexposure.exposure.steps import percent
from lexposure.rulebook.formulas import EdpbMethod, Mark, Spread
from lexposure.rulebook.provisions import Cap, Tier
from lexposure.rulebook.rules import Level
from lexposure.rulebook.tariffs import Tariff

Three = tuple[Sequence[Item], Sequence[Item], Sequence[Item]]


@dataclass(frozen=True)
class GdprPricing:
    """Fines by the EDPB's family of methods. ``caps`` are the tiers' maxima in force at the date.

    ``addressees`` are what the addressee may be (undertaking or not, public body or not): a fine is
    calculated for each, and the bounds are taken over all of them.
    """

    method: EdpbMethod
    answers: Answers
    factors: Factors
    caps: Mapping[str, tuple[Tier, Cap]]
    addressees: tuple[Addressee, ...]

    @property
    def adds_up(self) -> bool:
        """One conduct has one maximum and one level, however many entries it spans."""
        return False

    def least(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """Lowest level, lower band ends, largest mitigation, smallest turnover."""
        return float(self._sheet((items, (), ()), self._effect(cluster)).final[0].min())

    def most(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """Highest level, upper band ends, largest aggravation, largest turnover."""
        return float(self._sheet(((), (), items), self._effect(cluster)).final[2].max())

    def most_together(self, cluster: Cluster, parts: Sequence[Sequence[Item]], /) -> float:
        """Each maximum may meet each share of the maximum, one to one.

        Whatever parts are joined, every conduct takes its maximum from one part and its share from one
        part, and no part serves twice. Pairing the largest with the largest bounds all such sums.
        """
        if len(parts) == 1:
            return self.most(cluster, parts[0])
        sums: list[float] = []
        for index, addressee in enumerate(self.addressees):
            caps = [self._cap(addressee, part) for part in parts]
            sums.append(am.best_pairs(caps, [self._share(cluster, part, index) for part in parts]))
        return max(sums)

    def outer(self, cluster: Cluster, items: Sequence[Item], /) -> float:
        """The maximum of these findings with the largest share in the cluster."""
        if cluster.alone:
            return self.most(cluster, items)
        return max(
            am.best_pairs([self._cap(addressee, items)], [self._share(cluster, cluster.items, index)])
            for index, addressee in enumerate(self.addressees)
        )

    def central(self, made: Cluster, items: Sequence[Item], /) -> float | None:
        """The method's centre for findings made in one conduct."""
        if not items:
            return 0.0
        sheet = self._sheet(((), items, ()), self.factors.effect("adjustment", made, joined=True))
        return am.finite(float(am.picked(sheet.final, 0, self._usual, 0)[1, 0]))

    def maximum(self, items: Sequence[Item]) -> Maximum:
        """The gravest provision's maximum at the largest turnover."""
        amount = max(self._cap(addressee, items) for addressee in self.addressees)
        gravest = max(self._tiers(items), key=lambda pair: cap_parts([pair[1]]))
        return Maximum(amount, gravest[0].name, gravest[1].cite)

    def steps(self, scenes: Scenes) -> tuple[Step, ...]:
        """The columns that gave the low, the central and the high, side by side."""
        effect = self._effect(scenes.cluster)
        made = self.factors.effect("adjustment", scenes.made, joined=True) if scenes.made else None
        both = joined_effect(effect, made)
        inputs = self._inputs((scenes.least, scenes.central, scenes.most), both)
        sheet = calculate(inputs)
        at = (am.lowest(sheet.final), self._usual, am.highest(sheet.final))
        chosen = _picked(sheet, lambda rows: am.picked(rows, *at))
        return steps(self.method, inputs, chosen, self._reasons(scenes, both))

    def notes(self, items: Sequence[Item]) -> tuple[str, ...]:
        """What the addressee may be, where that is open or national law decides."""
        notes = [addressee.note for addressee in self.addressees if addressee.note]
        if any(item.finding.graveness is None for item in items):
            notes.append("A rule states no seriousness: every level is possible.")
        return tuple(dict.fromkeys(notes))

    @cached_property
    def _usual(self) -> int:
        """The addressee that the central value is for."""
        return next((index for index, one in enumerate(self.addressees) if one.measured), 0)

    def _effect(self, cluster: Cluster) -> Effect | None:
        return self.factors.effect("adjustment", cluster)

    def _tiers(self, items: Sequence[Item]) -> list[tuple[Tier, Cap]]:
        return [self.caps[one.tier.name] for item in items for one in item.provisions if one.tier]

    def _cap(self, addressee: Addressee, items: Sequence[Item]) -> float:
        fixed, share = self._cap_parts(addressee, items)
        return float(am.maximum(am.same(fixed), am.same(share), self._turnover(addressee))[2, 0])

    def _cap_parts(self, addressee: Addressee, items: Sequence[Item]) -> tuple[float, float]:
        if addressee.ceiling is not None:
            return (addressee.ceiling if items else 0.0), 0.0
        return cap_parts([cap for _, cap in self._tiers(items)])

    def _share(self, cluster: Cluster, items: Sequence[Item], index: int) -> float:
        """The largest share of the maximum that a fine for these findings reaches."""
        inputs = self._inputs(((), (), items), self._effect(cluster))
        unit = replace(inputs, fixed=am.same(1.0), share=am.same(0.0))
        return float(am.picked(calculate(unit).final, 0, 0, index)[2, 0])

    def _sheet(self, rows: Three, effect: Effect | None) -> GdprSheet:
        return calculate(self._inputs(rows, effect))

    def _inputs(self, rows: Three, effect: Effect | None) -> GdprInputs:
        """A column for each possible addressee; the rows hold the findings behind low, central, high."""
        largest = max(rows, key=len)
        capped = [row or largest for row in rows]
        parts = [[self._cap_parts(one, row) for one in self.addressees] for row in capped]
        turnovers = [self._turnover(one) for one in self.addressees]
        cut = share_change(inability_cut(self.method, self.answers))
        return GdprInputs(
            fixed=am.table(*([fixed for fixed, _ in row] for row in parts)),
            share=am.table(*([share for _, share in row] for row in parts)),
            turnover=am.side_by_side(turnovers),
            start=am.rows(*_starts(self.method, rows)),
            size=am.side_by_side(
                [self._size(one, turnover) for one, turnover in zip(self.addressees, turnovers, strict=True)]
            ),
            fault=am.side_by_side(
                [am.rows(0.0, None, 1.0) if one.uncertain else am.same(1.0) for one in self.addressees]
            ),
            adjustment=None if effect is None else Change(share=am.rows(effect.low, effect.central, effect.high)),
            proportionality=None if self.method.hardship_mark else cut,
            hardship=cut if self.method.hardship_mark else None,
        )

    def _turnover(self, addressee: Addressee) -> Rows:
        if not addressee.measured:
            return am.same(0.0)
        turnover = self.answers.euro("turnover")
        return am.rows(turnover.low or 0.0, turnover.middle, turnover.high)

    def _size(self, addressee: Addressee, turnover: Rows) -> Rows:
        if addressee.ceiling is not None:
            return am.same(1.0)
        if addressee.measured:
            return size_range(self.method, turnover)
        size = any_size(self.method)
        return am.rows(size.low, size.central, size.high)

    def _reasons(self, scenes: Scenes, effect: Effect | None) -> GdprReasons:
        maximum = self.maximum(scenes.most)
        lowest = max(levels_of(item)[0] for item in scenes.least or scenes.most)
        highest = max(levels_of(item)[2] for item in scenes.most)
        levels = [level for level in Level if lowest <= level <= highest]
        several = (
            "; several infringements move the centre to three quarters of the band" if len(scenes.central) > 1 else ""
        )
        words = " or ".join(level.word for level in levels)
        start = f"Seriousness {words}: {_bands(self.method, levels)} of the maximum{several}."
        unsure = any(not item.sure for item in scenes.most) or not scenes.least
        return GdprReasons(
            maximum=f"{maximum.tier}: {cap_words([cap for _, cap in self._tiers(scenes.most)])}.",
            start=start
            + (" Nothing is fined at the low end while findings are open." if unsure and not scenes.least else ""),
            adjustment="; ".join(effect.says) if effect else "",
            proportionality=inability_words(self.method.inability_mark, self.answers),
            tier_cite=maximum.cite,
        )


def cap_words(caps: Sequence[Cap]) -> str:
    """The gravest maximum in words; amounts are in euro by now."""
    fixed, share = cap_parts(caps)
    return f"EUR {fixed:,.0f} or, if higher, {percent(share)} of the undertaking's worldwide turnover"


def inability_cut(method: EdpbMethod | Tariff, answers: Answers) -> Spread | None:
    """Shown: the cut. Not answered: a cut or none. Else, no step."""
    if "inability_to_pay" not in method.reads:
        return None
    cut = method.inability
    match answers.truth("inability_to_pay"):
        case True:
            return cut
        case None:
            return Spread(min(cut.low, 0.0), 0.0, max(cut.high, 0.0))
        case False:
            return None


def inability_words(mark: Mark, answers: Answers) -> str:
    """Why the step about inability to pay is there."""
    if answers.truth("inability_to_pay") is True:
        return f"Inability to pay was shown ({mark.cite}). {mark.because}"
    return f"Whether the company can show inability to pay is not answered; the low end takes the cut ({mark.cite})."


def _starts(method: EdpbMethod, rows: Three) -> tuple[float, float, float]:
    """The starting shares: of the gravest finding in each row; nothing where the row is empty."""
    low, central, high = rows
    several = len({item.id for item in central}) > 1
    middle = method.start(max(levels_of(item)[1] for item in central), several).central if central else 0.0
    return (
        method.start(max(levels_of(item)[0] for item in low), False).low if low else 0.0,
        middle or 0.0,
        method.start(max(levels_of(item)[2] for item in high), False).high if high else 0.0,
    )


def _bands(method: EdpbMethod, levels: Sequence[Level]) -> str:
    bands = [method.bands[level] for level in levels]
    return f"{percent(min(band.low for band in bands))} to {percent(max(band.high for band in bands))}"


def joined_effect(hull: Effect | None, made: Effect | None) -> Effect | None:
    """The bounds of the hull with the centre of what is made."""
    if hull is None and made is None:
        return None
    low, high = (hull.low, hull.high) if hull else (0.0, 0.0)
    return Effect(low, made.central if made else 0.0, high, hull.says if hull else made.says if made else ())


def share_change(spread: Spread | None) -> Change | None:
    """A share on top or off, if there is one."""
    return None if spread is None else Change(share=am.rows(spread.low, spread.central, spread.high))


def _picked(sheet: GdprSheet, pick: Callable[[Rows], Rows]) -> GdprSheet:
    return GdprSheet(
        maximum=pick(sheet.maximum),
        start=pick(sheet.start),
        sized=pick(sheet.sized),
        adjusted=pick(sheet.adjusted),
        capped=pick(sheet.capped),
        proportionate=pick(sheet.proportionate),
        relieved=pick(sheet.relieved),
        final=pick(sheet.final),
    )
