"""What the gate finds, as values. None of them holds what it found: only where it stood and how it may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from hmac import digest

from gongkai.language import say


class Severity(StrEnum):
    """Whether a leak holds up a release, or only asks a person to look."""

    MUST = "must"  # 必须处理: mended, or answered with a reason that is kept
    LOOK = "look"  # 请看一眼


class Kind(StrEnum):
    """What was found. Codes are stable: reasons that a person gave are kept under them."""

    # What is written.
    IDENTITY = "identity"  # 公民身份号码, 18 digits, checksum right
    IDENTITY_OLD = "identity.old"  # 15 digits
    IDENTITY_WRONG = "identity.wrong"  # looks like one, its checksum or date is wrong
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    BANK_ACCOUNT = "bank_account"  # called an account, and not the number of a card
    ADDRESS = "address"  # of a household, finer than the village
    PASSPORT = "passport"  # 护照、往来港澳台通行证
    EMAIL = "email"
    PERSON_LIST = "person_list"  # names beside illness, poverty, minors
    SECRECY = "secrecy"  # 密级标志 and marks of inner papers
    # What is not seen.
    REVISIONS = "revisions"
    COMMENTS = "comments"
    HIDDEN_TEXT = "hidden_text"
    PROPERTIES = "properties"
    EMBEDDED = "embedded"
    EXTERNAL_LINK = "external_link"
    CROPPED = "cropped"
    PICTURE_DATA = "picture_data"  # place, owner, preview inside a picture
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_CELLS = "hidden_cells"  # rows, columns, filters
    PIVOT_CACHE = "pivot_cache"
    LINK_CACHE = "link_cache"
    HIDDEN_NAME = "hidden_name"
    VALIDATION_LIST = "validation_list"
    COVERED_TEXT = "covered_text"  # text under boxes, redactions never applied
    ATTACHMENT = "attachment"
    SCRIPT = "script"
    HIDDEN_LAYER = "hidden_layer"
    EARLIER_VERSION = "earlier_version"
    FORM_FIELD = "form_field"
    UNREADABLE = "unreadable"  # could not be looked into

    @property
    def label(self) -> str:
        """The kind in two to eight characters, for headings of lists."""
        from gongkai.leaks.explaining import label

        return label(self)


class Mask(StrEnum):
    """A way to mend what is written."""

    PARTIAL = "partial"  # 138****1234, 4113********2817, 6222 **** **** 3308
    LAST_FOUR = "last_four"  # ****1234
    TOWN = "town"  # 城关镇****
    REMOVE = "remove"  # nothing is left of it

    @property
    def label(self) -> str:
        from gongkai.leaks.explaining import mask_label

        return mask_label(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leak stood. Numbers count from 1; None where the source has no such thing.

    ``start`` and ``end``: offsets in the text that was scanned (``scan_text``), in the text of the page (``scan_html``: see
    ``page_text``), and for files in the text of the paragraph, cell or page that is named here. ``part``: what holds it when it is not
    the body, such as 页眉, 批注, 属性. ``cell``: as a workbook calls it, B7.
    """

    start: int | None = None
    end: int | None = None
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    part: str = ""

    def __str__(self) -> str:
        parts = []
        if self.sheet is not None:
            parts.append(say("工作表“{sheet}”", sheet=self.sheet))
        if self.cell is not None:
            parts.append(say("{cell}单元格", cell=self.cell))
        if self.page is not None:
            parts.append(say("第{page}页", page=self.page))
        if self.table is not None:
            parts.append(say("第{table}个表", table=self.table))
        if self.row is not None and self.cell is None:
            parts.append(say("第{row}行", row=self.row))
        if self.column is not None and self.cell is None:
            parts.append(say("第{column}列", column=self.column))
        if self.paragraph is not None and self.table is None:
            parts.append(say("第{paragraph}段", paragraph=self.paragraph))
        if self.part:
            parts.append(say("（{part}）", part=self.part) if parts else self.part)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing that must not leave the house, or that a person should look at.

    ``shown``: how it may be shown, already masked; the value itself is nowhere in this object. ``fingerprint``: the same for the same
    kind and value (hidden content: the same content) whenever it is scanned with the same key, so an answer given once holds until
    the value changes. Without a key it is no secret: ten thousand numbers fit a masked mobile, and each can be tried (decision 0090).
    ``hidden``: it stands where a reader does not see it, so a mask in the text does not help: see ``clean_file``.
    """

    kind: Kind
    severity: Severity
    place: Place
    shown: str
    fingerprint: str = field(repr=False)
    hidden: bool = False

    @property
    def says(self) -> str:
        """What it is, why it matters and what to do, in Chinese."""
        from gongkai.leaks.explaining import explained

        return explained(self)

    @property
    def masks(self) -> tuple[Mask, ...]:
        """The ways to mend it in the text, the usual one first; none for what no mask mends."""
        from gongkai.leaks.masks import offered

        return () if self.hidden else offered(self.kind)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in one file. ``format``: as ``documents.sniff`` says, empty when unknown. ``leaks``: in reading order, what is
    hidden last. ``looked_at``: what was looked for and not found, as kinds, so that a screen can tell it."""

    name: str
    format: str
    leaks: tuple[Leak, ...]
    looked_at: tuple[Kind, ...] = ()

    @property
    def must(self) -> int:
        return sum(leak.severity is Severity.MUST for leak in self.leaks)

    @property
    def is_clean(self) -> bool:
        """Nothing was found. A file that could not be looked into is not clean."""
        return not self.leaks

    def counts(self) -> Mapping[Kind, int]:
        return Counter(leak.kind for leak in self.leaks)


def fingerprint(kind: str, value: str | bytes, key: bytes) -> str:
    """32 hex digits for a kind and a normalised value."""
    data = str(kind).encode() + b"\0" + (value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value)
    return (digest(key, data, "sha256") if key else sha256(data).digest()).hex()[:32]
