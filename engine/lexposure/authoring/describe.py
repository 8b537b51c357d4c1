"""What the rule book says about one of its entries: a rule, a conclusion, a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lexposure.authoring.pages import Line, Page, Parts, Ref, Section, line
from lexposure.authoring.words import condition_lines
from lexposure.reporting.law import cap_in_words
from lexposure.reporting.wording import shipped
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.conditions import ALWAYS, Condition
from lexposure.rulebook.facts import Fact, FactType
from lexposure.rulebook.provisions import Provision
from lexposure.rulebook.reads import AnyRule, parameters_of, read_by
from lexposure.rulebook.rules import AdjustmentFactor, ConclusionRule, Example, Remedy, Rule
from lexposure.rulebook.values import show


def describe(book: RuleBook, name: str) -> tuple[Page, ...]:
    """The pages on a name: each version of a rule or conclusion, or the one fact; none where nobody has that name."""
    rules = [rule for rule in book.rules if rule.id == name]
    conclusions = [rule for rule in book.conclusions if rule.id == name]
    fact = book.catalogue.get(name)
    pages = [rule_page(book, rule) for rule in rules] + [conclusion_page(book, rule) for rule in conclusions]
    return (*pages, *([fact_page(book, fact)] if fact else []))


def names(book: RuleBook) -> tuple[str, ...]:
    """Every name that has a page."""
    rules: tuple[Rule | ConclusionRule, ...] = (*book.rules, *book.conclusions)
    return tuple(dict.fromkeys((*(rule.id for rule in rules), *book.catalogue)))


def rule_page(book: RuleBook, rule: Rule) -> Page:
    """The legal test of a rule in plain words."""
    return Page(
        title=f"{rule.id}: {rule.title}",
        lead=(*_status(rule), (rule.says,)),
        sections=(
            Section("Applies when", tuple(_condition(rule.applies_when, "always"))),
            Section("Finding when", tuple(_condition(rule.finding_when, "always"))),
            Section("Unless", tuple(_condition(rule.unless, ""))),
            Section("Infringes", tuple(_infringes(book, rule))),
            Section("Seriousness", tuple(_seriousness(rule))),
            *_what_it_stands_on(book, rule),
            Section("Conduct", (line(f"Counts as one conduct with what is labelled '{rule.conduct}'"),)),
            Section(
                "Displaces",
                tuple(line(Ref("rule", one.rule), f" ({one.principle}): {one.because}") for one in rule.displaces),
            ),
            Section("Remedies", tuple(_remedies(rule.remedies))),
            Section("What it cannot express", tuple(line(limit) for limit in rule.limits)),
            Section("Examples", tuple(_examples(rule.examples))),
        ),
    )


def conclusion_page(book: RuleBook, rule: ConclusionRule) -> Page:
    """How a conclusion derives its fact."""
    return Page(
        title=f"{rule.id}: {rule.title}",
        lead=(*_status(rule), ("Concludes ", Ref("fact", rule.concludes), f": {book.catalogue[rule.concludes].asks}")),
        sections=(
            Section("When", tuple(_condition(rule.when, "always"))),
            Section("Unless", tuple(_condition(rule.unless, ""))),
            *_what_it_stands_on(book, rule),
            Section("What it cannot express", tuple(line(limit) for limit in rule.limits)),
            Section("Examples", tuple(_examples(rule.examples))),
        ),
    )


def fact_page(book: RuleBook, fact: Fact) -> Page:
    """A question: how it is answered and who reads it."""
    lead: list[Parts] = [(fact.asks,)]
    if fact.helps:
        lead.append((fact.helps,))
    lead.append((f"About {fact.about.described}; topic: {fact.topic}.{f' Source: {fact.cite}.' if fact.cite else ''}",))
    return Page(
        title=fact.name,
        lead=tuple(lead),
        sections=(
            Section("Answers", tuple(_answers(fact))),
            Section("Read by", tuple(_readers(book, fact))),
            Section("Concluded by", tuple(_concluding(book, fact))),
        ),
    )


def _status(rule: Rule | ConclusionRule) -> Iterator[Parts]:
    until = f" to {rule.in_force.end.isoformat()}" if rule.in_force.end else ""
    second = f"second reader {rule.reviewed_by}" if rule.reviewed_by else "not yet read by a second reviewer"
    pack = f" Of the rule pack {rule.pack}." if rule.pack else ""
    since = f"{rule.status}, from {rule.in_force.start.isoformat()}{until}"
    checked = f"checked with the law on {rule.checked_on.isoformat()}"
    yield (f"About {rule.about.described}; {since}; {checked}; {second}.{pack}",)


def _what_it_stands_on(book: RuleBook, rule: Rule | ConclusionRule) -> tuple[Section, ...]:
    return (
        Section("Law", tuple(_law(rule))),
        Section("Needs", tuple(_needs(book, rule))),
        Section("Figures", tuple(_parameters(book, rule))),
        Section("Carries the risk factors", tuple(_covers(book, rule.covers))),
    )


def _condition(condition: Condition | None, otherwise: str) -> Iterator[Line]:
    if condition is None or condition == ALWAYS:
        yield from [line(otherwise)] if otherwise else []
    else:
        yield from condition_lines(condition)


def _law(rule: Rule | ConclusionRule) -> Iterator[Line]:
    for basis in rule.basis:
        certainty = f" ({basis.certainty})" if basis.certainty else ""
        yield line(f"{basis.cite}{certainty}: {basis.says}{f' {basis.url}' if basis.url else ''}")


def _infringes(book: RuleBook, rule: Rule) -> Iterator[Line]:
    if not rule.infringes:
        yield line("Nothing that is fined by itself: a weakness of controls")
    for name in rule.infringes:
        provision = book.provisions.find(name)
        if provision is not None:
            yield line(f"{name}: {provision.subject}; {_finable(provision)}")


def _finable(provision: Provision) -> str:
    """How a breach of the provision is fined."""
    if provision.only_through:
        return f"finable only through {provision.only_through}"
    if provision.national:
        return f"finable under national law, not computed: {provision.national}"
    if provision.tier is None or not provision.tier.caps:
        return "no maximum is known"
    through = f" through {', '.join(provision.routes)}" if provision.routes else ""
    return f"{provision.tier.name}{through}, at most {cap_in_words(provision.tier.caps[-1][1], shipped())}"


def _seriousness(rule: Rule) -> Iterator[Line]:
    if rule.seriousness is None:
        return
    yield line(f"Starts at {rule.seriousness.start.word}. {rule.seriousness.because}".strip())
    for factor in rule.seriousness.factors:
        yield line(f"{factor.effect} the level: {factor.because} [{factor.cite}]")
        yield from condition_lines(factor.when, depth=1)


def _needs(book: RuleBook, rule: AnyRule) -> Iterator[Line]:
    """The facts a rule reads, each once, with how a concluded one comes about."""
    for name in dict.fromkeys(compare.fact for compare in read_by(rule)):
        fact = book.catalogue[name]
        yield line(Ref("fact", name), " (concluded)" if fact.concluded else "", f": {fact.asks}")


def _parameters(book: RuleBook, rule: AnyRule) -> Iterator[Line]:
    for name in parameters_of(rule):
        one = book.parameters[name]
        for start, value, cite in one.values:
            shown = show(value, one.as_fact())
            yield line(f"{name}, {one.title}: {shown} from {start.isoformat()} ({one.kind}, {one.certainty}) [{cite}]")


def _covers(book: RuleBook, covers: Iterable[str]) -> Iterator[Line]:
    for id in covers:
        risk = book.risk_factors[id]
        yield line(Ref("risk", id), f": {risk.title} [{risk.cite}]")


def _remedies(remedies: Iterable[Remedy]) -> Iterator[Line]:
    for remedy in remedies:
        terms = ", ".join(part for part in (remedy.owner, remedy.within, remedy.cite) if part)
        yield line(f"{remedy.do}{f' ({terms})' if terms else ''}")
        for fact, answer in remedy.sets:
            yield line(Ref("fact", fact), f" becomes {answer}", depth=1)
        for opened in remedy.opens:
            yield line("begins to bind: ", Ref("rule", opened), depth=1)


def _examples(examples: Iterable[Example]) -> Iterator[Line]:
    for example in examples:
        on = f" on {example.on.isoformat()}" if example.on else ""
        level = f", {example.seriousness.word}" if example.seriousness is not None else ""
        yield line(f"{example.name}: {example.expect}{level}{on}")


def _answers(fact: Fact) -> Iterator[Line]:
    if fact.type is FactType.YES_NO:
        yield line("yes or no")
    for option in fact.options if fact.type is not FactType.YES_NO else ():
        yield line(f"{option.name}: {option.label}")
    if fact.type.is_number:
        kinds = {FactType.MONEY: "an amount of money", FactType.SHARE: "a share in %", FactType.DATE: "a day"}
        yield line(f"{kinds.get(fact.type, fact.unit or 'a number')}, or a range")
    if fact.type is FactType.CHOICES:
        yield line("several at once are possible")
    if fact.when_not_applicable is not None:
        yield line(f"not applicable is an answer; conditions then read {show(fact.when_not_applicable, fact)}")
    if fact.effort > 1:
        yield line(f"an answer takes the effort of {fact.effort} that are looked up")
    if fact.concluded:
        closed = "; no, if all of them are false" if fact.closed else ""
        yield line(f"concluded by rules unless the profile answers it{closed}")


def _readers(book: RuleBook, fact: Fact) -> Iterator[Line]:
    everyone: tuple[AnyRule, ...] = (*book.rules, *book.conclusions, *book.factors)
    for rule in everyone:
        if any(compare.fact == fact.name for compare in read_by(rule)):
            shown = rule.id if isinstance(rule, AdjustmentFactor) else Ref("rule", rule.id)
            yield line(shown, f": {rule.title}")
    for method in book.methods.by_id.values():
        roles = [role for role, name in method.reads.items() if name == fact.name]
        if roles:
            yield line(f"method {method.id} ({', '.join(roles).replace('_', ' ')})")
    roles = [role for role, name in book.authorities.reads.items() if name == fact.name]
    if roles:
        yield line(f"the choice of the competent authority ({', '.join(roles).replace('_', ' ')})")


def _concluding(book: RuleBook, fact: Fact) -> Iterator[Line]:
    for rule in book.conclusions:
        if rule.concludes == fact.name:
            yield line(Ref("rule", rule.id), f": {rule.title}")
