"""A step of handling as a page of its own: what it will bring about, the form, the article, and what became of it.

A subclass names its move and form and says what it does (`act`). Everything else is the same for all: whose case it is, whether
the step may be done where the case stands, errors with all that was typed kept, and a look at the outcome before it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from gongkai.applications import rules, stages
from gongkai.applications.actions.moving import ChangedMeanwhile
from gongkai.applications.models import Application
from gongkai.desk.cases.finding import case_of
from gongkai.desk.lists.uploads import TAKEN, Uploads
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import access
from gongkai.people.models import Account


class StepForm(Worded):
    """A form on ``case``. ``short`` and ``middle``: fields that are not as wide as the form; ``boxed``: choices each in a box."""

    short: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    boxed: tuple[str, ...] = ()

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)

    @property
    def laid_out(self) -> Iterator[tuple[BoundField, str, bool]]:
        """Each visible field with its width, and whether it is boxed."""
        for field in self.visible_fields():
            width = "s" if field.name in self.short else "m" if field.name in self.middle else ""
            yield field, width, field.name in self.boxed

    def now(self, name: str) -> Any:
        """What stands in a field at the moment: as cleaned where it is good, None where it is not, else as first shown."""
        if self.is_bound:
            return self.cleaned_data.get(name) if not self.errors.get(name) else None
        return self.get_initial_for_field(self.fields[name], name)

    def uploads(self, name: str = "files") -> list[Upload]:
        """The files of a field, read."""
        return [Upload(file.name or "", file.read()) for file in self.cleaned_data.get(name) or ()]


def files_field(label: str, **options: Any) -> Uploads:
    """A field for files that says what is taken."""
    hint = say("可以选多个。") + TAKEN
    return Uploads(label=label, **{"required": False, "help_text": hint, **options})


class StepPage(View):
    """One move on one case. ``title``: of the page; ``button``: what it does, in words."""

    move = ""
    title = ""
    button = ""
    form_class: type[StepForm] = StepForm
    template_name = "desk/case/step.html"
    told_template = ""
    """Draws what the step will bring about, from `told`; also alone, for a script that asks while something is typed."""

    tone = messages.SUCCESS
    """How what was done is told."""
    live: tuple[str, ...] = ()
    """Fields whose change shows at once in what is told, where there is script."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        self.account: Account = request.user  # type: ignore[assignment]
        self.case = case_of(self.account, pk)
        rules.require_on(self.account, self.permission, self.case)
        return super().dispatch(request, *args, **kwargs)

    @property
    def permission(self) -> str:
        """Who may do it. What the applicant may do, the office may put on record."""
        return stages.MOVES[self.move].by or rules.HANDLE.key

    @property
    def address(self) -> str:
        """The case."""
        return reverse("desk:case", args=[self.case.pk])

    def check(self) -> None:
        """Raise GongkaiError where the step cannot be done now."""
        stages.check(self.move, self.case)

    def form(self, data: QueryDict | None = None, files: Any = None) -> StepForm:
        """The form, filled in with ``data``."""
        form = self.form_class(data, files, initial=self.initial(), **self.form_options())
        for name in self.live:
            attrs = {"data-suggest": self.request.path, "data-region": "told", "data-name": name}
            form.fields[name].widget.attrs.update(attrs)
        return form

    def form_options(self) -> dict[str, Any]:
        return {"case": self.case}

    def initial(self) -> dict[str, Any]:
        """What the fields first show."""
        return {}

    def told(self, form: StepForm) -> dict[str, Any]:
        """What the step will bring about, as the form stands."""
        return {}

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        """Do it. Returns what was done, in a sentence."""
        raise AssertionError(f"{type(self).__name__} does nothing")

    def more(self, form: StepForm) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    @property
    def version(self) -> int | None:
        """That of the case when the page was drawn."""
        given = self.request.POST.get("version", "")
        return int(given) if given.isdecimal() else None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.told_template and request.headers.get("X-Requested-With") == "fetch":
            form = self.form(request.GET)
            form.full_clean()
            return render(request, self.told_template, {"case": self.case, "told": self.told(form)})
        try:
            self.check()
        except GongkaiError as error:
            return access.said(request, error, self.address)
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        good = form.is_valid()
        if "look" in request.POST:
            return self.page(form, looked=True)
        if not good:
            return self.page(form, status=422)
        try:
            with transaction.atomic():
                done = self.act(form.cleaned_data, form)
        except GongkaiError as error:
            return self.page(form, refused=error, status=422)
        messages.add_message(request, self.tone, done)
        return redirect(self.after())

    def after(self) -> str:
        """Where it goes on."""
        return self.address

    def page(
        self, form: StepForm, *, refused: GongkaiError | None = None, looked: bool = False, status: int = 200
    ) -> HttpResponse:
        """The page with ``form``. ``refused``: why the action did not do it."""
        if isinstance(refused, ChangedMeanwhile):
            # They are told and see the case as it now is; the same form may then be sent again.
            self.case.refresh_from_db(fields=["version"])
        seen = self.case.version if self.version is None or isinstance(refused, ChangedMeanwhile) else self.version
        if looked:
            form.errors.clear()
        context = {
            "case": self.case,
            "form": form,
            "title": self.title,
            "button": self.button,
            "move": stages.MOVES[self.move],
            "refused": refused,
            "wrong": refused is not None,
            "version": seen,
            "looked": looked,
            "told": self.told(form),
            "told_template": self.told_template,
            **self.more(form),
        }
        return render(self.request, self.template_name, context, status=status)


def date_field(label: str, **options: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, **options)


def text_field(label: str, *, rows: int = 4, **options: Any) -> forms.CharField:
    """Words over several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **{"max_length": 5000, **options})
