"""Rows become rounds, rounds become cases: each row finds its application, an appeal its suit, a suit its reconsideration. What does not
find it, or contradicts it, is a fault at its row; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from gongkai.agencies.models import Agency
from gongkai.applications.actions.remedying import HEARD_AFTER
from gongkai.applications.models import RemedyCase
from gongkai.language import say
from gongkai.law.disputes import LEVEL_NAMES, Level, bucket_of
from gongkai.ledgers.disputes.chains import SHORTEST, UNNUMBERED, Chain, Entry, Shelf, Step, held_by, key_of, step_of
from gongkai.ledgers.disputes.matching import Miss, Register
from gongkai.ledgers.models import Batch, Line
from gongkai.ledgers.planning import plain_number
from gongkai.ledgers.reading.books import DISPUTES
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.hearings import Hearing, read_dispute
from gongkai.ledgers.reading.row import Choices
from gongkai.people import clock

RECONSIDERATION_FIRST = date(2024, 1, 1)
"""From this day on a refusal goes to reconsideration before it goes to court (行政复议法 art. 23)."""


class Joining:
    """All rows of a file, read and joined; made anew in the transaction that takes them."""

    def __init__(self, batch: Batch, lines: Iterable[Line], chosen: dict[str, str]) -> None:
        self.batch, self.agency, self.chosen = batch, batch.agency, chosen
        today, choices = clock.today(), Choices(batch.words, batch.whole)
        self.entries: list[Entry] = []
        for line in lines:
            sheet = batch.sheets[line.sheet]
            read = read_dispute(
                line.cells, sheet["columns"], sheet["words"], year=sheet["year"], today=today, choices=choices
            )
            self.entries.append(Entry(line, read))
        self.shelf = Shelf()
        for chain in held_by(self.agency):
            self.shelf.add(chain)
        self._applications(self.agency)
        self._known: dict[int, int] = {}
        told = [(entry, hearing) for entry in self.entries for hearing in entry.row.hearings if hearing.filed_on]
        self._first(told, Level.RECONSIDERATION)
        self._first(told, Level.FIRST)
        self._followed()
        self._later(told)
        self._sweep()
        self._columns()
        for entry in self.entries:
            entry.known = bool(entry.row.hearings) and self._known.get(entry.line.order, 0) == len(entry.row.hearings)

    # What a fault and a doubt look like.

    def fault(self, entry: Entry, code: str, name: str, wrong: str, do: str) -> None:
        sheet = self.batch.sheets[entry.line.sheet]
        column = sheet["columns"].get(name)
        head = sheet["words"][column] if column is not None else DISPUTES.labels[name]
        read = entry.line.cells[column] if column is not None and column < len(entry.line.cells) else ""
        entry.row.faults.append(Fault(code, column, head or DISPUTES.labels[name], read, wrong, do))

    def doubt(self, entry: Entry, name: str, text: str) -> None:
        sheet = self.batch.sheets[entry.line.sheet]
        column = sheet["columns"].get(name)
        head = sheet["words"][column] if column is not None else DISPUTES.labels[name]
        place = Fault("doubt", column, head, "", "", "").place
        entry.row.notes.append(say("{place}：{text}", place=place, text=text))

    def place(self, entry: Entry | None, than: Entry) -> str:
        """Where an earlier row stands, as a row that refers to it names it."""
        if entry is None:
            return say("登记簿")
        if entry.line.sheet == than.line.sheet:
            return say("第{row}行", row=entry.line.row)
        return say("工作表“{name}”第{row}行", name=self.batch.sheets[entry.line.sheet]["name"], row=entry.line.row)

    # The application.

    def _applications(self, agency: Agency) -> None:
        register = Register(agency, [entry.values for entry in self.entries])
        for entry in self.entries:
            columns = self.batch.sheets[entry.line.sheet]["columns"]
            told = {fault.column for fault in entry.row.faults}
            if any(columns.get(name) in told for name in ("application", "against", "received_on") if name in columns):
                continue
            found = register.find(entry.values)
            if isinstance(found, Miss):
                # A suit that names the case before it is about the application of that case.
                suit = "previous" in entry.values and any(hearing.is_suit for hearing in entry.row.hearings)
                if found.code != "no_application" or not suit:
                    self.fault(entry, found.code, found.at, found.wrong, found.do)
                continue
            entry.about = found
            if found is not None:
                self._fits(entry)

    def _fits(self, entry: Entry) -> None:
        """What was disputed must have been there: the application, and the answer."""
        about, against = entry.about, entry.values.get("against", "answer")
        assert about is not None
        for hearing in entry.row.hearings[:1]:
            if hearing.filed_on is None or hearing.level not in (Level.RECONSIDERATION, Level.FIRST):
                continue
            at = f"{hearing.at}filed_on"
            if hearing.filed_on < about.received_on:
                self.fault(
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
                self.fault(
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
                self.doubt(
                    entry, "dispute_kind", say("2024年起不予公开的决定应当先申请行政复议，请核对是不是复议后起诉")
                )

    # The first hearing of each case.

    def _first(self, told: list[tuple[Entry, Hearing]], level: Level) -> None:
        for entry, hearing in told:
            if hearing.level is not level:
                continue
            step = step_of(entry, hearing)
            if not step.number:
                if not entry.faulty:
                    self.fault(
                        entry, "number", f"{hearing.at}number", say("没有案号，也没有所涉申请"), say("请补上案号")
                    )
                continue
            suit = level is not Level.RECONSIDERATION
            there = self.shelf.at(step.number, step.filed_on, suit=suit)
            if there is not None:
                self._met_before(entry, hearing, step, there)
                continue
            if entry.about is not None and self._unnumbered(entry, hearing, step):
                continue
            kind = hearing.kind or "suit"
            self.shelf.add(Chain(kind, entry.about.pk if entry.about is not None else None, [step]))

    def _met_before(self, entry: Entry, hearing: Hearing, step: Step, there: Chain) -> None:
        """A number that is there already: the same hearing, or one that contradicts it."""
        same = next((each for each in there.steps if _same_number(each, step)), there.first)
        if (same.filed_on, same.result, same.concluded_on) == (step.filed_on, step.result, step.concluded_on):
            self._known[entry.line.order] = self._known.get(entry.line.order, 0) + 1
            entry.again = entry.again or same.entry is not None
            where = self.place(same.entry, entry)
            text = (
                say("登记簿里已有这一案号") if same.entry is None else say("与{where}是同一件，只计一件", where=where)
            )
            self.doubt(entry, f"{hearing.at}number", text)
        elif same.entry is None:
            self.fault(
                entry,
                "differs",
                f"{hearing.at}number",
                say("登记簿里已有这一案号，受理日、结果或者审结日与这一行不同"),
                say("请在已登记的那一件上更正，或者先撤销那次导入"),
            )
        else:
            self.fault(
                entry,
                "twice",
                f"{hearing.at}number",
                say("与{where}案号相同，日期或者结果不同", where=self.place(same.entry, entry)),
                say("请核对，同一次审理只留一行；案号写错的请改正"),
            )

    def _unnumbered(self, entry: Entry, hearing: Hearing, step: Step) -> bool:
        """Whether the register has the case without its number, from a ledger of applications: it is not entered a second time."""
        suit = hearing.is_suit
        for chain in self.shelf.of(entry.about, "", suit=suit):
            if chain.held is None or not chain.first.number.startswith(UNNUMBERED) or step.number == chain.first.number:
                continue
            if (chain.first.filed_on, chain.first.result) == (step.filed_on, step.result):
                self._known[entry.line.order] = self._known.get(entry.line.order, 0) + 1
                self.doubt(entry, f"{hearing.at}number", say("登记簿里已有这一件，当时没有记案号"))
            else:
                self.fault(
                    entry,
                    "maybe_same",
                    f"{hearing.at}number",
                    say("登记簿里有这件申请的一件没有案号的案件，日期或者结果与这一行不同，可能是同一件"),
                    say("请在那一件上更正，或者先撤销那次导入"),
                )
            return True
        return False

    # A suit and the reconsideration before it.

    def _followed(self) -> None:
        for chain in [each for each in self.shelf.chains if each.is_suit and each.held is None]:
            entry, step = chain.entry, chain.first
            assert entry is not None and step.told is not None
            before = self._before(chain, entry, step)
            if chain.kind == "suit":
                chain.kind = "suit_after_reconsideration" if before is not None else "suit_direct"
            if before is None or entry.faulty:
                continue
            chain.follows = before
            at, where = f"{step.told.at}filed_on", self.place(before.entry, entry)
            if chain.about_pk is None:
                chain.about_pk = before.about_pk
            if before.about_pk is not None and chain.about_pk != before.about_pk:
                self._other_application(entry, where)
            elif before.faulty:
                continue
            elif step.filed_on < before.first.filed_on:
                self.fault(
                    entry,
                    "before_reconsideration",
                    at,
                    say(
                        "起诉{on}早于它的行政复议受理{filed}（{where}）",
                        on=step.filed_on,
                        filed=before.first.filed_on,
                        where=where,
                    ),
                    say("请核对日期，或者核对是不是复议后起诉"),
                )
            elif before.first.concluded_on is not None and step.filed_on < before.first.concluded_on:
                text = say(
                    "起诉{on}早于行政复议审结{ended}（{where}）",
                    on=step.filed_on,
                    ended=before.first.concluded_on,
                    where=where,
                )
                if step.filed_on < before.first.filed_on + SHORTEST:
                    self.fault(entry, "before_result", at, text, say("请核对这两个日期"))
                else:
                    self.doubt(entry, at, text)

    def _before(self, chain: Chain, entry: Entry, step: Step) -> Chain | None:
        """The reconsideration that a suit comes after; None for a direct one, and where there is a fault or a doubt."""
        if chain.kind == "suit_direct":
            return None
        beside = self.shelf.of(entry.about, str(entry.values.get("claimant", "")), suit=False)
        own = self._own(entry, Level.RECONSIDERATION)
        if own is not None:
            return own
        assert step.told is not None
        if "previous" in entry.values:
            named = self.shelf.numbered(entry.values["previous"], step.filed_on)
            if named is None or named.is_suit:
                self._no_previous(entry)
                return None
            return named
        if chain.kind == "suit":
            beside = [each for each in beside if each.first.filed_on <= step.filed_on]
        if len(beside) > 1:
            earlier = [each for each in beside if each.first.concluded_on and each.first.concluded_on <= step.filed_on]
            beside = earlier or beside
        if len(beside) > 1:
            self.fault(
                entry,
                "several_lower",
                f"{step.told.at}filed_on",
                say("这件申请有{n}件行政复议，看不出是哪一件之后的诉讼", n=len(beside)),
                say("请在“前一案号”一列写复议的案号"),
            )
            return None
        there = bool(beside) or entry.faulty or self._broken(entry, Level.RECONSIDERATION, step.told)
        if not there and chain.kind == "suit_after_reconsideration":
            self.doubt(entry, "dispute_kind", say("没有找到它的行政复议，只登记诉讼"))
        return beside[0] if beside else None

    def _own(self, entry: Entry, level: Level) -> Chain | None:
        """The case of another hearing of the same row."""
        beside = next((each for each in entry.row.hearings if each.level is level and each.filed_on), None)
        if beside is None:
            return None
        step = step_of(entry, beside)
        return self.shelf.at(step.number, step.filed_on, suit=beside.is_suit) if step.number else None

    def _broken(self, entry: Entry, level: Level, told: Hearing) -> bool:
        """Whether the row that this one comes after is there and cannot be read; a fault that says so."""
        previous = plain_number(entry.values.get("previous", ""))
        for other in self.entries:
            if other is entry or not other.faulty:
                continue
            named = previous and previous in {plain_number(each.number) for each in other.row.hearings}
            about = entry.about is not None and other.about is not None and other.about.pk == entry.about.pk
            if named or (about and (not other.row.hearings or any(each.level is level for each in other.row.hearings))):
                self._lower_faulty(entry, f"{told.at}filed_on", LEVEL_NAMES[level], other)
                return True
        return False

    def _lower_faulty(self, entry: Entry, at: str, lower: str, other: Entry | None) -> None:
        self.fault(
            entry,
            "lower_faulty",
            at,
            say("它的{lower}（{where}）有问题", lower=lower, where=self.place(other, entry)),
            say("请先改好那一行，再一起放进来"),
        )

    def _other_application(self, entry: Entry, where: str) -> None:
        self.fault(
            entry,
            "other_application",
            "application",
            say("前一案（{where}）是针对另一件申请的", where=where),
            say("请核对申请编号和前一案号"),
        )

    def _no_previous(self, entry: Entry) -> None:
        if any(
            other.faulty
            and plain_number(entry.values["previous"]) in {plain_number(h.number) for h in other.row.hearings}
            for other in self.entries
        ):
            self._broken(entry, Level.FIRST, entry.row.hearings[0])
            return
        self.fault(
            entry,
            "no_previous",
            "previous",
            say("文件和登记簿里都没有这一案号"),
            say("请核对案号，或者补上那一件"),
        )

    # Appeals, first instances again, retrials.

    def _later(self, told: list[tuple[Entry, Hearing]]) -> None:
        order = {Level.SECOND: 1, Level.AGAIN: 2, Level.RETRIAL: 3}
        later = [each for each in told if each[1].level in order]
        for entry, hearing in sorted(later, key=lambda e: (e[1].filed_on, order[e[1].level], e[0].line.order)):
            step = step_of(entry, hearing)
            there = self.shelf.at(step.number, step.filed_on, suit=True) if step.number else None
            if there is not None and any(_same_number(each, step) for each in there.steps):
                self._met_before(entry, hearing, step, there)
                continue
            below = self._below(entry, hearing)
            if below is None:
                continue
            if not step.number:
                step.number = f"{UNNUMBERED}（{below.first.number[:40]}，{step.filed_on}）"
            if entry.about is not None and below.about_pk not in (None, entry.about.pk):
                self._other_application(entry, self.place(below.entry, entry))
            elif not entry.faulty and not (below.last.entry is not None and below.last.entry.faulty):
                self._follows_on(entry, hearing, step, below)
            # Also a faulty one is kept in its place: what comes after it must not be taken for what comes before it.
            below.steps.append(step)
            self.shelf.remember(below, step)

    def _below(self, entry: Entry, hearing: Hearing) -> Chain | None:
        """The suit that an appeal belongs to."""
        name = LEVEL_NAMES[hearing.level]
        if "previous" in entry.values:
            found = self.shelf.numbered(entry.values["previous"], hearing.filed_on)
            if found is None or not found.is_suit:
                self._no_previous(entry)
                return None
            return found
        beside = self.shelf.of(entry.about, str(entry.values.get("claimant", "")), suit=True)
        own = self._own(entry, Level.FIRST)
        if own is not None:
            return own
        if len(beside) > 1:
            open_to = [each for each in beside if hearing.level in HEARD_AFTER[each.last.level]]
            over = [each for each in open_to if each.last.concluded_on and each.last.concluded_on <= hearing.filed_on]
            beside = over or open_to or beside
        if len(beside) == 1:
            return beside[0]
        if entry.faulty or (not beside and self._broken(entry, Level.FIRST, hearing)):
            return None
        if beside:
            self.fault(
                entry,
                "several_lower",
                f"{hearing.at}filed_on",
                say("有{n}件诉讼，看不出是哪一件的{level}", n=len(beside), level=name),
                say("请在“前一案号”一列写原审的案号"),
            )
        else:
            self.fault(
                entry,
                "no_lower",
                f"{hearing.at}filed_on",
                say("没有找到它的一审，{level}要和一审合成一件", level=name),
                say("请补上一审的一行，或者在“前一案号”一列写原审的案号"),
            )
        return None

    def _follows_on(self, entry: Entry, hearing: Hearing, step: Step, below: Chain) -> None:
        """A fault where the hearing cannot come after the last one of the case."""
        last, at = below.last, f"{hearing.at}filed_on"
        where = self.place(last.entry, entry)
        name, lower = LEVEL_NAMES[hearing.level], LEVEL_NAMES[last.level]
        if hearing.level not in HEARD_AFTER[last.level]:
            name_at = "level" if not hearing.at else at
            self.fault(
                entry,
                "level_after",
                name_at,
                say("{lower}（{where}）之后没有{name}", lower=lower, where=where, name=name),
                say("请核对审级和日期"),
            )
        elif last.kept is not None and (redo := getattr(last.kept, "redo", None)) is not None and redo.is_open:
            self.fault(
                entry,
                "redo_open",
                at,
                say("它的{lower}要求重新办理，登记簿里正在办", lower=lower),
                say("请打开登记簿里的那一件，在那里登记"),
            )
        elif not last.result or last.concluded_on is None:
            self.fault(
                entry,
                "lower_open",
                at,
                say("它的{lower}（{where}）还没有结果", lower=lower, where=where),
                say("请先补上那一审的结果和审结日"),
            )
        elif step.filed_on < last.concluded_on:
            self.fault(
                entry,
                "before_lower",
                at,
                say(
                    "{on}早于{lower}审结{ended}（{where}）",
                    on=step.filed_on,
                    lower=lower,
                    ended=last.concluded_on,
                    where=where,
                ),
                say("请核对这两个日期"),
            )

    def _sweep(self) -> None:
        """What comes after a row that cannot come in cannot come in either, to the end of each case."""
        moved = True
        while moved:
            moved = False
            for chain in self.shelf.chains:
                entry = chain.entry
                if chain.follows is not None and chain.follows.faulty and entry is not None and not entry.faulty:
                    assert chain.first.told is not None
                    at = f"{chain.first.told.at}filed_on"
                    self._lower_faulty(entry, at, LEVEL_NAMES[Level.RECONSIDERATION], chain.follows.entry)
                    moved = True
                for below, step in pairwise(chain.steps):
                    if (
                        below.entry is not None
                        and below.entry.faulty
                        and step.entry is not None
                        and not step.entry.faulty
                    ):
                        assert step.told is not None
                        self._lower_faulty(step.entry, f"{step.told.at}filed_on", LEVEL_NAMES[below.level], below.entry)
                        moved = True

    # What table 4 will say.

    def column_of(self, chain: Chain, step: Step) -> str:
        """The column of table 4 that a hearing gives its case, as the body counts results today; "" while nothing is decided."""
        if step.kept is not None:
            return str(step.kept.bucket)
        if not step.result:
            return ""
        before = chain.steps[: chain.steps.index(step)]
        below = next((found for each in reversed(before) if (found := self.column_of(chain, each))), "")
        return bucket_of(step.result, below=below, chosen=self.chosen)

    def _columns(self) -> None:
        """A doubt where the ledger itself counted a result elsewhere than the body counts it now."""
        for chain in self.shelf.chains:
            for step in chain.steps:
                said = step.entry.values.get("column") if step.entry is not None else None
                if said is None or step.entry is None or step.entry.faulty:
                    continue
                now = self.column_of(chain, step)
                if said != now:
                    text = say("原台账计入{said}，按本机关的栏目表是{now}", said=_COLUMNS[said], now=_COLUMNS[now])
                    self.doubt(step.entry, "column", text)


_COLUMNS = {"": say("尚未审结"), **dict(RemedyCase.Result.choices)}


def _same_number(one: Step, other: Step) -> bool:
    return key_of(one.number, one.filed_on) == key_of(other.number, other.filed_on)
