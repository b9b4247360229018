"""A real HTTP server on loopback that answers by a script, and a RestClient to it."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from order_sync.errors import FieldFault
from order_sync.hooks.rest import Limit, RemoteError, RestClient

SECRET = "s3cret-key-of-the-shop"
CUT, SLOW, SHORT = "cut", "slow", "short"


class Script(ThreadingHTTPServer):
    """Answers each request with the next step: (status, headers, body), CUT (no answer), SHORT (body ends early), SLOW."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.steps, self.seen = [], []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/base"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        step = self.server.steps.pop(0) if self.server.steps else (200, {}, {"ok": True})
        if step == CUT:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if step == SLOW:
            time.sleep(0.6)
            step = (200, {}, {"late": True})
        status, headers, content = (200, {}, b'{"a"') if step == SHORT else step
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) + (50 if step == SHORT else 0)))
        self.end_headers()
        self.wfile.write(content)
        if step == SHORT:
            self.close_connection = True

    do_GET = do_POST = do_DELETE = handle_one

    def log_message(self, *arguments):
        """Quiet."""


def explain(response):
    body = json.loads(response.body or b"{}")
    faults = tuple(FieldFault(path, says) for path, says in body.get("errors", {}).items())
    return RemoteError(body.get("message", ""), faults, response.headers.get("x-request-id", ""), body.get("quota", False))


def client_of(url, **options):
    settings = {"limit": Limit(1e6), "timeout": (0.5, 0.3), "backoff": 0.01, **options}
    headers = {"Authorization": SECRET}
    return RestClient(
        "Shop", url, conn_id="shop_es", headers=lambda: headers, explain=explain, denied_cure="Renew the key.", secrets=[SECRET], **settings
    )


def answer(status, body=None, **headers):
    return (status, {name.replace("_", "-"): value for name, value in headers.items()}, {} if body is None else body)
