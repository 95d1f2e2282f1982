"""教训转成的检查: what a corrected answer taught, as a rule of a closed vocabulary. Pure data, plain words, no pattern language.

A rule says which answers it is for (outcome or leaf of the decision, articles it rests on) and one of four things: these words must stand
in it; these words must not; this fact must be on record first; this question must be answered in words first (decision 0230).

Words are compared folded: without blanks of any kind, full width as half width, large as small. So a rule that fires on a text fires on the
same text in another width or spacing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from gongkai.language import say
from gongkai.letters.facts import Facts
from gongkai.letters.fields import FIELDS
from gongkai.letters.linting.model import ERROR, WARNING, Case, Finding

MOST_WORDINGS = 8
SHORTEST, LONGEST = 2, 40
"""Characters of one wording, folded."""
LONGEST_TEXT = 120
"""Characters of a question, and of what to write instead."""


class Kind(StrEnum):
    """What a rule asks."""

    MUST_SAY = "must_say"
    MUST_NOT_SAY = "must_not_say"
    RECORDED = "recorded"
    ANSWERED = "answered"


KIND_NAMES = {
    Kind.MUST_SAY: "必须写明",
    Kind.MUST_NOT_SAY: "不得出现",
    Kind.RECORDED: "必须先登记",
    Kind.ANSWERED: "必须说明",
}


class Level(StrEnum):
    """``must`` holds up the letter until a reviewer lets it pass with a reason; ``look`` only shows."""

    MUST = "must"
    LOOK = "look"


LEVEL_NAMES = {Level.MUST: "必须改", Level.LOOK: "请看一眼"}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the register may hold of a case. ``held``: whether it does."""

    name: str
    held: Callable[[Facts], bool]


def _decided(facts: Facts, *names: str) -> bool:
    return facts.decision is not None and all(bool(getattr(facts.decision, name)) for name in names)


FACTS: dict[str, Fact] = {
    "search": Fact("检索记录（何人、何处、检索词、何时）", lambda facts: bool(FIELDS["searches"].read(facts, "S12"))),
    "third_party": Fact("书面征求第三方意见", lambda facts: any(c.asked == "third_party" for c in facts.consultations)),
    "agency": Fact("征求其他机关意见", lambda facts: any(c.asked != "third_party" for c in facts.consultations)),
    "severed": Fact(
        "区分处理（附区分处理后的副本，或者登记了公开和不公开的各是什么）",
        lambda facts: _decided(facts, "cut") or _decided(facts, "given", "withheld"),
    ),
    "withheld": Fact("不予公开的内容是什么", lambda facts: _decided(facts, "withheld")),
    "public_interest": Fact("公共利益的衡量", lambda facts: _decided(facts, "public_interest")),
    "special_rules": Fact("适用的特别规定", lambda facts: _decided(facts, "special_rules")),
    "earlier_answer": Fact("此前答复的文号和日期", lambda facts: _decided(facts, "earlier_answer")),
    "other_agency": Fact(
        "负责公开的机关及其联系方式",
        lambda facts: (
            facts.decision is not None
            and facts.decision.other_agency is not None
            and bool(facts.decision.other_agency.contact.strip())
        ),
    ),
    "correction": Fact(
        "补正告知", lambda facts: facts.correction is not None and facts.correction.noticed_on is not None
    ),
}
"""What a rule may want on record. All of it is among the facts that every check of a letter gets."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``key``: whatever the caller knows it by, 0 before it is kept. ``outcome``, ``leaf``: of the decision, "" for any;
    ``articles``: one of these must be among its sources, empty for any; at least one of the three is given. ``lesson``: its text."""

    kind: Kind
    level: Level = Level.LOOK
    wordings: tuple[str, ...] = ()
    instead: str = ""
    fact: str = ""
    question: str = ""
    outcome: str = ""
    leaf: str = ""
    articles: tuple[str, ...] = ()
    key: int = 0
    lesson: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What the rule says, whoever made it: two of the same content are one."""
        return (
            self.kind, self.level, tuple(sorted(map(fold, self.wordings))), self.fact, fold(self.question), self.outcome,
            self.leaf, tuple(sorted(self.articles)),
        )  # fmt: skip

    @property
    def words(self) -> tuple[str, ...]:
        """Everything in it that somebody typed."""
        return (*self.wordings, self.instead, self.question)

    @property
    def bare(self) -> Rule:
        """The rule without whose it is, to be compared word for word."""
        return replace(self, key=0, lesson="")

    @property
    def says(self) -> str:
        """The rule in a sentence, for lists."""
        words = "”“".join(self.wordings)
        if self.kind is Kind.MUST_SAY:
            return (
                say("必须写明：“{words}”", words=words)
                if len(self.wordings) == 1
                else say("必须写明其中一种：“{words}”", words=words)
            )
        if self.kind is Kind.MUST_NOT_SAY:
            return say("不得出现：“{words}”", words=words)
        if self.kind is Kind.RECORDED:
            return say("必须先登记：{fact}", fact=FACTS[self.fact].name if self.fact in FACTS else self.fact)
        return say("必须说明：{question}", question=self.question)


def tidy(rule: Rule) -> Rule:
    """``rule`` with single blanks, no wording twice, and nothing that its kind has no use for."""
    seen: dict[str, str] = {}
    for wording in rule.wordings:
        plain = _plain(wording)
        if plain:
            seen.setdefault(fold(plain), plain)
    worded = rule.kind in (Kind.MUST_SAY, Kind.MUST_NOT_SAY)
    return Rule(
        rule.kind,
        rule.level,
        tuple(seen.values()) if worded else (),
        _plain(rule.instead) if rule.kind is Kind.MUST_NOT_SAY else "",
        rule.fact if rule.kind is Kind.RECORDED else "",
        _plain(rule.question) if rule.kind is Kind.ANSWERED else "",
        rule.outcome,
        rule.leaf,
        tuple(dict.fromkeys(rule.articles)),
        rule.key,
        rule.lesson,
    )


def _plain(text: str) -> str:
    shown = (ch for ch in text if ch.isspace() or unicodedata.category(ch) not in ("Cc", "Cf", "Cs"))
    return " ".join("".join(shown).split())


def faults(rule: Rule) -> tuple[tuple[str, str], ...]:
    """What keeps a tidy ``rule`` from being kept: (name of the part, sentence)."""
    found: list[tuple[str, str]] = []
    if rule.kind in (Kind.MUST_SAY, Kind.MUST_NOT_SAY):
        found += [("wordings", sentence) for sentence in _wording_faults(rule.wordings)]
    if rule.kind is Kind.MUST_NOT_SAY and not rule.instead:
        found.append(("instead", say("请写明应当怎么写：只说不能写什么，办件的人不知道怎么改。")))
    if rule.kind is Kind.RECORDED and rule.fact not in FACTS:
        found.append(("fact", say("请选择必须先登记的一项。")))
    if rule.kind is Kind.ANSWERED and _letters(rule.question) < SHORTEST:
        found.append(("question", say("请写出要回答的问题。")))
    for name, text in (("instead", rule.instead), ("question", rule.question)):
        if len(text) > LONGEST_TEXT:
            found.append((name, say("最多{n}个字，现在有{m}个。请写短一些。", n=LONGEST_TEXT, m=len(text))))
    if not (rule.outcome or rule.leaf or rule.articles):
        found.append(
            ("outcome", say("请选适用于哪种办理结果，或者哪些条款：对所有答复书都适用的规则，提示多了就没有人看。"))
        )
    return tuple(found)


def _wording_faults(wordings: tuple[str, ...]) -> Iterator[str]:
    if not wordings:
        yield say("请写出至少一种写法，一行一种。")
    if len(wordings) > MOST_WORDINGS:
        yield say("最多{n}种写法，现在有{m}种。请合并，或者另写一条。", n=MOST_WORDINGS, m=len(wordings))
    for wording in wordings[:MOST_WORDINGS]:
        if _letters(wording) < SHORTEST:
            yield say(
                "“{wording}”太短，几乎每份文书里都有。每种写法至少{n}个字，标点不算。", wording=wording, n=SHORTEST
            )
        elif len(fold(wording)) > LONGEST:
            yield say("“{wording}……”太长，换一个字就对不上。每种写法最多{n}个字。", wording=wording[:12], n=LONGEST)


def _letters(text: str) -> int:
    return sum(ch.isalnum() for ch in fold(text))


def names_in(texts: Iterable[str], names: Iterable[str]) -> bool:
    """Whether any of ``names`` (of two characters or more) stands in ``texts``, in whatever width or spacing."""
    words = [fold(text) for text in texts]
    wanted = {folded for name in names if len(folded := fold(name)) > 1}
    return any(name in text for name in wanted for text in words)


# Comparing


def fold(text: str) -> str:
    """``text`` as it is compared: no blanks, no invisible characters, half width, small letters.

    >>> fold("《条例》第３６ 条\\u3000ＡＢ"), fold("不予　公 开")
    ('《条例》第36条ab', '不予公开')
    """
    return "".join(piece for piece, _ in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Each character folded by itself, with its place: what stands beside it never changes it."""
    return ((piece, place) for place, ch in enumerate(text) for piece in _folded(ch))


@lru_cache(maxsize=8192)
def _folded(ch: str) -> str:
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", ch).casefold())
    return "".join(
        _SAME.get(each, each)
        for each in small
        if not each.isspace() and unicodedata.category(each) not in ("Cc", "Cf", "Mn")
    )


_SAME = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”„‟「」『』", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
}
"""Dashes and quotation marks that people type for each other."""


def applies(rule: Rule, facts: Facts, *, substantive: bool = True) -> bool:
    """Whether ``rule`` is for an answer on these facts. A letter that is no answer has no rules."""
    if not substantive:
        return False
    leaf = facts.leaf
    if rule.leaf and (leaf is None or leaf.key != rule.leaf):
        return False
    if rule.outcome and (leaf is None or leaf.outcome != rule.outcome):
        return False
    return not rule.articles or bool({*rule.articles} & {str(source) for source in facts.sources})


class _Seen:
    """A letter folded once for all rules. ``texts``: of its parts, in order; ``own``: of what it quotes from the applicant."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.texts = [fold(part.text) for part in case.parts]
        self.own = [fold(each) for each in case.own_words]

    def places(self, wording: str) -> Iterator[tuple[int, int]]:
        """(part, place in its folded text) where the letter itself says ``wording``, once a part. Where it only quotes the
        applicant's own words that hold it, it does not say it."""
        wanted = fold(wording)
        quoted = [own for own in self.own if wanted in own]
        for number, text in enumerate(self.texts):
            for own in quoted:
                text = text.replace(own, "□" * len(own))
            if (at := text.find(wanted)) >= 0:
                yield number, at


def taught(case: Case, rules: Iterable[Rule], answered: Collection[int] = ()) -> Iterator[Finding]:
    """What ``rules`` find in a letter. ``answered``: keys of the rules whose question has been answered in words."""
    wanted = [rule for rule in rules if applies(rule, case.facts, substantive=case.letter.substantive)]
    seen = _Seen(case) if wanted else None
    for rule in wanted:
        assert seen is not None
        yield from _FINDERS[rule.kind](seen, rule, answered)


def _severity(rule: Rule) -> str:
    return ERROR if rule.level is Level.MUST else WARNING


def _must_say(seen: _Seen, rule: Rule, answered: Collection[int]) -> Iterator[Finding]:
    if not any(True for wording in rule.wordings for _ in seen.places(wording)):
        words = "”“".join(rule.wordings)
        yield Finding(
            "lesson-unsaid",
            _severity(rule),
            say("没有写明“{words}”。请写上。", words=words)
            if len(rule.wordings) == 1
            else say("没有写明“{words}”中的任何一种。请写上一种。", words=words),
            check=rule.key,
            lesson=rule.lesson,
        )


def _must_not_say(seen: _Seen, rule: Rule, answered: Collection[int]) -> Iterator[Finding]:
    for wording in rule.wordings:
        for number, at in seen.places(wording):
            part = seen.case.parts[number]
            pieces = [place for _, place in _pieces(part.text)]
            yield Finding(
                "lesson-words",
                _severity(rule),
                say("写了“{words}”。应当写：{instead}", words=wording, instead=rule.instead),
                part.text[pieces[at] : pieces[at + len(fold(wording)) - 1] + 1],
                part.paragraph,
                check=rule.key,
                lesson=rule.lesson,
            )


def _recorded(seen: _Seen, rule: Rule, answered: Collection[int]) -> Iterator[Finding]:
    fact = FACTS.get(rule.fact)
    if fact is not None and not fact.held(seen.case.facts):
        yield Finding(
            "lesson-unrecorded",
            _severity(rule),
            say("案卷里没有登记{fact}。请先登记，再答复。", fact=fact.name),
            check=rule.key,
            lesson=rule.lesson,
        )


def _answered(seen: _Seen, rule: Rule, answered: Collection[int]) -> Iterator[Finding]:
    if rule.key not in answered:
        yield Finding(
            "lesson-question",
            _severity(rule),
            say("送审前请说明：{question}", question=rule.question),
            check=rule.key,
            lesson=rule.lesson,
        )


_FINDERS: dict[Kind, Callable[[_Seen, Rule, Collection[int]], Iterator[Finding]]] = {
    Kind.MUST_SAY: _must_say,
    Kind.MUST_NOT_SAY: _must_not_say,
    Kind.RECORDED: _recorded,
    Kind.ANSWERED: _answered,
}
