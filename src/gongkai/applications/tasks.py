"""Work in the background. Each task fetches by id and calls one function; running one twice does nothing twice."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.applications import copies
from gongkai.applications.actions.consulting import lapse_consultations
from gongkai.applications.dossiers import making
from gongkai.applications.models import Application, Consultation, Letter
from gongkai.applications.stages import MOVES
from gongkai.people import clock

LOGGER = logging.getLogger(__name__)
DAY, ASKED_FOR = timedelta(days=1), timedelta(days=7)


@task()
def keep_copy(letter: int) -> None:
    """Keep the PDF of a letter that went out."""
    found = Letter.objects.select_related("agency").filter(pk=letter).first()
    if found is not None:
        copies.keep(found)


@task()
def make_dossier(dossier: int) -> None:
    """Bind a dossier that was asked for."""
    making.run(dossier)


@task()
def daily() -> dict[str, int]:
    """What the day itself brings about: consultations whose period has passed, copies that were not yet kept."""
    open_ones = Consultation.objects.filter(
        application=OuterRef("pk"), answered_on=None, lapsed_on=None, cancelled_on=None, sent_on__isnull=False
    )
    waiting = Application.objects.filter(Exists(open_ones), stage__in=MOVES["lapse_consultation"].stages)
    return {"lapsed": sum(_lapsed(application) for application in waiting), "copies": _asked_again()}


def _asked_again() -> int:
    """Copies that are wanting days after the letter went out: their task took its worker down until it was given up. Once more a day,
    for a week; a letter is drawn anew when it is opened, but only the copy stays as it was."""
    now = clock.now()
    asked = {
        held["args"][0]
        for held in DBTaskResult.objects.filter(
            Q(enqueued_at__gt=now - DAY) | Q(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]),
            task_path=keep_copy.module_path,
        ).values_list("args_kwargs", flat=True)
    }
    since = clock.today() - ASKED_FOR
    wanting = Letter.objects.filter(state=Letter.State.ISSUED, copy=None, issued_on__gte=since).exclude(pk__in=asked)
    keys = list(wanting.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        keep_copy.enqueue(key)
    return len(keys)


def _lapsed(application: Application) -> int:
    """One application that cannot move (closed this minute, or broken) must not keep the day from all others."""
    try:
        return lapse_consultations(application)
    except Exception:
        LOGGER.exception("the silence of a party was not noted on application %s", application.pk)
        return 0
