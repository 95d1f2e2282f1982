"""The forms of a draft: what is handed in, the text with its fields, and what is still asked when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from gongkai.agencies.models import Agency, Section
from gongkai.desk.lists.uploads import TAKEN
from gongkai.desk.publishing.grouping import SEND_FIELDS
from gongkai.disclosures import kinds, rules
from gongkai.disclosures.channels import CHANNELS, available
from gongkai.disclosures.kinds import Field, FieldType
from gongkai.disclosures.models import Attribute, Channel, Column, Draft
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.law import MEANINGS, Outcome
from gongkai.look.forms import Explained, Worded
from gongkai.people.models import Account

GROUNDS = tuple(outcome for outcome in Outcome if outcome.group == "withheld")
"""Why something is not proactive: the grounds of arts. 14 to 16."""
MOMENT = "%Y-%m-%dT%H:%M"


class ColumnChoice(forms.ModelChoiceField):
    """栏目, with its parent before it."""

    def label_from_instance(self, obj: Column) -> str:
        return f"{obj.parent.name} › {obj.name}" if obj.parent else obj.name


def columns_of(agency_ids: Iterable[int]) -> QuerySet[Column]:
    """The columns that something can be put into: those in use that have none below them."""
    return (
        Column.objects.filter(agency__in=agency_ids, active=True)
        .exclude(children__active=True)
        .select_related("parent", "agency")
        .order_by("agency", "parent__position", "position", "pk")
    )


class DropForm(Worded):
    """A file or a text, and where it shall stand: that is all."""

    upload = forms.FileField(
        label=say("文件"), required=False, help_text=TAKEN + say("Word、Excel、PDF会转成网页，原件留存。")
    )
    text = forms.CharField(
        label=say("或者粘贴正文"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "data-editor": "plain"}),
        help_text=say("从Word、WPS或者网页复制过来就行，格式会整理好"),
    )
    column = ColumnChoice(label=say("栏目"), queryset=Column.objects.none(), empty_label=say("选择栏目"))

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns_of([agency.pk for agency in agencies])  # type: ignore[attr-defined]
        if not self.is_bound:
            self._show_needed()

    def full_clean(self) -> None:
        """Check. One of the two is needed, so neither is drawn as if it could be left out."""
        super().full_clean()
        self._show_needed()

    def _show_needed(self) -> None:
        self.fields["upload"].required = self.fields["text"].required = True

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not given.get("upload") and not str(given.get("text") or "").strip() and "upload" not in self.errors:
            self.add_error("upload", say("请选择一个文件，或者粘贴正文"))
        return given

    @property
    def handed(self) -> Upload | None:
        file = self.cleaned_data.get("upload")
        return Upload(file.name or "", file.read()) if file else None


def _moment(label: str, hint: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MOMENT)
    widget.input_type = "datetime-local"
    field = forms.DateTimeField(label=label, required=False, help_text=hint, widget=widget)
    field.input_formats = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]  # type: ignore[assignment]
    return field


class DraftForm(Worded):
    """The text and all fields. None is required to save: what is missing is said by the checks."""

    title = forms.CharField(label=say("标题"), required=False, max_length=200)
    html = forms.CharField(
        label=say("正文"),
        required=False,
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "data-editor": "rich"}),
    )
    kind = forms.ChoiceField(label=say("信息种类"), required=False)
    column = ColumnChoice(
        label=say("栏目"), queryset=Column.objects.none(), required=False, empty_label=say("选择栏目")
    )
    section = forms.ModelChoiceField(
        label=say("责任科室"), queryset=Section.objects.none(), required=False, empty_label=say("选择科室")
    )
    document_number = forms.CharField(label=say("文号"), required=False, max_length=60)
    made_on = forms.DateField(label=say("成文日期"), required=False, help_text=say("公开期限从这一天算起，以落款为准"))
    effective_on = forms.DateField(label=say("生效日期"), required=False)
    valid_until = forms.DateField(label=say("有效期至"), required=False)
    summary = forms.CharField(
        label=say("内容概述"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    keywords = forms.CharField(label=say("关键词"), required=False, max_length=100, help_text=say("用空格隔开"))
    source = forms.CharField(label=say("来源"), required=False, max_length=80)
    note = forms.CharField(
        label=say("这次改了什么"), required=False, max_length=200, help_text=say("公众会看到，例如：更正第三条的日期")
    )
    attribute = forms.ChoiceField(
        label=say("公开方式"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Attribute.PROACTIVE.value, Explained(Attribute.PROACTIVE.label, say("审核后发布"))),
            (Attribute.ON_APPLICATION.value, Explained(Attribute.ON_APPLICATION.label, say("不发布，有人申请时再办"))),
            (Attribute.WITHHELD.value, Explained(Attribute.WITHHELD.label, say("要写明法定理由，定期再评估"))),
        ],
    )
    ground = forms.ChoiceField(
        label=say("不主动公开的理由"),
        required=False,
        choices=[("", say("选择法定理由")), *((o.value, MEANINGS[o].name) for o in GROUNDS)],
    )
    ground_note = forms.CharField(label=say("理由说明"), required=False, max_length=200)
    review_again_on = forms.DateField(
        label=say("再次评估日"), required=False, help_text=say("到这一天再看能不能公开（条例第十八条）")
    )
    channels = forms.MultipleChoiceField(
        label=say("发布渠道"), required=False, widget=forms.CheckboxSelectMultiple, choices=Channel.choices
    )
    release_at = _moment(say("定时发布"), say("空着就在审核通过后马上发布"))
    expires_at = _moment(say("下架时间"), say("空着就一直公开"))

    NARROW = frozenset({"document_number", "made_on", "effective_on", "valid_until", "release_at", "expires_at"})
    ABOUT = ("kind", "column", "section", "document_number", "made_on", "summary", "keywords", "source")
    LIFE = ("effective_on", "valid_until")
    OPENNESS = ("attribute", "ground", "ground_note", "review_again_on")
    GOING_OUT = ("channels", "release_at", "expires_at")

    def __init__(self, *args: Any, draft: Draft, account: Account, **kwargs: Any):
        self.draft = draft
        super().__init__(*args, initial={**initial_of(draft), **kwargs.pop("initial", {})}, **kwargs)
        self.fields["column"].queryset = columns_of([draft.agency_id])  # type: ignore[attr-defined]
        self.fields["section"].queryset = Section.objects.filter(agency=draft.agency_id, active=True)  # type: ignore[attr-defined]
        known = {kind.key: kind for kind in kinds.kinds_for(draft.agency.kind)}
        known.setdefault(draft.kind, kinds.kind_of(draft.kind))
        self.fields["kind"].choices = [(key, kind.label) for key, kind in known.items()]  # type: ignore[attr-defined]
        can = dict.fromkeys((*available(draft.agency), *draft.channels))
        self.fields["channels"].choices = [(key, Channel(key).label) for key in can if key in Channel.values]  # type: ignore[attr-defined]
        self.releases = rules.may_on(account, rules.RELEASE.key, draft)
        if not self.releases:
            for name in self.GOING_OUT:
                del self.fields[name]
        else:
            offered = dict.fromkeys([*available(draft.agency), *(key for key in draft.channels if key in CHANNELS)])
            self.fields["channels"].choices = [  # type: ignore[attr-defined]
                (key, Explained(CHANNELS[key].label, CHANNELS[key].how)) for key in offered
            ]
        if draft.item.current_id is None:
            del self.fields["note"]
        self.own = kinds.kind_of(draft.kind).fields
        for each in self.own:
            self.fields[f"d_{each.key}"] = own_field(each)
        if not self.is_bound:
            self._show_needed()

    def full_clean(self) -> None:
        """Check. What is needed for a release is drawn as needed, though a draft may be saved without it."""
        super().full_clean()
        self._show_needed()

    def _show_needed(self) -> None:
        for name in ("html", "attribute", "kind", *SEND_FIELDS):
            self.fields[name].required = True
        for each in self.own:
            self.fields[f"d_{each.key}"].required = each.required

    def drawn(self, *names: str) -> Iterator[tuple[BoundField, str, bool]]:
        """The named fields that are there: the field, its width, whether it was guessed."""
        for name in names:
            if name in self.fields:
                yield (
                    self[name],
                    "s" if name in self.NARROW else "m" if name in ("column", "section", "kind") else "",
                    (name in self.draft.guessed),
                )

    @property
    def about(self) -> list[tuple[BoundField, str, bool]]:
        return list(self.drawn(*self.ABOUT))

    @property
    def life(self) -> list[tuple[BoundField, str, bool]]:
        return list(self.drawn(*self.LIFE))

    @property
    def openness(self) -> list[tuple[BoundField, str, bool]]:
        return list(self.drawn(*self.OPENNESS))

    @property
    def going_out(self) -> list[tuple[BoundField, str, bool]]:
        return list(self.drawn(*self.GOING_OUT))

    @property
    def particular(self) -> list[tuple[BoundField, str, bool]]:
        """The fields of the kind of record."""
        short = {FieldType.DATE, FieldType.MONEY, FieldType.INTEGER, FieldType.YES_NO}
        return [
            (self[f"d_{each.key}"], "s" if each.type in short else "", f"d_{each.key}" in self.draft.guessed)
            for each in self.own
        ]

    @property
    def values(self) -> dict[str, object]:
        """What `actions.save` takes as fields: only what the form holds and was sent."""
        given = self.cleaned_data
        plain = {
            name: given[name]
            for name in self.fields
            if name != "html" and not name.startswith("d_") and (name in self.data or name == "channels")
        }
        if "attribute" in plain and not plain["attribute"]:
            del plain["attribute"]
        if "kind" in plain and not plain["kind"]:
            del plain["kind"]
        sent = [each for each in self.own if f"d_{each.key}" in self.data or each.type is FieldType.YES_NO]
        if sent and (plain.get("kind") or self.draft.kind) == self.draft.kind:
            details = dict(self.draft.details or {})
            for each in sent:
                value = given[f"d_{each.key}"]
                if value in (None, ""):
                    details.pop(each.key, None)
                else:
                    details[each.key] = value.isoformat() if each.type is FieldType.DATE else _kept(value)
            plain["details"] = details
        return plain


def _kept(value: object) -> object:
    return value if isinstance(value, str | bool | int) else str(value)


def own_field(field: Field) -> forms.Field:
    """A field of the kind of record. A draft can be saved without any of them."""
    common: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.hint}
    match field.type:
        case FieldType.LONG:
            return forms.CharField(**common, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
        case FieldType.DATE:
            return forms.DateField(**common)
        case FieldType.INTEGER:
            return forms.IntegerField(**common, min_value=0, max_value=10**12)
        case FieldType.MONEY:
            return forms.DecimalField(**common, min_value=0, max_digits=18, decimal_places=6)
        case FieldType.CHOICE:
            return forms.ChoiceField(**common, choices=[("", say("请选择")), *(field.choices or {}).items()])
        case FieldType.YES_NO:
            return forms.BooleanField(**common)
        case _:
            return forms.CharField(**common, max_length=500)


def initial_of(draft: Draft) -> dict[str, object]:
    """What the form first shows."""
    names = [name for name in DraftForm.base_fields if name not in ("column", "section")]
    first: dict[str, object] = {name: getattr(draft, name) for name in names}
    first |= {"column": draft.column_id, "section": draft.section_id}
    return first | {f"d_{key}": value for key, value in (draft.details or {}).items()}


class SendForm(Worded):
    """What is still asked when a draft is sent: what is missing or was guessed of the few fields that everything must have, and one
    tick for all guesses."""

    confirm = forms.BooleanField(
        label=say("猜的各项，我核对过"), required=True, error_messages={"required": say("请核对猜的各项，再勾选")}
    )

    def __init__(self, *args: Any, draft: Draft, asked: Iterable[str], **kwargs: Any):
        wanted = [name for name in SEND_FIELDS if name in set(asked) | set(draft.guessed)]
        super().__init__(*args, initial={name: initial_of(draft)[name] for name in wanted}, **kwargs)
        whole = DraftForm.base_fields
        tick = self.fields.pop("confirm")
        for name in wanted:
            self.fields[name] = _copy(whole[name], draft, name)
        if draft.guessed:
            self.fields["confirm"] = tick
        self.wanted = wanted
        self.guessed = set(draft.guessed)

    @property
    def asked(self) -> list[tuple[BoundField, bool]]:
        """The fields with whether each was guessed."""
        return [(self[name], name in self.guessed) for name in self.wanted]

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.wanted}


def _copy(field: forms.Field, draft: Draft, name: str) -> forms.Field:
    made = deepcopy(field)
    made.required = True
    if name == "column":
        made.queryset = columns_of([draft.agency_id])  # type: ignore[attr-defined]
    elif name == "section":
        made.queryset = Section.objects.filter(agency=draft.agency_id, active=True)  # type: ignore[attr-defined]
    made.error_messages["required"] = (
        say("请选择{label}", label=field.label)
        if name in ("column", "section")
        else say("请填写{label}", label=field.label)
    )
    return made
