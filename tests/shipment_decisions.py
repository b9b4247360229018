"""Orders decided by today's rules for MyParcel, for tests of shipments."""

from __future__ import annotations

import pandas as pd
from order_sync.contracts.decisions import DECISIONS
from order_sync.contracts.staging import LINES, ORDERS
from order_sync.mapping.shipments import decide_shipments
from shipped_orders import LINE, ORDER

BE, DE = {"ship_country": "BE", "ship_postal_code": "B-9000"}, {"ship_country": "DE", "ship_postal_code": "10115"}


def euros(amount):
    """Whole euros as an amount of MyParcel."""
    return {"amount": amount * 100, "currency": "EUR"}


def framed(table, rows):
    """Rows as a frame of a contract's table."""
    frame = pd.DataFrame(rows, columns=list(table.names))
    return frame.astype({"quantity": "Int64", "unit_weight_g": "Float64"} if table is LINES else {"total_minor": "Int64"})


def decide(config, order=None, lines=None, settings=None, preferences=None, store="nl"):
    """The decision about one order."""
    order = ORDER | (order or {})
    lines = [LINE | line for line in ([{}] if lines is None else lines)]
    changes = {"defaults": "settings"} | (settings or {})
    shop = config.store(store)
    shop = shop.model_copy(update={"myparcel": shop.myparcel.model_copy(update=changes)})
    frame = decide_shipments(framed(ORDERS, [order]), framed(LINES, lines), shop, config, preferences)
    assert tuple(frame.columns) == DECISIONS.names
    return frame.iloc[0]
