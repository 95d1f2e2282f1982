"""Old ledgers of disputes written for the tests: small ones a row at a time, and a large one with faults planted where the tests know them.
What each row truly says is kept beside it, so that table 4 can be counted without our reader."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

YEARS = (2021, 2022, 2023, 2024, 2025)
HEAD = (
    "序号", "申请编号", "申请人", "案件类型", "审级", "案号", "复议机关/法院", "受理日期", "收到副本日期", "答辩日期", "审理结果",
    "结案日期", "原审案号", "争议类型", "原告身份", "原告", "收到申请日期", "备注",
)  # fmt: skip
AT = {
    name: n
    for n, name in enumerate(
        (
            "seq", "application", "applicant", "kind", "level", "number", "authority", "filed", "copy", "answered", "result", "ended",
            "previous", "against", "by", "claimant", "when", "note",
        )
    )
}  # fmt: skip
APPLICATION = ("编号", "申请人", "申请人类别", "收到日期", "申请内容", "答复日期", "答复类型")


def sheet(*rows: tuple[str, ...] | list[str], head: tuple[str, ...] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([head, *rows])
    return out.getvalue().encode()


def row(**values: str) -> list[str]:
    """A reconsideration about 2023-1, upheld, with some cells said otherwise."""
    cells = [""] * len(HEAD)
    plain = {
        "application": "2023-1", "kind": "行政复议", "number": "示政复〔2023〕1号", "authority": "示例县人民政府", "filed": "2023-05-08",
        "result": "维持", "ended": "2023-06-30",
    }  # fmt: skip
    for name, text in {**plain, **values}.items():
        cells[AT[name]] = text
    return cells


def suit(level: str = "一审", **values: str) -> list[str]:
    """A first instance after the reconsideration of `row`, or another level of it."""
    plain = {
        "kind": "复议后起诉", "level": level, "number": "（2023）示01行初9号", "authority": "示例市中级人民法院", "filed": "2023-07-10",
        "result": "驳回诉讼请求", "ended": "2023-10-20",
    }  # fmt: skip
    return row(**{**plain, **values})


def applications(n: int = 6) -> bytes:
    """``n`` answered applications of 2023, 2023-1 and on, each by another person."""
    out = io.StringIO()
    rows = [
        (f"2023-{k}", f"示例申请人{k}", "自然人", "2023-03-01", f"第{k}号批复", "2023-03-20", "予以公开")
        for k in range(1, n + 1)
    ]
    csv.writer(out, lineterminator="\r\n").writerows([APPLICATION, *rows])
    return out.getvalue().encode()


@dataclass
class Case:
    """What the rows of one case truly say: its kind and (filed, column, concluded) of each hearing."""

    kind: str
    hearings: list[tuple[date, str, date | None]] = field(default_factory=list)


@dataclass
class Ledger:
    """``rows``: as written, ``planted``: number of the row in the file → (column, code); ``cases``: of the rows that are right."""

    rows: list[list[str]] = field(default_factory=list)
    planted: dict[int, tuple[str, str]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    applications: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return sheet(*self.rows)

    @property
    def register(self) -> bytes:
        """The ledger of the applications that the disputes are about."""
        return sheet(*self.applications, head=APPLICATION)


RESULTS = {
    "复议": (
        ("维持", "upheld"), ("驳回行政复议请求", "upheld"), ("撤销", "corrected"), ("确认违法", "corrected"), ("终止", "other"),
        ("调解", "other"),
    ),
    "一审": (
        ("驳回诉讼请求", "upheld"), ("维持", "upheld"), ("撤销", "corrected"), ("责令履行", "corrected"), ("撤诉", "other"),
        ("驳回起诉", "other"),
    ),
}  # fmt: skip
DAYS: tuple[Callable[[date], str], ...] = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y%m%d}",
)
Plant = Callable[[list[str]], None]


def _put(*pairs: tuple[str, str]) -> Plant:
    def plant(cells: list[str]) -> None:
        for name, text in pairs:
            cells[AT[name]] = text

    return plant


NO_APPLICATION = (("application", ""), ("against", "未主动公开"))
FIRST, SECOND = (("kind", "直接起诉"), ("level", "一审")), (("kind", "二审"), ("level", ""))
PLANTS: tuple[tuple[str, str, Plant], ...] = (
    ("filed", "day", _put(("filed", "2023年2月30日"))),
    ("filed", "day", _put(("filed", "年初"))),
    ("filed", "filed", _put(("filed", ""))),
    ("filed", "future", _put(("filed", "2031-03-05"), ("result", ""), ("ended", ""))),
    ("filed", "before_application", _put(("filed", "2009-03-05"), ("copy", ""), ("answered", ""))),
    ("filed", "early", _put(("filed", "1998-03-05"), *NO_APPLICATION, ("copy", ""), ("answered", ""))),
    ("filed", "before_answer", _put(("filed", "EVE"), ("copy", ""), ("answered", ""))),
    ("ended", "order", _put(("ended", "2020-01-02"))),
    ("ended", "undated", _put(("ended", ""))),
    ("ended", "day", _put(("ended", "已结"))),
    ("copy", "order", _put(("copy", "2020-01-02"), ("answered", ""))),
    ("copy", "copy", _put(("copy", ""), ("answered", "LATER"))),
    ("answered", "order", _put(("copy", "LATER"), ("answered", "2020-01-02"))),
    ("ended", "events", _put(("ended", "2023.3.5 2023.3.9"))),
    ("result", "no_result", _put(("result", ""))),
    ("result", "word", _put(("result", "照章办理"))),
    ("result", "ask", _put(("result", "驳回"))),
    ("result", "ask", _put(("result", "纠正"))),
    ("result", "result_level", _put(("result", "准许撤诉"))),
    ("kind", "ask", _put(("kind", "诉讼"))),
    ("kind", "word", _put(("kind", "打官司"))),
    ("kind", "missing", _put(("kind", ""))),
    ("level", "word", _put(("kind", "直接起诉"), ("level", "三堂会审"))),
    ("level", "level", _put(("level", "二审"))),
    ("level", "level", _put(("kind", "直接起诉"), ("level", "行政复议"))),
    ("number", "number_level", _put(("number", "（2023）示09行初900号"))),
    ("number", "number_level", _put(*FIRST, ("number", "（2023）示09行终901号"), ("result", "撤销"))),
    ("number", "long", _put(("number", "示政复〔2023〕" + "号" * 80))),
    ("number", "twice", _put(("number", "示政复〔2021〕1号"), ("copy", ""), ("answered", ""))),
    ("application", "unknown_application", _put(("application", "2019-4711"))),
    ("application", "several_applications", _put(("application", "7"))),
    ("application", "no_application", _put(("application", ""))),
    ("applicant", "other_applicant", _put(("applicant", "示例路人"))),
    ("applicant", "unknown_application", _put(("application", ""), ("applicant", "示例路人"), ("when", "2023-03-01"))),
    ("against", "ask", _put(("against", "不作为"))),
    ("by", "word", _put(("by", "邻居"), ("claimant", "示例邻居"))),
    ("filed", "no_lower", _put(*SECOND, ("number", "（2023）示09行终902号"), ("result", "驳回上诉"), ("copy", ""), ("answered", ""))),
    ("previous", "no_previous", _put(*SECOND, ("number", "（2023）示09行终903号"), ("result", "维持"), ("previous", "（2019）示行初1号"))),
    ("previous", "no_previous", _put(("kind", "复议后起诉"), ("result", "撤销"), ("previous", "示政复〔2019〕99号"))),
    ("number", "number", _put(("number", ""), *NO_APPLICATION)),
)  # fmt: skip
"""(column, code, how): what is wrong, and where it must be told. Forty, each another."""


def ledger(rows: int, faults: int, *, seed: int = 7) -> Ledger:
    """``rows`` rows of which ``faults`` are faulty, each kind of fault in turn; a faulty row stands alone with its application."""
    dice = random.Random(seed)
    made = Ledger(applications=[_application(2021, "7", "示例申请人甲"), _application(2022, "7", "示例申请人乙")])
    told: list[tuple[list[str], tuple[str, str] | None]] = []
    n = 0
    while len(told) < rows - faults:
        n += 1
        found = _case(dice, made, n, rows - faults - len(told))
        told += [(cells, None) for cells in (found if dice.random() < 0.7 else reversed(found))]
    for k in range(faults):
        column, code, plant = PLANTS[k % len(PLANTS)]
        n += 1
        received = date(2023, 1, 5) + timedelta(days=k)
        number = _apply(made, n, received)
        filed = received + timedelta(days=30)
        cells = row(
            application=number, applicant=f"示例申请人{n}", number=f"示政复〔2023〕{n}号", filed=filed.isoformat(),
            ended=(filed + timedelta(days=40)).isoformat(), copy=(filed + timedelta(days=2)).isoformat(),
            answered=(filed + timedelta(days=9)).isoformat(),
        )  # fmt: skip
        plant(cells)
        if code == "long":
            cells[AT["number"]] += str(n)
        later = {"EVE": received + timedelta(days=9), "LATER": filed + timedelta(days=12)}
        told.insert(
            dice.randrange(5, len(told)), ([later[c].isoformat() if c in later else c for c in cells], (column, code))
        )
    for at, (cells, planted) in enumerate(told, 2):
        cells[AT["seq"]] = str(at - 1)
        made.rows.append(cells)
        if planted is not None:
            made.planted[at] = planted
    return made


def _application(year: int, number: str, name: str) -> tuple[str, ...]:
    return (number, name, "自然人", f"{year}-02-01", "批复", f"{year}-02-11", "予以公开")


def _apply(made: Ledger, n: int, received: date) -> str:
    """An application of its own for a case: answered after ten days."""
    number = f"{received.year}-{n:04}"
    decided = received + timedelta(days=10)
    made.applications.append(
        (number, f"示例申请人{n}", "自然人", received.isoformat(), f"第{n}号批复", decided.isoformat(), "予以公开")
    )
    return number


def _case(dice: random.Random, made: Ledger, n: int, room: int) -> list[list[str]]:
    """The rows of one case, or of a reconsideration and the suit after it; what they say goes into ``made.cases``."""
    received = date(YEARS[n % 5], 1, 1) + timedelta(days=dice.randrange(300))
    write = dice.choice(DAYS)
    number = _apply(made, n, received)
    about = {"application": number, "applicant": f"示例申请人{n}"}
    if dice.random() < 0.25:
        about = {"application": "", "applicant": f"示例申请人{n}", "when": write(received)}
    if dice.random() < 0.1:
        about |= {"by": "第三方", "claimant": f"示例公司{n}", "application": number}
    rows: list[list[str]] = []
    on = received + timedelta(days=10 + dice.randrange(1, 50))

    def hear(case: Case, kind: str, level: str, words: tuple[str, str], pending: bool, **more: str) -> date:
        """One hearing as a row; when the next may begin."""
        nonlocal on
        filed, ended = on, on + timedelta(days=dice.randrange(20, 160))
        word, column = words
        case.hearings.append((filed, "" if pending else column, None if pending else ended))
        copy = filed + timedelta(days=3)
        rows.append(
            row(
                **about, **more, kind=kind, level=level, filed=write(filed), result=dice.choice(("审理中", "")) if pending else word,
                ended="" if pending else write(ended), copy=write(copy) if dice.random() < 0.5 else "",
            )
        )  # fmt: skip
        on = ended + timedelta(days=dice.randrange(2, 14))
        return on

    last = YEARS[n % 5] == 2025 and dice.random() < 0.5
    way = (
        dice.choice(("reconsideration", "direct", "after", "after", "appeal", "remand"))
        if room >= 5
        else "reconsideration"
    )
    if n == 1:
        way, last = "reconsideration", False
    if way in ("reconsideration", "after"):
        before = Case("reconsideration")
        made.cases.append(before)
        pending = last and way == "reconsideration"
        hear(before, "行政复议", "", dice.choice(RESULTS["复议"]), pending, number=f"示政复〔2021〕{n}号")
    if way == "reconsideration":
        return rows
    kind = "suit_after_reconsideration" if way == "after" else "suit_direct"
    case = Case(kind)
    made.cases.append(case)
    first = dice.choice(RESULTS["一审"])
    court = f"（2022）示01行初{n}号"
    written = "复议后起诉" if way == "after" else "直接起诉"
    hear(case, written, dice.choice(("一审", "")), first, last and way != "appeal" and way != "remand", number=court)
    if way == "appeal":
        hear(case, "二审", "", ("驳回上诉", first[1]), last, number=f"（2023）示行终{n}号")
    elif way == "remand":
        hear(case, written, "二审", ("发回重审", ""), False, number=f"（2023）示行终{n}号", previous=court)
        hear(case, written, "重审", ("确认违法", "corrected"), last, number=f"（2024）示01行初{n}0号")
        if not last:
            hear(case, "再审", "", ("驳回再审申请", "corrected"), False, number=f"（2025）示行申{n}号")
    return rows


def recount(cases: list[Case], year: int) -> dict[tuple[str, str], int]:
    """表四 of a year by plain counting: (row, column) → n, noughts left out. A case stands as its last hearing begun by 31 December."""
    four: dict[tuple[str, str], int] = {}
    for case in cases:
        begun = [hearing for hearing in case.hearings if hearing[0].year <= year]
        if not begun:
            continue
        _, column, ended = max(begun)
        if column and ended is not None and ended.year <= year:
            if ended.year < year:
                continue
            stands = column
        else:
            stands = "pending"
        for key in ((case.kind, stands), (case.kind, "total")):
            four[key] = four.get(key, 0) + 1
    return four
