"""What the register already knows of the answers to the tree, so that a person answers only what a person must judge.

Nothing is decided here: each proposed answer says what it rests on, can be changed, and what remains open stays open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.applications import clocks
from gongkai.applications.actions.deciding import facts_against
from gongkai.applications.models import Application, CaseFile, Consultation
from gongkai.desk.cases.applicant import History
from gongkai.language import say
from gongkai.law.clocks.facts import Asked
from gongkai.law.tree import TREE, Node, Path, Stage, walk
from gongkai.look.words import day

ASSUMED = {"repeat": "no", "search": "found", "ground": "none"}
"""How an open question is taken, so that what usually follows stands on the same page."""
WAYS_OUT = {
    "corrected": ("desk:case_call_correction", say("去告知补正")),
    "fee": ("desk:case_charge", say("去看收费")),
    "excessive": ("desk:case_call_reasons", say("去要求说明理由")),
    "reasons": ("desk:case_judge_reasons", say("去认定理由")),
    "withdrawn": ("desk:case_withdraw", say("去登记撤回")),
    "consent": ("desk:case_consult", say("去征求意见")),
    "search": ("desk:case_search", say("去登记检索记录")),
}
"""Where the fact that an answer lacks is put on record."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer, and what it rests on: "" where it is only what is usual."""

    answer: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question on the page. ``chosen``: the answer it shows; ``open``: nothing answers it yet."""

    node: Node
    chosen: str
    why: str
    open: bool

    @property
    def label(self) -> str:
        """The chosen answer in words."""
        return next((answer.label for answer in self.node.answers if answer.key == self.chosen), "")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An answer that the register speaks against. ``node``: "" where the case as a whole is not ready; ``way_out``: the name
    of the address where it can be put right and what the link says."""

    node: str
    sentence: str
    way_out: tuple[str, str] | None


def proposals(case: Application, history: History) -> dict[str, Proposed]:
    """The answers that the record gives, and the usual ones."""
    found = {key: Proposed("no") for key in ("petition", "publication", "party", "inquiry", "reconfirm", "public")}
    found |= {"competent": Proposed("yes"), "form": Proposed("as_asked")}
    found |= _on_correction(case) | _on_withdrawal(case) | _on_reasons(case) | _on_fee(case)
    answered = [each for each in history.earlier if each.alike and each.case.decided_on is not None]
    if not answered:
        # Whether the same information was asked for and given, only a person can tell.
        found["repeat"] = Proposed("no", say("同一申请人没有内容相近而答复过的申请"))
    return found | _on_search(case) | _on_consultations(case)


def _on_correction(case: Application) -> dict[str, Proposed]:
    correction = clocks.part(case, "correction")
    if correction is None or correction.noticed_on is None:
        return {"clear": Proposed("yes", say("没有告知过补正"))}
    found = {"clear": Proposed("no", say("{on}告知补正", on=day(correction.noticed_on)))}
    if correction.result == "lapsed":
        found["corrected"] = Proposed("lapsed", say("已认定逾期不补正"))
    elif correction.came_on is not None:
        found["corrected"] = Proposed("clear", say("{on}收到补正材料", on=day(correction.came_on)))
    return found


def _on_withdrawal(case: Application) -> dict[str, Proposed]:
    if case.withdrawn_on is not None:
        return {"withdrawn": Proposed("yes", say("{on}撤回", on=day(case.withdrawn_on)))}
    if case.merged_into_id is not None:
        return {"withdrawn": Proposed("yes", say("已并入另一件"))}
    return {"withdrawn": Proposed("no", say("没有登记撤回或者并案"))}


def _on_reasons(case: Application) -> dict[str, Proposed]:
    call = clocks.part(case, "reasons_call")
    if call is None or call.noticed_on is None:
        return {"excessive": Proposed("no", say("没有要求说明理由"))}
    found = {"excessive": Proposed("yes", say("{on}要求说明理由", on=day(call.noticed_on)))}
    if call.accepted is not None:
        found["reasons"] = Proposed(
            "yes" if call.accepted else "no", say("已认定合理") if call.accepted else say("已认定不合理")
        )
    return found


def _on_fee(case: Application) -> dict[str, Proposed]:
    fee = clocks.part(case, "fee")
    if fee is None or fee.notified_on is None:
        return {"fee": Proposed("none", say("没有发收费通知"))}
    if fee.paid_on is not None:
        return {"fee": Proposed("paid", say("{on}缴费", on=day(fee.paid_on)))}
    if fee.lapsed_on is not None:
        return {"fee": Proposed("lapsed", say("已认定逾期未缴费"))}
    return {}


def _on_search(case: Application) -> dict[str, Proposed]:
    searches = list(case.searches.all())
    hits = sum(search.found for search in searches)
    if hits:
        return {"search": Proposed("found", say("{n}次检索，查到{m}件", n=len(searches), m=hits))}
    replies = [file for file in case.files.all() if file.purpose == CaseFile.Purpose.REPLY]
    if replies:
        return {"search": Proposed("found", say("卷内有拟提供的信息{n}件", n=len(replies)))}
    if searches:
        return {"search": Proposed("none", say("{n}次检索，都没有查到", n=len(searches)))}
    return {}


def _on_consultations(case: Application) -> dict[str, Proposed]:
    asked = [c for c in case.consultations.all() if c.asked == Asked.THIRD_PARTY and c.sent_on and not c.cancelled_on]
    if not asked:
        return {}
    names = "、".join(consultation.party for consultation in asked)
    found = {"ground": Proposed("third_party", say("征求过{names}的意见", names=names))}
    if all(consultation.opinion == Consultation.Opinion.AGREES for consultation in asked):
        found["consent"] = Proposed("agrees", say("{n}家都同意", n=len(asked)))
    return found


def follow(given: Mapping[str, str], proposed: Mapping[str, Proposed]) -> tuple[dict[str, str], Path]:
    """The path that ``given`` answers lead, the proposed ones where nothing is given. What the path does not reach is dropped."""
    answers: dict[str, str] = {}
    key = TREE.root
    while key in TREE.nodes:
        node = TREE.nodes[key]
        wanted = given.get(key) or (proposed[key].answer if key in proposed else "")
        taken = next((answer for answer in node.answers if answer.key == wanted), None)
        if taken is None:
            break
        answers[key], key = taken.key, taken.to
    return answers, walk(answers, TREE)


def questions(answers: Mapping[str, str], proposed: Mapping[str, Proposed]) -> list[Question]:
    """Every question of the path in order; behind an open one what usually follows."""
    found: list[Question] = []
    key = TREE.root
    while key in TREE.nodes:
        node = TREE.nodes[key]
        known = proposed.get(key)
        chosen = answers.get(key, "") or (known.answer if known else "")
        why = known.why if known is not None and known.answer == chosen else ""
        found.append(Question(node, chosen, why, open=not chosen))
        step = chosen or ASSUMED.get(key, "")
        taken = next((answer for answer in node.answers if answer.key == step), None)
        if taken is None:
            break
        key = taken.to
    return found


def by_stage(found: list[Question]) -> list[tuple[Stage, list[Question]]]:
    """The questions under their steps."""
    return [(stage, rows) for stage in Stage if (rows := [q for q in found if q.node.stage is stage])]


def contradictions(case: Application, answers: Mapping[str, str]) -> list[Contradiction]:
    """Everything on record that speaks against ``answers``, each at its question."""
    whole = facts_against(case, {})
    found = [Contradiction("", sentence, None) for sentence in whole]
    for node, answer in answers.items():
        for sentence in facts_against(case, {node: answer}):
            if sentence not in whole:
                found.append(Contradiction(node, sentence, WAYS_OUT.get(node)))
    return found
