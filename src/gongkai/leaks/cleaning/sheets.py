"""A workbook without what is not seen in it. Formulas become the values they showed: what they counted from may be gone."""

from __future__ import annotations

import re

from gongkai.documents.bounds import damaged
from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local, remove
from gongkai.leaks.model import Kind
from gongkai.leaks.office import INSIDE, SCRIPTED
from gongkai.leaks.ooxml import RELATIONS, Element, Package, Relation
from gongkai.leaks.scanning import found_in, scan_text
from gongkai.leaks.sheet_sight import S, Styles
from gongkai.leaks.sheets import hidden_columns, hides_row, is_true, number_of, sheets_of, workbook_part

_BY_KIND = {
    Kind.COMMENTS: {"comments", "threadedComment", "person"},
    Kind.PIVOT_CACHE: {"pivotCacheDefinition", "pivotCacheRecords", "pivotTable"},
    Kind.LINK_CACHE: {"externalLink", "calcChain"},
    Kind.EMBEDDED: {"oleObject", "package", "control", "ctrlProp", "activeXControlBinary"},
    Kind.EXTERNAL_LINK: {"connections", "queryTable", "attachedTemplate"},
    Kind.REVISIONS: {"revisionHeaders", "usernames", "revisionLog"},
    Kind.SCRIPT: {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet", "ui", "extensibility"},
    Kind.PROPERTIES: {"customXml", "customXmlProps", "customProperty", "printerSettings", "person"},
}
_ELEMENTS = {
    Kind.EMBEDDED: {"oleObjects", "controls"},
    Kind.PIVOT_CACHE: {"pivotCaches"},
    Kind.LINK_CACHE: {"externalReferences"},
    Kind.PROPERTIES: {"fileSharing", "customWorkbookViews", "customSheetViews"},
}


def clean_sheets(data: bytes, wanted: frozenset[Kind]) -> tuple[bytes, list[str]]:
    """Raises Unreadable."""
    package = Package(data)
    made = Rebuilding(package)
    main = workbook_part(package)
    root = made.tree(main) if main else None
    if root is None:
        raise damaged()
    notes: list[str] = []
    hidden = _drop_sheets(made, main, root) if Kind.HIDDEN_SHEET in wanted else set[str]()
    if hidden:
        notes.append(say("已删去{count}张隐藏的工作表。", count=len(hidden)))
    _drop_names(root, wanted, hidden)
    styles = Styles(made.tree(_target(made, main, "styles")))
    sheets = [sheet for sheet in sheets_of(package, main, root) if sheet.part]
    formulas = False
    for sheet in sheets:
        node = made.tree(sheet.part)
        if node is None:
            continue
        formulas = _plain(node) or formulas
        _cells(node, wanted, styles)
        _lists(node, wanted, hidden)
        _cut(made, sheet.part, node, wanted)
    if formulas:
        notes.append(say("公式已改为数值。"))
    _strings(made, main, sheets=[sheet.part for sheet in sheets], wanted=wanted)
    for part in made.reachable():
        kinds = {kind for each in wanted for kind in _BY_KIND.get(each, ())}
        made.drop(part, lambda each, kinds=kinds: each.kind in kinds or each.kind == "calcChain")  # type: ignore[misc]
    for kind in wanted:
        for name in _ELEMENTS.get(kind, ()):
            for each in [node for node in root if local(node) == name]:
                remove(each)
    return made.written(wanted), notes


def _target(made: Rebuilding, part: str, kind: str) -> str:
    return next((each.target for each in made.relations(part) if each.kind == kind and not each.outside), "")


def _drop_sheets(made: Rebuilding, main: str, root: Element) -> set[str]:
    """Take the hidden sheets out; their names. Names of cells that belong to a sheet follow its new number."""
    listed = root.find(f"{S}sheets")
    if listed is None:
        return set()
    gone: set[str] = set()
    numbers: dict[int, int] = {}
    for at, node in enumerate(list(listed)):
        if (node.get("state") or "visible") != "visible":
            identity = node.get(f"{RELATIONS}id")
            made.drop(main, lambda each, identity=identity: each.identity == identity)  # type: ignore[misc]
            gone.add(node.get("name") or "")
            listed.remove(node)
        else:
            numbers[at] = len(numbers)
    if gone:
        for view in root.iterfind(f"{S}bookViews/{S}workbookView"):
            for name in ("activeTab", "firstSheet"):
                view.attrib.pop(name, "")
        for name_node in list(root.iterfind(f"{S}definedNames/{S}definedName")):
            local_sheet = name_node.get("localSheetId")
            if local_sheet is not None and local_sheet.isdigit():
                if int(local_sheet) not in numbers:
                    remove(name_node)
                else:
                    name_node.set("localSheetId", str(numbers[int(local_sheet)]))
    return gone


def _drop_names(root: Element, wanted: frozenset[Kind], hidden: set[str]) -> None:
    for node in list(root.iterfind(f"{S}definedNames/{S}definedName")):
        refers = node.text or ""
        to_hidden = any(name in refers for name in hidden)
        private = is_true(node.get("hidden")) and not (node.get("name") or "").startswith("_xlnm.")
        outer = re.search(r"\[[^\]]+\]", refers) is not None
        if to_hidden or (Kind.HIDDEN_NAME in wanted and (private or outer)) or "#REF!" in refers:
            remove(node)
    names = root.find(f"{S}definedNames")
    if names is not None and not len(names):
        remove(names)


def _plain(root: Element) -> bool:
    """Formulas out, what they showed stays. Whether there were any."""
    formulas = list(root.iter(f"{S}f"))
    for node in formulas:
        cell = node.getparent()
        if cell is not None:
            cell.remove(node)
            for name in ("cm", "vm"):
                cell.attrib.pop(name, "")
    return bool(formulas)


def _cells(root: Element, wanted: frozenset[Kind], styles: Styles) -> None:
    columns = hidden_columns(root)
    shape = root.find(f"{S}sheetFormatPr")
    all_hidden = shape is not None and is_true(shape.get("zeroHeight"))
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        folded = hides_row(row, all_hidden)
        column = 0
        for cell in list(row):
            column = number_of(cell.get("r") or "")[1] or column + 1
            unseen = folded or any(first <= column <= last for first, last in columns)
            faint = not unseen and Kind.HIDDEN_TEXT in wanted and styles.hides(cell.get("s"))
            if (unseen and Kind.HIDDEN_CELLS in wanted) or faint:
                row.remove(cell)
    if Kind.HIDDEN_CELLS in wanted:
        for node in list(root.iter(f"{S}filterColumn")):
            remove(node)


def _lists(root: Element, wanted: frozenset[Kind], hidden: set[str]) -> None:
    if Kind.VALIDATION_LIST not in wanted and not hidden:
        return
    for node in list(root.iter()):
        if local(node) != "dataValidation":
            continue
        formula = " ".join(str(text) for text in node.itertext())
        told = "\n".join((*formula.strip('" ').split(","), node.get("prompt") or "", node.get("error") or ""))
        if any(name in formula for name in hidden) or any(True for _ in found_in(told)):
            holder = node.getparent()
            remove(node)
            if holder is not None and not len(holder):
                remove(holder)
            elif holder is not None and holder.get("count"):
                holder.set("count", str(len(holder)))


def _cut(made: Rebuilding, part: str, root: Element, wanted: frozenset[Kind]) -> None:
    """Links and drawings of notes, cut where they are used."""

    def unwanted(relation: Relation) -> bool:
        if SCRIPTED.match(relation.target):
            return Kind.SCRIPT in wanted
        if relation.kind == "vmlDrawing":
            return Kind.COMMENTS in wanted or Kind.EMBEDDED in wanted
        if relation.outside and INSIDE.search(relation.target):
            return Kind.EXTERNAL_LINK in wanted
        return relation.outside and bool(scan_text(re.sub(r"^(?:mailto|tel):", "", relation.target)))

    gone = made.drop(part, unwanted)
    kinds = {kind for each in wanted for kind in _BY_KIND.get(each, ())}
    gone |= made.drop(part, lambda each: each.kind in kinds)
    names = {name for each in wanted for name in _ELEMENTS.get(each, ())}
    for node in list(root.iter()):
        if node.get(f"{RELATIONS}id") in gone or local(node) in names:
            remove(node)


def _strings(made: Rebuilding, main: str, *, sheets: list[str], wanted: frozenset[Kind]) -> None:
    """Texts that no cell uses any more are emptied; the others keep their numbers."""
    part = _target(made, main, "sharedStrings")
    root = made.tree(part) if part else None
    if root is None:
        return
    used: set[int] = set()
    for name in sheets:
        node = made.tree(name)
        for cell in node.iter(f"{S}c") if node is not None else ():
            value = cell.findtext(f"{S}v") or ""
            if cell.get("t") == "s" and value.isdigit():
                used.add(int(value))
    for at, item in enumerate(root.iterchildren(f"{S}si")):
        if at not in used:
            for child in list(item):
                item.remove(child)
            item.append(item.makeelement(f"{S}t", {}))
