"""依申请公开台账: one row a case, with the columns of law/forms-and-ledgers.md §3, in the words that the import reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Prefetch

from gongkai.agencies.models import Agency
from gongkai.applications import clocks
from gongkai.applications.models import Application, Consultation, Letter, RemedyCase, Round
from gongkai.language import say
from gongkai.law.receipt import CHANNEL_NAMES, Channel
from gongkai.ledgers.exporting.disputes import result_of
from gongkai.ledgers.exporting.ledger import Column, Ledger
from gongkai.ledgers.reading.books import APPLICATIONS as BOOK
from gongkai.ledgers.reading.words import OPTIONS

_CHUNK = 500


def records(agency: Agency, year: int | None) -> Iterator[Application]:
    """The cases received in the year, the oldest first, each with its parts."""
    found = Application.objects.filter(agency=agency)
    if year is not None:
        found = found.filter(received_on__year=year)
    return (
        found.select_related("applicant", "section", "handler", "correction", "extension", "fee", "imported")
        .prefetch_related(
            Prefetch("consultations", Consultation.objects.order_by("pk")),
            Prefetch("letters", Letter.objects.filter(state=Letter.State.ISSUED).prefetch_related("services")),
            Prefetch("remedies", RemedyCase.objects.order_by("pk").prefetch_related("rounds")),
            "searches",
            "decisions",
        )
        .order_by("received_on", "pk")
        .iterator(chunk_size=_CHUNK)
    )


def _part(name: str, field: str) -> Callable[[Application], object]:
    return lambda case: getattr(clocks.part(case, name), field, None)


def _first(relation: str, field: str) -> Callable[[Application], object]:
    def value(case: Application) -> object:
        found = next(iter(getattr(case, relation).all()), None)
        return getattr(found, field, None)

    return value


def _extra(field: str, own: Callable[[Application], object] = lambda case: None) -> Callable[[Application], object]:
    """What the case has, else what the old ledger had."""

    def value(case: Application) -> object:
        found = own(case)
        if found:
            return found
        imported: Any = clocks.part(case, "imported")
        return imported.extra.get(field) if imported is not None else None

    return value


def _answer(case: Application) -> Letter | None:
    return next((letter for letter in case.letters.all() if letter.substantive), None)


def _answer_field(field: str) -> Callable[[Application], object]:
    return lambda case: getattr(_answer(case), field, None)


def _service(field: str) -> Callable[[Application], object]:
    def value(case: Application) -> object:
        letter = _answer(case)
        return next((getattr(each, field) for each in letter.services.all()), None) if letter else None

    return value


def _word(name: str, value: Callable[[Application], object]) -> Callable[[Application], object]:
    """The word of a code, as the import knows it."""
    options = OPTIONS[name]

    def found(case: Application) -> object:
        code = value(case)
        return options.get(str(code), code) if code else None

    return found


def _correction_due(case: Application) -> object:
    correction: Any = clocks.part(case, "correction")
    return clocks.correction_due(correction) if correction is not None and correction.period_days else None


def _remedy(field: str) -> Callable[[Application], object]:
    return _first("remedies", field)


def _first_hearing(case: Application) -> Round | None:
    """The first hearing of its first dispute. A row of this ledger has room for no other: the ledger of disputes tells all of them."""
    found = next(iter(case.remedies.all()), None)
    return next(iter(found.rounds_in_order), None) if found is not None else None


def _dispute_result(case: Application) -> object:
    found = _first_hearing(case)
    return result_of(found) if found is not None else None


def _dispute_concluded(case: Application) -> object:
    found = _first_hearing(case)
    return found.concluded_on if found is not None else None


def _basis(case: Application) -> object:
    decision = next((each for each in case.decisions.all() if each.replaced_at is None), None)
    return "、".join(str(source) for source in decision.end.sources) if decision else None


_VALUES: dict[str, Callable[[Application], object]] = {
    "number": lambda case: case.number,
    "applicant": lambda case: case.applicant.name,
    "kind": lambda case: case.get_applicant_kind_display(),
    "identity_number": lambda case: case.applicant.identity_number,
    "phone": lambda case: case.applicant.phone,
    "email": lambda case: case.applicant.email,
    "address": lambda case: case.applicant.address,
    "channel": lambda case: CHANNEL_NAMES[Channel(case.channel)],
    "received_on": lambda case: case.received_on,
    "title": lambda case: case.title,
    "content": lambda case: case.content,
    "section": _extra("section", lambda case: case.section.name if case.section else None),
    "handler": _extra("handler", lambda case: case.handler.name if case.handler else None),
    "helpers": _extra("helpers"),
    "search": _extra("search", lambda case: "；".join(f"{s.on} {s.places} {s.terms}" for s in case.searches.all())),
    "correction_noticed_on": _part("correction", "noticed_on"),
    "correction_due_on": _correction_due,
    "correction_came_on": _part("correction", "came_on"),
    "due_on": lambda case: case.due_on,
    "extended_on": _part("extension", "notified_on"),
    "extension_days": lambda case: getattr(clocks.part(case, "extension"), "days", None),
    "third_party": _extra("third_party", _first("consultations", "party")),
    "consulted_on": _first("consultations", "sent_on"),
    "consulted_back_on": _first("consultations", "answered_on"),
    "opinion": _word("opinion", _first("consultations", "opinion")),
    "fee_noticed_on": _part("fee", "notified_on"),
    "fee_due_on": _part("fee", "due_on"),
    "fee_amount": lambda case: _noticed_fee(case, "amount"),
    "fee_pages": lambda case: _noticed_fee(case, "pages"),
    "fee_ordinal": lambda case: _noticed_fee(case, "ordinal"),
    "fee_paid_on": _part("fee", "paid_on"),
    "fee_paid": _part("fee", "paid_amount"),
    "reviewer": _extra("reviewer"),
    "signer": _extra("signer"),
    "letter_number": _extra("letter_number", _answer_field("number")),
    "decided_on": lambda case: case.decided_on,
    "outcome": _word("outcome", lambda case: case.outcome if case.decided_on else None),
    "basis": _extra("basis", _basis),
    "way": _extra("way", lambda case: case.route_words),
    "pages": _extra("pages"),
    "posted_on": _extra("posted_on", _service("sent_on")),
    "signed_on": _extra("signed_on", _service("signed_on")),
    "remedy_kind": _word("remedy_kind", _remedy("kind")),
    "remedy_filed_on": _remedy("filed_on"),
    "remedy_authority": _remedy("authority"),
    "remedy_number": _remedy("number"),
    "remedy_result": _dispute_result,
    "remedy_concluded_on": _dispute_concluded,
    "opened": _extra("opened"),
    "archive_number": _extra("archive_number"),
    "note": _extra("note"),
}


def _noticed_fee(case: Application, field: str) -> object:
    """A fee whose notice is still a draft is none yet."""
    fee: Any = clocks.part(case, "fee")
    return getattr(fee, field) if fee is not None and fee.notified_on else None


APPLICATIONS = Ledger(
    "applications",
    say("依申请公开台账"),
    (
        *(Column(key, BOOK.labels[key], value) for key, value in _VALUES.items()),
        Column("stage", say("状态"), lambda case: case.get_stage_display()),
    ),
    records,
    frozenset({"identity_number", "email", "address"}),
)
"""The heads are those of `gongkai.ledgers.reading`, so that what goes out can come in again."""
