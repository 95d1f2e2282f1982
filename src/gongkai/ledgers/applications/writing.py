"""The clean rows of a ledger of applications, entered as cases of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications import numbering
from gongkai.applications.actions.remedying import chosen_columns
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
from gongkai.law.disputes import Level, bucket_of
from gongkai.law.fees import Tariff
from gongkai.law.outcomes import Outcome
from gongkai.ledgers import particulars, planning
from gongkai.ledgers.applications.checking import Reader
from gongkai.ledgers.models import Batch, Imported, Line
from gongkai.ledgers.planning import Clock
from gongkai.ledgers.reading.rows import EXTRA
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.people.sealing import blind_index

RECORDED = "台账所记"
"""How the day of receipt was fixed, where the old ledger says no more."""


@dataclass(slots=True)
class _Made:
    """What one row becomes, before it is written."""

    line: Line
    values: dict[str, Any]
    clock: Clock
    key: str
    digest: str
    case: Application | None = None
    remedy: RemedyCase | None = None


def next_lines(batch: Batch, at_most: int) -> list[Line]:
    """The next rows to be taken: each stands for itself."""
    return list(batch.lines.filter(state=Line.State.CLEAN)[:at_most])


def take(batch: Batch, lines: Sequence[Line], by: Account) -> int:
    """Enter the rows; how many were. One that is in the register meanwhile, or is no case any more, is marked instead."""
    agency, reader = batch.agency, Reader(batch)
    # The run of numbers of the body is the lock: two files of one body must not bring the same case at once.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    read = [(line, *reader.read(line)) for line in lines]
    keys = [planning.key_of(row.values, digest) for _, row, _, digest in read if not row.faults]
    asked = [row.values["number"] for _, row, _, _ in read if "number" in row.values]
    held = set(Imported.objects.filter(agency=agency, key__in=keys).values_list("key", flat=True))
    numbers = set(Application.objects.filter(agency=agency, number__in=asked).values_list("number", flat=True))
    made: list[_Made] = []
    for line, row, found, digest in read:
        key = planning.key_of(row.values, digest) if not row.faults else ""
        if row.faults:
            # The day moves on, and readings of the body may change, between check and import.
            line.state, line.faults = Line.State.FAULTY, [fault.data() for fault in row.faults]
        elif key in held or row.values.get("number") in numbers:
            line.state = Line.State.KNOWN
        else:
            line.state = Line.State.TAKEN
            held.add(key)
            made.append(_Made(line, row.values, found, key, digest))
    _write(batch, made, by)
    return len(made)


def _write(batch: Batch, made: list[_Made], by: Account) -> None:
    agency, now = batch.agency, clock.now()
    applicants = particulars.applicants_of(agency, [each.values for each in made])
    sections = {section.name: section for section in agency.sections.all()}
    serials = _serials(agency, [each.values["received_on"].year for each in made])
    for each, applicant, serial in zip(made, applicants, serials, strict=True):
        each.case = _case(agency, each, applicant, serial, by, now)
        each.case.section = sections.get(each.values.get("section", ""))
    Application.objects.bulk_create([each.case for each in made if each.case], batch_size=200)
    _parts(agency, made, by)
    _remedies(agency, made, by)
    Imported.objects.bulk_create([_mark(batch, each) for each in made], batch_size=200)


def _serials(agency: Agency, years: Sequence[int]) -> list[int]:
    """The next serials, one a case; the run of each year is taken once."""
    last: dict[int, int] = {}
    found = []
    for year in years:
        if year not in last:
            last[year] = numbering.next_serial(agency, planning.SERIES, year)[1] - 1
        last[year] += 1
        found.append(last[year])
    for year, n in last.items():
        Series.objects.filter(agency=agency, key=planning.SERIES, year=year).update(last=n)
    return found


def _case(agency: Agency, made: _Made, applicant: Applicant, serial: int, by: Account, now: object) -> Application:
    values = made.values
    code = numbering.new_query_code()
    return Application(
        agency=agency,
        year=values["received_on"].year,
        serial=planning.FIRST_SERIAL + serial,
        number=planning.number_of(agency, values, serial),
        applicant=applicant,
        applicant_kind=values["kind"],
        title=values["title"],
        content=values["content"],
        confirmed_how=RECORDED,
        received_on=values["received_on"],
        created_at=now,
        opened_at=now,
        opened_by=by,
        registered_by=by,
        stage=planning.stage_of(values),
        outcome=values.get("outcome", ""),
        decided_on=values.get("decided_on"),
        due_on=made.clock.due,
        due_certain=made.clock.certain,
        query_code=code,
        query_index=blind_index(code),
        **planning.arrival_of(values),
    )


def _parts(agency: Agency, made: Sequence[_Made], by: Account) -> None:
    """Corrections, extensions, consultations and fees: only what the row says."""
    corrections, extensions, consultations, fees = [], [], [], []
    for each in made:
        case, values = each.case, each.values
        if "correction_noticed_on" in values:
            corrections.append(
                Correction(
                    application=case,
                    period_days=values.get("correction_days", 0),
                    noticed_on=values["correction_noticed_on"],
                    came_on=values.get("correction_came_on"),
                    result=_corrected(values),
                )
            )
        if planning.extended(values):
            extensions.append(
                Extension(
                    application=case,
                    days=values["extension_days"],
                    reason=say("原台账没有记理由"),
                    asked_on=values["extended_on"],
                    asked_by=by,
                    notified_on=values["extended_on"],
                )
            )
        if planning.consulted(values):
            consultations.append(
                Consultation(
                    application=case,
                    asked="third_party",
                    party=values.get("third_party", say("第三方（原台账没有记名称）")),
                    what=values["content"],
                    sent_on=values["consulted_on"],
                    answered_on=values.get("consulted_back_on"),
                    opinion=values.get("opinion", "") if "consulted_back_on" in values else "",
                    token=particulars.token(),
                )
            )
        if "fee_amount" in values:
            fees.append(_fee(agency, each))
    for model, rows in (
        (Correction, corrections),
        (Extension, extensions),
        (Consultation, consultations),
        (FeeNotice, fees),
    ):
        model.objects.bulk_create(rows, batch_size=200)  # type: ignore[attr-defined]


def _corrected(values: dict[str, Any]) -> str:
    if values.get("outcome") == Outcome.OTHER_CORRECTION_LAPSED:
        return Correction.Result.LAPSED
    if "correction_came_on" not in values:
        return ""
    unclear = values.get("outcome") == Outcome.UNABLE_UNCLEAR
    return Correction.Result.UNCLEAR if unclear else Correction.Result.CLEAR


def _fee(agency: Agency, made: _Made) -> FeeNotice:
    values = made.values
    by_page = "fee_pages" in values
    lapsed = values.get("outcome") == Outcome.OTHER_FEE_LAPSED
    return FeeNotice(
        application=made.case,
        agency=agency,
        tariff=(Tariff.BY_PAGE if by_page else Tariff.BY_APPLICATION).value,
        pages=values["fee_pages"] if by_page else None,
        ordinal=None if by_page else values["fee_ordinal"],
        amount=values["fee_amount"],
        notified_on=values["fee_noticed_on"],
        due_on=values.get("fee_due_on"),
        paid_on=values.get("fee_paid_on"),
        paid_amount=values.get("fee_paid", values["fee_amount"]) if "fee_paid_on" in values else None,
        lapsed_on=values.get("fee_due_on") if lapsed else None,
    )


def _remedies(agency: Agency, made: Sequence[_Made], by: Account) -> None:
    """The disputes of the rows. One case counts once, also where several rows name it (decision 0174)."""
    wanted = [each for each in made if "remedy_kind" in each.values]
    if not wanted:
        return
    held = set(RemedyCase.objects.filter(agency=agency).values_list("kind", "number"))
    chosen = chosen_columns(agency)
    for each in wanted:
        values = each.values
        assert each.case is not None
        number = values.get("remedy_number") or say("原台账没有记案号（{number}）", number=each.case.number)
        if (values["remedy_kind"], number) in held:
            continue
        held.add((values["remedy_kind"], number))
        each.remedy = RemedyCase(
            agency=agency,
            application=each.case,
            kind=values["remedy_kind"],
            filed_on=values["remedy_filed_on"],
            authority=values.get("remedy_authority", say("原台账没有记")),
            number=number,
            result=bucket_of(values["remedy_result"], chosen=chosen) if "remedy_result" in values else "",
            concluded_on=values.get("remedy_concluded_on"),
            recorded_by=by,
        )
    RemedyCase.objects.bulk_create([each.remedy for each in wanted if each.remedy], batch_size=200)
    Round.objects.bulk_create([_round(each) for each in wanted if each.remedy], batch_size=200)


def _round(made: _Made) -> Round:
    """The one hearing that a row tells of. What a court orders to be done again was done long ago, or stands in a row of its own."""
    case = made.remedy
    assert case is not None
    return Round(
        case=case,
        level=(Level.FIRST if case.is_suit else Level.RECONSIDERATION).value,
        number=case.number,
        authority=case.authority,
        filed_on=case.filed_on,
        result=made.values.get("remedy_result", ""),
        bucket=case.result,
        concluded_on=case.concluded_on,
    )


def _mark(batch: Batch, made: _Made) -> Imported:
    sheet = batch.sheets[made.line.sheet]
    filled = [[head, cell] for head, cell in zip(sheet["words"], made.line.cells, strict=False) if cell.strip()]
    return Imported(
        batch=batch,
        agency=batch.agency,
        application=made.case,
        remedy=made.remedy,
        sheet=sheet["name"][:60],
        row=made.line.row,
        number=made.values.get("number", ""),
        key=made.key,
        digest=made.digest,
        original=filled,
        extra={name: made.values[name] for name in EXTRA if name in made.values},
    )
