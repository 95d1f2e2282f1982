"""What is done to a letter as a whole: sent for approval, taken back, given up, drawn anew, its files, and its files to take away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai import letters
from gongkai.applications import actions, copies, letter_facts, rules
from gongkai.applications.models import Letter
from gongkai.desk.cases.details import enclosable
from gongkai.desk.cases.finding import letter_of
from gongkai.desk.cases.materials import download
from gongkai.desk.cases.previews import sent_words
from gongkai.desk.cases.steps import StepForm, StepPage
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import allow, said
from gongkai.people.models import Account

MEDIA_TYPES = {"pdf": copies.PDF, "docx": copies.DOCX}


def _here(letter: Letter) -> str:
    return reverse("desk:case_letter", args=[letter.application_id, letter.pk])


@allow(rules.HANDLE, rules.DECIDE)
@require_POST
def submit(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """Send a letter on its way as it stands."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    given = request.POST.get("version", "")
    try:
        actions.submit_letter(found, by=account, version=int(given) if given.isdecimal() else None)
    except GongkaiError as error:
        return said(request, error, _here(found))
    messages.success(request, sent_words(found))
    return redirect("desk:case", pk)


@allow(rules.DECIDE)
@require_POST
def recall(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """Take a letter back from approval, or before it goes out."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    try:
        actions.recall_letter(found, by=account)
    except GongkaiError as error:
        return said(request, error, _here(found))
    messages.success(request, say("{letter}已撤回，原来的批准作废，改好后重新送审。", letter=found.kind.name))
    return redirect(_here(found))


@allow(rules.DECIDE)
@require_POST
def choose_files(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """Set the files that go out with a letter. Nothing happens where they are the same."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    picked = set(request.POST.getlist("enclose"))
    files = [file for file in enclosable(found.application) if str(file.pk) in picked]
    before = letter_facts.enclosed_in(found.pk)
    if {file.pk for file in files} == {file.pk for file in before}:
        messages.info(request, say("附件没有变动。"))
        return redirect(f"{_here(found)}#files")
    state = found.state
    try:
        actions.enclose_files(found, files, by=account)
    except GongkaiError as error:
        return said(request, error, _here(found))
    if state == Letter.State.DRAFT:
        messages.success(request, say("附件改为{n}个，附件清单已跟着改。", n=len(files)))
    else:
        messages.warning(request, say("附件改为{n}个，原来的批准作废，需重新送审。", n=len(files)))
    return redirect(f"{_here(found)}#files")


@allow(rules.VIEW)
@require_GET
def take_away(request: HttpRequest, pk: int, letter: int, format: str) -> HttpResponse:
    """The letter as DOCX or PDF; what has gone out as PDF is the kept copy."""
    found = letter_of(request.user, pk, letter)  # type: ignore[arg-type]
    if format not in MEDIA_TYPES:
        raise Http404
    try:
        issued = format == "pdf" and found.state == Letter.State.ISSUED
        data = copies.issued_pdf(found) if issued else copies.rendered(found, format)
    except Unwritable as error:
        return said(request, GongkaiError(str(error)), _here(found))
    name = (
        f"{found.kind.name} {found.number or found.application.number}{'' if found.number else say('（稿）')}.{format}"
    )
    return download(data, name, MEDIA_TYPES[format])


class _OnLetter(StepPage):
    """A step about one letter."""

    move = "edit_letter"

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, letter: int, **kwargs: Any) -> HttpResponseBase:
        self.letter = letter_of(request.user, pk, letter)  # type: ignore[arg-type]
        return super().dispatch(request, *args, pk=pk, **kwargs)

    def check(self) -> None:
        super().check()
        if self.letter.state in (Letter.State.ISSUED, Letter.State.CANCELLED):
            raise GongkaiError(say("{letter}已经发出或者作废，不能再改。", letter=self.letter.kind.name))

    def more(self, form: StepForm) -> dict[str, Any]:
        changed = [block for block in letters.Draft.from_data(self.letter.body).blocks if block.changed]
        return {"letter": self.letter, "changed": ["".join(block.lines) for block in changed]}

    def after(self) -> str:
        return _here(self.letter)


class Redraw(_OnLetter):
    """重新起草: from the facts as they now are; what was written by hand is lost, and shown first."""

    title = say("按最新情况重新起草")
    button = say("重新起草，手工改动不保留")
    template_name = "desk/case/redraw.html"

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.redraw_letter(self.letter, by=self.account)
        return say("{letter}已按最新情况重新起草，请核对后送审。", letter=self.letter.kind.name)


class CancelForm(StepForm):
    """Why."""

    why = forms.CharField(label=say("作废的原因"), max_length=200, help_text=say("文号不再使用，台账里留下这个原因"))


class CancelLetter(_OnLetter):
    """作废一份还没有发出的文书."""

    move = "cancel_letter"
    title = say("文书作废")
    button = say("作废")
    form_class = CancelForm
    template_name = "desk/case/cancel_letter.html"

    def check(self) -> None:
        super().check()
        if self.letter.substantive:
            raise GongkaiError(say("答复书不能单独作废。需要改变结果的，请重新作出判断。"))

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.cancel_letter(self.letter, why=given["why"], by=self.account)
        return say("{letter}已作废。", letter=self.letter.kind.name)

    def after(self) -> str:
        return self.address
