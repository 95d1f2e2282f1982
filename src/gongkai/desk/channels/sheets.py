"""What is printed or handed over: the poster, the package, the list for archive and library, the picture of a proof."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from gongkai.agencies.models import Agency
from gongkai.desk.cases.materials import download
from gongkai.desk.channels.finding import release_of
from gongkai.disclosures import rules
from gongkai.disclosures.channels import package, poster, seeing, transfer
from gongkai.disclosures.channels.published import published
from gongkai.documents import write
from gongkai.files import keeping
from gongkai.files.uploads import MEDIA_TYPES
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account


@require_GET
@allow(rules.VIEW)
def release_poster(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """The sheet for the notice board."""
    account: Account = request.user  # type: ignore[assignment]
    found = release_of(account, pk)
    _standing(found.item.withdrawn_at)
    data = poster.write(published(found.version), paper=paper)
    return download(data, f"{say('公示')}-{found.item.permanent}-{paper.upper()}.pdf", MEDIA_TYPES[".pdf"])


@require_GET
@allow(rules.VIEW)
def release_package(request: HttpRequest, pk: int) -> HttpResponse:
    """The package for the portal; of a withdrawn item that with the notice."""
    account: Account = request.user  # type: ignore[assignment]
    what = published(release_of(account, pk).version)
    return download(package.build(what), package.name_of(what), "application/zip")


@require_GET
@allow(rules.VIEW)
def release_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a proof, handed over and never shown from here."""
    account: Account = request.user  # type: ignore[assignment]
    found = release_of(account, pk)
    if found.photo is None:
        raise Http404
    endings = {kind: ending for ending, kind in MEDIA_TYPES.items() if ending != ".jpeg"}
    name = f"{say('登记照片')}-{found.pk}{endings.get(found.photo.media_type, '')}"
    return download(keeping.read(found.photo), name, found.photo.media_type)


@require_GET
@allow(rules.PROVE)
def release_transfer(request: HttpRequest, format: str) -> HttpResponse:
    """移送明细表 of what waits to be handed to archive and library; of one body, the first where there are several."""
    account: Account = request.user  # type: ignore[assignment]
    waiting = seeing.visible_to(account, rules.PROVE.key).filter(seeing.TO_PROVE, channel="reading")
    agency = Agency.objects.filter(pk__in=waiting.order_by().values("agency")).order_by("pk").first()
    if agency is None:
        raise Http404
    rows = waiting.filter(agency=agency).select_related("item").order_by("pk")
    data = write(transfer.sheet(rows, agency.name, clock.today()), format)
    return download(data, f"{say('移送明细表')}-{clock.today()}.{format}", MEDIA_TYPES[f".{format}"])


def _standing(withdrawn_at: object) -> None:
    """What was withdrawn is not printed again."""
    if withdrawn_at is not None:
        raise Http404
