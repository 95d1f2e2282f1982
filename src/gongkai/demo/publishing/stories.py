"""What the busy body publishes through this program: from a section's Word file over its reviews to its channels, through the
same actions as everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from gongkai.demo import lore
from gongkai.demo.crew import Crew
from gongkai.demo.publishing import ledgers
from gongkai.demo.publishing.word_files import word
from gongkai.demo.schedule import Schedule, Story, workday
from gongkai.disclosures import actions, digests
from gongkai.disclosures.checklists import QUESTIONS, SecrecyAnswer, points
from gongkai.disclosures.models import Column, Draft, Item, NormativeDocument, Review, SecrecyReview
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Role

COLLEAGUES = ("曾小满", "卢长河", "邵云舒", "熊知秋", "苗向阳", "尹若兰")
"""Names on the list that must not go out as it is."""


@dataclass
class Press:
    """The publications of one body. ``released``: the items by the key of their document."""

    crew: Crew
    random: Random
    released: dict[str, Item] = field(default_factory=dict)

    def plan(self, schedule: Schedule, first: date, today: date) -> None:
        """Put everything on the schedule whose day lies between ``first`` and ``today``, and what lies on the desks today."""
        for entry in lore.documents()["document"]:
            on = workday(date(today.year - entry["years_ago"], entry["month"], entry["day"]), 0)
            if first <= on and workday(on, 12) < today:
                schedule.add(self.document(entry), on)
        ledgers.plan(schedule, self.crew, self.random, first, today, self.through)
        for entry in lore.documents()["today"]:
            schedule.add(self.document(entry), _before(today, entry["ago"]))

    def document(self, entry: Mapping[str, Any]) -> Story:
        """One document from its first day on, as far as ``ends`` says."""
        today = clock.today()
        if entry.get("of") and entry["of"] not in self.released:
            yield workday(today, 4)
        writer, draft = self._begun(entry, today)
        ends = entry.get("ends", "released")
        if ends == "draft":
            return
        actions.submit(draft, by=writer)
        steps = {"step1": 0, "step2": 1, "step3": 2}.get(ends, 3)
        for number in range(steps):
            draft.refresh_from_db()
            waiting = self._waiting(draft)
            if waiting is None:
                break
            yield workday(clock.today() + timedelta(days=1), 0)
            if ends == "returned" and number == 1:
                self._return(waiting, entry["why"])
                return
            if ends == "doubt" and waiting.secrecy:
                self._doubt(waiting)
                return
            self._approve(waiting)
        draft.refresh_from_db()
        if draft.stage == Draft.Stage.RELEASED and entry.get("key"):
            self.released[entry["key"]] = draft.item
            if entry.get("repeals") in self.released:
                yield workday(clock.today() + timedelta(days=1), 1)
                old, new = (NormativeDocument.objects.get(item=self.released[entry[key]]) for key in ("repeals", "key"))
                yield from ledgers.repeal(self.crew, old, new)

    def through(self, draft: Draft, writer: Account) -> Story:
        """A draft that nobody objects to: submitted, approved step by step a day later, released."""
        actions.submit(draft, by=writer)
        while (waiting := self._waiting(draft)) is not None:
            yield workday(clock.today() + timedelta(days=1), 0)
            self._approve(waiting)

    def _begun(self, entry: Mapping[str, Any], today: date) -> tuple[Account, Draft]:
        crew, agency = self.crew, self.crew.agency
        section = self.random.choice(list(crew.sections))
        writer = crew.contributors[section]
        places = {"name": agency.name, "year": today.year, "five": today.year + 4}
        title = entry["title"].format(**places)
        lines = [line.format(**places) for line in entry["text"]]
        number = f"{agency.code}〔{today.year}〕{entry['number']}号" if entry.get("number") else ""
        signed = (agency.name, f"{today.year}年{today.month}月{today.day}日")
        data = word(title, lines, signed, number, _people(self.random) if entry.get("leaky") else ())
        draft = actions.begin(
            agency,
            by=writer,
            section=crew.sections[section],
            column=Column.objects.filter(agency=agency, slug=entry["column"]).first(),
            kind=entry.get("kind", "other"),
            upload=Upload(f"{title[:40]}.docx", data),
        )
        given: dict[str, object] = {
            "title": title,
            "document_number": number,
            "made_on": today,
            "genre": entry["genre"],
            "topic": "商贸、海关、旅游",
            "summary": f"{lines[-1][:60]}",
            "details": self._details(entry, places),
        }
        if entry.get("kind") == "normative":
            given["effective_on"] = today + timedelta(days=30)
            if entry.get("valid"):
                given["valid_until"] = _years_after(today + timedelta(days=30), entry["valid"])
        leaky = bool(entry.get("leaky"))
        actions.save(draft, by=writer, version=draft.version, fields=given, confirm=not leaky)
        return writer, self._where_and_when(entry, draft)

    def _where_and_when(self, entry: Mapping[str, Any], draft: Draft) -> Draft:
        """The office, not the section, says on which channels and at what hour."""
        wanted: dict[str, object] = {}
        if entry.get("channels", ["portal"]) != ["portal"]:
            wanted["channels"] = entry["channels"]
        if entry.get("ends") == "scheduled":
            day = workday(clock.today() + timedelta(days=7), 0)
            wanted["release_at"] = clock.moment(datetime.combine(day, time(9)))
        if not wanted:
            return draft
        return actions.save(draft, by=self.crew.clerk(self.random), version=draft.version, fields=wanted)

    def _details(self, entry: Mapping[str, Any], places: Mapping[str, object]) -> dict[str, object]:
        found = {
            key: value.format(**places) if isinstance(value, str) else value
            for key, value in entry.get("details", {}).items()
        }
        if entry.get("registration"):
            found |= {
                "registration": entry["registration"].format(**places),
                "legality_review": f"云司审〔{places['year']}〕{entry['number']}号",
                "fair_competition": "passed",
            }
        policy = self.released.get(entry.get("of", ""))
        if policy is not None:
            found |= {"policy": policy.permanent, "policy_published_on": policy.published_on.isoformat()}
        return found

    def _waiting(self, draft: Draft) -> Review | None:
        return draft.reviews.filter(verdict="", voided_at=None).order_by("step", "place").first()

    def _approve(self, waiting: Review) -> None:
        actions.review(
            waiting,
            approve=True,
            digest=digests.digest_of(waiting.draft),
            by=self._reviewer(waiting),
            checklist=tuple(points(waiting.role)),
            secrecy=SecrecyAnswer.clear() if waiting.secrecy else None,
        )

    def _return(self, waiting: Review, why: str) -> None:
        by = self._reviewer(waiting)
        actions.review(waiting, approve=False, digest=digests.digest_of(waiting.draft), by=by, comment=why)

    def _doubt(self, waiting: Review) -> None:
        answers = dict.fromkeys(QUESTIONS, False) | {"aggregation": True}
        actions.review(
            waiting,
            approve=True,
            digest=digests.digest_of(waiting.draft),
            by=self._reviewer(waiting),
            checklist=tuple(points(waiting.role)),
            secrecy=SecrecyAnswer(
                SecrecyReview.Conclusion.DOUBT,
                answers,
                ground="库点分布与以前公开的承储企业名单合在一起，可能推出储备布局",
                referred_to="云岭县保密行政管理部门",
                referred_on=clock.today(),
            ),
        )

    def _reviewer(self, waiting: Review) -> Account:
        if waiting.role == Role.SECTION_HEAD:
            holder = Appointment.objects.select_related("account").get(
                agency=self.crew.agency, role=Role.SECTION_HEAD, section=waiting.section
            )
            return holder.account
        return self.crew.approver(waiting.role, clock.today())


def _people(random: Random) -> list[list[str]]:
    """A list with the numbers of people in it, as an office hands it in: the leak gate must stop it."""
    rows = [["姓名", "身份证号", "手机号码", "金额（元）"]]
    for number, name in enumerate(COLLEAGUES, start=1):
        rows.append(
            [name, lore.identity_number(random, 700 + number), f"1390000{number:04}", f"{1200 + 160 * number}.00"]
        )
    return rows


def _years_after(day: date, years: int) -> date:
    """The last day of so many years that begin on ``day``."""
    try:
        ends = day.replace(year=day.year + years)
    except ValueError:
        ends = date(day.year + years, 3, 1)
    return ends - timedelta(days=1)


def _before(day: date, number: int) -> date:
    """The day from which ``number`` working days lead to ``day``."""
    found = day
    while number:
        found -= timedelta(days=1)
        if workday(found, 0) == found:
            number -= 1
    return found
