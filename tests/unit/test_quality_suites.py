"""Every suite passes on good frames, and every rule is seen failing on a frame that is broken for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import quality_frames as good
from order_sync.quality.run import check
from order_sync.quality.suites import RULES, SUITES
from quality_breaks import Break, Frames, batch_of, both, doubled, inside, put, whole, without

GOOD: dict[str, tuple[Callable[[], Frames], Callable[..., dict[str, Any]]]] = {
    "landed_and_built": (good.landed, good.landed_context),
    "before_send_documents": (good.documents, good.documents_context),
    "before_send_shipments": (good.shipments, dict),
    "after_send_documents": (good.documents_sent, dict),
    "after_send_shipments": (good.shipments_sent, dict),
    "series": (good.numbers, dict),
    "tracking": (good.tracking, dict),
}
LATE, EARLY = good.HOUR + timedelta(hours=1), good.HOUR - timedelta(minutes=16)
BROKEN: dict[str, Break] = {
    "landed.orders_batch_id_filled": put("orders", "batch_id", None),
    "landed.orders_store_filled": put("orders", "store", None),
    "landed.orders_wix_order_id_filled": put("orders", "wix_order_id", None),
    "landed.orders_payload_hash_filled": put("orders", "payload_hash", None),
    "landed.orders_status_known": put("orders", "status", "PARKED"),
    "landed.orders_payment_status_known": put("orders", "payment_status", "HALF"),
    "landed.orders_fulfillment_status_known": put("orders", "fulfillment_status", "SOON"),
    "landed.orders_pickup_method_known": put("orders", "pickup_method", "BY_DRONE"),
    "landed.orders_key_unique": doubled("orders"),
    "landed.orders_types": put("orders", "total_minor", 24.2),
    "landed.lines_batch_id_filled": put("lines", "batch_id", None),
    "landed.lines_store_filled": put("lines", "store", None),
    "landed.lines_wix_order_id_filled": put("lines", "wix_order_id", None),
    "landed.lines_line_no_filled": whole("lines", "line_no", pd.NA),
    "landed.lines_kind_filled": put("lines", "kind", None),
    "landed.lines_kind_known": put("lines", "kind", "tip"),
    "landed.lines_item_type_known": put("lines", "item_type", "FOOD"),
    "landed.lines_key_unique": doubled("lines"),
    "landed.lines_types": put("lines", "gross_minor", Decimal("19.36")),
    "built.decisions_batch_id_filled": put("decisions", "batch_id", None),
    "built.decisions_store_filled": put("decisions", "store", None),
    "built.decisions_wix_order_id_filled": put("decisions", "wix_order_id", None),
    "built.decisions_destination_filled": put("decisions", "destination", None),
    "built.decisions_action_filled": put("decisions", "action", None),
    "built.decisions_destination_known": put("decisions", "destination", "mars"),
    "built.decisions_action_known": put("decisions", "action", "maybe"),
    "built.decisions_kind_known": put("decisions", "kind", "poem"),
    "built.decisions_key_unique": doubled("decisions"),
    "built.decisions_types": put("decisions", "amount_minor", 24.2),
    "landed.one_store": put("orders", "store", "nl"),
    "landed.currency_is_iso": put("orders", "currency", "euro"),
    "landed.ship_country_is_iso": put("orders", "ship_country", "ESP"),
    "landed.bill_country_is_iso": put("orders", "bill_country", "Spain"),
    "landed.total_not_negative": whole("orders", "total_minor", -1),
    "landed.quantity_in_range": whole("lines", "quantity", 0),
    "landed.tax_rate_in_range": whole("lines", "tax_rate_ppm", 21_000_000),
    "landed.weight_not_negative": whole("lines", "unit_weight_g", -1.0),
    "landed.lines_have_order": put("lines", "wix_order_id", "another"),
    "landed.malformed_share": batch_of(20, *(put("orders", "malformed_field", "lineItems", row) for row in range(11))),
    "landed.not_older_than_window": put("orders", "updated_at", EARLY),
    "landed.not_newer_than_window": batch_of(20, *(put("orders", "updated_at", LATE, row) for row in range(11))),
    "built.decisions_have_order": put("decisions", "wix_order_id", "another"),
    "built.decision_per_destination": without("decisions"),
    "built.decisions_complete": without("decisions"),
    "built.hold_has_known_code": both(put("decisions", "action", "hold"), put("decisions", "reason", "BAD_MOOD")),
    "built.ignore_has_known_reason": put("decisions", "action", "ignore"),
    "built.malformed_not_sent": put("orders", "malformed_field", "lineItems"),
    "built.send_has_kind": put("decisions", "kind", None),
    "built.send_has_currency": put("orders", "currency", None),
    "built.document_has_date": put("decisions", "doc_date", None),
    "built.document_has_amount": whole("decisions", "amount_minor", pd.NA),
    "built.amount_is_order_total": whole("decisions", "amount_minor", 2419),
    "built.lines_add_up": whole("lines", "gross_minor", 1933),
    "built.fiscal_after_payment": put("orders", "payment_status", "NOT_PAID"),
    "built.parcel_has_goods": put("lines", "shippable", False),
    "built.parcel_not_collected": put("orders", "pickup_method", "STORE_PICKUP"),
    "documents.wix_order_id_filled": put("documents", "wix_order_id", None),
    "documents.kind_filled": put("documents", "kind", None),
    "documents.role_filled": put("documents", "role", None),
    "documents.role_known": put("documents", "role", "letter"),
    "sent.document_role_filled": put("documents", "role", None),
    "sent.document_role_known": put("documents", "role", "letter"),
    "documents.marker_filled": put("documents", "marker", None),
    "documents.doc_date_filled": put("documents", "doc_date", None),
    "documents.amount_minor_filled": whole("documents", "amount_minor", pd.NA),
    "documents.currency_filled": put("documents", "currency", None),
    "documents.body_filled": put("documents", "body", None),
    "documents.kind_known": put("documents", "kind", "poem"),
    "documents.key_unique": doubled("documents"),
    "documents.types": put("documents", "amount_minor", 24.2),
    "documents.has_lines": inside("documents", "items", []),
    "documents.total_computable": inside("documents", "items.0.price", None),
    "documents.total_is_wix": inside("documents", "items.0.price", "8.01"),
    "documents.total_as_planned": whole("documents", "our_total_minor", 2421),
    "documents.tax_keys": inside("documents", "items.0.taxes", ["s_iva_21", "s_iva_10", "s_iva_exento"]),
    "documents.tax_key_active": inside("documents", "items.0.taxes", ["s_iva_99"]),
    "documents.units_above_zero": inside("documents", "items.0.units", 0),
    "documents.product_linked": inside("documents", "items.0.product_id", None),
    "documents.marker_in_tags": inside("documents", "tags", ["wix"]),
    "documents.marker_form": put("documents", "marker", "wx-ES-1"),
    "documents.marker_unique": put("documents", "marker", good.documents()["documents"]["marker"].iloc[1]),
    "documents.date_not_future": put("documents", "doc_date", good.TODAY + timedelta(days=1)),
    "documents.date_after_start": put("documents", "doc_date", date(2025, 12, 31)),
    "documents.date_in_request": inside("documents", "date", "2026-11-19"),
    "documents.currency_in_request": inside("documents", "currency", "USD"),
    "documents.has_buyer": put("documents", "contact", None),
    "shipments.wix_order_id_filled": put("shipments", "wix_order_id", None),
    "shipments.reference_filled": put("shipments", "reference", None),
    "shipments.body_filled": put("shipments", "body", None),
    "shipments.types": put("shipments", "order_number", 10_001),
    "shipments.country_is_iso": inside("shipments", "recipient.cc", "NLD"),
    "shipments.country_filled": inside("shipments", "recipient.cc", None),
    "shipments.person_filled": inside("shipments", "recipient.person", "  "),
    "shipments.street_filled": inside("shipments", "recipient.street", "12 34"),
    "shipments.city_filled": inside("shipments", "recipient.city", None),
    "shipments.postal_code_filled": inside("shipments", "recipient.postal_code", ""),
    "shipments.number_apart": inside("shipments", "recipient.number", None),
    "shipments.person_length": inside("shipments", "recipient.person", "x" * 51),
    "shipments.company_length": inside("shipments", "recipient.company", "x" * 51),
    "shipments.street_length": inside("shipments", "recipient.street", "x" * 41),
    "shipments.number_length": inside("shipments", "recipient.number", "123456789"),
    "shipments.number_suffix_length": inside("shipments", "recipient.number_suffix", "x" * 7),
    "shipments.city_length": inside("shipments", "recipient.city", "x" * 36),
    "shipments.postal_code_length": inside("shipments", "recipient.postal_code", "x" * 11),
    "shipments.phone_length": inside("shipments", "recipient.phone", "1" * 26),
    "shipments.package_type_known": inside("shipments", "options.package_type", 8),
    "shipments.package_type_filled": inside("shipments", "options.package_type", None),
    "shipments.weight_above_zero": inside("shipments", "physical_properties.weight", 0),
    "shipments.weight_within_limit": inside("shipments", "physical_properties.weight", 30_001),
    "shipments.weight_filled": both(inside("shipments", "options.package_type", 4), inside("shipments", "physical_properties", None)),
    "shipments.customs_declared": inside("shipments", "recipient.cc", "CH"),
    "shipments.label_length": inside("shipments", "options.label_description", "x" * 46),
    "shipments.reference_in_request": inside("shipments", "reference_identifier", "another"),
    "shipments.reference_unique": put("shipments", "reference", good.shipments()["shipments"]["reference"].iloc[1]),
    "sent.document_wix_order_id_filled": put("documents", "wix_order_id", None),
    "sent.document_kind_filled": put("documents", "kind", None),
    "sent.document_marker_filled": put("documents", "marker", None),
    "sent.document_amount_minor_filled": whole("documents", "amount_minor", pd.NA),
    "sent.document_remote_id_filled": put("documents", "remote_id", None),
    "sent.document_types": put("documents", "remote_id", 644),
    "sent.shipment_wix_order_id_filled": put("shipments", "wix_order_id", None),
    "sent.shipment_reference_filled": put("shipments", "reference", None),
    "sent.shipment_remote_id_filled": put("shipments", "remote_id", None),
    "sent.shipment_types": put("shipments", "remote_id", 310_000_101),
    "sent.total_agrees": whole("documents", "remote_total_minor", 2421),
    "sent.marker_on_document": put("documents", "remote_tags", ["wix"]),
    "sent.each_document_once": put("documents", "wix_order_id", good.order_id(1)),
    "sent.notes_within_documents": put("documents", "left_minor", -1),
    "sent.document_id_unique": put("documents", "remote_id", f"{1:024x}"),
    "sent.document_state_as_wanted": put("documents", "remote_draft", True),
    "sent.number_when_approved": put("documents", "remote_number", None),
    "sent.number_unique": put("documents", "remote_number", "F260001"),
    "sent.one_shipment_per_reference": put("shipments", "reference", good.shipments()["shipments"]["reference"].iloc[1]),
    "sent.shipment_id_unique": put("shipments", "remote_id", "310000102"),
    "sent.reference_on_shipment": put("shipments", "remote_reference", "another"),
    "series.kind_filled": put("numbers", "kind", None),
    "series.number_filled": put("numbers", "number", None),
    "series.types": put("numbers", "number", 260001),
    "series.no_gap": put("numbers", "gap", "series s, T260001: gap, the number before it is T250040"),
    "series.no_duplicate": put("numbers", "duplicate", "series s, T260001: duplicate, 2 documents have it", row=3),
    "series.date_not_back": put("numbers", "date_goes_back", "series s, T260001: date goes back, dated 2026-11-10"),
    "series.number_in_series": put("numbers", "wrong_series", "series s, F260001: wrong series, F260001 does not fit T[YY]%%%%"),
    "tracking.wix_order_id_filled": put("tracking", "wix_order_id", None),
    "tracking.shipment_id_filled": put("tracking", "shipment_id", None),
    "tracking.fulfillments_filled": whole("tracking", "fulfillments", pd.NA),
    "tracking.key_unique": doubled("tracking"),
    "tracking.types": put("tracking", "shipment_id", 310_000_101),
    "tracking.one_fulfillment": whole("tracking", "fulfillments", 2),
    "tracking.none_without_barcode": whole("tracking", "fulfillments", 1, row=2),
    "tracking.barcode_unique": put("tracking", "barcode", "3STEST000001"),
}
SUITE_OF = {rule.id: suite.name for suite in SUITES.values() for rule in suite.rules}


def test_rule_ids_are_unique_and_every_rule_has_its_broken_frame():
    assert len(RULES) == sum(len(suite.rules) for suite in SUITES.values())
    assert set(BROKEN) == set(RULES)
    assert all(rule.says.endswith(".") and rule.says[0].isupper() for rule in RULES.values())


@pytest.mark.parametrize("name", SUITES)
def test_good_frames_pass_and_every_rule_looked_at_them(name):
    frames, context = GOOD[name]
    report = check(name, frames(), context())
    assert report.passed, [result for result in report.results if not result["success"]]
    assert [result["rule"] for result in report.results] == [rule.id for rule in SUITES[name].rules]
    report.raise_if_stopped()


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_fails_on_a_frame_broken_for_it(rule):
    frames, context = GOOD[SUITE_OF[rule]]
    broken = frames()
    BROKEN[rule](broken)
    report = check(SUITE_OF[rule], broken, context())
    result = next(result for result in report.results if result["rule"] == rule)
    assert not result["success"] and result["failed"] >= 1 and "error" not in result["seen"], result
    errors = [result for result in report.results if "error" in result["seen"]]
    assert not errors, errors
    if RULES[rule].scope == "batch":
        assert rule in report.stopped and rule not in {row.rule for row in report.failed_rows}
    else:
        held = {row.wix_order_id for row in report.failed_rows if row.rule == rule}
        assert held <= {good.order_id(place) for place in range(3)} and (held or rule in report.stopped)
