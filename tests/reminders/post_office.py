"""A small SMTP server on 127.0.0.1 that keeps what it takes, and can be told to refuse, to stall and to hang up.

As a program (``python post_office.py FILE [PORT]``) it writes a line for each message it takes: ``Message-ID<TAB>recipients``, flushed
before it answers 250, and prints its port on the first line of its output.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path


@dataclass
class Taken:
    """One message as it came."""

    sender: str
    recipients: list[str]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.data, policy=email.policy.default)  # type: ignore[return-value]

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    def text(self, kind: str = "plain") -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class PostOffice:
    """``refuses``: answers to recipients by address, ``550 no such user``. ``hang_up_after``: the connection is cut after taking so
    many messages, before the 250 of the last one is said. ``greeting``: what a client is met with. ``kept``: called with each message
    before it is acknowledged."""

    refuses: dict[str, str] = field(default_factory=dict)
    greeting: str = "220 post.example ESMTP"
    hang_up_after: int | None = None
    kept: Callable[[Taken], None] | None = None
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _ready: threading.Event = field(default_factory=threading.Event)
    _end: asyncio.Event | None = None

    def __enter__(self) -> PostOffice:
        self._thread = threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None and self._end is not None and self._thread is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    async def serve(self, port: int = 0) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._client, "127.0.0.1", port, limit=1 << 22)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._end.wait()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1

        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        try:
            await say(self.greeting)
            if not self.greeting.startswith("220"):
                return
            sender, recipients = "", []
            while line := (await reader.readline()).decode("utf-8", "replace").strip():
                word = line.upper()
                if word.startswith(("EHLO", "HELO")):
                    await say("250-post.example")
                    await say("250 8BITMIME")
                elif word.startswith("MAIL FROM:"):
                    sender, recipients = line[10:].split()[0].strip("<>"), []
                    await say("250 ok")
                elif word.startswith("RCPT TO:"):
                    to = line[8:].split()[0].strip("<>")
                    if to in self.refuses:
                        await say(self.refuses[to])
                    else:
                        recipients.append(to)
                        await say("250 ok")
                elif word == "DATA":
                    await say("354 go on")
                    lines = []
                    while (part := await reader.readline()) not in (b".\r\n", b""):
                        lines.append(part[1:] if part.startswith(b"..") else part)
                    found = Taken(sender, recipients, b"".join(lines))
                    self.taken.append(found)
                    if self.kept is not None:
                        self.kept(found)
                    if self.hang_up_after is not None and len(self.taken) >= self.hang_up_after:
                        self.hang_up_after = None
                        return
                    await say("250 taken")
                elif word == "QUIT":
                    await say("221 bye")
                    return
                else:
                    await say("250 ok")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def main() -> None:
    place = Path(sys.argv[1]).open("a", encoding="utf-8")  # noqa: SIM115  open as long as the program runs

    def keep(found: Taken) -> None:
        place.write(f"{found.message_id}\t{','.join(found.recipients)}\n")
        place.flush()
        found.data = b""

    office = PostOffice(kept=keep)

    async def run() -> None:
        serving = asyncio.create_task(office.serve(int(sys.argv[2]) if len(sys.argv) > 2 else 0))
        while not office.port:
            await asyncio.sleep(0.01)
        print(office.port, flush=True)
        await serving

    asyncio.run(run())


if __name__ == "__main__":
    main()
