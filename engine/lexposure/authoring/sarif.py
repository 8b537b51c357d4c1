"""Problems for programs: a plain list, and SARIF 2.1.0, which code hosts and editors show beside the lines.

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from lexposure import __version__
from lexposure.source.problems import Problem, Span

Json = dict[str, object]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_list(problems: Iterable[Problem]) -> list[Json]:
    """Each problem with code, severity, message, path, line, column and hint; no place is ``null``."""
    return [
        {
            "code": problem.code,
            "severity": _level(problem),
            "message": problem.message,
            "path": problem.span.path if problem.span else None,
            "line": problem.span.line if problem.span else None,
            "column": problem.span.column if problem.span else None,
            "hint": problem.hint,
        }
        for problem in problems
    ]


def as_sarif(problems: Sequence[Problem]) -> Json:
    """One run of one tool; its rules are the codes that occur."""
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "lexposure", "version": __version__, "rules": [{"id": code, "name": code} for code in codes]}
    results = [_result(problem, codes.index(problem.code)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem, index: int) -> Json:
    hint = f"; {problem.hint}" if problem.hint else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _level(problem),
        "message": {"text": f"{problem.message}{hint}"},
        "locations": [_location(problem.span)] if problem.span else [],
    }


def _location(span: Span) -> Json:
    place = {
        "artifactLocation": {"uri": uri(span.path)},
        "region": {"startLine": span.line, "startColumn": span.column},
    }
    return {"physicalLocation": place}


def uri(path: str) -> str:
    """A path as a reference relative to the working directory; elsewhere than below it, as a file URI."""
    whole = Path.cwd() / path
    try:
        return quote(whole.relative_to(Path.cwd()).as_posix())
    except ValueError:
        return whole.as_uri()


def _level(problem: Problem) -> str:
    return "warning" if problem.warning else "error"
