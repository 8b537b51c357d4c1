"""Files of provisions, one a regime, read into :class:`lexposure.rulebook.provisions.Provisions`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lexposure.rulebook.currencies import EURO, Currencies
from lexposure.rulebook.facts import About, Catalogue, Fact, FactType
from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.provisions import Cap, Mirror, Provision, Provisions, Regime, Tier
from lexposure.rulebook.values import Misread, read_whole
from lexposure.source.fields import Fields, read_date
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar

_FIXED = Fact("fixed", About.COMPANY, FactType.MONEY, "", Span(""))
_SHARE = Fact("share", About.COMPANY, FactType.SHARE, "", Span(""))
_CURRENCY = re.compile(r"[A-Z]{3}$")


@dataclass(slots=True)
class ProvisionFiles:
    """Collects the files of provisions; ``done`` joins them, for one may lean on another."""

    problems: Problems
    regimes: dict[str, Regime] = field(default_factory=dict[str, Regime])
    tiers: dict[str, Tier] = field(default_factory=dict[str, Tier])
    mirrors: dict[str, Mirror] = field(default_factory=dict[str, Mirror])
    _found: dict[str, tuple[Provision, Scalar | None]] = field(
        default_factory=dict[str, tuple[Provision, "Scalar | None"]]
    )

    def read(self, root: Node) -> None:
        """Read one file: a regime with its tiers and provisions."""
        fields = Fields(root, self.problems, "a file of provisions")
        place = fields.scalar("regime", required=True)
        regime = Regime(fields.text("regime"), fields.text("title", required=True), fields.text("url"))
        if place is not None and regime.id in self.regimes:
            self.problems.error("duplicate", f"the regime '{regime.id}' has a file already", place.span)
        self.regimes.setdefault(regime.id, regime)
        for name, node in fields.keyed("tiers"):
            if self._free(name, name.text in self.tiers):
                self.tiers[name.text] = self._tier(name, node, regime)
        for name, node in fields.keyed("provisions"):
            if self._free(name, name.text in self._found):
                self._found[name.text] = self._provision(name, node, regime)
        if fields.has("mirrors"):
            self.mirrors[regime.id] = self._mirror(fields.node("mirrors"), regime)
        fields.finish()

    def _mirror(self, node: Node | None, regime: Regime) -> Mirror:
        fields = Fields(node, self.problems, "'mirrors'")
        tiers = {key.text: value.text for key, value in fields.keyed("tiers") if isinstance(value, Scalar)}
        mirror = Mirror(
            regime=regime.id,
            original=fields.text("regime", required=True),
            law=fields.text("law", required=True),
            original_law=fields.text("original_law", required=True),
            tiers=tiers,
            when=fields.text("when", required=True),
            start=fields.date("from", required=True) or dt.date.min,
            cite=fields.text("cite", required=True),
            apart={key.text: value.text for key, value in fields.keyed("apart") if isinstance(value, Scalar)},
            url=regime.url,
            span=fields.place("when"),
        )
        fields.finish()
        return mirror

    def _free(self, name: Scalar, taken: bool) -> bool:
        if taken:
            self.problems.error("duplicate", f"'{name.text}' stands in another file already", name.span)
        return not taken

    def _tier(self, name: Scalar, node: Node, regime: Regime) -> Tier:
        fields = Fields(node, self.problems, f"the tier '{name.text}'", name.span)
        caps: list[tuple[dt.date, Cap]] = []
        fields.node("caps", required=True)
        for start, cap_node in fields.keyed("caps"):
            day = read_date(start, self.problems)
            cap = self._cap(start, cap_node)
            if day is not None:
                caps.append((day, cap))
        caps.sort(key=lambda dated: dated[0])
        tier = Tier(
            name.text, fields.text("title", required=True), regime.id, tuple(caps), fields.text("url"), name.span
        )
        fields.finish()
        return tier

    def _cap(self, start: Scalar, node: Node) -> Cap:
        fields = Fields(node, self.problems, f"the maximum of {start.text}", start.span)
        fixed, currency = self._fixed(fields)
        cap = Cap(
            fixed_cents=fixed,
            share_ppm=self._whole(fields, "share", _SHARE),
            cite=fields.text("cite", required=True),
            kind=read_kind(fields),
            certainty=read_certainty(fields),
            checked_on=fields.date("checked_on", required=True) or dt.date.min,
            currency=currency,
        )
        if not fields.has("fixed") and not fields.has("share"):
            self.problems.error("missing", f"the maximum of {start.text} needs 'fixed', 'share' or both", start.span)
        fields.finish()
        return cap

    def _fixed(self, fields: Fields) -> tuple[int | None, str]:
        """The fixed amount in hundredths of its currency, which the text ends with."""
        scalar = fields.scalar("fixed")
        code = _CURRENCY.search(scalar.text.strip()) if scalar else None
        currency = code[0] if code else EURO
        if scalar is None:
            return None, EURO
        try:
            return read_whole(_CURRENCY.sub(EURO, scalar.text.strip()), _FIXED), currency
        except Misread as error:
            misread(error, scalar, self.problems)
            return None, EURO

    def _whole(self, fields: Fields, key: str, fact: Fact) -> int | None:
        scalar = fields.scalar(key)
        if scalar is None:
            return None
        try:
            return read_whole(scalar.text.strip(), fact)
        except Misread as error:
            misread(error, scalar, self.problems)
            return None

    def _provision(self, name: Scalar, node: Node, regime: Regime) -> tuple[Provision, Scalar | None]:
        fields = Fields(node, self.problems, f"the provision '{name.text}'", name.span)
        tier = fields.scalar("tier")
        provision = Provision(
            name=name.text,
            regime=regime.id,
            subject=fields.text("subject", required=True),
            tier=None,
            point=fields.text("point"),
            routes=fields.texts("route"),
            only_through=fields.text("only_through"),
            national=fields.text("national"),
            doubtful=fields.yes_no("doubtful"),
            note=fields.text("note"),
            certainty=read_certainty(fields),
            cite=fields.text("cite", required=True),
            url=fields.text("url") or regime.url,
            from_=fields.date("from"),
            span=name.span,
        )
        ways = [key for key in ("tier", "route", "only_through", "national") if fields.has(key)]
        if len(ways) != 1:
            said = " and ".join(ways) if ways else "none"
            message = f"'{name.text}' needs one of tier, route, only_through, national; it has {said}"
            self.problems.error("finable", message, name.span)
        fields.finish()
        return provision, tier

    def done(self) -> Provisions:
        """All provisions with their tiers."""
        known: dict[str, Provision] = {}
        for name, (provision, tier) in self._found.items():
            known[name] = provision if tier is None else replace(provision, tier=self._named_tier(tier))
        for name, provision in known.items():
            if provision.routes:
                known[name] = replace(provision, tier=self._routed(provision, known))
        return Provisions(known, self.tiers, self.regimes, self.mirrors)

    def _named_tier(self, name: Scalar) -> Tier | None:
        tier = self.tiers.get(name.text)
        if tier is None:
            hint = did_you_mean(name.text, self.tiers)
            self.problems.error("unknown-tier", f"no tier '{name.text}'", name.span, hint)
        return tier

    def _routed(self, provision: Provision, known: dict[str, Provision]) -> Tier | None:
        """The tier of the first route; a route itself must have a tier of its own."""
        for route in provision.routes:
            through = Provisions(known).find(route)
            if through is None or through.routes:
                hint = did_you_mean(route, known)
                message = f"'{provision.name}' has the route '{route}', which is no provision with a tier"
                self.problems.error("unknown-provision", message, provision.span, hint)
                return None
        first = Provisions(known).find(provision.routes[0])
        return first.tier if first else None


def check_provisions(provisions: Provisions, catalogue: Catalogue, currencies: Currencies, problems: Problems) -> None:
    """What the files of provisions say about facts, rates and each other."""
    for mirror in provisions.mirrors.values():
        if mirror.when not in catalogue:
            hint = did_you_mean(mirror.when, catalogue)
            problems.error("unknown-fact", f"'{mirror.when}' is not a known fact", mirror.span, hint)
        if mirror.original not in provisions.regimes:
            hint = did_you_mean(mirror.original, provisions.regimes)
            problems.error("unknown-regime", f"'{mirror.original}' is not a known regime", mirror.span, hint)
        for name in mirror.apart:
            if name not in provisions.by_name:
                hint = did_you_mean(name, provisions.by_name)
                problems.error("unknown-provision", f"'apart' names '{name}', which is no provision", mirror.span, hint)
        _check_tiers(mirror, provisions.tiers, problems)
    for tier in provisions.tiers.values():
        for _, cap in tier.caps:
            if cap.currency not in currencies.codes:
                problems.error("currency", f"no rates are known for '{cap.currency}'", tier.span)


def _check_tiers(mirror: Mirror, tiers: Mapping[str, Tier], problems: Problems) -> None:
    """Every tier of the original must have its image, or a fine would silently be lost."""
    own = {name for name, tier in tiers.items() if tier.regime == mirror.original}
    for name in sorted(own - set(mirror.tiers)):
        problems.error("missing", f"'mirrors' says nothing of the tier '{name}'", mirror.span)
    for name in (*mirror.tiers, *mirror.tiers.values()):
        if name not in tiers:
            hint = did_you_mean(name, tiers)
            problems.error("unknown-tier", f"no tier '{name}'", mirror.span, hint)
