"""What the statements read is what the suites ask for, and what the mapping really builds passes the checks."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
import quality_frames as good
from frames import line, order, products, staged
from order_sync.mapping.documents import decide_documents
from order_sync.mapping.shipments import decide_shipments
from order_sync.quality.frames import (
    DECISIONS,
    DOCUMENTS_SENT,
    DOCUMENTS_TO_SEND,
    LINES,
    ORDERS,
    SHIPMENTS_SENT,
    SHIPMENTS_TO_SEND,
    TRACKED,
)
from order_sync.quality.run import check
from order_sync.settings import PROJECT_ROOT, load_config
from order_sync.steps.landing import land
from order_sync.store.publishing import batch_frames, write_decisions
from wix_order_samples import published, raw

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
CATALOGUE = products(("62360932b6c99f7e80a93249", "", "CAM-AZ-M"))
CONTEXT = {
    "today": good.TODAY,
    "tax_rates": good.RATES,
    "rounding_rule": "line_then_sum",
    "accepted_gap_minor": 1,
    "product_required": True,
}


def insert(database, table: str, frame: pd.DataFrame, **more: Any) -> None:
    """Write a frame into a table, with the same values in every row for the columns of ``more``."""
    frame = frame.assign(**more).astype(object)
    with database.engine.begin() as connection:
        for row in frame.where(frame.notna(), None).to_dict("records"):
            values = [json.dumps(value) if isinstance(value, (dict, list)) else value for value in row.values()]
            marks = ", ".join(["%s"] * len(row))
            connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(values))


def shop_orders() -> list[tuple[dict, list[dict]]]:
    """A consumer, a company (invoice), an unpaid order, an unknown SKU, a download, several lines, and a malformed order."""
    consumer, unpaid, unknown = order(number="1"), order(number="2", payment_status="NOT_PAID", paid_minor=0), order(number="3")
    company = order(number="4", bill_company="Camisetas del Norte, S.L.", extra_fields={"custom:VAT number": "B-12345674"})
    download = order(number="5", has_shipping=False)
    basket = order(number="6", total_minor=2495 * 3 + 495, tax_minor=1299 + 86)
    malformed = {name: order()[name] for name in ("batch_id", "store", "wix_order_id", "payload_hash")} | {"malformed_field": "lineItems"}
    return [
        *((one, [line(one)]) for one in (consumer, unpaid, company)),
        (unknown, [line(unknown, sku="NOBODY-KNOWS")]),
        (download, [line(download, item_type="DIGITAL", shippable=False)]),
        (basket, [line(basket, quantity=3, gross_minor=2495 * 3), line(basket, line_no=1, line_id="2", kind="shipping", gross_minor=495)]),
        (malformed, []),
    ]


@pytest.fixture
def batch(database):
    """A batch as landing and mapping write it."""
    orders, lines = staged(*shop_orders())
    insert(database, "staging.orders", orders)
    insert(database, "staging.lines", lines)
    store = CONFIG.store("es")
    documents = decide_documents(orders, lines, CATALOGUE, store, CONFIG, set(good.RATES))
    with database.begin() as tx:
        write_decisions(tx, pd.concat([documents, decide_shipments(orders, lines, store, CONFIG)], ignore_index=True))
    return database


def test_a_batch_of_every_kind_passes(batch):
    frames = batch_frames(batch, "es/test")
    assert {table.name: tuple(frames[table.name].columns) for table in (ORDERS, LINES, DECISIONS)} == {
        table.name: table.names for table in (ORDERS, LINES, DECISIONS)
    }
    assert frames["decisions"].groupby(["destination", "action"]).size().to_dict() == {
        ("holded", "hold"): 2, ("holded", "ignore"): 1, ("holded", "send"): 4,
        ("myparcel", "hold"): 1, ("myparcel", "ignore"): 2, ("myparcel", "send"): 4,
    }  # fmt: skip
    report = check("landed_and_built", frames, {"store": "es"})
    assert report.passed, (report.stopped, report.failed_rows)


def test_a_batch_of_malformed_orders_only_can_be_checked(database):
    malformed = {"batch_id": "b", "store": "es", "wix_order_id": "malformed-1", "payload_hash": b"x", "malformed_field": "lineItems"}
    insert(database, "staging.orders", pd.DataFrame([malformed]))
    report = check("landed_and_built", batch_frames(database, "b"), good.landed_context())
    assert {row.rule for row in report.failed_rows} == {"built.decision_per_destination"}
    assert report.stopped == ("built.decisions_complete",)


def intents(database, destination: str, role: str, marker: str) -> None:
    """What publishing writes into the ledger for the decisions to send."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"""INSERT INTO export.ledger (store, wix_order_id, destination, role, kind, marker, order_number, doc_date, amount_minor,
                                           currency, body, contact)
                SELECT decision.store, wix_order_id, destination, %s, kind, {marker}, number, doc_date, amount_minor,
                       decision.currency, body, contact
                FROM staging.decisions AS decision JOIN staging.orders USING (batch_id, wix_order_id)
                WHERE destination = %s AND action = 'send'""",
            (role, destination),
        )


def test_the_documents_that_the_mapping_builds_pass(batch):
    intents(batch, "holded", "document", "'wx' || decision.store || left(replace(wix_order_id, '-', ''), 24)")
    with batch.engine.begin() as connection:
        connection.exec_driver_sql(
            """INSERT INTO export.proofs (store, wix_order_id, wix_total_minor, our_total_minor, correction_minor)
               SELECT store, wix_order_id, (proof->>'wix_total')::bigint, (proof->>'our_total')::bigint, (proof->>'correction')::bigint
               FROM staging.decisions WHERE destination = 'holded' AND action = 'send'"""
        )
    frame = batch.frame("checks/documents_to_send", store="es", numbers=None, wix_order_ids=None, past=False)
    assert set(frame.columns) == set(DOCUMENTS_TO_SEND.names) and set(frame["kind"]) == {"receipt", "invoice"} and len(frame) == 4
    report = check("before_send_documents", {"documents": frame}, CONTEXT)
    assert report.passed, (report.stopped, report.failed_rows)


def test_the_shipments_that_the_mapping_builds_pass(batch):
    intents(batch, "myparcel", "shipment", "body->>'reference_identifier'")
    frame = batch.frame("checks/shipments_to_send", store="es", numbers=None, wix_order_ids=None, past=False)
    assert set(frame.columns) == set(SHIPMENTS_TO_SEND.names) and len(frame) == 4
    report = check("before_send_shipments", {"shipments": frame})
    assert report.passed, (report.stopped, report.failed_rows)


def test_what_was_sent_is_read_in_the_columns_of_its_suites(batch):
    intents(batch, "myparcel", "shipment", "body->>'reference_identifier'")
    intents(batch, "holded", "document", "'wx' || wix_order_id")
    with batch.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'sent', remote_id = left(wix_order_id, 8)")
        connection.exec_driver_sql(
            """INSERT INTO export.proofs (store, wix_order_id, wix_total_minor, our_total_minor, correction_minor)
               SELECT store, wix_order_id, amount_minor, amount_minor, 0 FROM export.ledger WHERE role = 'document'"""
        )
        ids = list(connection.exec_driver_sql("SELECT wix_order_id FROM staging.orders").scalars())
    for name, suite, table in (
        ("documents", "after_send_documents", DOCUMENTS_SENT),
        ("shipments", "after_send_shipments", SHIPMENTS_SENT),
    ):
        frame = batch.frame(f"checks/{name}_sent", store="es", wix_order_ids=ids)
        assert set(frame.columns) == set(table.names) and len(frame) == 4
        report = check(suite, {name: frame})
        assert report.passed, (report.stopped, report.failed_rows)


def test_tracked_parcels_count_the_fulfilments_that_reached_wix(database):
    parcel = {"store": "es", "wix_order_id": "a", "marker": "m", "order_number": "10001"}
    insert(database, "export.ledger", pd.DataFrame([{**parcel, "destination": "myparcel", "role": "shipment"}]))
    insert(database, "export.ledger", pd.DataFrame([{**parcel, "destination": "wix", "role": "fulfillment", "part": "31"}]))
    known = {"store": "es", "shipment_id": "31", "wix_order_id": "a", "status": 2, "barcode": "3S1", "lines": [{"id": "l1", "quantity": 1}]}
    insert(database, "export.tracking", pd.DataFrame([known]))
    frame = database.frame("checks/tracked", store="es", wix_order_ids=["a"])
    assert set(frame.columns) == set(TRACKED.names)
    assert [row.rule for row in check("tracking", {"tracking": frame}).failed_rows] == ["tracking.one_fulfillment"]
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'sent' WHERE role = 'fulfillment'")
    assert check("tracking", {"tracking": database.frame("checks/tracked", store="es", wix_order_ids=["a"])}).passed


def test_payloads_that_others_published_pass(database, shared):
    payloads = {payload["id"]: raw(payload) for _, payload in published(shared) if payload.get("id")}
    land(database, [list(payloads.values())], "es/test", "es", (None, None))
    orders = database.frame("publish/orders_of_batch", batch_id="es/test", after="", slice=1000)
    lines = database.frame("publish/lines_of_orders", batch_id="es/test", wix_order_ids=orders["wix_order_id"].tolist())
    settings = CONFIG.store("es")
    # Most are in dollars and of unknown SKUs: what the shop would hold for that is let through here, so that the checks see it.
    holded = settings.holded.model_copy(update={"currencies": ("EUR", "USD", "CHF"), "unknown_sku": "plain"})
    settings = settings.model_copy(update={"holded": holded})
    decisions = [decide_documents(orders, lines, CATALOGUE, settings, CONFIG), decide_shipments(orders, lines, settings, CONFIG)]
    with database.begin() as tx:
        write_decisions(tx, pd.concat(decisions, ignore_index=True))
    frames = batch_frames(database, "es/test")
    assert len(frames["orders"]) == len(payloads) >= 10
    assert (frames["decisions"].query("destination == 'holded'")["action"] == "send").any()
    report = check("landed_and_built", frames, {"store": "es"})
    assert report.passed, (report.stopped, report.failed_rows)
