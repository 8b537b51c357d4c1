"""The fines of a world in which everything is known, worked out anew in plain Python.

Shares no code with the program but the reading of its exchange rates; figures stand here a second time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from exposure.worlds import ON, Made, World, book, code
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.facts import About

Triple = tuple[float, float | None, float]

BANDS = ((0.0, 0.1), (0.1, 0.2), (0.2, 1.0))
SIZES = (
    (2e6, 0.002, 0.004),
    (1e7, 0.003, 0.02),
    (5e7, 0.015, 0.1),
    (1e8, 0.08, 0.2),
    (2.5e8, 0.15, 0.5),
    (5e8, 0.4, 1.0),
)
UK_SIZES = (
    (2e6, 0.002, 0.004),
    (1e7, 0.004, 0.02),
    (5e7, 0.02, 0.1),
    (1e8, 0.1, 0.2),
    (2.5e8, 0.2, 0.5),
    (4.35e8, 0.5, 1.0),
)
CLASSES = tuple(
    (top * 1e6, mean * 1e3)
    for top, mean in (
        (0.7, 350), (1.4, 1050), (2, 1700), (5, 3500), (7.5, 6250), (10, 8750), (12.5, 11250), (15, 13750), (20, 17500),
        (25, 22500), (30, 27500), (40, 35000), (50, 45000), (75, 62500), (100, 87500), (200, 150000), (300, 250000),
        (400, 350000), (500, 450000),
    )
)  # fmt: skip
FACTORS = (((1, 2), (2, 4), (4, 7.2)), ((1, 4), (4, 8), (8, 14.4)))
UPPER = {"GDPR 6(1)", "GDPR 5(1)(a)", "GDPR 12(3)"}


def per_euro(currency: str) -> float:
    """Units per euro in the last full year."""
    rate = book().currencies.rate(currency, ON.year - 1)
    assert rate is not None
    return float(rate)


@dataclass(frozen=True)
class Known:
    """A world whose slots hold one value each."""

    world: World

    def answer(self, fact: str, subject: Subject = COMPANY) -> int:
        return next(slot[0] for name, key, slot in self.world.answers if (name, key) == (fact, subject.key))

    def fines(self, regime: str) -> list[Triple]:
        """One fine for each conduct."""
        if regime == "uk-gdpr" and not self.answer("uk_gdpr_applies"):
            return []
        by = {"gdpr": self.gdpr, "uk-gdpr": self.kingdom, "antitrust": self.antitrust}[regime]
        return [by(members) for members in self.conducts(regime)]

    def others(self, method: str) -> list[Triple]:
        """One fine for each conduct under the Regulation by another method."""
        return [self.tariff(method, members) for members in self.conducts("gdpr")]

    def conducts(self, regime: str) -> Iterator[list[Made]]:
        """Findings of one label about linked subjects, as far as fault and time allow a fine."""
        (links,) = self.world.links
        for label in dict.fromkeys(self.world.labels):
            for group in links:
                members = [
                    one
                    for one in self.world.made
                    if one.slot == (1,)
                    and self.world.labels[one.rule] == label
                    and one.subject in group
                    and self.provisions(one, regime)
                    and self.answer("fault") != code("fault", "none")
                    and (regime != "antitrust" or not self.late(one.subject))
                ]
                if members:
                    yield members

    def provisions(self, made: Made, regime: str) -> list[str]:
        laws = {"gdpr": ("GDPR",), "uk-gdpr": ("GDPR",), "antitrust": ("TFEU", "Reg.")}[regime]
        return [name for name in self.world.infringes[made.rule] if name.split()[0] in laws]

    def kept(self, members: list[Made]) -> list[Made]:
        rules = {one.rule for one in members}
        return [one for one in members if not any((upper, one.rule) in self.world.displaces for upper in rules)]

    def change(self, regime: str, step: str, members: list[Made]) -> Triple | None:
        subjects = {COMPANY} | {one.subject for one in members}
        found = [
            weight.effect
            for weight in self.world.weights
            if (weight.regime, weight.step) == (regime, step)
            and any(slot == (1,) and subject in subjects for subject, slot in weight.slots)
        ]
        if not found:
            return None
        low, central, high = (max(sum(effect[i] for effect in found) / 100, -1.0) for i in range(3))
        return low, central, high

    def gdpr(self, members: list[Made]) -> Triple:
        kept = self.kept(members)
        upper = any(name in UPPER for one in kept for name in self.provisions(one, "gdpr"))
        turnover = self.answer("group_turnover") / 100
        public = self.answer("public_body") == 1
        poland = public and self.answer("main_establishment") == code("main_establishment", "PL")
        cap = 2e7 if upper else 1e7
        size: Triple = (0.002, None, 1.0)
        if poland:
            euro = book().currencies.convert(Decimal(100_000), "PLN", ON.year - 1)
            assert euro is not None
            cap, size = float(euro), (1.0, 1.0, 1.0)
        elif self.answer("undertaking") == 1:
            cap = max(cap, turnover * (0.04 if upper else 0.02))
            size = self.size(turnover)
        low, high = BANDS[max(one.levels[0] for one in kept)]
        central = low + (high - low) * (0.75 if len(kept) > 1 else 0.5)
        cut: Triple = (-0.87, -0.5, -0.296) if self.answer("inability_to_pay_shown") else (0.0, 0.0, 0.0)
        adjust = self.change("gdpr", "adjustment", members) or (0.0, 0.0, 0.0)
        ends = [
            None
            if size[i] is None
            else min(cap, cap * share * (size[i] or 0.0) * (1 + (adjust[i] or 0.0))) * (1 + (cut[i] or 0.0))
            for i, share in enumerate((low, central, high))
        ]
        unsourced = public and not poland
        return (0.0 if unsourced else ends[0] or 0.0), (None if unsourced else ends[1]), ends[2] or 0.0

    @staticmethod
    def size(turnover: float, sizes: tuple[tuple[float, float, float], ...] = SIZES, full: float = 5e8) -> Triple:
        for top, low, high in sizes:
            if turnover <= top:
                return low, min(max(turnover / full, low), high), high
        return 1.0, 1.0, 1.0

    def kingdom(self, members: list[Made]) -> Triple:
        """By the guidance of the ICO, in euro."""
        kept, rate = self.kept(members), per_euro("GBP")
        upper = any(name in UPPER for one in kept for name in self.provisions(one, "gdpr"))
        turnover = self.answer("group_turnover") / 100
        undertaking = self.answer("undertaking") == 1
        fixed = (17.5e6 if upper else 8.7e6) / rate
        cap = max(fixed, turnover * (0.04 if upper else 0.02)) if undertaking else fixed
        size = self.size(turnover * rate, UK_SIZES, 4.35e8) if undertaking else (0.002, None, 1.0)
        low, high = BANDS[max(one.levels[0] for one in kept)]
        central = low + (high - low) * (0.75 if len(kept) > 1 else 0.5)
        cut: Triple = (-0.87, -0.51, -0.296) if self.answer("inability_to_pay_shown") else (0.0, 0.0, 0.0)
        adjust = self.change("gdpr", "adjustment", members) or (0.0, 0.0, 0.0)
        ends = [
            None
            if size[i] is None
            else min(cap, cap * share * (size[i] or 0) * (1 + (adjust[i] or 0))) * (1 + (cut[i] or 0))
            for i, share in enumerate((low, central, high))
        ]
        return ends[0] or 0.0, ends[1], ends[2] or 0.0

    def tariff(self, method: str, members: list[Made]) -> Triple:
        """The dearest infringement by daily rates or categories."""
        adjust = self.change("gdpr", "adjustment", members) or (0.0, 0.0, 0.0)
        cut: Triple = (-0.87, -0.5, -0.296) if self.answer("inability_to_pay_shown") else (0.0, 0.0, 0.0)
        amounts = [
            self.charge(method, name, one.levels[0], adjust)
            for one in self.kept(members)
            for name in self.provisions(one, "gdpr")
        ]
        open_ = any(amount[1] is None for amount in amounts) or self.public
        low, high = (max(amount[i] or 0.0 for amount in amounts) * (1 + (cut[i] or 0.0)) for i in (0, 2))
        central = None if open_ else max(amount[1] or 0.0 for amount in amounts) * (1 + (cut[1] or 0.0))
        return (0.0 if self.public else low), central, high

    @property
    def public(self) -> bool:
        """None of these methods has a ceiling for public bodies."""
        return self.answer("public_body") == 1

    def charge(self, method: str, name: str, level: int, adjust: Triple) -> Triple:
        upper, turnover = name in UPPER, self.answer("group_turnover") / 100
        measured = self.answer("undertaking") == 1
        cap = max(2e7 if upper else 1e7, turnover * (0.04 if upper else 0.02) if measured else 0.0)
        own = {"dsk-2019": self.daily, "ap-2019": self.dutch, "dk-2021": self.danish}[method]
        amount = own(name, level, turnover if measured else None, adjust)
        if amount is None:
            return 0.0, None, cap
        low, central, high = (None if one is None else min(one, cap) for one in amount)
        return low or 0.0, central, high or 0.0

    @staticmethod
    def daily(name: str, level: int, turnover: float | None, adjust: Triple) -> Triple | None:
        if turnover is None:
            return None
        mean = next((mean for top, mean in CLASSES if turnover <= top), turnover)
        rate = int(mean / 360 + 0.5)
        low, high = (FACTORS[1] if name in UPPER else FACTORS[0])[level]
        factors = (low, (low + high) / 2, high)
        made = [rate * factor * (1 + (change or 0.0)) for factor, change in zip(factors, adjust, strict=True)]
        return made[0], made[1], made[2]

    def dutch(self, name: str, _level: int, _turnover: float | None, adjust: Triple) -> Triple | None:
        if name not in ("GDPR 6(1)", "GDPR 33(1)", "GDPR 5(1)(a)"):
            return None
        since = dt.date(ON.year - 5, ON.month, ON.day).toordinal()
        again = self.answer("earlier_infringement") == 1 and self.answer("earlier_infringement_on") >= since
        times = 1.5 if again else 1.0
        return 3e5 * times, min(max(525e3 * (1 + (adjust[1] or 0.0)), 3e5), 75e4) * times, 75e4 * times

    @staticmethod
    def danish(name: str, _level: int, turnover: float | None, adjust: Triple) -> Triple | None:
        share = {"GDPR 32(1)": 0.2, "GDPR 33(1)": 0.1, "GDPR 37(1)": 0.1}.get(name)
        if share is None:
            return None
        rate = per_euro("DKK")
        whole = max(75e6 / rate, 0.02 * (turnover or 0.0))
        kroner = (turnover or 0.0) * rate
        kept = next((factor for top, factor in ((15e6, 0.004), (75e6, 0.02), (375e6, 0.1)) if kroner < top), 1.0)
        sizes: Triple = (0.004, None, 1.0) if turnover is None else (kept, kept, kept)
        made = [
            None if size is None else whole * share * size * (1 + (change or 0.0))
            for size, change in zip(sizes, adjust, strict=True)
        ]
        return made[0] or 0.0, made[1], made[2] or 0.0

    def ended(self, subject: Subject) -> int:
        return (
            ON.toordinal()
            if self.answer("conduct_ongoing", subject)
            else min(self.answer("conduct_ended", subject), ON.toordinal())
        )

    def late(self, subject: Subject) -> bool:
        if subject.about is not About.MARKET:
            return False
        end, act = self.ended(subject), self.answer("last_enforcement_act_on", subject)
        passed = [dt.date.fromordinal(max(end, act)), dt.date.fromordinal(end)]
        limits = [_years_on(passed[0], 5), _years_on(passed[1], 10)]
        return not self.answer("conduct_ongoing", subject) and any(day < ON for day in limits)

    def antitrust(self, members: list[Made]) -> Triple:
        kept = self.kept(members)
        cap = self.answer("group_turnover") / 100 * 0.1
        formula = {one.subject for one in kept if "TFEU 102" in self.world.infringes[one.rule]}
        outside = any("TFEU 102" not in self.world.infringes[one.rule] for one in kept)
        basic = [0.0, 0.0, 0.0]
        for subject in formula:
            sales = self.answer("value_of_sales", subject) / 100
            days = max(self.ended(subject) - self.answer("conduct_started", subject) + 1, 0)
            for i, (gravity, more) in enumerate(((0.05, 0.0), (0.1, 0.0), (0.15, 0.1))):
                basic[i] += sales * (gravity * days / 365.25 + more)
        adjust = self.change("antitrust", "adjustment", members) or (0.0, 0.0, 0.0)
        has_deterrence = any(one.step == "deterrence" and one.slots for one in self.world.weights)
        usual: Triple = (0.0, 0.0, 0.0) if has_deterrence else (0.0, 0.1, 0.3)
        deter = self.change("antitrust", "deterrence", members) or usual
        coop = self.change("antitrust", "cooperation", members) or (0.0, 0.0, 0.0)
        cut: Triple = (-0.95, -0.6, -0.25) if self.answer("inability_to_pay_shown") else (0.0, 0.0, 0.0)

        def end(i: int, amount: float) -> float:
            raised = amount * (1 + (adjust[i] or 0.0)) * (1 + (deter[i] or 0.0))
            return min(min(cap, raised) * (1 + (coop[i] or 0.0)), cap) * (1 + (cut[i] or 0.0))

        high = end(2, float("inf")) if outside and adjust[2] != -1 and deter[2] != -1 else end(2, basic[2])
        return end(0, basic[0]), (None if outside else end(1, basic[1])), high


def _years_on(day: dt.date, years: int) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return dt.date(day.year + years, day.month, 28 if leap else day.day)
