"""教训转成的检查规则: set down, changed, ended; proposed to the supervising department and decided there (decisions 0230, 0231)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from gongkai import leaks
from gongkai.applications import rules, taught
from gongkai.applications.models import Lesson, LessonCheck, RemedyCase
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.letters.linting.lessons import Rule, faults, names_in, tidy
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

MOST_OF_A_LESSON = 5
MOST_OF_A_BODY = 100
LATEST = 365
"""Days from today that a first or last day may lie ahead."""


class RuleFaulty(GongkaiError):
    """A rule that cannot be kept. ``faults``: (name of the part, sentence)."""

    def __init__(self, found: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(found)
        super().__init__("".join(sentence for _, sentence in self.faults))


def names_of(case: RemedyCase) -> list[str]:
    """Everything that would tell of which case a lesson comes: parties, who stands for them, numbers."""
    found = [case.claimant, case.counsel, case.number, *case.rounds.values_list("number", flat=True)]
    found += case.rounds.values_list("appellant", flat=True)
    if case.application is not None:
        who = case.application.applicant
        found += [who.name, who.representative, who.contact, who.phone, who.identity_number, case.application.number]
        found += case.application.consultations.values_list("party", flat=True)
        found += case.application.letters.exclude(number="").values_list("number", flat=True)
    return [name for name in found if name]


def refuse_names(case: RemedyCase, *texts: str) -> None:
    """Raise GongkaiError where words that others will read tell of the case. The sentence does not repeat what was found."""
    if _tells(case, *texts):
        raise GongkaiError(
            say(
                "写到了案件里的姓名、名称、案号或者联系方式。教训和检查规则会给不经办这一件的人看，请改成“申请人”“第三方”等。"
            )
        )


def _tells(case: RemedyCase, *texts: str) -> bool:
    return names_in(texts, names_of(case)) or any(leaks.scan_text(text) for text in texts)


def checked(rule: Rule, case: RemedyCase) -> Rule:
    """``rule`` tidied. Raises `RuleFaulty`."""
    plain = tidy(rule).bare
    found = list(faults(plain))
    if _tells(case, *plain.words):
        part = "question" if plain.question else "wordings"
        found.append(
            (part, say("写到了案件里的姓名、名称、案号或者联系方式。规则会给不经办这一件的人看，请改用不指名的说法。"))
        )
    if found:
        raise RuleFaulty(found)
    return plain


def _day(on: date) -> date:
    today = clock.today()
    if not today <= on <= today + timedelta(days=LATEST):
        raise RuleFaulty([("starts_on", say("施行日应在今天以后、一年以内：规则不溯及已经送审批准的文书。请核对。"))])
    return on


def _fields(rule: Rule) -> dict[str, object]:
    return {
        "kind": rule.kind.value,
        "level": rule.level.value,
        "wordings": list(rule.wordings),
        "instead": rule.instead,
        "fact": rule.fact,
        "question": rule.question,
        "outcome": rule.outcome,
        "leaf": rule.leaf,
        "articles": list(rule.articles),
    }


def _lesson(pk: int) -> Lesson:
    return Lesson.objects.select_for_update(of=("self",)).select_related("case", "agency").get(pk=pk)


@transaction.atomic
def write_check(lesson: Lesson, rule: Rule, *, starts_on: date, propose: bool = False, by: Account) -> LessonCheck:
    """Set a rule down beside a lesson; it holds in the body from ``starts_on``. ``propose``: also to the supervising department.
    Raises `RuleFaulty`."""
    held = _lesson(lesson.pk)
    require(by, rules.REMEDIES.key, held.agency_id)
    plain = checked(rule, held.case)
    _room_for(held, plain)
    made = _make(held, plain, starts_on=_day(starts_on), by=by)
    log("check.written", made, by=by, agency=held.agency, says=plain.says, starts_on=starts_on, level=plain.level.value)
    if propose:
        _propose(made, by)
    return made


def _make(
    lesson: Lesson, rule: Rule, *, starts_on: date, by: Account, follows: LessonCheck | None = None
) -> LessonCheck:
    return LessonCheck.objects.create(
        lesson=lesson,
        owner=lesson.agency,
        reach=LessonCheck.Reach.OWN,
        state=LessonCheck.State.IN_FORCE,
        follows=follows,
        version=follows.version + 1 if follows else 1,
        told=lesson.text,
        starts_on=starts_on,
        by=by,
        at=clock.now(),
        **_fields(rule),
    )


def _room_for(lesson: Lesson, rule: Rule) -> None:
    """Raise GongkaiError where there are enough rules, or this one is there already."""
    alive = LessonCheck.objects.filter(taught.alive(clock.today()), reach=LessonCheck.Reach.OWN, owner=lesson.agency)
    # Whoever counts holds the lesson; two lessons of one body at once may go one over, which harms nobody.
    mine = [row for row in alive if row.lesson_id == lesson.pk]
    if len(mine) >= MOST_OF_A_LESSON or len(alive) >= MOST_OF_A_BODY:
        raise GongkaiError(
            say(
                "一条教训最多有{n}条检查规则，一个机关最多{m}条。规则多了提示就没有人看，请先停止不用的。",
                n=MOST_OF_A_LESSON,
                m=MOST_OF_A_BODY,
            )
        )
    if any(row.rule.content == rule.content for row in alive):
        raise GongkaiError(say("本机关已经有一条内容相同的规则，没有重复保存。"))


def _own(check: LessonCheck, by: Account) -> LessonCheck:
    """The row under its lock, for somebody who decides on it. Raises `NotAllowed`, or GongkaiError where it was changed meanwhile."""
    held = (
        LessonCheck.objects.select_for_update(of=("self",))
        .select_related("lesson__case", "lesson__agency", "owner")
        .get(pk=check.pk)
    )
    key = rules.REMEDIES.key if held.reach == LessonCheck.Reach.OWN else rules.COUNTY_CHECKS.key
    require(by, key, held.owner_id)
    if held.state != LessonCheck.State.IN_FORCE or hasattr(held, "followed_by") or held.is_over(clock.today()):
        raise GongkaiError(say("这一条规则已经停止或者有了新的版本，没有改动。请看最新的。"))
    return held


@transaction.atomic
def change_check(check: LessonCheck, rule: Rule, *, starts_on: date, propose: bool = False, by: Account) -> LessonCheck:
    """Put a new version in the place of one that holds, from ``starts_on``. Of a county's rule: by the department. Raises `RuleFaulty`."""
    lesson = _lesson(check.lesson_id)
    held = _own(check, by)
    plain, start = checked(rule, held.lesson.case), _day(starts_on)
    if plain == held.rule.bare:
        raise GongkaiError(say("内容没有改动，没有保存新的版本。"))
    _end(held, start - timedelta(days=1), say("有了新的版本"), by)
    if held.reach == LessonCheck.Reach.OWN:
        made = _make(lesson, plain, starts_on=start, by=by, follows=held)
        _withdraw_proposals(held, by)
    else:
        made = _county(held, plain, start, by, follows=held, origin=held.origin)
    log("check.changed", made, by=by, agency=held.owner, before=held.pk, says=plain.says, starts_on=start)
    if propose and held.reach == LessonCheck.Reach.OWN:
        _propose(made, by)
    return made


def _end(held: LessonCheck, last: date, why: str, by: Account) -> None:
    if held.ends_on is None or last < held.ends_on:
        held.ends_on, held.ended_why, held.ended_by = last, why[:200], by
        held.save(update_fields=["ends_on", "ended_why", "ended_by"])


@transaction.atomic
def end_check(check: LessonCheck, *, why: str, last: date, by: Account) -> None:
    """Let a rule end after ``last``. A proposal that waits is withdrawn."""
    _lesson(check.lesson_id)
    held = _own(check, by)
    today = clock.today()
    if not why.strip():
        raise GongkaiError(say("请写明停止的原因：规则由教训而来，停了要让看得到的人知道为什么。"))
    if not today <= last <= today + timedelta(days=LATEST):
        raise GongkaiError(say("最后一天应在今天以后、一年以内：已经检查过的文书不改。请核对。"))
    if held.ends_on is not None and held.ends_on <= last:
        raise GongkaiError(say("这一条规则本来就到那一天为止，没有改动。"))
    _end(held, last, why.strip(), by)
    if held.reach == LessonCheck.Reach.OWN:
        _withdraw_proposals(held, by)
    log("check.ended", held, by=by, agency=held.owner, last=last, why=why.strip())
    check.refresh_from_db()


# All bodies of a county


@transaction.atomic
def propose_check(check: LessonCheck, *, by: Account) -> LessonCheck:
    """Propose a rule of one's own to the department that supervises the body."""
    _lesson(check.lesson_id)
    held = _own(check, by)
    if held.reach != LessonCheck.Reach.OWN:
        raise GongkaiError(say("这一条已经是主管部门的规则。"))
    return _propose(held, by)


def _propose(own: LessonCheck, by: Account) -> LessonCheck:
    above = own.owner.supervised_by
    if above is None:
        raise GongkaiError(say("本机关没有登记主管部门，不能提请在所管的机关使用。请先由管理员在机关设置中登记。"))
    if own.proposals.filter(state=LessonCheck.State.PROPOSED).exists():
        raise GongkaiError(say("已经提请过，正在等主管部门决定。"))
    refuse_names(own.lesson.case, own.lesson.text)
    made = LessonCheck.objects.create(
        lesson=own.lesson,
        owner=above,
        reach=LessonCheck.Reach.COUNTY,
        state=LessonCheck.State.PROPOSED,
        origin=own,
        told=own.lesson.text,
        starts_on=own.starts_on,
        by=by,
        at=clock.now(),
        **_fields(own.rule),
    )
    log("check.proposed", made, by=by, agency=own.owner, to=above.pk, says=own.rule.says)
    return made


def _withdraw_proposals(own: LessonCheck, by: Account) -> None:
    for row in own.proposals.select_for_update().filter(state=LessonCheck.State.PROPOSED):
        row.state = LessonCheck.State.WITHDRAWN
        row.save(update_fields=["state"])
        log("check.withdrawn", row, by=by, agency=own.owner)


def county_before(proposal: LessonCheck) -> LessonCheck | None:
    """The rule of the department that an accepted proposal takes the place of: made of an earlier version of the same rule."""
    versions, row = [], proposal.origin
    while row is not None:
        versions.append(row.pk)
        row = row.follows
    return (
        LessonCheck.objects.filter(
            taught.alive(clock.today()), origin__in=versions, owner=proposal.owner, reach=LessonCheck.Reach.COUNTY
        )
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def accept_check(proposal: LessonCheck, rule: Rule, *, starts_on: date, why: str = "", by: Account) -> LessonCheck:
    """Accept a proposal for all bodies, as it is or changed. Changed: the proposal stays as it was and the rule is a row of its own."""
    _lesson(proposal.lesson_id)
    held = _proposed(proposal, by)
    plain, start = checked(rule, held.lesson.case), _day(starts_on)
    before = county_before(held)
    same = plain == held.rule.bare
    if not same and not why.strip():
        raise RuleFaulty([("why", say("改了提请的内容，请写明为什么：提请的机关看得到。"))])
    if before is not None:
        _end(before, start - timedelta(days=1), say("有了新的版本"), by)
    held.decided_by, held.decided_at, held.decided_why = by, clock.now(), why.strip()[:200]
    if same:
        held.state, held.starts_on = LessonCheck.State.IN_FORCE, start
        if before is not None:
            held.follows, held.version = before, before.version + 1
        made = held
    else:
        held.state = LessonCheck.State.CHANGED
    held.save()
    if not same:
        made = _county(held, plain, start, by, follows=before, origin=held.origin)
        made.decided_by, made.decided_at, made.decided_why = by, clock.now(), held.decided_why
        made.save(update_fields=["decided_by", "decided_at", "decided_why"])
    log(
        "check.accepted",
        made,
        by=by,
        agency=held.owner,
        changed=not same,
        says=plain.says,
        starts_on=start,
        why=why.strip(),
    )
    return made


def _county(
    held: LessonCheck, rule: Rule, start: date, by: Account, *, follows: LessonCheck | None, origin: LessonCheck | None
) -> LessonCheck:
    return LessonCheck.objects.create(
        lesson=held.lesson,
        owner=held.owner,
        reach=LessonCheck.Reach.COUNTY,
        state=LessonCheck.State.IN_FORCE,
        origin=origin,
        follows=follows,
        version=follows.version + 1 if follows else 1,
        told=held.told,
        starts_on=start,
        by=by,
        at=clock.now(),
        **_fields(rule),
    )


@transaction.atomic
def decline_check(proposal: LessonCheck, *, why: str, by: Account) -> None:
    """Decline a proposal. It goes on holding in the body that proposed it."""
    _lesson(proposal.lesson_id)
    held = _proposed(proposal, by)
    if not why.strip():
        raise RuleFaulty([("why", say("不采纳请写明理由：提请的机关看得到，可以改好再提。"))])
    held.state = LessonCheck.State.DECLINED
    held.decided_by, held.decided_at, held.decided_why = by, clock.now(), why.strip()[:200]
    held.save(update_fields=["state", "decided_by", "decided_at", "decided_why"])
    log("check.declined", held, by=by, agency=held.owner, why=why.strip())


def _proposed(proposal: LessonCheck, by: Account) -> LessonCheck:
    held = (
        LessonCheck.objects.select_for_update(of=("self",))
        .select_related("lesson__case", "lesson__agency", "owner", "origin")
        .get(pk=proposal.pk)
    )
    require(by, rules.COUNTY_CHECKS.key, held.owner_id)
    if held.state != LessonCheck.State.PROPOSED:
        raise GongkaiError(say("这一条已经决定过，或者提请的机关已经收回，没有改动。"))
    return held
