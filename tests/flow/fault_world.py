"""Three published orders that wait for their senders, the senders as tasks run them, and what must stand at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from moments import Moment, company_order
from order_sync.steps.reporting import coverage
from shop_world import World, quick_config, wix_order

STORE = "es"


def published(world: World, postgres: Any, database: str) -> Moment:
    """Two consumers and a company, published and not yet sent, as a moment to start each fault from."""
    world.stock()
    world.sell(STORE, wix_order("10001"), company_order("10002", minute=6), wix_order("10003", minute=7))
    world.ingest(STORE)
    moment = Moment(world, postgres, database)
    moment.keep()
    return moment


def settling(world: World, folder: Path, seconds: int) -> None:
    """Let a lost answer wait so long before it is looked up, and between two looks."""
    world.config = quick_config(folder, settle_seconds=seconds)
    store = world.config.stores[STORE]
    patient = store.model_copy(update={"myparcel": store.myparcel.model_copy(update={"settle_seconds": seconds})})
    world.config = world.config.model_copy(update={"stores": {**world.config.stores, STORE: patient}})


def run(world, name="r1"):
    """The three senders, each ended by its first error as a task would be; the errors by sender."""
    errors = {}
    for sender in ("holded", "myparcel", "tracking"):
        try:
            if sender == "tracking":
                world.label(STORE)
                world.track(STORE, run=name)
            else:
                world.send(sender, STORE, run=name, checked=False)
        except Exception as error:
            errors[sender] = error
    return errors


def settled(world):
    """Exactly one of each, and nobody has to look at anything."""
    documents = world.documents(STORE)
    assert sorted(document["description"] for document in documents) == ["Pedido Wix 10001", "Pedido Wix 10002", "Pedido Wix 10003"]
    assert [(document["draft"], len(document["payments"])) for document in documents] == [(False, 1)] * 3
    assert len(world.sandbox.state("holded", STORE)["contacts"]) == 1
    assert len({shipment["reference_identifier"] for shipment in world.shipments(STORE)}) == len(world.shipments(STORE)) == 3
    assert len(world.fulfillments(STORE)) == len(world.sandbox.state("wix", STORE)["mails"]) == 3
    row = coverage(world.database)[STORE]
    assert (row["wix"], row["booked"], row["held"], row["unexplained"], row["shipped"], row["ship_held"]) == (3, 3, 0, 0, 3, 0)
    assert world.held(STORE) == {}
