"""The page of a case at every stage."""

from __future__ import annotations

import pytest

from desk.cases import stages


@pytest.mark.parametrize("stage", stages.EVERY)
def test_the_page_opens_at_every_stage_for_everybody_who_may_see_it(bureau, at_desk, stage):
    case = stages.EVERY[stage](bureau)
    seen = [bureau.clerk, bureau.head, bureau.leader, bureau.chief, bureau.auditor]
    assert [at_desk(who).get("", case).status_code for who in seen] == [200] * 5
