"""What people and carriers do, which no API call shows: for tests in this process, and behind the admin routes."""

from __future__ import annotations

from typing import Any

from sandbox.core import Sandbox
from sandbox.myparcel import billing, progress
from sandbox.myparcel.desk import Desk


def advance(sandbox: Sandbox, account: str, **doing: Any) -> dict[str, Any]:
    """Labels made in the back office, scans by the carrier: see progress.advance for the arguments."""
    desk = Desk(sandbox, account)
    done = progress.advance(desk.shop, **doing)
    desk.changed()
    return done


def pay(sandbox: Sandbox, account: str, ids: list[int]) -> dict[str, int]:
    """The owner of a prepaid account pays these shipments: {"paid": how many}."""
    desk = Desk(sandbox, account)
    rows = desk.shop.known(ids)
    for row in rows:
        billing.pay(row)
    desk.changed()
    return {"paid": len(rows)}
