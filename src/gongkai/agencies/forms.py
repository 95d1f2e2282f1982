"""The settings of a body: its names and places, the remedies it tells of, who approves its letters, its readings of the law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.agencies import naming
from gongkai.agencies.models import DEFAULT_CHAINS, Agency, Section
from gongkai.agencies.readings import Reading, differing, readings
from gongkai.language import say
from gongkai.law.letters import LETTERS

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("names", ("name", "short_name", "slug", "code", "organisation_code", "index_pattern", "kind", "duties")),
    ("standing", ("supervised_by", "starts_on")),
    ("office", ("office", "address", "postcode", "phone", "fax", "email", "hours")),
    ("remedies", ("reconsideration", "court", "reconsideration_online")),
    ("letters", ("confirms_online", "red_head", "payment")),
)
"""The fields of the model as the page groups them. How a body ends, and who takes over, is the roster's (`gongkai.roster`)."""
FIELDS = tuple(field for _, fields in PARTS for field in fields)

APPROVERS = ("section_head", "office_head", "leader", "chief")
"""The roles that may approve, from the lowest; a chain keeps this order."""
GROUPS = ("P", "S", "R")
"""The letters on the way, the replies, and the annual report, each as a whole."""
DEFAULT, ALONE = "default", "alone"
"""The choices of a chain that are no list of roles: the usual one, and no approval at all."""


class AgencyForm(forms.ModelForm):
    """Every setting of a body. ``roles``: the names of the roles, for the chains of approval.

    `settings` gives the clean values by field of the model, `chains` and `readings` as they are kept.
    """

    reconsideration_online = forms.URLField(
        label=Agency._meta.get_field("reconsideration_online").verbose_name, required=False, assume_scheme="https"
    )

    class Meta:
        model = Agency
        fields = FIELDS

    def __init__(self, *args: Any, roles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._roles = roles
        self._words()
        others = Agency.objects.exclude(pk=self.instance.pk).order_by("pk")
        self.fields["supervised_by"].queryset = others
        for reading in readings():
            self.fields[f"reading_{reading.key}"] = self._reading_field(reading)
        for code in (*GROUPS, *LETTERS):
            self.fields[f"chain_{code}"] = self._chain_field(code)

    def _words(self) -> None:
        """Our sentences and hints in the place of Django's."""
        hints = {
            "short_name": say("列表和工作台上用，例如 县商务局"),
            "slug": say("公开平台地址中的一段，只用小写字母、数字和连字符；改了以后旧地址失效"),
            "code": say("编在文号里，例如 云商公开申〔2026〕1号 中的“云商”；改了只影响以后的文号"),
            "organisation_code": say("索引号的前段；18位统一社会信用代码，或者9位组织机构代码（不含连字符）"),
            "index_pattern": say(
                "例如 {example}；发布过的索引号永久不变，改了只影响以后的",
                example="{organisation}/{year}-{serial:05}",
            ),
            "supervised_by": say("《条例》第三条的政府信息公开工作主管部门"),
            "reconsideration": say("写入告知书；空着时不能发出要告知救济途径的文书"),
            "court": say("写入告知书；空着时不能发出要告知救济途径的文书"),
            "payment": say("写入收费通知书"),
        }
        for name, field in self.fields.items():
            label = str(field.label)
            field.help_text = hints.get(name, field.help_text)
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages |= {
                "required": say("请选择{label}", label=label) if chosen else say("请填写{label}", label=label),
                "invalid_choice": say("{label}的选项已经变化，请重新选择", label=label),
                "invalid": say("{label}的写法不对，请核对", label=label),
            }
            for validator in field.validators:
                if hasattr(validator, "message") and not isinstance(validator.message, dict):
                    field.error_messages.setdefault(
                        getattr(validator, "code", "invalid"), field.error_messages["invalid"]
                    )
        self.fields["supervised_by"].empty_label = say("（没有）")

    def _reading_field(self, reading: Reading) -> forms.Field:
        current = self.instance.readings.get(reading.key, reading.default)
        hint = say(
            "{explanation}理由见决定{number}。",
            explanation=reading.explanation,
            number=reading.decision.partition("-")[0],
        )
        if not reading.options:
            least, most = reading.bounds
            wrong = say("{label}要填{least}到{most}之间的整数", label=reading.label, least=least, most=most)
            return forms.IntegerField(
                label=reading.label,
                initial=current,
                help_text=hint,
                min_value=least,
                max_value=most,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )
        options = [
            (_text(value), say("{words}（默认）", words=words) if value == reading.default else words)
            for value, words in reading.options
        ]
        return forms.TypedChoiceField(
            label=reading.label,
            initial=_text(current),
            help_text=hint,
            choices=options,
            coerce=lambda text: next(value for value, _ in reading.options if _text(value) == text),
            widget=forms.RadioSelect,
            error_messages={
                "required": say("请选择{label}", label=reading.label),
                "invalid_choice": say("{label}的选项已经变化，请重新选择", label=reading.label),
            },
        )

    def _chain_field(self, code: str) -> forms.Field:
        labels = {"P": say("过程文书"), "S": say("答复文书"), "R": say("年度报告")}
        label = labels.get(code) or say("{code} {name}", code=code, name=LETTERS[code].name)
        kept = self.instance.chains.get(code)
        current = DEFAULT if kept is None else "+".join(kept) or ALONE
        options = dict(self._chains(code))
        options.setdefault(current, "、".join(self._roles.get(role, role) for role in current.split("+")))
        return forms.ChoiceField(
            label=label,
            initial=current,
            choices=list(options.items()),
            error_messages={
                "required": say("请选择{label}的审批程序", label=label),
                "invalid_choice": say("{label}的审批程序不在可选之列，请重新选择", label=label),
            },
        )

    def _chains(self, code: str) -> Iterator[tuple[str, str]]:
        yield DEFAULT, self._usual(code)
        if code[0] == "P" and code != "P5":
            # A reply decides about a right and never leaves with one pair of eyes; P5 needs the office's head (art. 33 ¶2).
            yield ALONE, say("不用审批，经办人直接发出")
        for length in range(1, len(APPROVERS) + 1):
            for roles in combinations(APPROVERS, length):
                if code == "P5" and "office_head" not in roles:
                    continue
                yield "+".join(roles), say("{roles}审批", roles="、".join(self._roles[role] for role in roles))

    def _usual(self, code: str) -> str:
        if code == "R":
            return say("默认程序")
        if code not in GROUPS and code not in DEFAULT_CHAINS:
            return say("同本类文书")
        roles = DEFAULT_CHAINS[code]
        if not roles:
            return say("默认：不用审批；改了“过程文书”的，同过程文书")
        return say("默认：{roles}审批", roles="、".join(self._roles[role] for role in roles))

    def clean_slug(self) -> str:
        given = self.cleaned_data["slug"]
        if wrong := naming.reserved_slug(given):
            raise ValidationError(wrong)
        return given

    def clean_postcode(self) -> str:
        given = self.cleaned_data["postcode"]
        if given and not re.fullmatch(r"\d{6}", given):
            raise ValidationError(say("邮政编码是6位数字，请核对"))
        return given

    def clean_index_pattern(self) -> str:
        """Every number must be unlike all others, so the serial is never left out."""
        given = self.cleaned_data["index_pattern"].strip()
        try:
            one, other = (
                given.format(organisation="X", code="Y", slug="z", year=2026, serial=serial) for serial in (1, 2)
            )
        except (KeyError, IndexError, ValueError, AttributeError):
            raise ValidationError(
                say("索引号格式只能用{organisation}、{code}、{slug}、{year}、{serial:05}，请核对花括号")
            ) from None
        if one == other or len(one) > 58:
            raise ValidationError(say("索引号格式里要有流水号{serial:05}，总长不超过60个字符"))
        return given

    def clean_code(self) -> str:
        given = self.cleaned_data["code"].strip()
        if wrong := naming.wrong_code(given):
            raise ValidationError(wrong)
        return given

    def clean_supervised_by(self) -> Agency | None:
        above = self.cleaned_data["supervised_by"]
        seen = above
        while seen is not None:
            if seen.pk == self.instance.pk:
                raise ValidationError(say("{name}由本机关主管，不能又主管本机关", name=above.short_name))
            seen = seen.supervised_by
        return above

    def clean_starts_on(self) -> date:
        given = self.cleaned_data["starts_on"]
        if self.instance.ends_on is not None and self.instance.ends_on < given:
            raise ValidationError(say("撤销日早于设立日，请核对"))
        return given

    def validate_unique(self) -> None:
        """Names of bodies stand in addresses and document numbers, so each is there once; said for the field it concerns."""
        for name in ("name", "slug", "code"):
            value = self.cleaned_data.get(name)
            twin = Agency.objects.filter(**{name: value}).exclude(pk=self.instance.pk).first() if value else None
            if twin:
                label = str(self.fields[name].label)
                self.add_error(name, say("{label}与{other}相同，请换一个", label=label, other=twin.short_name))

    @property
    def settings(self) -> dict[str, Any]:
        """Clean values by field of the model."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        values["readings"] = differing({r.key: self.cleaned_data[f"reading_{r.key}"] for r in readings()})
        chosen = {code: self.cleaned_data[f"chain_{code}"] for code in (*GROUPS, *LETTERS)}
        # Chains of other rooms, which have pages of their own, stay as they are.
        others = {key: chain for key, chain in self.instance.chains.items() if key not in chosen}
        values["chains"] = others | {
            code: [] if chain == ALONE else chain.split("+") for code, chain in chosen.items() if chain != DEFAULT
        }
        return values


class SectionForm(forms.Form):
    """A new section of a body."""

    name = forms.CharField(
        label=say("科室名称"), max_length=40, error_messages={"required": say("请填写科室名称，例如 市场运行股")}
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        # It stands on the page of the settings, which have a name too.
        super().__init__(*args, **{"auto_id": "section_%s", **kwargs})
        self._agency = agency

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Section.objects.filter(agency=self._agency, name=name).exists():
            raise ValidationError(say("已经有“{name}”", name=name))
        return name


def _text(value: Any) -> str:
    """A value of a reading as a form sends it: ``yes`` and ``no`` for the two truths, the code of an enum."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value if isinstance(value, Enum) else value)
