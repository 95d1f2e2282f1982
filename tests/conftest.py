"""What every test shares: the real samples, where they are, and how strict a run is.

``GONGKAI_NO_SKIP=1`` (CI) turns every skip into a failure, for a test that is skipped everywhere tests nothing. Only a test
that wants the real samples may skip then, and only where their folder does not stand beside the repository.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Tests start the program some thousand times. Where it may not keep what it has compiled, each start takes four times as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

pytest_plugins = ["browsing", "ready_made", "worlds"]

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

    from gongkai.disclosures import append_only as released
    from gongkai.disclosures.search.engines import engine
    from gongkai.people import append_only
    from gongkai.severance import append_only as severed

    emptying = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        append_only.remove(connection)
        released.remove(connection)
        severed.remove(connection)
        emptying(self)
        # No table of Django's, so nothing else empties it.
        engine().empty()
        append_only.install(connection)
        released.install(connection)
        severed.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def _calendar_as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with the calendar that comes with the software, and no page looks after some seconds whether another process
    has changed it: whether it asks the database would depend on the clock. What stores a date looks all the same."""
    from gongkai.calendars import holding
    from gongkai.law.calendar import shipped

    monkeypatch.setattr(holding, "STALE_AFTER", float("inf"))
    monkeypatch.setattr(holding.HELD, "_held", (0, shipped().remembering()))


@pytest.fixture
def unguarded(db: None) -> None:
    """For tests of what is shown, not of how it came there: the triggers that keep unreviewed text from the public side
    (`gongkai.disclosures.append_only`) step aside for this one test, so that it can make public items by hand."""
    from django.db import connection

    from gongkai.disclosures import append_only

    append_only.remove(connection)


def pytest_configure(config: pytest.Config) -> None:
    """Journeys run in several processes; what they count is added to one file, which the first process names."""
    config.addinivalue_line("markers", "journey: counts the steps of a job (set by itself)")
    if not hasattr(config, "workerinput") and "GONGKAI_STEPS" not in os.environ:
        handle, os.environ["GONGKAI_STEPS"] = tempfile.mkstemp(prefix="gongkai-steps-", suffix=".jsonl")
        os.close(handle)
        config.add_cleanup(_forget_steps)


def _forget_steps() -> None:
    Path(os.environ.pop("GONGKAI_STEPS")).unlink(missing_ok=True)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, so the garbage collector need not walk through it again and again: a fifth
    of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that hands in what it counted is a journey: ``-m journey`` runs just these."""
    for item in items:
        code = getattr(getattr(item, "function", None), "__code__", None)
        if code is not None and "over_target" in code.co_names:
            item.add_marker("journey")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The steps that were counted, with the targets."""
    place = Path(os.environ.get("GONGKAI_STEPS", ""))
    if place.is_file() and place.stat().st_size:
        import steps

        terminalreporter.section("steps of the journeys")
        terminalreporter.write_line(steps.table(steps.counted(place)))


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
