"""The form by which an application from paper, the counter, the telephone, mail or fax is taken down: eight fields, one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from gongkai.agencies.models import Agency, Section
from gongkai.applications.actions import Handed, Matter, Person
from gongkai.applications.models.application import CARRIERS, KIND_EXAMPLES, ROUTES, ApplicantKind, IdentityKind
from gongkai.desk.lists.uploads import TAKEN, Uploads
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.law import Channel
from gongkai.law.receipt import CHANNEL_NAMES, Arrival
from gongkai.look.forms import Worded
from gongkai.people import clock

CONFIRMED = frozenset(
    {Channel.ORDINARY_MAIL, Channel.FAX, Channel.EMAIL, Channel.PASSED_ON, Channel.WRONG_OFFICE, Channel.OTHER}
)
"""Channels whose day of receipt is the day both sides confirmed (art. 31)."""

CHANNELS = {
    Channel.IN_PERSON: say("填提交之日"),
    Channel.ORAL: say("填代为填写之日"),
    Channel.SIGNED_MAIL: say("挂号、特快专递，填签收之日"),
    Channel.ORDINARY_MAIL: say("填到达之日，当天与申请人确认"),
    Channel.EMAIL: say("填到达之日，与申请人确认"),
    Channel.FAX: say("填到达之日，与申请人确认"),
    Channel.PASSED_ON: say("填转到本机关之日，与申请人确认"),
    Channel.WRONG_OFFICE: say("填转到工作机构之日，与申请人确认"),
    Channel.OTHER: say("填到达之日，与申请人确认"),
}
"""What an application that is taken down here may have come by, and which day to give. Online ones come by themselves."""


class IntakeForm(Worded):
    """Eight fields are needed: channel, its day, name, kind, a way to reach the person, content, and the form wanted (two)."""

    agency = forms.ModelChoiceField(label=say("机关"), queryset=Agency.objects.none())
    channel = forms.ChoiceField(
        label=say("怎么来的"),
        choices=[
            (channel.value, say("{channel}：{hint}", channel=CHANNEL_NAMES[channel], hint=hint))
            for channel, hint in CHANNELS.items()
        ],
    )
    came_on = forms.DateField(label=say("到件日期"))
    confirmed_on = forms.DateField(
        label=say("与申请人确认之日"),
        required=False,
        help_text=say("平信、传真、邮件、转来的填；还没联系上的先空着"),
    )
    confirmed_how = forms.CharField(
        label=say("怎么确认的"), required=False, max_length=80, help_text=say("例如：10月16日上午电话，本人接听")
    )
    name = forms.CharField(label=say("姓名或者名称"), max_length=80)
    kind = forms.ChoiceField(
        label=say("申请人类别"),
        choices=[
            ("", say("请选择")),
            *(
                (kind.value, say("{kind}：{examples}", kind=kind.label, examples=KIND_EXAMPLES[kind]))
                for kind in ApplicantKind
            ),
        ],
    )
    phone = forms.CharField(label=say("联系电话"), required=False, max_length=40)
    address = forms.CharField(label=say("通信地址"), required=False, max_length=200)
    email = forms.EmailField(
        label=say("电子邮箱"),
        required=False,
        error_messages={"invalid": say("电子邮箱不完整，请写成name@example.cn这样")},
    )
    postcode = forms.RegexField(
        r"^\d{6}$", label=say("邮政编码"), required=False, error_messages={"invalid": say("邮政编码是6位数字")}
    )
    contact = forms.CharField(label=say("联系人"), required=False, max_length=40, help_text=say("单位申请的填"))
    identity_kind = forms.ChoiceField(label=say("证件种类"), choices=IdentityKind.choices, required=False)
    identity_number = forms.CharField(
        label=say("证件号码"),
        required=False,
        max_length=40,
        help_text=say("加密保存，查看会留下记录。没有的先空着，不能因此不收"),
    )
    content = forms.CharField(
        label=say("要什么信息"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=say("照申请人的原话写；口头申请的，念给申请人听过再登记"),
    )
    title = forms.CharField(label=say("事由"), required=False, max_length=120, help_text=say("空着就取内容的第一行"))
    document_number = forms.CharField(label=say("文号或者索引号"), required=False, max_length=60)
    clues = forms.CharField(label=say("申请人提供的线索"), required=False, widget=forms.Textarea, max_length=5000)
    carriers = forms.MultipleChoiceField(
        label=say("要什么载体"), choices=CARRIERS, widget=forms.CheckboxSelectMultiple, initial=["paper"]
    )
    routes = forms.MultipleChoiceField(
        label=say("怎么给"), choices=ROUTES, widget=forms.CheckboxSelectMultiple, initial=["post"]
    )
    needs_help = forms.BooleanField(label=say("申请人阅读、视听有困难，需要帮助"), required=False)
    section = forms.ModelChoiceField(
        label=say("承办科室"), queryset=Section.objects.none(), required=False, empty_label=say("以后再定")
    )
    submission = Uploads(
        label=say("申请材料"),
        required=False,
        help_text=say("申请书、信封、邮件截图的扫描件，可以选多个。") + TAKEN,
    )
    identity = Uploads(label=say("身份证明的复印件"), required=False)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.single = agencies[0] if len(agencies) == 1 else None
        self.fields["section"].queryset = Section.objects.filter(agency__in=agencies, active=True)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if self.single is not None:
            del self.fields["agency"]

    def clean_came_on(self) -> Any:
        return self._not_later_than_today("came_on")

    def clean_confirmed_on(self) -> Any:
        return self._not_later_than_today("confirmed_on")

    def _not_later_than_today(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day is not None and day > clock.today():
            raise forms.ValidationError(say("{label}晚于今天，请核对", label=self.fields[name].label))
        return day

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not (given.get("phone") or given.get("address") or given.get("email")) and "email" not in self.errors:
            self.add_error("phone", say("请填写电话、地址、邮箱中的至少一项，否则无法联系申请人、送达答复"))
        came, confirmed = given.get("came_on"), given.get("confirmed_on")
        if came and confirmed and confirmed < came:  # type: ignore[operator]
            self.add_error("confirmed_on", say("确认之日早于到件日期，请核对"))
        section = given.get("section")
        if section is not None and given.get("agency", self.single) != section.agency:  # type: ignore[attr-defined]
            self.add_error("section", say("所选科室不是这个机关的，请重新选择"))
        files = [*given.get("submission", []), *given.get("identity", [])]  # type: ignore[misc]
        if len(files) > settings.FILES_PER_SUBMISSION:
            self.add_error(
                "submission", say("一次最多{n}个文件，请合并或者登记后再加", n=settings.FILES_PER_SUBMISSION)
            )
        return given

    @property
    def body(self) -> Agency:
        """The body that the application is addressed to."""
        return self.single or self.cleaned_data["agency"]

    @property
    def arrival(self) -> Arrival:
        """The day given, as the fact that the channel goes by."""
        given = self.cleaned_data
        channel, came = Channel(given["channel"]), given["came_on"]
        if channel in (Channel.IN_PERSON, Channel.ORAL):
            return Arrival(channel, submitted_on=came)
        if channel is Channel.SIGNED_MAIL:
            return Arrival(channel, signed_on=came)
        return Arrival(channel, arrived_on=came, confirmed_on=given.get("confirmed_on"))

    @property
    def person(self) -> Person:
        given = self.cleaned_data
        names = ("kind", "name", "identity_number", "phone", "email", "address", "postcode", "contact")
        return Person(**{name: given[name] for name in names}, identity_kind=given["identity_kind"] or "id_card")

    @property
    def matter(self) -> Matter:
        given = self.cleaned_data
        names = ("title", "content", "document_number", "clues", "carriers", "routes", "needs_help")
        return Matter(**{name: given[name] for name in names})

    @property
    def handed(self) -> Handed:
        return Handed(_read(self.cleaned_data["submission"]), _read(self.cleaned_data["identity"]))


def _read(files: list[Any]) -> list[Upload]:
    return [Upload(file.name or "", file.read()) for file in files]
