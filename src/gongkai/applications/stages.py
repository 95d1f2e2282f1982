"""Stages and moves: the one table of what can be done to an application where it stands.

An action names its move; `check` refuses it where the table does not allow it. Where a case goes next is the move's ``to``;
``None``: it stays, or the action computes it (a consultation that ends leaves `Stage.CONSULTING` only when it was the last).
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.applications.models import Application, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Document, Source

_FEES = Document("国办函〔2020〕109号")
_SERVICE = Document("国办公开办函〔2016〕235号")
_JUDGMENT = Article("法释〔2025〕8号", 11)


def _t(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return Article("条例", number, paragraph, item)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can be done. ``source``: the rule it rests on. ``by``: permission, or "" for the applicant and the system."""

    key: str
    label: str
    stages: frozenset[Stage]
    to: Stage | None
    by: str
    source: Source


_S = Stage
_BEFORE_DECISION = frozenset({_S.HANDLING, _S.CONSULTING, _S.PAYING, _S.CORRECTING})
_UNDECIDED = frozenset({_S.HANDLING})
_RUNNING = frozenset({_S.HANDLING, _S.CONSULTING})
_OPEN = frozenset(set(Stage) - {_S.CLOSED})
_REGISTERED = _OPEN - {_S.SUBMITTED}
_LETTERS = _REGISTERED | {_S.CLOSED}
"""A notice to a third party may follow the answer (art. 32)."""

_ALL = (
    Move("confirm", "与申请人确认", frozenset({_S.SUBMITTED}), None, "applications.register", _t(31)),
    Move("register", "登记", frozenset({_S.SUBMITTED}), _S.HANDLING, "applications.register", _t(45)),
    Move("amend", "更正登记", _REGISTERED, None, "applications.register", _t(45)),
    Move("split", "拆分为几件", frozenset({_S.HANDLING}), None, "applications.register", _FEES),
    Move("assign", "指定承办科室", _REGISTERED, None, "applications.assign", _t(45)),
    Move("ask_section", "请科室协助", _BEFORE_DECISION | {_S.DRAFTING}, None, "applications.assign", _t(45)),
    Move("answer_assistance", "回复协助事项", _OPEN, None, "applications.assist", _t(45)),
    Move("search", "登记检索记录", _REGISTERED, None, "applications.search", _t(36, item=4)),
    Move("call_correction", "告知补正", _UNDECIDED, None, "applications.handle", _t(30)),
    Move("notice_correction", "补正告知书发出", _UNDECIDED, _S.CORRECTING, "", _t(30)),
    Move("correct", "补正", frozenset({_S.CORRECTING}), _S.HANDLING, "", _t(30)),
    Move("lapse_correction", "认定逾期不补正", frozenset({_S.CORRECTING}), _S.HANDLING, "applications.handle", _t(30)),
    Move("call_reasons", "要求说明理由", _UNDECIDED, None, "applications.handle", _t(35)),
    Move("give_reasons", "说明理由", _BEFORE_DECISION, None, "", _t(35)),
    Move("judge_reasons", "认定理由是否合理", _BEFORE_DECISION, None, "applications.handle", _t(35)),
    Move("extend", "延期答复", _RUNNING | {_S.DRAFTING}, None, "applications.handle", _t(33, 2)),
    Move("delay", "延迟答复", _RUNNING, None, "applications.handle", _t(35)),
    Move("consult", "征求意见", _RUNNING, None, "applications.handle", _t(32)),
    Move("start_consulting", "征求意见书发出", _RUNNING, _S.CONSULTING, "", _t(33, 3)),
    Move("delivered", "登记对方收到征求意见书", _REGISTERED, None, "applications.handle", _t(32)),
    Move("opinion", "登记意见", _REGISTERED, None, "", _t(32)),
    Move("lapse_consultation", "期满未答复", _REGISTERED, None, "", _t(32)),
    Move("cancel_consultation", "不再征求意见", _REGISTERED, None, "applications.handle", _t(32)),
    Move("tell_third_party", "告知第三方决定公开", _LETTERS, None, "applications.handle", _t(32)),
    Move("charge", "收取信息处理费", _RUNNING, None, "applications.charge", _t(42)),
    Move("notice_fee", "收费通知书发出", _RUNNING, _S.PAYING, "", _t(42)),
    Move("pay", "登记缴费", frozenset({_S.PAYING}), _S.HANDLING, "applications.charge", _FEES),
    Move("lapse_fee", "认定逾期未缴费", frozenset({_S.PAYING}), _S.HANDLING, "applications.charge", _FEES),
    Move("refund", "退费", frozenset(Stage), None, "applications.charge", _FEES),
    Move("decide", "作出判断", frozenset({_S.HANDLING, _S.DRAFTING}), _S.DRAFTING, "applications.decide", _t(36)),
    Move("submit_answer", "送审", frozenset({_S.DRAFTING}), _S.REVIEWING, "applications.decide", _t(45)),
    Move(
        "recall_answer",
        "撤回重改",
        frozenset({_S.DRAFTING, _S.REVIEWING, _S.DISPATCHING}),
        _S.DRAFTING,
        "applications.decide",
        _t(45),
    ),
    Move("edit_letter", "修改文书", _LETTERS, None, "applications.decide", _t(45)),
    Move("submit_letter", "文书送审", _LETTERS, None, "applications.handle", _t(45)),
    Move("cancel_letter", "文书作废", _LETTERS, None, "applications.handle", _t(45)),
    Move("review", "审批文书", _LETTERS, None, "applications.approve", _t(45)),
    Move("issue", "发出文书", _LETTERS, None, "applications.serve", _SERVICE),
    Move("serve", "登记送达", frozenset({_S.DISPATCHING}), _S.CLOSED, "applications.serve", _SERVICE),
    Move("fail_service", "登记未送达", frozenset({_S.CLOSED, _S.DISPATCHING}), None, "applications.serve", _SERVICE),
    Move("withdraw", "撤回申请", _OPEN, None, "", _t(36)),
    Move("close_without_answer", "撤回或者并案，结案", _REGISTERED, _S.CLOSED, "applications.decide", _t(36)),
    Move("reopen", "撤回成批结案", frozenset({_S.CLOSED}), None, "applications.decide", _t(45)),
    Move("redo", "重新办理", frozenset({_S.CLOSED}), _S.HANDLING, "applications.remedies", _JUDGMENT),
    Move("call_off_redo", "不再重新办理", _REGISTERED, _S.CLOSED, "applications.remedies", _JUDGMENT),
    Move("hand_over", "转给负责的机关", _REGISTERED | {_S.CLOSED}, None, "applications.handle", _t(36, item=5)),
)
MOVES: dict[str, Move] = {move.key: move for move in _ALL}
"""Every move by its key."""


ONLY_ONCE = frozenset(
    {
        "amend",
        "split",
        "call_correction",
        "call_reasons",
        "extend",
        "delay",
        "charge",
        "withdraw",
        "close_without_answer",
        "hand_over",
    }
)
"""What belongs to a new application and not to one that is handled again (decision 0153)."""


class NotAgain(GongkaiError):
    """The move belongs to a new application; this one is handled again."""

    def __init__(self, move: Move, application: Application) -> None:
        super().__init__(
            say(
                "{number}正在按复议决定、判决重新办理，不能再“{move}”。请直接查找、判断、答复。",
                number=application.number,
                move=move.label,
            )
        )


class NotNow(GongkaiError):
    """The table does not allow the move where the application stands."""

    def __init__(self, move: Move, application: Application) -> None:
        super().__init__(
            say(
                "{number}现在是“{stage}”，不能“{move}”，这一步没有执行。可能有人刚刚办理过这一件，请刷新后按页面上的下一步办理。",
                number=application.number,
                stage=Stage(application.stage).label,
                move=move.label,
            )
        )
        self.move = move


def check(key: str, application: Application) -> Move:
    """The move, if it is allowed where ``application`` stands. Raises `NotNow`, `NotAgain`."""
    move = MOVES[key]
    if application.redoing_id is not None and key in ONLY_ONCE:
        raise NotAgain(move, application)
    if Stage(application.stage) not in move.stages:
        raise NotNow(move, application)
    return move


def possible(application: Application) -> tuple[Move, ...]:
    """Every move that the table allows now, in its order."""
    barred = ONLY_ONCE if application.redoing_id is not None else frozenset[str]()
    return tuple(move for move in _ALL if Stage(application.stage) in move.stages and move.key not in barred)
