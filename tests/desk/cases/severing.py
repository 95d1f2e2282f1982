"""A partial release drafted with a file that holds what must be cut."""

from __future__ import annotations

from typing import Any

import factories
from desk.cases import stages
from gongkai.applications import actions
from gongkai.applications.models import Application, CaseFile, Letter
from gongkai.files.uploads import Upload
from papers import pdf

MOBILE = "13800138000"
LIST = pdf("Grants 2025", "Hengda Machinery 300000", f"Tel {MOBILE}")
PARTLY = {
    **{key: value for key, value in factories.GRANTED.items() if key != "form"},
    "ground": "process",
    "required.process": "no",
    "sever.process": "yes",
}


def drafted(bureau: Any, data: bytes = LIST, name: str = "支持企业名单.pdf") -> tuple[Application, Letter]:
    """The case and its letter, with the file as it came."""
    case = stages.searched(bureau)
    files = actions.add_files(case, [Upload(name, data)], CaseFile.Purpose.REPLY, pages=1, by=bureau.clerk)
    letter = actions.decide(
        case,
        answers=PARTLY,
        by=bureau.clerk,
        enclose=files,
        given="企业名单和金额",
        withheld="联系人的电话",
        findings="联系人的电话是个人信息，公开会损害其合法权益。",
    )
    return stages.fresh(case), letter
