"""The findings of a check as the page shows them: numbered, each with its title, its part of the report and the ways out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.desk.reports.place import Place
from gongkai.language import say
from gongkai.reporting.checking import may_be_explained
from gongkai.reporting.counting import fact_rules
from gongkai.reporting.models import Explanation
from gongkai.reports.checks import rules
from gongkai.reports.editions import Edition
from gongkai.reports.model import CellId, Finding

TITLES = {
    "CARRY": say("结转对不上"),
    "BLANK": say("有空格"),
    "NUM": say("这个数不可能"),
    "T2-REG": say("规章应当为0"),
    "T2-BAL": say("现行有效件数对不上"),
    "T2-LOGIC": say("累计数小于当年数"),
    "T3-BAL": say("第一、二项与第三、四项不等"),
    "T3-SUM": say("办理结果加起来不等"),
    "T3-COL": say("各列加起来不等"),
    "T4-SUM": say("复议诉讼加起来不等"),
    "OTHER-SHARE": say("“其他处理”偏多"),
    "TEXT-T2": say("文字和表二不一致"),
    "TEXT-T3": say("文字和表三不一致"),
    "TEXT-T4": say("文字和表四不一致"),
    "TEXT-NONE": say("文字说没有，表里有"),
    "TEXT-PARTS": say("分项加起来不等"),
    "TEXT-FEE": say("没有说明信息处理费"),
    "TEXT-FEE-SUM": say("处理费比收费总额还多"),
    "SEC1-TOPICS": say("总体情况少了几个方面"),
    "SEC1-LENGTH": say("总体情况偏长"),
    "SEC5": say("问题或者改进没有写"),
    "SEC5-SAME": say("第五部分和去年一样"),
    "SAME-YEAR": say("文字和去年一样"),
    "DATE-EARLY": say("日期太早"),
    "DATE-LATE": say("过了公布的期限"),
    "UNDATED": say("有申请没有计入"),
    "BACKWARDS": say("答复日早于收到日"),
    "TYPED": say("手填的数和登记不同"),
    "FEE-LEDGER": say("文字和收费台账不一致"),
    "LEDGER-TEXT": say("文字和台账不一致"),
    "UNRECORDED": say("有的说法没有登记可核对"),
}
"""A finding in a few words; one without has the words of its rule."""

_PARTS = {
    "SEC1": "overview",
    "SEC5": "problems",
    "TEXT-FEE": "other",
    "FEE-LEDGER": "other",
    "LEDGER-TEXT": "overview",
    "UNRECORDED": "overview",
    "TEXT": "overview",
    "DATE": "overview",
    "UNDATED": "applications",
    "BACKWARDS": "applications",
}
"""The part of the report a finding without a table of its own belongs to, by the beginning of its code."""
_WORDS = ("TEXT", "SEC", "SAME", "YEAR", "NOTICE", "PRIVATE", "PHONE", "FEE-LEDGER", "LEDGER-TEXT", "UNRECORDED")
"""Findings about words: the way out is to write."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One finding on the page. ``kind``: "late" must be put right, "near" is to be looked at. ``part``: key of the section.
    Ways out, "" where there is none: ``open_address`` of the records that show what is meant, ``fill_address`` of the form for
    its blanks, ``write_address`` of its words."""

    number: int
    finding: Finding
    title: str
    kind: str
    part: str
    may_explain: bool
    explanation: Explanation | None = None
    open_address: str = ""
    fill_address: str = ""
    write_address: str = ""

    @property
    def settled(self) -> bool:
        return self.explanation is not None and self.may_explain

    @property
    def target(self) -> str:
        """The id on the page that the finding speaks of."""
        tables = ("proactive", "applications", "remedies")
        cell = next((c for c in self.finding.cells if c.table in tables), None)
        if cell is None or cell.table == "remedies":
            return self.part
        return f"{cell.table}.{cell.row}"


def numbered(findings: Iterable[Finding], explained: Mapping[str, Explanation], place: Place) -> tuple[Numbered, ...]:
    """The findings with their numbers, as they come: errors first."""
    made = []
    edition = place.work.edition
    for n, finding in enumerate(findings, 1):
        explanation, explainable = explained.get(finding.code), may_be_explained(finding)
        must = finding.severity == "error" and not (explanation and explainable)
        part, opens = part_of(finding, edition), _opens(finding)
        made.append(
            Numbered(
                n,
                finding,
                title_of(finding, edition, part),
                "late" if must else "near",
                part,
                explainable,
                explanation,
                place.cell_address(opens) if opens else "",
                place.to["fill"] if finding.code == "BLANK" else "",
                f"{place.to['text']}#{part}" if finding.code.startswith(_WORDS) else "",
            )
        )
    return tuple(made)


def title_of(finding: Finding, edition: Edition, part: str) -> str:
    """A few words for a finding: 第五部分还没写, 有空格."""
    if finding.code == "SECTION-EMPTY":
        number = next(section.number for section in edition.sections if section.key == part)
        return say("第{number}部分还没写", number="零一二三四五六"[number])
    rule = rules().get(finding.code)
    return TITLES.get(finding.code) or (rule.about if rule else finding.code)


def part_of(finding: Finding, edition: Edition) -> str:
    """The key of the section a finding is shown at."""
    for prefix, part in sorted(_PARTS.items(), key=lambda item: -len(item[0])):
        if finding.code.startswith(prefix):
            return part
    for section in edition.sections:
        if section.table is not None and any(cell.table == section.table for cell in finding.cells):
            return section.key
    for section in edition.sections:
        if section.label in finding.message:
            return section.key
    return edition.sections[0].key


def _opens(finding: Finding) -> CellId | None:
    """The first figure named whose records a look can settle something."""
    counted = ("applications", "remedies", "proactive", fact_rules.TABLE)
    if finding.code.startswith("TEXT") or finding.code in ("BLANK", "SECTION-EMPTY"):
        return None
    return next((cell for cell in finding.cells if cell.table in counted), None)
