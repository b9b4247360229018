"""Texts of documents: templates of the store, due dates and the payment method that is printed."""

from __future__ import annotations

import pytest
from decided import COMPANY, one, store
from hypothesis import example, given
from hypothesis import strategies as st
from order_sync.mapping.texts import filled, texts
from order_sync.settings.lines import PLACEHOLDERS, TextSettings
from pydantic import ValidationError


def test_an_invoice_is_due_after_the_days_of_the_store():
    assert one(COMPANY, settings=store(due_days=30))["body"]["due_date"] == "2026-02-11"
    assert "due_date" not in one(settings=store(due_days=30))["body"]


def test_the_printed_payment_method_is_the_one_of_the_payment():
    from order_sync.mapping.bodies import _payment_method

    payments = store(payments={"payment_methods": {" PayPal ": "c" * 24}}).holded.payments
    assert _payment_method({"methods": ("gift card", "paypal")}, payments) == "c" * 24
    assert _payment_method({"methods": ("Cash",)}, payments) == _payment_method({}, payments) == payments.payment_method_id


def test_texts_come_from_the_store_s_templates():
    told = TextSettings(
        description="{title} {number} {channel}", notes="{wix_order_id}: {note} → {delivery_address}", body="{delivery} {{x}}"
    )
    note = "Déjalo en {number}\x00 con el portero"
    row = one({"buyer_note": note, "delivery_title": "Correos", "wix_order_id": "id-1"}, settings=store(texts=told))
    assert row["body"]["description"] == "Pedido Wix 10023 WEB"
    assert row["body"]["notes"] == "id-1: Déjalo en {number}  con el portero → Lucía Pérez, Plaza Nueva 3, 41001 Sevilla, ES"
    assert row["body"]["body"] == "Correos {x}"
    assert note not in str(row["trace"])
    collected = one({"pickup_method": "STORE_PICKUP"}, settings=store(texts=told))
    assert collected["body"]["notes"].endswith("→")


def test_a_sales_order_has_its_reference_where_the_template_puts_it():
    dutch = {"store": "nl", "ship_country": "NL"}
    texts_of = store("nl", texts=TextSettings(description="{reference} / {number}", body="{number}"))
    body = one(dutch, settings=texts_of)["body"]
    assert body["description"] == "{reference} / 10023" and "body" not in body
    assert (
        one({"buyer_note": "{reference}"}, settings=store(texts=TextSettings(notes="{wix_order_id} {note}{reference}")))["body"][
            "notes"
        ].count("{")
        == 0
    )


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("description", "{numbr}", "unknown placeholder {numbr}; known are {title}, {number}"),
        ("body", "{}", "unknown placeholder {}"),
        ("body", "{number!r}", "unknown placeholder {number}"),
        ("body", "{number:>9}", "unknown placeholder {number}"),
        ("body", "{number.x}", "unknown placeholder {number.x}"),
        ("body", "{number", "expected '}'"),
        ("notes", "{number}", "must hold {wix_order_id}"),
        ("description", "x" * 201, "at most 200"),
        ("description", "{note}", "{note} is personal data"),
        ("description", "{number} {delivery_address}", "{delivery_address} is personal data"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_a_settings_error(field, text, says):
    with pytest.raises(ValidationError) as error:
        TextSettings(**{field: text})
    assert says in str(error.value)


@given(template=st.text(st.sampled_from("{}ab ") | st.characters(), max_size=40), value=st.text(max_size=60))
@example(template="{{number}} {number}", value="{note}")
def test_filling_in_never_raises_and_never_reads_a_value_as_a_template(template, value):
    told = filled(template, dict.fromkeys(PLACEHOLDERS, value))
    assert filled("<{note}>", {"note": value}) == f"<{value}>"
    assert isinstance(told, str)


@given(note=st.text(max_size=1500), number=st.text(max_size=200), name=st.text(max_size=300))
def test_texts_of_any_order_are_bounded_and_hold_the_order_s_id(note, number, name):
    head = {
        "number": number, "wix_order_id": "id-1", "delivery_title": name, "channel": "WEB", "buyer_note": note, "has_shipping": True, "pickup_method": "",
        **{f"ship_{part}": name for part in ("first_name", "last_name", "street_name", "street_number", "address_line", "address_line2", "postal_code", "city", "company", "country")},
    }  # fmt: skip
    every = " ".join(f"{{{part}}}" for part in PLACEHOLDERS)
    harmless = every.replace("{note}", "").replace("{delivery_address}", "")
    told = texts(head, "invoice", "xx", TextSettings(description=harmless, notes=every, body=every))
    assert len(told["description"]) <= 250 and len(told["notes"]) <= 2500
    assert "id-1" in told["notes"] and "\x00" not in str(told)
