"""What is typed into the registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from gongkai.agencies.models import Section
from gongkai.desk.lists.filters import ANY, plain
from gongkai.disclosures.models import Decision, LifeEvent, Matter, NormativeDocument, Proposal
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock

_DAY = {"input_formats": ["%Y-%m-%d"]}


def day(label: str, *, required: bool = True, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, required=required, **_DAY, **more)


def yuan(label: str, *, required: bool = True, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=required, min_value=0, max_digits=16, decimal_places=2, **more)


def long(label: str, *, most: int, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": 2}), **more
    )


class ForASection(Worded):
    """A row that belongs to a section; who enters for the whole body may leave it open."""

    section = forms.TypedChoiceField(label=say("科室"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, sections: Iterable[Section], all_of_it: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._sections = {section.pk: section for section in sections}
        own = [(str(pk), section.name) for pk, section in self._sections.items()]
        chooser = self.fields["section"]
        chooser.required = not all_of_it
        chooser.choices = [("", say("不分科室")), *own] if all_of_it else own  # type: ignore[attr-defined]
        if len(own) == 1 and not all_of_it:
            self.fields["section"].initial = own[0][0]
            chooser.widget = forms.HiddenInput()

    def clean_section(self) -> Section | None:
        return self._sections.get(self.cleaned_data["section"])


class DecisionForm(ForASection):
    """One decision."""

    number = forms.CharField(label=say("决定书文号"), max_length=80)
    decided_on = day(say("决定日期"))
    party = forms.CharField(
        label=say("当事人"), max_length=80, help_text=say("照实填写。自然人加密保存，公开时只显示姓氏")
    )
    party_is_person = forms.TypedChoiceField(
        label=say("当事人类别"),
        coerce=lambda text: {"person": True, "other": False}.get(text),
        choices=[("", say("按名称判断")), ("person", say("自然人")), ("other", say("法人、其他组织"))],
        required=False,
        empty_value=None,
    )
    matter = long(say("事项"), most=300, help_text=say("许可内容，或者违法事实、案由"))
    result = long(say("决定内容"), most=300)
    amount = yuan(say("金额（元）"), required=False)
    basis = long(say("依据"), most=300, required=False)
    public = forms.BooleanField(label=say("公开"), required=False, initial=True)
    ground = forms.CharField(label=say("不公开的理由"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("public") and not given.get("ground"):
            self.add_error("ground", say("不公开的，请写明理由"))
        return given


class DropForm(ForASection):
    """A spreadsheet of decisions. ``look``: read it and take nothing."""

    upload = forms.FileField(
        label=say("把台账表格放在这里"),
        help_text=say("Excel、Word里的表都可以。列名不必一样，两行的表头、合并的单元格也能认"),
    )
    year = forms.IntegerField(
        label=say("只写了月日的，是哪一年"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=say("表里写了年份的不用填"),
    )


class ChangedForm(Worded):
    """A decision was changed, annulled, found illegal or void."""

    how = forms.ChoiceField(
        label=say("怎样改变的"),
        choices=[(value, label) for value, label in Decision.Change.choices if value],
        widget=forms.RadioSelect,
    )
    on = day(say("自哪一天"))
    why = long(say("原因"), most=300, help_text=say("撤回时要向社会公开"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(Worded):
    """Why something is voided."""

    why = forms.CharField(label=say("原因"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DocumentForm(ForASection):
    """A normative document as it is entered."""

    title = forms.CharField(label=say("名称"), max_length=200)
    document_number = forms.CharField(label=say("文号"), max_length=60)
    level = forms.ChoiceField(
        label=say("层级"),
        choices=NormativeDocument.Level.choices,
        initial=NormativeDocument.Level.NORMATIVE,
        help_text=say("规章只有国务院部门、省和设区的市的政府能制定"),
    )
    registration = forms.CharField(label=say("登记号"), max_length=60, required=False)
    legality_review = forms.CharField(label=say("合法性审核意见号"), max_length=80, required=False)
    fair_competition = forms.ChoiceField(
        label=say("公平竞争审查"),
        required=False,
        choices=[("", say("没有记录")), *NormativeDocument.FairCompetition.choices],
    )
    filing = forms.CharField(label=say("备案号"), max_length=80, required=False)
    made_on = day(say("制发日期"))
    published_on = day(say("公布日期"), required=False)
    effective_on = day(say("施行日期"), required=False)
    valid_until = day(say("有效期至"), required=False, help_text=say("没有写明有效期的不填"))


class LifeForm(Worded):
    """What happens to a document, from which day, on what basis."""

    change = forms.ChoiceField(
        label=say("怎样变动"),
        widget=forms.RadioSelect,
        choices=[
            (kind.value, kind.label)
            for kind in (
                LifeEvent.Kind.REPEALED,
                LifeEvent.Kind.REVISED,
                LifeEvent.Kind.EXTENDED,
                LifeEvent.Kind.LAPSED,
            )
        ],
        initial=LifeEvent.Kind.REPEALED,
    )
    on = day(say("自哪一天起"), help_text=say("废止、失效的，填不再有效的第一天"))
    basis = forms.CharField(label=say("依据哪份文件，或者为什么"), max_length=200, required=False)
    valid_until = day(say("新的有效期至"), required=False, help_text=say("只有延长有效期时填"))
    successor = forms.TypedChoiceField(label=say("替代它的文件"), required=False, coerce=int, empty_value=None)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: NormativeDocument, **kwargs: Any):
        initial = {"on": clock.today(), "version": document.version, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        others = NormativeDocument.objects.filter(agency_id=document.agency_id, removed_at=None).exclude(pk=document.pk)
        self._others = {row.pk: row for row in others[:300]}
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            ("", say("没有")),
            *((str(pk), str(row)) for pk, row in self._others.items()),
        ]

    def clean_successor(self) -> NormativeDocument | None:
        return self._others.get(self.cleaned_data["successor"])


class CleanUpForm(Worded):
    """The paper that publishes a clean-up."""

    basis = forms.CharField(label=say("公布清理结果的文件"), max_length=200)


class MatterForm(ForASection):
    """A charge, or another matter of the list."""

    what = forms.ChoiceField(label=say("种类"), choices=Matter.What.choices, initial=Matter.What.CHARGE)
    name = forms.CharField(label=say("事项名称"), max_length=200)
    basis = long(say("依据"), most=300)
    standard = long(say("收费标准"), most=300, required=False, help_text=say("收费项目必填"))
    starts_on = day(say("从哪一天起"))


class CollectedForm(Worded):
    """What was collected in some days of one year."""

    first_on = day(say("从"))
    last_on = day(say("到"))
    amount = yuan(say("金额（元）"))
    source = forms.CharField(label=say("数据来源"), max_length=200, required=False, help_text=say("例如“非税收入月报”"))


class EndForm(Worded):
    """From when on a matter is no more."""

    on = day(say("从哪一天起取消"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class PurchaseForm(ForASection):
    """A project of collective purchasing."""

    project = forms.CharField(label=say("采购项目"), max_length=200)
    on = day(say("合同日期"))
    amount = yuan(say("金额（元）"))
    supplier = forms.CharField(label=say("供应商"), max_length=100, required=False)


class ProposalForm(ForASection):
    """A suggestion or proposal as it comes in."""

    category = forms.ChoiceField(label=say("类别"), choices=Proposal.Category.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=say("编号"), max_length=40)
    session = forms.CharField(label=say("届次"), max_length=60, required=False)
    title = forms.CharField(label=say("题目"), max_length=200)
    proposer = forms.CharField(label=say("提出人"), max_length=80, required=False)
    proposer_hidden = forms.BooleanField(label=say("提出人不对外公开"), required=False)
    part = forms.ChoiceField(label=say("办理方式"), choices=Proposal.Part.choices, initial=Proposal.Part.MAIN)
    others = forms.CharField(label=say("会办单位"), max_length=200, required=False)
    received_on = day(say("交办日期"))
    reply_by = day(say("答复期限"), required=False)


class ReplyForm(Worded):
    """What became of it."""

    replied_on = day(say("答复日期"), required=False)
    completion = forms.ChoiceField(label=say("办理结果"), required=False, choices=Proposal.Completion.choices)
    satisfaction = forms.ChoiceField(label=say("满意度"), required=False, choices=Proposal.Satisfaction.choices)
    adopted = long(say("采纳情况"), most=300, required=False)
    openness = forms.ChoiceField(label=say("公开方式"), choices=Proposal.Openness.choices, widget=forms.RadioSelect)
    ground = forms.CharField(label=say("不公开的理由"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class KeepForm(Worded):
    """From which year on a ledger is complete; blank: not any more."""

    ledger = forms.CharField()
    from_year = forms.IntegerField(required=False)


class Narrow(Worded):
    """What a ledger is narrowed to. An old link must never fail: what is none of the choices narrows nothing."""

    q = forms.CharField(label=say("查找"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=say("年份"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=say("状态"), required=False)
    section = forms.TypedChoiceField(label=say("科室"), required=False, coerce=int, empty_value=None)

    def __init__(self, given: Any, *, states: Iterable[tuple[str, str]] = (), sections: Iterable[Section] = ()):
        super().__init__(given)
        years = range(clock.today().year, 2015, -1)
        self.fields["year"].choices = [ANY, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [ANY, *states]  # type: ignore[attr-defined]
        self.fields["section"].choices = [ANY, *((str(s.pk), s.name) for s in sections)]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()
        self.chosen: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
