"""A table of decisions for the public, made by code: what is not in it cannot leak, and persons stand by surname alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Decision
from gongkai.language import say


def title(agency: Agency, what: Decision.What, decisions: Sequence[Decision]) -> str:
    """云岭县商务局行政许可决定公示（2026年3月1日至3月20日）."""
    first, last = decisions[0].decided_on, decisions[-1].decided_on
    span = say("{y}年{m}月{d}日", y=first.year, m=first.month, d=first.day)
    if last != first:
        year = say("{y}年", y=last.year) if last.year != first.year else ""
        span = say("{first}至{year}{m}月{d}日", first=span, year=year, m=last.month, d=last.day)
    return say("{agency}{what}决定公示（{span}）", agency=agency.name, what=what.label, span=span)[:200]


def summary(what: Decision.What, decisions: Sequence[Decision]) -> str:
    """What is in it, in one sentence."""
    return say("{what}决定{n}件的文号、当事人、内容和决定日期。", what=what.label, n=len(decisions))


def html(what: Decision.What, decisions: Sequence[Decision]) -> str:
    """The table. A decision that was changed is not in it any more; the caller has seen to that."""
    amounts = any(decision.amount is not None for decision in decisions)
    heads = [say("序号"), say("决定书文号"), say("当事人"), say("事项"), say("决定"), say("决定日期")]
    if amounts:
        heads.insert(5, say("金额（元）"))
    if any(decision.basis for decision in decisions):
        heads.insert(4, say("依据"))
    rows = []
    for n, decision in enumerate(decisions, 1):
        cells: list[object] = [
            n, decision.number, decision.party_shown, decision.matter, decision.result, decision.decided_on,
        ]  # fmt: skip
        if amounts:
            cells.insert(5, "" if decision.amount is None else f"{decision.amount:f}")
        if say("依据") in heads:
            cells.insert(4, decision.basis)
        rows.append((format_html_join("", "<td>{}</td>", ((cell,) for cell in cells)),))
    return format_html(
        "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        say("{what}决定", what=what.label),
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join("", "<tr>{}</tr>", rows),
    )
