"""渠道设置: which channels a body uses and how each is reached; a secret is taken and never shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.agencies.models import Agency, Site
from gongkai.disclosures import rules
from gongkai.disclosures.channels import CHANNELS, ChannelKind, counts, set_channel, signing
from gongkai.disclosures.channels.counting import ChannelCount
from gongkai.disclosures.channels.protocol import Kind
from gongkai.disclosures.channels.settings import setting_of, try_out
from gongkai.disclosures.models import ChannelSetting
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded, word_fields
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

SIGNED = ("package", "platform")
"""The channels whose far side needs our public key."""


class ChannelForm(Worded):
    """The fields that the channel declares, between a switch and the secret."""

    active = forms.BooleanField(label=say("使用这个渠道"), required=False)

    def __init__(self, *args: Any, kind: ChannelKind, setting: ChannelSetting | None, supervises: bool, **kwargs: Any):
        start: dict[str, Any] = {"active": setting.active if setting else not kind.needs_setting}
        start |= {"shared": setting.shared if setting else False, "version": setting.version if setting else 0}
        values = setting.values if setting else {}
        for each in kind.fields:
            start[each.name] = values.get(each.name) or each.default
        super().__init__(*args, initial=start, **kwargs)
        for each in kind.fields:
            self.fields[each.name] = self._field(each, start[each.name])
        if kind.secret:
            kept = setting is not None and bool(setting.secret)
            self.fields["secret"] = forms.CharField(
                label=kind.secret,
                required=kind.secret_needed and not kept,
                max_length=200,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=say("已经保存，不再显示。不改的不用填。") if kept else say("加密保存，以后不再显示。"),
            )
        if supervises:
            self.fields["shared"] = forms.BooleanField(
                label=say("所主管的单位没有自己的设置时，也用这个设置"), required=False
            )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.kind = kind
        word_fields(self)

    @staticmethod
    def _field(each: Any, value: str) -> forms.Field:
        if each.kind is Kind.CHECK:
            return forms.BooleanField(label=each.label, help_text=each.hint, required=False, initial=value == "1")
        if each.kind is Kind.CHOICE:
            return forms.ChoiceField(label=each.label, help_text=each.hint, required=False, choices=each.choices)
        return forms.CharField(label=each.label, help_text=each.hint, required=each.required, max_length=300)

    @property
    def values(self) -> dict[str, str]:
        """The declared fields as text; a default is left blank, so that a later default reaches this body, too."""
        found = {}
        for each in self.kind.fields:
            given = self.cleaned_data.get(each.name)
            text = ("1" if given else "") if each.kind is Kind.CHECK else str(given or "").strip()
            found[each.name] = "" if text == each.default else text
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A channel in the list of a body."""

    kind: ChannelKind
    setting: ChannelSetting | None
    count: ChannelCount

    @property
    def tone(self) -> str:
        return "done" if self.used else "none"

    @property
    def used(self) -> bool:
        return self.setting.active if self.setting is not None else not self.kind.needs_setting


@require_GET
@allow(rules.CHANNELS, rules.RELEASE)
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel of the bodies that this person sets or releases for, with what appeared there in the year."""
    account: Account = request.user  # type: ignore[assignment]
    sets = agencies_with(account, rules.CHANNELS.key)
    year = _year(request)
    bodies = []
    for agency in Agency.objects.filter(pk__in=sets | agencies_with(account, rules.RELEASE.key)):
        lines = [Line(CHANNELS[each.channel], setting_of(agency, each.channel), each) for each in counts(agency, year)]
        bodies.append((agency, agency.pk in sets, lines, sum(line.count.items for line in lines)))
    context = {
        "bodies": bodies,
        "year": year,
        "years": range(clock.today().year, clock.today().year - 4, -1),
        "site": Site.this(),
    }
    return render(request, "desk/channels/channels.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.CHANNELS)
def channel(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """The settings of one channel of one body."""
    account: Account = request.user  # type: ignore[assignment]
    agency, kind = _found(account, slug, channel)
    setting = ChannelSetting.objects.filter(agency=agency, channel=channel).first()
    supervises = agency.supervises.exists()
    form = ChannelForm(
        request.POST if request.method == "POST" else None, kind=kind, setting=setting, supervises=supervises
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_channel(
                agency,
                channel,
                active=given["active"],
                values=form.values,
                secret=given.get("secret") or None,
                shared=given.get("shared", False),
                version=given.get("version") or 0,
                by=account,
            )
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("{channel}的设置已经保存。", channel=kind.label))
            return redirect("desk:channel", slug=slug, channel=channel)
    context = {
        "agency": agency,
        "kind": kind,
        "setting": setting,
        "form": form,
        "fields": [form[each.name] for each in kind.fields],
        "public_key": signing.public_key() if channel in SIGNED else "",
        "key_id": signing.key_id(signing.public_key()) if channel in SIGNED else "",
    }
    return render(request, "desk/channels/channel.html", context, status=422 if form.errors else 200)


@require_POST
@allow(rules.CHANNELS)
def channel_try(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """Whether the settings work, without publishing anything."""
    account: Account = request.user  # type: ignore[assignment]
    agency, kind = _found(account, slug, channel)
    setting = ChannelSetting.objects.select_related("agency").filter(agency=agency, channel=channel).first()
    if setting is None:
        messages.warning(request, say("{channel}还没有设置，先保存再试。", channel=kind.label))
    else:
        works, sentence = try_out(setting, by=account)
        (messages.success if works else messages.error)(request, sentence)
    return redirect("desk:channel", slug=slug, channel=channel)


def _found(account: Account, slug: str, channel: str) -> tuple[Agency, ChannelKind]:
    agency = Agency.objects.filter(pk__in=agencies_with(account, rules.CHANNELS.key), slug=slug).first()
    kind = CHANNELS.get(channel)
    if agency is None or kind is None or channel == "portal":
        raise Http404
    return agency, kind


def _year(request: HttpRequest) -> int:
    given = request.GET.get("year", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else clock.today().year
