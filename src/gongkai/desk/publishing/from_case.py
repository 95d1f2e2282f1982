"""转为主动公开 (条例 art. 44): what was given to one applicant, offered to everybody. Nothing of the applicant comes along."""

from __future__ import annotations

from gongkai.applications.models import Applicant, Application, Stage
from gongkai.desk.publishing import plainly
from gongkai.disclosures import actions
from gongkai.disclosures.models import Draft, Item
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import Outcome
from gongkai.people.models import Account

GIVEN = (Outcome.GRANTED.value, Outcome.PARTIAL.value)
LONGEST_TITLE = 60


def can_open(case: Application) -> bool:
    """Whether something was given out in this case that could be given to all."""
    return case.stage == Stage.CLOSED and case.outcome in GIVEN


def begin(case: Application, *, by: Account) -> Draft:
    """A draft of what the answer gave. The applicant's particulars are cut out of the words of the answer, files are left where they
    are: they are for a person to look at first. Raises GongkaiError where nothing was given, or it was begun before."""
    if not can_open(case):
        raise GongkaiError(say("只有已经答复、予以公开或者部分公开的申请，才能转为主动公开。"))
    if (
        Item.objects.filter(agency=case.agency, origin=case.number)
        .exclude(drafts__stage=Draft.Stage.DISCARDED)
        .exists()
    ):
        raise GongkaiError(say("这件申请已经转过主动公开，请到“信息”里接着办。"))
    decision = case.decisions.filter(replaced_at=None).first()
    given = without(decision.given if decision is not None else "", case.applicant)
    line = next((each.strip() for each in given.splitlines() if each.strip()), "")
    return actions.begin(
        case.agency,
        by=by,
        section=case.section,
        kind=Item.ANSWER,
        title=line[:LONGEST_TITLE] or say("依申请提供的信息"),
        html=plainly.html_of(given),
        origin=case.number,
    )


def without(text: str, applicant: Applicant) -> str:
    """``text`` without what tells who asked."""
    told = [
        applicant.name, applicant.phone, applicant.email, applicant.address, applicant.contact, applicant.postcode,
        applicant.identity_number,
    ]  # fmt: skip
    for value in sorted({str(each).strip() for each in told if each}, key=len, reverse=True):
        if len(value) > 1:
            text = text.replace(value, say("申请人"))
    return text
