"""Who may take old ledgers into the registers, and take ledgers away as files."""

from __future__ import annotations

from gongkai.applications.rules import IDENTITY
from gongkai.people.models import Account, Role
from gongkai.people.rules import declare, may

IMPORT = declare("ledgers.import", "导入旧台账、撤销导入", Role.CLERK, Role.OFFICE_HEAD)
EXPORT = declare("ledgers.export", "下载台账", Role.CLERK, Role.OFFICE_HEAD)
COLUMNS = declare("ledgers.columns", "设置台账下载的列", Role.OFFICE_HEAD, Role.ADMINISTRATOR)


def sees_rows(account: Account, agency_id: int) -> bool:
    """Whether ``account`` may see rows of old ledgers as they stood: they hold telephones and addresses."""
    return may(account, IDENTITY.key, agency_id)
