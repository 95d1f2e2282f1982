"""A suit finds the reconsideration that it comes after, an appeal its suit; what cannot come after what it names is told."""

from __future__ import annotations

from itertools import pairwise

from gongkai.applications.actions.remedying import HEARD_AFTER
from gongkai.language import say
from gongkai.law.disputes import LEVEL_NAMES, Level
from gongkai.ledgers.disputes.chains import SHORTEST, UNNUMBERED, Chain, Entry, Step, same_number, step_of
from gongkai.ledgers.disputes.opening import met_before
from gongkai.ledgers.disputes.telling import File
from gongkai.ledgers.reading.hearings import Hearing


def follow(file: File) -> None:
    """Join what comes after something to it, each in the order of instances."""
    _followed(file)
    _later(file)
    _sweep(file)


def _followed(file: File) -> None:
    for chain in [each for each in file.shelf.chains if each.is_suit and each.held is None]:
        entry, step = chain.entry, chain.first
        assert entry is not None and step.told is not None
        before = _before(file, chain, entry, step)
        if chain.kind == "suit":
            chain.kind = "suit_after_reconsideration" if before is not None else "suit_direct"
        if before is None or entry.faulty:
            continue
        chain.follows = before
        at, where = f"{step.told.at}filed_on", file.place(before.entry, entry)
        if chain.about_pk is None:
            chain.about_pk = before.about_pk
        if before.about_pk is not None and chain.about_pk != before.about_pk:
            file.other_application(entry, where)
        elif before.faulty:
            continue
        elif step.filed_on < before.first.filed_on:
            file.fault(
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
                file.fault(entry, "before_result", at, text, say("请核对这两个日期"))
            else:
                file.doubt(entry, at, text)


def _before(file: File, chain: Chain, entry: Entry, step: Step) -> Chain | None:
    """The reconsideration that a suit comes after; None for a direct one, and where there is a fault or a doubt."""
    if chain.kind == "suit_direct":
        return None
    beside = file.shelf.of(entry.about, str(entry.values.get("claimant", "")), suit=False)
    own = file.own(entry, Level.RECONSIDERATION)
    if own is not None:
        return own
    assert step.told is not None
    if "previous" in entry.values:
        named = file.shelf.numbered(entry.values["previous"], step.filed_on)
        if named is None or named.is_suit:
            file.no_previous(entry)
            return None
        return named
    if chain.kind == "suit":
        beside = [each for each in beside if each.first.filed_on <= step.filed_on]
    if len(beside) > 1:
        earlier = [each for each in beside if each.first.concluded_on and each.first.concluded_on <= step.filed_on]
        beside = earlier or beside
    if len(beside) > 1:
        file.fault(
            entry,
            "several_lower",
            f"{step.told.at}filed_on",
            say("这件申请有{n}件行政复议，看不出是哪一件之后的诉讼", n=len(beside)),
            say("请在“前一案号”一列写复议的案号"),
        )
        return None
    there = bool(beside) or entry.faulty or file.broken(entry, Level.RECONSIDERATION, step.told)
    if not there and chain.kind == "suit_after_reconsideration":
        file.doubt(entry, "dispute_kind", say("没有找到它的行政复议，只登记诉讼"))
    return beside[0] if beside else None


def _later(file: File) -> None:
    order = {Level.SECOND: 1, Level.AGAIN: 2, Level.RETRIAL: 3}
    later = [each for each in file.told if each[1].level in order]
    for entry, hearing in sorted(later, key=lambda e: (e[1].filed_on, order[e[1].level], e[0].line.order)):
        step = step_of(entry, hearing)
        there = file.shelf.at(step.number, step.filed_on, suit=True) if step.number else None
        if there is not None and any(same_number(each, step) for each in there.steps):
            met_before(file, entry, hearing, step, there)
            continue
        below = _below(file, entry, hearing)
        if below is None:
            continue
        if not step.number:
            step.number = f"{UNNUMBERED}（{below.first.number[:40]}，{step.filed_on}）"
        if entry.about is not None and below.about_pk not in (None, entry.about.pk):
            file.other_application(entry, file.place(below.entry, entry))
        elif not entry.faulty and not (below.last.entry is not None and below.last.entry.faulty):
            _follows_on(file, entry, hearing, step, below)
        # Also a faulty one is kept in its place: what comes after it must not be taken for what comes before it.
        below.steps.append(step)
        file.shelf.remember(below, step)


def _below(file: File, entry: Entry, hearing: Hearing) -> Chain | None:
    """The suit that an appeal belongs to."""
    name = LEVEL_NAMES[hearing.level]
    if "previous" in entry.values:
        found = file.shelf.numbered(entry.values["previous"], hearing.filed_on)
        if found is None or not found.is_suit:
            file.no_previous(entry)
            return None
        return found
    beside = file.shelf.of(entry.about, str(entry.values.get("claimant", "")), suit=True)
    own = file.own(entry, Level.FIRST)
    if own is not None:
        return own
    if len(beside) > 1:
        open_to = [each for each in beside if hearing.level in HEARD_AFTER[each.last.level]]
        over = [each for each in open_to if each.last.concluded_on and each.last.concluded_on <= hearing.filed_on]
        beside = over or open_to or beside
    if len(beside) == 1:
        return beside[0]
    if entry.faulty or (not beside and file.broken(entry, Level.FIRST, hearing)):
        return None
    if beside:
        file.fault(
            entry,
            "several_lower",
            f"{hearing.at}filed_on",
            say("有{n}件诉讼，看不出是哪一件的{level}", n=len(beside), level=name),
            say("请在“前一案号”一列写原审的案号"),
        )
    else:
        file.fault(
            entry,
            "no_lower",
            f"{hearing.at}filed_on",
            say("没有找到它的一审，{level}要和一审合成一件", level=name),
            say("请补上一审的一行，或者在“前一案号”一列写原审的案号"),
        )
    return None


def _follows_on(file: File, entry: Entry, hearing: Hearing, step: Step, below: Chain) -> None:
    """A fault where the hearing cannot come after the last one of the case."""
    last, at = below.last, f"{hearing.at}filed_on"
    where = file.place(last.entry, entry)
    name, lower = LEVEL_NAMES[hearing.level], LEVEL_NAMES[last.level]
    if hearing.level not in HEARD_AFTER[last.level]:
        name_at = "level" if not hearing.at else at
        file.fault(
            entry,
            "level_after",
            name_at,
            say("{lower}（{where}）之后没有{name}", lower=lower, where=where, name=name),
            say("请核对审级和日期"),
        )
    elif last.kept is not None and (redo := getattr(last.kept, "redo", None)) is not None and redo.is_open:
        file.fault(
            entry,
            "redo_open",
            at,
            say("它的{lower}要求重新办理，登记簿里正在办", lower=lower),
            say("请打开登记簿里的那一件，在那里登记"),
        )
    elif not last.result or last.concluded_on is None:
        file.fault(
            entry,
            "lower_open",
            at,
            say("它的{lower}（{where}）还没有结果", lower=lower, where=where),
            say("请先补上那一审的结果和审结日"),
        )
    elif step.filed_on < last.concluded_on:
        file.fault(
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


def _sweep(file: File) -> None:
    """What comes after a row that cannot come in cannot come in either, to the end of each case."""
    moved = True
    while moved:
        moved = False
        for chain in file.shelf.chains:
            entry = chain.entry
            if chain.follows is not None and chain.follows.faulty and entry is not None and not entry.faulty:
                assert chain.first.told is not None
                at = f"{chain.first.told.at}filed_on"
                file.lower_faulty(entry, at, LEVEL_NAMES[Level.RECONSIDERATION], chain.follows.entry)
                moved = True
            for below, step in pairwise(chain.steps):
                if below.entry is not None and below.entry.faulty and step.entry is not None and not step.entry.faulty:
                    assert step.told is not None
                    file.lower_faulty(step.entry, f"{step.told.at}filed_on", LEVEL_NAMES[below.level], below.entry)
                    moved = True
