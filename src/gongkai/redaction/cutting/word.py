"""Characters taken out of a Word file, across its runs, with what would repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local, remove, unwrap
from gongkai.leaks.model import Kind
from gongkai.leaks.ooxml import Element
from gongkai.leaks.word_sight import W
from gongkai.redaction.cutting.blocks import Span, block, merged
from gongkai.redaction.cutting.embedded import cut_pictures, rename_telling, require_picture, told
from gongkai.redaction.cutting.plan import line, placed, wrong_place
from gongkai.redaction.cutting.sweeping import Needles, drop_media, refuses_macros, sweep
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.folding import found
from gongkai.redaction.model import Characters, Cut, IndexLine, PictureArea
from gongkai.redaction.reading.embedded import without_copies
from gongkai.redaction.reading.word import Paragraph, Piece, WordFile, word_file

_COPYING = re.compile(
    r"\s*(?:TOC|REF|STYLEREF|PAGEREF|INDEX|TOA|DOCPROPERTY|TITLE|SUBJECT|QUOTE|SET|ASK)\b", re.IGNORECASE
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPS = frozenset({f"{W}hyperlink", f"{W}fldSimple", f"{W}smartTag", f"{W}customXml"})


@dataclass(eq=False, slots=True)
class _Field:
    """A field that is written with marks: all its nodes but the result, and its code."""

    nodes: list[Element] = field(default_factory=list)
    code: str = ""
    in_result: bool = False


def cut_word(data: bytes, cuts: Sequence[Cut]) -> tuple[bytes, list[IndexLine], list[str], list[str]]:
    """The package with the cuts made; it is still to be cleaned. Raises CannotRedact and Unreadable."""
    file = word_file(data)
    made = file.made
    if refuses_macros(made.package.names, made.package.read("[Content_Types].xml")):
        raise CannotRedact(
            "unsupported", say("文件里有宏，没有遮蔽。请用办公软件打开，另存为不含宏的 docx，或导出为 PDF 后再试。")
        )
    by_key = file.by_key
    pictures = {each.key: each for each in file.pictures}
    order = {key: at for at, key in enumerate(by_key)}
    homes = {paragraph.node: order[paragraph.key] for paragraph in file.paragraphs}

    def where(place: Characters | PictureArea) -> tuple[float, ...]:
        """A picture stands behind the text of the paragraph that shows it first."""
        if isinstance(place, Characters):
            return order.get(place.part, -1), 0, place.start, place.end
        found = pictures.get(place.picture)
        above = found.uses[0].node.iterancestors() if found is not None and found.uses else ()
        at = next((homes[each] for each in above if each in homes), len(order))
        return at, 1 + (found.number if found is not None else 0), place.y, place.x

    numbered = placed(cuts, (Characters, PictureArea), where)
    areas: dict[str, list[tuple[int, PictureArea]]] = {}
    spans: dict[str, list[Span]] = {}
    texts: dict[int, str] = {}
    index: list[IndexLine] = []
    for number, cut, place in numbered:
        if isinstance(place, PictureArea):
            areas.setdefault(place.picture, []).append((number, place))
            index.append(line(number, cut, *told(require_picture(pictures, place), place)))
            continue
        paragraph = by_key.get(place.part)
        text = paragraph.text if paragraph is not None else ""
        if paragraph is None or not 0 <= place.start < place.end <= len(text):
            raise wrong_place()
        spans.setdefault(place.part, []).append(Span(place.start, place.end, (number,)))
        texts[number] = text[place.start : place.end]
        whole = texts[number].strip() == text.strip()
        index.append(line(number, cut, paragraph.label, say("整段文字") if whole else say("部分文字")))
    fields = _fields(file)
    _copies(file, fields, texts, spans)
    touched: list[Element] = []
    for key, own in spans.items():
        touched += _cut(by_key[key], merged(own))
    _unlink(touched, fields)
    without_copies(made)
    read: list[str] = []
    notes = cut_pictures(made, file.pictures, areas, read)
    needles = Needles([*texts.values(), *read])
    rename_telling(made, needles)
    if drop_media(made, needles):
        notes.append(say("有图片以文字形式含有被遮蔽的内容，已删去。"))
    _drop_beneath(made)
    _codes(fields, needles)
    sweep(made, needles, {piece.node for each in file.paragraphs for piece in each.pieces})
    return made.written(frozenset[Kind]()), index, notes, [*texts.values(), *read]


def _fields(file: WordFile) -> dict[Element, list[_Field]]:
    """The fields whose result an element with text belongs to."""
    holding: dict[Element, list[_Field]] = {}
    for story in file.stories:
        root = file.made.tree(story)
        open_fields: list[_Field] = []
        for node in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t") if root is not None else ():
            name = local(node)
            if name == "t":
                within = [each for each in open_fields if each.in_result]
                if within:
                    holding[node] = within
            elif name == "instrText":
                if open_fields:
                    open_fields[-1].nodes.append(node)
                    open_fields[-1].code += node.text or ""
            elif node.get(f"{W}fldCharType") == "begin":
                open_fields.append(_Field([node]))
            elif open_fields:
                open_fields[-1].nodes.append(node)
                open_fields[-1].in_result = True
                if node.get(f"{W}fldCharType") == "end":
                    open_fields.pop()
    return holding


def _copies(
    file: WordFile, fields: dict[Element, list[_Field]], texts: dict[int, str], spans: dict[str, list[Span]]
) -> None:
    """What a table of contents or a cross-reference repeats is cut there, too."""
    needles = [(number, needle) for number, text in texts.items() for needle in Needles([text]).all]
    for paragraph in file.paragraphs:
        copying = [piece for piece in paragraph.pieces if _is_copy(piece, fields)]
        if not copying:
            continue
        for number, needle in needles:
            for start, end in found(needle, paragraph.text):
                if any(piece.start < end and start < piece.end for piece in copying):
                    spans.setdefault(paragraph.key, []).append(Span(start, end, (number,)))


def _is_copy(piece: Piece, fields: dict[Element, list[_Field]]) -> bool:
    if any(_COPYING.match(each.code) for each in fields.get(piece.node, ())):
        return True
    return any(_COPYING.match(each.get(f"{W}instr") or "") for each in piece.node.iterancestors(f"{W}fldSimple"))


def _cut(paragraph: Paragraph, spans: Sequence[Span]) -> list[Element]:
    """Put blocks in place of the spans; the elements that were touched."""
    touched: list[Element] = []
    for piece in paragraph.pieces:
        over = [span for span in spans if span.start < piece.end and piece.start < span.end]
        if not over:
            continue
        text = "".join(_pieced(piece, over))
        node = piece.node
        if not piece.is_text:
            parent = node.getparent()
            if parent is None:
                continue
            fresh = node.makeelement(f"{W}t", {})
            parent.replace(node, fresh)
            node = fresh
        node.text = text
        if str(node.tag) == f"{W}t":
            node.set(_SPACE, "preserve")
        touched.append(node)
    return touched


def _pieced(piece: Piece, spans: Sequence[Span]) -> Iterator[str]:
    at = piece.start
    for span in spans:
        if at < span.start:
            yield piece.text[at - piece.start : span.start - piece.start]
        if span.start >= piece.start:
            yield block(span.numbers)
        at = min(span.end, piece.end)
    yield piece.text[at - piece.start :]


def _unlink(touched: Sequence[Element], fields: dict[Element, list[_Field]]) -> None:
    """Nothing that was cut stays the words of a link, the result of a field, the content of a control."""
    doomed: dict[int, _Field] = {id(each): each for node in touched for each in fields.get(node, ())}
    for each in doomed.values():
        for node in each.nodes:
            remove(node)
    for node in touched:
        for above in list(node.iterancestors()):
            if above.tag in _WRAPS:
                unwrap(above)
            elif above.tag == f"{W}sdt":
                content = above.find(f"{W}sdtContent")
                for child in list(above):
                    if child is not content:
                        above.remove(child)
                if content is not None:
                    unwrap(content)
                unwrap(above)
            elif above.tag == f"{W}rubyBase":
                ruby = above.getparent()
                for reading in ruby.iter(f"{W}rt") if ruby is not None else ():
                    for text in reading.iter(f"{W}t"):
                        text.text = ""


def _codes(fields: dict[Element, list[_Field]], needles: Needles) -> None:
    """Fields whose code names what was cut become their result."""
    for each in {id(each): each for own in fields.values() for each in own}.values():
        if needles.are_in(each.code):
            for node in each.nodes:
                remove(node)


def _drop_beneath(made: Rebuilding) -> None:
    """The workbooks behind charts, and fonts that hold just the characters of this file."""
    for part in made.reachable():
        if "/charts/" in part.lower():
            made.drop(part, lambda relation: relation.kind in ("package", "oleObject"))
            root = made.tree(part)
            for node in list(root.iter()) if root is not None else ():
                if local(node) == "externalData":
                    remove(node)
        if part.lower().endswith("fonttable.xml"):
            made.drop(part, lambda relation: relation.kind == "font")
            root = made.tree(part)
            for node in list(root.iter()) if root is not None else ():
                if local(node).startswith("embed"):
                    remove(node)
