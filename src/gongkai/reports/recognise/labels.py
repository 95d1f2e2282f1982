"""Which row of the form a run of words names.

Labels are compared by their *core*: the Chinese characters alone, with bracketed remarks, item numbers, white space and
punctuation left out. The words right before the figures decide, so whatever stands before them (group cells, split cells of
the row above, heads repeated after a page break) does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from gongkai.reports.editions import Edition
from gongkai.reports.recognise.items import Word

_BRACKETED = re.compile(r"[(（\[【〔{][^()（）\[\]【】〔〕{}]*[)）\]】〕}]")
_NOT_HAN = re.compile(r"[^一-鿿㐀-䶿\x00]+")
_ITEM = re.compile(r"^\s*[一二三四五六七八九十]{1,3}\s*[、.．,]")
_OPEN = re.compile(r"[(（\[【][^)）\]】]*$")
_CLOSED = re.compile(r"^[^(（\[【]*[)）\]】]")
_NUMERALS = re.compile(r"[一二三四五六七八九十]+")
_FARTHEST = 1200
"""Characters of a run that can matter: the longest label with all its group cells and a head is far shorter."""

Quality = Literal["exact", "altered", "damaged"]


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """The Chinese characters of ``text`` outside brackets; of all of it where nothing stands outside.

    >>> core("（二）部分公开（区分处理的，只计这一情形）"), core("本年增/减"), core("（其他）")
    ('部分公开', '本年增减', '其他')
    >>> core("四、结转下年度继续办理"), core("三、 本年度办理结果")
    ('结转下年度继续办理', '本年度办理结果')
    """
    stripped = text
    while "(" in stripped or "（" in stripped or "[" in stripped or "【" in stripped:
        shorter = _BRACKETED.sub("", stripped)
        if shorter == stripped:
            break
        stripped = shorter
    stripped = _ITEM.sub("", stripped)
    return _NOT_HAN.sub("", stripped).replace("\x00", "") or _NOT_HAN.sub("", text).replace("\x00", "")


class RowName(NamedTuple):
    """A row of one of the three tables: ``table`` key and ``row`` key."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class Run:
    """The words before some figures, as one core: ``owner[i]`` is the index of the word that character i came from."""

    text: str
    owner: tuple[int, ...]
    words: Sequence[Word]

    def first_of(self, index: int) -> int:
        """Where the word of character ``index`` begins."""
        word = self.owner[index]
        while index > 0 and self.owner[index - 1] == word:
            index -= 1
        return index


def run_of(words: Sequence[Word], *, cut_open_brackets: bool = False) -> Run:
    """The core of ``words`` joined; brackets may open in one word and close in another.

    ``cut_open_brackets``: a bracket that never closes takes all behind it with it, and one that never opened all before
    it, as when the figures stand in the middle of a remark that was wrapped.
    """
    if len(words) == 1 and not cut_open_brackets:
        only = core(words[0].text)[-_FARTHEST:]
        return Run(only, (0,) * len(only), words)
    joined = "\x00".join(word.text for word in words)
    if len(joined) > _FARTHEST:
        skipped = joined.count("\x00", 0, len(joined) - _FARTHEST)
        joined = joined[-_FARTHEST:]
    else:
        skipped = 0
    kept = joined
    while True:
        # The bars between words survive inside a removed bracket, so that every character keeps its word.
        shorter = _BRACKETED.sub(lambda m: "\x00" * m[0].count("\x00"), kept)
        if shorter == kept:
            break
        kept = shorter
    if cut_open_brackets:
        kept = _CLOSED.sub(lambda m: "\x00" * m[0].count("\x00"), _OPEN.sub("", kept))
    pure = _NOT_HAN.sub("", kept)
    if not pure.replace("\x00", ""):
        pure = _NOT_HAN.sub("", joined)
    text: list[str] = []
    owner: list[int] = []
    word = skipped
    for char in pure:
        if char == "\x00":
            word += 1
        else:
            text.append(char)
            owner.append(word)
    return Run("".join(text), tuple(owner), words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A run's label. ``quality``: exact; altered (known label with words added: every cell is doubted); damaged (characters
    lost). ``short``: the label is so common (其他, 总计) that its neighbours must agree. ``end``: where it ends in the run."""

    name: RowName
    quality: Quality
    end: int
    label: str
    short: bool = False


@dataclass
class Vocabulary:
    """Every label of a set of editions, by core. Build it once; it is read-only after."""

    editions: Mapping[str, Edition]
    rows: dict[str, list[RowName]] = field(default_factory=dict)
    columns: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    fillers: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edition in self.editions.values():
            for form in edition.tables.values():
                self._take(form)
            for section in edition.sections:
                for label in section.labels:
                    self.headings.setdefault(core(label), section.key)
        for groups in self.rows.values():
            groups.sort()

    def _take(self, form: object) -> None:
        from gongkai.reports.editions import TableForm

        assert isinstance(form, TableForm)
        names = self.columns.setdefault(form.key, {})
        for group in form.groups.values():
            self.fillers.add(core(group))
            self.anchors.setdefault(core(group), form.key)
        for text in (form.head, form.column_group):
            if text:
                self.fillers.add(core(text))
                self.anchors.setdefault(core(text), form.key)
        if form.corner:
            self.fillers.add(core(form.corner))
        for block in form.blocks:
            for text in (block.caption, block.stub):
                # Item numbers of a caption stand in brackets and drop out: "第二十条第项" serves all blocks.
                if text:
                    found = _NOT_HAN.sub("", _BRACKETED.sub("", text))
                    self.fillers.add(found)
                    self.anchors.setdefault(found, form.key)
            for row in block.rows:
                for label in row.labels:
                    name = RowName(form.key, row.key)
                    known = self.rows.setdefault(core(label), [])
                    if name not in known:
                        known.append(name)
            for column in block.columns:
                for label in column.labels:
                    keys = names.setdefault(core(label), [])
                    if column.key not in keys:
                        keys.append(column.key)
                    if len(core(label)) >= 3:
                        self.anchors.setdefault(core(label), form.key)

    @cached_property
    def by_length(self) -> list[str]:
        return sorted(self.rows, key=len, reverse=True)

    @cached_property
    def anchor_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.anchors), key=len, reverse=True)))

    @cached_property
    def filler_pattern(self) -> re.Pattern[str]:
        known = sorted({*self.fillers, *(c for names in self.columns.values() for c in names)}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, known)))

    def touches(self, text: str) -> bool:
        """Whether ``text`` holds a label, head or group of the form, or is a good part of one."""
        found = core(text)
        if not found:
            return False
        if found in self.rows or any(len(label) >= 4 and label in found for label in self.by_length):
            return True
        if self.filler_pattern.search(found):
            return True
        return len(found) >= 3 and any(found in label for label in self.by_length)

    def belongs_to_table(self, text: str) -> bool:
        """Whether a line is a piece of a table's head, caption, group or row label: nothing of it is left but those."""
        if not text or len(text) > 120:
            return False
        return not _NUMERALS.sub("", self.filler_pattern.sub("", text))

    def match(self, run: Run) -> Hit | None:
        """The row that the end of ``run`` names, or None. Exact first, then with a stray tail, then cut short."""
        text = run.text
        if not text:
            return None
        for length in self.lengths:
            if (label := text[-length:]) in self.rows:
                return self._hit(run, label, len(text), "exact")
        best: tuple[int, int, str] | None = None
        for label in self.by_length:
            if len(label) < 4:
                continue
            at = text.rfind(label)
            if at >= 0 and (best is None or at + len(label) > best[0]):
                best = (at + len(label), len(label), label)
        if best is not None:
            end, _, label = best
            tail = len(text) - end
            same_word = run.owner[end - 1] == run.owner[end]
            if tail <= 2 and not same_word:
                return self._hit(run, label, end, "exact")
            if tail <= 4 and same_word and run.owner[-1] == run.owner[end]:
                return self._hit(run, label, end, "altered")
        return self._cut_short(run)

    def _hit(self, run: Run, label: str, end: int, quality: Quality) -> Hit | None:
        start = end - len(label)
        before = run.text[run.first_of(start) : start]
        if before and quality == "exact":
            before = _NUMERALS.sub("", self.filler_pattern.sub("", before))
            for other in self.by_length:
                if len(other) >= 4 and other in before:
                    before = before.replace(other, "")
            if "其中" in before:
                return None
            if before:
                if len(label) <= 2 or len(before) > 12:
                    return None
                quality = "altered"
        names = self.rows[label]
        return Hit(names[0], quality, end, label, short=len(label) <= 2)

    @cached_property
    def lengths(self) -> list[int]:
        return sorted({len(label) for label in self.rows}, reverse=True)

    @cached_property
    def beginnings(self) -> dict[str, list[str]]:
        """The labels by each of their beginnings that is long enough to know them by."""
        out: dict[str, list[str]] = {}
        for label in self.by_length:
            if len(label) >= 7:
                for k in range(max(4, len(label) * 2 // 5), len(label)):
                    out.setdefault(label[:k], []).append(label)
        return out

    def _cut_short(self, run: Run) -> Hit | None:
        """The label goes on after the figures, as when a wrapped cell is read line by line."""
        text = run.text
        for k in range(min(len(self.by_length[0]), len(text)), 3, -1):
            labels = self.beginnings.get(text[-k:])
            if labels is not None:
                names = {self.rows[label][0] for label in labels}
                return Hit(names.pop(), "exact", len(text), labels[0]) if len(names) == 1 else None
        return None

    def resembling(self, run: Run, candidates: Iterable[RowName]) -> Hit | None:
        """The one of ``candidates`` that the end of ``run`` is a damaged copy of: characters lost or changed, none too many.

        None where two candidates come close, or where the words say more than the label does (a row of the body's own).
        """
        if not run.text:
            return None
        last = run.text[run.first_of(len(run.text) - 1) :]
        joined = run.text[-80:]
        scored: list[tuple[float, str, RowName]] = []
        wanted = set(candidates)
        for label, names in self.rows.items():
            name = next((n for n in names if n in wanted), None)
            if name is None:
                continue
            best = 0.0
            for text in {last, joined[-len(label) :], joined[-max(len(label) - 2, 1) :]}:
                text = _NUMERALS.sub("", text) if len(text) > len(label) else text
                if len(text) <= len(label) + 1:
                    best = max(best, SequenceMatcher(None, text, label, autojunk=False).ratio())
            scored.append((best, label, name))
        scored.sort(reverse=True)
        if not scored or scored[0][0] < 0.6:
            return None
        rivals = [s for s in scored if s[2] != scored[0][2]]
        if rivals and scored[0][0] - rivals[0][0] < 0.15:
            return None
        return Hit(scored[0][2], "damaged", len(run.text), scored[0][1], short=len(scored[0][1]) <= 2)
