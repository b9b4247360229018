"""Orders of a whole history that are made when they are asked for: nothing of them is kept, so a hundred thousand weigh nothing.

``state["fill"]`` = {"orders", "since", "until"} says which; equal words, equal orders. They are spread evenly over the time, each an
ordinary sale of the sample shop, paid and fulfilled; every 50th was canceled unpaid, another 50th never confirmed (PENDING). An order that
is changed is kept from then on as any other. Searches narrow them down by their dates and number and then test each one as all others.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.core import Sandbox
from sandbox.samples import document, goods, payments
from sandbox.samples.buyers import HOME
from sandbox.samples.kinds import STANDARD
from sandbox.samples.sale import Charge, Item, Sale

SINCE, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
FIRST_NUMBER = 1_000_000  # beyond the numbers of the samples
LASTS = timedelta(days=2)  # from its creation to its last change
HEAD = {"id", "number", "createdDate", "updatedDate", "status", "paymentStatus", "fulfillmentStatus"}
_ID = "-f111-4000-8000-000000000000"  # behind the number: what tells orders apart stands first, as in a real id
_UNPAID = {"payment_status": "NOT_PAID", "fulfillment_status": "NOT_FULFILLED", "payments": []}
_DATES = {"createdDate": timedelta(), "updatedDate": LASTS}
Bounds = tuple[int, int]


def plan(orders: int, since: datetime = SINCE, until: datetime = UNTIL) -> dict[str, Any]:
    """What ``state["fill"]`` is for so many orders created in [since, until)."""
    if orders < 1 or since >= until:
        raise ValueError("a fill needs one order at least, and an end after its start")
    return {"orders": orders, "since": since.isoformat(), "until": until.isoformat()}


def put(sandbox: Sandbox, shop: str, orders: int, since: datetime = SINCE, until: datetime = UNTIL) -> None:
    """Fill a site; ValueError where it cannot be."""
    wanted = plan(orders, since, until)
    Fill(shop, wanted)  # refuses a shop that sells nothing
    sandbox.state("wix", shop)["fill"] = wanted
    sandbox.changed("wix", shop)


class Fill:
    """The orders of a plan; ``n`` counts them from the oldest on."""

    head_fields = HEAD

    def __init__(self, shop: str, plan: dict[str, Any]) -> None:
        if shop not in goods.ORDINARY:
            raise ValueError(f"there is no sample shop {shop} to sell them; known: {', '.join(goods.ORDINARY)}")
        self.shop, self.orders = shop, int(plan["orders"])
        self.since, until = datetime.fromisoformat(plan["since"]), datetime.fromisoformat(plan["until"])
        self._span = (until - self.since) // timedelta(milliseconds=1)

    def created(self, n: int) -> datetime:
        """When it was placed; later for each."""
        return self.since + timedelta(milliseconds=self._span * n // self.orders)

    def number_of(self, order_id: Any) -> int | None:
        """n by an order's id."""
        text = str(order_id)
        n = int(text[:8], 16) if text.endswith(_ID) and len(text) == 36 and set(text[:8]) <= set("0123456789abcdef") else self.orders
        return n if n < self.orders else None

    def head(self, n: int) -> dict[str, Any]:
        """The fields of HEAD, as ``order`` has them, without the cost of the others."""
        sale = Sale(self.shop, FIRST_NUMBER + n, "filled", HOME[self.shop][0], self.created(n), self.created(n) + LASTS, **_fate(n))
        return {
            "id": f"{n:08x}{_ID}", "number": str(sale.number), "createdDate": document.stamp(sale.placed),
            "updatedDate": document.stamp(sale.updated), "status": sale.status, "paymentStatus": sale.payment_status,
            "fulfillmentStatus": sale.fulfillment_status,
        }  # fmt: skip

    def order(self, n: int) -> dict[str, Any]:
        """The whole order, as Wix sends it."""
        return document.order(self._sale(n))

    def transactions(self, n: int) -> dict[str, Any]:
        """Its payments."""
        return payments.transactions(self._sale(n))

    def within(self, query: dict[str, Any]) -> Iterator[int]:
        """Those that a filter may fit, by what it asks of dates and number on every path; the filter itself is for the caller."""
        low, high = self._bounds(query)
        yield from range(low, high)

    def _sale(self, n: int) -> Sale:
        dice, placed = random.Random(f"{self.shop} filled {n}"), self.created(n)
        keys = dice.sample(goods.ORDINARY[self.shop], dice.choice((1, 1, 2, 2, 3)))
        return Sale(
            shop=self.shop, number=FIRST_NUMBER + n, kind="filled", id=f"{n:08x}{_ID}", buyer=dice.choice(HOME[self.shop]), placed=placed,
            updated=placed + LASTS, items=[Item(goods.GOODS[self.shop][key], dice.choice((1, 1, 1, 2, 3))) for key in keys],
            shipping=Charge("standard", 495 if self.shop == "nl" else 590, STANDARD), **_fate(n),
        )  # fmt: skip

    def _bounds(self, query: Any) -> Bounds:
        low, high = 0, self.orders
        for field, wanted in query.items():
            parts = [self._bounds(part) for part in wanted] if field == "$and" else [self._by(field, wanted)]
            low, high = max([low, *(part[0] for part in parts)]), min([high, *(part[1] for part in parts)])
        return low, max(low, high)

    def _by(self, field: str, wanted: Any) -> Bounds:
        low, high = 0, self.orders
        for operator, value in wanted.items() if isinstance(wanted, dict) else [("$eq", wanted)]:
            if field == "number" and operator in ("$eq", "$in"):
                asked = [int(text) - FIRST_NUMBER for text in (value if operator == "$in" else [value]) if str(text).isdigit()]
                low, high = max(low, min(asked, default=high)), min(high, max(asked, default=-1) + 1)
            elif field in _DATES and operator in ("$gte", "$gt", "$eq"):
                low = max(low, self._place(field, value, after=operator == "$gt"))
            if field in _DATES and operator in ("$lt", "$lte", "$eq"):
                high = min(high, self._place(field, value, after=operator != "$lt"))
        return low, high

    def _place(self, field: str, value: Any, *, after: bool) -> int:
        """How many stand before an instant, or up to it."""
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00")) - _DATES[field]
        return (bisect_right if after else bisect_left)(range(self.orders), moment, key=self.created)


def _fate(n: int) -> dict[str, Any]:
    if n % 50 == 7:
        return {"status": "CANCELED", **_UNPAID}
    if n % 50 == 31:
        return {"status": "PENDING", **_UNPAID}
    return {"fulfillment_status": "FULFILLED"}
