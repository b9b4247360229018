"""The five forms of MyParcel's error body, and what each code asks for."""

from __future__ import annotations

import json

import pytest
from order_sync.errors import AccessDenied, FieldFault, NotThere, Rejected
from order_sync.hooks.myparcel_errors import by_next_action, by_shipment, cure, explain, read
from order_sync.hooks.rest import RemoteError, Response

POSTAL = "data.shipments[2].recipient.postal_code"
STREET = "data.shipments[0].recipient.street"
HEAD = {"message": "Shipment validation error (request_id: 17.0a)", "request_id": "17.0a"}

SHAPES = {
    "keyed list": (
        HEAD | {"status_code": 422, "errors": [{"3505": {"fields": [POSTAL], "human": [f"{POSTAL} is not valid"]}}]},
        (FieldFault(POSTAL, "is not valid", "3505"),),
    ),
    "keyed list, two codes, two fields": (
        HEAD
        | {
            "errors": [
                {"3509": {"fields": [STREET, POSTAL], "human": ["too long", "wrong"]}},
                {"3702": {"fields": [], "human": ["customs"]}},
            ]
        },
        (FieldFault(STREET, "too long", "3509"), FieldFault(POSTAL, "wrong", "3509"), FieldFault("", "customs", "3702")),
    ),
    "keyed list, one text for two fields": (
        HEAD | {"errors": [{"3509": {"fields": [STREET, POSTAL], "human": "no"}}]},
        (FieldFault(STREET, "no", "3509"), FieldFault(POSTAL, "no", "3509")),
    ),
    "keyed map": (
        HEAD | {"errors": {"3505": {"fields": [POSTAL], "human": ["bad"]}, "3503": {"fields": [STREET], "human": []}}},
        (FieldFault(POSTAL, "bad", "3505"), FieldFault(STREET, "", "3503")),
    ),
    "flat": (
        HEAD | {"errors": [{"status": 422, "code": 3723, "title": "Cannot delete shipment", "message": "Cannot delete shipment"}]},
        (FieldFault("", "Cannot delete shipment", "3723"),),
    ),
    "flat with the field in its text": (
        HEAD | {"errors": [{"status": 422, "code": 3505, "title": "Wrong", "message": f"{POSTAL} is not valid"}]},
        (FieldFault(POSTAL, "is not valid", "3505"),),
    ),
    "flat with the fields apart": (
        HEAD | {"errors": [{"code": 3505, "message": "is not valid", "fields": [POSTAL, STREET]}]},
        (FieldFault(POSTAL, "is not valid", "3505"), FieldFault(STREET, "is not valid", "3505")),
    ),
    "older flat": (
        {"errors": [{"code": 3212, "message": "Missing parameter", "human": ["cc is required"]}]},
        (FieldFault("", "cc is required", "3212"),),
    ),
    "problem+json": (
        {
            "type": "urn:problem:invalid-shipments",
            "title": "Invalid shipments",
            "status": 422,
            "detail": "One or more shipments are invalid",
            "request_id": "17.0a",
            "errors": [
                {
                    "type": "urn:problem:invalid-address",
                    "title": "Invalid address",
                    "detail": "postal_code is not valid",
                    "instance": "/data/shipments/2/recipient/postal_code",
                }
            ],
        },
        (FieldFault(POSTAL, "postal_code is not valid", "invalid-address"),),
    ),
    "problem without parts": (
        {"type": "urn:problem:x", "title": "No", "status": 422, "detail": "Not like this"},
        (),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_form_is_read_into_the_same_faults(shape):
    body, faults = SHAPES[shape]
    assert read(body).faults == faults


def test_message_loses_the_request_id_that_is_told_apart():
    told = read(SHAPES["keyed list"][0])
    assert (told.message, told.request_id) == ("Shipment validation error", "17.0a")
    assert read(SHAPES["older flat"][0], "17.0b") == RemoteError("Missing parameter", SHAPES["older flat"][1], "17.0b")


@pytest.mark.parametrize(
    "body",
    [b"<html>Bad gateway</html>", b"", b"[]", b'"x"', b'{"errors": null}', b'{"errors": [1, null, "x"]}', b'{"errors": [{"3505": null}]}'],
)
def test_a_body_of_no_known_form_is_no_second_error(body):
    told = explain(Response(502, {"X-Request-Id": "17.0b"}, body, "MyParcel", True))
    assert told.request_id == "17.0b"
    assert all(fault.path == "" for fault in told.faults)


def test_unpaid_labels_are_told_without_the_payment_link():
    body = {"data": {"payment_instructions": [{"payment_url": "https://payments.example.com/pay/123"}]}}
    told = explain(Response(402, {}, json.dumps(body).encode(), "MyParcel", True))
    assert "paid first" in told.message
    assert "payments.example.com" not in told.message


@pytest.mark.parametrize(
    ("code", "kind", "part"),
    [
        ("3000", AccessDenied, "API key"),
        ("3007", AccessDenied, "API key"),
        ("3716", Rejected, "not activated"),
        ("3762", Rejected, "not activated"),
        ("3505", Rejected, "postal code"),
        ("3731", Rejected, "house number"),
        ("3702", Rejected, "customs"),
        ("3743", Rejected, "package preferences"),
        ("3520", Rejected, "address"),
        ("3754", Rejected, "Correct what MyParcel names"),
    ],
)
def test_class_and_cure_follow_the_code(code, kind, part):
    refused = Rejected("status 422", where="MyParcel", cure="", status=422, faults=(FieldFault(STREET, "x", code),))
    error = by_next_action(refused)
    assert type(error) is kind
    assert part in error.cure
    assert (error.status, error.faults, error.seen) == (422, refused.faults, refused.seen)


def test_a_404_stays_not_there_whatever_its_code():
    gone = NotThere("status 404", where="MyParcel", cure="", status=404, faults=(FieldFault("", "Not found", "3000"),))
    assert by_next_action(gone) is gone


def test_an_open_bill_has_a_cure_of_its_own():
    assert "Pay" in by_next_action(Rejected("status 402", where="MyParcel", cure="", status=402)).cure


def test_faults_by_shipment():
    faults = [
        FieldFault(POSTAL, "a"),
        FieldFault(STREET, "b"),
        FieldFault(POSTAL, "c"),
        FieldFault("data.shipments", "d"),
        FieldFault("", "e"),
    ]
    assert by_shipment(faults) == {2: (faults[0], faults[2]), 0: (faults[1],)}


def test_cure_without_a_code():
    assert cure(()) == "Correct what MyParcel names, then retry."


def test_contract_examples(shared):
    """Every published error example is read: each coded error has its code, each field its path."""
    files = sorted((shared / "contracts" / "myparcel.examples").glob("9*.json"))
    assert files
    for file in files:
        body = json.loads(file.read_text(encoding="utf-8"))["response"]["body"]
        told = read(body)
        written = json.dumps(body)
        for fault in told.faults:
            assert fault.code, file.name
            assert fault.path == "" or fault.path.split(".")[-1] in written, file.name
        assert ("errors" in body) == bool(told.faults), file.name
        assert told.message, file.name
        assert "request_id" not in told.message
