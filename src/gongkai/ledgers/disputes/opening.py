"""Each row finds its application; each reconsideration and each first instance opens a case, or is one that is there already."""

from __future__ import annotations

from datetime import date

from gongkai.language import say
from gongkai.law.disputes import Level
from gongkai.ledgers.disputes.chains import UNNUMBERED, Chain, Entry, Step, same_number, step_of
from gongkai.ledgers.disputes.matching import Miss, Register
from gongkai.ledgers.disputes.telling import File
from gongkai.ledgers.reading.hearings import Hearing

RECONSIDERATION_FIRST = date(2024, 1, 1)
"""From this day on a refusal goes to reconsideration before it goes to court (行政复议法 art. 23)."""


def open_cases(file: File) -> None:
    """Find the applications, and put the cases that the rows open on the shelf."""
    _applications(file)
    _first(file, Level.RECONSIDERATION)
    _first(file, Level.FIRST)


def _applications(file: File) -> None:
    register = Register(file.agency, [entry.values for entry in file.entries])
    for entry in file.entries:
        columns = file.batch.sheets[entry.line.sheet]["columns"]
        told = {fault.column for fault in entry.row.faults}
        if any(columns.get(name) in told for name in ("application", "against", "received_on") if name in columns):
            continue
        found = register.find(entry.values)
        if isinstance(found, Miss):
            # A suit that names the case before it is about the application of that case.
            suit = "previous" in entry.values and any(hearing.is_suit for hearing in entry.row.hearings)
            if found.code != "no_application" or not suit:
                file.fault(entry, found.code, found.at, found.wrong, found.do)
            continue
        entry.about = found
        if found is not None:
            _fits(file, entry)


def _fits(file: File, entry: Entry) -> None:
    """What was disputed must have been there: the application, and the answer."""
    about, against = entry.about, entry.values.get("against", "answer")
    assert about is not None
    for hearing in entry.row.hearings[:1]:
        if hearing.filed_on is None or hearing.level not in (Level.RECONSIDERATION, Level.FIRST):
            continue
        at = f"{hearing.at}filed_on"
        if hearing.filed_on < about.received_on:
            file.fault(
                entry,
                "before_application",
                at,
                say(
                    "{on}早于收到申请{number}之日{received}",
                    on=hearing.filed_on,
                    number=about.number,
                    received=about.received_on,
                ),
                say("请核对日期和申请编号"),
            )
        elif against == "answer" and (about.decided_on is None or hearing.filed_on < about.decided_on):
            answered = about.decided_on or say("还没有答复")
            file.fault(
                entry,
                "before_answer",
                at,
                say(
                    "{on}时{number}还没有答复（答复日：{answered}）",
                    on=hearing.filed_on,
                    number=about.number,
                    answered=answered,
                ),
                say("请核对日期；针对逾期不答复的，在“针对什么”一列写逾期不答复"),
            )
        elif (
            hearing.kind == "suit_direct"
            and about.outcome.startswith("withheld.")
            and about.outcome != "withheld.administrative_inquiry"
            and about.decided_on is not None
            and about.decided_on >= RECONSIDERATION_FIRST
            and hearing.result not in ("not_filed", "suit_dismissed")
        ):
            file.doubt(entry, "dispute_kind", say("2024年起不予公开的决定应当先申请行政复议，请核对是不是复议后起诉"))


def _first(file: File, level: Level) -> None:
    for entry, hearing in file.told:
        if hearing.level is not level:
            continue
        step = step_of(entry, hearing)
        if not step.number:
            if not entry.faulty:
                file.fault(entry, "number", f"{hearing.at}number", say("没有案号，也没有所涉申请"), say("请补上案号"))
            continue
        suit = level is not Level.RECONSIDERATION
        there = file.shelf.at(step.number, step.filed_on, suit=suit)
        if there is not None:
            met_before(file, entry, hearing, step, there)
            continue
        if entry.about is not None and _unnumbered(file, entry, hearing, step):
            continue
        kind = hearing.kind or "suit"
        file.shelf.add(Chain(kind, entry.about.pk if entry.about is not None else None, [step]))


def met_before(file: File, entry: Entry, hearing: Hearing, step: Step, there: Chain) -> None:
    """A number that is there already: the same hearing, or one that contradicts it."""
    same = next((each for each in there.steps if same_number(each, step)), there.first)
    if (same.filed_on, same.result, same.concluded_on) == (step.filed_on, step.result, step.concluded_on):
        file.known[entry.line.order] = file.known.get(entry.line.order, 0) + 1
        entry.again = entry.again or same.entry is not None
        where = file.place(same.entry, entry)
        text = say("登记簿里已有这一案号") if same.entry is None else say("与{where}是同一件，只计一件", where=where)
        file.doubt(entry, f"{hearing.at}number", text)
    elif same.entry is None:
        file.fault(
            entry,
            "differs",
            f"{hearing.at}number",
            say("登记簿里已有这一案号，受理日、结果或者审结日与这一行不同"),
            say("请在已登记的那一件上更正，或者先撤销那次导入"),
        )
    else:
        file.fault(
            entry,
            "twice",
            f"{hearing.at}number",
            say("与{where}案号相同，日期或者结果不同", where=file.place(same.entry, entry)),
            say("请核对，同一次审理只留一行；案号写错的请改正"),
        )


def _unnumbered(file: File, entry: Entry, hearing: Hearing, step: Step) -> bool:
    """Whether the register has the case without its number, from a ledger of applications: it is not entered a second time."""
    suit = hearing.is_suit
    for chain in file.shelf.of(entry.about, "", suit=suit):
        if chain.held is None or not chain.first.number.startswith(UNNUMBERED) or step.number == chain.first.number:
            continue
        if (chain.first.filed_on, chain.first.result) == (step.filed_on, step.result):
            file.known[entry.line.order] = file.known.get(entry.line.order, 0) + 1
            file.doubt(entry, f"{hearing.at}number", say("登记簿里已有这一件，当时没有记案号"))
        else:
            file.fault(
                entry,
                "maybe_same",
                f"{hearing.at}number",
                say("登记簿里有这件申请的一件没有案号的案件，日期或者结果与这一行不同，可能是同一件"),
                say("请在那一件上更正，或者先撤销那次导入"),
            )
        return True
    return False
