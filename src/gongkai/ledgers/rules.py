"""Who may take old ledgers into the registers, and take ledgers away as files."""

from __future__ import annotations

from gongkai.people.models import Role
from gongkai.people.rules import declare

IMPORT = declare("ledgers.import", "导入依申请公开台账、撤销导入", Role.CLERK, Role.OFFICE_HEAD)
EXPORT = declare("ledgers.export", "下载台账", Role.CLERK, Role.OFFICE_HEAD)
COLUMNS = declare("ledgers.columns", "设置台账下载的列", Role.OFFICE_HEAD, Role.ADMINISTRATOR)
