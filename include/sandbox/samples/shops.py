"""The two sample shops over four hours: which order comes when, and everything that belongs to it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.samples import document, goods, kinds_of_buyers, kinds_of_goods, kinds_of_later, kinds_of_money, payments
from sandbox.samples.buyers import HOME
from sandbox.samples.kinds import STANDARD
from sandbox.samples.sale import Charge, Item, Sale

ORDERS = 100
FIRST_NUMBER = 10001
SPAN = timedelta(hours=4)
CONSUMER = "consumer"
KINDS = (*kinds_of_buyers.KINDS, *kinds_of_goods.KINDS, *kinds_of_money.KINDS, *kinds_of_later.KINDS)


@dataclass
class Shop:
    """One sample shop in the form in which the remotes would give it. ``kinds``: what each order is an example of, by order id."""

    orders: list[dict[str, Any]] = field(default_factory=list)
    transactions: dict[str, dict[str, Any]] = field(default_factory=dict)
    fulfillments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    products: list[dict[str, Any]] = field(default_factory=list)
    variants: list[dict[str, Any]] = field(default_factory=list)
    holded_products: list[dict[str, Any]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)


def generate(base: datetime) -> dict[str, Shop]:
    """The shops es and nl with their orders of the four hours from ``base`` (an instant with zone); equal base, equal shops."""
    if base.tzinfo is None:
        raise ValueError("base needs a time zone: it is an instant")
    return {key: _shop(key, base) for key in ("es", "nl")}


def _shop(key: str, base: datetime) -> Shop:
    dice = random.Random(f"samples of {key}")
    names = [kind.name for kind in KINDS for _ in range(kind.times[key])]
    names += [CONSUMER] * (ORDERS - len(names))
    dice.shuffle(names)
    makers = {kind.name: kind.make for kind in KINDS}
    shop = Shop(products=goods.v1_products(key), variants=goods.v3_variants(key), holded_products=goods.holded_products(key))
    for place, name in enumerate(names):
        sale = _ordinary(key, place, name, base, dice)
        if name in makers:
            makers[name](sale)
        order_id = document.order_id_of(sale)
        shop.orders.append(document.order(sale))
        shop.transactions[order_id] = payments.transactions(sale)
        shop.fulfillments[order_id] = payments.fulfillments(sale)
        shop.kinds[order_id] = name
    return shop


def _ordinary(key: str, place: int, name: str, base: datetime, dice: random.Random) -> Sale:
    """An ordinary consumer: one to three things, standard shipping, paid at once. Each order has its slot of the four hours."""
    slot = SPAN / ORDERS
    placed = base + slot * place + timedelta(milliseconds=dice.randrange(1_000, 90_000))
    keys = dice.sample(goods.ORDINARY[key], dice.choice((1, 1, 2, 2, 3)))
    return Sale(
        shop=key,
        number=FIRST_NUMBER + place,
        kind=name,
        buyer=dice.choice(HOME[key]),
        placed=placed,
        updated=placed + timedelta(milliseconds=dice.randrange(5_000, 50_000)),
        items=[Item(goods.GOODS[key][good], dice.choice((1, 1, 1, 2, 3))) for good in keys],
        shipping=Charge("standard", 495 if key == "nl" else 590, STANDARD),
    )
