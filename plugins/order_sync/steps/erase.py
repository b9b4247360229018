"""Erase the personal data of single orders, or of all orders of an e-mail, because a person asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from order_sync.errors import SettingsError
from order_sync.mapping.redaction import email_digest, email_of
from order_sync.mapping.wix_pages import raw_order, unpack
from order_sync.steps.retention import compact, forget_orders
from order_sync.steps.shop import Shop
from order_sync.store import retention

ERASED, WAITS = "erased", "waits"


def erase(shop: Shop, *, email: str | None = None, numbers: Sequence[str] = (), by: str, dry_run: bool = False) -> dict[str, Any]:
    """Erase what is named: ``{erasure, orders: [{order_number, wix_order_id, verdict, because}]}``; verdict ``erased`` or ``waits``.

    An order whose data some work still needs is marked, and erased by the daily run as soon as the work is done. The e-mail itself is kept
    nowhere: a hash of it stays, so that older orders of it that are landed later come without their data.
    """
    digest = email_digest(email) if email and email.strip() else None
    ids = find(shop, email, numbers)
    waiting = {} if dry_run else _asked(shop, ids, digest, by)
    erasure = waiting.pop("", None)
    if dry_run:
        waiting = {row["wix_order_id"]: row["why"] for row in _open_work(shop, ids)}
    else:
        ready = [id for id in ids if id not in waiting]
        forget_orders(shop, ready, ready)
        compact(shop)
        if digest and shop.settings.holded:
            retention.forget_contacts(shop.database, shop.settings.holded.connection, [digest])
        waiting = {row["wix_order_id"]: row["why"] for row in _open_work(shop, ids)}
    told = [
        {
            "order_number": row["number"], "wix_order_id": row["wix_order_id"],
            "verdict": WAITS if row["wix_order_id"] in waiting else ERASED, "because": waiting.get(row["wix_order_id"], ""),
        }
        for row in retention.published(shop.database, shop.store, ids)
    ]  # fmt: skip
    return {"erasure": erasure, "orders": told}


def lift(shop: Shop, *, email: str | None = None, numbers: Sequence[str] = (), by: str) -> int:
    """Let the data of these orders come back when they are landed the next time; how many orders."""
    ids = _of_numbers(shop, numbers) if numbers else []
    return retention.lift(shop.database, shop.store, ids, lifted_by=by, email_digest=email_digest(email) if email else None)


def find(shop: Shop, email: str | None, numbers: Sequence[str]) -> list[str]:
    """Wix ids of the published orders that are meant; SettingsError where a number is unknown or nothing is named."""
    wanted = (email or "").strip().casefold()
    if not wanted and not numbers:
        raise SettingsError("nothing to erase is named", where=f"store {shop.store}", cure="Name order numbers, or an e-mail.")
    ids = _of_numbers(shop, numbers)
    if wanted:
        ids += [row["wix_order_id"] for row in retention.published(shop.database, shop.store, _of_email(shop, wanted))]
    return sorted(set(ids))


def _of_numbers(shop: Shop, numbers: Sequence[str]) -> list[str]:
    ids = []
    for number in numbers:
        rows = shop.database.rows("orders/by_number", store=shop.store, number=number)
        if not rows:
            raise SettingsError(f"order {number} is not known", where=f"store {shop.store}", cure="Check the number; nothing was erased.")
        ids += [row["wix_order_id"] for row in rows]
    return ids


def _of_email(shop: Shop, wanted: str) -> list[str]:
    """Wix ids of all stored payloads with this e-mail; every chunk of the store is read."""
    found = set(retention.staged_of_email(shop.database, shop.store, wanted))
    for _, body in retention.chunks(shop.database, shop.store):
        found |= {raw_order(raw).wix_order_id for raw in unpack(body) if email_of(raw) == wanted}
    return sorted(found)


def _asked(shop: Shop, ids: list[str], digest: str | None, by: str) -> dict[str, Any]:
    erasure = retention.ask(shop.database, shop.store, ids, asked_by=by, email_digest=digest)
    return {"": erasure} | {row["wix_order_id"]: row["why"] for row in _open_work(shop, ids)}


def _open_work(shop: Shop, ids: list[str]) -> list[dict[str, Any]]:
    return retention.open_work(shop.database, shop.store, ids)
