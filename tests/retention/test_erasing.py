"""Erasure: nothing of a person is left, the register and every table of every year stay as they were."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

import factories
from gongkai.applications import actions as cases
from gongkai.applications import models as register
from gongkai.applications.models import Applicant, Application, CaseFile, Letter
from gongkai.disclosures.actions.mistakes import answer_mistake, report_mistake
from gongkai.disclosures.models import ImportedRows, SiteError
from gongkai.files import discarding
from gongkai.files.keeping import keep_bytes, place_of
from gongkai.files.models import StoredFile
from gongkai.people import clock
from gongkai.people.journal import verify
from gongkai.people.models import LogEntry, SignIn
from gongkai.people.sealing import SealedField
from gongkai.reporting.counting import count
from gongkai.retention import actions, carrying_out, computing, storage, wiping
from gongkai.retention.models import DestructionList, Entry
from retention.scene import PLANTED, TODAY, approved, house, let_pass, planted, planted_person

pytestmark = pytest.mark.django_db
FUTURE = date(2055, 1, 5)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of the rows stands in a transaction, in which no database can be rewritten; tests/retention/test_storage.py does."""
    monkeypatch.setattr(storage, "settle", lambda: {"done": True, "how": "test"})


def rows_of(name: str) -> str:
    """Every value of every row of the rooms that hold what people give, as text."""
    found = []
    for app in ("applications", "disclosures", "files", "people"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.model_name not in ("logentry", "chain"):
                found += [str(row) for row in model._default_manager.values_list()]
    return "\n".join(found)


def test_no_column_of_words_is_forgotten() -> None:
    """A new column of the register is either wiped or named as kept, else this fails: say in `gongkai.retention.wiping` which."""
    known = {"applicant": wiping.APPLICANT, **wiping.CASE, **wiping.LETTER}
    unknown, words = [], (models.CharField, models.TextField, models.JSONField)
    for name in register.__all__:
        model = getattr(register, name)
        if not (isinstance(model, type) and issubclass(model, models.Model)):
            continue
        key = model._meta.model_name
        for column in model._meta.concrete_fields:
            named = known.get(key, ()) + wiping.KEPT.get(key, ())
            if isinstance(column, (*words, SealedField)) and column.name not in named:
                unknown.append(f"{key}.{column.name}")
    assert unknown == []


def test_nothing_planted_is_left_in_any_row_when_the_whole_case_has_gone(aged) -> None:
    of = house()
    planted(of)
    before = rows_of("all")
    assert [key for key, word in PLANTED.items() if word not in before and "file" not in key] == []
    aged()
    with clock.at(FUTURE):
        approved(of, "identity", "contact", "case", "letters")
        let_pass()
    assert [key for key, word in PLANTED.items() if word in rows_of("all")] == []
    assert (Application.objects.get().stage, Applicant.objects.get().name) == ("closed", "（已销毁）")


def test_the_bytes_of_every_file_are_gone_and_a_tombstone_opens_in_their_place(aged, tmp_path: Path) -> None:
    of = house()
    case = planted(of)
    hashes = set(StoredFile.objects.values_list("sha256", flat=True))
    aged()
    with clock.at(FUTURE):
        approved(of, "identity", "case", "letters")
        let_pass()
    left = {path.name for path in (tmp_path / "files").rglob("*") if path.is_file()}
    assert hashes & left == set()
    assert {file.name for file in CaseFile.objects.filter(application=case)} == {"（已销毁）"}
    client = Client()
    client.force_login(of.clerk)
    with clock.at(FUTURE):
        answer = client.get(f"/desk/applications/{case.pk}/files/{CaseFile.objects.first().pk}/")
        assert "已按销毁清册销毁" in b"".join(answer).decode()
        assert client.get(f"/desk/applications/{case.pk}/").status_code == 200
        letter = case.letters.filter(code="S1").first() or case.letters.last()
        assert client.get(f"/desk/applications/{case.pk}/letters/{letter.pk}/").status_code == 200


def test_a_file_that_another_record_uses_stays(aged) -> None:
    of = house()
    planted(of)
    other = factories.application(of.agency, of.clerk)
    same = cases.add_files(
        other, [factories_upload("同一份.txt", PLANTED["file"])], CaseFile.Purpose.EVIDENCE, by=of.clerk
    )[0]
    aged()
    with clock.at(date(2031, 2, 1)):
        approved(of, "case")
        let_pass()
    assert place_of(of.agency.pk, same.file.sha256).read_text() == PLANTED["file"]
    assert DestructionList.objects.get().state == "done"


def factories_upload(name: str, text: str):
    from gongkai.files.uploads import Upload

    return Upload(name, text.encode())


def test_every_table_of_every_year_is_the_same_before_and_after(aged) -> None:
    of = house()
    planted(of, date(2020, 3, 4))
    planted(of, date(2021, 6, 1), factories.person())
    with clock.at(date(2022, 5, 6)):
        gone = factories.application(of.agency, of.clerk)
        cases.withdraw(gone, words="不要了", by=of.clerk)
        cases.close_without_answer(gone, by=of.clerk)
    case = planted(of, date(2023, 7, 3), factories.person(kind="enterprise", name="柒有限公司"))
    with clock.at(date(2023, 9, 1)):
        cases.file_remedy(
            of.agency, kind="reconsideration", filed_on=date(2023, 8, 1), authority="云岭县人民政府", number="云复〔2023〕7号",
            application=case, by=of.clerk,
        )  # fmt: skip
        cases.conclude_remedy(of.agency.remedies.get(), detail="changed", on=date(2023, 9, 1), by=of.clerk)
    still = factories.application(of.agency, of.clerk)
    with clock.at(FUTURE):
        before = {year: count(of.agency, year) for year in range(2019, 2027)}
        assert sum(before[2021].values()) > 0 and before[2020] != before[2023]
        aged()
        approved(of, *computing._FINDERS)
        let_pass()
        after = {year: count(of.agency, year) for year in range(2019, 2027)}
    assert after == before
    assert Entry.objects.filter(kind="case", state="erased").count() == 4
    still.refresh_from_db()
    assert still.content == "2025年度外贸稳增长专项资金支持的企业名单和金额"


def test_identity_goes_first_and_leaves_contact_and_case_alone(aged) -> None:
    of = house()
    case = planted(of)
    aged()
    approved(of, "identity")
    assert let_pass() == 1
    who = case.applicant
    who.refresh_from_db()
    assert (who.identity_number, who.phone, who.name) == ("", PLANTED["phone"], PLANTED["name"])
    assert {f.name for f in CaseFile.objects.filter(purpose="identity")} == {"（已销毁）"}
    assert {f.name for f in CaseFile.objects.filter(purpose="submission")} == {"柒号材料.txt"}


def test_the_same_person_applying_again_is_a_new_applicant_and_brings_nothing_back(aged) -> None:
    of = house()
    case = planted(of)
    aged()
    approved(of, "identity")
    let_pass()
    new = factories.application(of.agency, of.clerk, person=planted_person())
    assert new.applicant_id != case.applicant_id
    case.applicant.refresh_from_db()
    assert case.applicant.identity_number == ""


def test_the_same_bytes_given_again_do_not_come_back_into_the_old_case(aged) -> None:
    of = house()
    case = planted(of)
    aged()
    with clock.at(date(2031, 2, 1)):
        approved(of, "case")
        let_pass()
    keep_bytes(of.agency, PLANTED["file"].encode(), "text/plain")
    texts = {place_of(of.agency.pk, f.file.sha256).read_text() for f in CaseFile.objects.filter(application=case)}
    assert texts == {"本文件已按销毁清册销毁。\n"}


def test_a_dispute_that_opens_in_the_grace_stops_the_entry_at_the_last_moment() -> None:
    of = house()
    case = planted(of)
    approved(of, "identity", "contact")
    cases.file_remedy(
        of.agency, kind="suit_direct", filed_on=TODAY, authority="云岭县人民法院", number="（2026）云01行初7号",
        application=case, by=of.clerk,
    )  # fmt: skip
    assert let_pass() == 0
    assert (
        list(Entry.objects.values_list("state", "state_why"))
        == [("held", "未经复议直接起诉没有了结：（2026）云01行初7号")] * 2
    )
    case.applicant.refresh_from_db()
    assert case.applicant.identity_number == PLANTED["identity"]
    assert LogEntry.objects.filter(verb="destruction.kept").count() == 2


def test_a_length_that_grew_in_the_grace_stops_it_too() -> None:
    of = house()
    planted(of)
    approved(of, "contact")
    actions.set_length(of.agency, "contact", value=20, note="上级要求", by=of.head)
    assert let_pass() == 0
    assert Entry.objects.get().state_why == "保管期限现为20年"


def test_a_stop_in_the_middle_leaves_each_entry_whole_or_gone_and_the_next_round_goes_on(
    aged, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = house()
    for n in range(4):
        planted(of, date(2020, 3, 2 + n), factories.person(phone=f"1390000{n:04}", identity_number=""))
    aged()
    approved(of, "contact")
    real, done = carrying_out.erase, []

    def dies(entry: Entry):
        if len(done) == 2:
            real(entry)
            raise KeyboardInterrupt
        done.append(entry.pk)
        return real(entry)

    monkeypatch.setattr(carrying_out, "erase", dies)
    with pytest.raises(KeyboardInterrupt):
        let_pass()
    phones = sorted(bool(each.phone) for each in Applicant.objects.all())
    states = sorted(Entry.objects.values_list("state", flat=True))
    assert (phones, states) == ([False, False, True, True], ["erased", "erased", "waiting", "waiting"])
    assert DestructionList.objects.get().state == "erasing"
    monkeypatch.setattr(carrying_out, "erase", real)
    assert let_pass() == 2
    assert [each.phone for each in Applicant.objects.all()] == ["", "", "", ""]
    assert DestructionList.objects.get().state == "done"


def test_bytes_that_were_touched_just_now_wait_for_the_next_round(aged) -> None:
    of = house()
    planted(of)
    approved(of, "identity")
    let_pass()
    found = DestructionList.objects.get()
    assert (found.state, len(found.storage["left"]), found.certificate) == ("erasing", 1, None)
    aged()
    let_pass()
    found.refresh_from_db()
    assert (found.state, found.storage["left"]) == ("done", [])


def test_the_log_names_what_was_erased_by_hash_and_never_by_value(aged) -> None:
    of = house()
    case = planted(of)
    sha = case.files.get(purpose="identity").file.sha256
    aged()
    approved(of, "identity", "contact")
    let_pass()
    entry = LogEntry.objects.get(verb="destruction.erased", data__kind="identity")
    assert (entry.data["files"], len(entry.data["sealed"])) == ([sha], 1)
    done = LogEntry.objects.get(verb="destruction.done")
    assert (done.data["count"], done.data["kinds"]) == (2, {"contact": 1, "identity": 1})
    texts = str(list(LogEntry.objects.filter(verb__startswith="destruction").values_list("data", flat=True)))
    assert [key for key, word in PLANTED.items() if word in texts] == []
    assert list(verify()) == []


def test_the_other_kinds_go_too(aged, tmp_path: Path) -> None:
    of = house()
    with clock.at(date(2020, 1, 2)):
        stored = keep_bytes(of.agency, "柒号原表".encode(), "text/plain")
        batch = ImportedRows.objects.create(
            agency=of.agency,
            ledger="permits",
            file=stored,
            name="柒.xlsx",
            mapping={"x": "柒"},
            by=of.clerk,
            at=clock.now(),
        )
        mistake = report_mistake(of.agency, kind="words", text="柒号错字", page="/x/", contact="13900007777")
        answer_mistake(mistake, outcome="mended", by=of.clerk, version=1)
        SignIn.objects.create(
            account=of.clerk, session_key="old", at=clock.now(), seen_at=clock.now(), address="10.0.0.7"
        )
        case = factories.application(of.agency, of.clerk)
        letter = cases.decide(case, answers=factories.GRANTED, by=of.clerk, given="柒号旧稿", way="当面")
        cases.decide(case, answers=factories.GRANTED, by=of.clerk, given="另一稿", way="当面")
        case.refresh_from_db()
        cases.withdraw(case, by=of.clerk)
        cases.close_without_answer(case, by=of.clerk)
    SignIn.objects.create(account=of.clerk, session_key="new", at=clock.now(), seen_at=clock.now())
    loose = keep_bytes(of.agency, "柒号没有归入".encode(), "text/plain")
    aged()
    approved(of, "drafts", "logs", "uploads", "imports", "site_errors")
    aged()
    assert let_pass() == 6
    batch.refresh_from_db()
    assert (batch.name, batch.mapping, batch.total) == ("（已销毁）", {}, 0)
    error = SiteError.objects.get()
    assert (error.text, error.contact, error.outcome) == ("", "", "mended")
    assert [each.session_key for each in SignIn.objects.all()] == ["new"]
    assert "柒号旧稿" not in str(Letter.objects.get(pk=letter.pk).body)
    assert sorted(Entry.objects.values_list("kind", flat=True)) == [
        "drafts",
        "drafts",
        "imports",
        "logs",
        "site_errors",
        "uploads",
    ]
    assert not StoredFile.objects.filter(pk__in=(loose.pk, stored.pk)).exists()
    assert sorted(Entry.objects.values_list("kind", flat=True)) == [
        "drafts",
        "drafts",
        "imports",
        "logs",
        "site_errors",
        "uploads",
    ]
    left = [
        path.read_text()
        for path in (tmp_path / "files").rglob("*")
        if path.is_file() and b"%PDF" not in path.read_bytes()
    ]
    assert left == ["本文件已按销毁清册销毁。\n"]
    assert [e.what for e in Entry.objects.filter(kind="logs")] == ["2020年1月的登录记录"]


def test_every_column_that_names_a_file_is_known_so_that_none_in_use_is_taken_for_unused() -> None:
    of = house()
    stored = keep_bytes(of.agency, "柒号原表".encode(), "text/plain")
    ImportedRows.objects.create(
        agency=of.agency, ledger="permits", file=stored, name="a.xlsx", by=of.clerk, at=clock.now()
    )
    names = {f"{each.model._meta.model_name}.{each.name}" for each in discarding.references()}
    assert names >= {"casefile.file", "letter.copy", "importedrows.file", "destructionlist.certificate"}
    assert list(discarding.unused(of.agency)) == []


def test_a_second_round_finds_nothing(aged) -> None:
    of = house()
    planted(of)
    aged()
    approved(of, "identity", "contact")
    assert (let_pass(), let_pass(), let_pass(400)) == (2, 0, 0)
    with clock.at(TODAY + timedelta(days=500)):
        assert [each.kind for each in computing.due(of.agency)] == []
