"""Every reason not to make a document: held with field and cure, or ignored."""

import pytest
from document_decisions import ABROAD, CONFIG, FREE, PLAIN_HOLDS, UNREACHABLE, VAT, one, store
from order_sync.contracts.holds import HOLD_CODES


@pytest.mark.parametrize(("code", "changes", "lines", "field", "seen"), PLAIN_HOLDS)
def test_every_reason_to_hold(code, changes, lines, field, seen):
    row = one(changes, lines)
    assert (row["action"], row["reason"], row["field"], row["seen"]) == ("hold", code, field, seen)
    assert row["cure"] == HOLD_CODES[code].cure or (code == "NO_TAX_KEY" and "holded_es,oss,FR,85000,<its key>,," in row["cure"])
    assert row["trace"][-1]["verdict"] == "hold"
    assert row["body"] is None and row["contact"] is None and row["proof"] is None


@pytest.mark.parametrize(
    ("reason", "changes", "settings"),
    [
        ("NOT_PAID_YET", {"payment_status": "NOT_PAID"}, {}),
        ("CANCELED", {"status": "CANCELED", "payment_status": "NOT_PAID"}, {}),
        ("FULLY_REFUNDED", {"payment_status": "FULLY_REFUNDED"}, {}),
        ("NOT_ORDERED", {"status": "PENDING"}, {}),
    ],
)
def test_reasons_to_ignore(reason, changes, settings):
    row = one(changes, settings=store(**settings))
    assert (row["action"], row["reason"], row["cure"], row["field"]) == ("ignore", reason, None, None)


def test_a_free_order_is_ignored_or_booked_by_the_store_s_choice_and_never_waits_for_money():
    assert one(*FREE, settings=store(free_orders="ignore"))["reason"] == "FREE_ORDER"
    booked = one(*FREE)
    assert (booked["action"], booked["proof"]["our_total"], booked["body"]["items"][0]["price"]) == ("send", 0, "0.00")


def test_a_store_without_holded_ignores_every_order():
    off = CONFIG.store("es").model_copy(update={"holded": None})
    row = one({"malformed_field": "number"}, settings=off)
    assert (row["action"], row["reason"]) == ("ignore", "DESTINATION_OFF")


def test_no_document_rule_fits():
    rules = store().holded.documents[:2]
    row = one(settings=store(documents=rules))
    assert (row["reason"], row["seen"]) == ("NO_DOCUMENT_RULE", "delivered to ES")


def test_unknown_and_blank_skus_may_be_plain_lines_but_a_duplicate_never():
    plain = store(unknown_sku="plain")
    row = one(lines=[{"sku": "NEW-1", "description": "Talla: M"}, {"sku": None, "item_type": "CUSTOM"}], settings=plain)
    assert [{**item, "price": 0} for item in row["body"]["items"]] == [
        {
            "type": "service",
            "name": "Camiseta azul",
            "description": "Talla: M; SKU NEW-1",
            "units": 1,
            "price": 0,
            "taxes": ["s_iva_21"],
        },
        {"type": "service", "name": "Camiseta azul", "units": 1, "price": 0, "taxes": ["s_iva_21"]},
    ]
    assert one(lines=[{"sku": "TWO"}], settings=plain)["reason"] == "DUPLICATE_SKU"


@pytest.mark.parametrize(
    ("rounding", "action", "proof"),
    [
        ({"policy": "hold"}, "hold", None),
        ({"policy": "accept"}, "send", (60, 59, 1)),
        ({"policy": "line", "tax_key": "s_iva_nosujeto"}, "send", (60, 60, 1)),
        ({"policy": "line", "tax_key": None}, "hold", None),
        ({"policy": "hold", "rule": "at_end"}, "send", (60, 60, 0)),
    ],
)
def test_a_total_out_of_reach_follows_the_store_s_policy(rounding, action, proof):
    row = one(lines=UNREACHABLE, settings=store(rounding=rounding))
    assert row["action"] == action
    if proof is None:
        assert row["reason"] == "TOTAL_UNREACHABLE"
    else:
        assert tuple(row["proof"][name] for name in ("wix_total", "our_total", "correction")) == proof
    if rounding["policy"] == "line" and proof:
        assert row["body"]["items"][-1] == {"type": "service", "name": "Redondeo", "units": 1, "price": "0.01", "taxes": ["s_iva_nosujeto"]}


def test_a_key_that_the_account_does_not_have_is_no_key():
    assert one(active={"s_iva_21"})["action"] == "send"
    row = one(active={"s_iva_10"})
    assert (row["reason"], row["seen"]) == ("NO_TAX_KEY", "domestic, ES, 21 %: key s_iva_21 is not active in the account")
    row = one(lines=UNREACHABLE, settings=store(rounding={"policy": "line", "tax_key": "gone"}), active={"s_iva_21"})
    assert (row["reason"], row["field"]) == ("NO_TAX_KEY", "holded.rounding.tax_key")


@pytest.mark.parametrize(
    ("changes", "lines", "seen"),
    [
        ({"ship_country": "US"}, [{"item_type": "DIGITAL", "shippable": False, "tax_rate_ppm": 50_000}], "export_services, US, 5 %"),
        (
            ABROAD | {"extra_fields": {VAT: "FR11123456782"}},
            [{"tax_rate_ppm": 200_000}],
            "no certain treatment, FR, 20 %, buyer with a VAT number",
        ),
        ({"ship_country": None, "bill_country": None}, [{}], "no certain treatment, no country, 21 %"),
        ({"ship_country": "US"}, [{"tax_rate_ppm": 82_500, "jurisdictions": 2}], "export, US, 8.25 %"),
    ],
)
def test_an_uncertain_treatment_is_held(changes, lines, seen):
    row = one(changes, lines)
    assert (row["reason"], row["seen"]) == ("NO_TAX_KEY", seen)
