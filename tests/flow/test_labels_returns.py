"""Return labels: one related return per parcel and ask, whatever is lost or killed, printed like any label."""

from __future__ import annotations

import pytest
from label_world import barcodes, concept, job_row, label_calls, numbered, print_labels, states, storing
from order_sync.errors import OutcomeUnknown, RetryLater, SettingsError
from order_sync.hooks.myparcel import MyParcelHook


@pytest.fixture
def parcels(world, tmp_path):
    """``parcels("1", "2")``: registered shipments of these orders; the calls so far are forgotten."""
    storing(world, tmp_path / "labels")

    def made(*numbers: str) -> None:
        for number in numbers:
            concept(world, number)
        print_labels(world, "outward", order_numbers=list(numbers))
        world.sandbox.calls.clear()

    return made


def returns(world):
    """The return shipments of the shop, by the order they belong to."""
    found = [row for row in world.shipments("nl") if row["shipment_type"] == 2]
    return sorted((row["reference_identifier"].split(":")[1].split("-")[0], row["parent_id"]) for row in found)


def return_codes(world):
    """The barcodes of the returns, by reference."""
    rows = [row for row in world.shipments("nl") if row["shipment_type"] == 2]
    return [row["barcode"] for row in sorted(rows, key=lambda row: row["reference_identifier"])]


def test_each_named_parcel_gets_one_return_and_one_label(world, parcels):
    parcels("1", "2")
    found = print_labels(world, returns=True, order_numbers=["1", "2", "9"])
    assert (found["kind"], found["labels"], found["held"]) == ("return", 2, 0)
    assert [number for number, _ in returns(world)] == ["1", "2"]
    assert barcodes(world, found) == return_codes(world) and "" not in return_codes(world)
    assert found["others"] == [{"order_number": "9", "verdict": "left_out", "because": "no shipment was made for this order"}]
    assert set(states(world, "return").values()) == {"sent"}
    [post] = world.sandbox.called("myparcel", "POST")
    assert "send_return_mail=0" in post["path"] or post["template"] == "/shipments"
    # nobody in Wix is told that a return was shipped to him
    world.track("nl")
    ids = [str(row["id"]) for row in world.shipments("nl") if row["shipment_type"] == 2]
    with world.database.engine.begin() as connection:
        followed = connection.exec_driver_sql("SELECT shipment_id FROM export.tracking").scalars().all()
    assert len(ids) == 2 and not set(ids) & set(followed)


def test_once_per_ask(world, parcels):
    parcels("1")
    first = print_labels(world, "r1", returns=True, order_numbers=["1"])
    assert print_labels(world, "r1", returns=True, order_numbers=["1"]) == first | {"others": []}
    assert len(returns(world)) == 1
    print_labels(world, "r2", returns=True, order_numbers=["1"])
    assert len(returns(world)) == 2
    calls = len(world.sandbox.called("myparcel", "POST"))
    again = print_labels(world, "r3", returns=True, reprint=True, order_numbers=["1"])
    assert again["labels"] == 2 and len(world.sandbox.called("myparcel", "POST")) == calls
    assert sorted(barcodes(world, again)) == sorted(return_codes(world))


def test_a_concept_has_nothing_to_return(world, parcels):
    parcels()
    concept(world, "1")
    found = print_labels(world, returns=True, order_numbers=["1"])
    assert found["job"] is None and "nothing was sent yet" in found["others"][0]["because"] and not label_calls(world)


def test_returns_are_asked_for_by_number(world, parcels):
    with pytest.raises(SettingsError, match="order numbers"):
        print_labels(world, returns=True)


@pytest.mark.parametrize("fault", ["lost_answer", "cut_before", "http_500_after"])
def test_a_lost_answer_makes_no_second_return(world, parcels, fault):
    parcels("1", "2")
    world.sandbox.arm(fault, method="POST", service="myparcel")
    found = print_labels(world, returns=True, order_numbers=["1", "2"])
    assert found["labels"] == 2 and [number for number, _ in returns(world)] == ["1", "2"]


def test_a_lagging_index_is_waited_for(world, parcels):
    """Two looks find nothing while the index lags; the run ends open, the same run adopts the return."""
    parcels("1")
    store = world.config.stores["nl"]
    slow = store.model_copy(update={"myparcel": store.myparcel.model_copy(update={"settle_seconds": 3600})})
    world.config = world.config.model_copy(update={"stores": {**world.config.stores, "nl": slow}})
    world.sandbox.settings["myparcel.lag_seconds"] = 3600
    world.sandbox.arm("lost_answer", method="POST", service="myparcel")
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            print_labels(world, returns=True, order_numbers=["1"])
    world.sandbox.settings["myparcel.lag_seconds"] = 0
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET next_try_at = now()")
    assert print_labels(world, returns=True, order_numbers=["1"])["labels"] == 1
    assert len(returns(world)) == 1


def test_one_look_that_finds_nothing_proves_nothing(world, parcels):
    """The first look comes before the index knows the return, the second one finds it."""
    parcels("1")
    store = world.config.stores["nl"]
    slow = store.model_copy(update={"myparcel": store.myparcel.model_copy(update={"settle_seconds": 1})})
    world.config = world.config.model_copy(update={"stores": {**world.config.stores, "nl": slow}})
    world.sandbox.settings["myparcel.lag_seconds"] = 1.6
    world.sandbox.arm("lost_answer", method="POST", service="myparcel")
    assert print_labels(world, returns=True, order_numbers=["1"])["labels"] == 1
    assert len(returns(world)) == 1 and len(world.sandbox.called("myparcel", "GET", template="/shipments")) == 2


def test_one_refused_return_stops_no_other(world, parcels):
    parcels("1", "2", "3")
    bad = next(row for row in world.shipments("nl") if ":2-" in row["reference_identifier"])
    bad["recipient"]["email"] = "none"
    found = print_labels(world, returns=True, order_numbers=["1", "2", "3"])
    assert [number for number, _ in returns(world)] == ["1", "3"]
    assert (found["labels"], found["held"]) == (2, 1) and world.held("nl") == {"2": "RETURN_REFUSED"}
    assert job_row(world, found)["state"] == "partly"
    bad["recipient"]["email"] = "buyer@example.com"
    again = print_labels(world, returns=True, order_numbers=["1", "2", "3"])
    assert again["labels"] == 3 and len(returns(world)) == 3 and not world.held("nl")


def test_a_busy_remote_does_nothing_and_is_asked_later(world, parcels):
    parcels("1")
    world.sandbox.arm("http_429", method="POST", service="myparcel", times=9)
    with pytest.raises(RetryLater):
        print_labels(world, returns=True, order_numbers=["1"])
    world.sandbox.sandbox.faults.clear()
    with world.database.engine.begin() as connection:  # the five minutes of silence after a refused call are over
        connection.exec_driver_sql("UPDATE ops.call_windows SET closed_until = NULL")
    assert print_labels(world, returns=True, order_numbers=["1"])["labels"] == 1 and len(returns(world)) == 1


def test_the_buyers_name_is_read_and_not_kept(world, parcels):
    parcels("1")
    print_labels(world, returns=True, order_numbers=["1"])
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT body::text FROM export.ledger WHERE role = 'return'").scalars().all()
    assert len(rows) == 1 and "example.com" not in rows[0] and "Ejemplo" not in rows[0]
    [made] = [
        row for row in MyParcelHook("myparcel_nl").shipments([row["id"] for row in world.shipments("nl")]) if row["shipment_type"] == 2
    ]
    assert numbered(world) and made["reference_identifier"].endswith("-R2")
