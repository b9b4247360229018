"""Documents at Holded with a marker of ours that the ledger does not know: copies, conversions by people, what an old backup lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from order_sync.errors import NotThere
from order_sync.steps.reconcile_findings import Budget, Finding
from order_sync.steps.shop import Shop
from order_sync.store.database import Row

_LONG, _SHORT, _HASH = 24, 16, 13  # of a marker: letters and digits of the order id; of a note or replacement fewer, and n or r with a hash
_CODE = "DOCUMENT_UNKNOWN"


class Strangers:
    """Documents that are not in the ledger, and what was found about them before."""

    def __init__(self, shop: Shop, budget: Budget, before: Iterable[Finding]) -> None:
        self.shop, self.budget = shop, budget
        self.before = {finding.object_id: finding for finding in before if finding.what in ("unknown", "converted")}
        self.found: list[Finding] = []
        self.looked: set[str] = set()

    def listed(self, kind: str, rows: list[Row]) -> None:
        """Look at rows of a list that are not among the documents compared."""
        for row in rows:
            tag = next((tag for tag in row["tags"] if key_of(self.shop.store, tag)), None)
            if tag is not None:
                self.looked.add(row["id"])
                self._one(kind, row, tag)

    def again(self) -> None:
        """Those that held an order and that no list showed today: read, so that the hold ends where they were deleted."""
        for id, finding in self.before.items():
            if id in self.looked:
                continue
            if finding.what == "converted":
                self.looked.add(id)  # told once; it is no wrong
            elif self.budget.left:
                self.looked.add(id)
                if self._read(finding.field.split(" ")[0], id) is not None:
                    self.found.append(finding)

    def _one(self, kind: str, row: Row, tag: str) -> None:
        order = self._order(key_of(self.shop.store, tag))
        intents = self._intents(order["wix_order_id"]) if order else []
        if any(one["remote_id"] == row["id"] or (one["marker"] == tag and one["state"] in ("sending", "unknown")) for one in intents):
            return  # ours, and too young to be compared, or its answer was lost: the sender looks it up
        if row["id"] in self.before:
            self.found.append(self.before[row["id"]])
            return
        made_from = self._made_from(kind, row) if intents else None
        converted = made_from is not None and any(one["remote_id"] == made_from for one in intents)
        self.found.append(Finding(
            "holded", row["id"], "converted" if converted else "unknown", "holded", order and order["wix_order_id"], order and order["number"],
            f"{kind} {row['id']}", "", _seen(kind, row, made_from if converted else None, tag), None if converted or not order else _CODE,
        ))  # fmt: skip

    def _made_from(self, kind: str, row: Row) -> str | None:
        found = self._read(kind, row["id"]) if self.budget.left else None
        return found and found["made_from"]

    def _read(self, kind: str, id: str) -> Any:
        try:
            return self.shop.holded().read(kind, id)
        except NotThere:
            return None

    def _order(self, digits: str) -> Row | None:
        first, last = bounds(digits)
        rows = self.shop.database.rows("reconcile/order_of_marker", store=self.shop.store, first=first, last=last)
        return rows[0] if len(rows) == 1 else None

    def _intents(self, wix_order_id: str) -> list[Row]:
        return self.shop.database.rows("reconcile/intents", store=self.shop.store, wix_order_ids=[wix_order_id], destination="holded")


def key_of(store: str, tag: str) -> str:
    """The letters and digits of the order id in a marker of this store, "" where the tag is none."""
    if not tag.startswith(f"wx{store}"):
        return ""
    rest = tag.removeprefix(f"wx{store}")
    if len(rest) == _LONG:
        return rest if re.fullmatch("[0-9a-f]+", rest) else ""
    return rest[:_SHORT] if len(rest) == _SHORT + _HASH and re.fullmatch("[0-9a-f]{16}[nr][a-z0-9]{12}", rest) else ""


def bounds(digits: str) -> tuple[str, str]:
    """The first and the last GUID that begin with these hexadecimal digits."""

    def guid(filler: str) -> str:
        whole = digits.ljust(32, filler)
        return "-".join((whole[:8], whole[8:12], whole[12:16], whole[16:20], whole[20:]))

    return guid("0"), guid("f")


def _seen(kind: str, row: Row, made_from: str | None, tag: str) -> str:
    named = f"{kind} {row['number'] or 'draft'} of {row['date']}"
    if made_from:
        return f"{named} was made in Holded out of our document {made_from}"
    return f"{named} carries our marker {tag} and is not in the ledger"
