"""A run that allows no skips (GONGKAI_NO_SKIP=1, as CI is) fails where a test would be skipped, but for absent real samples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = """
import pytest

def test_skips_by_itself():
    pytest.skip("no printer here")

@pytest.mark.skipif(True, reason="not on this machine")
def test_skips_by_mark():
    raise AssertionError

def test_wants_the_real_samples(samples):
    raise AssertionError

@pytest.mark.xfail(reason="known")
def test_fails_as_expected():
    raise AssertionError

def test_passes():
    pass
"""


@pytest.mark.parametrize(
    ("strict", "summary"),
    [("1", "1 failed, 1 passed, 1 skipped, 1 xfailed, 1 error"), ("0", "1 passed, 3 skipped, 1 xfailed")],
)
def test_a_strict_run_fails_on_skips(strict: str, summary: str, tmp_path: Path) -> None:
    tests = tmp_path / "repository" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("conftest.py"), tests)
    (tests / "test_cases.py").write_text(CASES, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tests), str(tests)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tests,
        env=os.environ | {"GONGKAI_NO_SKIP": strict, "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert run.stdout.splitlines()[-1].rsplit(" in ", 1)[0] == summary


def test_a_whole_module_that_skips_fails_too(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_cases.py").write_text('import pytest\npytest.importorskip("no_such_module")\n', encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env=os.environ | {"GONGKAI_NO_SKIP": "1", "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert run.returncode != 0
    assert "1 error" in run.stdout.splitlines()[-1]
