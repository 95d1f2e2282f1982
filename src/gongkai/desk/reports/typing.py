"""Figures typed by hand: a table, a single cell, or last year's 结转; each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.reports.place import Place, writing
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow, said
from gongkai.reporting import actions
from gongkai.reporting.counting import COUNTED_TABLES
from gongkai.reporting.figures import number, typeable, typed_figures
from gongkai.reporting.models import Draft, TypedFigure
from gongkai.reporting.rules import REPORT_WRITE
from gongkai.reports.checks.context import labels
from gongkai.reports.compose import figure
from gongkai.reports.editions import Column, edition_for, editions
from gongkai.reports.model import CellId

LAST = "last"
"""In the place of a table: what last year's report handed on."""


class FiguresForm(Worded):
    """One field a cell, all optional, and one reason for what is filled in."""

    rest = forms.BooleanField(
        label=say("没有填的格都是0"), required=False, help_text=say("确实没有发生的才勾选，会以您的名义填0")
    )
    why = forms.CharField(
        label=say("来源和理由"), max_length=200, help_text=say("例如：政务服务股、执法大队台账，1月10日核对")
    )

    def __init__(self, cells: Mapping[CellId, Column], names: Mapping[CellId, str], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cells = {f"{cell.row}/{cell.column}": cell for cell in cells}
        rest, why = self.fields.pop("rest"), self.fields.pop("why")
        for name, cell in self.cells.items():
            column = cells[cell]
            whole = column.kind != "money"
            self.fields[name] = forms.DecimalField(
                label=names[cell],
                required=False,
                max_digits=19,
                decimal_places=0 if whole else 6,
                min_value=None if column.kind == "signed" else 0,
                widget=forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal"}),
                error_messages={
                    "invalid": say("{name}要填数字", name=names[cell]),
                    "max_decimal_places": say("{name}最多{n}位小数", name=names[cell], n=0 if whole else 6),
                    "min_value": say("{name}不能是负数", name=names[cell]),
                    "max_digits": say("{name}的位数太多，请核对", name=names[cell]),
                    "max_whole_digits": say("{name}的位数太多，请核对", name=names[cell]),
                },
            )
        if len(self.cells) > 1:
            self.fields["rest"] = rest
        self.fields["why"] = why

    @property
    def figures(self) -> list[Any]:
        return [self[name] for name in self.cells]

    def changed(self, held: Mapping[CellId, TypedFigure]) -> tuple[dict[CellId, Decimal], list[CellId]]:
        """(what to type, what to take back) against what is typed now."""
        typed: dict[CellId, Decimal] = {}
        back = []
        for name, cell in self.cells.items():
            value = self.cleaned_data.get(name)
            if value is None and self.cleaned_data.get("rest"):
                value = Decimal(0)
            if value is None and cell in held:
                back.append(cell)
            elif value is not None and (cell not in held or held[cell].value != value):
                typed[cell] = value
        return typed, back


@require_http_methods(["GET", "POST"])
@allow(REPORT_WRITE)
def report_type_figure(request: HttpRequest, year: int, table: str, agency: str | None = None) -> HttpResponse:
    """Type the figures of 表二, of one cell of a counted table (``?cell=row/column``), or last year's carry-over (``last``)."""
    here, draft = writing(request, year, agency)
    of = year - 1 if table == LAST else year
    cells = _cells(draft, table, request.GET.get("cell", ""))
    edition = edition_for(of) if table == LAST else editions()[draft.edition]
    names = {}
    for cell in cells:
        row, column = labels(edition.tables[cell.table], cell)
        names[cell] = column if table == LAST else f"{row}　{column}"
    held = {t.cell: t for t in typed_figures(here.agency, of) if t.cell in cells}
    initial: dict[str, object] = {
        f"{cell.row}/{cell.column}": figure(number(t.value, cells[cell])) for cell, t in held.items()
    }
    initial["why"] = next((t.why for t in held.values()), "")
    form = FiguresForm(cells, names, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save(draft, form, held, of, here)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("数字已保存，检查结果已更新。"))
            return redirect(here.address())
    single = next(iter(cells)) if len(cells) == 1 else None
    context = {
        "place": here,
        "form": form,
        "table": table,
        "last": table == LAST,
        "of": of,
        "single": single,
        "counted": here.work.figures.counted.get(single) if single and table != LAST else None,
        "name": edition.tables[next(iter(cells)).table].name,
    }
    return render(request, "desk/reports/typing.html", context, status=422 if form.errors else 200)


def _cells(draft: Draft, table: str, one: str) -> dict[CellId, Column]:
    """The cells of the form. A counted table is opened one cell at a time: typing over a register is the exception."""
    if table == LAST:
        every = typeable(edition_for(draft.year - 1))
        return {cell: column for cell, column in every.items() if cell[:2] == ("applications", "carried_out")}
    found = {cell: column for cell, column in typeable(editions()[draft.edition]).items() if cell.table == table}
    if one or table in COUNTED_TABLES:
        found = {cell: column for cell, column in found.items() if f"{cell.row}/{cell.column}" == one}
    if not found:
        raise Http404
    return found


def _save(draft: Draft, form: FiguresForm, held: Mapping[CellId, TypedFigure], of: int, here: Place) -> None:
    typed, back = form.changed(held)
    if typed:
        actions.type_figures(draft, typed, why=form.cleaned_data["why"], by=here.account, year=of)
    for cell in back:
        actions.untype(draft, cell, by=here.account, year=of)


@require_POST
@allow(REPORT_WRITE)
def report_untype(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Take one typed figure back. Posted: ``cell``."""
    here, draft = writing(request, year, agency)
    try:
        cell = CellId.parse(request.POST.get("cell", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.untype(draft, cell, by=here.account)
    except GongkaiError as error:
        return said(request, error, here.address())
    messages.success(request, say("手填的数已取消，记录仍保留。"))
    return redirect(here.address())
