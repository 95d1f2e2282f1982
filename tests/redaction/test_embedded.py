"""Pictures inside Word files and workbooks: what is listed, what is cut, what goes with it, and what a second look says of bad copies."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageStat

from corpus import embedded
from corpus.embedded import SECRET, card, drawing_of_two_sheets, drawn, put, saved, vml, workbook
from corpus.word import Word, paragraph, run, zipped
from gongkai.documents.readers import scanning
from gongkai.redaction import (
    Area,
    CannotRedact,
    Characters,
    Cut,
    PictureArea,
    everywhere,
    redact,
    redact_bounded,
    render,
    sight,
    sight_bounded,
    suggest,
    verify,
)

MOBILE = "13800138000"


@pytest.fixture
def without_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the ``ocr`` extra is not installed."""
    monkeypatch.setattr(scanning, "available", lambda: False)


def cut(place: PictureArea | Characters) -> Cut:
    return Cut(place, "个人隐私", "《条例》第十五条")


def secret_of(key: str) -> Cut:
    return cut(PictureArea(key, *SECRET))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pictures(data: bytes) -> dict[str, Image.Image]:
    """Every member that Pillow opens, whatever it is called."""
    found = {}
    for name, content in members(data).items():
        try:
            found[name] = Image.open(BytesIO(content)).convert("L")
        except OSError:
            continue
    return found


def shows_secret(image: Image.Image) -> bool:
    """Whether letters stand where the secret stood on a card, or anywhere in the middle of it."""
    wide, high = image.size
    if high < 0.5 * wide:
        return False  # cropped to the last line
    box = round(0.35 * wide), round(0.42 * high), round(0.75 * wide), round(0.56 * high)
    return ImageStat.Stat(image.crop(box)).mean[0] > 100 and ImageStat.Stat(image.crop(box)).stddev[0] > 25


def faults(data: bytes, copy: bytes, cuts: list[Cut], name: str) -> list[str]:
    return [f"{check.name}: {check.detail}" for check in verify(data, copy, cuts, name).checks if not check.passed]


# --- what is listed and cut ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", embedded.WORD_WAYS, ids=lambda way: way.__name__)
def test_no_copy_of_what_was_cut_is_left_in_a_word_file(
    way: Callable[[Word, str], None], without_reading: None
) -> None:
    made = Word()
    made.body.append(paragraph(run("正文照旧")))
    way(made, MOBILE)
    data = made.bytes()
    cuts = [secret_of(each.key) for each in sight(data, "a.docx").pictures]
    copy = redact(data, "a.docx", cuts)
    assert faults(data, copy.data, cuts, "a.docx") == []
    assert MOBILE.encode() not in b"".join((*members(copy.data).values(), *(n.encode() for n in members(copy.data))))
    assert not [name for name, image in pictures(copy.data).items() if shows_secret(image)]
    assert len(copy.index) == len(cuts) >= 1
    assert "正文照旧" in sight(copy.data, "a.docx").parts[0].text
    assert faults(data, data, cuts, "a.docx") != [], "the original itself does not pass"


def test_a_picture_that_also_names_a_file_outside_stays_when_that_name_goes(without_reading: None) -> None:
    made = Word()
    made.body.append(paragraph(run(MOBILE)))
    embedded.linked_outside(made, MOBILE)
    data = made.bytes()
    cuts = [cut(Characters("word/document.xml#1", 0, 11))]
    copy = redact(data, "a.docx", cuts).data
    assert faults(data, copy, cuts, "a.docx") == []
    assert len(pictures(copy)) == 1, "only the way to the file outside is to go"
    assert MOBILE.encode() not in b"".join(members(copy).values())
    assert b"External" not in b"".join(members(copy).values())


@pytest.mark.parametrize("change", [lambda data: data, drawing_of_two_sheets], ids=["two drawings", "a shared drawing"])
def test_no_copy_of_what_was_cut_is_left_in_a_workbook(change: Callable[[bytes], bytes], without_reading: None) -> None:
    data = change(workbook(MOBILE))
    found = sight(data, "a.xlsx").pictures
    assert sorted((each.label, each.uses) for each in found) == [
        ("工作表“一月”C5处", 2 if change is not drawing_of_two_sheets else 1),
        ("工作表“一月”背景", 1),
    ]
    cuts = [secret_of(each.key) for each in found]
    copy = redact(data, "a.xlsx", cuts)
    assert faults(data, copy.data, cuts, "a.xlsx") == []
    assert MOBILE.encode() not in b"".join(members(copy.data).values())
    assert not [name for name, image in pictures(copy.data).items() if shows_secret(image)]
    assert len(pictures(copy.data)) == 2, "those of the header and of the hidden sheet are gone"


def test_a_picture_is_listed_once_with_where_it_stands_and_drawn_upright(without_reading: None) -> None:
    made = Word()
    picture = put(made, saved(card(MOBILE)))
    made.body += [paragraph(run("第一段")), paragraph(run("照片") + drawn(picture)), paragraph(drawn(picture, at=91))]
    made.body.append(paragraph(vml(put(made, b"\x01\0\0\0" + bytes(80), "media/seal.emf"))))
    first, second = sight(made.bytes(), "a.docx").pictures
    assert (first.key, first.number, first.label, first.width, first.height, first.uses, first.drawable) == (
        "word/media/image9.png", 1, "第2段", 480, 300, 2, True
    )  # fmt: skip
    assert (second.number, second.drawable, second.recognised) == (2, False, None)
    assert Image.open(BytesIO(render(made.bytes(), "a.docx", 1, 240))).size == (240, 150)
    with pytest.raises(CannotRedact):
        render(made.bytes(), "a.docx", 2, 240)


def test_an_area_is_black_the_rest_as_it_was_and_the_index_says_where(without_reading: None) -> None:
    made = Word()
    made.body += [paragraph(run("申请人电话见图") + drawn(put(made, saved(card(MOBILE))), says=f"电话{MOBILE}"))]
    data = made.bytes()
    cuts = [secret_of("word/media/image9.png"), cut(Characters("word/document.xml#1", 0, 3))]
    copy = redact(data, "a.docx", cuts)
    assert [(line.number, line.where, line.extent) for line in copy.index] == [
        (1, "第1段", "部分文字"),
        (2, "图片1（第1段）", "图片的一个区域，约占16%"),
    ]
    [image] = pictures(copy.data).values()
    before = card(MOBILE).convert("L")
    assert image.size == (480, 300)
    assert image.crop((0, 0, 480, 110)).tobytes() == before.crop((0, 0, 480, 110)).tobytes()
    assert image.crop((0, 200, 480, 300)).tobytes() == before.crop((0, 200, 480, 300)).tobytes()
    assert image.crop((130, 120, 200, 185)).getextrema() == (0, 0)
    body = members(copy.data)["word/document.xml"].decode()
    assert 'descr="图片，部分已遮蔽"' in body and "电话" not in body.replace("电话见图", "")


def test_a_whole_picture_becomes_a_grey_one_of_its_size_and_so_does_what_cannot_be_drawn(without_reading: None) -> None:
    made = Word()
    emf = b"\x01\0\0\0" + MOBILE.encode("utf-16-le") + bytes(60)
    made.body.append(paragraph(drawn(put(made, saved(card(MOBILE), "JPEG"), "media/image9.jpeg"), says=MOBILE)))
    made.body.append(paragraph(drawn(put(made, emf, "media/seal.emf"), at=91)))
    data = made.bytes()
    cuts = [cut(PictureArea("word/media/image9.jpeg")), cut(PictureArea("word/media/seal.emf"))]
    copy = redact(data, "a.docx", cuts)
    assert faults(data, copy.data, cuts, "a.docx") == []
    assert [line.extent for line in copy.index] == ["整幅图片", "整幅图片"]
    assert sorted(image.size for image in pictures(copy.data).values()) == [(480, 300), (480, 300)]
    assert all(image.getpixel((3, 3)) == 200 for image in pictures(copy.data).values())
    with pytest.raises(CannotRedact, match="只能整幅遮蔽"):
        redact(data, "a.docx", [secret_of("word/media/seal.emf")])
    with pytest.raises(CannotRedact, match="不在这份文件里"):
        redact(data, "a.docx", [secret_of("word/media/none.png")])


def test_pictures_without_a_cut_stay_as_they_are_and_a_person_is_told(without_reading: None) -> None:
    made = Word()
    made.body.append(paragraph(run(f"电话{MOBILE}") + drawn(put(made, saved(card("公开信息"))))))
    made.body.append(paragraph(drawn(put(made, saved(card("照旧"), "JPEG"), "media/image3.jpeg"), at=91)))
    data = made.bytes()
    cuts = [cut(Characters("word/document.xml#1", 2, 13))]
    copy = redact(data, "a.docx", cuts)
    assert faults(data, copy.data, cuts, "a.docx") == []
    assert members(copy.data)["word/media/image3.jpeg"] == members(data)["word/media/image3.jpeg"]
    assert pictures(copy.data)["word/media/image9.png"].tobytes() == card("公开信息").convert("L").tobytes()
    assert any("2幅图片没有遮蔽" in note for note in copy.notes)


def test_a_picture_that_unpacks_to_gigabytes_brings_nothing_down() -> None:
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(5_000_000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    made = Word()
    made.body.append(paragraph(run(MOBILE) + drawn(put(made, bomb))))
    data = made.bytes()
    [picture] = sight_bounded(data, "a.docx").pictures
    assert not picture.drawable
    copy = redact_bounded(data, "a.docx", [cut(PictureArea(picture.key))])
    assert [image.size for image in pictures(copy.data).values()] == [(480, 300)]


def test_areas_that_lie_over_each_other_are_numbered_and_pass_on_pages_too(without_reading: None) -> None:
    made = Word()
    made.body.append(paragraph(drawn(put(made, saved(card(MOBILE))))))
    key, data = "word/media/image9.png", made.bytes()
    boxes = [SECRET, (0.3, 0.4, 0.3, 0.2), (0.6, 0.5, 0.3, 0.3)]  # one within the first, one partly beside it
    cuts = [cut(PictureArea(key, *box)) for box in boxes]
    assert faults(data, redact(data, "a.docx", cuts).data, cuts, "a.docx") == []
    picture = saved(card(MOBILE, (960, 600)))
    areas = [Cut(Area(1, *box), "个人隐私", "《条例》第十五条") for box in boxes]
    assert faults(picture, redact(picture, "a.png", areas).data, areas, "a.png") == []


# --- what is read in pictures -------------------------------------------------------------------------------------------


def test_what_is_read_in_a_picture_is_offered_found_everywhere_and_told_of_where_it_is_left() -> None:
    if not scanning.available():
        pytest.skip("the ocr extra is not installed")
    made = Word()
    made.body.append(paragraph(run(f"电话{MOBILE}")))
    made.body.append(paragraph(drawn(put(made, saved(card(MOBILE))))))
    data = made.bytes()
    offered = [each.place for each in suggest(data, "a.docx")]
    [area] = [place for place in offered if isinstance(place, PictureArea)]
    assert area.picture == "word/media/image9.png" and 0.15 < area.x < 0.35 and 0.35 < area.y < 0.5
    places = everywhere(data, "a.docx", MOBILE)
    assert [type(place) for place in places] == [Characters, PictureArea]
    cuts = [cut(place) for place in places]
    copy = redact(data, "a.docx", cuts)
    assert faults(data, copy.data, cuts, "a.docx") == []
    # Cut in the text alone: the check passes, and says that the picture tells it still.
    words = [cut(places[0])]
    looked = verify(data, redact(data, "a.docx", words).data, words, "a.docx")
    assert looked.passed
    assert [note for note in looked.notes if "图片1里还能认出" in note] != []


# --- bad copies ---------------------------------------------------------------------------------------------------------


def good() -> tuple[bytes, bytes, list[Cut]]:
    made = Word()
    made.body.append(paragraph(run("甲") + drawn(put(made, saved(card(MOBILE))))))
    made.body.append(paragraph(drawn(put(made, saved(card("公开信息")), "media/other.png"), at=91)))
    data = made.bytes()
    cuts = [secret_of("word/media/image9.png")]
    return data, redact(data, "a.docx", cuts).data, cuts


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    return zipped({**members(data), **changes})


def half_covered() -> bytes:
    image = card(MOBILE).copy()
    image.paste((0, 0, 0), (120, 114, 300, 192))
    return saved(image)


def shrunk() -> bytes:
    return saved(card(MOBILE).resize((360, 225)))


BAD = {
    "the area is left": lambda: {"word/media/picture1.png": saved(card(MOBILE))},
    "half of it is left": lambda: {"word/media/picture1.png": half_covered()},
    "the picture tells it in a note": lambda: {
        "word/media/picture1.png": embedded.png_notes(
            Image.open(BytesIO(members(good()[1])["word/media/picture1.png"])), MOBILE
        )
    },
    "the picture is empty": lambda: {"word/media/picture1.png": saved(Image.new("L", (480, 300)))},
    "another picture has changed": lambda: {"word/media/other.png": saved(card("另一回事"))},
    "another picture has taken its place": lambda: {"word/media/other.png": saved(card(MOBILE))},
    "another picture has another size": lambda: {"word/media/other.png": saved(card("公开信息").resize((240, 150)))},
    "a picture lies beside that nothing uses": lambda: {"word/media/beside.png": shrunk()},
    "a picture is called otherwise and lies beside": lambda: {"word/theme.bin": saved(card(MOBILE), "JPEG")},
}


@pytest.mark.parametrize("how", BAD)
def test_a_word_file_with_a_badly_redacted_picture_does_not_pass(how: str, without_reading: None) -> None:
    data, copy, cuts = good()
    assert faults(data, copy, cuts, "a.docx") == []
    assert faults(data, repacked(copy, BAD[how]()), cuts, "a.docx") != []


def test_a_smaller_copy_of_the_picture_elsewhere_in_the_file_does_not_pass(without_reading: None) -> None:
    made = Word()
    made.body.append(paragraph(drawn(put(made, saved(card(MOBILE))))))
    made.body.append(paragraph(drawn(put(made, shrunk(), "media/small.png"), at=91)))
    data = made.bytes()
    one = [secret_of("word/media/image9.png")]
    assert faults(data, redact(data, "a.docx", one).data, one, "a.docx") == ["图片里的遮蔽: 图片2还显示着被遮蔽的画面"]
    both = [*one, secret_of("word/media/small.png")]
    assert faults(data, redact(data, "a.docx", both).data, both, "a.docx") == []
