"""Where the data folders lie: in a checkout beside ``engine/``, in a wheel inside the package."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[1]


def _folder(name: str) -> Path:
    beside = _CHECKOUT / name
    if (_CHECKOUT / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    return _HERE / f"_{name}"


def rules_folder() -> Path:
    """The shipped rule book."""
    return _folder("rules")


def reports_folder() -> Path:
    """The shipped templates, styles and wording."""
    return _folder("reports")
