"""任务: what a section is asked, and the one screen on which it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.applications import actions, queries, rules
from gongkai.applications.models import Assistance
from gongkai.desk.lists import days, keyset
from gongkai.desk.lists.uploads import TAKEN, Uploads
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.look.forms import Explained, Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with

SHOWN = 100
"""Open tasks on one page."""


class AnswerForm(Worded):
    """有没有, 在哪里, 材料."""

    found = forms.ChoiceField(
        label=say("有没有"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", Explained(say("有"), say("把材料交上来"))),
            ("partly", Explained(say("有一部分"), say("交上有的，说明缺什么"))),
            ("no", Explained(say("没有"), say("写明查了哪里、用了什么词，这是认真找过的依据"))),
            ("not_ours", Explained(say("不归本科室"), say("说明可能在哪个科室"))),
        ],
    )
    places = forms.CharField(
        label=say("查了哪里"),
        max_length=200,
        help_text=say("例如：本科室2024、2025年发文档案和业务系统"),
    )
    terms = forms.CharField(label=say("用了什么检索词"), max_length=200, help_text=say("例如：外贸 专项资金、企业名单"))
    note = forms.CharField(label=say("说明"), required=False, widget=forms.Textarea, max_length=2000)
    files = Uploads(
        label=say("材料"),
        required=False,
        help_text=say("可以选多个文件。") + TAKEN,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.data.get("found") == Assistance.Found.NOT_OURS:
            self.fields["places"].required = self.fields["terms"].required = False

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        handed_in = given.get("files") or given.get("note") or "files" in self.errors
        if given.get("found") in ("yes", "partly") and not handed_in:
            self.add_error("files", say("请选择要交的材料；纸质材料请在说明里写明怎样交"))
        return given

    @property
    def uploads(self) -> list[Upload]:
        return [Upload(file.name or "", file.read()) for file in self.cleaned_data["files"]]


def visible_tasks(account: Account) -> QuerySet[Assistance]:
    """What was asked of the sections of ``account``, and in the bodies whose office it belongs to; nothing taken back."""
    return Assistance.objects.filter(
        Q(section__in=sections_with(account, rules.ASSIST.key))
        | Q(application__agency__in=agencies_with(account, rules.ASSIST.key)),
        cancelled_at=None,
    ).select_related("application__agency", "section", "asked_by", "answered_by")


@dataclass(frozen=True, slots=True)
class Item:
    """An open task with its day as a list shows it."""

    task: Assistance

    @property
    def day(self) -> str:
        return days.short(self.task.due_on, clock.today())

    @property
    def beside(self) -> str:
        return days.beside(self.task.due_on, clock.today())


@require_GET
@allow(rules.ASSIST)
def tasks(request: HttpRequest) -> HttpResponse:
    """Open ones by their day; below, what was answered, the newest first."""
    account: Account = request.user  # type: ignore[assignment]
    seen = visible_tasks(account)
    context = {
        "open": [Item(task) for task in seen.filter(answered_at=None).order_by("due_on", "pk")[:SHOWN]],
        "slice": keyset.cut(seen.exclude(answered_at=None), keyset.Order(descending=True), request.GET),
        "mine": sections_with(account, rules.ASSIST.key),
        "form": None,
    }
    return render(request, "desk/lists/tasks.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.ASSIST)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, by when, and the answer."""
    account: Account = request.user  # type: ignore[assignment]
    found = visible_tasks(account).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if len(form.cleaned_data["files"]) > settings.FILES_PER_SUBMISSION:
            form.add_error("files", say("一次最多{n}个文件，请分几次交或者打包", n=settings.FILES_PER_SUBMISSION))
        else:
            try:
                actions.answer_assistance(
                    found,
                    found=form.cleaned_data["found"],
                    places=form.cleaned_data["places"],
                    terms=form.cleaned_data["terms"],
                    note=form.cleaned_data["note"],
                    files=form.uploads,
                    by=account,
                )
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, say("已经回复{asker}，不用再做别的。谢谢。", asker=found.asked_by.name))
                return redirect("desk:tasks")
    left = queries.assistances_for(account).exclude(pk=pk).count()
    context = {
        "task": found,
        "form": form,
        "left": left,
        "may_open": queries.visible_to(account).filter(pk=found.application_id).exists(),
    }
    return render(request, "desk/lists/task.html", context, status=422 if form.errors else 200)
