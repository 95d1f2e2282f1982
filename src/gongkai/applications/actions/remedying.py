"""Reconsiderations and suits: filed, answered, concluded, appealed; a disclosure held back on their account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.applications import rules
from gongkai.applications.actions.redoing import begin_redo, call_off_redo
from gongkai.applications.holding import DISCLOSING
from gongkai.applications.models import Application, Letter, RemedyCase, ResultReading, Round
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.clocks import BadFacts
from gongkai.law.disputes import RESULTS, Level, answer_clock, bucket_of, results_at
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

HEARD_AFTER = {
    Level.RECONSIDERATION: (),
    Level.FIRST: (Level.SECOND, Level.RETRIAL),
    Level.AGAIN: (Level.SECOND, Level.RETRIAL),
    Level.SECOND: (Level.AGAIN, Level.RETRIAL),
    Level.RETRIAL: (Level.AGAIN, Level.SECOND, Level.RETRIAL),
}
"""Which round may follow which. A reconsideration has one; a suit after it is a case of its own."""


def chosen_columns(agency: Agency) -> dict[str, str]:
    """The columns of table 4 that a body has chosen otherwise: result → column."""
    return dict(ResultReading.objects.filter(agency=agency).order_by("pk").values_list("code", "bucket"))


def file_remedy(
    agency: Agency,
    *,
    kind: str,
    filed_on: date,
    authority: str,
    number: str,
    application: Application | None = None,
    follows: RemedyCase | None = None,
    copy_on: date | None = None,
    simplified: bool = False,
    capacity: str = RemedyCase.Capacity.ACTOR,
    against: str = RemedyCase.Against.ANSWER,
    brought_by: str = RemedyCase.By.APPLICANT,
    claimant: str = "",
    counsel: str = "",
    note: str = "",
    by: Account,
) -> RemedyCase:
    """Enter a reconsideration or suit with its first round. ``follows``: the reconsideration a suit comes after; the application is
    then that of the reconsideration. Raises GongkaiError for a number that is there already."""
    require(by, rules.REMEDIES.key, agency.pk)
    if application is not None and application.agency_id != agency.pk:
        raise GongkaiError(say("没有这一件申请。请核对编号。"))
    if filed_on > clock.today():
        raise GongkaiError(say("受理、立案日不能晚于今天。请核对。"))
    if follows is not None:
        _follows(follows, agency, kind, filed_on)
        application = application or follows.application
    try:
        with transaction.atomic():
            case = RemedyCase.objects.create(
                agency=agency,
                application=application,
                kind=kind,
                follows=follows,
                capacity=capacity,
                against=against,
                brought_by=brought_by,
                claimant=claimant.strip(),
                counsel=counsel.strip(),
                filed_on=filed_on,
                authority=authority.strip(),
                number=number.strip(),
                note=note.strip(),
                recorded_by=by,
            )
            first = Round.objects.create(
                case=case,
                level=Level.FIRST if case.is_suit else Level.RECONSIDERATION,
                number=case.number,
                authority=case.authority,
                filed_on=filed_on,
                copy_on=copy_on,
                simplified=simplified,
            )
            _days_fit(first)
            log("remedy.filed", case, by=by, agency=agency, kind=kind, number=case.number, filed_on=filed_on)
    except IntegrityError:
        raise GongkaiError(say("案号{number}已经登记过，没有重复登记：同一案件只计一件。", number=number)) from None
    return case


def _follows(before: RemedyCase, agency: Agency, kind: str, filed_on: date) -> None:
    if before.agency_id != agency.pk or before.kind != RemedyCase.Kind.RECONSIDERATION:
        raise GongkaiError(say("复议后起诉的，请选择本机关的一件行政复议。"))
    if kind != RemedyCase.Kind.SUIT_AFTER:
        raise GongkaiError(say("经过复议再起诉的，种类是“复议后起诉”。请改选种类，或者去掉复议案件。"))
    if filed_on < before.filed_on:
        raise GongkaiError(say("起诉不能早于复议受理。请核对日期。"))


@contextmanager
def _held(case: RemedyCase, by: Account, version: int | None) -> Iterator[RemedyCase]:
    """The case under its lock; what was changed on it is saved, with a new version."""
    with transaction.atomic():
        held = RemedyCase.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case.pk)
        require(by, rules.REMEDIES.key, held.agency_id)
        if version is not None and version != held.version:
            raise GongkaiError(say("您打开页面以后，这个案件已经被别人修改过，没有保存。请刷新后再填。"))
        yield held
        held.version += 1
        held.save()
    case.refresh_from_db()
    getattr(case, "_prefetched_objects_cache", {}).clear()


def _days_fit(round: Round) -> None:
    """The days of a round in order, none after today. Raises GongkaiError naming the first that is not."""
    today = clock.today()
    for name, day, since in (
        (say("收到副本之日"), round.copy_on, round.filed_on),
        (say("答复、答辩之日"), round.answered_on, round.copy_on or round.filed_on),
        (say("收到决定书、裁判文书之日"), round.served_on, round.concluded_on or round.filed_on),
    ):
        if day is not None and not since <= day <= today:
            raise GongkaiError(
                say("{name}应在{since}之后、今天之前，现在填的是{day}。请核对。", name=name, since=since, day=day)
            )
    if round.copy_on is not None:
        from gongkai.applications.clocks import calendar

        try:
            answer_clock(round.facts, calendar())
        except BadFacts as wrong:
            raise GongkaiError(str(wrong)) from None


def record_progress(
    case: RemedyCase,
    *,
    copy_on: date | None,
    answered_on: date | None,
    simplified: bool = False,
    extended: bool = False,
    counsel: str = "",
    by: Account,
    version: int | None = None,
) -> None:
    """What happened on the round under way: the copy received, the answer and evidence handed in, the procedure, an extension."""
    with _held(case, by, version) as held:
        round = held.latest
        round.copy_on, round.answered_on = copy_on, answered_on
        round.simplified, round.extended = simplified, extended
        if answered_on is not None and copy_on is None:
            raise GongkaiError(say("登记答复、答辩之前，请填写收到副本之日：期限从那一天起算。"))
        _days_fit(round)
        round.save()
        held.counsel = counsel.strip()
        log(
            "remedy.progress", held, by=by, agency=held.agency, round=round.number, copy_on=copy_on,
            answered_on=answered_on, simplified=simplified, extended=extended,
        )  # fmt: skip


def conclude_remedy(
    case: RemedyCase,
    *,
    detail: str,
    on: date,
    served_on: date | None = None,
    redo: bool | None = None,
    redo_days: int | None = None,
    note: str = "",
    by: Account,
    version: int | None = None,
) -> None:
    """Enter how the round under way (or the last one, where a slip is put right) ended, in its own words: a code of
    `gongkai.law.disputes.RESULTS`. The column of table 4 follows, as the body counts it on this day; the log keeps what was before.

    Where the result makes the body decide again, the application is opened for that (``redo`` False: not, although the result is of
    such a kind). ``redo_days``: working days that the decision names. Years that were reported stay as they were: a year counts
    what had happened by its last day (decision 0152).
    """
    with _held(case, by, version) as held:
        round = held.latest
        if RESULTS.get(detail) not in results_at(Level(round.level)):
            raise GongkaiError(say("这一审级没有这种结果。请从列出的结果中选择。"))
        if not round.filed_on <= on <= clock.today():
            raise GongkaiError(say("审结日应在受理、立案之后、今天之前。请核对。"))
        before = (round.result, round.concluded_on)
        round.result = detail
        round.bucket = bucket_of(detail, below=_below(held, round), chosen=chosen_columns(held.agency))
        round.concluded_on, round.served_on, round.redo_days = on, served_on, redo_days
        if note.strip():
            round.note = f"{round.note}\n{note}".strip()
        _days_fit(round)
        round.save()
        held.result, held.concluded_on = round.bucket, on if round.bucket else None
        log(
            "remedy.concluded", held, by=by, agency=held.agency, result=detail, column=round.bucket, on=on, before=before
        )  # fmt: skip
        wanted = RESULTS[detail].redo if redo is None else redo and round.bucket == RemedyCase.Result.CORRECTED
        _handle_again(held, round, wanted, by)


def _below(case: RemedyCase, round: Round) -> str:
    """The column of the last round before ``round`` that decided something."""
    earlier = [each for each in case.rounds_in_order if (each.filed_on, each.pk) < (round.filed_on, round.pk)]
    return next((each.bucket for each in reversed(earlier) if each.bucket), "")


def _handle_again(case: RemedyCase, round: Round, wanted: bool, by: Account) -> None:
    there = getattr(round, "redo", None)
    if there is not None and there.is_open and not wanted:
        call_off_redo(there, why=say("更正了{number}的结果", number=round.number), by=by)
    elif there is None and wanted and case.capacity == RemedyCase.Capacity.ACTOR:
        assert round.concluded_on is not None
        begin_redo(round, start=round.served_on or round.concluded_on, days=round.redo_days, by=by)


def open_round(
    case: RemedyCase,
    *,
    level: str,
    number: str,
    authority: str,
    filed_on: date,
    appellant: str = "",
    copy_on: date | None = None,
    by: Account,
    version: int | None = None,
) -> Round:
    """A further instance: an appeal, the first instance again after 发回重审, a retrial. The case is pending again; what was to be
    decided again on account of the last round is called off, for that judgment is not in force."""
    with _held(case, by, version) as held:
        last = held.latest
        if not last.result or last.concluded_on is None:
            raise GongkaiError(say("{number}还没有审结，不能登记下一审级。请先登记它的结果。", number=last.number))
        if Level(level) not in HEARD_AFTER[Level(last.level)]:
            raise GongkaiError(say("{last}之后没有这一审级。请核对。", last=last.get_level_display()))
        if not last.concluded_on <= filed_on <= clock.today():
            raise GongkaiError(say("上诉、立案的日期应在上一审结案之后、今天之前。请核对。"))
        if held.rounds.filter(number=number.strip(), level=level).exists():
            raise GongkaiError(say("案号{number}已经登记过，没有重复登记：同一案件只计一件。", number=number.strip()))
        there = getattr(last, "redo", None)
        if there is not None and there.is_open:
            call_off_redo(there, why=say("{number}判决尚未生效", number=last.number), by=by)
        round = Round.objects.create(
            case=held,
            level=level,
            number=number.strip(),
            authority=authority.strip(),
            filed_on=filed_on,
            appellant=appellant.strip(),
            copy_on=copy_on,
        )
        _days_fit(round)
        held.result, held.concluded_on = "", None
        log(
            "remedy.round_opened", held, by=by, agency=held.agency, level=level, number=round.number, filed_on=filed_on
        )  # fmt: skip
    return round


def hold_disclosure(case: RemedyCase, *, on: date, why: str, by: Account, version: int | None = None) -> None:
    """Stop a disclosure that has not happened yet: the court's interim stop or the protection of a third party (法释〔2025〕8号
    art. 13). From then on no answer that discloses something goes out on this application."""
    with _held(case, by, version) as held:
        if held.application_id is None:
            raise GongkaiError(say("这个案件没有写明所涉申请，停止公开没有对象。请先补上申请编号。"))
        # Behind the lock of the application, so that an answer on its way out is either out or stopped.
        application = Application.objects.select_for_update().get(pk=held.application_id)
        if held.held:
            raise GongkaiError(say("已经登记停止公开，不用重复登记。"))
        if on > clock.today() or not why.strip():
            raise GongkaiError(say("请写明停止公开的依据，例如法院裁定的文号；日期不能晚于今天。"))
        held.hold_on, held.hold_why, held.hold_lifted_on = on, why.strip(), None
        out = application.letters.filter(code__in=DISCLOSING, state=Letter.State.ISSUED).exists()
        log("remedy.held", held, by=by, agency=held.agency, on=on, why=why.strip(), already_out=out)


def lift_hold(case: RemedyCase, *, on: date, by: Account, version: int | None = None) -> None:
    """The stop is over: answers may go out again."""
    with _held(case, by, version) as held:
        if held.hold_on is None or not held.held:
            raise GongkaiError(say("没有登记停止公开。"))
        if not held.hold_on <= on <= clock.today():
            raise GongkaiError(say("解除的日期应在停止之后、今天之前。请核对。"))
        held.hold_lifted_on = on
        log("remedy.hold_lifted", held, by=by, agency=held.agency, on=on)


def choose_column(agency: Agency, *, code: str, bucket: str, why: str, by: Account) -> ResultReading:
    """Count a result in another column of table 4 from now on. Results already entered keep theirs (decision 0150)."""
    require(by, rules.RESULTS.key, agency.pk)
    bucket_of(code, below=RemedyCase.Result.UPHELD, chosen={code: bucket})
    if not why.strip():
        raise GongkaiError(say("请写明依据，例如主管部门的通知：年报的口径要说得出理由。"))
    with transaction.atomic():
        made = ResultReading.objects.create(
            agency=agency, code=code, bucket=bucket, why=why.strip(), by=by, at=clock.now()
        )
        log("remedy.column_chosen", made, by=by, agency=agency, result=code, column=bucket, why=why.strip())
    return made
