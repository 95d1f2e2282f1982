"""Reads a page for what it says of itself. The places are those of GB/T 9704: head, title, text, signature, remark, foot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePath
from typing import TypeVar

from gongkai.language import say
from gongkai.pages.converting import Page
from gongkai.pages.guessing import dates, numbers, patterns
from gongkai.pages.guessing.kinds import genre_of, makes_rules, record_of
from gongkai.pages.guessing.model import Guess, Seen, Sure
from gongkai.pages.habits import is_date, is_number

Value = TypeVar("Value")

_MOST_LINES, _LONGEST_LINE, _HEAD_LINES = 3_000, 2_000, 15


def guess(page: Page, name: str = "") -> Guess:
    """What ``page`` says of itself. ``name``: of the file, looked at only where no title was found.

    >>> from gongkai.pages import convert
    >>> text = "云岭县商务局关于废止部分文件的通知\\n云商发[2026]31号\\n各有关单位：\\n现予废止。\\n云岭县商务局\\n2026年9月30日"
    >>> found = guess(convert(text.encode()))
    >>> found.document_number.value, found.made_on.value.isoformat(), found.issuer.value, found.genre.value
    ('云商发〔2026〕31号', '2026-09-30', '云岭县商务局', '通知')
    """
    return _Reader(page, name).read()


class _Reader:
    def __init__(self, page: Page, name: str):
        lines = page.text.split("\n")
        kept = lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES // 2], *lines[-_MOST_LINES // 2 :]]
        skipped = len(lines) - len(kept)
        self._lines = [
            (n + 1 if n < _MOST_LINES // 2 or not skipped else n + 1 + skipped, line[:_LONGEST_LINE].strip())
            for n, line in enumerate(kept)
        ]
        self._name = name
        self._has_title = page.title is not None
        self._title = page.title or ""

    def read(self) -> Guess:
        title = self._title_seen()
        number = self._number()
        made_on, issuer = self._signature()
        printed = self._first(patterns.PRINTED, say("版记"), dates.date_in, last=True)
        made_on = made_on or self._dated_elsewhere()
        effective = self._effective(made_on, printed)
        years = self._years()
        until = self._until(effective, years)
        registration = self._registration()
        normative = self._normative(number, registration, effective, years or until)
        explained, explained_number = self._explained()
        name = title.value if title else ""
        record = record_of(name, is_normative=normative is not None, has_number=number is not None) if name else None
        genre = genre_of(name) if name else None
        return Guess(
            title=title,
            document_number=number,
            registration=registration,
            made_on=made_on,
            issuer=issuer or self._issuer_elsewhere(),
            addressee=self._addressee(),
            effective_on=effective,
            validity_years=years,
            valid_until=until,
            repeals=tuple(self._repeals()),
            keywords=tuple(self._keywords()),
            genre=self._of_title(genre, title, Sure.CERTAIN) if genre else None,
            is_normative=normative,
            attribute=self._attribute(),
            secrecy=self._secrecy(),
            printed_on=printed,
            attachments=tuple(self._attachments()),
            interprets=explained,
            interprets_number=explained_number,
            kind=self._of_title(record, title, Sure.LIKELY) if record else None,
        )

    # --- helpers ---

    def _seen(self, value: Value, place: str, at: int, sure: Sure = Sure.CERTAIN) -> Seen[Value]:
        """``at``: the index among the lines."""
        number, line = self._lines[at]
        return Seen(value, place, line if len(line) <= 80 else f"{line[:79]}…", number, sure)

    def _of_title(self, value: Value, title: Seen[str] | None, sure: Sure) -> Seen[Value] | None:
        if title is None:
            return None
        return Seen(value, title.place, title.words, title.line, sure if title.sure is Sure.CERTAIN else Sure.LIKELY)

    def _first(
        self, pattern: re.Pattern[str], place: str, value: Callable[[str], Value | None], *, last: bool = False
    ) -> Seen[Value] | None:
        """What ``value`` makes of the first (or last) place where ``pattern`` is found."""
        for at in range(len(self._lines) - 1, -1, -1) if last else range(len(self._lines)):
            found = pattern.search(self._lines[at][1])
            if found is None:
                continue
            made = value(next(group for group in found.groups() if group is not None))
            if made is not None:
                return self._seen(made, place, at)
        return None

    def _head(self) -> Iterator[tuple[int, str]]:
        """The lines before the text begins, with their indexes; the title is not among them."""
        for at, (_, line) in enumerate(self._lines[: _HEAD_LINES + 1]):
            if at == 0 and self._has_title:
                continue
            if len(line) > 80 and line.endswith(("。", "；")):
                return
            yield at, line

    # --- what is looked for ---

    def _title_seen(self) -> Seen[str] | None:
        if self._has_title:
            sure = Sure.CERTAIN if genre_of(self._title) or "关于" in self._title else Sure.LIKELY
            return Seen(patterns.TITLE_NUMBER.sub("", self._title), say("标题"), self._title[:80], 1, sure)
        stem = PurePath(self._name.replace("\\", "/")).stem
        if sum("一" <= char <= "鿿" for char in stem) >= 4:
            return Seen(stem.strip(), say("文件名"), self._name[-80:], None, Sure.LIKELY)
        return None

    def _number(self) -> Seen[str] | None:
        for at, line in self._head():
            if is_number(line) and re.match(numbers.PATTERN, line):
                return self._seen(numbers.proper(line), say("版头"), at)
        if found := self._first(patterns.LABELLED_NUMBER, say("文号栏"), numbers.proper):
            return found
        if self._has_title and (named := patterns.TITLE_NUMBER.search(self._title)):
            return Seen(numbers.proper(named[1]), say("标题"), self._title[:80], 1, Sure.CERTAIN)
        for at, line in self._head():
            if patterns.ORDER.fullmatch(line):
                return self._seen("".join(line.split()), say("版头"), at, Sure.LIKELY)
        return None

    def _signature(self) -> tuple[Seen[date] | None, Seen[str] | None]:
        """The first date that stands under the name of a body, with that name: parts that follow have dates of their own."""
        bare: Seen[date] | None = None
        for at, (_, line) in enumerate(self._lines):
            if at == 0 and self._has_title:
                continue
            if (both := patterns.NAME_AND_DATE.fullmatch(line)) and (on := dates.date_in(both["date"])):
                return self._seen(on, say("落款"), at), self._seen("".join(both["name"].split()), say("落款"), at)
            if len(line) > 24 or not is_date(line) or (on := dates.date_in(line)) is None:
                continue
            names: list[str] = []
            while len(names) < 6 and at - 1 - len(names) >= int(self._has_title):
                above = self._lines[at - 1 - len(names)][1]
                if not patterns.IS_NAME.fullmatch(above):
                    break
                names.insert(0, "".join(re.sub(r"[（(][^（）()]*章[^（）()]*[）)]", "", above).split()))
            if names:
                return self._seen(on, say("落款"), at), self._seen("、".join(names), say("落款"), at - 1)
            if at > 1:
                bare = bare or self._seen(on, say("单独一行的日期"), at, Sure.LIKELY)
        return bare, None

    def _dated_elsewhere(self) -> Seen[date] | None:
        if found := self._first(patterns.LABELLED_DATE, say("日期栏"), dates.date_in):
            return found
        for at, line in self._head():
            if (noted := patterns.TITLE_NOTE.fullmatch(line)) and (on := dates.date_in(noted[1])):
                return self._seen(on, say("题注"), at, Sure.LIKELY)
        return None

    def _issuer_elsewhere(self) -> Seen[str] | None:
        for at, line in self._head():
            if (mark := patterns.MARK.fullmatch(line)) and re.search(rf"{patterns.NAME}$", mark[1]):
                return self._seen("".join(mark[1].split()), say("版头"), at)
        if (
            self._has_title
            and (about := patterns.ABOUT.match(self._title))
            and re.search(rf"{patterns.NAME}$", about[1])
        ):
            return Seen(about[1], say("标题"), self._title[:80], 1, Sure.LIKELY)
        return None

    def _addressee(self) -> Seen[str] | None:
        for at, line in self._head():
            if line.endswith(("：", ":")) and patterns.ADDRESSED.fullmatch(line):
                return self._seen(line[:-1], say("主送机关"), at)
        return None

    def _effective(self, made_on: Seen[date] | None, printed: Seen[date] | None) -> Seen[date] | None:
        if found := self._first(patterns.EFFECTIVE, say("正文"), dates.date_in, last=True):
            return found
        issued = printed or made_on
        if issued is None:
            return None
        for at, (_, line) in enumerate(self._lines):
            if patterns.ON_ISSUE.search(line):
                return self._seen(issued.value, say("正文"), at, Sure.LIKELY)
        return None

    def _years(self) -> Seen[int] | None:
        found = self._first(patterns.YEARS, say("正文"), dates.number_in, last=True)
        return found if found and 0 < found.value <= 30 else None

    def _until(self, effective: Seen[date] | None, years: Seen[int] | None) -> Seen[date] | None:
        if found := self._first(patterns.UNTIL, say("正文"), dates.date_in, last=True):
            return found
        if effective is None or years is None or (end := dates.last_day(effective.value, years.value)) is None:
            return None
        return Seen(end, say("由施行日期和有效期推算"), years.words, years.line, Sure.LIKELY)

    def _registration(self) -> Seen[str] | None:
        for at, (_, line) in enumerate(self._lines):
            found = patterns.REGISTRATION.search(line)
            if found and (found[1] or found[2] == line):
                return self._seen(found[1] or found[2], say("登记号栏"), at)
        return None

    def _normative(
        self,
        number: Seen[str] | None,
        registration: Seen[str] | None,
        effective: Seen[date] | None,
        validity: Seen[int] | Seen[date] | None,
    ) -> Seen[bool] | None:
        if registration is not None:
            return Seen(True, registration.place, registration.words, registration.line, Sure.CERTAIN)
        if number is not None and re.search(r"规(?:发|字)?〔", number.value):
            return Seen(True, number.place, number.words, number.line, Sure.CERTAIN)
        lasting = effective or validity
        if self._has_title and makes_rules(self._title) and lasting is not None:
            return Seen(True, lasting.place, lasting.words, lasting.line, Sure.LIKELY)
        return None

    def _repeals(self) -> Iterator[Seen[str]]:
        about = self._has_title and "废止" in self._title
        given: set[str] = set()
        listed = False
        for at, (_, line) in enumerate(self._lines):
            if at == 0 and self._has_title:
                continue
            for sentence in re.split(r"[。；]", line):
                says = patterns.REPEAL.search(sentence) is not None and not patterns.NO_REPEAL.search(sentence)
                if not says and not (about and listed):
                    continue
                found = numbers.numbers_in(sentence)
                if not found and says:
                    found = patterns.TITLES.findall(sentence)
                listed = listed or (says and sentence.rstrip().endswith(("：", ":")))
                for value in found:
                    if value not in given:
                        given.add(value)
                        yield self._seen(value, say("正文"), at, Sure.CERTAIN if says else Sure.LIKELY)

    def _keywords(self) -> Iterator[Seen[str]]:
        for at, (_, line) in enumerate(self._lines):
            if found := patterns.KEYWORDS.fullmatch(line):
                for word in re.split(r"[\s　、，,；;]+", found[1].rstrip("。")):
                    if word:
                        yield self._seen(word, say("主题词栏"), at)
                return

    def _attribute(self) -> Seen[str] | None:
        return self._first(patterns.ATTRIBUTE, say("附注"), patterns.ATTRIBUTES.get, last=True)

    def _secrecy(self) -> Seen[str] | None:
        for at, (_, line) in enumerate(self._lines):
            if len(line) <= 20 and (found := patterns.SECRET.fullmatch(line)):
                return self._seen("".join(found[1].split()), say("版头") if at < _HEAD_LINES else say("单独一行"), at)
            if found := patterns.SECRET_STAR.search(line):
                return self._seen("".join(found[0].split()), say("正文"), at)
        for at, line in self._head():
            if (found := patterns.INTERNAL.fullmatch(line)) is not None:
                return self._seen("".join(found[0].split()), say("版头"), at)
        return None

    def _attachments(self) -> Iterator[Seen[str]]:
        at = 0
        while at < len(self._lines):
            line = self._lines[at][1]
            if found := patterns.ATTACHED.fullmatch(line):
                yield from self._attached(at, found[1])
                return
            if found := patterns.ATTACHED_ONE.fullmatch(line):
                expected = 1
                while at < len(self._lines) and (found := patterns.ATTACHED_ONE.fullmatch(self._lines[at][1])):
                    if dates.number_in(found[1]) == expected:
                        yield self._seen(_named(found[2]), say("附件说明"), at)
                    at, expected = at + 1, expected + 1
                return
            at += 1

    def _attached(self, at: int, first: str) -> Iterator[Seen[str]]:
        """The names after 附件：, on the same line or below it, numbered or single."""
        if first and not patterns.NUMBERED.fullmatch(first):
            yield self._seen(_named(first), say("附件说明"), at)
            return
        expected = 1
        if first and (found := patterns.NUMBERED.fullmatch(first)) and int(found[1]) == 1:
            yield self._seen(_named(found[2]), say("附件说明"), at)
            expected = 2
        for n in range(at + 1, min(at + 40, len(self._lines))):
            found = patterns.NUMBERED.fullmatch(self._lines[n][1])
            if found is None or int(found[1]) != expected:
                return
            yield self._seen(_named(found[2]), say("附件说明"), n)
            expected += 1

    def _explained(self) -> tuple[Seen[str] | None, Seen[str] | None]:
        if not self._has_title or (found := patterns.EXPLAINED.search(self._title)) is None:
            return None, None
        name = next(group for group in found.groups() if group is not None)
        explained = Seen(name, say("标题"), self._title[:80], 1, Sure.CERTAIN)
        for at, (_, line) in enumerate(self._lines):
            place = line.find(f"《{name}》")
            if place >= 0:
                after = re.match(rf"\s*[（(]\s*({numbers.PATTERN})", line[place + len(name) + 2 :])
                if after:
                    return explained, self._seen(numbers.proper(after[1]), say("正文"), at)
        return explained, None


def _named(text: str) -> str:
    """The name of an attachment without its final mark and the brackets around the whole."""
    bare = text.strip().rstrip("。；;")
    return bare[1:-1] if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1 else bare
