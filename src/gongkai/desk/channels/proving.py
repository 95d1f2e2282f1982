"""登记: where it stands and a picture of it, on one screen that a telephone shows whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.desk.channels.finding import release_of
from gongkai.disclosures import rules
from gongkai.disclosures.channels import CHANNELS, ChannelKind, prove, seeing
from gongkai.disclosures.models import Release
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account

EXAMPLES = {
    "package": say("例如：https://www.yunling.gov.cn/zwgk/2026/1.html，从浏览器地址栏复制"),
    "wechat": say("在手机上打开文章，点右上角“复制链接”"),
    "platform": say("例如：https://…，从浏览器地址栏复制"),
    "poster": say("例如：县政务服务中心一楼公示栏"),
    "screen": say("例如：县政府大门电子屏"),
    "gazette": say("例如：2026年第3期第12页"),
    "reading": say("例如：县档案馆、县图书馆各2份"),
    "press": say("例如：云岭县电视台《云岭新闻》"),
    "other": say("例如：村务公开栏"),
}


class ProofForm(Worded):
    """Place or address, picture, day."""

    proof = forms.CharField(label=say("在哪里"), max_length=300)
    photo = forms.FileField(
        label=say("照片或者截图"), required=False, help_text=say("JPG、PNG或者PDF。手机上可以直接拍。")
    )
    on = forms.DateField(label=say("哪一天发布的"), help_text=say("不是今天的才改。"))

    def __init__(self, *args: Any, kind: ChannelKind, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["proof"].label = kind.proof
        self.fields["proof"].help_text = EXAMPLES.get(kind.key, "")
        self.fields["proof"].error_messages["required"] = say("请填写{what}", what=kind.proof)
        if kind.linked:
            self.fields["proof"].widget = forms.URLInput()
        self.fields["photo"].widget.attrs["accept"] = "image/jpeg,image/png,application/pdf"

    @property
    def upload(self) -> Upload | None:
        file = self.cleaned_data["photo"]
        return Upload(file.name or "", file.read()) if file else None


@require_http_methods(["GET", "POST"])
@allow(rules.PROVE)
def release_prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down where it stands; then on to the next that waits, or back to the board."""
    account: Account = request.user  # type: ignore[assignment]
    found = release_of(account, pk)
    kind = CHANNELS[found.channel]
    start = {"on": _day(found), "proof": found.proof}
    form = ProofForm(
        request.POST if request.method == "POST" else None, request.FILES or None, kind=kind, initial=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = prove(
                found, by=account, proof=form.cleaned_data["proof"], photo=form.upload, on=form.cleaned_data["on"]
            )
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记：{channel}，{proof}。", channel=kind.label, proof=done.proof))
            return redirect("desk:releases")
    context = {
        "release": found,
        "kind": kind,
        "form": form,
        "left": seeing.todo_for(account).filter(seeing.TO_PROVE).exclude(pk=pk).count(),
        "printed": found.channel in ("poster", "screen", "other"),
    }
    return render(request, "desk/channels/prove.html", context, status=422 if form.errors else 200)


def _day(release: Release) -> date:
    """The day that stands in the form: that of an earlier proof, else today."""
    return timezone.localdate(release.done_at) if release.done_at else clock.today()
