"""The fake against the written contract: its answers fit the schemas, and the worked examples give the answers they show."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from holded_world import call, make
from sandbox.holded import add_products
from sandbox.holded.account import Account

NOT_COMPARED = {"id", "approved_at", "payments_detail", "from", "shipping_data"}  # ids and clock; absent records as [] (contract 3.3)
STAND_INS = {"v2-invoice-create-oss.json"}  # its tax key is a stand-in that no account has


@pytest.fixture(scope="module")
def contract(shared):
    with (shared / "contracts" / "holded.openapi.yaml").open(encoding="utf-8") as text:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.fixture
def examples(shared, sandbox):
    """The v2 examples by name, and the records they speak of in the account."""
    files = sorted((shared / "contracts" / "holded.examples").glob("v2-*.json"))
    found = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in files}
    state = Account(sandbox.sandbox, "es").state
    for id in {(example["request"].get("body") or {}).get("contact_id") for example in found.values()} - {None}:
        state["contacts"][id] = {"id": id, "name": "Lucía Pérez", "code": "B12345674"}
    series = {"653956880bd5b86bc02d2d18": "salesorder", "679c86559dd5f2c3b4508e24": "creditnote", "64c7a782bc9daa025be88e2d": "receiptnote"}
    state["series"] += [{"id": id, "type": kind, "name": kind, "format": "X%%%%", "last": 0} for id, kind in series.items()]
    cotton = {"id": "6a1dd4114c98069523cdf1d9", "sku": "CAM-AZ-M", "price": "20.619835", "stock": 12}
    shirt = {"id": "62360932b6c99f7e80a93249", "name": "Camiseta azul", "sku": "CAM-AZ", "price": "20.619835", "cost": "9.50", "stock": 18}
    book = {"id": "60f986b9ca0969d40b2ea7b8", "name": "Cuaderno", "sku": "CUAD-A5", "price": "15", "cost": "6", "stock": 120}
    tax = {"taxes": ["s_iva_21"]}
    add_products(sandbox.sandbox, "es", [book | tax | {"barcode": "8400000000017"}, shirt | tax | {"variants": [cotton]}])
    return found


def fits(contract, name: str, value) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def test_every_answer_fits_its_schema(sandbox, contract, examples):
    receipt = make(sandbox, "/sales-receipts", examples["v2-salesreceipt-create.json"]["request"]["body"])
    order = make(sandbox, "/sales-orders", examples["v2-salesorder-create.json"]["request"]["body"])
    contact = make(sandbox, "/contacts", examples["v2-contact-create-company.json"]["request"]["body"])
    call(sandbox, "POST", f"/sales-receipts/{receipt}/payments", examples["v2-salesreceipt-pay.json"]["request"]["body"])
    for path, name in {
        "/contacts": "V2ContactList", f"/contacts/{contact}": "V2Contact", "/contacts/search?name=cam": "V2ContactList",
        "/products": "V2ProductList", "/products/62360932b6c99f7e80a93249": "V2Product", "/taxes": "V2TaxList",
        "/warehouses": "V2WarehouseList", "/sales-channels": "V2SalesChannelList", "/treasury/accounts": "V2TreasuryList",
        "/payment-methods": "V2PaymentMethodList", "/numbering-series/invoice": "V2SeriesList", "/usage": "V2Usage",
        "/sales-receipts": "V2DocumentList", f"/sales-receipts/{receipt}": "V2Document", f"/sales-orders/{order}": "V2Document",
        "/invoices": "V2DocumentList", "/credit-notes": "V2DocumentList", "/accounting-accounts": "V2AccountingAccountList",
        "/usage/automation_token": "V2Usage",
    }.items():  # fmt: skip
        answer = call(sandbox, "GET", path)
        assert answer.status_code == 200, path
        fits(contract, name, answer.json())
    fits(contract, "Problem", call(sandbox, "GET", "/nothing").json())


def test_every_example_body_is_taken(sandbox, examples):
    taken = 0
    for name, example in examples.items():
        request = example["request"]
        path = request["path"].removeprefix("/api/v2")
        if request["method"] == "POST" and path.count("/") == 1 and name not in STAND_INS and "error" not in name:
            answer = call(sandbox, "POST", path, request["body"])
            assert answer.status_code == example["response"]["status"], (name, answer.text)
            taken += 1
    assert taken >= 8


def test_the_examples_of_acts_on_an_invoice_go_as_shown(sandbox, examples):
    body = examples["v2-invoice-create.json"]["request"]["body"]
    id = make(sandbox, "/invoices", body)
    assert call(sandbox, "POST", f"/invoices/{id}/approve").status_code == 200
    pay = examples["v2-invoice-pay.json"]["request"]["body"] | {"amount": "1.00"}
    assert call(sandbox, "POST", f"/invoices/{id}/payments", pay).status_code == 201
    for name in ("v2-invoice-cancel-refused.json", "v2-invoice-send.json"):
        request, response = examples[name]["request"], examples[name]["response"]
        answer = call(sandbox, "POST", f"/invoices/{id}/{request['path'].rpartition('/')[2]}", request.get("body"))
        assert (answer.status_code, answer.json()) == (response["status"], response["body"])
    asked = examples["v2-creditnote-convert.json"]["request"]["body"] | {"source_id": id}
    note = make(sandbox, "/documents/convert", asked)
    assert call(sandbox, "GET", f"/credit-notes/{note}").json()["from"] == {"id": id, "doc_type": "invoice"}
    order = make(sandbox, "/sales-orders", examples["v2-salesorder-create.json"]["request"]["body"])
    tracking = examples["v2-salesorder-tracking.json"]
    assert call(sandbox, "PUT", f"/sales-orders/{order}/tracking", tracking["request"]["body"]).json() == tracking["response"]["body"]


@pytest.mark.parametrize("name", ["v2-error-400-date.json", "v2-error-422-tax.json", "v2-error-404.json"])
def test_the_example_errors_come_back(sandbox, examples, name):
    request, response = examples[name]["request"], examples[name]["response"]
    answer = call(sandbox, request["method"], request["path"].removeprefix("/api/v2"), request.get("body"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (response["status"], response["headers"]["Content-Type"])
    seen = answer.json()
    assert seen.pop("detail").startswith(response["body"]["detail"].rstrip("."))
    assert seen == {key: value for key, value in response["body"].items() if key != "detail"}


def alike(shown: dict, example: dict) -> None:
    compared = {key: value for key, value in example.items() if key not in NOT_COMPARED | {"lines", "status"}}
    assert {key: shown[key] for key in compared} == compared
    for line, wanted in zip(shown["lines"], example["lines"], strict=True):
        assert {key: line[key] for key in wanted} == wanted


def test_the_receipt_of_the_examples_reads_as_shown(sandbox, examples):
    id = make(sandbox, "/sales-receipts", examples["v2-salesreceipt-create.json"]["request"]["body"])
    alike(call(sandbox, "GET", f"/sales-receipts/{id}").json(), examples["v2-salesreceipt-get-draft.json"]["response"]["body"])
    assert call(sandbox, "POST", f"/sales-receipts/{id}/approve").status_code == 200
    paid = examples["v2-salesreceipt-pay.json"]
    assert call(sandbox, "POST", f"/sales-receipts/{id}/payments", paid["request"]["body"]).status_code == paid["response"]["status"]
    shown, example = call(sandbox, "GET", f"/sales-receipts/{id}").json(), examples["v2-salesreceipt-get-approved.json"]["response"]["body"]
    alike(shown, example)
    parts = [{key: part[key] for key in ("amount", "bank_id")} for part in (shown["payments_detail"][0], example["payments_detail"][0])]
    assert parts[0] == parts[1]


def test_the_products_of_the_examples_read_as_shown(sandbox, examples):
    shown, wanted = call(sandbox, "GET", "/products").json()["items"], examples["v2-products.json"]["response"]["body"]["items"]
    for row, example in zip(shown, wanted, strict=True):
        assert row == example
