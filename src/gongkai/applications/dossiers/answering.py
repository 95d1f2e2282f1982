"""答复书、答辩状: the respondent's answer as a draft. What the register knows is filled in; what has to be argued is left open."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.applications import clocks, disputes
from gongkai.applications.dossiers import contents, evidence
from gongkai.applications.models import Application, RemedyCase
from gongkai.documents import Document, write
from gongkai.documents.model import Block, Heading, Paragraph
from gongkai.language import say
from gongkai.letters.fields import day

TO_WRITE = "〔待写〕"


def title(case: RemedyCase) -> str:
    """How the paper is called."""
    return say("行政诉讼答辩状") if case.is_suit else say("行政复议答复书")


def draft(case: RemedyCase) -> bytes:
    """The draft as DOCX. Its only date is that of the facts; the day of signing is left open."""
    return write(Document(tuple(_blocks(case)), title=title(case)), "docx")


def _blocks(case: RemedyCase) -> Iterator[Block]:
    round, agency = case.latest, case.agency
    yield Heading(title(case))
    yield Paragraph(
        say(
            "{who}：{name}，住所地{address}。",
            who=say("答辩人") if case.is_suit else say("被申请人"),
            name=agency.name,
            address=agency.address or TO_WRITE,
        )
    )
    if case.counsel:
        yield Paragraph(say("委托代理人：{name}。", name=case.counsel))
    yield Paragraph(
        say(
            "{who}{name}不服本机关政府信息公开答复一案（{number}），本机关于{on}收到副本，现答复如下：",
            who=say("原告") if case.is_suit else say("申请人"),
            name=case.claimant or (case.application.applicant.name if case.application else TO_WRITE),
            number=round.number,
            on=day(round.copy_on) if round.copy_on else TO_WRITE,
        )
    )
    application = contents.loaded(case.application_id) if case.application_id else None
    yield Heading(say("一、事实和经过"), 2)
    yield from _facts(application)
    yield Heading(say("二、答复的程序合法"), 2)
    due = clocks.answer_due_of(application) if application is not None else None
    if due is not None and due.on is not None and application is not None and application.decided_on:
        kept = say("未超过期限") if application.decided_on <= due.on else say("超过期限")
        yield Paragraph(
            say(
                "答复期限为{length}，依据{sources}，最后一天是{last}；本机关于{on}答复，{kept}。逐日计算见证据卷宗。",
                length=due.length, sources="、".join(due.sources), last=day(due.on), on=day(application.decided_on), kept=kept,
            )
        )  # fmt: skip
    else:
        yield Paragraph(TO_WRITE)
    yield Heading(say("三、答复的内容合法"), 2)
    yield from _content(application)
    _, against = disputes.brought(case)
    if against:
        yield Heading(say("四、本案不符合受理条件"), 2)
        for each in against:
            yield Paragraph(say("{text}（{source}）", text=each.text, source=each.source))
    yield Paragraph(
        say("综上，请求驳回{what}。", what=say("原告的诉讼请求") if case.is_suit else say("申请人的行政复议请求"))
    )
    yield Paragraph(say("附：证据卷宗一份，证据清单及页码见卷内。"))
    yield Paragraph(agency.name)
    yield Paragraph(say("　　年　　月　　日"))


def _facts(application: Application | None) -> Iterator[Block]:
    if application is None:
        yield Paragraph(TO_WRITE)
        return
    if application.received_on is not None:
        yield Paragraph(
            say(
                "{on}，本机关收到{name}以{channel}提出的政府信息公开申请（{number}），申请公开：{what}。",
                on=day(application.received_on), name=application.applicant.name, channel=application.get_channel_display(),
                number=application.number, what=application.content.strip().rstrip("。"),
            )
        )  # fmt: skip
    for search in application.searches.all():
        yield Paragraph(
            say(
                "{on}，以“{terms}”在{places}检索，查到{n}件。",
                on=day(search.on),
                terms=search.terms,
                places=search.places,
                n=search.found,
            )
        )
    for letter in application.letters.all():
        if letter.issued_on is not None:
            yield Paragraph(
                say(
                    "{on}，向{to}发出《{kind}》（{number}）。",
                    on=day(letter.issued_on),
                    to=letter.addressee,
                    kind=letter.kind.name,
                    number=letter.number,
                )
            )


def _content(application: Application | None) -> Iterator[Block]:
    decision = disputes.first_decision(application) if application is not None else None
    if application is None or decision is None:
        yield Paragraph(TO_WRITE)
        return
    yield Paragraph(
        say(
            "本机关依据{sources}作出“{outcome}”的答复。{findings}",
            sources="、".join(str(source) for source in decision.end.sources),
            outcome=decision.get_outcome_display(),
            findings=decision.findings,
        )
    )
    for item in evidence.evidence_list(application):
        yield Paragraph(
            say("{purpose}（{source}）：{there}", purpose=item.purpose, source=item.source, there=item.mend or TO_WRITE)
        )
