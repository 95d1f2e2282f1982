"""One letter at the desk: its paragraphs as they will be printed, open for writing, with what the check finds beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from gongkai import letters
from gongkai.applications import actions, letter_facts, outgoing, rules, stages, taught
from gongkai.applications.actions import drafting
from gongkai.applications.actions.moving import ChangedMeanwhile
from gongkai.applications.models import Letter
from gongkai.desk.cases import previews, stamping
from gongkai.desk.cases.details import enclosable
from gongkai.desk.cases.finding import letter_of
from gongkai.desk.cases.telling import Told, answers, told
from gongkai.desk.severing import found as severing_found
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.tree import BEFORE_SENDING
from gongkai.people.models import Account
from gongkai.people.rules import may
from gongkai.severance import rules as severance

OPEN = (Letter.State.DRAFT, Letter.State.REVIEWING, Letter.State.APPROVED)
ASKING = ("P6", "P9", "P10")
"""Letters that are answered on a page of their own."""
LINE = 34
"""Full-width characters of a line of the paper; tells how high a paragraph's field is."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the letter: its text in a field, or a table that only shows. ``found``: what the check says of it."""

    index: int
    text: str
    points: bool
    table: tuple[tuple[str, ...], ...]
    changed: bool
    found: tuple[Told, ...]

    @property
    def rows(self) -> int:
        widths = [sum(0.5 if ch.isascii() else 1 for ch in line) for line in self.text.split("\n")]
        return sum(max(1, ceil(width / LINE)) for width in widths)


def paragraphs(draft: letters.Draft, found: Iterable[Told]) -> list[Paragraph]:
    """The blocks of ``draft`` for the page."""
    rows = []
    for index, block in enumerate(draft.blocks):
        here = tuple(each for each in found if each.finding.paragraph == index)
        if isinstance(block, letters.Grid):
            table = tuple(tuple(cell.text for cell in row.cells) for row in block.rows)
            rows.append(Paragraph(index, "", False, table, block.changed, here))
        else:
            points = isinstance(block, letters.Points)
            text = "\n".join(block.points) if isinstance(block, letters.Points) else block.text
            rows.append(Paragraph(index, text, points, (), block.changed, here))
    return rows


def typed(draft: letters.Draft, given: Any) -> list[letters.Block | str]:
    """The blocks as they stand in the fields: a new line is a new paragraph, an emptied field is one less."""
    found: list[letters.Block | str] = []
    for index, block in enumerate(draft.blocks):
        text = given.get(f"p{index}")
        lines = [line.strip() for line in (text or "").replace("\r\n", "\n").split("\n") if line.strip()]
        if text is None or isinstance(block, letters.Grid):
            found.append(block)
        elif isinstance(block, letters.Points):
            found += [letters.Points(tuple(lines))] if lines else []
        else:
            found += lines
    return found


def changes(before: letters.Draft, after: letters.Draft) -> int:
    """How many places differ.

    A paragraph rewritten, added or left out is one place each.
    """
    old, new = [block.lines for block in before.blocks], [block.lines for block in after.blocks]
    return max(sum(lines not in old for lines in new), sum(lines not in new for lines in old))


class LetterPage(View):
    """The letter. Writing saves, or saves and sends on its way, in one press."""

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, letter: int, **kwargs: Any) -> HttpResponseBase:
        self.account: Account = request.user  # type: ignore[assignment]
        self.letter = letter_of(self.account, pk, letter)
        self.case = self.letter.application
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_write(self) -> bool:
        """Whether this person may change the letter as it stands."""
        return (
            self.letter.state in OPEN
            and stages.MOVES["edit_letter"] in stages.possible(self.case)
            and rules.may_on(self.account, rules.DECIDE.key, self.case)
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(letters.Draft.from_data(self.letter.body))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rules.require_on(self.account, rules.DECIDE.key, self.case)
        before = letters.Draft.from_data(self.letter.body)
        state, wanted = self.letter.state, typed(before, request.POST)
        after = letters.edited(before, wanted)
        send = request.POST.get("do") == "send"
        try:
            with transaction.atomic():
                self._write(before, after, wanted, request.POST.get("revision", ""))
                if send:
                    actions.submit_letter(self.letter, by=self.account)
        except GongkaiError as error:
            return self.page(after, refused=error)
        n = changes(before, after)
        if n and state != Letter.State.DRAFT:
            sentence = (
                say("正文改了{n}处，原来的批准作废，已重新送审。", n=n)
                if send
                else say("正文改了{n}处，原来的批准作废，需重新送审。", n=n)
            )
            messages.warning(request, sentence)
        elif send:
            messages.success(request, previews.sent_words(self.letter))
        elif n:
            messages.success(request, say("正文改了{n}处，已经保存，还没有送审。", n=n))
        else:
            messages.info(request, say("正文没有改动。"))
        where = "desk:case" if send else "desk:case_letter"
        return redirect(where, *([self.case.pk] if send else [self.case.pk, self.letter.pk]))

    def _write(
        self, before: letters.Draft, after: letters.Draft, wanted: list[letters.Block | str], revision: str
    ) -> None:
        seen = int(revision) if revision.isdecimal() else 0
        if after.data() != before.data():
            actions.edit_letter(self.letter, wanted, revision=seen, by=self.account)
        elif seen != self.letter.revision:
            raise ChangedMeanwhile(self.case)

    def _reply_at(self) -> str:
        """Where the one whom this letter asks can answer without an account; "" where no answer is wanted (any more), or where
        it is not this person's to send out. Nothing else tells them the address: it has to go along with the letter."""
        asked = self.letter.consultation
        out = self.letter.state in (Letter.State.APPROVED, Letter.State.ISSUED) and self.letter.code in ASKING
        if asked is None or not out or asked.answered_on or asked.lapsed_on or asked.cancelled_on:
            return ""
        if not rules.may_on(self.account, rules.SERVE.key, self.case):
            return ""
        return self.request.build_absolute_uri(reverse("portal:opinion", args=[asked.token]))

    def page(self, draft: letters.Draft, *, refused: GongkaiError | None = None) -> HttpResponse:
        """The page with ``draft``, which after a refusal is what was typed."""
        letter = self.letter
        if refused is not None:
            # The transaction is undone; what is in memory must not pretend otherwise.
            letter.refresh_from_db()
            letter.application = self.case = letter_of(self.account, self.case.pk, letter.pk).application
            letter.agency = self.case.agency
        kept, letter.body = letter.body, draft.data()
        found, on = [], taught.NOTHING
        if letter.state in OPEN:
            on = taught.standing(letter)
            found = told(drafting.findings_on(letter, on=on), on)
        out = None
        if letter.state in OPEN and outgoing.leaves_the_house(letter):
            out = severing_found.sorted_out(outgoing.findings(letter), after=len(found))
        paper = previews.paper(letter)
        letter.body = kept
        may_write = self.may_write
        writing = may_write and (
            letter.state == Letter.State.DRAFT or refused is not None or "edit" in self.request.GET
        )
        enclosed = letter_facts.enclosed_in(letter.pk)
        context = {
            "case": self.case,
            "letter": letter,
            "draft": draft,
            "title": letter.kind.name,
            "paragraphs": paragraphs(draft, found),
            "paper": paper,
            "found": found,
            "answered": answers(on),
            # What was said stays with a letter that went out.
            "words": [] if letter.state in OPEN else list(taught.words_on(letter).select_related("check_row__lesson")),
            "sees_checks": may(self.account, rules.SEE_CHECKS.key, self.case.agency_id),
            "reviewed": bool(drafting.chain_of(letter)),
            "out": out,
            "answers": may_write and letter.state == Letter.State.DRAFT,
            "severs": may_write and may(self.account, severance.SEVER.key, self.case.agency_id),
            "errors": sum(each.kind == "late" for each in found),
            "may_write": may_write,
            "writing": writing,
            "send": previews.send_words(self.case, letter.code),
            "refused": refused,
            "wrong": refused is not None,
            "enclosed": enclosed,
            "files": [(file, file in enclosed) for file in enclosable(self.case)] if letter.substantive else [],
            "reviews": letter.reviews.select_related("by").order_by("pk"),
            "checklist": BEFORE_SENDING if letter.substantive else (),
            "may_serve": letter.state == Letter.State.APPROVED
            and rules.may_on(self.account, rules.SERVE.key, self.case),
            "may_recall": may_write and letter.state in (Letter.State.REVIEWING, Letter.State.APPROVED),
            "may_cancel": may_write and not letter.substantive,
            "reply_at": self._reply_at(),
            "seal": stamping.shown(letter, self.account),
            "here": reverse("desk:case_letter", args=[self.case.pk, letter.pk]),
        }
        return render(self.request, "desk/case/letter.html", context, status=422 if refused else 200)
