"""The words that an outcome needs beside its path: which ones follows from the wording of its letter, not from a list here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications import letter_facts
from gongkai.applications.actions.deciding import DETAILS, check_details
from gongkai.applications.models import Application, CaseFile, Decision, Letter, Template
from gongkai.desk.cases.applicant import History
from gongkai.desk.cases.steps import StepForm, date_field, text_field
from gongkai.language import say
from gongkai.law import Leaf
from gongkai.letters.wording import PLACE
from gongkai.severance import queries

FIELD_OF = {
    "decision.findings": "findings",
    "decision.given": "given",
    "decision.withheld": "withheld",
    "decision.way": "way",
    "decision.special_rules": "special_rules",
    "decision.public_interest": "public_interest",
    "decision.other_agency.name": "other_name",
    "decision.other_agency.contact": "other_contact",
    "decision.earlier_answer.number": "earlier_number",
    "decision.earlier_answer.on": "earlier_on",
}
"""The field that fills a place of a letter."""
WITH_FILES = ("S1", "S2", "S3", "S24")
"""Answers that hand something over."""
NEVER_OUT = (
    CaseFile.Purpose.IDENTITY,
    CaseFile.Purpose.PROOF,
    CaseFile.Purpose.OPINION,
    CaseFile.Purpose.SIGNED,
)
"""Files that go out with no answer."""


def wording_of(case: Application, code: str) -> letters.Template:
    """The wording of letter ``code`` in the body: its own, else the shipped one."""
    own = Template.objects.filter(agency=case.agency_id, code=code, in_use=True).first()
    return letters.parse(own.text) if own else letters.default_template(code)


def fields_of(leaf: Leaf, wording: letters.Template) -> tuple[set[str], set[str]]:
    """(needed, usable) fields for an outcome: those in paragraphs that always stand, and those in paragraphs that stand only
    with them."""
    needed: set[str] = set()
    usable: set[str] = set()
    for passage in wording.passages:
        when, unless = passage.when, passage.unless
        if (when.startswith("leaf.") and when != f"leaf.{leaf.key}") or unless == f"leaf.{leaf.key}":
            continue
        fields = {FIELD_OF[key] for text in passage.texts for key, _ in PLACE.findall(text) if key in FIELD_OF}
        (usable if when and not when.startswith("leaf.") else needed).update(fields)
    if leaf.letter == "S2":
        needed.add("given")
    return needed, usable - needed


def enclosable(case: Application) -> list[CaseFile]:
    """The files that could go out with the answer: not the original of a severed copy."""
    severed = set(queries.in_force(case).values_list("original", flat=True))
    return [file for file in case.files.all() if file.purpose not in NEVER_OUT and file.file_id not in severed]


class DetailsForm(StepForm):
    """Reasons, what is given and withheld, how it is had, the files. Only what the outcome's letter has a place for."""

    short = ("earlier_on",)
    middle = ("earlier_number", "other_name", "other_agency")
    given = text_field(
        say("公开什么"), rows=2, max_length=500, help_text=say("写成名词，例如：7家企业的名单和补贴金额")
    )
    withheld = text_field(say("不公开什么"), rows=2, max_length=500, help_text=say("写成名词，例如：评审会议纪要"))
    findings = text_field(
        say("理由"), rows=4, help_text=say("写事实和为什么属于这种情形，写成完整的句子；只引用条款不算说明理由")
    )
    public_interest = text_field(
        say("不公开会对公共利益造成怎样的重大影响"), rows=3, help_text=say("要写进答复书和给第三方的告知书")
    )
    special_rules = forms.CharField(
        label=say("适用哪部法律、行政法规的哪一条"),
        max_length=200,
        help_text=say("例如：《不动产登记资料查询暂行办法》第四条"),
    )
    other_agency = forms.ModelChoiceField(
        label=say("负责公开的机关"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=say("不在下面的，自己写"),
    )
    other_name = forms.CharField(label=say("负责公开的机关全称"), max_length=80, help_text=say("上面选了的不用写"))
    other_contact = forms.CharField(label=say("它的联系方式"), max_length=120, help_text=say("上面选了的可以不写"))
    earlier_number = forms.CharField(label=say("此前答复的文号"), max_length=60)
    earlier_on = date_field(say("此前答复的日期"))
    way = text_field(
        say("获取的方式、途径和时间"),
        rows=2,
        max_length=500,
        help_text=say("例如：自收到本告知书之日起到局办公室领取纸质材料"),
    )
    enclose = forms.MultipleChoiceField(
        label=say("随答复书提供的材料"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, leaf: Leaf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaf = leaf
        needed, usable = fields_of(leaf, wording_of(self.case, leaf.letter))
        for name in FIELD_OF.values():
            if name not in needed | usable:
                del self.fields[name]
            elif name in usable:
                self.fields[name].required = False
        if "other_name" in self.fields:
            others = Agency.objects.exclude(pk=self.case.agency_id).filter(ends_on=None).order_by("name")
            self.fields["other_agency"].queryset = others  # type: ignore[attr-defined]
            self.needs_agency = self.fields["other_name"].required
            self.fields["other_name"].required = self.fields["other_contact"].required = False
        else:
            del self.fields["other_agency"]
        files = enclosable(self.case) if leaf.letter in WITH_FILES else []
        if files:
            self.fields["enclose"].choices = [(str(file.pk), _described(file)) for file in files]  # type: ignore[attr-defined]
        else:
            del self.fields["enclose"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (
            "other_name" in self.fields
            and self.needs_agency
            and not (values.get("other_agency") or values.get("other_name"))
        ):
            self.add_error("other_name", say("请选择或者写明由哪个机关负责公开"))
        enclosed = bool(values.get("enclose"))
        missing = check_details(self.leaf, values, enclosed=enclosed)
        for name in DETAILS:
            if name not in self.fields or name in self.errors:
                continue
            filled = check_details(self.leaf, {**values, name: "-"}, enclosed=enclosed)
            for sentence in (sentence for sentence in missing if sentence not in filled):
                self.add_error(name, sentence)
        return values

    def proposed(self) -> letters.Facts | None:
        """The facts of the case as if it had been decided with the words as they stand; None while they make no decision."""
        values = {name: str(self.now(name) or "").strip() for name in DETAILS if name in self.fields}
        chosen = {str(key) for key in (self.now("enclose") or ())} if "enclose" in self.fields else set()
        agency = self.now("other_agency") if "other_agency" in self.fields else None
        decision = Decision(
            application=self.case,
            leaf=self.leaf.key,
            outcome=self.leaf.outcome.value,
            other_agency=agency if isinstance(agency, Agency) else None,
            earlier_on=self.now("earlier_on") if "earlier_on" in self.fields else None,
            **values,
        )
        enclosed = tuple(file for file in enclosable(self.case) if str(file.pk) in chosen)
        if check_details(self.leaf, values, enclosed=bool(enclosed)):
            return None
        known = letter_facts.facts_for(self.case)
        return replace(known, decision=letter_facts.decision_facts(self.case, decision, enclosed))

    @property
    def decided(self) -> dict[str, Any]:
        """What `actions.decide` takes beside the answers."""
        values = self.cleaned_data
        chosen = set(values.get("enclose") or ())
        texts = {name: str(values.get(name) or "").strip() for name in DETAILS}
        return {
            **texts,
            "other_agency": values.get("other_agency"),
            "earlier_on": values.get("earlier_on"),
            "enclose": [file for file in enclosable(self.case) if str(file.pk) in chosen],
        }


def _described(file: CaseFile) -> str:
    if file.pages:
        return say("{name}（{purpose}，{n}页）", name=file.name, purpose=file.get_purpose_display(), n=file.pages)
    return say("{name}（{purpose}）", name=file.name, purpose=file.get_purpose_display())


def first_words(case: Application, leaf: Leaf, history: History) -> dict[str, Any]:
    """What the fields first show: the words of the decision before, where there is one to the same end, else what is on record."""
    before: Decision | None = next(iter(case.decisions.all()), None)
    found: dict[str, Any] = {}
    if before is not None and before.leaf == leaf.key:
        found = {name: getattr(before, name) for name in DETAILS}
        found |= {"earlier_on": before.earlier_on, "other_agency": before.other_agency_id}
    else:
        if leaf.letter == "S2":
            found["given"] = case.title
        if leaf.letter == "S17":
            found |= _earlier_answer(history)
    replies = [str(file.pk) for file in enclosable(case) if file.purpose == CaseFile.Purpose.REPLY]
    return {**found, "enclose": replies}


def _earlier_answer(history: History) -> Mapping[str, object]:
    """Number and day of the last answer to an application that seems to ask for the same."""
    same = [each.case.pk for each in history.earlier if each.alike and each.case.decided_on is not None]
    letter = (
        Letter.objects.filter(application__in=same, code__startswith="S", state=Letter.State.ISSUED)
        .order_by("-issued_on")
        .first()
    )
    on: date | None = letter.issued_on if letter else None
    return {"earlier_number": letter.number if letter else "", "earlier_on": on}
