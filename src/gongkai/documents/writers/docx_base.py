"""The parts that every DOCX shares: styles after GB/T 9704-2012, page, page number. Built once a process with python-docx.

The faces are named as the standard and the offices name them (方正小标宋简体, 仿宋_GB2312, 楷体_GB2312, 黑体, 宋体). None is
embedded: Word and WPS set the nearest they have.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm

BODY_STYLE = "GongkaiBody"
CELL_STYLE = "GongkaiCell"
GAP_STYLE = "GongkaiGap"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

_TITLE_LINE = 640  # twips: 32 pt for the title's 22 pt
_BODY_LINE = 579  # twips: 28.95 pt, 22 lines in 225 mm
_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="{}"/>'


@dataclass(frozen=True, slots=True)
class Base:
    """``parts``: name → bytes of every part of the package. ``around``: the document part before and after its body."""

    parts: dict[str, bytes]
    around: tuple[str, str]


def heading_style(level: int) -> str:
    return f"Heading{level}"


@cache
def base_parts() -> Base:
    """The package without words."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    _page_number(section.footer, "right")
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.even_page_footer, "left")
    _own_styles(document)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the template's first page
            del package.rels[key]
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist(), key=_order)}
    text = parts["word/document.xml"].decode()
    start = text.index("<w:body>") + len("<w:body>")
    return Base(parts, (text[:start], text[text.rindex("<w:sectPr") :]))


def _order(name: str) -> tuple[int, str]:
    """The list of types first: programs tell a DOCX from any other archive by it."""
    return (0 if name == "[Content_Types].xml" else 1 if name.startswith("_rels") else 2, name)


def _page_number(footer: object, side: str) -> None:
    """ "— 1 —" in 宋体 4号, one character in from the outer edge (GB/T 9704-2012, 7.5)."""
    paragraph = footer.paragraphs[0]._p  # type: ignore[attr-defined]
    face = (
        '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="Times New Roman"/>'
        '<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    )
    one_in = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    new = parse_xml(
        f'<w:p {_W}><w:pPr>{one_in}<w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{face}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE "><w:r>{face}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{face}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
    paragraph.getparent().replace(paragraph, new)


def _own_styles(document: object) -> None:
    """Put our few styles in the place of the template's hundred, which bring blue headings and Latin faces."""
    root = document.styles.element  # type: ignore[attr-defined]
    for child in list(root):
        root.remove(child)
    for style in _styles():
        root.append(parse_xml(style))


def _styles() -> list[str]:
    return [
        (
            f"<w:docDefaults {_W}><w:rPrDefault><w:rPr>{_face('仿宋_GB2312')}"
            '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            "<w:pPrDefault/></w:docDefaults>"
        ),
        _style(
            "Normal",
            "Normal",
            f'<w:spacing w:line="{_BODY_LINE}" w:lineRule="exact"/><w:jc w:val="both"/>',
            default=True,
        ),
        (
            f'<w:style {_W} w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
            '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        ),
        (
            f'<w:style {_W} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
            '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
            "</w:tblPr></w:style>"
        ),
        (
            f'<w:style {_W} w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
            f"<w:tblPr><w:tblBorders>{_borders()}</w:tblBorders></w:tblPr></w:style>"
        ),
        _style(BODY_STYLE, "公文正文", _TWO_CHARACTERS.format(640)),
        _style(
            CELL_STYLE,
            "公文表格",
            '<w:spacing w:line="320" w:lineRule="exact"/><w:jc w:val="center"/>',
            f'{_face("宋体")}<w:sz w:val="21"/><w:szCs w:val="21"/>',
        ),
        _style(
            GAP_STYLE,
            "公文间隔",
            '<w:spacing w:line="120" w:lineRule="exact"/>',
            '<w:sz w:val="2"/><w:szCs w:val="2"/>',
        ),
        _heading(
            1,
            "方正小标宋简体",
            f'<w:spacing w:after="{_BODY_LINE}" w:line="{_TITLE_LINE}" w:lineRule="exact"/><w:jc w:val="center"/>',
            44,
        ),
        _heading(2, "黑体", _TWO_CHARACTERS.format(640), 32),
        _heading(3, "楷体_GB2312", _TWO_CHARACTERS.format(640), 32),
        _heading(4, "仿宋_GB2312", _TWO_CHARACTERS.format(640), 32, bold=True),
        _heading(5, "仿宋_GB2312", _TWO_CHARACTERS.format(640), 32),
        _heading(6, "仿宋_GB2312", _TWO_CHARACTERS.format(640), 32),
    ]


def _face(name: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{name}" w:cs="Times New Roman"/>'


def _borders() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in edges)


def _style(style_id: str, name: str, paragraph: str, run: str = "", *, default: bool = False) -> str:
    kind = ' w:default="1"' if default else ' w:customStyle="1"'
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style {_W} w:type="paragraph"{kind} w:styleId="{style_id}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, face: str, paragraph: str, half_points: int, *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    # pPr wants its children in the schema's order: keepNext, keepLines, …, spacing, ind, jc, outlineLvl.
    return (
        f'<w:style {_W} w:type="paragraph" w:styleId="{heading_style(level)}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{BODY_STYLE}"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/>{paragraph}<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr>{_face(face)}{weight}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )
