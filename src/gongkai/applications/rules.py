"""Who may do what to an application."""

from __future__ import annotations

from gongkai.applications.models import Application
from gongkai.people.models import Account, Role
from gongkai.people.rules import PERMISSIONS, NotAllowed, Reach, declare, may

_DESK = (Role.CLERK, Role.OFFICE_HEAD)
_LEADERS = (Role.LEADER, Role.CHIEF)
_SECTIONS = (Role.CONTRIBUTOR, Role.SECTION_HEAD)

VIEW = declare("applications.view", "查看申请", *_DESK, *_LEADERS, Role.AUDITOR, *_SECTIONS)
IDENTITY = declare("applications.identity", "查看申请人的证件和联系方式", *_DESK)
REGISTER = declare("applications.register", "登记申请", *_DESK)
ASSIGN = declare("applications.assign", "指定承办科室、请科室协助", *_DESK)
HANDLE = declare("applications.handle", "补正、征求意见、延期、收费等办理", *_DESK)
ASSIST = declare("applications.assist", "回复协助事项", *_SECTIONS, *_DESK)
SEARCH = declare("applications.search", "登记检索记录", *_DESK, *_SECTIONS)
DECIDE = declare("applications.decide", "作出判断、起草答复", *_DESK)
APPROVE = declare("applications.approve", "审批文书", Role.OFFICE_HEAD, *_LEADERS)
SERVE = declare("applications.serve", "发出文书、登记送达", *_DESK)
CHARGE = declare("applications.charge", "收取、退还信息处理费", *_DESK)
TEMPLATES = declare("applications.templates", "修改文书模板", Role.OFFICE_HEAD)
REMEDIES = declare("applications.remedies", "登记复议和诉讼", *_DESK)
SEE_REMEDIES = declare("applications.see_remedies", "查看复议和诉讼", *_DESK, *_LEADERS, Role.AUDITOR)
SEE_CHECKS = declare(
    "applications.see_checks",
    "查看教训转成的检查规则",
    *_DESK,
    *_LEADERS,
    Role.AUDITOR,
    Role.SUPERVISOR,
    reach=Reach.SUPERVISED,
)
COUNTY_CHECKS = declare("applications.county_checks", "决定所管机关提请的检查规则", Role.SUPERVISOR)
RESULTS = declare("applications.results", "设置复议诉讼结果计入表四的哪一栏", Role.OFFICE_HEAD)
DOSSIERS = declare("applications.dossiers", "制作卷宗", *_DESK)
COMPLAINTS = declare("applications.complaints", "登记投诉举报", *_DESK)
SEE_COMPLAINTS = declare(
    "applications.see_complaints",
    "查看投诉举报",
    *_DESK,
    *_LEADERS,
    Role.AUDITOR,
    Role.SUPERVISOR,
    reach=Reach.SUPERVISED,
)
FOLLOW_COMPLAINTS = declare(
    "applications.follow_complaints",
    "定投诉举报的反馈日期、登记告知投诉举报人",
    *_DESK,
    Role.SUPERVISOR,
    reach=Reach.SUPERVISED,
)
SEE_FEES = declare("applications.see_fees", "查看收费台账", *_DESK, *_LEADERS, Role.AUDITOR)


def sections_of(application: Application) -> set[int | None]:
    """The sections whose people have to do with an application: the one it is assigned to, and those asked for help."""
    asked = {a.section_id for a in application.assistances.all() if a.cancelled_at is None}
    return {application.section_id, *asked} - {None}


def may_on(account: Account, key: str, application: Application) -> bool:
    """Whether ``account`` may do this to this application."""
    # Who may for the whole body, may; only for the others the sections are looked up.
    return may(account, key, application.agency_id) or may(
        account, key, application.agency_id, sections_of(application)
    )


def require_on(account: Account, key: str, application: Application) -> None:
    """Raise `gongkai.people.rules.NotAllowed` unless `may_on`."""
    if not may_on(account, key, application):
        raise NotAllowed(PERMISSIONS[key])
