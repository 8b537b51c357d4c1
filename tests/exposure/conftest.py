"""Fixtures of the exposure tests."""

from __future__ import annotations

import pytest

from exposure.command import Fine


@pytest.fixture
def fine(capsys: pytest.CaptureFixture[str]) -> Fine:
    """The ``fine`` command."""
    return Fine(capsys)
