"""What a person adds to a report, on one page: the narrative parts beside the facts they can be written from, and the figures
that no register holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.desk.reports.place import Place, writing
from gongkai.desk.reports.typing import Unfinished, figures_form, save_figures
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow
from gongkai.reporting import actions
from gongkai.reporting.assembling import Work
from gongkai.reporting.counting import FACTS, fact_rules
from gongkai.reporting.models import SectionText
from gongkai.reporting.previous import previous
from gongkai.reporting.rules import REPORT_WRITE
from gongkai.reports.checks.context import labels
from gongkai.reports.editions import SectionForm
from gongkai.reports.model import CellId

TYPED = "proactive"
"""The table no register stands behind."""
DIGITS = "零一二三四五六七八九十"


class Words(Unfinished, forms.CharField):
    """The words of one part."""


class WordsForm(Worded):
    """One text area for each narrative part, and the version of the words that were on the screen."""

    def __init__(self, sections: Sequence[SectionForm], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.keys = [section.key for section in sections]
        for section in sections:
            hint = say("原则上不超过{n}字。", n=section.limit) if section.limit else ""
            if section.topics:
                hint += say("写到五个方面：{topics}。", topics="、".join(section.topics))
            if section.must_mention:
                hint += say("写明{what}收取情况，没有收取也要写。", what=section.must_mention)
            self.fields[section.key] = Words(
                label=say("第{number}部分的文字", number=DIGITS[section.number]),
                help_text=hint,
                widget=forms.Textarea,
                max_length=20_000,
                # What was on the screen comes back with the words: a draft that nobody touched must go on following the
                # registers, also where these have moved since.
                show_hidden_initial=True,
            )
            self.fields[f"{section.key}_version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def given(self) -> dict[str, tuple[str, int]]:
        """The sections that the person changed, with the version of what they saw."""
        return {
            key: (self.cleaned_data[key], self.cleaned_data[f"{key}_version"])
            for key in self.keys
            if key in self.changed_data
        }


@dataclass(frozen=True, slots=True)
class Part:
    """One part on the page. ``box`` None: the one with the typed figures. ``last``: last year's words."""

    form: SectionForm
    box: BoundField | None = None
    version: BoundField | None = None
    held: SectionText | None = None
    grounds: Sequence[Ground] = ()
    last: str = ""

    @property
    def heading(self) -> str:
        return f"{DIGITS[self.form.number]}、{self.form.label}"

    @property
    def was(self) -> str:
        """The hidden field with the words that are on the screen."""
        return "" if self.box is None else self.box.as_hidden(only_initial=True)


@dataclass(frozen=True, slots=True)
class Ground:
    """What one sentence or problem rests on: the words, and the figures with where they open."""

    text: str
    links: Sequence[tuple[str, str]]


@require_http_methods(["GET", "POST"])
@allow(REPORT_WRITE)
def report_text(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Write the narrative parts and type 表二; all of it is saved, or none. What nobody changes follows the registers."""
    here, draft = writing(request, year, agency)
    made = here.work
    sections = [section for section in made.edition.sections if section.table is None]
    initial: dict[str, object] = {}
    for section in sections:
        held = made.written.get(section.key)
        initial |= {section.key: made.texts[section.key], f"{section.key}_version": held.version if held else 0}
    words = WordsForm(sections, request.POST or None, initial=initial)
    typed = figures_form(here, draft, TYPED, data=request.POST or None)
    if request.method == "POST" and words.is_valid() & typed.is_valid():
        try:
            with transaction.atomic():
                changed = save_figures(draft, typed, year, here)
                changed = bool(actions.write_sections(draft, words.given, by=here.account)) or changed
        except GongkaiError as error:
            words.add_error(None, str(error))
        else:
            messages.success(request, say("已保存，检查结果已更新。") if changed else say("没有改动。"))
            return redirect(here.address())
    before = previous(here.agency, year).report
    parts = []
    for section in made.edition.sections:
        if section.table == TYPED:
            parts.append(Part(section))
        elif section.table is None:
            last = before.sections[section.key].text if before and section.key in before.sections else ""
            held = made.written.get(section.key)
            fields = (words[section.key], words[f"{section.key}_version"])
            parts.append(Part(section, *fields, held, grounds(here, section.key), last))
    context = {"place": here, "draft": draft, "form": words, "typed": typed, "parts": parts}
    return render(request, "desk/reports/text.html", context, status=422 if words.errors or typed.errors else 200)


def grounds(here: Place, key: str) -> list[Ground]:
    """What a part can be written from: for drafted parts sentence by sentence, for the problems what the registers hold of them."""
    made = here.work
    if key == "problems":
        return _problems(here)
    return [
        Ground(sentence.text, [(_name(made, cell), here.cell_address(cell)) for cell in dict.fromkeys(sentence.cells)])
        for sentence in made.drafted[key]
    ]


def _problems(here: Place) -> list[Ground]:
    """Records that speak of problems; never sentences: a problem is owned up to, not generated."""
    made = here.work
    found = []
    cells = [
        fact_rules.LATE,
        fact_rules.UNDATED,
        CellId("remedies", "reconsideration", "corrected"),
        CellId("remedies", "suit_direct", "corrected"),
        CellId("remedies", "suit_after_reconsideration", "corrected"),
        *(
            c
            for c in made.figures.values
            if c.table == "applications" and c.row.startswith("other") and c.column == "total"
        ),
    ]
    for cell in cells:
        n = made.facts.get(cell) if cell in FACTS else made.figures.values.get(cell)
        if n:
            found.append(
                Ground(say("{what}：{n}件", what=_name(made, cell), n=n), [(say("看这几件"), here.cell_address(cell))])
            )
    return found


def _name(made: Work, cell: CellId) -> str:
    if cell in FACTS:
        return FACTS[cell].label
    row, column = labels(made.edition.tables[cell.table], cell)
    return row if column in ("总计", "本年处理决定数量") else f"{row}·{column}"
