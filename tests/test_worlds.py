"""A world that stands for a whole module: every test finds it as it was built, and who did not ask for it finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

import factories
import worlds
from gongkai.agencies.models import Agency


def built() -> list[Agency]:
    from django.conf import settings

    Path(settings.MEDIA_ROOT, "kept.txt").write_text("原样", encoding="utf-8")
    return [factories.agency(name="云岭县商务局", slug="shangwu")]


standing = worlds.of(built)


@pytest.mark.parametrize("again", [1, 2])
def test_what_one_test_changes_the_next_does_not_find(
    db: None, standing: worlds.Standing[list[Agency]], settings: Settings, tmp_path: Path, again: int
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (agency,) = standing.own()
    assert [(a.pk, a.name) for a in Agency.objects.all()] == [(agency.pk, "云岭县商务局")]
    assert (agency.name, (tmp_path / "kept.txt").read_text(encoding="utf-8")) == ("云岭县商务局", "原样")
    agency.name = "改过的局"
    agency.save()
    (tmp_path / "kept.txt").write_text("改过", encoding="utf-8")
    factories.agency()


def test_who_asks_for_no_world_finds_none(db: None) -> None:
    assert Agency.objects.count() == 0
