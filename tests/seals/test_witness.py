"""A holder of every key who rewrites the past passes every check from inside, and is found by what a witness kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.db import connection

import factories
from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.people import append_only, clock, journal
from gongkai.people.models import Chain, LogEntry
from gongkai.seals import anchoring, records, renewing, verifying, witness
from gongkai.seals.records import Record

MONDAY, TUESDAY = datetime(2026, 9, 14, 2, 0, tzinfo=UTC), datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def happened(agency: Agency, day: date, first: int, last: int) -> None:
    with clock.at(day):
        for n in range(first, last + 1):
            journal.log("application.opened", None, by=None, agency=agency, number=n)


def look(at: datetime, since: datetime | None = None) -> Record:
    with verifying.snapshot():
        return witness.seen(at, since)


@pytest.fixture
def bureau(db: None) -> Agency:
    agency = factories.agency(pk=7, name="示例县商务局")
    happened(agency, date(2026, 9, 11), 1, 10)
    return agency


@pytest.fixture
def kept(bureau: Agency) -> list[Record]:
    """What was given away on Monday, with ten entries, and on Tuesday, with fifteen."""
    monday = look(MONDAY)
    happened(bureau, date(2026, 9, 15), 11, 15)
    return [monday, look(TUESDAY, MONDAY)]


def inside() -> list[str]:
    """What every check finds that has nothing but the house to go by."""
    with verifying.snapshot():
        found = [each.message for each in journal.verify()]
        found += [each.message for each in verifying.verify()]
        return found + [each.message for each in anchoring.check()]


def outside(kept: list[Record]) -> list[tuple[str, int, int, str]]:
    with verifying.snapshot():
        return [(each.name, each.first, each.last, each.message) for each in witness.compare(kept)]


def reforge(key: str, sequence: int, **values: object) -> None:
    """Rewrite one entry and seal it and everything behind it anew, as whoever holds the database and the key can."""
    append_only.remove(connection)
    LogEntry.objects.filter(chain_id=key, sequence=sequence).update(**values)
    chain = Chain.objects.get(key=key)
    previous = LogEntry.objects.filter(chain=chain, sequence=sequence - 1).values_list("hash", flat=True).first() or ""
    for entry in LogEntry.objects.filter(chain=chain, sequence__gte=sequence).order_by("sequence"):
        previous = journal._digest(entry, previous)
        LogEntry.objects.filter(pk=entry.pk).update(hash=previous)
    last = LogEntry.objects.filter(chain=chain).order_by("sequence").last()
    assert last is not None
    seal = journal._mac(key, str(last.sequence), last.hash)
    Chain.objects.filter(key=key).update(sequence=last.sequence, hash=last.hash, seal=seal)


def test_a_history_that_goes_on_is_no_difference(kept: list[Record], bureau: Agency) -> None:
    happened(bureau, date(2026, 9, 16), 16, 20)
    assert (inside(), outside(kept)) == ([], [])


def test_who_rewrites_an_entry_and_seals_all_anew_passes_inside_and_is_found_by_the_witness(
    kept: list[Record], bureau: Agency
) -> None:
    happened(bureau, date(2026, 9, 16), 16, 20)
    reforge("agency:7", 4, data={"number": 99})
    assert inside() == []
    sentence = "示例县商务局的日志被改写过：2026-09-14 10:00见证以后，从第4条（现在写的是2026-09-11的事）起与见证不同。"
    assert outside(kept) == [("agency:7", 4, 4, sentence)]
    # Whoever has only the mail of Tuesday learns as much as Tuesday saw.
    assert outside(kept[1:])[0][1:3] == (1, 11)


def test_what_was_rewritten_between_two_records_is_named_by_the_second(kept: list[Record]) -> None:
    reforge("agency:7", 13, actor="别人")
    assert inside() == []
    assert [each[:3] for each in outside(kept)] == [("agency:7", 13, 13)]
    assert outside(kept)[0][3].startswith("示例县商务局的日志被改写过：2026-09-15 10:00见证以后，从第13条")
    # Of what came after the last record the witness knows nothing.
    assert outside(kept[:1]) == []


def test_a_record_that_was_made_after_the_rewriting_does_not_hide_it(kept: list[Record]) -> None:
    reforge("agency:7", 4, actor="别人")
    assert [each[:3] for each in outside([*kept, look(TUESDAY + timedelta(days=1), TUESDAY)])] == [("agency:7", 4, 4)]


def test_an_end_that_was_cut_off_and_sealed_anew_is_found(kept: list[Record]) -> None:
    append_only.remove(connection)
    LogEntry.objects.filter(chain_id="agency:7", sequence__gt=12).delete()
    reforge("agency:7", 12)
    assert inside() == []
    sentence = "示例县商务局的日志从第13条起不见了：2026-09-15 10:00见证时有15条，现在只到第12条。"
    assert outside(kept) == [("agency:7", 13, 13, sentence)]


def test_a_chain_that_vanished_is_named_by_the_name_it_had(kept: list[Record]) -> None:
    append_only.remove(connection)
    LogEntry.objects.filter(chain_id="agency:7").delete()
    Chain.objects.filter(key="agency:7").delete()
    started = LogEntry.objects.get(verb="log.started").sequence
    LogEntry.objects.filter(verb="log.started").update(verb="application.opened", data={})
    reforge("system", started)
    with verifying.snapshot():
        assert list(journal.verify()) == []
    told = outside(kept)
    assert [each[0] for each in told] == ["agency:7", "system"]
    assert told[0][3] == "示例县商务局的日志整个不见了，2026-09-14 10:00见证时有10条。"
    assert told[1][3].startswith("系统的日志被改写过：2026-09-14 10:00见证以后，从第1条")


def test_a_table_put_back_or_sealed_anew_without_a_turn_is_found(kept: list[Record], bureau: Agency) -> None:
    table = "agencies_agency"
    turn, digest = kept[1].tables[table]
    behind = [Record(TUESDAY, {}, {table: (turn + 3, digest)})]
    assert outside(behind) == [(table, 0, 0, "agencies.Agency 被整个换回了2026-09-15 10:00见证以前的状态。")]
    beside = [Record(TUESDAY, {}, {table: (turn, "0" * 32)})]
    assert outside(beside) == [(table, 0, 0, "agencies.Agency 在2026-09-15 10:00见证以后被改动过，并且重新封存。")]
    renewing._table(connection, table)
    assert outside([Record(TUESDAY, {}, {table: (turn, digest)})]) == []


def test_of_very_many_entries_the_record_names_a_stretch(bureau: Agency) -> None:
    journal.log_many([journal.Happened("application.opened", "", 7, {"n": n}) for n in range(1990)], by=None)
    record = look(MONDAY)
    assert (record.points["agency:7"].step, len(record.points["agency:7"].marks)) == (4, 500)
    reforge("agency:7", 1000, actor="别人")
    assert outside([record])[0][1:3] == (998, 1001)
    assert "从第998条到第1001条之间的一条起与见证不同" in outside([record])[0][3]


def test_a_record_reads_back_as_it_was_written(kept: list[Record]) -> None:
    for record in kept:
        assert records.read(record.text().encode()) == records.Kept([record])
    both = records.read("\n".join(each.text() for each in kept).encode())
    assert both == records.Kept(kept)
    assert kept[1].names == {"agency:7": "示例县商务局", "system": "系统"}
    assert kept[1].text().splitlines()[0] == "===== 公开系统校验值 2026-09-15T02:00:00+00:00 ====="
    assert max(len(line) for line in kept[1].text().splitlines()) < 120


def _quoted(text: str) -> bytes:
    return "".join(f"> {line}\n" for line in text.splitlines()).encode()


def _broken_at_70(text: str) -> bytes:
    """As a mail program breaks lines that are too long for it: at blanks."""
    return re.sub(r"(?m)(.{40,70}?) ", r"\1\r\n", text).encode()


def _saved(text: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "校验值", "gongkai@yunling.example", "jiancha@yunling.example"
    mail.set_content(text, cte="base64")
    mail.add_alternative(f"<pre>{text}</pre>", subtype="html")
    return mail.as_bytes()


@pytest.mark.parametrize("way", [_quoted, _broken_at_70, _saved], ids=["quoted", "broken", "saved"])
def test_a_record_survives_the_ways_of_mail(kept: list[Record], way) -> None:
    assert records.read(b"\r\n" + way(kept[1].text())) == records.Kept([kept[1]])


def test_a_record_that_was_altered_or_never_ended_is_counted_and_not_believed(kept: list[Record]) -> None:
    first, second = (each.text() for each in kept)
    altered = first.replace(kept[0].chains["agency:7"][1], "0" * 64)
    assert records.read((altered + second).encode()) == records.Kept([kept[1]], altered=1)
    torn = first[: len(first) // 2]
    assert records.read((torn + "\n" + second).encode()) == records.Kept([kept[1]], torn=1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"\0\xff",
        b"{}x",
        b'{"a": 1}',
        b'{"heads": []}',
        b'{"agency:x": "1:' + b"0" * 64 + b'"}',
        b'{"agency:7": "' + b"9" * 5000 + b":" + b"0" * 64 + b'"}',
        b'{"heads": {}, "at": "2026-09-14"}',
        b'{"heads": {}, "at": "9999-12-31T23:59:59+00:00"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=range(12),
)
def test_what_holds_no_record_is_said_to_hold_none(body: bytes) -> None:
    with pytest.raises(GongkaiError, match=r"里面没有校验值|不是导出的校验值"):
        records.read(body)


def test_exports_of_before_are_records_too(kept: list[Record]) -> None:
    import json

    told = json.dumps({**journal.heads(), "tables": anchoring.totals()}).encode()
    assert outside(records.read(told).records) == []
    downloaded = json.dumps({"at": "2026-09-15T10:00:00+08:00", "heads": journal.heads()}).encode()
    reforge("agency:7", 4, actor="别人")
    assert outside(records.read(told).records)[0][1:3] == (1, 15)
    assert outside(records.read(downloaded).records)[0][3].startswith(
        "示例县商务局的日志被改写过：2026-09-15 10:00见证以后，从第1条到第15条之间的一条起"
    )


@pytest.mark.parametrize(
    "edit",
    [
        ("system 1 ", "system " + "9" * 5000 + " "),
        ("agency:7 15 ", "agency:7 999999999999999 "),
        ("agency:7 11+1 ", "agency:7 11+0 "),
        ("agency:7 11+1 ", "agency:7 999999999999999+999999999 "),
        ("2026-09-15T02:00:00+00:00", "2026-09-15"),
        ("2026-09-15T02:00:00+00:00", "9999-12-31T23:59:59+00:00"),
        ("agencies_agency ", "nowhere_at_all "),
    ],
    ids=range(7),
)
def test_a_record_that_somebody_made_up_is_compared_or_refused_and_breaks_nothing(
    kept: list[Record], edit: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = kept[1].text().replace(*edit)
    # Whoever makes one up makes its sum fit: take whatever stands there for right.
    monkeypatch.setattr(Record, "sum", property(lambda _: text.split()[-2]))
    held = records.read(text.encode())
    assert len(held.records) + held.altered == 1
    told = outside(held.records)
    assert {each[0] for each in told} <= {"agency:7", "system", "agencies_agency"}
