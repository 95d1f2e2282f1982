"""A body's own words: each with an owner and a last day, applied by the checks until then."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.disclosures import actions, checks
from gongkai.disclosures.actions.word_lists import BadWord
from gongkai.disclosures.models import Draft, LocalWord
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed

from .conftest import Desk
from .test_drafting import begun

UNTIL = date(2027, 10, 1)


def found(draft: Draft) -> list[tuple[str, str]]:
    return [(f.code, f.shown) for f in checks.run(draft) if f.code.startswith("words.")]


def test_an_entry_is_applied_until_its_last_day_and_again_when_it_is_renewed(desk: Desk) -> None:
    word = actions.add_word(
        desk.agency, by=desk.clerk, kind="outdated", wrong="县商业局", right="县商务局", expires_on=date(2026, 10, 20)
    )
    draft = begun(desk, html="<p>请报县商业局。</p>")
    assert (found(draft), word.owner) == ([("words.outdated", "县商业局")], desk.clerk)
    with clock.at(date(2026, 10, 21)):
        assert found(draft) == []
        actions.renew_word(word, UNTIL, by=desk.office_head)
        assert found(draft) == [("words.outdated", "县商业局")]
    word.refresh_from_db()
    assert (word.owner, word.expires_on) == (desk.office_head, UNTIL)
    actions.remove_word(word, by=desk.clerk)
    assert found(draft) == []
    assert [e.verb for e in LogEntry.objects.filter(verb__startswith="word.")] == [
        "word.added",
        "word.renewed",
        "word.removed",
    ]


def test_an_exception_silences_the_shipped_list_in_one_body_only(desk: Desk, other: Desk) -> None:
    actions.add_word(desk.agency, by=desk.clerk, kind="allowed", wrong="台帐", reason="系统名称", expires_on=UNTIL)
    assert found(begun(desk, html="<p>登录台帐系统。</p>")) == []
    assert found(begun(other, html="<p>登录台帐系统。</p>")) == [("words.word", "台帐")]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "wrong", "wrong": "县", "right": "区"}, "wrong"),
        ({"kind": "wrong", "wrong": "云玲县"}, "right"),
        ({"kind": "name", "right": "孙立平"}, "right"),
        ({"kind": "wrong", "wrong": "云岭县", "right": "云岭县"}, "right"),
        ({"kind": "forbidden", "wrong": "首家", "expires_on": date(2026, 10, 16)}, "expires_on"),
    ],
)
def test_an_entry_that_would_find_nothing_or_everything_is_refused(
    desk: Desk, values: dict[str, object], name: str
) -> None:
    with pytest.raises(BadWord) as caught:
        actions.add_word(desk.agency, by=desk.clerk, **{"expires_on": UNTIL, **values})  # type: ignore[arg-type]
    assert (caught.value.name, LocalWord.objects.count()) == (name, 0)


def test_only_the_office_of_the_body_keeps_its_list(desk: Desk, other: Desk) -> None:
    word = actions.add_word(desk.agency, by=desk.clerk, kind="forbidden", wrong="首家", expires_on=UNTIL)
    for who in (desk.contributor, desk.leader, other.clerk):
        with pytest.raises(NotAllowed):
            actions.add_word(desk.agency, by=who, kind="forbidden", wrong="唯一", expires_on=UNTIL)
        with pytest.raises(NotAllowed):
            actions.remove_word(word, by=who)
    with pytest.raises(BadWord):
        actions.add_word(desk.agency, by=desk.clerk, kind="forbidden", wrong="首家", expires_on=UNTIL)
