"""A gateway for short messages as data: a TOML file that says where to, with what, and how its answer says yes.

url = "https://sms.yunling.example/send"
method = "POST"                    # or PUT, or GET with format = "query"
format = "json"                    # or form, query
secret_file = "/etc/gongkai/sms-secret"    # or secret_env = "SMS_SECRET"
[headers]
Authorization = "Bearer {secret}"
[body]
mobile = "{to}"
content = "{text}"
id = "{key}"
[success]
status = [200]
pointer = "/code"                  # RFC 6901
equals = ["0"]
later = ["BUSY"]                   # values that mean: another time
number = ["BAD_NUMBER"]            # values that mean: this number cannot be reached
reason = "/message"
"""

from __future__ import annotations

import json
import os
import re
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from gongkai import secrets
from gongkai.language import say
from gongkai.reminders.sending.transport import WrongSetting, trusted

NAME = "GONGKAI_SMS"
_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")
PLACES = frozenset({"to", "text", "key", "secret"})
FORMATS = {"json": "application/json", "form": "application/x-www-form-urlencoded", "query": ""}
KNOWN = frozenset(
    {"url", "method", "format", "headers", "body", "success", "secret_file", "secret_env", "ca", "plain", "seconds"}
    | {"parts", "added"}
)
ONE, EACH = 70, 67
"""Characters (UTF-16 code units) of one short message in Chinese, and of each part of a longer one: 3GPP TS 23.038 and 23.040."""


@dataclass(frozen=True, slots=True)
class Success:
    """How an answer says yes. ``status``: which count, any below 300 where empty; ``pointer``: the place in a JSON answer, "" where the
    status alone decides; ``equals``, ``later``, ``number``: what stands there."""

    status: tuple[int, ...] = ()
    pointer: str = ""
    equals: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """``seconds``: for the answer. ``parts``: how many short messages one may become; ``added``: characters that the gateway puts
    before or behind (a signature) and that count."""

    url: str
    method: str = "POST"
    format: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    success: Success = Success()
    secret: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = None
    seconds: float = 15.0
    parts: int = 1
    added: int = 0

    @property
    def most(self) -> int:
        """Characters a text may have."""
        return (ONE if self.parts == 1 else EACH * self.parts) - self.added

    def filled(self, values: Mapping[str, str]) -> tuple[str, bytes | None, dict[str, str]]:
        """Address, body and headers of one call. What is put in is never looked through for places again, and cannot leave its
        field: it is put in before anything is written as JSON or as a form."""
        given = {**values, "secret": self.secret}
        headers = {name: _put(value, given) for name, value in self.headers.items()}
        body = _put(self.body, given)
        if self.format == "query":
            return f"{self.url}{'&' if '?' in self.url else '?'}{urlencode(body)}", None, headers
        headers.setdefault("Content-Type", f"{FORMATS[self.format]}; charset=utf-8")
        written = json.dumps(body, ensure_ascii=False) if self.format == "json" else urlencode(body)
        return self.url, written.encode(), headers


def read(file: str) -> Description:
    """The description in ``file``. Raises `WrongSetting` with what is wrong in it."""
    try:
        given = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        raise WrongSetting(_wrong(file, say("读不出来"))) from None
    except tomllib.TOMLDecodeError as error:
        raise WrongSetting(_wrong(file, say("不是TOML：{why}", why=error))) from None
    if unknown := sorted(given.keys() - KNOWN):
        raise WrongSetting(_wrong(file, say("不认识“{name}”", name=unknown[0])))
    try:
        made = _described(given)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise WrongSetting(_wrong(file, str(error))) from None
    return made


def _described(given: Mapping[str, Any]) -> Description:
    url, method = str(given["url"]) if "url" in given else "", str(given.get("method", "POST")).upper()
    scheme = urlsplit(url).scheme
    if scheme not in ("https", "http") or not urlsplit(url).hostname:
        raise ValueError(say("没有写 url，或者不是网址"))
    if scheme == "http" and given.get("plain") is not True:
        raise ValueError(say("网址不加密。确实只在内部网络的，写上 plain = true"))
    kind = str(given.get("format", "query" if method == "GET" else "json"))
    if method not in ("GET", "POST", "PUT") or kind not in FORMATS or (method == "GET") != (kind == "query"):
        raise ValueError(say("method 和 format 不相配：GET 配 query，POST 和 PUT 配 json 或者 form"))
    body = given.get("body", {})
    if "to" not in _places(body) or "text" not in _places(body):
        raise ValueError(say("body 里没有{to}或者{text}", to="{to}", text="{text}"))
    if kind != "json" and any(not isinstance(value, str) for value in body.values()):
        raise ValueError(say("format 是 form 或者 query 的，body 里只能是文字"))
    headers = {str(name): str(value) for name, value in given.get("headers", {}).items()}
    secret = _secret(given)
    if "secret" in _places(body) | _places(headers) and not secret:
        raise ValueError(say("用到了密钥，却没有写 secret_file 或者 secret_env，或者它是空的"))
    if any(ord(mark) < 32 or ord(mark) > 126 for value in (secret, *headers.values()) for mark in value):
        raise ValueError(say("密钥和 headers 里只能是英文字母、数字和符号"))
    parts, added = int(given.get("parts", 1)), int(given.get("added", 0))
    if not 1 <= parts <= 4 or not 0 <= added <= 30:
        raise ValueError(say("parts 应当是1到4，added 应当是0到30"))
    return Description(
        url,
        method,
        kind,
        headers,
        body,
        _success(given.get("success", {})),
        secret,
        trusted(str(given["ca"]), "ca") if given.get("ca") else None,
        min(max(float(given.get("seconds", 15)), 1.0), 60.0),
        parts,
        added,
    )


def _success(given: Mapping[str, Any]) -> Success:
    listed = {name: tuple(text(each) for each in given.get(name, [])) for name in ("equals", "later", "number")}
    pointer = str(given.get("pointer", ""))
    if pointer and not pointer.startswith("/"):
        raise ValueError(say("pointer 应当以“/”开头，例如 /code"))
    if bool(pointer) != bool(listed["equals"]):
        raise ValueError(say("pointer 和 equals 要写就都写"))
    return Success(
        tuple(int(each) for each in given.get("status", [])), pointer, **listed, reason=str(given.get("reason", ""))
    )


def _secret(given: Mapping[str, Any]) -> str:
    if name := str(given.get("secret_env", "")):
        return os.environ.get(name, "")
    if file := str(given.get("secret_file", "")):
        return secrets.read(file, "secret_file")
    return ""


def _wrong(file: str, why: str) -> str:
    return say("{name} 指的文件“{file}”不能用：{why}。没有发短信，请改正。", name=NAME, file=file, why=why.rstrip("。"))


def _put(template: Any, values: Mapping[str, str]) -> Any:
    """``template`` with its places filled, in one pass."""
    if isinstance(template, str):
        return _PLACE.sub(lambda found: values[found[1]], template)
    if isinstance(template, Mapping):
        return {name: _put(value, values) for name, value in template.items()}
    return [_put(each, values) for each in template] if isinstance(template, list) else template


def _places(template: Any) -> set[str]:
    """The places in ``template``. Raises ValueError for one that nothing fills."""
    if isinstance(template, str):
        found = set(_PLACE.findall(template))
        if found - PLACES:
            raise ValueError(say("不认识“{name}”", name=f"{{{min(found - PLACES)}}}"))
        return found
    each = template.values() if isinstance(template, Mapping) else template if isinstance(template, list) else ()
    return set().union(*(_places(part) for part in each))


def at(document: Any, pointer: str) -> Any:
    """What stands at a JSON pointer (RFC 6901). Raises LookupError where nothing does."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list):
            if not (name.isascii() and name.isdecimal()):
                raise LookupError(pointer)
            document = document[int(name)]
        elif isinstance(document, dict):
            document = document[name]
        else:
            raise LookupError(pointer)
    return document


def text(value: Any) -> str:
    """A value of JSON or TOML as it is compared: 0 and "0" are one, true is not 1."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
