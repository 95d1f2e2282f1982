"""Intake: from the portal, the post, the counter and by word of mouth into the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency, Section
from gongkai.applications import case_files, clocks, numbering, rules
from gongkai.applications.actions.moving import APPLICANT, fresh, moving
from gongkai.applications.models import Applicant, Application, CaseFile, Stage
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.law.receipt import Arrival, Channel, ReceiptUnknown, receipt_of
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require
from gongkai.people.sealing import blind_index, masked


@dataclass(frozen=True, slots=True)
class Person:
    """Who applies, as given. ``kind``: an `ApplicantKind` value. Only name, kind and one way of contact are indispensable."""

    kind: str
    name: str
    identity_kind: str = "id_card"
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    representative: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked for, in the applicant's own words, and how they want to have it."""

    title: str
    content: str
    document_number: str = ""
    clues: str = ""
    carriers: Sequence[str] = ("electronic",)
    routes: Sequence[str] = ("online",)
    other_form_accepted: bool = True
    needs_help: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """The files that came with an application, by what they are."""

    submission: Sequence[Upload] = ()
    identity: Sequence[Upload] = field(default=())


def _applicant(agency: Agency, person: Person) -> Applicant:
    """The applicant with exactly these particulars. An earlier row is never changed: the form is open to everybody, and an
    identity number alone proves nothing."""
    values = {name: getattr(person, name).strip() for name in Person.__dataclass_fields__}
    mark = blind_index("\x1f".join(values[name] for name in sorted(values)))
    known = {**values, "key": Applicant.key_of(person.identity_number, person.name, person.phone)}
    return Applicant.objects.get_or_create(agency=agency, fingerprint=mark, defaults=known)[0]


def _received(application: Application) -> None:
    """Fix the day of receipt as far as the recorded facts allow (art. 31)."""
    try:
        application.received_on = receipt_of(application.arrival).on
    except ReceiptUnknown:
        application.received_on = None


def create(agency: Agency, person: Person, matter: Matter, arrival: Arrival, **values: object) -> Application:
    """One row of the register with its number and its query code. Inside a transaction."""
    applicant = _applicant(agency, person)
    year = clock.today().year
    _, serial = numbering.next_serial(agency, numbering.APPLICATIONS, year)
    code = numbering.new_query_code()
    application = Application(
        agency=agency,
        year=year,
        serial=serial,
        number=numbering.number_of(agency, numbering.APPLICATIONS, year, serial),
        applicant=applicant,
        applicant_kind=person.kind,
        title=matter.title.strip()[:120] or matter.content.strip().split("\n")[0][:60],
        content=matter.content.strip(),
        clues=matter.clues.strip(),
        document_number=matter.document_number.strip(),
        carriers=list(matter.carriers),
        routes=list(matter.routes),
        other_form_accepted=matter.other_form_accepted,
        needs_help=matter.needs_help,
        channel=arrival.channel.value,
        submitted_on=arrival.submitted_on,
        arrived_on=arrival.arrived_on,
        signed_on=arrival.signed_on,
        confirmed_on=arrival.confirmed_on,
        laid_down_on=arrival.laid_down_on,
        exception_announced=arrival.exception_announced,
        created_at=clock.now(),
        query_code=code,
        query_index=blind_index(code),
        **values,
    )
    _received(application)
    application.save(force_insert=True)
    clocks.settle(fresh(application))
    application.save(update_fields=["due_on", "due_certain"])
    return application


def _keep_files(application: Application, handed: Handed, by: Account | None) -> None:
    for upload in handed.submission:
        case_files.add(application, upload, CaseFile.Purpose.SUBMISSION, by=by)
    for upload in handed.identity:
        case_files.add(application, upload, CaseFile.Purpose.IDENTITY, by=by)


@transaction.atomic
def submit_online(agency: Agency, person: Person, matter: Matter, handed: Handed = Handed()) -> Application:
    """An application through the portal. The day of the portal's own message is the day of receipt, unless the page has
    announced that confirmation decides (art. 31, guiding case 26). Raises `FileRefused`; then nothing is kept.

    ``query_code`` of the result is to be shown to the applicant.
    """
    arrival = Arrival(Channel.ONLINE, submitted_on=clock.today(), exception_announced=agency.confirms_online)
    application = create(agency, person, matter, arrival, submitted_at=clock.now(), stage=Stage.SUBMITTED)
    _keep_files(application, handed, None)
    log(
        "application.submitted",
        application,
        by=None,
        agency=agency,
        actor=APPLICANT,
        channel=Channel.ONLINE,
        received_on=application.received_on,
    )
    return application


@transaction.atomic
def take_in(
    agency: Agency,
    person: Person,
    matter: Matter,
    handed: Handed = Handed(),
    *,
    stamped_at: datetime,
    receipt: str,
    exception_announced: bool,
) -> Application:
    """An application that another installation took on the portal and stamped: the day of that stamp is the day of receipt,
    however long it was on the way (guiding case 26). ``receipt``: its number there. Raises `FileRefused`; then nothing is kept."""
    day = timezone.localdate(stamped_at)
    arrival = Arrival(Channel.ONLINE, submitted_on=day, exception_announced=exception_announced)
    application = create(agency, person, matter, arrival, submitted_at=stamped_at, stage=Stage.SUBMITTED)
    _keep_files(application, handed, None)
    log(
        "application.submitted",
        application,
        by=None,
        agency=agency,
        actor=APPLICANT,
        channel=Channel.ONLINE,
        received_on=application.received_on,
        receipt=receipt,
        stamped_at=stamped_at,
    )
    return application


@transaction.atomic
def record(
    agency: Agency,
    person: Person,
    matter: Matter,
    arrival: Arrival,
    *,
    by: Account,
    section: Section | None = None,
    confirmed_how: str = "",
    handed: Handed = Handed(),
) -> Application:
    """Register what came by letter, at the counter, by mail, fax or word of mouth. Where the rule of the channel cannot yet
    fix the day of receipt, the case waits for it as `Stage.SUBMITTED`. Raises `ArrivalContradicts`."""
    require(by, rules.REGISTER.key, agency.pk)
    if section is not None and section.agency_id != agency.pk:
        raise GongkaiError(say("所选科室不是本机关的科室，没有登记。请重新选择。"))
    application = create(
        agency,
        person,
        matter,
        arrival,
        stage=Stage.SUBMITTED,
        opened_at=clock.now(),
        opened_by=by,
        registered_by=by,
        section=section,
        confirmed_how=confirmed_how,
    )
    if application.received_on is not None:
        application.stage = Stage.HANDLING
        application.save(update_fields=["stage"])
    _keep_files(application, handed, by)
    log(
        "application.registered",
        application,
        by=by,
        agency=agency,
        channel=arrival.channel,
        received_on=application.received_on,
        stage=application.stage,
    )
    return application


def open_case(application: Application, *, by: Account) -> None:
    """Note who of the disclosure office first opened a submission. Opening it again changes nothing."""
    if application.opened_at is not None or not rules.may_on(by, rules.REGISTER.key, application):
        return
    with transaction.atomic():
        opened = Application.objects.filter(pk=application.pk, opened_at=None).update(
            opened_at=clock.now(), opened_by=by
        )
        if opened:
            log("application.opened", application, by=by, agency=application.agency)
    application.opened_at = application.opened_at or clock.now()


def confirm(application: Application, *, on: date, how: str, by: Account, version: int | None = None) -> None:
    """Both sides have confirmed (fax, mail, ordinary post, or an online form that announced it): art. 31."""
    with moving(application, "confirm", "application.confirmed", by=by, version=version) as step:
        if on > clock.today():
            raise GongkaiError(say("确认日期不能晚于今天。请核对。"))
        step.case.confirmed_on, step.case.confirmed_how = on, how
        step.case.received_on = receipt_of(step.case.arrival).on
        step.data = {"confirmed_on": on, "how": how, "received_on": step.case.received_on}


def register(
    application: Application,
    *,
    by: Account,
    kind: str | None = None,
    title: str = "",
    section: Section | None = None,
    version: int | None = None,
) -> None:
    """Take a submission into handling: the applicant's kind checked, a short title, the section that handles it."""
    with moving(application, "register", "application.registered", by=by, version=version) as step:
        case = step.case
        if case.received_on is None:
            # Says which fact is missing and what to do.
            receipt_of(case.arrival)
        own_section(case, section)
        case.applicant_kind = kind or case.applicant_kind
        case.title = title.strip() or case.title
        case.section = section or case.section
        case.registered_by, case.handler = by, by
        if case.opened_at is None:
            case.opened_at, case.opened_by = clock.now(), by
        step.data = {"received_on": case.received_on, "kind": case.applicant_kind, "section": case.section_id}


def own_section(case: Application, section: Section | None) -> None:
    if section is not None and section.agency_id != case.agency_id:
        raise GongkaiError(say("所选科室不是本机关的科室，这一步没有执行。请重新选择。"))


def reveal(application: Application, field_name: str, *, by: Account) -> str:
    """Look at one sealed field of the applicant: identity_number, phone, email or address. Each look is logged."""
    if field_name not in ("identity_number", "phone", "email", "address"):
        raise GongkaiError(say("没有这一项。"))
    with transaction.atomic():
        rules.require_on(by, rules.IDENTITY.key, application)
        value: str = getattr(application.applicant, field_name)
        log("applicant.looked_at", application, by=by, agency=application.agency, field=field_name, shown=masked(value))
    return value
