"""表三 and 表四 counted a second time, from the raw events of a play and from nothing else.

Nothing of the product's counting is used: cases are told one by one what happened to them, and then put into rows and columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gongkai.demo.events import Event

OUTCOMES = (
    "granted",
    "partial",
    "withheld.state_secret",
    "withheld.law_forbids",
    "withheld.three_securities",
    "withheld.third_party",
    "withheld.internal_affairs",
    "withheld.process",
    "withheld.enforcement_file",
    "withheld.administrative_inquiry",
    "unable.not_held",
    "unable.needs_making",
    "unable.unclear",
    "unprocessed.petition",
    "unprocessed.repeat",
    "unprocessed.publication",
    "unprocessed.excessive",
    "unprocessed.reconfirm",
    "other.correction_lapsed",
    "other.fee_lapsed",
    "other.other",
)
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other")
REMEDIES = ("reconsideration", "suit_direct", "suit_after_reconsideration")
RESULTS = ("upheld", "corrected", "other", "pending")

Cells = dict[str, int]
"""Figures by their address, as in ``applications/received/total``."""


@dataclass
class Case:
    """What is known of one application so far."""

    kind: str
    received_on: date | None
    outcome: str = ""
    answered_on: date | None = None


@dataclass
class Dispute:
    """What is known of one reconsideration or suit so far."""

    kind: str
    filed_on: date
    result: str = ""
    concluded_on: date | None = None


def stories(events: Iterable[Event]) -> tuple[list[Case], list[Dispute]]:
    """Every application and every dispute as its own events leave it."""
    cases: dict[str, Case] = {}
    disputes: dict[str, Dispute] = {}
    for event in events:
        told = event.data
        match event.what:
            case "arrived":
                cases[event.case] = Case(told["kind"], told["received_on"])
            case "confirmed":
                cases[event.case].received_on = told["on"]
            case "kind":
                cases[event.case].kind = told["kind"]
            case "split":
                cases.update({piece: replace(cases[event.case]) for piece in told["into"]})
            case "answered":
                cases[event.case].outcome, cases[event.case].answered_on = told["outcome"], told["on"]
            case "came_back":
                cases[event.case].outcome, cases[event.case].answered_on = "", None
            case "disputed":
                disputes[event.case] = Dispute(told["kind"], told["on"])
            case "concluded":
                disputes[event.case].result, disputes[event.case].concluded_on = told["result"], told["on"]
    return list(cases.values()), list(disputes.values())


def recount(events: Iterable[Event], year: int) -> Cells:
    """Every cell of both tables for ``year``."""
    cases, disputes = stories(events)
    first, last = date(year, 1, 1), date(year, 12, 31)
    counted: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        if case.received_on is None or case.received_on > last:
            continue
        if case.received_on < first:
            if case.answered_on is not None and case.answered_on < first:
                continue
            counted["applications", "carried_in", case.kind] += 1
        else:
            counted["applications", "received", case.kind] += 1
        if case.answered_on is not None and case.answered_on <= last:
            counted["applications", case.outcome, case.kind] += 1
            counted["applications", "handled_total", case.kind] += 1
        else:
            counted["applications", "carried_out", case.kind] += 1
    for dispute in disputes:
        if dispute.filed_on > last:
            continue
        if dispute.concluded_on is None or dispute.concluded_on > last:
            counted["remedies", dispute.kind, "pending"] += 1
        elif dispute.concluded_on >= first:
            counted["remedies", dispute.kind, dispute.result] += 1
    cells = {}
    rows = ("received", "carried_in", *OUTCOMES, "handled_total", "carried_out")
    for table, names, columns in (("applications", rows, COLUMNS), ("remedies", REMEDIES, RESULTS)):
        for row in names:
            for column in columns:
                cells[f"{table}/{row}/{column}"] = counted[table, row, column]
            cells[f"{table}/{row}/total"] = sum(counted[table, row, column] for column in columns)
    return cells


def facts(events: Iterable[Event], year: int) -> Cells:
    """Facts beside the tables: how many of each were noted in ``year``."""
    held = list(events)

    def noted(what: str, **also: str) -> int:
        found = [e for e in held if e.what == what and all(e.data.get(key) == value for key, value in also.items())]
        return sum(1 for event in found if event.data["on"] is not None and event.data["on"].year == year)

    return {
        "facts/corrections/total": noted("correction"),
        "facts/extensions/total": noted("extended"),
        "facts/consultations/third_party": noted("consulted", asked="third_party"),
        "facts/fees/notices": noted("fee"),
    }
