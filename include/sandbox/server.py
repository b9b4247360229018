"""The sandbox as a running server: in the foreground for people, in a thread for tests; saves its snapshot while it runs."""

from __future__ import annotations

import socket
import threading
import time

import uvicorn

from sandbox import admin
from sandbox.core import Sandbox
from sandbox.door import CuttableProtocol, Door

_SAVE_EVERY = 0.5  # seconds; a burst of writes costs one snapshot


class SandboxServer:
    """Serves ``sandbox`` on 127.0.0.1; port 0 takes a free one."""

    def __init__(self, sandbox: Sandbox, port: int = 0) -> None:
        self.sandbox = sandbox
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(
            Door(sandbox, admin.build(sandbox)), http=CuttableProtocol, ws="none", lifespan="off", log_level="warning", access_log=False
        )
        self._server = uvicorn.Server(config)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def url(self, service: str = "", account: str = "") -> str:
        """Base URL of a service's account, of the whole sandbox without arguments."""
        return "/".join(part for part in (f"http://127.0.0.1:{self.port}", service, account) if part)

    def run(self) -> None:
        """Serve until interrupted, then save."""
        saver = threading.Thread(target=self._save, daemon=True)
        saver.start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._stop.set()
            saver.join()
            self.sandbox.save()

    def start(self) -> None:
        """Serve in a thread; returns when it answers."""
        thread = threading.Thread(target=self.run, daemon=True)
        thread.start()
        self._threads.append(thread)
        until = time.monotonic() + 10
        while not self._server.started:
            if time.monotonic() > until or not thread.is_alive():
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """End the thread and save."""
        self._server.should_exit = True
        for thread in self._threads:
            thread.join(timeout=10)
        self._socket.close()

    def _save(self) -> None:
        while not self._stop.wait(_SAVE_EVERY):
            self.sandbox.save()
