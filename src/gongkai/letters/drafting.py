"""Drawing a letter: the wording of its template, the facts of the case, and the remedy that the law gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.canonical import canonical_text
from gongkai.language import say
from gongkai.law.letters import LETTERS, Addressee
from gongkai.law.remedies import Authorities, paragraph, remedies_against
from gongkai.law.settings import DEFAULT, Settings
from gongkai.letters.errors import FactMissing, TemplateBroken, WrongLetter
from gongkai.letters.facts import Facts
from gongkai.letters.fields import FIELDS, TABLES, Value, holds, where_to_fill
from gongkai.letters.model import Block, Cell, Draft, Enclosure, Grid, Points, Row, Text
from gongkai.letters.wording import PLACE, REMEDY, Form, Line, List, Passage, Template, default_template

SENTENCES = frozenset({"decision.findings", "decision.public_interest", "correction.guidance", "reasons.why"})
"""Facts that are whole sentences. All others but the applicant's own words stand inside a sentence of the template."""
_ENDS = "。！？；…”）"


def draft(code: str, facts: Facts, template: Template | None = None, *, settings: Settings = DEFAULT) -> Draft:
    """Letter ``code`` of the case, in the wording of ``template`` (else the shipped one).

    ``settings``: the body's readings, for the remedy paragraph. Raises `FactMissing` where the letter needs what is not on
    record, `WrongLetter` where the decision leads to another letter, `TemplateBroken` for a template that names unknown facts,
    and GongkaiError where the remedy cannot be told.
    """
    template = template or default_template(code)
    letter = LETTERS.get(code)
    if letter is None or template.code != code:
        raise WrongLetter(
            say("模板是{other}的，不能用来起草{code}。请选用同一种文书的模板。", other=template.code, code=code)
        )
    if letter.substantive:
        _require_leaf(code, facts)
    writer = _Writer(code, facts, settings)
    blocks = list(writer.blocks(template.paragraphs))
    if template.closing:
        blocks.append(Text(writer.fill(template.closing)))
    carries_files = letter.substantive and facts.decision is not None
    return Draft(
        code=code,
        title=writer.fill(template.title),
        addressee=addressee(code, facts),
        salutation=writer.fill(template.salutation),
        blocks=tuple(blocks),
        attachments=facts.decision.attachments if carries_files and facts.decision else (),
        enclosures=tuple(
            Enclosure(writer.fill(annex.title), tuple(writer.blocks(annex.paragraphs))) for annex in template.annexes
        ),
        signature=canonical_text(facts.agency.name) if template.signed else "",
        template=template.version,
    )


def addressee(code: str, facts: Facts) -> str:
    """To whom letter ``code`` goes, by name; "" for a form that stays in the house or a name not on record."""
    match LETTERS[code].addressee:
        case Addressee.APPLICANT:
            return canonical_text(facts.application.applicant)
        case Addressee.THIRD_PARTY | Addressee.CO_MAKER:
            return canonical_text(facts.consultation.party) if facts.consultation else ""
        case Addressee.OTHER_UNIT:
            return canonical_text(facts.assistance.unit) if facts.assistance else ""
        case Addressee.INTERNAL:
            return ""


def remedy(code: str, facts: Facts, settings: Settings = DEFAULT) -> str:
    """The remedy paragraph of the decision, from its articles and its day alone. Raises like `draft`."""
    if facts.decided_on is None:
        raise FactMissing(LETTERS[code].name, "decided_on", say("答复日期"), say("“处理决定”"))
    if not facts.sources:
        raise _missing(code, "sources")
    known = facts.leaf.disclosed_before if facts.leaf else None
    found = remedies_against(facts.sources, facts.decided_on, disclosed_before=known)
    names = facts.agency
    authorities = Authorities(names.reconsideration, names.court, names.reconsideration_online)
    return canonical_text(paragraph(found, authorities, served_online=facts.served_online, settings=settings))


class _Writer:
    """Fills the places of one letter. Values are put in once and never looked at again, so a value is never a place."""

    def __init__(self, code: str, facts: Facts, settings: Settings) -> None:
        self.code = code
        self.facts = facts
        self.settings = settings

    def blocks(self, passages: tuple[Passage, ...]) -> Iterator[Block]:
        for passage in passages:
            if passage.when and not holds(self.facts, self.code, passage.when):
                continue
            if passage.unless and holds(self.facts, self.code, passage.unless):
                continue
            if isinstance(passage, List):
                yield Points(tuple(point for text in passage.points for point in self._points(text)))
            elif isinstance(passage, Form):
                yield Grid(
                    tuple(row for line in passage.lines for row in self._rows(line)), passage.widths, passage.head
                )
            elif passage.text == REMEDY:
                yield Text(remedy(self.code, self.facts, self.settings))
            else:
                yield Text(self.fill(passage.text))

    def fill(self, text: str) -> str:
        """``text`` with every place filled by what belongs inside a sentence."""
        return canonical_text(PLACE.sub(self._inline, text))

    def _inline(self, place: re.Match[str]) -> str:
        key = place[1]
        value = self._value(key, optional=bool(place[2]))
        if key in TABLES:
            raise _unknown(key)
        if key.startswith("application."):
            return value if isinstance(value, str) else "；".join(map(str, value))
        lines = value.splitlines() if isinstance(value, str) else [str(line) for line in value]
        if key in SENTENCES:
            return "".join(_sentence(line.strip()) for line in lines)
        return "；".join(line.strip().rstrip("。；;") for line in lines) if key != "consultations" else str(value)

    def _points(self, text: str) -> Iterator[str]:
        """One point, or as many as the fact has lines where the point is one place alone."""
        place = PLACE.fullmatch(text)
        if place is None or place[1] in TABLES:
            yield self.fill(text)
            return
        value = self._value(place[1], optional=bool(place[2]))
        for line in value.splitlines() if isinstance(value, str) else value:
            if point := canonical_text(str(line)):
                yield _sentence(point)

    def _rows(self, line: Line) -> Iterator[Row]:
        if not line.each:
            yield Row(
                tuple(Cell(self.fill(box.text), box.span, _is_label(box.text)) for box in line.boxes),
                line.height,
            )
            return
        place = PLACE.fullmatch(line.each)
        if place is None or place[1] not in TABLES:
            raise _unknown(line.each)
        for row in self._value(place[1], optional=bool(place[2])):
            yield Row(tuple(Cell(canonical_text(text)) for text in row))

    def _value(self, key: str, *, optional: bool) -> Value:
        field = FIELDS.get(key)
        if field is None:
            raise _unknown(key)
        value = field.read(self.facts, self.code)
        if not value and not optional:
            raise _missing(self.code, key)
        return value


def _require_leaf(code: str, facts: Facts) -> None:
    """The decision tree chooses the letter; only S23 stands outside it."""
    if facts.decision is None:
        raise FactMissing(LETTERS[code].name, "decision", say("处理决定"), say("“处理决定”"))
    right = facts.leaf.letter if facts.leaf else "S23" if not facts.decision.leaf else ""
    if right != code:
        raise WrongLetter(
            say(
                "按登记的处理决定，应当起草的是{right}，不是{code}。文书与决定不一致会被撤销或者确认违法。请核对处理决定后重新起草。",
                right=f"{right}《{LETTERS[right].name}》" if right else say("其他处理（不发文书）"),
                code=f"{code}《{LETTERS[code].name}》",
            )
        )


def _is_label(text: str) -> bool:
    """Whether a cell names what stands beside it: it holds words, and neither a fact nor boxes to tick."""
    return bool(text) and "□" not in text and not PLACE.search(text)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in _ENDS else f"{text}。"


def _missing(code: str, key: str) -> FactMissing:
    field = FIELDS[key]
    return FactMissing(LETTERS[code].name, key, field.name, where_to_fill(field))


def _unknown(key: str) -> TemplateBroken:
    return TemplateBroken(
        say("模板中的“{key}”不是可以在这里使用的填空，因此没有起草。请在模板中改正后再试。", key=key.strip("{}"))
    )
