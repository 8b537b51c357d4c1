"""One regime's exposure: its conducts, their ranges, and the range of all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lexposure.exposure.amounts import finite
from lexposure.exposure.conducts import Block, Cluster, Item
from lexposure.exposure.model import ConductExposure, NotComputed, Periodic, Range, RegimeExposure
from lexposure.exposure.pricing import Scenes, least_of, most_of, weakest
from lexposure.exposure.scene import Scene
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.rules import Level

ESTABLISHED, OPEN, ALLEGED = "established", "open", "alleged"

LINK_OPEN = (
    "Whether this conduct is linked with others of its kind is not stated: linked ones would be one fine, separate "
    "ones a fine each. The sums take them as linked at the low end and as separate at the high end."
)


def regime_exposure(scene: Scene, told: Scene) -> RegimeExposure:
    """The regime's conducts and sums; ``told`` is the same regime with allegations taken as said."""
    conducts = tuple(sorted(_conducts(scene), key=_dearest_first))
    alleged = tuple(sorted(_alleged(told), key=_dearest_first))
    hull, made = range_of(scene, scene.hull), range_of(scene, scene.made)
    central = central_of(scene, scene.made)
    used = bool(conducts or alleged)
    uncomputed = tuple(_not_computed(scene))
    if uncomputed and not conducts:
        hull = made = Range(0.0, None, None)
        central = None
    caps = [conduct.cap for conduct in conducts if conduct.cap is not None]
    capped = len(caps) == len(conducts) and not (uncomputed and not conducts)
    return RegimeExposure(
        regime=scene.regime.id,
        title=scene.regime.title,
        method=scene.method.id,
        method_title=scene.method.title,
        chosen_by=scene.law.choice.by,
        chosen_because=scene.law.choice.because,
        in_hindsight=used and scene.method.published > scene.assessment.on,
        formula=scene.method.formula,
        cap=max(caps, default=0.0) if capped else None,
        cap_total=sum(caps, start=0.0) if capped else None,
        low=hull.low,
        central=clamped(central, hull),
        high=hull.high,
        established=Range(made.low, clamped(central, made), made.high),
        conducts=conducts,
        alleged=alleged,
        periodic=_periodic(scene) if used else (),
        notes=tuple(_notes(scene)),
        not_computed=uncomputed,
    )


def range_of(scene: Scene, clusters: Sequence[Cluster]) -> Range:
    """The bounds of the sum over clusters; the centre is left open."""
    low = sum((least_of(scene.pricing, scene.displacing, cluster) for cluster in clusters), start=0.0)
    high = sum((most_of(scene.pricing, scene.displacing, cluster) for cluster in clusters), start=0.0)
    return Range(low, None, finite(high))


def central_of(scene: Scene, clusters: Sequence[Cluster]) -> float | None:
    """The centre of what is established, links not stated taken as linked; nothing without a formula."""
    total = 0.0
    for cluster in clusters:
        central = scene.pricing.central(cluster, scene.displacing.kept(cluster.items))
        if central is None:
            return None
        total += central
    return total


def clamped(central: float | None, within: Range) -> float | None:
    """The centre, kept between low and high."""
    if central is None:
        return None
    central = max(central, within.low)
    return central if within.high is None else min(central, within.high)


def _dearest_first(conduct: ConductExposure) -> tuple[bool, float, str]:
    high = float("inf") if conduct.high is None else conduct.high
    return conduct.state != ESTABLISHED, -high, conduct.id


def _conducts(scene: Scene) -> Iterator[ConductExposure]:
    made = {block.id: block for cluster in scene.made for block in cluster.blocks}
    for cluster in scene.hull:
        for block in cluster.blocks:
            yield _conduct(scene, cluster, block, made.get(block.id))


def _conduct(scene: Scene, cluster: Cluster, block: Block, made: Block | None) -> ConductExposure:
    """One fine by itself. The factors of conducts it may be linked with stay possible in its range."""
    kept = scene.displacing.kept(block.items)
    low, behind_low = weakest(scene.pricing, scene.displacing, cluster, block)
    hull = Range(low, None, finite(scene.pricing.most(cluster, kept)))
    alone = Cluster((made,)) if made else None
    central_items = scene.displacing.kept(made.items) if made else ()
    central = scene.pricing.central(alone, central_items) if alone else 0.0
    established = None
    if alone:
        found = range_of(scene, (alone,))
        established = Range(found.low, clamped(central, found), found.high)
    notes = [*scene.pricing.notes(kept)]
    if not cluster.alone:
        notes.append(LINK_OPEN)
    if made and any(not item.sure for item in block.items if item.finding.established):
        notes.append("Fault, or whether a fine would come in time, is not answered: at the low end there is no fine.")
    scenes = Scenes(cluster, behind_low, kept, central_items, alone)
    state = ESTABLISHED if made else OPEN
    return _shown(scene, block, state, Range(low, clamped(central, hull), hull.high), established, scenes, notes)


def _shown(
    scene: Scene,
    block: Block,
    state: str,
    amounts: Range,
    established: Range | None,
    scenes: Scenes,
    notes: Sequence[str],
) -> ConductExposure:
    maximum = scene.pricing.maximum(scenes.most)
    if maximum.amount == float("inf"):
        notes = [*notes, "The turnover is not known, so the maximum cannot be computed."]
    return ConductExposure(
        id=f"{scene.regime.id}:{block.id}",
        regime=scene.regime.id,
        label=_label(scene, block),
        state=state,
        findings=tuple(item.id for item in scenes.most),
        displaced=tuple((item.id, by.id, principle) for item, by, principle in scene.displacing.displaced(block.items)),
        cap=finite(maximum.amount),
        cap_provision=maximum.tier,
        low=amounts.low,
        central=amounts.central,
        high=amounts.high,
        steps=scene.pricing.steps(scenes),
        established=established,
        seriousness=_levels(scenes.most) if scene.method.graded else None,
        facts_group=block.id,
        notes=tuple(notes),
    )


def _alleged(told: Scene) -> Iterator[ConductExposure]:
    """Findings on the facts alleged: from nothing to what the facts would allow, outside every total."""
    for cluster in told.alleged:
        for block in cluster.blocks:
            kept = told.displacing.kept(block.items)
            alone = Cluster((block,))
            amounts = Range(0.0, 0.0, finite(told.pricing.most(alone, kept)))
            notes = [*told.pricing.notes(kept), "Rests on an allegation: it counts in no total."]
            yield _shown(told, block, ALLEGED, amounts, None, Scenes(alone, (), kept, (), None), notes)


def _levels(items: Sequence[Item]) -> tuple[str, str]:
    """The lowest and highest level of seriousness that the gravest finding may have."""
    graves = [item.finding.graveness for item in items]
    lowest = max((grave.lowest if grave else Level.LOW) for grave in graves)
    highest = max((grave.highest if grave else Level.HIGH) for grave in graves)
    return lowest.word, highest.word


def _label(scene: Scene, block: Block) -> str:
    """The entries' names, after the label where it is not the usual one."""
    entries = scene.assessment.profile.entries
    touched = {item.key.subject for item in block.items}
    names = [entries[subject.key].name or subject.id for subject in block.subjects if subject in touched and subject.id]
    label = "" if block.label == "operation" and names else block.label.replace("-", " ")
    return ": ".join(part for part in (label, ", ".join(names)) if part)


def _periodic(scene: Scene) -> tuple[Periodic, ...]:
    rule = scene.method.periodic
    if rule is None:
        return ()
    high = scene.answers.euro("turnover").high
    return (Periodic(None if high is None else rule.share * high / rule.days, rule.mark.cite),)


def why_not_computed(provision: Provision) -> str:
    """Why a breach of the provision has no amount here; empty where it has one."""
    if provision.only_through:
        return f"{provision.name}: not finable by itself; {provision.only_through}."
    if provision.national:
        return f"{provision.name}: finable under national law, not computed; {provision.national}."
    return ""


def _not_computed(scene: Scene) -> Iterator[NotComputed]:
    """Findings about listed subjects whose provisions of this regime have no maximum in the rule book."""
    for finding in scene.assessment.findings:
        established = finding.established and scene.applies is True
        state = ALLEGED if finding.on_facts_alleged else ESTABLISHED if established else OPEN
        if finding.subject is None or not (finding.established or finding.open or finding.on_facts_alleged):
            continue
        for one in scene.provisions(finding):
            because = why_not_computed(one)
            if because:
                yield NotComputed(finding.id, one.name, state, because)


def _notes(scene: Scene) -> Iterator[str]:
    """What is stated beside the figures: no tier, doubtful provisions, gates, no method."""
    seen: set[str] = set()
    for finding in scene.assessment.findings:
        if not (finding.established or finding.open or finding.on_facts_alleged):
            continue
        for one in scene.provisions(finding):
            note = why_not_computed(one)
            if one.doubtful and not note:
                note = f"{one.name}: whether it is finable is doubtful. {one.note}".strip()
            if note and note not in seen:
                seen.add(note)
                yield note
    for finding, _ in scene.stopped():
        yield f"{finding.id}: no fine, because fault is answered as absent or because it would come too late."
