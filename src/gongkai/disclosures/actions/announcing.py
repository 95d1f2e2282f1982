"""What stands in a ledger becomes a draft for the public: a table of decisions, the reply to a proposal. Released, it is the proof
that the row was published in time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.disclosures import kinds, rules
from gongkai.disclosures.actions import beginning
from gongkai.disclosures.actions.rows import held_row, is_on_its_way, save_row
from gongkai.disclosures.models import Column, Decision, Draft, Proposal
from gongkai.disclosures.registers import listing
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


@transaction.atomic
def draft_list(decisions: Sequence[Decision], *, by: Account, column: Column | None = None) -> Draft:
    """A draft with the table of these decisions, persons by surname, ready to be checked and reviewed. Each of them is then
    published when the draft is."""
    pks = [decision.pk for decision in decisions]
    held = list(Decision.objects.select_for_update().filter(pk__in=pks, removed_at=None).order_by("decided_on", "pk"))
    if not held:
        raise GongkaiError(say("请先选要公示的决定。"))
    if len({(decision.agency_id, decision.what) for decision in held}) > 1:
        raise GongkaiError(say("一份公示表只放同一种决定。"))
    if any(not decision.public for decision in held):
        raise GongkaiError(say("选中的有不公开的决定，请去掉。"))
    busy = next((d for d in held if is_on_its_way(d.item)), None)
    if busy is not None:
        raise GongkaiError(say("{number}已经在另一份公示里。", number=busy.number))
    agency, what = held[0].agency, Decision.What(held[0].what)
    sections = {decision.section_id for decision in held}
    for section in sections:
        require(by, rules.REGISTERS.key, agency.pk, {section})
    kind = kinds.KINDS["decision_list"]
    slug = {"permits": "permit_decision", "services": "permit_decision", "penalties": "penalty_decision"}
    home = column or Column.objects.filter(agency=agency, slug=slug.get(what.value, "coercion_decision")).first()
    draft = beginning.begin(
        agency,
        by=by,
        section=held[0].section if len(sections) == 1 else None,
        column=home,
        kind=kind.key,
        title=listing.title(agency, what, held),
        html=listing.html(what, held),
        fields={
            "made_on": clock.today(),
            "clause": "20.5" if what in (Decision.What.PERMIT, Decision.What.SERVICE) else "20.6",
            "summary": listing.summary(what, held),
            "details": {
                "what": what.value,
                "first_decided_on": held[0].decided_on.isoformat(),
                "decisions": len(held),
            },
        },
    )
    for decision in held:
        decision.item = draft.item
        save_row(decision)
    log("decisions.listed", draft.item, by=by, agency=agency, rows=len(held), what=what.label)
    return draft


@transaction.atomic
def draft_reply(proposal: Proposal, *, by: Account, html: str = "", version: int | None = None) -> Draft:
    """A draft of the reply to a suggestion or proposal, with ``html`` as its text or still without one, ready to be checked and
    reviewed. The proposer's name goes along only where it may be shown. Raises GongkaiError where nothing is to be published."""
    held = held_row(proposal, by, version)
    _require_reply(held)
    draft = _reply(held, by, html)
    held.item = draft.item
    save_row(held)
    log("proposal.drafted", held, by=by, agency=held.agency, number=held.number)
    return draft


def _require_reply(proposal: Proposal) -> None:
    if proposal.replied_on is None:
        raise GongkaiError(say("还没有登记答复日期。请先登记办理情况，再起草公开的答复。"))
    if proposal.openness == Proposal.Openness.NOT:
        raise GongkaiError(say("这一件登记为不公开。要公开的，请先改公开方式。"))
    if proposal.part == Proposal.Part.JOINT:
        raise GongkaiError(say("会办的由主办单位公开答复，本机关不另行公开。"))
    if is_on_its_way(proposal.item):
        raise GongkaiError(say("这一件的答复已经公开，或者已有一份稿件。"))


def _reply(held: Proposal, by: Account, html: str) -> Draft:
    what = say("建议") if held.category == Proposal.Category.SUGGESTION else say("提案")
    details = {
        "number": held.number,
        "category": held.category,
        "session": held.session,
        "proposer": "" if held.proposer_hidden else held.proposer,
        "role": held.part,
        "replied_on": held.replied_on.isoformat() if held.replied_on else "",
        "completion": held.completion,
        "satisfaction": held.satisfaction,
    }
    return beginning.begin(
        held.agency,
        by=by,
        section=held.section,
        column=Column.objects.filter(agency=held.agency, slug="proposal").first(),
        kind=kinds.KINDS["proposal"].key,
        html=html,
        title=say("关于{session}{number}{what}的答复", session=held.session, number=held.number, what=what),
        fields={
            "made_on": held.replied_on,
            "clause": kinds.KINDS["proposal"].clause,
            "summary": held.title
            if held.openness == Proposal.Openness.FULL
            else say("公开摘要：{title}", title=held.title),
            "details": {key: value for key, value in details.items() if value},
        },
    )
