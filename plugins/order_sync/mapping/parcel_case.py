"""One order on its way through the rules of shipping: what is known of it, and what the rules found out for the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from order_sync.mapping import addresses, parcels
from order_sync.mapping.zones import zone


@dataclass(frozen=True)
class Stop:
    """A rule's last word on an order: ``action`` is ignore or hold, ``reason`` a code of contracts.holds."""

    action: str
    reason: str
    field: str = ""
    seen: str = ""
    cure: str = ""


@dataclass
class Case:
    """One order on its way through the rules, and what they found out for the body.

    ``order``: texts of staging.orders ("" for nothing) and has_shipping; ``lines``: its shippable items; ``settings``: the store's
    settings.MyParcelSettings or None; ``wish``: the package preferences in force; ``verdict``: a row of status.match; ``shop``: the
    settings of the whole store; ``rules``, ``products``: the lines of shipping_rules.csv and products.csv that are about the store, products
    by SKU in upper case without spaces around. ``others``: a remainder.Others of orders that Wix calls partly fulfilled; ``refunded``: units by
    line id that were refunded.
    """

    order: Mapping[str, Any]
    lines: list[Mapping[str, Any]]
    settings: Any
    wish: parcels.Wishes | None
    verdict: Mapping[str, Any]
    shop: Any = None
    rules: Sequence[Any] = ()
    products: Mapping[str, Any] = field(default_factory=dict)
    others: Any = None
    refunded: Mapping[str, int] = field(default_factory=dict)
    declaration: dict[str, Any] | None = None
    address: addresses.Address = field(default_factory=lambda: addresses.Address(""))
    grams: int = 0

    @property
    def country(self) -> str:
        """ISO code of the destination, "" where there is none."""
        return self.order["ship_country"].upper()

    @property
    def carrier(self) -> int:
        """The MyParcel id of the carrier that takes it."""
        return self.settings.carrier

    @property
    def kind(self) -> int:
        """The package type that goes there."""
        return parcels.package_type(self.wish, zone(self.country))

    def product(self, sku: str) -> Any:
        """The line of products.csv about a SKU, or None."""
        return self.products.get(sku.strip().upper())
