"""Parcels of the ledger against MyParcel: concepts that people deleted or edited, and shipments with our reference that we did not make.

A hundred parcels a call, and one list of the newest. Source: MyParcel contract, 3.1 to 3.4.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from order_sync.steps.reconcile_findings import Budget, Finding, keep, open_findings
from order_sync.steps.shop import Shop
from order_sync.store.database import Row

PER_CALL = 100
REGISTERED = 2  # from here on a carrier may write what it measured


def compare(shop: Shop, numbers: list[str] | None = None, *, dry_run: bool = False) -> dict[str, Any]:
    """Compare the parcels of the last days (or of the named orders); counts, and in a dry run the findings instead of holds."""
    most = shop.settings.reconcile.myparcel_calls
    if not shop.settings.myparcel or most < 1:
        return {"calls": 0}
    budget = Budget(shop.myparcel().client, most)
    ours = _ours(shop, numbers, PER_CALL * max(1, most - 1))
    there = {row["id"]: row for row in shop.myparcel().shipments([int(row["remote_id"]) for row in ours])}
    before = {(finding.object_id, finding.what) for finding in open_findings(shop, "myparcel")}
    found = [finding for row in ours for finding in _one(shop, row, there.get(int(row["remote_id"])), before)]
    looked = [row["remote_id"] for row in ours]
    if not numbers and budget.left:
        strangers = _strangers(shop)
        found += strangers
        looked += [id for id, what in before if what == "unknown"]  # told as long as it is among the newest
    if dry_run:
        return {"calls": budget.spent, "findings": found}
    return {"parcels": len(ours), "calls": budget.spent} | keep(shop, "myparcel", found, looked)


def _ours(shop: Shop, numbers: list[str] | None, most: int) -> list[Row]:
    if numbers:
        ids = shop.database.rows("reconcile/ids_of_orders", store=shop.store, destination="myparcel", numbers=numbers)
        since = None
    else:
        ids = shop.database.rows("reconcile/suspects", store=shop.store, remote="myparcel")
        since = datetime.now(UTC) - timedelta(days=shop.settings.reconcile.days)
    return shop.database.rows("reconcile/parcels", store=shop.store, ids=[row["remote_id"] for row in ids], since=since, most=most)


def _one(shop: Shop, ours: Row, there: dict[str, Any] | None, before: set[tuple[str, str]]) -> list[Finding]:
    from order_sync.hooks.myparcel import is_void
    from order_sync.hooks.myparcel_concepts import differences

    id = ours["remote_id"]
    if there is None or (is_void(there["status"]) and ours["progress"] == 0):
        if ours["final"] and (id, "deleted") not in before:
            return []  # its way has ended: MyParcel may have put it away
        sure = there is not None or (id, "missing") in before or (id, "deleted") in before
        # one answer that leaves a parcel out proves little, two do (3.2)
        return [_deleted(ours)] if sure else [_finding(ours, "missing", f"id {id}", "", f"an answer left shipment {id} out")]
    if ours["changing"] or there["status"] > REGISTERED:
        return []
    fields = differences(ours["body"], there)
    if not fields:
        return []
    code = "CONCEPT_EDITED" if shop.settings.reconcile.edited_parcels == "hold" else None
    more = f" and {len(fields) - 8} more" if len(fields) > 8 else ""
    return [_finding(ours, "edited", f"shipment {id} edited", "", f"a person changed {', '.join(fields[:8])}{more}", code)]


def _deleted(ours: Row) -> Finding:
    id = ours["remote_id"]
    return _finding(ours, "deleted", f"id {id}", "", f"shipment {id} is not in MyParcel any more", "DELETED_REMOTELY")


def _finding(ours: Row, what: str, field: str, expected: str, seen: str, code: str | None = None) -> Finding:
    return Finding("myparcel", ours["remote_id"], what, "myparcel", ours["wix_order_id"], ours["order_number"], field, expected, seen, code)


def _strangers(shop: Shop) -> list[Finding]:
    """Among the newest shipments those with a reference of this store that we did not make; a person may have meant them."""
    from order_sync.hooks.myparcel import alive

    named = [row for row in shop.myparcel().newest_shipments() if str(row.get("reference_identifier") or "").startswith(f"{shop.store}:")]
    named = [row for row in named if alive(row) and not row.get("multi_collo_main_shipment_id")]
    ids = [str(row["id"]) for row in named]
    known = {row["id"] for row in shop.database.rows("reconcile/known_parcels", store=shop.store, ids=ids)} if ids else set()
    return [_stranger(shop, row) for row in named if str(row["id"]) not in known]


def _stranger(shop: Shop, row: dict[str, Any]) -> Finding:
    reference = str(row["reference_identifier"])
    number = reference.removeprefix(f"{shop.store}:").rpartition("-")[0]
    orders = shop.database.rows("orders/by_number", store=shop.store, number=number) if number else []
    order = next((one for one in orders if reference.endswith(one["wix_order_id"][:8])), None)
    return Finding(
        "myparcel", str(row["id"]), "unknown", "myparcel", order and order["wix_order_id"], order and order["number"], f"shipment {row['id']}",
        "", "carries our reference and was not made by us",
    )  # fmt: skip
