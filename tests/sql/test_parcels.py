"""Several shipments of one order: the ledger's parts with their lines, and how each is wanted, withdrawn or taken back as the order changes."""

from __future__ import annotations

import json

import pytest

ID, STORE = "0f5019e0-0000-4000-8000-000000000001", "nl"
PIECES = [[{"id": "a", "quantity": 2}], [{"id": "a", "quantity": 1}], [{"id": "b", "quantity": 4}]]


def shipment(reference, weight=100, **more):
    return {"reference_identifier": reference, "carrier": 1, "recipient": {"cc": "NL"}, "options": {"package_type": 1},
            "physical_properties": {"weight": weight}, **more}  # fmt: skip


def decide(database, run, action="send", bodies=(), pieces=PIECES, reason=None):
    """Publish one decision as the build writes it: the first body with the others as ``further``."""
    batch = f"{STORE}/{run}"
    body = json.dumps(bodies[0] | ({"further": bodies[1:]} if len(bodies) > 1 else {})) if bodies else None
    proof = json.dumps({"lines": [], "parcels": len(pieces), "rule_line": 7, "pieces": pieces}) if bodies else None
    with database.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO staging.batches (batch_id, store, state) VALUES (%s, %s, 'checked')", (batch, STORE))
        connection.exec_driver_sql(
            "INSERT INTO staging.orders (batch_id, store, wix_order_id, number, payload_hash, total_minor) VALUES (%s, %s, %s, '10001', '', 100)",
            (batch, STORE, ID),
        )
        connection.exec_driver_sql(
            "INSERT INTO staging.decisions (batch_id, store, wix_order_id, destination, action, kind, reason, body, proof) "
            "VALUES (%s, %s, %s, 'myparcel', %s, 'shipment', %s, %s, %s)",
            (batch, STORE, ID, action, reason, body, proof),
        )
    from order_sync.store.publishing import publish

    publish(database, batch, None)


def parts(database):
    with database.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT part, state, body, basis, wanted, marker, money_hash FROM export.ledger WHERE wix_order_id = %s ORDER BY part", (ID,)
        )
        return {row.part: row for row in rows}


def sent(database, *names):
    with database.engine.begin() as connection:
        for place, name in enumerate(names):
            connection.exec_driver_sql("UPDATE export.ledger SET state = 'sent', remote_id = %s WHERE part = %s", (str(100 + place), name))


BODIES = [shipment("nl:1", secondary_shipments=[{"reference_identifier": "nl:1"}]), shipment("nl:1-2")]


@pytest.fixture
def published(database):
    decide(database, "r1", bodies=BODIES)
    return database


def test_each_shipment_is_a_part_with_its_own_lines(published):
    found = parts(published)
    assert list(found) == ["", "2"] and [row.marker for row in found.values()] == ["nl:1", "nl:1-2"]
    assert "further" not in found[""].body and found["2"].body == BODIES[1]
    assert found[""].basis == {"pieces": PIECES[:2], "lines": [{"id": "a", "quantity": 3}], "rule_line": 7}
    assert found["2"].basis == {"pieces": PIECES[2:], "lines": [{"id": "b", "quantity": 4}], "rule_line": 7}
    assert len({row.money_hash for row in found.values()}) == 2


def test_the_same_again_wants_nothing(published):
    sent(published, "", "2")
    decide(published, "r2", bodies=BODIES)
    assert [row.wanted for row in parts(published).values()] == [None, None]


def test_only_the_part_that_changed_is_wanted_otherwise(published):
    sent(published, "", "2")
    decide(published, "r2", bodies=[BODIES[0], shipment("nl:1-2", weight=900)])
    found = parts(published)
    assert found[""].wanted is None and found["2"].wanted["body"]["physical_properties"] == {"weight": 900}


def test_fewer_and_more_parcels(published):
    sent(published, "")
    decide(published, "r2", bodies=BODIES[:1], pieces=PIECES[:2])
    assert parts(published)["2"].state == "withdrawn"  # nothing was sent of it
    decide(published, "r3", bodies=BODIES)
    assert parts(published)["2"].state == "pending"
    sent(published, "", "2")
    decide(published, "r4", bodies=BODIES[:1], pieces=PIECES[:2])
    assert parts(published)["2"].wanted == {"gone": "FEWER_PARCELS"} and parts(published)[""].wanted is None


def test_a_cancelled_order_wants_no_part(published):
    sent(published, "")
    decide(published, "r2", action="ignore", reason="CANCELED")
    found = parts(published)
    assert (found[""].state, found[""].wanted) == ("sent", {"gone": "CANCELED"}) and found["2"].state == "withdrawn"


@pytest.mark.parametrize("reason", ["MALFORMED_ORDER", "CHECK_FAILED", "UNKNOWN_STATUS"])
def test_what_cannot_be_judged_is_left_alone(published, reason):
    sent(published, "", "2")
    decide(published, "r2", action="hold", reason=reason)
    assert [row.wanted for row in parts(published).values()] == [None, None]


def test_without_pieces_the_lines_are_those_of_the_first(database):
    decide(database, "r1", bodies=[shipment("nl:1")], pieces=[])
    assert parts(database)[""].basis["pieces"] == []


def test_a_lost_shipment_is_made_again_alone(published):
    from order_sync.store import holds

    sent(published, "", "2")
    holds.hold(published, STORE, ID, "10001", "myparcel", "DELETED_REMOTELY", field="shipment 101", seen="gone")
    holds.retry(published, STORE, ID, closed_by="test")
    assert [row.state for row in parts(published).values()] == ["sent", "unknown"]
