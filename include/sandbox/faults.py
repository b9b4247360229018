"""Faults that can be switched on: which call they hit, and what happens to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ACTIONS = {
    "cut_before": "the connection is cut and nothing is done",
    "lost_answer": "the call is done, then the connection is cut instead of an answer",
    "http_429": "refused with 429, nothing is done; seconds = Retry-After",
    "http_429_month": "refused with 429 by the month's quota, nothing is done",
    "http_500": "500, nothing is done",
    "http_500_after": "the call is done, then answered with 500",
    "http_401": "401, nothing is done",
    "slow": "the answer comes after so many seconds",
    "hook": "a function of the test is called before the call is done",
    "hook_after": "a function of the test is called after the call is done, before the answer leaves",
}


@dataclass
class Fault:
    """Hits the ``nth`` matching call (1 = the next) and the ``times - 1`` after it. Empty service and account mean any.

    ``path`` is a regular expression searched in the path below the account, such as ``^/api/v2/contacts$``.
    """

    action: str
    method: str = ""
    path: str = ""
    service: str = ""
    account: str = ""
    nth: int = 1
    times: int = 1
    seconds: float = 1.0
    call: Callable[[dict[str, Any]], None] | None = None
    seen: int = field(default=0)

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"unknown action {self.action!r}; known: {', '.join(ACTIONS)}")
        re.compile(self.path)

    def hits(self, service: str, account: str, method: str, path: str) -> bool:
        """Count a call; whether this one is hit."""
        if self.service not in ("", service) or self.account not in ("", account) or self.method not in ("", method):
            return False
        if not re.search(self.path, path):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times

    @property
    def spent(self) -> bool:
        """Whether it has hit as often as it may."""
        return self.seen >= self.nth + self.times - 1
