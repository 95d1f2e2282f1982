"""词表: what a body writes wrong, whom it names and how, and where the shipped list is wrong for it; each with an owner and a last
day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.disclosures import rules
from gongkai.disclosures.models import LocalWord
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

Kind = LocalWord.Kind
NEEDS_WRONG = (Kind.WRONG, Kind.OUTDATED, Kind.FORBIDDEN, Kind.ALLOWED)
NEEDS_RIGHT = (Kind.WRONG, Kind.OUTDATED, Kind.NAME)


class BadWord(GongkaiError):
    """An entry that would find nothing, or too much. ``name``: of the field."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@transaction.atomic
def add_word(
    agency: Agency,
    *,
    by: Account,
    kind: str,
    wrong: str = "",
    right: str = "",
    reason: str = "",
    expires_on: date | None,
) -> LocalWord:
    """Put an entry on the list of a body; who adds it owns it. Raises `BadWord`."""
    require(by, rules.WORDS.key, agency.pk)
    wrong, right, of = " ".join(wrong.split()), " ".join(right.split()), Kind(kind)
    if of in NEEDS_WRONG and len(wrong) < 2:
        raise BadWord("wrong", say("请填写要找的写法，至少两个字，免得到处误报"))
    if of in NEEDS_RIGHT and not right:
        raise BadWord("right", say("请填写正确的写法"))
    if of is Kind.NAME and not wrong and len(right.split()) < 2:
        raise BadWord("right", say("请写姓名和职务，中间空一格，例如：孙立平 县长；地名请同时填错误写法"))
    if wrong == right:
        raise BadWord("right", say("两种写法相同，请核对"))
    if expires_on is not None and expires_on <= clock.today():
        raise BadWord("expires_on", say("有效期要晚于今天"))
    if LocalWord.objects.filter(agency=agency, kind=of, wrong=wrong, right=right, removed_at=None).exists():
        raise BadWord("wrong", say("词表里已经有这一条"))
    word = LocalWord.objects.create(
        agency=agency, kind=of, wrong=wrong, right=right, reason=reason.strip()[:200], owner=by, expires_on=expires_on,
        made_at=clock.now(),
    )  # fmt: skip
    log("word.added", word, by=by, agency=agency, kind=of.value, wrong=wrong, right=right, until=expires_on)
    return word


@transaction.atomic
def renew_word(word: LocalWord, until: date, *, by: Account) -> None:
    """Let an entry go on to ``until``; who renews it owns it from now on."""
    held = LocalWord.objects.select_for_update(of=("self",)).select_related("agency").get(pk=word.pk)
    require(by, rules.WORDS.key, held.agency_id)
    if held.removed_at is not None:
        raise GongkaiError(say("这一条已经删去。"))
    if until <= clock.today():
        raise BadWord("expires_on", say("有效期要晚于今天"))
    held.expires_on, held.owner = until, by
    held.save(update_fields=["expires_on", "owner"])
    log("word.renewed", held, by=by, agency=held.agency, until=until)


@transaction.atomic
def remove_word(word: LocalWord, *, by: Account) -> None:
    """Take an entry off the list."""
    held = LocalWord.objects.select_for_update(of=("self",)).select_related("agency").get(pk=word.pk)
    require(by, rules.WORDS.key, held.agency_id)
    if held.removed_at is None:
        held.removed_at = clock.now()
        held.save(update_fields=["removed_at"])
        log("word.removed", held, by=by, agency=held.agency, kind=held.kind, wrong=held.wrong, right=held.right)
