"""A scanner for tests: speaks the protocol of ClamAV's ``clamd`` on loopback and finds one word."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"HARMLESS-TEST-SIGNATURE"
"""What it finds. No real virus, and none that a scanner of this machine would take offence at."""
NAME = "Gongkai.Test-1"
LIMIT = 1_000_000
"""Bytes after which it hangs up, as ``clamd`` does at its ``StreamMaxLength``."""
VERSION = "ClamAV 1.0.7/27400/Mon Sep 14 08:30:00 2026"


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.asked += 1  # type: ignore[attr-defined]
        command = self._command()
        if command == b"zVERSION":
            self.wfile.write(VERSION.encode() + b"\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._scanned() + b"\0")

    def _command(self) -> bytes:
        read = b""
        while not read.endswith(b"\0"):
            more = self.rfile.read(1)
            if not more:
                return b""
            read += more
        return read[:-1]

    def _scanned(self) -> bytes:
        data = b""
        while size := int.from_bytes(self.rfile.read(4)):
            data += self.rfile.read(size)
            if len(data) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR"
        return f"stream: {NAME} FOUND".encode() if VIRUS in data else b"stream: OK"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    asked = 0


@contextmanager
def clamd() -> Iterator[tuple[str, _Server]]:
    """A scanner that listens; its address for ``GONGKAI_CLAMD``, and the server, which counts what it is ``asked``."""
    with _Server(("127.0.0.1", 0), _Line) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"tcp:127.0.0.1:{server.server_address[1]}", server
        finally:
            server.shutdown()
