"""A selection of receipts or sales orders that a person wants converted into invoices (or sales orders into receipts).

Written down is only the wish; the order is then decided anew, and what that comes to is sent as ever:

- a sales order is converted by Holded's own convert, so that its stock is taken once;
- a draft receipt is deleted and made anew as an invoice;
- an approved receipt is taken back whole by a receipt note, a draft until a person or the settings approve it, and converted.
"""

from __future__ import annotations

from typing import Any

from order_sync.errors import SettingsError
from order_sync.mapping.case import FISCAL
from order_sync.steps.ingest import rebuild
from order_sync.steps.shop import Shop
from order_sync.store.database import Row

CONVERTS = {("order", "receipt"), ("order", "invoice"), ("receipt", "invoice")}


def convert_selection(shop: Shop, numbers: list[str], into: str = "invoice", *, dry_run: bool = False) -> list[dict[str, Any]]:
    """Ask for the conversion of the orders with these numbers (or Wix ids); one row an order: number, verdict (asked, as it is), because.

    SettingsError where a number is not booked here, or several orders bear it. A dry run writes nothing.
    """
    if into not in FISCAL:
        raise SettingsError(f"nothing is converted into {into}", where="convert", cure=f"Name one of {', '.join(FISCAL)}.")
    found = [_booked(shop, number) for number in dict.fromkeys(numbers)]
    told = [{"order_number": row["order_number"], "wix_order_id": row["wix_order_id"], **_verdict(row, into)} for row in found]
    asked = [row["wix_order_id"] for row in told if row["verdict"] == "asked"]
    if asked and not dry_run:
        with shop.database.begin() as tx:
            for id in asked:
                tx.run("ledger/ask_conversion", store=shop.store, wix_order_id=id, into=into)
        rebuild(shop, asked)
    return told


def _booked(shop: Shop, number: str) -> Row:
    rows = shop.database.rows("ledger/booked_by_number", store=shop.store, number=number)
    if len(rows) == 1:
        return rows[0]
    seen = f"order {number} is not booked" if not rows else f"{len(rows)} booked orders have the number {number}"
    cure = (
        "order-sync explain shows what became of it."
        if not rows
        else f"Name one by its Wix id: {', '.join(row['wix_order_id'] for row in rows)}."
    )
    raise SettingsError(seen, where=f"store {shop.store}", cure=cure)


def _verdict(row: Row, into: str) -> dict[str, str]:
    billed = row["converted"] or (row["kind"] if row["kind"] in FISCAL else None)
    name = f"{row['kind']} {row['remote_number'] or 'without number'}"
    if billed == into or row["converted"]:
        return {"verdict": "as it is", "because": f"it has its {billed} already"}
    if (row["kind"], into) not in CONVERTS:
        return {"verdict": "as it is", "because": f"{name}: Holded converts none into {into}"}
    if row["canceled"]:
        return {"verdict": "as it is", "because": "a cancelled order never makes an invoice"}
    if row["kind"] == "receipt" and row["remote_state"] != "approved":
        return {"verdict": "asked", "because": f"draft {name} goes, the {into} takes its place"}
    if row["kind"] == "receipt":
        return {"verdict": "asked", "because": f"{name} is taken back by a receipt note and converted"}
    return {"verdict": "asked", "because": f"{name} is converted"}
