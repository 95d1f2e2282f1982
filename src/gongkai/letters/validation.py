"""Whether a template says all that the law wants and nothing that it must not, and what a changed one does to known cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import ADDRESSEE_NAMES, LETTERS, Addressee, RemedyRule
from gongkai.law.settings import DEFAULT, Settings
from gongkai.letters.drafting import draft
from gongkai.letters.facts import Facts
from gongkai.letters.fields import FIELDS, TABLES, known_condition
from gongkai.letters.model import Draft
from gongkai.letters.obligatory import Element, elements
from gongkai.letters.phrases import CITATION, DATE, OLD_REGULATION, REMEDY_WORDS, SECRECY
from gongkai.letters.wording import PLACE, REMEDY, Form, Template, Words

_SALUTED = {
    Addressee.APPLICANT: "application.applicant",
    Addressee.THIRD_PARTY: "consultation.party",
    Addressee.CO_MAKER: "consultation.party",
    Addressee.OTHER_UNIT: "assistance.unit",
}
"""Whom the salutation must name, by addressee."""


def validate(template: Template) -> tuple[str, ...]:
    """Every problem of ``template`` as a sentence; none for one that may be used."""
    if template.code not in LETTERS:
        return (say("没有编号为“{code}”的文书。请从文书目录中选择。", code=template.code),)
    return tuple(dict.fromkeys([*_form(template), *_remedy(template), *_words(template), *_lacking(template)]))


def _form(template: Template) -> Iterator[str]:
    letter = LETTERS[template.code]
    if not template.title.strip():
        yield say("没有标题。标题是文书的必备要素，请补上。")
    wanted = _SALUTED.get(letter.addressee)
    if wanted and f"{{{wanted}}}" not in template.salutation:
        yield say("称谓里没有{{{key}}}。这份文书发给{whom}，请在称谓中写明。", key=wanted,
                  whom=ADDRESSEE_NAMES[letter.addressee])  # fmt: skip
    if not template.signed and letter.addressee is not Addressee.INTERNAL:
        yield say("没有落款。发出的文书应当以本机关的名义署名，请去掉signed = false。")
    for passage in template.passages:
        for condition in (passage.when, passage.unless):
            if condition and not known_condition(condition):
                yield say("条件“{condition}”不是登记的事实。请改用说明中列出的名称。", condition=condition)
    for text in template.texts:
        for key, _ in PLACE.findall(text):
            if key not in FIELDS and key != "remedy":
                yield say("填空“{key}”不是登记的事实。请改用说明中列出的名称。", key=key)
        bare = PLACE.sub("", text)
        if "{" in bare or "}" in bare:
            yield say("“{text}”中有不成对或者写错的花括号。请改正。", text=_short(text))
    in_tables = {line.each for passage in template.passages if isinstance(passage, Form) for line in passage.lines}
    for text in set(template.texts) - in_tables:
        for key, _ in PLACE.findall(text):
            if key in TABLES:
                yield say("填空“{key}”是一张表，只能独占表格的一行。请改正。", key=key)


def _remedy(template: Template) -> Iterator[str]:
    """The remedy paragraph comes from the law; a template only says where it stands."""
    own = [p for p in template.paragraphs if isinstance(p, Words) and p.text == REMEDY]
    mentioned = sum(text.count(REMEDY) for text in template.texts)
    if LETTERS[template.code].remedy is RemedyRule.NONE:
        if mentioned:
            yield say("这份文书不是答复，不告知救济途径。请去掉{remedy}一段。")
    elif len(own) != 1 or mentioned != 1 or own[0].when or own[0].unless:
        yield say('救济途径一段应当恰好有一处、独占一段、不带条件。请加上text = "{remedy}"一段，或者去掉多余的。')
    for text in template.texts:
        if found := REMEDY_WORDS.search(text):
            yield say(
                "“{quote}”是手写的救济途径。救济途径由法律依据和答复日期决定，手写的会过时或者写错。请删去，由{{remedy}}一段给出。",
                quote=found[0],
            )


def _words(template: Template) -> Iterator[str]:
    for text in template.texts:
        if found := CITATION.search(text):
            yield say("“{quote}”是手写的条款。请改用{{basis}}、{{sources}}或者{{ground}}，由程序引用。", quote=found[0])
        if found := DATE.search(text):
            yield say("模板里写死了日期“{quote}”，会带到每一份文书里。请改用填空。", quote=found[0])
        if found := OLD_REGULATION.search(text):
            yield say("“{quote}”出自2007年的条例，2019年5月15日起不再适用。请删去。", quote=found[0])
        if found := SECRECY.search(text):
            yield say("“{quote}”是密级标志，不能写进发给当事人的文书。请删去。", quote=found[0])


def _lacking(template: Template) -> Iterator[str]:
    # A place that may stay blank shows nothing, but for the register's own form, in which some days are always blank.
    lenient = LETTERS[template.code].addressee is Addressee.INTERNAL
    places = {key for text in template.texts for key, blank in PLACE.findall(text) if lenient or not blank}
    # The title names the letter; what is decided must be said in its text.
    words = "\n".join(text for passage in template.passages for text in passage.texts)
    for element in elements(template.code):
        if not _shows(element, places, words):
            yield say(
                "缺少“{name}”。这是{letter}的必备内容，{how}",
                name=element.name,
                letter=LETTERS[template.code].name,
                how=_how(element),
            )


def _shows(element: Element, places: set[str], words: str) -> bool:
    return any(set(group) <= places for group in element.groups) or any(word in words for word in element.words)


def _how(element: Element) -> str:
    if element.groups:
        return say("请加上{places}。", places="、".join(f"{{{key}}}" for key in element.groups[0]))
    return say("请写明“{word}”。", word=element.words[0])


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}……"


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that differs in the letter of one sample. ``sample``: its place among the samples, from 0. ``before`` or
    ``after`` is "" for a paragraph that is new or gone. ``problem``: why the new template could not be drawn, else ""."""

    sample: int
    application: str
    before: str = ""
    after: str = ""
    problem: str = ""


def preview(
    old: Template, new: Template, samples: Sequence[Facts], *, settings: Settings = DEFAULT
) -> tuple[Change, ...]:
    """What ``new`` would say otherwise than ``old`` in the cases of ``samples``, paragraph by paragraph.

    A sample that even ``old`` cannot be drawn for (a fact is missing) is passed over.
    """
    found: list[Change] = []
    for place, facts in enumerate(samples):
        number = facts.application.number
        try:
            before = draft(old.code, facts, old, settings=settings)
        except GongkaiError:
            continue
        try:
            after = draft(new.code, facts, new, settings=settings)
        except GongkaiError as error:
            found.append(Change(place, number, problem=str(error)))
            continue
        found += (Change(place, number, a, b) for a, b in _differences(_paragraphs(before), _paragraphs(after)))
    return tuple(found)


def _paragraphs(letter: Draft) -> list[str]:
    return letter.text.split("\n")


def _differences(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for n in range(max(b - a, d - c)):
            yield (before[a + n] if a + n < b else "", after[c + n] if c + n < d else "")
