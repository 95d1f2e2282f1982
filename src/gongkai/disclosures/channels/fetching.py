"""Asking another machine over HTTP, within bounds: only http and https, no proxy of the environment, never an address of the own
network that nobody allowed, so many bytes and seconds and no more.

The address is looked up once and that very address is called, so a name cannot point elsewhere between the look and the call.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from gongkai.disclosures.channels.protocol import ChannelError
from gongkai.language import say

SECONDS = 20.0
"""For one call from the first byte to the last, redirects included."""
MOST = 2_000_000
"""Bytes of an answer that are read at most."""
_CHUNK = 1 << 16
_AGENT = "Gongkai"


class Unreachable(ChannelError):
    """The far side could not be asked, or did not answer as agreed. ``asked``: something was sent, and whether the far side got it is
    not known; False: nothing was."""

    def __init__(self, sentence: str, *, again: bool = True, code: str = "unreachable", asked: bool = True) -> None:
        super().__init__(sentence, again=again, code=code)
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` by lower-case name. ``address``: where the answer came from after redirects. ``cut``: there was more."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    address: str
    cut: bool = False


def ask(
    method: str,
    address: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    most: int = MOST,
    redirects: int = 0,
    cut: bool = False,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """One call. ``redirects``: how many are followed (only for reading); ``cut``: a longer answer is cut off rather than refused;
    ``trust``: how the far side's certificate is verified, by the authorities of the machine where None.

    Raises `Unreachable`; whatever status the far side answers is an `Answer`.
    """
    until = time.monotonic() + seconds
    for _ in range(redirects + 1):
        answer = _once(method, address, body, dict(headers or {}), until, most, cut, trust)
        onward = answer.headers.get("location", "")
        if answer.status not in (301, 302, 303, 307, 308) or not onward or not redirects:
            return answer
        address = urljoin(address, onward)
    raise Unreachable(
        say("{host}跳转次数太多，没有打开。请核对网址。", host=_host(address)), again=False, code="redirects"
    )


def _once(
    method: str,
    address: str,
    body: bytes | None,
    headers: dict[str, str],
    until: float,
    most: int,
    cut: bool,
    trust: ssl.SSLContext | None,
) -> Answer:
    parts = urlsplit(address)
    host = _host(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise Unreachable(
            say("“{address}”不是http或者https网址。请改正。", address=address[:100]), again=False, code="address"
        )
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Unreachable(
            say("“{address}”的端口不对。请改正。", address=address[:100]), again=False, code="address"
        ) from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection: http.client.HTTPConnection | None = None
    asked = False
    try:
        dialled = _dial(parts.hostname, port, until)
        connection = _over(dialled, parts.scheme, parts.hostname, port, until, trust)
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
        asked = True
        connection.request(method, target, body=body, headers=headers)
        _hurry(connection, until)
        answer = connection.getresponse()
        data, more = _read(connection, answer, until, most)
    except TimeoutError as error:
        raise Unreachable(
            say("{host}在规定时间内没有答复。程序会自己再试；一直这样的，请联系对方的管理员。", host=host),
            code="timeout",
            asked=asked,
        ) from error
    except ssl.SSLError as error:
        raise Unreachable(
            say("{host}的安全证书不对，没有连接。请核对网址，或者请对方更新证书。", host=host),
            again=False,
            code="certificate",
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(
            say("连不上{host}。程序会自己再试；一直这样的，请核对网址和本机的网络。", host=host),
            code="unreachable",
            asked=asked,
        ) from error
    finally:
        if connection is not None:
            connection.close()
    if more and not cut:
        raise Unreachable(
            say("{host}的答复超过{most}KB，没有接收。请核对网址。", host=host, most=most // 1000),
            again=False,
            code="size",
        )
    found = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, found, data, address, more)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address[:60]
    except ValueError:
        return address[:60]


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _dial(host: str, port: int, until: float) -> socket.socket:
    """A connection to an address of ``host`` that may be called."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [each for each in found if _allowed(str(each[4][0]))]
    if not allowed:
        raise Unreachable(
            say(
                "{host}是内部网络的地址，没有连接。确实要连的，请系统管理员把这个网段加入GONGKAI_PRIVATE_NETWORKS。",
                host=host,
            ),
            again=False,
            code="private",
        )
    last: OSError | None = None
    for family, kind, protocol, _, where in allowed:
        dialled = socket.socket(family, kind, protocol)
        try:
            dialled.settimeout(_left(until))
            dialled.connect(where)
        except OSError as error:
            dialled.close()
            last = error
        else:
            return dialled
    raise last or OSError(host)


def _allowed(address: str) -> bool:
    """Whether an address may be called: one of the open internet, or of a network that the installation names."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    named = (ipaddress.ip_network(each) for each in settings.PRIVATE_NETWORKS)
    return (ip.is_global and not ip.is_multicast) or any(ip.version == each.version and ip in each for each in named)


def _over(
    dialled: socket.socket, scheme: str, host: str, port: int, until: float, trust: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    if scheme == "https":
        try:
            dialled.settimeout(_left(until))
            dialled = (trust or _tls()).wrap_socket(dialled, server_hostname=host)
        except BaseException:
            dialled.close()
            raise
    connection = http.client.HTTPConnection(host, port)
    # Over a socket that is dialled already: the name is not looked up a second time.
    connection.default_port = 443 if scheme == "https" else 80
    connection.sock = dialled
    _hurry(connection, until)
    return connection


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _hurry(connection: http.client.HTTPConnection, until: float) -> None:
    connection.sock.settimeout(_left(until))


def _read(
    connection: http.client.HTTPConnection, answer: http.client.HTTPResponse, until: float, most: int
) -> tuple[bytes, bool]:
    """The body up to ``most`` bytes, and whether there was more."""
    parts: list[bytes] = []
    size = 0
    while size <= most:
        if connection.sock is not None:
            _hurry(connection, until)
        _left(until)
        chunk = answer.read1(_CHUNK)
        if not chunk:
            break
        parts.append(chunk)
        size += len(chunk)
    data = b"".join(parts)
    return data[:most], len(data) > most
