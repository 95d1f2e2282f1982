"""What each kind of entry of the log says to a person: a title, and why. The words come from the facts that it points to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.applications.models import Application, Assistance, Consultation, Letter
from gongkai.language import say
from gongkai.law import MEANINGS, Outcome
from gongkai.law.letters import LETTERS
from gongkai.look.words import day, money


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts an entry may speak of, by key."""

    case: Application
    letters: Mapping[int, Letter]
    consultations: Mapping[int, Consultation]
    assistances: Mapping[int, Assistance]

    def letter(self, data: Mapping[str, Any]) -> Letter | None:
        return self.letters.get(data.get("letter") or 0)

    def party(self, data: Mapping[str, Any]) -> Consultation | None:
        return self.consultations.get(data.get("consultation") or 0)

    def asked(self, data: Mapping[str, Any]) -> Assistance | None:
        return self.assistances.get(data.get("assistance") or 0)


Teller = Callable[[Facts, Mapping[str, Any]], tuple[str, str]]
"""(title, why) of an entry's data; no title where it says nothing that another entry does not say."""


def _only(title: str) -> Teller:
    return lambda facts, data: (title, "")


def _on(value: object) -> str:
    """A day of the log in words."""
    return day(date.fromisoformat(value)) if isinstance(value, str) and value else ""


def _name(letter: Letter | None) -> str:
    return LETTERS[letter.code].name if letter is not None else say("文书")


def _submitted(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    on = _on(data.get("received_on"))
    return say("申请人在网上提交"), say("收到日{on}。", on=on) if on else say("收到日要等双方确认。")


def _registered(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    on = _on(data.get("received_on"))
    return say("登记"), say("收到日{on}。", on=on) if on else say("还没有确定收到日。")


def _confirmed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("双方确认，收到"), say("{on}确认：{how}。", on=_on(data.get("confirmed_on")), how=data.get("how") or "")


def _amended(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    names = {
        "applicant_kind": say("申请人类别"),
        "title": say("事由"),
        "carriers": say("载体形式"),
        "routes": say("获取方式"),
    }
    return say("更正登记"), say("更正了{names}。", names="、".join(names[key] for key in names if key in data))


def _recounted(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    def words(day: str) -> str:
        return say("不早于{day}", day=day.removesuffix("+")) if day.endswith("+") else day or say("没有日期")

    moves = [
        say("{what}由{old}改为{new}", what=what, old=words(old), new=words(new)) for what, old, new in data["dates"]
    ]
    return say("重算期限"), say("{moves}。{why}。", moves="；".join(moves), why=data.get("why") or "")


def _split(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    into = data.get("into") or []
    return say("拆分成{n}件", n=len(into)), say(
        "{numbers}。{reason}", numbers="、".join(into), reason=data.get("reason") or ""
    )


def _split_off(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("由{number}拆出", number=data.get("split_from")), str(data.get("reason") or "")


def _handed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("转给{name}", name=data.get("to")), say("对方的编号是{number}。", number=data.get("as"))


def _passed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("转来"), say("原编号{number}。", number=data.get("passed_from"))


def _searched(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    search = next((each for each in facts.case.searches.all() if each.pk == data.get("search")), None)
    if search is None:
        return say("检索"), ""
    why = say("查了{places}；检索词：{terms}。", places=search.places, terms=search.terms)
    return (say("查到{n}件", n=search.found) if search.found else say("没有查到")), why


def _decided(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    name = MEANINGS[Outcome(data["outcome"])].name if data.get("outcome") else ""
    return say("判断：{outcome}", outcome=name), "、".join(data.get("sources") or ())


def _withdrawn(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("申请人撤回"), facts.case.withdrawal


def _closed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    if data.get("merged_into"):
        return say("并入{number}，办结", number=data["merged_into"]), ""
    return say("按撤回结案"), ""


def _asked(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    asked = facts.asked(data)
    why = say("{question}（{on}前回复）", question=asked.question, on=day(asked.due_on)) if asked is not None else ""
    return say("请{section}协助", section=data.get("section") or say("科室")), why


def _answered(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    asked = facts.asked(data)
    if asked is None:
        return say("科室回复"), ""
    title = say("{section}回复：{found}", section=asked.section or asked.unit, found=asked.get_found_display())
    parts = []
    if asked.places:
        parts.append(say("查了{places}；检索词：{terms}。", places=asked.places, terms=asked.terms))
    if asked.note:
        parts.append(asked.note)
    return title, "".join(parts)


def _task(title: str) -> Teller:
    def tell(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
        asked = facts.asked(data)
        return title, str(asked.section or asked.unit) if asked is not None else ""

    return tell


def _correction(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("要求补正"), "；".join(data.get("defects") or ())


def _came(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("收到补正材料"), say("期限从{on}重新计算。", on=_on(data.get("came_on")))


def _judged(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return (say("认定理由合理") if data.get("accepted") else say("认定理由不合理")), ""


def _extension(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("申请延期{n}个工作日", n=data.get("days")), str(data.get("reason") or "")


def _delay(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("定延迟答复的日期"), say("延迟至{on}。", on=_on(data.get("until")))


def _consulted(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("征求意见"), "、".join(data.get("parties") or ())


def _party(title: str, *, on: bool = False) -> Teller:
    def tell(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
        party = facts.party(data)
        name = party.party if party is not None else ""
        return title, "　".join(part for part in (name, _on(data.get("on")) if on else "") if part)

    return tell


def _opinion(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    party = facts.party(data)
    if party is None:
        return say("收到意见"), ""
    return say("{party}：{opinion}", party=party.party, opinion=party.get_opinion_display()), party.reasons


def _silent(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("征求意见期满，没有回复"), "、".join(data.get("parties") or ())


def _charged(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("收取信息处理费"), money(data.get("amount"))


def _paid(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("申请人缴费"), say("{amount}，{on}。", amount=money(data.get("amount")), on=_on(data.get("on")))


def _refunded(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("退费"), say("{amount}：{why}", amount=money(data.get("amount")), why=data.get("why"))


def _sent(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    """Only the answer: any other letter is drafted and sent in the step that is told already."""
    letter = facts.letter(data)
    return (say("{letter}送审", letter=_name(letter)) if letter is not None and letter.substantive else ""), ""


def _edited(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    died = data.get("approvals_voided") or 0
    why = say("原来的批准作废。") if died else ""
    return say(
        "{letter}：{what}", letter=_name(facts.letter(data)), what=_WHAT.get(str(data.get("what")), data.get("what"))
    ), why


_WHAT = {"unchanged": say("没有改动")}


def _stamped(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    says = {"same": say("与批准的文本一致"), "look": say("有不同，待核对"), "unread": say("没有读出文字，待核对")}
    return say("{letter}：上传盖章件", letter=_name(facts.letter(data))), says.get(str(data.get("outcome")), "")


def _stamp_accepted(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("{letter}：盖章件已核对", letter=_name(facts.letter(data))), str(data.get("answer") or "")


def _stands(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("{letter}：发出前核对{n}处保留", letter=_name(facts.letter(data)), n=data.get("count") or 0), str(
        data.get("reason") or ""
    )


def _check_said(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    letter, asks = _name(facts.letter(data)), data.get("kind") == "ask"
    title = say("{letter}：提请放行一条检查", letter=letter) if asks else say("{letter}：说明一条检查", letter=letter)
    return title, str(data.get("text") or "")


def _severed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("区分处理，遮盖{n}处，核验通过", n=data.get("count") or 0), ""


def _copy_back(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("撤回区分处理后的副本"), str(data.get("why") or "")


def _reviewed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    verdict = say("同意") if data.get("verdict") == "approved" else say("退回")
    acting = say("（代{name}）", name=data["acting_for"]) if data.get("acting_for") else ""
    title = say("{verdict}{letter}{acting}", verdict=verdict, letter=_name(facts.letter(data)), acting=acting)
    return title, str(data.get("comment") or "")


def _issued(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    letter = facts.letter(data)
    number = data.get("number") or ""
    return say("{letter}发出", letter=_name(letter)), say("{number}，{on}。", number=number, on=_on(data.get("on")))


def _failed(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("{letter}没有送达", letter=_name(facts.letter(data))), say(
        "{why}，{on}。", why=data.get("why"), on=_on(data.get("on"))
    )


def _about(title: str) -> Teller:
    """``title`` with the name of the letter."""
    return lambda facts, data: (title.replace("…", _name(facts.letter(data))), str(data.get("why") or ""))


def _files(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    names = [str(file.get("name")) for file in data.get("files") or ()]
    return say("收进材料{n}件", n=len(names)), "、".join(names)


def _redo(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("按复议决定、判决重新办理"), say(
        "案号{number}，自{on}起算。", number=data.get("round"), on=_on(data.get("start"))
    )


def _no_redo(facts: Facts, data: Mapping[str, Any]) -> tuple[str, str]:
    return say("不再重新办理"), str(data.get("why") or "")


TELLERS: dict[str, Teller] = {
    "application.submitted": _submitted,
    "application.registered": _registered,
    "application.opened": _only(say("首次打开")),
    "application.confirmed": _confirmed,
    "application.amended": _amended,
    "application.split": _split,
    "application.split_off": _split_off,
    "application.assigned": _only(say("指定承办科室")),
    "application.batch_undone": _only(say("撤回成批办理")),
    "dates.recounted": _recounted,
    "application.handed_over": _handed,
    "application.passed_on": _passed,
    "application.searched": _searched,
    "application.decided": _decided,
    "application.withdrawn": _withdrawn,
    "application.redo_begun": _redo,
    "application.redo_called_off": _no_redo,
    "application.closed": _closed,
    "assistance.asked": _asked,
    "assistance.answered": _answered,
    "assistance.reminded": _task(say("催科室回复")),
    "assistance.cancelled": _task(say("不用科室协助了")),
    "correction.called": _correction,
    "correction.came": _came,
    "correction.lapsed": _only(say("认定逾期不补正")),
    "reasons.called": _only(say("要求说明理由")),
    "reasons.given": _only(say("申请人说明理由")),
    "reasons.judged": _judged,
    "extension.asked": _extension,
    "delay.set": _delay,
    "consultation.asked": _consulted,
    "consultation.delivered": _party(say("对方收到征求意见书"), on=True),
    "consultation.answered": _opinion,
    "consultation.lapsed": _silent,
    "consultation.cancelled": _party(say("不再征求意见")),
    "consultation.told": _party(say("告知第三方决定公开")),
    "fee.charged": _charged,
    "fee.paid": _paid,
    "fee.lapsed": _only(say("认定逾期未缴费")),
    "fee.refunded": _refunded,
    "letter.submitted": _sent,
    "letter.edited": _edited,
    "letter.files_changed": _edited,
    "letter.redrawn": _edited,
    "letter.recalled": _about(say("撤回…重改")),
    "letter.cancelled": _about(say("…作废")),
    "letter.reviewed": _reviewed,
    "letter.issued": _issued,
    "letter.service_failed": _failed,
    "letter.answered": _stands,
    "letter.answer_taken_back": _about(say("…：撤回发出前核对的说明")),
    "letter.check_said": _check_said,
    "letter.check_taken_back": _about(say("…：撤回对检查的说明")),
    "letter.check_passed": _about(say("…：审批时放行一条检查")),
    "letter.stamped": _stamped,
    "letter.stamp_accepted": _stamp_accepted,
    "letter.stamp_withdrawn": _about(say("…：撤下盖章件")),
    "letter.signed_for": _about(say("…签收")),
    "file.added": _files,
    "severance.verified": _severed,
    "severance.failed": _only(say("区分处理，核验没有通过")),
    "severance.taken_back": _copy_back,
}
"""Verbs that a reader of the case wants to see. Left out are what only repeats another (a letter drafted and served is told
when it is submitted and goes out) and looks at personal data, which stand in the log."""
