"""The fake of MyParcel over HTTP, as a client that is not ours would meet it: headers, labels, tracking, webhooks, limits, clock."""

from __future__ import annotations

import pytest
import requests
from myparcel_client import PARCEL, Client, coded, codes


@pytest.fixture
def call(sandbox) -> Client:
    return Client(sandbox)


@pytest.mark.parametrize(
    "authorization",
    ["", "bearer nonsense!", f"bearer {coded('myparcel-es-key')}", "bearer myparcel-nl-key", f"token {coded('myparcel-nl-key')}"],
)
def test_a_wrong_key_is_refused_on_both_hosts(call, authorization):
    for service, path in (("myparcel", "/shipments"), ("iam", "/whoami")):
        answer = call("GET", path, service=service, Authorization=authorization)
        assert (answer.status_code, codes(answer)) == (401, [3000])
        assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_basic_is_taken_like_bearer(call):
    answer = call("GET", "/whoami", service="iam", Authorization=f"basic {coded('myparcel-nl-key')}")
    assert answer.json()["shop_ids"] == ["80002"]  # texts on this host, numbers on the other
    assert call("GET", "/acl").json()["shop_ids"] == [80002]


def test_liveness_needs_no_key(sandbox):
    assert requests.get(sandbox.url("myparcel", "nl") + "/", timeout=10).json() == {"title": "MyParcel API", "status": "OK"}


def test_content_type_of_a_post(sandbox, call):
    body = {"data": {"shipments": [PARCEL]}}
    wrong = call("POST", "/shipments", json=body, Content_Type="application/json")
    assert (wrong.status_code, codes(wrong)) == (415, [3100])
    assert call("POST", "/shipments", json=body, Content_Type="application/vnd.shipment+json;version=1.1;charset=latin1").status_code == 415
    assert sandbox.violations == []
    # taken, but read by an older schema: that is what nobody would notice
    assert call("POST", "/shipments", json=body, Content_Type="application/vnd.shipment+json;charset=utf-8").status_code == 200
    assert "version=1.1" in sandbox.violations.pop()["text"]


@pytest.mark.parametrize(
    ("sent", "noted"),
    [
        ({"data": {"shipments": [PARCEL | {"weigth": 1}]}}, "weigth"),
        ({"data": {"shipments": [PARCEL], "shop": 1}}, "data.shop"),
        ({"data": {"shipments": [PARCEL | {"sender": {"cc": "ES"}}]}}, "sender"),
    ],
)
def test_what_would_be_ignored_is_a_violation(sandbox, call, sent, noted):
    assert call("POST", "/shipments", json=sent).status_code == 200
    assert noted in sandbox.violations.pop()["text"]


def test_a_user_agent_of_another_form_is_a_violation(sandbox, call):
    call("GET", "/shipments", User_Agent="python-requests")
    assert "User-Agent" in sandbox.violations.pop()["text"]


@pytest.mark.parametrize("body", [{}, {"data": []}, {"data": {"shipments": []}}, {"data": {"shipments": [PARCEL] * 101}}, [1]])
def test_a_batch_has_1_to_100_shipments(call, body):
    assert call("POST", "/shipments", json=body).status_code == 422


def test_problem_json_is_given_to_who_asks(call):
    bad = PARCEL | {"recipient": PARCEL["recipient"] | {"postal_code": "97HN"}}
    answer = call("POST", "/shipments", json={"data": {"shipments": [bad]}}, Accept="application/json, application/problem+json")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["instance"] == "/data/shipments/0/recipient/postal_code"


def test_accept_1_2_gives_whole_shipments(call):
    answer = call("POST", "/shipments", json={"data": {"shipments": [PARCEL]}}, Accept="application/json;charset=utf-8;version=1.2")
    (row,) = answer.json()["data"]["shipments"]
    assert (row["status"], row["barcode"], row["recipient"]["city"]) == (1, "", "Groningen")
    assert not [name for name in row if name.startswith("_")]


def test_search_filters_and_pages(call):
    call.create(*[PARCEL | {"reference_identifier": f"nl:{number}"} for number in range(40)])
    assert len(call("GET", "/shipments").json()["data"]["shipments"]) == 30
    assert len(call("GET", "/shipments?page=2").json()["data"]["shipments"]) == 10
    assert call("GET", "/shipments?reference_identifier=nl:1;nl:2").json()["data"]["results"] == 2
    assert call("GET", "/shipments?q=proefstraat&status=1;2&size=5").json()["data"]["results"] == 40
    assert call("GET", "/shipments?status=2").json()["data"]["results"] == 0
    assert call("GET", "/shipments?reference_identifier=nl:1&size=199").json()["data"]["results"] == 1
    assert call("GET", "/shipments?reference_identifier=nl:1&size=200").json()["data"]["results"] == 0
    refused = call("GET", "/shipments?page=0")
    assert (refused.status_code, codes(refused)) == (422, [3200])


def test_people_and_carriers_move_shipments(call):
    first, second, third = call.create(PARCEL, PARCEL, PARCEL)
    assert call.advance(to="registered", ids=[first, second]) == {str(first): 2, str(second): 2, str(third): 1}
    assert call("GET", f"/tracktraces/{first};{third}").json() == {"data": {"tracktraces": []}}
    assert call.advance(steps=1, ids=[first])[str(first)] == 3
    assert call.advance(steps=1) == {str(first): 5, str(second): 3, str(third): 1}
    assert call.advance(to="expired", ids=[second])[str(second)] == 16
    (trace,) = call("GET", f"/tracktraces/{first}").json()["data"]["tracktraces"]
    assert (trace["shipment_id"], trace["status"]["main"], len(trace["history"])) == (first, "distribution", 2)


def test_what_a_person_deletes_in_the_back_office_is_gone(sandbox, call):
    first, second = call.create(PARCEL, PARCEL)
    call.advance(to="registered", ids=[first])
    answer = requests.post(sandbox.url() + "/sandbox/myparcel/nl/advance", json={"to": "deleted"}, timeout=10).json()
    assert answer == {"advanced": 1, "shipments": {str(first): 2}}
    assert [row["id"] for row in call("GET", f"/shipments/{first};{second}").json()["data"]["shipments"]] == [first]
    assert call.advance(to=7) == {str(first): 7}
    assert requests.post(sandbox.url() + "/sandbox/myparcel/nl/advance", json={"to": "lost"}, timeout=10).status_code == 422


def test_replacing_a_concept(call):
    (first,) = call.create()
    changed = PARCEL | {"id": first, "recipient": PARCEL["recipient"] | {"city": "Haren"}}
    assert call("PUT", "/shipments", json={"data": {"shipments": [changed]}}).status_code == 204
    assert call("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["recipient"]["city"] == "Haren"
    abroad = changed | {"recipient": changed["recipient"] | {"cc": "DE"}, "options": {"package_type": 6, "tracked": 1}}
    answer = call("PUT", "/shipments", json={"data": {"shipments": [abroad]}})
    assert answer.json()["errors"][0].keys() | answer.json()["errors"][1].keys() == {"3711", "3712"}
    call.advance(to="registered")
    assert "3717" in call("PUT", "/shipments", json={"data": {"shipments": [changed]}}).text


def test_deleting_refuses_the_whole_call(call):
    first, second = call.create(PARCEL, PARCEL)
    call.advance(to="registered", ids=[first])
    answer = call("DELETE", f"/shipments/{first};{second}")
    assert (answer.status_code, codes(answer)) == (422, [3723])
    assert len(call("GET", f"/shipments/{first};{second}").json()["data"]["shipments"]) == 2
    assert call("DELETE", f"/shipments/{second}").status_code == 204


def test_multi_collo_is_one_id_with_children(call):
    (first,) = call.create(PARCEL | {"secondary_shipments": [{}, {"physical_properties": {"weight": 100}}]})
    call.advance(to="registered")
    (row,) = call("GET", f"/shipments/{first}").json()["data"]["shipments"]
    barcodes = {row["barcode"], *(child["barcode"] for child in row["secondary_shipments"])}
    assert len(barcodes) == 3
    assert {child["multi_collo_main_shipment_id"] for child in row["secondary_shipments"]} == {first}


def test_one_webhook_subscription_per_hook(sandbox, call):
    def subscribe(url: str, hook: str = "shipment_status_change") -> requests.Response:
        return call("POST", "/webhook_subscriptions", json={"data": {"webhook_subscriptions": [{"hook": hook, "url": url}]}})

    subscribe("https://sync.example.com/one")
    kept = subscribe("https://sync.example.com/two").json()["data"]["ids"][0]["id"]
    rows = call("GET", "/webhook_subscriptions").json()["data"]["webhook_subscriptions"]
    assert [(row["id"], row["url"]) for row in rows] == [(kept, "https://sync.example.com/two")]
    assert codes(subscribe("http://sync.example.com")) == [10002]
    assert codes(subscribe("https://sync.example.com", "nothing")) == [10003]
    assert call("DELETE", f"/webhook_subscriptions/{kept}").status_code == 204
    assert call("GET", "/webhook_subscriptions").json()["data"]["webhook_subscriptions"] == []
    subscribe("https://sync.example.com/Token")
    assert "lower-case" in sandbox.violations.pop()["text"]


def test_a_window_slides_and_refused_calls_count(sandbox, call):
    def at(seconds: float) -> int:
        requests.post(sandbox.url() + "/sandbox/settings", json={"clock_offset_seconds": seconds}, timeout=10)
        return call("GET", "/shipments").status_code

    sandbox.settings["myparcel.limit_overrides"] = {"GET /shipments": [2, 300]}
    assert [at(0), at(0), at(0)] == [200, 200, 429]
    assert at(290) == 429  # the refused call at 0 counted, and so does this one
    assert at(310) == 200
    assert at(320) == 429
    assert at(700) == 200  # silence clears it


def test_an_unknown_route_and_a_missing_right(sandbox, call):
    answer = call("GET", "/nothing")
    assert (answer.status_code, codes(answer)) == (404, [3105])
    sandbox.settings["myparcel.missing_permissions"] = ["printShipmentLabel"]
    answer = call("GET", "/shipment_labels/1")
    assert (answer.status_code, codes(answer)) == (403, [3001])


def test_state_survives_a_restart(tmp_path):
    from sandbox.core import Sandbox
    from sandbox.server import SandboxServer

    server = SandboxServer(Sandbox(tmp_path))
    server.start()
    (first,) = Client(server).create()
    Client(server)("GET", f"/shipment_labels/{first}")
    before = server.sandbox.digest()
    server.stop()
    server = SandboxServer(Sandbox(tmp_path))
    server.start()
    assert server.sandbox.digest() == before
    assert Client(server)("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["status"] == 2
    assert Client(server).create() == [first + 1]
    server.stop()
