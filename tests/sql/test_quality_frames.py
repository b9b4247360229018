"""The frames that the statements read are the ones that the suites ask for, and real rows pass the checks."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
import quality_frames as good
from order_sync.quality.frames import DECISIONS, DOCUMENTS_TO_SEND, LINES, ORDERS, SHIPMENTS_TO_SEND, TRACKED
from order_sync.quality.run import check
from order_sync.store.quality import batch_frames, documents_to_send, shipments_to_send, tracked

LEDGER = {"store": "es", "state": "pending", "role": "document", "destination": "holded"}


def insert(database, table: str, frame: pd.DataFrame, **more: Any) -> None:
    rows = frame.assign(**more).astype(object).where(frame.assign(**more).notna(), None).to_dict("records")
    with database.engine.begin() as connection:
        for row in rows:
            values = [json.dumps(value) if isinstance(value, (dict, list)) else value for value in row.values()]
            marks = ", ".join(["%s"] * len(row))
            connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(values))


@pytest.fixture
def batch(database):
    for name, frame in good.landed().items():
        insert(database, f"staging.{name}", frame)
    return database


def test_a_landed_batch_passes(batch):
    frames = batch_frames(batch, good.BATCH)
    for table in (ORDERS, LINES, DECISIONS):
        assert tuple(frames[table.name].columns) == table.names and len(frames[table.name]) >= 3
    report = check("landed_and_built", frames, good.landed_context())
    assert report.passed, (report.stopped, report.failed_rows)


def test_a_batch_with_a_malformed_order_passes_when_it_is_held(batch):
    malformed = {"batch_id": good.BATCH, "store": "es", "wix_order_id": "malformed-1", "payload_hash": b"x", "malformed_field": "lineItems"}
    held = {"batch_id": good.BATCH, "store": "es", "wix_order_id": "malformed-1", "action": "hold", "reason": "MALFORMED_ORDER"}
    insert(batch, "staging.orders", pd.DataFrame([malformed]))
    insert(batch, "staging.decisions", pd.DataFrame([{**held, "destination": to} for to in ("holded", "myparcel")]))
    report = check("landed_and_built", batch_frames(batch, good.BATCH), good.landed_context())
    assert report.passed, (report.stopped, report.failed_rows)


def test_a_batch_of_malformed_orders_only_can_be_checked(database):
    malformed = {"batch_id": "b", "store": "es", "wix_order_id": "malformed-1", "payload_hash": b"x", "malformed_field": "lineItems"}
    insert(database, "staging.orders", pd.DataFrame([malformed]))
    report = check("landed_and_built", batch_frames(database, "b"), good.landed_context())
    assert {row.rule for row in report.failed_rows} == {"built.decision_per_destination"} and report.stopped == (
        "built.decisions_complete",
    )


def test_ledger_rows_of_both_destinations_pass(database):
    documents = good.documents()["documents"]
    insert(database, "export.ledger", documents.drop(columns="our_total_minor"), **LEDGER)
    insert(database, "export.proofs", documents[["wix_order_id", "our_total_minor"]], store="es", wix_total_minor=2420, correction_minor=0)
    shipments = good.shipments()["shipments"]
    insert(database, "export.ledger", shipments, **LEDGER | {"destination": "myparcel", "role": "shipment", "marker": "m"})
    ids = [good.order_id(0), good.order_id(1)]
    frames = documents_to_send(database, "es", ids)
    assert tuple(frames["documents"].columns) == DOCUMENTS_TO_SEND.names and len(frames["documents"]) == 2
    report = check("before_send_documents", frames, good.documents_context())
    assert report.passed, (report.stopped, report.failed_rows)
    frames = shipments_to_send(database, "es", ids)
    assert tuple(frames["shipments"].columns) == SHIPMENTS_TO_SEND.names and len(frames["shipments"]) == 2
    assert check("before_send_shipments", frames).passed
    assert documents_to_send(database, "nl", ids)["documents"].empty and shipments_to_send(database, "es", [])["shipments"].empty


def test_tracked_shipments_count_the_fulfilments_that_reached_wix(database):
    shipment = {"store": "es", "wix_order_id": "a", "destination": "myparcel", "role": "shipment", "marker": "m", "order_number": "10001"}
    done = {"store": "es", "wix_order_id": "a", "destination": "wix", "role": "fulfillment", "marker": "m", "part": "31"}
    insert(database, "export.ledger", pd.DataFrame([shipment]))
    insert(
        database,
        "export.tracking",
        pd.DataFrame([{"store": "es", "shipment_id": "31", "wix_order_id": "a", "status": 2, "barcode": "3S1"}]),
    )
    insert(database, "export.ledger", pd.DataFrame([{**done, "state": "pending"}]))
    frames = tracked(database, "es", ["a"])
    assert tuple(frames["tracking"].columns) == TRACKED.names
    assert [row.rule for row in check("tracking", frames).failed_rows] == ["tracking.one_fulfillment"]
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'sent' WHERE role = 'fulfillment'")
    assert check("tracking", tracked(database, "es", ["a"])).passed
