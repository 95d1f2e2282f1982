"""核对: whether the page that was registered still stands, with the title that it was released under."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from django.db import transaction
from django.db.models import Q

from gongkai.disclosures.channels import fetching
from gongkai.disclosures.channels.kinds import CHANNELS
from gongkai.disclosures.channels.settings import setting_of
from gongkai.disclosures.models import Release
from gongkai.documents.decoding import decode
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log

WEEK = timedelta(days=7)
AT_ONCE = 20
"""Pages that are put in the queue a minute: 200,000 a week, and never so many that a release waits behind them for long."""
MOST = 3_000_000
"""Bytes of a page that are looked at."""
_HEAD = re.compile(
    r"<title[^>]*>(.*?)</title>|<meta[^>]+name=[\"']ArticleTitle[\"'][^>]+content=[\"']([^\"']*)|<h[1-3][^>]*>(.*?)</h[1-3]>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^>]{0,2000}>")
_CODE = re.compile(r"<(script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """``stands`` None: the page could not be asked, so nothing is known. ``says``: what was seen, as a sentence."""

    stands: bool | None
    says: str


def look(address: str, title: str, mark: str = "") -> Seen:
    """Whether the page at ``address`` is there and carries ``title``. ``mark``: words that every title of that site carries."""
    try:
        answer = fetching.ask("GET", address, headers={"Accept": "text/html,*/*"}, most=MOST, redirects=5, cut=True)
    except fetching.Unreachable as error:
        return Seen(None, str(error))
    if answer.status in (404, 410):
        return Seen(False, say("网页不在了（{status}）。", status=answer.status))
    if answer.status != 200:
        return Seen(None, say("网站答复{status}，没能核对。", status=answer.status))
    if "html" not in answer.headers.get("content-type", "html"):
        return Seen(True, say("能打开，是文件，没有核对标题。"))
    return _compared(decode(answer.body).text, title, mark)


def _compared(page: str, title: str, mark: str) -> Seen:
    wanted = _bare(title)
    heads = [unescape(_TAG.sub("", next(filter(None, found), ""))) for found in _HEAD.findall(page)]
    if any(wanted in _bare(each) for each in heads):
        return Seen(True, say("能打开，标题一致。"))
    # Sites cut long titles off; what stands before the site's own mark must then be the beginning of ours.
    for each in heads:
        begun = _bare(each.replace(mark, "") if mark else each).rstrip("…-—|_·.")
        if len(begun) >= 12 and wanted.startswith(begun):
            return Seen(True, say("能打开，标题一致。"))
    if wanted in _bare(unescape(_TAG.sub("", _CODE.sub("", page)))):
        return Seen(True, say("能打开，正文里有标题。"))
    shown = next((each.strip()[:40] for each in heads if each.strip()), "")
    if not shown:
        return Seen(False, say("能打开，但找不到这条信息的标题。"))
    return Seen(False, say("能打开，但不是这条信息：网页标题是“{shown}”。", shown=shown))


def _bare(text: str) -> str:
    """Without width, spaces and signs, which sites change freely."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c in "〔〕…-—|_·.")


def check_stands(pk: int) -> bool | None:
    """Look at the page of one release and write down what was seen; a change is logged. None: not known, or nothing to look at."""
    row = Release.objects.select_related("agency", "version").filter(pk=pk, state=Release.State.DONE).first()
    if row is None or not CHANNELS[row.channel].linked or not row.proof.startswith(("http://", "https://")):
        return None
    setting = setting_of(row.agency, row.channel)
    seen = look(row.proof, row.version.title, (setting.values.get("title_mark") or "") if setting else "")
    with transaction.atomic():
        held = Release.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
        if held.state != Release.State.DONE or held.proof != row.proof:
            return None
        before = held.stands
        held.stands, held.checked_at = seen.stands, clock.now()
        held.detail = {**held.detail, "seen": seen.says}
        held.claimed_until = None
        held.save(update_fields=["stands", "checked_at", "detail", "claimed_until"])
        if seen.stands is not None and seen.stands != before and (before is not None or not seen.stands):
            log("release.checked", held, by=None, agency=held.agency, stands=seen.stands, reason=seen.says)
    return seen.stands


def to_check(now: datetime) -> list[int]:
    """The releases whose page was not looked at for a week, the longest first; those on other sites only."""
    linked = [key for key, kind in CHANNELS.items() if kind.linked and key != "portal"]
    rows = Release.objects.filter(
        Q(checked_at=None) | Q(checked_at__lte=now - WEEK),
        Q(claimed_until=None) | Q(claimed_until__lte=now),
        state=Release.State.DONE,
        channel__in=linked,
        proof__startswith="http",
        done_at__lte=now - timedelta(hours=1),
        down_wanted_at=None,
        item__withdrawn_at=None,
    )
    return list(rows.order_by("checked_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
