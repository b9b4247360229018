"""Pacing below a remote's limit, so that a 429 is the exception and not the way of working."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Gate(Protocol):
    """A limit that several processes share."""

    def take(self, endpoint: str) -> float:
        """Take one call; the seconds to wait before it may be sent. RetryLater where that would be too long."""

    def refused(self, endpoint: str) -> None:
        """The remote said 429: nobody calls this endpoint for a while."""


class Limit:
    """At most ``calls`` in any ``per_seconds``: a sixth may go at once, the rest is spread evenly (a token bucket).

    Burst and refill together stay within the figure, also across the border of two windows. One object is one account:
    share it between the clients of a process; between processes Airflow's pools keep the number of callers small, or a Gate counts them.
    """

    def __init__(self, calls: float, per_seconds: float = 60.0) -> None:
        if calls <= 0 or per_seconds <= 0:
            raise ValueError("a limit needs positive calls and seconds")
        self.burst = max(1.0, calls // 6)
        self.rate = max(calls - self.burst, calls / 2) / per_seconds
        self._tokens, self._at = self.burst, time.monotonic()
        self._lock = threading.Lock()

    def reserve(self) -> float:
        """Take one call and return the seconds to wait before it may be sent."""
        with self._lock:
            now = time.monotonic()
            self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
            self._at = now
            self._tokens -= 1
            return max(0.0, -self._tokens / self.rate)
