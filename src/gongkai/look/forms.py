"""Forms whose messages name the field, and what a field needs to be drawn in the look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gongkai.language import say

WIDTHS = {"": "", "s": " in-s", "m": " in-m", "xs": " in-xs"}


class Explained(str):
    """The label of a choice with a line of explanation under it."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> Explained:
        self = super().__new__(cls, label)
        self.hint = hint
        return self


class Worded(forms.Form):
    """A form whose own messages are whole sentences with the field's name. Messages that a field sets itself stay."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        word_fields(self)


def word_fields(form: forms.BaseForm) -> None:
    """Put our sentences in the place of Django's in every field of ``form`` (for forms that do not derive from `Worded`)."""
    for name, field in form.fields.items():
        label = field.label or name
        own = _sentences(field, str(label))
        for key, sentence in own.items():
            if key in field.error_messages and str(field.error_messages[key]) == str(_default(field, key)):
                field.error_messages[key] = sentence


def _default(field: forms.Field, key: str) -> object:
    """The message that the class of ``field`` would give for ``key``."""
    for cls in type(field).__mro__:
        if key in getattr(cls, "default_error_messages", {}):
            return cls.default_error_messages[key]
    return None


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    found = {"required": say("请填写{label}", label=label)}
    if isinstance(field, forms.FileField):
        found |= {
            "required": say("请选择{label}的文件", label=label),
            "empty": say("{label}是空文件，请换一个", label=label),
        }
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        found |= {
            "required": say("请选择{label}", label=label),
            "invalid_choice": say("{label}的选项已经变化，请重新选择", label=label),
        }
    elif isinstance(field, forms.DateField):
        found["invalid"] = say("{label}不是日期，请写成2026-10-23这样", label=label)
    elif isinstance(field, forms.IntegerField):
        found["invalid"] = say("{label}要填数字", label=label)
    return found


def drawn(
    bound: BoundField, *, label: str = "", hint: str = "", width: str = "", rows: int = 0, boxed: bool = False
) -> dict[str, object]:
    """What the template of a field needs: the kind of control, the control itself, and what describes it.

    The control carries no ``required``: our own sentence answers, not the browser's bubble in the browser's language.
    """
    bound.form.use_required_attribute = False
    widget = bound.field.widget
    hint = hint or str(bound.help_text or "")
    own = bound.id_for_label or bound.auto_id
    described = " ".join(
        part for part in (f"{bound.auto_id}-h" if hint else "", f"{bound.auto_id}-e" if bound.errors else "") if part
    )
    kind = _kind(widget)
    context: dict[str, object] = {
        "kind": kind,
        "label": label or bound.label,
        "hint": hint,
        "errors": [str(error) for error in bound.errors],
        "optional": not bound.field.required and kind != "check",
        "id": own,
        "base": bound.auto_id,
        "described": described,
        "boxed": boxed,
    }
    attrs: dict[str, object] = {"aria-describedby": described} if described else {}
    if kind in ("radios", "checks"):
        context["options"] = [
            {
                "control": _option(option),
                "label": option.data["label"],
                "hint": getattr(option.data["label"], "hint", ""),
            }
            for option in bound.subwidgets
        ]
    elif kind == "check":
        context["control"] = bound.as_widget(attrs=attrs)
    else:
        attrs["class"] = f"input{WIDTHS[width]}"
        if isinstance(widget, forms.Textarea):
            attrs["rows"] = rows or (3 if widget.attrs.get("rows") == "10" else widget.attrs.get("rows", 3))
        if isinstance(widget, forms.DateInput) and widget.input_type == "text":
            # The browser's own calendar; it sends and wants ISO.
            widget.input_type, widget.format = "date", "%Y-%m-%d"
        context["control"] = bound.as_widget(attrs=attrs)
    return context


def summary(*named: forms.BaseForm) -> list[tuple[str, str]]:
    """(id of the control or "", sentence) for each error of the forms, in the order of their fields."""
    found: list[tuple[str, str]] = []
    for form in named:
        if form is None or not form.is_bound:
            continue
        found += [("", str(error)) for error in form.non_field_errors()]
        for bound in form:
            found += [(_target(bound), str(error)) for error in bound.errors]
    return found


def hidden(form: forms.BaseForm) -> SafeString:
    """The hidden fields of a form."""
    return format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    return "check" if isinstance(widget, forms.CheckboxInput) else "input"


def _option(option: Any) -> SafeString:
    # The group is described and marked as wrong, not each of its buttons.
    for name in ("aria-invalid", "required", "aria-describedby"):
        option.data["attrs"].pop(name, None)
    return option.tag()


def _target(bound: BoundField) -> str:
    """The id that a link from the summary leads to: the first button of a group, or the control itself."""
    if _kind(bound.field.widget) in ("radios", "checks"):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
