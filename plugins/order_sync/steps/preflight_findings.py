"""What one check of preflight says, and how a check is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from order_sync.errors import OrderSyncError

Finding = dict[str, str]
Rows = Callable[[], list[dict[str, Any]]]
_MOST = 10  # of the account's own that are offered


def fine(what: str, seen: str) -> Finding:
    """It is as the settings need it."""
    return {"what": what, "verdict": "fine", "seen": seen, "cure": ""}


def wrong(what: str, seen: str, cure: str) -> Finding:
    """It is not, and this is what to do."""
    return {"what": what, "verdict": "wrong", "seen": seen, "cure": cure}


def unknown(what: str, seen: str, cure: str) -> Finding:
    """Nobody can tell from here: a person looks."""
    return {"what": what, "verdict": "unknown", "seen": seen, "cure": cure}


def tried(what: str, act: Callable[[], str]) -> Finding:
    """What ``act`` found, or its error as a finding."""
    try:
        return fine(what, act())
    except OrderSyncError as error:
        return wrong(what, error.seen, error.cure)


def one_of(what: str, wanted: str, read: Rows, key: str) -> Finding:
    """Whether an id of the settings is among the account's; ``key``: where it stands."""

    def find() -> str:
        rows = read()
        found = next((row for row in rows if row["id"] == wanted), None)
        if found is None:
            known = ", ".join(f"{row.get('name')} ({row['id']})" for row in rows[:_MOST]) or "none"
            raise OrderSyncError(f"{wanted} is not in the account", where=key, cure=f"The account has: {known}.")
        return str(found.get("name") or wanted)

    return tried(what, find)


def all_of(what: str, wanted: Iterable[tuple[str, str]], read: Rows, key: str) -> list[Finding]:
    """``one_of`` for named ids: (name, id); the account is read once."""
    once = cache(read)
    return [one_of(f"{what} {name}".strip(), id, once, f"{key}.{name}" if name else key) for name, id in wanted]
