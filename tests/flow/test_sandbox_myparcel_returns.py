"""Return shipments of the fake of MyParcel."""

from __future__ import annotations

import pytest
import requests
from myparcel_client import Client

RELATED = "application/vnd.return_shipment+json;charset=utf-8"
UNRELATED = "application/vnd.unrelated_return_shipment+json;charset=utf-8"
BACK = {"carrier": 1, "email": "sem.bakker@example.com", "name": "Sem Bakker"}
SENDER = {"cc": "NL", "postal_code": "3511LX", "city": "Utrecht", "street": "Voorbeeldgracht", "number": "42", "person": "Noor de Wit"}


@pytest.fixture
def call(sandbox) -> Client:
    return Client(sandbox)


@pytest.fixture
def parent(call) -> int:
    (made,) = call.create()
    call.advance(to="registered")
    return made


def back(call: Client, *rows: dict, kind: str = RELATED, query: str = "") -> requests.Response:
    return call("POST", f"/shipments{query}", json={"data": {"return_shipments": list(rows)}}, Content_Type=kind)


def refused(answer: requests.Response) -> set[tuple[int, str]]:
    assert answer.status_code == 422, answer.text
    return {(int(code), path) for entry in answer.json()["errors"] for code, what in entry.items() for path in what["fields"]}


def read(call: Client, shipment_id: int) -> dict:
    return call("GET", f"/shipments/{shipment_id}").json()["data"]["shipments"][0]


def test_a_related_return_goes_the_other_way(call, parent):
    answer = back(
        call, BACK | {"parent": parent, "reference_identifier": "nl:10001", "options": {"package_type": 1, "label_description": "x"}}
    )
    (made,) = answer.json()["data"]["ids"]
    row = read(call, made["id"])
    assert (row["shipment_type"], row["parent_id"], row["status"]) == (2, parent, 1)
    assert (row["sender"]["city"], row["recipient"]["city"]) == ("Groningen", "Voorbeeldstad")
    assert row["options"]["label_description"] == "Retour nl:10001-aaaaaaaa"  # replaced by MyParcel
    label = call("GET", f"/shipment_labels/{made['id']}?format=A6", Accept="application/pdf")
    assert label.content.startswith(b"%PDF-") and read(call, made["id"])["barcode"]


def test_a_mailed_return_is_registered_and_mailed_once(sandbox, call, parent):
    (made,) = back(call, BACK | {"parent": parent}, query="?send_return_mail=1").json()["data"]["ids"]
    assert read(call, made["id"])["status"] == 2
    assert sandbox.state("myparcel", "nl")["mails"] == [{"shipment_id": made["id"], "email": "sem.bakker@example.com"}]
    back(call, BACK | {"parent": parent}, query="?send_return_mail=0")
    assert len(sandbox.state("myparcel", "nl")["mails"]) == 1


def test_an_unrelated_return(call):
    (made,) = back(call, BACK | {"sender": SENDER, "options": {"package_type": 2}}, kind=UNRELATED).json()["data"]["ids"]
    row = read(call, made["id"])
    assert (row["parent_id"], row["sender"]["city"], row["reference_identifier"]) == (None, "Utrecht", None)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"parent": 1}, 3714, "parent"),
        ({"carrier": 12}, 3728, "carrier"),
        ({"carrier": 2}, 3728, "carrier"),
        ({"email": "nobody"}, 3752, "email"),
        ({"name": ""}, 3514, "name"),
        ({"options": {"package_type": 4}}, 3733, "options.package_type"),
        ({"options": {"package_type": 1, "printerless_return": 1}}, 3705, "options.printerless_return"),
        ({"options": {"contribution": {"amount": 100_001, "currency": "EUR"}}}, 3705, "options.contribution"),
        ({"sender": {"cc": "NL"}}, 3745, "sender.city"),
    ],
)
def test_what_is_refused(call, parent, changes, code, field):
    assert (code, f"data.return_shipments[0].{field}") in refused(back(call, BACK | {"parent": parent} | changes))
    assert call("GET", "/shipments").json()["data"]["results"] == 1


def test_a_concept_and_a_return_have_no_returns(call, parent):
    (concept,) = call.create()
    assert refused(back(call, BACK | {"parent": concept})) == {(3714, "data.return_shipments[0].parent")}
    (made,) = back(call, BACK | {"parent": parent}, query="?send_return_mail=1").json()["data"]["ids"]
    assert refused(back(call, BACK | {"parent": made["id"]})) == {(3714, "data.return_shipments[0].parent")}


def test_a_belgian_account_returns_by_bpost_and_printers_may_be_spared(sandbox, call, parent):
    sandbox.settings["myparcel.printerless_returns"] = True
    assert back(call, BACK | {"parent": parent, "options": {"package_type": 1, "printerless_return": 1}}).status_code == 200
    belgian = Client(sandbox, "be")
    assert back(belgian, BACK, kind=UNRELATED).status_code == 422
    assert back(belgian, BACK | {"carrier": 2}, kind=UNRELATED).status_code == 200


def test_the_return_page(sandbox, call):
    assert call("POST", "/return_shipments").json()["data"]["download_url"]["link"].startswith("https://")
    sandbox.settings["myparcel.return_page"] = False
    assert call("POST", "/return_shipments").status_code == 404


def test_a_field_of_the_other_kind_is_a_violation(sandbox, call):
    back(call, BACK | {"parent": 1}, kind=UNRELATED)
    assert "parent" in sandbox.violations.pop()["text"]
