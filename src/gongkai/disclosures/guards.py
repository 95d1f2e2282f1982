"""What the database refuses, so that unreviewed text stays from the public side (decision 0106): each a condition, written once for
SQLite and PostgreSQL. `append_only` puts them on their tables; docs/explanation/four-eyes.md says what they cannot do.
"""

from __future__ import annotations

from dataclasses import dataclass

ITEM, VERSION, FILE = "disclosures_item", "disclosures_version", "disclosures_versionfile"
DRAFT, DRAFT_FILE, HANDS = "disclosures_draft", "disclosures_draftfile", "disclosures_draft_hands"
REVIEW, SECRECY, FORCED = "disclosures_review", "disclosures_secrecyreview", "disclosures_forcedrelease"
NUMBER = "disclosures_itemnumber"


@dataclass(frozen=True, slots=True)
class Guard:
    """``event``: ``INSERT``, ``DELETE``, ``UPDATE`` or ``UPDATE OF …``. ``when``: the condition under which it is refused, "" for
    always. ``{ne}`` stands for "is different from, also where one is null"; ``{json:column}`` and ``{text:name}`` read JSON."""

    name: str
    table: str
    event: str
    says: str
    when: str = ""


def _differs(*names: str) -> str:
    return "(" + " OR ".join(f"NEW.{name} {{ne}} OLD.{name}" for name in names) + ")"


CONTENT = (
    "title",
    "document_number",
    "kind",
    "column_id",
    "section_id",
    "clause",
    "summary",
    "genre",
    "topic",
    "keywords",
    "source",
    "attribute",
    "ground",
    "ground_note",
    "review_again_on",
    "made_on",
    "effective_on",
    "valid_until",
    "details",
    "html",
)
"""The columns of `gongkai.disclosures.models.catalogue.FIELDS`."""
SHOWN = ("document_number", "summary", "keywords", "source")
"""What the public reads beside title and text, and a version keeps among its ``fields``."""

_ROUND = f"""FROM {REVIEW} r WHERE r.draft_id = {{draft}} AND r.revision = {{revision}} AND r.voided_at IS NULL"""
_APPROVED = f"""(
    (SELECT COUNT(*) {_ROUND} AND r.verdict = 'approved' AND r.digest = {{digest}})
      = COALESCE((SELECT MAX(r.total) {_ROUND}), -1)
    AND NOT EXISTS (SELECT 1 {_ROUND} AND (r.verdict <> 'approved' OR r.digest <> {{digest}})))"""
"""A full set of approvals for exactly this digest."""


def _approved(draft: str, revision: str, digest: str) -> str:
    return _APPROVED.replace("{draft}", draft).replace("{revision}", revision).replace("{digest}", digest)


_SAME = " AND ".join(
    [*(f"v.{name} = NEW.{name}" for name in ("title", "html")), *(f"{{text:{n}}} = NEW.{n}" for n in SHOWN)]
)

GUARDS: tuple[Guard, ...] = (
    # What was public stays as it was.
    Guard("version_no_update", VERSION, "UPDATE", "a version is kept as it was released"),
    Guard("version_no_delete", VERSION, "DELETE", "a version is kept for good"),
    Guard("versionfile_no_update", FILE, "UPDATE", "a file of a version is kept as it was released"),
    Guard("versionfile_no_delete", FILE, "DELETE", "a file of a version is kept for good"),
    # A version comes out of a full review, or by force, or from an older system.
    Guard(
        "version_after_review",
        VERSION,
        "INSERT",
        "a version needs every approval of its round for exactly this text",
        f"""NEW.draft_id IS NOT NULL AND NOT NEW.forced AND NOT (
            EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.id = NEW.draft_id AND d.item_id = NEW.item_id AND d.stage = 'approved'
                AND d.digest = NEW.digest AND d.revision = NEW.revision AND d.title = NEW.title AND d.html = NEW.html
                AND d.attribute = 'proactive')
            AND {_approved("NEW.draft_id", "NEW.revision", "NEW.digest")})""",
    ),
    Guard(
        "version_by_force",
        VERSION,
        "INSERT",
        "a forced version is the draft as it is, released by somebody who did not write it",
        f"""NEW.forced AND NOT EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.id = NEW.draft_id AND d.item_id = NEW.item_id
            AND d.stage IN ('draft', 'reviewing', 'approved') AND d.digest = NEW.digest AND d.revision = NEW.revision
            AND d.title = NEW.title AND d.html = NEW.html AND d.attribute = 'proactive'
            AND NEW.by_id IS NOT NULL AND NEW.by_id <> d.author_id
            AND NOT EXISTS (SELECT 1 FROM {HANDS} h WHERE h.draft_id = d.id AND h.account_id = NEW.by_id))""",
    ),
    Guard(
        "version_taken_over",
        VERSION,
        "INSERT",
        "only the first version of an item that never was a draft comes without a review, from an older system",
        f"""NEW.draft_id IS NULL AND (NEW.forced OR NEW.number <> 1 OR NEW.by_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.item_id = NEW.item_id)
            OR NOT EXISTS (SELECT 1 FROM {ITEM} i WHERE i.id = NEW.item_id AND i.title = NEW.title AND i.html = NEW.html))""",
    ),
    Guard(
        "versionfile_of_draft",
        FILE,
        "INSERT",
        "a version gets its files once, and only those that were reviewed",
        f"""EXISTS (SELECT 1 FROM {ITEM} i WHERE i.current_id = NEW.version_id)
            OR EXISTS (SELECT 1 FROM {VERSION} v JOIN {VERSION} w ON w.item_id = v.item_id AND w.number > v.number
                WHERE v.id = NEW.version_id)
            OR EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.draft_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM {DRAFT_FILE} f WHERE f.draft_id = v.draft_id AND f.file_id = NEW.file_id
                    AND f.role = NEW.role AND f.name = NEW.name AND f.alt = NEW.alt AND f.text = NEW.text
                    AND f.role IN ('attachment', 'picture') AND f.removed_at IS NULL))""",
    ),
    # The public side of an item is its version.
    Guard(
        "item_begins_unseen",
        ITEM,
        "INSERT",
        "an item becomes public only by a release or gongkai.disclosures.published.take_over",
        "NEW.current_id IS NOT NULL OR NEW.published_on IS NOT NULL",
    ),
    Guard(
        "item_is_its_version",
        ITEM,
        f"UPDATE OF title, html, {', '.join(SHOWN)}, details, current_id, published_on",
        "what an item shows is its version, word for word",
        f"""NEW.current_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {VERSION} v
            WHERE v.id = NEW.current_id AND v.item_id = NEW.id AND {_SAME} AND {{json:details}}
            AND (NOT v.forced OR EXISTS (SELECT 1 FROM {FORCED} f WHERE f.version_id = v.id AND f.reason <> '')))""",
    ),
    Guard(
        "item_public_with_version",
        ITEM,
        "UPDATE OF current_id, published_on",
        "an item is public only with a version, and never loses it",
        "NEW.current_id IS NULL AND (NEW.published_on IS NOT NULL OR OLD.current_id IS NOT NULL)",
    ),
    Guard(
        "item_goes_forward",
        ITEM,
        "UPDATE OF current_id",
        "an item never goes back to an earlier version",
        f"""OLD.current_id IS NOT NULL AND NEW.current_id {{ne}} OLD.current_id AND EXISTS (
            SELECT 1 FROM {VERSION} was JOIN {VERSION} will ON will.id = NEW.current_id
            WHERE was.id = OLD.current_id AND will.number <= was.number)""",
    ),
    Guard(
        "item_comes_back_reviewed",
        ITEM,
        "UPDATE OF withdrawn_at",
        "what was withdrawn comes back with a new version only",
        "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL AND NOT (NEW.current_id {ne} OLD.current_id)",
    ),
    Guard(
        "item_keeps_its_numbers",
        ITEM,
        "UPDATE OF permanent, index_number",
        "a permanent address and an index number are never changed",
        "(OLD.permanent <> '' AND NEW.permanent <> OLD.permanent)"
        " OR (OLD.index_number <> '' AND NEW.index_number <> OLD.index_number)",
    ),
    Guard("item_no_delete", ITEM, "DELETE", "an item that was public is kept", "OLD.current_id IS NOT NULL"),
    Guard("number_only_rises", NUMBER, "UPDATE", "numbers are never given twice", "NEW.last < OLD.last"),
    Guard("number_no_delete", NUMBER, "DELETE", "numbers are never given twice"),
    # A draft is its author's, and stands still while it is looked at.
    Guard(
        "draft_keeps_its_author",
        DRAFT,
        "UPDATE OF author_id, item_id, agency_id",
        "author, item and body of a draft are never changed",
        _differs("author_id", "item_id", "agency_id"),
    ),
    Guard(
        "draft_stands_still",
        DRAFT,
        f"UPDATE OF {', '.join(CONTENT)}, digest, revision",
        "a draft under review is not changed: it is recalled first, and its approvals lapse",
        f"OLD.stage NOT IN ('draft', 'discarded') AND ({_differs(*CONTENT, 'digest')}"
        " OR (OLD.stage IN ('released', 'decided') AND NEW.revision {ne} OLD.revision))",
    ),
    Guard(
        "draft_comes_back_void",
        DRAFT,
        "UPDATE OF stage",
        "a draft goes back to its author only when its approvals have lapsed",
        f"""OLD.stage IN ('reviewing', 'doubt', 'approved', 'decided') AND NEW.stage IN ('draft', 'discarded')
            AND EXISTS (SELECT 1 FROM {REVIEW} r WHERE r.draft_id = NEW.id AND r.voided_at IS NULL)""",
    ),
    Guard(
        "draft_begins_unreviewed",
        DRAFT,
        "INSERT",
        "a draft begins as a draft",
        "NEW.stage <> 'draft'",
    ),
    Guard(
        "draft_approved_by_all",
        DRAFT,
        "UPDATE OF stage",
        "a draft is approved, or its attribute decided, by a full set of approvals",
        f"""NEW.stage IN ('approved', 'decided') AND OLD.stage <> NEW.stage
            AND NOT {_approved("NEW.id", "NEW.revision", "NEW.digest")}""",
    ),
    Guard(
        "draft_released_once",
        DRAFT,
        "UPDATE OF stage",
        "a draft is released with its version, and stays so",
        f"""NEW.stage <> OLD.stage AND (OLD.stage = 'released' OR (NEW.stage = 'released' AND NOT EXISTS (
            SELECT 1 FROM {VERSION} v WHERE v.draft_id = NEW.id AND v.digest = NEW.digest AND v.revision = NEW.revision)))""",
    ),
    Guard("hands_no_update", HANDS, "UPDATE", "who wrote on a draft is kept"),
    Guard("hands_no_delete", HANDS, "DELETE", "who wrote on a draft is kept"),
    Guard(
        "draftfile_stands_still",
        DRAFT_FILE,
        "UPDATE OF draft_id, file_id, role, name, alt, position, text, removed_at",
        "the files of a draft under review are not changed",
        f"{_differs('draft_id', 'file_id', 'role', 'name', 'alt', 'position', 'text', 'removed_at')}"
        f" AND EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.id IN (OLD.draft_id, NEW.draft_id) AND d.stage NOT IN ('draft', 'discarded'))",
    ),
    Guard(
        "draftfile_not_added",
        DRAFT_FILE,
        "INSERT",
        "no file is added to a draft under review",
        f"EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.id = NEW.draft_id AND d.stage NOT IN ('draft', 'discarded'))",
    ),
    Guard(
        "draftfile_no_delete",
        DRAFT_FILE,
        "DELETE",
        "no file is taken from a draft under review",
        f"EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.id = OLD.draft_id AND d.stage NOT IN ('draft', 'discarded'))",
    ),
    # A verdict is given once, in turn, by somebody who did not write.
    Guard(
        "review_begins_open",
        REVIEW,
        "INSERT",
        "a step begins without a verdict, for the draft as it is",
        f"""NEW.verdict <> '' OR NEW.by_id IS NOT NULL OR NEW.voided_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM {DRAFT} d WHERE d.id = NEW.draft_id AND d.author_id = NEW.author_id AND d.digest = NEW.digest
                AND d.revision = NEW.revision)""",
    ),
    Guard(
        "review_of_what_was_asked",
        REVIEW,
        "UPDATE",
        "what a step asks of whom is never changed",
        _differs(
            "draft_id",
            "revision",
            "step",
            "place",
            "total",
            "label",
            "role",
            "section_id",
            "secrecy",
            "author_id",
            "digest",
        ),
    ),
    Guard(
        "review_given_once",
        REVIEW,
        "UPDATE",
        "a verdict is given once",
        f"""(OLD.verdict <> '' AND {_differs("verdict", "by_id", "at", "comment", "acting_for", "checklist", "seen")})
            OR (OLD.voided_at IS NOT NULL AND {_differs("verdict", "by_id", "voided_at")})""",
    ),
    Guard(
        "review_by_another",
        REVIEW,
        "UPDATE OF verdict, by_id",
        "a verdict is given in turn, on what the draft holds, by somebody who did not write it",
        f"""NEW.verdict <> '' AND OLD.verdict = '' AND (
            NOT EXISTS (SELECT 1 FROM {DRAFT} d WHERE d.id = NEW.draft_id AND d.author_id <> NEW.by_id
                AND d.stage IN ('reviewing', 'released') AND d.digest = NEW.digest AND d.revision = NEW.revision)
            OR EXISTS (SELECT 1 FROM {HANDS} h WHERE h.draft_id = NEW.draft_id AND h.account_id = NEW.by_id)
            OR EXISTS (SELECT 1 FROM {FORCED} f WHERE f.draft_id = NEW.draft_id AND f.by_id = NEW.by_id)
            OR EXISTS (SELECT 1 FROM {REVIEW} r WHERE r.draft_id = NEW.draft_id AND r.revision = NEW.revision
                AND r.voided_at IS NULL AND r.step < NEW.step AND r.verdict = ''))""",
    ),
    Guard("review_no_delete", REVIEW, "DELETE", "a review is kept for good"),
    Guard(
        "secrecy_given_once",
        SECRECY,
        "UPDATE",
        "a secrecy review is given once, and answered once",
        _differs(
            "draft_id",
            "review_id",
            "digest",
            "questions",
            "conclusion",
            "ground",
            "by_id",
            "acting_for",
            "at",
            "referred_to",
        )
        + f" OR (OLD.reply <> '' AND {_differs('reply', 'reply_text', 'replied_on', 'reply_by_id')})",
    ),
    Guard("secrecy_no_delete", SECRECY, "DELETE", "a secrecy review is kept for good"),
    # A forced release leaves its trace.
    Guard(
        "forced_as_it_was",
        FORCED,
        "UPDATE",
        "the record of a forced release is kept as it was made",
        _differs(
            "item_id", "draft_id", "version_id", "reason", "by_id", "acting_for", "at", "review_by", "open_findings"
        )
        + f" OR (OLD.reviewed_at IS NOT NULL AND {_differs('reviewed_at', 'outcome')})"
        + " OR (OLD.seen_by_supervisor_at IS NOT NULL AND NEW.seen_by_supervisor_at {ne} OLD.seen_by_supervisor_at)",
    ),
    Guard("forced_no_delete", FORCED, "DELETE", "the record of a forced release is kept for good"),
    Guard(
        "forced_of_its_version",
        FORCED,
        "INSERT",
        "a forced release is that of a forced version",
        f"""NOT EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.forced AND v.item_id = NEW.item_id
            AND v.draft_id = NEW.draft_id AND v.by_id = NEW.by_id)""",
    ),
)
KEPT = (VERSION, FILE, REVIEW, SECRECY, FORCED, ITEM, DRAFT, NUMBER)
"""Tables whose rows are not put in the place of others (SQLite's REPLACE), nor emptied at once."""
