"""What is put right about an application in the register before it is handled: a slip mended, two matters parted, a section named, the
body that is responsible told."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.agencies.models import Agency, Section
from gongkai.applications import clocks, numbering
from gongkai.applications.actions.intake import Matter, Person, create, own_section
from gongkai.applications.actions.moving import fresh, moving
from gongkai.applications.models import Application, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.receipt import Arrival, Channel
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.sealing import blind_index


def amend(
    application: Application,
    *,
    by: Account,
    kind: str | None = None,
    title: str | None = None,
    carriers: Sequence[str] | None = None,
    routes: Sequence[str] | None = None,
    version: int | None = None,
) -> None:
    """Put a slip of registration right. What the applicant wrote is never changed."""
    with moving(application, "amend", "application.amended", by=by, version=version) as step:
        given = {"applicant_kind": kind, "title": title, "carriers": carriers, "routes": routes}
        for name, value in given.items():
            if value is not None and getattr(step.case, name) != value:
                step.data[name] = {"from": getattr(step.case, name), "to": value}
                setattr(step.case, name, list(value) if name in ("carriers", "routes") else value)


def split(
    application: Application,
    matters: Sequence[tuple[str, str]],
    *,
    reason: str,
    by: Account,
    version: int | None = None,
) -> list[Application]:
    """一事一申请: the case keeps the first of ``matters`` (title, content); each other becomes a case of its own with the
    same arrival. Fee and statistics follow the pieces. The original words stay with every piece, in ``clues``.

    Raises GongkaiError for fewer than two matters.
    """
    if len(matters) < 2:
        raise GongkaiError(say("拆分至少要有两件。只有一件事的，不用拆分。"))
    if not reason.strip():
        raise GongkaiError(say("请写明为什么拆分，答复书和收费都要用到。"))
    made: list[Application] = []
    with moving(application, "split", "application.split", by=by, version=version) as step:
        case = step.case
        original = case.content
        case.title, case.content = matters[0][0][:120], matters[0][1]
        case.clues = _with_original(case.clues, original)
        case.split_reason = reason
        for title, content in matters[1:]:
            made.append(_piece(case, title, content, reason, by))
        step.data = {"into": [case.number, *(piece.number for piece in made)], "reason": reason}
    return made


def _piece(case: Application, title: str, content: str, reason: str, by: Account) -> Application:
    year = clock.today().year
    _, serial = numbering.next_serial(case.agency, numbering.APPLICATIONS, year)
    code = numbering.new_query_code()
    piece = Application.objects.get(pk=case.pk)
    piece.pk = None
    piece._state.adding = True
    piece.year, piece.serial = year, serial
    piece.number = numbering.number_of(case.agency, numbering.APPLICATIONS, year, serial)
    piece.title, piece.content, piece.clues = title[:120], content, case.clues
    piece.split_from_id, piece.split_reason = case.pk, reason
    piece.created_at, piece.version = clock.now(), 1
    piece.query_code, piece.query_index = code, blind_index(code)
    piece.save(force_insert=True)
    clocks.settle(fresh(piece))
    piece.save(update_fields=["due_on", "due_certain"])
    log("application.split_off", piece, by=by, agency=piece.agency, split_from=case.number, reason=reason)
    return piece


def _with_original(clues: str, original: str) -> str:
    kept = say("拆分前的原文：{text}", text=original)
    return f"{clues}\n{kept}".strip()


def assign(
    application: Application,
    *,
    section: Section,
    by: Account,
    handler: Account | None = None,
    version: int | None = None,
) -> None:
    """Name the section that handles a case, and the person if there is one."""
    with moving(application, "assign", "application.assigned", by=by, version=version) as step:
        own_section(step.case, section)
        step.data = {"from": step.case.section_id, "section": section.pk, "handler": handler.pk if handler else None}
        step.case.section = section
        step.case.handler = handler or step.case.handler


def hand_over(application: Application, to: Agency, *, by: Account, version: int | None = None) -> Application:
    """Pass an application on to the body that is responsible (art. 36(5)), inside the county in one step.

    There it arrives as 转来 and waits for confirmation with the applicant (art. 31); here it is still answered.
    Raises GongkaiError for the same body or a second time to the same one.
    """
    if to.pk == application.agency_id:
        raise GongkaiError(say("不能转给本机关。请选择负责公开的机关。"))
    with moving(application, "hand_over", "application.handed_over", by=by, version=version) as step:
        case = step.case
        if case.passed_to.filter(agency=to).exists():
            raise GongkaiError(say("这一件已经转给{name}，不用再转。", name=to.name))
        applicant = case.applicant
        person = Person(
            **{name: getattr(applicant, name) for name in Person.__dataclass_fields__ if name != "kind"},
            kind=case.applicant_kind,
        )
        matter = Matter(
            case.title,
            case.content,
            case.document_number,
            case.clues,
            tuple(case.carriers),
            tuple(case.routes),
            case.other_form_accepted,
            case.needs_help,
        )
        arrival = Arrival(Channel.PASSED_ON, arrived_on=clock.today())
        passed = create(to, person, matter, arrival, stage=Stage.SUBMITTED, passed_from_id=case.pk)
        log("application.passed_on", passed, by=None, agency=to, actor=case.agency.name, passed_from=case.number)
        step.data = {"to": to.name, "as": passed.number}
    return passed
