"""What an import of applications brought, taken out again."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from gongkai.applications.models import (
    Applicant,
    Application,
    Consultation,
    Correction,
    Extension,
    FeeNotice,
    RemedyCase,
    Round,
    Series,
)
from gongkai.language import say
from gongkai.ledgers import planning
from gongkai.ledgers.models import Batch, Imported
from gongkai.reporting.models import Frozen

OWN = (Correction, Extension, Consultation, FeeNotice)
"""What an import makes beside a case."""
WHAT = say("申请")
_AT_ONCE = 400


def moved(batch: Batch) -> list[str]:
    """The numbers of the cases of a batch on which something was done since: a step, a letter, a file, a dispute; anything that hangs on
    them and that the import did not make."""
    since = Q(version__gt=1)
    for relation in Application._meta.related_objects:
        if relation.related_model in (*OWN, Imported) or relation.on_delete is models.CASCADE:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{name: OuterRef("pk")})
        if relation.related_model is RemedyCase:
            rows = rows.exclude(imported__batch=batch, version=1)
        since |= Exists(rows)
    found = Application.objects.filter(since, imported__batch=batch).order_by("pk")
    return list(found.values_list("number", flat=True))


def frozen_years(batch: Batch) -> list[int]:
    """The years whose report was approved over cases of the batch."""
    own = set(batch.imported.values_list("application", flat=True))
    found = set()
    for frozen in Frozen.objects.filter(draft__agency=batch.agency).select_related("draft"):
        counted = frozen.body["records"].get("applications", {})
        if any(not own.isdisjoint(keys) for keys in counted.values()):
            found.add(frozen.draft.year)
    return sorted(found)


def lock(batch: Batch) -> None:
    """Nobody may act on one of the cases between the look and the end."""
    list(Application.objects.select_for_update(of=("self",)).filter(imported__batch=batch).values_list("pk"))


def take_out(batch: Batch) -> int:
    """Take everything out; how many rows it was."""
    cases = list(Application.objects.filter(imported__batch=batch).values_list("pk", "applicant", "year"))
    keys = [case for case, _, _ in cases]
    remedies = list(batch.imported.exclude(remedy=None).values_list("remedy", flat=True))
    batch.imported.all()._raw_delete("default")
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        for model in OWN:
            model.objects.filter(application__in=some).delete()
    for at in range(0, len(remedies), _AT_ONCE):
        Round.objects.filter(case__in=remedies[at : at + _AT_ONCE]).delete()
        RemedyCase.objects.filter(pk__in=remedies[at : at + _AT_ONCE]).delete()
    for at in range(0, len(keys), _AT_ONCE):
        Application.objects.filter(pk__in=keys[at : at + _AT_ONCE]).delete()
    applicants = sorted({applicant for _, applicant, _ in cases})
    for at in range(0, len(applicants), _AT_ONCE):
        Applicant.objects.filter(pk__in=applicants[at : at + _AT_ONCE], applications=None).delete()
    _give_back(batch, {year for _, _, year in cases})
    return len(keys)


def _give_back(batch: Batch, years: set[int]) -> None:
    """The run of numbers of imported cases goes back to what is left of them."""
    for year in years:
        left = Application.objects.filter(agency=batch.agency, year=year, serial__gt=planning.FIRST_SERIAL)
        last = left.aggregate(last=models.Max("serial"))["last"]
        run = Series.objects.filter(agency=batch.agency, key=planning.SERIES, year=year)
        if last is None:
            run.delete()
        else:
            run.update(last=last - planning.FIRST_SERIAL)
