"""Figures typed by hand: a table, a single cell, or last year's 结转; each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.reports.place import Place, writing
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded, word_fields
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


class Unfinished:
    """A field that may be saved empty though the report cannot go out with it empty, so it is not marked as optional."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:  # type: ignore[attr-defined]
            super().validate(value)  # type: ignore[misc]


class Figure(Unfinished, forms.DecimalField):
    """One statutory figure."""


class Reason(Unfinished, forms.CharField):
    """Where figures come from; asked for only where there are any."""


class FiguresForm(Worded):
    """One field a cell, and one reason for what is filled in. ``held``: what is typed now."""

    rest = forms.BooleanField(
        label=say("没有填的格都是0"), required=False, help_text=say("确实没有发生的才勾选，会以您的名义填0")
    )
    why = Reason(
        label=say("来源和理由"),
        max_length=200,
        help_text=say("填了数就要写，例如：政务服务股、执法大队台账，1月10日核对"),
    )

    def __init__(
        self,
        cells: Mapping[CellId, Column],
        names: Mapping[CellId, str],
        held: Mapping[CellId, TypedFigure],
        data: Any = None,
    ):
        initial: dict[str, object] = {
            f"{cell.row}/{cell.column}": figure(number(t.value, cells[cell])) for cell, t in held.items()
        }
        super().__init__(data, initial=initial)
        self.held = held
        self.cells = {f"{cell.row}/{cell.column}": cell for cell in cells}
        rest, why = self.fields.pop("rest"), self.fields.pop("why")
        for name, cell in self.cells.items():
            self.fields[name] = _field(cells[cell], names[cell])
        if len(self.cells) > 1:
            self.fields["rest"] = rest
        self.fields["why"] = why
        word_fields(self)

    @property
    def figures(self) -> list[Any]:
        return [self[name] for name in self.cells]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.changed[0] and not given.get("why", "").strip() and "why" not in self.errors:
            self.add_error("why", say("请填写来源和理由：没有理由的数不能填"))
        return given

    @property
    def changed(self) -> tuple[dict[CellId, Decimal], list[CellId]]:
        """(what to type, what to take back) against what is typed now."""
        typed: dict[CellId, Decimal] = {}
        back = []
        for name, cell in self.cells.items():
            if name in self.errors:
                continue
            value = self.cleaned_data.get(name)
            if value is None and self.cleaned_data.get("rest"):
                value = Decimal(0)
            if value is None and cell in self.held:
                back.append(cell)
            elif value is not None and (cell not in self.held or self.held[cell].value != value):
                typed[cell] = value
        return typed, back


def _field(column: Column, name: str) -> Figure:
    """A figure of one kind of column. A text input: a spinner's wheel must not change a statutory figure."""
    places = 6 if column.kind == "money" else 0
    return Figure(
        label=name,
        max_digits=19,
        decimal_places=places,
        min_value=None if column.kind == "signed" else 0,
        widget=forms.TextInput(attrs={"inputmode": "decimal" if places else "numeric"}),
        error_messages={
            "invalid": say("{name}要填数字", name=name),
            "max_decimal_places": say("{name}最多{n}位小数", name=name, n=places),
            "min_value": say("{name}不能是负数", name=name),
            "max_digits": say("{name}的位数太多，请核对", name=name),
            "max_whole_digits": say("{name}的位数太多，请核对", name=name),
        },
    )


def figures_form(here: Place, draft: Draft, table: str, one: str = "", data: Any = None) -> FiguresForm:
    """The form for 表二, for one cell (``one``: row/column) of a table, or for last year's carry-over (`LAST`). Raises Http404
    for anything else."""
    of = draft.year - 1 if table == LAST else draft.year
    edition = edition_for(of) if table == LAST else editions()[draft.edition]
    cells = _cells(draft, table, one)
    names = {}
    for cell in cells:
        row, column = labels(edition.tables[cell.table], cell)
        names[cell] = column if table == LAST else f"{row}　{column}"
    held = {t.cell: t for t in typed_figures(here.agency, of) if t.cell in cells}
    return FiguresForm(cells, names, held, data)


def save_figures(draft: Draft, form: FiguresForm, year: int, here: Place) -> bool:
    """Type and take back what the form changed; whether it changed anything."""
    typed, back = form.changed
    if typed:
        actions.type_figures(draft, typed, why=form.cleaned_data["why"], by=here.account, year=year)
    for cell in back:
        actions.untype(draft, cell, by=here.account, year=year)
    return bool(typed or back)


@require_http_methods(["GET", "POST"])
@allow(REPORT_WRITE)
def report_type_figure(request: HttpRequest, year: int, table: str, agency: str | None = None) -> HttpResponse:
    """Type the figures of 表二, of one cell of a counted table (``?cell=row/column``), or last year's carry-over (``last``)."""
    here, draft = writing(request, year, agency)
    of = year - 1 if table == LAST else year
    form = figures_form(here, draft, table, request.GET.get("cell", ""), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                save_figures(draft, form, of, here)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("数字已保存，检查结果已更新。"))
            return redirect(here.address())
    cells = list(form.cells.values())
    single = cells[0] if len(cells) == 1 else None
    context = {
        "place": here,
        "form": form,
        "table": table,
        "last": table == LAST,
        "of": of,
        "single": single,
        "counted": here.work.figures.counted.get(single) if single and table != LAST else None,
        "name": editions()[draft.edition].tables[cells[0].table].name,
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
