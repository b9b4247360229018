"""Products and their stock, by warehouse and variant (contract 4)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from sandbox.core import Sandbox
from sandbox.holded import shapes
from sandbox.holded.account import Account, Row, number
from sandbox.holded.problems import invalid, missing

CENT = Decimal("0.01")


def add_products(sandbox: Sandbox, key: str, rows: Iterable[Row]) -> list[str]:
    """Put products into an account and return their ids.

    A row: ``name``, ``sku``, and optionally ``id``, ``price`` and ``cost`` (net, text), ``taxes`` (keys), ``stock`` (units in the
    default warehouse), ``archived``, and ``variants``: rows of ``sku``, and optionally ``id``, ``name``, ``price``, ``stock``.
    """
    account = Account(sandbox, key)
    ids = [_add(account, row) for row in rows]
    sandbox.changed("holded", key)
    return ids


def _add(account: Account, row: Row) -> str:
    products, home = account.state["products"], _home(account)
    id = row.get("id") or account.new_id("product", [row.get("sku"), row["name"]], products)
    variants = [
        {
            "id": variant.get("id") or account.new_id("variant", [id, variant["sku"]], ()),
            "sku": variant["sku"],
            "name": variant.get("name"),
            "price": str(variant.get("price") or row.get("price") or "0"),
        }
        for variant in row.get("variants") or ()
    ]
    stock = {"": str(row.get("stock") or 0)}
    stock |= {made["id"]: str(given.get("stock") or 0) for made, given in zip(variants, row.get("variants") or (), strict=True)}
    products[id] = {
        "id": id,
        "kind": "variants" if variants else "simple",
        "name": row["name"],
        "description": row.get("description"),
        "sku": row.get("sku"),
        "barcode": row.get("barcode"),
        "price": str(row.get("price") or "0"),
        "cost": str(row.get("cost") or "0"),
        "taxes": list(row.get("taxes") or ()),
        "has_stock": row.get("has_stock", True),
        "archived": row.get("archived", False),
        "variants": variants,
        "stock": {home: stock},
    }
    return id


def create(account: Account, body: dict[str, Any]) -> str:
    """Make a product through the API; its id."""
    shapes.check(account, body, shapes.PRODUCT, "product")
    given = [variant for variant in body.get("variants") or () if variant.get("sku")]
    return _add(account, {**body, "variants": given})


def read(account: Account, id: str) -> Row:
    """One product, or 404."""
    if id not in account.state["products"]:
        raise missing()
    return view(account, account.state["products"][id])


def view(account: Account, product: Row) -> Row:
    """A product as it is read: the price cut to two decimals, ``total`` gross."""
    rates = account.rates()
    rate = sum((rates.get(key, Decimal(0)) for key in product["taxes"]), Decimal(0))
    price = Decimal(product["price"])
    return {
        **{name: product[name] for name in ("id", "kind", "name", "description", "sku", "barcode")},
        "price": account.money(price.quantize(CENT, ROUND_DOWN)),
        "total": account.money((price * (1 + rate / 100)).quantize(CENT)),
        "cost": account.money(product["cost"]),
        "taxes": product["taxes"],
        "has_stock": product["has_stock"],
        "stock": number(on_hand(product)),
        "for_sale": True,
        "for_purchase": True,
        "archived": product["archived"],
        "tags": [],
        "variants": [
            {
                "id": variant["id"],
                "sku": variant["sku"],
                "barcode": None,
                "price": account.money(Decimal(variant["price"]).quantize(CENT, ROUND_DOWN)),
                "cost": account.money(product["cost"]),
                "stock": number(on_hand(product, variant["id"])),
            }
            for variant in product["variants"]
        ],
    }


def on_hand(product: Row, variant: str | None = None, warehouse: str | None = None) -> Decimal:
    """Units of a product, or of one of its variants, everywhere or in one warehouse."""
    units = Decimal(0)
    for place, stock in product["stock"].items():
        if warehouse in (None, place):
            units += sum(Decimal(value) for name, value in stock.items() if variant in (None, name))
    return units


def stock(account: Account, id: str) -> Row:
    """Units of a product by warehouse and variant."""
    read(account, id)
    places = account.state["products"][id]["stock"]
    return {
        "items": [
            {"warehouse_id": place, "variant_id": variant or None, "stock": number(units)}
            for place, stock in places.items()
            for variant, units in stock.items()
        ]
    }


def change_stock(account: Account, id: str, body: dict[str, Any]) -> None:
    """Add the difference to the stock."""
    shapes.check(account, body, shapes.STOCK, "stock")
    read(account, id)
    if account.find("warehouses", body["warehouse_id"]) is None:
        raise invalid("The warehouse does not exist")
    move(account, [[id, body.get("variant_id") or "", body["warehouse_id"], str(body["stock_variation"])]])


def move(account: Account, moves: list[list[str]]) -> None:
    """Apply stock moves: product, variant ("" for none), warehouse, units to add."""
    for product, variant, warehouse, units in moves:
        place = account.state["products"][product]["stock"].setdefault(warehouse, {})
        place[variant] = str(Decimal(place.get(variant, "0")) + Decimal(units))


def _home(account: Account) -> str:
    return next(row["id"] for row in account.state["warehouses"] if row["default"])
