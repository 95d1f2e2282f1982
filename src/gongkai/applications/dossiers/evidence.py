"""证据清单: what must be on file for a court, ground by ground (法释〔2025〕8号 arts. 5–7), where it stands, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.applications.letter_facts import decision_of
from gongkai.applications.models import Application, CaseFile, Decision, Letter, RemedyCase
from gongkai.language import say
from gongkai.law.articles import Article, Source

_BURDEN = Article("法释〔2025〕8号", 5)
_REASONS = Article("法释〔2025〕8号", 6)

LETTER, SERVICE, SEARCH, OPINION, EVIDENCE, CLOCK, APPLICATION, DECISION, APPROVAL, EXTENSION, CORRECTION, FEE = (
    "letter", "service", "search", "opinion", "evidence", "clock", "application", "decision", "approval", "extension",
    "correction", "fee",
)  # fmt: skip
"""Keys of parts: which part of a dossier proves what."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be proved. ``keys``: the parts that prove it; ``there``: whether something on record does; ``mend``: what to do where
    nothing does, "" where it is there."""

    purpose: str
    keys: tuple[str, ...]
    there: bool
    mend: str
    source: Source


def evidence_list(case: Application) -> list[Item]:
    """What the body has to prove about ``case``: the common part, what happened on the way, and what its outcome needs."""
    found = [*_common(case), *_way(case)]
    decision = decision_of(case)
    if decision is not None:
        found += _GROUNDS.get(decision.end.letter, _nothing)(case, decision)
        if decision.end.letter == "S3":
            found += _GROUNDS.get(_PARTIAL.get(decision.leaf.partition(".")[2], ""), _nothing)(case, decision)
    return found


def missing(items: Sequence[Item]) -> list[str]:
    """What is not on record, in sentences."""
    return [item.mend for item in items if not item.there]


def _item(purpose: str, keys: Sequence[str], there: bool, mend: str, source: Source = _BURDEN) -> Item:
    return Item(purpose, tuple(keys), there, "" if there else mend, source)


def _files(case: Application, *purposes: CaseFile.Purpose) -> bool:
    return any(file.purpose in purposes for file in case.files.all() if file.removed_at is None)


def _issued(case: Application, *codes: str) -> list[Letter]:
    return [letter for letter in case.letters.all() if letter.state == Letter.State.ISSUED and letter.code in codes]


def _answers(case: Application) -> list[Letter]:
    return [letter for letter in case.letters.all() if letter.state == Letter.State.ISSUED and letter.substantive]


def _proved(letter: Letter) -> bool:
    """Whether its service is proved: a file, or the number under which the post carried it, or the page it was fetched from."""
    services = [service for service in letter.services.all() if service.result != "failed"]
    return any(service.proof_id or service.tracking or service.method == "online" for service in services)


def _common(case: Application) -> list[Item]:
    answers = _answers(case)
    return [
        _item(
            say("何时收到申请、申请什么"), (APPLICATION,), case.received_on is not None,
            say("没有确定收到日：请登记收到的日期和依据。"), Article("条例", 31),
        ),
        _item(
            say("作出了答复，内容合法"), (LETTER, DECISION), bool(answers), say("没有已经发出的答复书。"), Article("条例", 36)
        ),
        _item(
            say("在期限内答复"), (CLOCK,), case.received_on is not None, say("期限没有起算，无法证明按期答复。"),
            Article("条例", 33),
        ),
        _item(
            say("答复书已送达"), (SERVICE,), bool(answers) and all(_proved(letter) for letter in answers),
            say("答复书没有送达凭证：请补上签收单、邮寄凭证或者回执。"), Article("条例", 40),
        ),
        _item(
            say("答复经过审批"), (APPROVAL,), all(list(letter.reviews.all()) for letter in answers),
            say("答复书没有审批记录。"), Article("条例", 17),
        ),
    ]  # fmt: skip


def _way(case: Application) -> list[Item]:
    found = []
    for code, name, key, source in (
        ("P3", say("告知补正合法"), CORRECTION, Article("条例", 30)),
        ("P5", say("延期经批准并已告知"), EXTENSION, Article("条例", 33, 2)),
        ("P11", say("收费有依据并已通知"), FEE, Article("条例", 42)),
    ):
        for letter in _issued(case, code):
            found.append(
                _item(name, (key, SERVICE), _proved(letter), say("{letter}没有送达凭证。", letter=letter), source)
            )
    asked = [each for each in case.consultations.all() if each.sent_on]
    if asked:
        found.append(
            _item(
                say("征求了意见，征求意见的时间不计入期限"), (OPINION,),
                all(each.answered_on is None or _files(case, CaseFile.Purpose.OPINION) for each in asked),
                say("对方的意见没有原件：请上传意见书。"), Article("条例", 32),
            )
        )  # fmt: skip
    if any(each.held for each in case.remedies.all()):
        found.append(
            _item(
                say("公开已经停止"), (EVIDENCE,), _files(case, CaseFile.Purpose.EVIDENCE), say("没有停止公开的裁定。")
            )
        )
    return found


def _nothing(case: Application, decision: Decision) -> list[Item]:
    return []


def _reasoned(purpose: str, mend: str, source: Source = _BURDEN) -> Callable[[Application, Decision], list[Item]]:
    """A ground that wants reasons in the decision and proof among the files."""

    def made(case: Application, decision: Decision) -> list[Item]:
        proof = _files(case, CaseFile.Purpose.EVIDENCE)
        return [_item(purpose, (DECISION, EVIDENCE), bool(decision.findings.strip()) and proof, mend, source)]

    return made


def _public(case: Application, decision: Decision) -> list[Item]:
    return [
        _item(
            say("该信息已经主动公开，并已告知获取的方式、途径"), (EVIDENCE, LETTER),
            bool(decision.way.strip()) and _files(case, CaseFile.Purpose.EVIDENCE),
            say("没有已经公开的证明：请上传公开页面的截图或者公证书。"),
        )
    ]  # fmt: skip


def _granted(case: Application, decision: Decision) -> list[Item]:
    if decision.leaf != "granted_over_objection":
        return []
    return [
        _item(
            say("不公开会对公共利益造成重大影响"), (DECISION, OPINION), bool(decision.public_interest.strip()),
            say("没有写明公共利益的衡量。"),
        ),
        _item(
            say("已书面告知第三方"), (SERVICE,), bool(_issued(case, "P8")), say("没有把公开的决定书面告知第三方。"),
            Article("条例", 32),
        ),
    ]  # fmt: skip


def _not_there(case: Application, decision: Decision) -> list[Item]:
    return [
        _item(
            say("已尽合理检索义务（最高人民法院指导案例101号）"), (SEARCH,), bool(list(case.searches.all())),
            say("没有检索记录：请补登谁、在哪里、用什么词、什么时候查过。"), _REASONS,
        ),
        _item(
            say("申请人提供的线索已核查"), (SEARCH,),
            not case.clues.strip() or any(each.note.strip() for each in case.searches.all()),
            say("申请人提供了线索，检索记录里没有说明怎样核查的。"), _REASONS,
        ),
    ]  # fmt: skip


def _repeat(case: Application, decision: Decision) -> list[Item]:
    return [
        _item(
            say("此前已经就同一信息答复过"), (EVIDENCE,), bool(decision.earlier_number.strip()),
            say("没有写明此前答复的文号。"), Article("条例", 36, item=6),
        )
    ]  # fmt: skip


def _excessive(case: Application, decision: Decision) -> list[Item]:
    return [
        _item(
            say("要求过说明理由，理由不合理"), (LETTER, SERVICE), bool(_issued(case, "P4")),
            say("没有说明理由告知书。"), Article("条例", 35),
        )
    ]  # fmt: skip


_GROUNDS: dict[str, Callable[[Application, Decision], list[Item]]] = {
    "S1": _public,
    "S2": _granted,
    "S4": _reasoned(say("属于国家秘密"), say("没有密级标志、保密期限或者定密的证明材料。")),
    "S5": _reasoned(say("法律、行政法规禁止公开"), say("没有写明理由，或者没有证明材料。")),
    "S6": _reasoned(
        say("公开后可能危及国家安全、公共安全、经济安全、社会稳定"),
        say("没有风险评估报告或者有关部门的意见。"),
        _REASONS,
    ),
    "S7": _reasoned(say("涉及商业秘密、个人隐私等第三方权益"), say("没有证明涉及第三方权益的材料。")),
    "S8": _reasoned(say("属于人事管理、后勤管理或者内部工作流程信息"), say("没有证明属于内部事务信息的材料。")),
    "S9": _reasoned(
        say("属于决定作出前的讨论记录、过程稿、磋商信函、请示报告"),
        say("没有证明属于过程性信息、在决定作出前形成的材料。"),
    ),
    "S10": _reasoned(say("在行政执法中形成并记入案卷"), say("没有执法案卷目录等证明材料。")),
    "S12": _not_there,
    "S13": _not_there,
    "S17": _repeat,
    "S19": _excessive,
}
_PARTIAL = {
    "state_secret": "S4",
    "law_forbids": "S5",
    "three_securities": "S6",
    "third_party": "S7",
    "internal_affairs": "S8",
    "process": "S9",
    "enforcement_file": "S10",
}
"""The ground of a partial release: that of the refusal."""


def about(case: RemedyCase | None) -> str:
    """How the list is called."""
    return say("证据清单") if case is not None else say("要件清单")
