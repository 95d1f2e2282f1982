"""What a word in a ledger means: at once where it is clear, by a person's answer where it may be several things."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai.applications.models.application import ApplicantKind
from gongkai.applications.models.handling import Consultation
from gongkai.applications.models.remedies import RemedyCase
from gongkai.language import say
from gongkai.law.disputes import COUNTED, LEVEL_NAMES, RESULTS, Level, results_at
from gongkai.law.outcomes import GROUP_NAMES, MEANINGS, Outcome
from gongkai.law.receipt import CHANNEL_NAMES, Channel

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_SURPLUS = re.compile(r"[（(\[【].*?[)）\]】]|[\s“”\"'、，,。；;:：·]")
_NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）、.]")


def _outcome_label(outcome: Outcome) -> str:
    name, group = MEANINGS[outcome].name, GROUP_NAMES[outcome.group]
    return name if name == group else f"{group}：{name}"


def _results(*levels: Level) -> dict[str, str]:
    """What can come out of a hearing, and that nothing has yet."""
    return {"": say("尚未审结"), **{result.code: result.name for level in levels for result in results_at(level)}}


OPTIONS: Mapping[str, Mapping[str, str]] = {
    "outcome": {outcome.value: _outcome_label(outcome) for outcome in Outcome},
    "kind": dict(ApplicantKind.choices),
    "channel": {channel.value: CHANNEL_NAMES[channel] for channel in Channel},
    "opinion": dict(Consultation.Opinion.choices),
    "remedy_kind": {"": "没有复议、诉讼", **dict(RemedyCase.Kind.choices)},
    "remedy_result": {
        "": "尚未审结",
        **{code: result.name for code, result in RESULTS.items() if result.bucket in COUNTED},
    },
    "dispute_kind": {
        **dict(RemedyCase.Kind.choices),
        "suit": say("诉讼：同一件申请此前有复议的是复议后起诉，没有的是直接起诉"),
    },
    "level": {level.value: LEVEL_NAMES[level] for level in Level},
    "against": dict(RemedyCase.Against.choices),
    "brought_by": dict(RemedyCase.By.choices),
    "capacity": dict(RemedyCase.Capacity.choices),
    "procedure": {"simplified": say("简易程序"), "ordinary": say("普通程序")},
    "reconsideration_result": _results(Level.RECONSIDERATION),
    "first_result": _results(Level.FIRST, Level.AGAIN),
    "second_result": _results(Level.SECOND),
    "retrial_result": _results(Level.RETRIAL),
}
"""For each field whose cells are words: what they can mean, code and label."""


def key(text: str) -> str:
    """A word without spaces, marks, brackets and a number in front.

    >>> key("（一）予以公开（2023）")
    '予以公开'
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return _SURPLUS.sub("", _NUMBERED.sub("", plain)).casefold()


def _sure() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for field, options in OPTIONS.items():
        known = found.setdefault(field, {})
        for code, names in _TABLE[field]["sure"].items():
            known.update({key(name): code for name in names})
        known.update({key(label): code for code, label in options.items()})
        if field == "outcome":
            known.update({key(meaning.name): outcome.value for outcome, meaning in MEANINGS.items()})
        for word in _TABLE[field]["ask"]:
            known.pop(key(word), None)
    return found


SURE: Mapping[str, Mapping[str, str]] = _sure()
ASK: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    field: {key(word): tuple(codes) for word, codes in _TABLE[field]["ask"].items()} for field in OPTIONS
}


@dataclass(frozen=True, slots=True)
class Meant:
    """``code``: what the word means, None where a person has to say. ``may_be``: what it could be, () for a word nobody knows."""

    code: str | None
    may_be: tuple[str, ...] = ()


def meaning(field: str, text: str, answers: Mapping[str, str]) -> Meant:
    """What ``text`` means in the column of ``field``. ``answers``: by `key`, what people of the body have said; they come first.

    >>> meaning("outcome", "信息不存在", {}).code
    'unable.not_held'
    >>> meaning("outcome", "非政府信息", {})
    Meant(code=None, may_be=('other.other', 'unprocessed.petition'))
    >>> meaning("outcome", "非政府信息", {"非政府信息": "other.other"}).code
    'other.other'
    """
    word = key(text)
    if answers.get(word) in OPTIONS[field]:
        return Meant(answers[word])
    if word in ASK[field]:
        return Meant(None, ASK[field][word])
    return Meant(SURE[field].get(word))
