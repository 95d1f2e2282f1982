"""渠道: every release with its state; on top what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from gongkai.agencies.models import Agency
from gongkai.desk.lists import export, keyset
from gongkai.desk.lists.filters import ANY, plain
from gongkai.disclosures import rules
from gongkai.disclosures.channels import CHANNELS, counted, seeing
from gongkai.disclosures.models import Channel, Release
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account

FIRST_YEAR = 2019
STATES = {
    "todo": (say("等人办的"), seeing.WAITS),
    "failed": (say("没有发出"), Q(state=Release.State.FAILED)),
    "to_prove": (say("等登记"), seeing.TO_PROVE),
    "down": (say("等撤下"), seeing.TO_TAKE_DOWN),
    "lost": (say("网页不在了"), seeing.LOST),
    "waiting": (say("等发送"), Q(state=Release.State.WAITING)),
    "done": (say("已发布"), Q(state=Release.State.DONE)),
    "taken_down": (say("已撤下"), Q(state=Release.State.TAKEN_DOWN)),
}


class ReleaseFilters(Worded):
    """State, channel, year of what is counted, words of the title. A value that is none of the choices narrows nothing."""

    state = forms.ChoiceField(
        label=say("状态"), required=False, choices=[ANY, *((key, label) for key, (label, _) in STATES.items())]
    )
    channel = forms.ChoiceField(
        label=say("渠道"), required=False, choices=[ANY, *((kind.key, kind.label) for kind in CHANNELS.values())]
    )
    counted = forms.TypedChoiceField(label=say("计入哪一年"), required=False, coerce=int, empty_value=None)
    q = forms.CharField(label=say("标题"), required=False, max_length=60)

    def __init__(self, given: QueryDict, today: date):
        super().__init__(given)
        years = [(str(year), str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)]
        self.fields["counted"].choices = [ANY, *years]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()
        self.chosen: dict[str, object] = {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, found: QuerySet[Release]) -> QuerySet[Release]:
        """``found`` under the conditions; what waits for a person where none is given."""
        if not self.chosen:
            return found.filter(seeing.WAITS)
        if "state" in self.chosen:
            found = found.filter(STATES[str(self.chosen["state"])][1])
        if "channel" in self.chosen:
            found = found.filter(channel=self.chosen["channel"])
        if "counted" in self.chosen:
            year = int(str(self.chosen["counted"]))
            bodies = Agency.objects.filter(pk__in=found.order_by().values("agency").distinct())
            behind = [counted(agency, year).values("pk") for agency in bodies]
            found = found.filter(pk__in=behind[0].union(*behind[1:]) if behind else [])
        if "q" in self.chosen:
            found = found.filter(version__title__icontains=str(self.chosen["q"]).strip())
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """A release as the board shows it. ``tone`` and ``says``: its state; ``do``: what a person presses: "", retry, prove, down,
    again (prove anew); ``why``: the reason under the state."""

    release: Release
    tone: str
    says: str
    do: str = ""
    why: str = ""


def row(release: Release, account: Account) -> Row:
    """What the board says of one release, and what ``account`` can press."""
    proves = rules.may_on(account, rules.PROVE.key, release.item)
    releases = rules.may_on(account, rules.RELEASE.key, release.item)
    if release.down_wanted_at is not None and release.down_at is None:
        if release.next_try_at is not None:
            return Row(release, "near", say("正在撤下"), "down" if proves else "", release.error)
        why = release.error or say("信息已经撤下，请到那里撤下，再登记。")
        return Row(release, "late", say("等撤下"), "down" if proves else "", why)
    match release.state:
        case Release.State.FAILED if release.next_try_at is not None:
            return Row(release, "near", say("稍后自己再试"), "retry" if releases else "", release.error)
        case Release.State.FAILED:
            return Row(release, "late", say("没有发出"), "retry" if releases else "", release.error)
        case Release.State.TO_PROVE:
            return Row(release, "near", say("等登记"), "prove" if proves else "", _then(release))
        case Release.State.WAITING:
            return Row(release, "run", say("等发送"))
        case Release.State.TAKEN_DOWN:
            return Row(release, "none", say("已撤下"), why=release.error)
    if release.stands is False:
        return Row(release, "late", say("网页不在了"), "again" if proves else "", str(release.detail.get("seen", "")))
    seen = str(release.detail.get("seen", "")) if release.checked_at is not None else ""
    return Row(release, "done", say("已发布"), why=seen)


def _then(release: Release) -> str:
    kind = CHANNELS[release.channel]
    return kind.then or kind.how


@require_GET
@allow(rules.VIEW)
def releases(request: HttpRequest) -> HttpResponseBase:
    """What waits for a person, or what the conditions ask for; the newest first. ``?format=csv``: as a file."""
    account: Account = request.user  # type: ignore[assignment]
    filters = ReleaseFilters(request.GET, clock.today())
    seen = seeing.visible_to(account)
    found = filters.narrow(seen).select_related("item__column", "version", "agency")
    if request.GET.get("format") == "csv":
        return export.table(say("渠道发布台账"), HEAD, (_line(each) for each in found.order_by("pk").iterator(500)))
    kept = [(key, value) for key, value in request.GET.items() if key not in ("after", "before")]
    cut = keyset.cut(found, keyset.Order(descending=True), request.GET)
    context = {
        "filters": filters,
        "count": found.count(),
        "slice": cut,
        "rows": [row(each, account) for each in cut.rows],
        "waits": _waits(seen),
        "several": len({each.agency_id for each in cut.rows}) > 1,
        "export": f"?{urlencode([*kept, ('format', 'csv')])}",
    }
    return render(request, "desk/channels/board.html", context)


def _waits(seen: QuerySet[Release]) -> list[tuple[str, str, int]]:
    """(state, sentence, how many) of everything that waits for a person."""
    names = ("failed", "to_prove", "down", "lost")
    counts = seen.order_by().aggregate(
        failed=Count("pk", filter=seeing.FAILED),
        to_prove=Count("pk", filter=seeing.TO_PROVE),
        down=Count("pk", filter=seeing.TO_TAKE_DOWN),
        lost=Count("pk", filter=seeing.LOST),
    )
    return [(name, STATES[name][0], counts[name]) for name in names if counts[name]]


HEAD = (
    say("标题"), say("机关"), say("渠道"), say("状态"), say("定于"), say("发布时间"), say("网址或者地点"), say("没有发出的原因"),
    say("撤下时间"), say("最近核对"), say("核对时还在"),
)  # fmt: skip


def _line(each: Release) -> tuple[object, ...]:
    from django.utils import timezone

    def at(moment: object) -> str:
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""  # type: ignore[arg-type]

    stands = {True: say("是"), False: say("否"), None: ""}[each.stands]
    return (
        each.version.title, each.agency.name, Channel(each.channel).label, each.get_state_display(), at(each.due_at),
        at(each.done_at), each.proof, each.error, at(each.down_at), at(each.checked_at), stands,
    )  # fmt: skip
