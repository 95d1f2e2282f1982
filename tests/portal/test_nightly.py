"""What comes by itself: an index where there was none, and the files of the open data."""

from __future__ import annotations

import pytest

from disclosures.corpus import seed
from gongkai.config import background
from gongkai.disclosures.models import SearchEntry, SearchText
from gongkai.disclosures.search import Query, entries, find
from gongkai.disclosures.search.engines import engine
from gongkai.portal.nightly import nightly
from gongkai.portal.opendata import making, shelf

pytestmark = pytest.mark.django_db


def test_an_installation_from_before_the_search_gets_its_index_and_its_files_with_the_first_tick() -> None:
    seed()
    engine().empty()
    SearchText.objects.all().delete()
    SearchEntry.objects.all().delete()
    assert find(Query("决算")).total == 0
    done = background.tick()
    assert (done["indexed"], done["files"], find(Query("决算")).total) == (40, 13, 2)
    assert nightly() == {"indexed": 0, "files": 0}


def test_an_empty_installation_has_nothing_to_index() -> None:
    assert nightly() == {"indexed": 0, "files": 6}


def test_one_job_that_fails_keeps_nothing_from_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise OSError("no space left")

    broken.__name__ = "repair"
    monkeypatch.setattr(entries, "repair", broken)
    assert nightly() == {"indexed": 0, "files": 6}
    assert shelf.current() is not None
    assert making.due() is False
