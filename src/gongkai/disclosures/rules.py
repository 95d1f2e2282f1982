"""Who may do what in publication."""

from __future__ import annotations

from gongkai.disclosures.models import Draft, Item
from gongkai.people.models import Account, Role
from gongkai.people.rules import PERMISSIONS, NotAllowed, Reach, declare, may

_SECTIONS = (Role.CONTRIBUTOR, Role.SECTION_HEAD)
_DESK = (Role.CLERK, Role.OFFICE_HEAD)
_LEADERS = (Role.LEADER, Role.CHIEF)

VIEW = declare("disclosures.view", "查看信息和稿件", *_SECTIONS, *_DESK, *_LEADERS, Role.AUDITOR)
WRITE = declare("disclosures.write", "起草、修改、送审", *_SECTIONS, *_DESK)
REVIEW = declare("disclosures.review", "审核", Role.SECTION_HEAD, *_DESK, *_LEADERS)
RELEASE = declare("disclosures.release", "发布、定时、选择渠道", *_DESK)
PROVE = declare("disclosures.prove", "登记渠道发布情况", *_SECTIONS, *_DESK)
WITHDRAW = declare("disclosures.withdraw", "撤下已发布的信息", *_DESK, *_LEADERS)
FORCE = declare("disclosures.force", "强制发布", *_LEADERS)
SEE_FORCED = declare(
    "disclosures.see_forced",
    "查看强制发布",
    *_DESK,
    *_LEADERS,
    Role.AUDITOR,
    Role.SUPERVISOR,
    reach=Reach.SUPERVISED,
)
CHANGE_LIFE = declare("disclosures.change_life", "提出修改、废止、失效", *_SECTIONS, *_DESK)
CONFIRM_LIFE = declare("disclosures.confirm_life", "确认修改、废止、失效", Role.OFFICE_HEAD, *_LEADERS)
REGISTERS = declare("disclosures.registers", "登记、导入公开台账", *_SECTIONS, *_DESK)
COLUMNS = declare("disclosures.columns", "设置栏目和审核程序", Role.OFFICE_HEAD, Role.ADMINISTRATOR)
WORDS = declare("disclosures.words", "维护词表", *_DESK)
CHANNELS = declare("disclosures.channels", "设置发布渠道", Role.OFFICE_HEAD, Role.ADMINISTRATOR)
ERRORS = declare("disclosures.errors", "办理网站找错", *_DESK)


def sections_of(thing: Draft | Item) -> set[int | None]:
    """The sections whose people have to do with a draft or an item: its own, and the owner of its column."""
    column = thing.column
    return {thing.section_id, column.section_id if column is not None else None} - {None}


def may_on(account: Account, key: str, thing: Draft | Item) -> bool:
    """Whether ``account`` may do this to this draft or item."""
    return may(account, key, thing.agency_id) or may(account, key, thing.agency_id, sections_of(thing))


def require_on(account: Account, key: str, thing: Draft | Item) -> None:
    """Raise `gongkai.people.rules.NotAllowed` unless `may_on`."""
    if not may_on(account, key, thing):
        raise NotAllowed(PERMISSIONS[key])
