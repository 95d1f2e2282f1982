"""The log: what the database refuses, and what the chain shows when the database was made to obey."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

import factories
from gongkai.agencies.models import Agency
from gongkai.people import append_only, clock, journal
from gongkai.people.models import Chain, LogEntry, Role

TEN = 10


@pytest.fixture
def agency(db: None) -> Agency:
    """A body whose chain holds ten entries."""
    agency = factories.agency(pk=7)
    with clock.at(date(2026, 9, 11)):
        for n in range(1, TEN + 1):
            journal.log("application.opened", None, by=None, agency=agency, number=n)
    return agency


@pytest.fixture
def unguarded(agency: Agency) -> Agency:
    """The same, with the triggers taken off, as one could who owns the database."""
    append_only.remove(connection)
    return agency


def faults() -> list[tuple[str, int]]:
    return [(fault.chain, fault.sequence) for fault in journal.verify()]


def entry(agency: Agency, sequence: int) -> LogEntry:
    return LogEntry.objects.get(chain__agency=agency, sequence=sequence)


def refused(statement: str) -> str:
    # PostgreSQL answers a TRUNCATE with another refusal while foreign keys are still to be checked.
    connection.check_constraints()
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value).split("\n", maxsplit=1)[0]


def test_the_database_refuses_to_change_an_entry(agency: Agency) -> None:
    assert refused("UPDATE people_logentry SET actor = '某人' WHERE sequence = 3") == "the log is append-only"
    assert entry(agency, 3).actor == "系统"


def test_the_database_refuses_to_delete_an_entry(agency: Agency) -> None:
    assert refused("DELETE FROM people_logentry WHERE sequence = 3") == "the log is append-only"
    assert LogEntry.objects.filter(chain__agency=agency).count() == 10


CHANGED = "'某人'"
COLUMNS = "id, sequence, at, actor, verb, subject, data, hash, account_id, chain_id"
WAYS_ROUND = {
    # REPLACE removes rows without asking a DELETE trigger.
    "sqlite": f"INSERT OR REPLACE INTO people_logentry ({COLUMNS}) "
    f"SELECT {COLUMNS.replace('actor', CHANGED)} FROM people_logentry",
    "postgresql": "TRUNCATE people_logentry",
}


def test_the_way_round_a_delete_is_refused_too(agency: Agency) -> None:
    assert refused(WAYS_ROUND[connection.vendor]) == "the log is append-only"
    assert [e.actor for e in LogEntry.objects.all()] == ["系统"] * 11


def test_an_untouched_log_has_no_faults(agency: Agency) -> None:
    assert faults() == []
    assert entry(agency, 1).hash != entry(agency, 2).hash


def _change(agency: Agency) -> None:
    LogEntry.objects.filter(pk=entry(agency, 4).pk).update(data={"number": 5})


def _remove_from_the_middle(agency: Agency) -> None:
    entry(agency, 4).delete()


def _cut_off_the_end(agency: Agency) -> None:
    LogEntry.objects.filter(chain__agency=agency, sequence__gt=7).delete()


def _cut_off_the_end_and_move_the_head(agency: Agency) -> None:
    _cut_off_the_end(agency)
    Chain.objects.filter(agency=agency).update(sequence=7, hash=entry(agency, 7).hash)


def _change_the_head(agency: Agency) -> None:
    Chain.objects.filter(agency=agency).update(seal="0" * 64)


def _swap(agency: Agency) -> None:
    first, second = entry(agency, 4), entry(agency, 5)
    LogEntry.objects.filter(pk=first.pk).update(sequence=99)
    LogEntry.objects.filter(pk=second.pk).update(sequence=4)
    LogEntry.objects.filter(pk=first.pk).update(sequence=5)


def _insert(agency: Agency) -> None:
    # From the end, for two entries never share a sequence.
    for sequence in range(TEN, 4, -1):
        LogEntry.objects.filter(chain__agency=agency, sequence=sequence).update(sequence=F("sequence") + 1)
    forged = entry(agency, 4)
    forged.pk, forged.sequence = None, 5
    forged.save(force_insert=True)
    Chain.objects.filter(agency=agency).update(sequence=11)


def _append(agency: Agency) -> None:
    forged = entry(agency, 10)
    forged.pk, forged.sequence = None, 11
    forged.save(force_insert=True)


def _drop_the_chain(agency: Agency) -> None:
    LogEntry.objects.filter(chain__agency=agency).delete()
    Chain.objects.filter(agency=agency).delete()


def _drop_the_other_chain(agency: Agency) -> None:
    LogEntry.objects.filter(chain_id="system").delete()
    Chain.objects.filter(key="system").delete()


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (_change, [("agency:7", 4)]),
        (_remove_from_the_middle, [("agency:7", 4)]),
        (_cut_off_the_end, [("agency:7", 8)]),
        (_cut_off_the_end_and_move_the_head, [("agency:7", 7)]),
        (_change_the_head, [("agency:7", 10)]),
        (_swap, [("agency:7", 4), ("agency:7", 5), ("agency:7", 6)]),
        (_insert, [("agency:7", n) for n in range(5, 12)] + [("agency:7", 11)]),
        (_append, [("agency:7", 11), ("agency:7", 11)]),
        (_drop_the_chain, [("agency:7", 0)]),
        (_drop_the_other_chain, [("system", 0)]),
    ],
)
def test_tampering_is_found_where_it_happened(
    unguarded: Agency, tamper: Callable[[Agency], None], found: list[tuple[str, int]]
) -> None:
    tamper(unguarded)
    assert faults() == found


def test_a_changed_entry_is_named_in_words(unguarded: Agency) -> None:
    _change(unguarded)
    assert [fault.message for fault in journal.verify()] == [
        "第4条记录与校验值不符：内容、次序或者它前面的记录被改动过。"
    ]


def test_only_the_chains_asked_for_are_verified(unguarded: Agency) -> None:
    _change(unguarded)
    other = factories.agency(pk=8)
    journal.log("application.opened", None, by=None, agency=other)
    assert list(journal.verify(["agency:8"])) == []
    assert [fault.sequence for fault in journal.verify(["agency:7"])] == [4]


def test_an_entry_without_its_change_is_never_kept(agency: Agency) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        journal.log("application.opened", None, by=None, agency=agency, number=11)
        raise RuntimeError
    assert Chain.objects.get(agency=agency).sequence == 10
    assert faults() == []


def test_an_entry_says_who_what_and_when_in_plain_values(agency: Agency) -> None:
    clerk = factories.account(agency, Role.CLERK, name="李文静")
    with clock.at(date(2026, 9, 14)):
        made = journal.log(
            "letter.issued",
            clerk,
            by=clerk,
            agency=agency,
            due=date(2026, 9, 20),
            fee=Decimal("2.50"),
            roles={"b", "a"},
        )
    kept = LogEntry.objects.get(pk=made.pk)
    assert (kept.sequence, kept.actor, kept.verb, kept.subject) == (
        11,
        "李文静",
        "letter.issued",
        f"people.account:{clerk.pk}",
    )
    assert kept.data == {"due": "2026-09-20", "fee": "2.50", "roles": ["a", "b"]}
    assert kept.at == clock.moment(date(2026, 9, 14))


def test_the_heads_are_the_last_sequence_and_hash_of_each_chain(agency: Agency) -> None:
    assert journal.heads() == {
        "agency:7": f"10:{entry(agency, 10).hash}",
        "system": f"1:{LogEntry.objects.get(chain_id='system').hash}",
    }
    assert list(journal.heads(["agency:7"])) == ["agency:7"]


def test_twenty_thousand_entries_are_verified_well_within_two_seconds(agency: Agency) -> None:
    chain = Chain.objects.get(agency=agency)
    previous, rows = chain.hash, []
    for n in range(TEN + 1, 20_001):
        row = LogEntry(
            chain=chain,
            sequence=n,
            at=clock.moment(date(2026, 9, 11)),
            actor="系统",
            verb="x.y",
            subject="",
            data={"n": n},
        )
        row.hash = previous = journal._digest(row, previous)
        rows.append(row)
    LogEntry.objects.bulk_create(rows, batch_size=500)
    chain.sequence, chain.hash = 20_000, previous
    chain.seal = journal._mac(chain.key, "20000", previous)
    chain.save()
    started = time.process_time()
    assert faults() == []
    assert time.process_time() - started < 2
    assert json.dumps(journal.heads(["agency:7"])) == json.dumps({"agency:7": f"20000:{previous}"})


WORDS = "a tab\t, a line\n, a return\r, a backslash \\N and \\., a quote \" and ', 表格里的字"


def test_many_entries_at_once_make_the_chains_that_one_after_the_other_make(agency: Agency) -> None:
    other, clerk = factories.agency(pk=8, slug="other", code="示乙"), factories.account(None, Role.CLERK, name="周某")
    bodies, account = {7: agency, 8: other, None: None}, journal.subject_of(clerk)
    many = [
        journal.Happened("dates.recounted", account, 7, {"on": date(2026, 10, 9), "why": WORDS}),
        journal.Happened("dates.recounted", "", 8, {"rows": [[1, None, True], ["二", Decimal("1.50")]]}),
        journal.Happened("dates.recounted", account, 7, {}),
        journal.Happened("dates.recounted", "", None, {"of": WORDS}),
    ]

    def one_by_one() -> None:
        for body in (7, 8, None):
            for each in many:
                if each.agency == body:
                    thing = clerk if each.subject else None
                    journal.log(each.verb, thing, by=clerk, agency=bodies[body], **each.data)

    def ends(write: Callable[[], object]) -> tuple[dict[str, str], list[object]]:
        with clock.at(date(2026, 9, 14)), transaction.atomic():
            write()
            assert faults() == []
            kept = list(LogEntry.objects.order_by("chain", "sequence").values_list("chain", "actor", "subject", "data"))
            found = journal.heads(), kept
            transaction.set_rollback(True)
        return found

    heads, kept = ends(lambda: journal.log_many(many, by=clerk))
    assert [each.split(":")[0] for each in heads.values()] == ["12", "1", "3"]
    assert (heads, kept) == ends(one_by_one)
    assert kept[-1] == ("system", "周某", "", {"of": WORDS})
    assert ("agency:8", "周某", "", {"rows": [[1, None, True], ["二", "1.50"]]}) in kept
