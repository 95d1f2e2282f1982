"""The facts of a case as `gongkai.letters` wants them: plain values, masked where a letter needs no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from gongkai.agencies.models import Agency, Site
from gongkai.applications import clocks
from gongkai.applications.models import (
    Application,
    Assistance,
    CaseFile,
    Consultation,
    Decision,
    FeeNotice,
    LetterFile,
    Search,
)
from gongkai.law.clocks import Extension as ExtensionFact
from gongkai.law.clocks import answer_due
from gongkai.law.clocks.facts import Asked
from gongkai.law.fees import Tariff, charge
from gongkai.law.receipt import ArrivalContradicts, ReceiptUnknown, receipt_of
from gongkai.letters import facts
from gongkai.people import clock
from gongkai.severance import queries as severed

ONLINE_ROUTES = frozenset({"online", "email"})


def agency_facts(agency: Agency) -> facts.Agency:
    """The body, as its letters name it: where it was abolished, the one that goes on exercising its powers (decision 0221)."""
    if agency.ends_on is not None and agency.successor is not None:
        agency = agency.successor
    return facts.Agency(
        name=agency.name,
        short_name=agency.short_name,
        office=agency.office,
        address=agency.address,
        postcode=agency.postcode,
        phone=agency.phone,
        hours=agency.hours,
        email=agency.email,
        website=_where_to_follow(),
        reconsideration=agency.reconsideration,
        court=agency.court,
        reconsideration_online=agency.reconsideration_online,
        payment=agency.payment,
    )


def _where_to_follow() -> str:
    """The page for the query code; "" while the site has no address of its own."""
    site = Site.this().address.rstrip("/")
    return f"{site}{reverse('portal:progress')}" if site else ""


def facts_for(
    application: Application,
    *,
    consultation: Consultation | None = None,
    assistance: Assistance | None = None,
    enclosed: tuple[CaseFile, ...] = (),
) -> facts.Facts:
    """Everything on record that a letter of this case may draw on."""
    correction = clocks.part(application, "correction")
    reasons = clocks.part(application, "reasons_call")
    fee = clocks.part(application, "fee")
    delay = clocks.part(application, "delay")
    decision = decision_of(application)
    return facts.Facts(
        agency=agency_facts(application.agency),
        application=_application(application),
        correction=correction
        and facts.Correction(
            defects=tuple(correction.defects),
            guidance=correction.guidance,
            period_days=correction.period_days,
            due_on=clocks.correction_due(correction),
            noticed_on=correction.noticed_on,
            came_on=correction.came_on,
        ),
        reasons=reasons
        and facts.ReasonsCall(
            why=reasons.why,
            period_days=reasons.period_days,
            noticed_on=reasons.noticed_on,
            answered_on=reasons.answered_on,
            reasons=reasons.reasons,
        ),
        extension=_extension(application),
        consultation=consultation and consultation_facts(consultation),
        consultations=tuple(consultation_facts(c) for c in application.consultations.all() if c.sent_on),
        fee=fee and _fee(fee),
        delay=delay and facts.Delay(delay.until, delay.reason),
        assistance=_assistance(application, assistance, consultation),
        decision=decision and decision_facts(application, decision, enclosed),
        decided_on=clock.today(),
        served_online=goes_online(application),
    )


def goes_online(application: Application) -> bool:
    """Whether the answer goes out on the internet, so that the letter must name a way to apply for reconsideration there.

    Where the body has none, the answer is posted or handed over instead.
    """
    return bool(ONLINE_ROUTES & set(application.routes)) and bool(application.agency.reconsideration_online)


def decision_of(application: Application) -> Decision | None:
    """The decision in force. No query where the decisions are prefetched."""
    return next((decision for decision in application.decisions.all() if decision.replaced_at is None), None)


def _application(application: Application) -> facts.Application:
    applicant = application.applicant
    try:
        ground = receipt_of(application.arrival).ground
    except (ReceiptUnknown, ArrivalContradicts):
        ground = ""
    identity = applicant.identity_masked
    return facts.Application(
        number=application.number,
        applicant=applicant.name,
        content=application.content,
        received_on=application.received_on,
        is_organisation=application.applicant_kind != "natural_person",
        title=application.title,
        channel=application.get_channel_display(),
        submitted_on=application.submitted_on,
        arrived_on=application.arrived_on,
        signed_on=application.signed_on,
        confirmed_on=application.confirmed_on,
        receipt_ground=ground,
        form_wanted=form_wanted(application),
        identity=f"{applicant.get_identity_kind_display()} {identity}" if identity else "",
        contact=applicant.phone_masked,
        kind=application.get_applicant_kind_display(),
        registered_by=application.registered_by.name if application.registered_by else "",
    )


def form_wanted(application: Application) -> str:
    """Carrier and route asked for, in words."""
    return "；".join(words for words in (application.carrier_words, application.route_words) if words)


def _assistance(
    application: Application, assistance: Assistance | None, consultation: Consultation | None
) -> facts.Assistance | None:
    """What P10 asks of a section, or of another body whose opinion is wanted within the answer period."""
    if assistance is not None:
        return facts.Assistance(str(assistance.section or assistance.unit), assistance.question, assistance.due_on)
    if consultation is not None and consultation.asked == Asked.AGENCY:
        return facts.Assistance(consultation.party, consultation.what, application.due_on)
    return None


def _extension(application: Application) -> facts.Extension | None:
    extension = clocks.part(application, "extension")
    if extension is None:
        return None
    return facts.Extension(
        days=extension.days,
        reason=extension.reason,
        new_due_on=_extended_until(application, extension.days, extension.notified_on),
        # The letter cannot leave without the head's approval: every chain for it holds that step (Agency.chain_of).
        approved=True,
    )


def _extended_until(application: Application, days: int, notified_on: date | None) -> date | None:
    """The new last day; None where it reaches a year without notice, for a letter must not state a day that may move."""
    known = replace(clocks.facts_of(application), extension=ExtensionFact(days, notified_on))
    return answer_due(known, clocks.calendar(), settings=application.agency.law_settings, refuse=False).on


def consultation_facts(consultation: Consultation) -> facts.Consultation:
    return facts.Consultation(
        party=consultation.party,
        what=consultation.what,
        interest=consultation.interest,
        asked=consultation.asked,
        sent_on=consultation.sent_on,
        answered_on=consultation.answered_on,
        lapsed_on=consultation.lapsed_on,
        opinion=consultation.get_opinion_display() if consultation.opinion else "",
    )


def _fee(fee: FeeNotice) -> facts.Fee:
    counted = charge(pages=fee.pages) if fee.tariff == Tariff.BY_PAGE.value else charge(ordinal=fee.ordinal)
    return facts.Fee(
        tariff=fee.tariff, amount=fee.amount, lines=counted.lines, due_on=fee.due_on, noticed_on=fee.notified_on
    )


def decision_facts(
    application: Application,
    decision: Decision,
    enclosed: tuple[CaseFile, ...],
    searches: Iterable[Search] | None = None,
) -> facts.Decision:
    """A decision, made or only proposed (then not yet a row), as letters want it. ``searches``: those of the case, where the caller
    has them."""
    if searches is None:
        searches = application.searches.select_related("by")
    other = None
    if decision.other_agency or decision.other_name:
        name = decision.other_agency.name if decision.other_agency else decision.other_name
        contact = decision.other_contact or (decision.other_agency.phone if decision.other_agency else "")
        other = facts.OtherAgency(name, contact)
    return facts.Decision(
        leaf=decision.leaf,
        findings=decision.findings,
        given=decision.given,
        withheld=decision.withheld,
        way=decision.way,
        provided_form=application.route_words,
        cut=index_of(application, enclosed),
        attachments=tuple(facts.Attachment(file.name, file.pages) for file in enclosed),
        other_agency=other,
        earlier_answer=(
            facts.EarlierAnswer(decision.earlier_number, decision.earlier_on) if decision.earlier_number else None
        ),
        special_rules=decision.special_rules,
        public_interest=decision.public_interest,
        searches=tuple(facts.Search(search.by.name, search.places, search.terms, search.on) for search in searches),
    )


def index_of(application: Application, enclosed: Sequence[CaseFile]) -> tuple[facts.Cut, ...]:
    """The cuts in the severed copies among ``enclosed``, in the order of the files."""
    if not enclosed:
        return ()
    copies = severed.copies_among(application, [file.file for file in enclosed])
    return tuple(
        facts.Cut(
            file.name, f"{line['number']}", f"{line['where']}（{line['extent']}）", line["reason"], line["article"]
        )
        for file in enclosed
        if file.file_id in copies
        for line in copies[file.file_id].index
    )


def enclosed_in(letter_id: int) -> tuple[CaseFile, ...]:
    """The files that go out with a letter, in order."""
    rows = LetterFile.objects.filter(letter=letter_id).select_related("file__file")
    return tuple(row.file for row in rows)
