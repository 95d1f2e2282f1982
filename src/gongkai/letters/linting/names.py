"""Names: the right applicant and number, the right bodies, nobody who must not be named, nothing left of another case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.canonical import canonical_text
from gongkai.language import say
from gongkai.law.letters import ADDRESSEE_NAMES, Addressee
from gongkai.letters.drafting import addressee
from gongkai.letters.linting.model import ERROR, WARNING, Case, Finding
from gongkai.letters.phrases import DATE

_BODY = re.compile(
    r"(?:[省市县区州旗镇乡盟]|自治|中级|高级|基层)人民(?:政府|法院)|铁路运输法院|[省市县区州旗]司法[局厅]"
)
"""The end of a body's proper name; 本级人民政府 and 有管辖权的人民法院 are no names."""
_NOT_A_NAME = re.compile(r"[^\u4e00-\u9fff]|[向由到在与请经]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}(?:〔|\[|［)\d{4}(?:〕|\]|］)第?\d{1,6}号")


def _addressee(case: Case) -> Iterator[Finding]:
    whom = case.letter.addressee
    if whom is Addressee.INTERNAL:
        return
    right = addressee(case.draft.code, case.facts)
    written = case.draft.salutation.rstrip("：:").strip()
    if whom is Addressee.APPLICANT and right and right not in case.whole:
        yield Finding(
            "applicant-missing",
            ERROR,
            say("文书里没有申请人“{name}”。答复必须写明申请人的姓名或者名称，请补上。", name=right),
            written,
        )
    elif written != right or case.draft.addressee != right:
        yield Finding(
            "addressee-wrong",
            ERROR,
            say(
                "称谓写的是“{written}”，登记的{whom}是“{right}”。写错对象的文书等于没有送达，请改正。",
                written=written,
                whom=ADDRESSEE_NAMES[whom],
                right=right,
            ),
            written,
        )


def _application_number(case: Case) -> Iterator[Finding]:
    number = canonical_text(case.facts.application.number)
    if case.letter.addressee is Addressee.APPLICANT and number not in case.whole:
        yield Finding(
            "number-missing",
            ERROR,
            say("文书里没有申请编号“{number}”，看不出答复的是哪一件申请。请补上。", number=number),
        )


def _signature(case: Case) -> Iterator[Finding]:
    right = canonical_text(case.facts.agency.name)
    if case.letter.addressee is not Addressee.INTERNAL and case.draft.signature != right:
        yield Finding(
            "signature-wrong",
            ERROR,
            say(
                "落款写的是“{written}”。文书应当以行政机关“{right}”的名义作出，不以内设机构或者其他名义作出，请改正。",
                written=case.draft.signature,
                right=right,
            ),
            case.draft.signature,
        )


def _bodies(case: Case) -> Iterator[Finding]:
    """Governments and courts that the case does not know."""
    facts = case.facts
    known = [facts.agency.name, facts.agency.reconsideration, facts.agency.court]
    known = [canonical_text(name) for name in known if name]
    for part in case.parts:
        for found in _BODY.finditer(part.masked):
            before = part.masked[: found.end()]
            quote = _NOT_A_NAME.split(before)[-1][-12:]
            tail = before[-max(len(found[0]) + 2, 6) :]
            if not any(before.endswith(name) for name in known) and tail not in case.words:
                yield Finding(
                    "body-wrong",
                    ERROR,
                    say(
                        "“{quote}”不是本机关登记的复议机关或者法院，也不在案卷里。写错机关会使申请人找错地方，请核对。",
                        quote=quote,
                    ),
                    quote,
                    part.paragraph,
                )


def _leftovers(case: Case) -> Iterator[Finding]:
    for other in case.others:
        for name in (other.applicant, other.number, other.agency):
            left = canonical_text(name)
            if len(left) < 2 or left in case.words:
                continue
            for part in case.parts:
                if left in part.masked:
                    yield Finding(
                        "leftover",
                        ERROR,
                        say(
                            "“{name}”属于另一件申请（{number}），可能是从那份文书里带来的。会泄露他人信息，请删去。",
                            name=left,
                            number=other.number,
                        ),
                        left,
                        part.paragraph,
                    )


def _numbers(case: Case) -> Iterator[Finding]:
    """Numbers of documents that are neither of this case nor among what it cites."""
    known = [case.facts.application.number, *case.documents]
    if case.facts.decision and case.facts.decision.earlier_answer:
        known.append(case.facts.decision.earlier_answer.number)
    known += [found[0] for found in _NUMBER.finditer(case.words)]
    known += [str(source) for source in case.may_cite]
    for part in case.parts:
        rest = part.masked
        for name in sorted(map(canonical_text, known), key=len, reverse=True):
            rest = rest.replace(name, "□") if name else rest
        for found in _NUMBER.finditer(rest):
            yield Finding(
                "number-stray",
                ERROR,
                say("文号“{number}”不在案卷里，可能属于另一件申请。请核对后改正，或者先登记。", number=found[0]),
                found[0],
                part.paragraph,
            )


def _not_to_be_named(case: Case) -> Iterator[Finding]:
    facts = case.facts
    whom = case.letter.addressee
    if whom is Addressee.THIRD_PARTY and len(case.name) > 1:
        for part in case.parts:
            if case.name in part.text and not _is_within(case.name, part.text, case):
                yield Finding(
                    "applicant-exposed",
                    ERROR,
                    say("发给第三方的文书写出了申请人“{name}”。第三方无须知道申请人是谁，请删去。", name=case.name),
                    case.name,
                    part.paragraph,
                )
    if whom is Addressee.APPLICANT:
        parties = {canonical_text(c.party) for c in facts.consultations if c.asked == "third_party"}
        for party in sorted(parties - {"", case.name}):
            for part in case.parts:
                if party in part.masked and len(party) > 1:
                    yield Finding(
                        "third-party-named",
                        WARNING,
                        say("写出了第三方“{party}”的名称。没有必要的，请改为“第三方”。", party=party),
                        party,
                        part.paragraph,
                    )


def _is_within(name: str, text: str, case: Case) -> bool:
    """Whether ``name`` shows only as a part of what the third party itself or the information is called."""
    consultation = case.facts.consultation
    if consultation is None:
        return False
    rest = text
    for own in (consultation.party, consultation.what):
        rest = rest.replace(canonical_text(own), "□") if own else rest
    return name not in rest


def _letter(case: Case) -> Iterator[Finding]:
    leaf = case.facts.leaf
    if case.letter.substantive and leaf is not None and leaf.letter != case.draft.code:
        yield Finding(
            "letter-wrong",
            ERROR,
            say(
                "处理决定已经改为应当使用{right}，这份文书还是{code}。请按现在的决定重新起草。",
                right=leaf.letter or say("其他处理"),
                code=case.draft.code,
            ),
        )


def _title(case: Case) -> Iterator[Finding]:
    if not case.draft.title.strip() or DATE.search(case.draft.title):
        yield Finding("title-missing", ERROR, say("文书没有合适的标题。标题是必备要素，请补上。"), case.draft.title)


NAMES = (
    _title,
    _letter,
    _addressee,
    _application_number,
    _signature,
    _bodies,
    _leftovers,
    _numbers,
    _not_to_be_named,
)
