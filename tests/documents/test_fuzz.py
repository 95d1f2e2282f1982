"""A small slice of the fuzzing run of ``benchmarks/fuzz.py``: the same inputs every time, in a worker, within its bounds."""

from collections import Counter

import pytest

from documents.fuzzing.seeds import seeds
from documents.fuzzing.trial import make, trials
from gongkai.documents.reading import READERS, read
from gongkai.documents.worker import Worker

SLICE = 1500


def test_there_is_a_seed_of_every_format_and_the_damage_follows_from_its_number() -> None:
    assert set(seeds()) == set(READERS)
    assert make(1, 7) == make(1, 7)
    assert make(1, 7) != make(1, 8)
    assert make(2, 7) != make(1, 7)


@pytest.mark.parametrize("format", ["text", "markdown", "html", "mhtml", "docx", "doc", "xlsx", "xls", "ods"])
def test_undamaged_seeds_are_read(format: str) -> None:
    for data in seeds()[format]:
        assert "行政许可" in read(data).text or "一、本年新收政府信息公开申请数量" in read(data).text


def test_damaged_files_are_read_or_refused_and_nothing_else() -> None:
    outcomes: Counter[str] = Counter()
    with Worker(seconds=300, memory_mb=512) as worker:
        for first in range(0, SLICE, 100):
            for _, outcome, _ in worker.run(trials, 1, first, 100):
                outcomes[outcome] += 1
    assert outcomes.total() == SLICE
    # The damage is neither so slight that all is read nor so heavy that nothing is.
    assert 0.3 * SLICE < outcomes["read"] < 0.9 * SLICE
