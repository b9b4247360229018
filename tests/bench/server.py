"""A plain loopback server of prepared order pages, in a process of its own.

``python -m bench.server ORDERS [FIRST] [EDITION]`` prints its port and serves until killed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.orders import pages

PAGE = 100
EMPTY = b'{"orders":[],"metadata":{"count":0,"cursors":{},"hasNext":false}}'
_CURSOR = re.compile(rb"cursor-(\d+)")


@contextmanager
def serving(orders: int, first: int = 0, edition: int = 0) -> Iterator[str]:
    """Base address of a server of these orders, which ends with the block."""
    command = [sys.executable, "-m", "bench.server", str(orders), str(first), str(edition)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            if not port:
                raise SystemExit("bench: the loopback server did not start; its error stands above")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def main(orders: int, first: int, edition: int) -> None:
    """Prepare all pages, then serve them from memory until killed."""
    prepared = list(pages(orders, size=PAGE, start=first, edition=edition))

    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            cursor = _CURSOR.search(asked)
            # WixHook asks for PENDING and REJECTED apart; there are none.
            body = EMPTY if b"PENDING" in asked else prepared[(int(cursor[1]) - first) // PAGE if cursor else 0]
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self.wfile.write(head.encode() + body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*(int(value) for value in [*sys.argv[1:], "0", "0"][:3]))
