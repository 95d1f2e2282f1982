"""Letters in the making: drawn from the facts, changed by hand, checked, sent for approval, given up.

Everything here runs on a `Moving`, under the lock of the case. An approval binds to the digest over text and files; whatever
changes either makes a new revision, and the approvals of the old one die.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai import letters
from gongkai.applications import clocks, letter_facts, numbering, outgoing, taught
from gongkai.applications.actions.moving import ChangedMeanwhile, Moving, fresh, moving
from gongkai.applications.models import (
    Application,
    Assistance,
    CaseFile,
    CheckWord,
    Consultation,
    Letter,
    LetterFile,
    Review,
    Stage,
    Template,
)
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import LETTERS, Addressee
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


class LetterFaulty(GongkaiError):
    """The check of a letter against its case found what must be put right before anybody signs."""

    def __init__(self, letter: Letter, messages: Sequence[str]) -> None:
        super().__init__(
            say(
                "{letter}还不能送审：{messages} 请改好后再送。",
                letter=LETTERS[letter.code].name,
                messages="".join(messages),
            )
        )
        self.messages = tuple(messages)


def draft_letter(
    case: Application,
    code: str,
    *,
    by: Account,
    consultation: Consultation | None = None,
    assistance: Assistance | None = None,
    enclose: Sequence[CaseFile] = (),
) -> Letter:
    """Draw letter ``code`` from the facts of the case. Raises `gongkai.letters.FactMissing`."""
    known = letter_facts.facts_for(case, consultation=consultation, assistance=assistance, enclosed=tuple(enclose))
    template = Template.objects.filter(agency=case.agency_id, code=code, in_use=True).first()
    drawn = letters.draft(
        code, known, letters.parse(template.text) if template else None, settings=case.agency.law_settings
    )
    drawn = _with_index(drawn, known)
    letter = Letter.objects.create(
        agency=case.agency,
        application=case,
        code=code,
        consultation=consultation,
        assistance=assistance,
        addressee=_addressee(case, code, consultation, assistance),
        body=drawn.data(),
        template_version=template.version if template else 0,
        digest=drawn.digest([file.file.sha256 for file in enclose]),
        author=by,
        made_at=clock.now(),
    )
    for file in enclose:
        LetterFile.objects.create(letter=letter, file=file)
    _note(letter)
    log("letter.drafted", letter, by=by, agency=case.agency, code=code, application=case.number)
    return letter


def _note(letter: Letter) -> None:
    """Keep which rules from lessons fire on the letter as it now is. Looks only where a rule holds."""
    on = taught.standing(letter)
    if on.rows:
        taught.note_hits(letter, _found(letter, on))


def _with_index(drawn: letters.Draft, known: letters.Facts) -> letters.Draft:
    """An office's own wording may have no place for the index of cuts; the letter has it all the same."""
    return letters.with_index(drawn, known.decision.cut) if known.decision is not None else drawn


def _addressee(case: Application, code: str, consultation: Consultation | None, assistance: Assistance | None) -> str:
    to = LETTERS[code].addressee
    if to is Addressee.APPLICANT:
        return case.applicant.name
    if to is Addressee.INTERNAL:
        return case.agency.office
    if consultation is not None:
        return consultation.party
    return str(assistance.section or assistance.unit) if assistance is not None else ""


def digest_of(letter: Letter) -> str:
    """The digest of text and files as they now are."""
    files = [file.file.sha256 for file in letter_facts.enclosed_in(letter.pk)]
    return letters.Draft.from_data(letter.body).digest(files)


def findings_on(
    letter: Letter, enclosed: tuple[CaseFile, ...] | None = None, on: taught.Standing | None = None
) -> tuple[letters.Finding, ...]:
    """What the check against the case finds (`gongkai.letters.lint`), rules from lessons among it; one that a reviewer let pass is no
    error. ``enclosed``: its files, ``on``: what stands of the rules, where the caller has them."""
    return _found(letter, taught.standing(letter) if on is None else on, enclosed)


def _found(
    letter: Letter, on: taught.Standing, enclosed: tuple[CaseFile, ...] | None = None
) -> tuple[letters.Finding, ...]:
    case = letter.application
    known = letter_facts.facts_for(
        case,
        consultation=letter.consultation,
        assistance=letter.assistance,
        enclosed=letter_facts.enclosed_in(letter.pk) if enclosed is None else enclosed,
    )
    found = letters.lint(
        letters.Draft.from_data(letter.body), known, others=others_of(case), rules=on.rules, answered=on.answered
    )
    return taught.judged(found, on)


def held_up_by_rules(letter: Letter) -> list[letters.Finding]:
    """What rules from lessons find that nobody has let pass. Nothing is looked at where no rule holds."""
    on = taught.standing(letter)
    return taught.held_up(_found(letter, on)) if on.rows else []


def others_of(case: Application) -> list[letters.OtherCase]:
    """Recent cases of the same body, whose names and numbers must not be left over in this one."""
    near = (
        Application.objects.filter(agency=case.agency_id)
        .exclude(pk=case.pk)
        .exclude(applicant__key=case.applicant.key)
        .order_by("-pk")
        .values_list("applicant__name", "number")[:50]
    )
    return [letters.OtherCase(number=number, applicant=name) for name, number in near]


def submit(step: Moving, letter: Letter, *, by: Account) -> None:
    """Send a letter for approval along the body's chain; where the chain is empty, issue it at once. Raises `LetterFaulty`,
    `gongkai.applications.outgoing.NotSafe`."""
    on = taught.standing(letter)
    found = _found(letter, on)
    faults = [finding.message for finding in taught.unasked(found, on)]
    if faults:
        raise LetterFaulty(letter, faults)
    outgoing.require(letter)
    chain = chain_of(letter)
    if not chain and (waiting := taught.held_up(found)):
        # Nobody reviews it, so nobody can let it pass.
        raise LetterFaulty(letter, [finding.message for finding in waiting])
    taught.note_hits(letter, found)
    if not chain:
        from gongkai.applications.actions.issuing import finish

        finish(step, letter, by=by)
        return
    letter.state = Letter.State.REVIEWING
    letter.save(update_fields=["state"])
    for place, role in enumerate(chain, start=1):
        Review.objects.create(
            letter=letter,
            revision=letter.revision,
            step=place,
            role=role,
            author=letter.author,
            digest=letter.digest,
            asked_at=clock.now(),
        )
    if letter.substantive:
        step.stage = Stage.REVIEWING
    log("letter.submitted", letter, by=by, agency=letter.agency, digest=letter.digest, chain=chain)


def chain_of(letter: Letter) -> tuple[str, ...]:
    """Who approves this letter. Disclosure over a third party's objection needs the chief leader as well (art. 32)."""
    chain = letter.agency.chain_of(letter.code)
    decision = letter_facts.decision_of(letter.application) if letter.substantive else None
    if decision is not None and decision.leaf == "granted_over_objection" and "chief" not in chain:
        return (*chain, "chief")
    return chain


def draft_and_submit(
    step: Moving,
    code: str,
    *,
    by: Account,
    consultation: Consultation | None = None,
    assistance: Assistance | None = None,
    enclose: Sequence[CaseFile] = (),
) -> Letter:
    """Both in one step: for letters whose facts leave nothing to be written by hand."""
    fresh(step.case)
    letter = draft_letter(step.case, code, by=by, consultation=consultation, assistance=assistance, enclose=enclose)
    submit(step, letter, by=by)
    return letter


def void_reviews(letter: Letter, why: str) -> int:
    """Let every approval of a letter die, and with them what reviewers let pass. Returns how many approvals did."""
    drop_passes(letter)
    return letter.reviews.filter(voided_at=None).update(voided_at=clock.now(), voided_why=why)


def drop_passes(letter: Letter) -> None:
    """What a reviewer let pass was of the round that is over; the words are kept."""
    letter.check_words.filter(kind=CheckWord.Kind.PASS, taken_back_at=None).update(taken_back_at=clock.now())


def void_letter(letter: Letter, why: str) -> None:
    """Give a letter up. Its number, if it had one, is kept with the reason."""
    void_reviews(letter, why)
    numbering.cancel(letter, why)
    letter.state, letter.cancelled_why = Letter.State.CANCELLED, why[:200]
    letter.save(update_fields=["state", "cancelled_why"])


def _editable(letter: Letter) -> Letter:
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.state in (Letter.State.ISSUED, Letter.State.CANCELLED):
        raise GongkaiError(say("{letter}已经发出或者作废，不能再改。需要更正的，另行制作文书。", letter=held))
    return held


def _revised(step: Moving, held: Letter, by: Account, what: str) -> None:
    """A new revision: the digest anew, approvals dead, back to the draft."""
    held.revision += 1
    held.digest = digest_of(held)
    died = void_reviews(held, what)
    held.state = Letter.State.DRAFT
    held.dated = None
    held.save()
    if held.substantive and step.case.stage in (Stage.REVIEWING, Stage.DISPATCHING):
        step.stage = Stage.DRAFTING
    held.application = step.case
    _note(held)
    step.data.update({"letter": held.pk, "revision": held.revision, "approvals_voided": died, "what": what})


def edit_letter(letter: Letter, blocks: Sequence[letters.Block | str], *, revision: int, by: Account) -> Letter:
    """Change the words of a letter. ``blocks``: all of them in order; a str is a paragraph. ``revision``: the one that was
    before the person; another one in the meantime is never overwritten. Approvals die."""
    with moving(letter.application, "edit_letter", "letter.edited", by=by) as step:
        held = _editable(letter)
        if held.revision != revision:
            raise ChangedMeanwhile(step.case)
        changed = letters.edited(letters.Draft.from_data(held.body), blocks)
        if changed.data() != held.body:
            held.body = changed.data()
            held.author = by
            _revised(step, held, by, say("正文有修改"))
        else:
            step.data["what"] = "unchanged"
    letter.refresh_from_db()
    return letter


def enclose_files(letter: Letter, files: Sequence[CaseFile], *, by: Account) -> Letter:
    """Set the files that go out with a letter. A change is a new revision; the letter's list of attachments and its index of cuts
    follow. An original that was severed is refused."""
    outgoing.look_at_files(files)
    with moving(letter.application, "edit_letter", "letter.files_changed", by=by) as step:
        held = _editable(letter)
        if any(file.application_id != held.application_id or file.removed_at for file in files):
            raise GongkaiError(say("只能附本件的材料。请在本件的材料中选择。"))
        outgoing.refuse_originals(step.case, files)
        held.enclosures.all().delete()
        for file in files:
            LetterFile.objects.create(letter=held, file=file)
        drawn = letters.Draft.from_data(held.body)
        names = tuple(letters.Attachment(file.name, file.pages) for file in files)
        drawn = replace(drawn, attachments=names)
        held.body = letters.with_index(drawn, letter_facts.index_of(step.case, files)).data()
        _revised(step, held, by, say("附件有变动"))
    letter.refresh_from_db()
    return letter


def redraw_letter(letter: Letter, *, by: Account) -> Letter:
    """Draw a letter anew from the facts as they now are; what was changed by hand is lost, and the person has been told so."""
    with moving(letter.application, "edit_letter", "letter.redrawn", by=by) as step:
        held = _editable(letter)
        known = letter_facts.facts_for(
            step.case,
            consultation=held.consultation,
            assistance=held.assistance,
            enclosed=letter_facts.enclosed_in(held.pk),
        )
        template = Template.objects.filter(agency=held.agency_id, code=held.code, in_use=True).first()
        drawn = letters.draft(
            held.code,
            known,
            letters.parse(template.text) if template else None,
            settings=step.case.agency.law_settings,
        )
        drawn = _with_index(drawn, known)
        held.body, held.template_version = drawn.data(), template.version if template else 0
        held.author = by
        _revised(step, held, by, say("按最新情况重新起草"))
    letter.refresh_from_db()
    return letter


def submit_letter(letter: Letter, *, by: Account, version: int | None = None) -> None:
    """Send a drafted letter for approval. Raises `LetterFaulty`, `gongkai.applications.outgoing.NotSafe`."""
    # Before the lock is taken: a look into a file may take seconds.
    outgoing.look_at(letter)
    key = "submit_answer" if letter.substantive else "submit_letter"
    with moving(letter.application, key, "application.submitted_for_approval", by=by, version=version) as step:
        step.stage = None
        held = _editable(letter)
        if held.state != Letter.State.DRAFT:
            raise GongkaiError(say("{letter}已经在审批中，不用重复送审。", letter=held))
        held.application = step.case
        submit(step, held, by=by)
        step.data["letter"] = held.pk
    letter.refresh_from_db()


def recall_letter(letter: Letter, *, by: Account) -> None:
    """Take a letter back from approval, or before it goes out, to change it."""
    key = "recall_answer" if letter.substantive else "edit_letter"
    with moving(letter.application, key, "letter.recalled", by=by) as step:
        held = _editable(letter)
        died = void_reviews(held, say("起草人撤回"))
        held.state, held.dated = Letter.State.DRAFT, None
        held.revision += 1
        held.save()
        step.data = {"letter": held.pk, "approvals_voided": died}
    letter.refresh_from_db()


def cancel_letter(letter: Letter, *, why: str, by: Account) -> None:
    """Give up a letter that is not issued. An answer is given up only by deciding anew."""
    with moving(letter.application, "cancel_letter", "letter.cancelled", by=by) as step:
        held = _editable(letter)
        if held.substantive:
            raise GongkaiError(say("答复书不能单独作废。需要改变结果的，请重新作出判断。"))
        if not why.strip():
            raise GongkaiError(say("请写明作废的原因：文号不再使用，台账要留下记录。"))
        void_letter(held, why.strip())
        _give_up_the_fact(held)
        step.data = {"letter": held.pk, "number": held.number, "why": why}
    letter.refresh_from_db()


def _give_up_the_fact(letter: Letter) -> None:
    """A correction, extension and the like whose notice never went out did not happen: the row goes with its letter."""
    parts = {"P3": "correction", "P4": "reasons_call", "P5": "extension", "P11": "fee", "P12": "delay"}
    if letter.code in parts:
        part = clocks.part(letter.application, parts[letter.code])
        # Two names for one thing: a notice is 告知 for correction and reasons, 通知 for the rest.
        if (
            part is not None
            and getattr(part, "noticed_on", None) is None
            and getattr(part, "notified_on", None) is None
        ):
            part.delete()
    elif letter.consultation is not None and letter.consultation.sent_on is None:
        letter.consultation.cancelled_on = clock.today()
        letter.consultation.save(update_fields=["cancelled_on"])
