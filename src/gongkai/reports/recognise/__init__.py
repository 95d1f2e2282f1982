"""Document → Reading: the annual report that a document holds, whatever state it is in.

Anchored on labels, never on counting numbers: a number more or less does not move its neighbours. It says where each figure
stood and what it could not tell. No model, no network. A wrong figure without a doubt is the worst mistake it can make.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from gongkai.documents import script
from gongkai.documents.model import Document
from gongkai.language import say
from gongkai.reports import editions as forms
from gongkai.reports.editions import Edition
from gongkai.reports.model import AnnualReport, CellId, FilledTable, Reading
from gongkai.reports.recognise.cells import Cells
from gongkai.reports.recognise.labels import Vocabulary
from gongkai.reports.recognise.report import Recognition
from gongkai.reports.recognise.stream import build

__all__ = ["recognise"]


_TONED = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{0,6}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,120}>")
_NOTE_MARK = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉①-⑳⑴-⒇❶-❿㈠-㈩]+")
_OTHER_WORDS = re.compile("资讯|档案")
"""Words that converters to the usage of Taiwan put for 信息 and 文件; back again, for matching labels."""
_YEAR_FOR_THIS = re.compile(r"20\d\d\s*年度?(?=\s*(?:新收|新制作|新公开|制发|废止|处理决定|办理结果|收费|增))")
_YEAR_FOR_LAST = re.compile(r"20\d\d\s*年度?(?=\s*(?:结转|项目数量))")
_BOOKMARK = re.compile(
    r"(?:\[\])?\{#[^{}]*\}|\[?(?:_(?:Toc|Hlk|Ref|GoBack|heading)|OLE_LINK|[Bb]ookmark)[A-Za-z0-9_=.:]*\]?"
)


@cache
def _default_vocabulary() -> Vocabulary:
    return Vocabulary(forms.editions())


def recognise(document: Document, *, editions: Mapping[str, Edition] | None = None) -> Reading:
    """The annual report in ``document``, with a doubt for everything that is not certain. Never raises on any Document.

    ``editions``: the forms to know, by id; those of the package if not given. Text that was decoded wrongly is refused:
    the Reading then has no figures at all, and says why.
    """
    vocabulary = _default_vocabulary() if editions is None else Vocabulary(editions)
    text = document.text
    evidence = script.looks_garbled(text)
    if evidence is not None:
        return _refused(document, vocabulary, text, evidence)
    stream = build(document, _cleaner(text), vocabulary.touches)
    return Recognition(document, stream, vocabulary, text).reading()


def _cleaner(text: str) -> Callable[[str], str]:
    """Fold one text for comparing. What the document as a whole does not need is left out."""
    noted = _NOTE_MARK.search(text) is not None
    tagged = "<" in text or "＜" in text
    bookmarked = any(mark in text for mark in ("_", "ookmark", "{#")) and _BOOKMARK.search(text) is not None
    dated = "20" in text and (_YEAR_FOR_THIS.search(text) or _YEAR_FOR_LAST.search(text)) is not None
    traditional = script.has_traditional(text)
    toned = _TONED.search(text) is not None

    def clean(piece: str) -> str:
        if not piece or (piece.isascii() and piece.isalnum()):
            return piece
        if noted:
            # A note mark behind a figure must not become a digit of it when circled and raised digits are folded.
            piece = _NOTE_MARK.sub("[注]", piece)
        piece = script.fold(piece)
        if tagged and "<" in piece:
            piece = _TAG.sub("", piece)  # debris of Word markup, as in <o:p></o:p>
        if bookmarked:
            piece = _BOOKMARK.sub("", piece)
        if dated and len(piece) < 60:
            piece = _YEAR_FOR_LAST.sub("上年", _YEAR_FOR_THIS.sub("本年", piece))
        if traditional or toned:
            piece = script.strip_pinyin(piece)
        if traditional and script.has_traditional(piece):
            piece = script.to_simplified(piece)
            piece = _OTHER_WORDS.sub(lambda m: "信息" if m[0] == "资讯" else "文件", piece)
        return piece

    return clean


def _refused(document: Document, vocabulary: Vocabulary, text: str, evidence: str) -> Reading:
    edition = list(vocabulary.editions.values())[-1]
    cells = Cells()
    message = say(
        "文件中的文字是乱码（如“{evidence}”），无法辨认，未作任何猜测。请改用原始文件，或以正确的编码另存后再读。",
        evidence=evidence,
    )
    cells.doubt("garbled", message)
    tables = {}
    for key, form in edition.tables.items():
        for row, column in form.cells():
            cell = CellId(key, row, column.key)
            cells.values[cell] = None
            cells.doubt("garbled", say("文字是乱码，此格未读。"), cell)
        tables[key] = FilledTable(edition.id, {r: {c.key: None for c in columns} for r, columns in form.rows.items()})
    report = AnnualReport(agency=None, year=None, edition=edition.id, tables=tables)
    return Reading(report, doubts=tuple(cells.doubts), text=text)
