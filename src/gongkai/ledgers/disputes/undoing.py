"""What an import of disputes brought, taken out again: rounds, the cases that it opened, and what it changed on others."""

from __future__ import annotations

from django.db.models import F, Max, Q

from gongkai.applications.models import RemedyCase, Round
from gongkai.language import say
from gongkai.ledgers.models import Batch, ImportedRound, Line
from gongkai.reporting.models import Frozen

WHAT = say("案件")
_AT_ONCE = 400


def moved(batch: Batch) -> list[str]:
    """The numbers of the cases of a batch on which something was done since: a step, a result, a dossier, a suit that follows."""
    ours = ImportedRound.objects.filter(batch=batch)
    cases = RemedyCase.objects.filter(rounds__imported__in=ours)
    then = cases.annotate(then=Max("rounds__imported__case_version", filter=Q(rounds__imported__batch=batch)))
    found = set(then.exclude(version=F("then")).values_list("pk", flat=True))
    opened = set(ours.filter(opens=True).values_list("round__case", flat=True))
    found |= set(RemedyCase.objects.filter(follows__in=opened).exclude(pk__in=opened).values_list("follows", flat=True))
    found |= set(Round.objects.filter(case__in=opened).exclude(imported__in=ours).values_list("case", flat=True))
    own = Round.objects.filter(imported__in=ours)
    for relation in Round._meta.related_objects:
        if relation.related_model is not ImportedRound:
            hanging = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": own})
            found |= set(hanging.values_list(f"{relation.field.name}__case", flat=True))
    for relation in RemedyCase._meta.related_objects:
        if relation.related_model not in (Round, RemedyCase):
            name = relation.field.name
            found |= set(
                relation.related_model._base_manager.filter(**{f"{name}__in": opened}).values_list(name, flat=True)
            )
    return list(RemedyCase.objects.filter(pk__in=found).order_by("pk").values_list("number", flat=True))


def frozen_years(batch: Batch) -> list[int]:
    """The years whose report was approved over cases of the batch."""
    own = set(ImportedRound.objects.filter(batch=batch).values_list("round__case", flat=True))
    found = []
    for frozen in Frozen.objects.filter(draft__agency=batch.agency).select_related("draft"):
        counted = frozen.body["records"].get("remedies", {})
        if any(not own.isdisjoint(keys) for keys in counted.values()):
            found.append(frozen.draft.year)
    return sorted(set(found))


def lock(batch: Batch) -> None:
    """Nobody may act on one of the cases between the look and the end."""
    cases = RemedyCase.objects.select_for_update(of=("self",)).filter(agency=batch.agency_id)
    list(cases.order_by("pk").values_list("pk"))


def take_out(batch: Batch) -> int:
    """Take everything out; how many rows it was. What a case was extended by goes, and the case stands as before it."""
    marks = ImportedRound.objects.filter(batch=batch)
    ours = list(marks.values_list("round", "round__case", "opens"))
    then = dict(marks.filter(opens=False).values_list("round__case", "case_version"))
    n = batch.lines.filter(state=Line.State.TAKEN).count()
    opened = sorted({case for _, case, opens in ours if opens})
    others = {case for _, case, _ in ours} - set(opened)
    marks.delete()
    rounds = [round for round, _, _ in ours]
    for at in range(0, len(rounds), _AT_ONCE):
        Round.objects.filter(pk__in=rounds[at : at + _AT_ONCE]).delete()
    for suits in (True, False):
        for at in range(0, len(opened), _AT_ONCE):
            some = RemedyCase.objects.filter(pk__in=opened[at : at + _AT_ONCE])
            kind = RemedyCase.Kind.RECONSIDERATION
            (some.exclude(kind=kind) if suits else some.filter(kind=kind)).delete()
    for case in RemedyCase.objects.filter(pk__in=others).prefetch_related("rounds"):
        last = case.latest
        case.result, case.concluded_on = last.bucket, last.concluded_on if last.bucket else None
        # It stands exactly as it did: whoever saw it then may go on, and the import before this one can be undone, too.
        case.version = then[case.pk] - 1
        case.save(update_fields=["result", "concluded_on", "version"])
    return n
