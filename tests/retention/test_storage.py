"""Below the rows: the raw files of the database hold nothing of what was erased, and the proof can be looked at again later."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

import factories
from gongkai.applications.models import Applicant
from gongkai.documents import read
from gongkai.files.keeping import place_of
from gongkai.files.keeping import read as bytes_of
from gongkai.people import clock
from gongkai.people.sealing import seal
from gongkai.retention import carrying_out, proving, storage
from gongkai.retention.models import DestructionList
from retention.scene import PLANTED, approved, house, let_pass, planted

pytestmark = pytest.mark.django_db(transaction=True)
FUTURE = date(2055, 1, 5)
OPEN = [word for key, word in PLANTED.items() if key not in ("identity", "phone", "email", "address", "party")]
"""What stands in plain words in the database. The name of a third party stands in the log, too, which cannot be changed."""


def test_the_database_is_rewritten_and_says_how() -> None:
    of = house()
    planted(of)
    done = storage.settle()
    how = {"sqlite": "sqlite: VACUUM, wal_checkpoint(TRUNCATE)", "postgresql": "postgresql: VACUUM FULL, 25"}
    assert done == {"done": True, "how": how[connection.vendor]}


def test_an_older_transaction_on_the_server_is_waited_for_and_then_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"
        return
    monkeypatch.setattr(storage, "PATIENCE", 0.3)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
        assert storage.settle() == {
            "done": False, "how": "postgresql", "why": "an older transaction is still open on the server",
        }  # fmt: skip
        with other.cursor() as cursor:
            cursor.execute("ROLLBACK")
        assert storage.settle()["done"] is True
    finally:
        other.close()


def test_postgresql_keeps_nothing_of_it_in_its_heap(aged) -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"
        return
    of = house()
    planted(of)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    assert {each.what for each in proving.sightings(OPEN)} == set(OPEN)
    aged()
    with clock.at(FUTURE):
        approved(of, "identity", "contact", "case", "letters")
        let_pass()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relfilenode, relname FROM pg_class")
        names = {str(k): v for k, v in cursor.fetchall()}
    assert [(names.get(each.where.rsplit("/")[-1]), each.what) for each in proving.sightings(OPEN)] == []
    assert list(proving.remnants(DestructionList.objects.all())) == []


def test_a_certificate_says_what_went_who_approved_and_what_it_does_not_reach(aged) -> None:
    of = house(name="云岭县商务局", code="云商")
    case = planted(of)
    identity = case.files.get(purpose="identity").file.sha256
    aged()
    approved(of, "identity", "contact")
    let_pass()
    found = DestructionList.objects.get()
    assert (found.state, found.storage["done"]) == ("done", True)
    paper = read(bytes_of(found.certificate)).text.replace("\n", "")
    there = ["云岭县商务局", "云商公开销〔2026〕1号", "李文静", "赵建国", "身份证明和证件号码", "申请人联系方式"]
    there += ["备份应当按备份的保存期限一并清除", found.schedule_digest]
    assert [words for words in there if words not in paper] == []
    assert identity in paper
    assert [word for word in PLANTED.values() if word in paper] == []


def test_what_comes_back_is_found_by_its_hash(aged) -> None:
    of = house()
    case = planted(of)
    identity = case.files.get(purpose="identity").file
    kept = bytes_of(identity)
    aged()
    approved(of, "identity", "contact")
    let_pass()
    found = DestructionList.objects.all()
    assert list(proving.remnants(found)) == []
    place = place_of(of.agency.pk, identity.sha256)
    place.write_bytes(kept)
    assert [each.where for each in proving.remnants(found)] == [str(place)]


def test_sealed_values_are_recognised_by_the_hash_of_their_ciphertext(
    aged, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    of = house()
    planted(of)
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM applications_applicant")
        token = cursor.fetchone()[0]
    aged()
    approved(of, "identity")
    let_pass()
    old = tmp_path / "old.db"
    old.write_bytes(b"x" * 1000 + token.encode() + b"\0y" + seal("other", "t.c").encode())
    monkeypatch.setattr(proving, "database_files", lambda: [old])
    assert [each.where for each in proving.remnants(DestructionList.objects.all())] == [str(old)]


def test_two_rounds_at_once_erase_everything_once(aged) -> None:
    from threading import Thread

    from django.db import connections

    of = house()
    for n in range(3):
        planted(of, date(2020, 3, 2 + n), factories.person(phone=f"1390000{n:04}", identity_number=""))
    aged()
    approved(of, "contact")
    later = clock.today() + timedelta(days=30)
    done: list[int] = []

    def run() -> None:
        with clock.at(later):
            done.append(carrying_out.daily())
        connections.close_all()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with clock.at(later):
        carrying_out.daily()
    assert sum(done) == 3
    assert [each.phone for each in Applicant.objects.all()] == ["", "", ""]
    assert DestructionList.objects.get().state == "done"
