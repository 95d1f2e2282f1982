"""泄漏检查: what must not leave the house, in the text, the fields and the files (`gongkai.leaks`).

Only what will be public is looked at; a text that stays inside may name whom it must.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.conf import settings

from gongkai.disclosures import pictures
from gongkai.disclosures.checks.facts import Facts, FileFacts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, in_file, in_text
from gongkai.language import say
from gongkai.leaks import Kind, Leak, scan_html, scan_text

FIELDS = ("title", "summary", "document_number")
"""Fields that the public reads and a person types freely."""
MOST = 2000
"""Leaks of one text that are told. Whoever mends these sees the next."""


@cache
def _key(name: str) -> bytes:
    return bytes.fromhex(settings.HOME.key(name))


def key() -> bytes:
    """The key of fingerprints: nobody can try numbers against what is stored."""
    return _key("leak_key")


def check(facts: Facts) -> Iterator[Finding]:
    """Every leak of what will be public."""
    if not facts.proactive:
        return
    for leak in text_leaks(facts.html, facts.key)[:MOST]:
        yield in_page(leak)
    for name in FIELDS:
        for leak in scan_text(str(getattr(facts, name)), key=facts.key):
            yield _finding(leak, in_field(name), masks=False)
    for file in facts.files:
        yield from _of_file(file)


def text_leaks(html: str, key: bytes) -> tuple[Leak, ...]:
    """The leaks of a text. The hashes by which it names its pictures are no numbers of anybody."""
    return scan_html(pictures.shown(html, lambda sha256: "p"), key=key)


def in_page(leak: Leak) -> Finding:
    """A leak in the text as a finding."""
    place = leak.place
    at = in_text(place.start, place.end, table=place.table, row=place.row, column=place.column, part=place.part or None)
    return _finding(leak, at, masks=True, column=place.table is not None and place.column is not None)


def of_file(leak: Leak, pk: int | None) -> Finding:
    """A leak in a file as a finding."""
    place = in_file(pk)
    words = str(leak.place)
    return _finding(leak, {**place, "words": words} if words else place, masks=False, hidden=leak.hidden)


def _of_file(file: FileFacts) -> Iterator[Finding]:
    if not file.public:
        return
    if not file.looked:
        yield Finding(
            f"leak.{Kind.UNREADABLE.value}",
            Severity.MUST,
            Kind.UNREADABLE.label,
            say("“{name}”还没有检查过，请重新上传，或者说明已经人工检查。", name=file.name),
            _unlooked(file),
            shown=file.name,
            place=in_file(file.pk),
        )
    for found in file.findings:
        yield _stored(found, file)


def _unlooked(file: FileFacts) -> str:
    from gongkai.disclosures.checks.finding import mark_of

    return mark_of("leak.unlooked", file.name, file.pk)


def _stored(found: dict[str, object], file: FileFacts) -> Finding:
    place = dict(found.get("place") or {})  # type: ignore[call-overload]
    return Finding(
        str(found["code"]),
        Severity(str(found["severity"])),
        str(found["label"]),
        str(found["says"]),
        str(found["fingerprint"]),
        str(found.get("shown", "")),
        {**place, **in_file(file.pk)},
        tuple(Way(str(way)) for way in found.get("ways", ())),  # type: ignore[attr-defined]
    )


def _finding(
    leak: Leak, place: dict[str, object], *, masks: bool, column: bool = False, hidden: bool = False
) -> Finding:
    ways: list[Way] = []
    if masks and leak.masks:
        ways.append(Way.MASK)
    if column:
        ways.append(Way.DROP_COLUMN)
    if hidden:
        ways.append(Way.CLEAN)
    return Finding(
        f"leak.{leak.kind.value}",
        Severity(leak.severity.value),
        leak.kind.label,
        leak.says,
        leak.fingerprint,
        leak.shown,
        place,
        (*ways, Way.EXCUSE),
    )
