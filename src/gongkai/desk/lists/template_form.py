"""The wording of a letter as fields a person can type in, and back. Tables and annexes are kept as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from gongkai.language import say
from gongkai.letters.fields import FIELDS, WHERE
from gongkai.letters.wording import PLACE, REMEDY, Form, List, Passage, Template, Words
from gongkai.look.forms import Worded

REMEDY_NAME = say("救济途径（由依据和日期决定，不能改）")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of wording: words, or a place for a fact by its name. ``optional``: it may stay blank."""

    text: str
    place: bool = False
    optional: bool = False


def pieces(text: str) -> list[Piece]:
    """``text`` cut at its places."""
    found: list[Piece] = []
    at = 0
    for place in PLACE.finditer(text):
        if place.start() > at:
            found.append(Piece(text[at : place.start()]))
        found.append(Piece(name_of(place[1]), place=True, optional=bool(place[2])))
        at = place.end()
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def name_of(key: str) -> str:
    """What a place or a condition stands for, in words; the key itself where it is unknown."""
    if key == REMEDY.strip("{}"):
        return REMEDY_NAME
    if key == "decision.attachments":
        return say("附件")
    field = FIELDS.get(key)
    return field.name if field else WHERE.get(key, key)


def condition(passage: Passage) -> str:
    """When a paragraph stands, in words; "" for always."""
    if passage.when:
        return say("有“{fact}”时才写这一段", fact=name_of(passage.when))
    if passage.unless:
        return say("没有“{fact}”时才写这一段", fact=name_of(passage.unless))
    return ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph for reading: its condition and its lines, each as pieces; ``points``: they are numbered; ``rows``:
    of a table, each cell with the columns it spans."""

    condition: str
    lines: tuple[list[Piece], ...]
    points: bool = False
    rows: tuple[tuple[tuple[list[Piece], int], ...], ...] = ()


def shown(template: Template) -> list[Shown]:
    """The paragraphs of ``template`` in order, those of annexes last."""
    return [_shown(passage) for passage in template.passages]


def _shown(passage: Passage) -> Shown:
    if isinstance(passage, Form):
        rows = tuple(
            ((pieces(line.each), len(passage.widths)),)
            if line.each
            else tuple((pieces(box.text), box.span) for box in line.boxes)
            for line in passage.lines
        )
        return Shown(condition(passage), (), rows=rows)
    return Shown(condition(passage), tuple(pieces(text) for text in passage.texts), points=isinstance(passage, List))


class Paragraph(forms.CharField):
    """A field that may be emptied, which takes the paragraph away; so it is not called optional."""

    def validate(self, value: str) -> None:
        return


class WordingForm(Worded):
    """One field a paragraph: blank lines part paragraphs, an empty field takes its paragraph away. In lists each line is a
    point. What is not a place or text stays as it was."""

    title = forms.CharField(label=say("标题"), max_length=80)
    salutation = forms.CharField(label=say("称谓"), max_length=120, required=False)
    closing = forms.CharField(label=say("结尾语"), max_length=200, required=False)
    note = forms.CharField(
        label=say("改了什么、为什么改"), max_length=200, required=False, help_text=say("存为新版本时要写")
    )

    def __init__(self, data: Any, template: Template):
        self.template = template
        initial = {"title": template.title, "salutation": template.salutation, "closing": template.closing}
        initial |= {f"p{n}": _typed(passage) for n, passage in enumerate(template.paragraphs)}
        super().__init__(data, initial=initial)
        for n, passage in enumerate(template.paragraphs):
            if isinstance(passage, Form):
                continue
            hint = condition(passage)
            if isinstance(passage, List):
                hint = "；".join(part for part in (hint, say("每行一项")) if part)
            self.fields[f"p{n}"] = Paragraph(
                label=say("第{n}段", n=n + 1),
                widget=forms.Textarea,
                help_text=hint,
                max_length=5000,
                strip=False,
            )
        self.order_fields(
            ["title", "salutation", *(f"p{n}" for n in range(len(template.paragraphs))), "closing", "note"]
        )

    @property
    def paragraphs(self) -> list[Any]:
        """The fields of the paragraphs, in order."""
        return [self[name] for name in self.fields if re.fullmatch(r"p\d+", name)]

    @property
    def wording(self) -> Template:
        """What the fields say. The form must be valid."""
        given = self.cleaned_data
        paragraphs: list[Passage] = []
        for n, passage in enumerate(self.template.paragraphs):
            if isinstance(passage, Form):
                paragraphs.append(passage)
                continue
            typed = (given.get(f"p{n}") or "").replace("\r\n", "\n").replace("\r", "\n")
            if isinstance(passage, List):
                points = tuple(line.strip() for line in typed.split("\n") if line.strip())
                if points:
                    paragraphs.append(replace(passage, points=points))
            else:
                texts = (" ".join(part.split("\n")).strip() for part in re.split(r"\n[ \t　]*\n", typed))
                paragraphs += (Words(text, passage.when, passage.unless) for text in texts if text)
        return replace(
            self.template,
            title=given["title"].strip(),
            salutation=given["salutation"].strip(),
            closing=given["closing"].strip(),
            paragraphs=tuple(paragraphs),
        )


def _typed(passage: Passage) -> str:
    return "\n".join(passage.texts) if isinstance(passage, List) else passage.texts[0] if passage.texts else ""
