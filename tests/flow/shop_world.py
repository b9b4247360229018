"""A small shop in the sandbox, and the steps of one hour run in this process: for tests of whole flows."""

from __future__ import annotations

import copy
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from order_sync.settings import PROJECT_ROOT, Config, load_config
from order_sync.steps import checks, holded_send, ingest, myparcel_send, track
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from sandbox.holded.products import add_products
from sandbox.myparcel import advance
from sandbox.wix.site import Site

HOUR = datetime(2026, 11, 16, 9, tzinfo=UTC)
PRODUCTS = [
    {"name": "Camiseta azul", "sku": "CAM-AZ-M", "price": "20.62", "stock": 100},
    {"name": "Taza", "sku": "TAZA-01", "price": "9.09", "stock": 100},
]


def money(cents: int) -> dict[str, str]:
    """An amount as Wix writes it."""
    return {"amount": f"{cents / 100:.2f}", "formattedAmount": f"{cents / 100:.2f} €"}


def wix_order(
    number: str, *, country: str = "ES", minute: int = 5, lines: tuple = (("CAM-AZ-M", 2, 2495),), shipping: int = 495, **changes: Any
) -> dict[str, Any]:
    """A paid consumer order at 21 % with tax included; ``lines``: (sku, quantity, gross unit price in cents)."""
    moment = (HOUR + timedelta(minutes=minute)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    items = [_item(place, *line) for place, line in enumerate(lines, start=1)]
    gross = sum(quantity * price for _, quantity, price in lines)
    address = {
        "country": country, "city": "Madrid" if country == "ES" else "Amsterdam", "postalCode": "28001" if country == "ES" else "1012AB",
        "streetAddress": {"name": "Calle Mayor" if country == "ES" else "Voorbeeldstraat", "number": "12"},
    }  # fmt: skip
    who = {"address": address, "contactDetails": {"firstName": "Lucía", "lastName": "Ejemplo", "phone": "+34600000001"}}
    order = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{country}/{number}")), "number": number, "createdDate": moment, "updatedDate": moment,
        "lineItems": items, "buyerInfo": {"email": f"buyer{number}@example.com"}, "status": "APPROVED", "paymentStatus": "PAID",
        "fulfillmentStatus": "NOT_FULFILLED", "currency": "EUR", "taxIncludedInPrices": True, "weightUnit": "KG", "archived": False,
        "priceSummary": {"subtotal": money(gross), "shipping": money(shipping), "tax": money(0), "discount": money(0), "total": money(gross + shipping)},
        "billingInfo": copy.deepcopy(who), "recipientInfo": copy.deepcopy(who), "channelInfo": {"type": "WEB"},
        "shippingInfo": {"title": "Standard", "logistics": {"shippingDestination": copy.deepcopy(who)}, "cost": _taxed(shipping)},
        "additionalFees": [], "appliedDiscounts": [], "customFields": [], "activities": [],
    }  # fmt: skip
    return order | changes


def _item(place: int, sku: str, quantity: int, price: int) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-0000-0000-{place:012}", "productName": {"original": f"Product {sku}"}, "quantity": quantity, "price": money(price),
        "itemType": {"preset": "PHYSICAL"}, "physicalProperties": {"sku": sku, "shippable": True, "weight": 0.3}, "totalDiscount": money(0),
        **{key: value for key, value in _taxed(quantity * price).items() if key != "price"}, "paymentOption": "FULL_PAYMENT_ONLINE",
    }  # fmt: skip


def _taxed(gross: int) -> dict[str, Any]:
    net = (gross * 100 * 2 + 121) // (2 * 121)
    tax = {"taxAmount": money(gross - net), "taxableAmount": money(net), "taxRate": "0.21", "taxIncludedInPrice": True}
    return {"price": money(gross), "totalPriceBeforeTax": money(net), "totalPriceAfterTax": money(gross), "taxInfo": tax}


def quick_config(folder: Path, **holded: Any) -> Config:
    """The sample configuration with no waiting after lost answers; ``holded`` changes keys of the Spanish store."""
    source = PROJECT_ROOT / "include" / "config"
    (folder / "stores").mkdir(parents=True, exist_ok=True)
    for name in (file.name for file in source.glob("*.csv")):
        (folder / name).write_text((source / name).read_text())
    for file in (source / "stores").glob("*.yaml"):
        settings = yaml.safe_load(file.read_text())
        settings["holded"]["settle_seconds"] = settings["myparcel"]["settle_seconds"] = 0
        if file.stem == "es":
            settings["holded"] |= holded
        (folder / "stores" / file.name).write_text(yaml.safe_dump(settings))
    return load_config(folder)


@dataclass
class World:
    """One sandbox, one orders database, one configuration."""

    sandbox: Any
    database: Any
    config: Config

    def stock(self, *keys: str) -> None:
        """Give the Holded accounts their products."""
        for key in keys or ("es", "nl"):
            add_products(self.sandbox.sandbox, key, PRODUCTS)

    def sell(self, key: str, *orders: dict[str, Any]) -> None:
        """Put orders into a Wix site."""
        site = Site(self.sandbox.sandbox, key)
        for order in orders:
            site.put(order)

    def ingest(self, store: str = "es", run: str = "r1", window: Window | None = None) -> dict[str, int]:
        """Land, build, check and publish one window."""
        with open_shop(store, run, config=self.config, database=self.database) as shop:
            ingest.refresh_master(shop)
            ingest.land(shop, window or Window(HOUR, HOUR + timedelta(hours=1)))
            ingest.build(shop)
            ingest.check(shop)
            return ingest.publish(shop)

    def send(self, destination: str, store: str = "es", run: str = "r1", *, checked: bool = True) -> dict[str, int]:
        """Check, send, check; ``checked=False``: send only."""
        with open_shop(store, run, config=self.config, database=self.database) as shop:
            if checked:
                checks.before_send(shop, destination)
            outcome = (holded_send if destination == "holded" else myparcel_send).send(shop)
            if checked:
                checks.after_send(shop, destination, sorted(outcome.touched))
            return outcome.summary()

    def track(self, store: str = "es", run: str = "r1") -> dict[str, int]:
        """Poll MyParcel, tell Wix."""
        with open_shop(store, run, config=self.config, database=self.database) as shop:
            polled = track.poll(shop).summary()
            return polled | track.tell_wix(shop).summary()

    def held(self, store: str = "es", destination: str = "") -> dict[str, str]:
        """Order number to the code of its open hold."""
        rows = self.database.rows("holds/list", store=store, code=None, number=None)
        return {row["order_number"]: row["code"] for row in rows if destination in ("", row["destination"])}

    def label(self, key: str = "es") -> None:
        """A person makes all labels in the back office."""
        advance(self.sandbox.sandbox, key, to="registered")

    def documents(self, key: str = "es") -> list[dict[str, Any]]:
        """All documents that the Holded account has."""
        return list(self.sandbox.state("holded", key)["documents"].values())

    def shipments(self, key: str = "es") -> list[dict[str, Any]]:
        """All shipments of the MyParcel shop."""
        return list(self.sandbox.state("myparcel", key).get("shipments", {}).values())

    def fulfillments(self, key: str = "es") -> list[dict[str, Any]]:
        """All fulfilments of the Wix site."""
        return [found for of_order in self.sandbox.state("wix", key)["fulfillments"].values() for found in of_order]
