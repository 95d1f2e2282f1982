"""Open a draft, write its words, type what no register holds, explain what is no mistake."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require
from gongkai.reporting.actions.changing import ReportChanged, changing, reopened_by_an_edit
from gongkai.reporting.assembling import work
from gongkai.reporting.checking import Checked, may_be_explained
from gongkai.reporting.figures import typeable
from gongkai.reporting.models import Draft, Explanation, SectionText, TypedFigure
from gongkai.reporting.previous import last_frozen
from gongkai.reporting.rules import REPORT_WRITE
from gongkai.reports.editions import Column, edition_for, editions
from gongkai.reports.model import CellId

FIRST_YEAR = 2019
"""The first report year with a form of this kind."""


def open_draft(agency: Agency, year: int, *, by: Account) -> Draft:
    """Begin the report of ``year``, in the edition of that year; the one that is there already, if somebody was first."""
    require(by, REPORT_WRITE.key, agency.pk)
    if not FIRST_YEAR <= year <= clock.today().year:
        raise GongkaiError(
            say("只能编写{first}年至今年的年度报告，没有打开{year}年的。请核对年度。", first=FIRST_YEAR, year=year)
        )
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                agency=agency, year=year, edition=edition_for(year).id, opened_by=by, opened_at=clock.now()
            )
            log("report.opened", draft, by=by, agency=agency, year=year, edition=draft.edition)
    except IntegrityError:
        return Draft.objects.get(agency=agency, year=year)
    return draft


def write_section(draft: Draft, key: str, text: str, *, by: Account, version: int) -> SectionText | None:
    """Write the words of one section. ``version``: of the words the person saw (0: still the generated ones).

    None where nothing was changed. Raises `ReportChanged` if somebody else wrote it meanwhile.
    """
    written = write_sections(draft, {key: (text, version)}, by=by)
    return written[0] if written else None


def write_sections(draft: Draft, texts: Mapping[str, tuple[str, int]], *, by: Account) -> list[SectionText]:
    """Write several sections at once: key → (words, version seen). What is still as it was stays untouched; all or nothing."""
    with changing(draft, REPORT_WRITE, "report.section_written", by=by) as step:
        now = work(step.draft.agency, step.draft.year, step.draft)
        unknown = [key for key in texts if key not in now.texts]
        if unknown:
            raise GongkaiError(say("报告没有名为“{key}”的文字部分，没有保存。请从年报页面进入。", key=unknown[0]))
        changed = {
            key: (_plain(text), version) for key, (text, version) in texts.items() if _plain(text) != now.texts[key]
        }
        if not changed:
            step.idle = True
            return []
        reopened_by_an_edit(step.draft, say("修改文字"))
        held = {text.key: text for text in SectionText.objects.select_for_update().filter(draft=step.draft)}
        written = []
        for key, (text, version) in changed.items():
            section = held.get(key) or SectionText(draft=step.draft, key=key, version=0)
            if section.version != version:
                raise ReportChanged(step.draft)
            section.text, section.by, section.at = text, by, clock.now()
            section.version += 1
            section.save()
            written.append(section)
        step.data = {"sections": {s.key: s.version for s in written}}
    return written


def _plain(text: str) -> str:
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(line for line in lines if line)


def type_figure(
    draft: Draft, cell: CellId, value: Decimal | int, *, why: str, by: Account, year: int | None = None
) -> TypedFigure:
    """Type one figure; see `type_figures`."""
    return type_figures(draft, {cell: value}, why=why, by=by, year=year)[0]


def type_figures(
    draft: Draft, values: Mapping[CellId, Decimal | int], *, why: str, by: Account, year: int | None = None
) -> list[TypedFigure]:
    """Type figures that no register holds, with one reason for all of them. One typed before is replaced, and kept.

    ``year``: last year's, where its report is not kept here. Raises GongkaiError for a total, an unknown cell, a value the cell
    cannot hold, or no reason.
    """
    of = draft.year if year is None else year
    with changing(draft, REPORT_WRITE, "report.figures_typed", by=by) as step:
        known = _cells_for(step.draft, of)
        reason = why.strip()
        if not reason:
            raise GongkaiError(say("请写明数字的来源和理由，例如“行政许可台账，政务服务股提供”。没有理由的数不能填。"))
        for cell, value in values.items():
            _check_value(cell, Decimal(value), known.get(cell))
        reopened_by_an_edit(step.draft, say("填写数字"))
        for cell in values:
            _replace(step.draft, of, cell, by)
        made = TypedFigure.objects.bulk_create(
            TypedFigure(
                agency=step.draft.agency,
                year=of,
                table=cell.table,
                row=cell.row,
                column=cell.column,
                value=value,
                why=reason[:200],
                by=by,
                at=clock.now(),
            )
            for cell, value in values.items()
        )
        step.data = {"of": of, "figures": {str(cell): Decimal(value) for cell, value in values.items()}, "why": reason}
    return made


def untype(draft: Draft, cell: CellId, *, by: Account, year: int | None = None) -> None:
    """Take a typed figure back: the count stands again, or the cell is blank. What was typed is kept."""
    of = draft.year if year is None else year
    with changing(draft, REPORT_WRITE, "report.figure_untyped", by=by) as step:
        reopened_by_an_edit(step.draft, say("取消手填的数"))
        if not _replace(step.draft, of, cell, by):
            raise GongkaiError(say("这一格没有手填的数，不用取消。请刷新页面查看。"))
        step.data = {"of": of, "cell": str(cell)}


def _cells_for(draft: Draft, year: int) -> Mapping[CellId, Column]:
    if year == draft.year:
        return typeable(editions()[draft.edition])
    if year != draft.year - 1:
        raise GongkaiError(say("只能填本年和上一年的数。请核对年度。"))
    if last_frozen(draft.agency, year) is not None:
        raise GongkaiError(say("{year}年的年报已经在这里批准，结转以那份报告为准，不能另填。", year=year))
    return typeable(edition_for(year))


def _check_value(cell: CellId, value: Decimal, column: Column | None) -> None:
    if column is None:
        raise GongkaiError(say("“{cell}”不能手填：总计由各格相加得出，其他地址不在这一年的格式里。", cell=cell))
    whole = value == value.to_integral_value()
    if not value.is_finite() or (column.kind != "signed" and value < 0) or (column.kind != "money" and not whole):
        raise GongkaiError(
            say("“{label}”应填非负整数，填的是{value}，没有保存。", label=column.label, value=value)
            if column.kind == "count"
            else say("“{label}”填的是{value}，不是这一格可以有的数，没有保存。", label=column.label, value=value)
        )
    if value != round(value, 6) or abs(value) >= 10**13:
        raise GongkaiError(say("“{label}”最多六位小数、十三位整数，没有保存。", label=column.label))


def _replace(draft: Draft, year: int, cell: CellId, by: Account) -> int:
    return TypedFigure.objects.filter(
        agency=draft.agency, year=year, table=cell.table, row=cell.row, column=cell.column, replaced_at=None
    ).update(replaced_by=by, replaced_at=clock.now())


def explain(draft: Draft, code: str, text: str, *, by: Account) -> Explanation | None:
    """Say why a finding is no mistake; an empty text takes the explanation back (None).

    Raises GongkaiError for a finding that is not there or has to be put right.
    """
    with changing(draft, REPORT_WRITE, "report.explained", by=by) as step:
        words = text.strip()[:300]
        if words:
            found = [
                f for f in Checked(work(step.draft.agency, step.draft.year, step.draft)).findings if f.code == code
            ]
            if not found:
                raise GongkaiError(say("这一条已经不在检查结果里，不用说明。请刷新页面查看。"))
            if not all(may_be_explained(finding) for finding in found):
                raise GongkaiError(say("这一条是要改的错误，写说明不能代替更正。请改正后再送审。"))
        reopened_by_an_edit(step.draft, say("写说明"))
        step.data = {"code": code, "text": words}
        if not words:
            step.draft.explanations.filter(code=code).delete()
            return None
        made, _ = Explanation.objects.update_or_create(
            draft=step.draft, code=code, defaults={"text": words, "by": by, "at": clock.now()}
        )
    return made
