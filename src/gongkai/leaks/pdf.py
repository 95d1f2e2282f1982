"""PDF files: what is read, and everything else that travels in them."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget, damaged, password
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Table
from gongkai.documents.readers.pdf.flow import blocks_of
from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.hazards import require_harmless
from gongkai.documents.readers.pdf.loading import load
from gongkai.documents.readers.pdf.reader import LIBRARY
from gongkai.documents.readers.pdf.tables import items_of
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Leak, Place, Severity
from gongkai.leaks.office import INSIDE, SCRIPTED
from gongkai.leaks.pdf_raw import Structure
from gongkai.leaks.pdf_sight import sight_of
from gongkai.leaks.pictures import told_by

MOST_PAGES = 300
_SECONDS = 40.0
_MOST_VERSIONS = 4
_MOST_BOOKMARKS = 3000
_MOST_INSIDE = 5
_LARGEST_INSIDE = 8_000_000
_META = ("Author", "Subject", "Keywords", "Company", "Manager", "SourceModified")
_NO_ACTION = (pdfium.PDFACTION_URI, pdfium.PDFACTION_GOTO)


def scan_pdf(data: bytes, gathering: Gathering, depth: int = 0) -> None:
    """Raises Unreadable when the file cannot be opened."""
    budget = Budget(_SECONDS)
    require_harmless(data, budget)
    provide()
    structure = Structure(data)
    with LIBRARY, opened(data) as document:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages < 1:
            raise damaged()
        look = _Look(document, structure, gathering, budget)
        look.pages(min(pages, MOST_PAGES))
        if pages > MOST_PAGES:
            told = say("只检查了前{most}页，后面还有{left}页", most=MOST_PAGES, left=pages - MOST_PAGES)
            gathering.unseen(Kind.UNREADABLE, told, Place(page=MOST_PAGES + 1))
        look.tell()
        _attachments(document, gathering, depth)
        _properties(document, structure, gathering)
        _bookmarks(document, gathering)
        _versions(document, data, gathering)
        _tables(document, min(pages, MOST_PAGES), gathering)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A document of PDFium. Raises Unreadable ``password`` or ``damaged``."""
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        raise password() if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) else damaged()
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def page_of(document: Any, index: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


class _Look:
    """Through the pages, gathering what is not seen by kind."""

    def __init__(self, document: Any, structure: Structure, gathering: Gathering, budget: Budget):
        self._document = document
        self._structure = structure
        self._gathering = gathering
        self._budget = budget
        self._unseen: dict[Kind, list[str]] = {}
        self._on: dict[Kind, list[int]] = {}
        self._comments: list[str] = []
        self._fields: list[str] = []
        self._widgets = 0
        self._files = 0
        self._actions: set[str] = set(structure.actions)
        self._inner: list[str] = []
        self._redactions: list[int] = []
        self._pictures: list[bytes] = []
        self._scans: list[int] = []

    def pages(self, count: int) -> None:
        gathering = self._gathering
        for index in range(count):
            self._budget.check()
            with page_of(self._document, index) as page:
                if not page:
                    gathering.unseen(Kind.UNREADABLE, say("第{page}页已损坏", page=index + 1), Place(page=index + 1))
                    continue
                self._annotations(page, index + 1)
                sight = sight_of(page)
            gathering.paragraph(sight.text.replace("\r", ""), Place(page=index + 1))
            if sight.is_undrawn:
                told = say("第{page}页的大部分文字画不出来，可能缺少字体，不能判断是否被盖住", page=index + 1)
                texts = [text for _, text in sight.unseen]
                gathering.unseen(Kind.UNREADABLE, told, Place(page=index + 1), texts)
                continue
            for kind, text in sight.unseen:
                self._unseen.setdefault(kind, []).append(text)
                if index + 1 not in self._on.setdefault(kind, []):
                    self._on[kind].append(index + 1)
            if sight.is_picture:
                self._scans.append(index + 1)
            self._pictures += sight.pictures

    def tell(self) -> None:
        gathering = self._gathering
        if self._structure.has_hidden_layers:
            self._unseen.setdefault(Kind.HIDDEN_LAYER, [])
        elif Kind.HIDDEN_LAYER in self._unseen:
            # It lies on a layer, but the layer is shown: something else hides it.
            self._unseen.setdefault(Kind.HIDDEN_TEXT, []).extend(self._unseen.pop(Kind.HIDDEN_LAYER))
            self._on.setdefault(Kind.HIDDEN_TEXT, []).extend(self._on.pop(Kind.HIDDEN_LAYER, []))
        if self._redactions:
            self._unseen.setdefault(Kind.COVERED_TEXT, [])
            self._on.setdefault(Kind.COVERED_TEXT, []).extend(self._redactions)
        for kind, texts in self._unseen.items():
            count = sum(len("".join(text.split())) for text in texts)
            told = [say("{count}个字", count=count)] if count else []
            on = sorted(set(self._on.get(kind, [])))
            if on:
                told.append(say("第{pages}页", pages="、".join(map(str, on[:8]))))
            if kind is Kind.COVERED_TEXT and self._redactions:
                told.append(say("涂黑标记没有真正执行"))
            gathering.unseen(kind, "，".join(told) or say("有"), Place(page=on[0] if on else None), texts)
        if self._comments:
            told_count = say("{count}条", count=len(self._comments))
            gathering.unseen(Kind.COMMENTS, told_count, Place(part=say("批注")), self._comments)
        if self._widgets:
            told_count = say("{count}个", count=self._widgets)
            gathering.unseen(Kind.FORM_FIELD, told_count, Place(part=say("表单")), self._fields, severity=Severity.LOOK)
        if self._files:
            gathering.unseen(Kind.ATTACHMENT, say("{count}个", count=self._files), Place(part=say("附件批注")))
        if pdfium.FPDFDoc_GetJavaScriptActionCount(self._document) > 0:
            self._actions.add("JavaScript")
        if self._actions:
            gathering.unseen(Kind.SCRIPT, "、".join(sorted(self._actions)), Place(part=say("动作")))
        if self._inner:
            told_count = say("指向内部地址的链接{count}处", count=len(self._inner))
            gathering.unseen(
                Kind.EXTERNAL_LINK, told_count, Place(part=say("链接")), self._inner, severity=Severity.LOOK
            )
        if self._scans:
            pages = "、".join(map(str, self._scans[:8]))
            told_scan = say("第{pages}页是图片，其中的文字没有检查", pages=pages)
            gathering.unseen(Kind.UNREADABLE, told_scan, Place(page=self._scans[0]), severity=Severity.LOOK)
        self._tell_pictures()

    def _tell_pictures(self) -> None:
        labels: list[str] = []
        texts: list[str] = []
        places = False
        for raw in self._pictures:
            try:
                told = told_by(raw)
            except Unreadable:
                continue
            labels += told.labels
            texts += told.texts
            places = places or told.places
        if labels:
            shown = "、".join(dict.fromkeys(labels))
            severity = Severity.MUST if places else Severity.LOOK
            self._gathering.unseen(Kind.PICTURE_DATA, shown, Place(part=say("图片")), texts, severity=severity)

    def _annotations(self, page: Any, number: int) -> None:
        for index in range(min(max(pdfium.FPDFPage_GetAnnotCount(page), 0), 5000)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            if not annotation:
                continue
            try:
                self._annotation(annotation, number)
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)

    def _annotation(self, annotation: Any, number: int) -> None:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        said = _string(partial(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"))
        if kind == pdfium.FPDF_ANNOT_REDACT:
            self._redactions.append(number)
        elif kind == pdfium.FPDF_ANNOT_LINK:
            self._link(annotation)
        elif kind == pdfium.FPDF_ANNOT_WIDGET:
            self._widgets += 1
            self._fields += [
                _string(partial(pdfium.FPDFAnnot_GetStringValue, annotation, name)) for name in (b"V", b"DV", b"TU")
            ]
        elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            self._files += 1
        elif said.strip() and kind != pdfium.FPDF_ANNOT_POPUP:
            self._comments.append(said)

    def _link(self, annotation: Any) -> None:
        target = link_target(self._document, annotation)
        if target is None:
            self._actions.add("Action")
        elif SCRIPTED.match(target):
            self._actions.add("JavaScript")
        elif INSIDE.search(target):
            self._inner.append(target)
        else:
            self._gathering.inside([re.sub(r"^(?:mailto|tel):", "", target)], Place(part=say("链接地址")))


def link_target(document: Any, annotation: Any) -> str | None:
    """Where a link leads: an address, empty for a place in the file; None when it does anything else."""
    link = pdfium.FPDFAnnot_GetLink(annotation)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    kind = pdfium.FPDFAction_GetType(action)
    if kind not in _NO_ACTION:
        return None
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 0 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _string(get: Callable[[Any, int], int]) -> str:
    """A string of PDFium: asked once for its length, once for itself."""
    size = get(None, 0)
    if not 2 < size < 1_000_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "ignore")


def _attachments(document: Any, gathering: Gathering, depth: int) -> None:
    count = min(max(pdfium.FPDFDoc_GetAttachmentCount(document), 0), 500)
    if not count:
        return
    place = Place(part=say("PDF附件"))
    names, datas = [], []
    for index in range(count):
        handle = pdfium.FPDFDoc_GetAttachment(document, index)
        names.append(_string(partial(pdfium.FPDFAttachment_GetName, handle)))
        size = ctypes.c_ulong()
        if pdfium.FPDFAttachment_GetFile(handle, None, 0, size) and 0 < size.value <= _LARGEST_INSIDE:
            buffer = ctypes.create_string_buffer(size.value)
            if pdfium.FPDFAttachment_GetFile(handle, buffer, size.value, size):
                datas.append(buffer.raw)
    gathering.unseen(Kind.ATTACHMENT, say("{count}个", count=count), place, names, content=b"".join(datas))
    if depth:
        return
    from gongkai.leaks.files import looked_into

    for name, data in zip(names, datas[:_MOST_INSIDE], strict=False):
        gathering.add(looked_into(data, name, gathering.key, place, depth + 1))


def _properties(document: Any, structure: Structure, gathering: Gathering) -> None:
    known = {
        "Author": say("作者"),
        "Subject": say("主题"),
        "Keywords": say("关键词"),
        "Company": say("单位"),
        "Manager": say("主管"),
        "SourceModified": say("原稿时间"),
    }
    labels, texts = [], []
    for name in _META:
        value = _meta(document, name)
        if value.strip():
            labels.append(known[name])
            texts.append(value)
    title = _meta(document, "Title")
    if title.strip() and "".join(title.split()) not in "".join("".join(gathering.visible).split()):
        labels.append(say("标题"))
        texts.append(title)
    packets = [text for text in structure.told() if text not in texts]
    if packets:
        labels.append(say("附加信息"))
        texts += packets
    if labels:
        gathering.unseen(Kind.PROPERTIES, "、".join(labels), Place(part=say("文件属性")), texts, severity=Severity.LOOK)


def _meta(document: Any, name: str) -> str:
    tag = name.encode()
    return _string(partial(pdfium.FPDF_GetMetaText, document, tag))


def _bookmarks(document: Any, gathering: Gathering) -> None:
    titles: list[str] = []
    waiting = [pdfium.FPDFBookmark_GetFirstChild(document, None)]
    while waiting and len(titles) < _MOST_BOOKMARKS:
        mark = waiting.pop()
        if not mark:
            continue
        titles.append(_string(partial(pdfium.FPDFBookmark_GetTitle, mark)))
        waiting += [
            pdfium.FPDFBookmark_GetNextSibling(document, mark),
            pdfium.FPDFBookmark_GetFirstChild(document, mark),
        ]
    gathering.inside(titles, Place(part=say("书签")))


def _versions(document: Any, data: bytes, gathering: Gathering) -> None:
    """What the file was before it was saved again at its end."""
    count = min(pdfium.FPDF_GetTrailerEnds(document, None, 0), 200)
    ends = (ctypes.c_uint * max(count, 1))()
    pdfium.FPDF_GetTrailerEnds(document, ends, count)
    places = sorted(set(ends[:count]))[:-1]
    if b"/Linearized" in data[:1024]:
        places = places[1:]
    if not places:
        return
    now = {line.strip() for text in gathering.visible for line in text.split("\n")}
    gone: list[str] = []
    for end in places[-_MOST_VERSIONS:]:
        try:
            gone += [line for line in _text(data[:end]) if line.strip() and line.strip() not in now]
        except Unreadable:
            continue
    gone = list(dict.fromkeys(gone))
    told = say("{count}个", count=len(places))
    severity = Severity.MUST if gone else Severity.LOOK
    gathering.unseen(Kind.EARLIER_VERSION, told, Place(part=say("以前的版本")), gone, severity=severity)


def _text(data: bytes) -> list[str]:
    lines: list[str] = []
    with opened(data) as document:
        for index in range(min(pdfium.FPDF_GetPageCount(document), 50)):
            with page_of(document, index) as page:
                text_page = pdfium.FPDFText_LoadPage(page) if page else None
                if not text_page:
                    continue
                count = min(pdfium.FPDFText_CountChars(text_page), 100_000)
                buffer = (ctypes.c_ushort * (count + 1))()
                pdfium.FPDFText_GetText(text_page, 0, count, buffer)
                lines += bytes(buffer).decode("utf-16-le", "ignore").replace("\r", "\n").strip("\0").split("\n")
                pdfium.FPDFText_ClosePage(text_page)
    return lines


def _tables(document: Any, count: int, gathering: Gathering) -> None:
    """What only the columns of a table tell: the reader of documents finds the tables again, and what is new is added."""
    budget = Budget(_SECONDS)
    try:
        pages = []
        for index in range(count):
            with page_of(document, index) as handle:
                if handle:
                    page = load(handle, index + 1, budget)
                    pages.append((page, items_of(page, budget)))
        blocks = blocks_of(pages, budget)
    except Unreadable:
        return
    own = Gathering(gathering.key)
    tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            grid = [[cell[0].text if cell and cell[1] else "" for cell in row] for row in block.grid()]
            own.table(grid, Place(page=block.place.page, table=tables))
    have = Counter((leak.kind, leak.fingerprint) for leak in gathering.leaks)
    hidden = {leak.fingerprint for leak in gathering.leaks if leak.hidden}
    taken: Counter[tuple[Kind, str]] = Counter()
    fresh: list[Leak] = []
    for leak in own.leaks:
        mark = (leak.kind, leak.fingerprint)
        taken[mark] += 1
        if taken[mark] > have[mark] and leak.fingerprint not in hidden:
            fresh.append(leak)
    gathering.add(fresh)
