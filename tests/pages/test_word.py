"""Word files as pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from corpus.word import Word, paragraph, run
from gongkai.pages import Page, clean, convert

_LEVELS = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:suff w:val="nothing"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/><w:suff w:val="nothing"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>'
)
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(*body: str, styles: str = "", **parts: str) -> Page:
    word = Word(body=list(body))
    word.parts["word/numbering.xml"] = f"<w:numbering {_SPACE}>{_LEVELS}</w:numbering>"
    if styles:
        word.parts["word/styles.xml"] = f"<w:styles {_SPACE}>{styles}</w:styles>"
    for name, inside in parts.items():
        word.parts[f"word/{name}.xml"] = f"<w:{name} {_SPACE}>{inside}</w:{name}>"
        word.relate(name, f"{name}.xml")
    page = convert(word.bytes(), "稿.docx")
    assert clean(page.html) == page.html
    return page


def text(words: str, properties: str = "") -> str:
    return paragraph(run(words), properties)


def link(identity: str, words: str, properties: str = "") -> str:
    return f'<w:hyperlink r:id="{identity}">{run(words, properties)}</w:hyperlink>'


def cell(words: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text(words)}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def item(words: str, number: int, level: int = 0) -> str:
    return text(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


CENTRED = '<w:jc w:val="center"/>'


def test_a_notice_becomes_a_page_whose_title_stands_apart() -> None:
    page = made(
        text("云岭县商务局文件", CENTRED),
        text("云商发〔2026〕31号", CENTRED),
        paragraph(run("云岭县商务局关于印发《云岭县家电以旧换新", "<w:sz w:val='44'/>"), CENTRED),
        paragraph(run("补贴实施细则》的通知", "<w:sz w:val='44'/>"), CENTRED),
        text("各乡镇人民政府、街道办事处："),
        text("一、总体要求"),
        text("（一）工作目标"),
        text("　　年内全部完成。"),
        text("1.各乡镇要落实责任，按月报送。"),
        text("二、时间安排"),
        text("分三个阶段进行。"),
        text("云岭县商务局"),
        text("2026年9月30日"),
    )
    assert page.title == "云岭县商务局关于印发《云岭县家电以旧换新补贴实施细则》的通知"
    assert page.html.split("\n") == [
        '<p class="center">云岭县商务局文件</p>',
        '<p class="center">云商发〔2026〕31号</p>',
        "<p>各乡镇人民政府、街道办事处：</p>",
        "<h2>一、总体要求</h2>",
        "<h3>（一）工作目标</h3>",
        "<p>年内全部完成。</p>",
        "<p>1.各乡镇要落实责任，按月报送。</p>",
        "<h2>二、时间安排</h2>",
        "<p>分三个阶段进行。</p>",
        '<p class="right">云岭县商务局</p>',
        '<p class="right">2026年9月30日</p>',
    ]
    assert page.warnings == ()


def test_rules_attached_to_a_notice_are_a_part_with_chapters_below_it() -> None:
    page = made(
        text("关于印发细则的通知", '<w:pStyle w:val="t"/>'),
        text("现印发给你们，请遵照执行。"),
        text("附件1"),
        paragraph(run("家电补贴实施细则", "<w:b/>"), CENTRED),
        text("第一章　总则"),
        text("第一条　为规范补贴，制定本细则。"),
        text("第二章　标准"),
        text("第二条　按15%补贴。"),
    )
    assert [line for line in page.html.split("\n") if line.startswith("<h")] == [
        "<h2>附件1</h2>",
        "<h2>家电补贴实施细则</h2>",
        "<h3>第一章　总则</h3>",
        "<h3>第二章　标准</h3>",
    ]


def test_lines_that_only_enumerate_are_no_headings() -> None:
    page = made(
        text("关于报送材料的通知", '<w:pStyle w:val="t"/>'),
        text("需报送下列材料："),
        text("一、申请表"),
        text("二、身份证明"),
        text("三、发票"),
    )
    assert page.html.split("\n") == [
        "<p>需报送下列材料：</p>",
        "<p>一、申请表</p>",
        "<p>二、身份证明</p>",
        "<p>三、发票</p>",
    ]


def test_lists_that_word_counts_are_lists_with_their_real_numbers() -> None:
    page = made(
        text("下列材料："),
        item("申请表", 7),
        item("一式两份", 7, 1),
        item("加盖公章", 7, 1),
        item("发票", 7),
        text("其中发票须为原件。"),
        item("银行卡", 7),
    )
    assert page.html.split("\n") == [
        "<p>下列材料：</p>",
        "<ol><li>申请表<ul><li>一式两份</li><li>加盖公章</li></ul></li><li>发票</li></ol>",
        "<p>其中发票须为原件。</p>",
        '<ol start="3"><li>银行卡</li></ol>',
    ]
    assert "3. 银行卡" in page.text


def test_chinese_numbers_that_word_counts_stay_in_the_text_as_they_are_cited() -> None:
    page = made(
        item("总体要求", 8), item("工作目标", 8, 1), text("年内完成。"), item("时间安排", 8), text("分三个阶段。")
    )
    assert page.html.split("\n") == [
        "<h2>一、总体要求</h2>",
        "<h3>（一）工作目标</h3>",
        "<p>年内完成。</p>",
        "<h2>二、时间安排</h2>",
        "<p>分三个阶段。</p>",
    ]


def test_marks_and_safe_links_are_kept_and_others_are_words() -> None:
    word = Word()
    good = word.relate("hyperlink", "https://www.example.gov.cn/a?b=1&c=2", outside=True)
    bad = word.relate("hyperlink", "javascript:alert(1)", outside=True)
    word.body = [
        paragraph(
            run("面积", "<w:b/>")
            + run("100m")
            + run("2", '<w:vertAlign w:val="superscript"/>')
            + run("，须", "<w:i/>")
            + run("签字", '<w:u w:val="single"/>')
        ),
        paragraph(link(good, "办法全文", '<w:u w:val="single"/>') + run("，") + link(bad, "此处")),
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("另一处")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("。")}'
        ),
    ]
    assert convert(word.bytes()).html.split("\n") == [
        "<p><strong>面积</strong>100m<sup>2</sup><em>，须</em><u>签字</u></p>",
        '<p><a href="https://www.example.gov.cn/a?b=1&amp;c=2">办法全文</a>，此处</p>',
        '<p><a href="https://example.org/b">另一处</a>。</p>',
    ]


def test_changes_are_shown_as_accepted_and_nothing_hidden_comes_along() -> None:
    page = made(
        paragraph(
            run("补贴")
            + f'<w:del w:id="1">{run("一千", tag="delText")}</w:del><w:ins w:id="2">{run("两千")}</w:ins>'
            + run("元。", "")
            + run("内部口径", "<w:vanish/>")
            + run("白字", '<w:color w:val="FFFFFF"/>')
            + run("小字", '<w:sz w:val="2"/>')
            + run("旧字", "<w:strike/>")
            + '<w:r><w:commentReference w:id="0"/></w:r>'
        ),
        paragraph(run("这一段"), "<w:rPr><w:del w:id='5'/></w:rPr>"),
        text("与下一段合并。"),
        f'<w:p><w:moveFrom w:id="3">{run("移走的话。")}</w:moveFrom></w:p>',
        f'<w:p><w:moveTo w:id="4">{run("移来的话。")}</w:moveTo></w:p>',
        paragraph(run("样式藏字", '<w:rStyle w:val="藏"/>') + run("末段。")),
        styles='<w:style w:type="character" w:styleId="藏"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    assert page.html.split("\n") == [
        "<p>补贴两千元。</p>",
        "<p>这一段与下一段合并。</p>",
        "<p>移来的话。</p>",
        "<p>末段。</p>",
    ]
    assert page.warnings == (
        "文档带有修订痕迹：网页采用接受全部修订后的内容。附件公开前，请先在原文件中接受或者拒绝修订。",
        "文档带有批注，网页中没有批注。附件公开前，请先在原文件中删除批注。",
        "文档含有隐藏的文字或图片，网页中没有这些内容。请检查原文件，不应公开的请删除。",
        "文档含有白色或极小的文字，一般看不见，网页中没有这些文字。请检查原文件，不应公开的请删除。",
        "文档中有加了删除线的文字，网页中没有这些文字。请核对改动是否已经生效。",
    )


def test_white_words_on_a_coloured_cell_are_seen() -> None:
    white = run("乡镇", '<w:color w:val="FFFFFF"/>')
    shaded = f'<w:tc><w:tcPr><w:shd w:fill="1F4E79"/></w:tcPr>{paragraph(white)}</w:tc>'
    page = made(table(row(shaded, shaded), row(cell("甲"), cell("乙"))))
    assert page.html == (
        '<table><thead><tr><th scope="col">乡镇</th><th scope="col">乡镇</th></tr></thead>'
        "<tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"
    )


def test_white_words_in_a_box_or_a_shaded_paragraph_are_seen_and_an_invisible_box_is_not() -> None:
    white = '<w:color w:val="FFFFFF"/>'

    def box(words: str, style: str = "") -> str:
        inside = f"<v:textbox><w:txbxContent>{paragraph(run(words, white))}</w:txbxContent></v:textbox>"
        return f'<w:r><w:pict><v:shape style="{style}">{inside}</v:shape></w:pict></w:r>'

    page = made(
        paragraph(run("正文。") + box("横幅上的字。") + box("看不见的框。", "width:1pt;visibility:hidden")),
        paragraph(run("色块上的字。", white), '<w:shd w:val="clear" w:fill="1F4E79"/>'),
    )
    assert page.html.split("\n") == ["<p>正文。</p>", "<p>横幅上的字。</p>", "<p>色块上的字。</p>"]
    assert page.warnings == ("文档含有隐藏的文字或图片，网页中没有这些内容。请检查原文件，不应公开的请删除。",)


DOWN, BELOW, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'


def test_tables_keep_their_spans_their_head_and_the_line_above_as_caption() -> None:
    page = made(
        text("表1　补贴发放情况", CENTRED),
        text("单位：万元", '<w:jc w:val="right"/>'),
        table(
            row(cell("乡镇", DOWN), cell("金额", TWO), head=True),
            row(cell("", BELOW), cell("申报"), cell("核定"), head=True),
            row(cell("城关镇"), cell("12"), cell("10")),
        ),
    )
    assert page.html == (
        "<table><caption>表1　补贴发放情况<br>单位：万元</caption>"
        '<thead><tr><th rowspan="2" scope="col">乡镇</th><th colspan="2" scope="col">金额</th></tr>'
        '<tr><th scope="col">申报</th><th scope="col">核定</th></tr></thead>'
        "<tbody><tr><td>城关镇</td><td>12</td><td>10</td></tr></tbody></table>"
    )


def test_a_table_in_a_cell_stays_one_and_a_frame_around_everything_goes() -> None:
    inner = table(row(cell("子"), cell("1")))
    around = f"<w:tc>{text('明细')}{inner}{paragraph('')}</w:tc>"
    nested = table(row(cell("甲"), around), row(cell("乙"), cell("2")))
    assert made(nested).html == (
        "<table><tbody><tr><td>甲</td><td><p>明细</p><table><tbody><tr><td>子</td><td>1</td></tr></tbody></table></td></tr>"
        "<tr><td>乙</td><td>2</td></tr></tbody></table>"
    )
    assert (
        made(f"<w:tbl><w:tr><w:tc>{text('框里的话。')}{text('又一句。')}</w:tc></w:tr></w:tbl>").html
        == "<p>框里的话。</p>\n<p>又一句。</p>"
    )


def test_notes_stand_at_the_end_and_lead_back() -> None:
    page = made(
        paragraph(run("补贴") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("按季发放。")),
        footnotes=f'<w:footnote w:id="2">{text("指家电以旧换新补贴。")}</w:footnote>',
    )
    assert page.html.split("\n") == [
        '<p>补贴<sup><a href="#note-1" id="note-back-1">1</a></sup>按季发放。</p>',
        (
            '<section class="notes" aria-label="注释"><ol>'
            '<li id="note-1">指家电以旧换新补贴。 <a href="#note-back-1">返回</a></li></ol></section>'
        ),
    ]


def test_text_boxes_contents_lists_and_formulas() -> None:
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{text('框内说明。')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{text('一、总则……1')}</w:sdtContent></w:sdt>"
    )
    maths = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a</m:t></m:r>'
        "<m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
        "<m:f><m:num><m:r><m:t>x+1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    page = made(contents, paragraph(run("正文。") + box), paragraph(maths))
    assert page.html.split("\n") == ["<p>正文。</p>", "<p>框内说明。</p>", "<p>ab<sup>2</sup>(x+1)/2</p>"]


def test_the_figures_of_a_chart_are_a_table() -> None:
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'

    def points(kind: str, *values: str) -> str:
        listed = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
        code = "<c:formatCode>0.0%</c:formatCode>" if kind == "num" else ""
        return f"<c:{kind}Ref><c:{kind}Cache>{code}{listed}</c:{kind}Cache></c:{kind}Ref>"

    word = Word()
    word.parts["word/charts/chart1.xml"] = (
        f'<c:chartSpace {space} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><a:t>办结率</a:t></c:title>'
        f"<c:ser><c:tx>{points('str', '本年')}</c:tx><c:cat>{points('str', '城关镇', '石门镇')}</c:cat>"
        f"<c:val>{points('num', '0.875', '1')}</c:val></c:ser></c:chart></c:chartSpace>"
    )
    identity = word.relate("chart", "charts/chart1.xml")
    drawn = (
        f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart {space} r:id="{identity}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
    word.body = [text("各乡镇办结率如下图。"), paragraph(drawn)]
    page = convert(word.bytes())
    assert page.html == (
        '<p>各乡镇办结率如下图。</p>\n<table><caption>办结率</caption><thead><tr><td></td><th scope="col">本年</th></tr></thead><tbody>'
        '<tr><th scope="row">城关镇</th><td>87.5%</td></tr><tr><th scope="row">石门镇</th><td>100.0%</td></tr></tbody></table>'
    )
    assert page.warnings == ("文档中的图表已经转成数据表。请核对；需要图形的，请另存为图片插入。",)


def _picture(word: Word, data: bytes, alt: str = "", crop: str = "") -> str:
    name = f"media/p{len(word.parts)}.png"
    word.parts[f"word/{name}"] = data
    identity = word.relate("image", name)
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="952500"/>'
        f'<wp:docPr id="1" name="图片 1" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{identity}"/>{crop}</pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _png(wide: int, high: int, halves: tuple[str, str] = ("red", "red")) -> bytes:
    image = Image.new("RGB", (wide, high), halves[0])
    image.paste(Image.new("RGB", (wide // 2, high), halves[1]), (wide // 2, 0))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_pictures_are_encoded_anew_with_the_words_that_describe_them() -> None:
    word = Word()
    word.body = [
        paragraph(_picture(word, _png(400, 400), "活动现场")),
        text("图1　活动现场的照片"),
        paragraph(_picture(word, _png(4000, 1000), "C:\\用户\\照片.png")),
    ]
    page = convert(word.bytes())
    first, second = page.pictures
    assert (first.alt, first.media_type, first.width, first.height) == ("活动现场", "image/png", 400, 400)
    assert (second.alt, second.width, second.height) == ("", 1600, 400)
    assert page.html.split("\n") == [
        f'<figure><img src="{first.name}" alt="活动现场" width="100" height="100"><figcaption>图1　活动现场的照片</figcaption></figure>',
        f'<p><img src="{second.name}" alt="" width="100" height="25"></p>',
    ]
    assert page.warnings == (
        "第2张图片没有说明文字，看不见图片的人无法知道其中的内容。请为它写一句话；纯装饰的图片可以留空。",
    )


def test_what_was_cut_off_a_picture_does_not_go_out() -> None:
    word = Word()
    word.body = [paragraph(_picture(word, _png(100, 50, ("red", "blue")), "图", '<a:srcRect r="50000"/>'))]
    (picture,) = convert(word.bytes()).pictures
    with Image.open(BytesIO(picture.data)) as shown:
        assert shown.size == (50, 50)
        assert shown.getcolors() == [(2500, (255, 0, 0))]


def test_a_photograph_loses_where_and_when_it_was_taken() -> None:
    image = Image.new("RGB", (64, 64), "green")
    exif = image.getexif()
    exif[0x010E] = "拍摄地点机密"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment="内部".encode())
    word = Word()
    word.body = [paragraph(_picture(word, out.getvalue(), "田野"))]
    (picture,) = convert(word.bytes()).pictures
    assert picture.media_type == "image/jpeg"
    with Image.open(BytesIO(picture.data)) as shown:
        assert dict(shown.getexif()) == {}
        assert "comment" not in shown.info


@pytest.mark.parametrize("data", [b"\xd7\xcd\xc6\x9a" + bytes(100), b"\x89PNG\r\n\x1a\nbroken", b""])
def test_a_picture_that_cannot_be_shown_is_told_of(data: bytes) -> None:
    word = Word()
    word.body = [text("正文。"), paragraph(_picture(word, data))]
    page = convert(word.bytes())
    assert page.html == "<p>正文。</p>"
    assert page.pictures == ()
    assert len(page.warnings) == 1 and page.warnings[0].startswith("有1张图片无法转换")
