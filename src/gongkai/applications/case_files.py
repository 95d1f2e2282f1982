"""Files put into a case."""

from __future__ import annotations

from gongkai.applications.models import Application, CaseFile
from gongkai.files.keeping import keep
from gongkai.files.uploads import Upload, plain_name
from gongkai.people import clock
from gongkai.people.models import Account


def add(
    application: Application,
    upload: Upload,
    purpose: CaseFile.Purpose,
    *,
    by: Account | None,
    note: str = "",
    pages: int | None = None,
) -> CaseFile:
    """Put a file into a case. Raises `FileRefused`."""
    return CaseFile.objects.create(
        application=application,
        file=keep(application.agency, upload),
        purpose=purpose,
        name=plain_name(upload.name),
        note=note,
        pages=pages,
        added_at=clock.now(),
        added_by=by,
    )
