"""What all tests share: no test is skipped unseen on the build server, and one way to a browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the build server a skipped test has failed: nobody reads there what was left out."""
    report = yield
    if _unwanted(report) and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which the build server does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for whole modules that skip themselves while they are imported."""
    report = yield
    if _unwanted(report):
        report.outcome = "failed"
        report.longrepr = f"skipped, which the build server does not allow: {report.longrepr}"
    return report


def _unwanted(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """A skip on the build server; but durable-rules is not to be had for Python 3.13 and later."""
    cannot = sys.version_info >= (3, 13) and "durable-rules" in str(report.longrepr)
    return CI and report.skipped and not cannot


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; installed from Debian's packages only by root on the build server."""
    found = _browser()
    if not found and CI and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(_browser, "chromium", "fonts-liberation")
        found = _browser()
    if not found:
        pytest.skip("there is no Chromium on this machine (Debian package chromium)")
    return found


@pytest.fixture(scope="session")
def java() -> str:
    """The path of a Java for Spark; installed as Chromium is."""
    found = _java()
    if not found and CI and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(_java, "openjdk-17-jre-headless")
        found = _java()
    if not found:
        pytest.skip("there is no Java on this machine (Debian package openjdk-17-jre-headless)")
    return found


def _java() -> str:
    return shutil.which("java") or ""


def _browser() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def _install(found: Callable[[], str], *packages: str) -> None:
    """One test process at a time; the others find the packages there when their turn comes."""
    with (Path(tempfile.gettempdir()) / f"lexposure-install-{packages[0]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if found():
            return
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "--quiet", *command], check=True, env=environment)
