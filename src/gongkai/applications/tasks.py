"""Work in the background. Each task fetches by id and calls one function; running one twice does nothing twice."""

from __future__ import annotations

import logging

from django.db.models import Exists, OuterRef
from django_tasks import task

from gongkai.applications import copies
from gongkai.applications.actions.consulting import lapse_consultations
from gongkai.applications.dossiers import making
from gongkai.applications.models import Application, Consultation, Letter
from gongkai.applications.stages import MOVES

LOGGER = logging.getLogger(__name__)


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
    return {"lapsed": sum(_lapsed(application) for application in waiting)}


def _lapsed(application: Application) -> int:
    """One application that cannot move (closed this minute, or broken) must not keep the day from all others."""
    try:
        return lapse_consultations(application)
    except Exception:
        LOGGER.exception("the silence of a party was not noted on application %s", application.pk)
        return 0
