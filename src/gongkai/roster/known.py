"""The bodies and accounts that are there already: who has a name, and which body a name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people.models import Account
from gongkai.roster.columns import LABELS
from gongkai.roster.values import NewBody, Problem

_AT_ONCE = 5_000
UNIQUE = ("name", "code", "slug")


@dataclass(frozen=True, slots=True)
class There:
    """A body that is there, as far as names go."""

    pk: int
    name: str
    short_name: str
    living: bool


class Known:
    """All of them, read once: one query for the bodies however many, one for each 5,000 names of accounts."""

    def __init__(self, usernames: Iterable[str] = ()) -> None:
        self._taken: dict[str, dict[str, There]] = {key: {} for key in UNIQUE}
        self.by_name: dict[str, There] = {}
        self._by_short: defaultdict[str, list[There]] = defaultdict(list)
        for pk, name, short, code, slug, ends_on in Agency.objects.order_by("pk").values_list(
            "pk", "name", "short_name", "code", "slug", "ends_on"
        ):
            body = There(pk, name, short, ends_on is None)
            for key, value in zip(UNIQUE, (name, code, slug), strict=True):
                self._taken[key][value] = body
            self.by_name[name] = body
            self._by_short[short].append(body)
        wanted = sorted({each for each in usernames if each})
        self._usernames: set[str] = set()
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            self._usernames |= set(Account.objects.filter(username__in=some).values_list("username", flat=True))

    def called(self, name: str) -> list[There]:
        """The bodies that ``name`` may mean: the one with this full name, else all with this short one."""
        whole = self.by_name.get(name)
        return [whole] if whole is not None else list(self._by_short.get(name, ()))

    def taken(self, body: NewBody) -> Iterator[Problem]:
        """What of ``body`` another one has already, named."""
        for key in UNIQUE:
            holder = self._taken[key].get(getattr(body, key))
            if holder is not None and getattr(body, key):
                yield Problem(
                    key,
                    say("{label}与{other}相同", label=LABELS[key], other=holder.name),
                    say("同一个机关不用再加，不同的请换一个"),
                )
        if body.username in self._usernames:
            yield Problem("username", say("已经有账号“{username}”", username=body.username), say("请换一个"))

    def above(self, name: str) -> There | Problem:
        """The body that is to supervise, or why ``name`` names none."""
        found = self.called(name)
        if not found:
            return Problem("above", say("没有“{name}”", name=name), say("请写全称，或者先把它加入名录"))
        if len(found) > 1:
            return Problem("above", say("有{n}个机关简称“{name}”", n=len(found), name=name), say("请写全称"))
        if not found[0].living:
            return Problem("above", say("{name}已经撤销", name=found[0].name), say("请写承接它的机关"))
        return found[0]
