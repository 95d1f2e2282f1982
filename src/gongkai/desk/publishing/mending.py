"""The ways out of a finding, each one press: mask, drop the column, clean the file, keep with a reason."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.desk.publishing.editing import version_in
from gongkai.desk.publishing.finding import draft_of, file_of
from gongkai.disclosures import actions, checks, rules
from gongkai.disclosures.checks import gate
from gongkai.disclosures.models import Draft
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.leaks import Mask, Severity
from gongkai.people.access import allow, said
from gongkai.people.models import Account

MOST = 20_000
"""Fingerprints of one press."""


@allow(rules.WRITE)
@require_POST
def info_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was pressed (``do``) and come back to the text."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    back = reverse("desk:info_draft", args=[pk])
    do = WAYS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        told = do(draft, request, account)
    except GongkaiError as error:
        return said(request, error, back)
    messages.success(request, told)
    return redirect(back)


def _marks(request: HttpRequest) -> list[str]:
    return request.POST.get("marks", "").split()[:MOST]


def _mask(draft: Draft, request: HttpRequest, account: Account) -> str:
    how = request.POST.get("how", "")
    given = Mask(how) if how in set(Mask) else None
    codes = set(request.POST.get("codes", "").split())
    wanted = _all_of(draft, codes) if codes else _marks(request)
    n = actions.mask(draft, wanted, by=account, version=version_in(request), how=given)
    return say("已遮蔽{n}处。", n=n)


def _all_of(draft: Draft, codes: set[str]) -> set[str]:
    """The fingerprints of everything of these kinds that must be mended, also of what is beyond the findings that are told."""
    excused = checks.excused(draft)
    return {
        leak.fingerprint
        for leak in gate.text_leaks(draft.html, gate.key())
        if f"leak.{leak.kind.value}" in codes and leak.severity is Severity.MUST and leak.fingerprint not in excused
    }


def _column(draft: Draft, request: HttpRequest, account: Account) -> str:
    table, column = request.POST.get("table", ""), request.POST.get("column", "")
    if not (table.isdecimal() and column.isdecimal()):
        raise Http404
    actions.drop_table_column(draft, int(table[:6]), int(column[:6]), by=account, version=version_in(request))
    return say("已删去这一列。")


def _clean(draft: Draft, request: HttpRequest, account: Account) -> str:
    given = request.POST.get("file", "")
    file = file_of(draft, int(given[:18]) if given.isdecimal() else 0)
    notes = actions.clean_file(file, by=account, version=version_in(request))
    return "".join([say("“{name}”换成了清除隐藏内容的副本，原来的文件留存备查。", name=file.name), *notes])


def _excuse(draft: Draft, request: HttpRequest, account: Account) -> str:
    made = actions.excuse(draft, _marks(request), request.POST.get("reason", ""), by=account)
    return say("{n}处保留，理由已记下，审核的人看得到。", n=len(made))


def _take_back(draft: Draft, request: HttpRequest, account: Account) -> str:
    for mark in _marks(request):
        actions.take_back_excuse(draft, mark, by=account)
    return say("已撤回说明，请处理。")


WAYS: dict[str, Callable[[Draft, HttpRequest, Account], str]] = {
    "mask": _mask,
    "column": _column,
    "clean": _clean,
    "excuse": _excuse,
    "take_back": _take_back,
}
