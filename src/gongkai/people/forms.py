"""Input to clean values. Every message is a sentence about its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from gongkai.agencies.models import Agency, Section
from gongkai.language import say
from gongkai.people import clock, queries, verbs
from gongkai.people.models import Account, Appointment, Role
from gongkai.people.rules import SECTION_ROLES


def _text(label: str, missing: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, error_messages={"required": missing}, **more)


def _password(label: str, missing: str, use: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": use})
    return _text(label, missing, widget=widget, strip=False, **more)


def _date(label: str, **more: Any) -> forms.DateField:
    wrong = say("{label}不是日期，请写成2026-10-23这样", label=label)
    missing = say("请填写{label}", label=label)
    return forms.DateField(label=label, error_messages={"invalid": wrong, "required": missing}, **more)


class LogInForm(forms.Form):
    """Account and password. Whether they are right is the view's to find out."""

    username = _text(
        say("账号"),
        say("请填写账号"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password(say("密码"), say("请填写密码"), "current-password")


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = _text(
        say("动态口令"),
        say("请填写手机上显示的6位数字"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasswordForm(forms.Form):
    """A new password for oneself. The messages of Django's validators are put in our words."""

    old = _password(say("现在的密码"), say("请填写现在的密码"), "current-password")
    new = _password(
        say("新密码"),
        say("请填写新密码"),
        "new-password",
        help_text=say("至少10个字符，不能全是数字，不能与账号、姓名相近。一句好记的话就很好。"),
    )
    again = _password(say("再填一次新密码"), say("请再填一次新密码"), "new-password")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self._account.check_password(old):
            raise ValidationError(say("现在的密码不对，请核对大小写"))
        return old

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        try:
            password_validation.validate_password(new, self._account)
        except ValidationError as error:
            raise ValidationError(
                [_PASSWORD_FAULTS.get(each.code or "", str(each.message)) for each in error.error_list]
            ) from error
        if self._account.check_password(new):
            raise ValidationError(say("新密码与现在的密码相同，请换一个"))
        return new

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError(say("两次填的新密码不一样，请重新填写"))
        return again


_PASSWORD_FAULTS = {
    "password_too_short": say("密码太短，至少要10个字符"),
    "password_too_common": say("这个密码太常见，容易被猜到，请换一个"),
    "password_entirely_numeric": say("密码不能全是数字，请加上字母或者汉字"),
    "password_too_similar": say("密码与账号或者姓名太相近，请换一个"),
}


class ConfirmForm(forms.Form):
    """The present password, before something that weakens the account."""

    password = _password(say("现在的密码"), say("请填写现在的密码"), "current-password")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self._account.check_password(password):
            raise ValidationError(say("现在的密码不对，请核对大小写"))
        return password


class DeputyForm(forms.Form):
    """Who acts in whose place, from when until when. Dates are checked against the clock by the action."""

    appointment = forms.ModelChoiceField(
        Appointment.objects.none(),
        label=say("哪一项职务"),
        empty_label=None,
        error_messages={"required": say("请选择职务")},
    )
    to = forms.ModelChoiceField(
        Account.objects.none(), label=say("由谁代行"), error_messages={"required": say("请选择由谁代行")}
    )
    starts_on = _date(say("第一天"))
    ends_on = _date(say("最后一天"))
    reason = forms.CharField(
        label=say("原因"), max_length=100, required=False, help_text=say("例如 出差、休假；会记入日志")
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, chosen in (("appointment", queries.deputable(account)), ("to", queries.colleagues(account))):
            self.fields[name].queryset = chosen
            label = str(self.fields[name].label)
            self.fields[name].error_messages["invalid_choice"] = say("{label}的选项已经变化，请重新选择", label=label)
        self.fields["appointment"].label_from_instance = _held
        self.fields["to"].empty_label = say("请选择")
        self.fields["starts_on"].initial = clock.today()


def _held(appointment: Appointment) -> str:
    where = appointment.section.name if appointment.section else appointment.agency.short_name
    return say("{where} {role}", where=where, role=appointment.get_role_display())


class AppointmentForm(forms.Form):
    """A role in one of the bodies that the administrator manages."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=say("机关"), empty_label=None, error_messages={"required": say("请选择机关")}
    )
    role = forms.ChoiceField(
        label=say("角色"),
        choices=Role.choices,
        error_messages={"required": say("请选择角色"), "invalid_choice": say("角色的选项已经变化，请重新选择")},
    )
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=say("科室"),
        required=False,
        empty_label=say("（不分科室）"),
        help_text=say("科室经办和科室负责人要选科室；其他角色不用选"),
        error_messages={"invalid_choice": say("科室的选项已经变化，请重新选择")},
    )
    starts_on = _date(say("第一天"))
    ends_on = _date(say("最后一天"), required=False, help_text=say("空着表示长期"))

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = queries.administered(by)
        self.fields["agency"].queryset = bodies
        self.fields["agency"].error_messages["invalid_choice"] = say("这个机关不归您管理，请重新选择")
        self.fields["section"].queryset = Section.objects.filter(agency__in=bodies, active=True).select_related(
            "agency"
        )
        several = bodies.count() > 1
        self.fields["section"].label_from_instance = lambda section: (
            say("{agency} {section}", agency=section.agency.short_name, section=section.name)
            if several
            else section.name
        )
        self.fields["starts_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("role") in SECTION_ROLES and not values.get("section") and "section" not in self.errors:
            self.add_error("section", say("{role}要写明是哪个科室的，请选择科室", role=Role(values["role"]).label))
        return values


class AccountForm(AppointmentForm):
    """A new account with its first appointment."""

    field_order = ("name", "username", "agency", "role", "section", "starts_on", "ends_on")
    name = _text(say("姓名"), say("请填写姓名"), max_length=40)
    username = _text(
        say("账号"),
        say("请填写账号"),
        max_length=40,
        help_text=say("登录时填写，例如姓名的拼音；只用文字、数字和 @ . + - _"),
        validators=[UnicodeUsernameValidator(message=say("账号只用文字、数字和 @ . + - _，请改一下"))],
    )

    def clean_username(self) -> str:
        given = self.cleaned_data["username"]
        if Account.objects.filter(username=given).exists():
            raise ValidationError(say("已经有账号“{username}”。请换一个，例如在后面加上单位简称", username=given))
        return given


class EndForm(forms.Form):
    """The last day of an appointment."""

    on = _date(say("最后一天"))


class LogForm(forms.Form):
    """What to look for in the log; everything may be blank."""

    verb = forms.ChoiceField(label=say("事项"), required=False)
    person = forms.CharField(label=say("姓名"), max_length=40, required=False)
    since = _date(say("自"), required=False)
    until = _date(say("至"), required=False)
    before = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("verb", "person", "since", "until"):
            self.fields[name].widget.attrs["class"] = "input in-s"
        for name in ("since", "until"):
            self.fields[name].widget.input_type, self.fields[name].widget.format = "date", "%Y-%m-%d"
        self.fields["verb"].choices = [("", say("全部")), *sorted(verbs.LABELS.items(), key=lambda pair: pair[1])]

    @property
    def asked(self) -> Mapping[str, Any]:
        """What is asked for as `queries.log_page` takes it; nothing of a form with errors."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}
