"""移交包: an item as a zip for a portal that we do not control: a page of its own, the files, the catalogue fields as JSON and XML, and a
signed list of what is in it. The same version always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from django.conf import settings
from django.utils import timezone

from gongkai.disclosures.channels import package_page, signing
from gongkai.disclosures.channels.protocol import ChannelError, Config, Kept, Outcome, Sent
from gongkai.disclosures.channels.published import ENDINGS, Published, PublishedFile
from gongkai.language import say

FORMAT = "gongkai-package/1"
CORE = 14
"""How many of the elements are the national core set; the rest is printed besides."""


def name_of(published: Published) -> str:
    """The file's name: the same for the same version."""
    return f"{published.permanent}-v{published.number}{'-withdrawn' if published.withdrawn else ''}.zip"


def build(published: Published) -> bytes:
    """The zip. A withdrawn item gives a package with a notice in the place of its text, and no files."""
    if published.withdrawn:
        published = _named_only(published)
    parts: dict[str, bytes] = {}
    places = _files(published, parts)
    parts["index.html"] = package_page.page(published, places).encode()
    parts["style.css"] = package_page.sheet()
    parts["metadata.json"] = _pretty(metadata(published, places))
    parts["metadata.xml"] = _xml(published, places)
    parts["README.txt"] = _readme().encode()
    manifest = _pretty(
        {
            "format": FORMAT,
            "action": "withdraw" if published.withdrawn else "publish",
            "item": published.permanent,
            "version": published.number,
            "digest": published.digest,
            "released_at": published.released_at.isoformat(),
            "files": [
                {"path": path, "size": len(data), "sha256": _sha256(data)} for path, data in sorted(parts.items())
            ],
        }
    )
    signature = signing.sign(manifest)
    parts["manifest.json"] = manifest
    parts["manifest.sig.json"] = _pretty(
        {
            "algorithm": signing.ALGORITHM,
            "key": signature.key,
            "public_key": signing.public_key(),
            "signature": signature.value,
        }
    )
    return _zipped(parts, published)


def _named_only(published: Published) -> Published:
    """What a notice of withdrawal may still say: which page it is about. The rest may be why it was withdrawn."""
    elements = tuple(each for each in published.elements if each[0] in ("Identifier", "Title", "Publisher", "Relation"))
    return replace(published, html="", summary="", note="", files=(), elements=elements, tags=())


def verify(data: bytes, public: str = "") -> list[str]:
    """What is wrong with a package, as sentences; [] when it is whole. ``public``: the public key one knows the sender by; without
    it the key in the package is taken, which proves only that nothing was changed since."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {each.filename: archive.read(each) for each in archive.infolist() if each.file_size < 500_000_000}
            manifest, signature = json.loads(parts["manifest.json"]), json.loads(parts["manifest.sig.json"])
            listed = {str(each["path"]): str(each["sha256"]) for each in manifest["files"]}
            given, made = str(signature["public_key"]), str(signature["signature"])
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return [say("不是移交包，或者包坏了。")]
    wrong = []
    if public and public != given:
        wrong.append(say("签名的公钥不是约定的那一个。"))
    if not signing.holds(parts["manifest.json"], made, public or given):
        wrong.append(say("清单的签名不对，清单被改过。"))
    for path, sha256 in listed.items():
        if path not in parts:
            wrong.append(say("少了文件{path}。", path=path))
        elif _sha256(parts[path]) != sha256:
            wrong.append(say("文件{path}与清单不符，被改过。", path=path))
    for path in sorted(parts.keys() - listed.keys() - {"manifest.json", "manifest.sig.json"}):
        wrong.append(say("多了清单里没有的文件{path}。", path=path))
    return wrong


def metadata(published: Published, places: Mapping[str, str]) -> dict[str, object]:
    """The catalogue fields, the page tags and the files, as plain values. ``places``: path in the package by hash."""
    return {
        "format": FORMAT,
        "action": "withdraw" if published.withdrawn else "publish",
        "reason": published.withdrawn_why if published.withdrawn else "",
        "version": published.number,
        "note": published.note,
        "core": [_element(*each) for each in published.elements[:CORE]],
        "more": [_element(*each) for each in published.elements[CORE:]],
        "tags": [{"name": name, "content": content} for name, content in published.tags],
        "files": [
            {
                "path": places[each.sha256],
                "name": each.name,
                "role": each.role,
                "sha256": each.sha256,
                "size": each.size,
            }
            for each in published.files
            if each.sha256 in places
        ],
    }


class PackageSender:
    """Lays the package where the portal fetches it; where it stands afterwards, a person says."""

    def send(self, published: Published, config: Config, kept: Kept) -> Sent:
        self._drop(published, config, kept)
        return Sent(Outcome.TO_PROVE)

    def take_down(self, published: Published, config: Config, kept: Kept) -> bool:
        """The package with the notice is laid there; taking the page away is up to the portal's people."""
        self._drop(published, config, kept)
        return False

    def try_out(self, config: Config) -> str:
        folder = folder_of(config)
        if folder is None:
            return say("没有填交换目录：到信息的页面下载移交包。")
        _ready(folder)
        return say("目录可以写入：{folder}。", folder=str(folder))

    def _drop(self, published: Published, config: Config, kept: Kept) -> None:
        folder = folder_of(config)
        if folder is None:
            return
        _ready(folder)
        data = build(published)
        part = folder / f".{name_of(published)}.part"
        try:
            part.write_bytes(data)
            # A rename is whole or not at all, so the portal never fetches half a package.
            part.replace(folder / name_of(published))
        except OSError as error:
            raise ChannelError(
                say("移交包写不进交换目录{folder}。请系统管理员检查目录的权限和空间。", folder=str(folder)),
                again=True,
                code="folder",
            ) from error
        kept["receipt"] = name_of(published)
        kept["sha256"] = _sha256(data)


def folder_of(config: Config) -> Path | None:
    """Where packages are laid, None where none is set. Always below ``exchange`` of the data folder, whatever was typed."""
    name = config.values.get("folder", "").strip()
    if not name:
        return None
    root = (settings.HOME.root / "exchange").resolve()
    folder: Path = (root / name).resolve()
    if not folder.is_relative_to(root) or folder == root:
        raise ChannelError(say("交换目录只能是数据目录的exchange下的子目录，请改填目录名。"), code="folder")
    return folder


def _ready(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ChannelError(
            say("不能建立交换目录{folder}。请系统管理员检查目录的权限。", folder=str(folder)), code="folder"
        ) from error
    if not os.access(folder, os.W_OK):
        raise ChannelError(
            say("移交包写不进交换目录{folder}。请系统管理员检查目录的权限和空间。", folder=str(folder)), code="folder"
        )


def _files(published: Published, parts: dict[str, bytes]) -> dict[str, str]:
    """Put the files into ``parts``; their paths by hash."""
    places: dict[str, str] = {}
    for picture in published.pictures.values():
        places[picture.sha256] = f"pictures/{picture.sha256[:16]}{ENDINGS.get(picture.media_type, '')}"
        parts[places[picture.sha256]] = picture.read()
    for n, each in enumerate(published.attachments, 1):
        if each.sha256 not in places:
            places[each.sha256] = f"files/{n:02}-{_plain(each)}"
            parts[places[each.sha256]] = each.read()
    return places


def _plain(file: PublishedFile) -> str:
    """A file's name as every system can unpack it."""
    path = PurePosixPath(file.name)
    stem = "".join("_" if c in '<>:"/\\|?*' or not c.isprintable() else c for c in path.stem).strip(" .")
    return f"{stem[:60] or 'file'}{path.suffix[:10]}"


def _element(element: str, label: str, value: str) -> dict[str, str]:
    return {"element": element, "label": label, "value": value}


def _xml(published: Published, places: Mapping[str, str]) -> bytes:
    plain = metadata(published, places)
    root = ElementTree.Element("metadata", format=FORMAT, action=str(plain["action"]), version=str(plain["version"]))
    for name in ("core", "more"):
        group = ElementTree.SubElement(root, name)
        for element, label, value in published.elements[:CORE] if name == "core" else published.elements[CORE:]:
            ElementTree.SubElement(group, "element", name=element, label=label).text = value
    tags = ElementTree.SubElement(root, "tags")
    for tag, content in published.tags:
        ElementTree.SubElement(tags, "meta", name=tag, content=content)
    files = ElementTree.SubElement(root, "files")
    for each in published.files:
        if each.sha256 in places:
            ElementTree.SubElement(
                files,
                "file",
                path=places[each.sha256],
                name=each.name,
                role=each.role,
                sha256=each.sha256,
                size=str(each.size),
            )
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _pretty(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _readme() -> str:
    return say(
        "政府信息移交包\n\n"
        "index.html　　　　可以直接发布的网页，样式在style.css，图片在pictures，附件在files\n"
        "metadata.json　　目录字段（核心元数据、网页标签）\n"
        "metadata.xml　　　同样的内容，XML格式\n"
        "manifest.json　　每个文件的大小和SHA-256校验值\n"
        "manifest.sig.json　对manifest.json全部字节的Ed25519签名，和公钥\n\n"
        "发布后请把网页的地址告诉发布机构。metadata里的action是withdraw的，请把原来的网页撤下。\n"
    )


def _zipped(parts: Mapping[str, bytes], published: Published) -> bytes:
    when = timezone.localtime(published.released_at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in parts.items():
            # A fixed time and mode, so that the same version is the same file.
            entry = zipfile.ZipInfo(path, (max(1980, when.year), when.month, when.day, when.hour, when.minute, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
