"""Webhooks of the fake of MyParcel, received over real HTTP; and parcels that travel by the clock."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from myparcel_client import PARCEL, Client
from sandbox.myparcel.acts import deliveries


class Receiver(ThreadingHTTPServer):
    """Keeps what it is told: (headers, hook)."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], dict]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.told += [({**self.headers, "path": self.path}, hook) for hook in body["data"]["hooks"]]
                self.send_response(202)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/hooks/myparcel/5b0c9e6f3d2a"

    def statuses(self) -> list[tuple[int, int]]:
        return [(hook["shipment_id"], hook["status"]) for _, hook in self.told]


@pytest.fixture
def receiver():
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def call(sandbox) -> Client:
    return Client(sandbox)


def subscribe(call: Client, url: str, hook: str = "shipment_status_change") -> int:
    answer = call("POST", "/webhook_subscriptions", json={"data": {"webhook_subscriptions": [{"hook": hook, "url": url}]}})
    return answer.json()["data"]["ids"][0]["id"]


def settled(sandbox) -> list[dict]:
    done = deliveries(sandbox.sandbox, "nl", wait_seconds=10)
    assert done["pending"] == 0
    return done["deliveries"]


def test_every_status_change_is_told_once_but_not_the_concept(sandbox, call, receiver):
    call.create()
    call.advance(to="registered")
    subscribe(call, receiver.url)
    first, second = call.create(PARCEL, PARCEL)
    call("GET", f"/shipment_labels/{first}")
    call.advance(steps=2, ids=[first])
    call.advance(to="registered", ids=[second])
    settled(sandbox)
    assert receiver.statuses() == [(first, 2), (first, 3), (first, 5), (second, 2)]
    headers, hook = receiver.told[0]
    (row,) = call("GET", f"/shipments/{first}").json()["data"]["shipments"]
    assert (hook["barcode"], hook["shipment_reference_identifier"], hook["shop_id"]) == (row["barcode"], "nl:10001-aaaaaaaa", 80002)
    assert headers["User-Agent"] == "MyParcel/Webhook-Notifier" and headers["path"].endswith("/5b0c9e6f3d2a")
    assert headers["X-MyParcel-Hook"] == "shipment_status_change" and len(headers["X-MyParcel-HookId"]) == 40
    assert base64.b64decode(headers["X-MyParcel-Authorization"]) == b"myparcel-nl-key"


def test_each_collo_is_told(sandbox, call, receiver):
    subscribe(call, receiver.url)
    call.create(PARCEL | {"secondary_shipments": [{}]})
    call.advance(to="registered")
    settled(sandbox)
    assert len({hook["barcode"] for _, hook in receiver.told}) == 2


@pytest.mark.parametrize(
    ("switch", "value", "expected"),
    [
        ("webhook_copies", 2, [0, 0, 1, 1, 2, 2]),
        ("webhook_order", "reversed", [2, 1, 0]),
        ("webhook_loss", 2, [0, 2]),
        ("webhook_loss", 1, []),
    ],
)
def test_webhooks_may_come_twice_backwards_or_not(sandbox, call, receiver, switch, value, expected):
    sandbox.settings[f"myparcel.{switch}"] = value
    subscribe(call, receiver.url)
    ids = call.create(PARCEL, PARCEL, PARCEL)
    call.advance(to="registered")
    settled(sandbox)
    assert [one for one, _ in receiver.statuses()] == [ids[place] for place in expected]


def test_webhooks_may_come_late(sandbox, call, receiver):
    sandbox.settings["myparcel.webhook_delay_seconds"] = 60
    subscribe(call, receiver.url)
    call.create()
    call.advance(to="registered")
    seen = requests.get(sandbox.url() + "/sandbox/myparcel/nl/webhooks", timeout=10).json()
    assert (seen["pending"], receiver.told) == (1, [])
    requests.post(sandbox.url() + "/sandbox/settings", json={"clock_offset_seconds": 61}, timeout=10)
    settled(sandbox)
    assert len(receiver.told) == 1


@pytest.mark.parametrize(("fails", "status"), [(False, "success"), (True, "failed")])
def test_a_label_made_later_is_told_when_it_is_there(sandbox, call, receiver, fails, status):
    sandbox.settings |= {"myparcel.label_fails": fails, "myparcel.label_seconds": 0.2}
    subscribe(call, receiver.url, "shipment_label_created")
    (first,) = call.create()
    call("GET", f"/shipment_labels/{first}")
    call("GET", f"/shipment_labels/{first}", Accept="application/vnd.shipment_label_link+json")
    settled(sandbox)
    ((_, hook),) = receiver.told
    assert (hook["status"], hook["shipment_ids"]) == (status, [first])
    assert (requests.get(hook["pdf"], headers=call.headers, timeout=10).content[:5] == b"%PDF-") if not fails else hook["pdf"] == ""


def test_a_subscriber_that_is_gone_or_elsewhere_hears_nothing(sandbox, call, receiver):
    kept = subscribe(call, receiver.url)
    subscribe(call, "https://sync.example.com/hooks")  # another plug-in takes the slot
    call.create()
    call.advance(to="registered")
    assert [entry["status"] for entry in settled(sandbox)] == [0]
    call("DELETE", f"/webhook_subscriptions/{kept}")
    receiver.shutdown()
    assert receiver.told == []


def test_parcels_travel_by_hours(call):
    home, pickup = call.create(
        PARCEL,
        PARCEL
        | {
            "options": {"package_type": 1, "delivery_type": 4, "signature": 1},
            "pickup": {
                "location_name": "Primera",
                "street": "Markt",
                "number": "1",
                "postal_code": "9712HN",
                "city": "Groningen",
                "location_code": "1",
                "retail_network_id": "PNPNL-01",
            },
        },
    )
    assert call.advance(hours=100) == {str(home): 1, str(pickup): 1}
    call.advance(to="registered")
    assert call.advance(hours=5) == {str(home): 3, str(pickup): 3}
    assert call.advance(hours=20) == {str(home): 7, str(pickup): 8}
    assert call.advance(hours=30) == {str(home): 7, str(pickup): 9}
    (trace, _) = call("GET", f"/tracktraces/{home};{pickup}").json()["data"]["tracktraces"]
    assert [event["status"] for event in trace["history"]] == [2, 3, 5]


def test_parcels_travel_by_the_clock_where_it_is_switched_on(sandbox, call, receiver):
    subscribe(call, receiver.url)
    sandbox.settings["myparcel.progress"] = True
    (first,) = call.create()
    call("GET", f"/shipment_labels/{first}")
    requests.post(sandbox.url() + "/sandbox/settings", json={"clock_offset_seconds": 13 * 3600}, timeout=10)
    assert call("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["status"] == 5
    settled(sandbox)
    assert receiver.statuses() == [(first, 2), (first, 3), (first, 5)]


def test_a_late_parcel_says_so(call):
    (first,) = call.create()
    call.advance(to="registered")
    call.advance(steps=1, delayed=True)
    assert call("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["delayed"] is True
