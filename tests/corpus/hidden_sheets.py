"""Everything that can be hidden in a workbook."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from corpus import people
from corpus.sheets import saved
from corpus.word import zipped

Parts = dict[str, str | bytes]
Hidden = tuple[dict[str, int], tuple[str, ...], Callable[[Parts], None] | None]
"""The kinds planted, the strings unseen, and a change to the parts of the saved package, or None."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _sheet(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def _roster(sheet: Worksheet, chance: random.Random, top: int = 1) -> list[people.Person]:
    persons = [people.person(chance) for _ in range(4)]
    for at, texts in enumerate((("姓名", "身份证号"), *((each.name, each.identity) for each in persons))):
        for column, text in enumerate(texts, 1):
            sheet.cell(top + at, column).value = text
    return persons


def hidden_sheet(book: Workbook, chance: random.Random) -> Hidden:
    sheet = book.create_sheet("底表")
    persons = _roster(sheet, chance)
    sheet.sheet_state = "hidden"
    return {"hidden_sheet": 1, "identity": 4}, tuple(each.identity for each in persons), None


def very_hidden_sheet(book: Workbook, chance: random.Random) -> Hidden:
    sheet = book.create_sheet("参数")
    sheet["A1"] = "内部测算系数一览"
    sheet.sheet_state = "veryHidden"
    return {"hidden_sheet": 1}, ("内部测算系数一览",), None


def hidden_rows(book: Workbook, chance: random.Random) -> Hidden:
    sheet = _sheet(book)
    person = people.person(chance)
    row = sheet.max_row + 2
    sheet.cell(row, 1).value = f"{person.name} {person.mobile}"
    sheet.row_dimensions[row].hidden = True
    return {"hidden_cells": 1, "mobile": 1}, (person.mobile,), None


def hidden_column(book: Workbook, chance: random.Random) -> Hidden:
    sheet = _sheet(book)
    person = people.person(chance)
    sheet.cell(3, 12).value = person.card
    sheet.column_dimensions["L"].hidden = True
    return {"hidden_cells": 1, "bank_card": 1}, (person.card,), None


def filtered(book: Workbook, chance: random.Random) -> Hidden:
    sheet = book.create_sheet("名单")
    for row, texts in enumerate((("乡镇", "结果"), ("城关镇", "通过"), ("石门镇", "拟不通过待议")), 1):
        for column, text in enumerate(texts, 1):
            sheet.cell(row, column).value = text
    sheet.auto_filter.ref = "A1:B3"
    sheet.auto_filter.add_filter_column(1, ["通过"])
    sheet.row_dimensions[3].hidden = True
    return {"hidden_cells": 1}, ("拟不通过待议",), None


def comment(book: Workbook, chance: random.Random) -> Hidden:
    number = people.mobile(chance)
    _sheet(book)["A2"].comment = Comment(f"问一下{number}", "王审阅")
    return {"comments": 1, "mobile": 1}, (number, "王审阅"), None


def white(book: Workbook, chance: random.Random) -> Hidden:
    number = people.identity(chance)
    sheet = _sheet(book)
    sheet["K2"] = number
    sheet["K2"].font = Font(color="FFFFFFFF")
    sheet["K3"] = "白字蓝底"
    sheet["K3"].font = Font(color="FFFFFFFF")
    sheet["K3"].fill = PatternFill("solid", fgColor="FF1F4E79")
    return {"hidden_text": 1, "identity": 1}, (number,), None


def blank_format(book: Workbook, chance: random.Random) -> Hidden:
    sheet = _sheet(book)
    sheet["K2"] = "内部排名第三"
    sheet["K2"].number_format = ";;;"
    return {"hidden_text": 1}, ("内部排名第三",), None


def properties(book: Workbook, chance: random.Random) -> Hidden:
    def change(parts: Parts) -> None:
        core = parts["docProps/core.xml"]
        assert isinstance(core, bytes)
        added = b"<cp:lastModifiedBy>\xe7\x8e\x8b\xe5\xae\xa1\xe9\x98\x85</cp:lastModifiedBy></"
        parts["docProps/core.xml"] = re.sub(rb"</(?=(?:cp:)?coreProperties>)", added, core).replace(
            b"<cp:coreProperties ", b"<cp:coreProperties "
        )

    return {"properties": 1}, ("王审阅",), change


def hidden_name(book: Workbook, chance: random.Random) -> Hidden:
    book.defined_names["领导名单"] = DefinedName("领导名单", attr_text="正文!$A$1", hidden=True)
    return {"hidden_name": 1}, ("领导名单",), None


def drop_down(book: Workbook, chance: random.Random) -> Hidden:
    numbers = [people.mobile(chance) for _ in range(3)]
    rule = DataValidation(type="list", formula1=f'"{",".join(numbers)}"')
    rule.add("C5")
    _sheet(book).add_data_validation(rule)
    return {"validation_list": 1, "mobile": 3}, tuple(numbers), None


def link_cache(book: Workbook, chance: random.Random) -> Hidden:
    number = people.identity(chance)

    def change(parts: Parts) -> None:
        parts["xl/externalLinks/externalLink1.xml"] = (
            f'<externalLink xmlns="{_MAIN}" xmlns:r="{_R}"><externalBook r:id="rId1">'
            '<sheetNames><sheetName val="底册"/></sheetNames><sheetDataSet>'
            f'<sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{number}</v></cell></row></sheetData>'
            "</sheetDataSet></externalBook></externalLink>"
        )
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_R}/externalLinkPath" Target="file:///D:/内部/底册.xlsx" TargetMode="External"/>'
            "</Relationships>"
        )
        _relate(parts, "externalLink", "externalLinks/externalLink1.xml", "spreadsheetml.externalLink+xml")

    return {"link_cache": 1, "external_link": 1, "identity": 1}, (number, "D:/内部"), change


def pivot_cache(book: Workbook, chance: random.Random) -> Hidden:
    number = people.identity(chance)

    def change(parts: Parts) -> None:
        parts["xl/pivotCache/pivotCacheDefinition1.xml"] = (
            f'<pivotCacheDefinition xmlns="{_MAIN}"><cacheFields count="1"><cacheField name="身份证号"><sharedItems>'
            f'<s v="{number}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
        )
        _relate(
            parts,
            "pivotCacheDefinition",
            "pivotCache/pivotCacheDefinition1.xml",
            "spreadsheetml.pivotCacheDefinition+xml",
        )

    return {"pivot_cache": 1, "identity": 1}, (number,), change


def orphan(book: Workbook, chance: random.Random) -> Hidden:
    number = people.mobile(chance)

    def change(parts: Parts) -> None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}"><si><t>旧电话{number}</t></si></sst>'
        _relate(parts, "sharedStrings", "sharedStrings.xml", "spreadsheetml.sharedStrings+xml")

    return {"hidden_text": 1, "mobile": 1}, (number,), change


def embedded(book: Workbook, chance: random.Random) -> Hidden:
    def change(parts: Parts) -> None:
        parts["xl/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0 inner"

    return {"embedded": 1}, (), change


def macro(book: Workbook, chance: random.Random) -> Hidden:
    def change(parts: Parts) -> None:
        parts["xl/vbaProject.bin"] = b"Auto_Open Shell"

    return {"script": 1}, ("Auto_Open",), change


def _relate(parts: Parts, kind: str, target: str, content: str) -> None:
    relations = parts["xl/_rels/workbook.xml.rels"]
    types = parts["[Content_Types].xml"]
    assert isinstance(relations, bytes) and isinstance(types, bytes)
    added = f'<Relationship Id="rIdX" Type="{_R}/{kind}" Target="{target}"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"</Relationships>", added.encode())
    override = f'<Override PartName="/xl/{target}" ContentType="application/vnd.openxmlformats-officedocument.{content}"/></Types>'
    parts["[Content_Types].xml"] = types.replace(b"</Types>", override.encode())


def made(book: Workbook, change: Callable[[Parts], None] | None) -> bytes:
    """The bytes of a book after the change to its parts."""
    parts: Parts = {}
    with zipfile.ZipFile(BytesIO(saved(book))) as package:
        for name in package.namelist():
            parts[name] = package.read(name)
    if change is not None:
        change(parts)
    return zipped(parts)


WAYS: tuple[Callable[[Workbook, random.Random], Hidden], ...] = (
    hidden_sheet, very_hidden_sheet, hidden_rows, hidden_column, filtered, comment, white, blank_format, properties, hidden_name, drop_down,
    link_cache, pivot_cache, orphan, embedded, macro,
)  # fmt: skip
