"""停止销毁: why something may not go, in words. Open cases, open disputes, remedy periods that still run, and holds by hand.

Loaded once for a body, so that a list of thousands costs a handful of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications import queries
from gongkai.applications.clocks import calendar
from gongkai.applications.models import Application, RemedyCase, Service
from gongkai.language import say
from gongkai.law.clocks import due
from gongkai.law.clocks.count import add_months
from gongkai.law.clocks.remedy import suit_due
from gongkai.retention.models import Hold

AFTER_A_DISPUTE = 6
"""Months after a dispute has ended in which it can go on: suit, appeal, retrial (decision 0178)."""
SHIFT = timedelta(days=14)
"""Kept longer than the last day: it may be put off by a holiday whose notice is not published, and what was posted on it arrives later."""
LONGEST = 14
"""Months after which no remedy period of an answer can run: the year of an applicant who was not told, and some grace."""


@dataclass
class Holds:
    """Everything that holds something in one body on ``today``. ``words`` gives the reason for one case, "" for none.

    ``only``: look at these cases and their kin alone.
    """

    agency: Agency
    today: date
    only: Collection[int] | None = None
    body: str = ""
    _said: dict[int, str] = field(default_factory=dict)
    _kin: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self._family()
        self._by_hand()
        self._open()
        self._disputes()
        self._running()

    def words(self, application_id: int) -> str:
        """Why nothing of this case may go: its own reason, or that of a case split from it or merged with it."""
        if self.body:
            return self.body
        if application_id in self._said:
            return self._said[application_id]
        kin = next((each for each in sorted(self._kin.get(application_id, ())) if each in self._said), None)
        return "" if kin is None else say("与它拆分、并案的另一件：{why}", why=self._said[kin])

    def _scope(self) -> Q:
        if self.only is None:
            return Q(agency=self.agency)
        wanted = set(self.only)
        for each in self.only:
            wanted |= self._kin.get(each, set())
        return Q(agency=self.agency, pk__in=wanted)

    def _say(self, pk: int, words: str) -> None:
        self._said.setdefault(pk, words)

    def _family(self) -> None:
        """Pieces of one application carry its original words, so they go or stay together."""
        roots: dict[int, set[int]] = defaultdict(set)
        rows = Application.objects.filter(agency=self.agency).exclude(split_from=None, merged_into=None)
        if self.only is not None:
            near = Q(pk__in=self.only) | Q(split_from__in=self.only) | Q(merged_into__in=self.only)
            rows = rows.filter(near | Q(split_from__split_into__in=self.only))
        for pk, split, merged in rows.values_list("pk", "split_from_id", "merged_into_id"):
            for root in (split, merged):
                if root is not None:
                    roots[root] |= {pk, root}
        for members in roots.values():
            for member in members:
                self._kin[member] |= members - {member}

    def _by_hand(self) -> None:
        for hold in Hold.objects.filter(agency=self.agency, lifted_at=None):
            words = say("人工停止销毁：{reason}", reason=hold.reason)
            if hold.application_id is None:
                self.body = say("本机关全部停止销毁：{reason}", reason=hold.reason)
            else:
                self._say(hold.application_id, words)

    def _open(self) -> None:
        for pk in Application.objects.filter(self._scope()).exclude(stage="closed").values_list("pk", flat=True):
            self._say(pk, say("还没有办结"))

    def _disputes(self) -> None:
        cases = RemedyCase.objects.filter(agency=self.agency, application__isnull=False)
        if self.only is not None:
            cases = cases.filter(application__in=Application.objects.filter(self._scope()).values("pk"))
        for case in cases.select_related("application"):
            assert case.application_id is not None
            going = queries.open_disputes(case.application).filter(pk=case.pk).exists()
            if going:
                words = say("{kind}没有了结：{number}", kind=case.get_kind_display(), number=case.number)
                self._said[case.application_id] = words
            elif case.concluded_on is not None:
                until = add_months(case.concluded_on, AFTER_A_DISPUTE)
                if until >= self.today:
                    words = say(
                        "{number}审结后可以起诉、上诉、申请再审的时间到{until}", number=case.number, until=until
                    )
                    self._say(case.application_id, words)

    def _running(self) -> None:
        since = add_months(self.today, -LONGEST)
        served = Service.objects.filter(
            letter__agency=self.agency, letter__application__in=Application.objects.filter(self._scope()).values("pk")
        ).exclude(result=Service.Result.FAILED)
        knew: dict[int, date] = {}
        for pk, counts, signed in served.filter(Q(counts_on__gte=since) | Q(signed_on__gte=since)).values_list(
            "letter__application", "counts_on", "signed_on"
        ):
            knew[pk] = max(knew.get(pk, counts), signed or counts)
        decided = Application.objects.filter(self._scope(), decided_on__gte=since).values_list("pk", "decided_on")
        posted = set(
            served.filter(method=Service.Method.POST, signed_on=None, counts_on__gte=since).values_list(
                "letter__application", flat=True
            )
        )
        for pk, on in decided:
            start = max(knew.get(pk, on), on)
            until = last_day(start, known=pk not in posted)
            if until >= self.today:
                self._say(pk, say("复议、诉讼期限到{until}", until=until))


def last_day(knew_on: date, *, known: bool = True) -> date:
    """Until when a remedy can still come: six months from knowing; where the day of arrival is not known, the longest period,
    a year; and a fortnight more."""
    found = suit_due(knew_on, calendar()) if known else due("suit_untold", knew_on, calendar())
    return found.bound + SHIFT
