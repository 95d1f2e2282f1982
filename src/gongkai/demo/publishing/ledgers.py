"""The ledgers of the busy body: its documents before this program, decisions from spreadsheets, charges and proposals."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import xlsxwriter

from gongkai.demo import lore
from gongkai.demo.crew import Crew
from gongkai.demo.schedule import Schedule, Story, workday
from gongkai.disclosures.actions import announcing, importing, life, registering
from gongkai.disclosures.models import Decision, Draft, Ledger, LifeEvent, Matter, NormativeDocument, Proposal
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.models import Account, Role

HEAD = ("序号", "决定书文号", "决定日期", "当事人", "事项", "决定内容", "金额（元）")
KEPT = (Ledger.DOCUMENTS, Ledger.PERMITS, Ledger.PENALTIES, Ledger.COERCION, Ledger.CHARGES)
"""The rows of 表二 that this body counts; nothing of them is typed into its reports."""
_PERMITS = ("成品油零售经营批准证书变更", "拍卖业务许可", "单用途商业预付卡其他发卡企业备案")
_PENALTIES = ("未按规定备案即开展单用途商业预付卡业务", "二手车交易市场经营者未按规定建立档案", "未按规定填报业务报告")


Through = Callable[[Draft, Account], Story]
"""How a draft goes through its reviews to its channels."""


def plan(schedule: Schedule, crew: Crew, random: Random, first: date, today: date, through: Through) -> None:
    """Put on the schedule: the statement that the ledgers are kept, the decisions of some weeks of each year, each year's charges and
    proposals. Of the newest decisions the penalties are not public yet."""
    schedule.add(_begin(crew, first), workday(first, 0))
    for year in range(first.year, today.year + 1):
        for month in (3, 6, 9, 11):
            on = workday(date(year, month, 12), 0)
            if first < on < today:
                forgets = on + timedelta(days=60) > today
                schedule.add(_week(crew, random, year, month, through, forgets=forgets), on)
        for month, story in ((6, _proposals), (12, _charges)):
            on = workday(date(year, month, 20), 0)
            if first < on < today:
                schedule.add(story(crew, random, year, through), on)


def repeal(crew: Crew, old: NormativeDocument, new: NormativeDocument) -> Story:
    """A section says that a document was replaced; the head of the office confirms it the next day."""
    assert old.section is not None
    event = life.propose(
        old,
        LifeEvent.Kind.REPEALED,
        on=clock.today(),
        by=crew.contributors[old.section.name],
        basis=f"由{new.document_number}替代",
        successor=new,
    )
    yield workday(clock.today() + timedelta(days=1), 0)
    life.confirm(event, by=crew.approver(Role.OFFICE_HEAD, clock.today()))


def _begin(crew: Crew, first: date) -> Story:
    head = crew.approver(Role.OFFICE_HEAD, clock.today())
    for ledger in KEPT:
        registering.keep_ledger(crew.agency, ledger, from_year=first.year, by=head)
    for number, (title, year) in enumerate(
        (("云岭县酒类流通备案管理办法", first.year - 3), ("云岭县早餐工程网点建设规范", first.year - 2)), start=1
    ):
        life.enter_document(
            crew.agency,
            by=crew.clerks[0],
            title=title,
            document_number=f"{crew.agency.code}〔{year}〕{number + 4}号",
            registration=f"YLX-{year}-{number + 40:04}",
            made_on=date(year, 5, 10 + number),
            effective_on=date(year, 6, 10 + number),
        )
    registering.enter_matter(
        crew.agency,
        by=crew.clerks[0],
        what=Matter.What.CHARGE,
        name="拍卖许可工本费",
        basis="云发改价〔2018〕12号",
        standard="每证10元",
        starts_on=date(2018, 7, 1),
    )
    return
    yield clock.today()


def _week(crew: Crew, random: Random, year: int, month: int, through: Through, *, forgets: bool) -> Story:
    """The decisions of the days before, from the spreadsheet of a section; they go out as lists within their seven working days.
    ``forgets``: all but the penalties."""
    section = next(iter(crew.sections))
    writer = crew.contributors[section]
    permits = _rows(crew, random, year, month, "许准", _PERMITS, "准予许可", 2, 5)
    importing.import_rows(
        crew.agency, "permits", _sheet(f"{year}年{month}月许可台账.xlsx", permits), by=writer,
        section=crew.sections[section],
    )  # fmt: skip
    penalties = _rows(crew, random, year, month, "罚决", _PENALTIES, "警告并处罚款", 0, 2)
    if penalties:
        importing.import_rows(
            crew.agency, "penalties", _sheet(f"{year}年{month}月处罚台账.xlsx", penalties), by=writer,
            section=crew.sections[section],
        )  # fmt: skip
    for rows in (permits, [] if forgets else penalties):
        numbers = [str(row[1]) for row in rows]
        listed = Decision.objects.filter(agency=crew.agency, number__in=numbers, item=None)
        if numbers:
            yield from through(announcing.draft_list(list(listed), by=writer), writer)


def _rows(
    crew: Crew,
    random: Random,
    year: int,
    month: int,
    word: str,
    matters: Sequence[str],
    result: str,
    least: int,
    most: int,
) -> list[list[object]]:
    found: list[list[object]] = []
    for n in range(random.randint(least, most)):
        on = clock.today() - timedelta(days=random.randint(1, 60) % 3 + 1)
        if on.year != year:
            continue
        number = f"{crew.agency.code}{word}〔{year}〕{month:02}{n + 1:02}号"
        party = random.choice(lore.names()["organisations"]["enterprise"])
        fine = f"{random.randint(2, 30) * 1000}.00" if "罚" in word else ""
        found.append([n + 1, number, on.isoformat(), party, random.choice(matters), result, fine])
    return found


def _sheet(name: str, rows: Sequence[Sequence[object]]) -> Upload:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEAD)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return Upload(name, held.getvalue())


def _proposals(crew: Crew, random: Random, year: int, through: Through) -> Story:
    """Three are answered, and the replies go out one after the other."""
    section = next(iter(crew.sections))
    writer = crew.contributors[section]
    found = []
    for n in range(1, 4):
        made = registering.enter_proposal(
            crew.agency,
            by=crew.clerks[0],
            number=f"第{n * 11}号",
            category=Proposal.Category.SUGGESTION if n < 3 else Proposal.Category.PROPOSAL,
            session=f"县{year}年会议",
            title=("完善农村电商配送网点", "扩大以旧换新补贴品类", "规范夜市管理、方便群众消费")[n - 1],
            received_on=clock.today() - timedelta(days=80),
            reply_by=clock.today() + timedelta(days=10),
            replied_on=clock.today() - timedelta(days=random.randint(0, 15)),
            completion=random.choice("ab"),
            satisfaction=Proposal.Satisfaction.SATISFIED,
            proposer_hidden=True,
            section=crew.sections[section],
        )
        found.append(made)
    for made in found:
        text = f"<p>您提出的“{made.title}”收悉。现答复如下：</p><p>已列入今年工作安排，进展另行告知。感谢您的关心和支持。</p>"
        yield from through(announcing.draft_reply(made, by=writer, html=text), writer)


def _charges(crew: Crew, random: Random, year: int, _through: Through) -> Story:
    matter = Matter.objects.get(agency=crew.agency, what=Matter.What.CHARGE)
    registering.enter_collected(
        matter,
        first_on=date(year, 1, 1),
        last_on=clock.today(),
        amount=Decimal(random.randint(3, 20) * 10),
        by=crew.clerks[0],
        source="非税收入对账单",
    )
    return
    yield clock.today()
