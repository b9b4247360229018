"""The buyer as a Holded contact: ids normalised, keys in the store's order, and what a document still lacks."""

import pandas as pd
import pytest
from frames import order, staged
from order_sync.mapping.columns import text
from order_sync.mapping.contacts import buyer, foreign_vat, lacking, tax_id, tax_ids

FIELDS = ("extended:_user_fields.vat_number", "custom:VAT number")
COMPANY = {
    "bill_company": "Camisetas del Norte, S.L.",
    "bill_country": "ES",
    "bill_city": "Bilbao",
    "bill_postal_code": "48001",
    "bill_street_name": "Calle Mayor",
    "bill_street_number": "1",
    "buyer_email": "Compras@example.com",
    "bill_phone": "+34910000000",
}


def texts(**changes):
    orders, _ = staged((order(**changes), []))
    return {name: text(orders[name]).iloc[0] for name in orders.columns if orders[name].dtype == "str"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("B-12345674", "B12345674"),
        (" es b12.345.674 ", "ESB12345674"),
        ("de 123 456 789", "DE123456789"),
        ("-", ""),
        ("no", ""),
        ("none1", ""),
        ("", ""),
        (None, ""),
        (123456789, ""),
    ],
)
def test_tax_ids_are_compared_without_signs(written, expected):
    assert tax_id(written) == expected


def test_the_first_filled_field_of_the_store_counts():
    extras = pd.Series(
        [
            {"custom:VAT number": "DE123456789", "extended:_user_fields.vat_number": "FR12345678901"},
            {"custom:VAT number": "DE123456789", "extended:_user_fields.vat_number": "-"},
            {"custom:Other": "DE123456789"},
            {},
            None,
        ],
        dtype="object",
    )
    assert tax_ids(extras, FIELDS).tolist() == ["FR12345678901", "DE123456789", "", "", ""]
    assert tax_ids(extras, ()).tolist() == [""] * 5


def test_only_a_vat_number_of_another_member_makes_a_foreign_business():
    ids = pd.Series(["DE123456789", "ESB12345674", "B12345674", "GB123456789", ""])
    assert foreign_vat(ids, "ES").tolist() == [True, False, False, False, False]


def test_a_spanish_company_is_written_as_in_the_contract():
    who = buyer(texts(**COMPANY), "ESB12345674", "ES", ("tax_id", "email"))
    assert who.body == {
        "name": "Camisetas del Norte, S.L.",
        "is_person": False,
        "type": "client",
        "code": "B12345674",
        "vat_number": "ESB12345674",
        "email": "compras@example.com",
        "phone": "+34910000000",
        "bill_address": {"address": "Calle Mayor 1", "city": "Bilbao", "postal_code": "48001", "country_code": "ES"},
    }
    assert who.keys == [
        {"kind": "tax_id", "values": ["B12345674", "ESB12345674"]},
        {"kind": "email", "values": ["compras@example.com", "Compras@example.com"]},
    ]


def test_a_foreign_vat_number_is_code_and_vat_number():
    who = buyer(texts(**COMPANY), "FR12345678901", "ES", ("tax_id",))
    assert (who.body["code"], who.body["vat_number"]) == ("FR12345678901", "FR12345678901")
    assert who.keys == [{"kind": "tax_id", "values": ["FR12345678901"]}]


def test_keys_follow_the_store_and_leave_out_what_is_not_there():
    assert [key["kind"] for key in buyer(texts(), "", "ES", ("tax_id", "email")).keys] == ["email"]
    assert buyer(texts(buyer_email=None), "", "ES", ("tax_id", "email")).keys == []
    assert [key["kind"] for key in buyer(texts(), "12345678Z", "ES", ("email", "tax_id")).keys] == ["email", "tax_id"]


def test_a_person_without_billing_street_lives_where_the_order_goes():
    who = buyer(texts(bill_address_line=None, bill_city=None, bill_postal_code=None), "", "ES", ("email",))
    assert who.body["bill_address"]["address"] == "Plaza Nueva 3"
    assert who.missing == []


@pytest.mark.parametrize(
    "changes",
    [
        {"bill_company": "Beispiel GmbH", "bill_address_line": None},
        {"bill_country": "FR", "bill_address_line": None},
        {"pickup_method": "STORE_PICKUP", "bill_address_line": None},
    ],
)
def test_a_company_a_buyer_elsewhere_and_a_pickup_do_not_take_the_delivery_address(changes):
    assert buyer(texts(**changes), "", "ES", ("email",)).missing == ["address"]


@pytest.mark.parametrize(
    ("kind", "home", "changes", "identity", "treatments", "lacks"),
    [
        (
            "receipt",
            "ES",
            {"bill_first_name": None, "bill_last_name": None, "ship_first_name": None, "ship_last_name": None},
            "",
            {"domestic"},
            [],
        ),
        ("order", "NL", {}, "", {"domestic"}, []),
        ("order", "NL", {"bill_address_line": None, "ship_address_line": None}, "", {"domestic"}, []),
        ("invoice", "ES", {}, "12345678Z", {"domestic"}, []),
        ("invoice", "ES", {}, "", {"domestic"}, ["tax id"]),
        ("invoice", "ES", {"bill_company": "Tienda S.L."}, "", {"domestic"}, ["tax id"]),
        ("invoice", "ES", {"bill_country": "FR", "ship_country": "FR"}, "", {"oss"}, []),
        ("invoice", "ES", {"bill_country": "CH", "bill_company": "Laden AG"}, "", {"export"}, []),
        ("invoice", "NL", {"bill_country": "NL"}, "", {"domestic"}, []),
        ("invoice", "NL", {"bill_country": "DE"}, "", {"intra_eu_goods"}, ["tax id"]),
        ("invoice", "ES", {"bill_postal_code": None}, "12345678Z", {"domestic"}, ["postal_code"]),
        (
            "invoice",
            "NL",
            {"bill_first_name": None, "bill_last_name": None, "ship_first_name": None, "ship_last_name": None},
            "",
            set(),
            ["name"],
        ),
    ],
)
def test_what_a_document_lacks(kind, home, changes, identity, treatments, lacks):
    order_texts = texts(**changes)
    assert lacking(kind, buyer(order_texts, identity, home, ("tax_id", "email")), identity, home, treatments) == lacks
