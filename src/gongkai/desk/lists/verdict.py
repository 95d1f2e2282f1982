"""One letter before the person who decides on it: what is new, what it rests on, what a check says, and the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Prefetch
from django.utils.safestring import SafeString, mark_safe

from gongkai import letters
from gongkai.applications import clocks, copies, letter_facts, outgoing, taught
from gongkai.applications.actions import drafting
from gongkai.applications.actions.reviewing import lines_of
from gongkai.applications.models import Application, CaseFile, CheckWord, Decision, LessonCheck, Letter, Review
from gongkai.desk.cases.telling import Told, answers, told
from gongkai.desk.lists.differences import Change, changes
from gongkai.desk.severing import found as severing_found
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import Due, RemedyClass
from gongkai.look.forms import Worded
from gongkai.look.words import articles
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.people.rules import standings

STOCK = (
    ("result", say("办理结果或者依据要再核对")),
    ("leak", say("附件里可能有不该公开的内容，请再检查、遮蔽")),
    ("search", say("查找的经过没有写清楚")),
    ("party", say("第三方的意见没有回应")),
    ("wording", say("文字不通顺或者有错，请改")),
)
"""Reasons for returning a letter, to be ticked on a phone."""

REMEDY_WORDS = {
    RemedyClass.A: "可以申请行政复议，也可以直接起诉",
    RemedyClass.B: "应当先申请行政复议，对复议决定不服再起诉",
    RemedyClass.C: "可以申请行政复议，法院不受理直接起诉",
}


class VerdictForm(Worded):
    """Approve, or return with a reason from the stock or in one's own words."""

    verdict = forms.ChoiceField(
        choices=[("approve", "同意"), ("return", "退回")],
        widget=forms.HiddenInput,
        error_messages={"required": say("请按“同意”或者“退回”。"), "invalid_choice": say("请按“同意”或者“退回”。")},
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    reasons = forms.MultipleChoiceField(
        label=say("退回的理由"), choices=STOCK, widget=forms.CheckboxSelectMultiple, required=False
    )
    comment = forms.CharField(
        label=say("自己写一句"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("verdict") == "return" and not given.get("reasons") and not given.get("comment"):
            self.add_error("reasons", say("退回要有理由，起草人才知道改什么。请勾选一条，或者自己写一句"))
        return given

    @property
    def given(self) -> dict[str, object]:
        """What `actions.review` takes."""
        stock = dict(STOCK)
        said = [stock[key] for key in self.cleaned_data["reasons"]]
        own = self.cleaned_data["comment"].strip()
        return {
            "approve": self.cleaned_data["verdict"] == "approve",
            "digest": self.cleaned_data["digest"],
            "comment": "；".join([*said, own] if own else said),
        }


@dataclass(frozen=True, slots=True)
class Round:
    """One step of the round the letter is in: whose, and what they said."""

    who: str
    said: str
    at: object


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page of one letter shows. ``before``: this person's last verdict on it, None at the first look;
    ``changed``: the paragraphs changed since, ``files``: what became of the enclosures since, in words."""

    letter: Letter
    case: Application
    paper: SafeString
    digest: str
    before: Review | None
    changed: tuple[Change, ...]
    files: tuple[str, ...]
    rounds: tuple[Round, ...]
    facts: tuple[tuple[str, object], ...]
    due: Due | None
    findings: tuple[letters.Finding, ...]
    told: tuple[Told, ...]
    answered: tuple[tuple[LessonCheck, CheckWord], ...]
    enclosed: tuple[CaseFile, ...]
    out: severing_found.Sorted
    acting_for: str

    @property
    def changes(self) -> int:
        return len(self.changed) + len(self.files)

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def to_pass(self) -> int:
        """Rules from lessons that hold up the letter until this person lets them pass."""
        return sum(each.holds_up and each.first for each in self.told)


def paper(letter: Letter) -> SafeString:
    """The letter as it will be printed, for a ``div`` of the class paper."""
    return mark_safe(copies.rendered(letter, "html").decode())


def passes(given: Mapping[str, str]) -> dict[int, str]:
    """By key of a rule from a lesson, the reason typed to let it pass (``pass_7``)."""
    found = {}
    for name, text in given.items():
        key = name.removeprefix("pass_")
        if key != name and key.isascii() and key.isdecimal() and len(key) < 12:
            found[int(key)] = text
    return found


def page(review: Review, account: Account, typed: Mapping[int, str] | None = None) -> Page:
    """The page for ``review`` as ``account`` should see it. ``typed``: reasons that were typed and not kept (`passes`)."""
    letter = review.letter
    case = letter.application = _whole(letter.application_id)
    letter.agency = case.agency
    reviews = list(letter.reviews.select_related("by").order_by("pk"))
    mine = [each for each in reviews if each.by_id == account.pk and each.seen is not None]
    before = max(mine, key=lambda each: each.at, default=None)
    enclosed = letter_facts.enclosed_in(letter.pk)
    decision = letter_facts.decision_of(case) if letter.substantive else None
    on = taught.standing(letter)
    findings = drafting.findings_on(letter, enclosed, on)
    return Page(
        letter=letter,
        case=case,
        paper=paper(letter),
        digest=letter.digest,
        before=before,
        changed=changes(before.seen["lines"], lines_of(letter)) if before else (),
        files=tuple(_files(before.seen["files"], enclosed)) if before else (),
        rounds=tuple(_round(reviews, letter.revision)),
        facts=tuple(_facts(case, letter, decision)),
        due=clocks.own_due(case, letter.code) or clocks.due_of(case),
        findings=findings,
        told=tuple(told(findings, on, typed)),
        answered=tuple(answers(on)),
        enclosed=enclosed,
        out=severing_found.sorted_out(outgoing.findings(letter, enclosed)),
        acting_for=_acting_for(review, account),
    )


def _whole(pk: int) -> Application:
    """The case with every part that the check and the clock look at."""
    return (
        Application.objects.select_related(
            "agency", "applicant", "section", "registered_by", "correction", "reasons_call", "extension", "delay", "fee"
        )
        .prefetch_related("consultations", Prefetch("decisions", Decision.objects.select_related("other_agency")))
        .get(pk=pk)
    )


def _files(before: Sequence[Sequence[str]], now: Sequence[CaseFile]) -> Iterable[str]:
    old = {(name, sha256) for name, sha256 in before}
    new = {(file.name, file.file.sha256) for file in now}
    for name, _ in sorted(new - old):
        same_name = any(name == each for each, _ in old)
        yield say("附件“{name}”换了内容", name=name) if same_name else say("加了附件“{name}”", name=name)
    for name, _ in sorted(old - new):
        if not any(name == each for each, _ in new):
            yield say("去掉了附件“{name}”", name=name)


def _round(reviews: Sequence[Review], revision: int) -> Iterable[Round]:
    for review in reviews:
        if review.revision == revision and review.voided_at is None and review.by is not None:
            who = (
                say("{name}（代{other}）", name=review.by.name, other=review.acting_for)
                if review.acting_for
                else review.by.name
            )
            yield Round(who, review.comment or review.get_verdict_display(), review.at)


def _facts(case: Application, letter: Letter, decision: Decision | None) -> Iterable[tuple[str, object]]:
    yield say("申请"), say("{number}　{title}", number=case.number, title=case.title)
    yield say("申请人"), say("{name}（{kind}）", name=case.applicant.name, kind=case.get_applicant_kind_display())
    if decision is not None:
        yield say("办理结果"), decision.get_outcome_display()
        yield say("依据"), articles(decision.end.sources)
        yield say("救济"), _remedies(decision, clock.today())
        if decision.given:
            yield say("给"), decision.given
        if decision.withheld:
            yield say("不给"), decision.withheld
        if decision.public_interest:
            yield say("公共利益"), decision.public_interest
    else:
        yield say("依据"), articles(letter.kind.basis)
    extension = clocks.part(case, "extension")
    if letter.code == "P5" and extension is not None:
        yield say("延长"), say("{days}个工作日，理由：{reason}", days=extension.days, reason=extension.reason)


def _remedies(decision: Decision, on: date) -> str:
    try:
        found = decision.end.remedies(on)
    except GongkaiError as error:
        return str(error)
    if len(found) > 1:
        return say(
            "不予公开的部分{refused}；其余{rest}", refused=REMEDY_WORDS[found[0].kind], rest=REMEDY_WORDS[found[1].kind]
        )
    return REMEDY_WORDS[found[0].kind] if found else say("不发文书，不告知救济")


def _acting_for(review: Review, account: Account) -> str:
    """Whom ``account`` stands in for here; "" where it acts in its own right."""
    here = [s for s in standings(account) if s.agency_id == review.letter.agency_id and s.role == review.role]
    if any(not s.acting_for for s in here):
        return ""
    return say("代{name}", name=here[0].acting_for) if here else ""


def sentence_on(review: Review) -> str:
    """What the verdict has done, in a sentence."""
    review.refresh_from_db()
    letter = review.letter
    letter.refresh_from_db()
    name, number = letter.kind.name, letter.application.number
    if review.verdict == Review.Verdict.RETURNED:
        return say("{letter}（{number}）已退回起草人：{why}", letter=name, number=number, why=review.comment)
    if letter.state == Letter.State.REVIEWING:
        return say("{letter}（{number}）已同意，送下一步审批。", letter=name, number=number)
    if letter.state == Letter.State.ISSUED:
        return say("{letter}已同意，取得文号{number}，已经发出。", letter=name, number=letter.number)
    return say("{letter}已同意，取得文号{number}，等经办人送达。", letter=name, number=letter.number)
