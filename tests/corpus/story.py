"""What the files of the corpus say: the daily paper of a county's bureau of commerce, with leaks planted or without."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from corpus import people
from corpus.model import Cell, Content, Heading, Item, Link, Picture, Split, Table

SCRIPT = "<script>alert('漏')</script>"
STYLE = "<style>body{display:none}</style>"
HANDLER = '" onerror="alert(1)" x="'
SCRIPT_LINK = "javascript:alert(1)"

MARKS = (
    "机密★10年",
    "秘密★1年",
    "秘　密★5年",
    "绝密★长期",
    "密级：秘密",
    "机密",
    "内部资料　注意保存",
    "密级和保密期限：机密★3年",
)


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def _prose(chance: random.Random) -> list[str]:
    """Sentences without a leak, with the look-alikes that real papers hold."""
    year = chance.randrange(2022, 2027)
    number = chance.randrange(1, 90)
    pool = [
        f"根据《云岭县促进消费工作方案》（云政办〔{year}〕{number}号），现将有关事项通知如下。",
        f"本批补贴资金共计{chance.randrange(10, 999)},{chance.randrange(100, 999)},{chance.randrange(100, 999)}.00元，由县财政承担。",
        "涉及国家秘密、商业秘密和个人隐私的内容，依照规定不予公开；保密审查按照先审查、后公开的原则办理。",
        f"咨询电话：0399-555{chance.randrange(1000, 9999)}，办公地址：云岭县人民路{number}号县政务服务中心3楼302室。",
        f"索引号：00598{chance.randrange(1000, 9999)}-{year}-000{number}，统一社会信用代码：11411399MB1A2B3C4D。",
        f"项目代码：{year}-411399-52-01-{chance.randrange(100000, 999999)}，预算金额13800138000元以内据实结算。",
        f"公示期自{year}年3月{chance.randrange(1, 20)}日起，不少于7个工作日。",
        "各乡镇人民政府、街道办事处要认真组织实施，及时报送进展情况。",
        f"全年受理申请{chance.randrange(100, 999)}件，办结{chance.randrange(50, 99)}件，涉及{chance.randrange(2, 30)}个乡镇。",
    ]
    chance.shuffle(pool)
    return pool[: chance.randrange(4, 7)]


def _figures(chance: random.Random) -> Table:
    """A table of figures with cells merged both ways."""
    figures = [str(chance.randrange(1, 5000)) for _ in range(8)]
    return (
        (Cell("乡镇", rowspan=2), Cell("申请（件）", colspan=2), Cell("金额（元）", colspan=2)),
        row("受理", "办结", "申报", "核定"),
        row("城关镇", *figures[:4]),
        row("石门镇", *figures[4:]),
        (Cell("合计"), Cell("详见附件", colspan=4)),
    )


def clean(chance: random.Random) -> Content:
    """A notice without any leak: prose, list, table with merged cells, a picture."""
    content = Content(f"云岭县商务局关于开展第{chance.randrange(1, 40)}期消费促进活动的通知")
    prose = _prose(chance)
    content.blocks = [
        prose[0],
        Heading("一、总体要求"),
        *prose[1:],
        Heading("二、时间安排"),
        Item("第一阶段，组织申报", numbered=True),
        Item("第二阶段，审核公示", numbered=True),
        Item("第三阶段，发放补贴", numbered=True),
        _figures(chance),
        Picture(chance.randrange(100), "活动现场"),
        Link("活动方案原文", "https://www.example.gov.cn/art/2026/3/1/art_13812345678.html"),
    ]
    return content


def _with(change: Callable[[Content, random.Random, people.Person], None]) -> Callable[[random.Random], Content]:
    def make(chance: random.Random) -> Content:
        content = clean(chance)
        change(content, chance, people.person(chance))
        return content

    make.__name__ = change.__name__.strip("_")
    return make


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _identity(content: Content, chance: random.Random, person: people.Person) -> None:
    number = person.identity
    said = chance.choice((number, f"{number[:6]} {number[6:14]} {number[14:]}", _wide(number), number.lower()))
    content.blocks.insert(2, f"申请人{person.name}，身份证号码{said}，经审核符合条件。")
    content.plant("identity")


def _identity_in_runs(content: Content, chance: random.Random, person: people.Person) -> None:
    number = person.identity
    content.blocks.insert(2, Split((f"{person.name}（", number[:5], number[5:12], number[12:], "）已经领取。")))
    content.plant("identity")


def _identity_in_boxes(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks.insert(4, (row("公民身份号码", *person.identity),))
    content.plant("identity")


def _identity_old(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks.insert(2, f"{person.name}（身份证号：{people.old_identity(chance)}）系我县退休职工。")
    content.plant("identity.old")


def _identity_wrong(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks.insert(2, f"{person.name}，身份证号{people.identity(chance, right=False)}，已登记。")
    content.plant("identity.wrong")


def _mobile(content: Content, chance: random.Random, person: people.Person) -> None:
    number = person.mobile
    said = chance.choice(
        (number, f"+86 {number}", f"{number[:3]}-{number[3:7]}-{number[7:]}", f"{number[:3]} {number[3:7]} {number[7:]}", _wide(number))
    )  # fmt: skip
    content.blocks.insert(2, f"获奖人{person.name}，手机：{said}，请按时领取。")
    content.plant("mobile")


def _bank_card(content: Content, chance: random.Random, person: people.Person) -> None:
    number = person.card
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    content.blocks.insert(2, f"补贴打入{person.name}银行卡{chance.choice((number, spaced))}，请查收。")
    content.plant("bank_card")


def _address(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks.insert(2, f"经查，{person.name}，家住{person.address}，符合救助条件。")
    content.plant("address")


def _secrecy(content: Content, chance: random.Random, person: people.Person) -> None:
    mark = chance.choice(MARKS)
    content.blocks.insert(0, mark)
    content.plant("secrecy")


def _roster(content: Content, chance: random.Random, person: people.Person) -> None:
    persons = [people.person(chance) for _ in range(6)]
    table: Table = (
        row("序号", "姓名", "身份证号", "手机号码", "家庭住址", "银行卡号", "金额（元）"),
        *(
            row(str(at), each.name, each.identity, each.mobile, each.address, each.card, "1580.00")
            for at, each in enumerate(persons, 1)
        ),
    )
    content.blocks.insert(3, table)
    for kind in ("identity", "mobile", "address", "bank_card"):
        content.plant(kind, len(persons))


def _illness(content: Content, chance: random.Random, person: people.Person) -> None:
    table: Table = (
        row("序号", "姓名", "病种", "困难类型", "救助金额（元）"),
        *(row(str(at), people.person(chance).name, "慢性病", "低保户", "800") for at in range(1, 5)),
    )
    content.blocks.insert(3, table)
    content.plant("person_list")


def _passport(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks.insert(2, f"{person.name}，护照号码E{chance.randrange(10**7, 10**8)}，已办理出国手续。")
    content.plant("passport")


def _email(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks.insert(2, f"材料请发{person.name}邮箱 zhang{chance.randrange(100, 999)}@163.com。")
    content.plant("email")


def _markup(content: Content, chance: random.Random, person: people.Person) -> None:
    content.blocks[1:1] = [f"活动口号：{SCRIPT}", f"样式说明：{STYLE}"]
    content.blocks.append((row(SCRIPT, "说明"), row("<img src=x onerror=alert(1)>", HANDLER)))
    content.blocks.append(Picture(3, HANDLER))
    content.blocks.append(Link("点此查看", SCRIPT_LINK))
    content.markup += [SCRIPT, STYLE, HANDLER, SCRIPT_LINK, "<img src=x onerror=alert(1)>"]


VISIBLE: tuple[Callable[[random.Random], Content], ...] = tuple(
    _with(change)
    for change in (
        _identity, _identity_in_runs, _identity_in_boxes, _identity_old, _identity_wrong, _mobile, _bank_card, _address, _secrecy,
        _roster, _illness, _passport, _email, _markup,
    )
)  # fmt: skip
"""Each makes a notice with one kind of visible leak; the last has none, but script and style where words belong."""


def stories(seed: int) -> Iterator[tuple[str, Content]]:
    """``(name, content)`` of every visible story."""
    for at, make in enumerate(VISIBLE):
        yield make.__name__, make(random.Random(f"{seed} {at}"))
