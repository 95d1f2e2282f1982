"""What else can be done to a case where it stands: plain links, each only where it could succeed and this person may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from gongkai.applications import clocks, rules, stages
from gongkai.applications.models import Application, Consultation, Service, Stage
from gongkai.applications.step import NextStep
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account


def _always(case: Application) -> bool:
    return True


def _without(part: str) -> Callable[[Application], bool]:
    return lambda case: clocks.part(case, part) is None


def _any_task(case: Application) -> bool:
    return any(each.is_open for each in case.assistances.all())


def _any_party(fits: Callable[[Consultation], bool]) -> Callable[[Application], bool]:
    return lambda case: any(fits(each) for each in case.consultations.all())


def _correction_over(case: Application) -> bool:
    correction = clocks.part(case, "correction")
    last = clocks.correction_due(correction) if correction is not None else None
    return last is not None and clock.today() > last


def _fee_over(case: Application) -> bool:
    fee = clocks.part(case, "fee")
    return fee is not None and fee.due_on is not None and clock.today() > fee.due_on


def _fee_paid(case: Application) -> bool:
    fee = clocks.part(case, "fee")
    return fee is not None and fee.paid_on is not None and fee.refunded_on is None


def _reasons_awaited(case: Application) -> bool:
    call = clocks.part(case, "reasons_call")
    return call is not None and call.noticed_on is not None and call.answered_on is None


def _reasons_open(case: Application) -> bool:
    call = clocks.part(case, "reasons_call")
    return call is not None and call.noticed_on is not None and call.accepted is None


def _delay_possible(case: Application) -> bool:
    call = clocks.part(case, "reasons_call")
    return call is not None and bool(call.accepted) and clocks.part(case, "delay") is None


def _in_time(case: Application) -> bool:
    return clocks.part(case, "extension") is None and (case.due_on is None or case.due_on >= clock.today())


def _served(*results: Service.Result) -> Callable[[Application], bool]:
    return lambda case: any(
        service.result in results for letter in case.letters.all() for service in letter.services.all()
    )


def _objector(case: Application) -> bool:
    decided = [each.leaf for each in case.decisions.all()]
    untold = _any_party(lambda each: each.objecting and each.told_of_release_on is None)
    return "granted_over_objection" in decided and untold(case)


def _undecided(case: Application) -> bool:
    return case.stage == Stage.HANDLING


@dataclass(frozen=True, slots=True)
class Choice:
    """One link. ``name``: of the address under ``desk:case_``; ``fits``: whether it makes sense on a case."""

    move: str
    name: str
    label: str
    fits: Callable[[Application], bool] = _always


CHOICES = (
    Choice("confirm", "confirm", say("登记与申请人的确认"), lambda case: case.received_on is None),
    Choice("register", "register", say("登记"), lambda case: case.received_on is not None),
    Choice("call_correction", "call_correction", say("告知补正"), _without("correction")),
    Choice("correct", "correct", say("登记补正材料")),
    Choice("lapse_correction", "lapse_correction", say("认定逾期不补正"), _correction_over),
    Choice("ask_section", "ask_section", say("请科室协助")),
    Choice("ask_section", "remind_section", say("催科室回复"), _any_task),
    Choice("ask_section", "cancel_assistance", say("不用科室协助了"), _any_task),
    Choice("search", "search", say("登记检索记录")),
    Choice("consult", "consult", say("征求意见")),
    Choice(
        "delivered", "delivered", say("登记对方收到征求意见书"), _any_party(lambda c: c.is_open and not c.delivered_on)
    ),
    Choice("opinion", "opinion", say("登记意见"), _any_party(lambda c: c.is_open)),
    Choice("cancel_consultation", "cancel_consultation", say("不再征求意见"), _any_party(lambda c: c.is_open)),
    Choice("extend", "extend", say("申请延期"), _in_time),
    Choice("decide", "decide", say("作出判断"), _undecided),
    Choice("decide", "decide", say("改判断"), lambda case: not _undecided(case)),
    Choice("call_reasons", "call_reasons", say("要求说明理由"), _without("reasons_call")),
    Choice("give_reasons", "give_reasons", say("登记申请人说明的理由"), _reasons_awaited),
    Choice("judge_reasons", "judge_reasons", say("认定理由是否合理"), _reasons_open),
    Choice("delay", "delay", say("确定延迟答复的日期"), _delay_possible),
    Choice("charge", "charge", say("收取信息处理费"), _without("fee")),
    Choice("pay", "pay", say("登记缴费")),
    Choice("lapse_fee", "lapse_fee", say("认定逾期未缴费"), _fee_over),
    Choice("refund", "refund", say("退还信息处理费"), _fee_paid),
    Choice("tell_third_party", "tell_third_party", say("告知第三方决定公开"), _objector),
    Choice("fail_service", "signature", say("登记邮件签收"), _served(Service.Result.ON_THE_WAY)),
    Choice(
        "fail_service",
        "fail_service",
        say("登记未送达"),
        _served(Service.Result.ON_THE_WAY, Service.Result.SERVED),
    ),
    Choice("assign", "assign", say("指定承办科室")),
    Choice("split", "split", say("按一事一申请拆分")),
    Choice("hand_over", "hand_over", say("转给负责的机关")),
    Choice("amend", "amend", say("更正登记")),
    Choice("withdraw", "withdraw", say("登记申请人撤回"), lambda case: case.withdrawn_on is None),
    Choice("close_without_answer", "close", say("撤回、并案结案")),
)
"""Every link in its order: what moves a case on, then what seldom happens."""


PROMINENT = ("decide", "call_correction", "consult", "extend")
"""What stands beside the button of the next step."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that can be done, and where."""

    name: str
    label: str
    address: str

    @property
    def prominent(self) -> bool:
        return self.name in PROMINENT


def links(case: Application, account: Account, step: NextStep) -> list[Link]:
    """What can be done besides the next step."""
    now = {move.key for move in stages.possible(case)}
    found = []
    for choice in CHOICES:
        if choice.move not in now or choice.name == step.action or not choice.fits(case):
            continue
        if rules.may_on(account, stages.MOVES[choice.move].by or rules.HANDLE.key, case):
            address = reverse(f"desk:case_{choice.name}", args=[case.pk])
            found.append(Link(choice.name, choice.label, address))
    return found
