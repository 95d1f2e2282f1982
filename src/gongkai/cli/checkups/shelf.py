"""The backups: whether there is a new one, whether it is whole, and who could read it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from gongkai.cli.backup import recipients
from gongkai.cli.backups import envelopes, shelf
from gongkai.cli.checkups import Checkup
from gongkai.errors import GongkaiError
from gongkai.language import say

_SMALL = 64_000
"""Bytes; a file of keys is no larger."""


def backups(home: Path, days: int, *, files: bool) -> Iterator[Checkup]:
    """``days``: how old the newest may be. ``files``: whether it is read to be compared with its sum."""
    yield Checkup(say("备份"), *_newest(home, days, files=files))
    if lying := private_keys(home):
        yield Checkup(
            say("备份私钥"),
            "",
            say(
                "{names}里有备份的私钥，拿走数据目录的人就能打开备份。请把它移到保险柜，从这台机器上删掉。",
                names="、".join(lying),
            ),
        )


def _newest(home: Path, days: int, *, files: bool) -> tuple[str, str]:
    """What is well, and what is bad."""
    advice = say("请用 gongkai backup 备份，并安排每天执行。")
    try:
        keys = recipients()
    except GongkaiError as error:
        return "", say("环境变量 GONGKAI_BACKUP_TO 不对，备份做不成：{reason}", reason=str(error))
    folder = home / "backups"
    made = shelf.archives(folder)
    if not made:
        return "", say("还没有备份过。") + advice
    newest = made[-1]
    old = int((time.time() - newest.stat().st_mtime) // 86400)
    if old > days:
        return "", say("最近一次备份在{days}天前。", days=old) + advice
    try:
        if broken := _broken(newest, files=files):
            return "", broken
        shut = envelopes.is_shut(newest)
    except OSError as error:
        return "", say("最近一份备份{name}不能读取：{reason}。请再备份一次。", name=newest.name, reason=error.strerror)
    well = say("最近一次在{days}天前", days=old)
    if shut:
        plain = sum(1 for _ in shelf.plain(folder))
        more = say("，已加密；另有{n}份旧的没有加密", n=plain) if plain else say("，已加密")
        return well + more, ""
    if keys:
        return "", say("已经设置 GONGKAI_BACKUP_TO，最近一份备份却没有加密。请现在用 gongkai backup 备份一次。")
    if elsewhere(folder, home):
        return "", say(
            "备份放在别的存储上（{folder}），没有加密，里面有密钥，拿到的人可以看到全部个人信息。"
            "请用 gongkai backup --new-key 生成密钥，设置 GONGKAI_BACKUP_TO。",
            folder=folder.resolve(),
        )
    return well + say("，没有加密；要存到这台机器以外，请先设置 GONGKAI_BACKUP_TO"), ""


def elsewhere(folder: Path, home: Path) -> bool:
    """Whether the backups lie on another storage than the data: a disk that is carried, another machine's folder."""
    return folder.stat().st_dev != home.stat().st_dev


def _broken(place: Path, *, files: bool) -> str:
    noted = shelf.noted(place)
    if not place.stat().st_size or (files and noted and shelf.digest_of(place) != noted):
        return say(
            "最近一份备份{name}不完整，或者写成以后被改动过，不能恢复。请再备份一次，并检查磁盘。", name=place.name
        )
    if place.name.endswith(envelopes.SUFFIX) and not envelopes.is_shut(place):
        return say("最近一份备份{name}不是加密的备份，里面是别的东西。请查明来历，再备份一次。", name=place.name)
    return ""


def private_keys(home: Path) -> list[str]:
    """Files of the data folder that hold the private key of a backup. What people handed in is not looked at."""
    found = []
    for folder in (home, home / "keys", home / "backups"):
        for place in sorted(folder.glob("*")):
            try:
                small = place.is_file() and place.stat().st_size <= _SMALL
                if small and envelopes.PRIVATE.encode() in place.read_bytes():
                    found.append(place.relative_to(home).as_posix())
            except OSError:
                continue  # what cannot be read is told elsewhere
    return found
