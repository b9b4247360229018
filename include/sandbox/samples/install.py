"""Puts the sample shops into a sandbox, once: what its accounts hold and do afterwards stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sandbox.core import Sandbox
from sandbox.holded import add_products
from sandbox.samples.shops import SPAN, Shop, generate
from sandbox.wix.site import prepare

_MARK = "sample_base"


def install(sandbox: Sandbox, base: datetime | None = None) -> datetime:
    """Fill the Wix sites and Holded accounts es and nl; the instant of the first order.

    ``base``: start of the four hours, by default the last four full hours. A sandbox that has the samples keeps them, and their base.
    """
    kept = sandbox.state("wix", "es").get(_MARK)
    if kept:
        return datetime.fromisoformat(kept)
    base = base or sandbox.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0) - SPAN
    for key, shop in generate(base).items():
        _fill(prepare(sandbox.state("wix", key)), shop)
        sandbox.state("wix", key)[_MARK] = base.isoformat()
        sandbox.changed("wix", key)
        add_products(sandbox, key, shop.holded_products)
    return base


def _fill(site: dict[str, Any], shop: Shop) -> None:
    site["orders"] |= {order["id"]: order for order in shop.orders}
    site["transactions"] |= shop.transactions
    site["fulfillments"] |= {order_id: rows for order_id, rows in shop.fulfillments.items() if rows}
    site["products"] |= {product["id"]: product for product in shop.products}
    site["variants"] += shop.variants
