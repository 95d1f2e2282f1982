"""The report as a value of `gongkai.reports`: figures from registers and hands, words from the clerk or drafted from facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people import clock
from gongkai.reporting import counting
from gongkai.reporting.counting import Group, Register
from gongkai.reporting.figures import Figures, figures
from gongkai.reporting.models import Draft, Frozen, SectionText
from gongkai.reporting.narrative import Sentence, narrative, text_of
from gongkai.reports.compose import figure
from gongkai.reports.editions import Edition, edition_for, editions
from gongkai.reports.model import AnnualReport, CellId, Reading, Section
from gongkai.reports.outputs.json import from_json

_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Work:
    """Everything a report in the making is put together from, read once. ``draft`` None: nobody has begun it.

    ``keyed``: the records themselves are fetched and counted here, so that figures and records are of one moment.
    """

    agency: Agency
    year: int
    draft: Draft | None
    keyed: bool = False

    @cached_property
    def edition(self) -> Edition:
        return editions()[self.draft.edition] if self.draft else edition_for(self.year)

    @cached_property
    def registers(self) -> Sequence[Register]:
        """The registers that count for the body and year."""
        return counting.registers(self.agency, self.year, self.edition)

    @cached_property
    def members(self) -> Mapping[str, Mapping[Group, list[int]]]:
        """The primary keys of the records behind the figures: register → group → keys."""
        return {register.key: register.members(self.agency, self.year) for register in self.registers}

    @cached_property
    def figures(self) -> Figures:
        groups = None
        if self.keyed:
            groups = {
                key: {group: len(keys) for group, keys in members.items()} for key, members in self.members.items()
            }
        return figures(self.agency, self.year, self.edition, groups, self.registers)

    @cached_property
    def facts(self) -> Mapping[CellId, int]:
        return counting.facts(self.agency, self.year)

    @cached_property
    def drafted(self) -> Mapping[str, tuple[Sentence, ...]]:
        """What the facts alone would say, section by section."""
        return narrative(self.figures, self.facts)

    @cached_property
    def written(self) -> Mapping[str, SectionText]:
        """What a person has written, by section."""
        if self.draft is None:
            return {}
        return {text.key: text for text in self.draft.sections.select_related("by")}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The words of each narrative section as they now stand."""
        return {
            key: self.written[key].text if key in self.written else text_of(sentences)
            for key, sentences in self.drafted.items()
        }

    @cached_property
    def report(self) -> AnnualReport:
        """The report as it would be approved today. It bears a date only once the year is over."""
        today = clock.today()
        return compose_report(self, today if today.year > self.year else None)


def work(agency: Agency, year: int, draft: Draft | None = None, *, keyed: bool = False) -> Work:
    """The report in the making of a body and year; its draft is looked for unless given."""
    found = draft or Draft.objects.filter(agency=agency, year=year).select_related("frozen").first()
    return Work(agency, year, found, keyed)


def assemble(agency: Agency, year: int) -> AnnualReport:
    """The annual report as registers, hands and words now make it; for one that was approved, see `approved`."""
    return work(agency, year).report


def compose_report(made: Work, dated: date | None) -> AnnualReport:
    """Title, preamble, six sections, tables, signature."""
    agency, year, edition = made.agency, made.year, made.edition
    sections = {
        form.key: Section(form.key, f"{_DIGITS[form.number]}、{form.label}", made.texts.get(form.key, ""))
        for form in edition.sections
    }
    return AnnualReport(
        agency=agency.name,
        year=year,
        edition=edition.id,
        tables=made.figures.tables(),
        sections=sections,
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        preamble=preamble(agency, year, edition),
        signed_by=agency.name,
        signed_on=dated,
    )


def preamble(agency: Agency, year: int, edition: Edition) -> str:
    """What the report rests on, the period of its figures, and where the body can be reached."""
    words = say(
        "本报告根据《中华人民共和国政府信息公开条例》和{source}编制，由{count}个部分组成。所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
        source=edition.source,
        count=_DIGITS[len(edition.sections)],
        year=year,
    )
    if agency.address:
        words += say(
            "如对本报告有疑问，请与{agency}{office}联系（地址：{address}{postcode}）。",
            agency=agency.name,
            office=agency.office,
            address=agency.address,
            postcode=say("，邮政编码：{code}", code=agency.postcode) if agency.postcode else "",
        )
    return words


def reading_of(report: AnnualReport) -> Reading:
    """The report as the checks take it: nothing doubted, a blank printed as a blank."""
    words = [report.title or "", report.preamble]
    for section in report.sections.values():
        words += [section.heading or "", section.text]
    return Reading(
        report,
        printed={cell: figure(value) for cell, value in report.cells()},
        text="\n".join(word for word in words if word),
    )


def approved(frozen: Frozen) -> AnnualReport:
    """The report exactly as it was approved."""
    return from_json(frozen.body["report"]).report


def shown(draft: Draft) -> AnnualReport:
    """What the report says: as approved, or, while it is open, as it now stands."""
    return approved(draft.frozen) if draft.frozen else work(draft.agency, draft.year, draft).report
