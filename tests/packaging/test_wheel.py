"""The package as its users get it: sdist, wheel from that sdist, a fresh environment, another folder.

The environment holds what the wheel's own metadata requires and nothing else, so that a requirement
that only the development environment meets shows itself.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import lexposure

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("engine", "rules", "reports", "examples", "docs", "tests")
EXAMPLE = ROOT / "examples" / "amazon-2021.yaml"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``lexposure`` command in an environment of its own, and what the wheel requires linked into it."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).stdout.strip())
    for place in sorted(set(pieces(required(wheel)))):
        link = site / place.name
        if not link.exists():
            link.symlink_to(place)
    done = run(python, "-m", "pip", "install", "--no-deps", "--no-index", wheel, cwd=home)
    assert done.returncode == 0, done.stderr
    checked = run(python, "-m", "pip", "check", cwd=home)
    assert checked.returncode == 0, checked.stdout
    return home / "bin" / "lexposure"


def required(wheel: Path) -> list[str]:
    """What the wheel's metadata asks for on this Python, and what that needs in turn."""
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        text = archive.read(metadata).decode()
    waiting = re.findall(r"^Requires-Dist: (.+)$", text, re.MULTILINE)
    names: list[str] = []
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.name in names or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        names.append(requirement.name)
        waiting += importlib.metadata.requires(requirement.name) or []
    return names


def pieces(names: Iterable[str]) -> Iterator[Path]:
    """The folders and files in site-packages that make up these distributions."""
    for name in names:
        for file in importlib.metadata.files(name) or []:
            if file.parts[0] != "..":
                yield Path(str(file.locate())).parents[len(file.parts) - 1] / file.parts[0]


def test_the_sdist_carries_sources_and_data(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for source in SOURCES:
        assert any(name.startswith(f"{source}/") for name in names), source
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml"} <= names


@pytest.mark.parametrize("folder", ["rules", "reports"])
def test_the_wheel_carries_all_data(wheel: Path, folder: str) -> None:
    in_checkout = {str(path.relative_to(ROOT / folder)) for path in (ROOT / folder).rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        prefix = f"lexposure/_{folder}/"
        shipped = {name.removeprefix(prefix) for name in archive.namelist() if name.startswith(prefix)}
    assert in_checkout
    assert shipped == in_checkout


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"lexposure"}
    assert "lexposure/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_version(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "--version", cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.startswith(f"lexposure {lexposure.__version__} (rules ")


def test_fine(installed: Path, tmp_path: Path) -> None:
    done = run(
        installed, "fine", "gdpr", "--tier", "83(5)", "--turnover", "265364038", "--seriousness", "medium", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_assess(installed: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "profile.yaml")
    done = run(installed, "assess", "profile.yaml", "--out", "reports", "--format", "html,md,json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {"profile.html", "profile.md", "profile.json"}


def test_the_installed_command_reads_its_own_data(installed: Path, tmp_path: Path) -> None:
    code = "from lexposure.data import rules_folder, reports_folder; print(rules_folder()); print(reports_folder())"
    done = run(installed.parent / "python", "-c", code, cwd=tmp_path)
    rules, reports = map(Path, done.stdout.split())
    assert (rules.name, reports.name) == ("_rules", "_reports")
    assert not rules.is_relative_to(ROOT)
    assert rules.is_relative_to(installed.parents[1])
