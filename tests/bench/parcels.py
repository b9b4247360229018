"""Calls to MyParcel per order from concept to delivered, within one hour: counted at the sandbox, so they are the same on every machine."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bench.calls import fresh_world
from bench.gauge import table
from bench.home import Server

BY_HAND = 3  # what a plug-in needs that sends, prints and reads one order at a time


def main(words: list[str]) -> None:
    """Count for several sizes of the hour, and print calls per order by endpoint."""
    parser = argparse.ArgumentParser(prog="bench parcels", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--looks", type=int, default=1, help="polls of parcels on their way, the last when they are delivered")
    asked = parser.parse_args(words)
    counted = {}
    with Server() as server:
        for orders in asked.orders:
            with fresh_world(server) as world:
                counted[orders] = delivered(world, orders, asked.looks)
    names = sorted({name for found in counted.values() for name in found})
    rows = [(name, *(counted[orders][name] for orders in asked.orders)) for name in names]
    rows.append(("calls per order", *(f"{counted[orders].total() / orders:.3f}" for orders in asked.orders)))
    rows.append(("one by one / ours", *(f"{BY_HAND * orders / counted[orders].total():.1f}x" for orders in asked.orders)))
    print(table("Calls to MyParcel from concept to delivered", ("call", *(f"{orders} orders" for orders in asked.orders)), rows))


def delivered(world: Any, orders: int, looks: int = 1) -> Counter[str]:
    """So many Dutch orders of one hour: concept, label, on the way, delivered, each state told; calls by endpoint.

    ``looks``: how often parcels on their way are polled, the last time when they are delivered.
    """
    from order_sync.settings.parcels import LabelSettings
    from order_sync.steps import label_calls, labels, track
    from order_sync.steps.label_ask import ask
    from order_sync.steps.shop import open_shop
    from sandbox.myparcel import advance
    from shop_world import wix_order

    world.stock("nl")
    world.sell("nl", *(wix_order(str(10001 + place), country="NL", minute=5 + place % 50) for place in range(orders)))
    world.ingest("nl")
    before = len(world.sandbox.calls)
    world.send("myparcel", "nl", checked=False)
    with tempfile.TemporaryDirectory() as folder:
        kept = LabelSettings(storage=Path(folder).as_uri())
        old = world.config.stores["nl"]
        new = old.model_copy(update={"myparcel": old.myparcel.model_copy(update={"labels": kept})})
        world.config = world.config.model_copy(update={"stores": {**world.config.stores, "nl": new}})
        world.sandbox.sandbox.settings["myparcel.label_seconds"] = label_calls.FIRST_LOOK - 1
        with open_shop("nl", "labels", config=world.config, database=world.database) as shop:
            printed = labels.print_labels(shop, ask(kept, {}))
    for look in range(looks):
        advance(world.sandbox.sandbox, "nl", to="delivered" if look == looks - 1 else "handed_to_carrier")
        with open_shop("nl", f"look{look}", config=world.config, database=world.database) as shop:
            track.poll(shop, everything=True)
            track.tell_wix(shop)
    done = [parcel for parcel in world.shipments("nl") if parcel["status"] == 7]
    if not (printed["labels"] == len(done) == len(world.fulfillments("nl")) == orders):
        raise RuntimeError(f"{printed['labels']} printed, {len(done)} delivered, {len(world.fulfillments('nl'))} told of {orders}")
    return Counter(f"{call['method']} {call['template']}" for call in world.sandbox.calls[before:] if call["service"] == "myparcel")
