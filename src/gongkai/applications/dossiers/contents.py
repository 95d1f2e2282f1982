"""What a dossier holds, in order: the application, the way to the answer, letters with approval and service, proof of dates, the log.

A bundle for a court is shown to the other side. What the answer kept back, and what sections handed in and nobody was given, is named
there with its hash and not bound in (decision 0154); the archive file holds everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone

from gongkai.applications import clocks, copies
from gongkai.applications.dossiers import evidence
from gongkai.applications.dossiers.parts import Part, file_part, pdf_part, table, text_part
from gongkai.applications.models import Application, CaseFile, Decision, Letter, Redo, Review, Search, Service
from gongkai.documents.model import Block, Paragraph
from gongkai.language import say
from gongkai.law.clocks import Due, Mark
from gongkai.law.receipt import ArrivalContradicts, ReceiptUnknown, receipt_of
from gongkai.law.tree import TREE, walk
from gongkai.people import verbs
from gongkai.people.journal import subject_of
from gongkai.people.models import LogEntry

_P = CaseFile.Purpose
CAME = (_P.SUBMISSION, _P.IDENTITY, _P.CORRECTION)
NOT_SHOWN = (_P.SECTION, _P.REPLY)
"""Files that a court's bundle names only, unless they went out with an answer."""


def loaded(pk: int) -> Application:
    """The case with all its parts."""
    return (
        Application.objects.select_related("agency", "applicant", "section", "handler", "registered_by")
        .prefetch_related(
            "consultations",
            "assistances__section",
            "assistances__answered_by",
            "decisions__made_by",
            "remedies",
            Prefetch("searches", Search.objects.select_related("by")),
            Prefetch("files", CaseFile.objects.filter(removed_at=None).select_related("file").order_by("pk")),
            Prefetch(
                "letters",
                Letter.objects.select_related("agency", "author", "copy")
                .prefetch_related(
                    Prefetch("reviews", Review.objects.select_related("by")),
                    Prefetch("services", Service.objects.select_related("proof__file", "recorded_by")),
                    "enclosures__file__file",
                )
                .order_by("pk"),
            ),
        )
        .get(pk=pk)
    )


def parts_of(case: Application, *, for_court: bool) -> Iterator[Part]:
    """Every part behind the index, in order."""
    yield text_part(say("申请"), say("申请登记表"), [table(_application(case))], key=evidence.APPLICATION)
    files = list(case.files.all())
    for file in files:
        if file.purpose in CAME:
            yield file_part(say("申请"), file, key=evidence.APPLICATION)
    yield from _way(case)
    for file in files:
        if file.purpose == _P.OPINION:
            yield file_part(say("征求意见"), file, key=evidence.OPINION)
    decided = list(case.decisions.all())
    for n, decision in enumerate(decided, start=1):
        title = say("判断的经过") if len(decided) == 1 else say("判断的经过（第{n}次）", n=n)
        yield text_part(say("判断"), title, list(_decision(decision)), key=evidence.DECISION)
    yield from _letters(case)
    given = {
        enclosed.file_id
        for letter in case.letters.all()
        if letter.state == Letter.State.ISSUED
        for enclosed in letter.enclosures.all()
    }
    bound = {service.proof_id for letter in case.letters.all() for service in letter.services.all()}
    for file in files:
        if file.purpose in CAME or file.purpose == _P.OPINION or file.pk in bound:
            continue
        kept_back = for_court and file.purpose in NOT_SHOWN and file.pk not in given
        why = say("没有提供给申请人，不装入交对方阅看的卷宗；法院要求时单独提交。") if kept_back else ""
        yield file_part(say("材料"), file, key=evidence.EVIDENCE if file.purpose == _P.EVIDENCE else "", left_out=why)
    yield from _clocks(case)
    yield text_part(say("日志"), say("日志摘录"), list(_log(case)))


def _day(day: date | datetime | None) -> str:
    if day is None:
        return ""
    if isinstance(day, datetime):
        return timezone.localtime(day).strftime("%Y-%m-%d %H:%M")
    return day.isoformat()


def _application(case: Application) -> list[tuple[str, object]]:
    who = case.applicant
    try:
        found = receipt_of(case.arrival)
        receipt = say("{on}，{ground}（{source}）", on=found.on, ground=found.ground, source=found.source)
    except (ReceiptUnknown, ArrivalContradicts):
        receipt = _day(case.received_on)
    rows = [
        (say("申请编号"), case.number),
        (say("受理机关"), case.agency.name),
        (say("申请人"), f"{who.name}（{case.get_applicant_kind_display()}）"),
        (say("证件"), f"{who.get_identity_kind_display()} {who.identity_masked}" if who.identity_masked else ""),
        (say("联系电话"), who.phone_masked),
        (say("来源渠道"), case.get_channel_display()),
        (say("提交日"), _day(case.submitted_on)),
        (say("到达日"), _day(case.arrived_on)),
        (say("签收日"), _day(case.signed_on)),
        (say("双方确认日"), _day(case.confirmed_on)),
        (say("收到日及依据"), receipt),
        (say("事由"), case.title),
        (say("所需信息"), case.content),
        (say("申请人提供的线索"), case.clues),
        (say("载体形式"), case.carrier_words),
        (say("获取方式"), case.route_words),
        (say("登记人"), case.registered_by.name if case.registered_by else ""),
        (say("承办"), str(case.section or case.handler or "")),
        (say("答复日"), _day(case.decided_on)),
        (say("办理结果"), case.get_outcome_display() if case.outcome else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _way(case: Application) -> Iterator[Part]:
    """What happened before the decision, a sheet for each kind."""
    correction, extension, delay, fee, reasons = (
        clocks.part(case, name) for name in ("correction", "extension", "delay", "fee", "reasons_call")
    )
    if correction is not None:
        rows = (
            (say("需要补正的事项"), "；".join(map(str, correction.defects))),
            (say("指导和释明"), correction.guidance),
            (say("告知日"), _day(correction.noticed_on)),
            (say("期限（工作日）"), correction.period_days),
            (say("补正材料收到日"), _day(correction.came_on)),
            (say("补正内容"), correction.answer),
            (say("结果"), correction.get_result_display() if correction.result else ""),
        )
        yield text_part(say("补正"), say("补正情况"), [table(rows)], key=evidence.CORRECTION)
    if reasons is not None:
        rows = (
            (say("数量、频次超过合理范围的情形"), reasons.why),
            (say("告知日"), _day(reasons.noticed_on)),
            (say("说明日"), _day(reasons.answered_on)),
            (say("申请人说明的理由"), reasons.reasons),
        )
        yield text_part(say("说明理由"), say("要求说明理由的情况"), [table(rows)])
    if extension is not None:
        rows = (
            (say("延长（工作日）"), extension.days),
            (say("理由"), extension.reason),
            (say("批准日"), _day(extension.approved_on)),
            (say("告知日"), _day(extension.notified_on)),
        )
        yield text_part(say("延期"), say("延期的审批和告知"), [table(rows)], key=evidence.EXTENSION)
    if delay is not None:
        rows = (
            (say("延迟至"), _day(delay.until)),
            (say("理由"), delay.reason),
            (say("告知日"), _day(delay.notified_on)),
        )
        yield text_part(say("延期"), say("延迟答复的情况"), [table(rows)], key=evidence.EXTENSION)
    if fee is not None:
        rows = (
            (say("计收方式"), fee.get_tariff_display()),
            (say("金额（元）"), fee.amount),
            (say("通知日"), _day(fee.notified_on)),
            (say("缴费期限"), _day(fee.due_on)),
            (say("缴费日"), _day(fee.paid_on)),
            (say("票据号"), fee.receipt_number),
            (say("逾期未缴，期满日"), _day(fee.lapsed_on)),
        )
        yield text_part(say("收费"), say("信息处理费收取情况"), [table(rows)], key=evidence.FEE)
    searches = list(case.searches.all())
    if searches:
        head = (say("日期"), say("检索人"), say("检索范围"), say("检索词"), say("查到"), say("说明"))
        lines = [(_day(s.on), s.by.name, s.places, s.terms, s.found, s.note) for s in searches]
        yield text_part(say("检索"), say("检索记录"), [table(lines, head)], key=evidence.SEARCH)
    asked = [each for each in case.assistances.all() if each.cancelled_at is None]
    if asked:
        head = (say("请谁协助"), say("事项"), say("提出"), say("回复"), say("有没有"), say("说明"))
        lines = [
            (
                str(a.section or a.unit), a.question, _day(a.asked_at), _day(a.answered_at),
                a.get_found_display() if a.found else say("没有回复"), a.note,
            )
            for a in asked
        ]  # fmt: skip
        yield text_part(say("检索"), say("协助查找的情况"), [table(lines, head)], key=evidence.SEARCH)
    consulted = [each for each in case.consultations.all() if each.sent_on]
    if consulted:
        head = (say("征求谁的意见"), say("内容"), say("发出"), say("收到"), say("回复"), say("意见"), say("理由"))
        lines = [
            (
                str(c), c.what, _day(c.sent_on), _day(c.delivered_on), _day(c.answered_on),
                c.get_opinion_display() if c.opinion else say("{on}期满，没有回复", on=c.lapsed_on) if c.lapsed_on else "",
                c.reasons,
            )
            for c in consulted
        ]  # fmt: skip
        yield text_part(say("征求意见"), say("征求意见的情况"), [table(lines, head)], key=evidence.OPINION)


def _decision(decision: Decision) -> Iterator[Block]:
    rows = [
        (say("办理结果"), decision.get_outcome_display()),
        (say("依据"), "、".join(str(source) for source in decision.end.sources)),
        (say("理由"), decision.findings),
        (say("公开的内容"), decision.given),
        (say("不予公开的内容"), decision.withheld),
        (say("获取的方式、途径和时间"), decision.way),
        (
            say("负责公开的机关"),
            decision.other_name or (decision.other_agency.name if decision.other_agency_id else ""),
        ),
        (say("此前答复"), decision.earlier_number),
        (say("适用的特别规定"), decision.special_rules),
        (say("公共利益的衡量"), decision.public_interest),
        (say("判断人"), decision.made_by.name),
        (say("判断时间"), _day(decision.made_at)),
        (say("被替换"), _day(decision.replaced_at)),
    ]
    yield table([row for row in rows if row[1]])
    yield Paragraph(say("逐项判断："))
    yield table(
        [(taken.stage.value, taken.question, taken.label) for taken in walk(decision.answers, TREE).taken],
        (say("步骤"), say("问题"), say("回答")),
    )


def _letters(case: Application) -> Iterator[Part]:
    """Every letter that went out or was approved, with its approval and service; those given up are named in a list."""
    cancelled = []
    for letter in case.letters.all():
        if letter.state == Letter.State.CANCELLED:
            if letter.number:
                cancelled.append((letter.number, letter.kind.name, letter.cancelled_why))
            continue
        if letter.state not in (Letter.State.ISSUED, Letter.State.APPROVED):
            continue
        group = say("文书")
        data = copies.issued_pdf(letter) if letter.state == Letter.State.ISSUED else copies.rendered(letter, "pdf")
        name = say("{kind}（{number}）", kind=letter.kind.name, number=letter.number)
        yield pdf_part(group, name, data, key=evidence.LETTER)
        reviews = [review for review in letter.reviews.all() if review.verdict]
        if reviews:
            head = (say("稿次"), say("步骤"), say("审批人"), say("意见"), say("时间"), say("批注"))
            lines = [
                (
                    r.revision, r.step, (r.by.name if r.by else "") + (say("（代{name}）", name=r.acting_for) if r.acting_for else ""),
                    r.get_verdict_display() + (say("（已作废）") if r.voided_at else ""), _day(r.at), r.comment,
                )
                for r in reviews
            ]  # fmt: skip
            title = say("{number}的审批记录", number=letter.number)
            yield text_part(group, title, [table(lines, head)], key=evidence.APPROVAL)
        services = list(letter.services.all())
        if services:
            head = (
                say("方式"),
                say("交寄、发送"),
                say("签收"),
                say("签收人"),
                say("邮件编号"),
                say("答复日"),
                say("结果"),
            )
            lines = [
                (
                    s.get_method_display(), _day(s.sent_on), _day(s.signed_on), s.signed_by, s.tracking, _day(s.counts_on),
                    s.get_result_display() + (f"：{s.failed_why}" if s.failed_why else ""),
                )
                for s in services
            ]  # fmt: skip
            title = say("{number}的送达记录", number=letter.number)
            notes = [Paragraph(s.proof_note) for s in services if s.proof_note]
            yield text_part(group, title, [table(lines, head), *notes], key=evidence.SERVICE)
        for service in services:
            if service.proof is not None:
                yield file_part(group, service.proof, key=evidence.SERVICE)
    if cancelled:
        head = (say("文号"), say("文书"), say("作废的原因"))
        yield text_part(say("文书"), say("作废的文号"), [table(cancelled, head)])


def _clocks(case: Application) -> Iterator[Part]:
    """The proof of dates: the answer, and each time it was given again."""
    if case.received_on is None:
        return
    answer = clocks.due_of(case) if case.redoing_id is None else clocks.answer_due_of(case)
    if answer is not None:
        yield _proof(say("答复期限的逐日计算"), answer, case.decided_on)
    for redo in Redo.objects.filter(application=case, called_off_on=None).select_related("round").order_by("pk"):
        yield _proof(say("重新答复期限的逐日计算"), clocks.redo_due(redo), redo.done_on)


def _proof(title: str, due: Due, done_on: date | None) -> Part:
    name = {
        Mark.START: say("起算"),
        Mark.RESTART: say("重新起算"),
        Mark.COUNTED: say("计入"),
        Mark.ASSUMED: say("计入（从严）"),
        Mark.SKIPPED: say("不计"),
        Mark.PAUSED: say("停算"),
        Mark.MOVED: say("顺延"),
        Mark.SET: say("定为"),
    }
    head = (say("日期"), say("怎样计"), say("第几日"), say("理由"), say("依据"))
    rows = [
        (step.on.isoformat(), name[step.mark], step.n, step.why, "；".join(w for w in (step.source, step.rule) if w))
        for step in due.steps
    ]
    result = say("最后一天：{last}。", last=due.headline)
    if done_on is not None and due.on is not None:
        done = say("{on}答复，在期限内。", on=done_on) if done_on <= due.on else say("{on}答复，超过期限。", on=done_on)
        result = f"{result}{done}"
    intro = say("{name}：{length}，依据{sources}。", name=due.name, length=due.length, sources="、".join(due.sources))
    more = [Paragraph(text) for text in (*due.notes, *due.warnings)]
    return text_part(
        say("期限"), title, [Paragraph(intro), Paragraph(result), *more, table(rows, head)], key=evidence.CLOCK
    )


def _log(case: Application) -> Iterator[Block]:
    """What the log holds on the case and its letters. Looks at personal data stand in it too: they are part of how it was handled."""
    subjects = [subject_of(case), *(subject_of(letter) for letter in case.letters.all())]
    entries = LogEntry.objects.filter(subject__in=subjects).order_by("at", "chain", "sequence")
    yield Paragraph(say("日志只能追加，逐条带校验值；以下是与本件有关的记录，末列为该条校验值的前16位。"))
    yield table(
        [
            (_day(e.at), e.actor, verbs.called(e.verb), "；".join(f"{a}：{b}" for a, b in verbs.facts(e)), e.hash[:16])
            for e in entries
        ],
        (say("时间"), say("谁"), say("做了什么"), say("内容"), say("校验值")),
    )
