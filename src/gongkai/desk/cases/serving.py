"""送达: how a letter reached its addressee, by a way with the days and proof that it needs; an answer so served closes the case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from gongkai.applications import actions, case_files, letter_facts
from gongkai.applications.models import Application, CaseFile, Letter, Service
from gongkai.desk.cases.receiving import not_later_than_today
from gongkai.desk.cases.steps import StepForm, StepPage, date_field, files_field
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import Addressee
from gongkai.look.forms import Explained
from gongkai.look.words import day
from gongkai.people import clock

BY_HAND = (Service.Method.DIRECT.value, Service.Method.DELEGATED.value)
WAYS = {
    Service.Method.POST: (say("邮寄"), say("只能用中国邮政；交寄之日就是答复之日，邮费不向申请人收")),
    Service.Method.DIRECT: (say("当面领取、直接送达"), say("签收之日就是答复之日")),
    Service.Method.DELEGATED: (say("委托送达"), say("签收之日就是答复之日")),
    Service.Method.ONLINE: (say("查询页面下载"), say("发送之日就是答复之日")),
    Service.Method.EMAIL: (say("电子邮件"), say("发送之日就是答复之日；请把发送成功的截图作凭证")),
    Service.Method.FAX: (say("传真"), say("发送之日就是答复之日")),
}
NOTICE_WAYS = {
    Service.Method.POST: (say("邮寄"), say("只能用中国邮政；交寄之日就是发出之日")),
    Service.Method.DIRECT: (say("当面领取、直接送达"), say("签收之日就是发出之日，也是对方收到之日")),
    Service.Method.DELEGATED: (say("委托送达"), say("签收之日就是发出之日，也是对方收到之日")),
    Service.Method.ONLINE: (say("查询页面下载"), say("发送之日就是发出之日")),
    Service.Method.EMAIL: (say("电子邮件"), say("发送之日就是发出之日；请把发送成功的截图作凭证")),
    Service.Method.FAX: (say("传真"), say("发送之日就是发出之日")),
}
"""The same for letters that are no answer."""
WANTED = {"post": "post", "pickup": "direct", "online": "online", "email": "email", "fax": "fax"}
"""The way that a route asked for comes to."""


def to_serve(case: Application) -> list[Letter]:
    """The letters that are approved and not out."""
    return [letter for letter in case.letters.all() if letter.state == Letter.State.APPROVED]


class ServeForm(StepForm):
    """The way first; which of the rest is needed follows from it."""

    boxed = ("method",)
    short = ("on",)
    middle = ("tracking", "signed_by", "proof_note")
    method = forms.ChoiceField(label=say("怎么送的"), widget=forms.RadioSelect)
    on = date_field(
        say("交寄、发送或者签收之日"), help_text=say("邮寄填交寄日，当面和委托填签收日，网上、邮件、传真填发送日")
    )
    tracking = forms.CharField(
        label=say("邮件编号"), required=False, max_length=40, help_text=say("邮寄的要填，是交寄日的凭证")
    )
    signed_by = forms.CharField(
        label=say("签收人"), required=False, max_length=40, help_text=say("当面、委托的要填；不是本人的写明关系")
    )
    proof = files_field(say("凭证"), help_text=say("邮寄收据、送达回证、发送截图的扫描件，一个文件"))
    proof_note = forms.CharField(label=say("凭证说明"), required=False, max_length=200)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["method"].choices = [  # type: ignore[attr-defined]
            (way.value, Explained(*words))
            for way, words in (WAYS if letter.substantive else NOTICE_WAYS).items()
            if way not in self.closed_ways
        ]

    @property
    def closed_ways(self) -> tuple[Service.Method, ...]:
        """The ways that this letter cannot go by."""
        if self.letter.kind.addressee is not Addressee.APPLICANT:
            # The query page is the applicant's alone.
            return (Service.Method.ONLINE,)
        if self.letter.substantive and not letter_facts.goes_online(self.case):
            return (Service.Method.ONLINE, Service.Method.EMAIL)
        return ()

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        not_later_than_today(on, say("送达之日"))
        if self.letter.dated is not None and on < self.letter.dated:
            raise forms.ValidationError(say("早于文书的落款日期{dated}，请核对", dated=day(self.letter.dated)))
        return on

    def clean_proof(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["proof"]
        if len(files) > 1:
            raise forms.ValidationError(say("凭证只能附一个文件，多页的请合成一个"))
        return files

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        method = given.get("method")
        if method == Service.Method.POST.value and not (given.get("tracking") or "").strip():
            self.add_error("tracking", say("邮寄的请填写邮件编号，这是交寄日的凭证"))
        if method in BY_HAND and not (given.get("signed_by") or "").strip():
            self.add_error("signed_by", say("请填写签收人"))
        return given


def serve_form(case: Application, letter: Letter, data: Any = None, files: Any = None) -> ServeForm:
    """The form for ``letter``, first filled in with the way the applicant asked for."""
    form = ServeForm(data, files, case=case, letter=letter, initial={"on": clock.today()})
    open_ways = [value for value, _ in form.fields["method"].choices]  # type: ignore[attr-defined]
    wanted = [WANTED[route] for route in case.routes if route in WANTED]
    if letter.kind.addressee is not Addressee.APPLICANT:
        wanted = []
    form.initial["method"] = next((way for way in wanted if way in open_ways), Service.Method.POST.value)
    return form


class Serve(StepPage):
    """登记送达: for an answer, this is what closes the case."""

    title = say("登记送达")
    template_name = "desk/case/serve.html"

    @property
    def move(self) -> str:  # type: ignore[override]
        return "serve" if self.letter.substantive else "issue"

    @property
    def button(self) -> str:  # type: ignore[override]
        return say("登记送达，办结") if self.letter.substantive else say("登记发出")

    @property
    def permission(self) -> str:
        return "applications.serve"

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, letter: int = 0, **kwargs: Any) -> HttpResponseBase:
        self.wanted = letter
        return super().dispatch(request, *args, pk=pk, **kwargs)

    @property
    def letter(self) -> Letter:
        """The one asked for, else the first that waits to go out."""
        among = list(self.case.letters.all()) if self.wanted else to_serve(self.case)
        found = next((each for each in among if self.wanted in (0, each.pk)), None)
        if found is None and self.wanted:
            raise Http404
        if found is None:
            raise GongkaiError(say("没有等着送达的文书：都已经发出，或者还没有批准。"))
        return found

    def check(self) -> None:
        super().check()
        if self.letter.state != Letter.State.APPROVED:
            raise GongkaiError(say("{letter}还没有批准，或者已经发出，不能登记送达。", letter=self.letter.kind.name))

    def form(self, data: Any = None, files: Any = None) -> StepForm:
        return serve_form(self.case, self.letter, data, files)

    def more(self, form: StepForm) -> dict[str, Any]:
        return {"letter": self.letter}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        letter, by_hand = self.letter, given["method"] in BY_HAND
        proofs = [
            case_files.add(self.case, upload, CaseFile.Purpose.PROOF, by=self.account, note=letter.number)
            for upload in form.uploads("proof")
        ]
        actions.serve(
            letter,
            method=given["method"],
            sent_on=None if by_hand else given["on"],
            signed_on=given["on"] if by_hand else None,
            signed_by=given["signed_by"],
            tracking=given["tracking"],
            proof=proofs[0] if proofs else None,
            proof_note=given["proof_note"],
            by=self.account,
            version=self.version,
        )
        if letter.substantive:
            return say("{number}已送达，{on}答复，这一件办结。", number=letter.number, on=day(given["on"]))
        return say("{number}已登记发出，{on}起发生效力。", number=letter.number, on=day(given["on"]))


class _ServiceForm(StepForm):
    """Which attempt at service."""

    service = forms.ModelChoiceField(
        label=say("哪一份"), queryset=Service.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, among: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        field.queryset = Service.objects.filter(pk__in=[each.pk for each in among]).select_related("letter")  # type: ignore[attr-defined]
        field.label_from_instance = _named  # type: ignore[attr-defined]


def _named(service: Service) -> str:
    return say(
        "{letter}（{number}），{method}，{on}",
        letter=service.letter.kind.name,
        number=service.letter.number,
        method=service.get_method_display(),
        on=day(service.counts_on),
    )


class _OnService(StepPage):
    """Something about a letter that is out. ``results``: how it went so far."""

    move = "fail_service"
    results: tuple[str, ...] = ()
    none_left = ""

    @property
    def among(self) -> list[Service]:
        return [
            service
            for letter in self.case.letters.all()
            for service in letter.services.all()
            if service.result in self.results and (service.method != Service.Method.ONLINE or self.online)
        ]

    online = False

    def check(self) -> None:
        super().check()
        if not self.among:
            raise GongkaiError(self.none_left)

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "among": self.among}

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("of", "")
        first = self.among[0].pk if self.among else None
        return {"service": asked if asked.isdecimal() else first, "on": clock.today()}


class SignatureForm(_ServiceForm):
    """When and by whom it was signed for."""

    short = ("on",)
    middle = ("signed_by",)
    on = date_field(say("签收日"))
    signed_by = forms.CharField(label=say("签收人"), required=False, max_length=40)

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("签收日"))


class Signature(_OnService):
    """邮件签收: proof; the day of the answer stays that of posting."""

    title = say("登记邮件签收")
    button = say("登记签收")
    form_class = SignatureForm
    results = (Service.Result.ON_THE_WAY,)
    none_left = say("没有在途的邮件。")

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.confirm_signature(given["service"], on=given["on"], signed_by=given["signed_by"], by=self.account)
        return say("签收已登记。答复日仍是交寄之日{on}。", on=day(given["service"].counts_on))


class FailForm(_ServiceForm):
    """When it came back, and why."""

    short = ("on",)
    on = date_field(say("退回或者失败之日"))
    why = forms.CharField(label=say("没有送达的原因"), max_length=200, help_text=say("例如：查无此人退回"))

    def clean_on(self) -> date | None:
        return not_later_than_today(self.cleaned_data["on"], say("退回之日"))


class FailService(_OnService):
    """未送达: the case opens again."""

    title = say("登记未送达")
    button = say("登记未送达，重新打开")
    form_class = FailForm
    results = (Service.Result.ON_THE_WAY, Service.Result.SERVED)
    none_left = say("没有已经发出的文书，不用登记未送达。")
    online = True
    template_name = "desk/case/fail_service.html"

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        actions.fail_service(given["service"], on=given["on"], why=given["why"], by=self.account)
        return say("已登记未送达，{number}回到待送达，请换一种方式再送。", number=given["service"].letter.number)
