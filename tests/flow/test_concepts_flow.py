"""Orders that change while their parcel is a concept, after its label, or after a person had a hand in it."""

from __future__ import annotations

import concept_world
import pytest
from concept_world import ORDER, STORE, calls, changed, codes, dutch, edit, hour, moved
from order_sync.errors import RetryLater
from order_sync.store import holds

shop = concept_world.shop


def test_an_edited_order_replaces_its_concept(shop):
    [before] = shop.shipments(STORE)
    shop.sell(STORE, moved(ORDER, 30, number="99"))
    assert hour(shop, "r2")["updated"] == 1
    [after] = shop.shipments(STORE)
    assert (after["id"], after["recipient"]["number"], after["status"]) == (before["id"], "99", 1)
    assert codes(shop) == [] and calls(shop, "PUT") == 1
    shop.sandbox.calls.clear()
    assert hour(shop, "r3") == {} and calls(shop, "PUT") == calls(shop, "GET") == 0  # nothing is asked where nothing changed


def test_a_cancelled_order_deletes_its_concept_and_comes_back(shop):
    shop.sell(STORE, changed(ORDER, 30, status="CANCELED"))
    assert hour(shop, "r2")["deleted"] == 1
    assert shop.shipments(STORE) == [] and codes(shop) == []
    shop.sell(STORE, changed(ORDER, 40))
    assert hour(shop, "r3")["shipments"] == 1
    assert len(shop.shipments(STORE)) == 1


def test_another_country_makes_the_concept_anew(shop):
    [before] = shop.shipments(STORE)
    shop.sell(STORE, moved(ORDER, 30, country="DE", postalCode="10115", city="Berlin"))
    done = hour(shop, "r2")
    assert (done["to_make_anew"], done["shipments"]) == (1, 1)
    [after] = shop.shipments(STORE)
    assert after["id"] != before["id"] and after["recipient"]["cc"] == "DE" and codes(shop) == []


def test_an_edit_that_the_parcel_does_not_show_costs_one_look(shop):
    shop.sell(STORE, changed(ORDER, 30, buyerNote="leave it at the door"))
    shop.sandbox.calls.clear()
    hour(shop, "r2")
    assert calls(shop, "PUT") == calls(shop, "GET") == 0 and codes(shop) == []


@pytest.mark.parametrize("then", ["edited", "cancelled", "moved abroad"])
def test_a_concept_that_a_person_edited_is_left_alone(shop, then):
    edit(shop, person="Somebody Else", street="Elders")
    news = {
        "edited": moved(ORDER, 30, number="99"),
        "cancelled": changed(ORDER, 30, status="CANCELED"),
        "moved abroad": moved(ORDER, 30, country="DE", postalCode="10115", city="Berlin"),
    }
    shop.sell(STORE, news[then])
    hour(shop, "r2")
    [concept] = shop.shipments(STORE)
    assert (concept["recipient"]["street"], concept["recipient"]["cc"]) == ("Elders", "NL")
    [hold] = shop.database.rows("holds/list", store=STORE, code="CONCEPT_EDITED", number=None)
    assert "recipient.person" in hold["seen"] and "recipient.street" in hold["seen"]
    assert "Elders" not in hold["seen"] and "Somebody" not in hold["seen"]
    assert calls(shop, "PUT") == calls(shop, "DELETE") == 0
    shop.sandbox.calls.clear()
    hour(shop, "r3")
    assert calls(shop, "GET") == 0 and codes(shop) == ["CONCEPT_EDITED"]  # said once, not asked again every hour


def test_the_hold_heals_when_the_person_makes_the_same_edit(shop):
    edit(shop, street="Elders")
    shop.sell(STORE, moved(ORDER, 30, number="99"))
    hour(shop, "r2")
    assert codes(shop) == ["CONCEPT_EDITED"]
    edit(shop, street="Voorbeeldstraat", number="99")
    holds.retry(shop.database, STORE, ORDER["id"], closed_by="test")
    shop.sell(STORE, moved(ORDER, 40, number="99"))
    hour(shop, "r3")
    assert codes(shop) == [] and calls(shop, "PUT") == 0


def test_an_order_that_is_again_what_was_sent_needs_nobody(shop):
    edit(shop, street="Elders")
    shop.sell(STORE, moved(ORDER, 30, number="99"))
    hour(shop, "r2")
    assert codes(shop) == ["CONCEPT_EDITED"]
    shop.sell(STORE, moved(ORDER, 40))
    hour(shop, "r3")
    assert codes(shop) == []


def test_a_concept_that_a_person_deleted_is_not_made_again_unasked(shop):
    shop.sandbox.state("myparcel", STORE)["shipments"].clear()
    shop.sell(STORE, moved(ORDER, 30, number="99"))
    hour(shop, "r2")
    assert shop.shipments(STORE) == [] and codes(shop) == ["DELETED_REMOTELY"]
    holds.retry(shop.database, STORE, ORDER["id"], closed_by="test")
    shop.send("myparcel", STORE, run="r3")
    [again] = shop.shipments(STORE)
    assert again["recipient"]["number"] == "99" and codes(shop) == []


@pytest.mark.parametrize("told_by", ["the sender", "tracking"])
def test_a_concept_that_a_person_deleted_needs_nobody_once_its_order_is_cancelled(shop, told_by):
    shop.sandbox.state("myparcel", STORE)["shipments"].clear()
    if told_by == "the sender":
        shop.sell(STORE, moved(ORDER, 30, number="99"))
        hour(shop, "r2")
    else:
        for _ in range(2):
            shop.track(STORE)
    assert codes(shop) == ["DELETED_REMOTELY"]
    shop.sell(STORE, changed(ORDER, 35, status="CANCELED"))
    hour(shop, "r3")
    assert codes(shop) == []
    for _ in range(3):
        shop.track(STORE)
    assert codes(shop) == []
    shop.sell(STORE, changed(ORDER, 40))
    hour(shop, "r4")
    shop.track(STORE)
    if told_by == "the sender":  # its deletion was ours to make, and is done: the order begins anew
        assert len(shop.shipments(STORE)) == 1 and codes(shop) == []
        return
    # not made unasked, and not forgotten
    assert shop.shipments(STORE) == [] and codes(shop) == ["DELETED_REMOTELY"]
    holds.retry(shop.database, STORE, ORDER["id"], closed_by="test")
    shop.send("myparcel", STORE, run="r5")
    assert len(shop.shipments(STORE)) == 1 and codes(shop) == []


def test_a_deletion_whose_answer_was_lost_leaves_no_hold_that_tracking_opened(shop):
    shop.sell(STORE, changed(ORDER, 30, status="CANCELED"))
    shop.ingest(STORE, run="r2")
    shop.sandbox.arm("lost_answer", method="DELETE", path="/shipments/", times=9)
    shop.sandbox.arm("http_500", method="GET", path="/shipments/", nth=2, times=9)
    with pytest.raises(RetryLater):
        shop.send("myparcel", STORE, run="r2")
    shop.sandbox.sandbox.faults.clear()
    for _ in range(2):
        shop.track(STORE)
    assert shop.shipments(STORE) == [] and codes(shop) == []
    assert shop.send("myparcel", STORE, run="r3")["deleted"] == 1 and codes(shop) == []
    shop.sell(STORE, changed(ORDER, 40))
    hour(shop, "r4")
    assert len(shop.shipments(STORE)) == 1


def test_a_refused_change_is_held_once_and_tried_again_when_asked(shop):
    shop.sell(STORE, moved(ORDER, 30, number="99"))
    shop.ingest(STORE, run="r2")
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE export.ledger SET wanted = jsonb_set(wanted, '{body,recipient,postal_code}', '\"\"') WHERE wanted IS NOT NULL"
        )
    shop.send("myparcel", STORE, run="r2", checked=False)
    assert codes(shop) == ["MYPARCEL_REJECTED"]
    shop.sandbox.calls.clear()
    shop.send("myparcel", STORE, run="r3", checked=False)
    assert calls(shop, "PUT") == 0 and codes(shop) == ["MYPARCEL_REJECTED"]
    shop.sell(STORE, moved(ORDER, 40, number="98"))
    hour(shop, "r4")
    assert shop.shipments(STORE)[0]["recipient"]["number"] == "98" and codes(shop) == []


def test_an_ignored_order_keeps_its_concept(shop):
    edit(shop, street="Elders")
    shop.sell(STORE, changed(ORDER, 30, status="CANCELED"))
    hour(shop, "r2")
    holds.ignore(shop.database, STORE, ORDER["id"], closed_by="test", note="")
    edit(shop, street="Voorbeeldstraat")
    shop.sell(STORE, changed(ORDER, 40, status="CANCELED"))
    hour(shop, "r3")
    assert len(shop.shipments(STORE)) == 1 and codes(shop) == []


def test_many_changes_go_in_few_calls(world):
    world.stock()
    orders = [dutch(str(20000 + n), minute=n % 50) for n in range(120)]
    world.sell(STORE, *orders)
    hour(world, "r1")
    world.sandbox.calls.clear()
    world.sell(STORE, *(moved(changed(order, 55), 55, number="99") for order in orders[:110]))
    world.sell(STORE, *(changed(order, 55, status="CANCELED") for order in orders[110:]))
    assert hour(world, "r2") == {"updated": 110, "deleted": 10}
    assert (calls(world, "GET"), calls(world, "PUT"), calls(world, "DELETE"), calls(world, "POST")) == (2, 2, 1, 0)
