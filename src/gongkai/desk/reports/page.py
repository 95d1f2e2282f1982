"""What the page of a report shows: six parts, three tables, findings, carry-over, typed figures, differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from gongkai.applications.models import Application
from gongkai.desk.reports.finding import TITLES, Numbered, numbered
from gongkai.desk.reports.place import Place
from gongkai.desk.reports.records import names
from gongkai.desk.reports.statutory import Laid, Shown, laid
from gongkai.language import say
from gongkai.law import Due
from gongkai.law.clocks.fixed import fixed_due
from gongkai.people.models import Appointment, Role
from gongkai.reporting import queries
from gongkai.reporting.actions.approving import chain_of
from gongkai.reporting.assembling import approved
from gongkai.reporting.checking import Checked, Held
from gongkai.reporting.figures import cells_of
from gongkai.reporting.freezing import Differences, differences
from gongkai.reporting.models import Approval, TypedFigure
from gongkai.reporting.previous import CarryOver, carry_over
from gongkai.reports.checks.context import labels
from gongkai.reports.editions import SectionForm
from gongkai.reports.model import AnnualReport, CellId

DIGITS = "零一二三四五六七八九十"
MANY = 12
"""More cells than this in one finding are coloured, but not numbered one by one."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts: its heading, what stands in it, and how it is with it."""

    form: SectionForm
    heading: str
    text: str
    table: Laid | None
    late: int
    near: int
    generated: bool

    @property
    def key(self) -> str:
        return self.form.key

    @property
    def tab(self) -> str:
        return f"{DIGITS[self.form.number]} {self.form.label.removeprefix('政府信息公开')}"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A figure typed by hand, in the words of the form."""

    cell: CellId
    row: str
    column: str
    text: str
    why: str
    by: str
    at: datetime
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A record that the registers now place otherwise than the frozen report."""

    name: str
    address: str
    then: str
    now: str


@dataclass(frozen=True)
class ReportPage:
    """Everything on the page. What was approved is shown as it was; only what is open follows the registers."""

    place: Place

    @cached_property
    def checked(self) -> Checked:
        return Checked(self.place.work)

    @cached_property
    def frozen(self) -> bool:
        return self.place.draft is not None and self.place.draft.frozen is not None

    @cached_property
    def report(self) -> AnnualReport:
        draft = self.place.draft
        return approved(draft.frozen) if draft and draft.frozen else self.place.work.report

    @cached_property
    def findings(self) -> tuple[Numbered, ...]:
        found = () if self.frozen else self.checked.findings
        return numbered(found, self.checked.explanations, self.place)

    @cached_property
    def late(self) -> int:
        return sum(f.kind == "late" for f in self.findings)

    @cached_property
    def near(self) -> int:
        return sum(f.kind == "near" and not f.settled for f in self.findings)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        return self.checked.held

    @cached_property
    def due(self) -> Due:
        return fixed_due("annual_report", self.place.year)

    @cached_property
    def typed(self) -> Mapping[CellId, TypedFigure]:
        return {} if self.frozen else self.place.work.figures.typed

    @cached_property
    def typed_lines(self) -> Sequence[TypedLine]:
        """Every figure typed by hand, in the order of the form; of a frozen report those it was approved with."""
        tables, counted = self.place.work.edition.tables, self.place.work.figures.counted
        if self.frozen:
            body = self.place.draft.frozen.body["typed"]  # type: ignore[union-attr]
            hands = {CellId.parse(c): (t["why"], t["by"], datetime.fromisoformat(t["at"])) for c, t in body.items()}
        else:
            hands = {cell: (typed.why, typed.by.name, typed.at) for cell, typed in self.typed.items()}
        return [
            TypedLine(
                cell,
                *labels(tables[cell.table], cell),
                self.shown[cell].text,
                *hands[cell],
                None if self.frozen else counted.get(cell),
            )
            for cell in self.shown
            if cell in hands
        ]

    @cached_property
    def told(self) -> Sequence[tuple[str, str]]:
        """(title, words) of the explanations a frozen report was approved with."""
        if not self.frozen:
            return []
        told = self.place.draft.frozen.body["explanations"]  # type: ignore[union-attr]
        return [(TITLES.get(code, code), text) for code, text in told.items()]

    @cached_property
    def shown(self) -> Mapping[CellId, Shown]:
        """Every cell of the form as it is drawn."""
        marks: dict[CellId, str] = {}
        keys: dict[CellId, list[int]] = {}
        for found in self.findings:
            for cell in found.finding.cells:
                if marks.get(cell) != "late":
                    marks[cell] = found.kind
                if len(found.finding.cells) <= MANY:
                    keys.setdefault(cell, []).append(found.number)
        report, by_hand = self.report, self._by_hand
        drawn = {}
        for cell in cells_of(self.place.work.edition):
            value = report.value(cell)
            sign = "typed" if cell in by_hand else ""
            if cell.row == "carried_out" and value:
                sign = sign or "carried"
            drawn[cell] = Shown(
                value,
                self.place.cell_address(cell) if value or (sign == "typed") else "",
                marks.get(cell, ""),
                tuple(keys.get(cell, ())),
                sign,
            )
        return drawn

    @property
    def _by_hand(self) -> set[CellId]:
        if self.frozen:
            return {CellId.parse(cell) for cell in self.place.draft.frozen.body["typed"]}  # type: ignore[union-attr]
        return set(self.typed)

    @cached_property
    def counted_by_register(self) -> int:
        """How many cells of the counted tables stand as the register has them."""
        return sum(cell in self.place.work.figures.counted and cell not in self._by_hand for cell in self.shown)

    @cached_property
    def parts(self) -> Sequence[Part]:
        edition, made = self.place.work.edition, []
        for form in edition.sections:
            here = [f for f in self.findings if f.part == form.key]
            section = self.report.sections.get(form.key)
            table = laid(edition.tables[form.table], self.shown) if form.table else None
            made.append(
                Part(
                    form,
                    f"{DIGITS[form.number]}、{form.label}",
                    section.text if section else "",
                    table,
                    sum(f.kind == "late" for f in here),
                    sum(f.kind == "near" and not f.settled for f in here),
                    not self.frozen and form.table is None and form.key not in self.place.work.written,
                )
            )
        return made

    @property
    def main_figures(self) -> list[tuple[str, str]]:
        """What a leader looks at first."""
        rows = {
            say("本年新收申请"): ("applications", "received"),
            say("上年结转"): ("applications", "carried_in"),
            say("本年办结"): ("applications", "handled_total"),
            say("结转下年"): ("applications", "carried_out"),
            say("行政复议"): ("remedies", "reconsideration"),
            say("未经复议直接起诉"): ("remedies", "suit_direct"),
            say("复议后起诉"): ("remedies", "suit_after_reconsideration"),
        }
        return [(name, self.shown[CellId(table, row, "total")].text) for name, (table, row) in rows.items()]

    @cached_property
    def carry_over(self) -> CarryOver:
        if self.frozen:
            return carry_over(self.place.work, self.checked.previous, self.report)
        return self.checked.carry_over

    @cached_property
    def carried_cases(self) -> Mapping[str, QuerySet[Application]]:
        """The applications that make the carry-over differ; none for those who may not see cases."""
        if not self.place.sees_cases:
            return {}
        only = Application.objects.only("pk", "number", "title", "agency_id")
        return {"more": only.filter(pk__in=self.carry_over.more), "fewer": only.filter(pk__in=self.carry_over.fewer)}

    @cached_property
    def differences(self) -> Differences:
        return differences(self.place.draft) if self.place.draft else Differences()

    @cached_property
    def changed_figures(self) -> Sequence[tuple[str, str, Shown, Shown]]:
        """(row, column, then, now) of each figure that would be another today."""
        edition = self.place.work.edition
        return [
            (*labels(edition.tables[d.cell.table], d.cell), Shown(d.then), Shown(d.now)) for d in self.differences.cells
        ]

    @cached_property
    def moved(self) -> Sequence[MovedLine]:
        """The records behind the differences, the first fifty; none for those who may not see cases."""
        if not self.place.sees_cases:
            return []
        lines = []
        for register in dict.fromkeys(m.register for m in self.differences.records):
            here = [m for m in self.differences.records if m.register == register][:50]
            found = names(register, [m.pk for m in here])
            lines += [MovedLine(*found[m.pk], self._where(m.then), self._where(m.now)) for m in here if m.pk in found]
        return lines

    def _where(self, cells: Sequence[CellId]) -> str:
        """The rows that count a record, in words, once each: totals say nothing of their own."""
        edition = self.place.work.edition
        rows = dict.fromkeys(
            labels(edition.tables[cell.table], cell)
            for cell in cells
            if cell.column != "total" and cell.row != "handled_total"
        )
        return "、".join(f"{row}·{column}" for row, column in rows)

    @cached_property
    def approvals(self) -> Sequence[Approval]:
        return [] if self.place.draft is None else list(queries.approvals_of(self.place.draft))

    @cached_property
    def mine(self) -> Approval | None:
        """The approval that this person could give now."""
        draft = self.place.draft
        return None if draft is None else queries.waiting_for(self.place.account).filter(draft=draft).first()

    @cached_property
    def approver(self) -> str:
        """Whom the report goes to first, by name where it is one person."""
        role = chain_of(self.place.agency)[0]
        names = [
            a.account.name
            for a in Appointment.objects.filter(agency=self.place.agency, role=role).select_related("account")
            if a.ends_on is None
        ]
        return names[0] if len(names) == 1 else Role(role).label
