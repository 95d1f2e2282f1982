"""修改、延长、废止、失效、清理: events in the life of a document, proposed by a section, confirmed by somebody else, undone until then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import rules
from gongkai.disclosures.models import Item, LifeEvent, NormativeDocument
from gongkai.disclosures.registers import lives
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require, standings

Kind = LifeEvent.Kind


class RegisterChanged(GongkaiError):
    """Somebody else changed the row after the page was drawn."""

    def __init__(self) -> None:
        super().__init__(say("您打开页面以后，这条登记已经有人改过，这一步没有执行。请看过最新的情况再办理。"))


@transaction.atomic
def enter_document(
    agency: Agency,
    *,
    by: Account,
    title: str,
    document_number: str,
    made_on: date,
    section: Section | None = None,
    level: str = NormativeDocument.Level.NORMATIVE,
    registration: str = "",
    legality_review: str = "",
    fair_competition: str = "",
    filing: str = "",
    published_on: date | None = None,
    effective_on: date | None = None,
    valid_until: date | None = None,
) -> NormativeDocument:
    """Enter a document that is in force or was, published elsewhere, before, or not at all. One that is released here later takes
    this place (by its number)."""
    require(by, rules.REGISTERS.key, agency.pk, {section.pk if section else None})
    if made_on > clock.today():
        raise GongkaiError(say("制发日期晚于今天，请核对。"))
    if valid_until is not None and valid_until < (effective_on or made_on):
        raise GongkaiError(say("有效期至早于施行日期，请核对。"))
    held = NormativeDocument.objects.filter(agency=agency, removed_at=None)
    if held.filter(document_number=document_number).exists():
        raise GongkaiError(say("{number}已经登记过，没有重复登记。", number=document_number))
    if registration and held.filter(registration=registration).exists():
        raise GongkaiError(say("登记号{number}已经用过，请核对。", number=registration))
    document = NormativeDocument.objects.create(
        agency=agency,
        section=section,
        level=level,
        title=title,
        document_number=document_number,
        registration=registration,
        legality_review=legality_review,
        fair_competition=fair_competition,
        filing=filing,
        made_on=made_on,
        published_on=published_on,
        effective_on=effective_on,
        by=by,
        at=clock.now(),
    )
    lives.begin(document, valid_until=valid_until, proposed_by=by)
    log("document.entered", document, by=by, agency=agency, number=document_number, made_on=made_on)
    return document


@transaction.atomic
def propose(
    thing: NormativeDocument | Item,
    change: str,
    *,
    on: date,
    by: Account,
    basis: str = "",
    valid_until: date | None = None,
    successor: NormativeDocument | None = None,
    version: int | None = None,
) -> LifeEvent:
    """Propose that ``change`` (of `LifeEvent.Kind`) applies from ``on``. Nothing changes until somebody else confirms it.

    ``on`` of a repeal: the first day without the document; it may lie ahead. ``valid_until``: the new last day of an extension,
    None for no last day any more.
    """
    document = _held(thing)
    _require(by, rules.CHANGE_LIFE.key, document)
    if version is not None and version != document.version:
        raise RegisterChanged
    sentence = _problem(document, change, on, basis, valid_until, successor)
    if sentence:
        raise GongkaiError(sentence)
    event = LifeEvent.objects.create(
        document=document,
        kind=change,
        on=on,
        valid_until=valid_until if change == Kind.EXTENDED else None,
        basis=basis.strip(),
        successor=successor,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    log("life.proposed", document, by=by, agency=document.agency, change=event.get_kind_display(), on=on, why=basis)
    return event


@transaction.atomic
def confirm(event: LifeEvent, *, by: Account) -> NormativeDocument:
    """Confirm what a section proposed: register, 有效性 in public and 表二 follow at once. Never by who proposed it."""
    document = _held(event.document)
    _require(by, rules.CONFIRM_LIFE.key, document)
    held = LifeEvent.objects.select_for_update().get(pk=event.pk)
    if held.confirmed_at is not None or held.dropped_at is not None:
        raise GongkaiError(say("这一条已经有人确认或者撤回了。"))
    if held.proposed_by_id == by.pk:
        raise GongkaiError(say("提出的人不能自己确认，请另一位负责人确认。"))
    sentence = _problem(document, held.kind, held.on, held.basis, held.valid_until, held.successor, waiting=held)
    if sentence:
        raise GongkaiError(sentence)
    held.confirmed_by, held.confirmed_at = by, clock.now()
    held.acting_for = _acting_for(by, document.agency_id)
    held.save()
    lives.settle(document)
    log(
        "life.confirmed",
        document,
        by=by,
        agency=document.agency,
        change=held.get_kind_display(),
        on=held.on,
        why=held.basis,
    )
    return document


@transaction.atomic
def drop(event: LifeEvent, *, by: Account, why: str = "") -> None:
    """Take a proposal back before it is confirmed: whoever may propose for the document, or confirm."""
    document = _held(event.document)
    if not rules_allow(by, rules.CONFIRM_LIFE.key, document):
        _require(by, rules.CHANGE_LIFE.key, document)
    held = LifeEvent.objects.select_for_update().get(pk=event.pk)
    if held.confirmed_at is not None or held.dropped_at is not None:
        raise GongkaiError(say("这一条已经有人确认或者撤回了。"))
    held.dropped_at, held.dropped_by, held.dropped_why = clock.now(), by, why.strip()[:200]
    held.save()
    log("life.dropped", document, by=by, agency=document.agency, change=held.get_kind_display(), why=why)


@transaction.atomic
def strike(event: LifeEvent, *, why: str, by: Account) -> NormativeDocument:
    """Strike out what was confirmed by mistake: the event is kept and no longer counts. Later than that, a repeal is not undone but
    followed by a new document."""
    document = _held(event.document)
    _require(by, rules.CONFIRM_LIFE.key, document)
    held = LifeEvent.objects.select_for_update().get(pk=event.pk)
    if held.kind == Kind.MADE:
        raise GongkaiError(say("制发不能划去；登记有误的，请作废这条登记。"))
    if held.confirmed_at is None or held.dropped_at is not None:
        raise GongkaiError(say("只有已经确认、还没有划去的才能划去。"))
    if not why.strip():
        raise GongkaiError(say("请写明为什么划去。"))
    held.dropped_at, held.dropped_by, held.dropped_why = clock.now(), by, why.strip()[:200]
    held.save()
    lives.settle(document)
    log("life.struck", document, by=by, agency=document.agency, change=held.get_kind_display(), on=held.on, why=why)
    return document


@transaction.atomic
def declare_valid(documents: Iterable[NormativeDocument], *, on: date, basis: str, by: Account) -> int:
    """清理: note that these documents stay in force. What is in force needs no vote of two; it changes no figure. Gives how many."""
    if not basis.strip():
        raise GongkaiError(say("请写明公布清理结果的文件。"))
    n = 0
    for each in documents:
        document = _held(each)
        _require(by, rules.CONFIRM_LIFE.key, document)
        if not document.standing(on) or (document.ended_on is not None and document.ended_on <= on):
            continue
        now = clock.now()
        LifeEvent.objects.create(
            document=document, kind=Kind.DECLARED_VALID, on=on, basis=basis.strip()[:200], proposed_by=by,
            proposed_at=now, confirmed_at=now,
        )  # fmt: skip
        log("life.declared_valid", document, by=by, agency=document.agency, on=on, why=basis)
        n += 1
    return n


@transaction.atomic
def remove_document(document: NormativeDocument, *, why: str, by: Account, version: int | None = None) -> None:
    """Void a row that should not be there. It is kept, and counts nowhere. One that is public here cannot be removed."""
    held = _held(document)
    _require(by, rules.CONFIRM_LIFE.key, held)
    if version is not None and version != held.version:
        raise RegisterChanged
    if held.item_id is not None:
        raise GongkaiError(say("这份文件在本网站公开着，登记不能作废。不再有效的，请登记废止或者失效。"))
    if not why.strip():
        raise GongkaiError(say("请写明为什么作废这条登记。"))
    held.removed_at, held.removed_why = clock.now(), why.strip()[:200]
    held.version += 1
    held.save()
    log("document.removed", held, by=by, agency=held.agency, number=held.document_number, why=why)


def document_of(item: Item) -> NormativeDocument | None:
    """The row of the register behind an item."""
    return NormativeDocument.objects.filter(item=item).first()


def rules_allow(account: Account, key: str, document: NormativeDocument) -> bool:
    """Whether ``account`` may do this to this document."""
    from gongkai.people.rules import may

    return may(account, key, document.agency_id, _sections(document))


def _require(by: Account, key: str, document: NormativeDocument) -> None:
    require(by, key, document.agency_id, _sections(document))


def _sections(document: NormativeDocument) -> set[int | None]:
    found = {document.section_id}
    if document.item is not None:
        found |= rules.sections_of(document.item)
    return found - {None}


def _held(thing: NormativeDocument | Item) -> NormativeDocument:
    """The row under its lock."""
    found = NormativeDocument.objects.select_for_update().select_related(None)
    document = found.filter(item=thing).first() if isinstance(thing, Item) else found.filter(pk=thing.pk).first()
    if document is None or document.removed_at is not None:
        raise GongkaiError(say("文件登记簿里没有这一份，请先登记。"))
    return document


def _problem(
    document: NormativeDocument,
    change: str,
    on: date,
    basis: str,
    valid_until: date | None,
    successor: NormativeDocument | None,
    *,
    waiting: LifeEvent | None = None,
) -> str:
    """Why ``change`` cannot be; "" where it can."""
    others = document.life.filter(confirmed_at=None, dropped_at=None)
    if waiting is None and (first := others.first()) is not None:
        return say("已经有一条“{change}”等待确认，请先确认或者撤回。", change=first.get_kind_display())
    if change not in Kind.values or change in (Kind.MADE, Kind.DECLARED_VALID):
        return say("请选修改、延长有效期、废止或者宣布失效。")
    if on < document.made_on:
        return say("这一天早于制发日期{made}，请核对。", made=document.made_on)
    if document.ended_on is not None and document.ended_on <= on:
        return say(
            "这份文件已从{ended}起{how}，不能再{change}。",
            ended=document.ended_on,
            how=document.get_ended_how_display(),
            change=Kind(change).label,
        )
    if change != Kind.REVISED and change != Kind.EXTENDED and not basis.strip():
        return say("请写明依据哪份文件，或者为什么。")
    if change == Kind.EXTENDED and valid_until is not None and valid_until <= on:
        return say("新的有效期至应晚于延长之日，请核对。")
    if successor is not None and (successor.pk == document.pk or successor.agency_id != document.agency_id):
        return say("替代它的应是本机关登记的另一份文件。")
    return ""


def _acting_for(by: Account, agency_id: int) -> str:
    own = {s.role for s in standings(by) if s.agency_id == agency_id and not s.acting_for}
    if own & rules.CONFIRM_LIFE.roles:
        return ""
    return next((s.acting_for for s in standings(by) if s.agency_id == agency_id and s.acting_for), "")
