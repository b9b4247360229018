"""Suites after_send_documents, after_send_shipments and tracking: what the remotes hold now, beside what we sent.

Context of after_send_documents, optional: ``accepted_gap_minor`` (1 where the store accepts an unreachable cent, default 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from order_sync.quality.frames import DOCUMENTS_SENT, SHIPMENTS_SENT, TRACKED
from order_sync.quality.rules import (
    BETWEEN,
    EQUAL,
    IN_SET,
    NOT_NULL,
    TRUE,
    UNIQUE,
    UNIQUE_TOGETHER,
    Context,
    Frames,
    Given,
    Rule,
    Suite,
    derived,
    pair,
)

if TYPE_CHECKING:
    import pandas as pd

_DOCUMENTS = (
    Rule("sent.total_agrees", "Holded's total is the Wix total, to the cent that the store accepts.",
         "documents", BETWEEN, "gap_to_wix", {"min_value": 0, "max_value": Given("accepted_gap_minor")}, names="total"),
    Rule("sent.marker_on_document", "The document carries our marker in Holded.",
         "documents", IN_SET, "marker_on_document", TRUE, names="tags"),
    Rule("sent.each_document_once", "Each document of an order stands once.",
         "documents", UNIQUE_TOGETHER, "wix_order_id", {"column_list": ["wix_order_id", "role", "part"]}),
    Rule("sent.notes_within_documents", "The notes of an order are never more than its receipts and invoices.",
         "documents", BETWEEN, "left_minor", {"min_value": 0}, names="total"),
    Rule("sent.document_id_unique", "No two orders share a document.", "documents", UNIQUE, "remote_id"),
    Rule("sent.document_state_as_wanted", "Each document is a draft or approved, as the store wants it.",
         "documents", EQUAL, "remote_draft", pair("remote_draft", "draft_wanted"), names="draft"),
    Rule("sent.number_when_approved", "Each approved document has a number.",
         "documents", NOT_NULL, "number_required", names="number"),
    Rule("sent.number_unique", "No two documents of a kind share a number.",
         "documents", UNIQUE_TOGETHER, "remote_number",
         {"column_list": ["kind", "remote_number"], "ignore_row_if": "any_value_is_missing"}, names="number"),
)  # fmt: skip

_SHIPMENTS = (
    Rule("sent.one_shipment_per_reference", "Each reference has one shipment.", "shipments", UNIQUE, "reference"),
    Rule("sent.shipment_id_unique", "No two orders share a shipment.", "shipments", UNIQUE, "remote_id"),
    Rule("sent.reference_on_shipment", "The shipment carries our reference in MyParcel.",
         "shipments", EQUAL, "remote_reference", pair("remote_reference", "reference"), names="reference_identifier"),
)  # fmt: skip

_TRACKING = (
    Rule("tracking.one_fulfillment", "Each shipment with a barcode has exactly one fulfilment in Wix.",
         "with_barcode", BETWEEN, "fulfillments", {"min_value": 1, "max_value": 1}),
    Rule("tracking.none_without_barcode", "No fulfilment is written before there is a barcode.",
         "without_barcode", BETWEEN, "fulfillments", {"min_value": 0, "max_value": 0}),
    Rule("tracking.barcode_unique", "No two shipments share a barcode.", "tracking", UNIQUE, "barcode"),
)  # fmt: skip


def _document_views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    documents = frames["documents"]
    gap = (documents["remote_total_minor"].astype("Int64") - documents["amount_minor"].astype("Int64")).abs()
    number = documents["remote_number"].astype(object)
    pairs = zip(documents["marker"], documents["remote_tags"], strict=True)
    return {
        "documents": documents.drop(columns="remote_tags").assign(
            gap_to_wix=gap,
            marker_on_document=[_tagged(marker, tags) for marker, tags in pairs],
            number_required=number.where(documents["remote_draft"].eq(False), "draft"),
        )
    }


def _tagged(marker: Any, tags: Any) -> bool | None:
    return marker in tags if isinstance(tags, (list, tuple)) else None


def _shipment_views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    return {"shipments": frames["shipments"]}


def _tracking_views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    tracking = frames["tracking"]
    has = tracking["barcode"].notna() & tracking["barcode"].ne("")
    return {
        "tracking": tracking.assign(barcode=tracking["barcode"].astype(object).where(has, None)),
        "with_barcode": tracking[has],
        "without_barcode": tracking[~has],
    }


AFTER_SEND_DOCUMENTS = Suite(
    "after_send_documents",
    "The documents that Holded holds after sending",
    (DOCUMENTS_SENT,),
    _document_views,
    (*derived(DOCUMENTS_SENT, view="documents", prefix="sent.document_", what="document"), *_DOCUMENTS),
)

AFTER_SEND_SHIPMENTS = Suite(
    "after_send_shipments",
    "The shipments that MyParcel holds after sending",
    (SHIPMENTS_SENT,),
    _shipment_views,
    (*derived(SHIPMENTS_SENT, view="shipments", prefix="sent.shipment_", what="shipment"), *_SHIPMENTS),
)

TRACKING = Suite(
    "tracking",
    "Track and trace sent back to Wix",
    (TRACKED,),
    _tracking_views,
    (*derived(TRACKED, view="tracking", prefix="tracking.", what="shipment"), *_TRACKING),
)
