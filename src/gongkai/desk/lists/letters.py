"""文书: the register of letters with their numbers, cancelled ones kept with the reason, and what still has to be served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from gongkai.applications import queries, rules
from gongkai.applications.models import Letter
from gongkai.desk.lists import export, keyset
from gongkai.desk.lists.filters import plain
from gongkai.language import say
from gongkai.law import LETTERS
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with

ANY = ("", say("不限"))
TO_SERVE = "to_serve"


class LetterFilters(Worded):
    """Kind, year, state. A value that is none of the choices narrows nothing."""

    state = forms.ChoiceField(
        label=say("状态"),
        required=False,
        choices=[
            ANY,
            (TO_SERVE, say("已批准，待送达")),
            *((s.value, s.label) for s in Letter.State if s != "approved"),
        ],
    )
    kind = forms.ChoiceField(
        label=say("种类"),
        required=False,
        choices=[
            ANY,
            ("P", say("程序性告知书")),
            ("S", say("答复书")),
            *((code, f"{code} {letter.name}") for code, letter in LETTERS.items()),
        ],
    )
    year = forms.TypedChoiceField(label=say("年份"), required=False, coerce=int, empty_value=None)
    q = forms.CharField(label=say("文号或者申请编号"), required=False, max_length=60)

    def __init__(self, given: QueryDict, today: date):
        super().__init__(given)
        years = [(str(year), str(year)) for year in range(today.year, 2018, -1)]
        self.fields["year"].choices = [ANY, *years]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()
        self.chosen: dict[str, object] = {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, found: QuerySet[Letter]) -> QuerySet[Letter]:
        """``found`` under the conditions."""
        state, kind = self.chosen.get("state"), str(self.chosen.get("kind", ""))
        if state:
            found = found.filter(state=Letter.State.APPROVED if state == TO_SERVE else state)
        if kind:
            found = found.filter(code__startswith=kind) if len(kind) == 1 else found.filter(code=kind)
        if "year" in self.chosen:
            found = found.filter(made_at__year=self.chosen["year"])
        if "q" in self.chosen:
            text = str(self.chosen["q"]).strip()
            found = found.filter(number__icontains=text) | found.filter(application__number__icontains=text)
        return found


def visible_letters(account: Account) -> QuerySet[Letter]:
    """The letters of the bodies of ``account``; for the people of a section those of the cases they may see."""
    seen = Q(agency__in=agencies_with(account, rules.VIEW.key))
    if sections_with(account, rules.VIEW.key):
        seen |= Q(application__in=queries.visible_to(account))
    return Letter.objects.filter(seen)


@require_GET
@allow(rules.VIEW)
def letters(request: HttpRequest) -> HttpResponseBase:
    """The register, the newest first. ``?format=csv``: all of it as a file."""
    account: Account = request.user  # type: ignore[assignment]
    filters = LetterFilters(request.GET, clock.today())
    mine = visible_letters(account)
    found = filters.narrow(mine).select_related("application", "author").defer("body", "application__content")
    if request.GET.get("format") == "csv":
        return export.table(say("文书台账"), HEAD, _lines(found))
    kept = [(key, value) for key, value in request.GET.items() if key not in ("after", "before")]
    context = {
        "filters": filters,
        "count": found.count(),
        "slice": keyset.cut(found, keyset.Order(descending=True), request.GET),
        "to_serve": mine.filter(state=Letter.State.APPROVED).count(),
        "serving": filters.chosen.get("state") == TO_SERVE,
        "export": f"?{urlencode([*kept, ('format', 'csv')])}",
    }
    return render(request, "desk/lists/letters.html", context)


HEAD = (
    say("文号"), say("文书"), say("发给"), say("申请编号"), say("落款日期"), say("状态"), say("发出日"), say("起草人"),
    say("作废的原因"),
)  # fmt: skip


def _lines(found: QuerySet[Letter]) -> Iterator[tuple[object, ...]]:
    for letter in found.order_by("pk").iterator(chunk_size=1000):
        yield (
            letter.number, letter.kind.name, letter.addressee, letter.application.number, letter.dated,
            letter.get_state_display(), letter.issued_on, letter.author.name, letter.cancelled_why,
        )  # fmt: skip
