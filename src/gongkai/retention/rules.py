"""Who may do what with what is kept and what goes."""

from __future__ import annotations

from gongkai.people.models import Role
from gongkai.people.rules import declare

SEE = declare(
    "retention.see",
    "查看保管期限和销毁清册",
    Role.CLERK,
    Role.OFFICE_HEAD,
    Role.LEADER,
    Role.CHIEF,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
SET = declare("retention.set", "设置保管期限", Role.OFFICE_HEAD)
HOLD = declare("retention.hold", "停止销毁、解除停止", Role.CLERK, Role.OFFICE_HEAD, Role.LEADER)
DRAW_UP = declare("retention.draw_up", "编制销毁清册", Role.CLERK, Role.OFFICE_HEAD)
APPROVE = declare("retention.approve", "审批销毁清册", Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF)
ARCHIVE = declare("retention.archive", "制作年度归档包", Role.CLERK, Role.OFFICE_HEAD)
