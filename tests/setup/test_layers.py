"""What import-linter cannot see: durable-rules is imported by name, because some Pythons lack it."""

from __future__ import annotations

import ast
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[2] / "engine"
HOME = "lexposure/inference/durable.py"


def named(node: ast.AST) -> list[str]:
    """The modules that a piece of code imports, or names in a text of its own."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Constant(value="durable_rules_engine"):
            return ["durable_rules_engine"]
        case _:
            return []


def knows_durable(path: Path) -> bool:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(module.split(".")[0] in {"durable", "durable_rules_engine"} for node in nodes for module in named(node))


def test_one_module_knows_durable_rules() -> None:
    knowing = [str(path.relative_to(ENGINE)) for path in ENGINE.rglob("*.py") if knows_durable(path)]
    assert knowing == [HOME]
