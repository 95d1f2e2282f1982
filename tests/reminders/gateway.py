"""A gateway for short messages on 127.0.0.1 that keeps what it is asked and answers as it is told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class FarGateway:
    """``answers``: (status, headers, body) for each call in turn, the last one again and again. ``slow``: seconds before an answer.
    ``tls``: what it shows."""

    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=lambda: [(200, {}, '{"code": "0"}')])
    slow: float = 0.0
    tls: SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> FarGateway:
        far = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                found = {name.lower(): value for name, value in self.headers.items()}
                far.asked.append(Asked(self.command, self.path, found, body))
                time.sleep(far.slow)
                status, headers, text = far.answers[min(len(far.asked), len(far.answers)) - 1]
                if not status:
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self.tls is not None:
            self.server.socket = self.tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server.server_port}/send"
