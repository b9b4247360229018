"""Orders with parcels at MyParcel: what Wix, a person in the back office and the hours do to them, for tests of changes."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from sandbox.myparcel import acts
from sandbox.wix.site import Site
from shop_world import World, wix_order

STORE = "nl"


def dutch(number: str, minute: int = 5, **changes: Any) -> dict[str, Any]:
    """A paid order to Amsterdam of two lines."""
    return wix_order(number, country="NL", minute=minute, lines=(("CAM-AZ-M", 2, 2495), ("TAZA-01", 1, 1100)), **changes)


def moved(order: dict[str, Any], minute: int, **address: Any) -> dict[str, Any]:
    """The order with another delivery address; street and number may be named."""
    changed = copy.deepcopy(order)
    stamp = changed["updatedDate"].replace(":05:", f":{minute:02}:")
    changed["updatedDate"] = stamp
    to = changed["shippingInfo"]["logistics"]["shippingDestination"]["address"]
    street = {key: address.pop(key) for key in ("name", "number") if key in address}
    to["streetAddress"] |= street
    to |= address
    return changed


def changed(order: dict[str, Any], minute: int, **fields: Any) -> dict[str, Any]:
    """The order with other fields, changed at a minute of the hour."""
    stamp = order["updatedDate"][:14] + f"{minute:02}" + order["updatedDate"][16:]
    return copy.deepcopy(order) | {"updatedDate": stamp} | fields


def hour(world: World, run: str, store: str = STORE) -> dict[str, int]:
    """Land what changed and send the parcels."""
    world.ingest(store, run=run)
    return world.send("myparcel", store, run=run)


def edit(world: World, place: int = 0, store: str = STORE, **recipient: Any) -> None:
    """A person edits a concept's recipient in the back office."""
    acts.edit(world.sandbox.sandbox, store, world.shipments(store)[place]["id"], {"recipient": recipient})


def fulfil(world: World, order: dict[str, Any], units: dict[int, int], number: str = "", store: str = STORE, minute: int = 30) -> None:
    """A person fulfils units of lines (by their place) in Wix."""
    from sandbox.wix.fulfillments import make
    from sandbox.wix.models import CreateFulfillment

    site = Site(world.sandbox.sandbox, store)
    asked: dict[str, Any] = {"lineItems": [{"id": order["lineItems"][place]["id"], "quantity": n} for place, n in units.items()]}
    if number:
        asked["trackingInfo"] = {"trackingNumber": number, "shippingProvider": "dhl"}
    wanted = CreateFulfillment.model_validate({"fulfillment": asked}).fulfillment
    now = order["updatedDate"][:14] + f"{minute:02}" + order["updatedDate"][16:]
    make(site, site.state["orders"][order["id"]], wanted, now)


def codes(world: World, store: str = STORE) -> list[str]:
    """Codes of the open holds at MyParcel."""
    rows = world.database.rows("holds/list", store=store, code=None, number=None)
    return sorted(row["code"] for row in rows if row["destination"] == "myparcel")


def calls(world: World, method: str) -> int:
    """Calls of a method to MyParcel so far."""
    return len(world.sandbox.called("myparcel", method=method))


ORDER = dutch("10001")


@pytest.fixture
def shop(world):
    """One order, its concept made."""
    world.stock()
    world.sell(STORE, ORDER)
    hour(world, "r1")
    assert len(world.shipments(STORE)) == 1
    return world
