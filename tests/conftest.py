"""What every test shares: the real samples, where they are, and how strict a run is.

``GONGKAI_NO_SKIP=1`` (CI) turns every skip into a failure, for a test that is skipped everywhere tests nothing. Only a test
that wants the real samples may skip then, and only where their folder does not stand beside the repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["browsing"]

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"
STRICT = os.environ.get("GONGKAI_NO_SKIP") == "1"

# The suite never depends on the clock, so no example has a deadline; CI tries the same examples every time.
settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("gongkai"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "gongkai")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real reports. It is not part of the repository: a test that needs it skips where it is absent."""
    if not SAMPLES.is_dir():
        pytest.skip("the real samples are not beside this repository")
    return SAMPLES


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_log() -> Iterator[None]:
    """A transactional test empties every table when it ends. The log's triggers refuse that, so they step aside for it."""
    from django.db import connection
    from django.test import TransactionTestCase

    from gongkai.people import append_only

    emptying = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        append_only.remove(connection)
        emptying(self)
        append_only.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (STRICT and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if "samples" in reason and not SAMPLES.is_dir():
        return
    report.outcome = "failed"
    report.longrepr = f"skipped in a run that allows no skips (GONGKAI_NO_SKIP=1): {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report
