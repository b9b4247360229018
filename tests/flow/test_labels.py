"""Labels from concepts in the sandbox to one stored PDF: every barcode once, in the order chosen, registered once."""

from __future__ import annotations

import itertools
import stat
from pathlib import Path

import pytest
from label_world import (
    DECLARATION,
    SWISS,
    barcodes,
    concept,
    job_row,
    label_calls,
    made,
    no_waiting,
    numbered,
    pages,
    print_labels,
    sheet_codes,
    states,
    storing,
)
from order_sync.errors import NotThere, RetryLater, SettingsError
from order_sync.steps import label_calls as label_calls_module
from order_sync.steps.labels import open_file
from order_sync.store.holds import hold, ignore, retry
from order_sync.store.locks import exclusive
from shop_world import wix_order

waiting = no_waiting


@pytest.fixture
def parcels(world, tmp_path):
    """``parcels(3)``: so many concepts of the Dutch store, orders 10001 and on; the files go to ``labels`` of the test's folder."""
    storing(world, tmp_path / "labels")
    return lambda count, **changes: made(world, count, **changes)


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


def cancelled(number):
    return wix_order(number, country="NL", minute=8, status="CANCELED", paymentStatus="FULLY_REFUNDED")


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


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a4_begins_at_the_chosen_place(world, parcels, position):
    numbers = parcels(6)
    found = print_labels(world, paper="A4", position=position)
    codes = [numbered(world)[number] for number in numbers]
    first = 5 - position
    expected = [codes[:first], *(codes[place : place + 4] for place in range(first, 6, 4))]
    assert sheet_codes(world, found) == expected
    [call] = [call for call in world.sandbox.called("myparcel") if "shipment_labels" in call["template"]]
    assert "positions=" + "%3B".join(map(str, range(position, 5))) in call["path"] or "positions" not in call["path"]


@pytest.mark.parametrize("paper", ["A4", "A6"])
def test_customs_forms_stand_apart_on_a4(world, parcels, paper):
    concept(world, "1")
    concept(world, "2", recipient=SWISS, customs_declaration=DECLARATION)
    concept(world, "3")
    found = print_labels(world, paper=paper)
    codes = numbered(world)
    assert found["files"] == ["customs", "labels"] and found["labels"] == 3
    assert barcodes(world, found) == [codes["1"], codes["3"]] and barcodes(world, found, "customs") == [codes["2"]]
    assert "CN23" in " ".join(pages(world, found, "customs"))


def test_multi_collo_prints_all_its_labels_by_one_call(world, parcels):
    concept(world, "1", secondary_shipments=[{}, {}])
    concept(world, "2")
    found = print_labels(world, paper="A4", position=4)
    main, other = world.shipments("nl")
    expected = [main["barcode"], *(child["barcode"] for child in main["secondary_shipments"]), other["barcode"]]
    assert barcodes(world, found) == expected and len(set(expected)) == 4
    assert (found["labels"], found["parcels"]) == (4, 2) and len(label_calls(world)) == 1


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


def test_several_shipments_of_an_order_are_printed_one_after_the_other(world, parcels):
    second, first = concept(world, "7", part="2"), concept(world, "7")
    concept(world, "5")
    found = print_labels(world)
    by_id = {row["id"]: row["barcode"] for row in world.shipments("nl")}
    assert barcodes(world, found)[1:] == [by_id[first], by_id[second]]


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


def test_a_file_that_is_not_made_in_time_is_asked_for_in_direct_calls(world, parcels, waiting, monkeypatch):
    storing(world, world.config.folder.parent / "labels", wait_seconds=5)
    numbers = parcels(30)
    world.sandbox.settings["myparcel.label_seconds"] = 3600
    clock = itertools.count(0, 2)
    monkeypatch.setattr(label_calls_module.time, "monotonic", lambda: float(next(clock)))
    found = print_labels(world, paper="A4", position=2)
    codes = numbered(world)
    assert barcodes(world, found) == [codes[number] for number in numbers]
    assert [len(ids.split(";")) for ids in label_calls(world)] == [30, 23, 7]


def test_files_are_private_and_deleted_after_their_days(world, parcels, tmp_path):
    parcels(1)
    found = print_labels(world)
    job = job_row(world, found)
    file = Path(job["files"]["labels"]["path"].removeprefix("file://"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.print_jobs SET created_at = now() - interval '30 days 1 minute'")
    assert print_labels(world, "p2")["job"] is None
    job = job_row(world, found)
    assert not file.exists() and job["deleted_at"]
    with pytest.raises(NotThere, match="Print again"):
        open_file(job)


def test_a_storage_that_cannot_be_used_is_said_before_anything_is_registered(world, parcels, tmp_path):
    parcels(1)
    (tmp_path / "file").write_text("no folder")
    storing(world, tmp_path / "file" / "below")
    with pytest.raises(SettingsError, match=r"myparcel\.labels\.storage"):
        print_labels(world)
    assert not label_calls(world) and set(numbered(world).values()) == {""}


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
