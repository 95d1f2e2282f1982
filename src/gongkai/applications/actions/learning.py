"""教训: what a corrected answer taught, for whoever decides the next one of its kind."""

from __future__ import annotations

from django.db import transaction

from gongkai.applications import rules
from gongkai.applications.actions.teaching import refuse_names
from gongkai.applications.models import Lesson, RemedyCase
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


@transaction.atomic
def write_lesson(case: RemedyCase, *, text: str, shared: bool = False, by: Account) -> Lesson:
    """Write, or write anew, the lesson of a corrected case. Outcome and articles are taken from the answer it was about. Raises
    GongkaiError where the text tells of whom the case was."""
    held = RemedyCase.objects.select_for_update().get(pk=case.pk)
    require(by, rules.REMEDIES.key, held.agency_id)
    if held.result != RemedyCase.Result.CORRECTED:
        raise GongkaiError(say("结果被纠正的案件才登记教训。"))
    if not text.strip():
        raise GongkaiError(say("请写下教训：原来错在哪里，以后怎么办。"))
    refuse_names(held, text)
    outcome, leaf, articles = "", "", []
    application = held.application
    if application is not None:
        outcome = application.outcome
        decided = application.decisions.filter(outcome=outcome).order_by("pk").first()
        if decided is not None:
            leaf, articles = decided.leaf, [str(source) for source in decided.end.sources]
    lesson, _ = Lesson.objects.update_or_create(
        case=held,
        defaults={
            "agency_id": held.agency_id,
            "outcome": outcome,
            "leaf": leaf,
            "articles": articles,
            "text": text.strip(),
            "shared": shared,
            "by": by,
            "at": clock.now(),
        },
    )
    log("remedy.lesson_written", held, by=by, agency=held.agency, text=text.strip(), shared=shared)
    return lesson
