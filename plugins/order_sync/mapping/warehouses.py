"""Which warehouse an order's stock leaves."""

from __future__ import annotations

import pandas as pd

from order_sync.mapping.batch import Batch


def warehouse(batch: Batch) -> None:
    """The warehouse by the store's rules, first one that fits, else holded.warehouse_id. Adds warehouse_id to the orders."""
    orders, holded = batch.orders, batch.store.holded
    chosen = pd.Series("", index=orders.index, dtype="str")
    because = pd.Series("holded.warehouse_id" if holded.warehouse_id else "the account's default", index=orders.index, dtype="str")
    for number, rule in enumerate(holded.warehouses, start=1):
        fits, told = chosen.eq(""), []
        if rule.countries is not None:
            fits &= orders["destination"].isin(rule.countries)
            told.append(f"delivered to {', '.join(rule.countries)}")
        if rule.delivery_titles is not None:
            fits &= orders["delivery_title"].str.casefold().isin([title.strip().casefold() for title in rule.delivery_titles])
            told.append(f"by {' or '.join(rule.delivery_titles)}")
        if rule.pickup is not None:
            fits &= orders["pickup_method"].ne("").eq(rule.pickup)
            told.append("collected in the shop" if rule.pickup else "not collected")
        chosen = chosen.mask(fits, rule.warehouse_id)
        because = because.mask(fits, f"line {number} of holded.warehouses: {' and '.join(told) or 'any order'}")
    orders["warehouse_id"] = chosen.mask(chosen.eq(""), holded.warehouse_id or "")
    if holded.warehouses:
        batch.verdicts.passed("warehouse", because)
