"""A row or a file that is changed past the program is found and named: any column of any row of every sealed table, every kind of file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

import factories
from disclosures import factories as publishing
from gongkai.agencies.models import Agency, Section
from gongkai.applications import actions
from gongkai.applications.models import Search
from gongkai.disclosures import actions as publication
from gongkai.files import keeping
from gongkai.files.models import StoredFile
from gongkai.files.uploads import Upload
from gongkai.people import append_only, clock
from gongkai.people.models import Account, LogEntry
from gongkai.seals import anchoring, coverage, marks, renewing, verifying
from gongkai.seals.models import Head, Seal

TODAY = date(2026, 9, 14)
SQLITE = connection.vendor == "sqlite"


def faults() -> list[tuple[str, int, tuple[str, ...]]]:
    with verifying.snapshot():
        return [(fault.place, fault.key, fault.columns) for fault in verifying.verify()]


def past_the_program(sql: str, *params: object) -> None:
    """One statement of somebody who has the database open, with no trigger and no foreign key in the way."""
    from gongkai.disclosures import append_only as released

    released.remove(connection)
    append_only.remove(connection)
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        else:
            cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(sql, params)
        finally:
            if SQLITE:
                cursor.execute("PRAGMA ignore_check_constraints=OFF")
                cursor.execute("PRAGMA foreign_keys=ON")
            else:
                cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def lived(transactional_db: None, settings, tmp_path) -> Iterator[None]:
    """Some life: a case with an answer, a text that is out with a file, one in review. Committed, as in an installation."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with clock.at(TODAY):
        house = publishing.house()
        case = factories.application(house.agency, house.clerk)
        actions.add_files(case, [Upload("说明.txt", b"kept\n")], "evidence", by=house.clerk)
        actions.record_search(case, on=TODAY, places="综合档案室", terms="名单", found=1, by=house.clerk)
        draft = publishing.draft(house)
        publication.add_file(draft, Upload("附件.txt", b"annex\n"), "attachment", by=house.contributor, version=None)
        draft.refresh_from_db()
        publication.submit(draft, by=house.contributor)
        publishing.approve(draft, *house.chain)
        publishing.submitted(house)
        yield


def test_every_model_of_ours_is_sealed_or_named_with_a_reason() -> None:
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("gongkai.")]
    unsealed = {model._meta.label for model in ours} - {model._meta.label for model in coverage.models()}
    assert unsealed == set(coverage.LEFT_OUT)
    assert all(len(reason) > 10 for reason in coverage.LEFT_OUT.values())


def test_every_sealed_table_has_a_whole_number_for_its_key_and_a_code_of_its_own() -> None:
    sealed = coverage.tables()
    assert [
        name for name, model in sealed.items() if "Integer" not in _kind(model) and "Auto" not in _kind(model)
    ] == []
    assert len({marks.code(name) for name in sealed}) == len(sealed)


def _kind(model: type[models.Model]) -> str:
    pk = model._meta.pk
    while pk.remote_field is not None:
        pk = pk.target_field
    return pk.get_internal_type()


def test_what_the_program_writes_holds(lived: None) -> None:
    assert faults() == []
    assert Seal.objects.count() > 40


def test_a_change_of_any_column_of_a_random_row_of_every_table_is_named(lived: None) -> None:
    chance = random.Random(20260914)
    tampered, missed = [], []
    for table, model in sorted(coverage.tables().items()):
        key = _row(table, model, chance)
        if key is None:
            continue
        column = _tamper(table, model, key, chance)
        tampered.append(table)
        if faults() != [(table, key, (column,))]:
            missed.append((table, key, column, faults()))
        renewing.renew(connection, "seals.accepted")
    assert missed == []
    # PostgreSQL has no way to put an arbitrary row past the checks of a table that life left empty.
    assert len(tampered) == len(coverage.tables()) if SQLITE else len(tampered) > 40


def _row(table: str, model: type[models.Model], chance: random.Random) -> int | None:
    """A random row; where life has brought none, one that is put there past the program and accepted."""
    keys = sorted(model._base_manager.values_list("pk", flat=True))
    if not keys:
        try:
            _plant(table, model)
        except IntegrityError:
            assert not SQLITE
            return None
        assert faults() == [(table, 1, ())]
        renewing.renew(connection, "seals.accepted")
        keys = [1]
    return chance.choice(keys)


def _plant(table: str, model: type[models.Model]) -> None:
    fields = model._meta.concrete_fields
    values = [1 if field.primary_key else connection.ops.adapt_unknown_value(_some(field)) for field in fields]
    if not SQLITE:
        values = [_postgres(field, value) for field, value in zip(fields, values, strict=True)]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    past_the_program(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})", *values)


def _postgres(field: models.Field, value: object) -> object:
    return field.get_db_prep_value(value, connection) if isinstance(field, models.JSONField) else value


def _some(field: models.Field) -> object:
    if field.null:
        return None
    match field.get_internal_type():
        case "CharField" | "TextField" | "SlugField" | "URLField":
            return "x"
        case "BooleanField":
            return False
        case "DateField":
            return TODAY
        case "DateTimeField":
            return clock.moment(TODAY)
        case "JSONField":
            return "[]" if SQLITE else []
        case "BinaryField":
            return b"x"
        case "TimeField":
            return datetime(2026, 9, 14).time()
    return 1


def _tamper(table: str, model: type[models.Model], key: int, chance: random.Random) -> str:
    """Change one column of one row; which one."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    chance.shuffle(fields)
    pk = connection.ops.quote_name(model._meta.pk.column)
    for field in fields:
        column = connection.ops.quote_name(field.column)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE {pk} = %s", [key])
            (held,) = cursor.fetchone()
        try:
            past_the_program(f"UPDATE {table} SET {column} = %s WHERE {pk} = %s", _other(field, held), key)
        except IntegrityError:
            continue  # another row has that value already, and it may be there once
        return field.column
    raise AssertionError(f"no column of {table} could be changed")


def _other(field: models.Field, held: object) -> object:
    while field.remote_field is not None:
        field = field.target_field
    match field.get_internal_type():
        case "BooleanField":
            return (not held) if not SQLITE else int(not held)
        case "DateField":
            return date(2001, 1, 1)
        case "DateTimeField":
            return datetime(2001, 1, 1) + timedelta(seconds=1) if not SQLITE else "2001-01-01 00:00:01"
        case "JSONField":
            return '{"planted": 1}'
        case "BinaryField":
            return b"planted"
        case "TimeField":
            return "03:03:03"
        case "GenericIPAddressField":
            return "192.0.2.7"
        case "UUIDField":
            return "0" * 32
        case "CharField" | "TextField" | "SlugField" | "URLField" | "EmailField":
            return "y" if held != "y" else "z"
    return 7 if held != 7 else 8


def test_a_row_that_is_put_in_is_named(lived: None) -> None:
    past_the_program(
        "INSERT INTO agencies_section (agency_id, name, active) VALUES (%s, '审批科', %s)",
        Agency.objects.order_by("pk").first().pk,
        1 if SQLITE else True,
    )
    assert faults() == [("agencies_section", Section.objects.get(name="审批科").pk, ())]


def test_a_row_that_is_taken_out_is_named_also_when_its_mark_goes_with_it(lived: None) -> None:
    gone = Search.objects.get().pk
    past_the_program("DELETE FROM applications_search WHERE id = %s", gone)
    assert faults() == [("applications_search", gone, ())]
    past_the_program('DELETE FROM seals_seal WHERE "table" = %s', marks.code("applications_search"))
    assert faults() == [("applications_search", gone, ())]


def test_a_row_put_back_to_what_it_was_is_found_with_its_mark_and_all(lived: None) -> None:
    account = Account.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute('SELECT mark, columns FROM seals_seal WHERE "table" = %s AND "key" = %s', _seal(account))
        mark, columns = map(bytes, cursor.fetchone())
    was, account.name = account.name, "改名"
    account.save(update_fields=["name"])
    past_the_program("UPDATE people_account SET name = %s WHERE id = %s", was, account.pk)
    past_the_program(
        'UPDATE seals_seal SET mark = %s, columns = %s WHERE "table" = %s AND "key" = %s',
        mark,
        columns,
        *_seal(account),
    )
    part = marks.part_of(account.pk)
    with verifying.snapshot():
        found = [fault.message for fault in verifying.verify()]
    assert found == [f"people.Account 第{part}组有记录连同封印被换回了旧的内容。"]


def _seal(row: models.Model) -> list[int]:
    return [marks.code(row._meta.db_table), row.pk]


def test_a_whole_table_put_back_with_its_heads_is_found_by_the_note_of_the_day(lived: None) -> None:
    kept = {name: list(_dump(name)) for name in ("seals_seal", "seals_head")}
    account = Account.objects.order_by("pk").first()
    was, account.name = account.name, "改名"
    account.save(update_fields=["name"])
    assert (anchoring.anchor(), anchoring.anchor()) == (1, 0)
    past_the_program("UPDATE people_account SET name = %s WHERE id = %s", was, account.pk)
    for name, rows in kept.items():
        past_the_program(f"DELETE FROM {name}")
        for row in rows:
            past_the_program(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(row))})", *row)
    with verifying.snapshot():
        assert [fault.place for fault in verifying.verify()] == []
        assert [fault.place for fault in anchoring.check()] == ["people_account"]


def test_the_tick_takes_the_note_of_the_day(lived: None) -> None:
    from gongkai.config import background

    assert background.upkeep()["anchored"] == 1
    assert background.upkeep()["anchored"] == 0
    assert LogEntry.objects.filter(verb=anchoring.VERB).count() == 1


def _dump(name: str) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}")
        for row in cursor.fetchall():
            yield tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def test_rightful_work_on_a_row_that_was_changed_does_not_cover_the_change(lived: None) -> None:
    account = Account.objects.order_by("pk").first()
    past_the_program("UPDATE people_account SET password = 'planted' WHERE id = %s", account.pk)
    account = Account.objects.get(pk=account.pk)
    account.name = "改名"
    account.save()
    Account.objects.filter(pk=account.pk).update(name="再改")
    assert faults() == [("people_account", account.pk, ("name", "password"))]


def test_the_heads_are_sealed_themselves(lived: None) -> None:
    past_the_program("UPDATE seals_head SET rows = rows + 1")
    assert {key for _, key, _ in faults()} == {0}
    Section.objects.first().save()
    assert len(faults()) == Head.objects.count()


def test_what_is_written_without_a_transaction_of_ones_own_or_in_bulk_holds_too(lived: None) -> None:
    agency = Agency.objects.first()
    Section.objects.bulk_create([Section(agency=agency, name=f"{n}科") for n in "甲乙丙"])
    Section.objects.bulk_create([Section(agency=agency, name=f"{n}科") for n in "丙丁"], ignore_conflicts=True)
    Section.objects.filter(name__in=("甲科", "乙科")).update(name=models.functions.Concat("name", models.Value("室")))
    changed = list(Section.objects.filter(name__endswith="室"))
    for section in changed:
        section.name += "一"
    Section.objects.bulk_update(changed, ["name"])
    Section.objects.filter(name="丁科").delete()
    Section.objects.get(name="丙科").delete()
    with pytest.raises(RuntimeError), transaction.atomic():
        Section.objects.create(agency=agency, name="戊科")
        raise RuntimeError
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            Section.objects.create(agency=agency, name="己科")
            raise RuntimeError
        Section.objects.create(agency=agency, name="庚科")
    assert sorted(Section.objects.filter(name__contains="科").values_list("name", flat=True))[-3:] == [
        "乙科室一",
        "庚科",
        "甲科室一",
    ]
    assert faults() == []


def test_every_stored_file_that_is_changed_or_gone_is_named(lived: None) -> None:
    kept = list(StoredFile.objects.order_by("pk"))
    assert list(verifying.files()) == []
    assert len(kept) >= 2
    for n, stored in enumerate(kept):
        place = keeping.place_of(stored.agency_id, stored.sha256)
        place.write_bytes(place.read_bytes()[:-1] + b"!") if n % 2 else place.unlink()
    assert [(fault.place, fault.key) for fault in verifying.files()] == [("file", stored.pk) for stored in kept]


def test_a_migration_leaves_every_row_marked_with_an_entry_that_counts_them(lived: None) -> None:
    past_the_program("UPDATE people_account SET name = 'as a migration does'")
    number = Account.objects.count()
    assert len(faults()) == number
    renewing.after_migration(connection)
    assert faults() == []
    entry = LogEntry.objects.get(verb="seals.renewed")
    assert entry.data == {"marks": {"people_account": number}}
