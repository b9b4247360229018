"""The published call limits: a sliding window per method and endpoint, in which refused calls count too."""

from __future__ import annotations

from collections import deque
from typing import Any

from sandbox.myparcel.errors import Refused

FIVE_MINUTES = 300
LIMITS: dict[str, tuple[int, int]] = {
    "GET /": (30, FIVE_MINUTES),
    "GET /shipments/{ids}": (1000, FIVE_MINUTES),
    "GET /shipments": (500, FIVE_MINUTES),
    "POST /shipments": (500, FIVE_MINUTES),
    "PUT /shipments": (300, FIVE_MINUTES),
    "PATCH /shipments": (300, FIVE_MINUTES),
    "DELETE /shipments/{ids}": (300, FIVE_MINUTES),
    "GET /shipment_labels/{ids}": (500, FIVE_MINUTES),
    "GET /tracktraces/{ids}": (300, FIVE_MINUTES),
    "GET /webhook_subscriptions": (150, FIVE_MINUTES),
    "POST /webhook_subscriptions": (30, FIVE_MINUTES),
    "POST /return_shipments": (300, FIVE_MINUTES),
    "GET /drop_off_points": (300, FIVE_MINUTES),
    "GET /delivery_options": (60, 60),
    "GET /pickup_locations": (60, 60),
    "DELETE /webhook_subscriptions/{ids}": (30, FIVE_MINUTES),
}


def count(memory: dict[str, Any], endpoint: str, now: float, overrides: dict[str, Any]) -> None:
    """Count a call; the one above the limit is refused with 429, and is counted like the others."""
    most, seconds = overrides.get(endpoint) or LIMITS.get(endpoint) or (0, 0)
    if not most:
        return
    window: deque[float] = memory.setdefault("windows", {}).setdefault(endpoint, deque())
    while window and window[0] <= now - seconds:
        window.popleft()
    window.append(now)
    if len(window) > most:
        raise Refused(429, "Too Many Requests")
