"""Replay by today's rules: what would change of orders that stand already. Built from the stored payloads in a scratch batch of its own,
which nothing is published from and which goes at the end; no remote is asked."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from order_sync.errors import RetryLater
from order_sync.steps.building import build
from order_sync.steps.ingest import WIX_STORES_APP
from order_sync.steps.landing import land
from order_sync.steps.shop import Shop
from order_sync.store import master, publishing, retention
from order_sync.store import replay as batches

SLICE = 500  # orders of one scratch batch
EXAMPLES = 5
PARTLY = "Wix counts it as partly fulfilled, and Wix is not asked which lines went: its parcel may come out otherwise."
FORGOTTEN = "Its personal data is forgotten: a business buyer counts as a consumer, and what needs the address comes out otherwise."
# Sums tell these with both sides; of other fields there are as many values as orders.
_COUNTED_WHOLE = ("decision", "kind of document", "reason", "hold", "parcels")


class _NoWix:
    """Wix's side of a replay: it has nothing to say."""

    def fulfillments(self, _: Sequence[str]) -> dict[str, Any]:
        return {}


@dataclass
class _Alone(Shop):
    """A store that reaches no remote."""

    def wix(self) -> Any:
        return _NoWix()

    def _refuse(self) -> Any:
        raise RetryLater("a replay asks no remote", where=f"store {self.store}", cure="Trigger the run of the store instead.")

    holded = myparcel = vies = _refuse


def replay(shop: Shop, wix_order_ids: Sequence[str], *, checked: bool = False) -> list[dict[str, Any]]:
    """Per order whose payload is stored {order_number, wix_order_id, changes, unsure}; changes: rows {destination, what, before, after}.

    ``checked``: the rules of data quality about single orders take part; without them an order that fails one seems fine.
    """
    from order_sync.mapping.replay_changes import changes

    forgotten = retention.guarded(shop.database, shop.store, wix_order_ids)
    alone = _Alone(shop.config, shop.settings, shop.database, f"replay-{uuid.uuid4().hex}")
    try:
        land(shop.database, (), batch_id=alone.batch_id, store=shop.store, rebuild=wix_order_ids)
        master.fill_lines(shop.database, alone.batch_id, WIX_STORES_APP)
        batches.keep_money(shop.database, alone.batch_id, shop.store, wix_order_ids)
        build(alone)
        if checked:
            _check(alone)
        return [
            {
                "order_number": order["number"] or "",
                "wix_order_id": order["wix_order_id"],
                "changes": changes(stands, new),
                "unsure": ([PARTLY] if order["fulfillment_status"] == "PARTIALLY_FULFILLED" else [])
                + ([FORGOTTEN] if order["wix_order_id"] in forgotten else []),
            }
            for order, stands, new in batches.outcome(shop.database, alone.batch_id, shop.store)
        ]
    finally:
        batches.sweep(shop.database, alone.batch_id)


def replay_numbers(shop: Shop, numbers: Sequence[str], *, checked: bool = False) -> tuple[list[dict[str, Any]], list[str]]:
    """The orders with these numbers or Wix ids, and the numbers of which none can be replayed."""
    found = {number: shop.database.rows("orders/by_number", store=shop.store, number=number) for number in dict.fromkeys(numbers)}
    ids = list(dict.fromkeys(row["wix_order_id"] for rows in found.values() for row in rows))
    told = [one for start in range(0, len(ids), SLICE) for one in replay(shop, ids[start : start + SLICE], checked=checked)]
    known = {one["wix_order_id"] for one in told}
    return told, [number for number, rows in found.items() if not any(row["wix_order_id"] in known for row in rows)]


def replay_window(shop: Shop, since: datetime, until: datetime, *, checked: bool = False) -> dict[str, Any]:
    """Sums over the orders placed in [since, until): {orders, unchanged, changed, not_stored, unsure, differences}.

    differences: rows {destination, what, before, after, orders, examples}, most orders first. Memory is bounded by the slice.
    """
    sums: Counter[str] = Counter(orders=0, unchanged=0, changed=0, not_stored=0, unsure=0)
    seen: dict[tuple[str, ...], dict[str, Any]] = {}
    for rows in batches.placed(shop.database, shop.store, since, until, SLICE):
        told = replay(shop, [row["wix_order_id"] for row in rows], checked=checked)
        sums.update(orders=len(rows), not_stored=len(rows) - len(told), changed=sum(bool(one["changes"]) for one in told))
        sums.update(unchanged=sum(not one["changes"] for one in told), unsure=sum(bool(one["unsure"]) for one in told))
        for one in told:
            _add(seen, one)
    return {**sums, "differences": sorted(seen.values(), key=lambda row: (-row["orders"], row["destination"], row["what"], row["after"]))}


def _add(seen: dict[tuple[str, ...], dict[str, Any]], one: dict[str, Any]) -> None:
    for key in dict.fromkeys(_kind(change) for change in one["changes"]):
        row = seen.setdefault(key, {**dict(zip(("destination", "what", "before", "after"), key, strict=True)), "orders": 0, "examples": []})
        row["orders"] += 1
        if len(row["examples"]) < EXAMPLES:
            row["examples"].append(one["order_number"] or one["wix_order_id"])


def _kind(change: dict[str, str]) -> tuple[str, str, str, str]:
    """What a difference is counted under: single values only where there are few of them."""
    what = change["what"]
    if what in _COUNTED_WHOLE:
        return change["destination"], what, change["before"], change["after"]
    head = what.split(" ")[0] if what.startswith(("line ", "gross ", "parcel ")) else what
    return change["destination"], head.rstrip(":"), "", ""


def _check(shop: Shop) -> None:
    """Rules of data quality about single orders, as before publishing; what they say of the batch means nothing here."""
    from order_sync.quality.run import check as run_suite

    frames = publishing.batch_frames(shop.database, shop.batch_id)
    report = run_suite("landed_and_built", frames, {"store": shop.store, "rebuilt": publishing.rebuilt(shop.database, shop.batch_id)})
    with shop.database.begin() as tx:
        publishing.hold_failed(tx, shop.batch_id, report.failed_rows)
