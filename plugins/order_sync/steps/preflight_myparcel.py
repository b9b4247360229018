"""MyParcel's own Wix link left on, and stores that share one MyParcel shop. Source: MyParcel contract, 6.1."""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.steps.double_links import shared_numbers
from order_sync.steps.preflight_findings import Finding, fine, tried, wrong
from order_sync.steps.shop import Shop

_LINK = "MyParcel's own Wix link"
_OFF = "Switch it off in MyParcel's back office (Integratie, Externe koppelingen, Wix): it makes every parcel a second time."


def double_links(shop: Shop) -> Iterator[Finding]:
    """Whether shipments that the link imported are among the newest, and which stores (of those that are looked at) share the shop."""
    from order_sync.hooks.myparcel_concepts import imported

    newest: list = []
    read = tried(
        _LINK, lambda: newest.extend(shop.myparcel().newest_shipments()) or f"none of the newest {len(newest)} shipments is its own"
    )
    theirs = [row for row in newest if imported(row)]
    if theirs:
        shown = ", ".join(str(row["id"]) for row in theirs[:5])
        yield wrong(_LINK, f"{len(theirs)} of the newest {len(newest)} shipments were imported by it: {shown}", _OFF)
    else:
        yield read
    for store, numbers in shared_numbers(shop):
        told = f"{numbers} order numbers are in both; references keep them apart" if numbers else "no order number is in both"
        hint = ", labels do not: let label_description name the store" if numbers else ""
        yield fine(f"MyParcel shop shared with store {store}", told + hint)
