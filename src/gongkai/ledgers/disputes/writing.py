"""The clean rows of a ledger of disputes, entered: all of them in one transaction, for a case hangs together over many rows."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.agencies.models import Agency
from gongkai.applications.actions.remedying import chosen_columns
from gongkai.applications.models import Application, RemedyCase, Round
from gongkai.language import say
from gongkai.ledgers.disputes.chains import Chain, Entry, Step
from gongkai.ledgers.disputes.joining import Joining
from gongkai.ledgers.disputes.matching import bare
from gongkai.ledgers.models import Batch, ImportedRound, Line
from gongkai.people.journal import log
from gongkai.people.models import Account

_AT_ONCE = 200
_EXTRA = ("received_on", "content", "column")
"""What no register has a place for: it is kept with the row."""


def next_lines(batch: Batch, at_most: int) -> list[Line]:
    """All rows that are to be taken, however many: they are entered together."""
    return list(batch.lines.filter(state=Line.State.CLEAN))


def take(batch: Batch, lines: Sequence[Line], by: Account) -> int:
    """Enter the rows; how many were. A row that cannot come in any more, by what happened since the check, is marked instead.

    The body and its cases are locked: two files must not bring the same case, nor an appeal pass a result that is being entered. The locks
    leave the keys alone: who enters a case by hand points to the body, and must not wait for it while the import waits for his number.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=batch.agency_id)
    list(
        RemedyCase.objects.select_for_update(no_key=True, of=("self",))
        .filter(agency=agency)
        .order_by("pk")
        .values_list("pk")
    )
    joined = Joining(batch, lines_of(batch), chosen_columns(agency))
    # Nobody may take an application out, with the import that brought it, between the look and the end.
    wanted = sorted({entry.about.pk for entry in joined.entries if entry.about is not None})
    for at in range(0, len(wanted), _AT_ONCE):
        some = Application.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk__in=wanted[at : at + _AT_ONCE]
        )
        if len(list(some.order_by("pk").values_list("pk"))) != len(wanted[at : at + _AT_ONCE]):
            joined = Joining(batch, lines_of(batch), chosen_columns(agency))
            break
    given = {line.pk: line for line in lines}
    taken: list[Entry] = []
    for entry in joined.entries:
        line = given.get(entry.line.pk)
        if line is None:
            continue
        mark(line, entry)
        if line.state == Line.State.CLEAN:
            line.state = Line.State.TAKEN
            taken.append(entry)
    _write(batch, joined, by)
    return len(taken)


def lines_of(batch: Batch) -> list[Line]:
    """All rows of a file that are not in the register: also the faulty ones, for what comes after one of them waits for it."""
    return list(batch.lines.exclude(state=Line.State.TAKEN))


def mark(line: Line, entry: Entry) -> None:
    """What became of a row in the check."""
    line.state = Line.State.FAULTY if entry.faulty else Line.State.KNOWN if entry.known else Line.State.CLEAN
    line.faults = [fault.data() for fault in entry.row.faults] or None
    line.notes = entry.row.notes or None


def _write(batch: Batch, joined: Joining, by: Account) -> None:
    chains = [chain for chain in joined.shelf.chains if any(_comes(step) for step in chain.steps)]
    new = [chain for chain in chains if chain.held is None]
    # A suit names the reconsideration it follows, so that is written before it.
    for suits in (False, True):
        some = [chain for chain in new if chain.is_suit is suits]
        for chain in some:
            chain.held = _case(batch, joined, chain, by)
        RemedyCase.objects.bulk_create([chain.held for chain in some if chain.held], batch_size=_AT_ONCE)
    made: list[tuple[Chain, Step, Round]] = []
    for chain in chains:
        fresh = chain in new
        for step in chain.steps:
            if _comes(step):
                made.append((chain, step, _round(joined, chain, step)))
        if not fresh:
            _extend(batch, joined, chain, by)
    Round.objects.bulk_create([round for _, _, round in made], batch_size=_AT_ONCE)
    ImportedRound.objects.bulk_create(
        [_mark(batch, chain, step, round) for chain, step, round in made], batch_size=_AT_ONCE
    )


def _comes(step: Step) -> bool:
    return step.entry is not None and not step.entry.faulty


def _case(batch: Batch, joined: Joining, chain: Chain, by: Account) -> RemedyCase:
    entry = chain.entry
    assert entry is not None
    values, applicant = entry.values, entry.about.applicant if entry.about is not None else ""
    claimant = values.get("claimant", "")
    last = _last(chain)
    column = joined.column_of(chain, last)
    return RemedyCase(
        agency=batch.agency,
        application_id=chain.about_pk,
        kind=chain.kind,
        follows=chain.follows.held if chain.follows is not None else None,
        capacity=values.get("capacity", RemedyCase.Capacity.ACTOR),
        against=values.get("against", RemedyCase.Against.ANSWER),
        brought_by=values.get("brought_by", RemedyCase.By.APPLICANT),
        claimant="" if applicant and bare(claimant) == bare(applicant) else claimant,
        counsel=values.get("counsel", ""),
        filed_on=chain.first.filed_on,
        authority=_authority(chain.first),
        number=chain.first.number,
        result=column,
        concluded_on=last.concluded_on if column else None,
        note=values.get("note", ""),
        recorded_by=by,
    )


def _last(chain: Chain) -> Step:
    return next(step for step in reversed(chain.steps) if step.kept is not None or _comes(step))


def _authority(step: Step) -> str:
    assert step.told is not None
    return step.told.authority or say("原台账没有记")


def _round(joined: Joining, chain: Chain, step: Step) -> Round:
    """What a court ordered to be done again was done long ago, or stands in a row of its own: nothing is opened for it."""
    told, entry = step.told, step.entry
    assert told is not None and entry is not None
    return Round(
        case=chain.held,
        level=step.level.value,
        number=step.number,
        authority=_authority(step),
        filed_on=step.filed_on,
        copy_on=told.copy_on,
        simplified=entry.values.get("procedure") == "simplified",
        answered_on=told.answered_on,
        result=step.result,
        bucket=joined.column_of(chain, step),
        concluded_on=step.concluded_on,
        served_on=told.served_on,
        note=entry.values.get("note", "") if step is not chain.first else "",
    )


def _extend(batch: Batch, joined: Joining, chain: Chain, by: Account) -> None:
    """A case of the register that goes on in rows of the file: it stands now as its last hearing does."""
    case, last = chain.held, _last(chain)
    assert case is not None
    case.result = joined.column_of(chain, last)
    case.concluded_on = last.concluded_on if case.result else None
    case.version += 1
    case.save(update_fields=["result", "concluded_on", "version"])
    log("remedy.round_opened", case, by=by, agency=batch.agency, level=last.level.value, number=last.number,
        filed_on=last.filed_on, file=batch.name)  # fmt: skip


def _mark(batch: Batch, chain: Chain, step: Step, round: Round) -> ImportedRound:
    entry, case = step.entry, chain.held
    assert entry is not None and case is not None
    sheet = batch.sheets[entry.line.sheet]
    filled = [[head, cell] for head, cell in zip(sheet["words"], entry.line.cells, strict=False) if cell.strip()]
    return ImportedRound(
        batch=batch,
        agency=batch.agency,
        round=round,
        opens=step is chain.first,
        case_version=case.version,
        sheet=sheet["name"][:60],
        row=entry.line.row,
        original=filled,
        extra={name: entry.values[name] for name in _EXTRA if name in entry.values},
    )
