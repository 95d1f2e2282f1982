"""审查表: the review of one draft as a document, to be printed and kept with the paper (law/forms-and-ledgers.md §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from gongkai.disclosures.models import Channel, Draft, FileRole, Review, SecrecyReview
from gongkai.documents import Document, write
from gongkai.documents.model import Block, Cell, Heading, Paragraph, Table
from gongkai.language import say
from gongkai.people.models import Role


@dataclass(frozen=True, slots=True)
class Round:
    """One round of reviews: the steps of one revision, with their secrecy reviews. ``live``: it still counts."""

    revision: int
    reviews: tuple[Review, ...]
    secrecy: tuple[SecrecyReview, ...]
    live: bool


def rounds(draft: Draft) -> list[Round]:
    """Every round that a draft went through, the last first."""
    reviews = list(draft.reviews.select_related("by").order_by("revision", "step", "place", "pk"))
    secrecy = list(draft.secrecy_reviews.select_related("by", "review", "reply_by").order_by("pk"))
    found = []
    for revision in sorted({each.revision for each in reviews}, reverse=True):
        own = tuple(each for each in reviews if each.revision == revision)
        keys = {each.pk for each in own}
        found.append(
            Round(
                revision,
                own,
                tuple(each for each in secrecy if each.review_id in keys),
                any(each.voided_at is None for each in own),
            )
        )
    return found


def sheet(draft: Draft) -> Document:
    """The form, filled in from the last round."""
    return Document(tuple(_blocks(draft)), title=say("政府信息公开审查表：{title}", title=draft.title))


def pdf(draft: Draft) -> bytes:
    """The form as PDF. A character that the fonts lack is printed as 〓."""
    return write(sheet(draft), "pdf", missing="mark")


def _blocks(draft: Draft) -> Iterator[Block]:
    yield Heading(say("政府信息公开审查表"))
    files = [file.name for file in draft.files.all() if file.removed_at is None and file.role == FileRole.ATTACHMENT]
    channels = [Channel(key).label for key in draft.channels if key in Channel.values]
    yield _table(
        [
            (say("填表单位"), draft.agency.name),
            (say("信息名称"), draft.title),
            (say("文号"), draft.document_number),
            (say("内容概述"), draft.summary),
            (
                say("提供科室、起草人"),
                "　".join(filter(None, [draft.section.name if draft.section else "", draft.author.name])),
            ),
            (say("载体形式"), say("公文类") if draft.document_number else say("非公文类")),
            (say("附件"), "、".join(files) or say("没有")),
            (say("公开方式"), draft.get_attribute_display()),
            (say("拟公开渠道"), "、".join(channels)),
            (say("拟公开时间"), _moment(draft.release_at) if draft.release_at else say("审核通过后")),
            (say("校验码"), draft.digest),
        ]
    )
    found = rounds(draft)
    if not found:
        yield Paragraph(say("还没有送审。"))
        return
    last = found[0]
    for record in last.secrecy:
        yield from _secrecy(record)
    yield Heading(say("审核意见"), 2)
    yield Table(
        (
            tuple(Cell(text) for text in (say("步骤"), say("审核人"), say("核对的事项"), say("意见"), say("时间"))),
            *(_step(each) for each in last.reviews),
        ),
        header_rows=1,
    )
    if len(found) > 1:
        yield Paragraph(say("这是第{n}轮审核，前面的各轮因为退回、撤回或者修改已经作废。", n=len(found)))


def _secrecy(record: SecrecyReview) -> Iterator[Block]:
    yield Heading(say("保密审查"), 2)
    yield Table(
        (
            (Cell(say("审查的问题")), Cell(say("是/否"))),
            *(
                (Cell(str(each["question"])), Cell(say("是") if each["answer"] else say("否")))
                for each in record.questions
            ),
        ),
        header_rows=1,
    )
    rows = [
        (say("结论"), record.get_conclusion_display()),
        (say("依据和理由"), record.ground),
        (say("审查人、时间"), f"{_name(record.by.name, record.acting_for)}　{_moment(record.at)}"),
    ]
    if record.referred_to:
        rows.append((say("报请确定"), f"{record.referred_to}　{record.referred_on or ''}"))
    if record.reply:
        answer = SecrecyReview.Conclusion(record.reply).label
        rows.append((say("答复"), f"{answer}　{record.reply_text}　{record.replied_on or ''}"))
    yield _table(rows)


def _step(review: Review) -> tuple[Cell, ...]:
    points = "；".join(str(each["label"]) for each in review.checklist)
    said = "　".join(filter(None, [review.get_verdict_display() if review.verdict else say("等待"), review.comment]))
    if review.voided_at is not None and review.verdict:
        said = say("{said}（后来作废：{why}）", said=said, why=review.voided_why)
    who = _name(review.by.name, review.acting_for) if review.by else Role(review.role).label
    return tuple(Cell(text) for text in (review.label, who, points, said, _moment(review.at)))


def _table(rows: Sequence[tuple[str, str]]) -> Table:
    return Table(tuple((Cell(name), Cell(value)) for name, value in rows))


def _name(name: str, acting_for: str) -> str:
    return say("{name}（代{other}）", name=name, other=acting_for) if acting_for else name


def _moment(at: object) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""  # type: ignore[arg-type]
