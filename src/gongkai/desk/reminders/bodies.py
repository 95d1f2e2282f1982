"""How a body reminds: the steps of each circle of people, who is told when a day is missed, the quiet hours."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.reminders import actions, queries, rules
from gongkai.reminders.actions.settings import DAYS, MOST_DAYS
from gongkai.reminders.models import BodySetting


class DaysField(forms.CharField):
    """Numbers of days as people write them: 15、10、5、2、0."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        parts = [part for part in re.split(r"[\s、，,;；]+", text) if part]
        if any(not (part.isascii() and part.isdecimal()) or int(part) > MOST_DAYS for part in parts):
            raise forms.ValidationError(
                say("{label}请写成“15、10、5、2、0”这样的工作日数，最多{most}", label=self.label, most=MOST_DAYS)
            )
        return [int(part) for part in parts]


class BodyForm(Worded):
    """The fields of a body's setting."""

    clerk_days = DaysField(label=say("提醒公开工作机构"), max_length=80, help_text=say("到期前几个工作日；0是当天"))
    section_days = DaysField(label=say("提醒科室"), max_length=80, required=False)
    leader_days = DaysField(label=say("提醒领导"), max_length=80, required=False, help_text=say("只提醒等他们审批的"))
    leader_after = forms.IntegerField(label=say("逾期几个工作日报分管领导"), min_value=1, max_value=MOST_DAYS)
    county_after = forms.IntegerField(
        label=say("逾期几个工作日报主管部门"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=say("只报本机关有逾期，不报是哪一件"),
    )
    quiet_from = forms.TimeField(label=say("免打扰自"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(
        label=say("免打扰至"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=say("两个时间相同，就是全天都可以提醒"),
    )
    quiet_days_off = forms.BooleanField(label=say("休息日不打扰"), required=False)
    sms = forms.BooleanField(label=say("可以发短信"), required=False, help_text=say("还要本人在提醒设置中选择"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, setting: BodySetting, **kwargs: Any):
        names = [name for name in self.base_fields if name != "version"]
        start = {name: getattr(setting, name) for name in names}
        start["version"] = setting.version if setting.pk else ""
        super().__init__(*args, initial=start, **kwargs)


@require_http_methods(["GET", "POST"])
@allow(rules.SETTINGS)
def reminder_body(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The setting of one body; without a name the first that this person may set."""
    account: Account = request.user  # type: ignore[assignment]
    bodies = queries.settable(account)
    agency: Agency = get_object_or_404(bodies, slug=slug) if slug else get_object_or_404(bodies[:1])
    setting = queries.setting_of(agency)
    form = BodyForm(request.POST if request.method == "POST" else None, setting=setting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_setting(agency, by=account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("{agency}的提醒已经改好，十分钟内按新的安排。", agency=agency.short_name))
            return redirect("desk:reminder_body", slug=agency.slug)
    context = {
        "agency": agency,
        "others": [each for each in bodies if each.pk != agency.pk],
        "form": form,
        "days": [form[name] for name in DAYS],
        "after": [form["leader_after"], form["county_after"]],
        "quiet": [form["quiet_from"], form["quiet_until"], form["quiet_days_off"]],
    }
    return render(request, "desk/reminders/body.html", context, status=422 if form.errors else 200)
