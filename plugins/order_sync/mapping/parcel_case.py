"""One order on its way through the rules of shipping: what is known of it, and what the rules found out for the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from order_sync.mapping import addresses, parcels
from order_sync.mapping.carriers import Platform


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
    by SKU in upper case without spaces around; ``platform``: whose MyParcel account it is; ``plan``: a parcel_plan.Plan, what was chosen; ``declarations``: to
    customs, one for each shipment of the plan, or none; ``others``: a remainder.Others of orders that Wix calls partly fulfilled;
    ``refunded``: units by line id that were refunded; ``whole``: whether every unit of the order is left for us to ship.
    """

    order: Mapping[str, Any]
    lines: list[Mapping[str, Any]]
    settings: Any
    wish: parcels.Wishes | None
    verdict: Mapping[str, Any]
    shop: Any = None
    rules: Sequence[Any] = ()
    products: Mapping[str, Any] = field(default_factory=dict)
    platform: Platform = "NL"
    plan: Any = None
    declarations: list[dict[str, Any]] = field(default_factory=list)
    others: Any = None
    refunded: Mapping[str, int] = field(default_factory=dict)
    whole: bool = True
    address: addresses.Address = field(default_factory=lambda: addresses.Address(""))
    grams: int = 0

    @property
    def country(self) -> str:
        """ISO code of the destination, "" where there is none."""
        return self.order["ship_country"].upper()

    @property
    def carrier(self) -> int:
        """The MyParcel id of the carrier that takes it."""
        return self.plan.wanted.carrier if self.plan else self.settings.carrier

    @property
    def kind(self) -> int:
        """The package type that goes there."""
        return self.plan.kind if self.plan else self.wish.package_type

    def known_grams(self, line: Mapping[str, Any]) -> Any:
        """Grams of one piece as products.csv or Wix has them, None where neither does."""
        product = self.product(line["sku"]) if line["sku"] else None
        return line["unit_weight_g"] if product is None or product.weight_g is None else product.weight_g

    def grams_of(self, line: Mapping[str, Any]) -> Any:
        """Grams of one piece, the store's default where nobody knows."""
        known = self.known_grams(line)
        return self.wish.item_weight_g if known is None else known

    def product(self, sku: str) -> Any:
        """The line of products.csv about a SKU, or None."""
        return self.products.get(sku.strip().upper())
