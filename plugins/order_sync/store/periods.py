"""Closed periods: the orders that a person let into them."""

from __future__ import annotations

from collections.abc import Sequence

from order_sync.store.database import Transaction


def let_in(tx: Transaction, store: str, wix_order_ids: Sequence[str], given_by: str) -> None:
    """Remember that these orders may be dated in the closed period, and who said so."""
    tx.run_many("periods/let_in", [{"store": store, "wix_order_id": id, "given_by": given_by} for id in wix_order_ids])


def let_in_of(tx: Transaction, store: str, wix_order_ids: Sequence[str]) -> set[str]:
    """Those of the named orders that may."""
    return {row["wix_order_id"] for row in tx.rows("periods/let_in_of", store=store, wix_order_ids=list(wix_order_ids))}
