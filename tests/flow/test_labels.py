"""Labels from concepts in the sandbox to one stored PDF: every barcode once, in the order chosen, registered once."""

from __future__ import annotations

import pytest
from label_world import (
    barcodes,
    cancelled,
    job_row,
    label_calls,
    made,
    no_waiting,
    numbered,
    open_parcels,
    print_labels,
    states,
    storing,
)
from order_sync.errors import RetryLater
from order_sync.store.holds import hold, ignore
from order_sync.store.locks import exclusive
from shop_world import wix_order

waiting = no_waiting
parcels = open_parcels


def test_all_open_concepts_become_one_file_in_order(world, parcels):
    numbers = parcels(3)
    found = print_labels(world)
    codes = numbered(world)
    assert (found["labels"], found["parcels"], found["held"], found["files"]) == (3, 3, 0, ["labels"])
    assert barcodes(world, found) == [codes[number] for number in numbers]
    assert set(states(world).values()) == {"sent"}
    assert found["page"] == f"/order-sync/labels/nl/{found['job']}"
    assert world.track("nl")["told"] == 3  # what was registered is known to tracking at once
    assert print_labels(world, "p2")["job"] is None
    assert len(label_calls(world)) == 1


@pytest.mark.parametrize(
    ("count", "paper", "position", "calls"),
    [
        (1, "A6", 1, [1]),
        (24, "A6", 1, [24]),
        (25, "A6", 1, [25]),
        (101, "A6", 1, [100, 1]),
        (1, "A4", 4, [1]),
        (24, "A4", 3, [24]),
        (25, "A4", 2, [25]),
        (101, "A4", 2, [99, 2]),
    ],
)
def test_batches_are_legal_and_every_barcode_stands_once_in_order(world, parcels, waiting, count, paper, position, calls):
    world.sandbox.settings["myparcel.label_seconds"] = 0
    numbers = parcels(count)
    found = print_labels(world, paper=paper, position=position)
    codes = numbered(world)
    assert barcodes(world, found) == [codes[number] for number in numbers] and "" not in codes.values()
    assert [len(ids.split(";")) for ids in label_calls(world)] == calls
    files = len([call for call in world.sandbox.called("myparcel") if call["template"].startswith("/pdfs")])
    assert files == sum(size > 24 for size in calls)
    assert waiting == [3.0] * files


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (["order_number"], ["9", "10", "11"]),
        (["order_date"], ["11", "9", "10"]),
        (["sku", "order_number"], ["10", "9", "11"]),
        (["country", "order_number"], ["10", "9", "11"]),
    ],
)
def test_the_order_is_the_chosen_one(world, tmp_path, sort, expected):
    storing(world, tmp_path / "labels")
    belgian = wix_order("10", country="BE", minute=7)
    belgian["shippingInfo"]["logistics"]["shippingDestination"]["address"]["postalCode"] = "9000"
    world.sell(
        "nl",
        wix_order("9", country="NL", minute=6, lines=(("TAZA-01", 1, 1100),)),
        belgian,
        wix_order("11", country="NL", minute=5, lines=(("TAZA-01", 2, 1100),)),
    )
    made(world, 0)
    found = print_labels(world, sort=sort)
    codes = numbered(world)
    assert barcodes(world, found) == [codes[number] for number in expected]


def test_a_selection_prints_just_that_and_says_what_it_does_not_know(world, parcels):
    parcels(3)
    found = print_labels(world, order_numbers=["10002", "77777"])
    codes = numbered(world)
    assert barcodes(world, found) == [codes["10002"]] and codes["10001"] == codes["10003"] == ""
    assert found["others"] == [{"order_number": "77777", "verdict": "left_out", "because": "no shipment was made for this order"}]
    assert print_labels(world, "p2", country="BE")["job"] is None
    assert print_labels(world, "p3", carrier=2)["job"] is None
    assert print_labels(world, "p4", country="NL", carrier=1)["labels"] == 2


def test_a_dry_run_registers_nothing(world, parcels):
    parcels(2)
    found = print_labels(world, dry_run=True)
    assert [row["verdict"] for row in found["others"]] == ["print", "print"] and found["job"] is None
    assert not label_calls(world) and set(numbered(world).values()) == {""} and not states(world)


def test_asking_again_prints_the_same_labels_and_registers_nothing(world, parcels):
    numbers = parcels(2)
    first = print_labels(world)
    before = world.sandbox.state("myparcel", "nl")["shipments"]
    before = {key: (row["status"], row["barcode"], len(row["_history"])) for key, row in before.items()}
    again = print_labels(world, "p2", order_numbers=numbers)
    assert again["job"] != first["job"] and barcodes(world, again) == barcodes(world, first)
    waiting_ones = print_labels(world, "p3", reprint=True)
    assert barcodes(world, waiting_ones) == barcodes(world, first)
    after = world.sandbox.state("myparcel", "nl")["shipments"]
    assert {key: (row["status"], row["barcode"], len(row["_history"])) for key, row in after.items()} == before


def test_a_run_that_is_cleared_gives_its_job_without_a_call(world, parcels):
    parcels(1)
    first = print_labels(world)
    calls = len(world.sandbox.called("myparcel"))
    assert print_labels(world) == first
    assert len(world.sandbox.called("myparcel")) == calls


def test_what_a_person_printed_in_the_back_office_is_not_printed_again_unless_named(world, parcels):
    numbers = parcels(2)
    world.label("nl")
    assert print_labels(world)["job"] is None
    named = print_labels(world, "p2", order_numbers=numbers[:1])
    assert barcodes(world, named) == [numbered(world)["10001"]]
    assert states(world) == {"10001": "sent"}


@pytest.mark.parametrize("named", [False, True])
def test_a_held_or_cancelled_order_is_not_registered(world, parcels, named):
    numbers = parcels(3)
    with world.database.begin() as tx:
        ids = {row["order_number"]: row["wix_order_id"] for row in tx.rows("labels/return_parents", store="nl", numbers=numbers)}
    hold(world.database, "nl", ids["10001"], "10001", "myparcel", "ORDER_CHANGED_AFTER_BOOKING", seen="other money")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE core.decisions SET action = 'ignore', reason = 'CANCELED' WHERE wix_order_id = %s AND destination = 'myparcel'",
            (ids["10002"],),
        )
    found = print_labels(world, **({"order_numbers": numbers} if named else {}))
    codes = numbered(world)
    assert barcodes(world, found) == [codes["10003"]] and codes["10001"] == codes["10002"] == ""
    assert sorted((row["order_number"], row["verdict"], row["because"]) for row in found["others"]) == [
        ("10001", "held", "held: ORDER_CHANGED_AFTER_BOOKING"),
        ("10002", "left_out", "not to be shipped any more (CANCELED)"),
    ]


def test_a_concept_whose_order_has_changed_waits_for_its_change(world, parcels):
    parcels(2)
    changed = wix_order("10001", country="NL", minute=8)
    changed["shippingInfo"]["logistics"]["shippingDestination"]["address"]["streetAddress"]["number"] = "14"
    world.sell("nl", changed)
    world.ingest("nl", run="r2")
    found = print_labels(world)
    assert [row["order_number"] for row in found["others"]] == ["10001"] and "order has changed" in found["others"][0]["because"]
    assert barcodes(world, found) == [numbered(world)["10002"]]
    world.send("myparcel", "nl", run="r2")
    assert barcodes(world, print_labels(world, "p2")) == [numbered(world)["10001"]]
    assert {row["recipient"]["number"] for row in world.shipments("nl")} == {"12", "14"}


def test_an_order_that_is_cancelled_before_a_job_is_taken_up_again_is_not_registered(world, parcels):
    parcels(2)
    world.sandbox.arm("http_500", path="/shipment_labels/", times=10)
    with pytest.raises(RetryLater):
        print_labels(world)
    world.sandbox.sandbox.faults.clear()
    world.sell("nl", cancelled("10001"))
    world.ingest("nl", run="r2")
    found = print_labels(world)
    codes = numbered(world)
    assert codes["10001"] == "" and barcodes(world, found) == [codes["10002"]]
    [other] = found["others"]
    assert (other["order_number"], other["verdict"]) == ("10001", "left_out") and "not to be shipped" in other["because"]
    world.send("myparcel", "nl", run="r2", checked=False)
    assert len(world.shipments("nl")) == 1


def test_an_order_that_is_cancelled_while_others_are_printed_is_not_registered(world, parcels):
    """A large job takes its time: each call asks only for what is still wanted."""
    parcels(101)

    def cancel(_call):
        world.sell("nl", cancelled("10101"))
        world.ingest("nl", run="r2")

    world.sandbox.arm("hook", path="/shipment_labels/", call=cancel)
    found = print_labels(world)
    codes = numbered(world)
    assert codes["10101"] == "" and found["labels"] == 100 and [row["order_number"] for row in found["others"]] == ["10101"]


def test_an_order_that_a_person_leaves_out_while_others_are_printed_stops_no_other(world, parcels):
    parcels(101)
    with world.database.begin() as tx:
        [wix_order_id] = {row["wix_order_id"] for row in tx.rows("labels/return_parents", store="nl", numbers=["10101"])}

    def leave_out(_call):
        hold(world.database, "nl", wix_order_id, "10101", "myparcel", "MYPARCEL_REJECTED")
        ignore(world.database, "nl", wix_order_id, closed_by="somebody", note="by hand")

    world.sandbox.arm("hook", path="/shipment_labels/", call=leave_out)
    assert print_labels(world)["labels"] == 100
    assert numbered(world)["10101"] == ""


def test_labels_wait_while_concepts_are_sent_or_changed(world, parcels):
    parcels(1)
    with exclusive(world.database, "myparcel nl"), pytest.raises(RetryLater, match="another run is working on myparcel nl"):
        print_labels(world)
    assert label_calls(world) == []


@pytest.mark.parametrize("paper", ["A4", "A6"])
@pytest.mark.parametrize("gone", [0, 1, 4])
def test_a_shipment_that_is_gone_stops_no_other_one(world, parcels, gone, paper):
    """Deleted in the back office between our look and our call: the call is refused as a whole."""
    numbers = parcels(5)
    shipments = world.sandbox.state("myparcel", "nl")["shipments"]
    key = next(key for key, row in shipments.items() if f":{numbers[gone]}-" in row["reference_identifier"])
    world.sandbox.arm("hook", path="/shipment_labels/", call=lambda _call: shipments.pop(key, None))
    found = print_labels(world, paper=paper, position=3)
    codes = numbered(world)
    assert barcodes(world, found) == [codes[number] for number in numbers if number != numbers[gone]]
    assert (found["labels"], found["held"]) == (4, 1) and world.held("nl", "myparcel") == {numbers[gone]: "LABEL_REFUSED"}
    assert states(world)[numbers[gone]] == "rejected"
    assert job_row(world, found)["state"] == "partly"
