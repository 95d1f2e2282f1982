"""What is wrong with a report in the making: the checks of every foreign report, run on our own, and what only a register knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.language import say
from gongkai.reporting.assembling import Work, reading_of
from gongkai.reporting.claims import claims
from gongkai.reporting.counting import fact_rules
from gongkai.reporting.models import Explanation
from gongkai.reporting.previous import CarryOver, Previous, carry_over, previous
from gongkai.reports import check
from gongkai.reports.checks.relations import sides
from gongkai.reports.editions import Edition
from gongkai.reports.model import AnnualReport, CellId, Evidence, Finding

EXPLAINABLE = frozenset({"CARRY"})
"""Errors that a reason can settle: last year's report may have been wrong, bodies are merged and split. Any warning may be
explained too; no other error may."""

_COLLECTED = re.compile(r"(?:实收|收取|收缴|共收|征收)[^，。；\d]{0,18}?(\d+(?:\.\d+)?)(万元|元)")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Held:
    """A 勾稽关系 that holds: what it says, where, and the sums."""

    says: str
    where: str
    left: str
    right: str


@dataclass(frozen=True)
class Checked:
    """A report in the making with everything that is said about it."""

    work: Work

    @cached_property
    def previous(self) -> Previous:
        return previous(self.work.agency, self.work.year)

    @cached_property
    def carry_over(self) -> CarryOver:
        return carry_over(self.work, self.previous)

    @cached_property
    def explanations(self) -> Mapping[str, Explanation]:
        if self.work.draft is None:
            return {}
        return {e.code: e for e in self.work.draft.explanations.select_related("by")}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Errors first. The date is left out while there is none: the day of approval becomes it."""
        report = self.work.report
        found = [
            finding
            for finding in check(reading_of(report), previous=self.previous.reading)
            if finding.code != "DATE-NONE" or report.signed_on is not None
        ]
        order = {"error": 0, "warning": 1, "hint": 2}
        return tuple(sorted([*found, *_of_the_registers(self.work)], key=lambda f: order[f.severity]))

    @cached_property
    def in_the_way(self) -> tuple[Finding, ...]:
        """The errors that keep the report from being sent for approval."""
        return tuple(f for f in self.findings if f.severity == "error" and not self.is_explained(f))

    def is_explained(self, finding: Finding) -> bool:
        return finding.code in self.explanations and may_be_explained(finding)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        return relations_held(self.work.report, self.work.edition)


def may_be_explained(finding: Finding) -> bool:
    """Whether a reason, rather than a correction, may settle a finding."""
    return finding.severity != "error" or finding.code in EXPLAINABLE


def relations_held(report: AnnualReport, edition: Edition) -> tuple[Held, ...]:
    """The relations of the form whose two sides are known and equal, one for each column or row they run over."""
    found = []
    for relation in edition.relations:
        form = edition.tables[relation.table]
        rows = {row.key: row.label for block in form.blocks for row in block.rows}
        columns = {column.key: column.label for block in form.blocks for column in block.columns}
        for left, right in sides(relation, report.tables[relation.table].rows):
            sums = [[report.value(cell) for cell in side] for side in (left, right)]
            if any(value is None for side in sums for value in side) or sum(sums[0]) != sum(sums[1]):  # type: ignore[arg-type]
                continue
            cell = left[0]
            where = columns[cell.column] if relation.over == "columns" else rows[cell.row]
            found.append(Held(relation.says, where, *(" + ".join(map(str, side)) for side in sums)))
    return tuple(found)


def _of_the_registers(made: Work) -> Iterator[Finding]:
    """Findings that need the registers: what stands in no cell, what was typed over a count, the fee ledger."""
    known = made.facts
    if known[fact_rules.UNDATED]:
        yield Finding(
            "UNDATED",
            "warning",
            say("有{n}件申请还没有确定收到日，没有计入任何一格。", n=known[fact_rules.UNDATED]),
            (fact_rules.UNDATED,),
            mend=say("请登记收到日（当面、签收、确认之日），属于本年的会自动计入。"),
        )
    if known[fact_rules.BACKWARDS]:
        yield Finding(
            "BACKWARDS",
            "warning",
            say("有{n}件申请的答复日早于收到日，按收到的年度计入办理结果。", n=known[fact_rules.BACKWARDS]),
            (fact_rules.BACKWARDS,),
            mend=say("请核对这几件的收到日和送达日。"),
        )
    over = [cell for cell in made.figures.typed if cell in made.figures.counted and _differs(made, cell)]
    if over:
        yield Finding(
            "TYPED",
            "warning",
            say("有{n}格是手填的数，与登记簿不同。", n=len(over)),
            tuple(over),
            tuple(
                Evidence(
                    say(
                        "手填{typed}，登记{counted}：{why}",
                        typed=made.figures.values[cell],
                        counted=made.figures.counted[cell],
                        why=made.figures.typed[cell].why,
                    )
                )
                for cell in over[:6]
            ),
            mend=say("请补齐登记后取消手填；登记簿确实没有的，保留手填和理由。"),
        )
    yield from _fee_ledger(made)
    yield from claims(made.texts.get("overview", ""), known)


def _differs(made: Work, cell: CellId) -> bool:
    return made.figures.values[cell] != made.figures.counted[cell]


def _fee_ledger(made: Work) -> Iterator[Finding]:
    """The amount that section six says was collected, against the ledger."""
    text = _SPACE.sub("", made.texts.get("other", ""))
    for match in _COLLECTED.finditer(text):
        around = text[max(0, match.start() - 12) : match.end()]
        if "信息处理费" not in around:
            continue
        said = float(match[1]) * (10_000 if match[2] == "万元" else 1)
        held = made.facts[fact_rules.FEE_COLLECTED]
        if said != held:
            yield Finding(
                "FEE-LEDGER",
                "warning",
                say("第六部分写“{quote}”，收费台账本年实收{held}元。", quote=match.group(), held=held),
                (fact_rules.FEE_COLLECTED,),
                (Evidence(match.group()),),
                mend=say("请核对收费台账，更正文字。"),
            )
        return
