"""Which application this browser session may see: the one it has just sent, or whose code it has given. One at a time."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest

from gongkai.applications.models import Application, Letter

_CASE = "portal_case"


def remember(request: HttpRequest, case: Application) -> None:
    """From now on this session sees ``case``. It gets a new name, so that one handed out before is of no use."""
    request.session[_CASE] = case.pk
    request.session.cycle_key()


def forget(request: HttpRequest) -> None:
    """Nothing is open any more: for computers that others use, too."""
    request.session.pop(_CASE, None)


def case_of(request: HttpRequest) -> Application | None:
    """The open application with everything its pages show, in a fixed number of queries."""
    pk = request.session.get(_CASE)
    if pk is None:
        return None
    letters = Letter.objects.prefetch_related("services", "enclosures__file__file")
    return (
        Application.objects.filter(pk=pk)
        .select_related("agency__supervised_by", "applicant", "correction", "reasons_call", "extension", "delay", "fee")
        .prefetch_related(
            "consultations",
            "searches",
            "decisions",
            "passed_to__agency",
            Prefetch("letters", letters.select_related("agency").order_by("pk")),
        )
        .first()
    )


def grouped(code: str) -> str:
    """A query code in groups, as it is written down.

    >>> grouped("7K4M92QXPD")
    '7K4M-92Q-XPD'
    """
    return "-".join(part for part in (code[:4], code[4:7], code[7:]) if part)
