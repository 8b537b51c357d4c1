"""Coverage as people and programs read it: a table, what is missing, a document, and the totals of a file."""

from __future__ import annotations

from collections.abc import Iterator

from lexposure.authoring.coverage import Coverage, RuleCoverage, Seen
from lexposure.inference.program import Truth
from lexposure.source.problems import Span

_TRUTHS: tuple[tuple[Truth, str], ...] = ((True, "true"), (False, "false"), (None, "unknown"))
_HEADS = ("examples", "clauses", "covered", "unknown", "mutants", "killed", "score")


def table(coverage: Coverage) -> Iterator[str]:
    """One line a rule, worst first, and the totals."""
    width = max((len(rule.name) for rule in coverage.rules), default=0)
    width = max(width, len("rule"), len(f"{len(coverage.rules):,} rules"))
    yield f"{'rule':{width}}" + "".join(f"  {head:>8}" for head in _HEADS)
    for rule in coverage.rules:
        yield f"{rule.name:{width}}" + _figures(rule)
    yield f"{f'{len(coverage.rules):,} rules':{width}}" + _figures(coverage)


def _figures(of: RuleCoverage | Coverage) -> str:
    clauses = len(of.seen) if isinstance(of, RuleCoverage) else of.clauses
    counts = (of.trials, clauses, of.covered, of.unknown_seen, of.mutants, of.killed)
    return "".join(f"  {count:>8,}" for count in counts) + f"  {percent(of.score):>8}"


def percent(score: float | None) -> str:
    """A score rounded down, so that nothing below 100 % is shown as such."""
    return "-" if score is None else f"{int(score * 1000) / 10:.1f} %"


def missing(coverage: Coverage) -> Iterator[str]:
    """What no example shows, and what none notices, by place; nothing where nothing is missing."""
    for rule in coverage.rules:
        unseen = [seen for seen in rule.seen if _never(seen)]
        lines = [(seen.clause.span, f"clause '{seen.clause.words}' {_never(seen)}") for seen in unseen]
        lines += [(mutant.span, f"{mutant.words} changes no example") for mutant in rule.survivors]
        yield from (f"{span}: {rule.name}: {said}" for span, said in sorted(lines, key=_place))
    if any(rule.survivors or any(map(_never, rule.seen)) for rule in coverage.rules):
        yield ""


def _place(line: tuple[Span, str]) -> tuple[str, int, int]:
    return line[0].path, line[0].line, line[0].column


def _never(seen: Seen) -> str:
    words = [word for truth, word in _TRUTHS if truth not in seen.truths]
    return f"is never {' or '.join(words)}" if words else ""


def document(coverage: Coverage) -> dict[str, object]:
    """The totals, with the detail of each rule under ``by_rule``."""
    return {**_totals(coverage), "by_rule": [_rule(rule) for rule in coverage.rules]}


def _totals(coverage: Coverage) -> dict[str, object]:
    return {
        "rules": len(coverage.rules),
        "examples": coverage.trials,
        "failing_examples": coverage.failed,
        "clauses": coverage.clauses,
        "covered": coverage.covered,
        "unknown_seen": coverage.unknown_seen,
        "mutants": coverage.mutants,
        "killed": coverage.killed,
        "mutation_score": coverage.score,
    }


def _rule(rule: RuleCoverage) -> dict[str, object]:
    return {
        "rule": rule.name,
        "examples": rule.trials,
        "clauses": len(rule.seen),
        "covered": rule.covered,
        "unknown_seen": rule.unknown_seen,
        "mutants": rule.mutants,
        "killed": rule.killed,
        "mutation_score": rule.score,
        "never_seen": [
            {
                "clause": seen.clause.words,
                "place": str(seen.clause.span),
                "never": [word for truth, word in _TRUTHS if truth not in seen.truths],
            }
            for seen in rule.seen
            if _never(seen)
        ],
        "survivors": [
            {"operator": mutant.operator, "change": mutant.words, "place": str(mutant.span)}
            for mutant in rule.survivors
        ],
    }


def written(coverage: Coverage, book_hash: str) -> str:
    """The totals as a file beside the rules, with the rule book they were measured on."""
    totals = _totals(coverage)
    score = "" if coverage.score is None else f"{coverage.score:.4f}"
    lines = [f"{key}: {totals[key]}" for key in ("rules", "clauses", "covered", "mutants")]
    head = "# Written by `lexposure rules coverage --write`; no part of the rule book."
    return "\n".join([head, f"measured_on: {book_hash}", *lines, f"mutation_score: {score}", ""])
