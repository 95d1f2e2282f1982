"""The channels of one item: where it stands, and where it shall appear besides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.desk.channels.board import row
from gongkai.desk.channels.finding import item_of
from gongkai.disclosures import rules
from gongkai.disclosures.channels import CHANNELS, add_channels, available
from gongkai.disclosures.models import Item, Release
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Explained, Worded
from gongkai.people.access import allow
from gongkai.people.models import Account


class AddForm(Worded):
    """The channels where it does not stand yet."""

    channels = forms.MultipleChoiceField(label=say("还要在哪里公开"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = [  # type: ignore[attr-defined]
            (key, Explained(CHANNELS[key].label, CHANNELS[key].how)) for key in choices
        ]
        self.fields["channels"].error_messages["required"] = say("请至少选一个渠道")


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def release_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the version in force stands, and a form for further channels."""
    account: Account = request.user  # type: ignore[assignment]
    item = item_of(account, pk)
    held = list(
        Release.objects.filter(item=item).select_related("item__column", "version", "agency").order_by("-version", "pk")
    )
    choices = _free(item, held)
    may = rules.may_on(account, rules.RELEASE.key, item) and item.withdrawn_at is None
    form = AddForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_channels(item, form.cleaned_data["channels"], by=account)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            manual = [CHANNELS[each.channel].label for each in added if CHANNELS[each.channel].manual]
            sent = [CHANNELS[each.channel].label for each in added if not CHANNELS[each.channel].manual]
            if sent:
                messages.success(request, say("已交给程序发送：{names}。", names="、".join(sent)))
            if manual:
                messages.success(request, say("发布后请登记：{names}。", names="、".join(manual)))
            return redirect("desk:release_add", pk=pk)
    context = {
        "item": item,
        "rows": [row(each, account) for each in held],
        "form": form if may and choices else None,
    }
    return render(request, "desk/channels/item.html", context, status=422 if form.errors else 200)


def _free(item: Item, held: list[Release]) -> list[str]:
    standing = {
        each.channel for each in held if each.version_id == item.current_id and each.state != Release.State.TAKEN_DOWN
    }
    return [key for key in available(item.agency) if key not in standing and key != "portal"]
