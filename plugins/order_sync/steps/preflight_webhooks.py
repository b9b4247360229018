"""Who gets MyParcel's webhooks: looked at only where the store has a public address for them. Source: MyParcel contract 5.3."""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.errors import AccessDenied, OrderSyncError
from order_sync.steps.preflight_findings import Finding, fine, unknown, wrong
from order_sync.steps.shop import Shop
from order_sync.steps.webhooks import show

_WHAT = "MyParcel webhooks"


def webhooks(shop: Shop) -> Iterator[Finding]:
    """Ours is subscribed; nobody is; or another program has the slot, which is never taken unasked."""
    from order_sync.hooks.myparcel_webhooks import STATUS_HOOK

    if not shop.settings.tracking.webhook_url:
        return
    try:
        there = [row for row in show(shop) if row["hook"] == STATUS_HOOK]
    except AccessDenied:
        yield unknown(
            _WHAT, "the key may not read subscriptions", "Give the key the rights for webhook subscriptions; polling works without."
        )
        return
    except OrderSyncError as error:
        yield unknown(_WHAT, error.seen, error.cure)
        return
    others = [row for row in there if row["whose"] == "another"]
    if others:
        yield wrong(
            _WHAT, f"another program is subscribed: {others[0]['url']}",
            f"Leave it and set tracking.webhook_url to '' (polling works), or: order-sync webhooks subscribe {shop.store} --take-over",
        )  # fmt: skip
    elif any(row["whose"] == "ours" for row in there):
        yield fine(_WHAT, "subscribed")
    else:
        yield wrong(
            _WHAT,
            "an earlier address of ours is subscribed" if there else "nobody is subscribed",
            f"order-sync webhooks subscribe {shop.store}",
        )
