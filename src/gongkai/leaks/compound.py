"""Files of Word and Excel before 2007: the compound file, its streams, and the properties in it."""

from __future__ import annotations

from io import BytesIO

import olefile

from gongkai.documents.bounds import damaged, password
from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place, Severity

_LARGEST_STREAM = 64_000_000
_MOST_PROPERTIES = 200
_WIDE, _NARROW = 0x1F, 0x1E
_UTF_8, _UTF_16 = 65001, 1200


class Compound:
    """The streams by name, read once. Raises Unreadable ``damaged`` or ``password``."""

    def __init__(self, data: bytes):
        try:
            with olefile.OleFileIO(BytesIO(data)) as file:
                self.names = ["/".join(path) for path in file.listdir()]
                if "EncryptedPackage" in self.names:
                    raise password()
                self._streams = {
                    name: file.openstream(name).read()
                    for name in self.names
                    if file.get_size(name) <= _LARGEST_STREAM and name.count("/") < 8
                }
        except Unreadable:
            raise
        except Exception as error:  # olefile lets any error through that broken sectors cause
            raise damaged() from error

    def stream(self, name: str) -> bytes:
        found: bytes = self._streams.get(name, b"")
        return found

    def under(self, *folders: str) -> list[str]:
        return [name for name in self.names if name.split("/")[0] in folders]


def properties(file: Compound, gathering: Gathering) -> None:
    """Who made the file. Read here because olefile believes every count in these streams."""
    known = {
        "\x05SummaryInformation": {
            2: say("标题"),
            3: say("主题"),
            4: say("作者"),
            5: say("关键词"),
            6: say("备注"),
            7: say("模板"),
            8: say("最后修改人"),
        },
        "\x05DocumentSummaryInformation": {2: say("类别"), 14: say("主管"), 15: say("单位")},
    }
    labels: list[str] = []
    texts: list[str] = []
    for stream, numbers in known.items():
        data = file.stream(stream)
        for number, text in _strings(data).items():
            if number not in numbers or (
                number == 7 and text.lower() in ("normal", "normal.dot", "normal.dotm", "normal.wpt")
            ):
                continue
            if number == 2 and stream.endswith("\x05SummaryInformation"):
                shown = "".join("".join(gathering.visible).split())
                if "".join(text.split()) in shown:
                    continue
            labels.append(numbers[number])
            texts.append(text)
        if stream.startswith("\x05Doc") and data.count(b"\x05\xd5\xcd\xd5\x9c.\x1b\x10\x93\x97\x08\x00+,\xf9\xae"):
            labels.append(say("自定义属性"))
    if labels:
        told = "、".join(dict.fromkeys(labels))
        gathering.unseen(Kind.PROPERTIES, told, Place(part=say("文件属性")), texts, severity=Severity.LOOK)


def _strings(data: bytes) -> dict[int, str]:
    """The strings of the first section of a property set ([MS-OLEPS]) by number."""

    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(data[at : at + size], "little")

    section = number(44)
    places: dict[int, int] = {}
    for entry in range(min(number(section + 4), _MOST_PROPERTIES)):
        at = section + 8 + 8 * entry
        if at + 8 > len(data):
            break
        places.setdefault(number(at), section + number(at + 4))
    page = number(places[1] + 4, 2) if 1 in places else 0
    found = {}
    for identity, at in places.items():
        kind, size = number(at, 2), min(number(at + 4), 4000)
        if kind == _WIDE or (kind == _NARROW and page == _UTF_16):
            text = data[at + 8 : at + 8 + (2 * size if kind == _WIDE else size)].decode("utf-16-le", "ignore")
        elif kind == _NARROW:
            text = data[at + 8 : at + 8 + size].decode("utf-8" if page == _UTF_8 else "gb18030", "ignore")
        else:
            continue
        text = text.split("\0")[0].strip()
        if text:
            found[identity] = text
    return found


def objects(file: Compound, gathering: Gathering, folders: tuple[str, ...], macros: tuple[str, ...]) -> None:
    """Embedded files and macros."""
    pool = file.under(*folders)
    if pool:
        count = len({"/".join(name.split("/")[:2]) for name in pool})
        content = b"".join(map(file.stream, pool))
        gathering.unseen(Kind.EMBEDDED, say("{count}个", count=count), Place(part=say("嵌入的文件")), content=content)
    scripts = file.under(*macros)
    if scripts:
        content = b"".join(map(file.stream, scripts))
        gathering.unseen(Kind.SCRIPT, say("宏"), Place(part=say("宏")), content=content)
