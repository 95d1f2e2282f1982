"""What stands at the other end of a channel, on this machine: servers that check what they get as the real ones do."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], **values: Any) -> Iterator[str]:
    """A server of ``handler`` on a free port; its address. ``values`` become attributes of the handler's class."""
    made = type("Handler", (handler,), values)
    server = ThreadingHTTPServer(("127.0.0.1", 0), made)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Quiet(BaseHTTPRequestHandler):
    """Says nothing on the console; each answer is one whole body."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, data: bytes, media_type: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may have left by now
            self.end_headers()
            self.wfile.write(data)


JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG"
OUTSIDE = re.compile(r"""<a\b[^>]*href=["']https?://(?!mp\.weixin\.qq\.com)""", re.IGNORECASE)
ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")


@dataclass
class Account:
    """A made-up official account: what it holds, and what it shall refuse next. ``lost``: paths whose next answer never arrives,
    although what was asked is done."""

    app_id: str = "wx0123456789abcdef"
    secret: str = "0123456789abcdef0123456789abcdef"
    may_publish: bool = True
    addresses: tuple[str, ...] = ("127.0.0.1",)
    title: int = 64
    quota: int = 1000
    pending: int = 0
    publish_status: int = 0
    calls: list[str] = field(default_factory=list)
    refuse: dict[str, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    down: bool = False
    tokens: dict[str, bool] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    material: dict[str, bytes] = field(default_factory=dict)
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    published: dict[str, dict[str, Any]] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def expire(self) -> None:
        """Let every token that was given be over."""
        self.tokens = dict.fromkeys(self.tokens, False)


MESSAGES = {
    -1: "system error", 40001: "invalid credential, access_token is invalid or not latest", 40004: "invalid media type",
    40005: "invalid file type", 40007: "invalid media_id", 40009: "invalid image size", 40013: "invalid appid",
    40125: "invalid appsecret", 41001: "access_token missing", 41005: "media data missing",
    40164: "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist", 42001: "access_token expired",
    44002: "empty post data", 45001: "media size out of limit", 45002: "content size out of limit",
    45003: "title size out of limit", 45004: "description size out of limit", 45009: "reach max api daily quota limit",
    45110: "author size out of limit", 45166: "invalid content", 47001: "data format error", 48001: "api unauthorized",
    53502: "publish id invalid",
}  # fmt: skip


class Refusal(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


class WeChat(Quiet):
    """The interface of an official account: tokens, pictures, covers, drafts, publishing. Errors come with status 200."""

    account: Account

    def do_POST(self) -> None:
        self._serve()

    do_GET = do_POST

    def _serve(self) -> None:
        split = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(split.query).items()}
        data, path = self.body(), split.path
        with self.account.lock:
            self.account.calls.append(path)
            if self.account.down:
                return self.answer(502, b"bad gateway", "text/html")
            try:
                found = self._asked(path, query, data)
            except Refusal as refusal:
                found = {
                    "errcode": refusal.code,
                    "errmsg": f"{MESSAGES.get(refusal.code, 'error')} rid: 65d2faf1-1a6ae467",
                }
            if path in self.account.lost:
                self.account.lost.discard(path)
                self.close_connection = True
                return None
        # The real one sends JSON as text/plain now and then.
        return self.answer(200, json.dumps(found, ensure_ascii=False).encode(), "text/plain")

    def _asked(self, path: str, query: dict[str, str], data: bytes) -> dict[str, Any]:
        account = self.account
        if code := account.refuse.pop(path, 0):
            raise Refusal(code)
        if path == "/cgi-bin/stable_token":
            return self._token(self._json(data))
        if "access_token" not in query:
            raise Refusal(41001)
        if query["access_token"] not in account.tokens:
            raise Refusal(40001)
        if not account.tokens[query["access_token"]]:
            raise Refusal(42001)
        account.quota -= 1
        if account.quota < 0:
            raise Refusal(45009)
        match path:
            case "/cgi-bin/media/uploadimg":
                return {"url": self._picture(data)}
            case "/cgi-bin/material/add_material":
                return self._material(data, query.get("type", ""))
            case "/cgi-bin/draft/add":
                return self._add(self._json(data))
            case "/cgi-bin/draft/batchget":
                return self._list(self._json(data))
            case "/cgi-bin/draft/delete":
                if account.drafts.pop(self._json(data).get("media_id", ""), None) is None:
                    raise Refusal(40007)
                return {"errcode": 0, "errmsg": "ok"}
            case "/cgi-bin/freepublish/submit":
                return self._submit(self._json(data))
            case "/cgi-bin/freepublish/get":
                return self._status(self._json(data))
            case "/cgi-bin/freepublish/delete":
                if account.articles.pop(self._json(data).get("article_id", ""), None) is None:
                    raise Refusal(53502)
                return {"errcode": 0, "errmsg": "ok"}
        raise Refusal(48001)

    def _json(self, data: bytes) -> dict[str, Any]:
        if self.command != "POST" or not data:
            raise Refusal(44002)
        try:
            found = json.loads(data)
        except ValueError:
            raise Refusal(47001) from None
        if not isinstance(found, dict):
            raise Refusal(47001)
        return found

    def _token(self, asked: dict[str, Any]) -> dict[str, Any]:
        account = self.account
        if asked.get("grant_type") != "client_credential":
            raise Refusal(40002)
        if asked.get("appid") != account.app_id:
            raise Refusal(40013)
        if asked.get("secret") != account.secret:
            raise Refusal(40125)
        if self.client_address[0] not in account.addresses:
            raise Refusal(40164)
        living = [token for token, good in account.tokens.items() if good]
        if living and not asked.get("force_refresh"):
            return {"access_token": living[-1], "expires_in": 7200}
        account.expire()
        token = f"TOKEN_{next(account.numbers)}"
        account.tokens[token] = True
        return {"access_token": token, "expires_in": 7200}

    def _file(self, data: bytes) -> tuple[str, bytes]:
        """The name and bytes of the one part called ``media``."""
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data"):
            raise Refusal(41005)
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + data)
        for part in message.iter_parts():  # type: ignore[attr-defined]
            if part.get_param("name", header="content-disposition") == "media" and part.get_filename():
                return str(part.get_filename()), bytes(part.get_payload(decode=True))
        raise Refusal(41005)

    def _picture(self, data: bytes) -> str:
        name, picture = self._file(data)
        if not picture.startswith((JPEG, PNG)) or not name.lower().endswith((".jpg", ".jpeg", ".png")):
            raise Refusal(40005)
        if len(picture) >= 1024 * 1024:
            raise Refusal(40009)
        self.account.pictures.append(picture)
        return f"http://mmbiz.qpic.cn/mmbiz_png/{len(self.account.pictures)}/0"

    def _material(self, data: bytes, kind: str) -> dict[str, Any]:
        if kind not in ("image", "thumb", "voice", "video"):
            raise Refusal(40004)
        _, picture = self._file(data)
        if kind == "thumb" and (not picture.startswith(JPEG) or len(picture) > 64 * 1024):
            raise Refusal(45001 if picture.startswith(JPEG) else 40005)
        media_id = f"MATERIAL_{next(self.account.numbers)}"
        self.account.material[media_id] = picture
        return {"media_id": media_id, "url": "http://mmbiz.qpic.cn/cover/0"}

    def _add(self, asked: dict[str, Any]) -> dict[str, Any]:
        articles = asked.get("articles")
        if not isinstance(articles, list) or not 1 <= len(articles) <= 8:
            raise Refusal(47001)
        for article in articles:
            content = article.get("content", "")
            if not article.get("title") or len(article["title"]) > self.account.title:
                raise Refusal(45003)
            if len(article.get("author", "")) > 16:
                raise Refusal(45110)
            if len(article.get("digest", "")) > 120:
                raise Refusal(45004)
            if (
                len(content) >= 20_000
                or len(content.encode()) >= 1024 * 1024
                or len(article.get("content_source_url", "")) > 1024
            ):
                raise Refusal(45002)
            # Escaped Chinese would stand in the article as it came.
            if not content or "<script" in content or OUTSIDE.search(content) or "\\u" in content:
                raise Refusal(45166)
            if article.get("thumb_media_id") not in self.account.material:
                raise Refusal(40007)
            # Pictures from elsewhere are left out.
            article["content"] = re.sub(r"<img\b(?![^>]*mmbiz\.qpic\.cn)[^>]*>", "", content)
        media_id = f"DRAFT_{next(self.account.numbers)}"
        self.account.drafts[media_id] = {"news_item": articles}
        return {"media_id": media_id}

    def _list(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not 1 <= asked.get("count", 0) <= 20:
            raise Refusal(47001)
        newest = list(reversed(self.account.drafts.items()))[asked.get("offset", 0) :][: asked["count"]]
        items = [{"media_id": key, "content": value, "update_time": 1_790_000_000} for key, value in newest]
        return {"total_count": len(self.account.drafts), "item_count": len(items), "item": items}

    def _submit(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not self.account.may_publish:
            raise Refusal(48001)
        draft = self.account.drafts.pop(asked.get("media_id", ""), None)
        if draft is None:
            raise Refusal(40007)
        publish_id = str(2_247_480_000 + next(self.account.numbers))
        self.account.published[publish_id] = draft
        return {"errcode": 0, "errmsg": "ok", "publish_id": publish_id, "msg_data_id": "2247483647"}

    def _status(self, asked: dict[str, Any]) -> dict[str, Any]:
        account, publish_id = self.account, str(asked.get("publish_id", ""))
        if publish_id not in account.published:
            raise Refusal(53502)
        if account.pending > 0:
            account.pending -= 1
            return {"publish_id": publish_id, "publish_status": 1, "fail_idx": []}
        if account.publish_status:
            return {"publish_id": publish_id, "publish_status": account.publish_status, "fail_idx": [1]}
        article, address = f"ARTICLE_{publish_id}", f"http://mp.weixin.qq.com/s?__biz=MzA&mid={publish_id}&idx=1"
        account.articles[article] = address
        return {
            "publish_id": publish_id,
            "publish_status": 0,
            "article_id": article,
            "article_detail": {"count": 1, "item": [{"idx": 1, "article_url": address}]},
            "fail_idx": [],
        }


@dataclass
class Receiver:
    """A made-up platform of the level above: which keys it knows, what it took, and how it behaves next. ``behaviour``: statuses to
    answer in turn before it behaves; ``lost``: as many messages are taken and their answer never arrives."""

    keys: dict[str, str] = field(default_factory=dict)
    token: str = ""
    behaviour: list[int] = field(default_factory=list)
    lost: int = 0
    slow: float = 0.0
    nonces: set[str] = field(default_factory=set)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: int = 0
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Platform(Quiet):
    """Checks signature, time, nonce and idempotency key as the reference page asks of a receiver, with its own code."""

    receiver: Receiver

    def do_HEAD(self) -> None:
        why = self._wrong(b"")
        self.answer(401 if why else 204, b"")

    def do_POST(self) -> None:
        data, receiver = self.body(), self.receiver
        with receiver.lock:
            receiver.messages += 1
            if receiver.slow:
                time.sleep(receiver.slow)
            if receiver.behaviour:
                status = receiver.behaviour.pop(0)
                return self.answer(status, json.dumps({"message": "编号没有登记"} if status == 422 else {}).encode())
            if why := self._wrong(data):
                receiver.refused.append(why)
                return self.answer(401, json.dumps({"message": why}).encode())
            key = self.headers.get("Idempotency-Key", "")
            repeated = key in receiver.taken
            if not repeated:
                receiver.taken[key] = json.loads(data)
            receipt = {
                "receipt": f"R-{list(receiver.taken).index(key) + 1}",
                "address": f"https://city.example/i/{key}",
            }
            if receiver.lost:
                receiver.lost -= 1
                self.close_connection = True
                return None
        return self.answer(409 if repeated else 201, json.dumps(receipt).encode())

    def _wrong(self, data: bytes) -> str:
        """Why a message is not taken, "" when it is."""
        receiver, given = self.receiver, self.headers
        public = receiver.keys.get(given.get("X-Gongkai-Key", ""))
        if public is None:
            return "unknown key"
        stamp, nonce = given.get("X-Gongkai-Timestamp", ""), given.get("X-Gongkai-Nonce", "")
        if not nonce or nonce in receiver.nonces:
            return "nonce"
        digest = hashlib.sha256(data).hexdigest()
        signed = f"{self.command}\n{self.path}\n{stamp}\n{nonce}\n{digest}".encode()
        try:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(
                base64.b64decode(given.get("X-Gongkai-Signature", "")), signed
            )
        except (InvalidSignature, ValueError):
            return "signature"
        if receiver.token and given.get("Authorization") != f"Bearer {receiver.token}":
            return "token"
        receiver.nonces.add(nonce)
        return ""


class Pages(Quiet):
    """A portal that we do not run: ``pages`` by path: (status, media type, body, where it leads)."""

    pages: dict[str, tuple[int, str, bytes, str]]

    def do_GET(self) -> None:
        status, media_type, data, onward = self.pages.get(self.path, (404, "text/html", "页面不存在".encode(), ""))
        self.answer(status, data, media_type, **({"Location": onward} if onward else {}))
