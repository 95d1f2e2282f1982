"""我为政府网站找错: the form at the foot of every page, and the code that shows the answer."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.disclosures.models import SiteError
from gongkai.language import say
from gongkai.portal.forms.plain import Line, Prose

TEXT = 1000


def own_path(page: str) -> str:
    """``page`` where it is a path of this site, else "": it comes from outside and becomes a link, here and at the desk.

    >>> [own_path(page) for page in ("/b/guide/", "//evil.example/", "/\\\\evil.example", "javascript:alert(1)")]
    ['/b/guide/', '', '', '']
    """
    safe = page.startswith("/") and page.isprintable() and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page[:300] if safe else ""


class MistakeForm(forms.Form):
    """Kind and words; contact if one likes. ``page``: the path it came from, set by the page itself."""

    kind = forms.ChoiceField(
        label=say("哪一类"),
        choices=SiteError.Kind.choices,
        error_messages={
            "required": say("请选择是哪一类错误"),
            "invalid_choice": say("选项已经变化，请重新选择是哪一类错误"),
        },
    )
    text = Prose(
        label=say("错在哪里"),
        max_length=TEXT,
        help_text=say("写明错在哪一段、应该是什么。泄露个人信息的，写明在什么位置就可以，不要把内容再抄一遍。"),
        error_messages={"required": say("请写明错在哪里，一句话就可以")},
    )
    contact = Line(
        label=say("联系方式"),
        max_length=100,
        required=False,
        help_text=say("电话或者电子邮箱，有不清楚的地方才会用到；加密保存，办完删除。"),
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def clean_page(self) -> str:
        return own_path(self.cleaned_data["page"])


class MistakeCodeForm(forms.Form):
    """The receipt code."""

    code = Line(
        label=say("回执码"),
        max_length=20,
        help_text=say("提交以后页面上给的10位字母和数字"),
        error_messages={"required": say("请填写回执码")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = "".join(char for char in self.cleaned_data["code"].upper() if char.isalnum())
        if not code:
            raise ValidationError(say("请填写回执码"))
        return code
