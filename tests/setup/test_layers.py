"""What import-linter cannot see: some libraries are imported by name, because they may be missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "engine"
HOMES = {
    "durable": ["lexposure/inference/durable.py"],
    "numba": ["lexposure/inference/columns/fast.py", "lexposure/inference/columns/machine.py"],
    "arrow": ["lexposure/portfolio/tables.py"],
    "spark": ["lexposure/portfolio/spark.py"],
}
"""Who knows a library; of Numba, ``fast.py`` asks only whether it is there."""
LIBRARIES = {
    "durable": {"durable", "durable_rules_engine"},
    "numba": {"numba", "llvmlite"},
    "arrow": {"pyarrow"},
    "spark": {"pyspark"},
}
BY_NAME = re.compile(r"(durable_rules_engine|numba|llvmlite|pyarrow|pyspark)(\.\w*)*")


def named(node: ast.AST) -> list[str]:
    """The modules that a piece of code imports, or names in a text of its own."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Constant(value=str(name)) if BY_NAME.fullmatch(name):
            return [name]
        case _:
            return []


def knows(path: Path, library: str) -> bool:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(module.split(".")[0] in LIBRARIES[library] for node in nodes for module in named(node))


@pytest.mark.parametrize("library", HOMES)
def test_the_modules_that_know_a_library(library: str) -> None:
    knowing = [str(path.relative_to(ENGINE)) for path in ENGINE.rglob("*.py") if knows(path, library)]
    assert sorted(knowing) == HOMES[library]
