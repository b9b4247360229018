"""What orders are decided against, as one fingerprint: where it did not change, an order that is held would be held again."""

from __future__ import annotations

import hashlib

from order_sync.steps.shop import Shop
from order_sync.store import master


def fingerprint(shop: Shop) -> str:
    """Settings of the store, status and shipping rules, taxes, aliases, products, and when each list of its remotes was read."""
    config, settings = shop.config, shop.settings
    connections = [part.connection for part in (settings.holded, settings.myparcel) if part]
    parts = [settings.model_dump_json()]
    parts += [
        row.model_dump_json()
        for table in (config.status_rules, config.taxes, config.sku_aliases, config.shipping_rules, config.products)
        for row in table
    ]
    parts += [f"{row['connection']} {row['kind']} {row['read_at']}" for row in master.versions(shop.database, connections)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
