"""The named assumptions that the figures of one assessment rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from math import isinf

from lexposure.assess.model import Assessment, Finding
from lexposure.exposure.choosing import BY_COMMAND, BY_PROFILE, deciding
from lexposure.exposure.conducts import Item
from lexposure.exposure.model import Assumption
from lexposure.exposure.scene import Scene
from lexposure.profile.model import Conversion
from lexposure.profile.possible import COMPANY
from lexposure.rulebook.currencies import EURO
from lexposure.rulebook.formulas import CommissionMethod, EdpbMethod, Mark, Method, SizeBand
from lexposure.rulebook.reads import parameters_of
from lexposure.rulebook.tariffs import CategoryMethod, DailyRateMethod, Tariff

UNVERIFIED, OUR_READING = "unverified", "our reading"


def assumptions(assessment: Assessment, scenes: Sequence[Scene]) -> tuple[Assumption, ...]:
    """Each once, in a fixed order: method, addressee and turnover, gates, links, readings, figures, rates."""
    found: dict[str, Assumption] = {}
    for scene in scenes:
        if not (scene.hull or scene.alleged):
            continue
        for one in _of(scene):
            found.setdefault(one.id, one)
    for one in (*_parameters(assessment), *_sources(assessment), *_conversions(assessment)):
        found.setdefault(one.id, one)
    return tuple(found.values())


def _of(scene: Scene) -> Iterator[Assumption]:
    yield from _method(scene)
    yield from _turnover(scene)
    yield from _gates(scene)
    yield from _links(scene)
    match scene.method:
        case EdpbMethod() as method:
            yield from _edpb(scene, method)
        case CommissionMethod() as method:
            yield from _commission(scene, method)
        case DailyRateMethod() | CategoryMethod() as method:
            yield from _tariff(scene, method)
        case _:
            pass
    yield from _converted_law(scene)
    yield from _caps(scene)
    yield from _factors(scene)


def _assumed(id: str, says: str, mark: Mark) -> Assumption:
    return Assumption(id, says, mark.kind, mark.cite, mark.certainty, mark.checked_on)


def _method(scene: Scene) -> Iterator[Assumption]:
    method = scene.method
    yield from _choice(scene)
    if method.published > scene.assessment.on:
        says = (
            f"{method.title} was published on {method.published.isoformat()}, later than the date of this assessment; "
            "it is used in hindsight."
        )
        yield _assumed(f"method-in-hindsight-{method.id}", says, method.mark)


def _choice(scene: Scene) -> Iterator[Assumption]:
    """Which method it is and why, where the law has more than one."""
    method, choice, on = scene.method, scene.law.choice, scene.assessment.on
    methods = scene.assessment.edition.book.methods.by_id.values()
    if sum(one.regime == scene.regime.id for one in methods) < 2:
        return
    asked = choice.by in (BY_PROFILE, BY_COMMAND)
    because = choice.because or "no reason is given."
    says = f"{method.title} is used: {because}"
    if asked:
        where = "the profile" if choice.by == BY_PROFILE else "whoever ran the assessment"
        says = f"{method.title} is used because {where} asks for it: {because}"
    mark = method.scope.mark if method.scope and not asked else method.mark
    yield _assumed(f"method-{scene.regime.id}", says, mark)
    if method.replaced and method.replaced <= on:
        says = f"{method.title} was replaced on {method.replaced.isoformat()}, before the date of this assessment."
        yield _assumed(f"method-replaced-{method.id}", says, method.mark)
    if asked and method.scope and not deciding(scene.assessment).fits(method.scope, on):
        says = "On the answers given no authority that uses this method is in charge of such a case on that day."
        yield _assumed(f"method-of-others-{method.id}", says, method.scope.mark)


def _turnover(scene: Scene) -> Iterator[Assumption]:
    turnover = scene.answers.euro("turnover")
    method = scene.method
    if turnover.exact is None and turnover.middle is not None:
        says = "Turnover is given as a range; the central figures take its middle."
        yield Assumption("turnover-middle", says, OUR_READING, method.mark.cite)
    says = "The turnover given is that of the year before the decision, which is taken on the date of this assessment."
    yield Assumption("turnover-year", says, OUR_READING, "Regulation 1/2003 Art. 23(2); GDPR Art. 83(4)-(6)")


def _gates(scene: Scene) -> Iterator[Assumption]:
    items = _items(scene)
    subjects = dict.fromkeys(item.key.subject for item in items)
    fault = scene.method.fault
    if fault and any((gate := scene.gates.fault(one)).fine and gate.none for one in subjects):
        says = f"Fault is not answered; the established figures take {fault.assumed}."
        yield _assumed("fault", says, fault.mark)
    limitation = scene.method.limitation
    if limitation and any((gate := scene.gates.time(one)).fine and gate.none for one in subjects):
        says = "Whether a fine would come too late is not certain; the established figures take it as in time."
        yield _assumed(f"limitation-{scene.method.id}", says, limitation.mark)
    if limitation:
        says = "No proceedings before the Court have suspended the periods of limitation."
        yield _assumed(f"no-suspension-{scene.method.id}", says, limitation.mark)
    if limitation and any(scene.gates.ended(one)[1] == scene.assessment.on for one in subjects):
        says = "A conduct that still goes on is taken to end on the date of this assessment."
        yield Assumption("ends-today", says, OUR_READING, limitation.mark.cite)


def _links(scene: Scene) -> Iterator[Assumption]:
    if any(not cluster.alone for cluster in (*scene.hull, *scene.made)):
        says = (
            "Links between operations that are not stated are taken as given for the low and central figures, and as "
            "absent for the high ones."
        )
        yield Assumption("links-not-stated", says, OUR_READING, "GDPR Art. 83(3); EDPB Guidelines 04/2022, para 28")


def _edpb(scene: Scene, method: EdpbMethod) -> Iterator[Assumption]:
    law = f"-{scene.regime.id}" if scene.law.mirror else ""
    yield _assumed(f"central-share{law}", method.central_mark.because, method.central_mark)
    yield _assumed(f"size-share{law}", method.full_mark.because, method.full_mark)
    if "inability_to_pay" in method.reads and scene.answers.truth("inability_to_pay") is not False:
        yield _assumed(f"inability-to-pay{law}", method.inability_mark.because, method.inability_mark)
    yield from _sizes(scene, method, method.sizes, method.size_mark)
    yield from _ceilings(scene, method)


def _sizes(scene: Scene, method: Method, sizes: Sequence[SizeBand], mark: Mark) -> Iterator[Assumption]:
    """The size bands that the turnover may lie in and that nobody looked up."""
    turnover = scene.answers.euro("turnover")
    low = turnover.low or 0.0
    start = 0.0
    for band in sizes:
        up_to = scene.law.euro(band.up_to, method.currency)
        reached = (turnover.high is None or turnover.high > start) and low <= up_to
        if reached and band.certainty == UNVERIFIED:
            yield _unread_size(band, method, mark)
        start = up_to


def _unread_size(band: SizeBand, method: Method, mark: Mark) -> Assumption:
    """A size band whose share nobody looked up."""
    if isinf(band.up_to):
        says = "The highest size band has not been looked up in the final text."
        return _assumed("size-band-highest", says, replace(mark, certainty=UNVERIFIED))
    says = f"The size band up to {method.currency} {band.up_to:,.0f} has not been looked up in the final text."
    return _assumed(f"size-band-{band.up_to:.0f}", says, replace(mark, certainty=UNVERIFIED))


def _tariff(scene: Scene, method: Tariff) -> Iterator[Assumption]:
    """What is our reading or was not looked up in a method of daily rates or categories."""
    if isinstance(method, DailyRateMethod):
        yield _assumed("severity-of-levels", method.spans_mark.because, method.spans_mark)
        turnover = scene.answers.euro("turnover")
        low, high = turnover.low or 0.0, turnover.high
        reached = [one for one in method.classes if low <= one.up_to]
        used = [one for one in reached if high is None or one.up_to <= high or one is method.size_class(high)]
        unread = [one.name for one in used if one.certainty == UNVERIFIED]
        if unread:
            says = f"The limits of the size classes {', '.join(unread)} have not been looked up."
            yield _assumed("size-classes", says, replace(method.classes_mark, certainty=UNVERIFIED))
    elif method.size_mark:
        yield from _sizes(scene, method, method.sizes, method.size_mark)
    if "inability_to_pay" in method.reads and scene.answers.truth("inability_to_pay") is not False:
        yield _assumed("inability-to-pay", method.inability_mark.because, method.inability_mark)


def _converted_law(scene: Scene) -> Iterator[Assumption]:
    """Amounts of the law in another currency become euro; the law itself knows no such rate."""
    tiers = scene.assessment.edition.book.provisions.tiers.values()
    caps = [cap for tier in tiers if tier.regime == scene.regime.id for _, cap in tier.caps]
    for currency in sorted({scene.method.currency, *(cap.currency for cap in caps)} - {EURO}):
        year, rate = scene.law.rate(currency)
        book = scene.assessment.edition.book.currencies
        says = f"Amounts of {scene.regime.title} in {currency} are converted at {rate} per euro, the average of {year}."
        id = f"law-in-{currency}-{scene.regime.id}"
        yield Assumption(id, says, OUR_READING, book.cite or book.source, book.certainty, book.checked_on)


def _ceilings(scene: Scene, method: EdpbMethod) -> Iterator[Assumption]:
    if scene.answers.truth("public_body") is False:
        return
    for country in sorted(scene.answers.names("country") & set(method.public_bodies)):
        body = method.public_bodies[country]
        euro = scene.law.ceiling(body)
        if euro is not None:
            rate = "at the annual average rate of the last year known"
            says = f"The ceiling for public bodies, {body.ceiling:,.0f} {body.currency}, is EUR {euro:,.2f} {rate}."
            yield _assumed(f"ceiling-{country}", says, body.mark)


def _commission(scene: Scene, method: CommissionMethod) -> Iterator[Assumption]:
    for id, ranged in (
        ("gravity", method.gravity),
        ("additional-amount", method.additional),
        ("deterrence", method.deterrence),
    ):
        if id == "deterrence" and scene.factors.has("deterrence"):
            continue
        yield Assumption(
            id, ranged.usual_because, OUR_READING, ranged.mark.cite, ranged.mark.certainty, ranged.mark.checked_on
        )
    yield _assumed(
        "duration", f"Counted in {method.duration.rule}. {method.duration.mark.because}", method.duration.mark
    )
    if scene.answers.truth("inability_to_pay") is not False:
        yield _assumed("inability-to-pay-antitrust", method.inability_mark.because, method.inability_mark)


def _caps(scene: Scene) -> Iterator[Assumption]:
    """Maxima and provisions that were not looked up."""
    for item in _items(scene):
        for one in item.provisions:
            if one.certainty == UNVERIFIED:
                says = f"{one.name}: its place among the finable provisions has not been looked up."
                yield Assumption(f"provision-{one.name}", says, "law", one.cite, UNVERIFIED)
            cap = scene.law.caps[one.tier.name][1] if one.tier else None
            if cap and cap.certainty == UNVERIFIED:
                yield Assumption(
                    f"cap-{cap.cite}",
                    "This maximum has not been looked up.",
                    cap.kind,
                    cap.cite,
                    UNVERIFIED,
                    cap.checked_on,
                )


def _factors(scene: Scene) -> Iterator[Assumption]:
    """Factors that may hold and whose figures are our reading or unverified."""
    touched = {item.key.subject for item in _items(scene)} | {COMPANY}
    for outcome in scene.factors.outcomes:
        factor = outcome.factor
        if outcome.truth is False or outcome.subject not in touched:
            continue
        if factor.kind == OUR_READING or factor.certainty == UNVERIFIED:
            says = f"{factor.title}: {factor.because}"
            mark = Mark(factor.cite, factor.kind, factor.certainty, factor.checked_on)
            yield _assumed(f"factor-{factor.id}", says, mark)


def _items(scene: Scene) -> tuple[Item, ...]:
    return tuple(item for cluster in (*scene.hull, *scene.alleged) for item in cluster.items)


def _parameters(assessment: Assessment) -> Iterator[Assumption]:
    """Unverified thresholds that the outcomes rest on."""
    book = assessment.edition.book
    touched = {finding.rule.id for finding in assessment.findings if _counts(finding)}
    names = [parameters_of(rule) for rule in book.rules if rule.id in touched and rule.in_force.covers(assessment.on)]
    names += [parameters_of(conclusion) for conclusion in book.conclusions]
    for name in dict.fromkeys(chain.from_iterable(names)):
        one = book.parameters[name]
        if one.certainty == UNVERIFIED:
            says = f"{one.title}: the figure has not been looked up."
            yield Assumption(
                f"parameter-{name}", says, one.kind, one.cite_on(assessment.on), UNVERIFIED, one.checked_on
            )


def _sources(assessment: Assessment) -> Iterator[Assumption]:
    """Rules behind findings that rest on a source nobody looked up."""
    for rule in {finding.rule.id: finding.rule for finding in assessment.findings if _counts(finding)}.values():
        unsure = "; ".join(basis.cite for basis in rule.basis if basis.certainty == UNVERIFIED)
        if unsure:
            says = f"{rule.id} rests in part on sources that have not been looked up."
            yield Assumption(f"source-{rule.id}", says, "law", unsure, UNVERIFIED, rule.checked_on)


def _counts(finding: Finding) -> bool:
    return finding.established or finding.on_facts_alleged


def _conversions(assessment: Assessment) -> Iterator[Assumption]:
    for entry in assessment.profile.entries.values():
        for answer in entry.answers.values():
            rate = answer.conversion
            if rate is not None and assessment.profile.visible(answer):
                yield _converted(rate)


def _converted(rate: Conversion) -> Assumption:
    per_euro = f"{rate.per_euro} {rate.currency} per euro"
    says = f"Amounts in {rate.currency} are converted at {per_euro} ({rate.source}, {rate.year})."
    return Assumption(f"rate-{rate.currency}-{rate.year}-{rate.per_euro}", says, OUR_READING, rate.source)
