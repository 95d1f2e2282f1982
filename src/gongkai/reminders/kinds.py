"""The kinds of clock that are reminded of: what each is called, what is to be done, who can, and how far it climbs when it is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gongkai.applications import rules as cases
from gongkai.disclosures import rules as publication
from gongkai.language import say
from gongkai.people.models import Role
from gongkai.people.rules import Permission
from gongkai.reporting import rules as reports

Tiers = tuple[tuple[Role, ...], ...]
OFFICE: Tiers = ((Role.CLERK,), (Role.OFFICE_HEAD,))
"""The disclosure office: the clerk, and the head where no clerk is there."""
SECTION: Tiers = ((Role.CONTRIBUTOR, Role.SECTION_HEAD), *OFFICE)
"""The section, and the office where nobody of the section is there."""
DEPARTMENT: Tiers = ((Role.SUPERVISOR,), *OFFICE)
"""The supervising department: whoever oversees, and its own office where nobody does."""
GROUPS = {
    Role.SUPERVISOR: "clerk",
    Role.CLERK: "clerk",
    Role.OFFICE_HEAD: "clerk",
    Role.CONTRIBUTOR: "section",
    Role.SECTION_HEAD: "section",
    Role.LEADER: "leader",
    Role.CHIEF: "leader",
}
"""The circle of each role, as a body sets its days."""


class Climbs(StrEnum):
    """Who is told at last when a clock is missed."""

    NOBODY = ""
    LEADER = "leader"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Kind:
    """``label``: the period; ``act``: what is to be done. ``permission``: without it nobody is told. ``awaited``: somebody outside
    has to act, so nobody here is told before the day has passed; ``passed``: what is said then. ``climbs``: decision 0160."""

    key: str
    label: Callable[[], str]
    act: Callable[[], str]
    permission: Permission
    climbs: Climbs = Climbs.NOBODY
    awaited: bool = False
    passed: Callable[[], str] = lambda: say("已期满")


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("answer", lambda: say("答复期限"), lambda: say("作出答复"), cases.HANDLE, Climbs.COUNTY),
        Kind("correction_notice", lambda: say("要求补正的期限"), lambda: say("内容不明确的，要求补正"), cases.HANDLE),
        Kind("correction", lambda: say("补正期限"), lambda: say("补正期满，办下一步"), cases.HANDLE, awaited=True),
        Kind("reasons", lambda: say("说明理由的期限"), lambda: say("期满，办下一步"), cases.HANDLE, awaited=True),
        Kind("opinion", lambda: say("征求意见期限"), lambda: say("期满，办下一步"), cases.HANDLE, awaited=True),
        Kind("fee", lambda: say("缴费期限"), lambda: say("缴费期满，办下一步"), cases.CHARGE, awaited=True),
        Kind("assistance", lambda: say("协助期限"), lambda: say("回复协助事项"), cases.ASSIST, Climbs.LEADER),
        Kind("approval", lambda: say("文书审批"), lambda: say("审批文书"), cases.APPROVE, Climbs.LEADER),
        Kind(
            "remedy",
            lambda: say("复议答复、诉讼答辩期限"),
            lambda: say("提交答复、答辩和证据"),
            cases.REMEDIES,
            Climbs.COUNTY,
        ),
        Kind(
            "complaint",
            lambda: say("投诉举报反馈期限"),
            lambda: say("查清，反馈主管部门"),
            cases.COMPLAINTS,
            Climbs.LEADER,
        ),
        Kind(
            "complaint_look",
            lambda: say("投诉举报（没有定日期）"),
            lambda: say("看一看办到哪里，请主管部门定反馈日期"),
            cases.COMPLAINTS,
            awaited=True,
            passed=lambda: say("该看一看了"),
        ),
        Kind(
            "complaint_answer",
            lambda: say("投诉举报答复期限"),
            lambda: say("督促反馈，把结果告知投诉举报人"),
            cases.FOLLOW_COMPLAINTS,
            Climbs.LEADER,
        ),
        Kind(
            "complaint_undated",
            lambda: say("所管机关的投诉举报（没有定日期）"),
            lambda: say("定下反馈日期"),
            cases.FOLLOW_COMPLAINTS,
            awaited=True,
            passed=lambda: say("该看一看了"),
        ),
        Kind("publication", lambda: say("主动公开期限"), lambda: say("送审、公开"), publication.WRITE, Climbs.COUNTY),
        Kind("review", lambda: say("信息审核"), lambda: say("审核稿件"), publication.REVIEW, Climbs.LEADER),
        Kind("release", lambda: say("定时发布"), lambda: say("到时发布"), publication.RELEASE, Climbs.LEADER),
        Kind("forced", lambda: say("强制发布的补审"), lambda: say("补审"), publication.REVIEW, Climbs.COUNTY),
        Kind("lapse", lambda: say("文件有效期"), lambda: say("延长、修改或者宣布失效"), publication.CHANGE_LIFE),
        Kind("column", lambda: say("栏目更新"), lambda: say("更新栏目"), publication.WRITE, Climbs.COUNTY),
        Kind("report", lambda: say("年度报告"), lambda: say("公布年度报告"), reports.REPORT_WRITE, Climbs.COUNTY),
        Kind("overdue", lambda: say("所管机关逾期"), lambda: say("督促办理"), cases.VIEW, Climbs.NOBODY),
    )
}
"""Every kind by its key. ``overdue`` is what the supervising body is told of: a number of things, and none of them."""
