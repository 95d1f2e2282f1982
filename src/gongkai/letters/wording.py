"""The wording of one letter as data: what a template is, reading it from TOML and writing it back.

A template has words, places for facts (``{correction.guidance}``) and conditions (``when = "correction"``), and no code. A place
marked ``?`` (``{application.signed_on?}``) stays blank where the fact is not on record; any other refuses to be drawn then.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.language import say
from gongkai.letters.errors import TemplateBroken, WrongLetter

FOLDER = Path(__file__).parent / "templates"
LARGEST = 40_000
"""Characters. No letter of this kind comes near it."""
PLACE = re.compile(r"\{([a-z][a-z_.]*)(\??)\}")
"""A place for a fact: key, and whether it may stay blank."""
REMEDY = "{remedy}"


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph. ``when`` and ``unless`` name a fact: the paragraph stands only with it, or only without it."""

    text: str
    when: str = ""
    unless: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text,)


@dataclass(frozen=True, slots=True)
class List:
    """Numbered points. A point that is one place alone becomes as many points as the fact has lines."""

    points: tuple[str, ...]
    when: str = ""
    unless: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return self.points


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a form: its text, and over how many columns it reaches."""

    text: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form; ``height`` in lines. With ``each`` it stands for all rows of a fact that is a table."""

    boxes: tuple[Box, ...]
    height: int = 1
    each: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A table. ``widths``: of the columns, relative to each other; ``head``: rows of column heads."""

    lines: tuple[Line, ...]
    widths: tuple[int, ...]
    head: int = 0
    when: str = ""
    unless: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for line in self.lines for text in (line.each, *(box.text for box in line.boxes)) if text)


Passage = Words | List | Form


@dataclass(frozen=True, slots=True)
class Annex:
    """A page of its own after the letter."""

    title: str
    paragraphs: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """The wording of one letter. ``version`` 0 is what this package ships; an office counts its own from 1."""

    code: str
    title: str
    salutation: str
    paragraphs: tuple[Passage, ...]
    closing: str = ""
    version: int = 0
    signed: bool = True
    annexes: tuple[Annex, ...] = ()

    @property
    def passages(self) -> Iterator[Passage]:
        """Every passage, those of annexes after those of the letter."""
        yield from self.paragraphs
        for annex in self.annexes:
            yield from annex.paragraphs

    @property
    def texts(self) -> Iterator[str]:
        """Every piece of wording, also titles, salutation and closing."""
        yield from (self.title, self.salutation)
        for passage in self.passages:
            yield from passage.texts
        yield self.closing
        yield from (annex.title for annex in self.annexes)

    @property
    def places(self) -> set[str]:
        """The keys of all facts that the wording has places for."""
        return {key for text in self.texts for key, _ in PLACE.findall(text)}


@cache
def default_template(code: str) -> Template:
    """The wording shipped for letter ``code``. Raises `WrongLetter` for another code."""
    path = FOLDER / f"{code}.toml"
    if not re.fullmatch(r"[PS][0-9]{1,2}", code) or not path.is_file():
        raise WrongLetter(say("没有编号为“{code}”的文书，无法起草。请从文书目录中选择。", code=code))
    return parse(path.read_text(encoding="utf-8"))


@cache
def _shared() -> dict[str, Words]:
    """Paragraphs that several letters share, by name. A template takes one in with ``part``."""
    data = tomllib.loads((FOLDER / "shared.toml").read_text(encoding="utf-8"))
    return {name: Words(**entry) for name, entry in data.items()}


def parse(text: str) -> Template:
    """The template in a TOML text. Raises `TemplateBroken`; whether it says all that the law wants is `validate`'s to tell."""
    if len(text) > LARGEST:
        raise TemplateBroken(
            say("模板超过{most}个字，不像一份文书的措辞，因此没有采用。请核对后再保存。", most=LARGEST)
        )
    try:
        data = tomllib.loads(text)
        template = _template(data)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise TemplateBroken(
            say("模板的格式不对（{why}），因此没有采用。请对照模板说明改正后再保存。", why=str(error).strip("'\""))
        ) from error
    return template


def _template(data: dict[str, Any]) -> Template:
    known = {"code", "title", "salutation", "paragraph", "closing", "version", "signed", "annex"}
    _only(data, known)
    return Template(
        code=_text(data["code"]),
        title=_text(data["title"]),
        salutation=_text(data.get("salutation", "")),
        paragraphs=tuple(_passage(entry) for entry in data.get("paragraph", [])),
        closing=_text(data.get("closing", "")),
        version=_number(data.get("version", 0)),
        signed=_flag(data.get("signed", True)),
        annexes=tuple(_annex(entry) for entry in data.get("annex", [])),
    )


def _annex(entry: dict[str, Any]) -> Annex:
    _only(entry, {"title", "paragraph"})
    return Annex(_text(entry["title"]), tuple(_passage(passage) for passage in entry.get("paragraph", [])))


def _passage(entry: dict[str, Any]) -> Passage:
    when, unless = _text(entry.get("when", "")), _text(entry.get("unless", ""))
    kind = {"part", "text", "points", "rows"} & entry.keys()
    if kind == {"part"}:
        _only(entry, {"part", "when"})
        shared = _shared()[_text(entry["part"])]
        return replace(shared, when=when) if when else shared
    if kind == {"text"}:
        _only(entry, {"text", "when", "unless"})
        return Words(_text(entry["text"]), when, unless)
    if kind == {"points"}:
        _only(entry, {"points", "when", "unless"})
        return List(tuple(_text(point) for point in entry["points"]), when, unless)
    if kind == {"rows"}:
        _only(entry, {"rows", "widths", "head", "when", "unless"})
        widths = tuple(_number(width) for width in entry["widths"])
        lines = tuple(_line(row) for row in entry["rows"])
        uneven = [
            n for n, line in enumerate(lines, 1) if not line.each and sum(b.span for b in line.boxes) != len(widths)
        ]
        if uneven or not widths or 0 in widths:
            raise ValueError(say("表格第{rows}行的列数与widths不符", rows="、".join(map(str, uneven)) or "0"))
        return Form(lines, widths, _number(entry.get("head", 0)), when, unless)
    raise ValueError(say("每段只能有part、text、points、rows中的一项"))


def _line(row: object) -> Line:
    if isinstance(row, str):
        return Line((), each=row)
    if isinstance(row, Mapping):
        _only(row, {"cells", "height"})
        return Line(tuple(_box(cell) for cell in row["cells"]), max(1, min(_number(row.get("height", 1)), 20)))
    if isinstance(row, list):
        return Line(tuple(_box(cell) for cell in row))
    raise ValueError(say("表格的行应为一组单元格"))


def _box(cell: object) -> Box:
    if isinstance(cell, Mapping):
        _only(cell, {"text", "span"})
        return Box(_text(cell["text"]), max(1, _number(cell["span"])))
    return Box(_text(cell))


def _only(data: Mapping[str, object], known: set[str]) -> None:
    if unknown := sorted(data.keys() - known):
        raise ValueError(say("不认识“{unknown}”", unknown="、".join(unknown)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(say("“{value}”应为文字", value=value))
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        raise ValueError(say("“{value}”应为非负整数", value=value))
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(say("“{value}”应为true或者false", value=value))
    return value


def written(template: Template) -> str:
    """``template`` as TOML, every shared paragraph written out: what an office starts from. ``parse`` gives the same back."""
    head = [f"code = {_quoted(template.code)}", f"version = {template.version}", f"title = {_quoted(template.title)}"]
    head += [f"salutation = {_quoted(template.salutation)}", f"closing = {_quoted(template.closing)}"]
    if not template.signed:
        head.append("signed = false")
    parts = ["\n".join(head), *(_entry("paragraph", passage) for passage in template.paragraphs)]
    for annex in template.annexes:
        parts.append(f"[[annex]]\ntitle = {_quoted(annex.title)}")
        parts += (_entry("annex.paragraph", passage) for passage in annex.paragraphs)
    return "\n\n".join(parts) + "\n"


def _entry(name: str, passage: Passage) -> str:
    lines = [f"[[{name}]]"]
    if passage.when:
        lines.append(f"when = {_quoted(passage.when)}")
    if passage.unless:
        lines.append(f"unless = {_quoted(passage.unless)}")
    if isinstance(passage, Words):
        lines.append(f"text = {_quoted(passage.text)}")
    elif isinstance(passage, List):
        lines += ["points = [", *(f"  {_quoted(point)}," for point in passage.points), "]"]
    else:
        lines += [f"widths = {list(passage.widths)}", f"head = {passage.head}", "rows = ["]
        lines += [f"  {_row(line)}," for line in passage.lines] + ["]"]
    return "\n".join(lines)


def _row(line: Line) -> str:
    if line.each:
        return _quoted(line.each)
    boxes = (_quoted(b.text) if b.span == 1 else f"{{ text = {_quoted(b.text)}, span = {b.span} }}" for b in line.boxes)
    cells = f"[{', '.join(boxes)}]"
    return cells if line.height == 1 else f"{{ cells = {cells}, height = {line.height} }}"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
