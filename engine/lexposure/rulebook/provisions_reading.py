"""Files of provisions, one a regime, read into :class:`lexposure.rulebook.provisions.Provisions`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from lexposure.rulebook.facts import About, Fact, FactType
from lexposure.rulebook.marks import read_certainty, read_kind
from lexposure.rulebook.misreading import misread
from lexposure.rulebook.provisions import Cap, Provision, Provisions, Regime, Tier
from lexposure.rulebook.values import Misread, read_whole
from lexposure.source.fields import Fields, read_date
from lexposure.source.problems import Problems, Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar

_FIXED = Fact("fixed", About.COMPANY, FactType.MONEY, "", Span(""))
_SHARE = Fact("share", About.COMPANY, FactType.SHARE, "", Span(""))


@dataclass(slots=True)
class ProvisionFiles:
    """Collects the files of provisions; ``done`` joins them, for one may lean on another."""

    problems: Problems
    regimes: dict[str, Regime] = field(default_factory=dict[str, Regime])
    tiers: dict[str, Tier] = field(default_factory=dict[str, Tier])
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
        fields.finish()

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
        cap = Cap(
            fixed_cents=self._whole(fields, "fixed", _FIXED),
            share_ppm=self._whole(fields, "share", _SHARE),
            cite=fields.text("cite", required=True),
            kind=read_kind(fields),
            certainty=read_certainty(fields),
            checked_on=fields.date("checked_on", required=True) or dt.date.min,
        )
        if not fields.has("fixed") and not fields.has("share"):
            self.problems.error("missing", f"the maximum of {start.text} needs 'fixed', 'share' or both", start.span)
        fields.finish()
        return cap

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
        return Provisions(known, self.tiers, self.regimes)

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
