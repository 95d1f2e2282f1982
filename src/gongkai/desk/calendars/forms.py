"""A notice as it is handed in, and its days as lines that a person can read and mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from gongkai.calendars.actions.entering import FIRST, LAST
from gongkai.language import say
from gongkai.law.calendar.notice import runs
from gongkai.law.calendar.year import FESTIVALS
from gongkai.look.forms import Worded

_DAY = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
_LINE = re.compile(rf"(\D*?)[\s:：]*{_DAY}(?:\s*(?:至|到|/|—+|~)\s*{_DAY})?")


class EnterForm(Worded):
    """The text of the notice or its file; or nothing but the year, to fill in the days by hand."""

    text = forms.CharField(
        label=say("通知全文"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=say("从政府网站复制，连标题和文号一起粘贴"),
    )
    upload = forms.FileField(
        label=say("或者上传通知文件"), required=False, help_text=say("PDF、Word、网页或者文本文件")
    )
    year = forms.IntegerField(
        label=say("年度"),
        required=False,
        min_value=FIRST,
        max_value=LAST,
        help_text=say("通知里写明年份的不用填；只填年度，就是逐日手工填写"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            not self.errors
            and not given.get("upload")
            and not str(given.get("text") or "").strip()
            and not given.get("year")
        ):
            self.add_error("text", say("请粘贴通知全文，或者选择文件，或者填写年度"))
        return given


def _as_lines(days: object) -> str:
    """{name: ["2027-01-01/2027-01-03"]} as lines 元旦 2027-01-01 至 2027-01-03, by day: a database need not keep the order of keys."""
    if not isinstance(days, Mapping):
        return ""
    found = sorted((str(run), name) for name, listed in days.items() for run in listed)
    return "\n".join(f"{name} {run.replace('/', ' 至 ')}" for run, name in found)


class DaysForm(Worded):
    """The days of one year. Lines that are not understood are named and stay as they were typed."""

    title = forms.CharField(label=say("通知标题"), required=False, max_length=120)
    number = forms.CharField(
        label=say("文号"), required=False, max_length=60, help_text=say("例如：国办发明电〔2025〕7号")
    )
    off = forms.CharField(
        label=say("放假"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=say("一行一段，例如：元旦 2027-01-01 至 2027-01-03"),
    )
    work = forms.CharField(
        label=say("调休上班"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=say("一行一天，例如：2027-02-14"),
    )
    statutory = forms.CharField(
        label=say("法定节日当天"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=say("通知里不一定写。春节四天从除夕算起，劳动节两天，国庆节三天，其余一天"),
    )
    unpaired = forms.IntegerField(
        label=say("没有配平的天数"),
        required=False,
        min_value=-10,
        max_value=10,
        help_text=say("平常不填。临时增加放假又不调休时，填多放的工作日数"),
    )
    unpaired_why = forms.CharField(label=say("没有配平的原因"), required=False, max_length=100)
    why = forms.CharField(
        label=say("为什么改"),
        required=False,
        max_length=300,
        help_text=say("更正已经启用的安排时写明，例如：国务院办公厅通知调整"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, year: int, **kwargs: Any):
        self.year = year
        super().__init__(*args, **kwargs)

    @staticmethod
    def shown(table: Mapping[str, Any]) -> dict[str, object]:
        """A table as the values of the form."""
        unpaired = table.get("unpaired") or {}
        return {
            "title": table.get("title", ""),
            "number": table.get("number", ""),
            "off": _as_lines(table.get("off")),
            "work": "\n".join((table.get("work") or {}).get("days", [])),
            "statutory": _as_lines(table.get("statutory")),
            "unpaired": unpaired.get("days"),
            "unpaired_why": unpaired.get("why", ""),
        }

    def clean_off(self) -> dict[str, list[str]]:
        return self._named("off")

    def clean_statutory(self) -> dict[str, list[str]]:
        return self._named("statutory")

    def clean_work(self) -> list[str]:
        return [day.isoformat() for _, days in self._lines("work") for day in days]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("unpaired") and not given.get("unpaired_why"):
            self.add_error("unpaired_why", say("请写明没有配平的原因"))
        return given

    @property
    def table(self) -> dict[str, Any]:
        """The clean values as `gongkai.law.calendar.parse_year` takes them."""
        given = self.cleaned_data
        table: dict[str, Any] = {
            "year": self.year,
            "title": given["title"],
            "number": given["number"],
            "evidence": "entered at the desk",
            "statutory": given["statutory"],
            "off": given["off"],
            "work": {"days": given["work"]},
        }
        if given.get("unpaired"):
            table["unpaired"] = {"days": given["unpaired"], "why": given["unpaired_why"]}
        return table

    def _named(self, name: str) -> dict[str, list[str]]:
        found: dict[str, list[date]] = {}
        for holiday, days in self._lines(name):
            if not holiday:
                raise forms.ValidationError(say("每一行都要写节日名称，例如：元旦 2027-01-01"))
            found.setdefault(holiday, []).extend(days)
        return {holiday: runs(days) for holiday, days in found.items()}

    def _lines(self, name: str) -> Iterable[tuple[str, list[date]]]:
        for line in filter(None, map(str.strip, str(self.cleaned_data[name]).splitlines())):
            found = _LINE.fullmatch(line)
            if found is None:
                raise forms.ValidationError(say("“{line}”没有读懂，请写成：元旦 2027-01-01 至 2027-01-03", line=line))
            holiday, *parts = found.groups()
            try:
                first = date(int(parts[0] or self.year), int(parts[1]), int(parts[2]))
                last = date(int(parts[3] or first.year), int(parts[4]), int(parts[5])) if parts[4] else first
            except ValueError:
                raise forms.ValidationError(say("“{line}”里的日期不存在，请核对", line=line)) from None
            if not 0 <= (last - first).days <= 60:
                raise forms.ValidationError(say("“{line}”的起止日期不对，请核对", line=line))
            yield _full(holiday.strip()), [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def _full(name: str) -> str:
    """清明 is 清明节; combined names as they are."""
    return f"{name}节" if f"{name}节" in FESTIVALS else name
