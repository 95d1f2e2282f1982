"""Who may do what with reminders. One's own need no permission: they are told only to those who can do something about them."""

from __future__ import annotations

from gongkai.people.models import Role
from gongkai.people.rules import Reach, declare

_DESK = (Role.CLERK, Role.OFFICE_HEAD)
_LEADERS = (Role.LEADER, Role.CHIEF)
_SECTIONS = (Role.CONTRIBUTOR, Role.SECTION_HEAD)

VIEW = declare("reminders.view", "查看本机关的各项期限", *_SECTIONS, *_DESK, *_LEADERS, Role.AUDITOR)
SETTINGS = declare("reminders.settings", "设置本机关的提醒", Role.OFFICE_HEAD, Role.ADMINISTRATOR)
LOG = declare("reminders.log", "查看提醒的发送记录", *_DESK, Role.ADMINISTRATOR)
ESCALATED = declare("reminders.escalated", "收到本机关的逾期提醒", *_LEADERS)
OVERSEE = declare("reminders.oversee", "收到所管机关的逾期提醒（不含案件）", Role.SUPERVISOR, reach=Reach.SUPERVISED)
