"""Order: search by number, and everything that is known of one order, from Wix to delivered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import FastAPI, Form, Request, Response

from order_sync.errors import NotThere
from order_sync.settings import load_config
from order_sync.steps import order_page
from order_sync.steps.shop import Shop, open_database, open_shop
from order_sync.ui.access import User, may_act, need, same_site
from order_sync.ui.layout import page
from order_sync.ui.selection import Selection, selected

Order = Annotated[str, Form(min_length=1, max_length=100)]


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/orders")
    def orders(request: Request, user: User) -> Response:
        chosen = selected(request, user)
        number = chosen.given.get("number", "").strip()
        with _shop(chosen) as shop:
            found = order_page.found(shop.database, chosen.store, number) if number else []
            one = order_page.one_order(shop, found[0]["wix_order_id"]) if len(found) == 1 else None
        return page(
            request, "order.html" if one else "orders.html", tab="orders", title=f"Order {found[0]['number'] or ''}" if one else "Order",
            zone=chosen.zone, store=chosen.store, chosen=chosen, number=number, found=found, one=one, acts=_sees_payloads(user, chosen.store),
            percent=order_page.percent,
        )  # fmt: skip

    @app.post("/orders/payload")
    def payload(request: Request, user: User, order: Order) -> Response:
        same_site(request)
        chosen = selected(request, user)
        need(_sees_payloads(user, chosen.store))
        with open_database() as database:
            raw, forgotten = order_page.payload(database, chosen.store, order), order_page.forgotten(database, chosen.store, order)
        return page(
            request,
            "payload.html",
            tab="orders",
            title="What Wix sent",
            zone=chosen.zone,
            chosen=chosen,
            order=order,
            text=_pretty(raw),
            forgotten=forgotten,
        )

    @app.post("/orders/replay")
    def replay(request: Request, user: User, order: Order) -> Response:
        from order_sync.steps.replay import replay as step

        same_site(request)
        chosen = selected(request, user)
        with _shop(chosen) as shop:
            told = step(shop, [order])
        if not told:
            raise NotThere(
                "no such order, or its payload is not stored", where=f"order {order}", cure="Look at the order in Wix.", status=404
            )
        return page(
            request,
            "replay.html",
            tab="orders",
            title="By today's rules",
            zone=chosen.zone,
            chosen=chosen,
            told=told[0],
            places=order_page.PLACES,
        )


@contextmanager
def _shop(chosen: Selection) -> Iterator[Shop]:
    """The store without any connection to its remotes being opened, and without anything being counted: a page answers at once."""
    config = load_config(only=chosen.store)
    with open_database() as database, open_shop(chosen.store, "page", config=config, database=database, counts=False) as shop:
        yield shop


def _sees_payloads(user: User, store: str) -> bool:
    """A payload holds names and addresses: it is for those who may run the store's orders."""
    return may_act(user, f"wix_orders__{store}")


def _pretty(raw: bytes) -> str:
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except ValueError:  # a malformed order is shown as it came
        return raw.decode(errors="replace")
