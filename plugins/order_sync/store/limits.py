"""Calls that all processes and stores make to one account, kept below its limits in one row per endpoint."""

from __future__ import annotations

from collections.abc import Mapping

from order_sync.errors import RetryLater
from order_sync.store.database import Database

PATIENCE = 30.0  # longest wait in seconds inside one call; a longer one goes back to Airflow
SHARE = 0.95  # of the published figure: requests reach the remote a little closer together than they left
SILENCE = 300  # seconds after a 429 in which nobody calls (MyParcel contract 1.2)


class CallWindows:
    """Limits per endpoint of one account; every try takes a call, also one that is refused later.

    ``account`` is a fingerprint; ``limits``: calls per five minutes by endpoint. A sixth may go at once, the rest is spread evenly, so that
    no five minutes hold more, wherever they begin. Time is the database's, the same for all.
    """

    def __init__(self, database: Database, account: str, limits: Mapping[str, int], *, seconds: float = 300.0) -> None:
        self._database, self._account, self._limits, self._seconds = database, account, limits, seconds

    def take(self, endpoint: str) -> float:
        """Take one call; the seconds to wait before it may be sent. RetryLater, and nothing taken, where that is too long."""
        if endpoint not in self._limits:
            return 0.0
        pace = self._pace(endpoint)
        row = self._database.one("limits/take", account=self._account, endpoint=endpoint, patience=PATIENCE, **pace)
        if row is not None:
            return float(row["wait"])
        row = self._database.one("limits/wait", account=self._account, endpoint=endpoint, **pace)
        raise RetryLater(
            "the calls of the last five minutes are used up by all workers together", where=endpoint, cure="It goes on after the wait.",
            delay=float(row["wait"]) if row else PATIENCE,
        )  # fmt: skip

    def refused(self, endpoint: str) -> None:
        """A 429 came: the remote counts more calls than we do, and silence clears it."""
        self._database.run("limits/close", account=self._account, endpoint=endpoint, seconds=SILENCE)

    def _pace(self, endpoint: str) -> dict[str, float]:
        calls = max(1.0, self._limits[endpoint] * SHARE)
        burst = max(1.0, calls // 6)
        # burst at once plus what is refilled meanwhile stays within the figure
        step = self._seconds / max(calls - burst, 0.5)
        return {"step": step, "room": step * burst}
