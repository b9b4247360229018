"""Good frames for every suite: each test breaks one thing in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

BATCH, STORE, HOUR = "es/hourly-1", "es", datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = date(2026, 11, 20)
RATES = {"s_iva_21": 210_000, "s_iva_10": 100_000, "s_iva_exento": 0}


def order_id(place: int) -> str:
    return f"{place:08x}-0000-4000-8000-000000000000"


def landed(count: int = 3) -> dict[str, pd.DataFrame]:
    """A batch as the statements of staging give it: ``count`` paid orders of 24.20 with an item and shipping."""
    return {
        "orders": pd.DataFrame([_order(place) for place in range(count)]).astype({"total_minor": "Int64"}),
        "lines": pd.DataFrame([line for place in range(count) for line in _lines(place)]).astype(
            dict.fromkeys(("line_no", "quantity", "gross_minor", "tax_rate_ppm"), "Int64")
        ),
        "decisions": pd.DataFrame([_decision(place, to) for place in range(count) for to in ("holded", "myparcel")]).astype(
            {"amount_minor": "Int64"}
        ),
    }


def landed_context(**more: Any) -> dict[str, Any]:
    return {"store": STORE, "window_from": HOUR.replace(hour=8, minute=45), "window_end": HOUR.replace(hour=10), **more}


def _order(place: int) -> dict[str, Any]:
    return {
        "batch_id": BATCH, "store": STORE, "wix_order_id": order_id(place), "number": str(10_001 + place), "updated_at": HOUR,
        "status": "APPROVED", "payment_status": "PAID", "fulfillment_status": "NOT_FULFILLED", "currency": "EUR", "total_minor": 2420,
        "pickup_method": None, "bill_country": "ES", "ship_country": "ES", "payload_hash": b"0123456789abcdef", "malformed_field": None,
    }  # fmt: skip


def _lines(place: int) -> list[dict[str, Any]]:
    shared = {"batch_id": BATCH, "store": STORE, "wix_order_id": order_id(place), "tax_rate_ppm": 210_000}
    return [
        {
            **shared,
            "line_no": 0,
            "kind": "item",
            "item_type": "PHYSICAL",
            "shippable": True,
            "quantity": 2,
            "unit_weight_g": 250.5,
            "gross_minor": 1936,
        },
        {
            **shared,
            "line_no": 1,
            "kind": "shipping",
            "item_type": None,
            "shippable": None,
            "quantity": 1,
            "unit_weight_g": None,
            "gross_minor": 484,
        },
    ]


def _decision(place: int, destination: str) -> dict[str, Any]:
    kind, day = ("receipt", TODAY) if destination == "holded" else ("shipment", None)
    return {
        "batch_id": BATCH, "store": STORE, "wix_order_id": order_id(place), "destination": destination, "action": "send", "kind": kind,
        "reason": None, "doc_date": day, "amount_minor": 2420, "currency": "EUR",
    }  # fmt: skip


def documents(count: int = 2) -> dict[str, pd.DataFrame]:
    """Ledger rows for Holded: invoices of 24.20."""
    return {
        "documents": pd.DataFrame([_document(place) for place in range(count)]).astype(
            {"amount_minor": "Int64", "our_total_minor": "Int64"}
        )
    }


def documents_context(**more: Any) -> dict[str, Any]:
    return {
        "today": TODAY,
        "start_date": date(2026, 1, 1),
        "tax_rates": RATES,
        "rounding_rule": "line_then_sum",
        "product_required": True,
        **more,
    }


def _document(place: int) -> dict[str, Any]:
    marker = f"wxes{order_id(place).replace('-', '')[:24]}"
    return {
        "wix_order_id": order_id(place), "role": "document", "part": "", "order_number": str(10_001 + place), "kind": "invoice", "marker": marker, "doc_date": TODAY,
        "amount_minor": 2420, "currency": "EUR", "contact": {"body": {"name": "Ana Prueba"}, "keys": [{"kind": "email", "values": ["ana@example.com"]}]}, "our_total_minor": 2420,
        "body": {
            "date": "2026-11-20", "currency": "EUR", "tags": ["wix", marker],
            "items": [
                {"type": "product", "product_id": "62360932b6c99f7e80a93249", "units": 2, "price": "8.00", "taxes": ["s_iva_21"]},
                {"type": "service", "units": 1, "price": "4.00", "taxes": ["s_iva_21"]},
            ],
        },
    }  # fmt: skip


def shipments(count: int = 2) -> dict[str, pd.DataFrame]:
    """Ledger rows for MyParcel: parcels inside the Netherlands."""
    return {"shipments": pd.DataFrame([_shipment(place) for place in range(count)])}


def _shipment(place: int) -> dict[str, Any]:
    reference = f"nl:{10_001 + place}-{order_id(place)[:8]}"
    return {
        "wix_order_id": order_id(place), "order_number": str(10_001 + place), "reference": reference,
        "body": {
            "carrier": 1, "reference_identifier": reference,
            "recipient": {
                "cc": "NL", "postal_code": "9712HN", "city": "Groningen", "street": "Proefstraat", "number": "7", "person": "Sem Bakker",
            },
            "options": {"package_type": 1, "label_description": str(10_001 + place)}, "physical_properties": {"weight": 850},
        },
    }  # fmt: skip


def documents_sent(count: int = 2) -> dict[str, pd.DataFrame]:
    """Ledger rows joined with what Holded said: approved documents."""
    whole = {"amount_minor": "Int64", "remote_total_minor": "Int64", "left_minor": "Int64"}
    return {"documents": pd.DataFrame([_sent_document(place) for place in range(count)]).astype(whole)}


def shipments_sent(count: int = 2) -> dict[str, pd.DataFrame]:
    """Ledger rows joined with what MyParcel said."""
    return {"shipments": pd.DataFrame([_sent_shipment(place) for place in range(count)])}


def _sent_document(place: int) -> dict[str, Any]:
    sent = _document(place)
    return {
        **{name: sent[name] for name in ("wix_order_id", "role", "part", "order_number", "kind", "marker", "amount_minor")},
        "remote_id": f"{place:024x}", "remote_number": f"F26{place:04}", "remote_total_minor": 2420, "remote_tags": ["wix", sent["marker"]],
        "remote_draft": False, "draft_wanted": False, "left_minor": None,
    }  # fmt: skip


def _sent_shipment(place: int) -> dict[str, Any]:
    reference = _shipment(place)["reference"]
    return {
        "wix_order_id": order_id(place), "order_number": str(10_001 + place), "reference": reference,
        "remote_id": str(310_000_101 + place), "remote_reference": reference,
    }  # fmt: skip


def tracking(count: int = 2) -> dict[str, pd.DataFrame]:
    """Shipments with a barcode and their fulfilment; the last one is still a concept."""
    rows = [
        {
            "wix_order_id": order_id(place), "order_number": str(10_001 + place), "shipment_id": str(310_000_101 + place),
            "barcode": f"3STEST{place:06}", "fulfillments": 1,
        }
        for place in range(count)
    ]  # fmt: skip
    concept = {**rows[0], "wix_order_id": order_id(count), "shipment_id": "310000999", "barcode": None, "fulfillments": 0}
    return {"tracking": pd.DataFrame([*rows, concept]).astype({"fulfillments": "Int64"})}


def numbers(count: int = 3) -> dict[str, pd.DataFrame]:
    """Numbers of a series of receipts: ours, and a person's last."""
    empty = {"gap": None, "duplicate": None, "date_goes_back": None, "wrong_series": None}
    rows = [
        {"wix_order_id": order_id(place), "order_number": str(10_001 + place), "kind": "receipt", "number": f"T26{place:04}", **empty}
        for place in range(count)
    ]
    persons = {**rows[0], "wix_order_id": None, "order_number": None, "number": f"T26{count:04}"}
    return {"numbers": pd.DataFrame([*rows, persons])}
