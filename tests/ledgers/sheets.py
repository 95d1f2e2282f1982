"""An old ledger written for the tests: one sheet a year, a head of two rows, days in all the ways offices write them, and faults
planted where the tests know them. What each row truly says is kept beside it, so that a table can be counted without our reader."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import xlsxwriter

YEARS = (2021, 2022, 2023, 2024, 2025)
HEAD: tuple[tuple[str, str], ...] = (
    ("序号", ""), ("编号", ""), ("申请人情况", "姓名/名称"), ("申请人情况", "类别"), ("申请人情况", "联系电话"), ("申请渠道", ""),
    ("收到日期", ""), ("申请内容", ""), ("承办科室", ""), ("补正情况", "通知日"), ("补正情况", "到期日"), ("补正情况", "收到日"),
    ("答复期限", ""), ("延期情况", "通知日"), ("延期情况", "天数"), ("征求意见", "发出日"), ("征求意见", "收到日"), ("第三方意见", ""),
    ("收费情况", "通知日"), ("收费情况", "金额"), ("收费情况", "页数"), ("收费情况", "缴费日"), ("答复情况", "日期"), ("答复情况", "文号"),
    ("答复情况", "类型"), ("答复情况", "依据"), ("邮寄日期", ""), ("复议诉讼", "种类"), ("复议诉讼", "受理日"), ("复议诉讼", "结果"),
    ("复议诉讼", "审结日"), ("复议诉讼", "案号"), ("归档号", ""), ("备注", ""),
)  # fmt: skip
COLUMN = {
    name: n
    for n, name in enumerate(
        [
            "seq",
            "number",
            "applicant",
            "kind",
            "phone",
            "channel",
            "received",
            "content",
            "section",
            "noticed",
            "due_fix",
            "came",
            "term",
            "extended",
            "days",
            "sent",
            "back",
            "opinion",
            "billed",
            "amount",
            "pages",
            "paid",
            "decided",
            "letter",
            "outcome",
            "basis",
            "posted",
            "remedy",
            "filed",
            "result",
            "concluded",
            "case_number",
            "archive",
            "note",
        ]
    )
}
KINDS = {
    "natural_person": ("自然人", "公民", "个人"),
    "enterprise": ("企业", "商业企业", "公司"),
    "research": ("科研机构", "高校"),
    "public_interest": ("社会公益组织", "社会团体"),
    "legal_service": ("律师事务所", "法律服务机构"),
    "other": ("其他", "其他组织"),
}
OUTCOMES = {
    "granted": ("同意公开", "予以公开", "公开"),
    "partial": ("部分公开", "同意部分公开"),
    "withheld.third_party": ("商业秘密", "个人隐私"),
    "withheld.process": ("过程性信息", "不予公开6"),
    "unable.not_held": ("信息不存在", "非本机关政府信息", "无法提供1"),
    "unable.needs_making": ("需要另行制作",),
    "unable.unclear": ("申请内容不明确",),
    "unprocessed.repeat": ("重复申请",),
    "other.correction_lapsed": ("逾期不补正",),
    "other.other": ("撤回申请",),
}
CHANNELS = ("当面", "EMS", "网上", "电子邮箱", "平信", "")
STYLES: tuple[Callable[[date, int], str], ...] = (
    lambda d, y: d.isoformat(),
    lambda d, y: f"{d.year}.{d.month}.{d.day}",
    lambda d, y: f"{d:%Y%m%d}",
    lambda d, y: f"{d.year}年{d.month}月{d.day}日",
    lambda d, y: f"{d.month}月{d.day}日" if d.year == y else f"{d.year}/{d.month}/{d.day}",
    lambda d, y: str((d - date(1899, 12, 30)).days),
)


@dataclass
class Truth:
    """What a row says. ``planted``: (column, code) of what is wrong with it, None for a clean one. ``row``: its number in the sheet."""

    sheet: int
    row: int
    kind: str
    received: date
    outcome: str
    decided: date | None
    remedy: tuple[str, date, str, date | None] | None
    planted: tuple[str, str] | None = None


@dataclass
class Ledger:
    """``sheets``: (name, rows of text). ``truths``: one a row, in order."""

    sheets: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    @property
    def planted(self) -> dict[tuple[int, int], tuple[str, str]]:
        """(sheet, row) → (column name, code)."""
        return {(t.sheet, t.row): t.planted for t in self.truths if t.planted}

    @property
    def clean(self) -> list[Truth]:
        return [t for t in self.truths if t.planted is None]


Plant = Callable[[list[str], date, random.Random], None]


def _put(name: str, text: str) -> Plant:
    return lambda row, on, dice: row.__setitem__(COLUMN[name], text)


def _answered(*more: tuple[str, str]) -> Plant:
    def plant(row: list[str], on: date, dice: random.Random) -> None:
        row[COLUMN["decided"]] = (on + timedelta(days=12)).isoformat()
        row[COLUMN["outcome"]] = "予以公开"
        for name, text in more:
            row[COLUMN[name]] = text

    return plant


def _after(name: str, days: int, *more: tuple[str, str]) -> Plant:
    def plant(row: list[str], on: date, dice: random.Random) -> None:
        row[COLUMN[name]] = (on + timedelta(days=days)).isoformat()
        for other, text in more:
            row[COLUMN[other]] = text

    return plant


PLANTS: tuple[tuple[str, str, Plant], ...] = (
    ("received", "day", lambda row, on, dice: row.__setitem__(COLUMN["received"], f"{on.year}年2月30日")),
    ("received", "day", _put("received", "三月初")),
    ("received", "missing", _put("received", "")),
    ("received", "future", _put("received", "2031-03-05")),
    ("received", "early", _put("received", "1998-03-05")),
    ("applicant", "missing", _put("applicant", "")),
    ("content", "missing", _put("content", "/")),
    ("kind", "missing", _put("kind", "")),
    ("kind", "ask", _put("kind", "法人")),
    ("kind", "word", _put("kind", "街坊")),
    ("channel", "word", _put("channel", "飞鸽")),
    ("channel", "ask", _put("channel", "邮寄")),
    ("number", "long", _put("number", "2023" + "号" * 40)),
    ("decided", "order", _answered(("decided", "2020-01-02"))),
    ("decided", "undated", _answered(("decided", ""))),
    ("decided", "day", _answered(("decided", "已答复"))),
    ("outcome", "no_outcome", _answered(("outcome", ""))),
    ("outcome", "word", _answered(("outcome", "照章办理"))),
    ("outcome", "ask", _answered(("outcome", "非政府信息"))),
    ("outcome", "ask", _answered(("outcome", "不予公开"))),
    ("noticed", "correction_half", _after("came", 9)),
    ("came", "order", _after("noticed", 6, ("came", "2020-03-01"))),
    ("days", "extension", _after("extended", 5, ("days", "30"))),
    ("days", "number", _after("extended", 5, ("days", "很多"))),
    ("amount", "money", _after("billed", 5, ("amount", "一百"), ("pages", "50"))),
    ("pages", "fee_half", _after("billed", 5, ("amount", "100"))),
    ("filed", "remedy_filed", _answered(("remedy", "复议"), ("result", "维持"))),
    ("concluded", "remedy_end", _after("filed", 40, ("remedy", "复议"), ("result", "维持"))),
    ("remedy", "ask", _after("filed", 40, ("remedy", "诉讼"))),
    ("posted", "events", _answered(("posted", "3.5 3.9"))),
    ("number", "twice", _put("number", "TWICE")),
)
"""(column, code, how): what is wrong, and where it must be told."""


def ledger(rows: int, faults: int, *, seed: int = 33) -> Ledger:
    """``rows`` rows over five years, ``faults`` of them faulty, every kind of fault in turn."""
    dice = random.Random(seed)
    made = Ledger()
    each = rows // len(YEARS)
    wrong = set(dice.sample([n for n in range(rows) if n % each > 1], faults))
    plants = iter(PLANTS * (faults // len(PLANTS) + 1))
    for sheet, year in enumerate(YEARS):
        grid = [
            [f"示例县商务局{year}年依申请公开台账"] + [""] * (len(HEAD) - 1),
            [one for one, _ in HEAD],
            [two for _, two in HEAD],
        ]
        for n in range(each):
            row, truth = _row(dice, sheet, year, n, len(grid) + 1)
            if sheet * each + n in wrong:
                column, code, plant = next(plants)
                _blank_after(row)
                plant(row, truth.received, dice)
                if code == "twice":
                    row[COLUMN["number"]] = f"{year}-0001"
                truth.planted = (column, code)
            grid.append(row)
            made.truths.append(truth)
        grid.append(["合计", str(each), *[""] * (len(HEAD) - 2)])
        made.sheets.append((f"{year}年", grid))
    return made


def _blank_after(row: list[str]) -> None:
    """Nothing beside the planted fault: it must be told alone."""
    for name in list(COLUMN)[COLUMN["noticed"] : COLUMN["note"]]:
        row[COLUMN[name]] = ""


def _row(dice: random.Random, sheet: int, year: int, n: int, number: int) -> tuple[list[str], Truth]:
    row = [""] * len(HEAD)
    kind = dice.choices(list(KINDS), (60, 12, 6, 6, 10, 6))[0]
    received = date(year, 1, 1) + timedelta(days=dice.randrange(365))
    write = lambda on: dice.choice(STYLES)(on, year)  # noqa: E731

    def put(name: str, text: str) -> None:
        row[COLUMN[name]] = text

    put("seq", str(n + 1))
    put("number", f"{year}-{n + 1:04}")
    put("applicant", f"申请人{sheet}{n % 400}")
    put("kind", dice.choice(KINDS[kind]))
    put("phone", f"0399-555{n % 10000:04}")
    put("channel", dice.choice(CHANNELS))
    put("received", write(received))
    put("content", f"{year}年第{n + 1}号项目的批复文件")
    put("section", dice.choice(("外贸股", "流通股", "办公室")))
    decided, outcome, remedy = None, "", None
    if not (year == YEARS[-1] and received > date(2025, 11, 20)):
        outcome = dice.choice(list(OUTCOMES))
        decided = received + timedelta(days=dice.randrange(4, 27))
        if dice.random() < 0.15 or outcome in ("unable.unclear", "other.correction_lapsed"):
            put("noticed", write(received + timedelta(days=2)))
            put("due_fix", write(received + timedelta(days=16)))
            if outcome != "other.correction_lapsed":
                if dice.random() < 0.5:
                    put("came", write(received + timedelta(days=4)))
                else:
                    first, second = received + timedelta(days=2), received + timedelta(days=4)
                    put("noticed", f"{first.isoformat()}告知补正；{second.isoformat()}收到补正材料")
        elif dice.random() < 0.1:
            put("extended", write(received + timedelta(days=3)))
            put("term", "20+15")
        elif dice.random() < 0.08:
            put("sent", write(received + timedelta(days=1)))
            put("back", write(received + timedelta(days=3)))
            put("opinion", dice.choice(("同意", "不同意公开")))
        elif dice.random() < 0.06:
            put("billed", write(received + timedelta(days=1)))
            put("amount", "120")
            put("pages", "42")
            put("paid", write(received + timedelta(days=3)))
        put("decided", write(decided))
        put("letter", f"云商公开答〔{year}〕{n + 1}号")
        put("outcome", dice.choice(OUTCOMES[outcome]))
        put("basis", "《条例》第三十六条")
        if dice.random() < 0.5:
            put("posted", write(decided))
        if dice.random() < 0.05:
            remedy = _remedy(dice, decided, put, write, year, n)
    return row, Truth(sheet, number, kind, received, outcome, decided, remedy)


def _remedy(dice, decided, put, write, year, n):
    kind = dice.choice(("reconsideration", "suit_direct", "suit_after_reconsideration"))
    filed = decided + timedelta(days=dice.randrange(5, 50))
    put("remedy", {"reconsideration": "行政复议", "suit_direct": "直接起诉"}.get(kind, "复议后起诉"))
    put("filed", write(filed))
    put("case_number", f"〔{year}〕{n + 1}号")
    result, concluded = "", None
    if dice.random() < 0.8:
        result = dice.choice(("upheld", "corrected", "other"))
        concluded = filed + timedelta(days=dice.randrange(20, 70))
        put("result", {"upheld": "维持", "corrected": "撤销", "other": "终止"}[result])
        put("concluded", write(concluded))
    else:
        put("result", "审理中")
    return kind, filed, result, concluded


def xlsx(made: Ledger) -> bytes:
    """As a workbook with merged heads; every fourth day of receipt a true date, the others as written."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, grid in made.sheets:
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(HEAD) - 1, grid[0][0])
        _write_head(sheet)
        for r, row in enumerate(grid[3:], 3):
            for c, text in enumerate(row):
                if text.isdecimal() and len(text) == 5 and c == COLUMN["received"]:
                    sheet.write_number(r, c, int(text))
                elif c == COLUMN["received"] and r % 4 == 0 and len(text) == 10 and text[4] == "-":
                    sheet.write_datetime(r, c, date.fromisoformat(text), day)
                elif text:
                    sheet.write_string(r, c, text)
    book.close()
    return out.getvalue()


def _write_head(sheet) -> None:
    at = 0
    while at < len(HEAD):
        one, two = HEAD[at]
        last = at
        while last + 1 < len(HEAD) and HEAD[last + 1][0] == one:
            last += 1
        if not two:
            sheet.merge_range(1, at, 2, at, one)
        else:
            if last > at:
                sheet.merge_range(1, at, 1, last, one)
            else:
                sheet.write_string(1, at, one)
            for c in range(at, last + 1):
                sheet.write_string(2, c, HEAD[c][1])
        at = last + 1


def as_csv(made: Ledger, sheet: int, encoding: str) -> bytes:
    """One sheet as CSV, the head in one row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([one + two for one, two in HEAD])
    writer.writerows(made.sheets[sheet][1][3:])
    return out.getvalue().encode(encoding)


def recount(made: Ledger, year: int) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """表三 and 表四 of a year from what the clean rows truly say, by plain counting: (row, column) → n, noughts left out."""
    three: dict[tuple[str, str], int] = {}
    four: dict[tuple[str, str], int] = {}

    def add(table: dict[tuple[str, str], int], row: str, column: str) -> None:
        for key in ((row, column), (row, "total")):
            table[key] = table.get(key, 0) + 1

    first, last = date(year, 1, 1), date(year, 12, 31)
    for truth in made.clean:
        if truth.received <= last and (truth.decided is None or truth.decided >= first):
            add(three, "received" if truth.received >= first else "carried_in", truth.kind)
            if truth.decided is not None and truth.decided <= last:
                add(three, truth.outcome, truth.kind)
                add(three, "handled_total", truth.kind)
            else:
                add(three, "carried_out", truth.kind)
        if truth.remedy is not None:
            kind, filed, result, concluded = truth.remedy
            if filed <= last and (concluded is None or concluded >= first):
                add(four, kind, result if concluded is not None and concluded <= last else "pending")
    return three, four
