"""Calls to Holded per paid order that is booked, approved and paid: counted at the sandbox, so they are the same on every machine."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from order_sync.store.database import Database
from stdnum.es import cif

from bench.gauge import table
from bench.home import Server


def _cif(begin: str) -> str:
    """An invented Spanish company number that is well formed."""
    return begin + cif.calc_check_digits(begin)[0]


FLOOR = ("POST /{document}", "POST /{document}/{id}/approve", "POST /{document}/{id}/payments")  # nothing does two of these at once
TAX_IDS = [_cif(f"B{number}") for number in range(1234500, 1234700)]
# What the buyers are, by name: company: an invoice with a contact; known: the contact is in Holded; settled: and met by an earlier order.
CASES = {
    "receipts of consumers": {},
    "invoices, contact met before": {"company": True, "known": True, "settled": True},
    "invoices, contact in Holded but new to us": {"company": True, "known": True},
    "invoices, contact to be made": {"company": True},
}


def main(words: list[str]) -> None:
    """Count each case over so many orders of one hour, and print calls per order."""
    parser = argparse.ArgumentParser(prog="bench calls", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[5, 100])
    asked = parser.parse_args(words)
    rows = []
    with Server() as server:
        for name, buyers in CASES.items():
            counted = []
            for orders in asked.orders:
                with fresh_world(server) as world:
                    counted.append(sum(counts(world, orders, **buyers).values()) / orders)
            rows.append((name, *counted))
    print(table("Calls to Holded per paid order", ("buyers", *(f"{orders} orders" for orders in asked.orders)), rows))


def counts(world: Any, orders: int, *, company: bool = False, known: bool = False, settled: bool = False, days: int = 1) -> Counter[str]:
    """Sell so many paid orders, run one hour, and count every call to Holded by endpoint, those for products, taxes and usage too.

    ``world``: a shop_world.World. ``days``: the orders are spread over so many days, the last of them the hour's.
    """
    from datetime import timedelta

    from order_sync.steps.window import Window
    from shop_world import HOUR, wix_order

    def sold(first: int, many: int) -> None:
        for place in range(many):
            paid = (HOUR - timedelta(days=place % days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            bought = {"createdDate": paid, "purchasedDate": paid, "activities": [{"activityType": "ORDER_PAID", "createdDate": paid}]}
            more = {"customFields": [{"title": "VAT number", "value": TAX_IDS[place]}]} if company else {}
            order = wix_order(str(first + place), minute=5 + place % 50, **bought, **more)
            if company:
                order["billingInfo"]["contactDetails"]["company"] = f"Ejemplo {place} SL"
            world.sell("es", order)

    def hour(run: str) -> None:
        world.ingest(run=run, window=Window(HOUR, HOUR + timedelta(hours=1)))
        world.send("holded", run=run)

    world.stock()
    if known and not settled:
        contacts = world.sandbox.state("holded", "es").setdefault("contacts", {})
        for place in range(orders):
            id = f"{place:024x}"
            contacts[id] = {"id": id, "code": TAX_IDS[place], "email": "", "name": f"Ejemplo {place} SL"}
    if settled:
        sold(10_001, orders)
        hour("before")
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM core.master")  # the hour that is counted reads its lists itself
    before = len(world.sandbox.calls)
    sold(20_001, orders)
    hour("counted")
    done = [document for document in world.documents() if not document["draft"] and len(document["payments"]) == 1]
    made = orders * (2 if settled else 1)
    if len(done) != made:
        raise RuntimeError(f"{len(done)} of {made} orders were booked, approved and paid")
    return Counter(f"{call['method']} {call['template']}" for call in world.sandbox.calls[before:] if call["service"] == "holded")


@contextmanager
def fresh_world(server: Server) -> Iterator[Any]:
    """A sandbox, an empty orders database and the sample configuration."""
    sys.path.append(str(Path(__file__).resolve().parents[1] / "flow"))
    from sandbox_server import RunningSandbox
    from shop_world import World, quick_config

    sandbox = RunningSandbox()
    sandbox.start()
    database = Database(server.empty())
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, sandbox.environment("es", "nl")):
        yield World(sandbox, database, quick_config(Path(folder)))
    database.close()
    sandbox.stop()
