"""What `gongkai read --json` saved of reports, as readings again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from gongkai.documents.errors import Unreadable
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.model import Reading
from gongkai.reports.outputs.json import from_json, loads


@dataclass(frozen=True, slots=True)
class Named:
    """A reading and the file it came from."""

    name: str
    reading: Reading


class NotRead(Unreadable):
    """A line of a saved file that says its report could not be read, with the reason it gave."""


def is_saved(name: str) -> bool:
    """Whether the file is our own JSON, by its name: reports are never published as such."""
    return PurePath(name).suffix.lower() in (".json", ".jsonl")


def saved(data: bytes, name: str) -> Iterator[Named | NotRead]:
    """What each line (or the one object) of a saved file says. Raises NotAReport (a GongkaiError) where it is not ours, Unreadable
    where it is no JSON."""
    try:
        whole = data.decode("utf-8-sig").strip()
        # An indented object goes over many lines; otherwise every line is an object.
        lines = [whole] if whole.startswith("{\n") or "\n" not in whole else whole.splitlines()
        objects = [loads(line) for line in lines if line.strip()]
    except (ValueError, RecursionError):
        raise Unreadable(
            "damaged", say("这不是完整的 JSON，无法还原报告。请用 gongkai read --json 重新生成。")
        ) from None
    for found in objects:
        origin = str(found.get("file") or name) if isinstance(found, dict) else name
        if isinstance(found, dict) and isinstance(found.get("error"), dict):
            error = found["error"]
            yield NotRead(str(error.get("code", "damaged")), f"{origin}：{error.get('message', '')}")
        else:
            yield Named(origin, from_json(found))


class NotOne(GongkaiError):
    """A saved file holds no report, or several, where one was asked for."""

    def __init__(self, count: int):
        super().__init__(
            say(
                "这个 JSON 文件里有 {count} 份报告，而这里只能用一份。请把需要的那一份单独存成文件，或改用 gongkai sum、compare。",
                count=count,
            )
        )


def only(data: bytes, name: str) -> Reading:
    """The one reading in a saved file. Raises NotOne, and as ``saved`` does."""
    found = [one.reading for one in saved(data, name) if isinstance(one, Named)]
    if len(found) != 1:
        raise NotOne(len(found))
    return found[0]
