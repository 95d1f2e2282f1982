"""The file in which first passwords are given out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from gongkai.language import say
from gongkai.reports.outputs.csv import safe

Given = tuple[str, str, str, str]
"""Body, name, account, password."""


def passwords_file(given: Iterable[Given]) -> bytes:
    """CSV as a spreadsheet opens it; a name never runs as a formula there."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([say("机关"), say("姓名"), say("账号"), say("首次密码（登录后须修改）")])
    writer.writerows([safe(cell) for cell in row] for row in given)
    return ("\ufeff" + out.getvalue()).encode()
