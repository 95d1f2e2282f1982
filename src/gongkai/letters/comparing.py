"""比对: whether a paper that came back (stamped, scanned, read by machine) says what was approved. Pure; the reading is somebody else's.

A stamp covers words, and a reader takes one character for another. So the judgement is in four words and never a silent yes: what
differs in a figure, a date or a word that turns the meaning is always shown to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from gongkai.language import say


class Outcome(StrEnum):
    """``SAME``: nothing differs but what a reader of scans gets wrong in plain words. ``LOOK``: a person has to look at each
    difference. ``OTHER``: it is another letter. ``UNREAD``: nothing could be read, so a person compares."""

    SAME = "same"
    LOOK = "look"
    OTHER = "other"
    UNREAD = "unread"

    @property
    def label(self) -> str:
        return {
            Outcome.SAME: say("与批准的文本一致"),
            Outcome.LOOK: say("有不同，请逐处核对"),
            Outcome.OTHER: say("不像是这份文书"),
            Outcome.UNREAD: say("没有读出文字，请人工核对"),
        }[self]


@dataclass(frozen=True, slots=True)
class Difference:
    """``approved``: what the approved text says there, "" where the paper has more; ``paper``: what was read there, "" where nothing.
    ``before`` and ``after``: some approved characters around it. ``grave``: it touches a figure, a name or a word that turns the
    meaning, or it is longer than a slip."""

    approved: str
    paper: str
    before: str
    after: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """``share``: how much of the approved text stands on the paper, from 0 to 1. ``differences``: in the order of the letter."""

    outcome: Outcome
    share: float
    differences: tuple[Difference, ...] = ()


AROUND = 8
"""Characters of context on either side of a difference."""
LEAST = 0.6
"""Below this share it is another letter."""
ENOUGH = 0.98
"""From this share on, differences in plain words are taken for slips of the reader."""
MOST = 20_000
"""Characters compared; a letter has a few thousand."""
LONGEST_SLIP = 2
"""Characters in a row that a reader may get wrong; more of them are words that somebody put in or took out."""
_TURNS = re.compile(r"[0-9.%‰〇零一二三四五六七八九十百千万亿不未无非否免勿可应]|予以|部分|逾期|第三")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")


def compare(approved: str, paper: str, stamp: str = "", careful: Sequence[str] = ()) -> Comparison:
    """What differs between the approved text and what was read of the paper. ``stamp``: the words of the seal (the body's name), which
    the paper may show once more than the text. ``careful``: names, in which one character makes another person: what touches them is
    grave."""
    whole, read = plain(approved), plain(paper)
    wanted, found = whole[:MOST], read[:MOST]
    if len(found) < 5:
        return Comparison(Outcome.UNREAD, 0.0)
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    same = sum(size for _, _, size in matcher.get_matching_blocks())
    share = same / len(wanted) if wanted else 0.0
    if share < LEAST:
        return Comparison(Outcome.OTHER, share)
    differences = tuple(
        each
        for each in _differences(wanted, found, matcher.get_opcodes(), _places(wanted, careful))
        if not _of_the_stamp(each, plain(stamp))
    )
    alike = share >= ENOUGH and not any(each.grave for each in differences) and max(len(whole), len(read)) <= MOST
    return Comparison(Outcome.SAME if alike else Outcome.LOOK, share, differences)


def plain(text: str) -> str:
    """Only what says something: letters and figures, full and half width alike, the point within a figure and the percent sign. Other
    punctuation and spaces are printed and read in many ways, and none of them is a difference between letters."""
    folded = unicodedata.normalize("NFKC", text)
    points = {found.start() for found in _POINT.finditer(folded)}
    return "".join(each for at, each in enumerate(folded) if each.isalnum() or each in "%‰" or at in points)


def paper_of(pages: Sequence[str]) -> str:
    """What was read of a paper, from its pages in order: each without its own number at its foot, between dashes."""
    return "\n".join(
        re.sub(rf"[—–－\-]\s*{number}\s*[—–－\-]?\s*$", "", page.rstrip()) for number, page in enumerate(pages, start=1)
    )


def _places(wanted: str, careful: Sequence[str]) -> frozenset[int]:
    """Every place in ``wanted`` that belongs to a name."""
    names = [name for each in careful if (name := plain(each))]
    return frozenset(
        at
        for name in names
        for begun in range(len(wanted) - len(name) + 1)
        if wanted.startswith(name, begun)
        for at in range(begun, begun + len(name))
    )


def _differences(
    wanted: str, found: str, codes: Sequence[tuple[str, int, int, int, int]], careful: frozenset[int]
) -> list[Difference]:
    made = []
    for tag, i, j, k, m in codes:
        if tag == "equal":
            continue
        lost, more = wanted[i:j], found[k:m]
        made.append(
            Difference(
                lost,
                more,
                wanted[max(0, i - AROUND) : i],
                wanted[j : j + AROUND],
                bool(
                    _TURNS.search(lost)
                    or _TURNS.search(more)
                    # Something put in between two characters of a name touches both.
                    or careful.intersection(range(i, j))
                    or {i - 1, i} <= careful
                    or max(len(lost), len(more)) > LONGEST_SLIP
                ),
            )
        )
    return made


def _of_the_stamp(each: Difference, stamp: str) -> bool:
    """Whether it is nothing but the seal's own words, whole, and its registration number of thirteen figures."""
    rest = each.paper.replace(stamp, "") if stamp else each.paper
    return not each.approved and (not rest or re.fullmatch(r"[0-9]{13}", rest) is not None)
