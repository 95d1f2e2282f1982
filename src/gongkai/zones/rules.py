"""Who may see and settle what is between the zones."""

from __future__ import annotations

from gongkai.people.models import Role
from gongkai.people.rules import declare

SEE = declare(
    "zones.see", "查看两区交换", Role.CLERK, Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF, Role.AUDITOR, Role.ADMINISTRATOR
)
SETTLE = declare("zones.settle", "处理两区交换的警报", Role.OFFICE_HEAD, Role.ADMINISTRATOR)
