"""Personal data that is old enough leaves: staging, stored payloads, requests, contacts. What is still to be done keeps what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from order_sync.mapping import redaction
from order_sync.mapping.wix_pages import pack, raw_order, unpack
from order_sync.steps import label_files
from order_sync.steps.holded_contacts import contact_keys, identities, known_contact
from order_sync.steps.shop import Shop
from order_sync.store import retention
from order_sync.store.database import Row

SLICE = 500  # orders forgotten in one transaction


def sweep(shop: Shop) -> dict[str, int]:
    """Staged rows of old batches, and hashes of buyers that are too old; counts."""
    kept = shop.settings.retention
    found = {"batches": retention.sweep_staging(shop.database, shop.store, kept.staging_days)}
    if shop.settings.holded:
        found["contacts"] = retention.old_contacts(shop.database, shop.settings.holded.connection, kept.contacts_days)
    return found


def forget(shop: Shop, *, dry_run: bool = False) -> dict[str, Any]:
    """Forget the data of every order that is due; counts, and how many wait for which work."""
    days = shop.settings.retention.orders_days
    forgotten = 0
    if dry_run:
        forgotten = len(retention.due(shop.database, shop.store, days, 1_000_000))
    else:
        while rows := retention.due(shop.database, shop.store, days, SLICE):
            done = forget_orders(shop, [row["wix_order_id"] for row in rows], [row["wix_order_id"] for row in rows if row["erase"]])
            forgotten += len(done)
            if not done:
                break  # work has begun for all of them since
        compact(shop)
    waits = retention.waiting(shop.database, shop.store, days)
    return {"forgotten": forgotten, "waiting": len(waits)}


def forget_orders(shop: Shop, wix_order_ids: Sequence[str], erase: Sequence[str] = ()) -> list[str]:
    """Forget the named orders that no work needs; their ids. Of ``erase`` the label files and the hashes of the buyer go too."""
    keys = _hashes(shop, erase)  # before the contacts are forgotten
    done = retention.forget(shop.database, shop.store, wix_order_ids, lambda row: _intent(shop, row), _repack)
    erased = sorted(set(done) & set(erase))
    if erased and shop.settings.holded:
        retention.forget_contacts(
            shop.database, shop.settings.holded.connection, sorted({key for id in erased for key in keys.get(id, ())})
        )
    if erased and shop.settings.myparcel:
        label_files.delete(retention.label_jobs(shop.database, shop.store, erased), shop.database)
    return done


def _hashes(shop: Shop, wix_order_ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in retention.intents(shop.database, shop.store, wix_order_ids) if wix_order_ids else ():
        if row["contact"] and "body" in row["contact"]:
            digests = {digest for _, _, digest in contact_keys(row["contact"])} | set(identities(row["contact"]))
            found.setdefault(row["wix_order_id"], set()).update(digests)
    return found


def compact(shop: Shop) -> int:
    """Empty every stored payload that nobody reads any more; how many chunks were packed anew."""
    stale = retention.stale_chunks(shop.database, shop.store)
    for chunk_id in stale:
        retention.compact(shop.database, chunk_id, _repack)
    retention.drop_orphans(shop.database, shop.store)
    return len(stale)


def _intent(shop: Shop, row: Row) -> dict[str, Any]:
    buyer = row["contact"]
    known = known_contact(shop, buyer) if buyer and shop.settings.holded and ("contact_id" in buyer or "body" in buyer) else None
    return {
        "body": redaction.request(row["destination"], row["body"], row["order_number"]),
        "contact": redaction.contact(buyer, known),
        "basis": redaction.basis(row["basis"]),
    }


def _repack(body: bytes, whole: set[int], redacted: set[int]) -> tuple[bytes, int]:
    kept = []
    for place, raw in enumerate(unpack(body)):
        if place in whole:
            kept.append(raw)
        else:
            kept.append(redaction.payload(raw, raw_order(raw).wix_order_id) if place in redacted else b"{}")
    return pack(kept), len(whole)
