"""What MyParcel's answers looked like when this was written (MyParcel contract, 3.3 and 3.4). Forms are explained in contracts/api_forms.py."""

from __future__ import annotations

_STATUS = "number:" + " ".join(str(one) for one in (*range(1, 20), *range(30, 43), 98, 99, 100, 101))
_CARRIERS = "number:" + " ".join(str(one) for one in range(1, 21))
_PERSON = dict.fromkeys(
    ("cc", "postal_code", "city", "street", "street_additional_info", "number", "number_suffix", "box_number", "person", "company", "email", "phone",
     "region", "state", "area", "eori_number", "vat_number", "first_name", "last_name", "full_street"), "id",
) | {"secondary_emails": "any"}  # fmt: skip
_FLAG = "flag"
_OPTIONS = {
    "package_type!": "number:1 2 3 4 5 6 7", "delivery_type": "number:1 2 3 4 5 6 7", "insurance": {"amount": "number", "currency": "text"},
    "label_description": "text", "delivery_date": "any", "additional_options": "any", "shipment_options": "any",
    **dict.fromkeys(
        ("only_recipient", "signature", "return", "large_format", "age_check", "receipt_code", "hide_sender", "tracked", "priority_delivery",
         "same_day_delivery", "saturday_delivery", "collect", "cooled_delivery", "fresh_food", "frozen", "extra_assurance", "cod",
         "drop_off_at_postal_point", "monday_delivery", "printerless_return"), _FLAG,
    ),
}  # fmt: skip
_SHIPMENT = {
    "id!": "number", "parent_id": "number", "account_id": "number", "shop_id": "number", "shipment_type": "number:1 2 3 4 5 6 7 8", "recipient": _PERSON,
    "sender": _PERSON, "status!": _STATUS, "options": _OPTIONS, "general_settings": "any", "pickup": "any", "drop_off_point": "any",
    "customs_declaration": "any",
    "physical_properties": dict.fromkeys(
        ("weight", "height", "width", "length", "volume", "carrier_weight", "carrier_height", "carrier_width", "carrier_length", "carrier_volume"), "number",
    ),
    "created": "text", "modified": "text", "reference_identifier": "id", "created_by": "any", "modified_by": "any", "transaction_status": "text",
    "payment_status": "text", "hidden": _FLAG, "price": "any", "barcode": "text", "region": "text", "external_provider": "text", "external_provider_id": "id",
    "carrier_id": _CARRIERS, "contract_id": "number", "platform_id": "number", "origin": "text", "user_agent": "text", "collection_contact": "any",
    "multi_collo_main_shipment_id": "number", "external_identifier": "id", "delayed": _FLAG, "delivered": _FLAG, "link_consumer_portal": "text",
    "link_tracktrace": "text", "partner_tracktraces": "any", "carrier": "any", "shipped_items": "any", "note": "text", "order_id": "id",
}  # fmt: skip
SHIPMENT = _SHIPMENT | {"secondary_shipments": [_SHIPMENT | {"options": "any", "secondary_shipments": "any"}]}
_LISTS = "data.shipments data.search_results.shipments"

MYPARCEL = {"GET /shipments": (_LISTS, SHIPMENT), "GET /shipments/{ids}": (_LISTS, SHIPMENT)}
