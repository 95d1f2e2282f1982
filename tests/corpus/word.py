"""Contents as .docx, part by part, so that anything can be hidden in it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from corpus.model import Content, Heading, Item, Link, Picture, Split, Table
from corpus.pictures import png

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPES = {
    "document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "styles": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "numbering": "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
    "comments": "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    "header1": "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
    "settings": "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
}
STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='32'/></w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def run(text: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


@dataclass(slots=True)
class Word:
    """A .docx in the making: the body as XML, relationships, parts."""

    body: list[str] = field(default_factory=list)
    relations: list[tuple[str, str, bool]] = field(default_factory=list)
    parts: dict[str, str | bytes] = field(default_factory=dict)
    core: str = ""
    app: str = ""
    custom: str = ""
    section: str = ""

    def relate(self, kind: str, target: str, *, outside: bool = False) -> str:
        self.relations.append((kind if ":" in kind else f"{R}/{kind}", target, outside))
        return f"rId{len(self.relations)}"

    def part(self, name: str, kind: str, inside: str) -> str:
        """A part of the package beside the document; its relationship."""
        root = {"comments": "comments", "header1": "hdr", "settings": "settings"}[name]
        self.parts[f"word/{name}.xml"] = f"<w:{root} {_SPACES}>{inside}</w:{root}>"
        return self.relate(kind, f"{name}.xml")

    def picture(self, picture: Picture) -> str:
        at = 1 + sum(name.startswith("word/media/") for name in self.parts)
        name = f"media/image{at}.{'jpeg' if picture.exif else 'png'}"
        if picture.exif:
            from corpus.pictures import jpeg

            self.parts[f"word/{name}"] = jpeg(picture.seed, exif=True)
        else:
            self.parts[f"word/{name}"] = png(picture.seed)
        identity = self.relate("image", name)
        return (
            f'<w:r><w:drawing><wp:inline><wp:extent cx="1200000" cy="600000"/>'
            f'<wp:docPr id="{at}" name="图片 {at}" descr={quoteattr(picture.alt)}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{at}" name="p{at}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1200000" cy="600000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def add(self, content: Content) -> Word:
        self.body.append(paragraph(run(content.title), '<w:pStyle w:val="t"/>'))
        for block in content.blocks:
            if isinstance(block, str):
                self.body.append(paragraph(run(block)))
            elif isinstance(block, Heading):
                self.body.append(paragraph(run(block.text), f'<w:pStyle w:val="{block.level}"/>'))
            elif isinstance(block, Item):
                number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{1 if block.numbered else 2}"/></w:numPr>'
                self.body.append(paragraph(run(block.text), number))
            elif isinstance(block, Split):
                formats = ("", "<w:b/>", '<w:color w:val="333333"/>', "<w:i/>")
                self.body.append(paragraph("".join(run(text, formats[at % 4]) for at, text in enumerate(block.runs))))
            elif isinstance(block, Link):
                identity = self.relate("hyperlink", block.href, outside=True)
                self.body.append(paragraph(f'<w:hyperlink r:id="{identity}">{run(block.text)}</w:hyperlink>'))
            elif isinstance(block, Picture):
                self.body.append(paragraph(self.picture(block)))
            else:
                self.body.append(_table(block))
        return self

    def bytes(self) -> bytes:
        self.relations = [*self.relations]
        self.parts.setdefault("word/styles.xml", f"<w:styles {_SPACES}>{STYLES}</w:styles>")
        self.parts.setdefault("word/numbering.xml", f"<w:numbering {_SPACES}>{NUMBERING}</w:numbering>")
        for kind in ("styles", "numbering"):
            self.relate(kind, f"{kind}.xml")
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _relationships(self._roots()),
            "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(self.body)}"
            f"<w:sectPr>{self.section}</w:sectPr></w:body></w:document>",
            "word/_rels/document.xml.rels": _relationships(self.relations),
            **self.parts,
        }
        if self.core:
            files["docProps/core.xml"] = (
                '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
                f' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{self.core}</cp:coreProperties>'
            )
        if self.app:
            files["docProps/app.xml"] = (
                f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{self.app}</Properties>'
            )
        if self.custom:
            files["docProps/custom.xml"] = (
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
                f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{self.custom}</Properties>'
            )
        return zipped(files)

    def _roots(self) -> list[tuple[str, str, bool]]:
        found = [(f"{R}/officeDocument", "word/document.xml", False)]
        if self.core:
            found.append(
                ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml", False)
            )  # fmt: skip
        if self.app:
            found.append((f"{R}/extended-properties", "docProps/app.xml", False))
        if self.custom:
            found.append((f"{R}/custom-properties", "docProps/custom.xml", False))
        return found

    def _types(self) -> str:
        package = "application/vnd.openxmlformats-package"
        office = "application/vnd.openxmlformats-officedocument"
        listed = {f"word/{name}.xml": kind for name, kind in _TYPES.items()}
        present = {"word/document.xml", "word/styles.xml", "word/numbering.xml", *self.parts}
        if self.core:
            listed["docProps/core.xml"] = f"{package}.core-properties+xml"
        if self.app:
            listed["docProps/app.xml"] = f"{office}.extended-properties+xml"
        if self.custom:
            listed["docProps/custom.xml"] = f"{office}.custom-properties+xml"
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in listed.items()
            if name in present or name.startswith("docProps/")
        )
        defaults = "".join(
            f'<Default Extension="{ending}" ContentType="{kind}"/>'
            for ending, kind in {
                "rels": "application/vnd.openxmlformats-package.relationships+xml",
                "xml": "application/xml",
                "png": "image/png",
                "jpeg": "image/jpeg",
                "bin": "application/vnd.openxmlformats-officedocument.oleObject",
            }.items()
        )
        return (
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'
        )


def _table(table: Table) -> str:
    """Spans down are written as Word does it: a continued cell in each row below."""
    width = sum(cell.colspan for cell in table[0])
    open_spans: dict[int, tuple[int, int]] = {}  # column → rows left, colspan
    rows = []
    for line in table:
        cells = []
        column = 0
        waiting = list(line)
        while column < width:
            if column in open_spans:
                left, across = open_spans.pop(column)
                cells.append(_cell("", across, "<w:vMerge/>"))
                if left > 1:
                    open_spans[column] = (left - 1, across)
                column += across
                continue
            if not waiting:
                break
            cell = waiting.pop(0)
            cells.append(_cell(cell.text, cell.colspan, '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""))
            if cell.rowspan > 1:
                open_spans[column] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = "".join('<w:gridCol w:w="1200"/>' for _ in range(width))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _cell(text: str, across: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(run(text) if text else '')}</w:tc>"


def _relationships(relations: list[tuple[str, str, bool]]) -> str:
    outer = ' TargetMode="External"'
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target={quoteattr(target)}{outer if outside else ""}/>'
        for at, (kind, target, outside) in enumerate(relations, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip that is the same each time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            head = "" if isinstance(data, bytes) else "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data if isinstance(data, bytes) else (head + data).encode())
    return out.getvalue()
