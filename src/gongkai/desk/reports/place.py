"""Whose report and of which year: found among what the person may see, else 404."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with
from gongkai.reporting import queries
from gongkai.reporting.assembling import Work, work
from gongkai.reporting.exporting import MEDIA
from gongkai.reporting.models import Draft
from gongkai.reporting.rules import REPORT_APPROVE, REPORT_WRITE
from gongkai.reports.model import CellId


@dataclass(frozen=True)
class Place:
    """One report before one person. ``own``: it is that of the person's own body, whose address needs no name."""

    account: Account
    agency: Agency
    year: int
    own: bool

    @cached_property
    def draft(self) -> Draft | None:
        found = Draft.objects.filter(agency=self.agency, year=self.year).select_related("frozen__by").first()
        if found is not None:
            found.agency = self.agency
        return found

    @cached_property
    def work(self) -> Work:
        return work(self.agency, self.year, self.draft)

    @cached_property
    def may_write(self) -> bool:
        return self.agency.pk in agencies_with(self.account, REPORT_WRITE.key)

    @cached_property
    def may_approve(self) -> bool:
        return self.agency.pk in agencies_with(self.account, REPORT_APPROVE.key)

    @cached_property
    def sees_cases(self) -> bool:
        return queries.may_see_cases(self.account, self.agency.pk)

    def address(self, name: str = "report", **more: object) -> str:
        """The address of page ``name`` for this report."""
        whose = {} if self.own else {"agency": self.agency.slug}
        return reverse(f"desk:{name}", kwargs={**whose, "year": self.year, **more})

    @cached_property
    def to(self) -> dict[str, str]:
        """The addresses of the pages and steps of this report, by their short names."""
        names = ("open", "text", "untype", "explain", "submit", "recall", "approve", "publish", "reopen")
        return {
            "report": self.address(),
            "fill": f"{self.address('report_text')}#proactive",
            **{name: self.address(f"report_{name}") for name in names},
            "type_last": self.address("report_type_figure", table="last"),
            **{f"export_{format}": self.address("report_export", format=format) for format in MEDIA},
        }

    def cell_address(self, cell: CellId) -> str:
        """Where the records behind a figure are listed."""
        return self.address("report_cell", table=cell.table, row=cell.row, column=cell.column)


def place(request: HttpRequest, year: int, agency: str | None = None) -> Place:
    """The report at an address. Raises Http404 for a body whose reports the person may not see, or a year that has none."""
    account: Account = request.user  # type: ignore[assignment]
    own = queries.own_agencies(account).first()
    body = own if agency is None else queries.agencies_for(account).filter(slug=agency).first()
    if body is None or not 2019 <= year <= 2200:
        raise Http404
    return Place(account, body, year, agency is None)


def writing(request: HttpRequest, year: int, agency: str | None = None) -> tuple[Place, Draft]:
    """The same for a page on which something is written. Raises Http404 where the person may not, or nothing is begun."""
    here = place(request, year, agency)
    if not here.may_write or here.draft is None:
        raise Http404
    return here, here.draft
