"""A letter as it would come out, before anything is done: drawn from facts that are only proposed."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from gongkai import letters
from gongkai.applications import copies
from gongkai.applications.approvers import approver_name
from gongkai.applications.models import Application, Letter, Template
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock


def drawn(case: Application, code: str, known: letters.Facts) -> letters.Draft | None:
    """Letter ``code`` drawn from ``known`` in the body's wording; None while a fact is missing."""
    template = Template.objects.filter(agency=case.agency_id, code=code, in_use=True).first()
    try:
        wording = letters.parse(template.text) if template else None
        return letters.draft(code, known, wording, settings=case.agency.law_settings)
    except GongkaiError:
        return None


def preview(case: Application, code: str, known: letters.Facts) -> SafeString:
    """Letter ``code`` drawn from ``known``, for a ``div`` of the class paper; "" while a fact is missing."""
    draft = drawn(case, code, known)
    return printed(case, draft) if draft is not None else mark_safe("")


def printed(case: Application, draft: letters.Draft) -> SafeString:
    """``draft`` as it would be printed, for a ``div`` of the class paper."""
    layout = letters.Layout(red_head=case.agency.red_head)
    # The renderer escapes every word; nothing else writes into what it gives.
    return mark_safe(letters.render(draft, "html", layout=layout).decode())


def paper(letter: Letter) -> SafeString:
    """A letter on record as it will be printed."""
    return mark_safe(copies.rendered(letter, "html").decode())


def approver_of(case: Application, code: str) -> str:
    """Who approves letter ``code`` first, by name; "" where nobody needs to."""
    chain = case.agency.chain_of(code)
    return approver_name(case.agency, chain[0], clock.today()) if chain else ""


def send_words(case: Application, code: str) -> str:
    """What the button says that drafts letter ``code`` and sends it on its way."""
    name = approver_of(case, code)
    return say("送{name}审批", name=name) if name else say("定稿发出")


def sent_words(letter: Letter) -> str:
    """What became of a letter that was sent on its way, in a sentence."""
    name = letter.kind.name
    if letter.state == Letter.State.ISSUED:
        return say("{letter}已经发出，文号{number}。", letter=name, number=letter.number)
    if letter.state == Letter.State.APPROVED:
        return say("{letter}已取得文号{number}，请送达后登记。", letter=name, number=letter.number)
    return say("{letter}已送{name}审批。", letter=name, name=approver_of(letter.application, letter.code))
