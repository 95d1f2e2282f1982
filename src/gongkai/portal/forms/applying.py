"""The application form: what art. 29 needs and nothing else. No purpose, no promise."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from django import forms
from django.core import signing

from gongkai.agencies.models import Agency
from gongkai.applications.actions import Handed, Matter, Person
from gongkai.applications.models.application import CARRIERS, KIND_EXAMPLES, ROUTES, ApplicantKind, IdentityKind
from gongkai.language import say
from gongkai.look.forms import Explained
from gongkai.people.sealing import CannotOpen, masked, seal, unseal
from gongkai.portal.forms.files import Files, FilesForm
from gongkai.portal.forms.identity import fault_in_credit_code, fault_in_id, fault_in_phone, tidy
from gongkai.portal.forms.plain import Line, Prose

CONTENT = 8000
"""Characters of the description. Longer ones are handed in as a file."""
_SEALED = "portal.identity."
_MARK = "gongkai.portal.form"


def _routes() -> list[tuple[str, str]]:
    hints = {
        "online": say("在进度页下载，最快"),
        "email": say("寄到您的电子邮箱"),
        "post": say("寄到您的通信地址，免费"),
        "pickup": say("到办公地点领取，或者当场查阅、抄录"),
        "fax": say("发到您的传真"),
    }
    return [(key, Explained(label, hints[key])) for key, label in ROUTES]


class ApplyForm(FilesForm):
    """An application to ``agency``. ``matter`` and ``person`` give what the action wants."""

    file_fields = ("files", "proof")

    content = Prose(
        label=say("名称、文号，或者能让我们找到它的说明"),
        max_length=CONTENT,
        help_text=say("一次写一件事，写得越具体越快。名称、年份、由谁制作，知道多少写多少"),
        error_messages={
            "required": say("请写明要什么信息，名称、文号或者说明都可以"),
            "max_length": say("说明超过8000字，请写要点，详细内容另附文件"),
        },
    )
    document_number = Line(
        label=say("文号或者索引号"), required=False, max_length=60, help_text=say("例如 云商发〔2026〕31号")
    )
    clues = Prose(
        label=say("其他线索"),
        required=False,
        max_length=2000,
        help_text=say("在哪里看到过、可能在哪个科室、大约什么时间"),
    )
    carriers = forms.MultipleChoiceField(
        label=say("要什么样的载体"), choices=CARRIERS, widget=forms.CheckboxSelectMultiple, initial=["electronic"]
    )
    routes = forms.MultipleChoiceField(
        label=say("怎样给您"), choices=_routes, widget=forms.CheckboxSelectMultiple, initial=["online"]
    )
    other_form_accepted = forms.BooleanField(
        label=say("办不到的话，其他形式也可以"),
        required=False,
        initial=True,
        help_text=say("例如原件不能拷贝时，改为当场查阅"),
    )
    files = Files(
        label=say("附件"),
        required=False,
        help_text=say("可以帮助查找的材料。PDF、Word、Excel、图片、OFD或者文本，每个不超过20MB，一共不超过10个"),
    )

    kind = forms.ChoiceField(
        label=say("您以什么身份申请"),
        choices=[(kind.value, Explained(kind.label, KIND_EXAMPLES[kind])) for kind in ApplicantKind],
        widget=forms.RadioSelect,
        initial=ApplicantKind.NATURAL_PERSON,
    )
    name = Line(
        label=say("姓名或者名称"), max_length=80, error_messages={"required": say("请填写姓名，单位申请的填写单位全称")}
    )
    identity_kind = forms.ChoiceField(
        label=say("证件种类"), choices=IdentityKind.choices, initial=IdentityKind.ID_CARD, widget=forms.Select
    )
    identity_number = Line(
        label=say("证件号码"),
        required=False,
        max_length=40,
        help_text=say(
            "《条例》第二十九条要求提供身份证明。号码加密保存，工作人员查看会留下记录。也可以不填，在下面附证件图片"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-secret": "1"}),
    )
    proof = Files(
        label=say("身份证明的图片或者扫描件"),
        required=False,
        help_text=say("没有填号码的请附上。委托他人申请的，请附委托书和双方的身份证明"),
    )
    representative = Line(label=say("法定代表人，单位申请的填写"), required=False, max_length=40)
    contact = Line(label=say("联系人，单位申请的填写"), required=False, max_length=40)
    phone = Line(
        label=say("联系电话"),
        max_length=40,
        help_text=say("查询进度时要用它的最后四位"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": say("请填写联系电话，手机或者固定电话都可以")},
    )
    email = forms.EmailField(
        label=say("电子邮箱"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": say("电子邮箱写得不完整，应当像 name@example.org 这样")},
    )
    address = Line(
        label=say("通信地址"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.RegexField(
        r"^[0-9]{6}$",
        label=say("邮政编码"),
        required=False,
        error_messages={"invalid": say("邮政编码是6位数字，请核对，不清楚可以不填")},
    )
    fax = Line(label=say("传真号码"), required=False, max_length=40)
    needs_help = forms.BooleanField(
        label=say("我阅读、视听有困难，请提供帮助"),
        required=False,
        help_text=say("例如大字文本、电话说明、当面代填"),
    )
    website = forms.CharField(label=say("请不要填写这一格"), required=False, max_length=200)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.mark = self._mark()
        self.sealed = self.data.get("sealed", "") if self.is_bound else ""

    def _mark(self) -> str:
        """What this one form is known by, however often it is sent: signed, so that nobody can make it up."""
        given = self.data.get("mark", "") if self.is_bound else ""
        try:
            return str(signing.loads(given, salt=_MARK)) if given else secrets.token_hex(16)
        except signing.BadSignature:
            return secrets.token_hex(16)

    @property
    def signed_mark(self) -> str:
        """The mark as the page carries it."""
        return signing.dumps(self.mark, salt=_MARK)

    def clean_identity_number(self) -> str:
        given = tidy(self.cleaned_data["identity_number"])
        if "*" not in given:
            return given
        try:
            kept = unseal(self.sealed, _SEALED + self.hand)
        except CannotOpen:
            kept = ""
        if masked(kept) != given:
            raise forms.ValidationError(say("证件号码请重新填写完整"))
        return kept

    def clean_phone(self) -> str:
        phone = " ".join(unicodedata.normalize("NFKC", self.cleaned_data["phone"]).split())
        fault = fault_in_phone(phone)
        if fault:
            raise forms.ValidationError(fault)
        return phone

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self._check_identity(found)
        routes = found.get("routes") or ()
        for route, field, sentence in (
            ("email", "email", say("要用电子邮件给您，请填写电子邮箱")),
            ("post", "address", say("要邮寄给您，请填写通信地址")),
            ("fax", "fax", say("要用传真给您，请填写传真号码")),
        ):
            if route in routes and field not in self.errors and not found.get(field):
                self.add_error(field, sentence)
        return found

    def _check_identity(self, found: dict[str, Any]) -> None:
        if "identity_number" in self.errors:
            return
        number = found.get("identity_number", "")
        if not number:
            if not self.has_files("proof") and "proof" not in self.errors:
                self.add_error("identity_number", say("请填写证件号码，或者附上身份证明的图片"))
            return
        kind = found.get("identity_kind")
        fault = ""
        if kind == IdentityKind.ID_CARD:
            fault = fault_in_id(number)
        elif kind == IdentityKind.CREDIT_CODE:
            fault = fault_in_credit_code(number)
        if fault:
            self.add_error("identity_number", fault)

    def keep(self) -> None:
        """Besides the files: a number that was right is kept sealed, and the page shows it masked."""
        super().keep()
        number = self.cleaned_data.get("identity_number", "")
        if number and "identity_number" not in self.errors:
            self.data = self.data.copy()
            self.data["identity_number"] = masked(number)
            self.sealed = seal(number, _SEALED + self.hand)

    @property
    def person(self) -> Person:
        """Who applies."""
        d = self.cleaned_data
        return Person(
            kind=d["kind"],
            name=d["name"],
            identity_kind=d["identity_kind"],
            identity_number=d["identity_number"],
            phone=d["phone"],
            email=d["email"],
            address=d["address"],
            postcode=d["postcode"],
            representative=d["representative"],
            contact=d["contact"],
        )

    @property
    def matter(self) -> Matter:
        """What is asked for. A fax number has no place of its own in the register and goes with the clues."""
        d = self.cleaned_data
        clues = [d["clues"], say("传真号码：{fax}", fax=d["fax"]) if d["fax"] and "fax" in d["routes"] else ""]
        return Matter(
            title="",
            content=d["content"],
            document_number=d["document_number"],
            clues="\n".join(clue for clue in clues if clue),
            carriers=tuple(d["carriers"]),
            routes=tuple(d["routes"]),
            other_form_accepted=d["other_form_accepted"],
            needs_help=d["needs_help"],
        )

    @property
    def handed(self) -> Handed:
        """The files that come with it."""
        return Handed(submission=self.uploads("files"), identity=self.uploads("proof"))
