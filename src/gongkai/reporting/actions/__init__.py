"""What people do to an annual report. Each action: permission, rule, change, log entry, in one transaction."""

from gongkai.reporting.actions.approving import approve, publish, recall, reopen, submit
from gongkai.reporting.actions.changing import NotOpen, ReportChanged
from gongkai.reporting.actions.writing import (
    explain,
    open_draft,
    type_figure,
    type_figures,
    untype,
    write_section,
    write_sections,
)

__all__ = [
    "NotOpen",
    "ReportChanged",
    "approve",
    "explain",
    "open_draft",
    "publish",
    "recall",
    "reopen",
    "submit",
    "type_figure",
    "type_figures",
    "untype",
    "write_section",
    "write_sections",
]
