"""Work in the background. Each task fetches by id and calls one function; running one twice does nothing twice."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django_tasks import task

from gongkai.applications import copies
from gongkai.applications.actions.consulting import lapse_consultations
from gongkai.applications.models import Application, Consultation, Letter, Stage


@task()
def keep_copy(letter: int) -> None:
    """Keep the PDF of a letter that went out."""
    found = Letter.objects.select_related("agency").filter(pk=letter).first()
    if found is not None:
        copies.keep(found)


@task()
def daily() -> dict[str, int]:
    """What the day itself brings about: consultations whose period has passed, copies that were not yet kept."""
    open_ones = Consultation.objects.filter(
        application=OuterRef("pk"), answered_on=None, lapsed_on=None, cancelled_on=None, sent_on__isnull=False
    )
    waiting = Application.objects.filter(Exists(open_ones)).exclude(stage=Stage.SUBMITTED)
    lapsed = sum(lapse_consultations(application) for application in waiting)
    return {"lapsed": lapsed}
