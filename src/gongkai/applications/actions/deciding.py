"""判断: the outcome is reached only through the decision tree; article, letter and remedy follow from where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.applications import clocks, outgoing, repeats, rules
from gongkai.applications.actions.drafting import draft_letter, submit, void_letter
from gongkai.applications.actions.moving import APPLICANT, Moving, fresh, moving
from gongkai.applications.models import Application, CaseFile, Decision, Letter, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.outcomes import Outcome
from gongkai.law.tree import TREE, Leaf, walk
from gongkai.people import clock
from gongkai.people.models import Account

DETAILS = (
    "findings",
    "given",
    "withheld",
    "way",
    "other_name",
    "other_contact",
    "earlier_number",
    "special_rules",
    "public_interest",
)
"""The words a decision is filled with, beside its path."""


def facts_against(application: Application, answers: Mapping[str, str]) -> list[str]:
    """Where the answers contradict what is on record, in sentences. The tree must not be walked past the register."""
    found = []
    correction, fee, reasons = (clocks.part(application, name) for name in ("correction", "fee", "reasons_call"))
    corrected = answers.get("corrected")
    if corrected and (correction is None or correction.noticed_on is None):
        found.append(say("没有告知过补正，不能按补正后的情况判断。内容不明确的，先告知补正。"))
    if corrected == "lapsed" and correction is not None and correction.result != "lapsed":
        found.append(say("没有认定逾期不补正，不能按逾期不补正结案。"))
    if corrected in ("clear", "unclear") and correction is not None and correction.came_on is None:
        found.append(say("还没有收到补正材料。"))
    if answers.get("fee") == "lapsed" and (fee is None or fee.lapsed_on is None):
        found.append(say("没有认定逾期未缴费，不能按逾期未缴费结案。"))
    if answers.get("fee") == "paid" and (fee is None or fee.paid_on is None):
        found.append(say("没有登记缴费。"))
    if answers.get("excessive") == "yes" and (reasons is None or reasons.noticed_on is None):
        found.append(say("没有要求申请人说明理由，不能认定大量反复申请（《条例》第三十五条）。"))
    judged = None if reasons is None else reasons.accepted
    if answers.get("reasons") in ("yes", "no") and judged is not (answers["reasons"] == "yes"):
        found.append(
            say("还没有认定申请人说明的理由是否合理，不能据此答复（《条例》第三十五条）。")
            if judged is None
            else say("与已经作出的认定不符：申请人说明的理由是否合理，以认定为准。")
        )
    if answers.get("withdrawn") == "yes" and not (application.withdrawn_on or application.merged_into_id):
        found.append(say("没有登记撤回或者并案。"))
    if answers.get("withdrawn") == "no" and application.withdrawn_on:
        found.append(say("申请人已经撤回申请。"))
    asked = [c for c in application.consultations.all() if c.asked == "third_party"]
    if "consent" in answers and not asked:
        found.append(say("没有书面征求第三方意见，不能判断第三方是否同意（《条例》第三十二条）。"))
    if any(c.is_open for c in application.consultations.all()):
        found.append(say("征求意见还没有结果。"))
    objecting = [c for c in asked if c.objecting]
    if answers.get("consent") == "agrees" and any(c.opinion != "agrees" for c in asked):
        found.append(say("第三方没有都同意：同意部分公开不是同意全部公开；没有回复既不是同意，也不是不同意。"))
    if answers.get("consent") == "objects" and not objecting:
        found.append(say("没有第三方表示不同意。"))
    if answers.get("ground") == "none" and objecting:
        found.append(
            say(
                "{party}不同意公开，不能按没有不予公开的情形处理。请按涉及第三方权益判断理由是否合理（《条例》第三十二条）。",
                party="、".join(c.party for c in objecting),
            )
        )
    if answers.get("search") == "none" and not application.searches.exists():
        found.append(say("没有检索记录，不能答复“不存在”（最高人民法院指导案例101号）。请先登记检索记录。"))
    return found


def check_details(leaf: Leaf, values: Mapping[str, object], *, enclosed: bool = False) -> list[str]:
    """What the letter will need that is not there, in sentences. ``enclosed``: files go out with it."""
    need: list[tuple[str, str]] = []
    group = leaf.outcome.group
    if leaf.outcome is Outcome.PARTIAL or (group == "withheld"):
        need.append(("findings", say("请写明不予公开的理由：只引用条款不算说明理由（《条例》第三十六条第（三）项）。")))
    if leaf.outcome is Outcome.PARTIAL:
        need += [
            ("given", say("请写明公开哪些内容。")),
            ("withheld", say("请写明不公开哪些内容。")),
        ]
    if leaf.key in ("already_public", "granted_later"):
        need.append(("way", say("请写明获取该信息的方式、途径（和时间）。")))
    elif leaf.letter == "S2" and not enclosed:
        need.append(("way", say("没有附上要公开的信息。请选择随答复书提供的材料，或者写明提供的方式、途径和时间。")))
    if leaf.letter == "S2":
        need.append(("given", say("请写明公开哪些内容。")))
    if leaf.key == "granted_over_objection":
        need.append(("public_interest", say("请写明不公开会对公共利益造成怎样的重大影响（《条例》第三十二条）。")))
    if leaf.letter == "S17":
        need.append(("earlier_number", say("请写明此前答复的文号。")))
    if leaf.letter in ("S5", "S11"):
        need.append(("special_rules", say("请写明适用哪部法律、行政法规的哪一条。")))
    return [sentence for name, sentence in need if not str(values.get(name) or "").strip()]


def decide(
    application: Application,
    *,
    answers: Mapping[str, str],
    by: Account,
    enclose: Sequence[CaseFile] = (),
    other_agency: Agency | None = None,
    earlier_on: date | None = None,
    version: int | None = None,
    **details: str,
) -> Letter:
    """Decide by a complete path of the tree and draft the answer. A new decision replaces the one before, whose letter is
    given up (its number kept). Raises GongkaiError where the path is incomplete, contradicts the register, or words are missing.
    """
    path = walk(answers, TREE)
    if path.leaf is None:
        assert path.question is not None
        raise GongkaiError(say("还没有判断完：{question}", question=path.question.question))
    leaf = path.leaf
    if not leaf.letter:
        raise GongkaiError(say("撤回或者并案的，不发答复书，请用“撤回、并案结案”办理。"))
    outgoing.look_at_files(enclose)
    with moving(application, "decide", "application.decided", by=by, version=version) as step:
        outgoing.refuse_originals(step.case, enclose)
        wrong = facts_against(fresh(step.case), answers)
        missing = check_details(leaf, details, enclosed=bool(enclose))
        wrong += repeats.faults(step.case, leaf.outcome, str(details.get("earlier_number") or ""), earlier_on)
        if wrong or missing:
            raise GongkaiError("".join(wrong + missing))
        _decided(step, leaf, answers, by, other_agency=other_agency, earlier_on=earlier_on, **details)
        for letter in step.case.letters.filter(code__startswith="S").exclude(
            state__in=(Letter.State.CANCELLED, Letter.State.ISSUED)
        ):
            void_letter(letter, say("重新作出判断"))
        letter = draft_letter(fresh(step.case), leaf.letter, by=by, enclose=enclose)
        step.data = {"outcome": leaf.outcome, "leaf": leaf.key, "sources": [str(s) for s in leaf.sources]}
    return letter


def _decided(step: Moving, leaf: Leaf, answers: Mapping[str, str], by: Account, **values: object) -> Decision:
    case = step.case
    case.decisions.filter(replaced_at=None).update(replaced_at=clock.now())
    known = {name: value for name, value in values.items() if value is not None}
    if case.redoing_id is None:
        # Handled again: the first outcome stays what it was (decision 0153).
        case.outcome = leaf.outcome.value
    return Decision.objects.create(
        application=case,
        answers=dict(answers),
        leaf=leaf.key,
        outcome=leaf.outcome.value,
        made_by=by,
        made_at=clock.now(),
        **known,
    )


def decide_and_submit(application: Application, *, by: Account, **values: object) -> Letter:
    """Decide and send the drafted answer for approval, for answers that need no writing by hand."""
    letter = decide(application, by=by, **values)  # type: ignore[arg-type]
    with moving(application, "submit_answer", "application.submitted_for_approval", by=by) as step:
        step.stage = None
        letter.application = step.case
        submit(step, letter, by=by)
    letter.refresh_from_db()
    return letter


def withdraw(application: Application, *, words: str = "", on: date | None = None, by: Account | None = None) -> None:
    """The applicant withdraws ``on`` (today): on the portal (``by`` None) or as recorded by the office. The office then closes the case."""
    if by is not None:
        rules.require_on(by, rules.HANDLE.key, application)
    with moving(application, "withdraw", "application.withdrawn", by=by, actor="" if by else APPLICANT) as step:
        if step.case.withdrawn_on is not None:
            raise GongkaiError(say("这一件已经撤回，不用重复办理。"))
        step.case.withdrawn_on, step.case.withdrawal = on or clock.today(), words.strip()
        step.data = {"on": step.case.withdrawn_on}


def close_without_answer(
    application: Application, *, merged_into: Application | None = None, by: Account, version: int | None = None
) -> None:
    """Close a withdrawn application, or one merged into another of the same applicant (其他处理: 其他, decision 0014)."""
    with moving(application, "close_without_answer", "application.closed", by=by, version=version) as step:
        case = step.case
        if merged_into is not None:
            if merged_into.agency_id != case.agency_id or merged_into.pk == case.pk:
                raise GongkaiError(say("只能并入本机关的另一件申请。请重新选择。"))
            if merged_into.applicant.key != case.applicant.key:
                raise GongkaiError(say("只能并入同一申请人的另一件申请。请重新选择。"))
            case.merged_into = merged_into
        elif case.withdrawn_on is None:
            raise GongkaiError(say("没有登记撤回，也没有选择并入哪一件，不能这样结案。"))
        answers = {"clear": "yes", "withdrawn": "yes"}
        leaf = walk(answers, TREE).leaf
        assert leaf is not None
        for letter in case.letters.exclude(state__in=(Letter.State.CANCELLED, Letter.State.ISSUED)):
            void_letter(letter, say("申请已撤回或者并案"))
        _decided(step, leaf, answers, by)
        case.decided_on = clock.today()
        step.stage = Stage.CLOSED
        step.data = {"merged_into": merged_into.number if merged_into else None, "outcome": leaf.outcome}
