"""Where a path of the tree ends, in words: outcome, row of the report, letter, what to keep on file, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.applications import letter_facts
from gongkai.applications.models import Application
from gongkai.desk.lists.verdict import REMEDY_WORDS
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import LETTERS, MEANINGS, Leaf, Letter, Outcome, paragraph
from gongkai.law.articles import chinese_number
from gongkai.law.outcomes import GROUP_NAMES
from gongkai.law.tree import Taken

_GROUPS = tuple(GROUP_NAMES)


def row_words(outcome: Outcome) -> str:
    """Which row of table 3 counts ``outcome``.

    >>> row_words(Outcome.PARTIAL), row_words(Outcome.WITHHELD_PROCESS)
    ('表三第三项（二）', '表三第三项（三）不予公开第6行')
    """
    group = outcome.group
    number = chinese_number(_GROUPS.index(group) + 1)
    among = [each for each in Outcome if each.group == group]
    if len(among) == 1:
        return say("表三第三项（{n}）", n=number)
    return say("表三第三项（{n}）{group}第{row}行", n=number, group=GROUP_NAMES[group], row=among.index(outcome) + 1)


def full_name(outcome: Outcome) -> str:
    """An outcome with its group, where the group says more.

    >>> full_name(Outcome.GRANTED), full_name(Outcome.WITHHELD_PROCESS)
    ('予以公开', '不予公开：属于四类过程性信息')
    """
    name, group = MEANINGS[outcome].name, GROUP_NAMES[outcome.group]
    return name if name == group else say("{group}：{name}", group=group, name=name)


def remedy_words(leaf: Leaf, on: date) -> str:
    """Which remedies the decision opens, in a sentence."""
    try:
        found = leaf.remedies(on)
    except GongkaiError as error:
        return str(error)
    if not found:
        return say("不发文书，不告知救济")
    if len(found) > 1:
        return say(
            "不予公开的部分{refused}；其余{rest}",
            refused=REMEDY_WORDS[found[0].kind],
            rest=REMEDY_WORDS[found[1].kind],
        )
    return REMEDY_WORDS[found[0].kind]


@dataclass(frozen=True, slots=True)
class Ending:
    """One end of the tree on one case. ``problem``: why the remedy paragraph cannot be written, "" where it can."""

    leaf: Leaf
    name: str
    row: str
    column: str
    letter: Letter | None
    remedy: str
    remedy_source: tuple[object, ...]
    paragraph: str
    problem: str
    online: bool
    taken: tuple[Taken, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """What has to lie in the file for a court."""
        return self.letter.on_file if self.letter is not None else ()


def ending(case: Application, leaf: Leaf, taken: tuple[Taken, ...], on: date) -> Ending:
    """``leaf`` as the end of ``case`` decided ``on`` a day."""
    online = letter_facts.goes_online(case)
    text, problem, sources = "", "", ()
    try:
        found = leaf.remedies(on)
        sources = tuple(dict.fromkeys(remedy.source for remedy in found))
        if found:
            text = paragraph(found, case.agency.authorities, served_online=online, settings=case.agency.law_settings)
    except GongkaiError as error:
        problem = str(error)
    return Ending(
        leaf=leaf,
        name=full_name(leaf.outcome),
        row=row_words(leaf.outcome),
        column=case.get_applicant_kind_display(),
        letter=LETTERS.get(leaf.letter),
        remedy=remedy_words(leaf, on),
        remedy_source=sources,
        paragraph=text,
        problem=problem,
        online=online,
        taken=taken,
    )
