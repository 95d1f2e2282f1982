"""The short forms: the query code, the answer to a notice, withdrawing, the opinion of somebody who was asked."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.models import Consultation
from gongkai.language import say
from gongkai.look.forms import Explained, Worded
from gongkai.portal.forms.files import Files, FilesForm
from gongkai.portal.forms.plain import Line, Prose

LONG = 8000
_FILES_HINT = say("PDF、Word、Excel、图片、OFD或者文本，每个不超过20MB，一共不超过10个")


class CodeForm(Worded):
    """A query code and the last four digits of the telephone number."""

    code = Line(
        label=say("查询码"),
        max_length=40,
        help_text=say("提交申请时得到的10位字母和数字，写在回执上。大小写、空格和横线都不要紧"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    tail = Line(
        label=say("联系电话的最后四位"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace("-", "").replace("—", "").replace("－", "")

    def clean_tail(self) -> str:
        digits = "".join(char for char in self.cleaned_data["tail"] if char.isdigit())
        if len(digits) != 4:
            raise forms.ValidationError(say("请填写申请时所留电话的最后四位数字"))
        # Full-width digits are digits, too.
        return "".join(str(int(char)) for char in digits)


class CorrectForm(FilesForm):
    """The answer to a call for correction (art. 30)."""

    answer = Prose(
        label=say("补正的内容"),
        required=False,
        max_length=LONG,
        help_text=say("把告知书列的每一项都写清楚。补正只有一次"),
    )
    files = Files(label=say("补正材料"), required=False, help_text=_FILES_HINT)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not found.get("answer") and not self.has_files("files") and not self.errors:
            self.add_error("answer", say("请写明补正的内容，或者附上材料"))
        return found


class ReasonsForm(Worded):
    """Why so many, or so often (art. 35)."""

    reasons = Prose(label=say("申请的理由"), max_length=LONG, error_messages={"required": say("请写明理由")})


class WithdrawForm(Worded):
    """Withdrawing an application."""

    words = Prose(label=say("为什么撤回"), required=False, max_length=500)
    sure = forms.BooleanField(
        label=say("我确认撤回这件申请"), error_messages={"required": say("撤回前请勾选“我确认撤回这件申请”")}
    )


class OpinionForm(FilesForm):
    """What a third party or a co-maker says to being asked (arts. 32, 34)."""

    opinion = forms.ChoiceField(
        label=say("您的意见"),
        choices=[
            (Consultation.Opinion.AGREES, Explained(say("同意公开"), say("可以把上面写的内容提供给申请人"))),
            (Consultation.Opinion.PARTLY, Explained(say("同意公开一部分"), say("在下面写明哪些不能公开、为什么"))),
            (Consultation.Opinion.OBJECTS, Explained(say("不同意公开"), say("在下面写明理由，例如会泄露什么商业秘密"))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": say("请选择您的意见")},
    )
    reasons = Prose(label=say("理由"), required=False, max_length=LONG)
    files = Files(label=say("证明材料"), required=False, help_text=_FILES_HINT)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        opinion = found.get("opinion")
        if opinion == Consultation.Opinion.OBJECTS and not found.get("reasons"):
            self.add_error("reasons", say("不同意公开的，请写明理由：没有合理理由的反对不能阻止公开"))
        if opinion == Consultation.Opinion.PARTLY and not found.get("reasons"):
            self.add_error("reasons", say("请写明哪些内容不能公开、为什么"))
        return found
