"""区分处理 of one file of a case: what the gate finds is ticked already, what else must go is selected, drawn or typed; one press cuts,
checks and, begun from a letter, puts the copy into it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_GET

from gongkai.applications import actions, naming, rules
from gongkai.applications.actions.severing import OPEN
from gongkai.applications.models import Application, CaseFile, Letter
from gongkai.desk.cases.finding import case_of
from gongkai.desk.cases.materials import may_open
from gongkai.desk.severing import marking, view
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import access
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.redaction import CannotRedact, Picture, Place, place_in_words
from gongkai.severance import actions as severing
from gongkai.severance import queries, seeing
from gongkai.severance.marks import Mark, key_of, marks_of
from gongkai.severance.models import Severance
from gongkai.severance.reasons import REASONS, USUAL
from gongkai.severance.rules import SEVER


def file_of(account: Account, case: Application, pk: int) -> CaseFile:
    """A file of the case that may be cut. Raises `Http404`."""
    found = next((each for each in case.files.all() if each.pk == pk), None)
    if found is None or found.purpose == CaseFile.Purpose.IDENTITY or not may_open(account, found, case):
        raise Http404
    found.application = case
    return found


class Sever(View):
    """The page. ``do``: ``cut``, ``keep`` (marks, for later), ``drop`` (marks), ``take_back`` (the copy), ``people`` (look for what the
    applicant gave under seal, too)."""

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, file: int, **kwargs: Any) -> HttpResponseBase:
        self.account: Account = request.user  # type: ignore[assignment]
        self.case = case_of(self.account, pk)
        rules.require_on(self.account, rules.HANDLE.key, self.case)
        self.file = file_of(self.account, self.case, file)
        self.letter = self._letter()
        return super().dispatch(request, *args, **kwargs)

    def _letter(self) -> Letter | None:
        """The letter it was begun from, where the copy can still go into it."""
        asked = self.request.GET.get("letter", "")
        found = next((each for each in self.case.letters.all() if str(each.pk) == asked), None)
        return found if found is not None and found.substantive and found.state in OPEN else None

    @property
    def here(self) -> str:
        address = reverse("desk:case_sever", args=[self.case.pk, self.file.pk])
        return f"{address}?letter={self.letter.pk}" if self.letter else address

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.page()
        except CannotRedact as error:
            return access.said(request, error, self._back())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        does = {"cut": self._cut, "keep": self._keep, "drop": self._drop, "take_back": self._take_back}
        do = (does | {"people": self._people}).get(request.POST.get("do", ""))
        if do is None:
            raise Http404
        try:
            return do()
        except GongkaiError as error:
            return self.page(refused=error)

    def _number(self, name: str) -> int:
        given = self.request.POST.get(name, "")
        return int(given[:9]) if given.isdecimal() else 0

    def _seen(self) -> seeing.Seen:
        return seeing.see(self.file.file, self.file.name, [each.value for each in naming.named_in(self.case)])

    def _people(self) -> HttpResponse:
        """The page again, with where the applicant's particulars stand. Each look at them is in the log."""
        return self.page(sealed=naming.sealed_in(self.case, by=self.account))

    def _marks(self) -> tuple[Mark, ...]:
        seen = self._seen()
        return marking.marks_from(self.request.POST, self.file.file, self.file.name, seen)

    def _cut(self) -> HttpResponse:
        row = actions.sever_file(
            self.file, self._marks(), version=self._number("version"), letter=self.letter, by=self.account
        )
        if not row.passed:
            messages.error(
                self.request, say("副本做出来了，但核验没有通过，不会发出。请看没有通过的是哪一项，改标记后再做。")
            )
            return redirect(f"{self.here}#report")
        if self.letter is not None:
            messages.success(
                self.request,
                say("已遮盖{n}处，核验通过，副本已附在{letter}后面。", n=len(row.index), letter=self.letter.kind.name),
            )
            return redirect(f"{reverse('desk:case_letter', args=[self.case.pk, self.letter.pk])}#files")
        messages.success(self.request, say("已遮盖{n}处，核验通过，副本已收进本件材料。", n=len(row.index)))
        return redirect(f"{self.here}#report")

    def _keep(self) -> HttpResponse:
        marks = self._marks()
        severing.mark(
            self.case, self.case.agency, self.file.file, marks, version=self._number("marking"), by=self.account
        )
        messages.success(self.request, say("标出的{n}处已保存，还没有制作副本。", n=len(marks)))
        return redirect(self.here)

    def _drop(self) -> HttpResponse:
        severing.unmark(self.case, self.case.agency, self.file.file, by=self.account)
        messages.success(self.request, say("已放弃没有制作副本的标记。"))
        return redirect(self.here)

    def _take_back(self) -> HttpResponse:
        last = queries.latest(self.case, self.file.file)
        if last is None or last.version != self._number("version"):
            raise severing.OtherMeanwhile
        actions.take_back_copy(last, self.case, why=self.request.POST.get("why", ""), by=self.account)
        messages.success(self.request, say("副本已撤回，不会发出；附着它的文书要重新送审。"))
        return redirect(self.here)

    def _back(self) -> str:
        if self.letter is not None:
            return reverse("desk:case_letter", args=[self.case.pk, self.letter.pk])
        return reverse("desk:case", args=[self.case.pk])

    def page(self, *, refused: GongkaiError | None = None, sealed: tuple[naming.Named, ...] = ()) -> HttpResponse:
        """The page; after a refusal with what was marked. ``sealed``: what the applicant gave under seal and is looked for."""
        seen = self._seen()
        last = queries.latest(self.case, self.file.file)
        held = queries.marking(self.case, self.file.file)
        given = self.request.POST if refused is not None or sealed else None
        suggested = {key_of(each.place) for each in seen.suggestions}
        marks = self._kept_marks(last, held)
        # What is marked beside the suggestions stands in a list of its own; the suggestions are ticked or not.
        ticked = suggested if last is None and held is None else {key_of(each.place) for each in marks} & suggested
        beside = [each for each in marks if key_of(each.place) not in suggested]
        if given is not None:
            ticked = set(given.getlist("pick")) & suggested
        done = suggested | {key_of(each.place) for each in marks}
        people = marking.people(naming.named_in(self.case), seen.named, seen, done)
        under_seal = marking.people(sealed, self._places(sealed), seen, done)
        found = [each.place for each in seen.suggestions] + [place for held in seen.named.values() for place in held]
        own = [
            marking.Tick(f"{key_of(each.place)}|{each.reason}", place_in_words(each.place, seen.sight), each.reason, "")
            for each in beside
        ]
        if given is not None:
            listed = {tick.key for who in (*people, *under_seal) for tick in who.ticks}
            own += marking.ticked_beside(given, listed | {tick.key for tick in own}, seen)
        context = {
            "case": self.case,
            "file": self.file,
            "letter": self.letter,
            "title": say("区分处理"),
            "here": self.here,
            "back": self._back(),
            "last": last,
            "history": [
                row for row in queries.of(self.case).filter(original=self.file.file) if last and row.pk != last.pk
            ][::-1],
            "copy": self._copy_of(last),
            "beside_copy": self._text_of(last),
            "marking": held,
            "kinds": marking.by_kind(seen.suggestions, given),
            "ticked": ticked,
            "beside": own,
            "people": [(who, who.key) for who in people] + [(who, "") for who in under_seal],
            "persons": given.getlist("person") if given is not None else (),
            "sought": bool(sealed),
            "seals": naming.has_sealed(self.case) and rules.may_on(self.account, rules.IDENTITY.key, self.case),
            "kept": given.getlist("keep") if given is not None else None,
            "hand": (given or {}).get("reason_hand") or USUAL,
            "reasons": list(REASONS.values()),
            "parts": view.parts(seen.sight, found, [each.place for each in marks]),
            "sheets": view.sheets(seen.sight, found, [each.place for each in marks]),
            "pages": view.pages(seen.sight, found, [each.place for each in beside]),
            "pictures": view.pictures(seen.sight, found, [each.place for each in beside]),
            "copied": self._pictures_of(last),
            "whole": given.getlist("whole") if given is not None else (),
            "kind": seen.sight.kind.value,
            "given": given,
            "drawn": given.get("marks", "[]") if given is not None else "[]",
            "refused": refused,
            "wrong": refused is not None,
        }
        return render(self.request, "desk/severing/sever.html", context, status=422 if refused else 200)

    def _places(self, sealed: tuple[naming.Named, ...]) -> dict[str, tuple[Place, ...]]:
        return seeing.places_of(self.file.file, self.file.name, [each.value for each in sealed])

    def _kept_marks(self, last: Severance | None, held: Any) -> tuple[Mark, ...]:
        """The marks to begin with: those kept for later, else those of the last copy."""
        rows = held.cuts if held is not None else last.cuts if last is not None else []
        return marks_of([dict(row) for row in rows])

    def _text_of(self, last: Severance | None) -> list[str]:
        """What the copy in force says, for those that have no pages to show."""
        if last is None or not last.in_force:
            return []
        try:
            return view.plain(seeing.see(last.severed, last.severed_name).sight)
        except CannotRedact:
            return []

    def _pictures_of(self, last: Severance | None) -> list[Picture]:
        """The pictures inside the copy in force, to be looked at."""
        if last is None or not last.in_force:
            return []
        try:
            sight = seeing.see(last.severed, last.severed_name).sight
        except CannotRedact:
            return []
        return [each for each in sight.pictures if each.drawable]

    def _copy_of(self, last: Severance | None) -> CaseFile | None:
        if last is None:
            return None
        return next((each for each in self.case.files.all() if each.file_id == last.severed_id), None)


@allow(SEVER)
@require_GET
def page_picture(request: HttpRequest, pk: int, file: int, page: int) -> HttpResponse:
    """A page of a file of the case as a picture that we drew ourselves."""
    account: Account = request.user  # type: ignore[assignment]
    case = case_of(account, pk)
    found = file_of(account, case, file)
    try:
        data = seeing.picture(found.file, found.name, page)
    except CannotRedact:
        raise Http404 from None
    answer = HttpResponse(data, content_type="image/png")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
