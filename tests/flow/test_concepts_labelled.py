"""Orders that change once their label is made: the shipment stays, and a person is told where it matters."""

from __future__ import annotations

import concept_world
import pytest
from concept_world import ORDER, STORE, calls, changed, codes, hour, moved

shop = concept_world.shop


@pytest.mark.parametrize(("status", "code"), [("APPROVED", "ORDER_CHANGED_AFTER_LABEL"), ("CANCELED", "CANCELED_AFTER_LABEL")])
def test_after_the_label_a_person_is_told(shop, status, code):
    shop.label(STORE)
    shop.sell(STORE, changed(moved(ORDER, 30, number="99"), 30, status=status))
    hour(shop, "r2")
    [shipment] = shop.shipments(STORE)
    assert shipment["status"] == 2 and shipment["recipient"]["number"] == "12"
    assert codes(shop) == [code] and calls(shop, "PUT") == calls(shop, "DELETE") == 0


def test_a_parcel_that_has_arrived_needs_nobody(shop):
    from sandbox.myparcel import advance

    shop.label(STORE)
    advance(shop.sandbox.sandbox, STORE, to="delivered")
    shop.sell(STORE, changed(ORDER, 30, status="CANCELED"))
    hour(shop, "r2")
    assert codes(shop) == []


def test_a_label_made_between_look_and_change_is_seen(shop):
    shop.sell(STORE, moved(ORDER, 30, number="99"))
    shop.sandbox.arm("hook", service="myparcel", method="PUT", call=lambda _: shop.label(STORE))
    hour(shop, "r2")
    assert codes(shop) == ["ORDER_CHANGED_AFTER_LABEL"]


def test_a_label_made_between_look_and_deletion_is_seen(shop):
    shop.sell(STORE, changed(ORDER, 30, status="CANCELED"))
    shop.sandbox.arm("hook", service="myparcel", method="DELETE", call=lambda _: shop.label(STORE))
    hour(shop, "r2")
    assert codes(shop) == ["CANCELED_AFTER_LABEL"] and len(shop.shipments(STORE)) == 1
