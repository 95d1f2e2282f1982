"""What a letter is drawn from: the facts of one case as plain values. No model, no clock, no markup.

Every text is taken as it stands and never read as a template, as markup or as a format string. An empty text and None both mean
"not on record"; a letter that needs such a fact says so (`gongkai.letters.FactMissing`). A text of several lines is a list: one
line is one point. Dates are certain days: a provisional date of `gongkai.law.Due` has no place here (``Due.for_letter``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.articles import Source
from gongkai.law.fees import Line, Tariff
from gongkai.law.tree import TREE, Leaf


def office_in_full(name: str, office: str) -> str:
    """The disclosure office with the name of its body. 局办公室 of a 局 is written without the doubled character.

    >>> office_in_full("云岭县商务局", "局办公室"), office_in_full("云岭县人民政府", "政府信息公开科")
    ('云岭县商务局办公室', '云岭县人民政府政府信息公开科')
    """
    return name + (office[1:] if office[:1] == name[-1:] else office)


@dataclass(frozen=True, slots=True)
class Agency:
    """The body in whose name the letter goes out (答复主体), and where it can be reached."""

    name: str
    """Full name, as on the seal."""
    short_name: str = ""
    """Standard short name. Letters are signed with the full one."""
    office: str = ""
    """The disclosure office (政府信息公开工作机构). It never signs."""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    hours: str = ""
    """Office hours, in words."""
    email: str = ""
    website: str = ""
    """Where an applicant with the query code reads, corrects and answers."""
    reconsideration: str = ""
    """The government that decides on reconsideration (行政复议法 art. 24), in full."""
    court: str = ""
    """The court with jurisdiction, in full."""
    reconsideration_online: str = ""
    """Where to apply for reconsideration on the internet; demanded when a decision is served online (art. 22 ¶2)."""
    payment: str = ""
    """How the processing fee is paid, in words."""


@dataclass(frozen=True, slots=True)
class Application:
    """The application as registered."""

    number: str
    """申请编号, the register's own."""
    applicant: str
    """Name of the person or organisation, exactly as given."""
    content: str
    """The information asked for, in the applicant's own words."""
    received_on: date | None = None
    """The day of receipt by art. 31."""
    is_organisation: bool = False
    """法人或者其他组织: addressed as 贵单位, not 您."""
    title: str = ""
    """What it is about, in the register's words."""
    channel: str = ""
    """来源渠道 in words, as `gongkai.law.receipt.CHANNEL_NAMES` has them."""
    submitted_on: date | None = None
    arrived_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    """The day both sides confirmed."""
    receipt_ground: str = ""
    """Why ``received_on`` is that day: `gongkai.law.Receipt.ground`."""
    form_wanted: str = ""
    """Carrier and route asked for, in words."""
    identity: str = ""
    """Kind and number of the identity document, masked."""
    contact: str = ""
    """Telephone, e-mail, address, masked as the register shows them."""
    kind: str = ""
    """申请人类别 as table three counts it, in words."""
    registered_by: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """补正, art. 30: one notice, all defects at once."""

    defects: tuple[str, ...] = ()
    """Each thing to correct, with why."""
    guidance: str = ""
    """How to correct it."""
    period_days: int | None = None
    """Working days the applicant has, counted from service of the notice."""
    due_on: date | None = None
    """The last day, once the notice has been served."""
    noticed_on: date | None = None
    came_on: date | None = None
    """The corrected application was received."""


@dataclass(frozen=True, slots=True)
class ReasonsCall:
    """要求说明理由, art. 35."""

    why: str = ""
    """Number and frequency of the applications: the facts."""
    period_days: int | None = None
    """Working days to explain."""
    due_on: date | None = None
    noticed_on: date | None = None
    answered_on: date | None = None
    reasons: str = ""
    """What the applicant gave as reasons."""


@dataclass(frozen=True, slots=True)
class Extension:
    """延期答复, art. 33 ¶2."""

    days: int | None = None
    """Working days added, 1 to 20."""
    reason: str = ""
    new_due_on: date | None = None
    approved: bool = False
    """The head of the disclosure office has agreed, on file."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """One consultation. ``asked``: a value of `gongkai.law.Asked`: third_party, co_maker or agency."""

    party: str = ""
    """Name of whom is asked. It does not appear in letters to the applicant."""
    what: str = ""
    """The information the opinion is about."""
    interest: str = ""
    """Which interest it touches, in words."""
    due: str = "自收到本意见书之日起15个工作日内"
    """The period to reply, in words (arts. 32, 34)."""
    asked: str = "third_party"
    sent_on: date | None = None
    answered_on: date | None = None
    lapsed_on: date | None = None
    """The period ended without an opinion."""
    opinion: str = ""
    """同意公开, 同意部分公开, 不同意公开."""


@dataclass(frozen=True, slots=True)
class Fee:
    """信息处理费, art. 42 and 国办函〔2020〕109号. Amounts in whole yuan."""

    tariff: str = Tariff.BY_PAGE.value
    """A value of `gongkai.law.Tariff`."""
    amount: int | None = None
    lines: tuple[Line, ...] = ()
    """The sum laid open, as `gongkai.law.charge` gives it."""
    due_on: date | None = None
    """Last day to pay, once the notice has been served."""
    noticed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """延迟答复, art. 35: a later day set by the body."""

    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assistance:
    """协办: what a section or another unit is asked."""

    unit: str = ""
    question: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class OtherAgency:
    """The body that is responsible instead (art. 36(5)), or the archive that holds the information now."""

    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """The answer given before to the same applicant on the same information (art. 36(6))."""

    number: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """One search: who looked where, with which terms, when (guiding case 101)."""

    who: str
    where: str
    terms: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out with the letter. ``pages`` None: not known."""

    name: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut in a copy that goes out with the letter, as the index of cuts tells it. ``number``: as it stands on the copy."""

    file: str
    number: str
    where: str
    reason: str
    article: str
    """As cited: 《条例》第十五条."""


@dataclass(frozen=True, slots=True)
class Decision:
    """处理决定: the leaf the decision tree came to and what fills its letter."""

    leaf: str = ""
    """A key of ``gongkai.law.TREE.leaves``; "" only for S23, which no path of the tree reaches."""
    sources: tuple[Source, ...] = ()
    """What the decision rests on. Empty: the sources of the leaf."""
    findings: str = ""
    """The reasons, in the office's own words."""
    given: str = ""
    """What is disclosed, as a noun phrase (7家企业的名单和补贴金额)."""
    withheld: str = ""
    """What is not, as a noun phrase."""
    way: str = ""
    """方式、途径和时间: how, where and when the information is had, or where a claim can be raised instead."""
    where: str = ""
    """An address for it, where ``way`` does not hold it."""
    provided_form: str = ""
    """The form in which it is provided, in words."""
    cuts: str = ""
    """What was blacked out in the copies handed over, in words. Empty: counted from ``cut``."""
    cut: tuple[Cut, ...] = ()
    """Every cut in the copies that go out: the index of cuts (区分处理目录)."""
    attachments: tuple[Attachment, ...] = ()
    other_agency: OtherAgency | None = None
    """None: the body could not be determined."""
    earlier_answer: EarlierAnswer | None = None
    special_rules: str = ""
    """Laws and regulations that govern instead, or that forbid disclosure, with their articles."""
    public_interest: str = ""
    """Why withholding would gravely harm the public interest (art. 15, art. 32)."""
    searches: tuple[Search, ...] = ()
    record_action: str = ""
    """S23 only: ``corrected``, ``refused`` or ``passed_on``."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record that a letter of one case may draw on. Parts that did not happen are None."""

    agency: Agency
    application: Application
    correction: Correction | None = None
    reasons: ReasonsCall | None = None
    extension: Extension | None = None
    consultation: Consultation | None = None
    """The consultation that the letter in hand is about (P6 to P9)."""
    consultations: tuple[Consultation, ...] = ()
    """All consultations of the case, for the answer's account of what happened."""
    fee: Fee | None = None
    delay: Delay | None = None
    assistance: Assistance | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    """The day of the letter: it decides which remedies apply."""
    served_online: bool = False

    @property
    def leaf(self) -> Leaf | None:
        """The leaf of the decision; None without a decision or for one that the tree does not reach."""
        return TREE.leaves.get(self.decision.leaf) if self.decision else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the decision rests on: its own sources, else those of its leaf."""
        if self.decision and self.decision.sources:
            return self.decision.sources
        return self.leaf.sources if self.leaf else ()
