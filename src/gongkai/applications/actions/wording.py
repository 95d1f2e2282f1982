"""The wording of letters: a body's own versions, tried on known cases before they are used, and taken back by one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet

from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications import letter_facts, rules
from gongkai.applications.models import Application, Letter, Template
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import LETTERS
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

SAMPLE = 20
"""Cases on which a changed wording is tried."""


class WordingFaulty(GongkaiError):
    """The wording lacks what the letter must say, or says what it must not. ``problems``: each a sentence."""

    def __init__(self, code: str, problems: Sequence[str]) -> None:
        super().__init__(
            say("{letter}的措辞还不能用，没有保存：{problems}", letter=LETTERS[code].name, problems="".join(problems))
        )
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a wording would change: the differing paragraphs in ``samples`` cases, and what is wrong with it by itself."""

    samples: int
    changes: tuple[letters.Change, ...]
    problems: tuple[str, ...]

    @property
    def affected(self) -> int:
        """Cases whose letter would read otherwise."""
        return len({change.sample for change in self.changes})


def wording_in_use(agency: Agency, code: str) -> letters.Template:
    """The wording by which ``agency`` draws letter ``code`` now."""
    own = Template.objects.filter(agency=agency, code=code, in_use=True).first()
    return letters.parse(own.text) if own else letters.default_template(code)


@transaction.atomic
def change_template(agency: Agency, wording: letters.Template, *, note: str, by: Account) -> Template:
    """Keep ``wording`` as a new version, not yet in use. ``note``: what was changed, for those who come after.

    Raises `WordingFaulty`, and GongkaiError where nothing was changed.
    """
    require(by, rules.TEMPLATES.key, agency.pk)
    code = wording.code
    if not note.strip():
        raise GongkaiError(say("请写一句改了什么、为什么改，以后的人要看。"))
    problems = letters.validate(wording)
    if problems:
        raise WordingFaulty(code, problems)
    # The row of the body is the lock under which versions are counted.
    Agency.objects.select_for_update().get(pk=agency.pk)
    last = Template.objects.filter(agency=agency, code=code).order_by("-version").first()
    before = letters.parse(last.text) if last else letters.default_template(code)
    if replace(wording, version=0) == replace(before, version=0):
        raise GongkaiError(say("和上一版完全一样，没有另存。请修改后再保存。"))
    version = (last.version if last else 0) + 1
    made = Template.objects.create(
        agency=agency,
        code=code,
        version=version,
        text=letters.written(replace(wording, version=version)),
        author=by,
        made_at=clock.now(),
        note=note.strip()[:200],
    )
    log("template.changed", made, by=by, agency=agency, code=code, version=version, note=made.note)
    return made


@transaction.atomic
def use_template(template: Template, *, by: Account) -> None:
    """Put a version in use for every letter drawn from now on; letters that are drawn already stay as they are."""
    require(by, rules.TEMPLATES.key, template.agency_id)
    problems = letters.validate(letters.parse(template.text))
    if problems:
        raise WordingFaulty(template.code, problems)
    Agency.objects.select_for_update().get(pk=template.agency_id)
    before = _retire(template.agency, template.code)
    Template.objects.filter(pk=template.pk).update(in_use=True)
    template.refresh_from_db()
    log(
        "template.used", template, by=by, agency=template.agency,
        code=template.code, version=template.version, before=before,
    )  # fmt: skip


@transaction.atomic
def use_shipped(agency: Agency, code: str, *, by: Account) -> None:
    """Go back to the wording that comes with the software. The body's own versions are kept."""
    require(by, rules.TEMPLATES.key, agency.pk)
    Agency.objects.select_for_update().get(pk=agency.pk)
    before = _retire(agency, code)
    if not before:
        raise GongkaiError(say("现在用的就是随软件提供的措辞，不用再改回。"))
    log("template.used", agency, by=by, agency=agency, code=code, version=0, before=before)


def _retire(agency: Agency, code: str) -> int:
    """Take the version in use out of use; its number, 0 for none."""
    used = Template.objects.filter(agency=agency, code=code, in_use=True).first()
    if used is None:
        return 0
    Template.objects.filter(pk=used.pk).update(in_use=False)
    return used.version


def try_wording(agency: Agency, wording: letters.Template, *, against: letters.Template | None = None) -> Trial:
    """Try ``wording`` on the newest letters of its kind, beside ``against`` (else the wording in use). Nothing is kept."""
    problems = letters.validate(wording)
    old = against or wording_in_use(agency, wording.code)
    known = [_facts(letter) for letter in samples(agency, wording.code)]
    return Trial(len(known), letters.preview(old, wording, known, settings=agency.law_settings), problems)


def samples(agency: Agency, code: str) -> QuerySet[Letter]:
    """The newest letters of one kind that were not given up, at most `SAMPLE`."""
    return (
        Letter.objects.filter(agency=agency, code=code)
        .exclude(state=Letter.State.CANCELLED)
        .select_related("consultation", "assistance__section")
        .order_by("-pk")[:SAMPLE]
    )


def _facts(letter: Letter) -> letters.Facts:
    case = Application.objects.select_related(
        "agency", "applicant", "registered_by", "correction", "reasons_call", "extension", "delay", "fee"
    ).get(pk=letter.application_id)
    return letter_facts.facts_for(
        case,
        consultation=letter.consultation,
        assistance=letter.assistance,
        enclosed=letter_facts.enclosed_in(letter.pk),
    )
