"""发出前核对: what leaves the house with a letter, looked at before anybody approves it and again as it goes.

The letter's own words and every file that goes with it are asked: does it hold what must not leave (`gongkai.leaks`)? And with a
partial release (条例 art. 37): is every file a severed copy that was checked, or has somebody answered for it? What is found is mended or
answered with a reason (decision 0145); what no reason can answer stays shut. docs/reference/outgoing-checks.md lists the findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai import leaks, letters
from gongkai.applications import letter_facts
from gongkai.applications.models import Application, CaseFile, Letter
from gongkai.disclosures.checks import Severity
from gongkai.disclosures.checks.finding import mark_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import LETTERS, Addressee
from gongkai.law.outcomes import Outcome
from gongkai.severance import actions as severing
from gongkai.severance import looking, queries
from gongkai.severance.models import Severance


@dataclass(frozen=True, slots=True)
class Finding:
    """``code``, ``severity``, ``label``, ``says``, ``shown``, ``fingerprint``: as in `gongkai.disclosures.checks`. ``file``: the file that
    it is about, None for the letter's own words. ``answerable``: whether a reason may let it stand. ``reason``: the one given, ``by``
    whom. ``severable``: the file can be cut."""

    code: str
    severity: Severity
    label: str
    says: str
    fingerprint: str
    shown: str = ""
    where: str = ""
    file: CaseFile | None = None
    answerable: bool = True
    reason: str = ""
    by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it holds up the letter."""
        return self.severity is Severity.MUST and not (self.answerable and self.reason)

    @property
    def severable(self) -> bool:
        return self.file is not None and self.code not in ("severance.original", "severance.broken")


class NotSafe(GongkaiError):
    """What would go out has not passed the check of what leaves the house."""

    def __init__(self, letter: Letter, found: Sequence[Finding]) -> None:
        told = "".join(dict.fromkeys(finding.says for finding in found[:3]))
        super().__init__(
            say(
                "{letter}的发出前核对还有{n}处没有处理：{told}请遮去、换下，或者逐处写明保留的理由。",
                letter=LETTERS[letter.code].name,
                n=len(found),
                told=told,
            )
        )
        self.findings = tuple(found)


def leaves_the_house(letter: Letter) -> bool:
    """Whether anybody outside gets it: not a form kept on file, nor a question to a section of one's own."""
    if LETTERS[letter.code].addressee is Addressee.INTERNAL:
        return False
    return letter.assistance_id is None or letter.assistance.section_id is None  # type: ignore[union-attr]


def is_partial(letter: Letter) -> bool:
    """Whether it gives a part and withholds the rest (区分处理)."""
    decision = letter_facts.decision_of(letter.application) if letter.substantive else None
    return decision is not None and decision.outcome == Outcome.PARTIAL


def look_at(letter: Letter) -> None:
    """Look into the files that go with ``letter``; seconds for those never seen, so no lock may be held. Raises
    `gongkai.files.uploads.FileRefused` where bytes are gone or changed."""
    look_at_files(letter_facts.enclosed_in(letter.pk))


def look_at_files(files: Sequence[CaseFile]) -> None:
    """As `look_at`, of files that will go with a letter."""
    looking.look_into([(file.file, file.name) for file in files])


def refuse_originals(case: Application, files: Sequence[CaseFile]) -> None:
    """Raise GongkaiError where a file is the original of a severed copy that is in use: it would go out by mistake."""
    wanted = {file.file_id: file for file in files}
    if not wanted:
        return
    for copy in queries.in_force(case).filter(original__in=list(wanted)):
        raise GongkaiError(_original(wanted[copy.original_id]).says)


def findings(letter: Letter, enclosed: tuple[CaseFile, ...] | None = None) -> tuple[Finding, ...]:
    """Everything that is found, with the reasons given; what holds up the letter first. A handful of queries, no bytes are read.
    ``enclosed``: its files, where the caller has them."""
    if not leaves_the_house(letter):
        return ()
    given = {row.fingerprint: row for row in letter.answers.filter(taken_back_at=None).select_related("by")}
    found = [
        replace(each, reason=row.reason, by=row.by.name) if (row := given.get(each.fingerprint)) else each
        for each in _found(letter, letter_facts.enclosed_in(letter.pk) if enclosed is None else enclosed)
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_open, each.severity is not Severity.MUST)))


def open_findings(letter: Letter) -> list[Finding]:
    """What holds up the letter."""
    return [finding for finding in findings(letter) if finding.is_open]


def require(letter: Letter) -> None:
    """Raise `NotSafe` where anything holds up the letter."""
    if found := open_findings(letter):
        raise NotSafe(letter, found)


def require_whole(letter: Letter) -> None:
    """Raise `NotSafe`, GongkaiError or `gongkai.files.uploads.FileRefused` where what goes out is not, to the byte, what was
    looked at and approved: for the moment of going out."""
    files = letter_facts.enclosed_in(letter.pk)
    if letters.Draft.from_data(letter.body).digest([file.file.sha256 for file in files]) != letter.digest:
        raise GongkaiError(
            say(
                "{letter}的正文或者附件与批准时的不一样，没有发出。请撤回，核对后重新送审。",
                letter=LETTERS[letter.code].name,
            )
        )
    require(letter)
    for copy in queries.copies_among(letter.application, [file.file for file in files]).values():
        if not severing.is_whole(copy):
            raise NotSafe(letter, [_broken(copy, None)])


def _found(letter: Letter, files: tuple[CaseFile, ...]) -> Iterator[Finding]:
    yield from _of_words(letter)
    if is_partial(letter) or files:
        yield from _of_severance(letter, files)
    seen = looking.seen_in(file.file for file in files)
    for file in files:
        if file.file_id not in seen:
            yield _unlooked(file)
        for row in seen.get(file.file_id, ()):
            yield _stored(row, file)


def _of_words(letter: Letter) -> Iterator[Finding]:
    """The letter's own words, without what its addressee knows of themselves and what the body says of itself."""
    text = letters.Draft.from_data(letter.body).text
    theirs = _their_own(letter)
    for leak in leaks.scan_text(text, key=looking.key()):
        value = text[leak.place.start : leak.place.end]
        if value.strip() and value.strip() in theirs:
            continue
        yield Finding(
            f"leak.{leak.kind.value}",
            Severity(leak.severity.value),
            leak.kind.label,
            leak.says,
            leak.fingerprint,
            leak.shown,
            say("正文"),
        )


def _their_own(letter: Letter) -> str:
    """What the addressee knows already: their own words and name, and how the body is reached."""
    case, agency = letter.application, letter.agency
    known = [
        agency.name, agency.address, agency.phone, agency.email, agency.payment, agency.reconsideration_online,
        letter.addressee,
    ]  # fmt: skip
    if LETTERS[letter.code].addressee is Addressee.APPLICANT:
        who = case.applicant
        known += [who.name, who.phone, who.email, who.address, case.content, case.title]
    return "\n".join(known)


def _of_severance(letter: Letter, files: Sequence[CaseFile]) -> Iterator[Finding]:
    case, partial = letter.application, is_partial(letter)
    last = {row.original_id: row for row in queries.of(case)}  # the last of each: oldest first
    copies = {row.severed_id: row for row in queries.of(case)}
    going = False
    for file in files:
        copy, of_it = copies.get(file.file_id), last.get(file.file_id)
        if copy is not None and not copy.in_force:
            yield _broken(copy, file)
        elif copy is not None:
            going = True
        elif of_it is not None and of_it.taken_back_at is None:
            yield _original(file)
        elif partial:
            yield _unsevered(file)
    if partial and not going:
        yield _nothing_severed(letter)


def _unlooked(file: CaseFile) -> Finding:
    return Finding(
        "outgoing.unlooked",
        Severity.MUST,
        say("还没有检查"),
        say("“{name}”还没有检查过，请再按一次送审。", name=file.name),
        mark_of("outgoing.unlooked", file.file.sha256),
        file.name,
        file.name,
        file,
        answerable=False,
    )


def _stored(row: dict[str, object], file: CaseFile) -> Finding:
    return Finding(
        str(row["code"]),
        Severity(str(row["severity"])),
        str(row["label"]),
        str(row["says"]),
        # What was answered for in one file is not answered for in another.
        mark_of(str(row["fingerprint"]), file.file.sha256),
        str(row["shown"]),
        "，".join(filter(None, (file.name, str(row["where"])))),
        file,
    )


def _broken(copy: Severance, file: CaseFile | None) -> Finding:
    return Finding(
        "severance.broken",
        Severity.MUST,
        say("副本不能发出"),
        say(
            "“{name}”{standing}，不能发出。请重新区分处理，换上核验通过的副本。",
            name=copy.severed_name,
            standing=copy.standing,
        )
        if not copy.in_force
        else say(
            "“{name}”与核验时的内容不符，不能发出。请管理员从备份恢复，或者重新区分处理。", name=copy.severed_name
        ),
        mark_of("severance.broken", copy.pk),
        copy.severed_name,
        copy.severed_name,
        file,
        answerable=False,
    )


def _original(file: CaseFile) -> Finding:
    return Finding(
        "severance.original",
        Severity.MUST,
        say("附的是原件"),
        say("“{name}”是做过区分处理的原件，不能发出。请换上核验通过的副本。", name=file.name),
        mark_of("severance.original", file.file.sha256),
        file.name,
        file.name,
        file,
        answerable=False,
    )


def _unsevered(file: CaseFile) -> Finding:
    return Finding(
        "severance.unsevered",
        Severity.MUST,
        say("整份附在部分公开的答复后面"),
        say(
            "决定是部分公开，“{name}”却是整份附上的。请区分处理后附副本；确实整份都能公开的，写明理由。", name=file.name
        ),
        mark_of("severance.unsevered", file.file.sha256),
        file.name,
        file.name,
        file,
    )


def _nothing_severed(letter: Letter) -> Finding:
    return Finding(
        "severance.none",
        Severity.MUST,
        say("没有附区分处理后的副本"),
        say(
            "决定是部分公开，却没有附核验通过的副本（《条例》第三十七条）。请区分处理并附上；提供纸质副本、当面查阅或者内容已写在答复书里的，写明怎样提供、谁核对过遮盖。"
        ),
        mark_of("severance.none", letter.pk),
        say("部分公开"),
        say("附件"),
    )
