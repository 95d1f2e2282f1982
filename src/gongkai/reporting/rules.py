"""Who may see, write and approve the annual report.

The report of one's own body and those of supervised bodies are two permissions: a clerk of the supervising department works on its
own report and has no business in sixty others.
"""

from __future__ import annotations

from gongkai.people.models import Role
from gongkai.people.rules import Reach, declare

_DESK = (Role.CLERK, Role.OFFICE_HEAD)
_LEADERS = (Role.LEADER, Role.CHIEF)

REPORT_READ = declare("reporting.read", "查看本机关的年度报告", *_DESK, *_LEADERS, Role.AUDITOR)
REPORT_VIEW = declare("reporting.view", "查看所管机关年度报告的数（不含案件）", Role.SUPERVISOR, reach=Reach.SUPERVISED)
REPORT_WRITE = declare("reporting.write", "编写年度报告、填写数字", *_DESK)
REPORT_APPROVE = declare("reporting.approve", "批准年度报告", *_LEADERS)
