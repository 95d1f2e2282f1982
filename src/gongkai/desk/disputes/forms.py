"""The forms of a dispute: each reads one thing a person enters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from gongkai.agencies.models import Agency
from gongkai.applications.actions.remedying import HEARD_AFTER
from gongkai.applications.models import Application, Complaint, RemedyCase, Round
from gongkai.desk.lists.filters import plain
from gongkai.language import say
from gongkai.law.disputes import BUCKET_NAMES, COUNTED, LEVEL_NAMES, RESULTS, Level, results_at
from gongkai.look.forms import Worded

PENDING = "pending"


def words(
    label: str, *, rows: int = 3, required: bool = False, help_text: str = "", most: int = 2000
) -> forms.CharField:
    """A field for some sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, required=required, help_text=help_text, max_length=most)


class RemedyFilters(Worded):
    """Kind, result, year."""

    kind = forms.ChoiceField(label=say("种类"), required=False, choices=[("", say("不限")), *RemedyCase.Kind.choices])
    result = forms.ChoiceField(
        label=say("结果"),
        required=False,
        choices=[("", say("不限")), (PENDING, say("尚未审结")), *RemedyCase.Result.choices],
    )
    year = forms.TypedChoiceField(label=say("受理、立案年份"), required=False, coerce=int, empty_value=None)

    def __init__(self, given: QueryDict, year: int):
        super().__init__(given)
        self.fields["year"].choices = [("", say("不限")), *((str(y), str(y)) for y in range(year, 2018, -1))]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()

    def narrow(self, found: QuerySet[RemedyCase]) -> QuerySet[RemedyCase]:
        given = self.cleaned_data
        if given.get("kind"):
            found = found.filter(kind=given["kind"])
        if given.get("result"):
            found = found.filter(result="" if given["result"] == PENDING else given["result"])
        return found.filter(filed_on__year=given["year"]) if given.get("year") else found


class OfAnApplication(Worded):
    """A form that may name an application by its number, and the body where a person has several."""

    application = forms.CharField(
        label=say("所涉申请的编号"),
        max_length=40,
        required=False,
        help_text=say("填了就能从案件打开申请，也能从申请看到案件"),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], seen: QuerySet[Application], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.seen = seen
        self.single = None
        if len(agencies) == 1:
            self.single = agencies[0]
            del self.fields["agency"]

    def clean_application(self) -> Application | None:
        number = self.cleaned_data["application"].strip()
        if not number:
            return None
        found = self.seen.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(
                say("没有编号为“{number}”的申请，请照登记簿抄写，例如云商公开申〔2026〕1号", number=number)
            )
        return found

    @property
    def body(self) -> Agency:
        return self.single or self.cleaned_data["agency"]


class RemedyForm(OfAnApplication):
    """A case as it comes in."""

    agency = forms.ModelChoiceField(label=say("机关"), queryset=Agency.objects.none())
    kind = forms.ChoiceField(label=say("种类"), widget=forms.RadioSelect, choices=RemedyCase.Kind.choices)
    follows = forms.ModelChoiceField(
        label=say("在哪一件复议之后"),
        queryset=RemedyCase.objects.none(),
        required=False,
        empty_label=say("没有经过复议，或者不在登记簿里"),
        help_text=say("复议后起诉的选这里；申请编号可以不填，照复议案件"),
    )
    number = forms.CharField(label=say("案号"), max_length=80, help_text=say("例如：云政复〔2026〕15号"))
    authority = forms.CharField(label=say("复议机关或者法院"), max_length=80)
    filed_on = forms.DateField(label=say("受理、立案日"))
    copy_on = forms.DateField(label=say("收到申请书或者起诉状副本之日"), required=False)
    simplified = forms.BooleanField(label=say("适用简易程序"), required=False)
    against = forms.ChoiceField(label=say("针对什么"), choices=RemedyCase.Against.choices, initial="answer")
    brought_by = forms.ChoiceField(label=say("谁提出"), choices=RemedyCase.By.choices, initial="applicant")
    claimant = forms.CharField(label=say("提出人姓名或者名称"), max_length=80, required=False)
    counsel = forms.CharField(label=say("本机关的代理人"), max_length=80, required=False)
    reviewer = forms.BooleanField(
        label=say("本机关只因作出复议决定而成为共同被告"),
        required=False,
        help_text=say("这样的案件留在登记簿里，不计入本机关的年报表四（国办公开办函〔2021〕30号）"),
    )
    note = words(say("说明"))

    field_order = ("agency", "kind", "follows", "number", "authority", "filed_on", "application")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], seen: QuerySet[Application], **kwargs: Any):
        super().__init__(*args, agencies=agencies, seen=seen, **kwargs)
        self.fields["follows"].queryset = RemedyCase.objects.filter(  # type: ignore[attr-defined]
            agency__in=agencies, kind=RemedyCase.Kind.RECONSIDERATION
        ).order_by("-filed_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["capacity"] = (
            RemedyCase.Capacity.REVIEWER if values.pop("reviewer", False) else RemedyCase.Capacity.ACTOR
        )
        return values


class Versioned(Worded):
    """A form on a case that somebody else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProgressForm(Versioned):
    """What happened on the round under way."""

    copy_on = forms.DateField(label=say("收到副本之日"), required=False)
    answered_on = forms.DateField(label=say("提交答复、答辩和证据之日"), required=False)
    simplified = forms.BooleanField(label=say("适用简易程序"), required=False)
    extended = forms.BooleanField(label=say("复议机关延长了审理期限"), required=False)
    counsel = forms.CharField(label=say("本机关的代理人"), max_length=80, required=False)


class ConcludeForm(Versioned):
    """How a round ended, in its own words."""

    detail = forms.ChoiceField(label=say("结果"), widget=forms.RadioSelect)
    on = forms.DateField(label=say("审结日"), help_text=say("决定书、裁判文书的日期"))
    served_on = forms.DateField(
        label=say("收到决定书、裁判文书之日"), required=False, help_text=say("起诉、上诉的期限从这一天的第二天起算")
    )
    redo_days = forms.IntegerField(
        label=say("文书写明的重新办理期限（工作日）"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=say("没有写明的不填，按二十个工作日计算"),
    )
    no_redo = forms.BooleanField(label=say("不需要重新答复"), required=False)
    note = words(say("说明"), rows=2)

    field_order = ("version", "detail", "on", "served_on", "redo_days", "no_redo", "note")

    def __init__(self, *args: Any, round: Round, columns: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["detail"].choices = [  # type: ignore[attr-defined]
            (
                result.code,
                say(
                    "{name}（{column}）", name=result.name, column=BUCKET_NAMES[columns.get(result.code, result.bucket)]
                ),
            )
            for result in results_at(Level(round.level))
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.pop("no_redo", False):
            values["redo"] = False
        return values


class RoundForm(Versioned):
    """A further instance."""

    level = forms.ChoiceField(label=say("审级"), widget=forms.RadioSelect)
    number = forms.CharField(label=say("案号"), max_length=80)
    authority = forms.CharField(label=say("法院"), max_length=80)
    filed_on = forms.DateField(label=say("上诉、立案日"))
    appellant = forms.CharField(label=say("谁上诉、申请再审"), max_length=80, required=False)
    copy_on = forms.DateField(label=say("收到上诉状副本之日"), required=False)

    def __init__(self, *args: Any, round: Round, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, LEVEL_NAMES[level]) for level in HEARD_AFTER[Level(round.level)]
        ]


class HoldForm(Versioned):
    """A disclosure is stopped."""

    on = forms.DateField(label=say("停止之日"))
    why = forms.CharField(label=say("依据"), max_length=200, help_text=say("例如：（2026）云行初3号行政裁定"))


class LiftForm(Versioned):
    """The stop is over."""

    on = forms.DateField(label=say("解除之日"))


class LessonForm(Worded):
    """What a corrected answer taught."""

    text = words(
        say("原来错在哪里，以后怎么办"), rows=5, required=True, help_text=say("不写申请人的姓名；写给办下一件的人看")
    )
    shared = forms.BooleanField(label=say("让同一主管部门下的其他机关也看到"), required=False)


class CallOffForm(Worded):
    """The task to decide again is given up."""

    why = forms.CharField(label=say("原因"), max_length=200)


class ColumnForm(Worded):
    """In which column a result counts."""

    code = forms.ChoiceField(
        label=say("结果"), choices=[(r.code, r.name) for r in RESULTS.values() if r.bucket in COUNTED]
    )
    bucket = forms.ChoiceField(label=say("计入"), choices=[(b.value, BUCKET_NAMES[b]) for b in COUNTED])
    why = forms.CharField(label=say("依据"), max_length=200, help_text=say("例如：市政务公开办2026年年报工作通知"))


class ComplaintForm(OfAnApplication):
    """A complaint as it comes in."""

    agency = forms.ModelChoiceField(label=say("机关"), queryset=Agency.objects.none())
    number = forms.CharField(label=say("编号"), max_length=60, help_text=say("主管部门转办单的编号；没有的自编"))
    received_by = forms.CharField(label=say("收到的主管部门"), max_length=80)
    received_on = forms.DateField(label=say("收到日"))
    about = forms.ChoiceField(label=say("事由"), widget=forms.RadioSelect, choices=Complaint.About.choices)
    text = words(say("内容"), rows=4, required=True)
    complainant = forms.CharField(label=say("投诉举报人"), max_length=80, required=False)
    due_on = forms.DateField(
        label=say("要求反馈的日期"), required=False, help_text=say("条例没有规定天数，照主管部门的要求")
    )

    field_order = (
        "agency",
        "number",
        "received_by",
        "received_on",
        "about",
        "text",
        "complainant",
        "application",
        "due_on",
    )


class ComplaintFollowForm(Versioned):
    """What the supervising department asks for and does."""

    due_on = forms.DateField(
        label=say("要求反馈的日期"), required=False, help_text=say("条例没有规定天数，照主管部门的要求")
    )
    told_on = forms.DateField(label=say("告知投诉举报人之日"), required=False)

    def __init__(self, *args: Any, complaint: Complaint, own: bool, **kwargs: Any):
        """``own``: the body itself, which enters the telling with the result."""
        start = {"due_on": complaint.due_on, "told_on": complaint.told_on, "version": complaint.version}
        super().__init__(*args, initial=start, auto_id="follow_%s", **kwargs)
        self.told_on = complaint.told_on
        if own:
            del self.fields["told_on"]

    def clean(self) -> dict[str, Any]:
        return {"told_on": self.told_on, **(super().clean() or {})}


class ComplaintEndForm(Versioned):
    """What was found and done."""

    finding = forms.ChoiceField(label=say("处理结果"), widget=forms.RadioSelect, choices=Complaint.Finding.choices)
    on = forms.DateField(label=say("办结日"))
    done = words(say("做了什么"), rows=4)
    told_on = forms.DateField(label=say("告知投诉举报人之日"), required=False)
