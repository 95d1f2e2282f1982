"""Workbooks (.xlsx and relatives): what is read, and everything else that travels in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.documents.bounds import Budget, damaged
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place, Severity
from gongkai.leaks.office import embedded, media, outside, properties
from gongkai.leaks.ooxml import RELATIONS, Element, Package
from gongkai.leaks.sheet_sight import S, Styles

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-F]{6}|[A-Za-z&])')
_EXTERNAL_FORMULA = re.compile(r"\[\d+\]|\[[^\]]+\.(?:xlsx?|xlsm|xlsb|csv)\]", re.IGNORECASE)
_MOST_GAP = 2


@dataclass(slots=True)
class Sheet:
    name: str
    part: str
    state: str
    number: int = 0

    @property
    def is_hidden(self) -> bool:
        return self.state in ("hidden", "veryHidden")


@dataclass(slots=True)
class _Seen:
    """The cells of one sheet: rows of column → text, for what is shown; what is not, by why."""

    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    folded: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def scan_sheets(data: bytes, gathering: Gathering, depth: int = 0) -> None:
    """Raises Unreadable when the package or its workbook part cannot be read."""
    package = Package(data)
    main = workbook_part(package)
    root = package.xml(main) if main else None
    if root is None:
        raise damaged()
    sheets = list(sheets_of(package, main, root))
    strings = [_rich(node) for node in _children(package.xml(_part(package, main, "sharedStrings")), "si")]
    styles = Styles(package.xml(_part(package, main, "styles")))
    used: set[int] = set()
    budget = Budget(seconds=30.0)
    links: list[str] = []
    hidden_names = {sheet.name for sheet in sheets if sheet.is_hidden}
    for sheet in sheets:
        node = package.xml(sheet.part)
        if node is None:
            continue
        seen = _cells(node, strings, styles, used, budget)
        links += [formula for formula in seen.formulas if _EXTERNAL_FORMULA.search(formula)]
        gathering.inside(seen.formulas, Place(sheet=sheet.name, part=say("公式")))
        if sheet.is_hidden:
            texts = [*(text for row in seen.shown.values() for text in row.values()), *seen.folded, *seen.faint]
            told = say("深度隐藏") if sheet.state == "veryHidden" else say("隐藏")
            gathering.unseen(Kind.HIDDEN_SHEET, told, Place(sheet=sheet.name), [rows_as_lines(seen.shown), *texts])
            continue
        show(sheet, seen.shown, gathering)
        _tell_hidden(sheet, seen, gathering)
        _validations(sheet, node, hidden_names, gathering)
        for text in node.iterfind(f"{S}headerFooter/*"):
            gathering.paragraph(_HEADER_CODES.sub(" ", text.text or ""), Place(sheet=sheet.name, part=say("页眉页脚")))
    _orphans(strings, used, gathering)
    _beside(package, root, links, hidden_names, gathering)
    properties(package, gathering)
    outside(package, gathering)
    embedded(package, gathering, depth)
    media(package, gathering)


def workbook_part(package: Package) -> str:
    found = next(
        (each.target for each in package.relations() if each.kind == "officeDocument" and not each.outside), ""
    )
    return found if found in package else next(iter(package.under("xl/workbook", ".xml")), "")


def sheets_of(package: Package, main: str, root: Element) -> Iterator[Sheet]:
    targets = {each.identity: each.target for each in package.relations(main)}
    for number, node in enumerate(root.iterfind(f"{S}sheets/{S}sheet")):
        part = targets.get(node.get(f"{RELATIONS}id") or "", "")
        yield Sheet(node.get("name") or "", part, node.get("state") or "visible", number)


def _part(package: Package, main: str, kind: str) -> str:
    return next((each.target for each in package.relations(main) if each.kind == kind and not each.outside), "")


def _children(root: Element | None, tag: str) -> Iterator[Element]:
    if root is not None:
        yield from root.iterchildren(f"{S}{tag}")


def _rich(node: Element) -> str:
    """The text of a string item, without the readings above it."""
    return "".join(
        each.text or "" for each in node.iter(f"{S}t") if str(getattr(each.getparent(), "tag", "")) != f"{S}rPh"
    )


def number_of(reference: str) -> tuple[int, int]:
    """(row, column) from 1 of B7; (0, 0) for what is no cell."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def reference(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def hidden_columns(root: Element) -> list[tuple[int, int]]:
    found = []
    for node in root.iterfind(f"{S}cols/{S}col"):
        if is_true(node.get("hidden")) or node.get("width") == "0":
            found.append((int(node.get("min") or 0), int(node.get("max") or 0)))
    return found


def is_true(value: str | None) -> bool:
    return value in ("1", "true")


def hides_row(row: Element, all_hidden: bool) -> bool:
    return is_true(row.get("hidden")) or row.get("ht") in ("0", "0.0") or (all_hidden and row.get("ht") is None)


def _cells(root: Element, strings: list[str], styles: Styles, used: set[int], budget: Budget) -> _Seen:
    seen = _Seen()
    hidden = hidden_columns(root)
    shape = root.find(f"{S}sheetFormatPr")
    all_hidden = shape is not None and is_true(shape.get("zeroHeight"))
    at = 0
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        at = int(row.get("r") or at + 1)
        folded = hides_row(row, all_hidden)
        column = 0
        for cell in row.iterchildren(f"{S}c"):
            budget.cells(1)
            column = number_of(cell.get("r") or "")[1] or column + 1
            formula = cell.findtext(f"{S}f")
            if formula:
                seen.formulas.append(formula)
            text = _value(cell, strings, used)
            if not text.strip():
                continue
            if folded or any(first <= column <= last for first, last in hidden):
                seen.folded.append(text)
                (seen.rows if folded else seen.columns).add(at if folded else column)
            elif styles.hides(cell.get("s")):
                seen.faint.append(text)
            else:
                seen.shown.setdefault(at, {})[column] = text
    return seen


def _value(cell: Element, strings: list[str], used: set[int]) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        inside = cell.find(f"{S}is")
        return _rich(inside) if inside is not None else ""
    value = cell.findtext(f"{S}v") or ""
    if kind == "s":
        if value.isdigit() and int(value) < len(strings):
            used.add(int(value))
            return strings[int(value)]
        return ""
    if kind == "n":
        return plain_number(value)
    return "" if kind in ("b", "e") else value


def plain_number(value: str) -> str:
    """A number as it would be read: 1.3800138E10 is 13800138000."""
    if value.isdigit() or not value:
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number == int(number) and abs(number) < 1e19 else value


def rows_as_lines(shown: dict[int, dict[int, str]]) -> str:
    """All of a sheet as lines with tabs, so that heads tell what their columns hold."""
    return "\n".join("\t".join(row[column] for column in sorted(row)) for _, row in sorted(shown.items()))


def show(sheet: Sheet, shown: dict[int, dict[int, str]], gathering: Gathering) -> None:
    """Put what a sheet shows, rows of column → text, where it is looked through: as tables and single cells."""
    for group in _groups(shown):
        columns = sorted({column for at in group for column in shown[at]})
        if len(columns) == 1 or (len(group) == 1 and len(columns) < 3):
            for at in group:
                for column, text in shown[at].items():
                    cell = reference(at, column)
                    gathering.paragraph(text, Place(sheet=sheet.name, cell=cell, row=at, column=column))
            continue
        grid = [[shown[at].get(column, "") for column in columns] for at in group]
        places = [
            [Place(sheet=sheet.name, cell=reference(at, column), row=at, column=column) for column in columns]
            for at in group
        ]
        gathering.table(grid, Place(sheet=sheet.name), places)


def _tell_hidden(sheet: Sheet, seen: _Seen, gathering: Gathering) -> None:
    if seen.folded:
        parts = []
        if seen.rows:
            parts.append(say("{count}行", count=len(seen.rows)))
        if seen.columns:
            parts.append(say("{count}列", count=len(seen.columns)))
        gathering.unseen(Kind.HIDDEN_CELLS, "、".join(parts), Place(sheet=sheet.name), seen.folded)
    if seen.faint:
        told = say("{count}个单元格", count=len(seen.faint))
        gathering.unseen(Kind.HIDDEN_TEXT, told, Place(sheet=sheet.name), seen.faint)


def _groups(rows: dict[int, dict[int, str]]) -> Iterator[list[int]]:
    """Rows that belong together: a table from its head to two rows of one cell or to a gap; single cells on their own."""
    table: list[int] = []
    lone: list[int] = []
    last = 0
    for at in sorted(rows):
        if at - last > _MOST_GAP and table:
            yield table
            yield from ([each] for each in lone)
            table, lone = [], []
        last = at
        if len(rows[at]) > 1:
            table += [*lone, at] if table else [at]
            lone = []
        elif table:
            lone.append(at)
            if len(lone) == _MOST_GAP:
                yield table
                yield from ([each] for each in lone)
                table, lone = [], []
        else:
            yield [at]
    if table:
        yield table
    yield from ([each] for each in lone)


def _validations(sheet: Sheet, root: Element, hidden: set[str], gathering: Gathering) -> None:
    """Lists that fold out of a cell: the entries themselves, or a hidden sheet they come from."""
    for node in root.iter():
        tag = str(node.tag)
        if not tag.endswith("}dataValidation"):
            continue
        formula = " ".join(str(text) for text in node.itertext())
        texts = [each.strip('" ') for each in formula.split(",")]
        before = len(gathering.leaks)
        gathering.inside(
            [*texts, node.get("prompt") or "", node.get("error") or ""], Place(sheet=sheet.name, part=say("下拉列表"))
        )
        if len(gathering.leaks) > before or any(name in formula for name in hidden):
            told = say("{count}项", count=len(texts))
            first = (node.get("sqref") or "").split(" ")[0] or None
            place = Place(sheet=sheet.name, cell=first)
            gathering.unseen(Kind.VALIDATION_LIST, told, place, content=formula.encode())


def _orphans(strings: list[str], used: set[int], gathering: Gathering) -> None:
    left = [text for at, text in enumerate(strings) if at not in used and text.strip()]
    if left:
        told = say("没有单元格使用的文字{count}条", count=len(left))
        gathering.unseen(Kind.HIDDEN_TEXT, told, Place(part=say("字符串表")), left, severity=Severity.LOOK)


def _beside(package: Package, root: Element, links: list[str], hidden: set[str], gathering: Gathering) -> None:
    """What a workbook holds beside its sheets."""
    comments = [
        " ".join(str(text) for text in each.itertext())
        for name in (*package.under("xl/comments"), *package.under("xl/threadedcomments/"))
        for part in [package.xml(name)]
        if part is not None and name.lower().endswith(".xml")
        for each in part.iter()
        if str(each.tag).endswith(("}comment", "}threadedComment"))
    ]
    if comments:
        gathering.unseen(Kind.COMMENTS, say("{count}条", count=len(comments)), Place(part=say("批注")), comments)
    caches = package.under("xl/pivotcache/", ".xml")
    if caches:
        gathering.unseen(
            Kind.PIVOT_CACHE,
            say("{count}份", count=len(caches)),
            Place(part=say("数据透视表")),
            _values(package, caches),
        )
    outer = package.under("xl/externallinks/", ".xml")
    targets = [each.target for name in outer for each in package.relations(name)]
    if outer or links:
        told = say("{count}处", count=max(len(outer), 1))
        gathering.unseen(
            Kind.LINK_CACHE, told, Place(part=say("外部链接")), [*_values(package, outer), *targets, *links]
        )
    queries = [*package.under("xl/connections", ".xml"), *package.under("xl/querytables/", ".xml")]
    if queries:
        gathering.unseen(
            Kind.EXTERNAL_LINK,
            say("数据连接{count}处", count=len(queries)),
            Place(part=say("数据连接")),
            _values(package, queries),
        )
    logs = package.under("xl/revisions/", ".xml")
    if logs:
        gathering.unseen(Kind.REVISIONS, say("共享修订记录"), Place(part=say("修订")), _values(package, logs))
    names = []
    for node in root.iterfind(f"{S}definedNames/{S}definedName"):
        name, refers = node.get("name") or "", node.text or ""
        if name.startswith("_xlnm."):
            continue
        if is_true(node.get("hidden")) or any(each in refers for each in hidden) or _EXTERNAL_FORMULA.search(refers):
            names.append(f"{name} {refers}")
    if names:
        gathering.unseen(
            Kind.HIDDEN_NAME, say("{count}个", count=len(names)), Place(part=say("名称")), names, severity=Severity.LOOK
        )
    for name in package.under("xl/drawings/", ".xml"):
        part = package.xml(name)
        if part is None:
            continue
        for node in part.iter():
            tag = str(node.tag)
            if tag.endswith("}txBody"):
                text = "\n".join(
                    "".join(str(t) for t in each.itertext()) for each in node if str(each.tag).endswith("}p")
                )
                gathering.paragraph(text, Place(part=say("文本框")))
            elif tag.endswith("}cNvPr"):
                gathering.inside([node.get("descr") or "", node.get("title") or ""], Place(part=say("图片的替代文字")))
    gathering.inside(_values(package, package.under("xl/charts/", ".xml")), Place(part=say("图表数据")))


def _values(package: Package, names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        root = package.xml(name)
        for node in root.iter() if root is not None else ():
            if isinstance(node.tag, str):
                found += [
                    text
                    for text in (node.text, node.get("v"), node.get("name"), node.get("connection"))
                    if text and text.strip()
                ]
    return list(dict.fromkeys(map(plain_number, found)))
