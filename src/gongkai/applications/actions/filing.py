"""材料: files put into a case by hand, at any time."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from gongkai.applications import case_files, rules
from gongkai.applications.models import Application, CaseFile
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.people.journal import log
from gongkai.people.models import Account


@transaction.atomic
def add_files(
    application: Application,
    uploads: Sequence[Upload],
    purpose: str,
    *,
    note: str = "",
    pages: int | None = None,
    by: Account,
) -> list[CaseFile]:
    """Put files into a case: all of them or, where one is refused, none. ``pages``: of a single file.

    Raises GongkaiError for none or too many, `FileRefused`.
    """
    rules.require_on(by, rules.HANDLE.key, application)
    if not uploads:
        raise GongkaiError(say("请选择文件。"))
    if len(uploads) > settings.FILES_PER_SUBMISSION:
        raise GongkaiError(say("一次最多{n}个文件，请分几次上传。", n=settings.FILES_PER_SUBMISSION))
    kept = [
        case_files.add(
            application,
            upload,
            CaseFile.Purpose(purpose),
            by=by,
            note=note[:200],
            pages=pages if len(uploads) == 1 else None,
        )
        for upload in uploads
    ]
    log(
        "file.added",
        application,
        by=by,
        agency=application.agency,
        purpose=purpose,
        files=[{"file": file.pk, "name": file.name, "sha256": file.file.sha256} for file in kept],
    )
    return kept
