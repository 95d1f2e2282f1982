"""Which application a row of a ledger of disputes is about: by its number, else by who applied and when or for what."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, RemedyCase
from gongkai.language import say
from gongkai.ledgers.models import Imported
from gongkai.ledgers.planning import plain_number

_AT_ONCE = 300
_NAMED = 5


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an application that a dispute may be about."""

    pk: int
    number: str
    applicant: str
    received_on: date
    decided_on: date | None
    outcome: str
    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Why no application was found: the field it is told at, what is wrong, what to do."""

    code: str
    at: str
    wrong: str
    do: str


def bare(text: str) -> str:
    """A name or a matter without blanks, width and signs, to be compared.

    >>> bare("示例 县（甲）公司") == bare("示例县(甲)公司")
    True
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


class Register:
    """The applications of a body that the rows of a file may mean, fetched for all rows at once."""

    def __init__(self, agency: Agency, rows: Iterable[Mapping[str, Any]]) -> None:
        rows = list(rows)
        self.agency = agency
        numbers = {values["application"] for values in rows if "application" in values}
        names = {values[name] for values in rows if "application" not in values for name in _WHO if name in values}
        self._by_number: dict[str, list[About]] = defaultdict(list)
        self._by_name: dict[str, list[About]] = defaultdict(list)
        if numbers:
            self._numbers({plain_number(number) for number in numbers})
        for some in _slices(sorted(names)):
            for about in _about(Application.objects.filter(agency=agency, applicant__name__in=some)):
                self._by_name[bare(about.applicant)].append(about)

    def _numbers(self, wanted: set[str]) -> None:
        """By the number of the register, by that of an old ledger, and by its running part alone."""
        found: dict[int, set[str]] = defaultdict(set)
        for pk, number in Application.objects.filter(agency=self.agency).values_list("pk", "number"):
            if plain_number(number) in wanted:
                found[pk].add(plain_number(number))
        for pk, key in Imported.objects.filter(agency=self.agency).values_list("application", "key"):
            for each in (key, key.replace("/", ""), key.rpartition("/")[2]):
                if each in wanted:
                    found[pk].add(each)
        for some in _slices(sorted(found)):
            for about in _about(Application.objects.filter(pk__in=some)):
                for number in found[about.pk]:
                    self._by_number[number].append(about)

    def find(self, values: Mapping[str, Any]) -> About | Miss | None:
        """The application, why there is none, or None for a row that is about none and says so."""
        if "application" in values:
            return self._numbered(values)
        who = next((values[name] for name in _WHO if name in values), "")
        if who and ("received_on" in values or "content" in values):
            return self._described(values, who)
        if values.get("against") == RemedyCase.Against.OTHER:
            return None
        return Miss(
            "no_application",
            "application",
            say("看不出是针对哪一件申请"),
            say("请写申请编号，或者申请人和申请收到日；与申请无关的，在“针对什么”一列写其他"),
        )

    def _numbered(self, values: Mapping[str, Any]) -> About | Miss:
        found = self._by_number.get(plain_number(values["application"]), [])
        if len(found) > 1 and "received_on" in values:
            found = [each for each in found if each.received_on == values["received_on"]] or found
        if not found:
            return Miss(
                "unknown_application",
                "application",
                say("登记簿里没有这个编号的申请"),
                say("请核对编号，或者先导入那一年的依申请公开台账"),
            )
        if len(found) > 1:
            return Miss(
                "several_applications",
                "application",
                say("登记簿里有{n}件：{numbers}", n=len(found), numbers=_listed(found)),
                say("请写完整的编号"),
            )
        (about,) = found
        name = "applicant" if "applicant" in values else "claimant"
        own = name == "applicant" or values.get("brought_by", "applicant") == RemedyCase.By.APPLICANT
        if name in values and own and bare(values[name]) != bare(about.applicant):
            return Miss(
                "other_applicant",
                name,
                say("{number}的申请人不是这一位", number=about.number),
                say("请核对申请编号；是第三方提出的，在“谁提出”一列写第三方"),
            )
        return about

    def _described(self, values: Mapping[str, Any], who: str) -> About | Miss:
        found = self._by_name.get(bare(who), [])
        if "received_on" in values:
            found = [each for each in found if each.received_on == values["received_on"]]
        if "content" in values and (len(found) > 1 or "received_on" not in values):
            matter = bare(values["content"])
            found = [each for each in found if matter in (bare(each.content), bare(each.title))]
        at = next(name for name in _WHO if name in values)
        if not found:
            return Miss(
                "unknown_application",
                at,
                say("登记簿里没有这位申请人的这件申请"),
                say("请写申请编号，或者核对申请人、申请收到日和申请内容"),
            )
        if len(found) > 1:
            return Miss(
                "several_applications",
                at,
                say("这位申请人有{n}件都对得上：{numbers}", n=len(found), numbers=_listed(found)),
                say("请写申请编号"),
            )
        return found[0]


_WHO = ("applicant", "claimant")


def _listed(found: list[About]) -> str:
    numbers = "、".join(each.number for each in found[:_NAMED])
    return numbers if len(found) <= _NAMED else say("{numbers}等", numbers=numbers)


def _slices(values: list[Any]) -> Iterable[list[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _about(cases: Any) -> Iterable[About]:
    cases = cases.filter(received_on__isnull=False)
    columns = ("pk", "number", "applicant__name", "received_on", "decided_on", "outcome", "title", "content")
    return (About(*each) for each in cases.values_list(*columns))
