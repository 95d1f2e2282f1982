"""Each kind of ledger that can come in, described once: its columns, what is text, day or word in them, what a row must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.language import say
from gongkai.ledgers.reading import heads
from gongkai.ledgers.reading.heads import Names

LEVELS = ("reconsideration", "first", "second", "retrial")
"""The hearings that a ledger of disputes may tell of in columns of their own."""


@dataclass(frozen=True, slots=True)
class Book:
    """``example``: columns that a head usually has, in a sentence; ``core``: a row of the ledger has one of these; ``needed``: of each
    group one column must be there; ``texts``: fields of plain text with the most characters each; ``past``, ``ahead``: days that cannot
    and that can lie ahead; ``order``: pairs of days of which the second is never before the first; ``words``: columns whose cells are
    words, each by a list of its own; ``whole``: field → (how it is asked what blank cells are, what they are where nothing is said)."""

    key: str
    names: Names
    example: str
    core: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    texts: Mapping[str, int]
    past: tuple[str, ...]
    ahead: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    whole: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def labels(self) -> Mapping[str, str]:
        return self.names.labels


APPLICATIONS = Book(
    "applications",
    heads.APPLICATIONS,
    say("编号、申请人、收到日期、申请内容、答复日期、答复类型"),
    core=("number", "applicant", "content", "title", "received_on", "decided_on", "outcome"),
    needed=(("applicant",), ("received_on",), ("content", "title")),
    texts={
        "number": 28, "applicant": 80, "identity_number": 60, "phone": 40, "email": 80, "address": 200, "title": 120, "content": 4000,
        "section": 60, "handler": 40, "helpers": 120, "search": 400, "third_party": 80, "reviewer": 40, "signer": 40,
        "letter_number": 60, "basis": 300, "way": 100, "pages": 20, "opened": 40, "archive_number": 60, "note": 1000,
        "remedy_authority": 80, "remedy_number": 80,
    },
    past=(
        "received_on", "correction_noticed_on", "correction_came_on", "extended_on", "consulted_on", "consulted_back_on",
        "fee_noticed_on", "fee_paid_on", "decided_on", "posted_on", "signed_on", "remedy_filed_on", "remedy_concluded_on",
    ),
    ahead=("correction_due_on", "due_on", "extended_due_on", "fee_due_on"),
    order=(
        ("received_on", "decided_on"),
        ("received_on", "correction_noticed_on"),
        ("correction_noticed_on", "correction_came_on"),
        ("received_on", "extended_on"),
        ("received_on", "consulted_on"),
        ("consulted_on", "consulted_back_on"),
        ("received_on", "fee_noticed_on"),
        ("fee_noticed_on", "fee_paid_on"),
        ("received_on", "remedy_filed_on"),
        ("remedy_filed_on", "remedy_concluded_on"),
    ),
    words=("outcome", "kind", "channel", "opinion", "remedy_kind", "remedy_result"),
    whole={
        "kind": (say("没有写申请人类别的行，整列按"), say("不指定，留作问题")),
        "channel": (say("没有写来源渠道的行，整列按"), say("其他渠道")),
    },
)  # fmt: skip

HEARINGS = ("", *(f"{level}_" for level in LEVELS))
"""What stands before the names of the fields of a hearing; "": of the one hearing that a row tells of by its kind and level."""


def _each(*parts: str) -> tuple[str, ...]:
    return tuple(at + part for at in HEARINGS for part in parts)


DISPUTES = Book(
    "disputes",
    heads.DISPUTES,
    say("申请编号、复议或者诉讼、案号、复议机关或者法院、受理立案日、结果、审结日"),
    core=(*_each("filed_on", "number", "result", "concluded_on"), "application", "applicant", "claimant"),
    needed=(_each("filed_on"),),
    texts={
        "application": 40, "applicant": 80, "content": 4000, "claimant": 80, "counsel": 80, "previous": 80, "note": 1000,
        **dict.fromkeys(_each("number"), 70), **dict.fromkeys(_each("authority"), 80),
    },
    past=("received_on", *_each("filed_on", "copy_on", "answered_on", "concluded_on", "served_on")),
    order=tuple(
        (at + one, at + two)
        for at in HEARINGS
        for one, two in (
            ("filed_on", "copy_on"),
            ("copy_on", "answered_on"),
            ("filed_on", "concluded_on"),
            ("concluded_on", "served_on"),
        )
    ),
    whole={
        "against": (say("没有写针对什么的行，整列按"), say("答复，没有所涉申请的留作问题")),
        "dispute_kind": (say("没有写复议还是诉讼的行，整列按"), say("不指定，留作问题")),
    },
)  # fmt: skip

BOOKS: Mapping[str, Book] = {book.key: book for book in (APPLICATIONS, DISPUTES)}
"""Every ledger that can come in, by its key."""
