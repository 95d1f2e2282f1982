"""Files of a draft: put in, described, taken out, opened."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.desk.cases.materials import download
from gongkai.desk.publishing.editing import version_in
from gongkai.desk.publishing.finding import draft_of, file_of
from gongkai.disclosures import actions, rules
from gongkai.disclosures.actions.files import PICTURES
from gongkai.disclosures.models import Draft, FileRole
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.people.access import allow, said
from gongkai.people.models import Account


@allow(rules.VIEW)
@require_GET
def info_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One file of a draft. A picture of the text is shown, for its bytes are of our own making; all else is handed over."""
    account: Account = request.user  # type: ignore[assignment]
    found = file_of(draft_of(account, pk), file)
    data = keeping.read(found.file)
    answer = download(data, found.name, found.file.media_type)
    if found.role == FileRole.PICTURE and found.file.media_type in PICTURES:
        answer["Content-Disposition"] = "inline"
        answer["Cache-Control"] = "private, max-age=3600"
    return answer


@allow(rules.WRITE)
@require_POST
def info_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was pressed (``do``) to the files, and come back to them."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    back = f"{reverse('desk:info_edit', args=[pk])}#files"
    do = WAYS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        told = do(draft, request, account)
    except GongkaiError as error:
        return said(request, error, back)
    messages.success(request, told)
    return redirect(back)


def _chosen(draft: Draft, request: HttpRequest) -> int:
    given = request.POST.get("file", "")
    return int(given[:18]) if given.isdecimal() else 0


def _add(draft: Draft, request: HttpRequest, account: Account) -> str:
    sent = request.FILES.getlist("upload")
    if not sent:
        raise GongkaiError(say("请选择文件。"))
    role = FileRole.PICTURE if request.POST.get("role") == FileRole.PICTURE else FileRole.ATTACHMENT
    version = version_in(request)
    names = []
    for each in sent:
        made = actions.add_file(
            draft,
            Upload(each.name or "", each.read()),
            role,
            by=account,
            version=version,
            alt=request.POST.get("alt", ""),
        )
        names.append(made.name)
        version = draft.version
    return say("已放入{names}，并检查过。", names="、".join(names))


def _remove(draft: Draft, request: HttpRequest, account: Account) -> str:
    file = file_of(draft, _chosen(draft, request))
    actions.remove_file(file, by=account, version=version_in(request))
    return say("已删去“{name}”。", name=file.name)


def _describe(draft: Draft, request: HttpRequest, account: Account) -> str:
    file = file_of(draft, _chosen(draft, request))
    actions.describe(file, request.POST.get("alt", ""), by=account, version=version_in(request))
    return say("图片说明已保存。")


def _offer(draft: Draft, request: HttpRequest, account: Account) -> str:
    offered = request.POST.get("offered") == "1"
    actions.offer_original(draft, offered, by=account, version=version_in(request))
    return say("原件会作为附件公开，已检查过。") if offered else say("原件只留存，不公开。")


WAYS: dict[str, Callable[[Draft, HttpRequest, Account], str]] = {
    "add": _add,
    "remove": _remove,
    "describe": _describe,
    "offer": _offer,
}
