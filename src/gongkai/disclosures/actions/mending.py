"""What a finding offers: masked in the text, cleaned out of the file, the column dropped, or kept with a reason."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from gongkai import leaks
from gongkai.disclosures import rules
from gongkai.disclosures.actions.moving import working_on
from gongkai.disclosures.actions.writing import DRAFTING, cleaned, writing
from gongkai.disclosures.checks import Way, gate
from gongkai.disclosures.columns import without_column
from gongkai.disclosures.looking import look
from gongkai.disclosures.models import Draft, DraftFile, Excuse, FileRole
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import MEDIA_TYPES
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account


class NotThere(GongkaiError):
    """What should be mended does not stand in the draft any more."""

    def __init__(self) -> None:
        super().__init__(say("要处理的内容已经不在稿件里，没有改动。请看最新的检查结果。"))


def mask(
    draft: Draft,
    fingerprints: Collection[str],
    *,
    by: Account,
    version: int | None,
    how: leaks.Mask | None = None,
) -> int:
    """Mask what these findings found in the text, everywhere it stands. ``how``: the usual way of its kind unless given. Returns
    how many places were masked. Raises `NotThere` where there is none."""
    wanted = set(fingerprints)
    with writing(draft, by=by, version=version, verb="draft.masked") as step:
        html = step.draft.html
        chosen = [leak for leak in leaks.scan_html(html, key=gate.key()) if leak.fingerprint in wanted and leak.masks]
        if not chosen:
            raise NotThere
        ways = {leak: how if how is not None and how in leak.masks else leak.masks[0] for leak in chosen}
        step.draft.html = cleaned(step.draft, leaks.mask_html(html, ways, key=gate.key()))
        step.data = {"count": len(chosen), "kinds": sorted({leak.kind.value for leak in chosen})}
    return len(chosen)


def drop_table_column(draft: Draft, table: int, column: int, *, by: Account, version: int | None) -> None:
    """Take a column out of a table of the text. Both count from 1, as the place of a finding has them."""
    with writing(draft, by=by, version=version, verb="draft.column_dropped") as step:
        html = without_column(step.draft.html, table, column)
        if html is None:
            raise NotThere
        step.draft.html = cleaned(step.draft, html)
        step.data = {"table": table, "column": column}


def clean_file(file: DraftFile, kinds: Collection[str] = (), *, by: Account, version: int | None) -> tuple[str, ...]:
    """Put a copy without hidden content in the place of an attachment; what it came as is kept by its hash. ``kinds``: of
    `gongkai.leaks.Kind`, all hidden ones unless given. Returns what is different in the copy, in sentences. Raises
    `gongkai.leaks.CannotClean`."""
    if file.role == FileRole.ORIGINAL:
        raise GongkaiError(say("原件原样留存，不清除。"))
    rules.require_on(by, rules.WRITE.key, file.draft)
    # Before the lock is taken: a copy may take seconds. Under the lock it is looked that the file is still the same.
    before = file.file
    copy = leaks.clean_bounded(keeping.read(before), file.name, [leaks.Kind(kind) for kind in kinds] or None)
    seen = look(copy.data, copy.name, file.role)
    with writing(file.draft, by=by, version=version, verb="draft.file_cleaned") as step:
        held = DraftFile.objects.select_for_update(of=("self",)).select_related("file", "cleaned_from").get(pk=file.pk)
        if held.file_id != before.pk or held.removed_at is not None:
            raise NotThere
        media_type = MEDIA_TYPES.get(PurePosixPath(copy.name).suffix.lower(), before.media_type)
        held.cleaned_from = held.cleaned_from or before
        held.file = keeping.keep_bytes(step.draft.agency, copy.data, media_type)
        held.name = copy.name
        for name, value in seen.values.items():
            setattr(held, name, value)
        held.save(update_fields=["file", "cleaned_from", "name", *seen.values])
        step.data = {"name": held.name, "from": before.sha256, "to": held.file.sha256}
    file.refresh_from_db()
    return copy.notes


def excuse(draft: Draft, fingerprint: str | Collection[str], reason: str, *, by: Account) -> list[Excuse]:
    """Answer for one finding, or for several of a kind, with one reason. Raises `NotThere`, and for what no reason can answer."""
    wanted = {fingerprint} if isinstance(fingerprint, str) else set(fingerprint)
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise GongkaiError(say("请写明为什么保留，理由会留存，审核的人看得到。"))
    with working_on(draft, by=by, permission=rules.WRITE, verb="draft.excused", stages=DRAFTING) as step:
        step.writes = False
        found = {str(each["fingerprint"]): each for each in step.draft.findings if each["fingerprint"] in wanted}
        if not found:
            raise NotThere
        if any(Way.EXCUSE.value not in each["ways"] for each in found.values()):
            raise GongkaiError(say("这一项不能用理由代替，请补上。"))
        there = set(step.draft.excuses.filter(taken_back_at=None).values_list("fingerprint", flat=True))
        made = [
            Excuse(
                draft=step.draft,
                fingerprint=mark,
                kind=str(each["code"])[:32],
                shown=str(each.get("shown", ""))[:200],
                reason=reason,
                by=by,
                at=clock.now(),
            )
            for mark, each in found.items()
            if mark not in there
        ]
        Excuse.objects.bulk_create(made)
        step.data = {"count": len(made), "kinds": sorted({each.kind for each in made}), "reason": reason}
    return made


def take_back_excuse(draft: Draft, fingerprint: str, *, by: Account) -> None:
    """Let a finding stand open again."""
    with working_on(draft, by=by, permission=rules.WRITE, verb="draft.excuse_taken_back", stages=DRAFTING) as step:
        step.writes = False
        held = step.draft.excuses.filter(fingerprint=fingerprint, taken_back_at=None)
        if not held.update(taken_back_at=clock.now()):
            raise NotThere
