"""Print jobs of labels: what must be paid, is refused, dies or is asked for again."""

from __future__ import annotations

import pytest
from label_world import (
    barcodes,
    cancelled,
    concept,
    job_row,
    numbered,
    open_parcels,
    print_labels,
    states,
)
from order_sync.errors import RetryLater
from order_sync.store.holds import hold, retry

parcels = open_parcels


@pytest.mark.parametrize("status", [402, 200])
def test_an_unpaid_account_holds_and_prints_once_it_is_paid(world, parcels, status):
    numbers = parcels(2)
    world.sandbox.settings["myparcel.prepaid"], world.sandbox.settings["myparcel.payment_with_200"] = True, status == 200
    found = print_labels(world)
    assert (found["labels"], found["held"], found["files"]) == (0, 2, [])
    holds = world.database.rows("holds/list", store="nl", code="PAYMENT_NEEDED", number=None)
    assert sorted(row["order_number"] for row in holds) == numbers
    assert all("payments.example.com/" not in row["seen"] + row["cure"] for row in holds), "a payment link opens an invoice"
    assert set(states(world).values()) == {"pending"} and set(numbered(world).values()) == {""}
    link = job_row(world, found)["payment_link"]
    assert link is None or link.startswith("https://payments.example.com/pay/")
    world.sandbox.settings["myparcel.prepaid"] = False
    assert print_labels(world, "p2")["labels"] == 2
    assert not world.held("nl", "myparcel")


@pytest.mark.parametrize("status", [402, 200])
@pytest.mark.parametrize("left", ["nothing", "registered"])
def test_of_a_partly_payable_batch_what_can_be_printed_is_printed(world, parcels, status, left):
    numbers = parcels(5)
    settings, shipments = world.sandbox.settings, world.shipments("nl")
    settings["myparcel.credit_cents"] = sum(row["price"]["amount"] for row in shipments[:3])
    settings["myparcel.payment_with_200"], settings["myparcel.partly_paid"] = status == 200, left
    settings["myparcel.blocked_references"] = [shipments[0]["reference_identifier"]]
    found = print_labels(world, paper="A4", position=4)
    codes = numbered(world)
    assert barcodes(world, found) == [codes[number] for number in numbers[1:4]]
    assert world.held("nl", "myparcel") == {numbers[0]: "PAYMENT_NEEDED", numbers[4]: "PAYMENT_NEEDED"}
    texts = [row["seen"] for row in world.database.rows("holds/list", store="nl", code=None, number=numbers[0])]
    assert "blocked until the account is paid" in texts[0]
    settings["myparcel.credit_cents"], settings["myparcel.blocked_references"] = 100_000, []
    rest = print_labels(world, "p2")
    assert barcodes(world, rest) == [numbered(world)[number] for number in (numbers[0], numbers[4])] and not world.held("nl")


def test_stamps_are_billed_once_however_often_they_are_asked_for(world, parcels):
    ids = [concept(world, number, package_type=4, physical_properties={"weight": 40}) for number in ("1", "2")]
    state = world.sandbox.state("myparcel", "nl")
    world.sandbox.arm("lost_answer", path="/shipment_labels/", times=4)
    with pytest.raises(RetryLater):
        print_labels(world)
    world.sandbox.sandbox.faults.clear()
    assert print_labels(world)["labels"] == 2
    billed = dict(state["billings"])
    assert sorted(billed) == sorted(map(str, ids))
    assert print_labels(world, "p2", order_numbers=["1", "2"])["labels"] == 2
    assert print_labels(world, "p3")["job"] is None and state["billings"] == billed


@pytest.mark.parametrize("code", [16, 17, 99])
def test_an_ended_shipment_is_left_out_and_said(world, parcels, code):
    parcels(2)
    row = world.shipments("nl")[0]
    row["status"] = code
    found = print_labels(world, order_numbers=["10001", "10002"])
    assert found["labels"] == 1 and [one["order_number"] for one in found["others"]] == ["10001"]
    assert "MyParcel says" in found["others"][0]["because"]


def test_a_refused_label_waits_for_a_person(world, parcels):
    parcels(2)
    shipments = world.sandbox.state("myparcel", "nl")["shipments"]
    row = next(iter(shipments.values()))
    world.sandbox.arm("hook", path="/shipment_labels/", call=lambda _call: row.update(status=16))
    assert print_labels(world)["held"] == 1
    row["status"] = 1
    assert print_labels(world, "p2")["others"] == [{"order_number": "10001", "verdict": "held", "because": "held: LABEL_REFUSED"}]
    [held] = world.database.rows("holds/list", store="nl", code="LABEL_REFUSED", number=None)
    assert "expired" in held["cure"]
    with world.database.begin() as tx:
        [wix_order_id] = {row["wix_order_id"] for row in tx.rows("labels/return_parents", store="nl", numbers=["10001"])}
    retry(world.database, "nl", wix_order_id, closed_by="somebody")
    assert print_labels(world, "p3")["labels"] == 1 and not world.held("nl")


def test_a_cleared_run_asks_again_for_what_was_held(world, parcels):
    parcels(2)
    world.sandbox.settings["myparcel.prepaid"] = True
    first = print_labels(world)
    world.sandbox.settings["myparcel.prepaid"] = False
    again = print_labels(world)
    assert again["job"] == first["job"] and again["labels"] == 2 and not world.held("nl", "myparcel")


def test_a_run_that_died_is_taken_up_by_itself_or_by_another(world, parcels):
    numbers = parcels(2)
    for run in ("p1", "p2"):
        world.sandbox.arm("lost_answer", path="/shipment_labels/", times=10)
        with pytest.raises(RetryLater):
            print_labels(world, "p1")
        world.sandbox.sandbox.faults.clear()
        assert "" not in numbered(world).values(), "they are registered, only the answer was lost"
        found = print_labels(world, run)
        assert barcodes(world, found) == [numbered(world)[number] for number in numbers]
        assert set(states(world).values()) == {"sent"}
        # each stands in one file, and the job that died has nothing left to print
        assert print_labels(world, "p9")["job"] is None
        assert print_labels(world, "p1")["labels"] == (2 if run == "p1" else 0)
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM export.print_jobs")
            connection.exec_driver_sql("DELETE FROM export.ledger WHERE role = 'label'")
        for row in world.shipments("nl"):
            row |= {"status": 1, "barcode": "", "_registered_at": None, "_history": []}
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM export.tracking")


def test_nothing_personal_is_kept_with_a_job(world, parcels):
    parcels(1)
    found = print_labels(world)
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT row_to_json(j)::text || row_to_json(p)::text FROM export.print_jobs j JOIN export.print_job_parcels p USING (job_id)"
        )
        kept = " ".join(row[0] for row in rows) + repr(found)
    for personal in ("Lucía", "Ejemplo", "Voorbeeldstraat", "1012AB", "@"):
        assert personal not in kept


def test_the_hold_of_a_label_ends_with_what_it_is_about(world, parcels):
    """A person prints one in the back office; the other order is cancelled, and its concept deleted."""
    parcels(2)
    world.sandbox.settings["myparcel.prepaid"] = True
    assert print_labels(world)["held"] == 2
    world.sandbox.settings["myparcel.prepaid"] = False
    world.track("nl")
    assert world.held("nl", "myparcel") == {"10001": "PAYMENT_NEEDED", "10002": "PAYMENT_NEEDED"}
    world.sell("nl", cancelled("10001"))
    world.ingest("nl", run="r2")
    world.send("myparcel", "nl", run="r2")
    world.label("nl")
    world.track("nl")
    assert [bool(row["barcode"]) for row in world.shipments("nl")] == [True]
    assert world.held("nl", "myparcel") == {}


def test_an_open_label_keeps_no_refusal_of_another_parcel_open_and_no_sending_busy(world, parcels):
    parcels(1)
    world.sandbox.settings["myparcel.prepaid"] = True
    print_labels(world)
    with world.database.begin() as tx:
        [wix_order_id] = {row["wix_order_id"] for row in tx.rows("labels/return_parents", store="nl", numbers=["10001"])}
    hold(world.database, "nl", wix_order_id, "10001", "myparcel", "MYPARCEL_REJECTED", field="recipient.city")
    assert world.database.one("checks/open_work", store="nl", destination="myparcel") == {"open": 0}
    world.send("myparcel", "nl", run="r2")
    rows = world.database.rows("holds/list", store="nl", code=None, number=None)
    assert [row["code"] for row in rows if row["destination"] == "myparcel"] == ["PAYMENT_NEEDED"]
