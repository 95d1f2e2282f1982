"""What the register of applications can be narrowed to, as the address of the page says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from gongkai.agencies.models import Section
from gongkai.applications.models import Applicant, Application, Stage
from gongkai.applications.models.application import OPEN_STAGES, ApplicantKind
from gongkai.applications.queries import answered_late
from gongkai.desk.lists.days import near_day
from gongkai.desk.lists.keyset import Order
from gongkai.language import say
from gongkai.law import MEANINGS, Channel, Outcome
from gongkai.law.receipt import CHANNEL_NAMES
from gongkai.look.forms import Worded

IDENTITY = re.compile(r"[0-9A-Za-z]{8,20}")
"""What may be a whole identity number. It is looked up by its index; the register itself holds none in the clear."""

ANY = ("", say("不限"))


def plain(form: forms.Form) -> None:
    """Give the fields of a form that narrows a list the look of inputs; they are drawn without the parts of a form to fill in."""
    form.use_required_attribute = False
    for field in form.fields.values():
        field.widget.attrs["class"] = "input"


class Filters(Worded):
    """The conditions. A value that is none of the choices narrows nothing: an old link must never fail."""

    q = forms.CharField(label=say("查找"), required=False, max_length=100)
    stage = forms.ChoiceField(
        label=say("状态"),
        required=False,
        choices=[("", say("在办的")), ("all", say("全部")), *((stage.value, stage.label) for stage in Stage)],
    )
    late = forms.ChoiceField(
        label=say("期限"),
        required=False,
        choices=[ANY, ("late", say("已逾期")), ("near", say("今天起三个工作日内到期")), ("missed", say("逾期答复的"))],
    )
    outcome = forms.ChoiceField(
        label=say("办理结果"), required=False, choices=[ANY, *((o.value, MEANINGS[o].name) for o in Outcome)]
    )
    channel = forms.ChoiceField(
        label=say("来源渠道"), required=False, choices=[ANY, *((c.value, CHANNEL_NAMES[c]) for c in Channel)]
    )
    kind = forms.ChoiceField(label=say("申请人类别"), required=False, choices=[ANY, *ApplicantKind.choices])
    year = forms.TypedChoiceField(label=say("编号年份"), required=False, coerce=int, empty_value=None)
    section = forms.TypedChoiceField(label=say("承办科室"), required=False, coerce=int, empty_value=None)

    def __init__(self, given: QueryDict, *, sections: Iterable[Section], today: date):
        super().__init__(given)
        self.today = today
        years = [(str(year), str(year)) for year in range(today.year, 2018, -1)]
        self.fields["year"].choices = [ANY, *years]  # type: ignore[attr-defined]
        self.fields["section"].choices = [ANY, *((str(s.pk), s.name) for s in sections)]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()
        self.chosen: dict[str, object] = {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the usual view is asked for."""
        return bool(self.chosen)

    @property
    def more(self) -> bool:
        """Whether one of the folded conditions is set."""
        return bool({"outcome", "channel", "kind", "year", "section"} & self.chosen.keys())

    @property
    def order(self) -> Order:
        """What is open by its due date, everything else the newest first."""
        return Order("due_on") if self.only_open else Order(descending=True)

    @property
    def only_open(self) -> bool:
        stage = self.chosen.get("stage")
        if self.chosen.get("late") == "missed" or "outcome" in self.chosen:
            return False
        if "q" in self.chosen and "stage" not in self.data:
            # The field in the bar looks for a case wherever it stands.
            return False
        return stage not in ("all", Stage.CLOSED.value)

    def narrow(self, seen: QuerySet[Application]) -> QuerySet[Application]:
        """``seen`` under the conditions."""
        found = seen
        stage = self.chosen.get("stage")
        if stage and stage != "all":
            found = found.filter(stage=stage)
        elif self.only_open:
            found = found.filter(stage__in=OPEN_STAGES)
        for name, column in (("outcome", "outcome"), ("channel", "channel"), ("kind", "applicant_kind"),
                             ("year", "year"), ("section", "section")):  # fmt: skip
            if name in self.chosen:
                found = found.filter(**{column: self.chosen[name]})
        if "outcome" in self.chosen and not stage:
            # Before the answer is out, an outcome is only what is intended.
            found = found.filter(stage=Stage.CLOSED)
        found = self._by_due(found)
        return found.filter(matching(str(self.chosen["q"]))) if "q" in self.chosen else found

    def _by_due(self, found: QuerySet[Application]) -> QuerySet[Application]:
        match self.chosen.get("late"):
            case "late":
                return found.filter(stage__in=OPEN_STAGES, due_on__lt=self.today)
            case "near":
                return found.filter(stage__in=OPEN_STAGES, due_on__gte=self.today, due_on__lte=near_day(self.today))
            case "missed":
                return found.filter(answered_late())
        return found


def matching(text: str) -> Q:
    """Number, subject, document number or applicant's name hold ``text``; or the applicant's identity number is ``text``."""
    text = text.strip()
    found = (
        Q(number__icontains=text)
        | Q(title__icontains=text)
        | Q(document_number__icontains=text)
        | Q(applicant__name__icontains=text)
    )
    if IDENTITY.fullmatch(text):
        found |= Q(applicant__key=Applicant.key_of(text, "", ""))
    return found
