"""A world that every test of a module looks at is built once, in a transaction around them all; each test undoes only its own part.

    standing = worlds.of(build)  # in the module or its conftest: build() makes rows, and files in ``MEDIA_ROOT``


    @pytest.fixture
    def scene(standing: worlds.Standing[Scene]) -> Scene:
        return standing.own()  # this test's own copy of what `build` gave, and of the files

Half of the time of a test of a page went into building what it looks at. Tests of the same module that want an empty database run first.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

T = TypeVar("T")
_MARK = "_gongkai_world"
_STANDING: set[Path] = set()
"""The modules whose world stands now."""


@dataclass(frozen=True)
class Standing(Generic[T]):
    """What was built, and the folder of its files."""

    made: T
    folder: Path

    def own(self) -> T:
        """A copy of what was built, and of its files in ``MEDIA_ROOT``: a test may change both."""
        shutil.copytree(self.folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(self.made)


def of(build: Callable[[], T]) -> Any:
    """A fixture of the module that holds what ``build`` makes. It sets its own clock."""

    def standing(
        request: pytest.FixtureRequest,
        django_db_setup: None,
        django_db_blocker: Any,
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Iterator[Standing[T]]:
        folder = tmp_path_factory.mktemp("world")
        around = transaction.atomic()
        with django_db_blocker.unblock():
            around.__enter__()
            try:
                with override_settings(MEDIA_ROOT=folder):
                    made = build()
            except BaseException:
                transaction.set_rollback(True)
                around.__exit__(None, None, None)
                raise
        _STANDING.add(request.path)
        yield Standing(made, folder)
        _STANDING.discard(request.path)
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)

    setattr(standing, _MARK, True)
    return pytest.fixture(scope="module")(standing)


def _in_a_world(item: pytest.Item) -> bool:
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    return any(found and hasattr(found[-1].func, _MARK) for found in known.values())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a module that need no world come before it is built. Other modules stay where they are."""
    for path in {item.path for item in items if _in_a_world(item)}:
        places = [n for n, item in enumerate(items) if item.path == path]
        for n, item in zip(places, sorted((items[n] for n in places), key=_in_a_world), strict=True):
            items[n] = item


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nobody finds a world that was not asked for, in whatever order the tests run."""
    asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
    if item.path in _STANDING and asks and not _in_a_world(item):
        pytest.fail(f"a world of {item.path.name} stands, and this test did not ask for it")
