"""用印: the approved letter with its seal, scanned from paper or sealed as a file, beside the text that was approved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.applications import actions, rules, stages, stamped
from gongkai.applications.models import Letter, StampedCopy
from gongkai.desk.cases.finding import letter_of
from gongkai.desk.cases.steps import StepForm, StepPage, files_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Document
from gongkai.people.access import allow, said
from gongkai.people.models import Account

LAYOUT = Document("GB/T 9704—2012")
"""党政机关公文格式: what a seal on a paper of a public body looks like. Letters to applicants have no layout of their own."""


def of_letter(letter: Letter) -> StampedCopy | None:
    """The sealed copy that stands, whether or not it has been accepted yet."""
    found = letter.stamped.filter(withdrawn_at=None).select_related("file__file", "added_by", "accepted_by").first()
    if found is not None:
        found.letter = letter
    return found if found is not None and found.fits else None


def _here(letter: Letter) -> str:
    return reverse("desk:case_letter", args=[letter.application_id, letter.pk]) + "#yy"


class StampForm(StepForm):
    """The scan. Reading takes a while, so it is done while the form is looked through and not in the middle of the action."""

    files = files_field(
        say("盖章后的扫描件"),
        required=True,
        help_text=say("一个PDF，或者按页序选择png、jpg图片。识别文字需要几秒到一分钟。"),
    )
    looked: stamped.Looked

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("files"):
            try:
                self.looked = stamped.look(self.letter, self.uploads())
            except GongkaiError as error:
                self.add_error("files", str(error))
        return given


class Stamp(StepPage):
    """上传盖章后的扫描件."""

    title = say("上传盖章后的扫描件")
    button = say("上传并比对")
    form_class = StampForm

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, letter: int, **kwargs: Any) -> HttpResponseBase:
        self.letter = letter_of(request.user, pk, letter)  # type: ignore[arg-type]
        return super().dispatch(request, *args, pk=pk, **kwargs)

    @property
    def move(self) -> str:  # type: ignore[override]
        return "serve" if self.letter.substantive else "issue"

    @property
    def permission(self) -> str:
        return rules.SERVE.key

    def check(self) -> None:
        super().check()
        if self.letter.state != Letter.State.APPROVED:
            raise GongkaiError(say("{letter}还没有批准，或者已经发出，不能用印。", letter=self.letter.kind.name))

    def more(self, form: StepForm) -> dict[str, Any]:
        # The move is that of service, whose rule is about the post.
        return {"move": replace(stages.MOVES[self.move], source=LAYOUT)}

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "letter": self.letter}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        assert isinstance(form, StampForm)
        made = actions.stamp(self.letter, form.looked, way=StampedCopy.Way.PAPER, by=self.account, version=self.version)
        self.tone = messages.SUCCESS if made.accepted_at else messages.WARNING
        return told(made)

    def after(self) -> str:
        return _here(self.letter)


def told(made: StampedCopy) -> str:
    """What became of a sealed copy, in a sentence."""
    if made.accepted_at:
        return say("盖章件与批准的文本一致（{share:.1%}的文字相同），发出时就用这一份。", share=made.share)
    if made.outcome == StampedCopy.Outcome.UNREAD:
        return say("盖章件已经保存，但没有读出文字。请人工逐字核对后确认，确认以前发出的是没有盖章的版式文件。")
    n = len(made.differences) + len(made.hidden)
    return say("盖章件已经保存，有{n}处与批准的文本不同。请逐处核对后确认，确认以前发出的是没有盖章的版式文件。", n=n)


@allow(rules.SERVE)
@require_POST
def seal(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """加盖电子印章: by the program that the installation names."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    rules.require_on(account, rules.SERVE.key, found.application)
    try:
        looked = stamped.look(found, [stamped.sealed_file(found)], sealed=True)
        made = actions.stamp(found, looked, way=StampedCopy.Way.FILE, by=account)
    except GongkaiError as error:
        return said(request, error, _here(found))
    (messages.success if made.accepted_at else messages.warning)(request, told(made))
    return redirect(_here(found))


@allow(rules.SERVE)
@require_POST
def settle(request: HttpRequest, pk: int, letter: int, copy: int) -> HttpResponse:
    """Accept a sealed copy with what differs, or take it back."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    standing = of_letter(found)
    if standing is None or standing.pk != copy:
        raise Http404
    try:
        if request.POST.get("do") == "withdraw":
            actions.withdraw_stamped(standing, by=account)
            messages.success(request, say("盖章件已撤下，文件还在材料里。"))
        else:
            actions.accept_stamped(standing, answer=request.POST.get("answer", ""), by=account)
            messages.success(request, say("已经确认，发出时就用这份盖章件。"))
    except GongkaiError as error:
        return said(request, error, _here(found))
    return redirect(_here(found))


def shown(letter: Letter, account: Account) -> dict[str, Any]:
    """What the page of a letter shows of its seal."""
    if letter.state not in (Letter.State.APPROVED, Letter.State.ISSUED):
        return {}
    may = letter.state == Letter.State.APPROVED and rules.may_on(account, rules.SERVE.key, letter.application)
    copy = of_letter(letter)
    if copy is None and not may:
        return {}
    share = round(copy.share * 100, 1) if copy is not None else 0
    return {"copy": copy, "may": may, "share": share, "by_file": bool(settings.SEAL_COMMAND)}
