"""Products for SKUs that Holded does not know (holded.unknown_sku: create): each made exactly once, whoever asks for it.

There is no filter by SKU, so the look-up is the account's whole list, archived products too. It is read only where something can be made.
"""

from __future__ import annotations

import logging
from collections import Counter
from decimal import Decimal
from typing import Any

import pandas as pd

from order_sync.contracts.currencies import minor_digits
from order_sync.errors import AccessDenied, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.mapping.sku import normalised, unknown
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.database import Row
from order_sync.store.locks import exclusive
from order_sync.store.products import NewProducts, wanted

log = logging.getLogger(__name__)


def create_missing(shop: Shop) -> dict[str, int]:
    """Make the products that the batch's approved orders lack; how many were created, found, refused, and wait for a look-up.

    Between landing and building. Whatever fails here, the orders are built: those whose product is not there are held as UNKNOWN_SKU.
    """
    holded = shop.settings.holded
    if holded is None or holded.unknown_sku != "create":
        return {}
    counts: Counter[str] = Counter()
    try:
        if _open(shop):
            # Stores share an account: the lock keeps two of them from making the same product.
            with exclusive(shop.database, f"holded products {holded.connection}"):
                _create(shop, counts)
    except OrderSyncError as error:
        log.warning("products cannot be made now, their orders wait: %s", error)
    return dict(counts)


def waiting_orders(shop: Shop) -> list[str]:
    """Held orders that wait for a product: nothing but its making lets them go, so they are taken up while it is under way."""
    holded = shop.settings.holded
    if holded is None or holded.unknown_sku != "create":
        return []
    return NewProducts(shop.database, holded.connection).waiting(shop.store)


def _open(shop: Shop, taken: frozenset[str] = frozenset()) -> list[tuple[str, Row, str]]:
    """(SKU key, line, state) of the products that may be made or looked for now."""
    holded = shop.settings.holded
    lines = wanted(shop.database, shop.batch_id)
    missing = lines.loc[unknown(lines, master.products(shop.database, holded.connection), shop.config.sku_aliases, shop.store)]
    missing = missing.assign(key=normalised(missing["sku"])).drop_duplicates("key")
    missing = missing.loc[~missing["key"].isin(taken)]
    known = NewProducts(shop.database, holded.connection).known(missing["key"].tolist(), holded.settle_seconds)
    # One that was made and is gone was deleted by a person: it is not made again.
    return [
        (row["key"], row, known[row["key"]]["state"] if row["key"] in known else "")
        for row in missing.to_dict("records")
        if row["key"] not in known or (known[row["key"]]["state"] != "sent" and known[row["key"]]["due"])
    ]


def _create(shop: Shop, counts: Counter[str]) -> None:
    holded = shop.settings.holded
    intents = NewProducts(shop.database, holded.connection)
    before = {key for key, _, state in _open(shop) if state in ("sending", "unknown")}
    rows = list(shop.holded().products(archived=True))
    master.save_products(shop.database, holded.connection, (row for row in rows if not row["archived"]))
    skus = pd.Series([row["sku"] for row in rows if row["archived"]], dtype="str")
    archived = frozenset(normalised(skus)) - {""}
    there = {
        key: row["product_id"] for key, row in zip(normalised(pd.Series([row["sku"] for row in rows], dtype="str")), rows, strict=True)
    }
    for key in before & there.keys():
        intents.sent(key, there[key])
        counts["found"] += 1
    wanted_now = _open(shop, archived)
    for key, line, _ in wanted_now[holded.new_products.most_per_run :]:
        intents.queue(key, line["sku"], line["name"] or line["sku"], shop.store)
    for key, line, state in wanted_now[: holded.new_products.most_per_run]:
        if state == "sending":
            intents.looked(key)
            counts["waiting"] += 1
        else:
            counts[_make(shop, intents, key, line)] += 1


def _make(shop: Shop, intents: NewProducts, key: str, line: Row) -> str:
    name = line["name"] or line["sku"]
    intents.intend(key, line["sku"], name, shop.store)
    try:
        remote_id = shop.holded().create_product(_body(shop, line, name))
    except OutcomeUnknown as error:
        log.warning("product %s: %s", line["sku"], error)
        return "waiting"
    except OrderSyncError as error:
        intents.refused(key, error.seen)
        if isinstance(error, AccessDenied) or not isinstance(error, Rejected):
            raise
        log.warning("product %s: %s", line["sku"], error)
        return "refused"
    intents.sent(key, remote_id)
    return "created"


def _body(shop: Shop, line: Row, name: str) -> dict[str, Any]:
    """The product as API v2 wants it (Holded contract, section 4). Its price is the net one of the order that asked for it."""
    holded = shop.settings.holded
    body: dict[str, Any] = {
        "name": name, "kind": "simple", "has_stock": bool(holded.new_products.has_stock and line["shippable"]), "for_sale": True,
        "for_purchase": False, "sku": line["sku"],
    }  # fmt: skip
    if line["currency"] == holded.account_currency:
        digits = minor_digits(line["currency"])
        body["price"] = str((Decimal(int(line["net_minor"])).scaleb(-digits) / int(line["quantity"])).quantize(Decimal("0.01")))
    keys = [
        rule.key
        for rule in shop.config.taxes
        if (rule.connection, rule.treatment, rule.rate_ppm) == (holded.connection, "domestic", line["tax_rate_ppm"])
        and rule.country in (shop.settings.country, "*") and rule.valid_to is None
    ]  # fmt: skip
    return body | ({"taxes": keys[0].split("+")} if keys else {})
