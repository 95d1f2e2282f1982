"""One draft before the person who decides on it: what is new first, then the text, what the checks say, and one short form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from gongkai import pages
from gongkai.desk.publishing import page as drafts
from gongkai.disclosures import chains, checklists, pictures
from gongkai.disclosures.checklists import QUESTIONS, SecrecyAnswer
from gongkai.disclosures.models import Draft, DraftFile, Excuse, Review, SecrecyReview, Version
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.look.words import day
from gongkai.people.models import Account, Role

STOCK = (
    ("facts", say("数据、日期或者依据要再核对")),
    ("leak", say("可能有不该公开的内容，请再检查、遮盖")),
    ("words", say("文字有错，或者人名、职务不准确")),
    ("parts", say("附件打不开、缺少或者名称不对")),
    ("column", say("栏目、公开方式或者目录字段不对")),
)
"""Reasons for returning a draft, to be ticked on a phone."""


class VerdictForm(Worded):
    """Approve, or return with a reason from the stock or in one's own words; the checklist and the secrecy review of the step."""

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
        label=say("自己写一句"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=1000
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        # Who returns a draft need not have looked at everything.
        whole = self.data.get("verdict") != "return"
        self.by_button = checklists.by_button(review.role)
        if not self.by_button:
            self.fields["checklist"] = forms.MultipleChoiceField(
                label=say("逐项核对"),
                choices=list(checklists.points(review.role).items()),
                widget=forms.CheckboxSelectMultiple,
                required=whole,
                error_messages={"required": say("还没有逐项核对，看过以后请勾选")},
            )
        self.answered = (
            review.secrecy_reviews.filter(digest=review.digest, reply=SecrecyReview.Conclusion.PUBLISH).first()
            if review.secrecy
            else None
        )
        self.asks_secrecy = review.secrecy and self.answered is None
        if self.asks_secrecy:
            self.fields["found"] = forms.MultipleChoiceField(
                label=say("有下列情形的请勾选"),
                help_text=say("没有勾选的，就是回答“否”"),
                choices=list(QUESTIONS.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields["conclusion"] = forms.ChoiceField(
                label=say("保密审查结论"),
                choices=SecrecyReview.Conclusion.choices,
                widget=forms.RadioSelect,
                required=whole,
                error_messages={"required": say("请选择保密审查的结论")},
            )
            self.fields["ground"] = forms.CharField(
                label=say("依据和理由"),
                help_text=say("有勾选的，或者结论不是“可以公开”的，要填写"),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=300,
                required=False,
            )
            self.fields["referred_to"] = forms.CharField(
                label=say("报请哪个机关确定"), help_text=say("不能确定的，要填写"), max_length=80, required=False
            )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("verdict") == "return":
            if not given.get("reasons") and not given.get("comment"):
                self.add_error("reasons", say("退回要有理由，起草人才知道改什么。请勾选一条，或者自己写一句"))
            return given
        if given.get("checklist"):
            missing = len(checklists.points(self.review.role)) - len(given.get("checklist") or ())  # type: ignore[arg-type]
            if missing:
                self.add_error("checklist", say("还有{n}项没有核对，看过以后请勾选", n=missing))
        if self.asks_secrecy:
            self._check_secrecy(given)
        return given

    def _check_secrecy(self, given: dict[str, object]) -> None:
        conclusion = given.get("conclusion")
        if not conclusion:
            return
        if (given.get("found") or conclusion != SecrecyReview.Conclusion.PUBLISH) and not given.get("ground"):
            self.add_error("ground", say("有一问答“是”，或者结论不是“可以公开”，请写明依据和理由"))
        if conclusion == SecrecyReview.Conclusion.DOUBT and not given.get("referred_to"):
            self.add_error("referred_to", say("请写明报请哪个机关确定：有关主管部门或者保密行政管理部门"))

    @property
    def given(self) -> dict[str, Any]:
        """What `actions.review` takes."""
        data = self.cleaned_data
        stock = dict(STOCK)
        said = [stock[key] for key in data["reasons"]]
        own = data["comment"].strip()
        approve = data["verdict"] == "approve"
        return {
            "approve": approve,
            "digest": data["digest"],
            "comment": "；".join([*said, own] if own else said),
            "checklist": tuple(checklists.points(self.review.role)) if self.by_button else tuple(data["checklist"]),
            "secrecy": self._answer(data) if approve and self.asks_secrecy else None,
        }

    @staticmethod
    def _answer(data: dict[str, Any]) -> SecrecyAnswer:
        found = set(data["found"])
        return SecrecyAnswer(
            data["conclusion"],
            {key: key in found for key in QUESTIONS},
            data["ground"],
            referred_to=data["referred_to"],
        )


@dataclass(frozen=True, slots=True)
class Round:
    """One step of the round that the draft is in: what it is, who, and what they said; ``at`` None while it waits."""

    label: str
    who: str
    said: str
    at: object
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page of one review shows. ``before``: what this person saw last; ``since``: in words what it is compared with,
    "" where there is nothing to compare; ``changed``, ``count``: the difference as HTML and how many places; ``others``: fields and
    files that changed."""

    review: Review
    draft: Draft
    text: SafeString
    since: str
    changed: SafeString
    count: int
    others: tuple[tuple[str, str, str], ...]
    rounds: tuple[Round, ...]
    facts: tuple[tuple[str, object], ...]
    must: tuple[dict, ...]
    look: tuple[dict, ...]
    excuses: tuple[Excuse, ...]
    attachments: tuple[DraftFile, ...]
    original: DraftFile | None
    acting_for: str
    earlier: tuple[Review, ...]

    @property
    def changes(self) -> int:
        return self.count + len(self.others)


def page(review: Review, account: Account) -> Page:
    """The page for ``review`` as ``account`` should see it."""
    draft = review.draft
    held = drafts.files_of(draft)
    reviews = list(draft.reviews.select_related("by").order_by("revision", "step", "place", "pk"))
    before, since = _before(reviews, draft, account)
    difference = pages.difference(str(before["fields"].get("html", "")), draft.html) if before else None  # type: ignore[index]
    excused = list(draft.excuses.filter(taken_back_at=None).select_related("by"))
    marks = {each.fingerprint for each in excused}
    open_ones = [each for each in draft.findings if each["fingerprint"] not in marks]
    return Page(
        review=review,
        draft=draft,
        text=mark_safe(drafts.text_of(draft, held)),
        since=since,
        changed=mark_safe(pictures.shown(difference.html, drafts.picture_addresses(draft, held.pictures).get))
        if difference is not None and difference.count
        else mark_safe(""),
        count=difference.count if difference is not None else 0,
        others=tuple(_others(before, draft)) if before else (),
        rounds=tuple(_rounds(reviews, draft.revision)),
        facts=tuple((label, value) for label, value, _ in drafts.facts_of(draft)),
        must=tuple(each for each in open_ones if each["severity"] == "must"),
        look=tuple(each for each in open_ones if each["severity"] != "must"),
        excuses=tuple(excused),
        attachments=tuple(held.attachments),
        original=held.original,
        acting_for=acting_for(review, account),
        earlier=tuple(r for r in reviews if r.verdict == Review.Verdict.RETURNED and r.revision != draft.revision),
    )


def _before(reviews: Sequence[Review], draft: Draft, account: Account) -> tuple[dict[str, Any] | None, str]:
    """What to compare with: what this person saw last, else what anybody approved in an earlier round, else what is public."""
    mine = [each for each in reviews if each.by_id == account.pk and each.seen is not None]
    if mine:
        last = max(mine, key=lambda each: each.at)
        return last.seen, say("您上次看过之后")
    theirs = [each for each in reviews if each.revision < draft.revision and each.seen is not None]
    if theirs:
        return max(theirs, key=lambda each: each.at).seen, say("上一轮审核之后")
    current: Version | None = draft.item.current
    if current is not None and draft.stage != Draft.Stage.RELEASED:
        fields = {**current.fields, "title": current.title, "html": current.html}
        files = [[f.role, f.name, f.alt, f.file.sha256] for f in current.files.select_related("file")]
        return {"fields": fields, "files": files, "public": True}, say("和现在公开的相比")
    return None, ""


_SAID = ("title", "document_number", "summary", "keywords", "source", "made_on", "effective_on", "valid_until")


def _others(before: dict[str, Any], draft: Draft) -> Iterable[tuple[str, str, str]]:
    """(what, before, now) of changed fields and files."""
    from gongkai.disclosures.digests import contents

    now = contents(draft)
    old_fields: dict[str, Any] = before["fields"]
    new_fields: dict[str, Any] = now["fields"]  # type: ignore[assignment]
    for name in new_fields:
        if name == "html" or old_fields.get(name) == new_fields[name]:
            continue
        label = str(Draft._meta.get_field(name).verbose_name)
        if name in _SAID:
            yield label, str(old_fields.get(name) or say("（空）")), str(new_fields[name] or say("（空）"))
        else:
            yield label, "", say("有改动")
    ours = [file for file in now["files"] if not before.get("public") or file[0] != "original"]  # type: ignore[attr-defined]
    old_files = {(role, name): sha for role, name, _, sha in before["files"]}
    new_files = {(role, name): sha for role, name, _, sha in ours}
    for key, sha in new_files.items():
        if key not in old_files:
            yield say("文件"), "", say("加了“{name}”", name=key[1])
        elif old_files[key] != sha:
            yield say("文件"), "", say("“{name}”换了内容", name=key[1])
    for key in old_files:
        if key not in new_files:
            yield say("文件"), "", say("去掉了“{name}”", name=key[1])


def _rounds(reviews: Sequence[Review], revision: int) -> Iterable[Round]:
    for each in reviews:
        if each.revision == revision and each.voided_at is None:
            who = name_of(each) if each.by is not None else Role(each.role).label
            said = (each.comment or each.get_verdict_display()) if each.verdict else ""
            yield Round(each.label, who, said, each.at, each.due_on)


def name_of(review: Review) -> str:
    """Who gave a verdict, with whom they stood in for."""
    assert review.by is not None
    if review.acting_for:
        return say("{name}（代{other}）", name=review.by.name, other=review.acting_for)
    return review.by.name


def acting_for(review: Review, account: Account) -> str:
    """代赵建国, where ``account`` stands in for somebody here; "" in its own right."""
    here = chains.takers(review, [h for h in chains.holders(review.draft.agency_id) if h.account == account.pk])
    if not here or any(not each.acting_for for each in here):
        return ""
    return say("代{name}", name=here[0].acting_for)


def button(page: Page) -> str:
    """What the press of approval does."""
    if any(not each.at for each in page.rounds if each.label != page.review.label):
        return say("同意，送下一步")
    if page.draft.stage == Draft.Stage.RELEASED:
        return say("同意，补审通过")
    if page.draft.attribute != "proactive":
        return say("同意，定为{how}", how=page.draft.get_attribute_display())
    return say("同意，到时发布") if page.draft.release_at else say("同意，准予发布")


def told(review: Review) -> str:
    """What the verdict has done, in a sentence."""
    review.refresh_from_db()
    draft = review.draft
    draft.refresh_from_db()
    title = draft.title
    if draft.stage == Draft.Stage.DOUBT:
        return say("《{title}》保密存疑，已停下来等{who}答复。", title=title, who=_referred(review))
    if review.verdict == Review.Verdict.RETURNED:
        return say("《{title}》已退回起草人：{why}", title=title, why=review.comment)
    match draft.stage:
        case Draft.Stage.RELEASED:
            return say("《{title}》已同意，已经发布。", title=title)
        case Draft.Stage.APPROVED:
            return say("《{title}》已同意，{when}发布。", title=title, when=_when(draft))
        case Draft.Stage.DECIDED:
            return say("《{title}》已同意，定为{how}。", title=title, how=draft.get_attribute_display())
    return say("《{title}》已同意，送下一步审核。", title=title)


def _referred(review: Review) -> str:
    last = review.secrecy_reviews.order_by("-pk").first()
    return last.referred_to if last is not None else ""


def _when(draft: Draft) -> str:
    from django.utils import timezone

    if draft.release_at is None:
        return ""
    local = timezone.localtime(draft.release_at)
    return f"{day(local)}{local:%H:%M}"
