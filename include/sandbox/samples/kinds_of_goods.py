"""Kinds of orders that differ by what is bought."""

from __future__ import annotations

from sandbox.samples.kinds import STANDARD, Kinds, first, good
from sandbox.samples.sale import Charge, Item, Sale

KINDS = Kinds()
kind = KINDS.kind


@kind("several tax rates", es=2, nl=2)
def _rates(sale: Sale) -> None:
    sale.items = [first(sale, "vela", "kaars", 3), first(sale, "miel", "thee", 2), first(sale, "libro", "boek")]


@kind("every type of line", es=1, nl=1)
def _types(sale: Sale) -> None:
    sale.items = [
        first(sale, "vela", "kaars"),
        first(sale, "digital", "digital"),
        first(sale, "service", "service"),
        first(sale, "gift-card", "gift-card"),
    ]
    sale.fees = [
        Charge("Gestión" if sale.shop == "es" else "Toeslag", 150, STANDARD, code="handling"),
        Charge("Propina", 100, 0, code="tip"),
    ]


@kind("digital only", es=1, nl=1)
def _digital(sale: Sale) -> None:
    sale.items, sale.shipping, sale.fulfillment_status = [first(sale, "digital", "digital")], None, "FULFILLED"


@kind("service only", es=1, nl=1)
def _service(sale: Sale) -> None:
    sale.items, sale.shipping = [first(sale, "service", "service")], None


@kind("gift card sold", es=1, nl=1)
def _gift_card_sold(sale: Sale) -> None:
    sale.items, sale.shipping, sale.fulfillment_status = [first(sale, "gift-card", "gift-card")], None, "FULFILLED"


@kind("heavy parcel", es=1, nl=1)
def _heavy(sale: Sale) -> None:
    sale.items = [first(sale, "heavy", "heavy")]


@kind("many lines", nl=1)
def _many(sale: Sale) -> None:
    keys = ("thee", "boek", "mok", "kaars")
    sale.items = [Item(good(sale, keys[place % len(keys)])) for place in range(36)]


@kind("quantity 1000", es=1, nl=1)
def _thousand(sale: Sale) -> None:
    sale.items = [first(sale, "sticker", "sticker", 1000)]


@kind("SKU only in the catalogue", es=1, nl=1)
def _no_sku(sale: Sale) -> None:
    sale.items = [first(sale, "no-sku", "no-sku")]


@kind("no SKU anywhere", es=1, nl=1)
def _blank(sale: Sale) -> None:
    sale.items = [first(sale, "blank", "blank")]


@kind("unknown SKU", es=1, nl=1)
def _unknown(sale: Sale) -> None:
    sale.items = [first(sale, "unknown", "unknown")]


@kind("SKU in other case", es=1, nl=1)
def _other_case(sale: Sale) -> None:
    sale.items = [first(sale, "other-case", "other-case")]


@kind("alias SKU", es=1)
def _alias(sale: Sale) -> None:
    sale.items = [first(sale, "alias", "")]


@kind("duplicate SKU", es=1, nl=1)
def _duplicate(sale: Sale) -> None:
    sale.items = [first(sale, "duplicate", "duplicate", 2)]
