"""Parcels from the label to the buyer: one fulfilment per parcel with its lines, never backwards, and what a person must look at."""

from __future__ import annotations

import json

import pytest
from order_sync.steps import track
from order_sync.steps.shop import open_shop
from tracking_world import answer, change, parcels, save, shipped, tell, told


def basis(world, order, pieces, part=""):
    """Write down how a shipment was packed: [{line place: quantity}] per collo."""
    lines = [[{"id": line_id(place), "quantity": units} for place, units in collo.items()] for collo in pieces]
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE export.ledger SET basis = CAST(%(b)s AS jsonb) WHERE wix_order_id = %(o)s AND role = 'shipment' AND part = %(p)s",
            {"b": json.dumps({"lines": [line for collo in lines for line in collo], "pieces": lines}), "o": order["id"], "p": part},
        )


def line_id(place):
    return f"00000000-0000-0000-0000-{place:012}"


def colli(main, count, status=2, barcode="3SEXMP0000001{:02}"):
    """Secondary shipments of an answer."""
    return [
        {"id": main["id"] * 10 + place, "status": status, "barcode": barcode.format(place) if status != 1 else "", "multi_collo_main_shipment_id": main["id"]}
        for place in range(1, count + 1)
    ]  # fmt: skip


def test_each_collo_gets_one_fulfilment_with_its_lines(world):
    order = shipped(world)
    basis(world, order, [{1: 1}, {1: 1, 2: 1}])
    main = answer(world)
    main["secondary_shipments"] = colli(main, 1)
    assert save(world, main)["intended"] == 2
    assert save(world, main) == {}  # the same answer again tells nothing
    assert tell(world) == {"told": 2}
    assert told(world) == {"3SEXMP000000099": {1: 1}, "3SEXMP000000101": {1: 1, 2: 1}}
    links = [found["trackingInfo"]["trackingLink"] for found in world.fulfillments()]
    assert len(set(links)) == 2 and all("track-trace" in link for link in links)


def test_a_collo_without_a_line_gets_a_unit_where_there_is_one_and_else_no_fulfilment(world):
    order = shipped(world)
    basis(world, order, [{1: 2, 2: 1}])
    main = answer(world)
    main["secondary_shipments"] = colli(main, 3)  # a person made four colli of it
    counts = save(world, main)
    assert (counts["intended"], counts["no_line"]) == (3, 1)
    tell(world)
    sums = {}
    for lines in told(world).values():
        for place, units in lines.items():
            sums[place] = sums.get(place, 0) + units
    assert sums == {1: 2, 2: 1} and len(told(world)) == 3


def test_a_collo_whose_number_comes_later_keeps_its_lines(world):
    order = shipped(world)
    basis(world, order, [{1: 1}, {1: 1, 2: 1}])
    main = answer(world)
    main["secondary_shipments"] = colli(main, 1, barcode="")
    assert save(world, main)["intended"] == 1
    main["secondary_shipments"] = colli(main, 1)
    assert save(world, main)["intended"] == 1
    tell(world)
    assert told(world) == {"3SEXMP000000099": {1: 1}, "3SEXMP000000101": {1: 1, 2: 1}}


@pytest.mark.parametrize("barcode", ["concept", "Concept", "", None, "   ", "none", "pending"])
def test_a_word_is_never_a_number(world, barcode):
    shipped(world)
    save(world, answer(world, barcode=barcode))
    assert tell(world) == {}
    assert [row["barcode"] for row in parcels(world).values()] == [None]


def test_an_older_answer_changes_nothing(world):
    shipped(world)
    shipment = str(world.shipments()[0]["id"])
    for status, shown in ((2, 2), (5, 5), (3, 5), (1, 5), (77, 5), (8, 8), (4, 8), (7, 7), (3, 7), (1, 7)):
        save(world, answer(world, status=status))
        assert parcels(world)[shipment]["status"] == shown, status
    assert tell(world) == {"told": 1}


def test_what_wix_has_fulfilled_already_is_left_out(world):
    order = shipped(world)
    site = world.sandbox.state("wix", "es")
    site["fulfillments"][order["id"]] = [{"id": "by-hand", "lineItems": [{"id": line_id(1), "quantity": 1}]}]
    save(world, answer(world))
    assert tell(world) == {"told": 1}
    assert {int(line["id"][-12:]): line["quantity"] for line in world.fulfillments()[-1]["lineItems"]} == {1: 1, 2: 1}


def test_an_order_that_a_person_fulfilled_in_wix_is_held_without_a_call(world):
    order = shipped(world)
    whole = [{"id": line_id(1), "quantity": 2}, {"id": line_id(2), "quantity": 1}]
    world.sandbox.state("wix", "es")["fulfillments"][order["id"]] = [{"id": "by-hand", "lineItems": whole}]
    save(world, answer(world))
    assert tell(world) == {"held": 1}
    assert world.held(destination="wix") == {"10001": "WIX_REJECTED"}
    assert not [call for call in world.sandbox.called("wix", "POST") if "create-fulfillment" in call["path"]]


def test_a_label_made_in_the_back_office_for_a_second_parcel_is_found_by_its_reference(world):
    order = shipped(world)
    basis(world, order, [{1: 2}])  # the cup was left out by a person
    first = answer(world)
    other = answer(world, barcode="3SEXMP000000555", id=first["id"] + 1)
    save(world, first, other)
    tell(world)
    assert told(world) == {"3SEXMP000000099": {1: 2}, "3SEXMP000000555": {2: 1}}
    assert [row["extra"] for row in parcels(world).values()] == [False, True]


def test_a_return_and_somebody_elses_shipment_are_no_parcels_of_an_order(world):
    shipped(world)
    first = answer(world)
    save(world, answer(world, id=first["id"] + 1, shipment_type=2), answer(world, id=first["id"] + 2, reference_identifier="other shop"))
    assert parcels(world) == {}


def test_calls_follow_the_parcels_that_are_due(world):
    shipped(world)
    world.label()
    with open_shop("es", "r1", config=world.config, database=world.database) as shop:
        assert track.poll(shop).counts["polled"] == 1
        assert track.poll(shop).counts["polled"] == 0, "a parcel on its way is not read every run"
        change(world, "UPDATE export.tracking SET looked_at = now() - interval '3 hours'")
        assert track.poll(shop).counts["polled"] == 1
        assert track.poll(shop, everything=True).counts["polled"] == 1


def test_a_hinted_parcel_is_read_before_its_time_and_once(world):
    shipped(world)
    world.label()
    world.track()
    shipment = str(world.shipments()[0]["id"])
    with open_shop("es", "r1", config=world.config, database=world.database) as shop:
        shop.database.run("tracking/hint", store="es", ids=[shipment, "999999999"])
        counts = track.poll(shop).counts
        assert (counts["polled"], counts["hinted"]) == (0, 2)
        assert track.poll(shop).counts["hinted"] == 0


def test_with_whole_lines_no_line_is_split(world, tmp_path):
    order = shipped(world)
    basis(world, order, [{1: 1}, {1: 1, 2: 1}])
    object.__setattr__(world.config.store("es").tracking, "split_lines", False)
    main = answer(world)
    main["secondary_shipments"] = colli(main, 1)
    save(world, main)
    tell(world)
    assert told(world) == {"3SEXMP000000099": {1: 2}, "3SEXMP000000101": {2: 1}}
