"""材料: files put into a case, and taken out of it as downloads that no browser opens by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from gongkai.applications import actions, rules
from gongkai.applications.models import Application, CaseFile
from gongkai.desk.cases.finding import case_of
from gongkai.desk.cases.steps import StepForm, StepPage, files_field
from gongkai.files import keeping
from gongkai.language import say
from gongkai.look.forms import Explained
from gongkai.people.access import allow
from gongkai.people.journal import log
from gongkai.people.models import Account

PURPOSES = (
    (CaseFile.Purpose.REPLY, say("随答复书提供给申请人的信息")),
    (CaseFile.Purpose.EVIDENCE, say("证明已经公开、已经检索、属于某类信息等的材料")),
    (CaseFile.Purpose.SIGNED, say("签名或者盖章以后的文书扫描件")),
    (CaseFile.Purpose.PROOF, say("邮寄收据、送达回证、发送截图")),
    (CaseFile.Purpose.SUBMISSION, say("申请书、信封等申请人交来的材料")),
    (CaseFile.Purpose.IDENTITY, say("身份证明，只有工作机构能打开")),
    (CaseFile.Purpose.OPINION, say("第三方、共同制作机关的书面意见")),
    (CaseFile.Purpose.SECTION, say("科室线下交来的材料")),
)


def may_open(account: Account, file: CaseFile, case: Application) -> bool:
    """Whether ``account``, who sees the case, may open this file of it."""
    if file.purpose == CaseFile.Purpose.IDENTITY:
        return rules.may_on(account, rules.IDENTITY.key, case)
    return True


def download(data: bytes, name: str, media_type: str) -> HttpResponse:
    """``data`` as a file to be kept, never shown in the page of this site."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@allow(rules.VIEW)
@require_GET
def case_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One file of a case. Opening a proof of identity is logged like any look at personal data."""
    account: Account = request.user  # type: ignore[assignment]
    case = case_of(account, pk)
    found = next((each for each in case.files.all() if each.pk == file), None)
    if found is None or not may_open(account, found, case):
        raise Http404
    data = keeping.read(found.file)
    if found.purpose == CaseFile.Purpose.IDENTITY:
        log("applicant.looked_at", case, by=account, agency=case.agency, field="identity_file", shown=found.name)
    return download(data, found.name, found.file.media_type)


class UploadForm(StepForm):
    """Which files, what for."""

    boxed = ("purpose",)
    short = ("pages",)
    files = files_field(say("文件"), required=True)
    purpose = forms.ChoiceField(
        label=say("用途"),
        widget=forms.RadioSelect,
        choices=[(purpose.value, Explained(purpose.label, hint)) for purpose, hint in PURPOSES],
    )
    note = forms.CharField(label=say("说明"), required=False, max_length=200)
    pages = forms.IntegerField(
        label=say("页数"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=say("随答复书提供的填，附件清单里会写"),
    )


class Upload(StepPage):
    """上传材料."""

    move = "amend"
    title = say("上传材料")
    button = say("上传")
    form_class = UploadForm
    template_name = "desk/case/upload.html"

    @property
    def permission(self) -> str:
        return rules.HANDLE.key

    def check(self) -> None:
        """Files may come at any time."""

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("for", "")
        known = {purpose.value for purpose, _ in PURPOSES}
        return {"purpose": asked if asked in known else CaseFile.Purpose.REPLY.value}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        kept = actions.add_files(
            self.case, form.uploads(), given["purpose"], note=given["note"], pages=given["pages"], by=self.account
        )
        return say("已收进{n}个文件：{names}。", n=len(kept), names="、".join(file.name for file in kept))

    def after(self) -> str:
        """Back to the page that asked for it, where it is one of this case."""
        back = self.request.GET.get("back", "")
        parts = urlsplit(back)
        own = reverse("desk:case", args=[self.case.pk])
        return back if not parts.scheme and not parts.netloc and parts.path.startswith(own) else self.address
