"""What of which table goes with which kind of record. A test holds this list against the models: a new column of words that is
neither wiped nor named as kept fails it.
"""

from __future__ import annotations

GONE = "（已销毁）"

CASE: dict[str, tuple[str, ...]] = {
    "application": (
        "title",
        "content",
        "clues",
        "document_number",
        "withdrawal",
        "confirmed_how",
        "split_reason",
        "query_code",
        "query_index",
    ),
    "correction": ("defects", "guidance", "answer"),
    "reasonscall": ("why", "reasons"),
    "extension": ("reason",),
    "delay": ("reason",),
    "consultation": ("party", "contact", "what", "interest", "reasons", "token"),
    "assistance": ("unit", "question", "places", "terms", "note"),
    "search": ("places", "terms", "note"),
    "decision": (
        "findings",
        "given",
        "withheld",
        "way",
        "other_contact",
        "earlier_number",
        "special_rules",
        "public_interest",
    ),
    "casefile": ("name", "note"),
    "remedycase": ("claimant", "counsel", "hold_why", "note"),
    "round": ("appellant", "note"),
    "complaint": ("complainant", "text", "done"),
    "redo": ("called_off_why",),
}
"""Columns by model of `gongkai.applications`: what goes with the file of a case (`case`)."""
LETTER: dict[str, tuple[str, ...]] = {
    "letter": ("addressee", "body", "cancelled_why"),
    "letteranswer": ("shown", "reason", "fingerprint"),
    "checkword": ("text",),
    "review": ("comment", "seen", "voided_why"),
    "stampedcopy": ("differences", "hidden", "answer"),
    "service": ("tracking", "signed_by", "proof_note", "failed_why"),
}
"""What goes with the letters."""
IDENTITY = ("identity_number",)
CONTACT = ("phone", "email", "address", "postcode", "representative", "contact")
APPLICANT = ("name", *IDENTITY, *CONTACT, "key", "fingerprint")
"""Of an applicant whose last case has gone: nothing but the kind remains."""

KEPT: dict[str, tuple[str, ...]] = {
    "application": (
        "number",
        "applicant_kind",
        "carriers",
        "routes",
        "channel",
        "stage",
        "outcome",
    ),
    "applicant": ("kind", "identity_kind"),
    "correction": ("result",),
    "consultation": ("asked", "opinion"),
    "assistance": ("found",),
    "decision": ("answers", "leaf", "outcome", "other_name"),
    "casefile": ("purpose",),
    "feenotice": ("tariff", "receipt_number"),
    "letter": ("code", "digest", "state", "number"),
    "letteranswer": ("kind",),
    "checkword": ("kind", "digest"),
    "review": ("role", "digest", "acting_for", "verdict"),
    "service": ("method", "carrier", "result"),
    "stampedcopy": ("way", "digest", "number", "outcome"),
    "remedycase": ("kind", "capacity", "against", "brought_by", "authority", "number", "result"),
    "round": ("level", "number", "authority", "result", "bucket"),
    "complaint": ("number", "received_by", "about", "finding"),
    "redo": ("outcome",),
    "dossier": ("state", "digest", "missing", "failure"),
    "lesson": ("outcome", "leaf", "articles", "text"),
    "lessoncheck": (
        "reach",
        "state",
        "kind",
        "level",
        "wordings",
        "instead",
        "fact",
        "question",
        "outcome",
        "leaf",
        "articles",
        "told",
        "ended_why",
        "decided_why",
    ),
    "resultreading": ("code", "bucket", "why"),
    "number": ("text", "cancelled_why"),
    "series": ("key",),
    "template": ("code", "text", "note"),
}
"""What stays: the register and the tables of the year are made of it, and it says nothing of a person."""
UNIQUE = frozenset({"query_index", "token", "fingerprint", "key"})
"""Columns that take chance in the place of what they held: they must be there, and must not be equal."""
