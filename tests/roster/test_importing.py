"""A file of bodies: every fault with its place, all rows or only the clean ones, passwords once, and the way back."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.conf import LazySettings

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.disclosures.models import Column
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.ledgers.reading.faults import Fault
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment, LogEntry
from gongkai.people.rules import NotAllowed
from gongkai.reminders.actions.planning import plan
from gongkai.roster import actions
from gongkai.roster.models import Intake, Listed
from roster.conftest import County

HEAD = "单位名称,简称,机关代字,网址名,类别,主管部门,设立日期,管理员姓名,管理员账号"
CLEAN = f"""{HEAD}
示例县教育局,县教育局,示教,jiaoyu,政府部门,县政府办,2019.3.1,周明,zhouming
示例县第一中学,一中,示一中,yizhong,授权组织,县教体集团,,,
示例县教体集团,县教体集团,示教体,jiaoti,派出机构,示例县教育局,2020年1月1日,孙平,sunping
合计,,,,,,,,
"""


def handed(county: County, text: str, name: str = "名单.csv") -> Intake:
    return actions.hand_in(Upload(name, text.encode()), by=county.keeper)


def faults(intake: Intake) -> list[tuple[int, str]]:
    return [(row["row"], Fault(**each).sentence) for row in intake.rows for each in row["faults"]]


def test_supervisors_are_found_by_name_also_where_they_come_later_in_the_file(county: County) -> None:
    intake = handed(county, CLEAN.replace("合计,,", "合计,3个,"))
    # The line of the total has a name and nothing else.
    assert [number for number, _ in faults(intake)] == [5, 5]
    intake = handed(county, CLEAN.replace("合计", ""))
    assert (intake.total, intake.faulty, faults(intake)) == (3, 0, [])
    actions.take(intake, without_faulty=False, by=county.keeper)
    tree = Agency.objects.filter(listed__intake=intake).values_list("name", "kind", "supervised_by__name")
    assert list(tree) == [
        ("示例县教育局", AgencyKind.DEPARTMENT, "示例县人民政府办公室"),
        ("示例县教体集团", AgencyKind.AGENCY, "示例县教育局"),
        ("示例县第一中学", AgencyKind.AUTHORISED, "示例县教体集团"),
    ]
    intake.refresh_from_db()
    assert (intake.state, intake.taken, intake.rows) == (Intake.State.TAKEN, 3, [])
    entries = LogEntry.objects.filter(chain__agency=county.office).values_list("verb", flat=True)
    assert list(entries).count("agency.added") == 3
    with pytest.raises(GongkaiError, match=r"“名单\.csv”现在是“已导入”"):
        actions.take(intake, without_faulty=False, by=county.keeper)


BAD = f"""{HEAD}
示例县商务局,县商务局,示商二,swj,政府部门,,,,
示例县民政局,县民政局,示民,Min Zheng,公司,,上个月,,
示例县甲局,甲局,示甲,jia,,乙局,,,
示例县乙局,乙局,示乙,yi,,丙局,,,
示例县丙局,丙局,示丙,bing,,乙局,,,
示例县丁局,丁局,示甲,ding,,县外办,,王五,
示例县戊局,戊局,示戊,wu,,县民政局,,,
示例县己局,己局,示己,ji,,,,周明,zhouming
"""


def test_each_fault_says_row_column_what_stands_there_and_what_to_do(county: County) -> None:
    intake = handed(county, BAD)
    assert faults(intake) == [
        (2, "A列（单位名称）：写的是“示例县商务局”，全称与示例县商务局相同。同一个机关不用再加，不同的请换一个。"),
        (3, "D列（网址名）：写的是“Min Zheng”，网址名只用小写字母、数字和连字符，例如 shangwu。请改写。"),
        (3, ("E列（类别）：写的是“公司”，没有这一类。请写这几类之一："
         "人民政府、政府办公室（主管部门）、政府部门、乡镇人民政府、街道办事处、派出机构、内设机构、法律法规授权的组织。")),
        (3, "G列（设立日期）：写的是“上个月”，不是日期。请写成2019-03-01这样。"),
        (4, "F列（主管部门）：写的是“乙局”，主管部门在第5行，那一行有问题。请先改好那一行。"),
        (5, "F列（主管部门）：写的是“丙局”，主管部门绕成了一圈：它的上级又由它主管。请改这一圈里其中一个的主管部门。"),
        (6, "F列（主管部门）：写的是“乙局”，主管部门绕成了一圈：它的上级又由它主管。请改这一圈里其中一个的主管部门。"),
        (7, "I列（管理员账号）：管理员的姓名和账号只写了一个。请两个都写，或者都不写。"),
        (7, "C列（机关代字）：写的是“示甲”，与第4行相同。请改其中一行，或者删去重复的一行。"),
        (7, "F列（主管部门）：写的是“县外办”，没有“县外办”。请写全称，或者先把它加入名录。"),
        (8, "F列（主管部门）：写的是“县民政局”，主管部门在第3行，那一行有问题。请先改好那一行。"),
    ]  # fmt: skip
    before = Agency.objects.count()
    with pytest.raises(GongkaiError, match="有7行有问题，一个机关也没有加入"):
        actions.take(intake, without_faulty=False, by=county.keeper)
    assert Agency.objects.count() == before
    made = actions.take(intake, without_faulty=True, by=county.keeper)
    assert [each.agency.name for each in made] == ["示例县己局"]


def test_what_changed_between_the_check_and_the_press_keeps_everything_out(county: County) -> None:
    intake = handed(county, CLEAN.replace("合计", ""))
    Account.objects.create_user("zhouming", "别人")
    with pytest.raises(
        GongkaiError, match="检查以后名录有了变化，一个机关也没有加入：县教育局没有加入名录：已经有账号“zhouming”"
    ):
        actions.take(intake, without_faulty=True, by=county.keeper)
    assert (Agency.objects.count(), Listed.objects.count()) == (2, 0)
    actions.discard(intake, by=county.keeper)
    intake.refresh_from_db()
    assert (intake.state, intake.rows) == (Intake.State.DISCARDED, [])
    # Rows that wait for a quarter of a year go when the next file comes.
    for days, state in ((89, Intake.State.CHECKED), (91, Intake.State.DISCARDED)):
        waiting = handed(county, CLEAN)
        Intake.objects.filter(pk=waiting.pk).update(at=waiting.at - timedelta(days=days))
        handed(county, CLEAN)
        assert Intake.objects.get(pk=waiting.pk).state == state


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("名单.csv", "甲,乙\n1,2\n".encode(), "没有找到表头，一行也没有读。"),
        ("名单.csv", f"{HEAD}\n".encode(), "表头下面没有机关，一行也没有读。请核对文件。"),
        ("名单.pdf", b"%PDF-1.4", "只能读 Excel"),
        ("名单.xlsx", b"PK\x03\x04 nonsense", "文件"),
        ("名单.xlsx", b"<html>", "文件内容不是 Excel 工作簿"),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_kept(
    county: County, name: str, data: bytes, sentence: str
) -> None:
    with pytest.raises(GongkaiError) as refused:
        actions.hand_in(Upload(name, data), by=county.keeper)
    assert sentence in str(refused.value)
    assert not Intake.objects.exists()


def test_a_workbook_is_read_like_a_list_in_text_and_a_formula_stays_text(county: County) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    rows = [["全称", "机关代字", "网址名", "职责"], ["示例县审计局", "示审", "shenji", "=cmd|'/c calc'!A1"]]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    book.close()
    intake = actions.hand_in(Upload("名单.xlsx", out.getvalue()), by=county.keeper)
    actions.take(intake, without_faulty=False, by=county.keeper)
    assert Agency.objects.get(slug="shenji").duties == "=cmd|'/c calc'!A1"


def test_first_passwords_are_given_out_once_and_anew_only_to_those_who_never_came(
    county: County, settings: LazySettings
) -> None:
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    intake = handed(county, CLEAN.replace("合计", ""))
    actions.take(intake, without_faulty=False, by=county.keeper)
    nobody = Account.objects.get(username="zhouming")
    assert nobody.has_usable_password() is False
    given = actions.give_passwords(intake, by=county.keeper)
    assert [row[:3] for row in given] == [
        ("示例县教育局", "周明", "zhouming"),
        ("示例县教体集团", "孙平", "sunping"),
    ]
    first = {username: password for _, _, username, password in given}
    nobody.refresh_from_db()
    assert (len(first["zhouming"]), nobody.check_password(first["zhouming"])) == (19, True)
    assert first["zhouming"] not in str(list(LogEntry.objects.values_list("data", flat=True)))
    Account.objects.filter(username="sunping").update(must_change_password=False)
    again = actions.give_passwords(intake, by=county.keeper)
    assert [row[2] for row in again] == ["zhouming"]
    nobody = Account.objects.get(username="zhouming")
    assert (nobody.check_password(first["zhouming"]), nobody.check_password(again[0][3])) == (False, True)


def test_a_file_is_taken_back_whole_as_long_as_nobody_has_begun(county: County) -> None:
    before = {model: model.objects.count() for model in (Agency, Account, Appointment, Column)}
    intake = handed(county, CLEAN.replace("合计", ""))
    actions.take(intake, without_faulty=False, by=county.keeper)
    # The background plans the reminder of the annual report for whoever is there.
    for agency in Agency.objects.filter(listed__intake=intake):
        plan(agency)
    assert actions.why_not(intake) == ""
    assert actions.undo(intake, by=county.keeper) == 3
    assert {model: model.objects.count() for model in before} == before
    intake.refresh_from_db()
    assert (intake.state, Listed.objects.count()) == (Intake.State.UNDONE, 0)
    # The names are free again.
    actions.take(handed(county, CLEAN.replace("合计", "")), without_faulty=False, by=county.keeper)


def test_a_body_that_has_begun_or_that_another_one_needs_keeps_its_file(county: County) -> None:
    intake = handed(county, CLEAN.replace("合计", ""))
    actions.take(intake, without_faulty=False, by=county.keeper)
    school = Agency.objects.get(slug="yizhong")
    Agency.objects.filter(pk=county.bureau.pk).update(supervised_by=school)
    with pytest.raises(GongkaiError, match="示例县商务局以其中的机关为主管部门或者承接机关"):
        actions.undo(intake, by=county.keeper)
    Agency.objects.filter(pk=county.bureau.pk).update(supervised_by=county.office)
    log("agency.settings_changed", school, by=None, agency=school)
    with pytest.raises(GongkaiError, match="示例县第一中学已经开始使用，有了自己的记录，不能整批撤销"):
        actions.undo(intake, by=county.keeper)
    assert Agency.objects.filter(listed__intake=intake).count() == 3


def test_nobody_but_the_keeper_hands_in_takes_or_takes_back(county: County) -> None:
    with pytest.raises(NotAllowed):
        actions.hand_in(Upload("名单.csv", CLEAN.encode()), by=county.admin)
    intake = handed(county, CLEAN.replace("合计", ""))
    for step in (
        lambda: actions.take(intake, without_faulty=True, by=county.admin),
        lambda: actions.discard(intake, by=county.admin),
        lambda: actions.give_passwords(intake, by=county.admin),
        lambda: actions.undo(intake, by=county.admin),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert Agency.objects.count() == 2
