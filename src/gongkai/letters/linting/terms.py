"""Terms and figures: periods, due dates, amounts, what a kind of letter cannot go without, and words that no letter may hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.documents.canonical import canonical_text
from gongkai.language import say
from gongkai.letters.fields import FIELDS, at, day
from gongkai.letters.linting.model import ERROR, WARNING, Case, Finding
from gongkai.letters.phrases import BLANKS, MONEY, OLD_REGULATION, PERIOD, SECRECY, hanzi_number

_DUE = {
    "P3": "correction.due_on",
    "P4": "reasons.due_on",
    "P5": "extension.new_due_on",
    "P10": "assistance.due_on",
    "P11": "fee.due_on",
    "P12": "delay.until",
}
"""The day to come that each letter sets."""
_LONGEST = {"P3": 15, "P5": 20, "P6": 15, "P9": 15, "P11": 20}
"""Working days: the longest period that each letter may give. Only that of P3 is a norm and not the Regulation's."""


def _past(case: Case) -> Iterator[Finding]:
    key = _DUE.get(case.draft.code)
    due = at(case.facts, key) if key else None
    written = case.facts.decided_on
    if key and isinstance(due, date) and written is not None and due <= written:
        yield Finding(
            "due-past",
            ERROR,
            say(
                "{what}{due}不晚于文书日期{written}，期限还没有开始就已经过去。请核对。",
                what=FIELDS[key].name,
                due=day(due),
                written=day(written),
            ),
            day(due),
        )


def _periods(case: Case) -> Iterator[Finding]:
    most = _LONGEST.get(case.draft.code)
    if most is None:
        return
    for part in case.parts:
        for found in PERIOD.finditer(part.masked):
            if hanzi_number(found[1]) > most:
                yield Finding(
                    "period-long",
                    WARNING if case.draft.code == "P3" else ERROR,
                    say(
                        "“{quote}”超过了{most}个工作日，这份文书不能给出更长的期限。请改正。", quote=found[0], most=most
                    ),
                    found[0],
                    part.paragraph,
                )


def _amounts(case: Case) -> Iterator[Finding]:
    fee = case.facts.fee
    if case.draft.code not in ("P11", "S22") or fee is None:
        return
    right = {str(fee.amount), *(str(n) for line in fee.lines for n in (line.price, line.amount))}
    if fee.lines and fee.amount != sum(line.amount for line in fee.lines):
        yield Finding(
            "amount-wrong",
            ERROR,
            say("登记的金额{amount}元与计算过程的合计不一致。请核对收费的计算。", amount=fee.amount),
            f"{fee.amount}元",
        )
    for part in case.parts:
        for found in MONEY.finditer(part.masked):
            if found[2] != "元" or found[1].replace(",", "").replace("，", "") not in right:
                yield Finding(
                    "amount-wrong",
                    ERROR,
                    say("金额“{quote}”与登记的收费（{amount}元）不一致。请改正。", quote=found[0], amount=fee.amount),
                    found[0],
                    part.paragraph,
                )


def _search(case: Case) -> Iterator[Finding]:
    searches = FIELDS["searches"].read(case.facts, case.draft.code)
    if case.draft.code == "S12" and not searches:
        yield Finding(
            "search-missing",
            ERROR,
            say("没有完整的检索记录（何人、何处、检索词、何时）。法院要求证明尽到了合理检索义务，请先登记检索。"),
        )
    elif case.draft.code == "S12" and not any(
        canonical_text(s.terms) in case.whole for s in (case.facts.decision.searches if case.facts.decision else ())
    ):
        yield Finding("search-missing", ERROR, say("检索的情况没有写进文书。请写明在哪里、用什么检索词、何时检索。"))


def _other_agency(case: Case) -> Iterator[Finding]:
    other = case.facts.decision.other_agency if case.facts.decision else None
    if case.draft.code != "S13" or other is None:
        return
    lacking = [v for v in (other.name, other.contact) if not v.strip() or canonical_text(v) not in case.whole]
    if lacking:
        yield Finding(
            "other-agency-missing",
            ERROR,
            say("已经确定由{name}负责公开，文书里却没有写全它的名称和联系方式。请补上。", name=other.name),
            other.name,
        )


def _earlier(case: Case) -> Iterator[Finding]:
    earlier = case.facts.decision.earlier_answer if case.facts.decision else None
    if case.draft.code != "S17":
        return
    if earlier is None or earlier.on is None or not earlier.number.strip():
        yield Finding("earlier-missing", ERROR, say("没有登记原答复的日期和文号，不能认定为重复申请。请先登记原答复。"))
    elif canonical_text(earlier.number) not in case.whole or day(earlier.on) not in case.whole:
        yield Finding(
            "earlier-missing",
            ERROR,
            say("文书里没有写明原答复（{number}，{on}）。请补上。", number=earlier.number, on=day(earlier.on)),
            earlier.number,
        )


def _approved(case: Case) -> Iterator[Finding]:
    extension = case.facts.extension
    if case.draft.code == "P5" and extension is not None and not extension.approved:
        yield Finding(
            "not-approved",
            ERROR,
            say("延期还没有经政府信息公开工作机构负责人同意（《条例》第三十三条第二款）。请先报批。"),
        )


def _forbidden(case: Case) -> Iterator[Finding]:
    for part in case.parts:
        for found in OLD_REGULATION.finditer(part.masked):
            yield Finding(
                "old-regulation",
                ERROR,
                say("“{quote}”出自2007年的条例，2019年5月15日起不再适用。请删去。", quote=found[0]),
                found[0],
                part.paragraph,
            )
        for found in SECRECY.finditer(part.masked):
            yield Finding(
                "secrecy-mark",
                ERROR,
                say("“{quote}”是密级标志，不能写进发给当事人的文书。请删去，并核对附件。", quote=found[0]),
                found[0],
                part.paragraph,
            )
        for found in BLANKS.finditer(part.masked):
            if found[0] in case.words:
                continue
            yield Finding(
                "placeholder-left",
                ERROR,
                say("“{quote}”还没有填写。请填上，或者删去。", quote=found[0]),
                found[0],
                part.paragraph,
            )


TERMS = (_past, _periods, _amounts, _search, _other_agency, _earlier, _approved, _forbidden)
