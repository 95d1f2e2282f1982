"""What is asked for: which bodies to see, one new body, its administrator, a file of many, how a body ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.roster.columns import LABELS
from gongkai.roster.known import Known
from gongkai.roster.queries import Which
from gongkai.roster.values import NewBody, Problem, read

NEAR = "near"
"""The id of the list of names that a browser offers while one types the name of a body."""
_OFFERED = 100


def offered() -> list[str]:
    """Names to choose from: those that supervise others or by their kind would, at most a hundred. Any other may be typed."""
    likely = Agency.objects.filter(
        ends_on=None, kind__in=(AgencyKind.GOVERNMENT, AgencyKind.GOVERNMENT_OFFICE, AgencyKind.DEPARTMENT)
    )
    return list(likely.order_by("pk").values_list("name", flat=True)[:_OFFERED])


class FilterForm(forms.Form):
    """What to look for; everything may be blank. What is not understood is not looked for."""

    q = forms.CharField(
        label=say("找"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    which = forms.ChoiceField(
        label=say("哪些"),
        required=False,
        choices=(
            (Which.LIVING, say("存续的")),
            (Which.LACKING, say("指南没有填全的")),
            (Which.UNMANNED, say("没有系统管理员的")),
            (Which.ENDED, say("已撤销的")),
            (Which.ALL, say("全部")),
        ),
    )
    kind = forms.ChoiceField(label=say("类别"), required=False, choices=(("", say("所有类别")), *AgencyKind.choices))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, width in (("q", " in-m"), ("which", " in-s"), ("kind", " in-s")):
            self.fields[name].widget.attrs["class"] = f"input{width}"

    @property
    def asked(self) -> tuple[Which, str, str]:
        """(which, words, kind)."""
        self.is_valid()
        given = self.cleaned_data
        return Which(given.get("which") or Which.LIVING), given.get("q", ""), given.get("kind", "")

    @property
    def narrowed(self) -> bool:
        return self.asked != (Which.LIVING, "", "")


class BodyForm(Worded):
    """A new body, with its first administrator where one is named."""

    name = forms.CharField(label=LABELS["name"], max_length=80, help_text=say("写入告知书，例如 示例县商务局"))
    short_name = forms.CharField(
        label=LABELS["short_name"], max_length=40, required=False, help_text=say("列表和工作台上用，例如 县商务局")
    )
    code = forms.CharField(
        label=LABELS["code"], max_length=12, help_text=say("编在文号里，例如 示商公开申〔2026〕1号 中的“示商”")
    )
    slug = forms.CharField(
        label=LABELS["slug"],
        max_length=40,
        help_text=say("公开平台地址中的一段，例如 shangwu，只用小写字母、数字和连字符"),
    )
    kind = forms.ChoiceField(label=LABELS["kind"], choices=AgencyKind.choices, initial=AgencyKind.DEPARTMENT)
    above = forms.CharField(
        label=LABELS["above"],
        max_length=80,
        required=False,
        help_text=say("《条例》第三条的政府信息公开工作主管部门，写全称或者简称"),
        widget=forms.TextInput(attrs={"list": NEAR}),
    )
    starts_on = forms.DateField(label=LABELS["starts_on"], required=False, help_text=say("不知道的不填"))
    administrator = forms.CharField(label=say("姓名"), max_length=40, required=False)
    username = forms.CharField(
        label=say("账号"),
        max_length=40,
        required=False,
        help_text=say("登录时填写，例如姓名的拼音；只用文字、数字和 @ . + - _"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day = given.get("starts_on")
        body, problems = read(
            {**{k: str(v or "") for k, v in given.items()}, "starts_on": day.isoformat() if day else ""}
        )
        known = Known([body.username])
        problems += known.taken(body)
        if body.above and isinstance(found := known.above(body.above), Problem):
            problems.append(found)
        self.place(problems)
        self.body: NewBody = body
        return given

    def place(self, problems: Iterable[Problem]) -> None:
        """Say each problem beside its field; one sentence a field is enough."""
        for problem in problems:
            if problem.key not in self.errors:
                self.add_error(problem.key, problem.words)


class AdministratorForm(Worded):
    """The first administrator of a body that has none."""

    name = forms.CharField(label=say("姓名"), max_length=40)
    username = forms.CharField(
        label=say("账号"), max_length=40, help_text=say("登录时填写，例如姓名的拼音；只用文字、数字和 @ . + - _")
    )

    def clean_username(self) -> str:
        given = str(self.cleaned_data["username"]).strip()
        body, problems = read({"administrator": "x", "username": given})
        wrong = [each for each in (*problems, *Known([given]).taken(body)) if each.key == "username"]
        if wrong:
            raise ValidationError(wrong[0].words)
        return given


class FileForm(Worded):
    """The file of many bodies."""

    upload = forms.FileField(
        label=say("机关名单"), help_text=say("Excel（xlsx、xls）或者CSV，一行一个机关，一次最多500个")
    )


class EndForm(Worded):
    """How a body ends. The name of the successor is looked up; which one it is, `successor` tells. ``needed``: there has to be one."""

    ends_on = forms.DateField(label=say("撤销日"), help_text=say("最后存在的一天，不晚于今天"))
    basis = forms.CharField(label=say("依据"), max_length=120, help_text=say("撤销、合并决定的标题或者文号，记入日志"))
    heir = forms.CharField(
        label=say("承接机关"),
        max_length=80,
        required=False,
        help_text=say("继续行使它的职权的机关，写全称或者简称"),
        widget=forms.TextInput(attrs={"list": NEAR}),
    )

    def __init__(self, *args: Any, agency: Agency, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agency = agency
        self.fields["heir"].required = needed
        self.fields["ends_on"].initial = clock.today()
        self.successor: Agency | None = None

    def clean_heir(self) -> str:
        given = str(self.cleaned_data["heir"]).strip()
        if given:
            found = Known().above(given)
            if isinstance(found, Problem):
                raise ValidationError(found.words)
            if found.pk == self._agency.pk:
                raise ValidationError(say("承接机关不能是它自己，请写另一个机关"))
            self.successor = Agency.objects.get(pk=found.pk)
        return given
