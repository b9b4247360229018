"""The last look before a label is asked for: what became of the orders since their parcels were chosen."""

from __future__ import annotations

from collections.abc import Callable

from order_sync.steps.label_selection import Parcel, may_register
from order_sync.steps.shop import Shop
from order_sync.store import labels
from order_sync.store.ledger import Entry, Ledger, Taken

Intents = dict[tuple[str, str], Entry]


def claimer(shop: Shop, intents: Intents, *, named: bool) -> Callable[[list[Parcel]], list[Parcel]]:
    """Commits that labels are about to be asked for, and gives those that may be; the others say why not.

    A job may be taken up hours after its parcels were chosen, and a large one takes its time: an order that was cancelled, changed, held
    or left out meanwhile is not registered. What was begun or registered already only gets its paper.
    """
    ledger = Ledger(shop.database)

    def claim(batch: list[Parcel]) -> list[Parcel]:
        fresh = {key: parcel for parcel in batch if (key := _key(parcel)) in intents and _is_fresh(parcel, intents[key])}
        numbers = sorted({parcel.order_number for parcel in fresh.values()})
        rows = labels.candidates(shop.database, shop.store, numbers, True) if fresh else []
        now = {(row["wix_order_id"], row["part"]): row for row in rows}
        claimed = []
        for parcel in batch:
            key = _key(parcel)
            if key not in fresh or _claimed(ledger, parcel, intents[key], now.get(key), named):
                claimed.append(parcel)
        return claimed

    return claim


def _key(parcel: Parcel) -> tuple[str, str]:
    return parcel.wix_order_id, parcel.part


def _is_fresh(parcel: Parcel, intent: Entry) -> bool:
    return parcel.concept and intent.state in ("pending", "withdrawn")


def _claimed(ledger: Ledger, parcel: Parcel, intent: Entry, row: dict | None, named: bool) -> bool:
    if row is None or row["shipment_id"] != str(parcel.shipment_id):
        parcel.says = f"shipment {parcel.shipment_id} is not its order's any more"
        return False
    verdict, parcel.says = may_register(row, named=named)
    if verdict != "print":
        return False
    try:
        ledger.claim(intent)
    except Taken:
        parcel.says = "its order was left out meanwhile"
        return False
    return True
