"""Brings webhooks to loopback addresses over real HTTP, in a thread of its own: the receiver may call the sandbox back meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
TIMEOUT = 10
_TICK = 0.05


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine: the sandbox calls no other."""
    return urlsplit(url).hostname in LOOPBACK


class Courier:
    """Deliveries of one shop: {"hook", "url", "headers", "body" bytes, "due" epoch seconds}, each by its due time, else in order.

    ``log`` keeps what was done: {"hook", "url", "body", "status"}, status 0 where nobody answered.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.log: list[dict[str, Any]] = []
        self._waiting: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def pending(self) -> int:
        """How many are not delivered yet, the one under way included."""
        with self._changed:
            return len(self._waiting)

    def put(self, deliveries: list[dict[str, Any]]) -> None:
        """Take deliveries."""
        with self._changed:
            self._waiting += deliveries
            if self._waiting and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until all are delivered; whether they are."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, seconds)

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while True:
                with self._changed:
                    if not self._waiting:
                        self._thread = None
                        return
                    delivery = min(self._waiting, key=lambda one: one["due"])
                    if delivery["due"] > self.now():
                        self._changed.wait(_TICK)
                        continue
                status = _deliver(session, delivery)
                with self._changed:
                    self.log.append({"hook": delivery["hook"], "url": delivery["url"], "body": delivery["body"].decode(), "status": status})
                    self._waiting.remove(delivery)
                    self._changed.notify_all()


def _deliver(session: requests.Session, delivery: dict[str, Any]) -> int:
    if not is_loopback(delivery["url"]):
        return 0
    try:
        answer = session.post(delivery["url"], data=delivery["body"], headers=delivery["headers"], timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        return 0
    return answer.status_code
