"""Everything that can be hidden in a Word file. Each function hides one thing, and says what it planted and which strings lie unseen."""

from __future__ import annotations

import random
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from corpus import people
from corpus.model import Content, Picture
from corpus.word import STYLES, W, Word, paragraph, run

Hidden = tuple[dict[str, int], tuple[str, ...]]
"""The kinds planted, the strings unseen."""
_BY = 'w:id="9" w:author="王审阅" w:date="2026-03-01T08:00:00Z"'


def deleted(word: Word, chance: random.Random) -> Hidden:
    card = people.card(chance)
    gone = run(f"原卡号{card}", tag="delText")
    word.body.insert(2, paragraph(f"{run('补贴按季发放')}<w:del {_BY}>{gone}</w:del>{run('。')}"))
    return {"revisions": 1, "bank_card": 1}, (card, "王审阅")


def inserted(word: Word, chance: random.Random) -> Hidden:
    word.body.insert(2, paragraph(f"{run('请于月底前')}<w:ins {_BY}>{run('（含节假日）')}</w:ins>{run('报送。')}"))
    return {"revisions": 1}, ("王审阅",)


def moved(word: Word, chance: random.Random) -> Hidden:
    number = people.identity(chance)
    word.body.insert(2, paragraph(f"<w:moveFrom {_BY}>{run(f'甲某{number}')}</w:moveFrom>{run('其余不变。')}"))
    return {"revisions": 1, "identity": 1}, (number,)


def formatted(word: Word, chance: random.Random) -> Hidden:
    change = f"<w:b/><w:rPrChange {_BY}><w:rPr/></w:rPrChange>"
    word.body.insert(2, paragraph(run("请各单位认真执行。", change)))
    return {"revisions": 1}, ("王审阅",)


def comments(word: Word, chance: random.Random) -> Hidden:
    number = people.mobile(chance)
    said = paragraph(run(f"请再问{number}"))
    word.part("comments", "comments", f'<w:comment w:id="1" w:author="王审阅">{said}</w:comment>')
    marked = f'<w:commentRangeStart w:id="1"/>{run("此处待核。")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    word.body.insert(2, paragraph(marked))
    return {"comments": 1, "mobile": 1}, (number, "王审阅")


def vanished(word: Word, chance: random.Random) -> Hidden:
    number = people.identity(chance)
    word.body.insert(2, paragraph(run("名单见附表。") + run(f"内部备注{number}", "<w:vanish/>")))
    return {"hidden_text": 1, "identity": 1}, (number, "内部备注")


def vanished_by_style(word: Word, chance: random.Random) -> Hidden:
    style = '<w:style w:type="character" w:styleId="gone"><w:name w:val="gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    word.parts["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{STYLES}{style}</w:styles>'
    word.body.insert(2, paragraph(run("名单见附表。") + run("领导意见：暂缓", '<w:rStyle w:val="gone"/>')))
    return {"hidden_text": 1}, ("领导意见：暂缓",)


def white(word: Word, chance: random.Random) -> Hidden:
    number = people.mobile(chance)
    word.body.insert(2, paragraph(run(f"联系本人{number}", '<w:color w:val="FFFFFF"/>')))
    return {"hidden_text": 1, "mobile": 1}, (number,)


def tiny(word: Word, chance: random.Random) -> Hidden:
    place = people.address(chance)
    word.body.insert(2, paragraph(run("请遵照执行。") + run(f"家住{place}", '<w:sz w:val="2"/>')))
    return {"hidden_text": 1, "address": 1}, (place,)


def properties(word: Word, chance: random.Random) -> Hidden:
    word.core = "<dc:creator>张拟稿</dc:creator><cp:lastModifiedBy>王审阅</cp:lastModifiedBy><dc:title>旧稿标题内部版</dc:title>"
    word.app = "<Company>云岭县某局</Company><Template>局内模板.dotx</Template>"
    return {"properties": 1}, ("张拟稿", "王审阅", "旧稿标题内部版", "云岭县某局", "局内模板")


def own_properties(word: Word, chance: random.Random) -> Hidden:
    number = people.mobile(chance)
    word.custom = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="经办人电话">'
    word.custom += f"<vt:lpwstr>{number}</vt:lpwstr></property>"
    return {"properties": 1, "mobile": 1}, (number,)


def own_data(word: Word, chance: random.Random) -> Hidden:
    number = people.identity(chance)
    word.parts["customXml/item1.xml"] = f"<data><person>{number}</person></data>"
    word.relate("customXml", "../customXml/item1.xml")
    return {"properties": 1, "identity": 1}, (number,)


def variables(word: Word, chance: random.Random) -> Hidden:
    word.part("settings", "settings", '<w:docVars><w:docVar w:name="编号" w:val="内部流转单"/></w:docVars>')
    return {"properties": 1}, ("内部流转单",)


def template(word: Word, chance: random.Random) -> Hidden:
    word.relate("attachedTemplate", "file:///D:/办公室/张三/模板.dotm", outside=True)
    return {"external_link": 1}, ("D:/办公室",)


def fetched(word: Word, chance: random.Random) -> Hidden:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> INCLUDETEXT "\\\\10.1.2.3\\共享\\底稿.docx" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("见底稿。")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    word.body.insert(2, paragraph(field))
    return {"external_link": 1}, ("10.1.2.3",)


def embedded(word: Word, chance: random.Random) -> Hidden:
    from corpus import sheets

    persons = [people.person(chance) for _ in range(3)]
    content = Content("底表")
    content.blocks = [f"{each.name} {each.identity}" for each in persons]
    word.parts["word/embeddings/sheet1.xlsx"] = sheets.saved(sheets.workbook(content))
    word.relate("package", "embeddings/sheet1.xlsx")
    return {"embedded": 1, "identity": 3}, ()


def embedded_word(word: Word, chance: random.Random) -> Hidden:
    number = people.identity(chance)
    inner = Word()
    inner.body.append(paragraph(run(f"附表：{number}")))
    word.parts["word/embeddings/inner.docx"] = inner.bytes()
    word.relate("package", "embeddings/inner.docx")
    return {"embedded": 1, "identity": 1}, ()


def header(word: Word, chance: random.Random) -> Hidden:
    identity = word.part("header1", "header", paragraph(run("秘密★1年")))
    word.section = f'<w:headerReference w:type="default" r:id="{identity}"/>'
    return {"secrecy": 1}, ()


def watermark(word: Word, chance: random.Random) -> Hidden:
    shape = '<w:r><w:pict><v:shape id="s1" type="#_x0000_t136"><v:textpath string="机密"/></v:shape></w:pict></w:r>'
    identity = word.part("header1", "header", paragraph(shape))
    word.section = f'<w:headerReference w:type="default" r:id="{identity}"/>'
    return {"secrecy": 1}, ()


def text_box(word: Word, chance: random.Random) -> Hidden:
    number = people.mobile(chance)
    inside = f"<w:txbxContent>{paragraph(run(f'领取人电话{number}'))}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    word.body.insert(2, paragraph(drawn))
    return {"mobile": 1}, ()


def alt_text(word: Word, chance: random.Random) -> Hidden:
    number = people.identity(chance)
    word.body.insert(2, paragraph(word.picture(Picture(5, f"身份证照片{number}"))))
    return {"identity": 1}, (number,)


def picture_data(word: Word, chance: random.Random) -> Hidden:
    word.body.insert(2, paragraph(word.picture(Picture(6, "现场", exif=True))))
    return {"picture_data": 1}, ("李拍摄",)


def cropped(word: Word, chance: random.Random) -> Hidden:
    drawn = word.picture(Picture(7, "现场")).replace("<a:stretch>", '<a:srcRect l="20000" r="30000"/><a:stretch>')
    word.body.insert(2, paragraph(drawn))
    return {"cropped": 1}, ()


def macro(word: Word, chance: random.Random) -> Hidden:
    word.parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 AutoOpen Shell"
    word.relate("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")
    return {"script": 1}, ("AutoOpen",)


def inner_link(word: Word, chance: random.Random) -> Hidden:
    identity = word.relate("hyperlink", "http://192.168.3.8/oa/doc?id=5", outside=True)
    word.body.insert(2, paragraph(f"<w:hyperlink r:id={quoteattr(identity)}>{run('流转单')}</w:hyperlink>"))
    return {"external_link": 1}, ("192.168.3.8",)


WAYS: tuple[Callable[[Word, random.Random], Hidden], ...] = (
    deleted, inserted, moved, formatted, comments, vanished, vanished_by_style, white, tiny, properties, own_properties, own_data,
    variables, template, fetched, embedded, embedded_word, header, watermark, text_box, alt_text, picture_data, cropped, macro, inner_link,
)  # fmt: skip
