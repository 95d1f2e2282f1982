"""作出判断: every question of the path on one page, then the one outcome it comes to. The answers travel in the address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai import letters
from gongkai.applications import actions, repeats, stages, taught
from gongkai.applications.actions.drafting import LetterFaulty, others_of
from gongkai.applications.models import Application
from gongkai.applications.queries import lessons_for
from gongkai.desk.cases import applicant, judging, previews
from gongkai.desk.cases.details import DetailsForm, first_words
from gongkai.desk.cases.endings import ending
from gongkai.desk.cases.steps import StepForm, StepPage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.tree import TREE, Path, Stage
from gongkai.people import access, clock


def given_in(request: HttpRequest) -> dict[str, str]:
    """The answers in the address. What is no question of the tree is not looked at."""
    return {key: request.GET[key] for key in TREE.nodes if request.GET.get(key)}


def address(name: str, case: Application, answers: dict[str, str], anchor: str = "") -> str:
    """The address of a page of the decision with ``answers``."""
    where = f"{reverse(name, args=[case.pk])}?{urlencode(answers)}"
    return f"{where}#{anchor}" if anchor else where


class Decide(StepPage):
    """The questions: first what only a person can judge, then what the register gives, each with what it rests on."""

    http_method_names = ["get", "head"]  # noqa: RUF012
    move = "decide"
    title = say("作出判断")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.check()
        except GongkaiError as error:
            return access.said(request, error, self.address)
        history = applicant.history(self.case)
        proposed = judging.proposals(self.case, history)
        given = given_in(request)
        if not given:
            before = next(iter(self.case.decisions.all()), None)
            given = dict(before.answers) if before is not None else {}
        answers, path = judging.follow(given, proposed)
        against = judging.contradictions(self.case, answers)
        asked = "done" in request.GET
        if asked and path.leaf is not None and not against:
            return redirect(address("desk:case_outcome", self.case, answers))
        rows = judging.questions(answers, proposed)
        still_open = [row for row in rows if row.open]
        context = {
            "case": self.case,
            "move": stages.MOVES[self.move],
            "title": self.title,
            "open": still_open,
            "stages": judging.by_stage([row for row in rows if not row.open]),
            "filled": len(rows) - len(still_open),
            "against": against,
            "asked": asked,
            "history": history,
            "others": repeats.others(self.case, clock.today()),
            "labels": [stage.value for stage in Stage],
            "at": self._stage(path, still_open),
        }
        return render(request, "desk/case/decide.html", context)

    def _stage(self, path: Path, still_open: list[judging.Question]) -> int:
        """Which of the five steps is now, from 1; one past the end when all is answered."""
        stages_in_order = list(Stage)
        if not still_open:
            return len(stages_in_order) + 1
        return stages_in_order.index(still_open[0].node.stage) + 1


class Outcome(StepPage):
    """What the answers come to, and the words its letter needs; then the letter is drafted."""

    move = "decide"
    title = say("判断结果")
    template_name = "desk/case/outcome.html"
    told_template = "desk/case/_drafted.html"
    sent = False

    @property
    def button(self) -> str:  # type: ignore[override]
        leaf = self._answers()[1].leaf
        return say("起草，{send}", send=previews.send_words(self.case, leaf.letter)) if leaf and leaf.letter else ""

    def _answers(self) -> tuple[dict[str, str], Path]:
        return judging.follow(given_in(self.request), {})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._undecided() or super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._undecided() or super().post(request, **kwargs)

    def _undecided(self) -> HttpResponse | None:
        """The questions again, where the answers in the address lead to no end."""
        answers, path = self._answers()
        return None if path.leaf is not None else redirect(address("desk:case_decide", self.case, answers))

    def form(self, data: Any = None, files: Any = None) -> StepForm:
        leaf = self._answers()[1].leaf
        assert leaf is not None
        self.history = applicant.history(self.case)
        if not leaf.letter:
            return StepForm(data, case=self.case)
        return DetailsForm(data, case=self.case, leaf=leaf, initial=first_words(self.case, leaf, self.history))

    def more(self, form: StepForm) -> dict[str, Any]:
        answers, path = self._answers()
        assert path.leaf is not None
        found = ending(self.case, path.leaf, path.taken, clock.today())
        return {
            "ending": found,
            "lessons": lessons_for(
                self.case, outcome=path.leaf.outcome, articles=[str(source) for source in path.leaf.sources]
            ),
            "against": judging.contradictions(self.case, answers),
            "change": [
                (taken, address("desk:case_decide", self.case, answers, f"q-{taken.node}")) for taken in path.taken
            ],
            "again": address("desk:case_decide", self.case, answers),
            "here": self.request.get_full_path(),
            "labels": [stage.value for stage in Stage],
        }

    def act(self, given: dict[str, Any], form: StepForm) -> str:
        if not isinstance(form, DetailsForm):
            raise GongkaiError(say("撤回或者并案的，不发答复书，请按撤回或者并案结案。"))
        answers, _ = self._answers()
        self.letter = actions.decide(self.case, answers=answers, by=self.account, version=self.version, **form.decided)
        name = self.letter.kind.name
        if self.request.POST.get("do") != "send":
            return say("{letter}已经起草，请核对正文，改好后送审。", letter=name)
        try:
            with transaction.atomic():
                actions.submit_letter(self.letter, by=self.account)
        except LetterFaulty as error:
            # The judgement stands and so does the draft; only the sending waits for what has to be put right.
            self.tone = messages.WARNING
            return say("{letter}已经起草，还没有送审：{why}", letter=name, why="".join(error.messages))
        self.sent = True
        return previews.sent_words(self.letter)

    def told(self, form: StepForm) -> dict[str, Any]:
        """The letter as it would come out, and what the check says of it."""
        known = form.proposed() if isinstance(form, DetailsForm) else None
        draft = previews.drawn(self.case, form.leaf.letter, known) if known is not None else None  # type: ignore[attr-defined]
        if known is None or draft is None:
            return {"paper": "", "findings": (), "errors": 0}
        settings = self.case.agency.law_settings
        rules = [row.rule for row in taught.in_force(self.case.agency)]
        findings = letters.lint(draft, known, others=others_of(self.case), settings=settings, rules=rules)
        return {
            "paper": previews.printed(self.case, draft),
            "findings": [(n, "late" if f.severity == "error" else "near", f) for n, f in enumerate(findings, start=1)],
            "errors": sum(finding.severity == "error" for finding in findings),
        }

    def after(self) -> str:
        if self.sent:
            return self.address
        return reverse("desk:case_letter", args=[self.case.pk, self.letter.pk])
