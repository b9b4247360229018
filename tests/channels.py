"""A mail server and an HTTP receiver on loopback, as small as they can be: what reached them, and how they fail when they are told to."""

from __future__ import annotations

import email
import json
import socketserver
import threading
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Served:
    """A server in a thread of its own for a with block."""

    server: Any

    def __enter__(self) -> Any:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.server_address[1]


class MailServer(_Served):
    """Speaks SMTP (RFC 5321: EHLO, MAIL, RCPT, DATA, QUIT). ``mails``: what it took; ``down``: it refuses every mail with 451."""

    def __init__(self, port: int = 0) -> None:
        self.mails: list[Message] = []
        self.down = False
        owner = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 test")
                for line in self.rfile:
                    word = line.decode().strip().upper()
                    if word.startswith("DATA"):
                        self.say("354 go on")
                        self.take()
                    elif word.startswith("QUIT"):
                        self.say("221 bye")
                        return
                    else:
                        self.say("451 not now" if owner.down and word.startswith("MAIL") else "250 fine")

            def take(self) -> None:
                lines = []
                for line in self.rfile:
                    if line == b".\r\n":
                        break
                    lines.append(line[1:] if line.startswith(b"..") else line)
                owner.mails.append(email.message_from_bytes(b"".join(lines), policy=default))
                self.say("250 taken")

            def say(self, text: str) -> None:
                self.wfile.write(f"{text}\r\n".encode())

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Talk)

    @property
    def connection(self) -> str:
        """The Airflow connection to it."""
        extra = {"disable_ssl": True, "disable_tls": True, "from_email": "order-sync@example.com", "retry_limit": 1, "timeout": 5}
        return json.dumps({"conn_type": "smtp", "host": "127.0.0.1", "port": self.port, "extra": extra})

    def texts(self) -> list[str]:
        """The HTML of each mail."""
        return [mail.get_body(("html", "plain")).get_content() for mail in self.mails]


class Receiver(_Served):
    """Takes POSTs. ``calls``: (headers, JSON) of each that was taken; ``status``: what it answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], Any]] = []
        self.status = 200
        owner = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if owner.status < 300:
                    owner.calls.append((dict(self.headers), json.loads(body)))
                self.send_response(owner.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)

    @property
    def connection(self) -> str:
        """The Airflow connection to it."""
        return json.dumps({"conn_type": "http", "host": f"http://127.0.0.1:{self.port}/hooks/secret-path", "password": "secret-token"})
