"""What stands before the parts: cover, index, evidence list; and behind them the manifest. All name pages, so they are set when the
number of pages of everything is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.applications.dossiers import evidence
from gongkai.applications.dossiers.parts import Part, table, text_part
from gongkai.applications.models import Application, Round
from gongkai.documents.model import Block, Paragraph
from gongkai.language import say


def cover(case: Application, round: Round | None, pages: int, latest: str) -> Part:
    """The cover. ``latest``: the moment of the last entry of the log that is in it, which says how far the dossier reaches."""
    rows: list[tuple[str, object]] = [
        (say("机关"), case.agency.name),
        (say("申请编号"), case.number),
        (say("事由"), case.title),
        (say("申请人"), case.applicant.name),
        (say("收到日"), case.received_on.isoformat() if case.received_on else ""),
        (say("答复日"), case.decided_on.isoformat() if case.decided_on else ""),
        (say("办理结果"), case.get_outcome_display() if case.outcome else ""),
    ]
    if round is not None:
        rows += [
            (say("案件"), say("{kind}　{number}", kind=round.case.get_kind_display(), number=round.number)),
            (say("审级"), round.get_level_display()),
            (say("复议机关、法院"), round.authority),
            (say("提出人"), round.case.claimant or round.case.get_brought_by_display()),
        ]
    rows += [(say("全卷页数"), pages), (say("收录截至"), latest)]
    title = say("政府信息公开申请卷宗") if round is None else say("{kind}证据卷宗", kind=round.case.get_kind_display())
    note = Paragraph(say("右上角是全卷连续编号的页码，目录、清单所写的页码都指它；页脚的页码是各份材料自己的。"))
    return text_part("", title, [table(rows), note])


def index(parts: Sequence[Part], first: Sequence[int]) -> Part:
    """卷内目录."""
    rows = [
        (n, part.group, part.title, _span(start, part.pages), part.note)
        for n, (part, start) in enumerate(zip(parts, first, strict=True), start=1)
    ]
    return text_part(
        "", say("卷内目录"), [table(rows, (say("序号"), say("类别"), say("名称"), say("页码"), say("备注")))]
    )


def _span(first: int, pages: int) -> str:
    if pages == 1:
        return say("第{page}页", page=first)
    return say("第{first}至{last}页", first=first, last=first + pages - 1)


def proofs(items: Sequence[evidence.Item], parts: Sequence[Part], first: Sequence[int], title: str) -> Part:
    """The evidence list: what is proved, by which parts, on which pages; what is missing is said."""
    rows = []
    for n, item in enumerate(items, start=1):
        where = [
            say("{title}（第{page}页）", title=part.title, page=start)
            for part, start in zip(parts, first, strict=True)
            if part.key in item.keys
        ]
        rows.append((n, item.purpose, "；".join(where) or say("（没有）"), str(item.source), item.mend or say("有")))
    head = (say("序号"), say("证明什么"), say("证据及页码"), say("依据"), say("是否齐全"))
    return text_part("", title, list(_proved(rows, head, items)))


def _proved(rows: Sequence[Sequence[object]], head: Sequence[str], items: Sequence[evidence.Item]) -> Iterator[Block]:
    lacking = evidence.missing(items)
    if lacking:
        yield Paragraph(say("还缺{n}项：", n=len(lacking)) + "".join(lacking))
    else:
        yield Paragraph(say("按办理结果应当在案的材料都有。"))
    yield table(rows, head)


def manifest(parts: Sequence[Part], first: Sequence[int]) -> Part:
    """校验清单: every part with the hash of its original."""
    rows = [
        (n, part.title, start, part.pages, part.size, part.sha256)
        for n, (part, start) in enumerate(zip(parts, first, strict=True), start=1)
    ]
    head = (say("序号"), say("名称"), say("起始页"), say("页数"), say("字节"), say("原件的SHA-256"))
    return text_part("", say("校验清单"), [table(rows, head)])
