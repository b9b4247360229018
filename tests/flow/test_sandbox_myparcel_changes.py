"""How concepts of the fake of MyParcel change: by PUT, PATCH and DELETE, by people in the back office, by MyParcel's own Wix link."""

from __future__ import annotations

import pytest
import requests
from myparcel_client import PARCEL, Client, codes
from shop_world import wix_order

THREE = PARCEL | {"secondary_shipments": [{}, {"physical_properties": {"weight": 100}}]}


@pytest.fixture
def call(sandbox) -> Client:
    return Client(sandbox)


def read(call: Client, shipment_id: int) -> dict:
    (row,) = call("GET", f"/shipments/{shipment_id}").json()["data"]["shipments"]
    return row


def children(call: Client, shipment_id: int) -> list[int]:
    return [child["id"] for child in read(call, shipment_id)["secondary_shipments"]]


def put(call: Client, *rows: dict) -> requests.Response:
    return call("PUT", "/shipments", json={"data": {"shipments": list(rows)}})


def test_a_collo_that_put_does_not_name_is_deleted(call):
    (main,) = call.create(THREE)
    first, second = children(call, main)
    named = PARCEL | {"id": main, "secondary_shipments": [{"id": second, "physical_properties": {"weight": 70}}, {}]}
    assert put(call, named).status_code == 204
    kept, new = children(call, main)
    assert kept == second and new not in (first, second)
    assert read(call, second)["physical_properties"]["weight"] == 70
    assert put(call, PARCEL | {"id": main}).status_code == 204
    assert children(call, main) == []
    assert call("GET", f"/shipments/{first};{second};{new}").json()["data"]["shipments"] == []


def test_a_collo_of_another_shipment_is_refused(call):
    main, other = call.create(THREE, THREE)
    answer = put(call, PARCEL | {"id": main, "secondary_shipments": [{"id": children(call, other)[0]}]})
    assert answer.json()["errors"][0]["3736"]["fields"] == ["data.shipments[0].secondary_shipments[0].id"]
    assert len(children(call, main)) == 2


def test_a_collo_is_freed(call):
    (main,) = call.create(THREE)
    first, second = children(call, main)
    assert put(call, PARCEL | {"id": first, "multi_collo_main_shipment_id": None}).status_code == 204
    assert children(call, main) == [second]
    assert read(call, first)["multi_collo_main_shipment_id"] is None
    assert call("DELETE", f"/shipments/{main}").status_code == 204
    assert [row["id"] for row in call("GET", "/shipments").json()["data"]["shipments"]] == [first]


def test_deleting_the_main_deletes_all(call):
    (main,) = call.create(THREE)
    ids = [main, *children(call, main)]
    assert len(call("GET", "/shipments/" + ";".join(map(str, ids))).json()["data"]["shipments"]) == 3
    assert call("DELETE", f"/shipments/{main}").status_code == 204
    assert call("GET", "/shipments/" + ";".join(map(str, ids))).json()["data"]["shipments"] == []


def test_one_bad_row_changes_nothing(call):
    first, second = call.create(PARCEL, PARCEL)
    renamed = PARCEL["recipient"] | {"city": "Haren"}
    answer = put(call, PARCEL | {"id": first, "recipient": renamed}, PARCEL | {"id": second, "recipient": renamed | {"postal_code": "97"}})
    assert answer.json()["errors"][0]["3505"]["fields"] == ["data.shipments[1].recipient.postal_code"]
    assert read(call, first)["recipient"]["city"] == "Groningen"
    assert put(call, PARCEL | {"id": 1}).json()["errors"][0]["3717"]["fields"] == ["data.shipments[0].id"]


def test_patch_hides(sandbox, call):
    (first,) = call.create()
    body = {"data": {"shipments": [{"id": first, "hidden": 1}]}}
    assert call("PATCH", "/shipments", json=body).status_code == 204
    assert read(call, first)["hidden"] == 1
    body = {"data": {"shipments": [{"id": first, "city": "Haren"}]}}
    assert call("PATCH", "/shipments", json=body).status_code == 204
    assert "city" in sandbox.violations.pop()["text"]
    assert call("PATCH", "/shipments", json={"data": {"shipments": [{"id": 1, "hidden": 1}]}}).status_code == 422


def test_a_person_edits_and_deletes_concepts(sandbox, call):
    def person(act: str, **given) -> requests.Response:
        return requests.post(f"{sandbox.url()}/sandbox/myparcel/nl/{act}", json=given, timeout=10)

    first, second = call.create(PARCEL, PARCEL)
    sent = read(call, first)
    edited = person("edit", id=first, changes={"recipient": {"city": "Haren"}, "physical_properties": {"weight": 900}}).json()
    assert edited == read(call, first)
    assert edited["recipient"] == sent["recipient"] | {"city": "Haren"}
    assert edited["modified_by"] != sent["modified_by"] and edited["created_by"] == sent["created_by"]
    assert person("edit", id=first, changes={"town": "Haren"}).status_code == 422
    assert person("delete", ids=[second]).json()["advanced"] == 1
    assert codes(call("DELETE", f"/shipments/{second}")) == [3723]
    call.advance(to="registered")
    assert person("edit", id=first, changes={"recipient": {"city": "Assen"}}).status_code == 422
    assert person("delete", ids=[first]).json()["shipments"] == {str(first): 2}


def test_myparcels_own_wix_link_imports_paid_orders_once(sandbox, call):
    paid, unpaid = wix_order("10007", country="NL"), wix_order("10008", country="NL", paymentStatus="NOT_PAID")

    def take(**given) -> list[int]:
        return requests.post(f"{sandbox.url()}/sandbox/myparcel/nl/wix_import", json=given, timeout=10).json()["ids"]

    (made,) = take(orders=[paid, unpaid])
    row = read(call, made)
    assert (row["external_provider"], row["external_provider_id"], row["reference_identifier"]) == ("Wix", paid["id"], "10007")
    assert (row["status"], row["recipient"]["street"], row["options"]["signature"]) == (1, "Voorbeeldstraat", 0)
    assert take(orders=[paid]) == []
    sandbox.state("wix", "nl").setdefault("orders", {})[paid["id"]] = paid | {"id": "another", "number": "10009"}
    assert take(numbers=["10001"]) == []
    assert len(take(numbers=["10009"])) == 1
