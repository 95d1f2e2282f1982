"""The settings of the public site: what stands in its footer and in the tags of every page (国办发〔2017〕47号)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.agencies.models import Site
from gongkai.language import say

FIELDS = ("name", "address", "identity_code", "icp_number", "police_number", "operator", "mark_address")
_CODE = re.compile(r"\d{10}|bm\d{8}")


class SiteForm(forms.ModelForm):
    """Everything may be blank: what is not known yet is left out of the pages rather than made up."""

    address = forms.URLField(
        label=Site._meta.get_field("address").verbose_name, required=False, max_length=200, assume_scheme="https"
    )
    mark_address = forms.URLField(
        label=Site._meta.get_field("mark_address").verbose_name, required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Site
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            "name": say("例如 云岭县人民政府门户网站；写入网页标签"),
            "address": say(
                "公众打开网站的地址，例如 https://www.yunling.gov.cn，末尾不加斜线；二维码、订阅、网站地图都用它"
            ),
            "identity_code": say("10位：全是数字，或者bm加8位数字"),
            "icp_number": say("例如 豫ICP备00000000号"),
            "police_number": say("例如 豫公网安备00000000000000号"),
            "operator": say("页脚写的主办单位；空着时写本级人民政府"),
            "mark_address": say("党政机关网站标识指向的核验地址"),
        }
        for name, field in self.fields.items():
            field.help_text = hints[name]
            field.error_messages |= {
                "invalid": say("{label}的写法不对，请核对", label=field.label),
                "max_length": say("{label}太长，请核对", label=field.label),
            }
            for validator in field.validators:
                if hasattr(validator, "message") and getattr(validator, "code", "") == "invalid":
                    validator.message = field.error_messages["invalid"]

    def clean_address(self) -> str:
        given = self.cleaned_data["address"].strip().rstrip("/")
        if given and not re.fullmatch(r"https?://[^/?#]+", given):
            raise ValidationError(say("网站地址只写到域名，不带路径，例如 https://www.yunling.gov.cn"))
        return given

    def clean_mark_address(self) -> str:
        given = self.cleaned_data["mark_address"]
        if given and not given.startswith(("http://", "https://")):
            raise ValidationError(say("党政机关网站标识的链接的写法不对，请核对"))
        return given

    def clean_identity_code(self) -> str:
        given = self.cleaned_data["identity_code"].strip()
        if given and not _CODE.fullmatch(given):
            raise ValidationError(say("网站标识码是10位数字，或者bm加8位数字，请核对"))
        return given
