"""Who may cut and take back."""

from __future__ import annotations

from gongkai.people.models import Role
from gongkai.people.rules import declare

SEVER = declare("severance.sever", "区分处理文件", Role.CLERK, Role.OFFICE_HEAD)
